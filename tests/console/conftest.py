"""A small fact base on another subject, and an answerer smaller than the real one."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.factbase.loading import load
from bot.factbase.models import FactBase
from bot.qa.models import Answered, Conversation, Reply, Shown, Slot, Trace, Turn, Unknown
from bot.settings import Settings

TIDES = Path(__file__).parent.parent / "fixtures" / "tides"


class ByHeart:
    """Answers the facts' own questions word for word, and nothing else."""

    def __init__(self, factbase: FactBase) -> None:
        self._digest = factbase.digest
        self._facts = {question: fact for fact in factbase.served for question in fact.questions}

    @property
    def known_questions(self) -> tuple[str, ...]:
        """Every question that this answerer knows."""
        return tuple(self._facts)

    def reply(self, question: str, conversation: Conversation = Conversation()) -> Reply:  # noqa: B008 - frozen, so safe to share
        """Give the fact of `question`; the number of the turn stands in the text, to show the conversation."""
        fact = self._facts.get(question)
        answer = Unknown(suggestions=self.known_questions[:3]) if fact is None else Answered((Shown(fact, 1.0),))
        turns = (*conversation.turns, Turn(question, () if fact is None else (fact.id,)))
        said = "I do not know." if fact is None else fact.statement
        return Reply(
            question=question,
            answer=answer,
            text=f"{said}\nturn {len(turns)}",
            language="en",
            factbase=self._digest,
            conversation=Conversation(turns),
            explain=lambda: Trace("en", (Slot("ask", "what", question),), (), "the wording is known or it is not"),
        )


@pytest.fixture(scope="session")
def tides() -> Settings:
    """The folders of a fact base about tides."""
    return Settings(facts=TIDES / "facts", seeds=TIDES / "seeds")


@pytest.fixture(scope="session")
def factbase(tides: Settings) -> FactBase:
    """The fact base about tides, loaded."""
    return load(tides.facts, tides.seeds)


@pytest.fixture
def by_heart(factbase: FactBase) -> ByHeart:
    """An answerer over the fact base about tides."""
    return ByHeart(factbase)
