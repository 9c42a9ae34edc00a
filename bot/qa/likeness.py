"""How like a question is to the wordings of each fact, where these are examples of a class of questions.

Some facts answer one question, put in several ways: what a question says must then be met by the fact. Others stand for
a class of questions ("how do I get from … to …"): their wordings share a turn of phrase and differ in the rest, so that
no word of a question must be met, and what counts is which class it is most like. All weights come from the wordings.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from mypy_extensions import mypyc_attr

from bot.qa.slots import Reading
from bot.qa.thresholds import LIKE_ENOUGH, LIKE_UNLEARNT

_PAIRS, _APART = 0.6, 0.3
"""What two words side by side count, and two words with one between them, beside a word alone."""
_SMALL = 0.6
"""What a small word counts."""
_STRANGE = 0.5
"""What a word that is none of the language counts where no wording holds it: most likely a name that fills a place."""
_PARTS = 0.5
"""What the parts of words count for a class as a whole, beside its words."""
_WHOLE, _VOTES = 0.5, 0.2
"""What the class as a whole counts, and how many of the nearest wordings it has; its nearest wording has the rest."""
_VOTERS = 10
"""How many of the nearest wordings vote."""
_CLASSES = 12
"""How many classes are looked at wording by wording."""
_LENGTHS = (3, 4)
"""How long the parts of words are."""
_NOTHING = 1e-9
"""What is shorter is but an error of rounding."""
_NOWHERE: Mapping[int, float] = {}
_CAUTION = 1.5
"""What it costs to take a question for one of a class that it is not of, beside what it costs to turn one away."""
_TRIED = 400
"""How many wordings are held against the others to learn what is like enough."""

Weights = Mapping[str, float]
"""Features with their weights; the squares of the weights add up to 1."""


class _Features(NamedTuple):
    """What a text is compared by: its words with their neighbours, and the parts of its words."""

    words: Weights
    parts: Weights


@mypyc_attr(allow_interpreted_subclasses=True, serializable=True)
class Likeness:
    """Compares questions with classes of wordings."""

    def __init__(self, classes: Sequence[Sequence[Reading]]) -> None:
        counted: dict[str, Counter[int]] = defaultdict(Counter)
        for at, readings in enumerate(classes):
            for reading in readings:
                for feature in (*_words(reading), *_parts(reading)):
                    counted[feature][at] += 1
        sizes = [max(len(readings), 1) for readings in classes]
        self._unseen = _telling(len(classes), 1.0)
        self._weights = {feature: self._weight(places, sizes) for feature, places in counted.items()}
        self._words, self._parts = _Index(), _Index()
        self._examples = [_Index() for _ in classes]
        self._tried: list[tuple[int, int, _Features]] = []
        step = max(1, sum(map(len, classes)) // _TRIED)
        for at, readings in enumerate(classes):
            for place, reading in enumerate(readings):
                text = self._weighed(reading)
                self._words.add(at, text.words)
                self._parts.add(at, text.parts)
                self._examples[at].add(place, text.words)
                if (at + place) % step == 0:
                    self._tried.append((at, place, text))

    def _weight(self, places: Mapping[int, int], sizes: Sequence[int]) -> float:
        """Weigh a feature by how few classes it is spread over, by the perplexity of its distribution."""
        shares = [count / sizes[at] for at, count in places.items()]
        total = sum(shares)
        entropy = -sum((share / total * math.log(share / total) for share in shares), start=0.0)
        return _telling(len(sizes), math.exp(entropy))

    def _weighed(self, reading: Reading) -> _Features:
        """Weigh a text; what no wording holds makes it less like any of them."""
        known, words = self._weights, dict[str, float]()
        for feature, count in _words(reading).items():
            weight = known.get(feature)
            if weight is not None:
                words[feature] = count * weight
            elif " " not in feature:
                words[feature] = count * self._unseen
        for word in reading.words:
            if word.stem in words and word.stem not in known and not _is_real(word.text, reading):
                words[word.stem] *= _STRANGE
        parts = {feature: count * known.get(feature, self._unseen) for feature, count in _parts(reading).items()}
        return _Features(_unit(words), _unit(parts))

    def rank(self, reading: Reading) -> list[tuple[int, float]]:
        """Return the places of the classes that a question is like, and how like, in 0–1, the most like first."""
        return self._ranked(self._weighed(reading))

    def _ranked(self, asked: _Features, own: tuple[int, int] | None = None) -> list[tuple[int, float]]:
        """Rank the classes; `own` is the class and place of a wording to be left out, that very text being asked."""
        whole: dict[int, float] = defaultdict(float)
        for index, weights, share in ((self._words, asked.words, 1 - _PARTS), (self._parts, asked.parts, _PARTS)):
            for at, alike in index.alike(weights, None if own is None else own[0]).items():
                whole[at] += share * alike
        likest = sorted(whole, key=lambda at: (-whole[at], at))[:_CLASSES]
        near = sorted(
            (
                (alike, at)
                for at in likest
                for place, alike in self._examples[at].alike(asked.words).items()
                if (at, place) != own
            ),
            key=lambda item: (-item[0], item[1]),
        )
        best: dict[int, float] = {}
        votes: dict[int, float] = defaultdict(float)
        for rank, (alike, at) in enumerate(near):
            best.setdefault(at, alike)
            if rank < _VOTERS:
                votes[at] += alike
        cast = sum(votes.values()) or 1.0
        scores = {
            at: _WHOLE * whole[at] + alike * (1 - _WHOLE - _VOTES + _VOTES * votes[at] / cast)
            for at, alike in best.items()
        }
        return sorted(scores.items(), key=lambda item: (-item[1], item[0]))

    def floor(self) -> float:
        """Tell how like is like enough: where wordings part best from those of other classes.

        Each wording is held against all the others twice: as one of its class, and as one of a class that is not there.
        """
        inside, outside = [], []
        for at, place, text in self._tried:
            scores = dict(self._ranked(text, (at, place)))
            inside.append(scores.pop(at, 0.0))
            outside.append(max(scores.values(), default=0.0))
        if 2 * sum(own > other for own, other in zip(inside, outside, strict=True)) <= len(inside):
            return LIKE_UNLEARNT
        inside.sort()
        outside.sort()
        least, most = LIKE_ENOUGH

        def parted(score: float) -> float:
            return _CAUTION * bisect_left(outside, score) - bisect_left(inside, score)

        best = max(inside, key=parted, default=least)
        return min(max(best, least), most)


@mypyc_attr(allow_interpreted_subclasses=True, serializable=True)
class _Index:
    """Places by their features, each a sum of texts, so that a question is compared with them all at once."""

    def __init__(self) -> None:
        self._places: dict[str, dict[int, float]] = {}
        self._squares: dict[int, float] = defaultdict(float)

    def add(self, at: int, text: Weights) -> None:
        """Add a text to what is at a place."""
        for feature, weight in text.items():
            there = self._places.setdefault(feature, {})
            before = there.get(at, 0.0)
            there[at] = before + weight
            self._squares[at] += weight * (2 * before + weight)

    def alike(self, asked: Weights, own: int | None = None) -> dict[int, float]:
        """Compare with every place that shares a feature; the place `own` as it is without that very text."""
        found: dict[int, float] = defaultdict(float)
        for feature, weight in asked.items():
            for at, other in self._places.get(feature, _NOWHERE).items():
                found[at] += weight * other
        squares = self._squares
        alike = {at: product / math.sqrt(squares[at]) for at, product in found.items()}
        if own is not None and own in found:
            # The text is a summand of its place: |S - v|² is |S|² - 2 S·v + |v|², and v is of length 1.
            left = squares[own] - 2 * found[own] + 1
            alike[own] = max(0.0, found[own] - 1) / math.sqrt(left) if left > _NOTHING else 0.0
        return alike


def _telling(classes: int, spread: float) -> float:
    return math.log((classes + 1) / (spread + 0.5)) + 0.8


def _words(reading: Reading) -> dict[str, float]:
    """The stems of a text, with those side by side and those one word apart."""
    ignored = reading.language.ignored
    found = {word.stem: _SMALL if word.text in ignored else 1.0 for word in reading.words}
    stems = ["^", *(word.stem for word in reading.words), "$"]
    found.update((f"{one} {other}", _PAIRS) for one, other in pairwise(stems))
    found.update((f"{one} … {other}", _APART) for one, other in zip(stems[1:-1], stems[3:-1], strict=False))
    return found


def _parts(reading: Reading) -> dict[str, float]:
    """The parts of its words, with the edges of the words marked."""
    found: dict[str, float] = {}
    for word in reading.words:
        edged = f"<{word.text}>"
        for length in _LENGTHS:
            for start in range(len(edged) - length + 1):
                found[f"~{edged[start : start + length]}"] = 1.0
    return found


def _is_real(text: str, reading: Reading) -> bool:
    """Say whether a word is one of its language, rather than a name, a number or a slip."""
    return text in reading.language.real_words and not any(char.isdigit() for char in text)


def _unit(weights: Mapping[str, float]) -> Weights:
    length = math.sqrt(sum((weight * weight for weight in weights.values()), start=0.0))
    return {feature: weight / length for feature, weight in weights.items()} if length else {}
