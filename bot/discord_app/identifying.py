"""A guard against IDENTIFY storms: Discord resets the token of a bot that starts 1,000 sessions in a day.

What has been started is kept on disk, so that a supervisor that restarts the bot in a loop cannot get around it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence

from bot.discord_app.logs import Log
from bot.discord_app.notebook import Notebook

HOUR, DAY = 3_600.0, 86_400.0
BUDGET = 1_000
RESERVE = 50
"""Sessions that are left for whoever has to mend things."""
PAUSE = 5.0
"""Discord starts `max_concurrency` sessions every so many seconds."""

_log = Log("gateway")


def pause_before(started: Sequence[float], now: float, shards: int = 1, pause: float = PAUSE) -> float:
    """Say how many seconds to wait before the next session, given when earlier ones were started.

    A handful in an hour are nobody's fault; beyond, each waits twice as long as the one before, up to ten
    minutes; and when the day's budget is spent, until it no longer is.
    """
    today = [at for at in started if now - at < DAY]
    if len(today) >= BUDGET - RESERVE:
        return today[len(today) - (BUDGET - RESERVE)] + DAY - now
    recent = sum(now - at < HOUR for at in today)
    over = recent - 5 * shards
    return 0.0 if over < 0 else min(pause * 2.0 ** min(over, 10), 600.0)


class IdentifyGuard:
    """Lets shards start sessions one after another, and not too many."""

    def __init__(self, notebook: Notebook, *, pause: float = PAUSE, clock: Callable[[], float] = time.time) -> None:
        self._notebook = notebook
        self._pause = pause
        self._clock = clock
        self.shards = 1
        self.max_concurrency = 1
        kept = notebook.get("identifies")
        self._started = [float(at) for at in kept if isinstance(at, int | float)] if isinstance(kept, list) else []

    @property
    def today(self) -> int:
        """How many sessions were started in the last 24 hours."""
        now = self._clock()
        return sum(now - at < DAY for at in self._started)

    async def enter(self) -> None:
        """Wait until a session may be started, and note that it is."""
        now = self._clock()
        wait = pause_before(self._started, now, self.shards, self._pause)
        if wait > 0:
            _log.warning("waiting before the next session", seconds=round(wait), today=self.today)
        latest = self._started[-self.max_concurrency :]
        if len(latest) == self.max_concurrency:
            wait = max(wait, min(latest[0] + self._pause - now, self._pause))
        if wait > 0:
            await asyncio.sleep(wait)
        now = self._clock()
        self._started = [*(at for at in self._started if now - at < DAY), now][-BUDGET:]
        self._notebook.put("identifies", self._started)
