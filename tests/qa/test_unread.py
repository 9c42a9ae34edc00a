"""A base with too many facts to read at once is answered as if all had been read."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "bench"))  # the maker of bases stands there

from generated import Generated

from bot.factbase.loading import load
from bot.factbase.models import FactBase
from bot.qa.answering import Answerer
from bot.qa.postings import Postings
from bot.qa.profiles import ProfileReader, Profiles
from bot.qa.reading import Reader

SIZE = 300


@pytest.fixture(scope="module")
def generated() -> Generated:
    return Generated(SIZE, seed=3)


@pytest.fixture(scope="module")
def base(generated: Generated, tmp_path_factory: pytest.TempPathFactory) -> FactBase:
    return load(*generated.write(tmp_path_factory.mktemp("generated")))


@pytest.fixture
def unread(base: FactBase, monkeypatch: pytest.MonkeyPatch) -> Iterator[Answerer]:
    monkeypatch.setattr("bot.qa.profiles.READ_AT_ONCE", SIZE - 1)
    monkeypatch.setattr("bot.qa.profiles.KEPT", 20)
    return Answerer(base)


def test_generated_bases_load_without_a_fault_or_a_warning_and_grow_as_asked(base: FactBase) -> None:
    assert len(base.served) == SIZE
    assert base.warnings == ()
    assert all(len(fact.questions) == 8 for fact in base.served)


def test_questions_are_answered_with_their_fact_and_near_misses_are_not(
    generated: Generated, base: FactBase, unread: Answerer
) -> None:
    read = Answerer(base)
    for question in (*generated.answerable(60), *generated.unanswerable(60)):
        for answerer in (read, unread):
            reply = answerer.reply(question.text)
            first = reply.facts[0].fact.id if reply.outcome == "answered" else None
            assert first == question.fact, question


def test_an_outline_holds_every_concept_of_its_fact(base: FactBase) -> None:
    reader = Reader(base.glossary)
    profiles = ProfileReader(base, reader)
    for fact in base.served[:80]:
        profile, outline = profiles.profile(fact), profiles.outline(fact)
        assert profile.vocabulary <= outline
        assert {f"kind:{kind}" for kind in profile.kinds} <= outline
        assert {f"number:{value}" for value, _ in profile.numbers} & outline


def test_facts_are_read_only_when_a_question_comes_near_them(base: FactBase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.qa.profiles.READ_AT_ONCE", 1)
    reader = ProfileReader(base, Reader(base.glossary))
    profiles = Profiles(base.served, reader, "en")
    Postings.of(profiles.concepts())
    assert not profiles.read
    assert profiles[7].fact is base.served[7]
    assert profiles[7] is profiles[7]
