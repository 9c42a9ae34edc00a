"""A fact as the router sees it: the concepts, numbers, times and kinds of question that it can meet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from sys import intern
from typing import Any, NamedTuple, TypeVar

from mypy_extensions import mypyc_attr

from bot.factbase.models import Fact, FactBase, Figure, Modality
from bot.qa.figures import PERCENT, currency_of
from bot.qa.languages import DEFAULT, language
from bot.qa.lexicon import Lexicon
from bot.qa.mentions import Mention, tagged
from bot.qa.once import once
from bot.qa.quantities import Quantity
from bot.qa.reading import Reader
from bot.qa.relations import Relations, ancestors
from bot.qa.roles import Role
from bot.qa.slots import Ask, Reading
from bot.qa.timespans import Timespan

MEASURED_BY = 3
"""How many wordings have to name a measure that the curator does not, for the fact to be of it."""

MEASURED_SHARE = 0.12
"""What share of the looser wordings has to."""

_Value = TypeVar("_Value")

_AMOUNTS = frozenset({Ask.QUANTITY, Ask.MONEY, Ask.PERCENT})


@mypyc_attr(native_class=False)
@dataclass(frozen=True, slots=True)
class Wording:
    """One way of asking for a fact, as mentions."""

    mentions: tuple[Mention, ...]
    concepts: frozenset[str]
    asks: frozenset[Ask]
    verification: bool = False
    negated: bool = False

    def overlap(self, meanings: frozenset[str]) -> float:
        """How much it shares with the meanings of a question, in 0–1: the Dice coefficient."""
        both = len(self.concepts) + len(meanings)
        return 2 * len(self.concepts & meanings) / both if both else 0.0


@mypyc_attr(native_class=False)
@dataclass(frozen=True)
class Profile:
    """Everything that a fact says of itself, read once. Sets of concepts are closed upwards over the relations."""

    fact: Fact
    strong: frozenset[str]
    """Concepts of the statement, the wordings and the structure."""
    statement: frozenset[str]
    """Those of the statement and headline alone."""
    weak: frozenset[str]
    """Concepts that stand only in the quotes and notes."""
    loose: frozenset[str]
    """Concepts that stand only in looser wordings: they speak for the fact where the question is like such a one."""
    entities: frozenset[str]
    """Ids of the fact's entities and of all that these are, are part of or belong to."""
    named: frozenset[str]
    """Ids of the entities that the fact itself names."""
    written: frozenset[str]
    """Ids of those that its statement or its quotes name, in whatever words."""
    said: frozenset[str]
    """Ids of those that its statement names."""
    kinds: frozenset[str]
    """Kinds of the entities named."""
    measures: frozenset[str]
    asks: frozenset[Ask]
    heads: frozenset[str]
    """Concepts of what its wordings count ("how many vehicles")."""
    numbers: tuple[tuple[Decimal, str | None], ...]
    quoted: tuple[tuple[Decimal, str | None], ...]
    """The numbers of its quotes."""
    numbers_quoted: bool
    """The numbers stand only in the quotes, so that the fact itself confirms none."""
    stated: frozenset[str | None]
    """The units of the numbers that the fact itself states, wordings and quotes aside; None is a plain number."""
    timespans: tuple[Timespan, ...]
    """Every span of time that its own texts name, those of documents left out."""
    wordings: tuple[Wording, ...]
    negated: bool
    denied: frozenset[str]
    """Meanings that its wordings name only to say that it is not so ("did not need a pilot")."""
    roles: frozenset[Role]
    texts: tuple[str, ...] = ()

    @once
    def vocabulary(self) -> frozenset[str]:
        """Strong, weak and loose concepts."""
        return self.strong | self.weak | self.loose

    @once
    def claims(self) -> tuple[Wording, ...]:
        """The wordings that put it as a claim to be confirmed."""
        return tuple(wording for wording in self.wordings if wording.verification)

    @once
    def worded(self) -> frozenset[str]:
        """Concepts of all the wordings, with those of names that a wording alone has."""
        return frozenset().union(*(wording.concepts for wording in self.wordings))

    @once
    def places(self) -> frozenset[tuple[str, int, int]]:
        """Where the sentences stand on which the fact rests."""
        return frozenset((item.source, item.start, item.end) for item in self.fact.evidence)

    def speaks_of(self, concepts: tuple[str, ...]) -> bool:
        """Say whether a question may name any of these and find it: of a measured fact, no measure but its own."""
        if self.fact.measure is not None and (measures := tagged(concepts, "measure")):
            if not self.measures.isdisjoint([concept[8:] for concept in measures]):
                return True
            concepts = tuple([concept for concept in concepts if concept not in measures])
        return (
            not self.strong.isdisjoint(concepts)
            or not self.weak.isdisjoint(concepts)
            or not self.kinds.isdisjoint([concept[5:] for concept in tagged(concepts, "kind")])
        )


