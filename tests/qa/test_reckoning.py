"""Questions whose answer is worked out: found, marked as such, or refused with the reason."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from asking import Desk

from bot.factbase.models import Figure
from bot.factbase.periods import parse_period
from bot.qa.models import Answered, Corrected, Nearest, Reply

NEVS = "How many NEVs did China export from January to July 2023?"
VEHICLES = "How many vehicles did China export in the first half of 2023?"


def worked_out(reply: Reply) -> tuple[float, str]:
    assert reply.outcome == "answered", reply.text
    assert reply.computed is not None, reply.text
    assert set(reply.computed.sources) == {shown.fact.id for shown in reply.facts}
    return reply.computed.value, reply.computed.formula


def refusal(reply: Reply) -> str:
    assert isinstance(reply.answer, Nearest), reply.text
    assert reply.answer.refused is not None, reply.text
    assert reply.text.startswith(reply.answer.refused)
    for shown in reply.facts:
        assert shown.fact.evidence[0].quote in reply.text
    return reply.answer.refused


# What is worked out.


@pytest.mark.parametrize(
    "turns",
    [
        ("how many NEVs a month did China export in January–July 2023",),
        ("What was the monthly average of Chinese NEV exports in January-July 2023?",),
        ("nev exports per month, jan to jul 2023",),
        (NEVS, "how many a month is that?"),
        (NEVS, "and per month on average?"),
        ("2023年1月至7月中国平均每月出口多少辆新能源汽车？",),
        ("2023年1月至7月中國平均每月出口多少輛新能源汽車？",),
        ("Wie viele NEVs hat China von Januar bis Juli 2023 pro Monat exportiert?",),
        ("¿Cuántos NEV al mes exportó China de enero a julio de 2023?",),
    ],
)
def test_a_count_is_spread_over_its_months(shipped: Desk, turns: tuple[str, ...]) -> None:
    value, formula = worked_out(shipped.ask(*turns))
    assert formula == "636,000 / 7"
    assert value == pytest.approx(636_000 / 7)


def test_one_span_after_another_may_be_asked_for(shipped: Desk) -> None:
    assert worked_out(shipped.ask(VEHICLES, "how many a month is that?"))[1] == "2,340,000 / 6"
    assert worked_out(shipped.ask(VEHICLES, "how many a month is that?", "and per quarter?"))[1] == "2,340,000 / 2"
    assert worked_out(shipped.ask(VEHICLES, "how many a month is that?", "per day?"))[1] == "2,340,000 / 181"


@pytest.mark.parametrize(
    "turns",
    [
        (
            "By how much did China's NEV exports grow from January to July 2023?",
            "what would the same months of the year before have been?",
        ),
        (NEVS, "and in the same months of 2022?"),
        (NEVS, "How many were there a year earlier?"),
        ("How many NEVs did China export in January-July 2022, based on the growth rate?",),
        ("What were NEV exports in January to July 2022, judging by the growth rate that is given for 2023?",),
        ("How many NEVs did China export in the same months of the year before?",),
        ("2022年同期中国出口了多少辆新能源汽车？",),
        ("Wie viele NEVs hat China im gleichen Zeitraum des Vorjahres exportiert?",),
        (NEVS, "¿Y en los mismos meses del año anterior?"),
    ],
)
def test_a_change_leads_back_to_the_level_before_it(shipped: Desk, turns: tuple[str, ...]) -> None:
    reply = shipped.ask(*turns)
    assert worked_out(reply) == (254_400, "636,000 / 2.5")
    assert [shown.fact.id for shown in reply.facts] == ["nev-exports-2023", "nev-exports-2023-growth"]


@pytest.mark.parametrize(
    ("question", "formula"),
    [
        ("By how much did NEV exports grow in absolute numbers in January-July 2023?", "636,000 - 636,000 / 2.5"),
        (
            "How many more NEVs were exported in Jan-Jul 2023 than in the same months of 2022?",
            "636,000 - 636,000 / 2.5",
        ),
        ("How many more vehicles did China export in H1 2023 than in H1 2022?", "2,340,000 - 2,340,000 / 1.77"),
        ("How many times as many NEVs as a year earlier did China export in Jan-Jul 2023?", "1 + 150 / 100"),
        ("How many times more vehicles were sold in China in 2019 than exported?", "25,000,000 / 1,000,000"),
        ("What is the difference between vehicle sales and exports in 2019?", "25,000,000 - 1,000,000"),
        ("By how many percentage points does BMW plan to raise its stake in Brilliance?", "75 - 50"),
        ("2019年中国汽车销量是出口量的多少倍？", "25,000,000 / 1,000,000"),
    ],
)
def test_one_figure_is_held_against_another(shipped: Desk, question: str, formula: str) -> None:
    assert worked_out(shipped.ask(question))[1] == formula


def test_what_was_shown_last_is_held_against_what_is_named(shipped: Desk) -> None:
    sold = "How many vehicles were sold in China in 2019?"
    assert worked_out(shipped.ask(sold, "how many times the exports is that?"))[0] == 25
    assert worked_out(shipped.ask(sold, "and how many were exported?", "what is the difference?"))[0] == 24_000_000


def test_the_fact_that_the_question_starts_from_comes_first(shipped: Desk) -> None:
    stake = shipped.ask("By how many percentage points does BMW plan to raise its stake in Brilliance?")
    assert stake.facts[0].fact.id == "bmw-brilliance-current-stake"
    exported = shipped.ask("How many times the vehicle exports of 2019 were the vehicle sales of 2019?")
    assert exported.facts[0].fact.id == "vehicle-exports-2019"


# How it is shown.


def test_a_figure_that_is_not_certain_to_the_last_digit_is_put_as_about(shipped: Desk) -> None:
    assert shipped.ask(NEVS, "how many a month is that?").text.startswith(
        "About 90,857 vehicles a month. Computed: 636,000 / 7.\n"
    )
    assert "About 2,100,000 vehicles a month" in shipped.ask("car sales in China per month in 2019").text
    assert "25 percentage points. Computed: 75 - 50." in shipped.ask("BMW stake rise in percentage points").text


def test_whoever_asks_in_chinese_is_answered_in_chinese(shipped: Desk) -> None:
    text = shipped.ask("2023年1月至7月中国平均每月出口多少辆新能源汽车？").text
    assert text.startswith("平均每月约90,857（新能源汽车）。计算得出：636,000 / 7。")
    assert "平均每月約90,857（新能源汽車）" in shipped.ask("2023年1月至7月中國平均每月出口多少輛新能源汽車？").text


def test_the_proof_of_every_fact_stands_under_the_figure(shipped: Desk) -> None:
    reply = shipped.ask("What is the difference between vehicle sales and exports in 2019?")
    assert len(reply.facts) == 2
    for shown in reply.facts:
        assert shown.fact.statement in reply.text
        assert " ".join(shown.fact.evidence[0].quote.split()) in reply.text


# What is refused.


@pytest.mark.parametrize(
    "turns",
    [
        ("NEV exports as a share of vehicle exports",),
        ("What share of China's vehicle exports in the first half of 2023 were NEVs?",),
        ("What share of China's vehicle exports were NEVs in 2023?",),
        (VEHICLES, NEVS, "what share is that?"),
        ("How many more vehicles than NEVs did China export?",),
        ("Add up NEV exports and vehicle exports in 2023",),
        ("How many percentage points faster did NEV exports grow than vehicle exports?",),
    ],
)
def test_figures_for_different_times_are_not_held_against_each_other(shipped: Desk, turns: tuple[str, ...]) -> None:
    reason = refusal(shipped.ask(*turns))
    assert "the periods differ: " in reason
    assert "January to July 2023" in reason
    assert "January to June 2023" in reason


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("What share of the vehicles sold in China in 2019 was exported?", "the measures differ: sales, exports"),
        ("How many NEVs did China export in the same months of 2021?", "against the same months of 2022"),
        ("How many NEVs a year does China export?", "cannot be divided into whole years"),
        ("How much did Volkswagen pay for Gotion per month in 2020?", "not a count over a span of time"),
        ("How many times the 2019 vehicle exports were those of the first half of 2023?", "2019, January to June 2023"),
        ("2023年上半年新能源汽车出口占汽车出口总量的百分之几？", "时间段不同：2023年1月至7月，2023年1月至6月"),
    ],
)
def test_the_reason_is_given(shipped: Desk, question: str, reason: str) -> None:
    assert reason in refusal(shipped.ask(question))


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("How many NEVs a month did China export in 2021?", "2021"),
        ("How many NEVs a month did China import in January-July 2023?", "import"),
        ("How many NEVs per month did BMW export from January to July 2023?", "BMW"),
        ("How many NEVs a month went to Europe in January-July 2023?", "Europe"),
    ],
)
def test_no_constraint_is_dropped_on_the_way(shipped: Desk, question: str, missing: str) -> None:
    reply = shipped.ask(question)
    assert (reply.outcome, reply.computed) == ("nearest", None)
    assert missing in reply.missing


# What is left alone.


def test_no_wording_of_a_fact_is_turned_into_arithmetic(shipped: Desk, tides: Desk) -> None:
    for desk in (shipped, tides):
        for fact in desk.base.served:
            for wording in fact.questions:
                reply = desk.ask(wording)
                assert reply.computed is None, wording
                assert not isinstance(reply.answer, Nearest) or reply.answer.refused is None, wording


@pytest.mark.parametrize(
    "turns",
    [
        ("How many NEVs did China export in January-July 2022?",),
        ("China NEV exports January to July 2022 absolute figure",),
        (NEVS, "How much more is that than a year earlier?"),
        (NEVS, "What increase was that over a year earlier?"),
        ("2023年上半年中国汽车出口比上年同期增加了多少个百分点？",),
        ("How do China's 2019 vehicle exports compare with its sales?",),
        ("What share of Gotion did Volkswagen buy?",),
        ("NEV exports a year ago?",),
        ("how many times has China exported NEVs",),
    ],
)
def test_a_question_that_asks_for_no_arithmetic_gets_none(shipped: Desk, turns: tuple[str, ...]) -> None:
    assert shipped.ask(*turns).computed is None


def test_a_figure_that_a_document_states_is_not_worked_out(shipped: Desk, tides: Desk) -> None:
    yearly = shipped.ask("How many vehicles a year does China export?")
    assert (yearly.outcome, yearly.computed) == ("answered", None)
    assert yearly.facts[0].fact.id == "vehicle-exports-2019"
    assert tides.main_fact("How many times a day does the tide rise at Burntcoat Head?")[0] == "answered"
    assert tides.ask("How many kilometres an hour does the Severn Bore travel?").computed is None


def test_a_price_is_no_proportion(shipped: Desk) -> None:
    question = "For what price Volkswagen has bought the part of Gotion?"
    assert shipped.main_fact(question) == ("answered", "vw-gotion-price")


def test_nothing_is_worked_out_where_nothing_was_shown(shipped: Desk) -> None:
    assert shipped.ask("how much is that per month?").outcome == "unknown"


# A figure that is claimed.


def test_a_claimed_figure_is_held_against_the_one_worked_out(shipped: Desk) -> None:
    assert worked_out(shipped.ask("Is it true that China exported about 90,000 NEVs a month in Jan-Jul 2023?"))
    false = shipped.ask("Is it true that China exported 200,000 NEVs a month from January to July 2023?")
    assert isinstance(false.answer, Corrected)
    assert false.missing == ("200,000",)
    assert false.text.startswith("No: about 90,857 vehicles a month. Computed: 636,000 / 7.\n")


def test_a_number_that_no_fact_knows_is_not_passed_over(shipped: Desk) -> None:
    assert shipped.ask("By how many percentage points is 75% above BMW's stake of 40% in Brilliance?").computed is None


# A base on another subject.


@pytest.fixture(scope="session")
def rides(tides: Desk) -> Desk:
    """The tides with a count over time, and its change."""
    model = tides.fact("severn-longest-ride")
    rides = replace(
        model,
        id="rides-2020",
        statement="Surfers rode the Severn Bore 480 times in the first half of 2020.",
        questions=("How many rides were there on the Severn Bore in the first half of 2020?",),
        scope="bore",
        measure="height",
        value=Figure(Decimal(480), "rides"),
        period=parse_period("2020-01/2020-06"),
    )
    grown = replace(
        rides,
        id="rides-2020-growth",
        statement="Rides on the Severn Bore fell by 20% in the first half of 2020.",
        questions=("By how much did rides on the Severn Bore fall in the first half of 2020?",),
        value=None,
        change=Figure(Decimal(-20), "%"),
        change_basis="the first half of 2019",
    )
    return Desk(replace(tides.base, facts={**tides.base.facts, rides.id: rides, grown.id: grown}))


def test_other_subjects_are_reckoned_with_as_well(tides: Desk, rides: Desk) -> None:
    higher = tides.ask("How many times higher is the bore of the Qiantang than the Severn Bore?")
    assert worked_out(higher) == (4.5, "9 / 2")
    assert higher.text.startswith("4.5 times. Computed: 9 / 2.\n")
    assert (
        "a difference of 7 metres"
        in tides.ask("How much higher is the Qiantang bore than the Severn bore?").text.lower()
    )
    question = "How many rides were there on the Severn Bore in the first half of 2020?"
    assert worked_out(rides.ask(question, "how many a month is that?")) == (80, "480 / 6")
    assert worked_out(rides.ask(question, "and in the same months of the year before?")) == (600, "480 / 0.8")


def test_other_subjects_are_refused_with_their_reasons(tides: Desk) -> None:
    assert "not given for a span of time" in refusal(
        tides.ask("How much seawater flows per month through the Bay of Fundy?")
    )
    assert "against 2010" in refusal(
        tides.ask("How far had the output of the Annapolis plant fallen?", "and what was it a year earlier?")
    )
    assert "River Severn" in refusal(tides.ask("What share of the Qiantang bore's height is the Severn bore's height?"))


def test_an_answer_worked_out_is_an_answer(shipped: Desk) -> None:
    assert isinstance(shipped.ask(NEVS, "how many a month is that?").answer, Answered)
