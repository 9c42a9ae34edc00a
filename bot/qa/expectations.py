"""What a question asks for, and whether a fact tells it: a number of the right kind, a name, a place, who."""

from __future__ import annotations

from mypy_extensions import mypyc_attr

from bot.factbase.models import Entity, Glossary
from bot.qa.profiles import Profile
from bot.qa.relations import Relations
from bot.qa.slots import Ask, Asked, Reading

COMPATIBLE: dict[Ask, frozenset[Ask]] = {
    Ask.QUANTITY: frozenset({Ask.QUANTITY}),
    Ask.AMOUNT: frozenset({Ask.AMOUNT, Ask.QUANTITY, Ask.MONEY, Ask.PERCENT, Ask.SHARE}),
    Ask.MONEY: frozenset({Ask.MONEY}),
    Ask.PERCENT: frozenset({Ask.PERCENT}),
    Ask.SHARE: frozenset({Ask.SHARE, Ask.PERCENT}),
    Ask.TIME: frozenset({Ask.TIME}),
    Ask.DATE: frozenset({Ask.DATE}),
    Ask.ATTRIBUTION: frozenset({Ask.ATTRIBUTION}),
    Ask.PLACE: frozenset({Ask.PLACE}),
    Ask.REASON: frozenset({Ask.REASON}),
    Ask.DURATION: frozenset({Ask.DURATION}),
}
"""What a wording may ask for, for a fact to answer a question that asks for the key."""
_ALIKE = 0.6
"""From this share of meanings on, two questions are in much the same words."""


