"""Numbers written out in several words ("two point three four million"), put in digits as they are otherwise typed."""

from __future__ import annotations

import re
from collections.abc import Set
from functools import cache
from itertools import pairwise

from text_to_num import alpha2digit

from bot.qa.languages import Language, language

_FRACTION = re.compile(r"\d+[.,]\d+")
_YEAR = re.compile(r"(19|20) (\d\d)")
_GAP = r"[\s-]*"


@cache
def _runs(tag: str) -> tuple[frozenset[str], re.Pattern[str], re.Pattern[str]]:
    """The words that begin numbers, what matches a run of words for one number, and the multipliers that end it."""
    lang = language(tag)
    scales = {word for word in lang.multipliers if len(word) > 2 and word.isalpha()}
    begins = {word for word in lang.numbers if word.isalpha()} | set(lang.number_parts)
    every, begin, scale = map(_alternatives, (begins | scales | set(lang.number_marks), begins, scales))
    run = re.compile(rf"\b(?:{begin})(?:{_GAP}(?:{every}))*{_GAP}(?:{begin}|{scale})\b")
    return frozenset(begins), run, re.compile(rf"(?:{_GAP}(?:{scale}))+$")


def _alternatives(words: Set[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True)) or "(?!)"


def in_digits(text: str, lang: Language, words: Set[str]) -> str:
    """Put the numbers of a cleaned text that take several words into digits, but for multipliers behind fractions.

    `words` are the `words_in` the text. What is read as well as it stands ("twenty-five million") is left.
    """
    if not lang.number_marks:
        return text
    text = _of_ranges(text, lang)
    begins, run, scales = _runs(lang.tag)
    if begins.isdisjoint(words) and not _compounded(words, run):
        return text
    return run.sub(lambda match: _digits(match[0], lang, scales) or match[0], text)


def _of_ranges(text: str, lang: Language) -> str:
    """Put the first of two numbers in digits that a value is said to lie between ("between two and three million")."""
    if not any(begin in text for begin in lang.range_begins):
        return text
    return _range(lang.tag).sub(lambda match: f"{match[1]}{lang.numbers[match[2]]}{match[3]}", text)


@cache
def _range(tag: str) -> re.Pattern[str]:
    lang = language(tag)
    numbers = _alternatives({word for word in lang.numbers if word.isalpha()})
    begins, then = _alternatives({*lang.range_begins}), _alternatives({word for word in lang.between if word.isalpha()})
    return re.compile(rf"\b((?:{begins}) )({numbers})( (?:{then}) (?:\d|(?:{numbers})\b))")


def _compounded(words: Set[str], run: re.Pattern[str]) -> bool:
    """Say whether a single word is put together of several for one number."""
    return any(len(word) > 9 and run.fullmatch(word) is not None for word in words)


def _digits(words: str, lang: Language, scales: re.Pattern[str]) -> str | None:
    """Write one number in digits; None where it is read as it stands, or is none."""
    sizes = [lang.multipliers[word] for word in re.findall(r"[^\W\d_]+", words) if word in lang.multipliers]
    if any(one <= other for one, other in pairwise(sizes)):
        return None  # two numbers, one after the other
    head = scales.sub("", words)
    if head in lang.numbers and (head.isalpha() or head != words):
        return None
    first: str = alpha2digit(head, lang.tag)
    if _FRACTION.fullmatch(first):
        return first + words[len(head) :]  # the multiplier is of all of it
    whole: str = alpha2digit(words, lang.tag)
    if year := _YEAR.fullmatch(whole):
        return year[1] + year[2]
    return whole if whole.isdecimal() else None
