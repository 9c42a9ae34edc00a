"""The kept rounds of questions, and how a reply to one of them is scored."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from bot.factbase.models import QUOTE_LIMIT, Fact
from bot.qa.models import Conversation, Reply

QUESTIONS = Path(__file__).parents[1] / "questions"


@dataclass(frozen=True, slots=True)
class Item:
    """A question, the last one of `turns`, with the outcome expected and verbatim parts of the evidence for it."""

    id: str
    turns: tuple[str, ...]
    style: str
    expect: str
    gold: tuple[str, ...]

    @property
    def answerable(self) -> bool:
        """Say whether the documents answer it."""
        return self.expect == "answered"

    def rests_on_gold(self, fact: Fact) -> bool:
        """Say whether a quote of the fact holds a gold part, white space aside."""
        return any(
            squeeze(gold) in squeeze(evidence.quote)
            for evidence in fact.evidence
            if len(evidence.quote) <= QUOTE_LIMIT
            for gold in self.gold
        )


class Verdict(StrEnum):
    """What a reply is worth: the first four of a question that is answerable, the last two of any other."""

    RIGHT = "right"
    WRONG = "wrong"
    OFFERED = "offered"
    MISSED = "missed"
    HELD = "held"
    FALSE = "false"


@dataclass(frozen=True, slots=True)
class Score:
    """How a round went, in parts of its answerable questions (right, wrong) and of the others (held)."""

    right: float
    wrong: float
    held: float

    @classmethod
    def of(cls, verdicts: Iterable[Verdict]) -> Score:
        """Count verdicts up; a round without a question of one sort scores 0 there."""
        counted = Counter(verdicts)
        answerable = sum(
            counted[verdict] for verdict in (Verdict.RIGHT, Verdict.WRONG, Verdict.OFFERED, Verdict.MISSED)
        )
        others = counted[Verdict.HELD] + counted[Verdict.FALSE]
        return cls(
            right=counted[Verdict.RIGHT] / max(answerable, 1),
            wrong=counted[Verdict.WRONG] / max(answerable, 1),
            held=counted[Verdict.HELD] / max(others, 1),
        )


def read_round(path: Path) -> tuple[Item, ...]:
    """Read a round from JSON lines."""
    return tuple(_item(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())


def _item(raw: dict[str, Any]) -> Item:
    turns = raw["turns"] if "turns" in raw else [raw["question"]]
    return Item(raw["id"], tuple(turns), raw["style"], raw["expect"], tuple(raw.get("gold", ())))


class Replies(Protocol):
    """What scoring needs of an answerer."""

    def reply(self, question: str, conversation: Conversation | None = None) -> Reply:
        """Answer a question within a conversation."""


def final_reply(answerer: Replies, item: Item) -> Reply:
    """Ask all turns of an item in a conversation of their own; give the reply to the last."""
    conversation = Conversation()
    for turn in item.turns:
        reply = answerer.reply(turn, conversation)
        conversation = reply.conversation
    return reply


def judge(item: Item, outcome: str, facts: Iterable[Fact]) -> Verdict:
    """Score one reply: an answer has to put a fact first that rests on gold."""
    if not item.answerable:
        return Verdict.FALSE if outcome == "answered" else Verdict.HELD
    right = [item.rests_on_gold(fact) for fact in facts]
    if outcome in ("answered", "corrected"):
        return Verdict.RIGHT if right[:1] == [True] else Verdict.WRONG
    return Verdict.OFFERED if any(right) else Verdict.MISSED


def squeeze(text: str) -> str:
    """Fold white space to single spaces."""
    return " ".join(text.split())
