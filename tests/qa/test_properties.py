"""What holds for every wording of every fact: another constraint is another question, other manners are not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from asking import Desk
from hypothesis import given, settings
from hypothesis import strategies as st
from swaps import Slot, Swaps

from bot.factbase.models import Fact

BOUNDED = settings(max_examples=300, deadline=None, derandomize=True)
"""Deadlines would time the machine, and random examples would blame whoever happens to run them."""


@pytest.fixture(scope="session")
def shipped_swaps(shipped: Desk) -> Swaps:
    return Swaps(shipped)


@pytest.fixture(scope="session")
def tides_swaps(tides: Desk) -> Swaps:
    return Swaps(tides)


def answered_facts(desk: Desk, question: str) -> list[str]:
    reply = desk.ask(question)
    return [shown.fact.id for shown in reply.facts] if reply.outcome == "answered" else []


# A question whose period, entity, measure, number or direction is swapped is never answered with the old fact.


def assert_swap_is_noticed(desk: Desk, slot: Slot, other: str) -> None:
    question = slot.filled(other)
    assert slot.fact.id not in answered_facts(desk, question), f"{question!r} was {slot.wording!r}"


@pytest.mark.parametrize("kind", ["year", "added year", "months", "entity", "measure", "number", "direction"])
def test_a_swapped_constraint_is_never_answered_with_the_old_fact(
    shipped: Desk, shipped_swaps: Swaps, kind: str
) -> None:
    slots = [slot for slot in shipped_swaps.slots if slot.kind == kind]
    assert len(slots) > 10

    @BOUNDED
    @given(data=st.data())
    def swap(data: st.DataObject) -> None:
        slot = data.draw(st.sampled_from(slots))
        assert_swap_is_noticed(shipped, slot, data.draw(st.sampled_from(slot.others)))

    swap()


def test_over_another_base_no_swap_at_all_is_answered_with_the_old_fact(tides: Desk, tides_swaps: Swaps) -> None:
    pairs = [(slot, other) for slot in tides_swaps.slots for other in slot.others]
    assert len(pairs) > 100
    for slot, other in pairs:
        assert_swap_is_noticed(tides, slot, other)


# Manners change nothing.

MANNERS = (
    "please {}",
    "{} please",
    "{}, thanks",
    "hi, {}",
    "can you tell me {}",
    "could you please tell me: {}",
    "I was wondering, {}",
    "quick question: {}",
    "{} ???",
    "{}!!",
    "  {}  ",
    "**{}**",
    "“{}”",
)


def test_politeness_and_marks_do_not_change_the_fact(shipped: Desk, shipped_swaps: Swaps) -> None:
    @BOUNDED
    @given(wording=st.sampled_from(shipped_swaps.wordings), manner=st.sampled_from(MANNERS))
    def ask(wording: tuple[Fact, str], manner: str) -> None:
        fact, question = wording
        polite = manner.format(question)
        assert shipped.main_fact(polite) == ("answered", fact.id), polite

    ask()


LETTERS: dict[str, Callable[[str], str]] = {
    "upper case": str.upper,
    "lower case": str.lower,
    "capitals": str.title,
    "no marks": lambda text: "".join(char for char in text if char.isalnum() or char in " '%$.,-"),
    "no final mark": lambda text: text.rstrip(" ?.!"),
}


@pytest.mark.parametrize("change", LETTERS)
def test_case_and_punctuation_do_not_change_the_fact(shipped: Desk, shipped_swaps: Swaps, change: str) -> None:
    @settings(BOUNDED, max_examples=120)
    @given(wording=st.sampled_from(shipped_swaps.wordings))
    def ask(wording: tuple[Fact, str]) -> None:
        fact, question = wording
        changed = LETTERS[change](question)
        assert shipped.main_fact(changed) == ("answered", fact.id), changed

    ask()


@pytest.mark.parametrize("manner", MANNERS)
def test_manners_make_nothing_answerable(shipped: Desk, manner: str) -> None:
    for question in ("How many NEVs did China export in 2021?", "who won the last election", "What does a MINI cost?"):
        assert shipped.ask(manner.format(question)).outcome in ("nearest", "unknown")
