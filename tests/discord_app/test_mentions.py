"""Messages, end to end: the real client and a Discord that enforces its rules."""

from __future__ import annotations

import asyncio
import logging
import sys
import time

import discord
import pytest

from bot.discord_app.client import RoroClient
from bot.discord_app.editions import Edition
from bot.discord_app.exchanges import LIFE
from bot.sandbox import Permission, Person, Sandbox
from bot.sandbox.channels import Channel
from bot.sandbox.guilds import Guild
from bot.sandbox.messages import Message
from bot.settings import Settings
from tests.discord_app.conftest import Settle, eventually, running

SPEED = "How fast is the Severn Bore?"
HEIGHT = "How high is the Severn Bore?"
pytestmark = pytest.mark.usefixtures("roro")


def said(message: Message) -> str:
    """What a message says, wherever in it."""
    return "\n".join([message.content, *(embed["description"] for embed in message.embeds)])


async def test_a_mention_gets_one_reply_with_its_proof(ana: Person, general: Channel) -> None:
    question = await ana.say(general, f"@Roro {SPEED}")
    reply = await general.reply_to(question)
    assert "travels at about 16 kilometres an hour" in said(reply)
    assert "“" in said(reply)
    assert reply.embeds[0]["footer"]["text"].startswith("severn-bore-speed · ")
    assert "Show in source" in reply.labels
    assert reply.mentioned == []
    assert await general.stays_quiet()


async def test_the_question_is_not_repeated_back(ana: Person, general: Channel) -> None:
    reply = await general.reply_to(await ana.say(general, f"@Roro {SPEED}"))
    assert SPEED not in said(reply)


async def test_direct_messages_threads_and_forum_posts_get_one_too(ana: Person, guild: Guild) -> None:
    assert "16 kilometres" in said(await ana.dm().reply_to(await ana.say(ana.dm(), SPEED)))
    thread = guild.channel("news").thread("tides", ana)
    assert "16 kilometres" in said(await thread.reply_to(await ana.say(thread, f"@Roro {SPEED}")))
    post = await ana.open_post(guild.forum("help"), "bores", f"@Roro {SPEED}")
    assert "16 kilometres" in said(await post.next_message())


async def test_a_pinging_reply_carries_the_conversation_on(ana: Person, general: Channel) -> None:
    first = await general.reply_to(await ana.say(general, f"@Roro {SPEED}"))
    second = await ana.reply(first, "and how high is it?")
    assert "2 metres" in said(await general.reply_to(second))
    await ana.reply(first, "and how long?", ping=False)
    assert await general.stays_quiet()


async def test_questions_in_quick_succession_lean_on_each_other_in_order(ana: Person, general: Channel) -> None:
    asked = [await ana.say(general, f"@Roro {text}") for text in [SPEED, "and how high is it?"] * 6]
    # Twelve replies in one channel are more than its five in five seconds: the last ones wait for their turn.
    replies = [await general.reply_to(question, timeout=30.0) for question in asked]
    assert all("16 kilometres" in said(reply) for reply in replies[::2])
    assert all("2 metres" in said(reply) for reply in replies[1::2])


async def test_each_user_has_a_conversation_of_their_own_in_each_channel(
    roro: RoroClient, sandbox: Sandbox, guild: Guild, ana: Person, general: Channel
) -> None:
    bo, side = sandbox.person("Bo", guild), guild.channel("side")
    for person, channel in ((ana, general), (bo, general), (ana, side)):
        await channel.reply_to(await person.say(channel, f"@Roro {SPEED}"))
    await general.reply_to(await ana.say(general, "@Roro and how high is it?"))
    now = time.monotonic()
    turns = {
        (person.name, channel.name): len(roro.conversations.at((person.id, channel.id), now).turns)
        for person in (ana, bo)
        for channel in (general, side)
    }
    assert turns == {("Ana", "general"): 2, ("Ana", "side"): 1, ("Bo", "general"): 1, ("Bo", "side"): 0}


