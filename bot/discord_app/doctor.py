"""The doctor: what is well with the bot, and what is not and how to mend it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord

from bot.discord_app.markup import escape
from bot.discord_app.rights import missing_from

if TYPE_CHECKING:
    from bot.discord_app.client import RoroClient

_CHANNELS = 8
"""How many channels are named."""
_SKEW = 2.0
"""How many seconds the clock may be off."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    well: bool
    text: str


def examine_bot(client: RoroClient, interaction: discord.Interaction[Any]) -> list[Finding]:
    """Look at all that can go wrong; `interaction` says from where."""
    return [
        *_permissions(client, interaction),
        _intents(client),
        Finding(client.command_sync.state == "in sync", f"Commands: {client.command_sync.state}."),
        _clock(interaction),
        Finding(
            True, f"Facts: {client.edition.digest}, {len(client.edition.base.served)} in service, loaded and checked."
        ),
        Finding(True, f"Invite link: <{client.invite_link}>"),
    ]


def _permissions(client: RoroClient, interaction: discord.Interaction[Any]) -> Iterator[Finding]:
    if interaction.guild is None:
        yield Finding(
            True, "Permissions: all that is needed in direct messages; ask me in a server about its channels."
        )
    else:
        missing = missing_from(interaction.app_permissions)
        told = (
            f"missing here: {', '.join(missing)}. Grant them to my role or in this channel." if missing else "all here."
        )
        yield Finding(not missing, f"Permissions: {told}")
        elsewhere = list(_wanting(interaction.guild))
        if elsewhere:
            shown = "; ".join(elsewhere[:_CHANNELS])
            more = f"; and {len(elsewhere) - _CHANNELS} more channels" if len(elsewhere) > _CHANNELS else ""
            yield Finding(False, f"Permissions in other channels: {shown}{more}")
    if client.silent_channels:
        named = ", ".join(f"#{escape(name)}" for name in list(client.silent_channels.values())[:_CHANNELS])
        yield Finding(False, f"Somebody asked me where I may not write: {named}. I need Send Messages there.")


def _wanting(guild: discord.Guild) -> Iterator[str]:
    """Name the channels that the bot sees and lacks a permission in."""
    me: discord.Member | None = guild.me
    if me is None:
        return
    for channel in guild.text_channels:
        granted = channel.permissions_for(me)
        if granted.view_channel and (missing := missing_from(granted)):
            yield f"#{escape(channel.name)} lacks {', '.join(missing)}"


def _intents(client: RoroClient) -> Finding:
    names = ", ".join(name for name, wanted in client.intents if wanted)
    return Finding(True, f"Intents: {escape(names)}; none is privileged, nothing to switch on.")


def _clock(interaction: discord.Interaction[Any]) -> Finding:
    skew = (discord.utils.utcnow() - interaction.created_at).total_seconds()
    well = abs(skew) < _SKEW
    return Finding(well, f"Clock: {skew:+.1f} s against Discord's" + ("." if well else "; set it by a time server."))
