"""Documents are split into sentences, rather too many than too few."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.factbase.sentences import split_sentences

SEEDS = Path(__file__).parents[2] / "seeds"


def sentences(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "It came to $1.2 billion in all.",
        "The port was No. 1 in the world.",
        "It was the No 1 port.",
        "Harbour Co., Ltd. and Quay Co., Ltd. built it.",
        "Dr. Anna Teale of St. Ives said so.",
        "The U.S. Department of Tides agreed.",
        "J. K. Harbour wrote it.",
        "Tides (e.g. spring tides) rise, cf. Fig. 3.",
        "“Is it high?” asked the keeper.",
        "The lamp, the keeper said, burned until\nthe oil ran out.",
    ],
)
def test_one_sentence_stays_whole(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    "parts",
    [
        ["The tide rose.", "It fell again."],
        ["Was it high?", "Yes!", "Very."],
        ["It was built by Harbour Inc.", "Output fell."],
        ["He came from the U.S.", "The others stayed."],
        ["It rose by 25 percent.", "2 metres is the record."],
        ["He said “it rose.”", "Then it fell."],
        ["It was 5 p.m.", "The lamp was lit."],
    ],
)
def test_sentences_are_parted(parts: list[str]) -> None:
    assert sentences(" ".join(parts)) == parts


def test_lines_part_sentences() -> None:
    assert sentences("High tide at Fundy\nThe water rose\r\n\r\nby staff") == [
        "High tide at Fundy",
        "The water rose",
        "by staff",
    ]


def test_a_lost_space_parts_sentences() -> None:
    assert sentences("It rose.Then it fell.") == ["It rose.", "Then it fell."]


def test_chinese_sentences_are_parted_without_spaces() -> None:
    assert sentences("潮水上涨。“真高！”他说。为什么？") == ["潮水上涨。", "“真高！”", "他说。", "为什么？"]


def test_markup_remnants_stand_alone() -> None:
    assert sentences("It rose. < / P > < p > of course, it fell. <br/>End.") == [
        "It rose.",
        "< / P > < p >",
        "of course, it fell.",
        "<br/>",
        "End.",
    ]


def test_signs_of_comparison_are_no_markup() -> None:
    assert sentences("Where x < y and z > w the tide is low.") == ["Where x < y and z > w the tide is low."]


def test_what_holds_no_word_is_no_sentence() -> None:
    assert sentences("It rose.\n\n* * *\n\n—") == ["It rose."]


def test_the_shipped_documents_are_split_as_a_reader_would() -> None:
    first, second = (path.read_bytes().decode() for path in sorted(SEEDS.glob("*.txt")))
    assert len(sentences(first)) == 16
    parts = sentences(second)
    assert len(parts) == 28
    assert parts.count("< / P > < p >") == 2
    assert parts[0].startswith("According to US media")
    assert parts[-1].startswith("IPhone 12")


@given(st.text(alphabet=st.sampled_from("aA1 .!?\n。“”<>/pB,"), max_size=60) | st.text(max_size=60))
def test_every_word_of_a_text_lies_in_one_sentence(text: str) -> None:
    spans = split_sentences(text)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    covered = {position for span in spans for position in range(span.start, span.end)}
    assert {position for position, char in enumerate(text) if char.isalnum()} <= covered
