"""Finding the facts that a question may be about."""

from __future__ import annotations

import pytest
from asking import Desk

from bot.qa.routing import CONSIDERED


@pytest.mark.parametrize(
    ("question", "fact_id"),
    [
        ("How fast does the Severn Bore travel?", "severn-bore-speed"),
        ("the height of the bore on the Severn", "severn-bore-height"),
        ("surfer's longest ride", "severn-longest-ride"),
        ("When was the Annapolis plant shut?", "annapolis-closed"),
        ("16.3 metres", "fundy-tidal-range"),
        ("tonnes of seawater per tide", "fundy-volume"),
        ("turbines at Parrsboro", "parrsboro-test"),
        ("equinoxes", "severn-bore-season"),
    ],
)
def test_the_fact_that_is_meant_comes_first(tides: Desk, question: str, fact_id: str) -> None:
    assert tides.candidates(question)[0].profile.fact.id == fact_id


def test_every_wording_finds_its_own_fact_among_the_first(tides: Desk) -> None:
    for fact in tides.base.served:
        for question in fact.questions:
            assert fact.id in [item.profile.fact.id for item in tides.candidates(question)[:3]], question


def test_a_fact_is_found_by_a_figure_alone(tides: Desk) -> None:
    assert [item.profile.fact.id for item in tides.candidates("9.1")] == ["severn-longest-ride"]


def test_a_question_about_nothing_known_finds_nothing(tides: Desk) -> None:
    assert tides.candidates("zorblax quux") == []
    assert tides.candidates("") == []


def test_the_best_come_first_and_all_measures_are_parts_of_one(tides: Desk) -> None:
    found = tides.candidates("How high is the tidal bore in the Bay of Fundy in China?")
    assert len(found) > 2
    assert [item.score for item in found] == sorted((item.score for item in found), reverse=True)
    for item in found:
        assert 0 <= item.score <= 1
        assert 0 <= item.coverage <= 1
        assert 0 <= item.likeness <= 1


def test_only_so_many_are_looked_at_closely(shipped: Desk) -> None:
    assert len(shipped.candidates("China vehicles exports")) == min(CONSIDERED, len(shipped.base.served))
    reading = shipped.reader.read("China vehicles exports")
    assert len(shipped.router.candidates(reading, limit=3)) == 3


def test_the_order_of_the_facts_does_not_matter(tides: Desk) -> None:
    backwards = tides.routed(tuple(reversed(tides.profiles.values())))
    reading = tides.reader.read("How high is the tidal bore?")
    one = [(item.profile.fact.id, item.score) for item in tides.router.candidates(reading)]
    assert one == [(item.profile.fact.id, item.score) for item in backwards.candidates(reading)]


def test_a_candidate_says_what_it_does_not_meet(tides: Desk) -> None:
    nearest = tides.candidates("How high was the Severn Bore in 1850?")[0]
    assert nearest.profile.fact.id == "severn-bore-height"
    assert [item.words for item in nearest.broken] == ["1850"]


def test_words_left_over_are_weighed(tides: Desk) -> None:
    plain = tides.candidates("How high is the Severn Bore?")[0]
    adorned = tides.candidates("How high is the wooden Severn Bore?")[0]
    assert plain.open_weight == 0 < adorned.open_weight


def test_what_was_said_before_pulls_but_the_question_itself_decides(tides: Desk) -> None:
    def first(question: str, before: str) -> str:
        return tides.candidates(question, before)[0].profile.fact.id

    assert first("how fast?", "How high is the Severn Bore?") == "severn-bore-speed"
    assert first("When did the Annapolis plant close?", "How high is the Severn Bore?") == "annapolis-closed"


def test_a_rare_meaning_tells_more_than_a_common_one(tides: Desk) -> None:
    router = tides.router
    assert router.telling("entity:qiantang") > router.telling("entity:bore") > 0
    assert router.telling("stem:zorblax") == 0


def test_no_facts_are_no_candidates(tides: Desk) -> None:
    assert not tides.routed(()).candidates(tides.reader.read("How high?"))
