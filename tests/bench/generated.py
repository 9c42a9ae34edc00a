"""Fact bases of any size from a seed, as curated files, with questions that they answer and questions that they do not.

Every fact is a figure of somebody's: a company or a country, one of its measures, of a kind of goods, over a period.
Names are made of syllables, the glossary and the documents grow with the facts, and each fact has eight wordings.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_SYLLABLES = [
    "ba",
    "bro",
    "cal",
    "dor",
    "dra",
    "fen",
    "gal",
    "hol",
    "jor",
    "kel",
    "lun",
    "mar",
    "nor",
    "orv",
    "pel",
    "quo",
    "ros",
    "sel",
    "tor",
    "ulm",
    "vas",
    "wol",
    "yar",
    "zan",
]
_ENDINGS = [
    "den",
    "dia",
    "fax",
    "gard",
    "ka",
    "lind",
    "mont",
    "nia",
    "ria",
    "stad",
    "tova",
    "vik",
]
_COMPANY = [
    "Motors",
    "Works",
    "Group",
    "Shipyards",
    "Steel",
    "Foods",
    "Power",
    "Textiles",
    "Optics",
    "Rail",
]
_GOODS = [
    "tram",
    "ferry",
    "crane",
    "turbine",
    "tractor",
    "barge",
    "loom",
    "kiln",
    "lantern",
    "bicycle",
    "engine",
    "boiler",
    "lathe",
    "pump",
    "compass",
    "anvil",
    "kettle",
    "saddle",
    "violin",
    "piano",
    "lens",
    "clock",
    "ladder",
    "plough",
    "windmill",
    "canoe",
    "balloon",
    "glider",
    "trailer",
    "excavator",
    "furnace",
    "drill",
]
_FACTS_A_TOPIC = 500
_FACTS_A_DOCUMENT = 250
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@dataclass(frozen=True, slots=True)
class Verb:
    """A measure in words: its noun, and its verb in the past and bare."""

    id: str
    noun: str
    past: str
    bare: str


_VERBS = (
    Verb("exports", "exports", "exported", "export"),
    Verb("imports", "imports", "imported", "import"),
    Verb("production", "production", "produced", "produce"),
    Verb("sales", "sales", "sold", "sell"),
)


@dataclass(frozen=True, slots=True)
class Span:
    """A period as a curator writes it and as people put it."""

    iso: str
    words: str
    other: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One fact before it is written down."""

    id: str
    who: str
    who_id: str
    verb: Verb
    goods: str
    span: Span
    value: int

    @property
    def statement(self) -> str:
        """The claim in a sentence."""
        return f"{self.who} {self.verb.past} {self.value:,} {plural(self.goods)} in {self.span.words}."

    @property
    def quote(self) -> str:
        """What the document says."""
        return f"In {self.span.words}, {self.who} {self.verb.past} {self.value:,} {plural(self.goods)}, its annals show"

    @property
    def wordings(self) -> tuple[str, ...]:
        """The eight wordings that curators wrote."""
        who, verb, goods, when = self.who, self.verb, plural(self.goods), self.span.words
        return (
            f"How many {goods} did {who} {verb.bare} in {when}?",
            f"How large were the {self.goods} {verb.noun} of {who} in {when}?",
            f"What were {who}'s {verb.noun} of {goods} in {when}?",
            f"What number of {goods} was {verb.past} by {who} in {when}?",
            f"{who} {self.goods} {verb.noun} {when}",
            f"In {when}, how many {goods} did {who} {verb.bare}?",
            f"Did {who} {verb.bare} {self.value:,} {goods} in {when}?",
            f"Is it true that {who} {verb.past} {self.value:,} {goods} in {when}?",
        )

    def asked(self, way: int) -> str:
        """The claim as others ask for it, in words that no curator wrote."""
        who, verb, goods, when = self.who, self.verb, plural(self.goods), self.span.other
        ways = (
            f"tell me how many {goods} {who} {verb.past} in {when}",
            f"{when}: number of {goods} {verb.past} by {who}?",
            f"i need the {verb.noun} of {goods} by {who} for {when} please",
            f"how many {goods} has {who} {verb.past} in {when}",
            f"{verb.noun} of {goods}, {who}, {when}",
        )
        return ways[way % len(ways)]


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the fact that answers it, None where none does."""

    text: str
    fact: str | None


class Generated:
    """A base of `size` facts: write it to folders, and draw questions over it."""

    def __init__(self, size: int, seed: int = 1) -> None:
        self._random = random.Random(seed)
        self._names: set[str] = set()
        places = [self._name() for _ in range(max(12, size // 400))]
        companies = [f"{self._name()} {self._random.choice(_COMPANY)}" for _ in range(max(30, size // 30))]
        goods = [*_GOODS, *(self._name().lower() for _ in range(size // 2500))]
        self._places, self._companies, self._goods = places, companies, goods
        self._home = {company: self._random.choice(places) for company in companies}
        self._wares = {who: self._random.sample(goods, 5) for who in (*companies, *places)}
        self.claims = self._claims(size)
        self._taken = {(claim.who, claim.verb.id, claim.goods, claim.span.iso) for claim in self.claims}

    def _name(self) -> str:
        while True:
            syllables = self._random.choices(_SYLLABLES, k=self._random.choice((1, 2, 2, 3)))
            name = ("".join(syllables) + self._random.choice(_ENDINGS)).capitalize()
            if name not in self._names:
                self._names.add(name)
                return name

    def _span(self) -> Span:
        year = self._random.randint(1998, 2024)
        match self._random.randrange(5):
            case 0 | 1:
                return Span(str(year), str(year), f"the year {year}")
            case 2:
                half = self._random.randrange(2)
                word = ("first", "second")[half]
                iso = f"{year}-{1 + 6 * half:02}/{year}-{6 + 6 * half:02}"
                return Span(iso, f"the {word} half of {year}", f"h{half + 1} {year}")
            case 3:
                quarter = self._random.randrange(4)
                word = ("first", "second", "third", "fourth")[quarter]
                iso = f"{year}-{1 + 3 * quarter:02}/{year}-{3 + 3 * quarter:02}"
                return Span(iso, f"the {word} quarter of {year}", f"q{quarter + 1} {year}")
            case _:
                month = self._random.randrange(12)
                return Span(f"{year}-{month + 1:02}", f"{_MONTHS[month]} {year}", f"{_MONTHS[month][:3]} {year}")

    def _claims(self, size: int) -> list[Claim]:
        claims: dict[tuple[str, str, str, str], Claim] = {}
        while len(claims) < size:
            who = self._random.choice(self._companies if self._random.random() < 0.8 else self._places)
            verb, goods, span = self._random.choice(_VERBS), self._random.choice(self._wares[who]), self._span()
            key = (who, verb.id, goods, span.iso)
            if key not in claims:
                id = f"f{len(claims)}-{verb.id}"
                value = self._random.randint(120, 990_000)
                claims[key] = Claim(id, who, identifier(who), verb, goods, span, value)
        return list(claims.values())

    def write(self, folder: Path) -> tuple[Path, Path]:
        """Write the curated files and the documents; return the two folders that hold them."""
        facts, seeds = folder / "facts", folder / "seeds"
        facts.mkdir(parents=True)
        seeds.mkdir()
        _write(facts / "glossary.yaml", self._glossary())
        sources = ["sources:"]
        for at, start in enumerate(range(0, len(self.claims), _FACTS_A_DOCUMENT)):
            quotes = [f"{claim.quote}.\n" for claim in self.claims[start : start + _FACTS_A_DOCUMENT]]
            (seeds / f"annals-{at}.txt").write_text("".join(quotes), encoding="utf-8")
            sources += [f"  - id: annals-{at}", f"    file: annals-{at}.txt", f"    title: Annals, volume {at}"]
            sources += ["    published: 2025-01", "    language: en"]
        _write(facts / "sources.yaml", sources)
        for at, start in enumerate(range(0, len(self.claims), _FACTS_A_TOPIC)):
            lines = [f"topic: topic-{at}", f"title: Trade, part {at}", "facts:"]
            for number, claim in enumerate(self.claims[start : start + _FACTS_A_TOPIC], start):
                lines += self._fact(claim, f"annals-{number // _FACTS_A_DOCUMENT}")
            _write(facts / f"topic-{at}.yaml", lines)
        return facts, seeds

    def _glossary(self) -> Iterator[str]:
        yield "entities:"
        for place in self._places:
            yield from (f"  - id: {identifier(place)}", f"    name: {place}", "    kind: country")
        for company in self._companies:
            yield from (f"  - id: {identifier(company)}", f"    name: {company}", "    kind: company")
            yield from ("    belongs_to:", f"      - {identifier(self._home[company])}")
        for goods in self._goods:
            yield from (f"  - id: {goods}", f"    name: {goods}", "    kind: goods")
            yield from ("    aliases:", f"      - {plural(goods)}")
        yield "measures:"
        for verb in _VERBS:
            yield from (f"  - id: {verb.id}", f"    name: {verb.noun}", "    aliases:")
            yield from (f"      - {word}" for word in (verb.past, verb.bare))
        yield from ("kinds:", "  - id: company", "    name: company", "  - id: country", "    name: country")
        yield from ("  - id: goods", "    name: goods")

    @staticmethod
    def _fact(claim: Claim, source: str) -> Iterator[str]:
        yield from (f"  - id: {claim.id}", f"    statement: {claim.statement}", "    questions:")
        yield from (f"      - {_quoted(wording)}" for wording in claim.wordings)
        yield from ("    entities:", f"      - {claim.who_id}", f"      - {claim.goods}", f"    scope: {claim.goods}")
        yield from (f"    measure: {claim.verb.id}", f"    value: {claim.value}", f"    unit: {plural(claim.goods)}")
        yield from (f"    period: {claim.span.iso}", "    evidence:", f"      - source: {source}")
        yield f"        exact: {_quoted(claim.quote)}"

    def answerable(self, count: int) -> list[Question]:
        """Draw questions that a fact answers."""
        drawn = (self._random.choice(self.claims) for _ in range(count))
        return [Question(claim.asked(self._random.randrange(5)), claim.id) for claim in drawn]

    def unanswerable(self, count: int) -> list[Question]:
        """Draw questions with one thing changed, so that no fact answers them."""
        found: list[Question] = []
        while len(found) < count:
            claim = self._random.choice(self.claims)
            who, goods, verb, span = claim.who, claim.goods, claim.verb, claim.span
            match self._random.randrange(5):
                case 0:
                    span = self._span()
                case 1:
                    goods = self._random.choice(self._goods)
                case 2:
                    verb = self._random.choice(_VERBS)
                case 3:
                    who = self._random.choice(self._companies)
                case _:
                    who = f"{self._name()} {self._random.choice(_COMPANY)}"
            if (who, verb.id, goods, span.iso) not in self._taken:
                other = Claim("", who, "", verb, goods, span, 0)
                found.append(Question(other.asked(self._random.randrange(5)), None))
        return found


def identifier(name: str) -> str:
    """A name as an id."""
    return name.lower().replace(" ", "-")


def plural(word: str) -> str:
    """More than one of them."""
    if word.endswith("y"):
        return f"{word[:-1]}ies"
    return word + ("es" if word.endswith(("s", "x", "h")) else "s")


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '\\"') + '"'


def _write(path: Path, lines: Iterator[str] | list[str]) -> None:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