async def test_nobody_else_gets_one(sandbox: Sandbox, guild: Guild, ana: Person, general: Channel) -> None:
    role = guild.role("Fans", mentionable=True)
    guild.permit(guild.everyone, guild.everyone.permissions | Permission.MENTION_EVERYONE)
    other = sandbox.person("Other", guild, bot=True)
    for text in ("", "@everyone ", "@here ", f"{role.mention} ", "`@Roro` ", "@Other "):
        await ana.say(general, text + SPEED)
    await other.say(general, f"@Roro {SPEED}")
    await general.webhook("Feed").say(f"{sandbox.bot.mention} {SPEED}")
    assert await general.stays_quiet()


async def test_an_empty_mention_offers_questions(ana: Person, general: Channel) -> None:
    reply = await general.reply_to(await ana.say(general, "@Roro"))
    assert "Mention me with a question" in said(reply)
    assert reply.labels


async def test_a_mended_typo_changes_the_reply_in_place(ana: Person, general: Channel) -> None:
    question = await ana.say(general, "@Roro what is the weather")
    reply = await general.reply_to(question)
    assert "16 kilometres" not in said(reply)
    await ana.edit(question, f"@Roro {SPEED}")
    assert "16 kilometres" in said(await reply.next_edit())
    assert "Show in source" in reply.labels
    await ana.edit(question, f"@Roro {HEIGHT}")
    assert "2 metres" in said(await reply.next_edit())
    assert await general.stays_quiet()


async def test_a_mention_that_is_added_later_gets_its_reply(ana: Person, general: Channel) -> None:
    question = await ana.say(general, SPEED)
    assert await general.stays_quiet(0.1)
    await ana.edit(question, f"@Roro {SPEED}")
    assert "16 kilometres" in said(await general.reply_to(question))


