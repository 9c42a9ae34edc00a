"""Roro beside plain matchers over the same wordings, on the kept rounds of questions, in one run and one table.

    python tests/bench/routing.py [--refuse 0.9] [--repeats 3] [--only NAME ...] [--json]

Each matcher is built anew in a process of its own for its build time and memory, then all answer the same questions
in turns within one process, warmed, so that whatever else the machine does slows all of them alike. Nothing is fetched.

  top 1       the first fact rests on gold, refusing nothing            (of the answerable questions)
  right       the same, at the score that refuses the share --refuse    (of the answerable ones)
  wrong       another fact first, at that score                         (of the answerable ones)
  held        refused at that score                                     (of those that the documents do not answer)

A matcher's score is chosen on these very questions, which flatters it; Roro refuses by its own rules.
"""

from __future__ import annotations

import argparse
import gc
import json
import math
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import ClassVar, Protocol

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "qa")]  # the checkout itself, and the tests' own reader of rounds

from rapidfuzz import fuzz, process  # noqa: E402 - the path comes first
from rapidfuzz.utils import default_process  # noqa: E402 - the path comes first
from rounds import QUESTIONS  # noqa: E402 - the path comes first

from bot.curation.questions import Item, read_questions  # noqa: E402 - the path comes first
from bot.curation.scoring import final_reply  # noqa: E402 - the path comes first
from bot.factbase.loading import load  # noqa: E402 - the path comes first
from bot.factbase.models import Fact, FactBase  # noqa: E402 - the path comes first
from bot.qa.answering import Answerer  # noqa: E402 - the path comes first

# Who competes. A row more is a class more.


@dataclass(frozen=True, slots=True)
class Found:
    """The fact that comes first, and how sure the matcher is of it; any scale will do."""

    fact: Fact | None
    score: float


class Matcher(Protocol):
    """Finds the fact that answers a question; built from a fact base and nothing else."""

    name: ClassVar[str]

    def __init__(self, base: FactBase) -> None:
        """Build whatever it looks questions up in."""

    def find(self, item: Item) -> Found:
        """Answer the last turn of an item."""


class Roro:
    """The whole answerer: it is sure or it is not."""

    name: ClassVar[str] = "roro"

    def __init__(self, base: FactBase) -> None:
        self._answerer = Answerer(base)

    def find(self, item: Item) -> Found:
        """Ask all turns, as a conversation."""
        reply = final_reply(self._answerer, item)
        fact = reply.facts[0].fact if reply.facts else None
        return Found(fact, float(reply.outcome in ("answered", "corrected")))


class Scan:
    """A plain scan of every wording with one scorer; of a conversation it sees the last turn."""

    scorer: ClassVar[Callable[..., float]]

    def __init__(self, base: FactBase) -> None:
        self._facts = [fact for fact in base.served for _ in fact.questions]
        self._wordings = [default_process(question) for fact in base.served for question in fact.questions]

    def find(self, item: Item) -> Found:
        """Take the most similar wording."""
        best = process.extractOne(default_process(item.turns[-1]), self._wordings, scorer=type(self).scorer)
        return Found(self._facts[best[2]], best[1])


class TokenSetRatio(Scan):
    """rapidfuzz token_set_ratio."""

    name: ClassVar[str] = "rapidfuzz token_set_ratio"
    scorer = fuzz.token_set_ratio


class WRatio(Scan):
    """rapidfuzz WRatio."""

    name: ClassVar[str] = "rapidfuzz WRatio"
    scorer = fuzz.WRatio


MATCHERS: tuple[type[Matcher], ...] = (Roro, TokenSetRatio, WRatio)

# What is measured.


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; times in milliseconds where not in seconds, memory in megabytes."""

    name: str
    top_1: float
    right: float
    wrong: float
    held: float
    median_ms: float
    p99_ms: float
    build_s: float
    memory_mb: float
    cold_start_s: float | None


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Shares of the answerable questions (top 1, right, wrong) and of the others (held)."""

    top_1: float
    right: float
    wrong: float
    held: float


def accuracy(items: Sequence[Item], found: Sequence[Found], refuse: float) -> Accuracy:
    """Score what was found, at the lowest score that refuses the share `refuse` of the unanswerable questions."""
    pairs = list(zip(items, found, strict=True))
    others = sorted(answer.score for item, answer in pairs if not item.answerable)
    cutoff = others[math.ceil(refuse * len(others)) - 1] if others else -math.inf
    answerable = [
        (answer.fact is not None and item.rests_on_gold(answer.fact), answer.score > cutoff)
        for item, answer in pairs
        if item.answerable
    ]
    total = max(len(answerable), 1)
    return Accuracy(
        top_1=sum(gold for gold, _ in answerable) / total,
        right=sum(gold and sure for gold, sure in answerable) / total,
        wrong=sum(sure and not gold for gold, sure in answerable) / total,
        held=sum(score <= cutoff for score in others) / max(len(others), 1),
    )


def latencies(matchers: Sequence[Matcher], items: Sequence[Item], repeats: int) -> dict[str, list[float]]:
    """Time every question for every matcher in turns, in milliseconds, after one round to warm up."""
    times: dict[str, list[float]] = {matcher.name: [] for matcher in matchers}
    for repeat in range(repeats + 1):
        for at, item in enumerate(items):
            first = at % len(matchers)
            for matcher in (*matchers[first:], *matchers[:first]):
                begun = time.perf_counter()
                matcher.find(item)
                took = time.perf_counter() - begun
                if repeat:
                    times[matcher.name].append(took * 1000 / len(item.turns))
    return times


