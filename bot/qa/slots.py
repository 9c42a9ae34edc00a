"""What a question constrains: who, which measure, when, how much, what is asked for, and how it is put."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import chain

from mypy_extensions import mypyc_attr

from bot.factbase.models import Modality
from bot.qa.languages import Language
from bot.qa.mentions import Mention, Word
from bot.qa.once import once
from bot.qa.quantities import Quantity
from bot.qa.roles import Role, roles_of
from bot.qa.timespans import Timespan

Part = Mention | Quantity | Timespan
"""What constrains in a question, and what it could do without."""

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
    NAME = "name"
    THING = "thing"


FIGURES = frozenset({Ask.QUANTITY, Ask.AMOUNT, Ask.MONEY, Ask.PERCENT, Ask.SHARE})
"""What asks for a figure."""


@mypyc_attr(native_class=False)
@dataclass(frozen=True, slots=True)
class Asked:
    """One thing asked for, the words it was read from, and what is counted or chosen ("which harbour")."""

    ask: Ask
    words: str
    head: tuple[str, ...] = ()
    at: int = 0
    """Position of the word that asks."""


@mypyc_attr(native_class=False)
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
    """Ids of entities that the question leaves out ("other than ferries")."""
    beyond: tuple[str, ...] = ()
    """Ids of entities that it goes beyond ("not just ferries")."""
    spoken_of: frozenset[str] = frozenset()
    """Ids of entities that a question before it named: no answer to "which?"."""
    kinds: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    """The kind of each entity there is."""

    @once
    def distinct(self) -> tuple[Mention, ...]:
        """The mentions; of a message so long that it repeats itself, each meaning once."""
        if len(self.mentions) <= REPEATING:
            return self.mentions
        return tuple({mention.concepts: mention for mention in reversed(self.mentions)}.values())[::-1]

    def without(self, parts: Collection[Part]) -> Reading:
        """The question as if some of its parts were not there."""
        return replace(
            self,
            mentions=tuple(item for item in self.mentions if item not in parts),
            quantities=tuple(item for item in self.quantities if item not in parts),
            timespans=tuple(item for item in self.timespans if item not in parts),
        )

    def meaning(self, others: Mapping[str, Sequence[str]]) -> Reading | None:
        """The question with other entities in place of some that it names; None where it names none of these."""
        if others.keys().isdisjoint(self.entities):
            return None
        put = {f"entity:{id}": tuple(f"entity:{other}" for other in ids) for id, ids in others.items()}
        return replace(
            self,
            mentions=tuple(item._replace(concepts=_instead(item.concepts, put)) for item in self.mentions),
            asked=tuple(replace(item, head=_instead(item.head, put)) for item in self.asked),
        )

    @once
    def roles(self) -> frozenset[Role]:
        """Who does what."""
        return roles_of(self.mentions, self.words, self.language, self.kinds)

    @once
    def asks(self) -> frozenset[Ask]:
        """The kinds of thing asked for."""
        return frozenset(item.ask for item in self.asked)

    @once
    def chooses(self) -> bool:
        """It asks which of several names it is ("who has more, Cardiff or Bristol")."""
        if Ask.AGENT not in self.asks:
            return False
        return any(len(item.tagged("entity")) > 1 and item.last > item.first + 2 for item in self.mentions)

    @once
    def heads(self) -> frozenset[str]:
        """The concepts of what is asked for by its name ("which harbour")."""
        return frozenset(concept for item in self.asked for concept in item.head)

    @once
    def entities(self) -> tuple[str, ...]:
        """Ids of the entities named, in order."""
        return tuple(dict.fromkeys(id for mention in self.mentions for id in mention.of("entity")))

    @once
    def measures(self) -> tuple[str, ...]:
        """Ids of the measures named, in order."""
        return tuple(dict.fromkeys(id for mention in self.mentions for id in mention.of("measure")))

    @once
    def concepts(self) -> tuple[str, ...]:
        """All concepts mentioned, in order, without repetition."""
        return tuple(dict.fromkeys(concept for mention in self.mentions for concept in mention.concepts))

    @once
    def meanings(self) -> frozenset[str]:
        """The same as a set."""
        return frozenset(self.concepts)


def _instead(concepts: Sequence[str], others: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Concepts with others in place of some of them."""
    return tuple(chain.from_iterable(others.get(concept, (concept,)) for concept in concepts))
