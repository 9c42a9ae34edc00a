"""`roro run`, the real process over real sockets: starting, signals, exit codes, health, restarts."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import aiohttp
import pytest

from bot.sandbox import Person, Sandbox
from bot.sandbox.channels import Channel
from bot.sandbox.guilds import Guild
from bot.settings import VARIABLES, Settings
from tests.discord_app.test_administration import STATEMENT, edit
from tests.discord_app.test_mentions import SPEED, said


class Running:
    """A `roro` process, and what it has logged."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.lines: list[str] = []
        self._reader = asyncio.create_task(self._read())

    async def _read(self) -> None:
        assert self.process.stderr is not None
        async for line in self.process.stderr:
            self.lines.append(line.decode().rstrip("\n"))

    async def logged(self, text: str, count: int = 1, seconds: float = 60) -> str:
        """Wait until `count` lines hold a text; return the last of them."""
        deadline = time.monotonic() + seconds
        while len(found := [line for line in self.lines if text in line]) < count:
            assert time.monotonic() < deadline, f"{text!r} was never logged; the log is {self.lines}"
            assert self.process.returncode is None or not self._reader.done(), self.lines
            await asyncio.sleep(0.02)
        return found[count - 1]

    async def ended(self, seconds: float = 60) -> int:
        """Wait until the process ends; return its exit code."""
        async with asyncio.timeout(seconds):
            await self._reader
            return await self.process.wait()

    def send(self, number: int) -> None:
        """Send a signal."""
        self.process.send_signal(number)


Start = Callable[..., Awaitable[Running]]


@pytest.fixture
async def start(sandbox: Sandbox, folders: Settings, tmp_path: Path) -> AsyncIterator[Start]:
    """Start `roro run` in an empty folder, with settings for this sandbox."""
    started: list[Running] = []

    async def begin(*command: str, **given: str) -> Running:
        environ = {name: value for name, value in os.environ.items() if name not in VARIABLES}
        settings = {
            "DISCORD_TOKEN": sandbox.token,
            "DISCORD_API_URL": sandbox.api_url,
            "RORO_FACTS_DIR": str(folders.facts),
            "RORO_SEEDS_DIR": str(folders.seeds),
            "PYTHONUTF8": "1",
        } | given
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *(command or ("run",)),
            cwd=tmp_path, env=environ | settings, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        started.append(Running(process))
        return started[-1]

    yield begin
    for running in started:
        if running.process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                running.process.kill()
            await running.process.wait()
        await running.ended()


async def test_it_answers_and_stops_in_good_order(
    start: Start, sandbox: Sandbox, ana: Person, general: Channel, tmp_path: Path
) -> None:
    roro = await start()
    await roro.logged("ready guilds=1 shards=1 facts=11")
    assert "16 kilometres" in said(await general.reply_to(await ana.say(general, f"@Roro {SPEED}")))
    roro.send(signal.SIGTERM)
    assert await roro.ended() == 0
    assert "stopped finished=True" in roro.lines[-1]
    kept = [path.relative_to(tmp_path) for path in (tmp_path / ".roro").iterdir()]
    assert kept == [Path(".roro") / f"{sandbox.world.application_id}.json"]
    log = "\n".join(roro.lines)
    for secret in (sandbox.token, SPEED, "Severn", str(ana.id), ana.name):
        assert secret not in log
        assert secret not in (tmp_path / kept[0]).read_text()


async def test_a_token_and_a_word_of_help_are_all_that_is_asked_for(start: Start) -> None:
    roro = await start(DISCORD_TOKEN="")
    assert await roro.ended() == 2
    assert roro.lines[0].startswith("Error: DISCORD_TOKEN is not set")
    assert "roro chat" in "\n".join(roro.lines)


async def test_a_malformed_setting_is_one_line(start: Start) -> None:
    roro = await start(RORO_HTTP_PORT="http")
    assert await roro.ended() == 2
    assert len(roro.lines) == 1
    assert roro.lines[0].startswith("Error: RORO_HTTP_PORT: ")


async def test_facts_at_fault_keep_it_from_starting(start: Start, folders: Settings) -> None:
    edit(folders.facts, "tides.yaml", "travels at about 16", "travels at about 61")
    roro = await start()
    assert await roro.ended() == 3
    assert any("tides.yaml:" in line for line in roro.lines)


