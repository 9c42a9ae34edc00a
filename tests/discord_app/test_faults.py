"""A Discord that fights back: every question that reached the bot is answered exactly once, and nothing gets stuck."""

from __future__ import annotations

import asyncio
import logging
import random
from collections import Counter
from collections.abc import Callable

import pytest

from bot.discord_app.client import RoroClient
from bot.sandbox import Limits, Person, Sandbox
from bot.sandbox.channels import Channel
from bot.sandbox.guilds import Guild
from bot.sandbox.interactions import Interaction
from bot.sandbox.messages import Message
from tests.discord_app.conftest import eventually
from tests.discord_app.test_mentions import HEIGHT, SPEED, said

pytestmark = pytest.mark.usefixtures("roro")
QUESTIONS = 520
SENDING = ("POST", "/channels/*/messages")
RESPONDING = ("POST", "/interactions/*/callback")


@pytest.fixture
def limits() -> Limits:
    """Beats that come often, so that a dead line shows soon."""
    return Limits(identify_pause=0.05, heartbeat_interval=0.5, resume_window=60.0).without_rates()


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    """The library tells at length of each broken line."""
    caplog.set_level(logging.CRITICAL, "discord")


class Chaos:
    """Lets things go wrong at random moments, each kind of them at least a few times."""

    def __init__(self, sandbox: Sandbox, seed: int) -> None:
        self._sandbox = sandbox
        self._random = random.Random(seed)
        self.struck: Counter[str] = Counter()

    def kinds(self) -> dict[str, Callable[[], object]]:
        """Everything that can go wrong, by name."""
        faults, gateway, chance = self._sandbox.faults, self._sandbox.gateway, self._random
        some = chance.randint(1, 3)
        return {
            "429 of the route": lambda: faults.rate_limit(*SENDING, retry_after=0.1, times=some),
            "429 global": lambda: faults.rate_limit(*SENDING, retry_after=0.1, scope="global"),
            "429 shared": lambda: faults.rate_limit(*SENDING, retry_after=0.1, scope="shared", times=some),
            "500": lambda: faults.status(500, *SENDING),
            "500 after the effect": lambda: faults.status(500, *SENDING, effect=True),
            "502": lambda: faults.status(502, *SENDING),
            "503": lambda: faults.status(503, *SENDING),
            "delay": lambda: faults.delay(chance.random() * 0.5, *SENDING, times=some),
            "request cut": lambda: faults.cut(*SENDING, times=some),
            "request cut after the effect": lambda: faults.cut(*SENDING, times=some, effect=True),
            "socket cut before an event": lambda: faults.event("MESSAGE_CREATE", "cut"),
            "socket cut after an event": lambda: faults.event("MESSAGE_CREATE", "cut_after"),
            "event twice": lambda: faults.event("MESSAGE_CREATE", "duplicate", times=some),
            "events out of order": lambda: faults.event("MESSAGE_CREATE", "hold"),
            "event dropped": lambda: faults.event("MESSAGE_CREATE", "drop"),
            "malformed event": lambda: gateway.send_event("MESSAGE_CREATE", {"id": "x"}),
            "malformed interaction": lambda: gateway.send_event("INTERACTION_CREATE", {"type": 2}),
            "malformed server": lambda: gateway.send_event("GUILD_CREATE", [1, 2]),
            "not even JSON": lambda: gateway.send_raw("{half"),
            "unknown op": lambda: gateway.send_raw('{"op": 99, "d": null}'),
            "op 7": gateway.reconnect,
            "op 9, resumable": lambda: gateway.invalidate(resumable=True),
            "socket cut": gateway.cut,
            "socket closed": lambda: gateway.close(4000),
            "no more ACKs": gateway.freeze,
            "RESUME cut": lambda: faults.op(6, "cut"),
            "gateway refuses": lambda: faults.refuse_connections(1),
        }

    async def reign(self) -> None:
        """Let something go wrong every few hundredths of a second, until cancelled."""
        names = list(self.kinds())
        while True:
            self._random.shuffle(names)
            for name in names:
                self.kinds()[name]()
                self.struck[name] += 1
                await asyncio.sleep(self._random.uniform(0.02, 0.14))


async def test_every_question_that_reached_it_is_answered_exactly_once(
    roro: RoroClient, sandbox: Sandbox, guild: Guild
) -> None:
    channels = [guild.channel(f"c{at}") for at in range(20)]
    people = [sandbox.person(f"P{at}", guild) for at in range(20)]
    chaos = Chaos(sandbox, seed=4)
    reign = asyncio.create_task(chaos.reign())
    asked: list[Message] = []
    for at in range(QUESTIONS):
        person, channel = people[at % 20], channels[at * 7 % 20]
        asked.append(await person.say(channel, f"@Roro {SPEED if at % 2 else HEIGHT}"))
        if at == QUESTIONS // 2:
            await sandbox.connected(timeout=30)
            sandbox.gateway.invalidate(resumable=False)
            await sandbox.connected(timeout=30)
        await asyncio.sleep(0.02)
    reign.cancel()
    sandbox.faults.clear()
    await sandbox.connected(timeout=30)

    def owed() -> list[Message]:
        """The questions that the bot certainly heard or will hear, and has not answered."""
        answered = {m.referenced for channel in channels for m in channel.messages.values() if m.referenced}
        return [m for m in asked if m not in answered and sandbox.gateway.fate_of(m) in ("received", "pending")]

    # One more, so that an event that is held back comes too.
    last = await people[0].say(channels[0], f"@Roro {SPEED}")
    await channels[0].reply_to(last, timeout=30)
    await eventually(lambda: not owed(), seconds=60)
    await eventually(lambda: roro.workload.in_flight == 0, seconds=60)
    replies = Counter(m.referenced for channel in channels for m in channel.messages.values() if m.referenced)
    assert max(replies.values()) == 1
    assert set(chaos.struck) == set(chaos.kinds())
    heard = [m for m in asked if sandbox.gateway.fate_of(m) in ("received", "pending")]
    assert len(heard) > 0.8 * QUESTIONS
    assert all(replies[question] == 1 for question in heard)
    assert roro.metrics.dropped._value.get() > 0


