"""What of a question a fact does not meet, and how much of it is left open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from bot.qa.mentions import HARD, Mention, any_tagged
from bot.qa.slots import Part, Reading
from bot.qa.substance import is_bare
from bot.qa.thresholds import KNOWN

_MEANING = ("sense", "term")
"""The kinds of concept of words that the language or the glossary knows to mean something."""


class Constraint(StrEnum):
    """The kinds of constraint that a question can set."""

    ENTITY = "entity"
    MEASURE = "measure"
    SCOPE = "scope"
    PERIOD = "period"
    NUMBER = "number"
    DIRECTION = "direction"
    NEGATION = "negation"
    ROLE = "role"
    HAPPENED = "happened"
    ASKED = "asked"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A constraint that a fact does not meet. `words` name it for the reader; `weight` is 1 for a whole constraint."""

    constraint: Constraint
    words: str
    weight: float = 1.0
    contradicted: bool = False
    """The fact says otherwise, rather than nothing."""
    alone: bool = False
    """No other fact of the same sentence can meet it: it is of a place, or the fact names another in its stead."""
    part: Part | None = field(default=None, compare=False, repr=False)
    """The part of the question that sets it, where it is one that a question could do without."""
    known: bool = False
    """It is a word that is known to mean something, or the very thing asked for."""
    decisive: bool = False
    """No answer may leave it open, whatever else it meets."""


def unsaid(mention: Mention, reading: Reading, part: float = 1.0) -> Mismatch:
    """A word that a fact does not speak of, or only in part."""
    known = any_tagged(mention.concepts, _MEANING) or not reading.heads.isdisjoint(mention.concepts)
    if mention.tagged("kind") and is_bare(reading):
        return _open(mention.text, part, True, True)  # a few key words ask for what they name by its kind
    weight = part * mention.weight
    # Which of several names it is turns on what is known ("more"), however little that weighs.
    decisive = known if reading.chooses else weight >= HARD and (known or mention.decisive)
    return _open(mention.text, weight, known, decisive)


@lru_cache(maxsize=4096)
def _open(words: str, weight: float, known: bool, decisive: bool) -> Mismatch:
    return Mismatch(Constraint.WORD, words, weight, known=known, decisive=decisive)


def open_weight(mismatches: Iterable[Mismatch]) -> float:
    """The weight of the words left unaccounted for."""
    return sum((item.weight for item in mismatches if item.constraint is Constraint.WORD), start=0.0)


def open_share(mismatches: Iterable[Mismatch], whole: float) -> float:
    """The share that these words are of the `whole` weight of a question; those of a known meaning count for more."""
    left = 0.0
    for item in mismatches:
        if item.constraint is Constraint.WORD:
            if item.decisive:
                return 1.0
            left += item.weight * (KNOWN if item.known else 1.0)
    return left / max(left, whole) if left else 0.0


def broken(mismatches: Iterable[Mismatch]) -> tuple[Mismatch, ...]:
    """The mismatches that are whole constraints, words aside."""
    return tuple(item for item in mismatches if item.constraint is not Constraint.WORD)
