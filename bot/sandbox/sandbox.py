"""The sandbox itself: one Discord with one application in it, on a port of this machine."""

from __future__ import annotations

import base64
import secrets
from types import TracebackType
from typing import Self

from aiohttp import web

from bot.sandbox.channels import Channel
from bot.sandbox.control import Control
from bot.sandbox.errors import Json
from bot.sandbox.faults import Faults
from bot.sandbox.gateway import Gateway
from bot.sandbox.guilds import Guild
from bot.sandbox.journal import Journal
from bot.sandbox.limits import Limits
from bot.sandbox.people import Person
from bot.sandbox.permissions import EVERYONE
from bot.sandbox.rates import Rates
from bot.sandbox.server import API, ApiServer
from bot.sandbox.users import User
from bot.sandbox.world import World

HOST = "127.0.0.1"


class Sandbox:
    """A Discord of one's own: `async with Sandbox() as discord:` and point a bot to `discord.api_url`."""

    def __init__(
        self,
        *,
        limits: Limits | None = None,
        shards: int = 1,
        bot_name: str = "Roro",
        privileged_intents: int = 0,
        compress: bool = True,
        port: int = 0,
        token: str | None = None,
    ) -> None:
        self.limits = limits or Limits()
        self.shards = shards
        self.world = World(self.limits, bot_name, privileged_intents)
        self.owner = self.person("Owner")
        self.world.owner = self.owner
        self.faults = Faults()
        self.requests = Journal(self.limits.logged_requests)
        self.rates = Rates(self.limits)
        self.token = token or _make_token(self.world.bot.id)
        self.gateway = Gateway(self.world, self.faults, self.token, compress)
        self._port = port
        self._api = ApiServer(self.world, self.faults, self.rates, self.requests, self.token)
        self._control = Control(self)
        self._runner: web.ServerRunner | None = None
        self.world.gateway_info = self._describe_gateway

    # Starting and stopping.

    async def start(self) -> Self:
        """Listen on loopback, on the port asked for or any that is free."""
        self._runner = web.ServerRunner(web.Server(self._serve, access_log=None), shutdown_timeout=0.5)
        await self._runner.setup()
        await web.TCPSite(self._runner, HOST, self._port).start()
        self._port = self._runner.addresses[0][1]
        self.world.base_url = f"http://{HOST}:{self._port}"
        self.gateway.url = f"ws://{HOST}:{self._port}"
        return self

    async def stop(self) -> None:
        """Break all sockets and stop listening."""
        self.gateway.cut()
        if self._runner is not None:
            await self._runner.cleanup()

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    @property
    def api_url(self) -> str:
        """Where the HTTP API is: the base of every route."""
        return self.world.base_url + API

    @property
    def control_url(self) -> str:
        """Where another process acts as a person and injects faults."""
        return f"{self.world.base_url}/control"

    async def _serve(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.path
        if path.startswith(API + "/"):
            return await self._api.serve(request)
        if path == "/":
            return await self.gateway.serve(request)
        if path.startswith("/control"):
            return await self._control.serve(request)
        if path.startswith("/attachments/"):
            attachment = self.world.attachments.get(int(path.split("/")[3]))
            if attachment is not None:
                return web.Response(body=attachment.content, content_type="application/octet-stream")
        return web.Response(status=404)

    def _describe_gateway(self) -> Json:
        return {
            "url": self.gateway.url,
            "shards": self.shards,
            "session_start_limit": {
                "total": self.limits.identifies.uses,
                "remaining": self.gateway.remaining_identifies,
                "reset_after": int(self.limits.identifies.seconds * 1000),
                "max_concurrency": self.limits.max_concurrency,
            },
        }

    # What is in it.

    @property
    def bot(self) -> User:
        """The account of the bot under test."""
        return self.world.bot

    def guild(
        self,
        name: str,
        *,
        owner: User | None = None,
        shard: int | None = None,
        with_bot: bool = True,
        bot_permissions: int = EVERYONE,
    ) -> Guild:
        """Make a server, on a shard of one's choice; the bot joins it with a role of its own.

        Unless another owner is named, it is the owner of the application's.
        """
        return self.world.add_guild(name, owner or self.owner, shard, self.shards, with_bot, bot_permissions)

    def person(
        self, name: str, *guilds: Guild, bot: bool = False, installed_app: bool = False, locale: str = "en-US"
    ) -> Person:
        """Make a person (or another bot) who is in these servers, or who has the app installed for themselves."""
        person = Person(self.world.ids.next(), name, bot, locale, installed_app=installed_app, world=self.world)
        self.world.users[person.id] = person
        for guild in guilds:
            guild.join(person)
        return person

    def group(self, *people: Person) -> Channel:
        """Make a private channel between people, without the bot."""
        return self.world.direct_channel(*people)

    async def connected(self, shards: int | None = None, timeout: float = 10.0) -> None:
        """Wait until the bot's shards are connected."""
        await self.gateway.connected(self.shards if shards is None else shards, timeout)


def _make_token(bot_id: int) -> str:
    """Return a token of the shape that Discord's have; its first part is the bot's id."""
    first = base64.urlsafe_b64encode(str(bot_id).encode()).decode().rstrip("=")
    return f"{first}.{secrets.token_urlsafe(5)[:6]}.{secrets.token_urlsafe(29)[:38]}"
