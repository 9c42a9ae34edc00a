"""What a question constrains: who, which measure, when, how much, what is asked for, and how it is put."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from bot.factbase.models import Modality
from bot.qa.languages import Language
from bot.qa.lexicon import Mention, Word
from bot.qa.quantities import Quantity
from bot.qa.timespans import Timespan

REPEATING = 40
"""From more mentions than this on, a message repeats itself."""


class Ask(StrEnum):
    """What kind of thing is asked for."""

    QUANTITY = "quantity"
    AMOUNT = "amount"
    MONEY = "money"
    PERCENT = "percent"
    SHARE = "share"
    TIME = "time"
    DATE = "date"
    PLACE = "place"
    AGENT = "agent"
    ATTRIBUTION = "attribution"
    REASON = "reason"
    DURATION = "duration"
    MANNER = "manner"
    THING = "thing"


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing asked for, the words it was read from, and what is counted or chosen ("which harbour")."""

    ask: Ask
    words: str
    head: tuple[str, ...] = ()
    at: int = 0
    """Position of the word that asks."""


@dataclass(frozen=True)
class Reading:
    """A question as read: its words, their meanings, and the slots that any answer has to hold."""

    text: str
    language: Language
    words: tuple[Word, ...]
    mentions: tuple[Mention, ...]
    asked: tuple[Asked, ...]
    timespans: tuple[Timespan, ...]
    quantities: tuple[Quantity, ...]
    verification: bool = False
    """Put as a statement to be confirmed, or as a yes-or-no question."""
    broad: bool = False
    comparison: bool = False
    definition: bool = False
    negated: bool = False
    modality: Modality = Modality.STATED
    happened: bool = False
    """Asks whether something did come about, not whether it was planned or possible."""
    reported: bool = False
    """Asks for what was said or planned."""
    pronoun: bool = False
    person: bool = False
    """Points back to a person."""
    continues: bool = False
    chat: str | None = None
    about_self: bool = False
    """About the program, not about the world."""
    excluded: tuple[str, ...] = ()
    """Ids of entities that the question sets aside ("not just ferries")."""

    @cached_property
    def distinct(self) -> tuple[Mention, ...]:
        """The mentions; of a message so long that it repeats itself, each meaning once."""
        if len(self.mentions) <= REPEATING:
            return self.mentions
        return tuple({mention.concepts: mention for mention in reversed(self.mentions)}.values())[::-1]

    @cached_property
    def roles(self) -> tuple[tuple[str, str, bool], ...]:
        """Who does what: a directed meaning, an entity, and whether it is the actor (or the object) of it.

        The actor is told from the object by which side of the verb they stand on.
        """
        lang = self.language
        found: dict[tuple[str, str, bool], None] = {}
        for verb in self.mentions:
            senses = [sense for sense in verb.of("sense") if sense in lang.directed]
            if not senses:
                continue
            inverse = any(sense in lang.inverse for sense in verb.of("sense"))
            for mention in self.mentions:
                if mention is verb or not (names := list(mention.of("entity"))):
                    continue
                before = mention.last <= verb.first
                between = self.words[verb.last : mention.first]
                passive = not before and any(word.text in lang.passive for word in between)
                actor = (before or passive) is not inverse
                found.update(((sense, name, actor), None) for sense in senses for name in names)
        return tuple(found)

    @cached_property
    def entities(self) -> tuple[str, ...]:
        """Ids of the entities named, in order."""
        return tuple(dict.fromkeys(id for mention in self.mentions for id in mention.of("entity")))

    @cached_property
    def measures(self) -> tuple[str, ...]:
        """Ids of the measures named, in order."""
        return tuple(dict.fromkeys(id for mention in self.mentions for id in mention.of("measure")))

    @cached_property
    def concepts(self) -> tuple[str, ...]:
        """All concepts mentioned, in order, without repetition."""
        return tuple(dict.fromkeys(concept for mention in self.mentions for concept in mention.concepts))
