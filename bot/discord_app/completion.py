"""Completion: the known questions that someone who is typing may mean, found in memory and fast."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable
from heapq import nsmallest

from rapidfuzz import fuzz, process

from bot.qa.normalization import clean

CHOICES = 25
LENGTH = 100
"""Discord's limits of how many choices there may be, and of how long one may be."""

_CLOSE = 72
"""From here on a word of the index is taken for a misspelling of the one that was typed."""
_COUNTED = 4_000
"""How many questions are looked at, so that common words cost no time."""
_RANKED = 120
"""How many candidates are compared letter by letter."""
_WORDS = re.compile(r"[\u3400-\u9fff\uac00-\ud7af\u3040-\u30ff]|[^\W_]+")


class Completion:
    """An index of questions by their words, so that even many thousands are searched in milliseconds."""

    def __init__(self, questions: Iterable[str]) -> None:
        self._questions = tuple(dict.fromkeys(text for text in questions if len(text) <= LENGTH))
        self._folded = tuple(clean(text) for text in self._questions)
        holding: defaultdict[str, list[int]] = defaultdict(list)
        for at, text in enumerate(self._folded):
            for word in dict.fromkeys(_WORDS.findall(text)):
                holding[word].append(at)
        self._words = tuple(sorted(holding))
        self._holding = {word: tuple(ats) for word, ats in holding.items()}

    def __len__(self) -> int:
        return len(self._questions)

    def choices(self, typed: str, limit: int = CHOICES) -> tuple[str, ...]:
        """Return the questions most like what was typed, best first; the first ones while nothing was."""
        folded = clean(typed[:LENGTH])
        words = _WORDS.findall(folded)
        if not words:
            return self._questions[:limit]
        hits: Counter[int] = Counter()
        found = [match for word in dict.fromkeys(words) for match in self._find(word, word == words[-1])]
        # Rare words tell most: they come first, and of those in thousands of questions only the first ones count.
        for word, weight in sorted(found, key=lambda match: len(self._holding[match[0]])):
            for at in self._holding[word][: max(_COUNTED - len(hits), _COUNTED // 10)]:
                hits[at] += weight
        best = nsmallest(_RANKED, hits, key=lambda at: (-hits[at], at))
        ranked = sorted(best, key=lambda at: (-hits[at] - fuzz.token_set_ratio(folded, self._folded[at]) / 10, at))
        return tuple(self._questions[at] for at in ranked[:limit])

    def _find(self, word: str, unfinished: bool) -> list[tuple[str, int]]:
        """Find the indexed words that a typed one stands for, each with its weight."""
        found = [(word, 12)] if word in self._holding else []
        if unfinished or not found:
            at = bisect_left(self._words, word)
            while at < len(self._words) and self._words[at].startswith(word) and len(found) < 400:
                if self._words[at] != word:
                    found.append((self._words[at], 10))
                at += 1
        if not found and len(word) > 2:
            close = process.extract(word, self._words, scorer=fuzz.ratio, score_cutoff=_CLOSE, limit=8)
            found = [(match, 7) for match, _, _ in close]
        return found
