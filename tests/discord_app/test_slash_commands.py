"""Slash commands and what hangs on their messages, end to end."""

from __future__ import annotations

import pytest

from bot.discord_app import conversations, exchanges
from bot.discord_app.client import RoroClient
from bot.discord_app.editions import Edition
from bot.discord_app.phrases import phrases
from bot.sandbox import Permission, Person, Sandbox
from bot.sandbox.channels import Channel
from bot.sandbox.errors import NotPossible
from bot.sandbox.guilds import Guild
from bot.settings import Settings
from tests.discord_app.conftest import ROOT, Settle, eventually, running
from tests.discord_app.test_mentions import HEIGHT, SPEED, said

pytestmark = pytest.mark.usefixtures("roro")


async def test_ask_answers_in_a_server(ana: Person) -> None:
    interaction = await ana.slash("ask", question=SPEED)
    answer = await interaction.response()
    assert "16 kilometres" in said(answer)
    assert not answer.ephemeral
    assert not interaction.deferred
    assert interaction.latency is not None
    assert interaction.latency < 0.3


async def test_ask_answers_privately_when_asked_to(ana: Person) -> None:
    answer = await (await ana.slash("ask", question=SPEED, private=True)).response()
    assert answer.ephemeral


async def test_ask_works_in_direct_messages_and_wherever_a_user_brings_it(sandbox: Sandbox, ana: Person) -> None:
    assert "16 kilometres" in said(await (await ana.slash("ask", ana.dm(), question=SPEED)).response())
    strange = sandbox.guild("Elsewhere", with_bot=False)
    bo = sandbox.person("Bo", strange, installed_app=True)
    answer = await (await bo.slash("ask", strange.channel("general"), question=SPEED)).response()
    assert "16 kilometres" in said(answer)
    group = sandbox.group(bo, ana)
    assert "16 kilometres" in said(await (await bo.slash("ask", group, question=SPEED)).response())


async def test_a_question_in_a_command_carries_the_conversation_on(roro: RoroClient, ana: Person) -> None:
    await (await ana.slash("ask", question=SPEED)).response()
    await (await ana.slash("ask", question="and how high is it?")).response()
    assert len(roro.conversations) == 1


async def test_typing_is_completed(ana: Person) -> None:
    choices = await ana.autocomplete("ask", question="how fas")
    assert SPEED in {choice["name"] for choice in choices}
    assert 0 < len(await ana.autocomplete("ask", question="")) <= 25
    assert await ana.autocomplete("ask", question="zzzqqqxxx") == []


async def test_facts_are_browsed_by_topic_in_place(ana: Person) -> None:
    page = await (await ana.slash("facts")).response()
    assert page.ephemeral
    topics = [option["label"] for option in page.selects[0]["options"]]
    assert topics == ["Power from the tides", "Tides"]
    await ana.choose(page, "Tides")
    await eventually(lambda: "Topics" in page.labels)
    shown = await (await ana.choose(page, page.selects[0]["options"][0]["label"])).response()
    assert shown is not page
    assert shown.ephemeral
    assert "“" in said(shown)
    await ana.click(page, "Topics")
    await eventually(lambda: [option["label"] for option in page.selects[0]["options"]] == topics)


async def test_long_topics_have_pages(
    sandbox: Sandbox, folders: Settings, settle: Settle, shipped: Edition, roro: RoroClient, ana: Person
) -> None:
    await roro.close()
    async with running(sandbox, folders, settle(), shipped):
        page = await (await ana.slash("facts")).response()
        counts = {option["label"]: int(option["description"].split()[0]) for option in page.selects[0]["options"]}
        assert sum(counts.values()) == len(shipped.base.served)
        assert len(page.selects[0]["options"]) <= 25


async def test_sources_lists_the_documents(ana: Person) -> None:
    answer = await (await ana.slash("sources")).response()
    assert answer.ephemeral
    assert "Guide to the Severn Bore, 4 September 2021" in said(answer)
    assert "machine translation" in said(answer)
    assert "date inferred" in said(answer)


async def test_help_offers_questions_that_really_are_answered(ana: Person, tides: Edition) -> None:
    answer = await (await ana.slash("help")).response()
    assert answer.labels == list(tides.examples)
    for label in answer.labels:
        opened = await (await ana.click(answer, label)).response()
        assert "“" in said(opened)


async def test_privacy_says_what_is_kept_and_so_does_the_page(ana: Person) -> None:
    told = said(await (await ana.slash("privacy")).response()).replace("\\", "")
    page = " ".join((ROOT / "PRIVACY.md").read_text(encoding="utf-8").split())
    assert "What I keep of you" in told
    for promise in ("ten minutes", "in memory", "ids of users", "direct messages", "reply", "have it deleted"):
        assert promise in told.lower()
        assert promise in page.lower()
    assert conversations.LIFE == exchanges.LIFE == 10 * 60


async def test_commands_are_named_and_answered_in_chinese(sandbox: Sandbox, ana: Person) -> None:
    ana.locale = "zh-CN"
    ask = next(command for command in sandbox.world.commands.all() if command["name"] == "ask")
    assert ask["name_localizations"]["zh-CN"] == "提问"
    assert ask["options"][0]["name_localizations"]["zh-CN"] == "问题"
    assert ask["name_localizations"]["zh-TW"] == "提問"
    assert ask["options"][0]["name_localizations"]["zh-TW"] == "問題"
    assert "可以试试" in said(await (await ana.slash("help")).response())
    assert "查看原文" not in said(await (await ana.slash("facts")).response())
    assert "主题" in said(await (await ana.slash("facts")).response())


