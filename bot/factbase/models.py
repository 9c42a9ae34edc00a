"""The fact base as typed, frozen models: parsed once at the edge by `loading`, trusted everywhere else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from bot.errors import Fault
from bot.factbase.periods import Period

QUOTE_LIMIT = 320
"""The most characters (code points) that one quote may hold."""


class Modality(StrEnum):
    """How a document puts a claim: as a fact, or as something that has not happened."""

    STATED = "stated"
    PLANNED = "planned"
    EXPECTED = "expected"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True)
class Location:
    """Where in the curated files something stands; lines count from 1."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A span of a document on which no fact may rest, and why. `text[start:end]`, code points."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Source:
    """One document: what it is, when it was published (and how that is known), and its text as printed."""

    id: str
    file: str
    title: str
    published: Period
    text: str
    sha256: str
    """Of the file's bytes, lower-case hexadecimal, as computed on load."""
    location: Location
    publisher: str | None = None
    language: str | None = None
    published_note: str | None = None
    """How the date is known where the document does not print it; its presence marks the date as inferred."""
    quality: str | None = None
    """`clean` or `machine-translated`."""
    title_in: Mapping[str, str] = field(default_factory=dict)
    """The title in other languages, by BCP 47 tag."""
    aliases: tuple[str, ...] = ()
    """What people call this document in a question ("the 2020 report" needs none)."""
    excluded: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Entity:
    """Someone or something that questions name: a company, a brand, a person, a place, a kind of thing."""

    id: str
    name: str
    kind: str
    location: Location
    aliases: tuple[str, ...] = ()
    in_document: tuple[str, ...] = ()
    """The document's own wording where it differs from the name (a machine translation's, say)."""
    article: str | None = None
    """What goes before the name inside a sentence ("the")."""
    names_in: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Names in other languages, by BCP 47 tag; the first one is used in replies."""
    is_a: tuple[str, ...] = ()
    part_of: tuple[str, ...] = ()
    belongs_to: tuple[str, ...] = ()
    home: str | None = None
    """The country that it is from: "the Welsh maker" means it, "in Wales" does not."""
    loosely: tuple[str, ...] = ()
    """What else people mean by it who ask for a figure: a wider kind of thing, the company of a city."""


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that is counted or compared: a length, a speed, a share, a price."""

    id: str
    name: str
    location: Location
    aliases: tuple[str, ...] = ()
    names_in: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    is_a: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of entity that a question can ask for ("which carmaker …"), and the words for it."""

    id: str
    name: str
    location: Location
    aliases: tuple[str, ...] = ()
    names_in: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    is_a: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """Other words of the subject that mean the same; the first one names the term."""

    words: tuple[str, ...]
    location: Location
    names_in: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Glossary:
    """The words of the subject. Every mapping is by id; all may be empty."""

    entities: Mapping[str, Entity] = field(default_factory=dict)
    measures: Mapping[str, Measure] = field(default_factory=dict)
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    terms: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """A verbatim quote and where it stands: `source.text[start:end] == quote`, code points."""

    source: str
    quote: str
    start: int
    end: int
    location: Location


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit as written by the curator (`barrels`, `%`, `US dollars`), and how exact it is."""

    value: Decimal
    unit: str | None = None
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """One claim of a document, in our words, with the very words it rests on."""

    id: str
    topic: str
    statement: str
    questions: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    location: Location
    also_asked: tuple[str, ...] = ()
    """Further wordings, in looser words: questions are held against them, and none is ever shown."""
    statement_in: Mapping[str, str] = field(default_factory=dict)
    """The statement in other languages, by BCP 47 tag."""
    headline: str | None = None
    """The answer in a few words ("512,000 barrels of whale oil"), for a bold first line."""
    entities: tuple[str, ...] = ()
    scope: str | None = None
    """The entity that the value counts (whale oil, any oil): a question about another kind is not answered by it."""
    measure: str | None = None
    value: Figure | None = None
    change: Figure | None = None
    """Signed: −20 % is a fall."""
    change_basis: str | None = None
    """What the change is against ("the same months of 2022")."""
    period: Period | None = None
    period_note: str | None = None
    """How the period is known where the document does not print it."""
    as_of: Period | None = None
    place: str | None = None
    said_by: tuple[str, ...] = ()
    """Entities (or names) to whom the document attributes the claim."""
    exclusive: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Of what, by id, which of its entities leave room for no other (a venture's partners, a ranking's first)."""
    modality: Modality = Modality.STATED
    notes: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    withdrawn: str | None = None
    """Why the fact is no longer given, None while it is."""
    superseded_by: str | None = None

    @property
    def wordings(self) -> tuple[str, ...]:
        """Every wording that people ask it in, shown or not."""
        return self.questions + self.also_asked


@dataclass(frozen=True, slots=True)
class Topic:
    """One file of facts."""

    id: str
    title: str
    file: str
    title_in: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FactBase:
    """A whole fact base that passed every check. Mappings keep file order."""

    digest: str
    """`sha256:` and 64 hexadecimal digits over the curated files and documents."""
    sources: Mapping[str, Source]
    topics: Mapping[str, Topic]
    facts: Mapping[str, Fact]
    """All facts by id, withdrawn ones too."""
    glossary: Glossary
    warnings: tuple[Fault, ...] = ()

    @property
    def served(self) -> tuple[Fact, ...]:
        """The facts that answers may use: all that are not withdrawn."""
        return tuple(fact for fact in self.facts.values() if fact.withdrawn is None)
