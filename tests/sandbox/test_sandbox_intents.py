"""What a session hears of, and what of a message it may read."""

from __future__ import annotations

import pytest

from bot.sandbox import Permission, Person, Sandbox
from bot.sandbox.channels import Channel
from bot.sandbox.guilds import Guild
from bot.sandbox.intents import MESSAGE_CONTENT
from tests.sandbox.conftest import QUICK, point_to
from tests.sandbox.sample_bot import INTENTS, SampleBot, discord, running


async def test_content_is_hidden_but_where_discord_opens_it(bot: SampleBot, ana: Person, general: Channel) -> None:
    async def heard() -> str:
        message = await bot.wait_for("message", check=lambda message: not message.author.bot, timeout=2)
        return str(message.content)

    async def say(text: str) -> str:
        hearing = bot.loop.create_task(heard())
        await ana.say(general, text)
        return await hearing

    assert await say("a secret") == ""
    assert (await say("@Roro no secret")).endswith("no secret")
    await general.next_message()

    reply = await general.reply_to(await ana.say(general, "@Roro again"))
    await ana.reply(reply, "a pinging reply")
    assert (await general.next_message()).content == "heard: a pinging reply"
    hearing = bot.loop.create_task(heard())
    await ana.reply(reply, "a quiet reply", ping=False)
    assert await hearing == ""

    # Whoever replies to a command's response pings the bot, and yet says nothing that it may read.
    response = await (await ana.slash("ask", question="x")).response()
    hearing = bot.loop.create_task(heard())
    await ana.reply(response, "a reply to a command")
    assert await hearing == ""

    await ana.say(ana.dm(), "in private")
    assert (await ana.dm().next_message()).content == "heard: in private"


async def test_with_the_privileged_intent_all_content_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    async with Sandbox(limits=QUICK, privileged_intents=MESSAGE_CONTENT) as sandbox:
        point_to(sandbox, monkeypatch)
        guild = sandbox.guild("Exporters")
        channel, ana = guild.channel("general"), sandbox.person("Ana", guild)
        async with running(sandbox, SampleBot(INTENTS | discord.Intents(message_content=True))) as bot:
            hearing = bot.loop.create_task(bot.wait_for("message", timeout=2))
            await ana.say(channel, "no secret")
            assert (await hearing).content == "no secret"


async def test_content_is_hidden_from_http_too(bot: SampleBot, ana: Person, general: Channel) -> None:
    secret = await ana.say(general, "a secret")
    place = bot.get_partial_messageable(general.id, guild_id=general.guild_id)
    assert (await place.fetch_message(secret.id)).content == ""


async def test_an_edit_that_adds_a_mention_opens_the_message(bot: SampleBot, ana: Person, general: Channel) -> None:
    question = await ana.say(general, "how many?")
    edited = bot.loop.create_task(bot.wait_for("raw_message_edit", timeout=2))
    await ana.edit(question, "@Roro how many?")
    assert (await edited).message.content.endswith("how many?")


async def test_a_session_hears_only_what_it_asked_for(sandbox: Sandbox, ana: Person, general: Channel) -> None:
    async with running(sandbox, SampleBot(discord.Intents(guilds=True, dm_messages=True))) as bot:
        await ana.say(general, "@Roro hello?")
        await ana.say(ana.dm(), "hello!")
        assert (await ana.dm().next_message()).content == "heard: hello!"
        assert [message.guild for message in bot.heard if not message.author.bot] == [None]
        # Interactions come whatever the intents.
        assert await ana.slash("ask", general, question="x")


async def test_a_bot_hears_nothing_of_channels_that_it_does_not_see(
    bot: SampleBot, sandbox: Sandbox, guild: Guild, ana: Person, general: Channel
) -> None:
    closed = guild.channel("closed")
    closed.deny(guild.members[sandbox.bot.id].roles[0], Permission.VIEW_CHANNEL)
    bot_only_sees = general
    await ana.say(closed, "@Roro hello?")
    await ana.say(bot_only_sees, "@Roro hello!")
    await general.next_message()
    assert [message.channel.id for message in bot.heard if not message.author.bot] == [general.id]
