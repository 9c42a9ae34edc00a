"""Tables of intents: made into fact bases, and how well these route what people ask."""

from __future__ import annotations

from pathlib import Path

import pytest
from intents import NONE, Example, Routed, correlation, fact_id, figures, read_table, route, write_base

from bot.qa.answering import Answerer

TABLES = Path(__file__).parent / "fixtures" / "intents"

FLOORS = {"shop": (0.75, 0.85, 0.75), "desk": (0.88, 0.78, 0.82)}
"""The least share right and held, and the least correlation, as decided."""


@pytest.mark.parametrize("name", FLOORS)
def test_a_plain_table_of_intents_routes_what_people_ask(name: str, tmp_path: Path) -> None:
    base = write_base(read_table(TABLES / f"{name}.tsv"), tmp_path)
    found = figures(route(Answerer(base), read_table(TABLES / f"{name}-asked.tsv")))
    right, held, mcc = FLOORS[name]
    assert found.right >= right
    assert found.held >= held
    assert found.mcc >= mcc
    assert found.wrong <= 0.06


def test_no_asked_question_is_an_example() -> None:
    for name in FLOORS:
        examples = {example.text.lower() for example in read_table(TABLES / f"{name}.tsv")}
        asked = [example.text.lower() for example in read_table(TABLES / f"{name}-asked.tsv")]
        assert len(asked) > 50
        assert examples.isdisjoint(asked)


@pytest.mark.parametrize("parted", ["\t", ","])
def test_a_table_is_read_with_tabs_or_commas(parted: str, tmp_path: Path) -> None:
    path = tmp_path / "table"
    path.write_text(f"intent{parted}text\nMake Update{parted}how do  I update\n", encoding="utf-8")
    assert read_table(path) == [Example("Make Update", "how do I update")]


def test_a_base_has_a_fact_for_each_intent_and_none_for_what_has_none(tmp_path: Path) -> None:
    examples = [Example("MakeUpdate", "update?"), Example("MakeUpdate", "update?"), Example("None", "what is love")]
    base = write_base(examples, tmp_path)
    assert [(fact.id, fact.questions) for fact in base.served] == [("make-update", ("update?",))]


@pytest.mark.parametrize(
    ("intent", "id"), [("FindConnection", "find-connection"), ("Track order?", "track-order"), ("None", NONE)]
)
def test_an_intent_gives_its_fact_an_id(intent: str, id: str) -> None:
    assert fact_id(intent) == id


def test_correlation_is_one_for_all_right_and_nothing_for_one_answer_to_all() -> None:
    assert correlation(["a", "b", NONE], ["a", "b", NONE]) == pytest.approx(1.0)
    assert correlation(["a", "b", NONE], ["a", "a", "a"]) == 0.0
    assert correlation(["a", "a", "b", "b"], ["b", "b", "a", "a"]) == pytest.approx(-1.0)


def test_figures_are_parts_of_what_has_an_intent_and_of_what_has_none() -> None:
    found = figures(
        [
            Routed("one", "a", "a", "a", 0.9),
            Routed("two", "a", NONE, "a", 0.4),
            Routed("three", "b", "a", "a", 0.8),
            Routed("four", NONE, NONE, "b", 0.2),
        ]
    )
    assert (found.asked, found.top_1, found.right, found.wrong, found.held) == (4, 2 / 3, 1 / 3, 1 / 3, 1.0)
