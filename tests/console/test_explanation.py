"""Explanations of replies, as a curator reads them."""

from __future__ import annotations

import pytest

from bot.console.explanation import explain
from bot.console.ink import Ink
from bot.factbase.models import FactBase
from bot.qa.answering import Answerer
from bot.qa.models import Conversation


@pytest.fixture(scope="module")
def answerer(factbase: FactBase) -> Answerer:
    """The answerer over the fact base about tides."""
    return Answerer(factbase)


def rows(page: str) -> list[list[str]]:
    """The words of each line."""
    return [line.split() for line in page.splitlines()]


def test_every_slot_shows_the_words_that_it_comes_from(answerer: Answerer) -> None:
    page = rows(explain(answerer.reply("Is it true that the Severn Bore does not reach 3 metres in 2021?"), Ink()))
    assert ["entity", "bore", "bore"] in page
    assert ["number", "3", "3"] in page
    assert ["period", "2021", "2021"] in page
    assert ["verification", "yes", "is", "it", "true", "that"] in page
    assert ["negated", "yes", "not"] in page
    assert ["verification", "yes", "does"] in rows(explain(answerer.reply("Does the bore reach 3 metres?"), Ink()))


def test_every_candidate_shows_each_part_of_its_score(answerer: Answerer) -> None:
    page = rows(explain(answerer.reply("How high is the Severn Bore?"), Ink()))
    headings = ["candidate", "score", "coverage", "likeness", "asked", "fits", "stated", "open", "share"]
    assert headings in page
    best = page[page.index(headings) + 2]
    assert best[0] == "severn-bore-height"
    assert best[2:4] == ["1.00", "1.00"]
    coverage, likeness, _, fits, stated, _, _ = map(float, best[2:])
    assert float(best[1]) == pytest.approx(0.5 * coverage + 0.4 * likeness + 0.1 * fits + 0.02 * stated, abs=0.01)


def test_what_a_conversation_carries_over_is_a_part_of_the_score(answerer: Answerer) -> None:
    first = answerer.reply("How high is the Severn Bore?", Conversation())
    page = explain(answerer.reply("and how fast?", first.conversation), Ink())
    assert ["continues", "yes", "and"] in rows(page)
    assert "carried" in page
    assert "carried" not in explain(first, Ink())


def test_what_a_candidate_does_not_meet_and_what_decided_stand_below(answerer: Answerer) -> None:
    page = explain(answerer.reply("How high was the Severn Bore in 1850?"), Ink())
    *_, barred, decision = page.split("\n\n")
    assert rows(barred)[0] == ["candidate", "what", "of", "the", "question", "it", "does", "not", "meet"]
    (height,) = (row for row in rows(barred) if row[:1] == ["severn-bore-height"])
    assert height[1] in ("number:", "period:")
    assert height[2] == "1850"
    assert decision == "nearest: no fact holds 1850"


def test_a_threshold_that_keeps_a_candidate_back_is_named(answerer: Answerer) -> None:
    page = explain(answerer.reply("Is the severn full of big green hungry crocodiles and snakes?"), Ink())
    assert "coverage below 0." in page
    assert "open share above 0." in page


def test_a_message_without_candidates_is_explained_as_well(answerer: Answerer) -> None:
    page = explain(answerer.reply("hello"), Ink())
    assert "No fact was considered." in page
    assert page.endswith("chat: the whole message is small talk")


def test_a_row_is_a_line_in_a_pipe_and_fits_the_width_of_a_terminal(answerer: Answerer) -> None:
    reply = answerer.reply("How many tonnes of oil flow in and out of the harbour at Burntcoat Head with each tide?")
    assert any(len(line) > 80 for line in explain(reply, Ink()).splitlines())
    narrow = explain(reply, Ink(width=60))
    assert max(map(len, narrow.splitlines())) <= 60
    assert "\x1b[1m" in explain(reply, Ink(width=80, colour=True))
