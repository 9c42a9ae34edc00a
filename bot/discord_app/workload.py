"""The workload: what is in flight, so that stopping can let it finish."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


class Workload:
    """Counts what is being worked on; once it drains, nothing more is admitted."""

    def __init__(self) -> None:
        self.in_flight = 0
        self.draining = False
        self._idle = asyncio.Event()
        self._idle.set()

    @contextmanager
    def entered(self) -> Iterator[bool]:
        """Work inside; the value says whether the work is admitted at all."""
        if self.draining:
            yield False
            return
        self.in_flight += 1
        self._idle.clear()
        try:
            yield True
        finally:
            self.in_flight -= 1
            if not self.in_flight:
                self._idle.set()

    async def drain(self, seconds: float) -> bool:
        """Admit nothing more, and wait until all is done; say whether it was in time."""
        self.draining = True
        try:
            async with asyncio.timeout(seconds):
                await self._idle.wait()
        except TimeoutError:
            return False
        return True
