"""Application commands: the rules they keep, and where they are registered."""

from __future__ import annotations

import re
import time
from typing import Any

from bot.sandbox.errors import (
    TOO_MANY_COMMANDS,
    TOO_MANY_COMMANDS_TODAY,
    UNKNOWN_COMMAND,
    ApiError,
    Json,
)
from bot.sandbox.forms import Form, Path
from bot.sandbox.limits import Limits
from bot.sandbox.snowflakes import Snowflakes

CHAT_INPUT, USER, MESSAGE = 1, 2, 3
SUB_COMMAND, SUB_COMMAND_GROUP, STRING, INTEGER, BOOLEAN = 1, 2, 3, 4, 5
USER_OPTION, CHANNEL_OPTION, ROLE_OPTION, MENTIONABLE, NUMBER, ATTACHMENT = 6, 7, 8, 9, 10, 11
OPTION_TYPES = tuple(range(1, 12))
WITH_CHOICES = frozenset({STRING, INTEGER, NUMBER})

_NAME = re.compile(r"^[-_'\w]+$")
# Chat-input commands; context menus have quotas of their own, far smaller.
_QUOTAS = {CHAT_INPUT: None, USER: 5, MESSAGE: 5}
_DAY = 86_400.0
_LOCALES = frozenset(
    [
        "ar",
        "bg",
        "cs",
        "da",
        "de",
        "el",
        "en-GB",
        "en-US",
        "es-419",
        "es-ES",
        "fi",
        "fr",
        "he",
        "hi",
        "hr",
        "hu",
        "id",
        "it",
        "ja",
        "ko",
        "lt",
        "nl",
        "no",
        "pl",
        "pt-BR",
        "ro",
        "ru",
        "sv-SE",
        "th",
        "tr",
        "uk",
        "vi",
        "zh-CN",
        "zh-TW",
    ]
)


