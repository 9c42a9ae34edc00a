"""Cooldowns: generous, told once, forgotten soon."""

from __future__ import annotations

from bot.discord_app.cooldowns import Cooldowns, Wait
from bot.discord_app.settings import Rate

NONE = Rate(0, 0)


def test_a_user_may_ask_so_often_and_is_told_once_when_to_go_on() -> None:
    cooldowns = Cooldowns(Rate(3, 10), NONE)
    assert [cooldowns.admit(1, 9, at) for at in (0.0, 1.0, 2.0)] == [None] * 3
    assert cooldowns.admit(1, 9, 4.0) == Wait(6.0, first=True)
    assert cooldowns.admit(1, 9, 5.0) == Wait(5.0, first=False)
    assert cooldowns.admit(2, 9, 5.0) is None
    assert cooldowns.admit(1, 9, 10.0) is None
    assert cooldowns.admit(1, 9, 10.5) == Wait(0.5, first=True)


def test_a_channel_has_its_own_and_a_refused_question_counts_for_nobody() -> None:
    cooldowns = Cooldowns(Rate(5, 10), Rate(2, 10))
    assert cooldowns.admit(1, 9, 0) is None
    assert cooldowns.admit(2, 9, 0) is None
    assert cooldowns.admit(3, 9, 1) == Wait(9, first=True)
    assert all(cooldowns.admit(3, 8 + at * 10, 1) is None for at in range(5))


def test_without_a_limit_nothing_is_counted() -> None:
    cooldowns = Cooldowns(NONE, NONE)
    assert all(cooldowns.admit(1, 9, 0) is None for _ in range(1_000))
    assert len(cooldowns.user) == len(cooldowns.channel) == 0


def test_who_asked_nothing_of_late_is_forgotten() -> None:
    cooldowns = Cooldowns(Rate(1, 10), Rate(60, 10))
    cooldowns.admit(1, 9, 0)
    cooldowns.admit(2, 9, 5)
    cooldowns.admit(2, 9, 6)
    cooldowns.forget(12)
    assert len(cooldowns.user) == 1
    cooldowns.forget(16)
    assert len(cooldowns.user) == len(cooldowns.channel) == 0
