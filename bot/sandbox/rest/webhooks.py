"""/webhooks: follow-ups to interactions, and channels' own webhooks."""

from __future__ import annotations

import secrets

from bot.sandbox.drafts import read_draft, require_content
from bot.sandbox.errors import (
    CANNOT_EXECUTE_ON_DM,
    INVALID_WEBHOOK_TOKEN,
    TOO_MANY_FOLLOWUPS,
    UNKNOWN_MESSAGE,
    UNKNOWN_WEBHOOK,
    ApiError,
    Json,
)
from bot.sandbox.interactions import Interaction
from bot.sandbox.messages import EPHEMERAL, Message
from bot.sandbox.permissions import Permission, permissions_of, require
from bot.sandbox.posting import delete, edit
from bot.sandbox.rest.interactions import respond_with
from bot.sandbox.rest.router import NO_CONTENT, Answer, Call, router
from bot.sandbox.webhooks import Webhook

WEBHOOK = "/webhooks/{webhook_id}/{webhook_token}"
MESSAGE = WEBHOOK + "/messages/{message_id}"


def _find_interaction(call: Call) -> Interaction:
    interaction = call.world.interactions_by_token.get(call.params["webhook_token"])
    if interaction is None or (interaction.answered is not None and interaction.expired):
        raise ApiError(INVALID_WEBHOOK_TOKEN)
    if interaction.answered is None:
        raise ApiError(UNKNOWN_WEBHOOK)
    return interaction


def _find_webhook(call: Call) -> Webhook:
    webhook = call.world.webhooks.get(call.id("webhook_id"))
    if webhook is None:
        raise ApiError(UNKNOWN_WEBHOOK)
    if webhook.token != call.params["webhook_token"]:
        raise ApiError(INVALID_WEBHOOK_TOKEN)
    return webhook


def _is_application(call: Call) -> bool:
    return call.id("webhook_id") == call.world.application_id


def _find_message(call: Call) -> Message:
    wanted = call.params["message_id"]
    if not _is_application(call):
        webhook = _find_webhook(call)
        message = webhook.channel.messages.get(int(wanted))
        if message is None or message.webhook_id != webhook.id:
            raise ApiError(UNKNOWN_MESSAGE)
        return message
    interaction = _find_interaction(call)
    if wanted == "@original":
        found = interaction.original
    else:
        own = [interaction.original, interaction.message, *interaction.followups]
        found = next((m for m in own if m is not None and str(m.id) == wanted), None)
    if found is None or found.deleted:
        raise ApiError(UNKNOWN_MESSAGE)
    return found


@router.route("POST", WEBHOOK, needs_token=False, counts_globally=False)
def execute(call: Call) -> Answer:
    """Post as a webhook: a follow-up to an interaction, or in a channel of one's own webhook."""
    if not _is_application(call):
        return _execute_own(call)
    interaction = _find_interaction(call)
    draft = read_draft(call.json, call.files, call.world.limits)
    require_content(draft)
    original = interaction.original
    if original is not None and original.loading and not original.deleted:
        # The first follow-up after a deferral becomes the response itself, and as private as was announced.
        draft.given |= {"content", "embeds", "components", "allowed_mentions"}
        edit(call.world, original, draft, permissions_of(call.world.bot.id, original.channel))
        interaction.changes.notify()
        return Answer(200, original.wire(True, call.world.bot.id))
    if interaction.user_installed_only and len(interaction.followups) >= call.world.limits.user_installed_followups:
        raise ApiError(TOO_MANY_FOLLOWUPS)
    message = respond_with(interaction, draft)
    interaction.followups.append(message)
    interaction.changes.notify()
    return Answer(200, message.wire(True, call.world.bot.id))


def _execute_own(call: Call) -> Answer:
    webhook = _find_webhook(call)
    draft = read_draft(call.json, call.files, call.world.limits)
    require_content(draft)
    message = webhook.post(draft, call.json.get("username"))
    if call.query.get("wait") in ("1", "true", "True"):
        return Answer(200, message.wire(True, call.world.bot.id))
    return NO_CONTENT


@router.route("GET", MESSAGE, needs_token=False, counts_globally=False)
def get_webhook_message(call: Call) -> Json:
    """Return a message of this webhook."""
    return _find_message(call).wire(True, call.world.bot.id)


@router.route("PATCH", MESSAGE, needs_token=False, counts_globally=False)
def edit_webhook_message(call: Call) -> Json:
    """Change a message of this webhook."""
    message = _find_message(call)
    draft = read_draft(call.json, call.files, call.world.limits, old_flags=message.flags & ~EPHEMERAL)
    edit(call.world, message, draft, permissions_of(call.world.bot.id, message.channel))
    if message.interaction is not None:
        message.interaction.changes.notify()
    return message.wire(True, call.world.bot.id)


@router.route("DELETE", MESSAGE, needs_token=False, counts_globally=False)
def delete_webhook_message(call: Call) -> Answer:
    """Delete a message of this webhook."""
    delete(call.world, _find_message(call))
    return NO_CONTENT


@router.route("POST", "/channels/{channel_id}/webhooks")
def create_webhook(call: Call) -> Json:
    """Make a webhook for a channel."""
    channel = call.world.find_channel(call.id("channel_id"))
    if channel.guild is None:
        raise ApiError(CANNOT_EXECUTE_ON_DM)
    require(call.world.bot.id, channel, Permission.MANAGE_WEBHOOKS)
    name = str(call.json.get("name") or secrets.token_hex(4))
    return _describe(call, call.world.make_webhook(channel, name))


@router.route("GET", "/channels/{channel_id}/webhooks")
def list_webhooks(call: Call) -> list[Json]:
    """Return a channel's webhooks."""
    channel = call.world.find_channel(call.id("channel_id"))
    require(call.world.bot.id, channel, Permission.MANAGE_WEBHOOKS)
    return [_describe(call, hook) for hook in call.world.webhooks.values() if hook.channel is channel]


@router.route("GET", WEBHOOK, needs_token=False, counts_globally=False)
def get_webhook(call: Call) -> Json:
    """Return a webhook to whoever knows its token."""
    return _describe(call, _find_webhook(call))


def _describe(call: Call, webhook: Webhook) -> Json:
    return {
        "id": str(webhook.id),
        "type": 1,
        "name": webhook.name,
        "avatar": None,
        "channel_id": str(webhook.channel.id),
        "guild_id": str(webhook.channel.guild_id),
        "application_id": None,
        "token": webhook.token,
        "url": f"{call.world.base_url}/api/webhooks/{webhook.id}/{webhook.token}",
    }
