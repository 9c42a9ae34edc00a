"""/channels/{channel_id}/messages: what bots say."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from bot.sandbox.channels import FORUM, WRITABLE, Channel
from bot.sandbox.drafts import Draft, read_draft, require_content
from bot.sandbox.errors import (
    BULK_DELETE_COUNT,
    CANNOT_EDIT_OTHERS,
    CANNOT_EXECUTE_ON_DM,
    CANNOT_REPLY,
    CANNOT_SEND_IN_CHANNEL,
    CANNOT_SEND_TO_USER,
    MISSING_ACCESS,
    MISSING_PERMISSIONS,
    THREAD_ARCHIVED,
    UNKNOWN_EMOJI,
    ApiError,
    Json,
)
from bot.sandbox.forms import Form
from bot.sandbox.messages import EPHEMERAL, Message
from bot.sandbox.permissions import Permission, permissions_of, require, sending_permission
from bot.sandbox.posting import delete, edit, post
from bot.sandbox.rest.router import NO_CONTENT, Answer, Call, router

LAST_ID = 1 << 64
MESSAGES = "/channels/{channel_id}/messages"
MESSAGE = MESSAGES + "/{message_id}"


def show(call: Call, message: Message) -> Json:
    """Return a message as an HTTP answer shows it."""
    return message.wire(call.world.content_granted, call.world.bot.id)


def require_sending(call: Call, channel: Channel, draft: Draft) -> int:
    """Raise what Discord would if the bot may not post this here; return the bot's permissions."""
    bot = call.world.bot
    if channel.type == FORUM or channel.type not in WRITABLE:
        raise ApiError(CANNOT_SEND_IN_CHANNEL)
    if channel.guild is None:
        people = [user for user in channel.recipients.values() if user is not bot]
        if any(user.bot or not user.takes_dms for user in people):
            raise ApiError(CANNOT_SEND_TO_USER)
    granted = permissions_of(bot.id, channel)
    if not granted & Permission.VIEW_CHANNEL:
        raise ApiError(MISSING_ACCESS)
    needed = sending_permission(channel)
    if draft.embeds:
        needed |= Permission.EMBED_LINKS
    if draft.files:
        needed |= Permission.ATTACH_FILES
    if granted & needed != needed:
        raise ApiError(MISSING_PERMISSIONS)
    if draft.answers is not None and not granted & Permission.READ_MESSAGE_HISTORY:
        raise ApiError(CANNOT_REPLY)
    if channel.archived:
        raise ApiError(THREAD_ARCHIVED)
    return granted


@router.route("POST", MESSAGES)
def create_message(call: Call) -> Json:
    """Post a message."""
    channel = call.world.find_channel(call.id("channel_id"))
    draft = read_draft(call.json, call.files, call.world.limits)
    granted = require_sending(call, channel, draft)
    require_content(draft)
    # Only an interaction's response can be for one person alone.
    draft.flags &= ~EPHEMERAL
    return show(call, post(call.world, channel, call.world.bot, draft, granted))


@router.route("GET", MESSAGES)
def list_messages(call: Call) -> list[Json]:
    """Return a channel's messages, newest first."""
    channel = call.world.find_channel(call.id("channel_id"))
    granted = require(call.world.bot.id, channel, Permission.VIEW_CHANNEL)
    if not granted & Permission.READ_MESSAGE_HISTORY:
        return []
    limit = max(1, call.number("limit", 50, 100))
    before, after = call.number("before", LAST_ID, LAST_ID), call.number("after", 0, LAST_ID)
    found = [m for m in channel.messages.values() if not m.ephemeral and after < m.id < before]
    if after:
        found = found[:limit]
    return [show(call, message) for message in reversed(found[-limit:])]


@router.route("GET", MESSAGE)
def get_message(call: Call) -> Json:
    """Return one message."""
    channel = call.world.find_channel(call.id("channel_id"))
    require(call.world.bot.id, channel, Permission.READ_MESSAGE_HISTORY)
    return show(call, call.world.find_message(channel, call.id("message_id")))


