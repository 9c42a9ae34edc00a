"""Gateway sessions, which outlive their sockets so that nothing is lost, and the sockets themselves."""

from __future__ import annotations

import asyncio
import json
import secrets
import time
import zlib
from collections import deque
from typing import Any

from aiohttp import web

from bot.sandbox.faults import EventFault
from bot.sandbox.intents import needed_for
from bot.sandbox.limits import Limits

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID_SESSION, HELLO, HEARTBEAT_ACK = 0, 1, 2, 6, 7, 9, 10, 11


_encode = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode


def write_json(value: Any) -> str:
    """Write JSON without spaces."""
    return _encode(value)


class Connection:
    """One socket: what is to be sent waits in a queue, so that telling a bot something never blocks."""

    def __init__(self, socket: web.WebSocketResponse, transport: asyncio.Transport | None, compressed: bool) -> None:
        self.socket = socket
        self._transport = transport
        self._deflate = zlib.compressobj() if compressed else None
        self._outgoing: deque[str | int] = deque()
        self._ready = asyncio.Event()
        self.frozen = False
        self.closing = False
        self.sent_at: deque[float] = deque()

    def push(self, text: str) -> None:
        """Queue a text for sending; a frozen connection swallows it, as a dead line would."""
        if not self.frozen:
            self._outgoing.append(text)
            self._ready.set()

    def close(self, code: int) -> None:
        """Close the socket with a code once all that is queued is sent."""
        self.closing = True
        self._outgoing.append(code)
        self._ready.set()

    def cut(self) -> None:
        """Break the socket without a word; what is queued is lost."""
        self._outgoing.clear()
        self.frozen = True
        if self._transport is not None:
            self._transport.abort()

    async def write(self) -> None:
        """Send what is queued, until the socket closes."""
        while True:
            await self._ready.wait()
            self._ready.clear()
            while self._outgoing:
                item = self._outgoing.popleft()
                if isinstance(item, int):
                    await self.socket.close(code=item)
                    return
                try:
                    await self._send(item)
                except (ConnectionError, RuntimeError):
                    # The other side is gone: the session keeps what was not sent.
                    return

    async def _send(self, text: str) -> None:
        if self._deflate is None:
            await self.socket.send_str(text)
        else:
            deflated = self._deflate.compress(text.encode()) + self._deflate.flush(zlib.Z_SYNC_FLUSH)
            await self.socket.send_bytes(deflated)


class Session:
    """What a bot began with IDENTIFY and carries on with RESUME."""

    def __init__(self, shard: tuple[int, int], intents: int, limits: Limits, connection: Connection) -> None:
        self.id = secrets.token_hex(16)
        self.shard_id, self.shard_count = shard
        self.intents = intents
        self.connection: Connection | None = connection
        self.sequence = 0
        self.resumes = 0
        self.lost_at: float | None = None
        self._limits = limits
        self._kept: deque[tuple[int, str]] = deque(maxlen=limits.replayed_events)
        self._held: tuple[str, str, str] | None = None
        self._numbers: dict[str, int] = {}
        self.proven = 0

    def wants(self, event: str, in_guild: bool) -> bool:
        """Say whether this session asked for such events."""
        needed = needed_for(event, in_guild)
        return needed == 0 or bool(self.intents & needed)

    @property
    def resumable(self) -> bool:
        """Whether the bot may still come back to it."""
        return self.lost_at is None or time.monotonic() - self.lost_at < self._limits.resume_window

    def dispatch(self, event: str, data: str, fault: EventFault | None = None, key: str = "") -> None:
        """Send an event, or keep it for the replay; a fault decides how it arrives. `key` names what it is about."""
        fate = None if fault is None else fault.fate
        if fate == "drop":
            return
        if fate == "hold":
            self._held = (event, data, key)
            return
        if fate == "cut" and self.connection is not None:
            self.connection.cut()
        if fate == "replace" and fault is not None:
            data = write_json(fault.payload)
        self._number(event, data, key)
        if fate == "duplicate":
            self._number(event, data, key)
        if fate == "cut_after" and self.connection is not None:
            # The event is on its way before the socket breaks: as a normal close without a close frame.
            self.connection.close(4000)
        if self._held is not None:
            (event, data, key), self._held = self._held, None
            self._number(event, data, key)

    def _number(self, event: str, data: str, key: str = "") -> None:
        self.sequence += 1
        if key:
            self._numbers.setdefault(key, self.sequence)
            if len(self._numbers) > self._limits.replayed_events:
                del self._numbers[next(iter(self._numbers))]
        text = f'{{"t":"{event}","s":{self.sequence},"op":0,"d":{data}}}'
        self._kept.append((self.sequence, text))
        if self.connection is not None:
            self.connection.push(text)

    def acknowledge(self, sequence: int) -> None:
        """Forget what the bot says it has received."""
        self.proven = max(self.proven, sequence)
        while self._kept and self._kept[0][0] <= sequence:
            self._kept.popleft()

    def knows(self, key: str) -> int | None:
        """Return the number of the first event about something, if there was one."""
        return self._numbers.get(key)

    def can_replay(self, sequence: int) -> bool:
        """Say whether everything after `sequence` is still at hand."""
        return self.sequence == sequence or bool(self._kept and self._kept[0][0] <= sequence + 1)

    def resume(self, connection: Connection, sequence: int) -> None:
        """Go on over another socket: first what was missed, then RESUMED."""
        self.connection, self.lost_at = connection, None
        self.resumes += 1
        self.acknowledge(sequence)
        for number, text in self._kept:
            if number > sequence:
                connection.push(text)
        self._number("RESUMED", "{}")

    def detach(self, connection: Connection) -> None:
        """Note that a socket is gone."""
        if self.connection is connection:
            self.connection, self.lost_at = None, time.monotonic()
