"""The guard against IDENTIFY storms, and the notebook that it writes into."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.discord_app.identifying import BUDGET, DAY, RESERVE, IdentifyGuard, pause_before
from bot.discord_app.notebook import Notebook


def test_a_handful_of_sessions_start_at_once() -> None:
    assert pause_before([], 0) == 0
    assert pause_before([0, 10, 20, 30], 40) == 0


def test_a_storm_is_slowed_down_more_and_more() -> None:
    pauses = [pause_before([float(at) for at in range(count)], float(count)) for count in range(5, 14)]
    assert pauses == [5, 10, 20, 40, 80, 160, 320, 600, 600]
    assert pause_before([float(at) for at in range(10)], 10, shards=8) == 0


def test_the_last_of_the_days_budget_is_never_spent() -> None:
    spent = [float(at) for at in range(BUDGET - RESERVE)]
    assert pause_before(spent, 40_000) == DAY - 40_000
    assert pause_before(spent, DAY + 10_000) == 0


class Clock:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("bot.discord_app.identifying.asyncio.sleep", clock.sleep)
    return clock


async def test_sessions_start_one_after_another_as_discord_wants_it(tmp_path: Path, clock: Clock) -> None:
    guard = IdentifyGuard(Notebook(tmp_path / "n.json"), clock=clock)
    began = clock.now
    for _ in range(3):
        await guard.enter()
    assert clock.now - began == 10
    guard.max_concurrency = 4
    guard.shards = 16
    began = clock.now
    for _ in range(9):
        await guard.enter()
    assert clock.now - began <= 10


async def test_a_crash_loop_cannot_get_around_it(tmp_path: Path, clock: Clock) -> None:
    began = clock.now
    started = 0
    while clock.now - began < 2 * DAY:
        await IdentifyGuard(Notebook(tmp_path / "n.json"), clock=clock).enter()
        started += 1
        clock.now += 1
    assert started < 700
    assert IdentifyGuard(Notebook(tmp_path / "n.json"), clock=clock).today < BUDGET - RESERVE


def test_notes_are_read_back_and_a_spoilt_file_costs_only_the_notes(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "n.json"
    Notebook(path).put("a", [1, 2])
    assert Notebook(path).get("a") == [1, 2]
    assert [entry.name for entry in path.parent.iterdir()] == ["n.json"]
    path.write_text("{half")
    assert Notebook(path).get("a") is None
    path.write_text("[]")
    assert Notebook(path).get("a") is None


def test_a_folder_that_cannot_be_written_costs_only_the_notes(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    notebook = Notebook(tmp_path / "file" / "n.json")
    notebook.put("a", 1)
    assert notebook.get("a") == 1
