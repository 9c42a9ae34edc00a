"""Running: from settings to a bot in Discord, until it is told to stop or Discord turns it away."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import random
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import aiohttp
import discord

from bot.discord_app.client import RoroClient
from bot.discord_app.delivery import is_passing
from bot.discord_app.editions import Edition, publish
from bot.discord_app.health import Health
from bot.discord_app.logs import Log, configure
from bot.discord_app.refreshing import refresh, refresh_on_changes
from bot.discord_app.settings import DiscordSettings
from bot.errors import RefusedError
from bot.settings import TOKEN, Settings

DRAIN = 10.0
"""How many seconds what is in flight may take when the bot is told to stop."""

FATAL = {
    4004: f"the token in {TOKEN} is wrong, or was reset",
    4010: "the number of shards is not what Discord expects",
    4011: "the bot is in too many servers for so few shards",
    4012: "the version of the gateway is no longer served",
    4013: "the intents that the bot asks for are not valid",
    4014: "the bot asks for intents that it was not granted",
}
"""Close codes after which Discord must not be asked again."""

_log = Log("run")


def run_until_stopped(folders: Settings, settings: DiscordSettings) -> None:
    """Serve until a signal says to stop; raise RefusedError when Discord refuses the bot for good."""
    configure(settings.log_format)
    asyncio.run(serve(folders, settings, _load(folders)))


def _load(folders: Settings) -> Edition:
    """Make the first edition."""
    gc.disable()  # it would walk through all that is being made, again and again
    edition = publish(folders.facts, folders.seeds)
    gc.enable()
    gc.collect()
    gc.freeze()  # what was loaded stays: no collection need walk through it while questions are answered
    _log.info("loaded the facts", base=edition.digest, facts=len(edition.base.served))
    return edition


def sync_once(folders: Settings, settings: DiscordSettings) -> str:
    """Tell Discord of the commands, whether or not they have changed; say what was done."""
    configure(settings.log_format)
    edition = publish(folders.facts, folders.seeds)

    async def sync() -> str:
        client = RoroClient(folders, settings, edition)
        try:
            with _refusals():
                async with client:
                    await client.login(settings.token.get_secret_value())
                    client.command_sync.cancel()
                    done = await client.command_sync.sync(always=True)
        finally:
            await client.close()
        return (
            "Discord knows the commands now." if done else f"The commands were not synced: {client.command_sync.state}."
        )

    return asyncio.run(sync())


async def serve(folders: Settings, settings: DiscordSettings, edition: Edition) -> None:
    """Connect, and begin anew while Discord cannot be reached; stop in good order when a signal says so."""
    stop = asyncio.Event()
    reload_wanted = asyncio.Event()
    loop = asyncio.get_running_loop()

    def told_to_stop() -> None:
        if stop.is_set():
            raise SystemExit(1)  # told twice: at once
        stop.set()

    signals: dict[int, Callable[[], None]] = {
        signal.SIGTERM: told_to_stop,
        signal.SIGINT: told_to_stop,
        signal.SIGHUP: reload_wanted.set,
    }
    for number, action in signals.items():
        loop.add_signal_handler(number, action)
    pause = 1.0
    while not stop.is_set():
        client = RoroClient(folders, settings, edition)
        del edition  # a reload replaces it, and then nobody is to hold it
        try:
            with _refusals():
                await _serve_once(client, folders, stop, reload_wanted)
            return
        except (TimeoutError, aiohttp.ClientError, OSError, discord.DiscordException) as error:
            if not is_passing(error) and not isinstance(error, discord.GatewayNotFound):
                raise
            _log.error("Discord cannot be reached; trying again", error, seconds=round(pause))
            edition = client.edition
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(pause * random.uniform(0.8, 1.2)):  # noqa: S311 - it only spreads attempts
                await stop.wait()
        pause = min(pause * 2, 60.0)


async def _serve_once(client: RoroClient, folders: Settings, stop: asyncio.Event, reload_wanted: asyncio.Event) -> None:
    settings = client.settings
    health = Health(client)
    if settings.http_port is not None:
        await health.start(settings.http_host, settings.http_port)
    beside = [asyncio.create_task(_reload_on_signal(client, reload_wanted))]
    if settings.watch:
        beside.append(asyncio.create_task(refresh_on_changes(client, (Path(folders.facts), Path(folders.seeds)))))
    connected = asyncio.create_task(client.start(settings.token.get_secret_value()))
    stopped = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait((connected, stopped), return_when=asyncio.FIRST_COMPLETED)
        if stop.is_set():
            _log.info("stopping", in_flight=client.workload.in_flight)
            finished = await client.drain(DRAIN)
            _log.info("stopped", finished=finished)
    finally:
        for task in (*beside, stopped):
            task.cancel()
        await asyncio.gather(*beside, stopped, return_exceptions=True)
        await client.close()
        if not connected.done():
            connected.cancel()
        result = (await asyncio.gather(connected, return_exceptions=True))[0]
        await health.stop()
    if isinstance(result, Exception) and not stop.is_set():
        raise result


async def _reload_on_signal(client: RoroClient, wanted: asyncio.Event) -> None:
    while True:
        await wanted.wait()
        wanted.clear()
        await refresh(client, "signal")


@contextlib.contextmanager
def _refusals() -> Iterator[None]:
    """Turn what Discord will not change its mind about into a RefusedError."""
    try:
        yield
    except discord.LoginFailure:
        raise RefusedError(f"Discord refuses the bot: {FATAL[4004]}.") from None
    except discord.PrivilegedIntentsRequired:
        raise RefusedError(f"Discord refuses the bot: {FATAL[4014]}.") from None
    except discord.ConnectionClosed as error:
        if error.code in FATAL:
            raise RefusedError(f"Discord refuses the bot (code {error.code}): {FATAL[error.code]}.") from None
        raise
