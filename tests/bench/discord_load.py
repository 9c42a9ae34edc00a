"""Roro in Discord beside a bare discord.py bot, on the same sandbox, in one run and one table.

    python tests/bench/discord_load.py [--only answers ignored memory steady reload] [--runs 5] [--seconds 4] [--json]

Each bot is a process of its own, so that its processor time and memory are its own; this process is the sandbox and
everyone in it, with limits off. Questions are all distinct, runs of the two bots alternate, and medians are told.

  answers   as many questions as are answered, a fixed number always under way: answers a second, and the bot's
            processor time for each
  steady    50 questions a second, Discord's own limit for a bot: p50 and p99 from message to reply, the first
            response to slash commands among them, and the processor time of a second
  ignored   messages that are for nobody: how many a second are taken in
  memory    with 2,500 servers of 20 channels, beside a bare bot with the same caches
  reload    while 5,000 facts are loaded anew, and questions and commands come in: the longest stall of the event loop,
            as a task in that loop sees it, and p99 of the answers and of the first responses to commands
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gc
import json
import math
import random
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(Path(__file__).parent)]

import core  # noqa: E402 - the path comes first

sys.path[:0] = core.path()

from discord_bots import BARE, BEATING, RORO, SAME_CACHES, bot  # noqa: E402 - the path comes first

from bot.sandbox import Limits, Person, Sandbox  # noqa: E402 - the path comes first
from bot.sandbox.channels import Channel  # noqa: E402 - the path comes first
from bot.sandbox.errors import NoResponse  # noqa: E402 - the path comes first

UNDER_WAY = 24
"""How many questions are open at a time when as many are asked as are answered."""
Json = dict[str, Any]


# The people, and what they ask.


def questions(facts: Path | None = None) -> Iterator[str]:
    """Give questions without end, no two of them alike: wordings of the facts, varied as people vary them."""
    from bot.factbase.loading import load

    base = load(facts or ROOT / "facts", facts.parent / "seeds" if facts else ROOT / "seeds")
    known = [question for fact in base.served for question in fact.questions]
    before = ["", "please tell me, ", "hey, ", "I wonder: ", "so, ", "quick question: ", "do you know, ", "well, "]
    after = ["", " thanks", " please", " (asking for a friend)", " I need it for a talk", " asap", " ta", " cheers"]
    chance = random.Random(7)
    seen: set[str] = set()
    while True:
        text = chance.choice(before) + chance.choice(known) + chance.choice(after)
        while text in seen:
            text += "?"
        seen.add(text)
        yield text


class Crowd:
    """People in channels who ask and wait."""

    def __init__(self, sandbox: Sandbox, size: int = UNDER_WAY) -> None:
        guild = sandbox.guild("Load")
        self.places: list[tuple[Person, Channel]] = [
            (sandbox.person(f"P{at}", guild), guild.channel(f"c{at}")) for at in range(size)
        ]

    async def ask(self, at: int, question: str) -> float:
        """Ask in one place; return how many seconds the reply took."""
        person, channel = self.places[at % len(self.places)]
        began = time.perf_counter()
        said = await person.say(channel, f"@Roro {question}")
        await channel.reply_to(said, timeout=30)
        return time.perf_counter() - began

    async def command(self, at: int, question: str) -> float:
        """Ask by command; return how many seconds the first response took; for ever if none came in time."""
        person, channel = self.places[at % len(self.places)]
        interaction = person.begin_slash("ask", channel, question=question)
        try:
            await interaction.response()
        except NoResponse:
            return math.inf
        return interaction.latency or 0.0


# What is measured.


async def measure_answers(runs: int, seconds: float) -> Json:
    """Ask as fast as is answered, the two bots in turns."""
    rates: dict[str, list[float]] = {BARE: [], RORO: []}
    costs: dict[str, list[float]] = {BARE: [], RORO: []}
    asked = questions()
    async with sandboxes() as made, contextlib.AsyncExitStack() as stack:
        crowds = {kind: Crowd(made[kind]) for kind in rates}
        bots = {kind: await stack.enter_async_context(bot(kind, made[kind])) for kind in rates}

        async def keep_asking(kind: str, at: int, until: float) -> int:
            count = 0
            while time.perf_counter() < until:
                await crowds[kind].ask(at, next(asked))
                count += 1
            return count

        async def once(kind: str, span: float) -> tuple[float, float]:
            began, before = time.perf_counter(), bots[kind].processor
            counts = await asyncio.gather(*(keep_asking(kind, at, began + span) for at in range(UNDER_WAY)))
            elapsed, count = time.perf_counter() - began, sum(counts)
            return count / elapsed, (bots[kind].processor - before) / count * 1000

        for kind in rates:
            await once(kind, 1.0)  # warm
        for _ in range(runs):
            for kind in rates:
                rate, cost = await once(kind, seconds)
                rates[kind].append(rate)
                costs[kind].append(cost)
    rate = {kind: statistics.median(found) for kind, found in rates.items()}
    cost = {kind: statistics.median(found) for kind, found in costs.items()}
    return {
        "answers a second": rate,
        "ratio (bar 0.70)": rate[RORO] / rate[BARE],
        "processor ms an answer": cost,
        "added ms (bar 1.0)": cost[RORO] - cost[BARE],
    }


async def measure_steady(runs: int, seconds: float) -> Json:
    """Ask 50 questions a second of each bot, one of ten of Roro's by command."""
    pace = 1 / 50
    waits: dict[str, list[float]] = {BARE: [], RORO: []}
    load: dict[str, list[float]] = {BARE: [], RORO: []}
    first: list[float] = []
    asked = questions()
    async with sandboxes() as made, contextlib.AsyncExitStack() as stack:
        crowds = {kind: Crowd(made[kind], 50) for kind in waits}
        bots = {kind: await stack.enter_async_context(bot(kind, made[kind])) for kind in waits}
        for _ in range(runs):
            for kind in waits:
                count = int(seconds / pace)
                began, before = time.perf_counter(), bots[kind].processor
                tasks: list[asyncio.Task[float]] = []
                for at in range(count):
                    by_command = kind == RORO and at % 10 == 9
                    asking: Callable[[int, str], Coroutine[Any, Any, float]] = (
                        crowds[kind].command if by_command else crowds[kind].ask
                    )
                    tasks.append(asyncio.create_task(asking(at, next(asked))))
                    await asyncio.sleep(max(began + (at + 1) * pace - time.perf_counter(), 0))
                took = await asyncio.gather(*tasks)
                load[kind].append((bots[kind].processor - before) / (time.perf_counter() - began))
                for at, wait in enumerate(took):
                    (first if kind == RORO and at % 10 == 9 else waits[kind]).append(wait * 1000)
    return {
        "p50 ms": {kind: percentile(found, 50) for kind, found in waits.items()},
        "p99 ms": {kind: percentile(found, 99) for kind, found in waits.items()},
        "p99 added ms (bar 5)": percentile(waits[RORO], 99) - percentile(waits[BARE], 99),
        "first response p99 ms (bar 300)": percentile(first, 99),
        "processor of a core (bar well under 1)": {kind: statistics.median(found) for kind, found in load.items()},
    }


