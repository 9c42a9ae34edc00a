"""The bots that `discord_load.py` measures, each in a process of its own: Roro, and a bare discord.py bot.

    python tests/bench/discord_bots.py KIND

runs one that is no command of Roro itself, with where it connects to in the environment.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(Path(__file__).parent)]

import core  # noqa: E402 - the path comes first

sys.path[:0] = core.path()

from bot.sandbox import Sandbox  # noqa: E402 - the path comes first

BARE = "bare"
RORO = "roro"
SAME_CACHES = "bare-same-caches"
BEATING = "roro-beating"
BEAT = 0.001
TOLD = 0.005
"""Seconds between two signs of life of an event loop, and from which delay on one is told."""


def run_bare(*, same_caches: bool) -> None:
    """Run a bot that replies a constant embed to whoever mentions it, and nothing else."""
    import discord
    import discord.gateway
    import discord.http
    import yarl

    discord.http.Route.BASE = os.environ["DISCORD_API_URL"]
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(os.environ["BENCH_GATEWAY"])
    embed = discord.Embed(description="The Severn Bore travels at about 16 kilometres an hour.\n> “quote”\n— document")
    options: dict[str, Any] = {"max_messages": None}
    if same_caches:
        options |= {"member_cache_flags": discord.MemberCacheFlags.none(), "chunk_guilds_at_startup": False}

    class Bare(discord.AutoShardedClient):
        async def on_message(self, message: discord.Message) -> None:
            if self.user in message.mentions and not message.author.bot:
                await message.reply(embed=embed)

        async def on_ready(self) -> None:
            print("ready", file=sys.stderr, flush=True)

    intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
    bare = Bare(intents=intents, allowed_mentions=discord.AllowedMentions.none(), **options)
    bare.run(os.environ["DISCORD_TOKEN"], log_handler=None)


def run_beating() -> None:
    """Run Roro with one more task in its event loop, which tells whenever it was held up."""
    from bot.__main__ import main as roro
    from bot.discord_app import running

    serve = running.serve

    async def beat() -> None:
        before, worked = time.perf_counter(), time.process_time()
        while True:
            await asyncio.sleep(BEAT)
            now, working = time.perf_counter(), time.process_time()
            if now - before - BEAT > TOLD:
                held, own = (now - before - BEAT) * 1000, (working - worked) * 1000
                sys.stderr.write(f"held up for {held:.1f} {own:.1f}\n")
            before, worked = now, working

    async def serve_and_beat(*arguments: Any) -> None:
        beating = asyncio.create_task(beat())
        serving = serve(*arguments)
        del arguments  # the facts among them are to go when they are replaced
        try:
            await serving
        finally:
            beating.cancel()

    running.serve = serve_and_beat
    sys.argv = ["roro", "run"]
    roro()


class Bot:
    """A bot's process, measured from outside."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.lines: list[str] = []
        self._measured = psutil.Process(process.pid)
        self._reader = asyncio.create_task(self._read())

    async def _read(self) -> None:
        assert self.process.stderr is not None
        async for line in self.process.stderr:
            self.lines.append(line.decode().rstrip())

    async def logged(self, text: str, count: int = 1) -> str:
        """Wait until the bot has logged a text so many times."""
        while len(found := [line for line in self.lines if text in line]) < count:
            if self.process.returncode is not None:
                raise SystemExit("the bot ended: " + "\n".join(self.lines))
            await asyncio.sleep(0.02)
        return found[count - 1]

    def stalls(self, since: int) -> tuple[float, float]:
        """Return for how many ms the event loop was held up at most, from a line of the log on.

        The second figure counts only while this very process was at work, all its threads together: it leaves out
        what a busy machine gave to others meanwhile.
        """
        told = [line.split()[-2:] for line in self.lines[since:] if line.startswith("held up")]
        held = [(float(wall), min(float(wall), float(own))) for wall, own in told]
        return max((wall for wall, _ in held), default=0.0), max((own for _, own in held), default=0.0)

    @contextlib.contextmanager
    def halted(self) -> Iterator[None]:
        """Let the process do nothing meanwhile; what is sent to it waits."""
        self.process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.process.send_signal(signal.SIGCONT)

    @property
    def processor(self) -> float:
        """Processor seconds used so far, without those of children."""
        times = self._measured.cpu_times()
        return float(times.user + times.system)

    @property
    def memory(self) -> float:
        """Resident memory in MiB."""
        return float(self._measured.memory_info().rss) / 2**20


@contextlib.asynccontextmanager
async def bot(kind: str, sandbox: Sandbox, **environ: str) -> AsyncIterator[Bot]:
    """Start a bot of a kind and wait until it is connected."""
    command = ["-m", "bot", "run"] if kind == RORO else [__file__, kind]
    with tempfile.TemporaryDirectory() as folder:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *command,
            cwd=ROOT,
            env=os.environ
            | {
                "DISCORD_TOKEN": sandbox.token,
                "DISCORD_API_URL": sandbox.api_url,
                "BENCH_GATEWAY": sandbox.gateway.url,
                "RORO_DATA_DIR": folder,
                "RORO_USER_COOLDOWN": "0",
                "RORO_CHANNEL_COOLDOWN": "0",
            }
            | environ,
            stderr=asyncio.subprocess.PIPE,
        )
        started = Bot(process)
        try:
            await started.logged("ready")
            await asyncio.sleep(0.5)
            yield started
        finally:
            process.send_signal(signal.SIGKILL if kind.startswith(BARE) else signal.SIGTERM)
            await process.wait()


if __name__ == "__main__":
    if sys.argv[1] == BEATING:
        run_beating()
    else:
        run_bare(same_caches=sys.argv[1] == SAME_CACHES)
