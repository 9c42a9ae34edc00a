"""A question as typed → clean lower-case text and tokens. Any string is safe input."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

LENGTH_LIMIT = 2000
"""The most code points of a question that are read; a longer one is turned away rather than half read."""

_CAPITAL = re.compile(r"[A-Z](?:(?<=[^\s.!?:][ ][A-Z])\w+|(?<=\b[A-Z])[A-Z]+\b)")
"""Matches a word with a capital that no sentence begins with, and one all in capitals."""
_DISCORD_MARKUP = re.compile(r"<(?:@[!&]?|#)\d+>|<a?:\w+:\d+>|<t:-?\d+(?::\w)?>")
_TOKEN = re.compile(
    r"\d+(?:[.,]\d+)*[^\W\d_]*\d*[^\W\d_]*"  # 12,500  1.5m  1h23  3rd
    r"|[^\W\d_]+(?:\d+[^\W_]*|(?:'[^\W\d_]+)*)"  # h1  q3  r56, and words, with inner apostrophes
    r"|[%$€£¥~&+]"
)
_ASCII_TOKEN = re.compile(_TOKEN.pattern.replace(r"[^\W\d_]", "[A-Za-z]").replace(r"[^\W_]", "[A-Za-z0-9]"))
"""The same for what is all ASCII, where it is told more quickly what is a letter."""
_CJK = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
_LONE = re.compile(r"(?<![^\s,.;:!?])[\u3400-\u9fff](?![^\s,.;:!?])")
_LONE_LEAST = 2
"""From so many characters alone between spaces on, whoever typed a text sets its words apart."""
_GAP = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")
_ASCII_CONTROLS = dict.fromkeys((*range(32), 127), " ")
_QUOTES = str.maketrans(
    {"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "−": "-", "‐": "-", "‑": "-"}
)


_BREAKS = frozenset(",;:?!.()\n|。，、；：？！（）")


class Token(NamedTuple):
    """One word or sign of the cleaned text; `before` is what stands between it and the token before."""

    text: str
    start: int
    end: int
    before: str

    @property
    def breaks(self) -> bool:
        """Say whether a mark before it parts it from the token before (so no phrase spans the two)."""
        return self.before != " " and not _BREAKS.isdisjoint(self.before)


def clean(text: str) -> str:
    """Fold a text for matching: NFKC, lower case, no accents, no control or direction marks, no platform markup."""
    if "<" in text:
        text = _DISCORD_MARKUP.sub(" ", text)
    if text.isascii():
        visible = text if text.isprintable() else text.translate(_ASCII_CONTROLS)
        return " ".join(visible.replace("`", "'").lower().split())
    text = unicodedata.normalize("NFKC", text).translate(_QUOTES).casefold()
    folded = unicodedata.normalize("NFD", text)
    kept = "".join(
        " " if unicodedata.category(char) in ("Cc", "Zs", "Zl", "Zp") else char
        for char in folded
        if unicodedata.category(char) not in ("Mn", "Me", "Cf", "Cs", "Co", "Cn")
    )
    return " ".join(unicodedata.normalize("NFC", kept).split())


def unspaced(cleaned: str) -> str:
    """Close the gaps between CJK characters where words are set apart: where some single characters stand alone."""
    if cleaned.isascii() or len(_LONE.findall(cleaned)) < _LONE_LEAST:
        return cleaned
    return _GAP.sub("", cleaned)


def tokenize(cleaned: str) -> list[Token]:
    """Split a cleaned text into tokens; possessive endings are dropped, runs of CJK characters stay whole."""
    tokens: list[Token] = []
    position = 0
    for match in (_ASCII_TOKEN if cleaned.isascii() else _TOKEN).finditer(cleaned):
        whole = match.group()
        if whole.isascii() and "'" not in whole:
            start, end = match.span()
            tokens.append(Token(whole, start, end, cleaned[position:start]))
            position = end
            continue
        for piece, start in _script_runs(whole, match.start()):
            word = _unowned(piece) if "'" in piece else piece
            end = start + len(piece)
            if word:
                tokens.append(Token(word, start, end, cleaned[position:start]))
                position = end
    return tokens


def split(text: str) -> tuple[str, ...]:
    """The words of a text as typed, without where they stand."""
    return words_of(clean(text))


def words_of(cleaned: str) -> tuple[str, ...]:
    """The words of a cleaned text, which is quicker than to tokenize it."""
    if cleaned.isascii():
        words = _ASCII_TOKEN.findall(cleaned)
        return tuple(words if "'" not in cleaned else filter(None, map(_unowned, words)))
    return tuple(token.text for token in tokenize(cleaned))


def _unowned(word: str) -> str:
    """Leave out a possessive ending and other apostrophes."""
    if word.endswith("'s"):
        word = word[:-2]
    elif word.endswith("s'"):
        word = word[:-1]
    return word.replace("'", "")


def _script_runs(piece: str, offset: int) -> list[tuple[str, int]]:
    """Part CJK runs from what they are glued to ("2023年", "nev出口")."""
    runs: list[tuple[str, int]] = []
    position = 0
    for match in _CJK.finditer(piece):
        if match.start() > position:
            runs.append((piece[position : match.start()], offset + position))
        runs.append((match.group(), offset + match.start()))
        position = match.end()
    if position < len(piece):
        runs.append((piece[position:], offset + position))
    return runs


def is_cjk(text: str) -> bool:
    """Say whether the text is a run of CJK characters."""
    return not text.isascii() and _CJK.fullmatch(text) is not None


@lru_cache(maxsize=256)
def written_as_names(text: str) -> frozenset[str]:
    """The words of a text in capitals, or with one inside a sentence, where most of its words have none."""
    names = _CAPITAL.findall(text)
    return frozenset(map(str.lower, names)) if 2 * len(names) < len(text.split()) else frozenset()


def is_inflected(one: str, other: str, endings: Sequence[str]) -> bool:
    """Say whether two words differ by no more than one of these endings."""
    short, long = sorted((one, other), key=len)
    return long.startswith(short) and long[len(short) :] in endings