@router.route("PATCH", MESSAGE)
def edit_message(call: Call) -> Json:
    """Change one of the bot's own messages."""
    channel = call.world.find_channel(call.id("channel_id"))
    granted = require(call.world.bot.id, channel, Permission.VIEW_CHANNEL)
    message = call.world.find_message(channel, call.id("message_id"))
    draft = read_draft(call.json, call.files, call.world.limits, old_flags=message.flags)
    if message.author is not call.world.bot:
        raise ApiError(CANNOT_EDIT_OTHERS)
    needed = (Permission.EMBED_LINKS if draft.embeds else 0) | (Permission.ATTACH_FILES if draft.files else 0)
    if granted & needed != needed:
        raise ApiError(MISSING_PERMISSIONS)
    if channel.archived:
        raise ApiError(THREAD_ARCHIVED)
    edit(call.world, message, draft, granted)
    return show(call, message)


@router.route("DELETE", MESSAGE)
def delete_message(call: Call) -> Answer:
    """Delete a message: one's own, or with Manage Messages anyone's."""
    channel = call.world.find_channel(call.id("channel_id"))
    granted = require(call.world.bot.id, channel, Permission.VIEW_CHANNEL)
    message = call.world.find_message(channel, call.id("message_id"))
    if message.author is not call.world.bot:
        if channel.guild is None:
            raise ApiError(CANNOT_EXECUTE_ON_DM)
        if not granted & Permission.MANAGE_MESSAGES:
            raise ApiError(MISSING_PERMISSIONS)
    delete(call.world, message)
    return NO_CONTENT


@router.route("POST", MESSAGES + "/bulk-delete")
def delete_messages(call: Call) -> Answer:
    """Delete 2 to 100 messages at once."""
    channel = call.world.find_channel(call.id("channel_id"))
    require(call.world.bot.id, channel, Permission.MANAGE_MESSAGES)
    form = Form()
    listed = call.json.get("messages")
    wanted = {form.snowflake(snowflake, ("messages",)) for snowflake in (listed if isinstance(listed, list) else ())}
    form.close()
    if channel.guild is None or not 2 <= len(wanted) <= 100:
        raise ApiError(BULK_DELETE_COUNT)
    for message in [message for message in channel.messages.values() if message.id in wanted]:
        channel.drop(message)
    payload = {"ids": [str(i) for i in wanted], "channel_id": str(channel.id), "guild_id": str(channel.guild_id)}
    call.world.dispatch("MESSAGE_DELETE_BULK", payload, channel.guild_id, channel)
    return NO_CONTENT


@router.route("PUT", MESSAGE + "/reactions/{emoji}/@me")
def add_reaction(call: Call) -> Answer:
    """React to a message."""
    return _react(call, "MESSAGE_REACTION_ADD")


@router.route("DELETE", MESSAGE + "/reactions/{emoji}/@me")
def remove_reaction(call: Call) -> Answer:
    """Take a reaction back."""
    return _react(call, "MESSAGE_REACTION_REMOVE")


def _react(call: Call, event: str) -> Answer:
    channel = call.world.find_channel(call.id("channel_id"))
    require(call.world.bot.id, channel, Permission.READ_MESSAGE_HISTORY)
    message = call.world.find_message(channel, call.id("message_id"))
    emoji = unquote(call.params["emoji"])
    if emoji.isascii() and ":" not in emoji:
        raise ApiError(UNKNOWN_EMOJI)
    if event == "MESSAGE_REACTION_ADD" and emoji not in message.reactions:
        require(call.world.bot.id, channel, Permission.ADD_REACTIONS)
    react(message, emoji, call.world.bot.id, event)
    return NO_CONTENT


def react(message: Message, emoji: str, user_id: int, event: str) -> None:
    """Add or take back a user's reaction, and tell of it."""
    users = message.reactions.setdefault(emoji, set())
    if event == "MESSAGE_REACTION_ADD":
        users.add(user_id)
    else:
        users.discard(user_id)
        if not users:
            del message.reactions[emoji]
    message.touch()
    channel = message.channel
    payload: dict[str, Any] = {
        "user_id": str(user_id),
        "channel_id": str(channel.id),
        "message_id": str(message.id),
        "emoji": {"id": None, "name": emoji},
        "burst": False,
        "type": 0,
    }
    if channel.guild is not None:
        payload["guild_id"] = str(channel.guild.id)
    channel.world.dispatch(event, payload, channel.guild_id, channel)
