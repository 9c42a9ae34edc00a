"""Numbers are compared by value, however they are written."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.factbase.numerals import read_numbers, values_in_words


def values(text: str, language: str | None = None) -> list[set[Decimal]]:
    return [set(number.values) for number in read_numbers(text, language)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("636,000 units", "636000"),
        ("636000", "636000"),
        ("636 000 units", "636000"),
        ("636\u202f000", "636000"),
        ("636 thousand", "636000"),
        ("636k", "636000"),
        ("63.6万", "636000"),
        ("63.6 万辆", "636000"),
        ("６３６，０００", "636000"),
        ("2.34 million", "2340000"),
        ("2.34-million", "2340000"),
        ("234万", "2340000"),
        ("2500万", "25000000"),
        ("12亿", "1200000000"),
        ("$1.2bn", "1200000000"),
        ("1.2 billion", "1200000000"),
        ("1万亿", "1000000000000"),
        ("77%", "77"),
        ("77 percent", "77"),
        ("−20 %", "20"),
        ("No 1", "1"),
        ("Q3", "3"),
        ("0.5", "0.5"),
        ("2019年", "2019"),
        ("1,234,567.89", "1234567.89"),
        ("1'234'567", "1234567"),
        ("150.", "150"),
    ],
)
def test_a_number_is_read_by_value(text: str, value: str) -> None:
    assert values(text) == [{Decimal(value)}]


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("636.000 Fahrzeuge", "de", "636000"),
        ("2,34 Millionen", "de", "2340000"),
        ("1,2 Mrd. Dollar", "de-AT", "1200000000"),
        ("16,3 Meter", "de", "16.3"),
        ("16.3 Meter", "de", "16.3"),
        ("2,34 millones", "es", "2340000"),
        ("1,2 mil millones", "es", "1200000000"),
        ("2,34", None, "2.34"),
    ],
)
def test_the_language_decides_what_a_comma_means(text: str, language: str | None, value: str) -> None:
    assert values(text, language) == [{Decimal(value)}]


def test_an_ambiguous_scale_keeps_every_reading() -> None:
    assert values("25m") == [{Decimal(25), Decimal(25_000_000)}]
    assert values("25 mil") == [{Decimal(25_000), Decimal(25_000_000)}]


@pytest.mark.parametrize("text", ["25 metres", "25 kilometres", "25 bridges", "25 mild days"])
def test_a_longer_word_is_not_a_scale(text: str) -> None:
    assert values(text) == [{Decimal(25)}]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("2023-08-04", [2023, 8, 4]),
        ("04.08.2023", [4, 8, 2023]),
        ("2020–2023", [2020, 2023]),
        ("from 50% to 75%", [50, 75]),
        ("in 2019, 2020 and 2021", [2019, 2020, 2021]),
        ("version 1.2.3", [1, 2, 3]),
        ("14:30", [14, 30]),
    ],
)
def test_several_numbers_are_read_one_by_one(text: str, parts: list[int]) -> None:
    assert values(text) == [{Decimal(part)} for part in parts]


def test_a_number_keeps_its_scale_in_its_text() -> None:
    assert [number.text for number in read_numbers("some 2.34 million vehicles in 2019")] == ["2.34 million", "2019"]


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("a three-door car", [3]),
        ("in the first half", [1]),
        ("from January to July", [1, 7]),
        ("twice a day", [2]),
        ("output doubled", [2, 100]),
        ("half of them", [50]),
        ("in the nineteenth century", [19]),
        ("twenty-five years", [25]),
        ("two million tonnes", [2, 2_000_000]),
        ("one hundred and fifty thousand", [150_000]),
        ("三门", [3]),
        ("636,000 units", [636_000]),
        ("No 1 in the first half, 2.34 million", [1, 2_340_000]),
    ],
)
def test_words_hold_the_values_that_digits_may_say(text: str, held: list[int]) -> None:
    assert {Decimal(value) for value in held} <= values_in_words(text)


def test_words_do_not_hold_what_they_do_not_say() -> None:
    assert values_in_words("It burned whale oil and nothing else.") == frozenset()


def test_the_first_half_does_not_hold_a_2() -> None:
    assert Decimal(2) not in values_in_words("the No 1 exporter in the first half")


def test_endless_digits_are_one_number() -> None:
    assert len(read_numbers("9" * 100_000 + " million")) == 1


@given(st.integers(0, 10**15))
def test_every_way_of_grouping_digits_is_one_value(number: int) -> None:
    expected = [{Decimal(number)}]
    assert values(f"{number}") == expected
    assert values(f"{number:,}") == expected
    assert values(f"{number:,}".replace(",", "\u202f")) == expected
    assert values(f"{number:,}".replace(",", "."), "de") == expected


@given(st.text(max_size=80), st.sampled_from([None, "de", "zh", "en"]))
def test_any_text_can_be_read(text: str, language: str | None) -> None:
    for number in read_numbers(text, language):
        assert number.values <= values_in_words(text, language)
