"""What goes wrong over HTTP: 429, 5xx, delays, cut connections; and the limits that are real."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace

import aiohttp
import pytest

from bot.sandbox import Limits, Person, Rate, Sandbox
from bot.sandbox.channels import Channel
from bot.sandbox.faults import Scope
from tests.sandbox.bare_client import Api
from tests.sandbox.conftest import QUICK, point_to
from tests.sandbox.sample_bot import SampleBot, running

MESSAGES = "/channels/*/messages"


@pytest.mark.parametrize("scope", ["user", "shared", "global"])
@pytest.mark.usefixtures("bot")
async def test_a_429_is_waited_out(sandbox: Sandbox, ana: Person, general: Channel, scope: Scope) -> None:
    sandbox.faults.rate_limit("POST", MESSAGES, retry_after=0.2, scope=scope)
    asked = time.monotonic()
    await ana.say(general, "@Roro hello")
    assert (await general.next_message()).content == "heard: @Roro hello"
    assert time.monotonic() - asked >= 0.2
    first, second = sandbox.requests.matching("POST", MESSAGES)
    assert (first.status, second.status) == (429, 200)
    assert first.answer["global"] == (scope == "global")
    # Whoever shares a resource with others is not to blame.
    assert sandbox.rates.invalid_count == (0 if scope == "shared" else 1)


@pytest.mark.parametrize("status", [500, 502])
@pytest.mark.usefixtures("bot")
async def test_a_5xx_is_tried_again_and_the_nonce_keeps_it_single(
    sandbox: Sandbox, ana: Person, general: Channel, status: int
) -> None:
    sandbox.faults.status(status, "POST", MESSAGES, effect=True)
    await ana.say(general, "@Roro hello")
    reply = await general.next_message()
    first, second = await sandbox.requests.wait_for("POST", MESSAGES, 2)
    assert (first.status, first.carried_out) == (status, True)
    await asyncio.sleep(0.05)
    assert (second.status, second.answer["id"]) == (200, str(reply.id))
    assert await general.stays_quiet(0.1)


async def test_a_cut_connection_leaves_the_bot_in_the_dark(bot: SampleBot, sandbox: Sandbox, general: Channel) -> None:
    place = bot.get_partial_messageable(general.id, guild_id=general.guild_id)
    sandbox.faults.cut("POST", MESSAGES)
    with pytest.raises(aiohttp.ClientError):
        await place.send("lost")
    sandbox.faults.cut("POST", MESSAGES, effect=True)
    with pytest.raises(aiohttp.ClientError):
        await place.send("posted")
    assert [message.content for message in general.messages.values()] == ["posted"]
    assert [request.status for request in sandbox.requests.matching("POST", MESSAGES)] == [0, 0]


async def test_an_answer_may_be_late(bot: SampleBot, sandbox: Sandbox, general: Channel) -> None:
    sandbox.faults.delay(0.2, "POST", MESSAGES)
    asked = time.monotonic()
    await bot.get_partial_messageable(general.id, guild_id=general.guild_id).send("hello")
    assert time.monotonic() - asked >= 0.2


async def test_a_fault_can_let_some_pass(bot: SampleBot, sandbox: Sandbox, general: Channel) -> None:
    fault = sandbox.faults.cut("POST", MESSAGES, skip=2)
    place = bot.get_partial_messageable(general.id, guild_id=general.guild_id)
    await place.send("1")
    await place.send("2")
    with pytest.raises(aiohttp.ClientError):
        await place.send("3")
    assert fault.spent
    await place.send("4")
    assert [message.content for message in general.messages.values()] == ["1", "2", "4"]


async def test_each_channel_has_a_bucket_of_its_own(api: Api, general: Channel) -> None:
    assert general.guild is not None
    other = general.guild.channel("other")
    url = f"{api.sandbox.api_url}/channels/{general.id}/messages"
    for expected in (4, 3, 2, 1, 0):
        async with api.session.post(url, json={"content": "x"}) as answer:
            assert answer.headers["X-RateLimit-Remaining"] == str(expected)
            assert answer.headers["X-RateLimit-Limit"] == "5"
    async with api.session.post(url, json={"content": "x"}) as answer:
        body = await answer.json()
        assert answer.status == 429
        assert answer.headers["X-RateLimit-Scope"] == "user"
        assert answer.headers["Via"]
        assert 0 < body["retry_after"] <= 5
        assert not body["global"]
    assert (await api.call("POST", f"/channels/{other.id}/messages", {"content": "x"}))[0] == 200


async def test_discord_py_keeps_the_real_limits_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = replace(QUICK, route_rates={"POST /channels/{channel_id}/messages": Rate(5, 0.3)})
    async with Sandbox(limits=quick) as sandbox:
        point_to(sandbox, monkeypatch)
        channel = sandbox.guild("Exporters").channel("general")
        async with running(sandbox, SampleBot()) as bot:
            place = bot.get_partial_messageable(channel.id, guild_id=channel.guild_id)
            await asyncio.gather(*(place.send(str(number)) for number in range(15)))
        assert len(channel.messages) == 15
        assert {request.status for request in sandbox.requests.matching("POST", MESSAGES)} == {200}


async def test_the_whole_bot_has_a_limit_too() -> None:
    limits = Limits(global_rate=Rate(3, 60.0), invalid_requests=Rate(2, 60.0))
    async with Sandbox(limits=limits) as sandbox, aiohttp.ClientSession() as session:
        headers = {"Authorization": f"Bot {sandbox.token}"}
        answers = []
        for _ in range(6):
            async with session.get(f"{sandbox.api_url}/users/@me", headers=headers) as answer:
                answers.append((answer.status, answer.headers.get("X-RateLimit-Global"), "Via" in answer.headers))
        # After too many invalid requests the address is barred, which a missing Via shows.
        assert answers == [(200, None, True)] * 3 + [(429, "true", True)] * 2 + [(429, None, False)]


async def test_a_wrong_token_is_refused(sandbox: Sandbox) -> None:
    async with aiohttp.ClientSession() as session:
        for headers in ({}, {"Authorization": "Bot wrong"}):
            async with session.get(f"{sandbox.api_url}/users/@me", headers=headers) as answer:
                assert (answer.status, await answer.json()) == (401, {"message": "401: Unauthorized", "code": 0})
        async with session.get(f"{sandbox.api_url}/nothing") as answer:
            assert answer.status == 404
        async with session.delete(f"{sandbox.api_url}/gateway") as answer:
            assert answer.status == 405


async def test_without_limits_nothing_is_counted_or_checked() -> None:
    async with Sandbox(limits=Limits.off()) as sandbox, aiohttp.ClientSession() as session:
        channel = sandbox.guild("Exporters").channel("general")
        headers = {"Authorization": f"Bot {sandbox.token}"}
        url = f"{sandbox.api_url}/channels/{channel.id}/messages"
        for _ in range(100):
            async with session.post(url, json={"content": "x" * 2_001}, headers=headers) as answer:
                assert answer.status == 200
        # Clients go at full speed only if they are told that much remains.
        assert int(answer.headers["X-RateLimit-Remaining"]) > 10_000
        assert (len(sandbox.requests), sandbox.requests.count) == (0, 100)
