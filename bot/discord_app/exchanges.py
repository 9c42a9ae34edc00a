"""Exchanges: which reply belongs to which question, so that one follows when the other is edited or deleted."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field

from bot.discord_app.conversations import NEW, Place
from bot.qa.models import Conversation

LIFE = 600.0
"""For how many seconds a question may be edited or deleted and its reply follows."""
KEPT = 50_000


@dataclass(slots=True, eq=False)
class Exchange:
    """One question and the reply to it, by message id."""

    question: int
    place: Place
    opened: float
    before: Conversation = NEW
    """Where the conversation stood before the question."""
    answered: bool = False
    """Whether an answer was worked out already; another one, to an edited question, begins where that one did."""
    version: float = 0.0
    """When the question was last edited, as Discord has it; 0 for never."""
    reply: int | None = None
    gone: bool = False
    """Whether the question was deleted."""
    turn: asyncio.Lock = field(default_factory=asyncio.Lock, repr=False)
    """Held by whoever sends, edits or deletes the reply."""


class Exchanges:
    """The exchanges of the last minutes."""

    def __init__(self, life: float = LIFE, kept: int = KEPT) -> None:
        self._life = life
        self._kept = kept
        self._open: OrderedDict[int, Exchange] = OrderedDict()

    def __len__(self) -> int:
        return len(self._open)

    def find(self, question: int) -> Exchange | None:
        """Find the exchange of a question."""
        return self._open.get(question)

    def open(self, question: int, place: Place, before: Conversation, now: float) -> Exchange:
        """Open an exchange."""
        exchange = self._open[question] = Exchange(question, place, now, before)
        if len(self._open) > self._kept:
            self._open.popitem(last=False)
        return exchange

    def forget(self, now: float) -> None:
        """Forget what is too old to be edited."""
        while self._open:
            question, exchange = next(iter(self._open.items()))
            if now - exchange.opened < self._life:
                return
            del self._open[question]
