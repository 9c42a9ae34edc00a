"""What is answered, in words and figures that stand: answers, who said it, and the promise of sameness."""

from __future__ import annotations

import gc
import json
from pathlib import Path

import pytest
from asking import NOT_ANSWERED, Desk

from bot.console.json_form import reply_form, to_line
from bot.factbase.loading import load
from bot.qa.answering import Answerer
from bot.qa.models import OUTCOMES, Answered

# Answered, with one fact.


@pytest.mark.parametrize(
    ("question", "fact_id"),
    [
        ("how high can the severn bore get?", "severn-bore-height"),
        ("What height does the bore on the River Severn reach?", "severn-bore-height"),
        ("how fast does the Severn Bore go", "severn-bore-speed"),
        ("what speed has the Severn Bore", "severn-bore-speed"),
        ("In which year did a surfer ride the Severn Bore for 9.1 kilometres?", "severn-longest-ride"),
        ("how high is the Qiantang bore", "qiantang-bore-height"),
        ("Which river has a bore that is higher than the Severn's?", "qiantang-bore-height"),
        ("tidal range Burntcoat Head", "fundy-tidal-range"),
        ("how many tonnes of water flow into the Bay of Fundy", "fundy-volume"),
        ("where are the world's highest tides", "fundy-highest-tides"),
        ("when was the Annapolis Royal tidal power plant closed", "annapolis-closed"),
        ("how many turbines are to be tested near Parrsboro", "parrsboro-test"),
        ("By what percentage had the output of the Annapolis plant fallen?", "annapolis-output-fell"),
    ],
)
def test_a_question_is_answered_by_its_fact_however_it_is_put(tides: Desk, question: str, fact_id: str) -> None:
    assert tides.main_fact(question) == ("answered", fact_id)


@pytest.mark.parametrize(
    ("question", "fact_id"),
    [
        ("what was the number of new energy cars shipped out of China in Jan-Jul 2023?", "nev-exports-2023"),
        ("NEV exports, first seven months of 2023: what growth rate?", "nev-exports-2023-growth"),
        ("How many automobiles did China export in H1 2023?", "vehicle-exports-h1-2023"),
        ("From which country did China take the lead in vehicle exports?", "china-overtook-japan"),
        ("How many cars did China export in 2019?", "vehicle-exports-2019"),
        ("How many cars were sold in China in 2019?", "vehicle-sales-2019"),
        ("what did VW spend on its Gotion shares", "vw-gotion-price"),
        ("percentage of Gotion held by Volkswagen", "vw-gotion-stake"),
        ("To what share does BMW want to raise its stake in the Brilliance venture?", "bmw-brilliance-stake-plan"),
        ("Where does Spotlight Automotive have its seat?", "spotlight-location"),
        ("Whose joint venture is Spotlight Automotive?", "spotlight-owners"),
        ("Who runs BMW's China business?", "goller-role"),
        ("In which year did China cut its subsidies for electric cars?", "ev-subsidies-slashed"),
        ("When was the joint venture requirement lifted for EVs?", "jv-rule-evs-2018"),
        ("Who supplies Tesla with batteries free of cobalt?", "tesla-catl-batteries"),
        ("Which city has Tesla's Chinese factory?", "tesla-shanghai-plant"),
        ("From which year will electric MINIs be exported from China?", "mini-export-start"),
        ("Where does Tesla get the batteries without cobalt for its Shanghai cars?", "tesla-catl-batteries"),
        ("Where outside China will Tesla have a plant?", "tesla-berlin-plant"),
        ("Are there very big companies in China who make the batteries for electric cars?", "china-battery-makers"),
        ("What number came of China's NEV exports in 2023 by the end of July?", "nev-exports-2023"),
        ("Why did Tesla not need a Chinese partner for its plant?", "tesla-used-policy-change"),
        ("Is it true that Volkswagen spent $1.2 billion on a share of a Chinese battery maker?", "vw-gotion-price"),
        ("did china beat japan in car exports in 2023", "china-overtook-japan"),
        ("Tesla found a way to make some Shanghai cars cheaper, how?", "tesla-catl-batteries"),
        ("Did China ship more than two million vehicles abroad in the first half of 2023?", "vehicle-exports-h1-2023"),
        ("My sister-in-law drives one. How many cars did China export in 2019?", "vehicle-exports-2019"),
        ("how many China-built cars were exported by mid-2023", "vehicle-exports-h1-2023"),
        ("How has China opened its car industry to foreign companies?", "restrictions-relaxed-effect"),
        ("Who is the Goller in the MINI news?", "goller-role"),
        ("I thought Japan was on top at exporting cars, who passed them in 2023?", "china-overtook-japan"),
        (
            "Which national agency supplied the number of vehicles exported in H1 2023?",
            "vehicle-exports-h1-2023-source",
        ),
    ],
)
def test_the_shipped_facts_answer_in_other_words_than_their_own(shipped: Desk, question: str, fact_id: str) -> None:
    assert shipped.main_fact(question) == ("answered", fact_id)


