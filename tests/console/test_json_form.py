"""The JSON form that other programs read."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

from bot.console.json_form import listed_form, reply_form, to_line
from bot.factbase.models import FactBase
from bot.qa.models import Answered, Computed, Nearest

QUESTION = "How high is the tide in the Bay of Fundy?"


def test_a_reply_has_the_keys_of_the_contract(by_heart: Any, factbase: FactBase) -> None:
    form = reply_form(by_heart.reply(QUESTION), factbase)
    assert form["question"] == QUESTION
    assert form["outcome"] == "answered"
    assert form["missing"] == []
    assert form["suggestions"] == []
    assert form["factbase"] == factbase.digest
    assert "trace" not in form
    (fact,) = form["facts"]
    assert (fact["id"], fact["score"]) == ("fundy-tidal-range", 1.0)
    assert fact["value"] == {"value": 16.3, "unit": "metres", "approximate": False}


def test_every_quote_stands_where_its_offsets_say(factbase: FactBase) -> None:
    texts = {source.file: source.text for source in factbase.sources.values()}
    listed = [listed_form(fact, factbase) for fact in factbase.facts.values()]
    quotes = [evidence for fact in listed for evidence in fact["evidence"]]
    assert len(quotes) > 5
    assert all(texts[quote["file"]][quote["start"] : quote["end"]] == quote["quote"] for quote in quotes)


def test_a_fact_without_a_period_has_null(factbase: FactBase) -> None:
    assert listed_form(factbase.facts["severn-bore-height"], factbase)["period"] is None
    assert listed_form(factbase.facts["severn-longest-ride"], factbase)["period"] == "1996"


def test_a_computed_figure_shows_its_formula_and_the_facts_it_comes_from(by_heart: Any, factbase: FactBase) -> None:
    reply = by_heart.reply(QUESTION)
    computed = replace(
        reply, answer=Answered(reply.facts, Computed(8.15, "16.3 / 2", ("fundy-tidal-range",), "8.15 metres"))
    )
    assert reply_form(computed, factbase)["computed"] == {
        "value": 8.15,
        "formula": "16.3 / 2",
        "from": ["fundy-tidal-range"],
        "text": "8.15 metres",
    }


def test_a_refusal_gives_its_reason(by_heart: Any, factbase: FactBase) -> None:
    reply = by_heart.reply(QUESTION)
    refused = replace(reply, answer=Nearest(reply.facts, (), refused="I cannot work that out."))
    form = reply_form(refused, factbase)
    assert (form["outcome"], form["refused"]) == ("nearest", "I cannot work that out.")
    assert "computed" not in form


def test_the_trace_is_added_when_it_is_asked_for(by_heart: Any, factbase: FactBase) -> None:
    trace = reply_form(by_heart.reply(QUESTION), factbase, explain=True)["trace"]
    assert trace["decision"] == "the wording is known or it is not"
    assert trace["slots"] == [{"name": "ask", "value": "what", "words": QUESTION}]


def test_a_line_is_ascii_whatever_was_asked(by_heart: Any, factbase: FactBase) -> None:
    question = "多少？ \u2028\x00 “😀”"
    line = to_line(reply_form(by_heart.reply(question), factbase))
    assert line.isascii()
    assert "\n" not in line
    assert json.loads(line)["question"] == question


def test_whole_numbers_stay_whole_however_large(factbase: FactBase) -> None:
    volume = factbase.facts["fundy-volume"]
    assert volume.value is not None
    assert volume.value.value == Decimal(160_000_000_000)
    assert '"value": 160000000000,' in to_line(listed_form(volume, factbase))
