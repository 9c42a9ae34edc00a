"""The conversations that a stream of questions keeps open, by name."""

from __future__ import annotations

from collections import OrderedDict
from typing import Protocol

from bot.console.utterances import Utterance
from bot.qa.models import Conversation, Reply

KEPT = 4096
"""How many conversations are remembered; beyond that the one that rested longest starts anew."""


class Replies(Protocol):
    """What the terminal needs of an answerer."""

    def reply(self, question: str, conversation: Conversation = ...) -> Reply:
        """Answer `question` as the next one of `conversation`."""


class Conversations:
    """Answers utterances in the conversations that they name, and remembers where each one stands."""

    def __init__(self, answerer: Replies, kept: int = KEPT) -> None:
        self._answerer = answerer
        self._kept = kept
        self._open: OrderedDict[str, Conversation] = OrderedDict()

    def reply(self, utterance: Utterance) -> Reply:
        """Answer an utterance; one that names no conversation stands alone."""
        name = utterance.conversation
        if name is None:
            return self._answerer.reply(utterance.question)
        reply = self._answerer.reply(utterance.question, self._open.get(name, Conversation()))
        self._open[name] = reply.conversation
        self._open.move_to_end(name)
        if len(self._open) > self._kept:
            self._open.popitem(last=False)
        return reply