class CommandBook:
    """The commands of one application: global ones (under None) and each server's own."""

    def __init__(self, ids: Snowflakes, application_id: int, limits: Limits) -> None:
        self._ids = ids
        self._application_id = application_id
        self._limits = limits
        self._commands: dict[int | None, dict[int, Json]] = {}
        self._creates: dict[int | None, list[float]] = {}

    def all(self, guild_id: int | None = None) -> list[Json]:
        """Return the commands registered globally or in one server."""
        return list(self._commands.get(guild_id, {}).values())

    def get(self, guild_id: int | None, command_id: int) -> Json:
        """Return one command."""
        try:
            return self._commands[guild_id][command_id]
        except KeyError:
            raise ApiError(UNKNOWN_COMMAND) from None

    def find(self, name: str, kind: int, guild_id: int | None) -> Json | None:
        """Return the command that a person in this server would run: the server's own goes before a global one."""
        for scope in (guild_id, None):
            for command in self.all(scope):
                if command["name"] == name and command["type"] == kind:
                    return command
        return None

    def replace_all(self, guild_id: int | None, bodies: list[Json]) -> list[Json]:
        """Register exactly these commands; those whose name stays keep their id."""
        form = Form()
        for index, body in enumerate(bodies):
            check_command(form, body, (index,), self._limits)
        form.close()
        self._check_quota(bodies)
        known = {(command["type"], command["name"]): command for command in self.all(guild_id)}
        self._count_creates(guild_id, sum(_key(body) not in known for body in bodies))
        kept = [self._register(guild_id, body, known.get(_key(body))) for body in bodies]
        self._commands[guild_id] = {int(command["id"]): command for command in kept}
        return kept

    def add(self, guild_id: int | None, body: Json) -> tuple[Json, bool]:
        """Register one command, or replace the one of its name; say whether it is new."""
        self._check(body)
        old = next((command for command in self.all(guild_id) if _key(command) == _key(body)), None)
        if old is None:
            self._check_quota([*self.all(guild_id), body])
            self._count_creates(guild_id, 1)
        command = self._register(guild_id, body, old)
        self._commands.setdefault(guild_id, {})[int(command["id"])] = command
        return command, old is None

    def change(self, guild_id: int | None, command_id: int, body: Json) -> Json:
        """Change some fields of a command."""
        old = self.get(guild_id, command_id)
        merged = {key: value for key, value in old.items() if key not in ("id", "version")} | body
        self._check(merged)
        command = self._register(guild_id, merged, old)
        self._commands[guild_id][command_id] = command
        return command

    def remove(self, guild_id: int | None, command_id: int) -> None:
        """Remove a command."""
        self.get(guild_id, command_id)
        del self._commands[guild_id][command_id]

    def _check(self, body: Json) -> None:
        form = Form()
        check_command(form, body, (), self._limits)
        form.close()

    def _check_quota(self, bodies: list[Json]) -> None:
        if not self._limits.forms:
            return
        for kind, quota in _QUOTAS.items():
            if sum(_key(body)[0] == kind for body in bodies) > (quota or self._limits.commands):
                raise ApiError(TOO_MANY_COMMANDS)

    def _count_creates(self, guild_id: int | None, count: int) -> None:
        now = time.monotonic()
        recent = [moment for moment in self._creates.get(guild_id, []) if now - moment < _DAY]
        if self._limits.rates and len(recent) + count > self._limits.command_creates:
            raise ApiError(TOO_MANY_COMMANDS_TODAY)
        self._creates[guild_id] = recent + [now] * count

    def _register(self, guild_id: int | None, body: Json, old: Json | None) -> Json:
        command: Json = {
            "application_id": str(self._application_id),
            "type": CHAT_INPUT,
            "description": "",
            "default_member_permissions": None,
            "nsfw": False,
            "name_localizations": None,
            "description_localizations": None,
            "integration_types": [0],
        }
        if guild_id is None:
            command |= {"contexts": None, "dm_permission": True}
        else:
            command["guild_id"] = str(guild_id)
        command |= {key: value for key, value in body.items() if value is not None}
        if command["default_member_permissions"] is not None:
            command["default_member_permissions"] = str(command["default_member_permissions"])
        command["options"] = [_number_option(option) for option in body.get("options") or ()]
        same = old is not None and all(old.get(key) == value for key, value in command.items())
        command["id"] = old["id"] if old else str(self._ids.next())
        command["version"] = old["version"] if old and same else str(self._ids.next())
        return command


def _key(body: Json) -> tuple[int, str]:
    return body.get("type") or CHAT_INPUT, body.get("name", "")


def _number_option(option: Json) -> Json:
    kept = {key: value for key, value in option.items() if value is not None}
    if "options" in kept:
        kept["options"] = [_number_option(inner) for inner in kept["options"]]
    return kept


def check_command(form: Form, body: Json, path: Path, limits: Limits) -> None:
    """Check one command against every rule."""
    if not limits.forms:
        return
    kind = body.get("type") or CHAT_INPUT
    form.one_of(kind, (*path, "type"), (CHAT_INPUT, USER, MESSAGE, 4))
    _check_named(form, body, path, limits, with_description=kind == CHAT_INPUT, strict=kind == CHAT_INPUT)
    permissions = body.get("default_member_permissions")
    if permissions is not None and not str(permissions).isdecimal():
        form.fault((*path, "default_member_permissions"), "BITFIELD_TYPE_CONVERT", "Value is not a bitfield.")
    for key, allowed in (("contexts", (0, 1, 2)), ("integration_types", (0, 1))):
        for index, value in enumerate(form.items(body, key, path)):
            form.one_of(value, (*path, key, index), allowed)
    _check_options(form, body, path, limits, OPTION_TYPES)
    if form.errors:
        # What is wrongly shaped cannot be measured.
        return
    size = measure(body)
    if size > limits.command_total:
        form.fault(path, "APPLICATION_COMMAND_TOO_LARGE", f"Command exceeds maximum size ({limits.command_total})")


