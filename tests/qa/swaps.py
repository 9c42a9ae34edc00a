"""Questions with one constraint swapped for another, so that their fact answers them no more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from asking import Desk

from bot.factbase.models import Fact
from bot.factbase.periods import parse_period
from bot.qa.languages import DEFAULT, language
from bot.qa.mentions import Mention
from bot.qa.normalization import clean
from bot.qa.profiles import Profile
from bot.qa.relations import Relations, ancestors

YEAR = re.compile(r"\b(?:19|20)\d\d\b")
NUMBERS = ("4.7", "13", "38", "61", "92", "418", "5300")
YEARS = tuple(str(year) for year in range(1987, 2036))

MONTHS = {
    r"january (to|through|-) july": ("january to may", "january to september", "march to july"),
    r"jan ?- ?jul(y)?": ("jan-may", "feb-nov"),
    r"first (half|six months)": ("second half", "first quarter", "third quarter"),
    r"h1": ("h2", "q2"),
    r"first (seven|7) months": ("first five months", "first nine months"),
}
"""Spans within a year, and others to put in their place."""

DIRECTIONS = {
    r"(rise|grow|increase|jump)": ("fall", "shrink", "drop"),
    r"(rose|grew|increased|jumped|risen|grown)": ("fell", "shrank", "declined"),
    r"(growth|rise|increase)": ("decline", "fall", "decrease"),
    r"up": ("down",),
    r"(rising|growing|increasing)": ("falling", "shrinking"),
    r"(fall|fallen|fell)": ("risen", "rise", "grown"),
}
"""Words for a change, and words for the opposite change."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A part of a wording, and what may fairly stand in its place: the fact speaks of none of it."""

    fact: Fact
    wording: str
    kind: str
    part: str
    others: tuple[str, ...]

    def filled(self, other: str) -> str:
        """The wording with the part swapped."""
        if self.kind == "added year":
            return f"{self.wording.rstrip(' ?.!')} in {other}?"
        return re.sub(rf"(?<!\w){self.part}(?!\w)", other, clean(self.wording))


class Swaps:
    """Every fair swap in the wordings of the facts that these wordings get as their answer."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._relations: Relations = ancestors(desk.base.glossary)
        self.wordings = tuple(
            (fact, wording)
            for fact in desk.base.served
            for wording in fact.questions
            if desk.reader.detect(wording) == DEFAULT and desk.main_fact(wording) == ("answered", fact.id)
        )
        self.slots = tuple(slot for fact, wording in self.wordings for slot in self._slots(fact, wording))

    def _slots(self, fact: Fact, wording: str) -> Iterator[Slot]:
        profile = self._desk.profiles[fact.id]
        reading = self._desk.reader.read(wording)
        yield from self._years(fact, wording, bool(reading.timespans))
        yield from self._set_words("months", MONTHS, fact, wording)
        if fact.change is not None:
            yield from self._set_words("direction", DIRECTIONS, fact, wording)
        yield from self._numbers(fact, wording, profile)
        for mention in reading.mentions:
            yield from self._named("entity", mention, self._other_entities(mention, profile), fact, wording)
            yield from self._named("measure", mention, self._other_measures(mention, profile), fact, wording)

    def _years(self, fact: Fact, wording: str, dated: bool) -> Iterator[Slot]:
        named = YEAR.findall(wording)
        if dated and not named:
            return  # months without a year: another year would be a second span of time
        others = tuple(year for year in YEARS if not self._holds_in(fact, year))
        if len(set(named)) == 1:
            yield Slot(fact, wording, "year", named[0], others)
        elif not named:
            yield Slot(fact, wording, "added year", "", others)

    def _holds_in(self, fact: Fact, year: str) -> bool:
        """Say whether the fact's period, its documents or its texts speak of the year."""
        asked = parse_period(year)
        periods = [period for period in (fact.period, fact.as_of) if period is not None]
        periods += [self._desk.base.sources[evidence.source].published for evidence in fact.evidence]
        texts = (fact.statement, *fact.questions, *(evidence.quote for evidence in fact.evidence))
        return any(period.overlaps(asked) for period in periods) or any(year in text for text in texts)

    def _numbers(self, fact: Fact, wording: str, profile: Profile) -> Iterator[Slot]:
        known = {value for value, _ in profile.numbers}
        for quantity in self._desk.reader.read(wording).quantities:
            digits = re.search(r"\d[\d.,]*", quantity.words)
            if digits is None:
                continue
            # "A million" is read as 1 million: only what is written in digits can be swapped.
            if len(re.findall(rf"(?<![\d.,]){re.escape(digits.group())}(?![\d])", clean(wording))) == 1:
                scale = quantity.value / Decimal(digits.group().replace(",", ""))
                others = tuple(number for number in NUMBERS if Decimal(number) * scale not in known)
                yield Slot(fact, wording, "number", re.escape(digits.group()), others)

    def _set_words(self, kind: str, words: dict[str, tuple[str, ...]], fact: Fact, wording: str) -> Iterator[Slot]:
        for part, others in words.items():
            if re.search(rf"(?<!\w){part}(?!\w)", clean(wording)):
                yield Slot(fact, wording, kind, part, others)

    def _named(self, kind: str, mention: Mention, others: tuple[str, ...], fact: Fact, wording: str) -> Iterator[Slot]:
        part = r"\W+".join(map(re.escape, mention.text.split()))
        if others and re.search(rf"(?<!\w){part}(?!\w)", clean(wording)):
            yield Slot(fact, wording, kind, part, others)

    def _other_entities(self, mention: Mention, profile: Profile) -> tuple[str, ...]:
        """Names of the entities of the same kind that the fact says nothing of, nor of anything they are part of it."""
        glossary = self._desk.base.glossary
        ids = list(mention.of("entity"))
        if len(ids) != 1:
            return ()
        kind = glossary.entities[ids[0]].kind
        return tuple(
            entity.name
            for entity in glossary.entities.values()
            if entity.kind == kind
            and ids[0] not in self._relations[entity.id]
            and entity.id not in profile.entities
            and not self._mentions(profile, f"entity:{entity.id}", entity.name)
        )

    def _other_measures(self, mention: Mention, profile: Profile) -> tuple[str, ...]:
        """Names of the measures that the fact says nothing of; only a name stands where a name stood, for grammar."""
        measures = self._desk.base.glossary.measures
        ids = list(mention.of("measure"))
        if len(ids) != 1 or mention.text != clean(measures[ids[0]].name):
            return ()
        return tuple(
            measure.name
            for measure in measures.values()
            if measure.id not in profile.measures
            and ids[0] not in self._relations[measure.id]
            and not self._mentions(profile, f"measure:{measure.id}", measure.name)
        )

    def _mentions(self, profile: Profile, concept: str, name: str) -> bool:
        """Say whether a text of the fact speaks of a name in any of its words."""
        if concept in profile.vocabulary:
            return True
        lexicon = self._desk.reader.lexicon(DEFAULT)
        telling = [word for word in lexicon.words(clean(name), mend=False) if f"stem:{word.stem}" not in _SMALL]
        return any(f"stem:{word.stem}" in profile.vocabulary for word in telling)


_SMALL = frozenset(f"stem:{language(DEFAULT).stem(word)}" for word in ("the", "of", "and", "group"))