@pytest.mark.parametrize(
    ("question", "fact_id"),
    [
        ("Did the Annapolis plant close in 2019?", "annapolis-closed"),
        ("Is it true that the Severn Bore can reach 2 metres?", "severn-bore-height"),
        ("Did the output of the Annapolis plant fall by 25 percent?", "annapolis-output-fell"),
        ("Is the bore of the Qiantang higher than the Severn's?", "qiantang-bore-height"),
    ],
)
def test_what_is_true_is_confirmed_with_its_fact(tides: Desk, question: str, fact_id: str) -> None:
    assert tides.main_fact(question) == ("answered", fact_id)


def test_of_facts_as_like_a_question_about_a_plan_the_plan_comes_first(shipped: Desk) -> None:
    assert shipped.main_fact("When will BMW export electric MINIs from China?") == ("answered", "mini-export-start")


def test_the_words_before_a_time_belong_to_it(shipped: Desk) -> None:
    question = "How many cars had China exported by the end of the first half of 2023?"
    assert shipped.main_fact(question) == ("answered", "vehicle-exports-h1-2023")


@pytest.mark.parametrize("desk", ["shipped", "tides"])
def test_nearly_every_known_question_is_answered_by_its_own_fact(desk: str, request: pytest.FixtureRequest) -> None:
    asked: Desk = request.getfixturevalue(desk)
    own = {question: fact.id for fact in asked.base.served for question in fact.questions}
    found = {question: asked.main_fact(question) for question in own}
    answered = [question for question, id in own.items() if found[question] == ("answered", id)]
    assert len(answered) >= 0.9 * len(own), set(own) - set(answered)


# Answered, with several facts.


@pytest.mark.parametrize(
    ("question", "fact_id"),
    [
        ("How many EVs did China ship from January to July 2023?", "nev-exports-2023"),
        (
            "By how much did EV exports grow from January to July 2023?",
            "nev-exports-2023-growth",
        ),
        ("How much did Wolfsburg pay for its share of Gotion?", "vw-gotion-price"),
    ],
)
def test_a_figure_is_found_by_what_people_loosely_call_it(shipped: Desk, question: str, fact_id: str) -> None:
    assert shipped.main_fact(question) == ("answered", fact_id)


@pytest.mark.parametrize(
    "question",
    [
        "How many EVs did China ship from January to July 2022?",
        "By which year will China become a heavyweight EV exporter?",
        "How many cars does Wolfsburg build?",
        "How many petrol cars did China ship from January to July 2023?",
    ],
)
def test_a_loose_name_asserts_nothing_of_its_own(shipped: Desk, question: str) -> None:
    assert shipped.ask(question).outcome in NOT_ANSWERED


def test_how_it_went_in_a_year_is_told_by_a_part_of_that_year(shipped: Desk) -> None:
    assert shipped.main_fact("How did China's car exports do in 2023?") == ("answered", "vehicle-exports-h1-2023")
    assert shipped.ask("How many cars did China export in 2023?").outcome == "nearest"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What do we know about the Bay of Fundy?", {"fundy-tidal-range", "fundy-volume", "fundy-highest-tides"}),
        ("tell me about the Annapolis plant", {"annapolis-closed", "annapolis-output-fell"}),
        ("give me an overview of the Severn", {"severn-bore-height", "severn-bore-speed"}),
    ],
)
def test_a_broad_question_gathers_the_facts_about_what_it_names(tides: Desk, question: str, expected: set[str]) -> None:
    reply = tides.ask(question)
    assert reply.outcome == "answered"
    assert {shown.fact.id for shown in reply.facts} >= expected


