"""/users: the bot itself, other users, direct messages."""

from __future__ import annotations

from bot.sandbox.errors import CANNOT_SEND_TO_USER, ApiError, Json
from bot.sandbox.forms import Form
from bot.sandbox.permissions import permissions_in_guild
from bot.sandbox.rest.router import NO_CONTENT, Answer, Call, router


@router.route("GET", "/users/@me")
def get_current_user(call: Call) -> Json:
    """Return the bot's own account."""
    return call.world.bot.wire() | {"mfa_enabled": True, "locale": "en-US", "email": None, "verified": True}


@router.route("GET", "/users/{user_id}")
def get_user(call: Call) -> Json:
    """Return a user."""
    return call.world.find_user(call.id("user_id")).wire()


@router.route("GET", "/users/@me/guilds")
def list_current_guilds(call: Call) -> list[Json]:
    """Return the servers that the bot is in."""
    bot_id = call.world.bot.id
    after, limit = call.number("after", 0, 1 << 64), call.number("limit", 200, 200)
    found = [guild for guild in call.world.guilds.values() if guild.bot_is_member and guild.id > after]
    return [
        {
            "id": str(guild.id),
            "name": guild.name,
            "icon": None,
            "banner": None,
            "owner": guild.owner_id == bot_id,
            "permissions": str(permissions_in_guild(guild, guild.members[bot_id])),
            "features": [],
        }
        for guild in sorted(found, key=lambda guild: guild.id)[:limit]
    ]


@router.route("DELETE", "/users/@me/guilds/{guild_id}")
def leave_guild(call: Call) -> Answer:
    """Leave a server."""
    call.world.find_guild(call.id("guild_id")).leave(call.world.bot)
    return NO_CONTENT


@router.route("POST", "/users/@me/channels")
def create_direct_channel(call: Call) -> Json:
    """Open the direct messages with a user."""
    form = Form()
    user_id = form.snowflake(call.json.get("recipient_id"), ("recipient_id",))
    form.close()
    user = call.world.find_user(user_id or 0)
    if user.bot:
        raise ApiError(CANNOT_SEND_TO_USER)
    return call.world.direct_channel(user, call.world.bot).wire()
