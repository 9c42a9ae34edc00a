"""Messages appear, change and go: the one place where that happens, whoever does it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from bot.sandbox.channels import Channel
from bot.sandbox.drafts import Draft
from bot.sandbox.errors import EMPTY_MESSAGE, INVALID_FORM_BODY, ApiError
from bot.sandbox.mentions import Mentions, read_mentions
from bot.sandbox.messages import COMPONENTS_V2, DEFAULT, LOADING, REPLY, SUPPRESS_EMBEDS, Attachment, Message
from bot.sandbox.snowflakes import write_date
from bot.sandbox.users import User

if TYPE_CHECKING:
    from bot.sandbox.world import World


def post(
    world: World,
    channel: Channel,
    author: User,
    draft: Draft,
    permissions: int,
    *,
    kind: int | None = None,
    message: Message | None = None,
) -> Message:
    """Put a message into a channel and tell every session that may know; a repeated nonce posts nothing new.

    `message` is a message prepared by the caller (an interaction's response); it is completed and posted.
    """
    if draft.enforce_nonce and draft.nonce is not None:
        known = channel.nonces.get((author.id, str(draft.nonce)))
        if known is not None and time.monotonic() - known[0] < world.limits.nonce_memory:
            return known[1]
    answered = _find_answered(channel, draft)
    if message is None:
        message = Message(world.ids.next(), channel, author)
    message.content, message.embeds, message.components = draft.content, draft.embeds, draft.components
    message.flags |= draft.flags
    message.nonce, message.tts = draft.nonce, draft.tts
    message.referenced = message.referenced or answered
    message.refers = message.refers or answered is not None
    message.type = kind if kind is not None else REPLY if answered else DEFAULT
    _attach(world, message, draft)
    _mention(message, read_mentions(world, channel, draft.texts(), draft.allowed_mentions, permissions, answered))
    channel.keep(message)
    if draft.enforce_nonce and draft.nonce is not None:
        channel.nonces[author.id, str(draft.nonce)] = (time.monotonic(), message)
    world.dispatch_message("MESSAGE_CREATE", message)
    return message


def edit(world: World, message: Message, draft: Draft, permissions: int) -> None:
    """Change what an edit's request mentions; the mentions are read anew, under the edit's own allowed_mentions."""
    was_loading = message.loading
    given = draft.given
    content = draft.content if "content" in given else message.content
    embeds = draft.embeds if "embeds" in given else message.embeds
    components = draft.components if "components" in given else message.components
    attachments = message.attachments
    if "attachments" in given:
        attachments = [attachment for attachment in attachments if attachment.id in draft.kept_attachments]
    if not (content or embeds or components or attachments or draft.files):
        raise ApiError(EMPTY_MESSAGE)
    message.content, message.embeds, message.components = content, embeds, components
    message.attachments = attachments
    _attach(world, message, draft)
    if "flags" in given:
        message.flags = message.flags & ~SUPPRESS_EMBEDS | draft.flags & (SUPPRESS_EMBEDS | COMPONENTS_V2)
    message.flags &= ~LOADING
    if "content" in given or "allowed_mentions" in given:
        text = Draft(content=message.content, components=message.components, flags=message.flags).texts()
        answered = message.referenced if message.type == REPLY else None
        _mention(message, read_mentions(world, message.channel, text, draft.allowed_mentions, permissions, answered))
    if not was_loading:
        message.edited_timestamp = write_date(time.time() * 1000)
        message.edits += 1
    message.touch()
    world.dispatch_message("MESSAGE_UPDATE", message)


def delete(world: World, message: Message) -> None:
    """Take a message out of its channel."""
    message.channel.drop(message)
    if not message.ephemeral:
        payload = {"id": str(message.id), "channel_id": str(message.channel.id)}
        if message.channel.guild is not None:
            payload["guild_id"] = str(message.channel.guild.id)
        world.dispatch("MESSAGE_DELETE", payload, message.channel.guild_id, message.channel)


def _find_answered(channel: Channel, draft: Draft) -> Message | None:
    if draft.answers is None:
        return None
    answered = channel.messages.get(draft.answers)
    if answered is None or answered.ephemeral:
        if not draft.fails_if_gone:
            return None
        unknown = {"code": "MESSAGE_REFERENCE_UNKNOWN_MESSAGE", "message": "Unknown message"}
        raise ApiError(INVALID_FORM_BODY, {"message_reference": {"_errors": [unknown]}})
    return answered


def _attach(world: World, message: Message, draft: Draft) -> None:
    for file, description in draft.files:
        attachment = Attachment(world.ids.next(), file.filename, file.content, file.content_type, description)
        attachment.url = f"{world.base_url}/attachments/{message.channel.id}/{attachment.id}/{file.filename}"
        world.attachments[attachment.id] = attachment
        message.attachments.append(attachment)


def _mention(message: Message, mentions: Mentions) -> None:
    message.mentioned, message.mentioned_roles = mentions.users, mentions.roles
    message.mentions_everyone, message.named_ids = mentions.everyone, mentions.named