@pytest.mark.parametrize(
    "question", ["Sum up the 2020 report.", "What does the report of 2020 say?", "总结一下2020年的报道"]
)
def test_what_a_document_says_begins_with_one_fact_of_each_topic(shipped: Desk, question: str) -> None:
    reply = shipped.ask(question)
    assert reply.outcome == "answered"
    assert isinstance(reply.answer, Answered)
    told = [shown.fact for shown in reply.facts]
    assert len({fact.topic for fact in told}) == len(told) > 1
    said = {
        fact.id for fact in shipped.base.served if any(item.source == "ev-export-hub-2020" for item in fact.evidence)
    }
    assert said == {fact.id for fact in told}.union(reply.answer.more)
    later = shipped.ask("How many NEVs did China export from January to July 2023?", question)
    assert later.facts == reply.facts  # it is about no more than the document, whatever went before


@pytest.mark.parametrize("question", ["What does the 2021 report say?", "What did the 2020 report say about Toyota?"])
def test_what_no_document_says_is_not_summed_up(shipped: Desk, question: str) -> None:
    assert shipped.ask(question).outcome in NOT_ANSWERED


def test_a_broad_question_shows_a_handful_and_names_the_rest(shipped: Desk) -> None:
    answer = shipped.ask("What do we know about Tesla?").answer
    assert isinstance(answer, Answered)
    shown = [item.fact.id for item in answer.facts]
    assert 2 <= len(shown) <= 5
    assert answer.more
    assert not set(shown) & set(answer.more)
    assert all("tesla" in shipped.fact(id).entities for id in (*shown, *answer.more))


def test_a_broad_question_about_something_unknown_is_not_answered(tides: Desk) -> None:
    assert tides.ask("What do we know about the Amazon?").outcome in NOT_ANSWERED
    assert tides.ask("tell me about coffee").outcome in NOT_ANSWERED


def test_two_times_set_against_each_other_are_answered_with_a_fact_each(shipped: Desk) -> None:
    reply = shipped.ask("Compare China's vehicle exports in 2019 with those in the first half of 2023")
    assert reply.outcome == "answered"
    assert {"vehicle-exports-2019", "vehicle-exports-h1-2023"} <= {shown.fact.id for shown in reply.facts}


def test_two_things_set_against_each_other_are_answered_with_a_fact_each(tides: Desk) -> None:
    reply = tides.ask("Compare the height of the Severn Bore with that of the Qiantang")
    assert reply.outcome == "answered"
    assert {"severn-bore-height", "qiantang-bore-height"} <= {shown.fact.id for shown in reply.facts}


@pytest.mark.parametrize(
    "question",
    [
        "Compare China's vehicle exports in 2019 with those in 2021",
        "Compare NEV exports in 2020 with those in 2022",
        "Compare the stakes of Toyota and Volkswagen in Gotion",
    ],
)
def test_a_comparison_with_something_unknown_is_not_answered_in_silence(shipped: Desk, question: str) -> None:
    assert shipped.ask(question).outcome in NOT_ANSWERED


def test_no_fact_is_shown_twice(shipped: Desk) -> None:
    for question in ("tell me about BMW", "compare 2019 and H1 2023 vehicle exports", "growth"):
        ids = [shown.fact.id for shown in shipped.ask(question).facts]
        assert len(ids) == len(set(ids))


# Attribution.


@pytest.mark.parametrize(
    ("question", "said_by"),
    [
        ("Who says that NEV exports were up 150 percent?", "caam"),
        ("According to whom did China overtake Japan in vehicle exports?", "customs"),
        ("Which body reported the NEV export figure for January to July 2023?", "caam"),
        ("According to the China Association of Automobile Manufacturers, how many NEVs were exported?", "caam"),
    ],
)
def test_who_said_it_is_answered_by_a_fact_that_they_said(shipped: Desk, question: str, said_by: str) -> None:
    reply = shipped.ask(question)
    assert reply.outcome == "answered"
    fact = reply.facts[0].fact
    assert said_by in (*fact.said_by, *fact.entities)


