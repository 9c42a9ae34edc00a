"""Reads the values of a language file: words and phrases, folded as questions are, numbers, patterns with macros."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import partial
from itertools import product
from typing import Any

from bot.qa.normalization import clean

GAP = "…"
"""Stands in a name for the words that may come between its parts ("sold … abroad")."""

_HOW_ASKED = ("verification", "broad", "comparison", "definition", "negation", "hedges", "exclusive", "continues")


def fold(text: object) -> str:
    """Fold as questions are folded, so that a file may be written with its language's accents."""
    written = str(text)
    return written.lower() if written.isascii() else GAP.join(map(clean, written.split(GAP)))


def words(lines: Iterable[str]) -> frozenset[str]:
    """The words of lines of them, folded."""
    return frozenset(word for line in lines for word in fold(line).split())


def phrases(value: Iterable[object] | None) -> tuple[str, ...]:
    """Phrases, folded, in the order in which they are written."""
    return tuple(fold(item) for item in value or ())


def set_phrases(raw: Mapping[str, Any]) -> frozenset[str]:
    """The phrases that only say how something is asked: where words are not set apart, each of them is one word."""
    groups = [*(raw.get("asks") or {}).values(), *(raw.get(key) or () for key in _HOW_ASKED)]
    return frozenset(phrase for group in groups for phrase in phrases(group))


def pattern(value: str | Iterable[object] | None) -> str | None:
    """A regular expression as written; a list of phrases stands for any of them."""
    if value is None or isinstance(value, str):
        return value
    return "|".join(re.escape(phrase) for phrase in phrases(value))


def alternatives(value: Iterable[object] | None) -> tuple[str, ...]:
    """Phrases, folded; "which office|body gave" stands for a phrase with either word."""
    return tuple(
        " ".join(filter(None, chosen))
        for phrase in phrases(value)
        for chosen in product(*(word.split("|") for word in phrase.split(" ")))
    )


def phrase_map(value: Mapping[object, Iterable[object]] | None) -> dict[str, tuple[str, ...]]:
    """Phrases by their key, each with its alternatives."""
    return {str(key): alternatives(items) for key, items in (value or {}).items()}


def expressions(raw: Mapping[object, object]) -> dict[str, tuple[str, ...]]:
    """The regular expressions of a section by key, each macro of it (a key in capitals) put in where it is named."""
    lists = {str(key): (items,) if isinstance(items, str) else tuple(items) for key, items in raw.items()}  # type: ignore[arg-type]  # a string or a list of them
    macros = {key: items[0] for key, items in lists.items() if key.isupper()}
    expanded: dict[str, tuple[str, ...]] = {}
    for key, items in lists.items():
        if not key.isupper():
            expanded[key] = tuple(map(partial(_put_in, macros), map(str, items)))
    return expanded


def _put_in(macros: Mapping[str, str], pattern: str) -> str:
    for _ in macros:  # a macro may name another
        for name, text in macros.items():
            pattern = pattern.replace(f"<{name}>", text)
    return pattern


def by_word(value: Mapping[int, Iterable[object]] | None) -> dict[str, int]:
    """What stands below each number, with that number."""
    return {word: int(number) for number, items in (value or {}).items() for word in phrases(items)}


def numbers(written: Mapping[object, str], joins: Iterable[str]) -> dict[str, int]:
    """The number words, and those put together of tens and ones ("{ones}und{tens}")."""
    found = {fold(word): int(value) for word, value in written.items()}
    tens = {word: value for word, value in found.items() if value in range(20, 100, 10)}
    ones = {word: value for word, value in found.items() if value in range(1, 10)}
    for join in joins:
        for ten in tens:
            found |= {fold(join.format(tens=ten, ones=one)): tens[ten] + ones[one] for one in ones}
    return found
