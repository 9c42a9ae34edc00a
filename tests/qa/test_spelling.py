"""What misspelled words stand for, without a subject and with one."""

from __future__ import annotations

import pytest

from bot.qa.languages import language
from bot.qa.neighbours import pairs_of
from bot.qa.spelling import Spelling


@pytest.fixture(scope="module")
def spelling() -> Spelling:
    made = Spelling(language("en"), {"severn", "tide", "tides"}.__contains__)
    for word in ("Severn", "tide", "tides"):
        made.learn(word.lower(), subject=True)
        made.use(word.lower())
    return made


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("agian", "again"),  # two letters swapped, rather than another letter hit
        ("hooe", "hope"),  # a key beside the right one
        ("whst", "what"),
        ("rech", "reach"),  # a letter left out
        ("bdy", "body"),
        ("occured", "occurred"),  # a letter not doubled
        ("wen", "when"),  # a rare name, but a likelier slip
        ("tdies", "tides"),
        ("sevnrn", "severn"),
        ("svrrn", "severn"),  # two slips in a word of the facts
        ("tiiiiides", "tides"),  # drawn out
        ("tghe", "the"),  # any slip in a small word
        ("xid", "did"),
        ("yb", "by"),
        ("habs", "has"),
    ],
)
def test_the_likeliest_word_is_meant_by_how_common_it_is_and_how_easy_the_slip(
    spelling: Spelling, typed: str, meant: str
) -> None:
    assert spelling.mended(typed) == (meant,)


@pytest.mark.parametrize("word", ["stars", "county", "pay", "boy", "severn", "qxzvk", "gac", "ab", "r2d2"])
def test_what_is_a_word_or_like_none_stays(spelling: Spelling, word: str) -> None:
    assert spelling.mended(word) == ()


def test_two_words_run_together_are_parted(spelling: Spelling) -> None:
    spelling.learn("range")
    assert spelling.mended("tiderange") == ("tide", "range")


def test_what_is_written_as_a_name_only_stands_for_a_word_of_the_subject(spelling: Spelling) -> None:
    assert spelling.mended("saif") == ("said",)
    assert spelling.mended("saif", name=True) == ()
    assert spelling.mended("xid", name=True) == ()
    assert spelling.mended("severn", name=True) == ()
    assert spelling.mended("severm", name=True) == ("severn",)


def test_neighbours_tell_which_of_several_words_is_meant(spelling: Spelling) -> None:
    spelling.neighbours.learn(pairs_of(("how", "high", "is", "it", "in", "may")))
    assert spelling.mended("iss", left="high", right="it") == ("is",)
    assert spelling.mended("mn", left="it", right="may") == ("in",)


def test_a_real_word_is_a_slip_only_where_both_neighbours_tell_so(spelling: Spelling) -> None:
    spelling.neighbours.learn(pairs_of(("how", "did", "it", "end")))
    assert spelling.mended("dib", left="how", right="it") == ("did",)
    assert spelling.mended("id", left="how", right="it") == ("did",)
    assert spelling.mended("id", left="the", right="card") == ()
    assert spelling.mended("county", left="how", right="it") == ()
