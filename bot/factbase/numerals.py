"""Numbers in running text, compared by value: 512,000, 51.2万 and 512 thousand are one number.

Digits are what a statement must justify; words ("three-door", "first half", "January") are read only where they may
justify digits. The tables are of languages, not of any subject.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache


def _numbered(words: str, start: int = 0, step: int = 1) -> dict[str, int]:
    """Number words in order; those joined by '|' share a number."""
    return {word: start + step * place for place, group in enumerate(words.split()) for word in group.split("|")}


# Powers of ten that a word after the digits stands for; more than one where it depends on the language or the reader.
_SCALES = {
    word: powers
    for powers, words in (
        ((2,), "hundred|hundert"),
        ((3,), "thousand|thousands|tausend|tsd|mille|mila|k"),
        ((6,), "million|millions|millionen|millón|millones|milhão|milhões|milione|milioni|mio|mln|mn"),
        ((9,), "billion|billions|milliarde|milliarden|milliard|milliards|miliardi|mrd|bn|mil millones|mil milhões"),
        ((12,), "trillion|trillions|billionen|billón|billones|tn|trn"),
        ((0, 6), "m"),  # metres or millions
        ((0, 9), "b"),
        ((3, 6), "mil"),  # a thousand in Spanish and Portuguese, short for million in English
    )
    for word in words.split("|")
}
_HAN_SCALES = {
    word: power
    for power, words in (
        (2, "百"),
        (3, "千|천"),
        (4, "万|萬|만"),
        (5, "十万|十萬"),
        (6, "百万|百萬"),
        (7, "千万|千萬"),
        (8, "亿|億|억"),
        (9, "十亿|十億"),
        (10, "百亿|百億"),
        (11, "千亿|千億"),
        (12, "万亿|萬億"),
    )
    for word in words.split("|")
}

_DECIMAL_COMMA = frozenset(
    _numbered("bg ca cs da de el es et eu fi fr gl hr hu id is it lt lv nb nl nn no pl pt ro ru sk sl sr sv tr uk vi")
)

_SPACES = " \u00a0\u2009\u202f"
_DIGITS = re.compile(rf"(?<!\d)\d{{1,3}}(?:[{_SPACES}]\d{{3}})+(?:[.,]\d+)?(?!\d|[.,]\d)|\d+(?:[.,'’]\d+)*")
_HAN_SCALE = re.compile(r"\s*(" + "|".join(sorted(_HAN_SCALES, key=len, reverse=True)) + ")")
_SCALE = re.compile(r"[\s-]*(" + "|".join(sorted(_SCALES, key=len, reverse=True)) + r")(?![^\W\d_])", re.IGNORECASE)

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}

# Number words, read only to justify digits: a statement may say 3-door of what the document calls three-door.
_UNITS = _numbered(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
)
_TENS = _numbered("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10)
_WORD_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_ORDINALS = _numbered(
    "first|once second|twice third|thrice fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
    " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth",
    1,
)
_MONTHS = _numbered(
    "january|jan february|feb march|mar april|apr may june|jun july|jul august|aug september|sep|sept october|oct"
    " november|nov december|dec",
    1,
)
_HAN_DIGITS = _numbered("零 一 二|两|兩 三 四 五 六 七 八 九 十")

# Words that can be put in several figures: what doubled is 2 times as much, or 100 percent more.
_PROPORTIONS = {
    word: figures
    for figures, words in (
        ((Decimal("0.5"), Decimal(50)), "half|halves|halved"),
        ((Decimal("0.25"), Decimal(25)), "quarter|quarters"),
        ((Decimal(2), Decimal(100)), "double|doubles|doubled|doubling|twofold"),
        ((Decimal(3), Decimal(200)), "triple|triples|tripled|tripling|threefold"),
        ((Decimal(4), Decimal(300)), "quadruple|quadruples|quadrupled|fourfold"),
        ((Decimal(5), Decimal(20)), "fifths"),
        ((Decimal(10), Decimal(900)), "tenfold"),
        ((Decimal(12),), "dozen"),
    )
    for word in words.split("|")
}


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it stands in a text, and the values that it can mean (25m: 25 metres, or 25 million)."""

    text: str
    values: frozenset[Decimal]


