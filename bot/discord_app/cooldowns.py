"""Cooldowns: how many questions a user may ask, and a channel may hold, in a sliding window of time."""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass, field

from bot.discord_app.settings import Rate


@dataclass(frozen=True, slots=True)
class Wait:
    """The question comes too soon. `seconds` remain; `first` says that this has not been told yet."""

    seconds: float
    first: bool


@dataclass(slots=True)
class _Window:
    uses: deque[float] = field(default_factory=deque)
    told: bool = False


class Cooldown:
    """Counts the uses of each key; it remembers a key no longer than its window."""

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._windows: OrderedDict[int, _Window] = OrderedDict()

    def __len__(self) -> int:
        return len(self._windows)

    def remaining(self, key: int, now: float) -> float:
        """Say how many seconds remain until `key` may be used again; 0 if it may be used now."""
        window = self._windows.get(key)
        if window is None or not self._rate.uses:
            return 0.0
        while window.uses and now - window.uses[0] >= self._rate.seconds:
            window.uses.popleft()
        return 0.0 if len(window.uses) < self._rate.uses else self._rate.seconds - (now - window.uses[0])

    def use(self, key: int, now: float) -> None:
        """Count a use."""
        if self._rate.uses:
            window = self._windows.setdefault(key, _Window())
            window.uses.append(now)
            window.told = False
            self._windows.move_to_end(key)

    def tell(self, key: int) -> bool:
        """Note that somebody was told to wait; say whether it was the first time since the last use."""
        window = self._windows.setdefault(key, _Window())
        first, window.told = not window.told, True
        return first

    def forget(self, now: float) -> None:
        """Forget the keys whose window has passed."""
        while self._windows:
            key, window = next(iter(self._windows.items()))
            if window.uses and now - window.uses[-1] < self._rate.seconds:
                return
            del self._windows[key]


class Cooldowns:
    """The two cooldowns of a question: its asker's and its channel's."""

    def __init__(self, user: Rate, channel: Rate) -> None:
        self.user = Cooldown(user)
        self.channel = Cooldown(channel)

    def admit(self, user: int, channel: int, now: float) -> Wait | None:
        """Count a question, or say how long to wait with it."""
        for cooldown, key in ((self.user, user), (self.channel, channel)):
            seconds = cooldown.remaining(key, now)
            if seconds > 0:
                return Wait(seconds, cooldown.tell(key))
        self.user.use(user, now)
        self.channel.use(channel, now)
        return None

    def forget(self, now: float) -> None:
        """Forget whoever asked nothing of late."""
        self.user.forget(now)
        self.channel.forget(now)
