"""What a person types behind a slash, turned into what the bot receives, with the checks of Discord's own app."""

from __future__ import annotations

from typing import Any

from bot.sandbox.channels import Channel
from bot.sandbox.commands import (
    BOOLEAN,
    CHANNEL_OPTION,
    CHAT_INPUT,
    INTEGER,
    MENTIONABLE,
    NUMBER,
    ROLE_OPTION,
    STRING,
    SUB_COMMAND,
    SUB_COMMAND_GROUP,
    USER_OPTION,
)
from bot.sandbox.errors import Json, NotPossible
from bot.sandbox.guilds import Role
from bot.sandbox.interactions import IN_BOT_DM, IN_GUILD, IN_PRIVATE
from bot.sandbox.permissions import Permission, permissions_of
from bot.sandbox.users import User
from bot.sandbox.world import World

_PLAIN = {STRING: str, INTEGER: int, BOOLEAN: bool, NUMBER: (int, float)}
_OBJECTS = {USER_OPTION: User, CHANNEL_OPTION: Channel, ROLE_OPTION: Role, MENTIONABLE: (User, Role)}


def find_command(world: World, user: User, channel: Channel, name: str, kind: int = CHAT_INPUT) -> Json:
    """Return the command that this person would be offered here; raise NotPossible if there is none."""
    command = world.commands.find(name, kind, channel.guild_id)
    if command is None:
        raise NotPossible(f"there is no command {name!r}; there are {sorted(c['name'] for c in world.commands.all())}")
    context = _context(world, channel)
    installs, contexts = command["integration_types"], command.get("contexts")
    by_server = 0 in installs and (channel.guild.bot_is_member if channel.guild else context == IN_BOT_DM)
    by_user = 1 in installs and user.installed_app
    # In direct messages with the bot every command is offered that its contexts let through.
    if not (by_server or by_user or context == IN_BOT_DM):
        raise NotPossible(f"/{name} is not installed here")
    if contexts is not None and context not in contexts:
        raise NotPossible(f"/{name} is not offered in such a channel")
    if channel.guild is not None:
        granted = permissions_of(user.id, channel)
        if not granted & Permission.VIEW_CHANNEL or not granted & Permission.USE_APPLICATION_COMMANDS:
            raise NotPossible(f"{user.name} may not use commands here")
        needed = command["default_member_permissions"]
        opened = name in channel.guild.opened_commands
        if needed is not None and not opened and not granted & Permission.ADMINISTRATOR:
            bits = int(needed)
            if bits == 0 or granted & bits != bits:
                raise NotPossible(f"/{name} is not shown to {user.name}")
    return command


def _context(world: World, channel: Channel) -> int:
    if channel.guild is not None:
        return IN_GUILD
    return IN_BOT_DM if world.bot.id in channel.recipients else IN_PRIVATE


def fill_in(command: Json, path: list[str], values: dict[str, Any], channel: Channel, typing: bool = False) -> Json:
    """Return a command's data for an interaction; while `typing`, the last value is the one being typed."""
    known = command["options"]
    wrapping: list[Json] = []
    for name in path:
        step = next((o for o in known if o["name"] == name and o["type"] in (SUB_COMMAND, SUB_COMMAND_GROUP)), None)
        if step is None:
            raise NotPossible(f"/{command['name']} has no subcommand {name!r}")
        wrapping.append({"name": name, "type": step["type"]})
        known = step.get("options", [])
    if any(option["type"] in (SUB_COMMAND, SUB_COMMAND_GROUP) for option in known):
        raise NotPossible(f"/{command['name']} needs a subcommand")
    resolved: Json = {}
    options = _fill_options(known, values, channel, typing, resolved)
    for step in reversed(wrapping):
        options = [step | {"options": options}]
    data: Json = {"id": command["id"], "name": command["name"], "type": command["type"], "options": options}
    if "guild_id" in command:
        data["guild_id"] = command["guild_id"]
    if resolved:
        data["resolved"] = resolved
    return data


def _fill_options(
    known: list[Json], values: dict[str, Any], channel: Channel, typing: bool, resolved: Json
) -> list[Json]:
    by_name = {option["name"]: option for option in known}
    if unknown := [name for name in values if name not in by_name]:
        raise NotPossible(f"there is no option {unknown[0]!r}; there are {sorted(by_name)}")
    missing = [name for name, option in by_name.items() if option.get("required") and name not in values]
    if missing and not typing:
        raise NotPossible(f"the option {missing[0]!r} is required")
    filled = []
    last = next(reversed(values), None)
    for name, value in values.items():
        option = by_name[name]
        if typing and name == last:
            if not option.get("autocomplete"):
                raise NotPossible(f"the option {name!r} has no autocomplete")
            filled.append({"name": name, "type": option["type"], "value": value, "focused": True})
        else:
            filled.append({"name": name, "type": option["type"], "value": _read(option, value, channel, resolved)})
    return filled


def _read(option: Json, value: Any, channel: Channel, resolved: Json) -> Any:
    kind, name = option["type"], option["name"]
    expected: Any = _PLAIN.get(kind) or _OBJECTS.get(kind)
    is_boolean = isinstance(value, bool)
    if expected is None or not isinstance(value, expected) or (is_boolean and kind != BOOLEAN):
        raise NotPossible(f"{value!r} does not fit the option {name!r}")
    if kind in _OBJECTS:
        resolve(value, channel, resolved)
        return str(value.id)
    choices = option.get("choices")
    if choices and value not in [choice["value"] for choice in choices]:
        raise NotPossible(f"{value!r} is not among the choices of {name!r}")
    size = len(value) if kind == STRING else value
    low, high = ("min_length", "max_length") if kind == STRING else ("min_value", "max_value")
    if kind != BOOLEAN and not option.get(low, size) <= size <= option.get(high, 6_000 if kind == STRING else size):
        raise NotPossible(f"{value!r} is out of the bounds of {name!r}")
    return value


def resolve(value: User | Role | Channel, channel: Channel, resolved: Json) -> None:
    """Add an object to what an interaction resolves."""
    key = str(value.id)
    if isinstance(value, User):
        resolved.setdefault("users", {})[key] = value.wire()
        if channel.guild is not None and (member := channel.guild.members.get(value.id)):
            resolved.setdefault("members", {})[key] = member.wire(with_user=False, channel=channel)
    elif isinstance(value, Role):
        resolved.setdefault("roles", {})[key] = value.wire()
    else:
        resolved.setdefault("channels", {})[key] = value.wire() | {"permissions": "0"}
