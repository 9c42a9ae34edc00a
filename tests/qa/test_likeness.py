"""How like questions are to classes of wordings."""

from __future__ import annotations

import pytest

from bot.factbase.models import Glossary
from bot.qa.likeness import Likeness
from bot.qa.reading import Reader
from bot.qa.thresholds import LIKE_ENOUGH, LIKE_UNLEARNT

CLASSES = (
    ("how do I get from the station to the harbour", "route from Elm Park to Mill Hill", "which tram goes to Old Town"),
    ("when does the next bus leave", "next train from the station", "when does the last tram go"),
    ("I lost my umbrella", "I left my bag on the bus", "where is the lost property office"),
    ("how much is a day ticket", "price of a ticket to the airport", "do children pay less"),
)
ROUTE, DEPARTURE, LOST, PRICE = range(4)

READER = Reader(Glossary())
READER.teach(text for texts in CLASSES for text in texts)
LIKENESS = Likeness([[READER.read(text, mend=False) for text in texts] for texts in CLASSES])


def ranked(question: str) -> list[tuple[int, float]]:
    return LIKENESS.rank(READER.read(question))


def like(question: str, at: int) -> float:
    return dict(ranked(question)).get(at, 0.0)


@pytest.mark.parametrize("at", range(len(CLASSES)))
def test_every_wording_is_most_like_its_own_class(at: int) -> None:
    assert {ranked(text)[0][0] for text in CLASSES[at]} == {at}


@pytest.mark.parametrize(
    ("question", "at"),
    [
        ("how do i get from Quidde Street to Garching", ROUTE),
        ("when is the next tram", DEPARTURE),
        ("i forgot my umbrela in the train", LOST),
        ("ticket price?", PRICE),
    ],
)
def test_a_question_with_other_names_and_slips_finds_its_class(question: str, at: int) -> None:
    assert ranked(question)[0][0] == at


def test_likeness_lies_between_none_and_one() -> None:
    questions = [*(text for texts in CLASSES for text in texts), "zzz", "the", "bus bus bus bus"]
    assert all(0 <= alike <= 1 for question in questions for _, alike in ranked(question))


def test_a_word_that_no_wording_holds_makes_a_question_less_like_them() -> None:
    assert like("how much is a kitchen", PRICE) < like("how much is a ticket", PRICE)


def test_a_strange_name_costs_less_than_a_word_of_the_language() -> None:
    assert like("route from Quiddestrasse", ROUTE) > like("route from the kitchen", ROUTE)


def test_what_no_wording_shares_anything_with_is_like_none() -> None:
    assert ranked("qqqq") == []


def test_how_like_is_enough_is_learnt_within_its_bounds() -> None:
    least, most = LIKE_ENOUGH
    assert least <= LIKENESS.floor() <= most


def test_a_single_class_and_no_class_are_no_harm() -> None:
    alone = Likeness([[READER.read(text, mend=False) for text in CLASSES[ROUTE]]])
    assert [at for at, _ in alone.rank(READER.read("route to Mill Hill"))] == [0]
    assert alone.floor() >= LIKE_ENOUGH[0]
    assert Likeness([]).rank(READER.read("route")) == []
    assert Likeness([]).floor() == LIKE_UNLEARNT


def test_wordings_that_are_each_a_class_of_their_own_tell_nothing_of_how_like_is_enough() -> None:
    single = Likeness([[READER.read(text, mend=False)] for texts in CLASSES for text in texts])
    assert single.floor() == LIKE_UNLEARNT
