"""/guilds: servers, their channels, roles and members."""

from __future__ import annotations

from bot.sandbox.errors import UNKNOWN_MEMBER, ApiError, Json
from bot.sandbox.rest.router import Call, router


@router.route("GET", "/guilds/{guild_id}")
def get_guild(call: Call) -> Json:
    """Return a server."""
    guild = call.world.find_guild(call.id("guild_id"))
    wire = guild.profile()
    if call.query.get("with_counts") in ("1", "true", "True"):
        wire |= {"approximate_member_count": len(guild.members), "approximate_presence_count": len(guild.members)}
    return wire


@router.route("GET", "/guilds/{guild_id}/channels")
def list_channels(call: Call) -> list[Json]:
    """Return a server's channels, threads apart."""
    guild = call.world.find_guild(call.id("guild_id"))
    return [channel.wire() for channel in guild.channels.values()]


@router.route("GET", "/guilds/{guild_id}/roles")
def list_roles(call: Call) -> list[Json]:
    """Return a server's roles."""
    return [role.wire() for role in call.world.find_guild(call.id("guild_id")).roles.values()]


@router.route("GET", "/guilds/{guild_id}/members/{user_id}")
def get_member(call: Call) -> Json:
    """Return one member."""
    member = call.world.find_guild(call.id("guild_id")).members.get(call.id("user_id"))
    if member is None:
        raise ApiError(UNKNOWN_MEMBER)
    return member.wire()


@router.route("GET", "/guilds/{guild_id}/members")
def list_members(call: Call) -> list[Json]:
    """Return members in the order of their ids."""
    guild = call.world.find_guild(call.id("guild_id"))
    after, limit = call.number("after", 0, 1 << 64), call.number("limit", 1, 1_000)
    return [guild.members[key].wire() for key in sorted(guild.members) if key > after][:limit]


@router.route("PATCH", "/guilds/{guild_id}/members/@me")
def edit_own_member(call: Call) -> Json:
    """Change the bot's nickname."""
    guild = call.world.find_guild(call.id("guild_id"))
    member = guild.members[call.world.bot.id]
    member.nick = call.json.get("nick", member.nick)
    payload = member.wire() | {"guild_id": str(guild.id)}
    call.world.dispatch("GUILD_MEMBER_UPDATE", payload, guild.id)
    return member.wire()
