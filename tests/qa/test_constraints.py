"""Every constraint of a question, held against a fact."""

from __future__ import annotations

import pytest
from asking import Desk

from bot.qa.mismatches import Constraint, Mismatch, broken, open_share, open_weight


def unmet(desk: Desk, question: str, fact_id: str) -> set[Constraint]:
    return {item.constraint for item in broken(desk.held_against(question, fact_id))}


@pytest.mark.parametrize(
    ("question", "fact_id"),
    [
        ("How high is the Severn Bore?", "severn-bore-height"),
        ("How high is the bore of the River Severn in 2021?", "severn-bore-height"),
        ("How high is the bore in China?", "qiantang-bore-height"),
        ("tidal range in Canada", "fundy-tidal-range"),
        ("Did the tidal range reach 16.3 metres?", "fundy-tidal-range"),
        ("Which plant closed in 2019?", "annapolis-closed"),
        ("Did Nova Scotia Power close a plant in April 2019?", "annapolis-closed"),
        ("By what percentage did the output of the Annapolis plant fall?", "annapolis-output-fell"),
    ],
)
def test_a_fact_meets_a_question_about_itself(tides: Desk, question: str, fact_id: str) -> None:
    assert unmet(tides, question, fact_id) == set()


@pytest.mark.parametrize(
    ("question", "fact_id", "constraint"),
    [
        ("How high is the bore of the Qiantang?", "severn-bore-height", Constraint.ENTITY),
        ("Does the bore in Canada reach 2 metres?", "severn-bore-height", Constraint.ENTITY),
        ("What is the speed at Burntcoat Head?", "fundy-tidal-range", Constraint.MEASURE),
        ("What is the volume of water of the Severn Bore?", "severn-bore-height", Constraint.MEASURE),
        ("How high was the Severn Bore in 2005?", "severn-bore-height", Constraint.PERIOD),
        ("How far did a surfer ride it in 1997?", "severn-longest-ride", Constraint.PERIOD),
        ("Did the plant close in March 2019?", "annapolis-closed", Constraint.PERIOD),
        ("How high is it this year?", "severn-bore-height", Constraint.PERIOD),
        ("Is the Severn Bore 3 metres high?", "severn-bore-height", Constraint.NUMBER),
        ("Did the output fall by 30 percent?", "annapolis-output-fell", Constraint.NUMBER),
        ("Did the output rise by 25 percent?", "annapolis-output-fell", Constraint.DIRECTION),
        ("Did the plant not close in 2019?", "annapolis-closed", Constraint.NEGATION),
        ("Have turbines already been tested near Parrsboro?", "parrsboro-test", Constraint.HAPPENED),
        ("Why did the plant close?", "annapolis-closed", Constraint.ASKED),
        ("How much money did the plant earn?", "annapolis-closed", Constraint.ASKED),
        ("Which company closed its plant?", "severn-bore-height", Constraint.ASKED),
        ("How high is a bore?", "fundy-tidal-range", Constraint.ENTITY),
    ],
)
def test_what_a_fact_does_not_hold_is_named(tides: Desk, question: str, fact_id: str, constraint: Constraint) -> None:
    assert constraint in unmet(tides, question, fact_id)


@pytest.mark.parametrize(
    ("question", "fact_id"),
    [
        ("How many electric vehicles did China export from January to July 2023?", "nev-exports-2023"),
        ("How many vehicles did China export from January to July 2023?", "nev-exports-2023"),
        ("How many NEVs did China export in the first half of 2023?", "vehicle-exports-h1-2023"),
        ("How many trucks were sold in China in 2019?", "vehicle-sales-2019"),
    ],
)
def test_a_figure_that_counts_one_kind_answers_for_no_other_wider_or_narrower(
    shipped: Desk, question: str, fact_id: str
) -> None:
    assert Constraint.SCOPE in unmet(shipped, question, fact_id) or Constraint.ENTITY in unmet(
        shipped, question, fact_id
    )


@pytest.mark.parametrize(
    ("question", "holds"),
    [
        ("What were exports from January to July 2023?", True),
        ("What were exports in the first seven months of 2023?", True),
        ("What were exports from January to July?", True),
        ("What were exports in 2023?", False),
        ("What were exports in the first half of 2023?", False),
        ("What were exports in July 2023?", False),
        ("What were exports from January to July 2022?", False),
        ("What were exports since 2023?", False),
    ],
)
def test_a_figure_is_of_just_the_months_that_it_was_measured_over(shipped: Desk, question: str, holds: bool) -> None:
    assert (Constraint.PERIOD not in unmet(shipped, question, "nev-exports-2023")) is holds


