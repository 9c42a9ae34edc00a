"""A small control surface over HTTP, so that another process can act as people and inject faults.

POST /control/{verb} with a JSON object; ids are strings, as everywhere in Discord. GET /control lists the verbs.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.sandbox.channels import Channel
from bot.sandbox.errors import Json, SandboxError
from bot.sandbox.guilds import Guild
from bot.sandbox.interactions import Interaction
from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from bot.sandbox.sessions import write_json

if TYPE_CHECKING:
    from bot.sandbox.sandbox import Sandbox

_FAULTS = frozenset({"status", "rate_limit", "delay", "cut", "event", "op", "refuse_connections", "clear"})
_GATEWAY = frozenset({"reconnect", "invalidate", "cut", "close", "freeze", "send_raw", "send_event"})


class Control:
    """Translates verbs into what a test in the same process would call."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._verbs: dict[str, Callable[[Json], Awaitable[Any]]] = {
            name.removeprefix("_do_"): getattr(self, name) for name in dir(self) if name.startswith("_do_")
        }

    async def serve(self, request: web.BaseRequest) -> web.Response:
        """Do what a verb asks."""
        verb = request.path.removeprefix("/control").strip("/")
        try:
            if not verb:
                answer: Any = {name: (do.__doc__ or "") for name, do in self._verbs.items()}
            elif verb not in self._verbs:
                return _respond(404, {"error": f"there is no verb {verb!r}"})
            else:
                raw = await request.read()
                answer = await self._verbs[verb](json.loads(raw) if raw else {})
        except (SandboxError, LookupError, ValueError, TypeError) as error:
            return _respond(400, {"error": f"{type(error).__name__}: {error}"})
        return _respond(200, answer)

    # Finding what a verb speaks of.

    def _person(self, body: Json) -> Person:
        person = self._sandbox.world.users[int(body["person"])]
        if not isinstance(person, Person):
            raise ValueError(f"{person.name} is no person of this sandbox")
        return person

    def _channel(self, body: Json) -> Channel:
        return self._sandbox.world.channels[int(body["channel"])]

    def _where(self, body: Json) -> Channel | None:
        return self._channel(body) if "channel" in body else None

    def _message(self, body: Json) -> Message:
        return self._channel(body).messages[int(body["message"])]

    def _guild(self, value: Any) -> Guild:
        return self._sandbox.world.guilds[int(value)]

    # The verbs.

    async def _do_state(self, _: Json) -> Json:
        """What there is: the token, servers with their channels, people, commands, live sessions."""
        world = self._sandbox.world
        return {
            "api_url": self._sandbox.api_url,
            "token": self._sandbox.token,
            "bot": str(world.bot.id),
            "guilds": [
                {
                    "id": str(guild.id),
                    "name": guild.name,
                    "channels": [_show_channel(c) for c in guild.channels.values()],
                }
                for guild in world.guilds.values()
            ],
            "people": [{"id": str(u.id), "name": u.name} for u in world.users.values() if isinstance(u, Person)],
            "commands": [command["name"] for command in world.commands.all()],
            "sessions": sum(s.connection is not None for s in self._sandbox.gateway.sessions.values()),
            "requests": self._sandbox.requests.count,
        }

    async def _do_guild(self, body: Json) -> Json:
        """Make a server: name."""
        guild = self._sandbox.guild(body["name"])
        return {"id": str(guild.id), "name": guild.name}

    async def _do_channel(self, body: Json) -> Json:
        """Make a channel: guild, name, kind."""
        return _show_channel(self._guild(body["guild"]).channel(body["name"], int(body.get("kind", 0))))

    async def _do_person(self, body: Json) -> Json:
        """Make a person: name, guilds, bot, installed_app; their direct messages come with them."""
        guilds = [self._guild(guild) for guild in body.get("guilds", ())]
        is_bot, installed = bool(body.get("bot")), bool(body.get("installed_app"))
        person = self._sandbox.person(body["name"], *guilds, bot=is_bot, installed_app=installed)
        return {"id": str(person.id), "name": person.name, "dm": str(person.dm().id)}

    async def _do_say(self, body: Json) -> Json:
        """Say something: person, channel, text."""
        return self._show(await self._person(body).say(self._channel(body), body["text"]))

    async def _do_reply(self, body: Json) -> Json:
        """Reply: person, channel, message, text, ping."""
        message = await self._person(body).reply(self._message(body), body["text"], ping=body.get("ping", True))
        return self._show(message)

    async def _do_edit(self, body: Json) -> Json:
        """Change a message: person, channel, message, text."""
        return self._show(await self._person(body).edit(self._message(body), body["text"]))

    async def _do_delete(self, body: Json) -> Json:
        """Delete a message: person, channel, message."""
        await self._person(body).delete(self._message(body))
        return {}

    async def _do_slash(self, body: Json) -> Json:
        """Run a slash command: person, command, options, channel; answers with the response, once it says something."""
        options = body.get("options", {})
        return await self._follow(await self._person(body).slash(body["command"], self._where(body), **options))

    async def _do_autocomplete(self, body: Json) -> list[Json]:
        """Type into an option: person, command, options, channel."""
        return await self._person(body).autocomplete(body["command"], self._where(body), **body["options"])

    async def _do_click(self, body: Json) -> Json:
        """Click a button: person, channel, message, label."""
        return await self._follow(await self._person(body).click(self._message(body), body["label"]))

    async def _do_choose(self, body: Json) -> Json:
        """Choose from a menu: person, channel, message, values."""
        return await self._follow(await self._person(body).choose(self._message(body), *body["values"]))

    async def _do_messages(self, body: Json) -> list[Json]:
        """What a person sees: person, channel."""
        return [self._show(message) for message in self._channel(body).messages_seen_by(self._person(body))]

    async def _do_next_message(self, body: Json) -> Json:
        """Wait for the bot's next message: channel, timeout, person (who sees ephemeral ones)."""
        seen_by = self._person(body) if "person" in body else None
        return self._show(await self._channel(body).next_message(float(body.get("timeout", 5.0)), seen_by))

    async def _do_requests(self, body: Json) -> list[Json]:
        """What the bot asked for: method, path (with *)."""
        found = self._sandbox.requests.matching(body.get("method", "*"), body.get("path", "*"))
        return [{"method": r.method, "path": r.path, "status": r.status, "body": r.body} for r in found]

    async def _do_fault(self, body: Json) -> Json:
        """Inject a fault: kind (a method of Faults) and its arguments by name."""
        arguments = dict(body)
        kind = arguments.pop("kind")
        if kind not in _FAULTS:
            raise ValueError(f"kind is one of {sorted(_FAULTS)}")
        getattr(self._sandbox.faults, kind)(**arguments)
        return {}

    async def _do_gateway(self, body: Json) -> Json:
        """Trouble the gateway: action (reconnect, invalidate, cut, close, freeze …) and its arguments by name."""
        arguments = dict(body)
        action = arguments.pop("action")
        if action not in _GATEWAY:
            raise ValueError(f"action is one of {sorted(_GATEWAY)}")
        getattr(self._sandbox.gateway, action)(**arguments)
        return {}

    # How a verb answers.

    def _show(self, message: Message) -> Json:
        return message.wire(True, self._sandbox.world.bot.id) | {"ephemeral": message.ephemeral}

    async def _follow(self, interaction: Interaction) -> Json:
        shown: Json = {"id": str(interaction.id), "deferred": interaction.deferred, "latency": interaction.latency}
        if interaction.original is not None:
            shown["message"] = self._show(await interaction.response())
        return shown


def _show_channel(channel: Channel) -> Json:
    return {"id": str(channel.id), "name": channel.name, "type": channel.type}


def _respond(status: int, answer: Any) -> web.Response:
    return web.Response(status=status, body=write_json(answer).encode(), content_type="application/json")