def test_who_said_it_is_answered_over_another_base_too(tides: Desk) -> None:
    assert tides.main_fact("Who said that the Bay of Fundy has the highest tides?") == (
        "answered",
        "fundy-highest-tides",
    )
    assert tides.main_fact("According to whom did a surfer ride the bore?") == ("answered", "severn-longest-ride")


@pytest.mark.parametrize(
    "question",
    [
        "According to Reuters, how many NEVs did China export from January to July 2023?",
        "What did Elon Musk say about Shanghai?",
        "Did the customs administration say that NEV exports were 636,000?",
        "What did Japan's government say about losing the top spot to China?",
        "What did the Chinese government say about EV exports?",
    ],
)
def test_words_are_not_put_into_anothers_mouth(shipped: Desk, question: str) -> None:
    assert shipped.ask(question).outcome in (*NOT_ANSWERED, "corrected")


# The promise of sameness, and the JSON form.

ASKED = (
    "How many NEVs did China export from January to July 2023?",
    "How many NEVs did China export in 2021?",
    "Did NEV exports fall by 150% from January to July 2023?",
    "tell me about BMW",
    "growth",
    "compare vehicle exports in 2019 and the first half of 2023",
    "zorblax",
    "hello",
    "whos the boss of bmw chna??",
    "出口",
)


def test_the_same_base_and_question_give_the_same_reply_byte_for_byte(shipped: Desk) -> None:
    again = Answerer(shipped.base)
    for question in ASKED:
        one, other = shipped.ask(question), again.reply(question)
        assert to_line(reply_form(one, shipped.base, explain=True)) == to_line(
            reply_form(other, shipped.base, explain=True)
        )


def test_what_was_asked_before_by_others_changes_nothing(shipped: Desk) -> None:
    forwards = [shipped.ask(question).text for question in ASKED]
    backwards = [shipped.ask(question).text for question in reversed(ASKED)]
    assert forwards == backwards[::-1]


def test_a_question_asked_again_is_answered_as_the_first_time(shipped: Desk) -> None:
    again = Answerer(shipped.base)
    for question in (
        "How did China's domestic car sales compare with its exports in 2019?",
        "did china export more or fewer cars than it sold at home in 2019?",
    ):
        first, second = again.reply(question), again.reply(question)
        assert first.text == second.text
        assert {shown.fact.id for shown in first.facts} >= {"vehicle-sales-2019", "vehicle-exports-2019"}


def test_every_reply_names_the_digest_of_its_base(shipped: Desk, tides: Desk) -> None:
    assert {shipped.ask(question).factbase for question in ASKED} == {shipped.base.digest}
    assert tides.ask("hello").factbase == tides.base.digest != shipped.base.digest


@pytest.mark.parametrize("question", ASKED)
def test_every_quote_of_a_reply_stands_in_its_document_where_it_says(shipped: Desk, question: str) -> None:
    texts = {source.file: source.text for source in shipped.base.sources.values()}
    form = json.loads(to_line(reply_form(shipped.ask(question), shipped.base)))
    assert form["outcome"] in OUTCOMES.values()
    for fact in form["facts"]:
        assert fact["evidence"]
        for evidence in fact["evidence"]:
            quote = texts[evidence["file"]][evidence["start"] : evidence["end"]]
            assert quote == evidence["quote"]
            assert 0 < len(quote) <= 320


def test_a_reply_tells_why_it_came_out_so(shipped: Desk) -> None:
    for question in ASKED:
        assert shipped.ask(question).trace.decision
    trace = shipped.ask("How many NEVs did China export in 2021?").trace
    assert {"entity", "measure", "period", "asked"} <= {slot.name for slot in trace.slots}
    assert "2021" in trace.decision
    nearest = next(candidate for candidate in trace.candidates if candidate.fact_id == "nev-exports-2023")
    assert any("2021" in mismatch for mismatch in nearest.mismatches)


