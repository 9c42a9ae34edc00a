"""Files of questions whose right outcome is known: JSON lines, checked as a whole."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.errors import Fault, QuestionsError
from bot.factbase.findings import did_you_mean, excerpt
from bot.factbase.models import QUOTE_LIMIT, Fact, FactBase
from bot.qa.phrasing import squeeze

EXPECTED = ("answered", "nearest", "unknown")
"""What may be expected of a question: that the facts answer it, or that they do not (nearly, or at all)."""


@dataclass(frozen=True, slots=True)
class Item:
    """A question, the last one of `turns`, and what is a right reply to it."""

    id: str
    turns: tuple[str, ...]
    style: str
    expect: str
    gold: tuple[str, ...] = ()
    """Verbatim parts of the documents; evidence that holds one of them makes a right main answer."""
    facts: tuple[str, ...] = ()
    """Ids of the facts that are a right main answer."""
    file: str = ""
    line: int = 1

    @property
    def answerable(self) -> bool:
        """Say whether the facts answer it."""
        return self.expect == "answered"

    @property
    def question(self) -> str:
        """The question, after the turns that led to it."""
        return " / ".join(self.turns)

    def is_met_by(self, fact: Fact) -> bool:
        """Say whether a fact is a right main answer: one that is named, or that rests on gold, white space aside."""
        return fact.id in self.facts or any(
            squeeze(gold) in squeeze(evidence.quote)
            for evidence in fact.evidence
            if len(evidence.quote) <= QUOTE_LIMIT
            for gold in self.gold
        )


def read_questions(path: Path) -> tuple[Item, ...]:
    """Read one file; raise QuestionsError with the fault of every line that is none."""
    items: list[Item] = []
    faults: list[Fault] = []
    for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            raw = json.loads(line)
        except (ValueError, RecursionError) as error:  # ValueError: neither JSON nor UTF-8
            faults.append(Fault(str(path), number, f"the line is not JSON ({excerpt(str(error), 80)}): correct it"))
            continue
        complaint = _complaint(raw)
        if complaint is None:
            items.append(_item(raw, path, number))
        else:
            faults.append(Fault(str(path), number, complaint))
    if not items and not faults:
        faults.append(Fault(str(path), 1, "the file holds no question: add a line for each"))
    if faults:
        raise QuestionsError(tuple(faults))
    return tuple(items)


def read_all(paths: Iterable[Path], base: FactBase) -> tuple[tuple[Item, ...], ...]:
    """Read files of questions over one base, a group for each; raise QuestionsError with every fault of them all."""
    groups: list[tuple[Item, ...]] = []
    faults: list[Fault] = []
    for path in paths:
        try:
            group = read_questions(path)
        except QuestionsError as error:
            faults.extend(error.faults)
        else:
            groups.append(group)
            faults.extend(unfounded(group, base))
    if faults:
        raise QuestionsError(tuple(faults))
    return tuple(groups)


def unfounded(items: Iterable[Item], base: FactBase) -> Iterator[Fault]:
    """Give a fault for each fact that the base does not serve, and each gold part that no document holds."""
    served = {fact.id for fact in base.served}
    documents = [squeeze(source.text) for source in base.sources.values()]
    for item in items:
        for id in item.facts:
            if id not in served:
                known = "is withdrawn" if id in base.facts else f"does not exist{did_you_mean(id, served)}"
                yield Fault(item.file, item.line, f"the fact {excerpt(id, 80)!r} {known}: name one that is served")
        for gold in item.gold:
            if not any(squeeze(gold) in document for document in documents):
                shown = excerpt(gold, 60)
                yield Fault(item.file, item.line, f"no document holds the gold “{shown}”: copy it letter by letter")


def _complaint(raw: object) -> str | None:
    """What is wrong with one line and what to change; None where nothing is."""
    if not isinstance(raw, dict):
        return 'the line is no JSON object: write {"question": …, "expect": …, "fact": …}'
    if ("question" in raw) == ("turns" in raw):
        return "one of `question` and `turns` is needed, and only one: give the question, or a list of turns"
    turns = raw["turns"] if "turns" in raw else [raw["question"]]
    if not isinstance(turns, list) or not turns or not all(isinstance(turn, str) and turn.strip() for turn in turns):
        return "a question is a text, and `turns` a list of texts, none of them empty: correct it"
    expect = raw.get("expect")
    if expect not in EXPECTED:
        given = f"{expect!r}{did_you_mean(expect, EXPECTED)}" if isinstance(expect, str) else "missing"
        return f"`expect` is {given}: write one of {', '.join(EXPECTED)}"
    for key in ("id", "style"):
        if not isinstance(raw.get(key, ""), str):
            return f"`{key}` is no text: correct it"
    for key in ("fact", "facts", "gold"):
        if not _are_texts(raw.get(key, [])):
            return f"`{key}` is neither a text nor a list of texts: correct it"
    named = _texts(raw, "fact", "facts") + _texts(raw, "gold")
    if expect == "answered" and not named:
        return "nothing says what a right answer is: give the id of its fact in `fact`, or a list of ids"
    if expect != "answered" and named:
        return f"a right answer is named to a question that is expected to be {expect}: remove it, or expect answered"
    return None


def _are_texts(value: object) -> bool:
    texts = [value] if isinstance(value, str) else value
    return isinstance(texts, list) and all(isinstance(text, str) and text.strip() for text in texts)


def _texts(raw: Mapping[str, Any], *keys: str) -> tuple[str, ...]:
    values = [raw.get(key, []) for key in keys]
    return tuple(text for value in values for text in ([value] if isinstance(value, str) else value))


def _item(raw: Mapping[str, Any], path: Path, line: int) -> Item:
    turns: Sequence[str] = raw["turns"] if "turns" in raw else [raw["question"]]
    return Item(
        id=raw.get("id") or f"{path.stem}:{line}",
        turns=tuple(turns),
        style=raw.get("style") or ("follow-up" if len(turns) > 1 else "–"),
        expect=raw["expect"],
        gold=_texts(raw, "gold"),
        facts=_texts(raw, "fact", "facts"),
        file=str(path),
        line=line,
    )