async def test_every_word_of_every_command_has_its_chinese(sandbox: Sandbox) -> None:
    chinese = phrases("zh").commands

    def words(command: dict[str, object]) -> list[object]:
        options = command.get("options") or []
        assert isinstance(options, list)
        return [command["name"], command["description"], *(word for option in options for word in words(option))]

    told = {word for command in sandbox.world.commands.all() for word in words(command)}
    assert told == set(chinese)


async def test_a_button_opens_the_source_for_its_presser_alone(ana: Person, general: Channel) -> None:
    reply = await general.reply_to(await ana.say(general, f"@Roro {SPEED}"))
    opened = await (await ana.click(reply, "Show in source")).response()
    assert opened.ephemeral
    assert "**travels at about 16 kilometres an hour**" in said(opened)


async def test_the_nearest_fact_is_a_button_away_and_can_be_asked_on_about(
    roro: RoroClient, ana: Person, general: Channel
) -> None:
    reply = await general.reply_to(await ana.say(general, "@Roro How fast was the Severn Bore in 1984?"))
    assert "1984" in said(reply)
    assert "“" not in said(reply)
    opened = await (await ana.click(reply, "Show me that")).response()
    assert "“" in said(opened)
    assert len(roro.conversations) == 1


async def test_buttons_work_after_a_restart_and_commands_are_not_told_again(
    sandbox: Sandbox, folders: Settings, settle: Settle, tides: Edition, roro: RoroClient, ana: Person, general: Channel
) -> None:
    reply = await general.reply_to(await ana.say(general, f"@Roro {SPEED}"))
    await sandbox.requests.wait_for("PUT", "/applications/*/commands")
    await roro.close()
    async with running(sandbox, folders, settle(), tides) as again:
        opened = await (await ana.click(reply, "Show in source")).response()
        assert "16 kilometres" in said(opened)
        await eventually(lambda: again.command_sync.state == "in sync")
    assert len(sandbox.requests.matching("PUT", "/applications/*/commands")) == 1


async def test_commands_are_told_again_when_they_change(
    sandbox: Sandbox, folders: Settings, settle: Settle, tides: Edition, roro: RoroClient, guild: Guild
) -> None:
    await sandbox.requests.wait_for("PUT", "/applications/*/commands")
    await roro.close()
    async with running(sandbox, folders, settle(admin_guild=guild.id), tides) as again:
        await eventually(lambda: again.command_sync.state == "in sync")
    assert len(sandbox.requests.matching("PUT", f"/applications/*/guilds/{guild.id}/commands")) == 1
    async with running(sandbox, folders, settle(), tides) as again:
        await eventually(lambda: again.command_sync.state == "in sync")
    last = sandbox.requests.matching("PUT", f"/applications/*/guilds/{guild.id}/commands")[-1]
    assert last.body == []


async def test_trouble_with_the_sync_does_not_keep_it_from_answering(
    sandbox: Sandbox, folders: Settings, settle: Settle, tides: Edition, roro: RoroClient, ana: Person, general: Channel
) -> None:
    await roro.close()
    sandbox.faults.status(403, "PUT", "/applications/*/commands", times=10)
    (settings := settle()).data_dir.joinpath(f"{sandbox.world.application_id}.json").unlink()
    async with running(sandbox, folders, settings, tides) as again:
        await eventually(lambda: again.command_sync.state.startswith("failed"))
        assert "16 kilometres" in said(await general.reply_to(await ana.say(general, f"@Roro {SPEED}")))


async def test_a_response_without_embed_links_is_plain_text(sandbox: Sandbox, ana: Person, general: Channel) -> None:
    general.deny(sandbox.bot, Permission.EMBED_LINKS)
    answer = await (await ana.slash("ask", question=SPEED)).response()
    assert answer.embeds == []
    assert "16 kilometres" in answer.content


async def test_who_asks_too_fast_is_told_once_when_to_go_on(
    sandbox: Sandbox, folders: Settings, settle: Settle, tides: Edition, roro: RoroClient, ana: Person, general: Channel
) -> None:
    await roro.close()
    async with running(sandbox, folders, settle(user_cooldown="3/60"), tides):
        for _ in range(3):
            assert "16 kilometres" in said(await general.reply_to(await ana.say(general, f"@Roro {SPEED}")))
        told = await general.reply_to(await ana.say(general, f"@Roro {SPEED}"))
        assert said(told).startswith("\nThat was quick. Ask me again <t:")
        await ana.say(general, f"@Roro {SPEED}")
        assert await general.stays_quiet()
        interaction = await ana.slash("ask", question=HEIGHT)
        assert (await interaction.response()).ephemeral
        assert await ana.autocomplete("ask", question="how")
        page = await (await ana.slash("facts")).response()
        assert page.selects


async def test_admin_commands_show_in_their_server_alone(
    sandbox: Sandbox,
    folders: Settings,
    settle: Settle,
    tides: Edition,
    roro: RoroClient,
    owner: Person,
    general: Channel,
) -> None:
    await roro.close()
    home = sandbox.guild("Home")
    home.join(owner)
    async with running(sandbox, folders, settle(admin_guild=home.id), tides) as again:
        await eventually(lambda: again.command_sync.state == "in sync")
        answer = await (await owner.slash("roro status", home.channel("staff"))).response()
        assert "Fact base" in said(answer)
        with pytest.raises(NotPossible):
            await owner.slash("roro status", general)
