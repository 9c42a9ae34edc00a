"""Hostile input: nothing that people or tampered clients send breaks anything, pings anybody, or opens a door."""

from __future__ import annotations

import asyncio
import logging
import random
from typing import Any

import pytest

from bot.discord_app.client import RoroClient
from bot.sandbox import Permission, Person, Sandbox
from bot.sandbox.channels import Channel
from bot.sandbox.errors import NoResponse
from bot.sandbox.guilds import Guild
from bot.sandbox.messages import Message
from tests.discord_app.conftest import eventually
from tests.discord_app.test_mentions import SPEED, said

pytestmark = pytest.mark.usefixtures("roro")
COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5

HOSTILE = [
    "@everyone @here <@&1234567890123456789> <#1234567890123456789> <@1234567890123456789>",
    "**bold** __under__ ~~gone~~ ||spoiler|| `code` ```block``` > quote\n# heading\n- list",
    "[click me](https://evil.example/) <https://evil.example> https://discord.gg/evil discord.gg/evil",
    "'; DROP TABLE facts; -- {0} {missing} %s %(x)s ${jndi:ldap://evil} {{7*7}} \\u0000",
    "h" + "\u0300\u0301\u0302\u0303" * 400 + "ow fast?",
    "\u202eesrever\u202c \u200b\u200b \ufeff \x07\x1b[31m red",
    "a" * 1_950,
    "🏴‍☠️" * 300,
    "？" * 900,
    "in 99999999999999999999999999999 percent of 0.0000000000000000001 %%%",
    "\n".join("> " + "x" * 5 for _ in range(200)),
    "<a:b:" * 200,
    "how fast " * 200,
]


def harmless(message: Message) -> None:
    """Hold a message to what no message of the bot may do."""
    assert [message.mentioned, message.mentioned_roles, message.mentions_everyone] == [[], [], False]
    for live in ("https://evil", "@everyone", "<@&1234567890123456789>", "<@1234567890123456789>", "\u202e", "\x1b"):
        assert live not in said(message)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
async def test_any_message_gets_a_harmless_reply(guild: Guild, ana: Person, general: Channel, text: str) -> None:
    guild.permit(guild.everyone, guild.everyone.permissions | Permission.MENTION_EVERYONE)
    question = await ana.say(general, f"@Roro {text}")
    harmless(await general.reply_to(question))
    harmless(await (await ana.slash("ask", question=text[:2_000])).response())
    await ana.autocomplete("ask", question=text[:100])
    assert "16 kilometres" in said(await general.reply_to(await ana.say(general, f"@Roro {SPEED}")))


async def test_a_message_of_four_thousand_characters_gets_a_reply(ana: Person) -> None:
    for text in ("how fast " * 444, "x" * 4_000, "é" * 4_000):
        reply = await ana.dm().reply_to(await ana.say(ana.dm(), text))
        assert said(reply).strip()


@pytest.mark.parametrize("plain", [False, True])
async def test_what_is_echoed_is_escaped(sandbox: Sandbox, ana: Person, general: Channel, plain: bool) -> None:
    if plain:
        general.deny(sandbox.bot, Permission.EMBED_LINKS)
        await asyncio.sleep(0.05)
    for text in ("in **1984**", "in [1984](https://evil.example)", "in @everyone", "at __Zanzibar__ in <@1> 1984"):
        harmless(await general.reply_to(await ana.say(general, f"@Roro How fast was the Severn Bore {text}?")))


TAMPERED = [
    *[
        "x",
        "roro1",
        "roro1:",
        "roro1:f",
        "roro1:f:en:",
        "roro1:f:en:no-such-fact",
        "roro1:s:en:no-such-fact",
        "roro1:l:en:no-such-topic:0",
        "roro1:t:en:9999",
        "roro1:d:en:9999",
        "roro1:l:en:tides:9999",
        "roro1:f:xx:severn-bore-speed",
        "roro1:f:../../x:a",
        "roro1:q:en:a",
        "roro0:f:en:severn-bore-speed",
        "roro1-menu:9",
    ],
    "",
    "roro1:f:en:a\nb",
    "x" * 100,
    "﷽" * 30,
]


@pytest.mark.parametrize("custom_id", TAMPERED, ids=range(len(TAMPERED)))
async def test_a_tampered_button_is_answered_privately_and_does_no_harm(
    ana: Person, general: Channel, custom_id: str
) -> None:
    message = await general.reply_to(await ana.say(general, f"@Roro {SPEED}"))
    message.components[0]["components"].append({"type": 2, "style": 2, "label": "x", "custom_id": custom_id, "id": 99})
    message.touch()
    interaction = ana.interact(COMPONENT, {"custom_id": custom_id, "component_type": 2, "id": 99}, message=message)
    answer = await interaction.response()
    assert answer.ephemeral
    assert said(answer).strip()


