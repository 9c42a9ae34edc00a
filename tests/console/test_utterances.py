"""How lines of standard input become questions."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.console.utterances import Utterance, decode_lines, parse_utterance, sound


def test_a_plain_line_is_the_question() -> None:
    assert parse_utterance("How high is the tide?") == Utterance("How high is the tide?")


def test_an_object_names_the_question_and_its_conversation() -> None:
    assert parse_utterance('{"question": "And then?", "conversation": "a"}') == Utterance("And then?", "a")


@pytest.mark.parametrize("line", ['{"question": "Why?"}', '{"question": "Why?", "conversation": null, "more": 1}'])
def test_an_object_without_a_conversation_stands_alone(line: str) -> None:
    assert parse_utterance(line) == Utterance("Why?")


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "{}",
        '{"question": 5}',
        '{"question": "x", "conversation": 5}',
        '["question"]',
        '"a string"',
        '{"a":' * 100_000,
        '{"question": ' + "9" * 5000 + "}",
    ],
)
def test_a_line_that_is_no_such_object_is_taken_as_plain_text(line: str) -> None:
    assert parse_utterance(line) == Utterance(line)


def test_lone_surrogates_are_replaced_so_that_every_question_can_be_written_out() -> None:
    assert parse_utterance('{"question": "a\\ud800b", "conversation": "\\udc00"}').question == "a\ufffdb"
    assert sound("\ud83d\ude00 \udcff") == "😀 \ufffd"


@given(st.text())
def test_sound_text_is_left_as_it_is(text: str) -> None:
    assert sound(text) == text


@given(st.text(st.characters(codec="utf-8", exclude_characters="\n\r")))
def test_a_question_survives_the_way_through_json(question: str) -> None:
    assert parse_utterance(json.dumps({"question": question})) == Utterance(question)


def test_only_a_line_feed_ends_a_line() -> None:
    assert list(decode_lines([b"a\x0bb\xe2\x80\xa8c\n", b"d\r\n", b"", b"e"])) == ["a\x0bb\u2028c", "d", "", "e"]


def test_bytes_that_are_not_utf8_become_replacement_characters() -> None:
    assert list(decode_lines([b"caf\xe9\n"])) == ["caf\ufffd"]


def test_a_byte_order_mark_is_no_part_of_the_first_question() -> None:
    assert list(decode_lines([b"\xef\xbb\xbfwhy\n"])) == ["why"]
