"""A reply at the terminal."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.console.ink import Ink
from bot.console.replies import choices_of, write_reply
from bot.factbase.models import FactBase
from bot.qa.models import Ambiguous, Nearest, Shown

QUESTION = "How high is the tide in the Bay of Fundy?"


def test_without_colours_a_reply_is_its_text(by_heart: Any) -> None:
    reply = by_heart.reply(QUESTION)
    assert write_reply(reply, Ink()) == reply.text


def test_the_statement_stands_out_the_quote_is_plain_and_the_rest_is_dim(by_heart: Any) -> None:
    reply = replace(by_heart.reply(QUESTION), text="It rises.\nas of March\n“it rises”\n— a guide")
    bold, context, quote, citation = write_reply(reply, Ink(colour=True)).split("\n")
    assert bold == "\x1b[1mIt rises.\x1b[0m"
    assert context == "\x1b[2mas of March\x1b[0m"
    assert quote == "“it rises”"
    assert citation == "\x1b[2m— a guide\x1b[0m"


def test_the_nearest_fact_stands_out_below_what_is_missing(by_heart: Any, factbase: FactBase) -> None:
    fact = factbase.facts["severn-bore-speed"]
    nearest = Nearest((Shown(fact, 0.5),), ("2021",))
    text = f"I have nothing for 2021.\nThe nearest I have: {fact.statement}"
    reply = replace(by_heart.reply(QUESTION), answer=nearest, text=text)
    assert write_reply(reply, Ink(colour=True)).endswith(f"\x1b[1mThe nearest I have: {fact.statement}\x1b[0m")


def test_suggestions_are_numbered_where_a_number_can_be_typed(by_heart: Any) -> None:
    reply = by_heart.reply("?")
    first, second, third = reply.suggestions
    reply = replace(reply, text=f"No.\n- {first}\n- {second}\n- {third}")
    assert write_reply(reply, Ink(), numbered=True) == f"No.\n1. {first}\n2. {second}\n3. {third}"
    assert write_reply(reply, Ink()) == reply.text
    assert choices_of(reply) == reply.suggestions


def test_the_facts_of_an_ambiguous_reply_are_its_choices(by_heart: Any, factbase: FactBase) -> None:
    facts = (factbase.facts["severn-bore-speed"], factbase.facts["severn-bore-height"])
    reply = replace(by_heart.reply("bore?"), answer=Ambiguous(tuple(Shown(fact, 0.5) for fact in facts)))
    assert choices_of(reply) == ("How fast is the Severn Bore?", "How high is the Severn Bore?")