async def test_an_edit_that_comes_too_late_changes_nothing(
    ana: Person, general: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert LIFE == 10 * 60
    monkeypatch.setattr(sys.modules["bot.discord_app.cogs.mentions"], "LIFE", 0.2)
    question, other = await ana.say(general, f"@Roro {SPEED}"), await ana.say(general, SPEED)
    reply = await general.reply_to(question)
    await asyncio.sleep(0.4)
    await ana.edit(question, f"@Roro {HEIGHT}")
    await ana.edit(other, f"@Roro {HEIGHT}")
    assert await general.stays_quiet()
    assert "16 kilometres" in said(reply)


async def test_what_is_for_nobody_is_not_even_read(roro: RoroClient, ana: Person, general: Channel) -> None:
    read: list[str] = []

    async def hear(message: discord.Message) -> None:
        read.append(message.content)

    async def see_edit(payload: discord.RawMessageUpdateEvent) -> None:
        read.append(payload.message.content)

    roro.hear = hear
    roro.add_listener(see_edit, "on_raw_message_edit")
    message = await ana.say(general, "for nobody")
    await ana.edit(message, "still for nobody")
    await ana.edit(message, "@Roro for me after all")
    await ana.say(ana.dm(), "for me")
    await eventually(lambda: len(read) == 2)
    assert [text.partition(" ")[2] for text in read] == ["for me after all", "me"]


async def test_no_privileged_intent_is_asked_for_and_no_member_kept(roro: RoroClient) -> None:
    wanted = {name for name, granted in roro.intents if granted}
    assert wanted == {"guilds", "guild_messages", "dm_messages"}
    (guild,) = roro.guilds
    assert list(guild.members) == [guild.me]
    assert not roro.cached_messages


async def test_a_deleted_question_takes_its_reply_along(roro: RoroClient, ana: Person, general: Channel) -> None:
    question = await ana.say(general, f"@Roro {SPEED}")
    reply = await general.reply_to(question)
    assert len(roro.conversations) == 1
    await ana.delete(question)
    await reply.gone()
    assert len(roro.conversations) == 0


async def test_a_question_deleted_while_it_is_answered_leaves_no_reply(
    sandbox: Sandbox, ana: Person, general: Channel
) -> None:
    sandbox.faults.delay(0.3, "POST", "/channels/*/messages")
    question = await ana.say(general, f"@Roro {SPEED}")
    await sandbox.requests.wait_for("POST", "/channels/*/messages", count=0)
    await asyncio.sleep(0.1)
    await ana.delete(question)
    await asyncio.sleep(0.6)
    assert not [message for message in general.messages_seen_by(ana) if message.author is sandbox.bot]


async def test_an_edit_while_the_reply_is_on_its_way_is_not_lost(
    sandbox: Sandbox, ana: Person, general: Channel
) -> None:
    sandbox.faults.delay(0.2, "POST", "/channels/*/messages")
    question = await ana.say(general, f"@Roro {HEIGHT}")
    await asyncio.sleep(0.05)
    await ana.edit(question, f"@Roro {SPEED}")
    reply = await general.reply_to(question)
    await eventually(lambda: "16 kilometres" in said(reply))
    assert await general.stays_quiet()


async def test_without_embed_links_the_reply_is_plain_text(
    guild: Guild, ana: Person, general: Channel, sandbox: Sandbox
) -> None:
    general.deny(sandbox.bot, Permission.EMBED_LINKS)
    await asyncio.sleep(0.05)
    question = await ana.say(general, f"@Roro {SPEED}")
    reply = await general.reply_to(question)
    assert reply.embeds == []
    assert "16 kilometres" in reply.content
    assert "Show in source" in reply.labels
    await ana.edit(question, f"@Roro {HEIGHT}")
    assert "2 metres" in (await reply.next_edit()).content
    assert sandbox.requests.matching("POST", "/channels/*/messages")[-1].status == 200
    assert guild.bot_is_member


async def test_without_read_message_history_the_reply_points_to_nothing(
    sandbox: Sandbox, ana: Person, general: Channel
) -> None:
    general.deny(sandbox.bot, Permission.READ_MESSAGE_HISTORY)
    await asyncio.sleep(0.05)
    await ana.say(general, f"@Roro {SPEED}")
    reply = await general.next_message()
    assert reply.referenced is None
    assert "16 kilometres" in said(reply)


async def test_without_send_messages_it_stays_silent_and_logs_once(
    roro: RoroClient, sandbox: Sandbox, ana: Person, general: Channel, caplog: pytest.LogCaptureFixture
) -> None:
    general.deny(sandbox.bot, Permission.SEND_MESSAGES)
    await asyncio.sleep(0.05)
    with caplog.at_level(logging.INFO):
        for _ in range(3):
            await ana.say(general, f"@Roro {SPEED}")
        await eventually(lambda: general.id in roro.silent_channels)
        assert await general.stays_quiet()
    assert [r.getMessage() for r in caplog.records].count("the bot may not write in a channel") == 1
    assert sandbox.requests.matching("POST", "/channels/*/messages") == []


async def test_rights_that_were_lost_unnoticed_are_found_out(sandbox: Sandbox, ana: Person, general: Channel) -> None:
    sandbox.faults.event("CHANNEL_UPDATE", "drop")
    general.deny(sandbox.bot, Permission.EMBED_LINKS)
    reply = await general.reply_to(await ana.say(general, f"@Roro {SPEED}"))
    assert "16 kilometres" in reply.content


async def test_a_reply_speaks_the_questions_language(
    sandbox: Sandbox, folders: Settings, settle: Settle, shipped: Edition, roro: RoroClient
) -> None:
    await roro.close()
    guild = sandbox.guild("港口")
    general, li = guild.channel("general"), sandbox.person("Li", guild)
    question = next(question for question in shipped.openers[1])
    async with running(sandbox, folders, settle(), shipped):
        reply = await general.reply_to(await li.say(general, f"@Roro {question}"))
        assert "查看原文" in reply.labels


async def test_nothing_pings_or_links_whatever_is_asked(ana: Person, general: Channel) -> None:
    for text in (
        "@everyone",
        "[x](https://evil.example)",
        "<@&1234567890123456789> **in 1984**",
        "https://evil.example",
    ):
        reply = await general.reply_to(await ana.say(general, f"@Roro how fast was the Severn Bore in 1984 {text}"))
        assert [reply.mentioned, reply.mentioned_roles, reply.mentions_everyone] == [[], [], False]
        assert "https://evil" not in said(reply)
