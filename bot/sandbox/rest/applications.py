"""/applications, /oauth2 and /gateway: the application, its commands, and where its gateway is."""

from __future__ import annotations

from typing import Any

from bot.sandbox.errors import (
    INVALID_FORM_BODY,
    MISSING_ACCESS,
    UNKNOWN_APPLICATION,
    ApiError,
    Json,
)
from bot.sandbox.rest.router import NO_CONTENT, Answer, Call, router

GLOBAL = "/applications/{application_id}/commands"
IN_GUILD = "/applications/{application_id}/guilds/{guild_id}/commands"


@router.route("GET", "/oauth2/applications/@me")
@router.route("GET", "/applications/@me")
def get_application(call: Call) -> Json:
    """Return the bot's application."""
    return call.world.application_wire()


@router.route("GET", "/gateway", needs_token=False)
def get_gateway(call: Call) -> Json:
    """Return where the gateway is."""
    return {"url": call.world.gateway_info()["url"]}


@router.route("GET", "/gateway/bot")
def get_bot_gateway(call: Call) -> Json:
    """Return where the gateway is, how many shards to start, and how many sessions may be started yet."""
    return call.world.gateway_info()


def _scope(call: Call) -> int | None:
    if call.id("application_id") != call.world.application_id:
        raise ApiError(UNKNOWN_APPLICATION)
    if "guild_id" not in call.params:
        return None
    guild_id = call.id("guild_id")
    guild = call.world.guilds.get(guild_id)
    if guild is None or not guild.bot_is_member:
        raise ApiError(MISSING_ACCESS)
    return guild_id


@router.route("GET", GLOBAL)
@router.route("GET", IN_GUILD)
def list_commands(call: Call) -> list[Json]:
    """Return the registered commands."""
    commands = call.world.commands.all(_scope(call))
    if call.query.get("with_localizations") in ("1", "true", "True"):
        return commands
    return [{key: value for key, value in c.items() if not key.endswith("_localizations")} for c in commands]


@router.route("PUT", GLOBAL)
@router.route("PUT", IN_GUILD)
def replace_commands(call: Call) -> list[Json]:
    """Register exactly these commands."""
    bodies: Any = call.body
    if not isinstance(bodies, list) or not all(isinstance(body, dict) for body in bodies):
        fault = {"code": "LIST_TYPE_CONVERT", "message": "Only iterables may be used in a ListType"}
        raise ApiError(INVALID_FORM_BODY, {"_errors": [fault]})
    return call.world.commands.replace_all(_scope(call), bodies)


@router.route("POST", GLOBAL)
@router.route("POST", IN_GUILD)
def create_command(call: Call) -> Answer:
    """Register one command, or replace the one of its name."""
    command, is_new = call.world.commands.add(_scope(call), call.json)
    return Answer(201 if is_new else 200, command)


@router.route("GET", GLOBAL + "/{command_id}")
@router.route("GET", IN_GUILD + "/{command_id}")
def get_command(call: Call) -> Json:
    """Return one command."""
    return call.world.commands.get(_scope(call), call.id("command_id"))


@router.route("PATCH", GLOBAL + "/{command_id}")
@router.route("PATCH", IN_GUILD + "/{command_id}")
def edit_command(call: Call) -> Json:
    """Change a command."""
    return call.world.commands.change(_scope(call), call.id("command_id"), call.json)


@router.route("DELETE", GLOBAL + "/{command_id}")
@router.route("DELETE", IN_GUILD + "/{command_id}")
def delete_command(call: Call) -> Answer:
    """Remove a command."""
    call.world.commands.remove(_scope(call), call.id("command_id"))
    return NO_CONTENT
