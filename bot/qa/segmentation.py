"""Words in scripts that do not set them apart, found by longest match."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from mypy_extensions import mypyc_attr

from bot.qa.normalization import Token, is_cjk

_LONGEST_OTHER = 4
"""The most characters of a word of the language at large."""


@mypyc_attr(allow_interpreted_subclasses=True, serializable=True)
class Segmentation:
    """The words of such scripts: first those that mean something, and in what they leave, those of the language."""

    def __init__(self, others: Container[str] = ()) -> None:
        """Know no word yet that means something; `others` are the words of the language at large."""
        self._words: set[str] = set()
        self._longest = 1
        self._others = others

    def learn(self, word: str) -> None:
        """Take a run of such characters as a word; other words are passed over."""
        if is_cjk(word):
            self._words.add(word)
            self._longest = max(self._longest, len(word))

    def segmented(self, tokens: Sequence[Token]) -> Iterator[Token]:
        """Split runs of CJK characters into the longest known words; what is unknown stays together."""
        for token in tokens:
            if not is_cjk(token.text):
                yield token
                continue
            before = token.before
            for start, end, known in _longest(token.text, self._words, self._longest):
                for first, last, _ in [(0, end - start, True)] if known else self._unknown(token.text[start:end]):
                    at = token.start + start
                    yield Token(token.text[start + first : start + last], at + first, at + last, before)
                    before = ""

    def _unknown(self, text: str) -> Iterator[tuple[int, int, bool]]:
        return _longest(text, self._others, _LONGEST_OTHER)


def _longest(text: str, words: Container[str], most: int) -> Iterator[tuple[int, int, bool]]:
    """Yield where each of the words in a text begins and ends, the longest first, and each run between them."""
    position = pending = 0
    while position < len(text):
        sizes = range(min(most, len(text) - position), 0, -1)
        length = next((size for size in sizes if text[position : position + size] in words), 0)
        if not length:
            position += 1
            continue
        if pending < position:
            yield pending, position, False
        yield position, position + length, True
        position += length
        pending = position
    if pending < len(text):
        yield pending, len(text), False