async def measure_ignored(runs: int, seconds: float) -> Json:
    """Say things that are for nobody, and see how long each bot takes to get through them.

    A bot is halted while they are said: the sandbox takes as long to say a thing as a bot to take it in, and the pace
    would be the sandbox's.
    """
    rates: dict[str, list[float]] = {BARE: [], RORO: []}
    costs: dict[str, list[float]] = {BARE: [], RORO: []}
    count = int(2_000 * seconds)
    async with sandboxes() as made, contextlib.AsyncExitStack() as stack:
        crowds = {kind: Crowd(made[kind], 10) for kind in rates}
        bots = {kind: await stack.enter_async_context(bot(kind, made[kind])) for kind in rates}
        for run in range(runs + 1):
            for kind in rates:
                person, channel = crowds[kind].places[0]
                with bots[kind].halted():
                    for at in range(count):
                        await crowds[kind].places[at % 10][0].say(crowds[kind].places[at % 10][1], "for nobody")
                    said = await person.say(channel, f"@Roro What can you tell me, {run}?")
                before = bots[kind].processor
                began = time.perf_counter()
                await channel.reply_to(said, timeout=60)
                elapsed = time.perf_counter() - began
                if run:  # the first one warms
                    rates[kind].append(count / elapsed)
                    costs[kind].append((bots[kind].processor - before) / count * 1e6)
    rate = {kind: statistics.median(found) for kind, found in rates.items()}
    cost = {kind: statistics.median(found) for kind, found in costs.items()}
    return {
        "messages a second": rate,
        "ratio of rates (bar 0.95)": rate[RORO] / rate[BARE],
        "processor µs a message": cost,
        "ratio of rates by the bot's own processor (bar 0.95)": cost[BARE] / cost[RORO],
    }


