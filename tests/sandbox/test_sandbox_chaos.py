"""All kinds of trouble at once: what the bot is proven to have heard is answered once, and nothing twice."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from dataclasses import replace

import pytest

from bot.sandbox import Limits, Person, Sandbox
from bot.sandbox.channels import Channel
from tests.sandbox.conftest import QUICK
from tests.sandbox.sample_bot import SampleBot, running

QUESTIONS = 200


@pytest.fixture
def limits() -> Limits:
    return replace(QUICK.without_rates(), heartbeat_interval=0.2, identify_pause=0.0)


def make_trouble(sandbox: Sandbox, dice: random.Random) -> None:
    """Let one thing go wrong, chosen by the dice."""
    faults, gateway = sandbox.faults, sandbox.gateway
    messages = ("POST", "/channels/*/messages")
    dice.choice(
        [
            gateway.cut,
            gateway.reconnect,
            gateway.invalidate,
            lambda: gateway.close(4000),
            lambda: faults.op(6, "cut"),
            lambda: faults.op(1, "ignore"),
            lambda: faults.event("MESSAGE_CREATE", "cut"),
            lambda: faults.event("MESSAGE_CREATE", "cut_after"),
            lambda: faults.event("MESSAGE_CREATE", "duplicate"),
            lambda: faults.event("MESSAGE_CREATE", "hold"),
            lambda: faults.event("MESSAGE_CREATE", "drop"),
            lambda: faults.rate_limit(*messages, retry_after=0.05),
            lambda: faults.rate_limit(*messages, retry_after=0.05, scope="global"),
            lambda: faults.delay(0.05, *messages),
        ]
    )()


async def test_whatever_goes_wrong_no_question_is_answered_twice_and_none_heard_is_lost(
    sandbox: Sandbox, ana: Person, general: Channel
) -> None:
    dice = random.Random(20260801)
    questions = []
    async with running(sandbox, SampleBot()):
        for number in range(QUESTIONS):
            if dice.random() < 0.15:
                make_trouble(sandbox, dice)
            if not sandbox.gateway.sessions:
                # Without a session nobody hears anything: that would prove nothing either way.
                await sandbox.connected()
            questions.append(await ana.say(general, f"@Roro question {number}"))
            await asyncio.sleep(dice.random() * 0.02)
        sandbox.faults.clear()
        await sandbox.connected()
        # The last question, undisturbed, shows that nothing is stuck; a heartbeat proves what was heard.
        questions.append(await ana.say(general, "@Roro and now?"))
        await general.reply_to(questions[-1], timeout=10)
        for _ in range(40):
            fates = Counter(sandbox.gateway.fate_of(question) for question in questions)
            if not fates["pending"]:
                break
            await asyncio.sleep(0.1)
        await asyncio.sleep(0.3)
    answers = Counter(m.referenced for m in general.messages.values() if m.author is sandbox.bot)
    assert max(answers.values()) == 1
    lost = [q.content for q in questions if sandbox.gateway.fate_of(q) == "received" and not answers[q]]
    assert lost == []
    phantom = [q.content for q in questions if sandbox.gateway.fate_of(q) == "missed" and answers[q]]
    assert phantom == []
    assert fates["received"] > QUESTIONS * 0.7


async def test_the_fate_of_an_event_is_known(sandbox: Sandbox, ana: Person, general: Channel) -> None:
    early = await ana.say(general, "before anyone listens")
    assert sandbox.gateway.fate_of(early) == "missed"
    async with running(sandbox, SampleBot()):
        heard = await ana.say(general, "@Roro hello")
        assert sandbox.gateway.fate_of(heard) == "pending"
        await general.next_message()
        await asyncio.sleep(0.5)
        assert sandbox.gateway.fate_of(heard) == "received"
        sandbox.faults.event("MESSAGE_CREATE", "drop")
        dropped = await ana.say(general, "@Roro lost")
        assert sandbox.gateway.fate_of(dropped) == "missed"
        sandbox.gateway.freeze()
        swallowed = await ana.say(general, "@Roro swallowed")
        sandbox.gateway.invalidate()
        assert sandbox.gateway.fate_of(swallowed) == "unsure"


async def test_a_malformed_event_ends_a_bare_discord_py(sandbox: Sandbox, ana: Person, general: Channel) -> None:
    # Not praise: it is what a bot must guard against, and the sandbox must be able to show.
    bot = SampleBot()
    async with running(sandbox, bot):
        sandbox.faults.event("MESSAGE_CREATE", "replace", payload={"id": "no number", "channel_id": None})
        await ana.say(general, "@Roro hello")
        for _ in range(50):
            if bot.is_closed():
                break
            await asyncio.sleep(0.05)
        assert bot.heard == []


async def test_unknown_events_and_ops_are_nothing_to_a_bot(sandbox: Sandbox, ana: Person, general: Channel) -> None:
    async with running(sandbox, SampleBot()):
        sandbox.gateway.send_event("SOMETHING_NEW", {"a": 1})
        sandbox.gateway.send_raw('{"op":77,"d":null}')
        await ana.say(general, "@Roro hello")
        assert (await general.next_message()).content.endswith("hello")