def measure(body: Json) -> int:
    """Count a command's characters as Discord does: of each text its longest localisation."""
    size = 0
    for key in ("name", "description"):
        texts = [body.get(key) or "", *(body.get(f"{key}_localizations") or {}).values()]
        size += max(len(str(text)) for text in texts)
    for choice in body.get("choices") or ():
        size += len(str(choice.get("name", ""))) + (len(choice["value"]) if isinstance(choice.get("value"), str) else 0)
    return size + sum(measure(option) for option in body.get("options") or () if isinstance(option, dict))


def _check_named(
    form: Form, body: Json, path: Path, limits: Limits, *, with_description: bool = True, strict: bool = True
) -> None:
    localized = form.object(body, "name_localizations", path)
    names = {"name": body.get("name")} | {f"name_localizations.{locale}": name for locale, name in localized.items()}
    for key, name in names.items():
        place = (*path, *key.split("."))
        if not isinstance(name, str) or not name:
            form.missing(place)
        elif len(name) > limits.command_name:
            form.length(len(name), place, limits.command_name, 1)
        elif strict and (not _NAME.match(name) or name != name.lower()):
            form.fault(place, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
    if with_description:
        form.text(body, "description", path, limits.command_description, 1, required=True)
    described = form.object(body, "description_localizations", path)
    for key, texts in (("name_localizations", localized), ("description_localizations", described)):
        for locale in texts:
            if locale not in _LOCALES:
                form.fault((*path, key), "DICT_TYPE_INVALID_KEY", f"Locale '{locale}' is not supported")
    for locale in described:
        form.text(described, locale, (*path, "description_localizations"), limits.command_description, 1)


def _check_options(form: Form, body: Json, path: Path, limits: Limits, allowed: tuple[int, ...]) -> None:
    options = form.list_of(body, "options", path, limits.command_options)
    optional_seen = False
    names: list[Any] = []
    for index, option in enumerate(options):
        place = (*path, "options", index)
        kind = option.get("type")
        form.one_of(kind, (*place, "type"), allowed)
        _check_named(form, option, place, limits)
        if option.get("name") in names:
            message = "Option name already exists"
            form.fault((*path, "options"), "APPLICATION_COMMAND_OPTIONS_NAME_INVALID", message)
        names.append(option.get("name"))
        if option.get("required") and optional_seen:
            message = "Required options must be placed before non-required options"
            form.fault(place, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message)
        optional_seen = optional_seen or not option.get("required")
        if kind == SUB_COMMAND_GROUP:
            _check_options(form, option, place, limits, (SUB_COMMAND,))
        elif kind == SUB_COMMAND:
            _check_options(form, option, place, limits, OPTION_TYPES[2:])
        _check_choices(form, option, place, limits)
    kinds = {option.get("type") in (SUB_COMMAND, SUB_COMMAND_GROUP) for option in options}
    if kinds == {True, False}:
        message = "Sub-command and sub-command group option types are mutually exclusive to all other types"
        form.fault((*path, "options"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message)


def _check_choices(form: Form, option: Json, path: Path, limits: Limits) -> None:
    choices = form.list_of(option, "choices", path, limits.choices)
    check_choices(form, choices, (*path, "choices"), limits)
    if choices and option.get("autocomplete"):
        message = "Autocomplete options can not have choices"
        form.fault(path, "APPLICATION_COMMAND_OPTION_AUTOCOMPLETE_CHOICES", message)


def check_choices(form: Form, choices: list[Json], path: Path, limits: Limits) -> None:
    """Check the choices of an option, or those that an autocomplete offers."""
    for index, choice in enumerate(choices):
        form.text(choice, "name", (*path, index), limits.choice_text, 1, required=True)
        value = choice.get("value")
        if isinstance(value, str):
            form.length(len(value), (*path, index, "value"), limits.choice_text, 1)
        elif value is None:
            form.missing((*path, index, "value"))