async def test_a_wrong_token_ends_it_for_good(start: Start, sandbox: Sandbox) -> None:
    roro = await start(DISCORD_TOKEN=sandbox.token[:-6] + "xxxxxx")
    assert await roro.ended() == 78
    assert roro.lines[-1] == "Error: Discord refuses the bot: the token in DISCORD_TOKEN is wrong, or was reset."


@pytest.mark.parametrize("code", [4004, 4010, 4011, 4013, 4014])
async def test_a_fatal_close_ends_it_for_good(start: Start, sandbox: Sandbox, guild: Guild, code: int) -> None:
    assert guild.bot_is_member
    roro = await start()
    await roro.logged("ready")
    sandbox.gateway.close(code)
    assert await roro.ended() == 78
    assert "refuses the bot" in roro.lines[-1]


async def test_any_other_close_does_not(
    start: Start, sandbox: Sandbox, guild: Guild, ana: Person, general: Channel
) -> None:
    assert guild.bot_is_member
    roro = await start()
    await roro.logged("ready")
    for code in (4000, 4008, 1001):
        sandbox.gateway.close(code)
        await asyncio.sleep(0.2)
        await sandbox.connected()
        assert "16 kilometres" in said(await general.reply_to(await ana.say(general, f"@Roro {SPEED}"), timeout=10))
    assert roro.process.returncode is None


async def test_it_waits_for_a_discord_that_is_not_there_yet(
    start: Start, sandbox: Sandbox, ana: Person, general: Channel
) -> None:
    sandbox.faults.status(503, "GET", "/users/@me", times=1)
    roro = await start()
    await roro.logged("Discord cannot be reached; trying again")
    await roro.logged("ready")
    assert "16 kilometres" in said(await general.reply_to(await ana.say(general, f"@Roro {SPEED}")))


async def test_what_is_in_flight_is_finished_before_it_stops(
    start: Start, sandbox: Sandbox, ana: Person, general: Channel
) -> None:
    roro = await start()
    await roro.logged("ready")
    sandbox.faults.delay(1.0, "POST", "/channels/*/messages")
    question = await ana.say(general, f"@Roro {SPEED}")
    await asyncio.sleep(0.3)
    roro.send(signal.SIGTERM)
    await roro.logged("stopping in_flight=1")
    await ana.say(general, f"@Roro {SPEED}")
    assert "16 kilometres" in said(await general.reply_to(question))
    assert await roro.ended() == 0
    assert await general.stays_quiet(0.1)


async def test_what_takes_too_long_does_not_keep_it_from_stopping(
    start: Start, sandbox: Sandbox, ana: Person, general: Channel
) -> None:
    roro = await start()
    await roro.logged("ready")
    sandbox.faults.delay(60, "POST", "/channels/*/messages")
    await ana.say(general, f"@Roro {SPEED}")
    await asyncio.sleep(0.3)
    began = time.monotonic()
    roro.send(signal.SIGINT)
    assert await roro.ended(15) == 0
    assert 9 < time.monotonic() - began < 13
    assert "stopped finished=False" in "\n".join(roro.lines)


async def test_it_stops_while_it_is_still_starting(start: Start, sandbox: Sandbox) -> None:
    sandbox.faults.delay(30, "GET", "/users/@me")
    roro = await start()
    await roro.logged("loaded the facts")
    await asyncio.sleep(0.3)
    roro.send(signal.SIGTERM)
    assert await roro.ended() == 0


async def test_a_hangup_reloads_the_facts(start: Start, folders: Settings, ana: Person, general: Channel) -> None:
    roro = await start()
    await roro.logged("ready")
    edit(folders.facts, "tides.yaml", STATEMENT, "The Severn Bore runs at about 16 kilometres an hour.")
    roro.send(signal.SIGHUP)
    assert "1 changed: severn-bore-speed (statement)" in await roro.logged("reloaded by=signal")
    assert "runs at about" in said(await general.reply_to(await ana.say(general, f"@Roro {SPEED}")))
    edit(folders.facts, "tides.yaml", "runs at about 16", "runs at about 61")
    roro.send(signal.SIGHUP)
    await roro.logged("the last good facts stay in service")
    assert "tides.yaml" in await roro.logged("fault file=")


