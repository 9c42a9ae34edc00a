"""What Discord refuses, with its own codes: what does not exist, and what the bot has no permission for."""

from __future__ import annotations

import aiohttp
import pytest

from bot.sandbox import Limits, Permission, Person, Sandbox
from bot.sandbox.channels import Channel
from bot.sandbox.guilds import Guild
from bot.sandbox.permissions import EVERYONE
from tests.sandbox.bare_client import Api
from tests.sandbox.conftest import QUICK


@pytest.fixture
def limits() -> Limits:
    return QUICK.without_rates()


async def test_unknown_things_have_codes_of_their_own(
    api: Api, sandbox: Sandbox, general: Channel, guild: Guild
) -> None:
    app = sandbox.bot.id
    assert await api.code("POST", "/channels/1/messages", {"content": "x"}) == 10003
    assert await api.code("POST", "/channels/x/messages", {"content": "x"}) == 50035
    assert await api.code("PATCH", f"/channels/{general.id}/messages/1", {"content": "x"}) == 10008
    assert await api.code("DELETE", f"/channels/{general.id}/messages/1") == 10008
    assert await api.code("GET", "/guilds/1") == 10004
    assert await api.code("GET", f"/guilds/{sandbox.guild('Foreign', with_bot=False).id}") == 50001
    assert await api.code("GET", f"/guilds/{guild.id}/members/1") == 10007
    assert await api.code("GET", "/users/1") == 10013
    assert await api.code("POST", "/webhooks/1/x", {"content": "x"}) == 10015
    assert await api.code("POST", f"/webhooks/{app}/x", {"content": "x"}) == 50027
    assert await api.code("POST", "/interactions/1/x/callback", {"type": 5}) == 10062
    assert await api.code("PUT", "/applications/1/commands", []) == 10002
    assert await api.code("DELETE", f"/applications/{app}/commands/1") == 10063


async def test_permissions_are_enforced(
    api: Api, guild: Guild, general: Channel, ana: Person, sandbox: Sandbox
) -> None:
    path = f"/channels/{general.id}/messages"
    mine = (await api.call("POST", path, {"content": "mine"}))[1]["id"]
    theirs = await ana.say(general, "theirs")
    assert await api.code("PATCH", f"{path}/{theirs.id}", {"content": "x"}) == 50005
    assert await api.code("DELETE", f"{path}/{theirs.id}") == 50013

    bot_role = guild.members[sandbox.bot.id].roles[0]
    guild.permit(bot_role, 0)
    general.deny(guild.everyone, Permission.EMBED_LINKS | Permission.ATTACH_FILES | Permission.READ_MESSAGE_HISTORY)
    assert await api.code("POST", path, {"embeds": [{"title": "x"}]}) == 50013
    assert await api.code("PATCH", f"{path}/{mine}", {"embeds": [{"title": "x"}]}) == 50013
    form = aiohttp.FormData()
    form.add_field("files[0]", b"x", filename="x.txt")
    assert await api.code("POST", path, data=form) == 50013
    assert await api.code("POST", path, {"content": "x", "message_reference": {"message_id": str(theirs.id)}}) == 160002
    assert await api.call("GET", path) == (200, [])
    assert (await api.call("POST", path, {"content": "plain"}))[0] == 200
    general.deny(guild.everyone, Permission.SEND_MESSAGES)
    assert await api.code("POST", path, {"content": "x"}) == 50013
    general.deny(guild.everyone, Permission.VIEW_CHANNEL)
    assert await api.code("POST", path, {"content": "x"}) == 50001
    # A member's own overwrite goes before the roles'.
    general.allow(sandbox.bot, Permission.VIEW_CHANNEL | Permission.SEND_MESSAGES)
    assert (await api.call("POST", path, {"content": "x"}))[0] == 200


async def test_threads_have_a_permission_of_their_own(api: Api, guild: Guild, general: Channel, ana: Person) -> None:
    thread = general.thread("a thread", ana)
    path = f"/channels/{thread.id}/messages"
    assert (await api.call("POST", path, {"content": "x"}))[0] == 200
    general.deny(guild.everyone, Permission.SEND_MESSAGES)
    assert (await api.call("POST", path, {"content": "x"}))[0] == 200
    general.deny(guild.everyone, Permission.SEND_MESSAGES_IN_THREADS)
    guild.permit(next(role for role in guild.roles.values() if role.name == "Roro"), 0)
    assert await api.code("POST", path, {"content": "x"}) == 50013
    general.allow(guild.everyone, Permission.SEND_MESSAGES_IN_THREADS)
    thread.archived = True
    assert await api.code("POST", path, {"content": "x"}) == 50083
    private = general.thread("a private one", ana, private=True)
    assert await api.code("POST", f"/channels/{private.id}/messages", {"content": "x"}) == 50001
    assert await api.code("POST", f"/channels/{guild.forum('help').id}/messages", {"content": "x"}) == 50008


async def test_people_can_close_their_direct_messages(api: Api, ana: Person) -> None:
    status, channel = await api.call("POST", "/users/@me/channels", {"recipient_id": str(ana.id)})
    assert (status, channel["id"]) == (200, str(ana.dm().id))
    ana.takes_dms = False
    assert await api.code("POST", f"/channels/{ana.dm().id}/messages", {"content": "x"}) == 50007


async def test_everyone_is_pinged_only_by_those_who_may(
    api: Api, sandbox: Sandbox, guild: Guild, general: Channel
) -> None:
    path = f"/channels/{general.id}/messages"
    role = guild.role("Quiet")
    body = {"content": f"@everyone {role.mention}"}
    said = (await api.call("POST", path, body))[1]
    assert (said["mention_everyone"], said["mention_roles"]) == (False, [])
    guild.permit(guild.members[sandbox.bot.id].roles[0], EVERYONE | Permission.MENTION_EVERYONE)
    said = (await api.call("POST", path, body))[1]
    assert (said["mention_everyone"], said["mention_roles"]) == (True, [str(role.id)])
    said = (await api.call("POST", path, body | {"allowed_mentions": {"parse": []}}))[1]
    assert (said["mention_everyone"], said["mention_roles"]) == (False, [])