def test_facts_are_shown_for_every_outcome_but_unknown_and_chat(shipped: Desk) -> None:
    for question in ASKED:
        reply = shipped.ask(question)
        assert bool(reply.facts) is (reply.outcome not in ("unknown", "chat"))
        assert all(0 <= shown.score <= 1 for shown in reply.facts)


@pytest.mark.parametrize(
    "question",
    [
        "how many NEVs were shipped from January to July, according to the association?",
        "how many nevs were exported january-july according to the association",
    ],
)
def test_a_figure_is_given_though_it_is_asked_for_by_who_counted_it(shipped: Desk, question: str) -> None:
    assert shipped.main_fact(question) == ("answered", "nev-exports-2023")


def test_a_withdrawn_fact_is_never_shown(tmp_path: Path, tides: Desk) -> None:
    from asking import TIDES

    facts = tmp_path / "facts"
    facts.mkdir()
    for file in (TIDES / "facts").iterdir():
        text = file.read_text(encoding="utf-8")
        (facts / file.name).write_text(
            text.replace("  - id: severn-bore-speed\n", "  - id: severn-bore-speed\n    withdrawn: it was misread\n"),
            encoding="utf-8",
        )
    desk = Desk(load(facts, TIDES / "seeds"))
    question = "How fast is the Severn Bore?"
    assert tides.main_fact(question) == ("answered", "severn-bore-speed")
    assert "severn-bore-speed" not in [shown.fact.id for shown in desk.ask(question).facts]
    assert desk.ask(question).outcome in NOT_ANSWERED
    assert question not in desk.answerer.known_questions


# A base of required keys only.


def test_a_base_of_required_keys_only_answers_its_questions(tmp_path: Path) -> None:
    facts, seeds = tmp_path / "facts", tmp_path / "seeds"
    facts.mkdir()
    seeds.mkdir()
    (seeds / "lamp.txt").write_text("The lamp of the old lighthouse was lit in 1941.\nIt burned whale oil.", "utf-8")
    (facts / "sources.yaml").write_text(
        "sources:\n  - id: note\n    file: lamp.txt\n    title: Note on a lamp\n    published: 1990\n", "utf-8"
    )
    (facts / "lamps.yaml").write_text(
        "topic: lamps\ntitle: Lamps\nfacts:\n"
        "  - id: lamp-lit\n    statement: The old lighthouse has had its lamp since 1941.\n"
        "    questions:\n      - When was the lamp lit?\n"
        "    evidence:\n      - source: note\n        exact: The lamp of the old lighthouse was lit in 1941.\n"
        "  - id: lamp-oil\n    statement: The lamp burned whale oil.\n"
        "    questions:\n      - What did the lamp burn?\n"
        "    evidence:\n      - source: note\n        exact: It burned whale oil.\n",
        "utf-8",
    )
    desk = Desk(load(facts, seeds))
    assert desk.main_fact("when was the lamp lit") == ("answered", "lamp-lit")
    assert desk.main_fact("In what year was the lamp of the lighthouse lit?") == ("answered", "lamp-lit")
    assert desk.main_fact("what kind of oil did the lamp burn?") == ("answered", "lamp-oil")
    assert desk.ask("When was the lamp painted?").outcome in NOT_ANSWERED
    assert desk.ask("How many ships passed in 1850?").outcome in NOT_ANSWERED


def test_the_known_questions_begin_with_the_first_of_each_fact(tides: Desk) -> None:
    known = tides.answerer.known_questions
    first = [fact.questions[0] for fact in tides.base.served]
    assert list(known[: len(first)]) == first
    assert len(known) == len(set(known))


def test_an_answerer_that_is_let_go_of_is_gone_at_once(tides: Desk) -> None:
    def held() -> int:
        return sum(type(item).__name__ in ("Reader", "Router", "Decider") for item in gc.get_objects())

    # A process that puts what it loads out of reach of the collection would keep for ever what is in a circle.
    gc.collect()
    gc.disable()
    try:
        before = held()
        answerer = Answerer(tides.base)
        first = answerer.reply("How fast is the Severn Bore?")
        answerer.reply("And how high is it?", first.conversation).explain()
        assert held() > before
        del answerer, first
        assert held() == before
    finally:
        gc.enable()
