"""A desk to ask questions at: one fact base, its answerer, and the parts that the answerer is made of."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from bot.factbase.models import Fact, FactBase
from bot.qa.answering import Answerer
from bot.qa.constraints import Constraints
from bot.qa.languages import DEFAULT, language
from bot.qa.mismatches import Mismatch
from bot.qa.models import Conversation, Reply
from bot.qa.postings import Postings
from bot.qa.profiles import Profile, ProfileReader, Profiles
from bot.qa.ranking import Scored
from bot.qa.reading import Reader
from bot.qa.relations import ancestors
from bot.qa.routing import Router

ROOT = Path(__file__).parents[2]
TIDES = ROOT / "tests" / "fixtures" / "tides"
NOT_ANSWERED = ("nearest", "unknown")
"""The outcomes that assert nothing."""


class Desk:
    """Answers over one fact base, and shows how."""

    def __init__(self, base: FactBase) -> None:
        self.base = base

    @cached_property
    def answerer(self) -> Answerer:
        """The answerer over the base."""
        return Answerer(self.base)

    def ask(self, *turns: str) -> Reply:
        """Ask questions one after the other in a conversation of their own; give the last reply."""
        conversation = Conversation()
        for turn in turns:
            reply = self.answerer.reply(turn, conversation)
            conversation = reply.conversation
        return reply

    def main_fact(self, *turns: str) -> tuple[str, str | None]:
        """Ask; give the outcome, and the id of the first fact shown."""
        reply = self.ask(*turns)
        return reply.outcome, reply.facts[0].fact.id if reply.facts else None

    @cached_property
    def reader(self) -> Reader:
        """A reader of questions over the base."""
        base = self.base
        reader = Reader(base.glossary, {source.id: source.aliases for source in base.sources.values()})
        reader.teach(text for fact in base.served for text in (fact.statement, *fact.questions))
        return reader

    @cached_property
    def constraints(self) -> Constraints:
        """What holds questions against facts."""
        base = self.base
        published = {source.id: source.published for source in base.sources.values()}
        return Constraints(
            base.glossary,
            ancestors(base.glossary),
            published,
            language(DEFAULT),
            self.reader.meanings_of_measures(),
        )

    @cached_property
    def profiles(self) -> dict[str, Profile]:
        """The profile of every served fact."""
        profiler = ProfileReader(self.base, self.reader)
        return {fact.id: profiler.profile(fact) for fact in self.base.served}

    @cached_property
    def router(self) -> Router:
        """The index over all profiles."""
        return self.routed(tuple(self.profiles.values()))

    def routed(self, profiles: Sequence[Profile]) -> Router:
        """An index over these profiles alone."""
        given = Profiles.given(profiles, ProfileReader(self.base, self.reader))
        return Router(given, Postings.of(given.concepts()), self.constraints)

    def candidates(self, question: str, before: str | None = None) -> list[Scored]:
        """The facts that a question may be about, best first."""
        context = None if before is None else self.reader.read(before)
        return list(self.router.candidates(self.reader.read(question), context))

    def held_against(self, question: str, fact_id: str) -> tuple[Mismatch, ...]:
        """What of a question a fact does not meet."""
        return self.constraints.mismatches(self.reader.read(question), self.profiles[fact_id])

    def fact(self, id: str) -> Fact:
        """A fact of the base."""
        return self.base.facts[id]