class _Told(NamedTuple):
    """What a profile takes from one text."""

    wording: Wording
    vocabulary: frozenset[str]
    entities: tuple[str, ...]
    measures: tuple[str, ...]
    heads: tuple[str, ...]
    """Concepts of what it counts."""
    quantities: tuple[Quantity, ...]
    timespans: tuple[Timespan, ...]
    roles: frozenset[Role]


@mypyc_attr(allow_interpreted_subclasses=True, serializable=True)
class _Reread:
    """What is known of one fact's texts, so that its profiles in several languages read each once, and share it."""

    def __init__(self, fact: Fact | None = None) -> None:
        self.fact = fact
        self.told: dict[tuple[str, str | None], _Told] = {}
        self.detected: dict[str, str] = {}
        self._same: dict[Any, Any] = {}

    def same(self, value: _Value) -> _Value:
        """Return the value that is equal to this one and was met first."""
        found: _Value = self._same.setdefault(value, value)
        return found


@mypyc_attr(allow_interpreted_subclasses=True, serializable=True)
class ProfileReader:
    """Reads facts into profiles over one glossary."""

    def __init__(self, base: FactBase, reader: Reader) -> None:
        self._base = base
        self._reader = reader
        self._ancestors: Relations = ancestors(base.glossary)
        self._last = _Reread()

    def profile(self, fact: Fact, tag: str = DEFAULT) -> Profile:
        """Read the texts of a fact that questions in one language need: those in it, and in the default language."""
        glossary = self._base.glossary
        if self._last.fact is not fact:
            self._last = _Reread(fact)
        read, same = self._read, self._last.same
        statements = [
            read(text, acting=True) for text in (fact.statement, *((fact.headline,) if fact.headline else ()))
        ]
        others = [read(text, own) for own, text in fact.statement_in.items() if own == tag]
        wordings = [read(text, own) for text, own in self._told(fact.questions, tag)]
        # Looser wordings serve questions in their own language, and where a script of its own keeps the words apart.
        serves = {tag} if language(tag).segmented else {tag, DEFAULT}
        looser = [read(text, own) for text, own in self._detected(fact.also_asked) if own in serves]
        quotes = [read(item.quote) for item in fact.evidence] + [read(note) for note in fact.notes]
        named = frozenset(
            (
                *fact.entities,
                *(id for id in fact.said_by if id in glossary.entities),
                *((fact.place,) if fact.place else ()),
                *((fact.scope,) if fact.scope else ()),
            )
        )
        # Where a curator lists the entities, one wording that names another does not make the fact about it; two do.
        counted = Counter(id for told in wordings for id in set(told.entities))
        enough = 2 if fact.entities else 1
        said = frozenset(id for told in (*statements, *others) for id in told.entities)
        mentioned = said | frozenset(id for id, count in counted.items() if count >= enough)
        entities = self._closed(named | mentioned)
        asked_measures = [id for told in wordings for id in set(told.measures)]
        if fact.measure:
            loosely = Counter(id for told in looser for id in set(told.measures))
            asked_measures = [
                *(id for id, count in Counter(asked_measures).items() if count >= MEASURED_BY),
                *(id for id, count in loosely.items() if count >= max(MEASURED_BY, MEASURED_SHARE * len(looser))),
            ]
        asked_measures += [id for told in statements for id in told.measures]
        measures = self._closed((*((fact.measure,) if fact.measure else ()), *asked_measures))
        kinds = frozenset(
            kind
            for id in named | mentioned
            if id in glossary.entities
            for kind in self._closed((glossary.entities[id].kind,))
        )
        strong = (
            _vocabulary((*statements, *others, *wordings))
            | _tagged("entity", entities)
            | _tagged("measure", measures)
            | _tagged("sense", _senses(fact))
            | _tagged("home", self._homes(named | mentioned))
            | _tagged("source", (item.source for item in fact.evidence))
        )
        weak = _vocabulary(quotes) - strong
        loose = _vocabulary(looser) - strong
        compiled = tuple(told.wording for told in (*wordings, *looser))
        asks = set().union(*(wording.asks for wording in compiled)) | _structural_asks(fact)
        heads = frozenset(concept for told in (*wordings, *looser) for concept in told.heads)
        return Profile(
            fact=fact,
            strong=same(strong),
            weak=same(weak),
            loose=same(loose),
            entities=same(entities),
            named=same(named),
            kinds=same(kinds),
            measures=same(measures),
            asks=frozenset(asks),
            heads=same(heads | (_tagged("entity", self._closed((fact.scope,))) if fact.scope else frozenset())),
            numbers=_numbers(fact, statements) or _numbers(fact, wordings) or _numbers(fact, quotes),
            quoted=_numbers(fact, quotes),
            numbers_quoted=not _numbers(fact, (*statements, *wordings)),
            written=same(said | frozenset(id for told in quotes for id in told.entities)),
            said=same(said),
            statement=same(_vocabulary(statements)),
            stated=same(_units(_numbers(fact, statements))),
            timespans=_timespans(statements) or _timespans(quotes),
            wordings=compiled,
            negated=any(told.wording.negated for told in statements),
            denied=same(_denied(compiled) - _vocabulary((*statements, *quotes))),
            roles=same(frozenset(role for told in statements for role in told.roles)),
            texts=same((fact.statement, *fact.wordings, *(item.quote for item in fact.evidence))),
        )

    def _read(self, text: str, own: str | None = None, acting: bool = False) -> _Told:
        """Read a text of the fact at hand in its own language, told from the text where it is None.

        Who does what is read only if `acting`: for the statements, which are read first.
        """
        told = self._last.told.get((text, own))
        if told is None:
            reading = self._reader.read(text, own, mend=False)
            wording = Wording(
                reading.mentions,
                self._last.same(frozenset(reading.concepts)),
                reading.asks,
                reading.verification,
                reading.negated,
            )
            heads = (item.head for item in reading.asked if item.ask in (Ask.QUANTITY, Ask.AMOUNT))
            told = self._last.told[text, own] = _Told(
                wording,
                frozenset(_spoken(reading, self._reader.lexicon(reading.language.tag))),
                reading.entities,
                reading.measures,
                tuple(concept for head in heads for concept in head),
                reading.quantities,
                tuple(span for span in reading.timespans if not span.document and not span.relative),
                reading.roles if acting else frozenset(),
            )
        return told

    def _detected(self, texts: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Yield texts of the fact at hand with the languages that they are in."""
        known = self._last.detected
        for text in texts:
            if text not in known:
                known[text] = self._reader.detect(text)
            yield text, known[text]

    def outline(self, fact: Fact, tag: str = DEFAULT) -> frozenset[str]:
        """Every concept that a fact may speak of, told from its words alone: many times quicker than its profile."""
        glossary = self._base.glossary
        texts = [fact.statement, *fact.wordings, *(item.quote for item in fact.evidence), *fact.notes]
        texts += [text for text in (fact.headline, fact.statement_in.get(tag)) if text]
        found = self._reader.lexicon(tag).outline(texts)
        named = (*fact.entities, *fact.said_by, *filter(None, (fact.place, fact.scope)))
        entities = self._closed(
            id for id in (*named, *(item[7:] for item in found if item[:7] == "entity:")) if id in glossary.entities
        )
        kinds = self._closed({glossary.entities[id].kind for id in entities})
        measures = self._closed((fact.measure,)) if fact.measure else frozenset[str]()
        numbers = _numbers(fact, ())
        if not numbers:
            numbers = _numbers(fact, (self._reader.read(fact.statement, mend=False),))
        return (
            found
            | _tagged("entity", entities)
            | _tagged("kind", kinds)
            | _tagged("measure", measures)
            | _tagged("home", self._homes(entities))
            | _tagged("sense", _senses(fact))
            | _tagged("source", (item.source for item in fact.evidence))
            | {f"number:{value}" for value, _ in numbers}
        )

    def _told(self, texts: Sequence[str], tag: str) -> list[tuple[str, str]]:
        """The wordings to read with their languages; all of them where none is in a language that is looked for."""
        told = list(self._detected(texts))
        return [item for item in told if item[1] in (tag, DEFAULT)] or told

    def _homes(self, ids: Iterable[str]) -> frozenset[str]:
        """Which kinds of makers from where are named, each with all that these are and are part of ("maker@wales")."""
        entities = self._base.glossary.entities
        named = [entities[id] for id in self._closed(ids) if id in entities]
        return frozenset(
            f"{kind}@{place}"
            for entity in named
            if entity.home is not None
            for place in self._closed((entity.home,))
            for kind in self._closed((entity.kind,))
        )

    def _closed(self, ids: Iterable[str]) -> frozenset[str]:
        return frozenset(above for id in ids for above in self._ancestors.get(id, frozenset({id})))


READ_AT_ONCE = 20_000
"""Up to so many facts, all are read when the index is made; of more, each when a question first comes near it."""
KEPT = 4096
"""How many of those are kept as read."""
LOOKED_UP_CLOSELY = 256
"""Up to so many facts are looked up by what they state, tell and are dated as well: of more it would take too long."""


@mypyc_attr(allow_interpreted_subclasses=True, serializable=True)
class Profiles:
    """The profiles of facts by their position, read at once or when first needed."""

    def __init__(self, facts: Sequence[Fact], reader: ProfileReader, tag: str) -> None:
        self._facts = facts
        self._reader = reader
        self._tag = tag
        self.read = len(facts) <= READ_AT_ONCE
        """All of them are read at once."""
        self.looked_up_closely = len(facts) <= LOOKED_UP_CLOSELY
        """They can be looked up by what they state, tell and are dated."""
        self.kept = len(facts) if self.read else KEPT
        self._profiles: dict[int, Profile] = {}

    @classmethod
    def given(cls, profiles: Sequence[Profile], reader: ProfileReader) -> Profiles:
        """Take profiles that are read already."""
        found = cls([profile.fact for profile in profiles], reader, DEFAULT)
        found._profiles.update(enumerate(profiles))
        return found

    def __len__(self) -> int:
        return len(self._facts)

    def __getitem__(self, at: int) -> Profile:
        profile = self._profiles.get(at)
        if profile is None:
            if len(self._profiles) >= self.kept:
                self._profiles.clear()
            profile = self._profiles[at] = self._reader.profile(self._facts[at], self._tag)
        return profile

    def concepts(self) -> Iterator[Iterable[str]]:
        """Yield what each fact is looked up by, in order."""
        if not self.read:
            yield from (self._reader.outline(fact, self._tag) for fact in self._facts)
            return
        for at in range(len(self._facts)):
            profile = self[at]
            spoken = profile.vocabulary | _tagged("kind", profile.kinds)
            closely = _looked_up(profile) if self.looked_up_closely else ()
            yield spoken.union((f"number:{value}" for value, _ in profile.numbers), closely)


@lru_cache(maxsize=100_000)
def stated(concept: str) -> str:
    """What a concept is looked up by where a fact's statement speaks of it, not only a wording or a quote."""
    return intern(f"stated {concept}")


def _looked_up(profile: Profile) -> Iterator[str]:
    """Yield what a fact is looked up by beside what it speaks of: what it states and tells, its figure, its time."""
    fact = profile.fact
    yield from map(stated, profile.statement)
    yield from _tagged("ask", profile.asks)
    if fact.value is not None and fact.measure is not None:
        yield f"figure:{fact.measure}"
    for period in (fact.period, fact.as_of):
        if period is None or period.start is None or period.end is None:
            continue
        yield from (f"year:{year}" for year in range(period.start.year, period.end.year + 1))
        if period.start.year == period.end.year:
            yield f"months:{period.start.month}-{period.end.month}"


def _timespans(texts: Iterable[_Told]) -> tuple[Timespan, ...]:
    return tuple(span for told in texts for span in told.timespans)


def _tagged(kind: str, ids: Iterable[str]) -> frozenset[str]:
    return frozenset(intern(f"{kind}:{id}") for id in ids)


def _vocabulary(texts: Iterable[_Told]) -> frozenset[str]:
    return frozenset().union(*(told.vocabulary for told in texts))


def _spoken(reading: Reading, lexicon: Lexicon) -> Iterator[str]:
    """Yield every concept that the words of a text may stand for, but for entities."""
    found: set[str] = set()
    for mention in reading.mentions:
        found.update(mention.concepts)
    texts = ("", *(word.text for word in reading.words), "")
    for at, word in enumerate(reading.words, 1):
        absent = texts[at - 1] in lexicon.language.absent_before or texts[at + 1] in lexicon.language.absent_after
        if not absent:
            found.update(lexicon.concepts_of(word))
    return (intern(concept) for concept in found if not concept.startswith("entity:"))


def _structural_asks(fact: Fact) -> set[Ask]:
    asks: set[Ask] = set()
    if fact.value is not None:
        asks.add(_ask_of(fact.value))
    if fact.change is not None:
        asks.add(Ask.PERCENT)
    if asks & _AMOUNTS:
        asks.add(Ask.AMOUNT)
    if fact.said_by:
        asks.add(Ask.ATTRIBUTION)
    if fact.period is not None:
        asks.add(Ask.TIME)
        if fact.period.text.count("-") == 2 and "/" not in fact.period.text:
            asks.add(Ask.DATE)
    return asks


def _senses(fact: Fact) -> tuple[str, ...]:
    """What language files call the way in which a figure moved, and that somebody is said to say so."""
    said = ("saying",) if fact.said_by else ()
    if fact.change is None or not fact.change.value:
        return said
    return ("up" if fact.change.value > 0 else "down", *said)


def _ask_of(figure: Figure) -> Ask:
    unit = (figure.unit or "").lower()
    if "%" in unit or "percent" in unit:
        return Ask.PERCENT
    if any(word in unit for word in ("dollar", "usd", "euro", "eur", "yuan", "cny", "rmb", "yen", "pound")):
        return Ask.MONEY
    return Ask.QUANTITY


def _numbers(fact: Fact, texts: Iterable[_Told | Reading]) -> tuple[tuple[Decimal, str | None], ...]:
    numbers = {(quantity.value, quantity.unit) for told in texts for quantity in told.quantities}
    for figure in (fact.value, fact.change):
        if figure is not None:
            unit = figure.unit or ""
            numbers.add((abs(figure.value).normalize(), PERCENT if unit == PERCENT else currency_of(unit)))
    # A bare number that has a unit elsewhere has it here.
    known = {value for value, unit in numbers if unit is not None}
    return tuple(sorted((item for item in numbers if item[1] is not None or item[0] not in known), key=str))


def _units(numbers: Iterable[tuple[Decimal, str | None]]) -> frozenset[str | None]:
    """The units of some numbers; a sum of money is as often asked for and put without its currency."""
    units = frozenset(unit for _, unit in numbers)
    return units | {None} if units - {None, PERCENT} else units


def _denied(wordings: Iterable[Wording]) -> frozenset[str]:
    """Meanings that stand only in wordings that hold a "not"."""
    groups: dict[bool, set[str]] = {True: set(), False: set()}
    for wording in wordings:
        groups[wording.negated].update(wording.concepts)
    return frozenset(concept for concept in groups[True] - groups[False] if concept.startswith("term:"))


__all__ = ["Modality", "Profile", "ProfileReader", "Wording"]
