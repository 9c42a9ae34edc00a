"""Questions that offer two answers to choose from."""

from __future__ import annotations

import pytest
from asking import Desk


@pytest.mark.parametrize(
    ("question", "fact_id"),
    [
        ("Did the Annapolis tidal power plant close in 2015 or in 2019?", "annapolis-closed"),
        ("Annapolis output: down 25% or 40%?", "annapolis-output-fell"),
        ("Did the Annapolis plant close in 2019, or do people just say that?", "annapolis-closed"),
    ],
)
def test_the_one_that_a_fact_speaks_of_is_the_answer(tides: Desk, question: str, fact_id: str) -> None:
    assert tides.main_fact(question) == ("answered", fact_id)


@pytest.mark.parametrize(
    ("question", "fact_id"),
    [
        (
            "Who gave the 2.34 million figure, customs or the carmakers' group?",
            "vehicle-exports-h1-2023-source",
        ),
        ("is china the biggest ev market or is that the us", "ev-largest-market-2020"),
        ("that cooper they make in china, is it the 3 door or the 5 door", "mini-china-made-models"),
        ("did those 2019 exports go to poorer countries or to the us and the eu", "exports-2019-destinations"),
        ("Sind es 15 oder 26 Prozent, die VW an Gotion hält?", "vw-gotion-stake"),
        ("¿La planta de Tesla en China está en Shanghái o en Pekín?", "tesla-shanghai-plant"),
        ("长城汽车是日本车企还是中国车企？", "great-wall-chinese-carmaker"),
        ("国轩高科是造电池的还是造车的？", "gotion-chinese-battery-maker"),
        ("特斯拉在中国的工厂在上海还是北京？", "tesla-shanghai-plant"),
        ("BMW and Great Wall they have together one company, how is it called?", "spotlight-owners"),
        ("which two minis are coming", "mini-china-made-models"),
        ("Did Great Wall break the news of the MINI exports, or was it BMW?", "mini-export-announcement"),
    ],
)
def test_two_are_offered_in_every_language(shipped: Desk, question: str, fact_id: str) -> None:
    outcome, main = shipped.main_fact(question)
    assert (outcome, main) == ("answered", fact_id)


@pytest.mark.parametrize(
    "question",
    [
        "Is the Aceman or the Cooper cheaper?",
        "Did China export 900,000 or 950,000 NEVs from January to July 2023?",
        "Is Tesla's Chinese plant in Beijing or Shenzhen?",
        "Which ships or ports carry the MINIs?",
        "Did Great Wall break the news of the MINI exports, or was it Geely?",
        "Is Toyota a cheap mass-market brand or a high-end one?",
    ],
)
def test_where_no_fact_speaks_of_either_neither_is_the_answer(shipped: Desk, question: str) -> None:
    assert shipped.ask(question).outcome in {"nearest", "unknown", "corrected"}


@pytest.mark.parametrize(
    ("question", "fact_id"),
    [
        ("who buys the most NEVs in the world, china?", "nev-market-and-exporter"),
        ("When do the exports of electric MINIs begin, 2024?", "mini-export-start"),
    ],
)
def test_an_answer_suggested_at_the_end_is_no_part_of_what_is_asked(shipped: Desk, question: str, fact_id: str) -> None:
    assert shipped.main_fact(question) == ("answered", fact_id)


@pytest.mark.parametrize(
    "question",
    [
        "Who exported more vehicles in the first half of 2023, Germany or South Korea?",
        "How many cars did China export in all of 2022, from January to December?",
    ],
)
def test_what_ends_a_question_and_suggests_no_answer_is_held(shipped: Desk, question: str) -> None:
    assert shipped.ask(question).outcome in {"nearest", "unknown"}
