"""Words of a text and the runs of them that have a meaning, with what each costs a fact that does not speak of it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from bot.qa.normalization import Token

HARD, SOFT, WEAK, FREE = 1.0, 0.35, 0.15, 0.0
"""What words cost: those that constrain wholly, a little, next to nothing, and not at all."""
REAL, NAME = 0.65, 1.2
"""What words cost that neither the base nor the language knows: a real word of the language, and any other."""


class Word(NamedTuple):
    """A token with its stem; `typed` keeps the token as it was typed when a misspelling was mended."""

    text: str
    stem: str
    token: Token
    typed: str | None = None


class Mention(NamedTuple):
    """A run of words with a meaning, `words[first:last]`; `weight` is what it costs a fact to lack it."""

    concepts: tuple[str, ...]
    first: int
    last: int
    text: str
    weight: float
    parts: tuple[tuple[str, ...], ...] = ()
    """For a run of several words: the concepts of each word alone, as a second way to be met."""
    decisive: bool = False
    """It always constrains, though nothing tells what it means: a listed word, a superlative, one with digits."""

    @property
    def concept(self) -> str:
        """The first meaning: the glossary's before the language's."""
        return self.concepts[0]

    def of(self, kind: str) -> Iterator[str]:
        """Yield the ids among its concepts that are of this kind ("entity")."""
        return iter(_ids_among(self.concepts, kind))

    def tagged(self, kind: str) -> tuple[str, ...]:
        """Return the concepts that are of this kind."""
        return tagged(self.concepts, kind)


@lru_cache(maxsize=100_000)
def tagged(concepts: tuple[str, ...], kind: str) -> tuple[str, ...]:
    """Return those concepts that are of a kind ("entity")."""
    prefix = kind + ":"
    return tuple(concept for concept in concepts if concept.startswith(prefix))


@lru_cache(maxsize=100_000)
def any_tagged(concepts: tuple[str, ...], kinds: tuple[str, ...]) -> bool:
    """Say whether any of those concepts is of one of these kinds."""
    return any(tagged(concepts, kind) for kind in kinds)


@lru_cache(maxsize=100_000)
def _ids_among(concepts: tuple[str, ...], kind: str) -> tuple[str, ...]:
    return tuple(concept[len(kind) + 1 :] for concept in tagged(concepts, kind))
