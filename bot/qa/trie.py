"""The runs of words that have a meaning, as a tree by stems."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mypy_extensions import mypyc_attr

from bot.qa.languages import Language


@mypyc_attr(allow_interpreted_subclasses=True, serializable=True)
@dataclass(slots=True)
class Node:
    """Where a run of words has come to; the root is where all of them begin."""

    children: dict[str, Node] = field(default_factory=dict)
    """Where the run goes on, by the stem of the next word."""
    concepts: tuple[str, ...] = ()
    """What the run means, where it may end here."""
    forms: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    """The words as written, by concept: an entity's name is not met by another word of the same stem."""
    binding: bool = False
    """A constraint though it is made of small words ("to which")."""


@mypyc_attr(native_class=False)
@dataclass(frozen=True, slots=True)
class Beginnings:
    """Says whether a word begins a run of words with a meaning; an object, so that it is pickled and in no circle."""

    language: Language
    nodes: Mapping[str, Node]

    def __call__(self, word: str) -> bool:
        return self.language.stem(word) in self.nodes
