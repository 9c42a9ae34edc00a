"""Who may do what where: roles, then a channel's overwrites, as Discord adds them up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.sandbox.errors import MISSING_ACCESS, MISSING_PERMISSIONS, ApiError

if TYPE_CHECKING:
    from bot.sandbox.channels import Channel
    from bot.sandbox.guilds import Guild, Member


class Permission:
    """Discord's permission bits, by name."""

    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    CHANGE_NICKNAME = 1 << 26
    MANAGE_ROLES = 1 << 28
    MANAGE_WEBHOOKS = 1 << 29
    USE_APPLICATION_COMMANDS = 1 << 31
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    CREATE_PRIVATE_THREADS = 1 << 36
    SEND_MESSAGES_IN_THREADS = 1 << 38
    USE_EXTERNAL_APPS = 1 << 50


ALL = (1 << 53) - 1
# What Discord gives @everyone in a new server, as far as the sandbox knows permissions.
EVERYONE = (
    Permission.ADD_REACTIONS
    | Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.CHANGE_NICKNAME
    | Permission.USE_APPLICATION_COMMANDS
    | Permission.CREATE_PUBLIC_THREADS
    | Permission.CREATE_PRIVATE_THREADS
    | Permission.SEND_MESSAGES_IN_THREADS
    | Permission.USE_EXTERNAL_APPS
)
IN_DM = EVERYONE
# Discord takes these away from whoever may not send at all.
_NEED_SENDING = Permission.MENTION_EVERYONE | Permission.ATTACH_FILES | Permission.EMBED_LINKS


@dataclass(frozen=True, slots=True)
class Overwrite:
    """What a channel allows and denies one role or one member."""

    id: int
    is_role: bool
    allow: int = 0
    deny: int = 0


def permissions_in_guild(guild: Guild, member: Member) -> int:
    """Add up a member's roles."""
    if member.user.id == guild.owner_id:
        return ALL
    granted = guild.everyone.permissions
    for role in member.roles:
        granted |= role.permissions
    return ALL if granted & Permission.ADMINISTRATOR else granted


def permissions_in_channel(channel: Channel, member: Member) -> int:
    """Add up a member's roles and the channel's overwrites; a thread takes its parent's."""
    guild = member.guild
    place = channel.parent if channel.is_thread and channel.parent is not None else channel
    granted = permissions_in_guild(guild, member)
    if granted == ALL:
        return ALL
    granted = _apply(granted, (place.overwrites.get(guild.id),))
    granted = _apply(granted, [place.overwrites.get(role.id) for role in member.roles])
    granted = _apply(granted, (place.overwrites.get(member.user.id),))
    if not granted & Permission.VIEW_CHANNEL:
        return 0
    if channel.is_private_thread and member.user.id not in channel.thread_members:
        return granted if granted & Permission.MANAGE_THREADS else 0
    sending = Permission.SEND_MESSAGES_IN_THREADS if channel.is_thread else Permission.SEND_MESSAGES
    return granted if granted & sending else granted & ~_NEED_SENDING


def _apply(granted: int, overwrites: Iterable[Overwrite | None]) -> int:
    allow = deny = 0
    for overwrite in overwrites:
        if overwrite is not None:
            allow |= overwrite.allow
            deny |= overwrite.deny
    return (granted & ~deny) | allow


def permissions_of(user_id: int, channel: Channel) -> int:
    """Return what a user may do in a channel: nothing where they are no member."""
    if channel.guild is None:
        return IN_DM if user_id in channel.recipients else 0
    member = channel.guild.members.get(user_id)
    return 0 if member is None else permissions_in_channel(channel, member)


def sending_permission(channel: Channel) -> int:
    """Return the bit that sending in this channel needs."""
    return Permission.SEND_MESSAGES_IN_THREADS if channel.is_thread else Permission.SEND_MESSAGES


def require(user_id: int, channel: Channel, needed: int) -> int:
    """Raise Missing Access without sight of the channel, Missing Permissions without `needed`; return all bits."""
    granted = permissions_of(user_id, channel)
    if not granted & Permission.VIEW_CHANNEL:
        raise ApiError(MISSING_ACCESS)
    if granted & needed != needed:
        raise ApiError(MISSING_PERMISSIONS)
    return granted
