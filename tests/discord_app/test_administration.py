"""/roro, end to end: who may, what a reload tells, what the doctor finds."""

from __future__ import annotations

import asyncio
import logging
import weakref
from pathlib import Path

import pytest

from bot.discord_app.client import RoroClient
from bot.discord_app.editions import Edition
from bot.discord_app.refreshing import refresh
from bot.discord_app.reloading import Reloaded
from bot.sandbox import Permission, Person, Sandbox
from bot.sandbox.channels import Channel
from bot.sandbox.guilds import Guild
from bot.settings import Settings
from tests.discord_app.conftest import Settle, eventually, running
from tests.discord_app.test_mentions import SPEED, said

pytestmark = pytest.mark.usefixtures("roro")


def edit(folder: Path, name: str, old: str, new: str) -> None:
    """Replace the first `old` in a file."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


STATEMENT = "The Severn Bore travels at about 16 kilometres an hour."


async def test_a_reload_swaps_the_facts_and_tells_what_changed(
    roro: RoroClient, folders: Settings, owner: Person, general: Channel
) -> None:
    edit(folders.facts, "tides.yaml", STATEMENT, "The Severn Bore runs at about 16 kilometres an hour.")
    answer = await (await owner.slash("roro reload")).response(timeout=20)
    assert answer.ephemeral
    told = answer.content.replace("\\", "")
    assert "1 changed: severn-bore-speed (statement)" in told
    assert "as before" in told
    assert roro.edition.digest in told
    reply = await general.reply_to(await owner.say(general, f"@Roro {SPEED}"))
    assert "runs at about" in said(reply)


async def test_a_fault_keeps_the_last_good_facts_and_is_told_with_file_and_line(
    roro: RoroClient, folders: Settings, owner: Person, general: Channel
) -> None:
    before = roro.edition
    edit(folders.facts, "tides.yaml", "travels at about 16", "travels at about 61")
    answer = await (await owner.slash("roro reload")).response(timeout=20)
    assert "The files are at fault" in answer.content
    assert "tides.yaml:" in answer.content.replace("\\", "")
    assert roro.edition is before
    assert "16 kilometres" in said(await general.reply_to(await owner.say(general, f"@Roro {SPEED}")))


async def test_many_faults_come_as_a_file(folders: Settings, owner: Person) -> None:
    text = (folders.facts / "tides.yaml").read_text()
    (folders.facts / "tides.yaml").write_text(text.replace("exact:", "exactly:"))
    (folders.facts / "more.yaml").write_text("topic: more\ntitle: More\nfacts:\n" + "  - id: Not An Id\n" * 40)
    answer = await (await owner.slash("roro reload")).response(timeout=20)
    (attachment,) = answer.attachments
    lines = attachment.content.decode().split("\n")
    assert len(lines) > 40
    assert all(".yaml:" in line for line in lines[1:])


async def test_the_second_of_two_reloads_is_told_so(owner: Person) -> None:
    first = owner.begin_slash("roro reload")
    await asyncio.sleep(0.1)
    second = await (await owner.slash("roro reload")).response(timeout=20)
    assert "Another reload is under way" in second.content
    assert "In service" in (await first.response(timeout=20)).content


async def test_answers_go_on_while_a_reload_runs(owner: Person, general: Channel) -> None:
    reload = owner.begin_slash("roro reload")
    reply = await general.reply_to(await owner.say(general, f"@Roro {SPEED}"))
    assert "16 kilometres" in said(reply)
    await reload.response(timeout=20)


@pytest.mark.parametrize("command", ["roro reload", "roro status", "roro doctor"])
async def test_others_are_refused_privately_even_where_a_server_opens_the_command(
    roro: RoroClient, guild: Guild, ana: Person, general: Channel, command: str, caplog: pytest.LogCaptureFixture
) -> None:
    guild.opened_commands.add("roro")
    guild.permit(guild.everyone, guild.everyone.permissions | Permission.ADMINISTRATOR)
    with caplog.at_level(logging.INFO):
        answer = await (await ana.slash(command)).response()
        direct = await (await ana.slash(command, ana.dm())).response()
    for refusal in (answer, direct):
        assert refusal.ephemeral
        assert "Only the people who run this bot" in said(refusal)
    assert [r.getMessage() for r in caplog.records].count("refused an admin command") == 2
    assert str(ana.id) not in caplog.text
    assert roro.metrics.reloads.labels("reloaded")._value.get() == 0
    assert not [message for message in general.messages.values() if not message.ephemeral]


async def test_those_whom_the_settings_name_are_admins_and_so_is_the_team(
    sandbox: Sandbox, folders: Settings, settle: Settle, tides: Edition, roro: RoroClient, guild: Guild, ana: Person
) -> None:
    await roro.close()
    guild.opened_commands.add("roro")
    bo = sandbox.person("Bo", guild)
    sandbox.world.team.append(bo)
    async with running(sandbox, folders, settle(admin_ids=frozenset({ana.id})), tides):
        for person in (ana, bo):
            assert "Fact base" in said(await (await person.slash("roro status", ana.place)).response())


async def test_status_tells_what_is_in_service(roro: RoroClient, owner: Person, general: Channel) -> None:
    await general.reply_to(await owner.say(general, f"@Roro {SPEED}"))
    answer = said(await (await owner.slash("roro status")).response())
    for part in (roro.edition.digest, "11 facts", "2 sources", "1 of 1 connected", "Answers: 1 (1 answered)", "Up for"):
        assert part in answer


async def test_the_doctor_finds_all_well(roro: RoroClient, owner: Person) -> None:
    await eventually(lambda: roro.command_sync.state == "in sync")
    answer = said(await (await owner.slash("roro doctor")).response())
    assert "⚠️" not in answer
    for part in ("Permissions", "Intents", "Commands", "Clock", "Facts", "scope=bot+applications.commands"):
        assert part in answer


async def test_the_doctor_finds_what_is_missing_and_where(
    roro: RoroClient, sandbox: Sandbox, guild: Guild, owner: Person, ana: Person, general: Channel
) -> None:
    quiet = guild.channel("quiet")
    quiet.deny(sandbox.bot, Permission.SEND_MESSAGES)
    general.deny(sandbox.bot, Permission.EMBED_LINKS)
    await asyncio.sleep(0.05)
    await ana.say(quiet, f"@Roro {SPEED}")
    await eventually(lambda: roro.silent_channels)
    answer = said(await (await owner.slash("roro doctor")).response())
    assert "missing here: Embed Links" in answer
    assert "#quiet lacks Send Messages" in answer
    assert "Somebody asked me where I may not write: #quiet" in answer


async def test_an_edition_that_was_replaced_is_let_go_of(roro: RoroClient, ana: Person, general: Channel) -> None:
    for _ in range(2):
        assert isinstance(await refresh(roro, "test"), Reloaded)
        await general.reply_to(await ana.say(general, f"@Roro {SPEED}"))
        before = weakref.ref(roro.edition.answerer)
    assert isinstance(await refresh(roro, "test"), Reloaded)
    await eventually(lambda: before() is None, seconds=30)


async def test_a_worker_that_dies_leaves_the_last_good_facts(
    roro: RoroClient, owner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = roro.edition
    monkeypatch.setattr("bot.discord_app.reloading.sys.executable", "/bin/false")
    answer = await (await owner.slash("roro reload")).response(timeout=20)
    assert "The reload failed" in answer.content
    assert roro.edition is before
    monkeypatch.undo()
    answer = await (await owner.slash("roro reload")).response(timeout=20)
    assert "In service" in answer.content
