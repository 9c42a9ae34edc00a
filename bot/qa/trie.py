"""The runs of words that have a meaning, as a tree by stems."""

from __future__ import annotations

from dataclasses import dataclass, field

from mypy_extensions import mypyc_attr

from bot.qa.languages import Language

_NOWHERE: dict[str, Node] = {}
_UNWRITTEN: dict[str, tuple[tuple[str, ...], ...]] = {}
"""What most nodes have, shared by them."""


def _nowhere() -> dict[str, Node]:
    return _NOWHERE


def _unwritten() -> dict[str, tuple[tuple[str, ...], ...]]:
    return _UNWRITTEN


@mypyc_attr(allow_interpreted_subclasses=True, serializable=True)
@dataclass(slots=True)
class Node:
    """Where a run of words has come to; the root is where all of them begin."""

    children: dict[str, Node] = field(default_factory=_nowhere)
    """Where the run goes on, by the stem of the next word."""
    concepts: tuple[str, ...] = ()
    """What the run means, where it may end here."""
    forms: dict[str, tuple[tuple[str, ...], ...]] = field(default_factory=_unwritten)
    """The words as written, by concept: an entity's name is not met by another word of the same stem."""
    binding: bool = False
    """A constraint though it is made of small words ("to which")."""

    def onward(self, stem: str) -> Node:
        """Where the run goes on with a word, from now on."""
        found = self.children.get(stem)
        if found is None:
            if not self.children:
                self.children = {}
            found = self.children[stem] = Node()
        return found

    def mean(self, concept: str, words: tuple[str, ...]) -> None:
        """Let the run mean a concept where it is written so."""
        if concept not in self.concepts:
            self.concepts = (*self.concepts, concept)
        if not self.forms:
            self.forms = {}
        self.forms[concept] = (*self.forms.get(concept, ()), words)


@mypyc_attr(native_class=False)
@dataclass(frozen=True, slots=True)
class Beginnings:
    """Says whether a word begins a run of words with a meaning; an object, so that it is pickled and in no circle."""

    language: Language
    root: Node

    def __call__(self, word: str) -> bool:
        return self.language.stem(word) in self.root.children
