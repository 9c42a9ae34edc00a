"""The listings of facts and documents."""

from __future__ import annotations

from dataclasses import replace

from bot.console.ink import Ink
from bot.console.listings import list_facts, list_sources
from bot.factbase.models import FactBase


def test_every_fact_is_listed_with_its_words_and_their_document(factbase: FactBase) -> None:
    page = "\n".join(list_facts(factbase, None, Ink()))
    for fact in factbase.facts.values():
        assert fact.id in page
        assert fact.statement in page
        assert all(f"“{evidence.quote}”" in page for evidence in fact.evidence)
    assert "— News report on the tides of the Bay of Fundy, March 2024 (date inferred)" in page
    assert "said by Canadian Hydrographic Service" in page


def test_one_topic_lists_its_own_facts_only(factbase: FactBase) -> None:
    page = "\n".join(list_facts(factbase, "tidal-power", Ink()))
    assert "Power from the tides (tidal-power): 3 facts" in page
    assert "severn" not in page


def test_a_withdrawn_fact_says_why(factbase: FactBase) -> None:
    fact = replace(factbase.facts["severn-bore-speed"], withdrawn="measured anew", superseded_by="severn-bore-height")
    page = "\n".join(list_facts(replace(factbase, facts={fact.id: fact}), None, Ink()))
    assert "WITHDRAWN: measured anew (superseded by severn-bore-height)" in page


def test_documents_are_listed_with_date_quality_and_excluded_passages(factbase: FactBase) -> None:
    page = "\n".join(list_sources(factbase, Ink()))
    assert "published 2024-03 (inferred from the turbine test that it announces for 2025)" in page
    assert "machine-translated" in page
    assert "- garbled: “The wave water its time goes of moon bore the sea.”" in page
    assert "publisher: Severn Trust" in page
