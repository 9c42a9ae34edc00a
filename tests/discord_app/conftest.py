"""What all tests of the Discord front share: editions, a sandbox, a server in it, people, and the real client."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import time
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

with warnings.catch_warnings():
    # discord.py imports audioop, which Python 3.13 drops.
    warnings.simplefilter("ignore", DeprecationWarning)
    import discord

from bot.discord_app.client import RoroClient
from bot.discord_app.editions import Edition, publish
from bot.discord_app.settings import DiscordSettings
from bot.sandbox import Limits, Person, Sandbox
from bot.sandbox.channels import Channel
from bot.sandbox.guilds import Guild
from bot.settings import Settings
from tests.sandbox.openapi_contract import load_contract

ROOT = Path(__file__).parents[2]
TIDES = ROOT / "tests" / "fixtures" / "tides"

# Times are short so that tests are; what they mean stays the same.
QUICK = Limits(identify_pause=0.05, heartbeat_interval=30.0)


@pytest.fixture(scope="session")
def tides() -> Edition:
    """A small fact base on another subject, ready for service."""
    return publish(TIDES / "facts", TIDES / "seeds")


@pytest.fixture(scope="session")
def shipped() -> Edition:
    """The fact base that comes with Roro, ready for service."""
    return publish(ROOT / "facts", ROOT / "seeds")


@pytest.fixture
def folders(tmp_path: Path) -> Settings:
    """A copy of the small fact base that a test may spoil."""
    shutil.copytree(TIDES, tmp_path / "tides")
    return Settings(tmp_path / "tides" / "facts", tmp_path / "tides" / "seeds")


@pytest.fixture
def limits() -> Limits:
    """The limits of the sandbox; a module overrides this to set its own."""
    return QUICK


@pytest.fixture
async def sandbox(limits: Limits) -> AsyncIterator[Sandbox]:
    """A sandbox; at the end every request that the bot made is held against Discord's own description."""
    async with Sandbox(limits=limits) as made:
        yield made
        contract = load_contract()
        if contract is not None:
            asked = [request for request in made.requests if request.fault is None]
            assert contract.request_faults(asked) == []


@pytest.fixture
def guild(sandbox: Sandbox) -> Guild:
    """A server with the bot in it."""
    return sandbox.guild("Harbour")


@pytest.fixture
def general(guild: Guild) -> Channel:
    """A channel of that server."""
    return guild.channel("general")


@pytest.fixture
def ana(sandbox: Sandbox, guild: Guild, general: Channel) -> Person:
    """A member of that server."""
    person = sandbox.person("Ana", guild)
    person.place = general
    return person


@pytest.fixture
def owner(sandbox: Sandbox, guild: Guild, general: Channel) -> Person:
    """The owner of the application, who is a member of that server too."""
    guild.join(sandbox.owner)
    sandbox.owner.place = general
    return sandbox.owner


@pytest.fixture(autouse=True)
def library_as_it_was() -> Iterator[None]:
    """Give discord.py back as it was: a client fits it for the whole process, and other tests use it plain."""
    base = discord.http.Route.BASE
    plain = {name: getattr(discord.shard, name) for name in ("DiscordWebSocket", "Shard")}
    yield
    discord.http.Route.BASE = base
    for name, value in plain.items():
        setattr(discord.shard, name, value)


Settle = Callable[..., DiscordSettings]


@pytest.fixture
def settle(sandbox: Sandbox, tmp_path: Path) -> Settle:
    """Make settings for this sandbox, with no cooldowns unless a test wants them."""

    def make(**given: object) -> DiscordSettings:
        told = {
            "token": sandbox.token,
            "api_url": sandbox.api_url,
            "data_dir": tmp_path / "data",
            "user_cooldown": "0",
            "channel_cooldown": "0",
        } | given
        return DiscordSettings(_env_file=None, **told)  # type: ignore[arg-type, call-arg]  # what a settings file would hold

    return make


@contextlib.asynccontextmanager
async def running(
    sandbox: Sandbox, folders: Settings, settings: DiscordSettings, edition: Edition
) -> AsyncIterator[RoroClient]:
    """Run the real client against a sandbox."""
    client = RoroClient(folders, settings, edition, identify_pause=0.06, heartbeat_timeout=3.0)
    task = asyncio.create_task(client.start(settings.token.get_secret_value()))
    try:
        ready = asyncio.create_task(_until_ready(client))
        await asyncio.wait((task, ready), return_when=asyncio.FIRST_COMPLETED, timeout=20)
        if task.done():
            ready.cancel()
            task.result()
        await sandbox.connected()
        yield client
    finally:
        await client.close()
        await asyncio.wait((task,), timeout=5)


@pytest.fixture
async def roro(
    sandbox: Sandbox, folders: Settings, settle: Settle, tides: Edition, ana: Person
) -> AsyncIterator[RoroClient]:
    """The real client, connected, answering about tides."""
    assert ana.place is not None  # its server comes first
    async with running(sandbox, folders, settle(), tides) as client:
        yield client


async def eventually(holds: Callable[[], object], seconds: float = 5.0) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it never came to hold"
        await asyncio.sleep(0.01)


async def _until_ready(client: RoroClient) -> None:
    while not client.connected:
        await asyncio.sleep(0.01)
