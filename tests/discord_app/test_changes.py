"""What changed between two fact bases, and how a reload tells it."""

from __future__ import annotations

from dataclasses import replace

from bot.discord_app.changes import Changes, Covered, compare
from bot.discord_app.editions import Edition
from bot.discord_app.reloading import Busy, Failed, Rejected, Reloaded, summarise
from bot.errors import Fault
from bot.factbase.models import FactBase, Location

SPEED, HEIGHT = "severn-bore-speed", "severn-bore-height"


def with_fact(base: FactBase, id: str, **changed: object) -> FactBase:
    return replace(base, facts={**base.facts, id: replace(base.facts[id], **changed)})  # type: ignore[arg-type]  # any field


def test_a_base_that_is_the_same_has_no_changes(tides: Edition) -> None:
    assert not compare(tides.base, tides.base).any


def test_a_fact_that_merely_moved_in_its_file_did_not_change(tides: Edition) -> None:
    evidence = tuple(replace(item, start=item.start + 1) for item in tides.base.facts[SPEED].evidence)
    moved = with_fact(tides.base, SPEED, location=Location("tides.yaml", 999), evidence=evidence)
    assert not compare(tides.base, moved).any


def test_each_kind_of_change_is_told_apart(tides: Edition) -> None:
    old = tides.base
    new = with_fact(old, SPEED, statement="It is slow.", related=())
    new = with_fact(new, HEIGHT, withdrawn="wrong")
    first = next(iter(new.facts))
    new = replace(new, facts={id: fact for id, fact in new.facts.items() if id != first})
    new = replace(new, facts={**new.facts, "new-fact": replace(new.facts[SPEED], id="new-fact")})
    source = next(iter(new.sources.values()))
    new = replace(new, sources={**new.sources, source.id: replace(source, title="Another")})
    changes = compare(old, new)
    assert changes.added == ("new-fact",)
    assert changes.withdrawn == (HEIGHT,)
    assert changes.removed == (first,)
    assert changes.changed[SPEED][0] == "statement"
    assert changes.sources_changed == {source.id: ("title",)}
    assert not changes.glossary


def test_a_report_gives_counts_in_digits_and_names_the_facts(tides: Edition) -> None:
    covered = Covered(15, 11, 4)
    changes = Changes(added=("a", "b"), changed={"c": ("statement", "period")}, withdrawn=("d",), removed=("e",))
    outcome = Reloaded(tides, changes, covered, replace(covered, quoted=10), 1.25)
    assert summarise(outcome).split("\n") == [
        "2 added: a, b",
        "1 changed: c (statement, period)",
        "1 withdrawn: d",
        "1 removed: e",
        "Coverage: 10 of 15 sentences quoted, 1 open (before: 11 of 15 sentences quoted, 0 open).",
        f"In service: {tides.digest}, 11 facts, loaded in 1.2 s.",
    ]


def test_every_other_outcome_says_what_stays_in_service() -> None:
    fault = Fault("a.yaml", 3, "no")
    assert summarise(Rejected((fault,))) == "The files are at fault (1 fault); the last good facts stay in service."
    assert "2 faults" in summarise(Rejected((fault, fault)))
    assert "stay in service" in summarise(Failed("it broke"))
    assert summarise(Busy(1.23)) == "Another reload is under way, since 1.2 s; this one was not begun."