async def measure_memory(guilds: int = 2_500, channels: int = 20) -> Json:
    """Start each bot in a world of many servers and in one of a single server, and see what it takes."""
    many: dict[str, float] = {}
    one: dict[str, float] = {}
    for kind in (SAME_CACHES, RORO):
        for found, count in ((many, guilds), (one, 1)):
            async with Sandbox(limits=Limits.off(), bot_name="Roro") as sandbox:
                for number in range(count):
                    guild = sandbox.guild(f"Server {number}")
                    for at in range(channels):
                        guild.channel(f"channel-{at}")
                async with bot(kind, sandbox) as started:
                    await asyncio.sleep(3)
                    found[kind] = started.memory
    servers = {kind: many[kind] - one[kind] for kind in many}
    return {
        f"MiB with {guilds:,} servers": many,
        "MiB with one": one,
        "MiB that the servers take": servers,
        "ratio of what the servers take (bar 1.1)": servers[RORO] / servers[SAME_CACHES],
        "ratio of the whole, facts and languages included": many[RORO] / many[SAME_CACHES],
    }


async def measure_reload(count: int = 5_000, reloads: int = 3) -> Json:
    """Reload many facts while people ask, and see how long the event loop stands still."""
    with tempfile.TemporaryDirectory() as folder:
        many_facts(Path(folder), count)
        environ = {"RORO_FACTS_DIR": f"{folder}/facts", "RORO_SEEDS_DIR": f"{folder}/seeds"}
        async with Sandbox(limits=Limits.off(), bot_name="Roro") as sandbox:
            crowd = Crowd(sandbox, 10)
            asked = questions(Path(folder) / "facts")
            async with bot(BEATING, sandbox, **environ) as started:
                await ask_on(crowd, asked, asyncio.create_task(asyncio.sleep(5)))  # warm
                since = len(started.lines)
                quiet = await ask_on(crowd, asked, asyncio.create_task(asyncio.sleep(10)))
                without = started.stalls(since)
                since = len(started.lines)
                waits: tuple[list[float], list[float]] = [], []
                seconds = []
                for reload in range(1, reloads + 1):
                    began = time.perf_counter()
                    started.process.send_signal(signal.SIGHUP)
                    done = asyncio.create_task(started.logged("reloaded by=signal", reload))
                    for kept, found in zip(waits, await ask_on(crowd, asked, done), strict=True):
                        kept.extend(found)
                    seconds.append(time.perf_counter() - began)
                    # What the reload leaves behind is part of it.
                    for kept, found in zip(
                        waits, await ask_on(crowd, asked, asyncio.create_task(asyncio.sleep(15))), strict=True
                    ):
                        kept.extend(found)
                stalls = started.stalls(since)
                memory = started.memory
    return {
        "facts": count,
        "reload s": statistics.median(seconds),
        "longest stall ms (bar 50)": {"meanwhile": stalls[0], "without a reload": without[0]},
        "the same, while the bot itself was at work": {"meanwhile": stalls[1], "without a reload": without[1]},
        "answers": f"{len(waits[0]):,} by message, {len(waits[1]):,} by command",
        "answers p99 ms": {"meanwhile": percentile(waits[0], 99), "without a reload": percentile(quiet[0], 99)},
        "first response p99 ms (bar 300)": {
            "meanwhile": percentile(waits[1], 99),
            "without a reload": percentile(quiet[1], 99),
        },
        "MiB at the end": memory,
    }


