"""Two hundred reloads, good and broken in turn, while questions stream in."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from bot.discord_app.client import RoroClient
from bot.discord_app.refreshing import refresh
from bot.discord_app.reloading import Rejected, Reloaded
from bot.sandbox import Limits, Sandbox
from bot.sandbox.guilds import Guild
from bot.sandbox.messages import Message
from bot.settings import Settings
from tests.discord_app.test_administration import edit
from tests.discord_app.test_mentions import said

RELOADS = 200
PAIR = ("How fast is the Severn Bore?", "How high is the Severn Bore?")


@pytest.fixture
def limits() -> Limits:
    """Nothing is counted: the questions come as fast as they are answered."""
    return Limits(identify_pause=0.05).without_rates()


def name(number: int) -> str:
    """The number of an edition in letters, for the checker lets no figure pass that no quote holds."""
    return "".join("abcdefghij"[int(digit)] for digit in f"{number:03}")


def mark(facts: Path, number: int) -> None:
    """Write which edition this is into two facts."""
    for statement in ("The Severn Bore travels at", "The Severn Bore, a tidal wave on"):
        edit(facts, "tides.yaml", f"statement: {statement}", f"statement: As edition {name(number)} says, {statement}")


async def test_no_answer_fails_and_each_is_wholly_from_one_base(
    roro: RoroClient, sandbox: Sandbox, folders: Settings, guild: Guild, tmp_path: Path
) -> None:
    clean = tmp_path / "clean.yaml"
    shutil.copy(folders.facts / "tides.yaml", clean)
    person, channel = sandbox.person("Bo", guild), guild.channel("stream")
    replies: list[Message] = []
    over = asyncio.Event()

    async def stream() -> None:
        while not over.is_set():
            at = len(replies)
            replies.append(await channel.reply_to(await person.say(channel, f"@Roro {PAIR[at % 2]}"), timeout=10))
            await asyncio.sleep(0.05)  # the worker's processor is not to be starved

    streaming = asyncio.create_task(stream())
    results: Counter[str] = Counter()
    digests = {roro.edition.digest: 0}
    for number in range(1, RELOADS + 1):
        shutil.copy(clean, folders.facts / "tides.yaml")
        broken = number % 2 == 0
        if broken:
            edit(folders.facts, "tides.yaml", "travels at about 16", "travels at about 61")
        else:
            mark(folders.facts, number)
        before = roro.edition
        outcome = await refresh(roro, "test")
        results[type(outcome).__name__] += 1
        if broken:
            assert isinstance(outcome, Rejected)
            assert roro.edition is before
        else:
            assert isinstance(outcome, Reloaded)
            assert set(outcome.changes.changed) == {"severn-bore-speed", "severn-bore-height"}
            digests[roro.edition.digest] = number
    over.set()
    await streaming

    assert results == {"Reloaded": RELOADS // 2, "Rejected": RELOADS // 2}
    assert len(replies) > RELOADS
    editions = []
    for reply in replies:
        (embed,) = reply.embeds
        digest = embed["footer"]["text"].rpartition(" · ")[2]
        match = re.search(r"As edition (\w+) says", said(reply))
        # The statement and the digest in the footer must tell of the same edition.
        assert name(digests[digest]) == (match[1] if match else name(0))
        editions.append(digests[digest])
    assert editions == sorted(editions)
    assert len(set(editions)) > RELOADS // 4