def test_what_is_not_a_figure_holds_within_the_span_that_it_happened_in(tides: Desk) -> None:
    assert Constraint.PERIOD not in unmet(tides, "Did the plant close in 2019?", "annapolis-closed")
    assert Constraint.PERIOD in unmet(tides, "Did the plant close in 2018?", "annapolis-closed")


def test_the_date_of_a_document_is_held_against_the_document(tides: Desk) -> None:
    assert unmet(tides, "What does the 2021 guide of the Severn Trust say?", "severn-bore-speed") <= {Constraint.ENTITY}
    assert Constraint.PERIOD in unmet(tides, "According to the 2019 report, how fast is it?", "severn-bore-speed")


def test_months_that_a_report_is_on_are_not_its_date(shipped: Desk) -> None:
    fact_id = "vehicle-exports-h1-2023-source"
    assert unmet(shipped, "What did customs report on the first six months of 2023?", fact_id) == set()
    assert Constraint.PERIOD in unmet(shipped, "What did customs report on the second half of 2023?", fact_id)


def test_the_most_general_word_of_a_kind_is_understood_where_a_fact_names_none_of_it(tides: Desk) -> None:
    assert unmet(tides, "When did the plant on the tide close?", "annapolis-closed") == set()
    assert Constraint.ENTITY in unmet(tides, "When did the plant on the bore close?", "annapolis-closed")


def test_a_fact_that_says_otherwise_is_told_from_one_that_says_nothing(tides: Desk) -> None:
    def contradicted(question: str, fact_id: str) -> bool:
        return any(item.contradicted for item in tides.held_against(question, fact_id))

    assert contradicted("Did the output rise?", "annapolis-output-fell")
    assert contradicted("Did the output fall by 30 percent?", "annapolis-output-fell")
    assert not contradicted("Did the Severn Bore cost 3 dollars?", "severn-bore-height")
    assert not contradicted("Why did the plant close?", "annapolis-closed")


def test_the_unmet_part_is_named_in_the_words_of_the_question_or_of_the_glossary(tides: Desk) -> None:
    words = {item.constraint: item.words for item in tides.held_against("CHS: how high in 2005?", "severn-bore-height")}
    assert words[Constraint.PERIOD] == "2005"
    assert words[Constraint.ENTITY] == "Canadian Hydrographic Service"


def test_who_does_it_is_told_from_whom_it_is_done_to(shipped: Desk) -> None:
    def broken_by(question: str) -> bool:
        return bool(broken(shipped.held_against(question, "china-overtook-japan")))

    assert not broken_by("Did China overtake Japan in vehicle exports?")
    assert broken_by("Did Japan overtake China in vehicle exports?")


def test_a_word_that_a_fact_lacks_weighs_by_how_strange_it_is(tides: Desk) -> None:
    def weight(question: str) -> float:
        return open_weight(tides.held_against(question, "severn-bore-height"))

    assert weight("How high is the Severn Bore?") == 0
    assert weight("How high is the zorblaxian Severn Bore?") > weight("How high is the wooden Severn Bore?") > 0


def test_words_are_no_whole_constraints() -> None:
    word = Mismatch(Constraint.WORD, "wooden", 0.65)
    year = Mismatch(Constraint.PERIOD, "2005")
    assert broken((word, year)) == (year,)
    assert open_weight((word, year)) == 0.65


def test_what_is_open_is_a_share_of_the_question() -> None:
    word = Mismatch(Constraint.WORD, "wooden", 0.5)
    known = Mismatch(Constraint.WORD, "before", 0.5, known=True)
    decisive = Mismatch(Constraint.WORD, "second", 1.0, known=True, decisive=True)
    year = Mismatch(Constraint.PERIOD, "2005")
    assert open_share((), 2.0) == open_share((year,), 0.0) == 0.0
    assert open_share((word, year), 2.0) == 0.25
    assert open_share((known,), 2.0) == 0.5
    assert open_share((word, decisive), 9.0) == open_share((word, known), 0.0) == 1.0


def test_a_long_question_may_hold_more_talk_than_a_short_one(tides: Desk) -> None:
    strange = "how high is the zorblaxian Severn Bore on the River Severn in England, in metres?"
    assert tides.ask(strange).outcome == "answered"
    assert tides.ask("Is the bore zorblaxian?").outcome != "answered"
    listed = "how high is the second Severn Bore on the River Severn in England, in metres?"
    assert tides.ask(listed).outcome != "answered"
