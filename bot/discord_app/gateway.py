"""Where the library is made to fit: the address of the API, malformed events, and coming back to a session.

It leans on inner parts of discord.py 2.7: `discord.shard.DiscordWebSocket` and `Shard` (replaced by the classes
below), `received_message`, `log_receive`, `reconnect` and `reidentify`, and the `parsers` of a connection's events.
"""

from __future__ import annotations

import asyncio
import random
import re
import zlib
from collections.abc import Callable
from typing import Any

import aiohttp
import discord
import discord.gateway
import discord.http
import discord.shard
import yarl
from discord.gateway import DiscordWebSocket, ReconnectWebSocket, WebSocketClosure
from discord.shard import Shard

_EVENT = re.compile(r'"t":\s?"([A-Z_]{1,60})"')
_NO_FAULT_OF_THE_EVENT = (
    ReconnectWebSocket,
    WebSocketClosure,
    discord.ConnectionClosed,
    aiohttp.ClientError,
    OSError,
    asyncio.TimeoutError,
)
_RESUMES = 8
"""How often a shard tries to resume over broken connections before it starts anew."""


class SturdyWebSocket(DiscordWebSocket):
    """A socket that drops what it cannot read and lives on."""

    _text: object = ""

    def log_receive(self, data: Any, /) -> None:
        """Keep what came last, so that it can be named if it turns out to be malformed."""
        self._text = data

    async def received_message(self, msg: Any, /) -> None:
        """Take in a frame; drop one that is malformed, and start anew where nothing works without it."""
        try:
            await super().received_message(msg)
        except _NO_FAULT_OF_THE_EVENT:
            raise
        except zlib.error:
            await self.close(code=4000)  # nothing after it can be read either
            raise ReconnectWebSocket(self.shard_id) from None
        except Exception as error:
            match = _EVENT.search(self._text[:200]) if isinstance(self._text, str) else None
            name = match[1] if match else "?"
            self._dispatch("malformed_event", name, error)
            if name == "READY":
                await self.close(code=4000)
                raise ReconnectWebSocket(self.shard_id, resume=False) from None


class Backoff:
    """Longer and longer pauses up to half a minute: resuming is free, and starting anew has a guard of its own."""

    def __init__(self) -> None:
        self._pause = 0.5

    def delay(self) -> float:
        """Return how many seconds to wait this time."""
        pause, self._pause = self._pause, min(self._pause * 2, 30.0)
        return pause * random.uniform(0.5, 1.0)  # noqa: S311 - it only spreads attempts


class ResumingShard(Shard):
    """A shard that goes back to its session when a connection fails, instead of leaving what it missed behind."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._tries = 0
        self._backoff = Backoff()  # type: ignore[assignment]  # all that the library asks of it is delay()

    async def reconnect(self) -> None:
        """Connect again: resume while there is something to resume."""
        if self.ws.session_id is not None and self.ws.sequence is not None and self._tries < _RESUMES:
            self._tries += 1
            await self.reidentify(ReconnectWebSocket(self.id, resume=True))
        else:
            self._tries = 0
            await super().reconnect()

    def launch(self) -> None:
        """Begin to listen."""
        self._tries = 0
        self._backoff = Backoff()  # type: ignore[assignment]  # the same
        super().launch()


def fit_library(api_url: str) -> None:
    """Point discord.py to an API and put the classes above into service, for the whole process."""
    discord.http.Route.BASE = api_url
    for name, value in (("DiscordWebSocket", SturdyWebSocket), ("Shard", ResumingShard)):
        setattr(discord.shard, name, value)


def sift_messages(client: discord.Client) -> None:
    """Let messages through that are private or mention the bot; to read the others would be most of the work."""
    parsers: dict[str, Callable[[Any], None]] = client._connection.parsers
    for event in ("MESSAGE_CREATE", "MESSAGE_UPDATE"):
        parsers[event] = _Sieve(client, parsers[event])


class _Sieve:
    """Passes on the messages that may be for the bot."""

    def __init__(self, client: discord.Client, parse: Callable[[Any], None]) -> None:
        assert client.user is not None  # noqa: S101 - it is known from the login on
        self._me = str(client.user.id)
        self._parse = parse

    def __call__(self, event: Any) -> None:
        mentions = event.get("mentions")
        if mentions is None or "guild_id" not in event or self._me in [user["id"] for user in mentions]:
            self._parse(event)


def point_to_gateway(url: str) -> None:
    """Tell new sessions where the gateway is."""
    SturdyWebSocket.DEFAULT_GATEWAY = yarl.URL(url)
