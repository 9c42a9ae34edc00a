"""Words in scripts that do not set them apart, found by longest match."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mypy_extensions import mypyc_attr

from bot.qa.normalization import Token, is_cjk


@mypyc_attr(allow_interpreted_subclasses=True, serializable=True)
class Segmentation:
    """The words of such scripts, as far as they are known."""

    def __init__(self) -> None:
        self._words: set[str] = set()
        self._longest = 1

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
            position, pending, before = 0, 0, token.before
            text = token.text
            while position < len(text):
                length = next(
                    (
                        size
                        for size in range(min(self._longest, len(text) - position), 0, -1)
                        if text[position : position + size] in self._words
                    ),
                    0,
                )
                if length:
                    if pending < position:
                        yield Token(text[pending:position], token.start + pending, token.start + position, before)
                        before = ""
                    yield Token(
                        text[position : position + length],
                        token.start + position,
                        token.start + position + length,
                        before,
                    )
                    position += length
                    pending, before = position, ""
                else:
                    position += 1
            if pending < len(text):
                yield Token(text[pending:], token.start + pending, token.end, before)
