"""What the bot may do in a channel, and what it asks for when it is invited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import discord

NEEDED = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    embed_links=True,
    read_message_history=True,
)
SCOPES = ("bot", "applications.commands")


@dataclass(frozen=True, slots=True)
class Rights:
    """What the bot may do in one channel."""

    write: bool = True
    embed: bool = True
    refer: bool = True
    """Whether a reply may point to the message that it answers."""


ALL = Rights()


def rights_in(channel: Any, guild: discord.Guild | None) -> Rights:
    """Read the bot's rights from what is known of a channel; of an unknown one, the best is hoped."""
    if guild is None:
        return ALL
    me: discord.Member | None = guild.me
    if me is None or not isinstance(channel, discord.abc.GuildChannel | discord.Thread):
        return ALL
    return rights_of(channel.permissions_for(me), thread=isinstance(channel, discord.Thread))


def rights_of(granted: discord.Permissions, *, thread: bool = False) -> Rights:
    """Read the rights from permissions."""
    return Rights(
        granted.view_channel and (granted.send_messages_in_threads if thread else granted.send_messages),
        granted.embed_links,
        granted.read_message_history,
    )


def missing_from(granted: discord.Permissions) -> list[str]:
    """Name the permissions that the bot needs and was not granted, in Discord's words."""
    names = [name for name, needed in NEEDED if needed and not getattr(granted, name)]
    return [name.replace("_", " ").title() for name in names]


def invite_link(application_id: int) -> str:
    """Return the address that invites the bot with the right scopes and permissions."""
    return discord.utils.oauth_url(application_id, permissions=NEEDED, scopes=SCOPES)