def read_numbers(text: str, language: str | None = None) -> tuple[Number, ...]:
    """Read every number written in digits, with the scale after it; `language` decides what a comma means."""
    return tuple(_read(text.translate(_FULL_WIDTH), _uses_decimal_comma(language)))


@lru_cache(maxsize=4096)
def values_in_words(text: str, language: str | None = None) -> frozenset[Decimal]:
    """Give every value that a text holds, in digits or in number words; it may hold more than one reading of each."""
    found = {value for number in read_numbers(text, language) for value in number.values}
    words = re.findall(r"[^\W\d_]+", text.casefold())
    for word in words:
        found.update(_PROPORTIONS.get(word, ()))
    for table in (_ORDINALS, _MONTHS):
        found.update(Decimal(table[word]) for word in words if word in table)
    found.update(Decimal(_HAN_DIGITS[char]) for char in text if char in _HAN_DIGITS)
    found.update(_spelled_out(words))
    return frozenset(found)


def _uses_decimal_comma(language: str | None) -> bool:
    return language is not None and language.casefold().split("-")[0] in _DECIMAL_COMMA


def _read(text: str, decimal_comma: bool) -> Iterator[Number]:
    for match in _DIGITS.finditer(text):
        scales, end = _scale_after(text, match.end())
        plain = _plain_digits(match[0], decimal_comma)
        if plain is None:  # a date or a version: each part is a number of its own
            for part in re.findall(r"\d+", match[0]):
                yield Number(part, frozenset({Decimal(part)}))
            continue
        yield Number(text[match.start() : end], frozenset(Decimal(f"{plain}e{scale}") for scale in scales))


def _plain_digits(digits: str, decimal_comma: bool) -> str | None:
    """Write digits with separators as Python does; None when the separators make no single number."""
    point, comma = (",", ".") if decimal_comma else (".", ",")
    whole, dot, fraction = digits.partition(point)
    grouped = re.fullmatch(rf"\d{{1,3}}(?:(?P<mark>[{comma}'’{_SPACES}])\d{{3}}(?:(?P=mark)\d{{3}})*)?|\d+", whole)
    if grouped is not None and (not dot or fraction.isdecimal()):
        return re.sub(r"\D", "", whole) + (f".{fraction}" if dot else "")
    # A single mark that groups no thousands is a decimal mark, whatever the language: "3,14" or, in German, "3.14".
    other = re.fullmatch(rf"(\d+)[{comma}](\d{{1,2}}|\d{{4,}})", digits)
    return f"{other[1]}.{other[2]}" if other is not None else None


def _scale_after(text: str, position: int) -> tuple[tuple[int, ...], int]:
    han = _HAN_SCALE.match(text, position)
    if han is not None:
        return (_HAN_SCALES[han[1]],), han.end()
    scale = _SCALE.match(text, position)
    if scale is not None:
        return _SCALES[scale[1].casefold()], scale.end()
    return (0,), position


def _spelled_out(words: list[str]) -> Iterator[Decimal]:
    """Read number words one by one and as they add up: "two million", "twenty-five"."""
    thousands = below = 0
    for word in words:
        if word in _UNITS or word in _TENS:
            value = _UNITS[word] if word in _UNITS else _TENS[word]
            yield Decimal(value)
            below += value
        elif word in _WORD_SCALES and below:
            below *= _WORD_SCALES[word]
            if _WORD_SCALES[word] > 100:
                thousands, below = thousands + below, 0
        elif word != "and":
            thousands = below = 0
        if thousands or below:
            yield Decimal(thousands + below)
