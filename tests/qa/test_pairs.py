"""Messages that hold two questions."""

from __future__ import annotations

import pytest
from asking import Desk


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        (
            "did china sell more cars at home than it exported in 2019?",
            {"vehicle-sales-2019", "vehicle-exports-2019"},
        ),
        (
            "Did the joint venture rule end sooner for electric cars than for other cars?",
            {"jv-rule-evs-2018", "jv-rule-other-vehicles-2022"},
        ),
        (
            "How many NEVs did China export in January-July 2023, and by how much did that exceed the year before?",
            {"nev-exports-2023", "nev-exports-2023-growth"},
        ),
        (
            "which MINI models come from China and from when are they exported?",
            {"mini-china-made-models", "mini-export-start"},
        ),
        (
            "What did VW pay for its Gotion share and how big is the share?",
            {"vw-gotion-price", "vw-gotion-stake"},
        ),
        (
            "What happened to the EV subsidies in 2019 and what came along with it?",
            {"ev-subsidies-slashed", "ev-government-support"},
        ),
        ("How are China's car exports doing in 2023?", {"vehicle-exports-h1-2023", "vehicle-exports-h1-2023-growth"}),
        ("where are they building the new electric mini? like what town", {"spotlight-location"}),
    ],
)
def test_each_of_two_questions_is_answered_with_its_own_facts(shipped: Desk, question: str, facts: set[str]) -> None:
    reply = shipped.ask(question)
    assert reply.outcome == "answered"
    assert facts <= {shown.fact.id for shown in reply.facts}


def test_two_makers_are_held_against_each_other_only_by_what_is_compared(shipped: Desk) -> None:
    reply = shipped.ask("Which battery maker makes more cells, CATL or Gotion?")
    assert reply.outcome != "answered"


def test_a_reason_is_given_only_for_what_was_claimed_before(shipped: Desk) -> None:
    reply = shipped.ask("so tesla didnt need a local partner in shanghai?? how come")
    assert reply.outcome != "answered"


@pytest.mark.parametrize("tail", ["yes or not?", "yes or no?", "right?"])
def test_yes_or_not_offers_no_two_answers(shipped: Desk, tail: str) -> None:
    question = f"The new electric MINI, it is made first in China, {tail}"
    assert shipped.main_fact(question) == ("answered", "mini-production-china-first")
