"""What replies to questions with a known outcome are worth, one by one and counted up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.curation.questions import Item
from bot.factbase.models import Fact, FactBase
from bot.qa.models import Conversation, Reply


class Verdict(StrEnum):
    """What a reply is worth: the first four of a question that is answerable, the last two of any other."""

    RIGHT = "right"
    WRONG = "wrong"
    OFFERED = "offered"
    MISSED = "missed"
    HELD = "held"
    FALSE = "false"


ANSWERABLE = (Verdict.RIGHT, Verdict.WRONG, Verdict.OFFERED, Verdict.MISSED)
"""The verdicts on questions that are answerable."""


@dataclass(frozen=True, slots=True)
class Score:
    """Shares of the answerable questions (right, wrong) and of the others (held); None where there were none."""

    right: float | None
    wrong: float | None
    held: float | None

    @classmethod
    def of(cls, verdicts: Iterable[Verdict]) -> Score:
        """Count verdicts up."""
        counted = Counter(verdicts)
        answerable = sum(counted[verdict] for verdict in ANSWERABLE)
        others = counted[Verdict.HELD] + counted[Verdict.FALSE]
        return cls(
            right=counted[Verdict.RIGHT] / answerable if answerable else None,
            wrong=counted[Verdict.WRONG] / answerable if answerable else None,
            held=counted[Verdict.HELD] / others if others else None,
        )

    def below(self, floor: Score) -> tuple[str, ...]:
        """Say in words what of a floor is not reached; what was not asked about, or has no floor, is."""
        short = []
        if self.right is not None and floor.right is not None and self.right < floor.right:
            short.append(f"right is {self.right:.3f}, and {floor.right:.3f} is the least")
        if self.wrong is not None and floor.wrong is not None and self.wrong > floor.wrong:
            short.append(f"wrong is {self.wrong:.3f}, and {floor.wrong:.3f} is the most")
        if self.held is not None and floor.held is not None and self.held < floor.held:
            short.append(f"held is {self.held:.3f}, and {floor.held:.3f} is the least")
        return tuple(short)


class Replies(Protocol):
    """What scoring needs of an answerer."""

    def reply(self, question: str, conversation: Conversation | None = None) -> Reply:
        """Answer a question within a conversation."""


@dataclass(frozen=True, slots=True)
class Result:
    """A question, the reply to it, and what that is worth."""

    item: Item
    reply: Reply
    verdict: Verdict
    right: tuple[str, ...]
    """Ids of the facts that are a right main answer."""


def evaluate(answerer: Replies, items: Iterable[Item], base: FactBase) -> Iterator[Result]:
    """Ask questions, each in a conversation of its own, and judge the replies."""
    for item in items:
        reply = final_reply(answerer, item)
        verdict = judge(item, reply.outcome, [shown.fact for shown in reply.facts])
        yield Result(item, reply, verdict, tuple(fact.id for fact in base.served if item.is_met_by(fact)))


def final_reply(answerer: Replies, item: Item) -> Reply:
    """Ask all turns of a question in a conversation of their own; give the reply to the last."""
    conversation = Conversation()
    for turn in item.turns:
        reply = answerer.reply(turn, conversation)
        conversation = reply.conversation
    return reply


def judge(item: Item, outcome: str, facts: Iterable[Fact]) -> Verdict:
    """Judge one reply: an answer has to put a right fact first."""
    if not item.answerable:
        return Verdict.FALSE if outcome == "answered" else Verdict.HELD
    right = [item.is_met_by(fact) for fact in facts]
    if outcome in ("answered", "corrected"):
        return Verdict.RIGHT if right[:1] == [True] else Verdict.WRONG
    return Verdict.OFFERED if any(right) else Verdict.MISSED