@mypyc_attr(allow_interpreted_subclasses=True, serializable=True)
class Expectations:
    """Tells over one glossary whether facts tell what questions ask for."""

    def __init__(self, glossary: Glossary, relations: Relations, places: frozenset[str]) -> None:
        """Tell over a glossary, whose relations are closed upwards; its entities lie in, or are from, `places`."""
        self._glossary = glossary
        self._relations = relations
        self._acting = frozenset(
            entity.kind for entity in glossary.entities.values() if entity.home or entity.part_of or entity.belongs_to
        )
        """Kinds of which some are from somewhere or somebody's: such may be the answer to "who"."""
        self._places = places

    def unmet(self, asked: Asked, reading: Reading, profile: Profile) -> str | None:
        """Return the words of what is asked for where a fact does not tell it, None where it does."""
        compatible = COMPATIBLE.get(asked.ask)
        if (
            asked.ask is Ask.AGENT
            and " " not in asked.words
            and not _introduced(asked, reading)
            and self._nobody_else(reading, profile)
            and not self._asks_who(reading, profile)
        ):
            return asked.words
        if asked.ask is Ask.ATTRIBUTION and not profile.fact.said_by:
            return None  # the document itself says so
        within = _placed_in(asked, reading) if asked.ask in (Ask.PLACE, Ask.SHARE) else None
        if within in self._places:
            inside = any(
                within in self._relations.get(id, frozenset()) and self._glossary.entities[id].home is None
                for id in profile.named - {within}
            )
            if inside or asked.ask is Ask.PLACE:
                return None if inside else asked.words
        if compatible is not None:
            if not compatible & profile.asks:
                return asked.words
            if not self._states(asked, profile):
                return asked.words
            if asked.ask is Ask.QUANTITY and not self._counts(asked, profile):
                return asked.words
            if asked.ask in (Ask.QUANTITY, Ask.AMOUNT) and not self._measures(asked, reading, profile):
                return asked.words
            return None
        kinds = [concept[5:] for concept in asked.head if concept.startswith("kind:")]
        if asked.ask is Ask.NAME:
            named = any(self._names(kind, reading, profile) for kind in kinds)
            return None if named or Ask.NAME in profile.asks else asked.words
        if (
            asked.ask is Ask.THING
            and asked.words not in reading.language.vague
            and not kinds
            and asked.head
            and asked.head[0].startswith("entity:")
            and not any(concept.startswith(("entity:", "term:")) for concept in asked.head[1:2])
        ):
            # "Which northern lighthouses": the members of what is named are asked for.
            whole = asked.head[0].partition(":")[2]
            members = (id for id in profile.named if id != whole and whole in self._relations.get(id, frozenset()))
            return None if any(members) else asked.words
        if asked.ask is Ask.THING and kinds:
            return (
                None
                if any(self._offers(kind, asked.head, reading, profile) for kind in kinds)
                else f"{asked.words} {kinds[0]}"
            )
        return None

    @staticmethod
    def _states(asked: Asked, profile: Profile) -> bool:
        """Say whether a fact states a number of the kind asked for."""
        match asked.ask:
            case Ask.QUANTITY:
                return None in profile.stated
            case Ask.PERCENT:
                return "%" in profile.stated
            case Ask.MONEY:
                return bool(profile.stated - {None, "%"})
            case Ask.AMOUNT:
                return bool(profile.stated) or (Ask.AMOUNT in profile.asks and not asked.head)
            case Ask.SHARE:
                return "%" in profile.stated or profile.fact.measure is not None
            case _:
                return True

    def _offers(self, kind: str, head: tuple[str, ...], reading: Reading, profile: Profile) -> bool:
        """Say whether the fact names something of this kind that the question does not name already."""
        such = {id for id in profile.named if self._is_of(kind, id)}
        if such and such <= reading.spoken_of:
            return False
        if f"kind:{kind}" in profile.strong and not any(
            kind in self._relations.get(acting, frozenset({acting})) for acting in self._acting
        ):
            return True  # its own wordings ask for such, and no maker or place by name is asked for
        named = reading.spoken_of.union(reading.entities)
        above = {up for id in named for up in self._glossary.entities[id].is_a}
        written = self._with_homes(profile.written)
        mentioned = written | {up for id in written for up in self._glossary.entities[id].is_a}
        return any(
            kind in self._relations.get(entity.kind, frozenset({entity.kind})) and self._placed(entity, head)
            for id in mentioned - named - (above - profile.written)
            if (entity := self._glossary.entities.get(id)) is not None
        )

    def _names(self, kind: str, reading: Reading, profile: Profile) -> bool:
        """Say whether a fact names one of this kind outright; a country that one is from will not do."""
        return any(self._is_of(kind, id) for id in profile.named - set(reading.entities))

    def _nobody_else(self, reading: Reading, profile: Profile) -> bool:
        """Say whether a fact names nobody but those whom a question that asks "who" names already."""
        known = set(reading.entities) | {up for id in reading.entities for up in self._glossary.entities[id].is_a}
        named = profile.named.intersection(self._glossary.entities)
        return bool(named and self._acting) and not any(
            self._glossary.entities[id].kind in self._acting for id in named - known
        )

    def _asks_who(self, reading: Reading, profile: Profile) -> bool:
        """Say whether a wording of the fact asks "who" in much the same words: whoever it is needs no name then.

        Whom the question names is not who is asked for: the wording names them, too.
        """
        asked = reading.meanings
        named = {f"entity:{id}" for id in reading.entities if self._glossary.entities[id].kind in self._acting}
        return any(
            named <= wording.concepts and wording.overlap(asked) >= _ALIKE
            for wording in profile.wordings
            if Ask.AGENT in wording.asks
        )

    def _is_of(self, kind: str, id: str) -> bool:
        """Say whether an entity is of a kind, or of one that belongs to it."""
        entity = self._glossary.entities.get(id)
        return entity is not None and kind in self._relations.get(entity.kind, frozenset({entity.kind}))

    def _with_homes(self, ids: frozenset[str]) -> frozenset[str]:
        """What is named, and the countries that it is from."""
        homes = (entity.home for id in ids if (entity := self._glossary.entities.get(id)) is not None)
        return ids | {home for home in homes if home is not None}

    def _placed(self, entity: Entity, head: tuple[str, ...]) -> bool:
        """Say whether something may be of the place named with its kind ("which Welsh harbour")."""
        places = {id for concept in head if (id := concept.removeprefix("entity:")) in self._glossary.entities}
        return not entity.part_of or places <= self._relations.get(entity.id, frozenset())

    @staticmethod
    def _measures(asked: Asked, reading: Reading, profile: Profile) -> bool:
        """Say whether a fact speaks of the dimension that "how deep" asks for."""
        ignored, soft = reading.language.ignored, reading.language.soft
        last = asked.at + len(asked.words.split())
        return all(
            not profile.vocabulary.isdisjoint((*mention.concepts, f"stem:{reading.language.stem(mention.text)}"))
            for mention in reading.mentions
            if asked.at <= mention.first
            and mention.last <= last
            and mention.text not in ignored
            and mention.text not in soft
        )

    def _counts(self, asked: Asked, profile: Profile) -> bool:
        """Say whether a fact that counts something counts what the question counts."""
        heads = {concept for concept in asked.head if concept.split(":")[0] in ("entity", "kind")}
        heads = heads or {concept for concept in asked.head if concept.startswith("term:")}
        if not heads or not profile.heads:
            return True
        closed = {
            f"entity:{above}"
            for concept in profile.heads
            if concept.startswith("entity:")
            for above in self._relations.get(concept[7:], frozenset())
        }
        return bool(heads & (profile.heads | closed))


def _introduced(asked: Asked, reading: Reading) -> bool:
    """Say whether somebody named is asked about ("who is Ann Lee"), not somebody unnamed."""
    begins = asked.at + len(asked.words.split())
    return any(
        mention.tagged("entity")
        and all(word.text in reading.language.ignored for word in reading.words[begins : mention.first])
        for mention in reading.mentions
        if mention.first >= begins
    )


def _placed_in(asked: Asked, reading: Reading) -> str | None:
    """The place that a question goes into ("where in Wales"), if it names one right behind the word that asks."""
    words = asked.words.split()
    begins = asked.at + len(words)
    if len(words) < 2:
        return None
    return next((id for mention in reading.mentions if mention.first == begins for id in mention.of("entity")), None)