async def test_a_changed_file_reloads_the_facts(start: Start, folders: Settings, ana: Person, general: Channel) -> None:
    roro = await start(RORO_WATCH="1")
    await roro.logged("ready")
    await asyncio.sleep(0.5)
    edit(folders.facts, "tides.yaml", STATEMENT, "The Severn Bore runs at about 16 kilometres an hour.")
    await roro.logged("reloaded by=watch")
    assert "runs at about" in said(await general.reply_to(await ana.say(general, f"@Roro {SPEED}")))


async def test_it_tells_how_it_is_doing(start: Start, sandbox: Sandbox, ana: Person, general: Channel) -> None:
    sandbox.faults.delay(0.7, "GET", "/gateway/bot")
    roro = await start(RORO_HTTP_PORT="0", RORO_LOG_FORMAT="json")
    port = json.loads(await roro.logged("serving /live"))["port"]
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:

        async def get(path: str) -> tuple[int, str]:
            async with session.get(path) as answer:
                return answer.status, await answer.text()

        assert (await get("/live"))[0] == 200
        assert (await get("/ready"))[0] == 503
        await roro.logged('"event": "ready"')
        status, told = await get("/ready")
        assert status == 200
        assert json.loads(told)["facts"] == 11
        await general.reply_to(await ana.say(general, f"@Roro {SPEED}"))
        figures = (await get("/metrics"))[1]
        assert 'roro_answers_total{outcome="answered",via="message"} 1.0' in figures
        assert not [thing for thing in (ana, general, sandbox.bot) if str(thing.id) in figures]
        assert (await get("/"))[0] == 404
    assert all(json.loads(line)["level"] in ("info", "warning", "error") for line in roro.lines)


async def test_while_it_is_in_no_server_it_tells_how_to_invite_it(start: Start, sandbox: Sandbox) -> None:
    roro = await start()
    line = await roro.logged("whoever manages one can invite it")
    assert f"client_id={sandbox.world.application_id}" in line
    assert "scope=bot+applications.commands" in line


async def test_commands_can_be_synced_by_hand(start: Start, sandbox: Sandbox, guild: Guild) -> None:
    roro = await start("sync", RORO_ADMIN_GUILD=str(guild.id))
    assert await roro.ended() == 0
    assert roro.process.stdout is not None
    assert await roro.process.stdout.read() == b"Discord knows the commands now.\n"
    everywhere, there = sandbox.requests.matching("PUT", "/applications/*/commands")
    assert {command["name"] for command in everywhere.body} == {"ask", "facts", "sources", "help", "privacy"}
    assert [command["name"] for command in there.body] == ["roro"]
    assert not sandbox.gateway.identifies


async def test_after_kill_9_buttons_still_work_and_commands_are_not_doubled(
    start: Start, sandbox: Sandbox, ana: Person, general: Channel
) -> None:
    roro = await start()
    await roro.logged("synced the commands")
    await roro.logged("ready")
    question = await ana.say(general, f"@Roro {SPEED}")
    reply = await general.reply_to(question)
    roro.process.kill()
    await roro.process.wait()
    again = await start()
    await again.logged("ready")
    opened = await (await ana.click(reply, "Show in source")).response()
    assert "16 kilometres" in said(opened)
    await ana.edit(question, "@Roro How high is the Severn Bore?")
    assert "2 metres" in said(await reply.next_edit())
    await asyncio.sleep(0.2)
    assert [m for m in general.messages.values() if m.author is sandbox.bot and not m.ephemeral] == [reply]
    names = [command["name"] for command in sandbox.world.commands.all()]
    assert len(names) == len(set(names))
    assert len(sandbox.requests.matching("PUT", "/applications/*/commands")) == 1


async def test_many_shards_run_in_one_process(sandbox: Sandbox, start: Start) -> None:
    sandbox.shards = 3
    places = []
    for shard in range(3):
        guild = sandbox.guild(f"Shard {shard}", shard=shard)
        places.append((guild.channel("general"), sandbox.person(f"P{shard}", guild)))
    object.__setattr__(sandbox.limits, "max_concurrency", 3)
    roro = await start()
    await roro.logged("ready guilds=3 shards=3")
    for channel, person in places:
        assert "16 kilometres" in said(await channel.reply_to(await person.say(channel, f"@Roro {SPEED}")))
