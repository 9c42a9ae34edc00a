"""Words in scripts that do not set them apart, found by the likeliest cut.

Every way to cut a run of characters into words costs what its words cost: something each, so that few long words are
better than many short ones, and more the rarer they are. The cheapest cut is found from the left, character by
character. So no word is cut out of the middle of two others because it begins first ("电动车企业" is "电动车" and "企业",
not "电动车企" and a scrap).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from mypy_extensions import mypyc_attr

from bot.qa.normalization import Token, is_cjk

_EACH = 300
"""What every word of a cut costs, in centibels as rarities are."""
_KNOWN = 400
"""The rarity that a word which means something has at most, whatever the language's list says."""
_SUBJECT, _LONGER, _LONGEST_COUNTED = 100, 50, 4
"""How much less that is for a word of the subject, and for every character past two up to so many."""
_SINGLE = (300, 450)
"""The least and most rarity of a known character alone: most are parts of words, and do not beat a word of two."""
_UNKNOWN = 700
"""What every character costs that is in no word."""
_LONGEST_OTHER = 4
"""The most characters of a word of the language at large."""
_REMEMBERED = 100_000
"""How many pieces are kept with what they cost; what people type has no end."""
_NONE = -1


@mypyc_attr(allow_interpreted_subclasses=True, serializable=True)
class Segmentation:
    """The words of such scripts: those that mean something, and those of the language."""

    def __init__(self, others: Mapping[str, int] | None = None) -> None:
        """Know no word yet that means something; `others` are the words of the language at large with their rarity."""
        self._words: dict[str, int] = {}
        """How rare each word that means something is at most."""
        self._longest: dict[str, int] = {}
        """The most characters of a word that means something, by the first one."""
        self._others: Mapping[str, int] = others or {}
        self._costs: dict[str, int] = {}

    def learn(self, word: str, subject: bool = False) -> None:
        """Take a run of such characters as a word, of the subject if `subject`; other words are passed over."""
        if not is_cjk(word):
            return
        most = _KNOWN - _SUBJECT * subject - _LONGER * (min(len(word), _LONGEST_COUNTED) - 2)
        if word not in self._words or self._words[word] > most:
            self._words[word] = most
            self._longest[word[0]] = max(self._longest.get(word[0], 1), len(word))
            self._costs.clear()

    def segmented(self, tokens: Sequence[Token]) -> Iterator[Token]:
        """Split runs of CJK characters into words; characters in a row that are in no word stay together."""
        for token in tokens:
            if not is_cjk(token.text):
                yield token
                continue
            before = token.before
            for start, end in self._cut(token.text):
                yield Token(token.text[start:end], token.start + start, token.start + end, before)
                before = ""

    def _cut(self, text: str) -> list[tuple[int, int]]:
        """Where each word of the cheapest cut begins and ends."""
        length = len(text)
        least = [0] * (length + 1)
        began = [_NONE] * (length + 1)
        for start in range(length):
            so_far = least[start] + _EACH
            most = min(max(self._longest.get(text[start], 1), _LONGEST_OTHER), length - start)
            for end in range(start + 1, start + most + 1):
                cost = self._cost(text[start:end])
                if cost == _NONE:
                    if end > start + 1:
                        continue
                    cost = _UNKNOWN
                if began[end] == _NONE or so_far + cost <= least[end]:  # of two as cheap, the longer word first
                    least[end], began[end] = so_far + cost, start
        pieces: list[tuple[int, int]] = []
        end = length
        scrap = False
        while end > 0:
            start = began[end]
            unknown = end - start == 1 and self._cost(text[start:end]) == _NONE
            if unknown and scrap:
                pieces[-1] = (start, pieces[-1][1])
            else:
                pieces.append((start, end))
            scrap = unknown
            end = start
        pieces.reverse()
        return pieces

    def _cost(self, piece: str) -> int:
        """How rare a word is."""
        cost = self._costs.get(piece)
        if cost is None:
            if len(self._costs) > _REMEMBERED:
                self._costs.clear()
            cost = self._costs[piece] = self._rarity(piece)
        return cost

    def _rarity(self, piece: str) -> int:
        rarity = self._others.get(piece)
        most = self._words.get(piece)
        if most is not None:
            if len(piece) == 1:
                least, most = _SINGLE
                return most if rarity is None else max(least, min(rarity, most))
            return most if rarity is None else min(rarity, most)
        return _NONE if rarity is None or self._is_made_up(piece) else rarity

    def _is_made_up(self, piece: str) -> bool:
        """Say whether a word of the language holds a longer one that means something, or is nothing but such words.

        What it means is told by these ("exporter" holds "export"; "buy" and "car" make "buy a car").
        """
        length = len(piece)
        for start in range(length):
            for end in range(start + 2, length + 1):
                if piece[start:end] in self._words:
                    return True
        return all(char in self._words for char in piece)
