"""What a reload has replaced is let go of bit by bit, and wholly; what takes its place is read bit by bit too."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections.abc import Iterator

import pytest

from bot.discord_app import retirement, worker
from bot.discord_app.editions import Edition, publish
from bot.discord_app.reloading import _read
from bot.discord_app.retirement import retire
from tests.discord_app.conftest import TIDES

QUESTIONS = ("How fast is the Severn Bore?", "What is the price of tea?", "潮水有多高?", "hello")


@pytest.fixture
def no_collection() -> Iterator[None]:
    """Nothing is left to the collector: what a reload brought is out of its sight."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.fixture
def edition() -> Edition:
    """An edition of one's own that was used a while."""
    made = publish(TIDES / "facts", TIDES / "seeds")
    for question in QUESTIONS:
        made.answerer.reply(question)
    return made


@pytest.mark.usefixtures("no_collection")
async def test_nothing_is_left_of_an_edition() -> None:
    def used() -> Edition:
        made = publish(TIDES / "facts", TIDES / "seeds")
        for question in QUESTIONS:
            made.answerer.reply(question)
        return made

    held: list[object] = [used()]
    watched = [weakref.ref(getattr(held[0], name)) for name in ("answerer", "phrasing", "completion")]
    assert all(each() for each in watched)
    assert await retire(held) > 100
    assert held == []
    assert [each() for each in watched] == [None, None, None]


async def test_what_somebody_else_holds_stays_whole(edition: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retirement, "_BORROWED", 0.1)
    fact, base = edition.base.served[0], edition.base
    held: list[object] = [edition.base.facts, [fact, base, "text", [1, 2, 3]]]
    await retire(held)
    assert fact.evidence[0].quote
    assert edition.answerer.reply(QUESTIONS[0]).outcome == "answered"
    assert base.facts[fact.id] is fact


async def test_others_get_their_turn_meanwhile() -> None:
    turns = 0

    async def count() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    counting = asyncio.create_task(count())
    assert await retire([[str(number) for number in range(30_000)]]) > 30_000
    counting.cancel()
    assert turns > 3


async def test_who_is_still_at_work_with_it_may_finish() -> None:
    borrowed: list[object] = [[1, 2], [3, 4]]
    held: list[object] = [borrowed]
    retiring = asyncio.create_task(retire(held))
    await asyncio.sleep(0.05)
    assert not retiring.done()
    assert borrowed == [[1, 2], [3, 4]]
    del borrowed
    assert await asyncio.wait_for(retiring, 5) > 2


@pytest.mark.parametrize("large", [0, 1 << 30])
async def test_what_the_worker_writes_is_read_as_it_was(
    edition: Edition, large: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "_LARGE", large)
    written = worker.write(edition)
    read = _read(written)
    assert isinstance(read, Edition)
    assert read.base.facts == edition.base.facts
    assert [read.answerer.reply(text).outcome for text in QUESTIONS] == [
        edition.answerer.reply(text).outcome for text in QUESTIONS
    ]