async def ask_on(crowd: Crowd, asked: Iterator[str], until: asyncio.Task[Any]) -> tuple[list[float], list[float]]:
    """Ask 10 questions a second, every fifth by command, until a task is done; return how many ms each took."""
    messages: list[asyncio.Task[float]] = []
    commands: list[asyncio.Task[float]] = []
    while not until.done():
        at = len(messages) + len(commands)
        kept, asking = (commands, crowd.command) if at % 5 == 4 else (messages, crowd.ask)
        kept.append(asyncio.create_task(asking(at, next(asked))))
        await asyncio.sleep(0.1)
    await until
    took = [await asyncio.gather(*tasks) for tasks in (messages, commands)]
    return [wait * 1000 for wait in took[0]], [wait * 1000 for wait in took[1]]


def many_facts(folder: Path, count: int) -> None:
    """Write a fact base of so many facts, each with a sentence of its own."""
    (folder / "facts").mkdir()
    (folder / "seeds").mkdir()
    places = ["Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Ginkgo", "Hazel", "Ivy", "Juniper"]
    sentences, facts = [], []
    for at in range(count):
        place = f"{places[at % 10]} Harbour {at}"
        sentences.append(f"The quay of {place} is {at + 3} metres long.")
        facts.append(
            f"  - id: quay-{at}\n    statement: The quay of {place} is {at + 3} metres long.\n    questions:\n"
            f"      - How long is the quay of {place}?\n      - What is the length of the quay of {place}?\n"
            f"    evidence:\n      - source: quays\n        exact: The quay of {place} is {at + 3} metres long.\n"
        )
    (folder / "seeds" / "quays.txt").write_text("\n".join(sentences) + "\n")
    (folder / "facts" / "sources.yaml").write_text(
        "sources:\n  - id: quays\n    file: quays.txt\n    title: List of quays\n    published: 2020\n"
    )
    (folder / "facts" / "quays.yaml").write_text("topic: quays\ntitle: Quays\nfacts:\n" + "".join(facts))


@contextlib.asynccontextmanager
async def sandboxes() -> AsyncIterator[dict[str, Sandbox]]:
    """Make a sandbox for each bot, both with limits off."""
    async with (
        Sandbox(limits=Limits.off(), bot_name="Roro") as one,
        Sandbox(limits=Limits.off(), bot_name="Roro") as other,
    ):
        yield {BARE: one, RORO: other}


def percentile(values: list[float], rank: int) -> float:
    """Return the value below which `rank` percent lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * rank // 100)]


def show(name: str, found: Json) -> None:
    """Print one measurement."""
    print(f"\n{name}")
    for what, value in found.items():
        told = ", ".join(f"{kind} {each:,.2f}" for kind, each in value.items()) if isinstance(value, dict) else value
        print(f"  {what:<54} {told if isinstance(told, str | int) else f'{told:,.2f}'}")


async def main(chosen: argparse.Namespace) -> None:
    """Measure what was chosen."""
    runs, seconds = chosen.runs, chosen.seconds
    everything: dict[str, Callable[[], Coroutine[Any, Any, Json]]] = {
        "answers": lambda: measure_answers(runs, seconds),
        "steady": lambda: measure_steady(runs, seconds),
        "ignored": lambda: measure_ignored(runs, seconds),
        "memory": measure_memory,
        "reload": measure_reload,
    }
    found = {}
    if not chosen.json:
        print(core.form())
    gc.disable()  # what the sandbox keeps grows all the time: to walk through it would show in everybody's waits
    for name in chosen.only or everything:
        gc.collect()
        found[name] = await everything[name]()
        if not chosen.json:
            show(name, found[name])
    if chosen.json:
        print(json.dumps(found))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", choices=["answers", "steady", "ignored", "memory", "reload"])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--json", action="store_true")
    asyncio.run(main(parser.parse_args()))
