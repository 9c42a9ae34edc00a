"""Numbers as people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.qa.languages import language
from bot.qa.normalization import clean
from bot.qa.quantities import Quantity, read_quantities
from bot.qa.reading import Reader


def quantities(text: str) -> tuple[Quantity, ...]:
    return read_quantities(clean(text), language("en"))


def quantity(text: str) -> Quantity:
    (found,) = quantities(text)
    return found


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("636,000 tonnes", "636000", None),
        ("636000", "636000", None),
        ("636 thousand", "636000", None),
        ("636k", "636000", None),
        ("2.34 million", "2340000", None),
        ("2.34m", "2340000", None),
        ("2.34 mil", "2340000", None),
        ("160 billion", "160000000000", None),
        ("1,234,567", "1234567", None),
        ("16.3 metres", "16.3", None),
        ("77 percent", "77", "%"),
        ("77 per cent", "77", "%"),
        ("77%", "77", "%"),
        ("$1.2 billion", "1200000000", "USD"),
        ("$1.2bn", "1200000000", "USD"),
        ("1.2 billion dollars", "1200000000", "USD"),
        ("€300", "300", "EUR"),
        ("300 euros", "300", "EUR"),
        ("twenty percent", "20", "%"),
        ("two million", "2000000", None),
        ("a hundred percent", "100", "%"),
    ],
)
def test_a_number_has_its_value_and_its_unit(text: str, value: str, unit: str | None) -> None:
    found = quantity(f"was it {text}?")
    assert (found.value, found.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    "text", ["", "two sides", "the 3rd time", "the 4x4", "R56 and H1", "one of them", "no number at all"]
)
def test_what_counts_nothing_is_no_number(text: str) -> None:
    assert quantities(text) == ()


def test_what_was_read_as_a_date_is_not_read_as_a_number() -> None:
    text = "in 2021 it was 9 metres"
    (found,) = read_quantities(text, language("en"), ((3, 7),))
    assert found.value == 9


def test_a_number_stands_where_it_says() -> None:
    text = clean("was it up by 2.34 million tonnes?")
    (found,) = read_quantities(text, language("en"))
    assert text[found.start : found.end].strip() == found.words == "2.34 million"


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("en", "from 40 to 75 percent"),
        ("de", "von 40 auf 75 prozent"),
        ("es", "del 40 al 75 %"),
        ("zh", "从40提高到75%"),
    ],
)
def test_a_number_right_before_a_share_is_a_share(tag: str, text: str) -> None:
    assert [item.unit for item in read_quantities(text, language(tag))] == ["%", "%"]


@pytest.mark.parametrize("hedge", ["about", "roughly", "around", "some", "approximately", "nearly", "almost", "~"])
def test_a_hedged_number_may_be_a_little_off(hedge: str) -> None:
    found = quantity(f"was it {hedge} 24 metres?")
    assert found.hedged
    assert found.agrees(Decimal(25))
    assert not found.agrees(Decimal(30))


def test_a_number_put_plainly_has_to_be_exact() -> None:
    found = quantity("was it 24 metres?")
    assert not found.hedged
    assert found.agrees(Decimal("24.0"))
    assert not found.agrees(Decimal(25))


def test_another_unit_never_agrees_and_a_unit_left_out_may() -> None:
    assert quantity("77 percent").agrees(Decimal(77), "%")
    assert not quantity("77 percent").agrees(Decimal(77), "USD")
    assert quantity("77").agrees(Decimal(77), "%")
    assert quantity("77 percent").agrees(Decimal(77))


@pytest.mark.parametrize(
    ("text", "value"),
    [("三百多万辆", "3000000"), ("200多万辆", "2000000"), ("六十来万辆", "600000"), ("百分之七十多", "70")],
)
def test_what_is_put_as_somewhat_more_is_read_as_over_its_number(text: str, value: str) -> None:
    (found,) = read_quantities(clean(text), language("zh"))
    assert (found.value, found.bound) == (Decimal(value), "over")


def test_a_word_that_begins_as_odd_does_makes_no_number_more(reader: Reader) -> None:
    assert [item.bound for item in reader.read("出口了200多万辆吗").quantities] == ["over"]
    assert [item.bound for item in reader.read("占股25来自哪里").quantities] == [None]
    assert [item.bound for item in reader.read("持股75多少").quantities] == [None]
