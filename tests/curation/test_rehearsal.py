"""A rehearsal of the facts' own wordings: what it warns of, and that it says what to change."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import TIDES

from bot.curation.rehearsal import count_wordings, rehearse
from bot.factbase.loading import load
from bot.factbase.models import FactBase
from bot.qa.answering import Answerer

Changed = Callable[..., FactBase]

HIGH, FAST = "      - How high is the Severn Bore?\n", "      - How fast is the Severn Bore?\n"


@pytest.fixture
def changed(tmp_path: Path) -> Changed:
    """Load the fact base about tides with texts of its files replaced."""

    def change(file: str, *replacements: tuple[str, str]) -> FactBase:
        folder = tmp_path / "facts"
        shutil.copytree(TIDES / "facts", folder, dirs_exist_ok=True)
        text = (folder / file).read_text(encoding="utf-8")
        for old, new in replacements:
            assert text.count(old) == 1
            text = text.replace(old, new)
        (folder / file).write_text(text, encoding="utf-8")
        return load(folder, TIDES / "seeds")

    return change


def warned(base: FactBase) -> dict[str, list[str]]:
    """The warnings of a rehearsal, by sort."""
    return {group.title: [fault.message for fault in group.warnings] for group in rehearse(base, Answerer(base))}


def test_a_base_whose_wordings_lead_to_their_facts_is_not_warned_of(tides: FactBase) -> None:
    asked: list[None] = []
    assert rehearse(tides, Answerer(tides), lambda: asked.append(None)) == ()
    assert len(asked) == count_wordings(tides) > 10


def test_a_fact_that_no_wording_reaches_is_told_with_what_becomes_of_them(changed: Changed) -> None:
    base = changed("tides.yaml", (FAST, HIGH + "      - How high was the Severn Bore in 1850?\n"))
    (group,) = (group for group in rehearse(base, Answerer(base)) if "reaches" in group.title)
    (warning,) = group.warnings
    assert warning.line == base.facts["severn-bore-speed"].location.line
    assert warning.file.endswith("tides.yaml")
    assert "none of the 2 wordings of 'severn-bore-speed' reaches it" in warning.message
    assert "“How high is the Severn Bore?”: leads to 'severn-bore-height'" in warning.message
    assert "“How high was the Severn Bore in 1850?”: nearest, not met: " in warning.message
    assert "merge it with the fact" in warning.message
    assert "Facts that shadow others" not in warned(base)


def test_a_fact_that_shadows_another_is_told_with_the_wordings_that_it_takes(changed: Changed) -> None:
    told = warned(changed("tides.yaml", (FAST, FAST + HIGH)))
    (shadow,) = told["Facts that shadow others"]
    assert shadow.startswith(
        "1 of the 2 wordings of 'severn-bore-speed' leads to 'severn-bore-height' (“How high is the Severn Bore?”):"
    )


def test_wordings_that_are_not_answered_are_told_with_what_is_not_met(changed: Changed) -> None:
    told = warned(changed("tides.yaml", (FAST, FAST + "      - How fast is the Severn Bore in 1850?\n")))
    (silent,) = told["Wordings that are not answered"]
    assert "1 of the 2 wordings of 'severn-bore-speed' is not answered" in silent
    assert "“How fast is the Severn Bore in 1850?”: nearest, not met: " in silent


def test_two_facts_that_answer_the_same_wordings_are_told_once(changed: Changed) -> None:
    twin = """\
  - id: severn-bore-twin
    statement: The Severn Bore travels at about 16 kilometres an hour.
    questions:
      - How fast is the Severn Bore?
      - At what speed does the Severn Bore travel?
    evidence:
      - source: severn-2021
        exact: travels at about 16 kilometres an hour
    entities:
      - severn
      - bore
    scope: bore
    measure: speed
    value: about 16
    unit: kilometres an hour
    place: severn
    as_of: 2021-09-04
  - id: severn-bore-season
"""
    told = warned(changed("tides.yaml", ("  - id: severn-bore-season\n", twin)))
    pairs = told["Facts that answer the same wordings"]
    assert len(pairs) == 1
    assert "'severn-bore-speed' and 'severn-bore-twin' answer " in pairs[0]
    assert "merge them" in pairs[0]


def test_an_alias_that_keeps_wordings_from_their_facts_is_told(changed: Changed) -> None:
    volume = "    name: volume of water\n"
    base = changed("glossary.yaml", (volume, volume + "    aliases:\n      - how fast\n"))
    (pulling,) = warned(base)["Names that pull questions away"]
    assert pulling.startswith("“how fast”, a name of the measure 'volume', keeps 1 of the wordings with it")
    assert "“How fast is the Severn Bore?” of 'severn-bore-speed'" in pulling
    assert "leads 0 there: remove that name" in pulling


def test_the_own_name_of_an_entry_pulls_nothing_away(changed: Changed) -> None:
    told = warned(changed("glossary.yaml", ("    name: volume of water\n", "    name: how fast\n")))
    assert "“How fast is the Severn Bore?”" in str(told)
    assert "Names that pull questions away" not in told


def test_an_alias_that_is_an_everyday_word_is_told_where_it_mostly_means_something_else(changed: Changed) -> None:
    base = changed("glossary.yaml", ("    aliases:\n      - CHS\n", "    aliases:\n      - CHS\n      - high\n"))
    (everyday,) = warned(base)["Names that are everyday words"]
    assert everyday.startswith("“high”, a name of the entity 'hydrographic-service', is an everyday word, and ")
    assert "remove it, or put a longer name in its place" in everyday
    about = changed("glossary.yaml", ("    aliases:\n      - tides\n", "    aliases:\n      - tides\n      - high\n"))
    assert "Names that are everyday words" not in warned(about)
