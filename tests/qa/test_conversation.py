"""Questions that lean on the ones before them."""

from __future__ import annotations

import pytest
from asking import Desk

from bot.qa.conversation import TURNS_KEPT, carried, clauses, extended, leans, sides
from bot.qa.languages import language
from bot.qa.models import Conversation, Turn
from bot.qa.reading import Reader

# Turns.


def test_a_conversation_keeps_its_last_turns() -> None:
    conversation = Conversation()
    for number in range(TURNS_KEPT + 3):
        conversation = extended(conversation, f"question {number}", (f"fact-{number}",))
    assert len(conversation.turns) == TURNS_KEPT
    assert conversation.turns[-1] == Turn(f"question {TURNS_KEPT + 2}", (f"fact-{TURNS_KEPT + 2}",))


def test_a_turn_is_added_without_touching_the_conversation_before() -> None:
    before = Conversation()
    assert extended(before, "how high?", ("a",)) != before
    assert before == Conversation()


@pytest.mark.parametrize("question", ["and how fast?", "how fast is it?", "what about the Qiantang?", "how fast?"])
def test_a_question_that_says_little_or_points_back_leans(reader: Reader, question: str) -> None:
    assert leans(reader.read(question))


def test_a_question_that_says_all_stands_alone(reader: Reader) -> None:
    assert not leans(reader.read("How high can the Severn Bore in England get in metres?"))


def test_what_a_question_names_itself_wins_over_what_was_said(reader: Reader) -> None:
    kinds = {"severn": "place", "qiantang": "place", "bore": "phenomenon"}
    before = reader.read("How fast was the bore of the Severn in 2021?")
    after, context = carried(reader.read("how high is the Qiantang?"), before, kinds)
    assert "qiantang" in after.entities
    assert "severn" not in context.entities
    assert "bore" in context.entities
    assert [span.year for span in after.timespans] == [2021]


# Two questions in one message.


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        ("How high is it?", 1),
        ("How high is it and how fast does it go?", 2),
        ("How high is it? How fast does it go?", 2),
        ("Severn height versus Qiantang height", 2),
        ("How high and wide is it?", 1),
        ("rivers and bays", 1),
        ("", 1),
    ],
)
def test_a_message_falls_into_the_questions_that_it_holds(message: str, parts: int) -> None:
    assert len(clauses(message, language("en"))) == parts


def test_both_questions_of_one_message_are_answered(tides: Desk) -> None:
    reply = tides.ask("How high is the Severn Bore, and how far did a surfer ride it?")
    assert reply.outcome == "answered"
    assert [shown.fact.id for shown in reply.facts][:2] == ["severn-bore-height", "severn-longest-ride"]


# Follow-ups.


@pytest.mark.parametrize(
    ("turns", "fact_id"),
    [
        (("How high is the Severn Bore?", "and how fast?"), "severn-bore-speed"),
        (("How high is the Severn Bore?", "How fast does it travel?"), "severn-bore-speed"),
        (("How high is the Severn Bore?", "what about the Qiantang?"), "qiantang-bore-height"),
        (("When did the Annapolis tidal power plant close?", "How long was it in service?"), "annapolis-closed"),
        (("Where are the highest tides in the world?", "How much water flows in and out of it?"), "fundy-volume"),
    ],
)
def test_a_follow_up_takes_what_it_leaves_open_from_before(tides: Desk, turns: tuple[str, ...], fact_id: str) -> None:
    assert tides.main_fact(*turns) == ("answered", fact_id)


@pytest.mark.parametrize(
    ("turns", "fact_id"),
    [
        (
            ("How many NEVs did China export between January and July 2023?", "and how big was the rise?"),
            "nev-exports-2023-growth",
        ),
        (
            ("Who did China replace as No 1 car exporter?", "How many vehicles did it ship in that half?"),
            "vehicle-exports-h1-2023",
        ),
        (
            ("How many vehicles did China export in H1 2023?", "and was that more or less than a year earlier?"),
            "vehicle-exports-h1-2023-growth",
        ),
        (
            ("Is Tesla exporting from Shanghai?", "But couldn't that stop once they have their German plant?"),
            "tesla-shanghai-exports-temporary",
        ),
        (("Whose joint venture is Spotlight Automotive?", "Where is it located?"), "spotlight-location"),
        (("How big is VW's holding in Gotion?", "How much did they pay for it?"), "vw-gotion-price"),
        (("What is Jochen Goller's post?", "and what does he expect?"), "goller-expectation"),
        (
            ("How many cars did China export in the first half of 2023?", "how much more than a year earlier?"),
            "vehicle-exports-h1-2023-growth",
        ),
        (("how many vehicles did china export in the first half?", "up how much?"), "vehicle-exports-h1-2023-growth"),
        (("How many NEVs did China export from January to July 2023?", "and the growth?"), "nev-exports-2023-growth"),
        (("How many cars did China export in 2019?", "and the destinations?"), "exports-2019-destinations"),
        (
            ("How many vehicles did China export in the first half of 2023?", "who said that?"),
            "vehicle-exports-h1-2023",
        ),
        (("Where is Spotlight Automotive?", "and the owners?"), "spotlight-owners"),
        (("Welche MINIs kommen aus China?", "und was ist der zweite für ein Auto?"), "mini-aceman-china"),
        (("Which electric MINIs are made in China?", "what kind of car is the second one?"), "mini-aceman-china"),
        (("What is known of the MINI Cooper made in China?", "and the other one?"), "mini-aceman-china"),
        (("Does China have big battery makers?", "and is Europe doing anything there?"), "europe-batteries-catch-up"),
        (
            ("How many NEVs did China export from January to July 2023?", "ok and all vehicles in the first half?"),
            "vehicle-exports-h1-2023",
        ),
        (("Where is Tesla's Chinese plant?", "When did it begin to deliver cars?"), "tesla-shanghai-deliveries"),
        (
            ("When did China end the joint venture rule for electric cars?", "and for other kinds of vehicle?"),
            "jv-rule-other-vehicles-2022",
        ),
        (("Who is head of BMW in China?", "and what does he say about MINI?"), "goller-expectation"),
    ],
)
def test_a_conversation_about_the_shipped_facts_goes_on(shipped: Desk, turns: tuple[str, ...], fact_id: str) -> None:
    assert shipped.main_fact(*turns) == ("answered", fact_id)


