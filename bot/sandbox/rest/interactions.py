"""/interactions: the first response to what a person did."""

from __future__ import annotations

from typing import Any

from bot.sandbox.commands import check_choices
from bot.sandbox.drafts import Draft, read_draft, require_content
from bot.sandbox.errors import ALREADY_ACKNOWLEDGED, UNKNOWN_INTERACTION, ApiError, Json
from bot.sandbox.forms import Form
from bot.sandbox.interactions import (
    ALLOWED_ANSWERS,
    CHOICES,
    COMMAND,
    COMPONENT,
    DEFERRED_REPLY,
    DEFERRED_UPDATE,
    MODAL,
    REPLY,
    UPDATE,
    Interaction,
)
from bot.sandbox.messages import CONTEXT_RESPONSE, DEFAULT, EPHEMERAL, LOADING, SLASH_RESPONSE, Message
from bot.sandbox.messages import REPLY as REPLY_MESSAGE
from bot.sandbox.permissions import permissions_of
from bot.sandbox.posting import edit, post
from bot.sandbox.rest.router import NO_CONTENT, Answer, Call, router


@router.route(
    "POST",
    "/interactions/{interaction_id}/{interaction_token}/callback",
    needs_token=False,
    counts_globally=False,
    has_bucket=False,
)
def respond(call: Call) -> Answer:
    """Take the bot's first response to an interaction."""
    interaction = call.world.interactions.get(call.id("interaction_id"))
    if interaction is None or interaction.token != call.params["interaction_token"]:
        raise ApiError(UNKNOWN_INTERACTION)
    if interaction.answered is not None:
        raise ApiError(ALREADY_ACKNOWLEDGED)
    if interaction.expired:
        raise ApiError(UNKNOWN_INTERACTION)
    body = call.json
    kind: Any = body.get("type")
    form = Form()
    data = form.object(body, "data", ())
    _check_kind(form, interaction, kind)
    if kind in (REPLY, UPDATE):
        old_flags = interaction.message.flags if kind == UPDATE and interaction.message else 0
        draft = read_draft(data, call.files, call.world.limits, ("data",), old_flags & ~(EPHEMERAL | LOADING))
        if kind == REPLY:
            require_content(draft)
            message = respond_with(interaction, draft)
            interaction.answer(kind)
        else:
            assert interaction.message is not None  # noqa: S101 - else Discord allows no update
            message = interaction.message
            edit(call.world, message, draft, permissions_of(call.world.bot.id, message.channel))
            interaction.answer(kind)
        interaction.original = message
    elif kind == DEFERRED_REPLY:
        form = Form()
        ephemeral = (form.integer(data, "flags", ("data",), 0, (1 << 31) - 1) or 0) & EPHEMERAL
        form.close()
        interaction.answer(kind)
        interaction.original = respond_with(interaction, Draft(flags=ephemeral), LOADING)
    elif kind == DEFERRED_UPDATE:
        interaction.answer(kind)
        interaction.original = interaction.message
    elif kind == CHOICES:
        interaction.choices = _read_choices(call, data)
        interaction.answer(kind)
    elif kind == MODAL:
        _check_modal(call, data)
        interaction.modal = data
        interaction.answer(kind)
    interaction.changes.notify()
    if call.query.get("with_response") in ("1", "true", "True"):
        return Answer(200, _describe(call, interaction, kind))
    return NO_CONTENT


def respond_with(interaction: Interaction, draft: Draft, flags: int = 0) -> Message:
    """Post a message that belongs to an interaction: its response or a follow-up."""
    world = interaction.world
    message = Message(world.ids.next(), interaction.channel, world.bot, flags=flags)
    message.interaction = interaction
    message.webhook_id = message.application_id = world.application_id
    if interaction.must_be_ephemeral:
        draft.flags |= EPHEMERAL
    if draft.flags & EPHEMERAL:
        message.ephemeral_for = interaction.user.id
    kind = DEFAULT
    if interaction.original is not None or interaction.kind == COMPONENT:
        kind, message.refers = REPLY_MESSAGE, True
        message.referenced = interaction.original or interaction.message
    elif interaction.kind == COMMAND:
        kind = SLASH_RESPONSE if interaction.data["type"] == 1 else CONTEXT_RESPONSE
    # What a webhook says references nothing by itself.
    draft.answers = None
    permissions = permissions_of(world.bot.id, interaction.channel)
    return post(world, interaction.channel, world.bot, draft, permissions, kind=kind, message=message)


def _check_kind(form: Form, interaction: Interaction, kind: Any) -> None:
    allowed = ALLOWED_ANSWERS[interaction.kind]
    if interaction.message is None:
        allowed = tuple(k for k in allowed if k not in (UPDATE, DEFERRED_UPDATE))
    form.one_of(kind, ("type",), allowed)
    form.close()


def _read_choices(call: Call, data: Json) -> list[Json]:
    form = Form()
    choices = form.list_of(data, "choices", ("data",), call.world.limits.choices)
    if call.world.limits.forms:
        check_choices(form, choices, ("data", "choices"), call.world.limits)
        form.close()
    return choices


def _check_modal(call: Call, data: Json) -> None:
    form = Form()
    form.text(data, "custom_id", ("data",), call.world.limits.custom_id, 1, required=True)
    form.text(data, "title", ("data",), 45, 1, required=True)
    form.list_of(data, "components", ("data",), 5, 1)
    form.close()


def _describe(call: Call, interaction: Interaction, kind: int) -> Json:
    described: Json = {"id": str(interaction.id), "type": interaction.kind}
    message = interaction.original
    if message is None:
        return {"interaction": described}
    described |= {
        "response_message_id": str(message.id),
        "response_message_loading": message.loading,
        "response_message_ephemeral": message.ephemeral,
    }
    if kind not in (REPLY, UPDATE):
        return {"interaction": described}
    resource = {"type": kind, "message": message.wire(True, call.world.bot.id)}
    return {"interaction": described, "resource": resource}
