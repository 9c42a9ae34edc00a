"""/channels: looking at channels, typing, overwrites."""

from __future__ import annotations

import time

from bot.sandbox.errors import CANNOT_EXECUTE_ON_DM, ApiError, Json
from bot.sandbox.permissions import Overwrite, Permission, require, sending_permission
from bot.sandbox.rest.router import NO_CONTENT, Answer, Call, router


@router.route("GET", "/channels/{channel_id}")
def get_channel(call: Call) -> Json:
    """Return a channel."""
    channel = call.world.find_channel(call.id("channel_id"))
    require(call.world.bot.id, channel, Permission.VIEW_CHANNEL)
    return channel.wire()


@router.route("PATCH", "/channels/{channel_id}")
def edit_channel(call: Call) -> Json:
    """Change a channel's name or topic, or archive a thread."""
    channel = call.world.find_channel(call.id("channel_id"))
    needed = Permission.MANAGE_THREADS if channel.is_thread else Permission.MANAGE_CHANNELS
    own = channel.is_thread and channel.owner_id == call.world.bot.id
    require(call.world.bot.id, channel, Permission.VIEW_CHANNEL if own else needed)
    body = call.json
    channel.name = body.get("name") or channel.name
    channel.topic = body.get("topic", channel.topic)
    channel.archived = bool(body.get("archived", channel.archived))
    event = "THREAD_UPDATE" if channel.is_thread else "CHANNEL_UPDATE"
    call.world.dispatch(event, channel.wire(), channel.guild_id, channel)
    return channel.wire()


@router.route("POST", "/channels/{channel_id}/typing")
def start_typing(call: Call) -> Answer:
    """Show that the bot is typing."""
    channel = call.world.find_channel(call.id("channel_id"))
    require(call.world.bot.id, channel, sending_permission(channel))
    channel.typing_since = time.monotonic()
    channel.changes.notify()
    return NO_CONTENT


@router.route("PUT", "/channels/{channel_id}/permissions/{overwrite_id}")
def set_overwrite(call: Call) -> Answer:
    """Overwrite a role's or member's permissions."""
    channel = call.world.find_channel(call.id("channel_id"))
    if channel.guild is None:
        raise ApiError(CANNOT_EXECUTE_ON_DM)
    require(call.world.bot.id, channel, Permission.MANAGE_ROLES)
    who, body = call.id("overwrite_id"), call.json
    allow, deny = int(body.get("allow") or 0), int(body.get("deny") or 0)
    channel.overwrites[who] = Overwrite(who, int(body.get("type") or 0) == 0, allow, deny)
    call.world.dispatch("CHANNEL_UPDATE", channel.wire(), channel.guild_id, channel)
    return NO_CONTENT
