"""The workload: what is in flight, so that stopping can let it finish; and whose turn it is to think."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager


class Turns:
    """Lets one thing be worked out at a time, and everything else have its turn before the next one.

    However many questions arrive at once, the event loop stands still for no longer than one of them takes.
    """

    def __init__(self) -> None:
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def taken(self) -> AsyncIterator[None]:
        """Wait for one's turn, work inside without waiting for anything, and give the others theirs."""
        async with self._turn:
            yield
            await asyncio.sleep(0)


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
