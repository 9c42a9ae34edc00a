"""Connecting, resuming, being thrown out: discord.py against every trouble of the gateway."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import aiohttp
import pytest

from bot.sandbox import Limits, Person, Rate, Sandbox
from bot.sandbox.channels import Channel
from bot.sandbox.guilds import Guild
from bot.sandbox.intents import MESSAGE_CONTENT
from tests.sandbox.conftest import QUICK, point_to
from tests.sandbox.sample_bot import INTENTS, SampleBot, discord, running


async def test_the_bot_gets_ready_and_knows_its_servers(bot: SampleBot, general: Channel) -> None:
    await asyncio.wait_for(bot.wait_until_ready(), 3)
    assert [found.name for found in bot.guilds] == ["Exporters"]
    assert bot.get_channel(general.id) is not None
    assert bot.user is not None
    assert bot.user.name == "Roro"


async def test_a_server_joined_later_is_told_of(bot: SampleBot, sandbox: Sandbox) -> None:
    await asyncio.wait_for(bot.wait_until_ready(), 3)
    joined = bot.wait_for("guild_join", timeout=2)
    sandbox.guild("Newcomers")
    assert (await joined).name == "Newcomers"


async def test_what_happens_while_the_socket_is_down_is_replayed(
    bot: SampleBot, sandbox: Sandbox, ana: Person, general: Channel
) -> None:
    sandbox.gateway.cut()
    for number in range(5):
        await ana.say(general, f"@Roro question {number}")
    await sandbox.gateway.resumed()
    replies = [await general.next_message() for _ in range(5)]
    assert [reply.content[-1] for reply in replies] == ["0", "1", "2", "3", "4"]
    assert await general.stays_quiet(0.1)
    assert bot.resumes == 1


@pytest.mark.parametrize("trouble", ["reconnect", "close", "invalid but resumable"])
@pytest.mark.usefixtures("bot")
async def test_polite_trouble_ends_in_a_resume(sandbox: Sandbox, ana: Person, general: Channel, trouble: str) -> None:
    if trouble == "reconnect":
        sandbox.gateway.reconnect()
    elif trouble == "close":
        sandbox.gateway.close(4000)
    else:
        sandbox.gateway.invalidate(resumable=True)
    await sandbox.gateway.resumed()
    await ana.say(general, "@Roro still there?")
    assert (await general.next_message()).content.endswith("still there?")
    assert len(sandbox.gateway.identifies) == 1


@pytest.mark.usefixtures("bot")
async def test_an_invalid_session_is_begun_anew(sandbox: Sandbox, ana: Person, general: Channel) -> None:
    sandbox.gateway.invalidate()
    await sandbox.gateway.changes.until(lambda: len(sandbox.gateway.identifies) == 2 or None, 5, "IDENTIFY")
    await sandbox.connected()
    await ana.say(general, "@Roro still there?")
    assert (await general.next_message()).content.endswith("still there?")


@pytest.mark.usefixtures("bot")
async def test_a_resume_that_fails_is_followed_by_an_identify(sandbox: Sandbox, ana: Person, general: Channel) -> None:
    fault = sandbox.faults.op(6, "invalidate")
    sandbox.gateway.cut()
    await fault.until_struck()
    await sandbox.connected()
    await ana.say(general, "@Roro still there?")
    assert (await general.next_message()).content.endswith("still there?")


@pytest.mark.usefixtures("bot")
async def test_a_socket_cut_while_resuming_is_resumed_again(sandbox: Sandbox, ana: Person, general: Channel) -> None:
    fault = sandbox.faults.op(6, "cut", times=2)
    sandbox.gateway.reconnect()
    await fault.until_struck()
    await ana.say(general, "@Roro still there?")
    assert (await general.next_message()).content.endswith("still there?")
    assert len(sandbox.gateway.identifies) == 1


async def test_an_event_cut_off_before_it_was_sent_is_replayed(
    bot: SampleBot, sandbox: Sandbox, ana: Person, general: Channel
) -> None:
    sandbox.faults.event("MESSAGE_CREATE", "cut")
    await ana.say(general, "@Roro now?")
    assert (await general.next_message()).content.endswith("now?")
    assert bot.resumes == 1


@pytest.mark.usefixtures("bot")
async def test_an_event_may_come_twice_and_out_of_order(sandbox: Sandbox, ana: Person, general: Channel) -> None:
    sandbox.faults.event("MESSAGE_CREATE", "hold")
    await ana.say(general, "@Roro first")
    await ana.say(general, "@Roro second")
    assert (await general.next_message()).content.endswith("second")
    assert (await general.next_message()).content.endswith("first")
    sandbox.faults.event("MESSAGE_CREATE", "duplicate")
    await ana.say(general, "@Roro third")
    # The bot answers twice, but its nonce is the same: Discord posts one reply.
    assert (await general.next_message()).content.endswith("third")
    await sandbox.requests.wait_for("POST", "/channels/*/messages", 4)
    assert await general.stays_quiet(0.1)


async def test_a_frozen_socket_is_given_up_for_want_of_acks(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = replace(QUICK, heartbeat_interval=0.25)
    async with Sandbox(limits=quick) as frozen:
        point_to(frozen, monkeypatch)
        guild = frozen.guild("Exporters")
        place, bo = guild.channel("general"), frozen.person("Bo", guild)
        async with running(frozen, SampleBot(heartbeat_timeout=0.6)) as bot:
            frozen.gateway.freeze()
            await bo.say(place, "@Roro hello?")
            assert (await place.next_message(timeout=5)).content.endswith("hello?")
            assert bot.resumes == 1


async def test_a_bot_without_a_heartbeat_is_closed() -> None:
    async with Sandbox(limits=replace(QUICK, heartbeat_interval=0.2)) as strict, aiohttp.ClientSession() as session:
        socket = await session.ws_connect(f"{strict.gateway.url}/?v=10&encoding=json")
        assert (await socket.receive_json())["op"] == 10
        closed = await socket.receive(timeout=2)
        assert closed.data == 4009


@pytest.mark.parametrize(
    ("identify", "code"),
    [
        ({"token": "wrong"}, 4004),
        ({"intents": MESSAGE_CONTENT}, 4014),
        ({"intents": 1 << 30}, 4013),
        ({"shard": [2, 2]}, 4010),
    ],
)
async def test_a_wrong_identify_is_fatal(sandbox: Sandbox, identify: dict[str, object], code: int) -> None:
    async with aiohttp.ClientSession() as session:
        socket = await session.ws_connect(f"{sandbox.gateway.url}/?v=10&encoding=json")
        await socket.receive_json()
        await socket.send_json({"op": 2, "d": {"token": sandbox.token, "intents": 1, "properties": {}} | identify})
        assert (await socket.receive(timeout=2)).data == code


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ("no json", 4002),
        ('{"op": 99, "d": 1}', 4003),
        ('{"op": 6, "d": 1}', 4002),
        ('{"op":1,"d":"' + "x" * 4_100 + '"}', 4002),
    ],
)
async def test_nonsense_is_closed_with_its_code(sandbox: Sandbox, sent: str, code: int) -> None:
    async with aiohttp.ClientSession() as session:
        socket = await session.ws_connect(f"{sandbox.gateway.url}/?v=10&encoding=json")
        await socket.receive_json()
        await socket.send_str(sent)
        assert (await socket.receive(timeout=2)).data == code


async def test_a_privileged_intent_that_was_not_granted_ends_discord_py(sandbox: Sandbox) -> None:
    bot = SampleBot(INTENTS | discord.Intents(message_content=True))
    with pytest.raises(discord.PrivilegedIntentsRequired):
        await asyncio.wait_for(bot.start(sandbox.token), 5)
    await bot.close()


async def test_too_many_sends_close_the_socket() -> None:
    limits = replace(QUICK, gateway_sends=Rate(5, 60.0))
    async with Sandbox(limits=limits) as strict, aiohttp.ClientSession() as session:
        socket = await session.ws_connect(f"{strict.gateway.url}/?v=10&encoding=json")
        for _ in range(6):
            await socket.send_json({"op": 1, "d": None})
        frames = [await socket.receive(timeout=2) for _ in range(7)]
        assert frames[-1].data == 4008


async def test_identifies_are_counted_and_paced() -> None:
    async with Sandbox(limits=Limits(identifies=Rate(2, 60.0))) as strict, aiohttp.ClientSession() as session:
        answers = []
        for _ in range(3):
            socket = await session.ws_connect(f"{strict.gateway.url}/?v=10&encoding=json")
            await socket.receive_json()
            await socket.send_json({"op": 2, "d": {"token": strict.token, "intents": 1, "properties": {}}})
            frame = await socket.receive(timeout=2)
            answers.append(frame.data if isinstance(frame.data, int) else frame.json().get("t") or frame.json()["op"])
        # The second came within 5 s of the first; the third was one too many: the token is reset.
        assert answers == ["READY", 9, 4004]
        headers = {"Authorization": f"Bot {strict.token}"}
        async with session.get(f"{strict.api_url}/gateway/bot", headers=headers) as answer:
            assert (await answer.json())["session_start_limit"]["remaining"] == 0


async def test_a_shard_holds_only_so_many_servers() -> None:
    async with Sandbox(limits=replace(QUICK, guilds_per_shard=1)) as strict, aiohttp.ClientSession() as session:
        for number in range(2):
            strict.guild(f"Guild {number}")
        answers = []
        for shard in ([0, 1], [0, 2]):
            socket = await session.ws_connect(f"{strict.gateway.url}/?v=10&encoding=json")
            await socket.receive_json()
            identify = {"token": strict.token, "intents": 1, "properties": {}, "shard": shard}
            await socket.send_json({"op": 2, "d": identify})
            frame = await socket.receive(timeout=2)
            answers.append(frame.data if isinstance(frame.data, int) else frame.json()["t"])
        assert answers == [4011, "READY"]


async def test_members_come_when_they_are_asked_for(bot: SampleBot, guild: Guild, ana: Person) -> None:
    known = bot.get_guild(guild.id)
    assert known is not None
    (found,) = await known.query_members("ana", limit=5)
    assert found.id == ana.id


@pytest.mark.usefixtures("bot")
async def test_a_closed_door_is_knocked_at_again(sandbox: Sandbox) -> None:
    # discord.py waits a second or so before it tries again.
    sandbox.faults.refuse_connections(1)
    sandbox.gateway.cut()
    await sandbox.gateway.changes.until(lambda: sandbox.faults.refused_connections == 0 or None, 5, "attempt")
    await sandbox.connected()


async def test_shards_hear_of_their_own_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    async with Sandbox(limits=QUICK, shards=3) as sandbox:
        point_to(sandbox, monkeypatch)
        guilds = [sandbox.guild(f"Guild {shard}", shard=shard) for shard in range(3)]
        ana = sandbox.person("Ana", *guilds)
        async with running(sandbox, SampleBot()) as bot:
            assert sorted(bot.shards) == [0, 1, 2]
            sessions = {session.shard_id: session for session in sandbox.gateway.sessions.values()}
            for shard, guild in enumerate(guilds):
                before = {key: session.sequence for key, session in sessions.items()}
                channel = guild.channel("general")
                await ana.say(channel, "@Roro here?")
                assert (await channel.next_message()).content.endswith("here?")
                assert [key for key, s in sessions.items() if s.sequence > before[key]] == [shard]
            before = {key: session.sequence for key, session in sessions.items()}
            await ana.say(ana.dm(), "here?")
            await ana.dm().next_message()
            assert [key for key, s in sessions.items() if s.sequence > before[key]] == [0]
