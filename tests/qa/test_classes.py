"""Bases whose facts stand for classes of questions: told from others by themselves, and routed by likeness."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from asking import ROOT, Desk

from bot.factbase.models import Glossary
from bot.qa.classes import stands_for_classes
from bot.qa.languages import available
from tests.intents import read_table, write_base

SHOP = ROOT / "tests" / "fixtures" / "intents" / "shop.tsv"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A shop's table of intents."""
    return Desk(write_base(read_table(SHOP), tmp_path_factory.mktemp("shop")))


def plain(desk: Desk) -> Desk:
    """The same base with nothing but statements, wordings and evidence."""
    bare = {
        "entities": (),
        "scope": None,
        "measure": None,
        "value": None,
        "change": None,
        "period": None,
        "as_of": None,
        "place": None,
    }
    facts = {fact.id: replace(fact, **bare) for fact in desk.base.facts.values()}
    return Desk(replace(desk.base, facts=facts, glossary=Glossary()))


# Telling such a base from another.


def test_a_table_of_intents_stands_for_classes(shop: Desk) -> None:
    assert stands_for_classes(shop.base, shop.reader)


def test_statements_that_answer_their_questions_do_not(tides: Desk, shipped: Desk) -> None:
    for desk in (tides, shipped, plain(tides), plain(shipped)):
        assert not stands_for_classes(desk.base, desk.reader)


def test_a_base_with_a_glossary_never_does(shop: Desk, tides: Desk) -> None:
    base = replace(shop.base, glossary=tides.base.glossary)
    assert not stands_for_classes(base, Desk(base).reader)


def test_a_plain_base_of_facts_still_holds_what_a_question_constrains(tides: Desk) -> None:
    desk = plain(tides)
    assert desk.main_fact("How far did a surfer ride the bore?") == ("answered", "severn-longest-ride")
    assert desk.ask("How far did a surfer ride the bore in 1850?").outcome != "answered"


# Answers.


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("hi any news about order 48213", "track-order"),
        ("need to cancle my order asap", "cancel-order"),
        ("how far can i ride on a single charge", "e-bike-range"),
        ("Is the Sparta X2 covered by the guarantee?", "warranty"),
        ("can i pay monthly", "payment-plan"),
    ],
)
def test_a_question_put_in_other_words_is_answered_with_its_class(shop: Desk, question: str, intent: str) -> None:
    assert shop.main_fact(question) == ("answered", intent)


@pytest.mark.parametrize("question", ["what is the capital of Peru", "play some music", "asdfgh", "i love you"])
def test_what_belongs_to_no_class_is_turned_away_with_suggestions(shop: Desk, question: str) -> None:
    reply = shop.ask(question)
    assert reply.outcome == "unknown"
    assert reply.suggestions


def test_small_talk_is_answered_as_such_where_no_class_is_like_it(shop: Desk) -> None:
    assert shop.ask("thank you!").outcome == "chat"


def test_a_class_for_small_talk_goes_before(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    texts = ("hello", "hi there", "good morning", "hey bot")
    others = ("where is my order", "track my parcel", "when does it arrive")
    rows = [*(f"Greeting,{text}" for text in texts), *(f"Tracking,{text}" for text in others)]
    table.write_text("\n".join(["intent,text", *rows]), encoding="utf-8")
    desk = Desk(write_base(read_table(table), tmp_path))
    assert desk.main_fact("hello") == ("answered", "greeting")


def test_a_question_stands_alone_whatever_came_before(shop: Desk) -> None:
    assert shop.main_fact("where is my order", "any discounts for nurses") == ("answered", "discount")
    assert shop.ask("where is my order", "and in Peru?").outcome == "unknown"


def test_the_trace_tells_how_like_is_enough(shop: Desk) -> None:
    trace = shop.ask("can i pay monthly").trace
    assert trace.candidates[0].fact_id == "payment-plan"
    assert "is enough" in trace.decision


def test_such_a_base_is_made_ready_in_every_language(shop: Desk) -> None:
    shop.answerer.prepare(available())
    assert shop.main_fact("Wo ist mein Paket, where is my order?")[0] in ("answered", "unknown")
