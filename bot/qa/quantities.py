"""Numbers as questions and statements write them: 12,500; 3.5 million; 40 %; $7bn; "twenty"."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from itertools import pairwise

from mypy_extensions import mypyc_attr

from bot.qa.languages import Language, language
from bot.qa.sieve import words_in

BOUND = Decimal("1.5")
"""How far from its number a bound that nobody claims reaches: "over 2 million" may mean 2.3 million, and not 9."""

LOOK_BACK = 60
"""How many characters before a number are looked at for what it says of it."""
RANGE_ENDS = 5
"""How many characters after two numbers are looked at for what says that a value lies between them."""
BARE_DIGIT = 0.35


@mypyc_attr(native_class=False)
@dataclass(frozen=True, slots=True)
class Quantity:
    """A number by value, with its unit where one is written: `%`, a currency code, or None."""

    value: Decimal
    unit: str | None
    words: str
    start: int
    end: int
    hedged: bool = False
    """Put as about so many ("roughly 25 million")."""
    bound: str | None = None
    """`over` or `under`, `at least` or `at most` where it is put as a bound."""
    lead: int = 0
    """How many characters before it say so ("more than ")."""

    @property
    def weight(self) -> float:
        """What it counts: a bare digit is as often a word ("2 things", "2 b") as a figure."""
        return BARE_DIGIT if self.unit is None and self.value in (1, 2, 3, 4) else 1.0

    def bounds(self, value: Decimal) -> bool:
        """Say whether `value` is within it, where it is put as a bound."""
        match self.bound:
            case "over":
                return value > self.value
            case "under":
                return value < self.value
            case "at least":
                return value >= self.value
            case "at most":
                return value <= self.value
            case _:
                return False

    def agrees(self, value: Decimal, unit: str | None = None, *, claimed: bool = False) -> bool:
        """Say whether it may stand for `value`: exactly, within 4 % where it is hedged, or within it as a bound.

        As a bound it stands for what is near it, or for all that is within it where that is `claimed`.
        """
        if self.unit is not None and unit is not None and self.unit != unit:
            return False
        if self.bounds(value):
            alike = (self.unit == "%") is (unit == "%")  # no share is less than so many
            return (claimed and alike) or max(value, self.value) <= min(value, self.value) * BOUND
        if self.value == value:
            return self.bound is None
        tolerance = Decimal("0.04") if self.hedged else Decimal(0)
        return abs(self.value - value) <= abs(value) * tolerance


_DIGIT = re.compile(r"\d")


@cache
def _number_words(tag: str) -> frozenset[str]:
    """A word of each number that is written in letters."""
    return frozenset(word for number in language(tag).numbers for word in sorted(words_in(number))[:1])


@cache
def _pattern(tag: str) -> tuple[re.Pattern[str], re.Pattern[str], tuple[tuple[str, re.Pattern[str]], ...]]:
    lang = language(tag)

    def alternatives(words: object) -> str:
        items = sorted((str(word) for word in words), key=len, reverse=True)  # type: ignore[attr-defined]  # any iterable
        return "|".join(re.escape(item) for item in items) or "(?!)"

    edge = r"(?![^\W\d_])" if lang.segmented else ""
    signs = "".join(re.escape(sign) for sign in lang.currencies if len(sign) == 1 and not sign.isalnum())
    symbol = rf"(?P<sign>[{signs}])?\s*" if signs else "(?P<sign>)"
    numerals = f"[{''.join(lang.numerals)}]" if lang.numerals else "(?!)"
    rest = rf"(?P<rest>{numerals}{{2,}})?"  # "sixty-three ten-thousands six thousand"
    odd = f"(?P<odd>{'|'.join(lang.odd)})?" if lang.odd else ""
    odd_behind = odd.replace("odd", "odd_behind", 1)
    multiplier = rf"(?:\s*-?\s*{odd}(?P<multiplier>{alternatives(lang.multipliers)}){edge}{rest})?{odd_behind}"
    percent = rf"(?P<percent>{alternatives((*lang.percent_signs, *lang.times_signs))}){edge}"
    currency = rf"(?P<currency>{alternatives(lang.currencies)}){edge}"
    unit = rf"(?:\s*-?\s*(?:{percent}|{currency}))?"
    words = f"{numerals}+" if lang.numerals else alternatives(lang.numbers)
    number = r"(?P<digits>\d+(?:[.,' ]\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)?)"
    if lang.numbers:
        edges = r"\b" if lang.segmented else ""
        number = rf"(?:{number}|{edges}(?P<word>{words}){edges})"
    begin = r"\b" if lang.segmented else ""
    hedge = rf"(?:{begin}(?:{alternatives(lang.hedges)})|[~≈])\s*(?:the |a )?[{signs}]?\s*$" if lang.hedges else "(?!)"
    before = "".join(alternatives([mark]) for mark in lang.percent_before)
    lead = rf"(?P<lead>{before})?" if before else "(?P<lead>(?!))?"
    bounds = tuple(
        (name, re.compile(rf"{begin}(?:{alternatives(words_before)})\s*(?:the |a )?[{signs}]?\s*$"))
        for name, words_before in (  # "no more than" before "more than", which it ends in
            ("at least", lang.at_least),
            ("at most", lang.at_most),
            ("over", lang.over),
            ("under", lang.under),
        )
        if words_before
    )
    # Looked for ahead, so that most places are passed over at once: a digit, or what a number word may begin with.
    firsts = "".join(sorted({word[0] for word in (*lang.numbers, *lang.numerals)}))
    first = rf"(?:\d|{begin}[{firsts}])" if firsts else r"\d"
    ahead = rf"(?=(?:{before})?{f'[{signs}]?' if signs else ''}\s*{first})"
    return re.compile(ahead + lead + symbol + number + multiplier + unit), re.compile(hedge), bounds


def read_quantities(
    text: str, lang: Language, taken: tuple[tuple[int, int], ...] = (), words: Set[str] | None = None
) -> tuple[Quantity, ...]:
    """Read every number of a cleaned text outside the `taken` offsets; number words only with a multiplier or unit.

    `words` are the `words_in` the text, where they are known.
    """
    if (
        lang.segmented
        and _DIGIT.search(text) is None
        and _number_words(lang.tag).isdisjoint(words_in(text) if words is None else words)
    ):
        return ()
    pattern, hedge, bounds = _pattern(lang.tag)
    found: list[Quantity] = []
    scales: list[Decimal] = []
    for match in pattern.finditer(text):
        start, end = match.start(), match.end()
        groups = match.groupdict()
        digits, word = groups.get("digits"), groups.get("word")
        if any(start < stop and begin < end for begin, stop in taken):
            continue
        if (
            digits
            and match.start("digits")
            and text[match.start("digits") - 1].isalpha()
            and text[match.start("digits") - 1].isascii()
        ):
            continue  # part of a code such as r56 or h1
        if digits and end < len(text) and text[end].isalpha() and text[end].isascii():
            continue  # 3rd, 4x4
        marked = groups["multiplier"] or groups["percent"] or groups["currency"] or groups["lead"]
        if word and not (marked or (lang.numerals and len(word) > 2)):
            continue
        value = _value(digits, lang, groups["multiplier"] is not None) if digits else _spelled(word or "", lang)
        if value is None:
            continue
        scale = Decimal(lang.multipliers[groups["multiplier"]]) if groups["multiplier"] else Decimal(1)
        value *= scale
        if groups["rest"]:
            value += _spelled(groups["rest"], lang) or 0
        if groups["percent"] in lang.times_signs:
            value *= 100
        unit = None
        if groups["percent"] or groups["lead"]:
            unit = "%"
        elif groups["currency"] or groups["sign"]:
            unit = lang.currencies[(groups["currency"] or groups["sign"] or "").strip()]
        before = text[max(0, start - LOOK_BACK) : start]
        hedged = bool(hedge.search(before))
        led = next(((name, said) for name, phrase in bounds if (said := phrase.search(before))), None)
        bound, lead = (None, 0) if led is None else (led[0], len(before) - led[1].start())
        if bound is None and (groups.get("odd") or groups.get("odd_behind")):
            bound = "over"
        found.append(Quantity(value.normalize(), unit, match.group().strip(), start, end, hedged, bound, lead))
        scales.append(scale)
    return _of_one_range(_of_one_unit(found, text, lang), scales, text, lang)


def _of_one_unit(found: list[Quantity], text: str, lang: Language) -> list[Quantity]:
    """Give a bare number right before a share the unit of that one ("from 40 to 75 percent")."""
    for at, (one, other) in enumerate(pairwise(found)):
        between = text[one.end : other.start].strip()
        if one.unit is None and other.unit == "%" and one.value < 100 and between in lang.between:
            found[at] = replace(one, unit="%")
    return found


def _of_one_range(found: list[Quantity], scales: list[Decimal], text: str, lang: Language) -> tuple[Quantity, ...]:
    """Make bounds of two numbers that a value is said to lie between ("between 2 and 3 million")."""
    for at, (one, other) in enumerate(pairwise(found)):
        if text[one.end : other.start].strip() not in lang.between:
            continue
        before = text[: one.start].rstrip()
        begun = before.rpartition(" ")[2] in lang.range_begins if lang.segmented else before.endswith(lang.range_begins)
        behind = text[other.end : other.end + RANGE_ENDS]  # what is counted may stand before it
        if not begun and not any(end in behind for end in lang.range_ends):
            continue
        scale = scales[at + 1] if scales[at] == 1 and one.value * scales[at + 1] < other.value else Decimal(1)
        least = (one.value * scale).normalize()
        if least < other.value:
            unit = one.unit or other.unit
            found[at] = replace(one, value=least, unit=unit, bound="at least")
            found[at + 1] = replace(other, unit=other.unit or unit, bound="at most")
    return tuple(found)


def _spelled(word: str, lang: Language) -> Decimal | None:
    """Read a number word, or one put together of numerals: a digit counts the ten, hundred or thousand after it."""
    if word in lang.numbers:
        return Decimal(lang.numbers[word])
    total = digit = 0
    if not any(lang.numerals[char] >= 10 for char in word):
        return None
    for char in word:
        value = lang.numerals[char]
        if value < 10:
            digit = value
        else:
            total += (digit or 1) * value
            digit = 0
    return Decimal(total + digit)


def _value(digits: str, lang: Language, multiplied: bool) -> Decimal | None:
    """Read digits with grouping. A mark before three digits groups, whichever it is, unless a multiplier follows."""
    plain = digits.replace("'", "").replace(" ", "")
    decimal, grouping = lang.decimal, lang.grouping
    marks = re.escape(grouping) if multiplied else ",."
    if decimal in plain and grouping in plain:
        plain = plain.replace(grouping, "").replace(decimal, ".")
    elif re.fullmatch(rf"[1-9]\d{{0,2}}(?:[{marks}]\d{{3}})+", plain):
        plain = plain.replace(",", "").replace(".", "")
    else:
        plain = plain.replace(",", ".")
    return Decimal(plain) if plain.count(".") <= 1 else None
