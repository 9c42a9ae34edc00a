"""Spellings are written out as one pattern of all of them would, whole words alone and the longest first."""

from __future__ import annotations

import re

import pytest

from bot.qa.languages import available, language
from bot.qa.respelling import Respelling

SPELLINGS = {
    "the doc": "the document",
    "the doc's": "the document's",
    "w/": "with",
    "w/o": "without",
    "%": "percent",
    "4": "for",
}


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("open the doc, w/ care", "open the document, with care"),
        ("the doc's end w/o the doc", "the document's end without the document"),
        ("the docks w/out it", "the docks w/out it"),
        ("5 % up", "5 percent up"),
        ("5%off", "5%off"),
        ("dock 4 ships", "dock for ships"),
        ("up 4.7, then 1,4 or 4,000", "up 4.7, then 1,4 or 4,000"),
        ("", ""),
    ],
)
def test_whole_words_are_written_out_and_the_longest_first(typed: str, written: str) -> None:
    assert Respelling(SPELLINGS).write_out(typed) == written


@pytest.mark.parametrize("tag", available())
def test_spellings_side_by_side_are_written_out_as_by_one_pattern(tag: str) -> None:
    spellings = language(tag).spellings
    longest_first = "|".join(map(re.escape, sorted(spellings, key=len, reverse=True)))
    pattern = re.compile(rf"(?<![\w'/])(?:{longest_first})(?![\w'/])") if spellings else None
    respelling = Respelling(spellings)
    keys = list(spellings)
    for one, other in zip(keys, keys[1:] + keys[:1], strict=True):
        for text in (f"{one} {other}", f"{one}{other}", f"so {one}, {other}s"):
            expected = pattern.sub(lambda match: spellings[match.group()], text) if pattern is not None else text
            assert respelling.write_out(text) == expected
