"""Makes a fact base of a plain table of intents and examples, and tells how well it routes what people ask.

    python tests/intents.py TABLE FOLDER                    write FOLDER/facts and FOLDER/seeds
    python tests/intents.py TABLE FOLDER --asked TABLE ...  and ask it the questions of other tables

A table is CSV or TSV with the columns `intent` and `text`. A fact of the base is an intent: nothing but its name, its
examples as wordings, and a line of a document made for it. Among the questions, the intent `none` marks what belongs
to no intent; among the examples, such lines are left out.

  top 1    the intent first, refusing nothing                   (of the questions that have one)
  right    the intent answered                                  (of the same)
  wrong    another intent answered                              (of the same)
  held     answered with no intent                              (of the others)
  mcc      Matthews correlation over all intents and `none`: as decided, and at the best score for these questions
"""

from __future__ import annotations

import argparse
import csv
import math
import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import yaml

sys.path[:0] = [str(Path(__file__).parents[1])]

from bot.factbase.loading import load  # noqa: E402 - the path comes first
from bot.factbase.models import FactBase  # noqa: E402 - the path comes first
from bot.qa.answering import Answerer  # noqa: E402 - the path comes first

NONE = "none"
DOCUMENT = "intents.txt"


@dataclass(frozen=True, slots=True)
class Example:
    """One line of a table."""

    intent: str
    text: str


def read_table(path: Path) -> list[Example]:
    """Read a table; what a comma parts in one file, a tab parts in the other."""
    text = path.read_text(encoding="utf-8-sig")
    rows = csv.DictReader(text.splitlines(), delimiter="\t" if "\t" in text.partition("\n")[0] else ",")
    return [Example(row["intent"].strip(), " ".join(row["text"].split())) for row in rows if row["text"].strip()]


def fact_id(intent: str) -> str:
    """Write the name of an intent as the id of a fact."""
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"(?<=[a-z])(?=[A-Z])", "-", intent).lower()).strip("-")


def write_base(examples: Iterable[Example], folder: Path) -> FactBase:
    """Write facts and the document that they quote, and load them."""
    wordings: dict[str, dict[str, None]] = {}
    for example in examples:
        if fact_id(example.intent) != NONE:
            wordings.setdefault(fact_id(example.intent), {})[example.text] = None
    statements = {intent: f"This is about: {intent.replace('-', ' ')}." for intent in wordings}
    facts = [
        {
            "id": intent,
            "statement": statements[intent],
            "questions": list(texts),
            "evidence": [{"source": "intents", "exact": statements[intent]}],
        }
        for intent, texts in wordings.items()
    ]
    document = {"id": "intents", "file": DOCUMENT, "title": "Table of intents", "published": "2024-01-01"}
    texts = {
        "facts/sources.yaml": _yaml({"sources": [document]}),
        "facts/intents.yaml": _yaml({"topic": "intents", "title": "Intents", "facts": facts}),
        f"seeds/{DOCUMENT}": "".join(f"{statement}\n" for statement in statements.values()),
    }
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return load(folder / "facts", folder / "seeds")


def _yaml(content: object) -> str:
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=1000)


@dataclass(frozen=True, slots=True)
class Routed:
    """Where a question belongs, where it was sent, and the best candidate with its score."""

    text: str
    intent: str
    answered: str
    first: str
    score: float


@dataclass(frozen=True, slots=True)
class Figures:
    """How well questions were routed."""

    asked: int
    top_1: float
    right: float
    wrong: float
    held: float
    mcc: float
    mcc_at_best: float
    best_score: float


def route(answerer: Answerer, examples: Iterable[Example]) -> list[Routed]:
    """Ask every question on its own."""
    known = {fact.id for fact in answerer.base.served}
    routed = []
    for example in examples:
        reply = answerer.reply(example.text)
        answered = reply.facts[0].fact.id if reply.outcome == "answered" else NONE
        best = next(iter(reply.trace.candidates), None)
        intent = fact_id(example.intent)
        first, score = (best.fact_id, best.score) if best is not None else (NONE, 0.0)
        routed.append(Routed(example.text, intent if intent in known else NONE, answered, first, score))
    return routed


def figures(routed: Sequence[Routed]) -> Figures:
    """Count up."""
    inside = [item for item in routed if item.intent != NONE]
    others = [item for item in routed if item.intent == NONE]
    truth = [item.intent for item in routed]

    def at(score: float) -> float:
        return correlation(truth, [item.first if item.score >= score else NONE for item in routed])

    best = max(sorted({item.score for item in routed}), key=at)
    return Figures(
        asked=len(routed),
        top_1=sum(item.first == item.intent for item in inside) / max(len(inside), 1),
        right=sum(item.answered == item.intent for item in inside) / max(len(inside), 1),
        wrong=sum(item.answered not in (item.intent, NONE) for item in inside) / max(len(inside), 1),
        held=sum(item.answered == NONE for item in others) / max(len(others), 1),
        mcc=correlation(truth, [item.answered for item in routed]),
        mcc_at_best=at(best),
        best_score=best,
    )


def correlation(truth: Sequence[str], said: Sequence[str]) -> float:
    """Work out Matthews correlation over any number of classes."""
    total, right = len(truth), sum(one == other for one, other in zip(truth, said, strict=True))
    truths, says = Counter(truth), Counter(said)
    joint = sum(count * says[name] for name, count in truths.items())
    spread = (total**2 - sum(n * n for n in says.values())) * (total**2 - sum(n * n for n in truths.values()))
    return (right * total - joint) / math.sqrt(spread) if spread else 0.0


def main() -> None:
    """Read the arguments, write the base, ask it."""
    summary, _, details = (__doc__ or "").partition("\n")
    parser = argparse.ArgumentParser(
        description=summary, epilog=details, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("table", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--asked", nargs="+", type=Path, default=[], metavar="TABLE")
    parser.add_argument("--misses", action="store_true", help="print the questions that went wrong")
    options = parser.parse_args()
    answerer = Answerer(write_base(read_table(options.table), options.folder))
    for path in options.asked:
        routed = route(answerer, read_table(path))
        counted = asdict(figures(routed)).items()
        told = (f"{name} {value:.3f}" if isinstance(value, float) else f"{name} {value}" for name, value in counted)
        print(f"{path.name}:", ", ".join(told))
        for item in routed:
            if options.misses and item.answered != item.intent:
                print(f"  {item.text}: {item.answered}, not {item.intent} (first {item.first} {item.score:.2f})")


if __name__ == "__main__":
    main()
