"""A statement says no number that its quotes, dates and names do not hold."""

from __future__ import annotations

import pytest
from curated_base import Curated


def state(base: Curated, statement: str, extra: str = "") -> int:
    """Give the first fact another statement and perhaps more keys; return the statement's line."""
    return base.edit(
        "lamps.yaml",
        "    statement: The old lighthouse has had its lamp since 1841.",
        f"    statement: {statement}{extra}",
    )


def test_a_number_that_nothing_holds_is_a_fault(bare: Curated) -> None:
    line = state(bare, "The lamp has been lit since 1814.")
    assert bare.faults() == [
        f"facts/lamps.yaml:{line}: the statement says '1814', but no quote, period, date or name of the fact does:"
        " correct the number, or quote the words that hold it"
    ]


def test_every_unfounded_number_is_a_fault_of_its_own(bare: Curated) -> None:
    state(bare, "The lamp, 3 metres high, has been lit since 1841 by 2 keepers.")
    assert [fault.split("says ")[1].split(",")[0] for fault in bare.faults()] == ["'3'", "'2'"]


def test_a_headline_is_held_to_the_same(bare: Curated) -> None:
    state(bare, "The lamp has been lit since 1841.", "\n    headline: since 1842")
    assert bare.faults() == [
        "facts/lamps.yaml:6: the headline says '1842', but no quote, period, date or name of the fact does:"
        " correct the number, or quote the words that hold it"
    ]


def test_a_statement_in_another_language_is_held_to_the_same(bare: Curated) -> None:
    state(bare, "The lamp has been lit since 1841.", "\n    statement_in:\n      zh: 自1842年以来")
    assert bare.faults() == [
        "facts/lamps.yaml:7: the statement in 'zh' says '1842', but no quote, period, date or name of the fact does:"
        " correct the number, or quote the words that hold it"
    ]


@pytest.mark.parametrize(
    ("statement", "extra"),
    [
        ("Lit in 1841, says a note of 1990.", ""),
        ("Lit in 1841, dark in 1939.", "\n    period: 1841/1939"),
        ("Lit in 1841, in month 5.", "\n    period: 1841-05"),
        ("Lit in 1841, dark by 1 June 1990.", "\n    as_of: 1990-06-01"),
        ("Lit in Q3 1841.", "\n    period: 1841-07/1841-09"),
        ("Lit in H2 1841.", "\n    period: 1841-07/1841-12"),
        ("Lit for 7 months in 1841.", "\n    period: 1841-01/1841-07"),
    ],
)
def test_dates_hold_numbers(bare: Curated, statement: str, extra: str) -> None:
    state(bare, statement, extra)
    assert bare.faults() == []


def test_a_quarter_is_not_held_by_any_three_months(bare: Curated) -> None:
    state(bare, "Lit in Q4 1841.", "\n    period: 1841-08/1841-10")
    assert len(bare.faults()) == 1


def test_a_day_that_was_never_written_holds_nothing(bare: Curated) -> None:
    state(bare, "Lit on 31 December 1841.", "\n    period: 1841")
    assert len(bare.faults()) == 1


def test_names_of_the_facts_entities_hold_numbers(bare: Curated) -> None:
    bare.write("glossary.yaml", "entities:\n  - id: lens\n    name: Lens 9000\n    kind: lens\n    aliases: [L9]\n")
    state(bare, "The lamp of 1841 has an L9, the Lens 9000.", "\n    entities: [lens]")
    assert bare.faults() == []


def test_a_glossary_name_inside_the_statement_holds_its_numbers(bare: Curated) -> None:
    bare.write("glossary.yaml", "entities:\n  - id: lens\n    name: Lens 9000\n    kind: lens\n")
    state(bare, "The lamp of 1841 has the lens 9000.")
    assert bare.faults() == []
    bare.edit("lamps.yaml", "the lens 9000", "9000 lenses")
    assert len(bare.faults()) == 1


def test_a_change_may_name_the_year_before(bare: Curated) -> None:
    path = bare.seeds / "lamp.txt"
    path.write_text(f"{path.read_text('utf-8')} In 1902 it burned 20 percent less than a year earlier.", "utf-8")
    bare.edit("lamps.yaml", "It burned whale oil.", "In 1902 it burned 20 percent less than a year earlier.")
    bare.edit("lamps.yaml", "The lamp burned whale oil.", "In 1902 the lamp burned 20% less than in 1901.")
    assert len(bare.faults()) == 1
    bare.edit(
        "lamps.yaml",
        "    questions:\n      - What",
        "    period: 1902\n    change: -20 %\n    questions:\n      - What",
    )
    assert bare.faults() == []


@pytest.mark.parametrize(
    ("document", "statement", "language"),
    [
        ("It shipped 636,000 barrels.", "636000 Barrel", "de"),
        ("It shipped 636,000 barrels.", "636.000 Barrel", "de"),
        ("It shipped 636,000 barrels.", "63.6万桶", "zh"),
        ("It shipped 2.34 million barrels.", "234万桶", "zh"),
        ("It shipped 2.34 million barrels.", "2,34 millones de barriles", "es"),
        ("It shipped 1.2 billion barrels.", "12亿桶", "zh"),
        ("It shipped 25 million barrels.", "2500万桶", "zh"),
        ("It shipped oil from January to July.", "1月至7月", "zh"),
        ("It was the No 1 lamp in the first half.", "第1", "zh"),
        ("It is a three-door tower.", "3门灯塔", "zh"),
    ],
)
def test_values_agree_across_languages(bare: Curated, document: str, statement: str, language: str) -> None:
    path = bare.seeds / "lamp.txt"
    path.write_text(f"{path.read_text('utf-8')} {document}", "utf-8")
    bare.edit("lamps.yaml", "exact: It burned whale oil.", f"exact: {document}")
    bare.edit(
        "lamps.yaml",
        "    questions:\n      - What",
        f"    statement_in:\n      {language}: {statement}\n    questions:\n      - What",
    )
    assert bare.faults() == []


def test_a_value_that_no_quote_holds_is_a_fault(bare: Curated) -> None:
    state(bare, "The lamp has been lit since 1841.", "\n    value: 1814")
    assert bare.faults() == [
        "facts/lamps.yaml:6: `value` is 1814, but no quote of the fact says so:"
        " correct the number, or quote the words that hold it"
    ]


def test_a_change_that_no_quote_holds_is_a_fault(bare: Curated) -> None:
    state(bare, "The lamp has been lit since 1841.", "\n    change: -20 %")
    assert bare.faults() == [
        "facts/lamps.yaml:6: `change` is -20, but no quote of the fact says so:"
        " correct the number, or quote the words that hold it"
    ]


def test_a_lost_quote_is_told_once_and_not_again_for_its_numbers(bare: Curated) -> None:
    bare.edit("lamps.yaml", "was lit in 1841.", "was lit in 1814.")
    assert len(bare.faults()) == 1
