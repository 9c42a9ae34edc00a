"""Numbers written out in several words."""

from __future__ import annotations

import pytest
from asking import Desk

from bot.qa.languages import language
from bot.qa.normalization import clean
from bot.qa.sieve import words_in
from bot.qa.wordy_numbers import in_digits


@pytest.mark.parametrize(
    ("tag", "text", "put"),
    [
        ("en", "six hundred and thirty-six thousand boats", "636000 boats"),
        ("en", "two point three four million boats", "2.34 million boats"),
        ("en", "two million three hundred and forty thousand", "2340000"),
        ("en", "up one hundred and fifty percent", "up 150 percent"),
        ("en", "in twenty nineteen and in two thousand and nineteen", "in 2019 and in 2019"),
        ("de", "zwei komma drei vier millionen boote", "2,34 millionen boote"),
        ("de", "sechshundertsechsunddreißigtausend boote", "636000 boote"),
        ("en", "between two and three million boats", "between 2 and three million boats"),
        ("de", "zwischen zwei und zwanzig boote", "zwischen 2 und zwanzig boote"),
        ("es", "seiscientos treinta y seis mil barcos", "636000 barcos"),
        ("es", "dos coma treinta y cuatro millones de barcos", "2,34 millones de barcos"),
    ],
)
def test_a_number_in_several_words_is_put_in_digits(tag: str, text: str, put: str) -> None:
    cleaned = clean(text)
    assert in_digits(cleaned, language(tag), words_in(cleaned)) == put


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("en", "twenty-five million boats"),
        ("en", "one or two of the three boats and one more"),
        ("en", "two three-door ones, and a hundred others"),
        ("en", "at one point"),
        ("en", "a hundred thousand and two million boats"),
        ("de", "ein und zwei boote"),
        ("de", "zwei und zwanzig boote"),
        ("es", "uno y otro, con dos"),
        ("zh", "六十三万六千"),
    ],
)
def test_what_is_read_as_it_stands_is_left(tag: str, text: str) -> None:
    assert in_digits(text, language(tag), words_in(text)) == text


@pytest.mark.parametrize(
    ("question", "outcome", "fact_id"),
    [
        (
            "Did China ship two point three four million vehicles in the first half of 2023?",
            "answered",
            "vehicle-exports-h1-2023",
        ),
        (
            "Did China ship two point seven million vehicles in the first half of 2023?",
            "corrected",
            "vehicle-exports-h1-2023",
        ),
        (
            "Did Volkswagen pay one point two billion dollars for its stake in Gotion?",
            "answered",
            "vw-gotion-price",
        ),
    ],
)
def test_a_claim_in_words_is_held_against_the_figure(shipped: Desk, question: str, outcome: str, fact_id: str) -> None:
    assert shipped.main_fact(question) == (outcome, fact_id)
