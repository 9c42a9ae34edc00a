"""Who a message mentions, and which of them it may ping."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.sandbox.errors import Json
from bot.sandbox.permissions import Permission

if TYPE_CHECKING:
    from bot.sandbox.channels import Channel
    from bot.sandbox.guilds import Role
    from bot.sandbox.messages import Message
    from bot.sandbox.users import User
    from bot.sandbox.world import World

# What stands in code is text, not markup; so is what a backslash precedes.
_CODE = re.compile(r"```.*?```|``.+?``|`[^`]+`", re.DOTALL)
_MENTION = re.compile(r"(?<!\\)<@(?P<role>&|!?)(?P<id>\d{1,20})>")
_EVERYONE = re.compile(r"(?<!\\)@(?:everyone|here)\b")


@dataclass(slots=True)
class Mentions:
    """Who is pinged, and which users the text names whether they are pinged or not."""

    users: list[User] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    everyone: bool = False
    named: frozenset[int] = frozenset()


def read_mentions(
    world: World, channel: Channel, text: str, allowed: Json | None, permissions: int, answered: Message | None = None
) -> Mentions:
    """Read the mentions in a text that this author may make and that `allowed_mentions` lets through."""
    if "@" not in text and answered is None:
        return Mentions()
    text = _CODE.sub(" ", text)
    kinds = ("users", "roles", "everyone") if allowed is None else allowed.get("parse") or ()
    only_users = _ids(allowed, "users")
    only_roles = _ids(allowed, "roles")
    may_ping_all = bool(permissions & Permission.MENTION_EVERYONE)
    users: dict[int, User] = {}
    roles: dict[int, Role] = {}
    for found in _MENTION.finditer(text):
        snowflake = int(found["id"])
        if found["role"] == "&":
            role = channel.guild.roles.get(snowflake) if channel.guild is not None else None
            if role and (role.mentionable or may_ping_all) and ("roles" in kinds or snowflake in only_roles):
                roles[snowflake] = role
        elif (user := world.users.get(snowflake)) and ("users" in kinds or snowflake in only_users):
            users[snowflake] = user
    named = frozenset(users)
    pings_author = allowed is None or bool(allowed.get("replied_user"))
    if answered is not None and pings_author:
        users.setdefault(answered.author.id, answered.author)
    everyone = may_ping_all and "everyone" in kinds and _EVERYONE.search(text) is not None
    return Mentions(list(users.values()), list(roles.values()), everyone, named)


def _ids(allowed: Json | None, key: str) -> frozenset[int]:
    return frozenset(int(snowflake) for snowflake in (allowed or {}).get(key) or ())


def resolve_names(world: World, channel: Channel, text: str) -> str:
    """Write "@Name" as the mention that Discord's app would insert: users first, then roles, longest name first."""
    if "@" not in text:
        return text
    named: list[tuple[str, str]] = [(user.name, user.mention) for user in world.users.values()]
    if channel.guild is not None:
        named += [(m.nick, m.user.mention) for m in channel.guild.members.values() if m.nick]
        named += [
            (role.name, role.mention) for role in channel.guild.roles.values() if role is not channel.guild.everyone
        ]
    for name, mention in sorted(named, key=lambda pair: -len(pair[0])):
        if f"@{name}" in text:
            text = re.sub(rf"(?<!\\)@{re.escape(name)}(?!\w)", lambda _: mention, text)  # noqa: B023 - used at once
    return text
