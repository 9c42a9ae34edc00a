"""The conversation at the terminal."""

from __future__ import annotations

from typing import Any

import pytest

from bot.console.chat import Chat
from bot.console.ink import Ink
from bot.factbase.models import FactBase

QUESTION = "How high is the tide in the Bay of Fundy?"


@pytest.fixture
def chat(by_heart: Any, factbase: FactBase) -> Chat:
    """A chat with plain output."""
    return Chat(by_heart, factbase, Ink())


def test_a_question_is_answered_in_the_running_conversation(chat: Chat) -> None:
    assert chat.respond(QUESTION).endswith("turn 1")
    assert chat.respond(QUESTION).endswith("turn 2")


def test_a_number_asks_the_suggestion_of_that_number(chat: Chat, by_heart: Any) -> None:
    chat.respond("Who are you?")
    chosen = by_heart.known_questions[1]
    assert chat.respond("2") == f"» {chosen}\n{by_heart.reply(chosen).text}".replace("turn 1", "turn 2")


@pytest.mark.parametrize("line", ["0", "99", "2019", "9" * 5000, "٢"])
def test_a_number_that_picks_nothing_is_a_question(chat: Chat, line: str) -> None:
    chat.respond("Who are you?")
    assert chat.respond(line).startswith("I do not know.")


def test_the_passage_around_the_last_quote_can_be_shown(chat: Chat) -> None:
    assert "no quote" in chat.respond(":source")
    chat.respond(QUESTION)
    passage = chat.respond(":source")
    assert "“At Burntcoat Head in Nova Scotia the water rises by up to 16.3 meters twice a day.”" in passage
    assert "the Canadian Hydrographic Service said on Monday." in passage
    assert "News report on the tides of the Bay of Fundy, March 2024 (date inferred) · bay-of-fundy.txt" in passage


def test_it_tells_how_the_last_question_was_read(chat: Chat) -> None:
    assert chat.respond(":why") == "Nothing has been asked yet."
    chat.respond(QUESTION)
    assert "the wording is known or it is not" in chat.respond(":why")


def test_a_mistyped_command_is_told_and_is_no_question(chat: Chat) -> None:
    assert chat.respond(":sauce").startswith(":sauce is no command here.")
    assert ":source" in chat.respond(":help")
    assert chat.respond(QUESTION).endswith("turn 1")
