"""What is part of what."""

from __future__ import annotations

from pathlib import Path

from asking import Desk

from bot.factbase.models import Entity, Glossary, Kind, Location
from bot.qa.relations import ancestors

HERE = Location(Path(__file__).name, 1)


def test_a_thing_is_all_that_its_wholes_kinds_and_owners_are(tides: Desk) -> None:
    above = ancestors(tides.base.glossary)
    assert above["burntcoat-head"] == {"burntcoat-head", "bay-of-fundy", "canada"}
    assert above["bore"] == {"bore", "tide"}
    assert above["annapolis-plant"] == {"annapolis-plant", "nova-scotia-power"}
    assert above["canada"] == {"canada"}
    assert above["company"] == {"company", "body"}


def test_nothing_is_its_own_part(tides: Desk) -> None:
    above = ancestors(tides.base.glossary)
    assert "burntcoat-head" not in above["bay-of-fundy"]
    assert "annapolis-plant" not in above["nova-scotia-power"]


def test_things_that_are_part_of_each_other_come_to_an_end() -> None:
    one = Entity("one", "one", "thing", HERE, part_of=("two",))
    two = Entity("two", "two", "thing", HERE, part_of=("one",))
    above = ancestors(Glossary(entities={"one": one, "two": two}, kinds={"thing": Kind("thing", "thing", HERE)}))
    assert above["one"] >= {"one", "two"}
    assert above["thing"] == {"thing"}


def test_an_empty_glossary_relates_nothing() -> None:
    assert ancestors(Glossary()) == {}
