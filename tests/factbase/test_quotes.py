"""Quotes are found verbatim in their documents, or the closest passage is shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.factbase.models import Passage
from bot.factbase.quotes import (
    Found,
    Lost,
    Selector,
    Span,
    closest_passage,
    cuts_word,
    locate_passage,
    locate_quote,
    locate_stretch,
)

TEXT = "The lamp was lit. The tide rose by 16.3 metres.\nThe lamp was lit. The tide fell."


def quote(exact: str, prefix: str | None = None, suffix: str | None = None, *excluded: Passage) -> Found | Lost:
    return locate_quote(Selector(exact, prefix, suffix), TEXT, "seeds/x.txt", excluded)


def test_a_quote_is_found_where_it_stands() -> None:
    assert quote("rose by 16.3 metres") == Found(Span(27, 46))


def test_the_first_of_several_places_is_taken_and_the_others_are_counted() -> None:
    assert quote("The lamp was lit.") == Found(Span(0, 17), rivals=1)


@pytest.mark.parametrize(
    ("prefix", "suffix"),
    [
        ("16.3 metres.", None),
        ("16.3 metres.\n", None),
        ("by 16.3   metres.", None),
        (None, "The tide fell"),
        ("metres.", "The tide fell."),
    ],
)
def test_prefix_and_suffix_choose_whatever_whitespace_lies_between(prefix: str | None, suffix: str | None) -> None:
    assert quote("The lamp was lit.", prefix, suffix) == Found(Span(48, 65))


def test_places_inside_excluded_passages_do_not_count() -> None:
    assert quote("The lamp was lit.", None, None, Passage(48, 82, "repeated")) == Found(Span(0, 17))
    assert quote("The lamp was lit.", None, None, Passage(0, 10, "stray")) == Found(Span(48, 65))


def test_a_quote_on_an_excluded_passage_is_lost() -> None:
    assert quote("The tide fell.", None, None, Passage(66, 70, "garbled: no sense")) == Lost(
        "the quote “The tide fell.” lies in a passage of seeds/x.txt that is excluded (garbled: no sense):"
        " quote another sentence, or remove the exclusion"
    )


def test_a_context_that_does_not_stand_there_is_named() -> None:
    assert quote("The tide fell.", "metres.", "Then") == Lost(
        "“The tide fell.” does not stand after “metres.” and before “Then” in seeds/x.txt:"
        " correct `prefix` and `suffix`"
    )
    assert quote("The tide fell.", "metres.") == Lost(
        "“The tide fell.” does not stand after “metres.” in seeds/x.txt: correct `prefix`"
    )


def test_a_quote_that_is_not_there_is_shown_the_closest_passage() -> None:
    assert quote("The tide rises by 16.3 meters.") == Lost(
        "the quote “The tide rises by 16.3 meters.” is not in seeds/x.txt; the closest passage is"
        " “The tide rose by 16.3 metres.”: copy the words from the document as they stand"
    )


def test_a_quote_with_other_whitespace_is_told_so() -> None:
    assert quote("16.3 metres. The lamp") == Lost(
        "the quote “16.3 metres. The lamp” is in seeds/x.txt with other spaces, line breaks, dashes or quotation marks:"
        " copy “16.3 metres. The lamp” from the document as it stands"
    )


def test_a_quote_unlike_anything_is_told_so() -> None:
    assert quote("xyzzy plugh qwfp") == Lost(
        "the quote “xyzzy plugh qwfp” is not in seeds/x.txt, nor is anything like it: copy the words from the document"
    )


def test_the_closest_passage_is_trimmed() -> None:
    long = "The tide rose and fell and rose again. " * 20
    lost = locate_quote(Selector(long.replace("tide", "tied")), long, "seeds/x.txt")
    assert isinstance(lost, Lost)
    assert "…" in lost.message
    assert len(lost.message) < 480


def test_a_passage_must_be_the_only_one_that_its_selector_fits() -> None:
    assert locate_passage(Selector("The lamp was lit."), TEXT, "seeds/x.txt") == Lost(
        "the excluded passage “The lamp was lit.” stands 2 times in seeds/x.txt:"
        " add a `prefix` or a `suffix` that tells which one is meant"
    )
    assert locate_passage(Selector("The lamp was lit.", suffix="The tide fell"), TEXT, "d") == Found(Span(48, 65))


def test_a_passage_that_is_not_there_is_told_like_a_quote() -> None:
    assert locate_passage(Selector("The tide falls."), TEXT, "seeds/x.txt") == Lost(
        "the excluded passage “The tide falls.” is not in seeds/x.txt; the closest passage is “The tide fell.”:"
        " copy the words from the document as they stand"
    )


def test_a_stretch_reaches_from_its_first_to_its_last_words() -> None:
    found = locate_stretch(Selector("The lamp", prefix="metres."), "fell.", None, TEXT, "seeds/x.txt")
    assert found == Found(Span(48, len(TEXT)))


def test_a_stretch_ends_at_the_nearest_last_words_that_its_suffix_allows() -> None:
    first = Selector("rose by")
    assert locate_stretch(first, "The", None, TEXT, "d") == Found(Span(27, 51))
    assert locate_stretch(first, "The", "tide fell", TEXT, "d") == Found(Span(27, 69))


def test_last_words_before_the_first_ones_are_lost() -> None:
    assert locate_stretch(Selector("fell"), "rose", None, TEXT, "seeds/x.txt") == Lost(
        "the last words “rose” do not stand after the first words of the excluded passage in seeds/x.txt: correct `to`"
    )


def test_first_words_of_a_stretch_must_be_found_once() -> None:
    lost = locate_stretch(Selector("The lamp"), "fell.", None, TEXT, "seeds/x.txt")
    assert isinstance(lost, Lost)
    assert lost.message.startswith("the excluded passage “The lamp” stands 2 times in seeds/x.txt")


@pytest.mark.parametrize("exact", ["ose by", "rose b", "3 metres", "6.3 metres", "by 1", "by 16"])
def test_a_quote_can_cut_a_word_or_a_number(exact: str) -> None:
    start = TEXT.index(exact)
    assert cuts_word(Span(start, start + len(exact)), TEXT)


@pytest.mark.parametrize("exact", ["rose by 16.3", "16.3 metres", "The tide fell.", "lamp was lit"])
def test_a_quote_of_whole_words_cuts_none(exact: str) -> None:
    start = TEXT.index(exact)
    assert not cuts_word(Span(start, start + len(exact)), TEXT)


def test_a_chinese_quote_cuts_no_word() -> None:
    assert not cuts_word(Span(1, 3), "潮水上涨。")


@given(st.text(min_size=1, max_size=40), st.text(max_size=80))
def test_a_quote_is_found_exactly_when_the_text_holds_it(exact: str, text: str) -> None:
    place = locate_quote(Selector(exact), text, "d")
    assert isinstance(place, Found) == (exact in text)
    if isinstance(place, Found):
        assert text[place.span.start : place.span.end] == exact


@given(st.text(min_size=1, max_size=40), st.text(max_size=80))
def test_the_closest_passage_is_part_of_the_text(quoted: str, text: str) -> None:
    passage = closest_passage(quoted, text)
    assert passage is None or passage in text
