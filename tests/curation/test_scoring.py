"""What a reply is worth, and how replies count up."""

from __future__ import annotations

import pytest

from bot.curation.questions import Item
from bot.curation.scoring import Score, Verdict, evaluate, judge
from bot.factbase.models import FactBase
from bot.qa.answering import Answerer

ASKED = Item("x", ("How high?",), "direct", "answered", gold=("can reach  2 metres",))
OTHER = Item("x", ("How deep?",), "near-miss", "nearest")


@pytest.mark.parametrize(
    ("outcome", "facts", "verdict"),
    [
        ("answered", ["severn-bore-height", "severn-bore-speed"], Verdict.RIGHT),
        ("corrected", ["severn-bore-height"], Verdict.RIGHT),
        ("answered", ["severn-bore-speed", "severn-bore-height"], Verdict.WRONG),
        ("nearest", ["severn-bore-height"], Verdict.OFFERED),
        ("ambiguous", ["severn-bore-speed", "severn-bore-height"], Verdict.OFFERED),
        ("nearest", ["severn-bore-speed"], Verdict.MISSED),
        ("unknown", [], Verdict.MISSED),
        ("answered", [], Verdict.WRONG),
    ],
)
@pytest.mark.parametrize(
    "item", [ASKED, Item("x", ("How high?",), "direct", "answered", facts=("severn-bore-height",))], ids=["gold", "id"]
)
def test_an_answerable_question_is_right_if_the_first_fact_is(
    tides: FactBase, item: Item, outcome: str, facts: list[str], verdict: Verdict
) -> None:
    assert judge(item, outcome, [tides.facts[id] for id in facts]) is verdict


@pytest.mark.parametrize("outcome", ["nearest", "unknown", "corrected", "ambiguous", "chat"])
def test_any_other_question_is_held_unless_it_is_answered(outcome: str) -> None:
    assert judge(OTHER, outcome, ()) is Verdict.HELD
    assert judge(OTHER, "answered", ()) is Verdict.FALSE


def test_questions_are_scored_in_parts_of_what_was_asked() -> None:
    verdicts = [Verdict.RIGHT, Verdict.RIGHT, Verdict.WRONG, Verdict.MISSED, Verdict.HELD, Verdict.FALSE]
    assert Score.of(verdicts) == Score(right=0.5, wrong=0.25, held=0.5)


def test_what_was_not_asked_has_no_share_and_is_below_no_floor() -> None:
    floor = Score(right=0.9, wrong=0.1, held=0.9)
    held = Score.of([Verdict.HELD])
    assert held == Score(right=None, wrong=None, held=1.0)
    assert held.below(floor) == ()
    assert Score.of([Verdict.RIGHT]).below(floor) == ()


def test_a_score_says_what_of_a_floor_it_does_not_reach() -> None:
    score = Score(right=0.8, wrong=0.05, held=0.9)
    assert score.below(score) == ()
    assert score.below(Score(None, None, None)) == ()
    assert score.below(Score(right=0.81, wrong=0.04, held=0.91)) == (
        "right is 0.800, and 0.810 is the least",
        "wrong is 0.050, and 0.040 is the most",
        "held is 0.900, and 0.910 is the least",
    )


def test_the_last_turn_of_a_conversation_is_scored(tides: FactBase, answerer: Answerer) -> None:
    item = Item(
        "x", ("How high is the Severn Bore?", "and how fast?"), "follow-up", "answered", facts=("severn-bore-speed",)
    )
    alone = Item("x", ("and how fast?",), "follow-up", "answered", facts=("severn-bore-speed",))
    first, second = evaluate(answerer, (item, alone), tides)
    assert (first.verdict, first.reply.question, first.right) == (
        Verdict.RIGHT,
        "and how fast?",
        ("severn-bore-speed",),
    )
    assert second.verdict is not Verdict.RIGHT
