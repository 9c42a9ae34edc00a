"""The conversations that are open, by user and channel; each is forgotten a few minutes after its last question."""

from __future__ import annotations

from collections import OrderedDict

from bot.qa.models import Conversation

LIFE = 600.0
"""For how many seconds after the last question a follow-up leans on it."""
KEPT = 20_000
"""How many conversations are kept at most; beyond that the one that rested longest goes."""

Place = tuple[int, int]
"""A user and a channel."""

NEW = Conversation()


class Conversations:
    """Remembers where each conversation stands."""

    def __init__(self, life: float = LIFE, kept: int = KEPT) -> None:
        self._life = life
        self._kept = kept
        self._open: OrderedDict[Place, tuple[float, Conversation]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._open)

    def at(self, place: Place, now: float) -> Conversation:
        """Return the conversation that is open there, or a new one."""
        touched, conversation = self._open.get(place, (now, NEW))
        return conversation if now - touched < self._life else NEW

    def keep(self, place: Place, conversation: Conversation, now: float) -> None:
        """Remember where a conversation stands; one without turns is forgotten."""
        self._open.pop(place, None)
        if conversation.turns:
            self._open[place] = now, conversation
        if len(self._open) > self._kept:
            self._open.popitem(last=False)

    def forget(self, now: float) -> None:
        """Forget the conversations that have rested too long."""
        while self._open:
            place, (touched, _) = next(iter(self._open.items()))
            if now - touched < self._life:
                return
            del self._open[place]
