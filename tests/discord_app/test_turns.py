"""However many questions arrive at once, everything else has its turn between two of them."""

from __future__ import annotations

import asyncio
import itertools

from bot.discord_app.workload import Turns


async def test_between_two_questions_everything_else_has_its_turn() -> None:
    turns, seen = Turns(), list[str]()

    async def think(name: str) -> None:
        async with turns.taken():
            seen.append(name)

    async def beat() -> None:
        while True:
            seen.append("beat")
            await asyncio.sleep(0)

    beating = asyncio.create_task(beat())
    await asyncio.gather(*(think(str(at)) for at in range(5)))
    beating.cancel()
    thoughts = [at for at, name in enumerate(seen) if name != "beat"]
    assert [seen[at] for at in thoughts] == ["0", "1", "2", "3", "4"]
    assert all("beat" in seen[one:other] for one, other in itertools.pairwise(thoughts))


async def test_a_thought_that_fails_holds_up_no_other() -> None:
    turns = Turns()
    for _ in range(2):
        try:
            async with turns.taken():
                raise ValueError
        except ValueError:
            continue
    async with asyncio.timeout(1), turns.taken():
        pass
