"""What Roro costs as its fact base grows: generated bases of several sizes, each in a process of its own.

    python tests/bench/scale.py [1000 10000 100000] [--questions 400] [--seed 1] [--minutes 30] [--json]

  yaml s      to load the curated files (models and checks; not part of the build)
  build s     to make an answerer from the loaded models, ready for English questions
  memory MB   that the process holds then, models and index
  p50, p99    milliseconds an answer, of questions that have one and of questions that have none
  top 1       the answerable questions that are answered with their very fact
  held        the others that are not answered
  restart s   to be ready, and to have answered one, with the models and the index from a cache

Seconds and milliseconds are processor time, which other work on the machine stretches least, `wall` apart.
Every question is asked once, so that nothing is warm but the program.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, fields
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "bench")]  # the checkout itself, and the maker of bases

from generated import Generated, Question  # noqa: E402 - the path comes first

from bot.factbase.loading import load  # noqa: E402 - the path comes first
from bot.keeping import kept_at, open_answerer, write  # noqa: E402 - the path comes first
from bot.qa.answering import Answerer  # noqa: E402 - the path comes first


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    facts: int
    yaml_s: float
    build_s: float
    build_wall_s: float
    memory_mb: float
    answerable_p50_ms: float
    answerable_p99_ms: float
    unanswerable_p50_ms: float
    unanswerable_p99_ms: float
    top_1: float
    held: float
    restart_s: float


@dataclass(frozen=True, slots=True)
class Asked:
    """How a set of questions went."""

    p50: float
    p99: float
    right: float


def ask(answerer: Answerer, questions: list[Question]) -> Asked:
    """Ask each question once; right is the very fact, or no answer where there is none."""
    took, right = [], 0
    for question in questions:
        begun = time.process_time_ns()
        reply = answerer.reply(question.text)
        took.append((time.process_time_ns() - begun) / 1e6)
        first = reply.facts[0].fact.id if reply.outcome == "answered" else None
        right += first == question.fact
    return Asked(statistics.median(took), statistics.quantiles(took, n=100)[98], right / len(questions))


def resident_mb() -> float:
    """The memory that this process holds now, in megabytes."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def measure(size: int, questions: int, seed: int) -> Row:
    """Make a base of one size and measure everything on it."""
    generated = Generated(size, seed)
    with tempfile.TemporaryDirectory() as folder:
        facts, seeds = generated.write(Path(folder))
        answerable, unanswerable = generated.answerable(questions), generated.unanswerable(questions)
        del generated
        begun = time.process_time()
        base = load(facts, seeds)
        loaded = time.process_time()
        wall = time.perf_counter()
        answerer = Answerer(base)
        answerer.prepare(["en"])
        built, wall = time.process_time(), time.perf_counter() - wall
        memory = resident_mb()
        answerer.reply("warm up, please: how many trams?")
        with_answer, without = ask(answerer, answerable), ask(answerer, unanswerable)
        kept = Path(folder) / "kept"
        write(kept_at(kept, facts, seeds), answerer)
        del base, answerer
        gc.collect()
        stopped = time.process_time()
        open_answerer(facts, seeds, kept).reply(answerable[0].text)
        restart = time.process_time() - stopped
    return Row(
        size,
        loaded - begun,
        built - loaded,
        wall,
        memory,
        with_answer.p50,
        with_answer.p99,
        without.p50,
        without.p99,
        with_answer.right,
        without.right,
        restart,
    )


def table(rows: list[Row]) -> str:
    """Lay the rows out as text."""
    heads = [field.name.replace("_", " ") for field in fields(Row)]
    lines = [heads, *([_written(value) for value in asdict(row).values()] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join("  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)) for line in lines)


def _written(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.3f}" if value < 10 else f"{value:.1f}"


def main() -> None:
    """Read the arguments, measure each size in a process of its own, print."""
    summary, _, details = (__doc__ or "").partition("\n")
    parser = argparse.ArgumentParser(
        description=summary, epilog=details, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sizes", nargs="*", type=int, default=[1000, 10_000, 100_000], metavar="FACTS")
    parser.add_argument("--questions", type=int, default=400, metavar="N", help="of each sort (400)")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--minutes", type=float, default=30, metavar="N", help="the most time a size may take (30)")
    parser.add_argument("--json", action="store_true", help="print the rows as one JSON array")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(asdict(measure(options.sizes[0], options.questions, options.seed))))
        return
    rows = []
    for size in options.sizes:
        command = [sys.executable, __file__, "--one", str(size)]
        command += ["--questions", str(options.questions), "--seed", str(options.seed)]
        try:
            done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, timeout=options.minutes * 60)
        except subprocess.TimeoutExpired:
            print(f"{size} facts: not done in {options.minutes:g} minutes", file=sys.stderr)
            continue
        rows.append(Row(**json.loads(done.stdout)))
    print(json.dumps([asdict(row) for row in rows]) if options.json else table(rows))


if __name__ == "__main__":
    main()
