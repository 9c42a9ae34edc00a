"""Figures that are asked for by what came about in their time."""

from __future__ import annotations

import pytest
from asking import NOT_ANSWERED, Desk


@pytest.mark.parametrize(
    "question",
    [
        "How many vehicles did China export when it overtook Japan?",
        "so china beat japan on exports, how many cars was that",
        "What volume of vehicles did China ship abroad in the six-month period in which it moved ahead of Japan?",
    ],
)
def test_a_figure_is_found_by_what_came_about_in_its_time(shipped: Desk, question: str) -> None:
    reply = shipped.ask(question)
    assert reply.outcome == "answered"
    assert [item.fact.id for item in reply.facts] == ["vehicle-exports-h1-2023", "china-overtook-japan"]


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("How many cars did Japan export when China overtook it?", id="asked of the other"),
        pytest.param("How many cars did Japan export when it lost first place to China?", id="of the other, who lost"),
        pytest.param("How many vehicles did China export when Japan overtook China?", id="the other way round"),
        pytest.param("How many vehicles did China export when it overtook Germany?", id="somebody else"),
        pytest.param("How many vehicles did China ship to Japan in the first half of 2023?", id="nothing came about"),
        pytest.param("How many NEVs did China export when it replaced Japan?", id="another kind"),
        pytest.param("How many vehicles did China import when it overtook Japan?", id="another measure"),
        pytest.param("By how many cars did China beat Japan in the first half of 2023?", id="the difference"),
    ],
)
def test_no_figure_is_given_of_anybody_or_anything_else(shipped: Desk, question: str) -> None:
    assert shipped.ask(question).outcome in NOT_ANSWERED
