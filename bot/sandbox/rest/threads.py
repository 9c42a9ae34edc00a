"""Threads and forum posts."""

from __future__ import annotations

from bot.sandbox.channels import FORUM
from bot.sandbox.drafts import read_draft, require_content
from bot.sandbox.errors import CANNOT_EXECUTE_ON_DM, THREAD_EXISTS, ApiError, Json
from bot.sandbox.forms import Form
from bot.sandbox.messages import HAS_THREAD
from bot.sandbox.permissions import Permission, require
from bot.sandbox.posting import post
from bot.sandbox.rest.messages import show
from bot.sandbox.rest.router import NO_CONTENT, Answer, Call, router


def _name(call: Call) -> str:
    form = Form()
    name = form.text(call.json, "name", (), 100, 1, required=True)
    form.close()
    return name


@router.route("POST", "/channels/{channel_id}/threads")
def create_thread(call: Call) -> Answer:
    """Open a thread, or in a forum a post with its first message."""
    parent = call.world.find_channel(call.id("channel_id"))
    if parent.guild is None:
        raise ApiError(CANNOT_EXECUTE_ON_DM)
    name, body = _name(call), call.json
    if parent.type == FORUM:
        granted = require(call.world.bot.id, parent, Permission.SEND_MESSAGES)
        draft = read_draft(body.get("message") or {}, call.files, call.world.limits, ("message",))
        require_content(draft)
        thread = call.world.open_thread(parent, name, call.world.bot)
        first = post(call.world, thread, call.world.bot, draft, granted)
        return Answer(201, thread.wire() | {"message": show(call, first)})
    private = body.get("type") == 12
    needed = Permission.CREATE_PRIVATE_THREADS if private else Permission.CREATE_PUBLIC_THREADS
    require(call.world.bot.id, parent, needed)
    return Answer(201, call.world.open_thread(parent, name, call.world.bot, private).wire())


@router.route("POST", "/channels/{channel_id}/messages/{message_id}/threads")
def create_thread_from_message(call: Call) -> Answer:
    """Open a thread that starts from a message and has its id."""
    parent = call.world.find_channel(call.id("channel_id"))
    if parent.guild is None:
        raise ApiError(CANNOT_EXECUTE_ON_DM)
    require(call.world.bot.id, parent, Permission.CREATE_PUBLIC_THREADS)
    message = call.world.find_message(parent, call.id("message_id"))
    if message.id in call.world.channels:
        raise ApiError(THREAD_EXISTS)
    thread = call.world.open_thread(parent, _name(call), call.world.bot, thread_id=message.id)
    message.flags |= HAS_THREAD
    message.touch()
    return Answer(201, thread.wire())


@router.route("PUT", "/channels/{channel_id}/thread-members/{user_id}")
def join_thread(call: Call) -> Answer:
    """Join a thread, or add somebody to it."""
    thread = call.world.find_channel(call.id("channel_id"))
    require(call.world.bot.id, thread, Permission.VIEW_CHANNEL)
    thread.thread_members.add(call.id("user_id"))
    return NO_CONTENT


@router.route("DELETE", "/channels/{channel_id}/thread-members/{user_id}")
def leave_thread(call: Call) -> Answer:
    """Leave a thread."""
    thread = call.world.find_channel(call.id("channel_id"))
    thread.thread_members.discard(call.id("user_id"))
    return NO_CONTENT


@router.route("GET", "/guilds/{guild_id}/threads/active")
def list_active_threads(call: Call) -> Json:
    """Return a server's open threads."""
    guild = call.world.find_guild(call.id("guild_id"))
    return {"threads": [thread.wire() for thread in guild.threads.values() if not thread.archived], "members": []}
