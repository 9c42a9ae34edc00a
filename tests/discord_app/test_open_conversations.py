"""Conversations and exchanges: kept for their few minutes, and no longer."""

from __future__ import annotations

from bot.discord_app.conversations import NEW, Conversations
from bot.discord_app.exchanges import Exchanges
from bot.qa.models import Conversation, Turn

ONE = Conversation((Turn("one?", ("a",)),))
TWO = Conversation((Turn("two?", ("b",)),))


def test_each_user_has_a_conversation_in_each_channel() -> None:
    conversations = Conversations()
    conversations.keep((1, 9), ONE, 0)
    conversations.keep((1, 8), TWO, 0)
    assert conversations.at((1, 9), 1) == ONE
    assert conversations.at((1, 8), 1) == TWO
    assert conversations.at((2, 9), 1) == NEW


def test_a_conversation_expires_and_is_forgotten() -> None:
    conversations = Conversations(life=60)
    conversations.keep((1, 9), ONE, 0)
    conversations.keep((2, 9), TWO, 30)
    assert conversations.at((1, 9), 61) == NEW
    conversations.forget(61)
    assert len(conversations) == 1
    conversations.keep((2, 9), NEW, 62)
    assert len(conversations) == 0


def test_there_are_never_more_than_fit() -> None:
    conversations = Conversations(kept=10)
    for user in range(100):
        conversations.keep((user, 9), ONE, user)
    assert len(conversations) == 10
    assert conversations.at((99, 9), 99) == ONE


def test_an_exchange_is_found_until_its_question_can_be_edited_no_more() -> None:
    exchanges = Exchanges(life=600, kept=2)
    opened = exchanges.open(1, (1, 9), NEW, 0)
    assert exchanges.find(1) is opened
    exchanges.forget(601)
    assert exchanges.find(1) is None
    for question in (2, 3, 4):
        exchanges.open(question, (1, 9), NEW, 700)
    assert len(exchanges) == 2
