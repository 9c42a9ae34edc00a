"""What all tests of the sandbox share: a sandbox, a server in it, a person, and a real bot."""

from __future__ import annotations

import logging
import warnings
from collections.abc import AsyncIterator

import aiohttp
import pytest

with warnings.catch_warnings():
    # discord.py imports audioop, which Python 3.13 drops.
    warnings.simplefilter("ignore", DeprecationWarning)
    import discord
    import discord.gateway
    import discord.http
import yarl

from bot.sandbox import Limits, Person, Sandbox
from bot.sandbox.channels import Channel
from bot.sandbox.guilds import Guild
from tests.sandbox.bare_client import Api
from tests.sandbox.openapi_contract import load_contract
from tests.sandbox.sample_bot import SampleBot, running

# Times are short so that tests are; what they mean stays the same.
QUICK = Limits(interaction_window=1.0, identify_pause=0.05, heartbeat_interval=30.0)


@pytest.fixture
def limits() -> Limits:
    """The limits of the sandbox; a module overrides this to set its own."""
    return QUICK


@pytest.fixture
async def sandbox(limits: Limits, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Sandbox]:
    """A sandbox that discord.py is pointed to; at the end all that was asked and answered is held to the contract."""
    logging.getLogger("discord").setLevel(logging.CRITICAL)
    async with Sandbox(limits=limits) as made:
        point_to(made, monkeypatch)
        yield made
        contract = load_contract()
        if contract is not None:
            good = [request for request in made.requests if 200 <= request.status < 300]
            assert contract.request_faults(good) + contract.answer_faults(good) == []


def point_to(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let discord.py speak to this sandbox."""
    monkeypatch.setattr(discord.http.Route, "BASE", sandbox.api_url)
    monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(sandbox.gateway.url))


@pytest.fixture
def guild(sandbox: Sandbox) -> Guild:
    """A server with the bot in it."""
    return sandbox.guild("Exporters")


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
async def bot(sandbox: Sandbox, ana: Person) -> AsyncIterator[SampleBot]:  # noqa: ARG001 - its server comes first
    """A real bot, connected."""
    async with running(sandbox, SampleBot()) as connected:
        yield connected


@pytest.fixture
async def api(sandbox: Sandbox) -> AsyncIterator[Api]:
    """A client that sends exactly what a test writes."""
    async with aiohttp.ClientSession(headers={"Authorization": f"Bot {sandbox.token}"}) as session:
        yield Api(sandbox, session)