@pytest.mark.parametrize("values", [[], ["x"], ["roro1:f:en:nope"], ["roro1:t:en:0"] * 30, ["x" * 5_000]])
async def test_tampered_options_do_no_harm(ana: Person, values: list[str]) -> None:
    page = await (await ana.slash("facts")).response()
    data = {"custom_id": page.selects[0]["custom_id"], "component_type": 3, "values": values, "id": 1}
    await ana.interact(COMPONENT, data, message=page).acknowledged()
    assert page.selects or page.labels or said(page).strip()


def command_id(sandbox: Sandbox, name: str) -> str:
    return str(next(command["id"] for command in sandbox.world.commands.all() if command["name"] == name))


STRANGE_OPTIONS: list[Any] = [
    [],
    [{"type": 3, "name": "question", "value": ""}],
    [{"type": 3, "name": "question", "value": "x" * 6_000}],
    [{"type": 4, "name": "question", "value": 7}],
    [{"type": 3, "name": "question", "value": None}],
    [{"type": 3, "name": "question", "value": {"a": 1}}],
    [{"type": 3, "name": "no-such-option", "value": "x"}],
    [{"type": 3, "name": "question", "value": "x"}, {"type": 5, "name": "private", "value": "maybe"}],
    [{"type": 6, "name": "question", "value": "1234567890123456789"}],
    [{"type": 3}],
    "question",
    None,
]


@pytest.mark.parametrize("kind", [COMMAND, AUTOCOMPLETE])
@pytest.mark.parametrize("options", STRANGE_OPTIONS, ids=range(len(STRANGE_OPTIONS)))
async def test_options_out_of_range_do_not_break_it(
    sandbox: Sandbox, ana: Person, general: Channel, options: Any, kind: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, "asyncio")
    data: dict[str, Any] = {"id": command_id(sandbox, "ask"), "name": "ask", "type": 1, "options": options}
    interaction = ana.interact(kind, data)
    await asyncio.wait((asyncio.ensure_future(_seen(interaction)),), timeout=0.3)
    assert "16 kilometres" in said(await general.reply_to(await ana.say(general, f"@Roro {SPEED}")))


async def _seen(interaction: Any) -> None:
    try:
        await interaction.acknowledged()
    except NoResponse:
        return


async def test_commands_that_are_not_there_and_stray_kinds_do_not_break_it(
    roro: RoroClient, ana: Person, general: Channel
) -> None:
    for kind, data in (
        (COMMAND, {"id": "1", "name": "no-such-command", "type": 1}),
        (COMMAND, {"id": "1", "name": "ask", "type": 3, "target_id": "1"}),
        (MODAL, {"custom_id": "x", "components": []}),
        (99, {}),
    ):
        ana.interact(kind, data)
    await asyncio.sleep(0.2)
    assert "16 kilometres" in said(await general.reply_to(await ana.say(general, f"@Roro {SPEED}")))
    await eventually(lambda: roro.workload.in_flight == 0)


@pytest.mark.parametrize("subcommand", ["reload", "status", "doctor", "no-such-subcommand"])
@pytest.mark.parametrize("where", ["server", "direct"])
async def test_a_tampered_client_cannot_reach_an_admin_command(
    roro: RoroClient, sandbox: Sandbox, ana: Person, general: Channel, subcommand: str, where: str
) -> None:
    before = roro.edition
    channel = general if where == "server" else ana.dm()
    options = [{"type": 1, "name": subcommand, "options": []}]
    data = {"id": command_id(sandbox, "roro"), "name": "roro", "type": 1, "options": options}
    answer = await ana.interact(COMMAND, data, channel).response()
    assert answer.ephemeral
    assert roro.edition is before
    for secret in (before.digest, "Uptime", "Invite"):
        assert secret not in said(answer)


async def test_garbage_over_the_gateway_is_survived(
    roro: RoroClient, sandbox: Sandbox, ana: Person, general: Channel, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, "roro")
    chance = random.Random(1)
    values: list[Any] = [None, 1, "x", [], {}, [None], {"id": "x"}, {"id": 1}, {"guild_id": "1"}]
    events = [
        "MESSAGE_CREATE",
        "MESSAGE_UPDATE",
        "MESSAGE_DELETE",
        "MESSAGE_DELETE_BULK",
        "INTERACTION_CREATE",
        "GUILD_CREATE",
        "GUILD_UPDATE",
        "CHANNEL_CREATE",
        "CHANNEL_UPDATE",
        "THREAD_CREATE",
        "GUILD_ROLE_UPDATE",
        "NO_SUCH_EVENT",
    ]
    for _ in range(300):
        sandbox.gateway.send_event(chance.choice(events), chance.choice(values))
    for text in ("[]", "1", '"x"', "null", '{"op": null}', '{"op": 0}', '{"op": 0, "t": 5, "s": "x"}', "\u0000", "{"):
        sandbox.gateway.send_raw(text)
    assert "16 kilometres" in said(await general.reply_to(await ana.say(general, f"@Roro {SPEED}"), timeout=15))
    assert roro.metrics.dropped._value.get() > 100