def resident_mb() -> float:
    """The memory that this process holds now, in megabytes."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def weigh(name: str, options: argparse.Namespace) -> tuple[float, float]:
    """Build a matcher in a process of its own and ask it everything; give seconds to build, and megabytes grown."""
    command = [sys.executable, __file__, "--weigh", name, "--facts", options.facts, "--seeds", options.seeds]
    done = subprocess.run([*command, *map(str, options.rounds)], capture_output=True, text=True, check=True)
    build, memory = json.loads(done.stdout)
    return build, memory


def weigh_here(name: str, options: argparse.Namespace) -> None:
    """Print what `weigh` reads."""
    base = load(Path(options.facts), Path(options.seeds))
    items = read_all(options.rounds)
    before = resident_mb()
    begun = time.perf_counter()
    matcher = next(kind for kind in MATCHERS if kind.name == name)(base)
    build = time.perf_counter() - begun
    for item in items:
        matcher.find(item)
    print(json.dumps([build, resident_mb() - before]))


def cold_start(question: str, times: int, options: argparse.Namespace) -> float:
    """Run `roro ask` as a person would; give the median of its seconds."""
    command = [sys.executable, "-m", "bot", "--facts", options.facts, "--seeds", options.seeds, "ask", question]
    took = []
    for _ in range(times):
        begun = time.perf_counter()
        subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
        took.append(time.perf_counter() - begun)
    return statistics.median(took)


def read_all(paths: Iterable[Path]) -> list[Item]:
    """Read the items of several rounds."""
    return [item for path in paths for item in read_questions(Path(path))]


def measure(options: argparse.Namespace) -> list[Row]:
    """Measure every matcher chosen."""
    items = read_all(options.rounds)
    kinds = [kind for kind in MATCHERS if not options.only or kind.name in options.only]
    weighed = {kind.name: weigh(kind.name, options) for kind in kinds}
    base = load(Path(options.facts), Path(options.seeds))
    matchers = [kind(base) for kind in kinds]
    times = latencies(matchers, items, options.repeats)
    rows = []
    for matcher in matchers:
        scored = accuracy(items, [matcher.find(item) for item in items], options.refuse)
        own = times[matcher.name]
        build, memory = weighed[matcher.name]
        starts = cold_start(items[0].turns[0], options.cold_starts, options) if isinstance(matcher, Roro) else None
        rows.append(
            Row(
                name=matcher.name,
                **asdict(scored),
                median_ms=statistics.median(own),
                p99_ms=statistics.quantiles(own, n=100)[98],
                build_s=build,
                memory_mb=memory,
                cold_start_s=starts,
            )
        )
    return rows


def table(rows: Sequence[Row]) -> str:
    """Lay the rows out as text."""
    heads = [field.name.replace("_", " ") for field in fields(Row)]
    lines = [[_written(value) for value in asdict(row).values()] for row in rows]
    widths = [max(map(len, column)) for column in zip(heads, *lines, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) if at == 0 else cell.rjust(width) for at, (cell, width) in enumerate(line))
        for line in (list(zip(cells, widths, strict=True)) for cells in (heads, *lines))
    )


def _written(value: str | float | None) -> str:
    if value is None:
        return "–"
    return value if isinstance(value, str) else f"{value:.3f}" if abs(value) < 10 else f"{value:.1f}"


def main() -> None:
    """Read the arguments, measure, print."""
    summary, _, details = (__doc__ or "").partition("\n")
    parser = argparse.ArgumentParser(
        description=summary, epilog=details, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("rounds", nargs="*", type=Path, help="question files; otherwise all kept English rounds")
    parser.add_argument("--facts", default=str(ROOT / "facts"), metavar="DIR")
    parser.add_argument("--seeds", default=str(ROOT / "seeds"), metavar="DIR")
    parser.add_argument(
        "--refuse", type=float, default=0.9, metavar="SHARE", help="of the unanswerable questions (0.9)"
    )
    parser.add_argument("--repeats", type=int, default=3, metavar="N", help="timed rounds, after one to warm up (3)")
    parser.add_argument("--cold-starts", type=int, default=5, metavar="N", help="runs of `roro ask` (5)")
    parser.add_argument("--only", nargs="+", choices=[kind.name for kind in MATCHERS], metavar="NAME")
    parser.add_argument("--json", action="store_true", help="print the rows as one JSON array")
    parser.add_argument("--weigh", metavar="NAME", help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.rounds = options.rounds or sorted(
        path for path in QUESTIONS.glob("*.jsonl") if not path.name.startswith("languages-")
    )
    if options.weigh:
        weigh_here(options.weigh, options)
        return
    rows = measure(options)
    if options.json:
        print(json.dumps([asdict(row) for row in rows]))
        return
    items = read_all(options.rounds)
    answerable = sum(item.answerable for item in items)
    print(f"{len(items)} questions ({answerable} answerable), refusing {options.refuse:.0%} of the others\n")
    print(table(rows))


if __name__ == "__main__":
    main()
