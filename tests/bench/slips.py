"""What random slips of the keyboard cost: questions as they were asked, with one slip in each, and with two.

    python tests/bench/slips.py [--every 2] [--seed 5] [FILE ...]

Without files: the kept rounds in English. Only questions of one turn that the facts answer are asked, every so many of
them. A slip is a letter left out, put in, hit for another, or swapped with the next, at any letter of a question alike,
be it in a name or in a word of two letters; a slip in a figure would make it another one.
"""

from __future__ import annotations

import argparse
import random
import string
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(Path(__file__).parent)]

import core  # noqa: E402 - the path comes first

sys.path[:0] = core.path()

from bot.curation.questions import Item, read_questions  # noqa: E402 - the path comes first
from bot.curation.scoring import Score, evaluate  # noqa: E402 - the path comes first
from bot.factbase.loading import load  # noqa: E402 - the path comes first
from bot.qa.answering import Answerer  # noqa: E402 - the path comes first

KEPT = ("mixed", "casual", "professional")
SLIPS = (0, 1, 2)


def slipped(question: str, chance: random.Random) -> str:
    """Return a question with one slip in it."""
    at = chance.choice([at for at, char in enumerate(question) if char.isalpha()])
    head, char, tail = question[:at], question[at], question[at + 1 :]
    match chance.choice(("left out", "put in", "another", "swapped")):
        case "put in":
            return head + chance.choice(string.ascii_lowercase) + char + tail
        case "another":
            return head + chance.choice(string.ascii_lowercase) + tail
        case "swapped" if tail[:1].isalpha():
            return head + tail[0] + char + tail[1:]
        case _:
            return head + tail


def answerable(files: Sequence[Path], every: int) -> list[Item]:
    """Give every so many of the questions of one turn that the facts answer."""
    items = [item for file in files for item in read_questions(file)]
    return [item for item in items if len(item.turns) == 1 and item.expect == "answered"][::every]


def main() -> None:
    """Read the arguments, ask, print."""
    summary, _, details = (__doc__ or "").partition("\n")
    parser = argparse.ArgumentParser(
        description=summary, epilog=details, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--seed", type=int, default=5)
    options = parser.parse_args()
    kept = [path for name in KEPT for path in sorted((ROOT / "tests" / "questions").glob(f"{name}-*.jsonl"))]
    base = load(ROOT / "facts", ROOT / "seeds")
    answerer = Answerer(base)
    items = answerable(options.files or kept, options.every)
    chance = random.Random(options.seed)
    print(f"{len(items)} questions")
    for count in SLIPS:
        asked = items
        for _ in range(count):
            asked = [replace(item, turns=(slipped(item.turns[0], chance),)) for item in asked]
        score = Score.of(result.verdict for result in evaluate(answerer, asked, base))
        print(f"  {count} slips  right {score.right:.3f}  wrong {score.wrong:.3f}")


if __name__ == "__main__":
    main()