@pytest.mark.parametrize("effect", [False, True])
@pytest.mark.parametrize("trouble", ["cut", "500", "503", "429"])
async def test_an_interaction_is_answered_once_however_its_answer_is_lost(
    sandbox: Sandbox, ana: Person, general: Channel, trouble: str, effect: bool
) -> None:
    match trouble:
        case "cut":
            sandbox.faults.cut(*RESPONDING, effect=effect)
        case "429":
            sandbox.faults.rate_limit(*RESPONDING, retry_after=0.2)
        case _:
            sandbox.faults.status(int(trouble), *RESPONDING, effect=effect)
    answer = await (await ana.slash("ask", question=SPEED)).response()
    assert "16 kilometres" in said(answer)
    await asyncio.sleep(0.3)
    assert len([m for m in general.messages.values() if m.author is sandbox.bot]) == 1


async def test_an_interaction_that_comes_twice_is_answered_once(sandbox: Sandbox, ana: Person) -> None:
    for what in ("slash", "click"):
        sandbox.faults.event("INTERACTION_CREATE", "duplicate")
        if what == "slash":
            interaction: Interaction = await ana.slash("help")
        else:
            message = await interaction.response()
            interaction = await ana.click(message, message.labels[0])
        await interaction.response()
    await asyncio.sleep(0.2)
    assert [r.status for r in sandbox.requests.matching(*RESPONDING)] == [200, 200]


async def test_a_reply_that_discord_took_is_not_sent_again(sandbox: Sandbox, ana: Person, general: Channel) -> None:
    sandbox.faults.cut(*SENDING, effect=True)
    question = await ana.say(general, f"@Roro {SPEED}")
    await general.reply_to(question)
    sent = await sandbox.requests.wait_for(*SENDING, count=2)
    assert sent[0].body["nonce"] == sent[1].body["nonce"] == str(question.id)
    assert await general.stays_quiet()


async def test_edits_and_deletions_get_through_trouble_too(sandbox: Sandbox, ana: Person, general: Channel) -> None:
    question = await ana.say(general, f"@Roro {SPEED}")
    reply = await general.reply_to(question)
    sandbox.faults.cut("PATCH", "/channels/*/messages/*", times=2)
    await ana.edit(question, f"@Roro {HEIGHT}")
    assert "2 metres" in said(await reply.next_edit())
    sandbox.faults.cut("DELETE", "/channels/*/messages/*", effect=True)
    await ana.delete(question)
    await reply.gone()


async def test_events_that_come_twice_or_late_change_nothing(sandbox: Sandbox, ana: Person, general: Channel) -> None:
    sandbox.faults.event("MESSAGE_UPDATE", "duplicate", times=2)
    sandbox.faults.event("MESSAGE_DELETE", "duplicate")
    question = await ana.say(general, f"@Roro {SPEED}")
    reply = await general.reply_to(question)
    await ana.edit(question, f"@Roro {HEIGHT}")
    await reply.next_edit()
    await asyncio.sleep(0.2)
    assert len(sandbox.requests.matching("PATCH", "/channels/*/messages/*")) == 1
    await ana.delete(question)
    await reply.gone()
    sandbox.faults.event("MESSAGE_CREATE", "hold")
    late = await ana.say(general, f"@Roro {SPEED}")
    await ana.edit(late, f"@Roro {HEIGHT}")
    assert "2 metres" in said(await general.reply_to(late))
    assert await general.stays_quiet()


async def test_a_malformed_ready_is_no_dead_end(
    roro: RoroClient, sandbox: Sandbox, ana: Person, general: Channel
) -> None:
    identifies = len(sandbox.gateway.identifies)
    sandbox.gateway.send_event("READY", {"v": 10})
    await eventually(lambda: len(sandbox.gateway.identifies) == identifies + 1)
    assert roro.metrics.dropped._value.get() == 1
    await sandbox.connected()
    await asyncio.sleep(0.3)
    assert "16 kilometres" in said(await general.reply_to(await ana.say(general, f"@Roro {SPEED}")))


async def test_a_session_is_resumed_even_when_the_way_back_is_barred_at_first(
    roro: RoroClient, sandbox: Sandbox, ana: Person, general: Channel
) -> None:
    identifies = len(sandbox.gateway.identifies)
    sandbox.faults.refuse_connections(2)
    sandbox.gateway.cut()
    question = await ana.say(general, f"@Roro {SPEED}")
    assert "16 kilometres" in said(await general.reply_to(question, timeout=15))
    assert len(sandbox.gateway.identifies) == identifies
    assert roro.identifying.today == identifies