@pytest.mark.parametrize(
    "turns",
    [
        ("How many NEVs did China export from January to July 2023?", "and in 2021?"),
        ("How many NEVs did China export from January to July 2023?", "what about Japan?"),
        ("How many vehicles were sold in China in 2019?", "And what was it for 2020?"),
        ("Who runs BMW in China?", "How old is he?"),
        ("How many NEVs did China export from January to July 2023?", "and how many were imported?"),
        ("What did Volkswagen pay for the stake in Gotion?", "what about Toyota?"),
        ("What is Jochen Goller's post?", "in which year was he born?"),
        ("In which city is Spotlight Automotive?", "how many people work there?"),
        ("When do the MINI exports start?", "at what price?"),
        ("NEV exports January to July 2023?", "and for all of 2023?"),
        ("新能源车1到7月出口了多少", "8月单月呢"),
        ("Who is BMW's partner at Spotlight?", "how many cars can they build there a year"),
        ("When will BMW export electric MINIs from China?", "to which countries?"),
    ],
)
def test_a_follow_up_that_nothing_answers_is_not_answered_from_before(shipped: Desk, turns: tuple[str, ...]) -> None:
    assert shipped.ask(*turns).outcome in ("nearest", "unknown")


def test_another_time_alone_is_asked_of_the_figure_whatever_was_asked_of_it_since(shipped: Desk) -> None:
    reply = shipped.ask(
        "How many NEVs did China export from January to July 2023?", "who said that?", "and for all of 2023?"
    )
    assert (reply.outcome, reply.facts[0].fact.id) == ("nearest", "nev-exports-2023")
    assert reply.missing == ("all of 2023",)


@pytest.mark.parametrize("question", ["How deep is Lake Baikal?", "dollar to peso rate", "and the weather tomorrow?"])
def test_a_conversation_makes_no_unrelated_question_answerable(shipped: Desk, question: str) -> None:
    alone = shipped.ask(question)
    after = shipped.ask("How many NEVs did China export from January to July 2023?", question)
    assert alone.outcome in ("nearest", "unknown")
    assert after.outcome in ("nearest", "unknown")


def test_a_question_that_stands_alone_is_answered_alike_in_any_conversation(shipped: Desk) -> None:
    question = "In which city is Tesla's factory in China?"
    alone = shipped.ask(question)
    after = shipped.ask("How many NEVs did China export from January to July 2023?", question)
    assert after.answer == alone.answer
    assert after.text == alone.text


def test_small_talk_is_no_turn_of_a_conversation(tides: Desk) -> None:
    first = tides.answerer.reply("How high is the Severn Bore?")
    thanks = tides.answerer.reply("thanks!", first.conversation)
    assert thanks.outcome == "chat"
    assert thanks.conversation == first.conversation


def test_a_conversation_that_names_facts_which_are_no_more_does_no_harm(tides: Desk) -> None:
    before = Conversation((Turn("How high was the lost river?", ("no-such-fact",)),))
    assert tides.answerer.reply("and how fast?", before).outcome in ("nearest", "unknown", "ambiguous")
    assert tides.answerer.reply("How high is the Severn Bore?", before).outcome == "answered"


@pytest.mark.parametrize(
    ("question", "two"),
    [
        ("Which is faster, the Severn Bore or the Qiantang's?", ("is Severn Bore", "is the Qiantang's")),
        ("Put side by side the height of the Severn and its speed.", ("height of the Severn", "its speed")),
        ("compare the Severn with the Qiantang", ("Severn", "the Qiantang")),
        ("Is it the Severn or the Qiantang?", ()),
        ("How fast is it?", ()),
    ],
)
def test_what_is_set_against_each_other_is_asked_for_each_side(question: str, two: tuple[str, ...]) -> None:
    assert sides(question, language("en")) == two


def test_each_side_is_answered_and_the_second_leans_on_the_first(shipped: Desk) -> None:
    reply = shipped.ask("Put side by side the vehicles sold in China in 2019 and the number it exported.")
    assert [shown.fact.id for shown in reply.facts] == ["vehicle-sales-2019", "vehicle-exports-2019"]


def test_a_side_that_no_fact_knows_is_not_passed_over(shipped: Desk) -> None:
    reply = shipped.ask("Which grew faster in 2023, China's NEV exports or its truck exports?")
    assert reply.outcome in {"nearest", "unknown"}
