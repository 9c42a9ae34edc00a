"""A fact as the router sees it."""

from __future__ import annotations

from decimal import Decimal

from asking import Desk

from bot.qa.slots import Ask


def test_a_fact_speaks_of_its_entities_and_of_all_that_they_are_part_of(tides: Desk) -> None:
    profile = tides.profiles["fundy-tidal-range"]
    assert profile.entities >= {"burntcoat-head", "bay-of-fundy", "canada", "tide"}
    assert "severn" not in profile.entities


def test_what_a_fact_names_is_told_from_what_follows_from_it(tides: Desk) -> None:
    profile = tides.profiles["annapolis-output-fell"]
    assert "annapolis-plant" in profile.named
    assert "nova-scotia-power" in profile.entities - profile.named


def test_a_wider_thing_is_spoken_of_and_a_narrower_one_is_not(tides: Desk) -> None:
    assert "tide" in tides.profiles["severn-bore-height"].entities
    assert "bore" not in tides.profiles["fundy-tidal-range"].entities


def test_a_fact_knows_the_kinds_of_what_it_names(tides: Desk) -> None:
    assert {"person", "place"} <= tides.profiles["parrsboro-test"].kinds
    assert "company" in tides.profiles["annapolis-closed"].kinds
    assert "body" in tides.profiles["annapolis-closed"].kinds, "a company is a body"


def test_a_fact_answers_the_kinds_of_question_that_its_wordings_ask(tides: Desk) -> None:
    assert Ask.TIME in tides.profiles["annapolis-closed"].asks
    assert Ask.DURATION in tides.profiles["annapolis-closed"].asks
    assert Ask.PLACE in tides.profiles["fundy-highest-tides"].asks
    assert Ask.REASON not in tides.profiles["annapolis-closed"].asks


def test_a_figure_and_a_change_answer_what_their_units_say(tides: Desk) -> None:
    assert Ask.PERCENT in tides.profiles["annapolis-output-fell"].asks
    assert Ask.QUANTITY in tides.profiles["severn-bore-speed"].asks
    assert Ask.MONEY not in tides.profiles["severn-bore-speed"].asks


def test_a_fact_knows_every_number_of_its_texts(tides: Desk) -> None:
    assert (Decimal(25), "%") in tides.profiles["annapolis-output-fell"].numbers
    assert (Decimal("16.3"), None) in tides.profiles["fundy-tidal-range"].numbers
    assert (Decimal("1.6E+11"), None) in tides.profiles["fundy-volume"].numbers


def test_the_units_that_a_fact_states_are_told_from_those_that_it_only_quotes(tides: Desk) -> None:
    assert "%" in tides.profiles["annapolis-output-fell"].stated
    assert "%" not in tides.profiles["annapolis-closed"].stated


def test_a_fact_knows_the_times_that_its_texts_name(tides: Desk) -> None:
    years = {span.year for span in tides.profiles["severn-longest-ride"].timespans}
    assert years == {1996}


def test_what_stands_only_in_the_quote_is_weak(tides: Desk) -> None:
    profile = tides.profiles["fundy-highest-tides"]
    monday = next(concept for concept in profile.vocabulary if concept == "stem:monday")
    assert monday in profile.weak
    assert monday not in profile.strong


def test_every_wording_is_kept_apart(tides: Desk) -> None:
    for fact in tides.base.served:
        assert len(tides.profiles[fact.id].wordings) == len(fact.questions)


def test_a_denial_is_known_as_one(tides: Desk, shipped: Desk) -> None:
    assert shipped.profiles["china-never-big-exporter"].negated
    assert not any(profile.negated for profile in tides.profiles.values())


def test_profiles_are_read_the_same_every_time(tides: Desk) -> None:
    again = Desk(tides.base)
    assert again.profiles == tides.profiles
