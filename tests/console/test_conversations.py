"""How a stream of questions is kept apart by conversation."""

from __future__ import annotations

from typing import Any

from bot.console.conversations import Conversations
from bot.console.utterances import Utterance


def test_questions_of_one_conversation_follow_on_from_each_other(by_heart: Any) -> None:
    conversations = Conversations(by_heart)
    texts = [conversations.reply(Utterance("?", name)).text for name in ("a", "b", "a", "a", "b")]
    assert [text[-1] for text in texts] == ["1", "1", "2", "3", "2"]


def test_questions_without_a_conversation_are_independent(by_heart: Any) -> None:
    conversations = Conversations(by_heart)
    assert [conversations.reply(Utterance("?")).text[-1] for _ in range(3)] == ["1", "1", "1"]


def test_the_conversation_that_rested_longest_is_forgotten_first(by_heart: Any) -> None:
    conversations = Conversations(by_heart, kept=2)
    turns = {name: conversations.reply(Utterance("?", name)).text[-1] for name in ("a", "b", "a", "c")}
    assert turns == {"a": "2", "b": "1", "c": "1"}
    assert conversations.reply(Utterance("?", "a")).text[-1] == "3"
    assert conversations.reply(Utterance("?", "b")).text[-1] == "1"
