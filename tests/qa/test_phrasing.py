"""Replies in words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from asking import Desk

from bot.factbase.models import Modality
from bot.factbase.periods import parse_period
from bot.qa.models import Ambiguous, Answered, Chat, Computed, Corrected, Nearest, Shown, Unknown
from bot.qa.phrasing import Phrasing, join_words, month_name, squeeze


@pytest.fixture(scope="session")
def phrasing(tides: Desk) -> Phrasing:
    return Phrasing(tides.base)


def shown(desk: Desk, *ids: str) -> tuple[Shown, ...]:
    return tuple(Shown(desk.fact(id), 1.0) for id in ids)


# The reply of each outcome.


def test_an_answer_is_the_statement_then_who_says_so_then_the_quote_then_its_document(
    phrasing: Phrasing, tides: Desk
) -> None:
    lines = phrasing.text(Answered(shown(tides, "annapolis-closed")), "en").split("\n")
    fact = tides.fact("annapolis-closed")
    assert lines[0] == fact.statement
    assert lines[1].lower() == "according to nova scotia power"
    assert lines[2] == f"“{fact.evidence[0].quote}”"
    assert lines[3] == "— News report on the tides of the Bay of Fundy, March 2024 (date inferred)"


def test_every_quote_of_a_fact_is_shown_with_its_document(phrasing: Phrasing, tides: Desk) -> None:
    text = phrasing.text(Answered(shown(tides, "severn-bore-height")), "en")
    for evidence in tides.fact("severn-bore-height").evidence:
        assert f"“{evidence.quote}”" in text
    assert "Guide to the Severn Bore, 4 September 2021" in text
    assert "(date inferred)" not in text


def test_several_facts_are_set_apart_each_with_its_proof(phrasing: Phrasing, tides: Desk) -> None:
    text = phrasing.text(Answered(shown(tides, "severn-bore-height", "qiantang-bore-height")), "en")
    first, second = text.split("\n\n")
    assert first.startswith(tides.fact("severn-bore-height").statement)
    assert second.startswith(tides.fact("qiantang-bore-height").statement)
    assert "“" in second


def test_what_is_left_out_of_a_broad_answer_is_counted(phrasing: Phrasing, tides: Desk) -> None:
    answer = Answered(shown(tides, "severn-bore-height"), more=("severn-bore-speed", "severn-bore-season"))
    last = phrasing.text(answer, "en").split("\n")[-1]
    assert "more" in last.lower()
    assert "2" in last


def test_a_computed_figure_is_marked_and_shows_its_formula(phrasing: Phrasing, tides: Desk) -> None:
    computed = Computed(8.15, "16.3 / 2", ("fundy-tidal-range",), "8.15 metres")
    text = phrasing.text(Answered(shown(tides, "fundy-tidal-range"), computed), "en")
    assert text.startswith("8.15 metres. Computed: 16.3 / 2.\n")
    assert "“At Burntcoat Head" in text


def test_a_correction_says_no_and_gives_the_facts_own_statement(phrasing: Phrasing, tides: Desk) -> None:
    fact = tides.fact("annapolis-output-fell")
    text = phrasing.text(Corrected(shown(tides, fact.id), ("40 percent",)), "en")
    assert text.startswith("No")
    assert fact.statement in text
    assert f"“{fact.evidence[0].quote}”" in text


def test_the_nearest_fact_is_offered_below_what_is_missing_and_never_first(phrasing: Phrasing, tides: Desk) -> None:
    fact = tides.fact("severn-bore-height")
    lines = phrasing.text(Nearest(shown(tides, fact.id), ("1850", "China")), "en").split("\n")
    assert "1850 or China" in lines[0]
    assert fact.statement not in lines[0]
    assert fact.statement in lines[1]
    assert lines[1] != fact.statement


def test_a_garbled_passage_is_named_before_anything_is_offered(phrasing: Phrasing, tides: Desk) -> None:
    text = phrasing.text(Nearest(shown(tides, "severn-bore-height"), (), "garbled"), "en")
    assert "garbled" in text.split("\n")[0]


def test_a_choice_is_a_question_with_numbered_facts_and_no_proofs(phrasing: Phrasing, tides: Desk) -> None:
    lines = phrasing.text(Ambiguous(shown(tides, "fundy-tidal-range", "severn-longest-ride")), "en").split("\n")
    assert lines[0].endswith("?")
    assert lines[1] == "1. 16.3 metres"
    assert lines[2].startswith("2. ")
    assert "1996" in lines[2]
    assert not any("“" in line for line in lines)


def test_not_knowing_is_short_and_names_what_can_be_asked(phrasing: Phrasing) -> None:
    text = phrasing.text(Unknown(("How high?", "How fast?")), "en")
    assert text.endswith("- How high?\n- How fast?")
    assert not phrasing.text(Unknown(()), "en").endswith(":")


def test_a_reason_takes_the_place_of_not_knowing(phrasing: Phrasing) -> None:
    assert phrasing.text(Unknown((), reason="That is too long."), "en") == "That is too long."


@pytest.mark.parametrize("intent", ["greeting", "thanks", "farewell", "help"])
def test_small_talk_has_a_line_of_its_own(phrasing: Phrasing, intent: str) -> None:
    text = phrasing.text(Chat(intent), "en")
    assert text
    assert "\n" not in text


def test_a_reply_neither_scolds_nor_apologises(phrasing: Phrasing, tides: Desk) -> None:
    facts = shown(tides, "severn-bore-height")
    answers = (Answered(facts), Corrected(facts, ("3",)), Nearest(facts, ("1850",)), Ambiguous(facts), Unknown(("x",)))
    for answer in answers:
        text = phrasing.text(answer, "en").lower()
        assert not any(word in text for word in ("sorry", "unfortunately", "as a bot", "please"))


# What a reader should know of the evidence.


def test_a_machine_translation_is_marked(phrasing: Phrasing, tides: Desk) -> None:
    assert "machine translation" in phrasing.text(Answered(shown(tides, "severn-bore-speed")), "en")
    assert "machine translation" not in phrasing.text(Answered(shown(tides, "fundy-volume")), "en")


@pytest.mark.parametrize(
    ("modality", "word"),
    [(Modality.PLANNED, "plan"), (Modality.EXPECTED, "expectation"), (Modality.POSSIBLE, "possibility")],
)
def test_what_has_not_come_about_is_marked_as_such(
    phrasing: Phrasing, tides: Desk, modality: Modality, word: str
) -> None:
    fact = replace(tides.fact("fundy-volume"), modality=modality)
    assert word in phrasing.text(Answered((Shown(fact, 1.0),)), "en").lower()


def test_a_period_that_the_document_does_not_print_is_marked(phrasing: Phrasing, tides: Desk) -> None:
    fact = replace(tides.fact("severn-longest-ride"), period_note="the document says “that year”")
    inferred = phrasing.text(Answered((Shown(fact, 1.0),)), "en")
    printed = phrasing.text(Answered(shown(tides, "severn-longest-ride")), "en")
    assert "inferred" in inferred
    assert "inferred" not in printed


def test_what_the_statement_says_is_not_said_twice(phrasing: Phrasing, tides: Desk) -> None:
    assert phrasing.context(tides.fact("annapolis-closed"), "en").lower() == "according to nova scotia power"
    assert phrasing.context(tides.fact("fundy-volume"), "en") == "As of March 2024"


def test_an_entity_goes_by_its_name_and_anyone_else_by_their_own_word(phrasing: Phrasing) -> None:
    assert phrasing.name("hydrographic-service", "en") == "Canadian Hydrographic Service"
    assert phrasing.name("a passer-by", "en") == "a passer-by"


# Dates.


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("2021", "2021"),
        ("2021-03", "March 2021"),
        ("2021-09-04", "4 September 2021"),
        ("2021-01/2021-07", "January to July 2021"),
        ("2010/2019-04", "2010 to April 2019"),
        ("2019/2021", "2019 to 2021"),
        ("2025/..", "from 2025"),
        ("../2022", "by 2022"),
    ],
)
def test_a_period_is_put_at_the_precision_that_it_was_written_with(phrasing: Phrasing, period: str, words: str) -> None:
    assert phrasing.period(parse_period(period), "en") == words


def test_a_month_has_a_name() -> None:
    assert [month_name(f"{number:02}", "en") for number in (1, 7, 12)] == ["January", "July", "December"]


# Small things.


@pytest.mark.parametrize(
    ("items", "joined"), [([], ""), (["a"], "a"), (["a", "b"], "a or b"), (["a", "b", "c"], "a, b or c")]
)
def test_words_are_joined_as_in_a_sentence(items: list[str], joined: str) -> None:
    assert join_words(items, " or ") == joined


def test_white_space_is_folded() -> None:
    assert squeeze("  a \n b\tc ") == "a b c"


# Whole replies of the shipped base.


def test_no_reply_prints_a_placeholder_or_an_empty_line_too_many(shipped: Desk) -> None:
    questions = [
        "How many NEVs did China export in 2021?",
        "tell me about Tesla",
        "Did NEV exports fall by 150% from January to July 2023?",
        "hello",
        "zorblax",
        *(fact.questions[0] for fact in shipped.base.served),
    ]
    for question in questions:
        text = shipped.ask(question).text
        assert text.strip() == text
        assert "{" not in text
        assert "None" not in text
        assert "\n\n\n" not in text


def test_a_reply_about_one_fact_can_be_read_at_a_glance(shipped: Desk) -> None:
    for fact in shipped.base.served:
        text = shipped.ask(fact.questions[0]).text
        assert len(text.split("\n\n")[0].splitlines()) <= 12, fact.id
