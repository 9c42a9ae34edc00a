"""A real bot and people talk: messages, replies, edits, threads, direct messages, files."""

from __future__ import annotations

import pytest

from bot.sandbox import Permission, Person, Sandbox
from bot.sandbox.channels import Channel
from bot.sandbox.errors import NothingCame, NotPossible
from bot.sandbox.guilds import Guild
from tests.sandbox.sample_bot import SampleBot, discord


@pytest.mark.usefixtures("bot")
async def test_a_mention_gets_a_reply_that_refers_to_it(ana: Person, general: Channel) -> None:
    question = await ana.say(general, "@Roro how many?")
    reply = await general.next_message()
    assert reply.content == "heard: @Roro how many?"
    assert reply.referenced is question
    assert await general.stays_quiet(0.1)


@pytest.mark.usefixtures("bot")
async def test_what_does_not_mention_the_bot_gets_no_reply(ana: Person, general: Channel) -> None:
    await ana.say(general, "how many?")
    with pytest.raises(NothingCame, match=r"no message in #general within 0\.2 s"):
        await general.next_message(timeout=0.2)


@pytest.mark.usefixtures("bot")
async def test_a_reply_is_found_by_its_question(ana: Person, general: Channel) -> None:
    first = await ana.say(general, "@Roro one")
    second = await ana.say(general, "@Roro two")
    assert (await general.reply_to(second)).content.endswith("two")
    assert (await general.reply_to(first)).content.endswith("one")


@pytest.mark.usefixtures("bot")
async def test_a_direct_message_gets_a_reply(ana: Person) -> None:
    await ana.say(ana.dm(), "how many?")
    assert (await ana.dm().next_message()).content == "heard: how many?"


@pytest.mark.usefixtures("bot")
async def test_threads_and_forum_posts_are_places_like_any(ana: Person, guild: Guild) -> None:
    thread = guild.channel("news").thread("a thread", ana)
    await ana.say(thread, "@Roro here?")
    assert (await thread.next_message()).content == "heard: @Roro here?"
    post = await ana.open_post(guild.forum("help"), "a post", "@Roro and here?")
    assert (await post.next_message()).content == "heard: @Roro and here?"


async def test_people_edit_and_delete_and_the_bot_hears_of_it(bot: SampleBot, ana: Person, general: Channel) -> None:
    edited = bot.wait_for("raw_message_edit", timeout=2)
    deleted = bot.wait_for("raw_message_delete", timeout=2)
    question = await ana.say(general, "@Roro howw many?")
    await ana.edit(question, "@Roro how many?")
    assert (await edited).message.content.endswith("how many?")
    await ana.delete(question)
    assert (await deleted).message_id == question.id
    assert question not in general.messages_seen_by(ana)


async def test_the_bot_edits_and_deletes_its_own(bot: SampleBot, ana: Person, general: Channel) -> None:
    await ana.say(general, "@Roro hello")
    reply = await general.next_message()
    spoken = await bot.get_partial_messageable(general.id, guild_id=general.guild_id).fetch_message(reply.id)
    await spoken.edit(content="changed")
    assert (await reply.next_edit()).content == "changed"
    assert reply.edited_timestamp is not None
    await spoken.delete()
    await reply.gone()
    assert reply not in general.messages_seen_by(ana)


async def test_mentions_are_read_as_discord_reads_them(bot: SampleBot, ana: Person, general: Channel) -> None:
    guild = general.guild
    assert guild is not None
    role = guild.role("Fans", mentionable=True)
    bo = Person(1, "Bo", world=ana.world)
    texts = {
        "@Roro": {"Roro"},
        "in `@Roro` code": set(),
        "```\n@Roro\n```": set(),
        "> quoted @Roro": {"Roro"},
        "\\<@%d>" % bot.application_id: set(),  # noqa: UP031 - braces and angle brackets together read badly
        "@Roro and @Ana": {"Roro", "Ana"},
        "@Roronoa": set(),
        f"<@!{bot.application_id}> by the old form": {"Roro"},
        f"{bo.mention} is unknown": set(),
    }
    for text, named in texts.items():
        said = await ana.say(general, text)
        assert {user.name for user in said.mentioned} == named, text
    assert (await ana.say(general, "@Fans")).mentioned_roles == [role]
    assert not (await ana.say(general, "@everyone")).mentions_everyone
    guild.permit(guild.everyone, guild.everyone.permissions | Permission.MENTION_EVERYONE)
    assert (await ana.say(general, "@everyone")).mentions_everyone


async def test_allowed_mentions_decide_who_is_pinged(bot: SampleBot, ana: Person, general: Channel) -> None:
    place = bot.get_partial_messageable(general.id, guild_id=general.guild_id)
    quiet = await place.send(f"{ana.mention}", allowed_mentions=discord.AllowedMentions.none())
    loud = await place.send(f"{ana.mention}", allowed_mentions=discord.AllowedMentions(users=True))
    assert general.messages[quiet.id].mentioned == []
    assert general.messages[loud.id].mentioned == [ana]
    # An edit parses anew, and by default everything.
    await quiet.edit(content=f"still {ana.mention}", allowed_mentions=discord.AllowedMentions.all())
    assert general.messages[quiet.id].mentioned == [ana]


async def test_files_arrive_whole_and_can_be_fetched(bot: SampleBot, ana: Person) -> None:
    interaction = await ana.slash("report")
    message = await interaction.response()
    (attachment,) = message.attachments
    assert (attachment.filename, attachment.description) == ("report.txt", "the faults")
    assert attachment.content == b"line 1\nline 2\n"
    async with bot.http._HTTPClient__session.get(attachment.url) as fetched:  # type: ignore[attr-defined]  # any session will do
        assert await fetched.read() == attachment.content


async def test_webhooks_and_other_bots_speak_too(
    bot: SampleBot, sandbox: Sandbox, guild: Guild, general: Channel
) -> None:
    heard = bot.wait_for("message", timeout=2)
    await general.webhook("Feed").say(f"{sandbox.bot.mention} news")
    message = await heard
    assert message.webhook_id is not None
    assert message.author.bot
    other = sandbox.person("Other", guild, bot=True)
    heard = bot.wait_for("message", timeout=2)
    await other.say(general, "@Roro hello")
    assert (await heard).author.bot
    assert await general.stays_quiet(0.1)


async def test_a_person_cannot_do_what_discord_would_not_let_them(ana: Person, general: Channel) -> None:
    guild = general.guild
    assert guild is not None
    general.deny(guild.everyone, Permission.SEND_MESSAGES)
    with pytest.raises(NotPossible, match="Missing Permissions"):
        await ana.say(general, "hello")
    general.deny(guild.everyone, Permission.VIEW_CHANNEL)
    with pytest.raises(NotPossible, match="Missing Access"):
        await ana.say(general, "hello")
    assert general.messages_seen_by(ana) == []


async def test_reactions_are_kept_and_told(bot: SampleBot, ana: Person, general: Channel) -> None:
    question = await ana.say(general, "@Roro hello")
    await general.next_message()
    heard = bot.heard[0]
    await heard.add_reaction("👍")
    await ana.react(question, "👍")
    assert question.reactions == {"👍": {ana.id, bot.application_id}}
    await heard.remove_reaction("👍", bot.user)  # type: ignore[arg-type]  # the bot is connected, so it has a user
    assert question.reactions == {"👍": {ana.id}}
