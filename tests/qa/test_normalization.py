"""Folding a question as typed, and splitting it into words."""

from __future__ import annotations

import pytest

from bot.qa.normalization import clean, is_cjk, tokenize, unspaced


def words(text: str) -> list[str]:
    return [token.text for token in tokenize(clean(text))]


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        pytest.param("How HIGH is It?", "how high is it?", id="case"),
        pytest.param("  how \t high\n\nis it ", "how high is it", id="white space"),
        pytest.param("ｈｏｗ ２０２３", "how 2023", id="full-width letters and digits"),
        pytest.param("Café Zürich señor", "cafe zurich senor", id="accents"),
        pytest.param("h\u0335i\u0347g\u0353h\u030d", "high", id="stacked marks"),
        pytest.param("the bore’s “height”", 'the bore\'s "height"', id="typographic quotes"),
        pytest.param("10−12 or 10‑12", "10-12 or 10-12", id="minus signs and hyphens"),
        pytest.param("ti\u200bde\u202e \u00ad\ufeffrange", "tide range", id="invisible marks and directions"),
        pytest.param("tide\x00range\x1b", "tide range", id="control characters"),
        pytest.param("tide \ud800\udfff", "tide", id="lone surrogates"),
        pytest.param("tide\U000f0000 \ue000range", "tide range", id="private characters"),
        pytest.param("<@123456789> how <:wave:42> high <#77> <t:1700000000:R>", "how high", id="platform markup"),
        pytest.param("ﬁrst ① ½", "first 1 1⁄2", id="ligatures and circled digits"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_a_question_is_folded(typed: str, folded: str) -> None:
    assert clean(typed) == folded


@pytest.mark.parametrize("text", ["How HIGH, señor?", "ｈｏｗ ２０２３", "h\u0335i\u0347 “x”", "潮汐 2023年"])
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("how high is it?", ["how", "high", "is", "it"], id="marks are no words"),
        pytest.param("636,000 and 2.34m, 1h23", ["636,000", "and", "2.34m", "1h23"], id="numbers stay whole"),
        pytest.param("H1 Q3 r56", ["h1", "q3", "r56"], id="codes stay whole"),
        pytest.param(
            "the bore's and the bores' height", ["the", "bore", "and", "the", "bores", "height"], id="possessive"
        ),
        pytest.param("don't", ["dont"], id="an apostrophe inside a word"),
        pytest.param("$5 + 20 % & €3", ["$", "5", "+", "20", "%", "&", "€", "3"], id="signs that mean something"),
        pytest.param(
            "2023年潮汐NEV出口", ["2023", "年潮汐", "nev", "出口"], id="characters part from letters and digits"
        ),
        pytest.param("state-of-the-art", ["state", "of", "the", "art"], id="hyphens part words"),
        pytest.param("**bold** `code` ~~gone~~", ["bold", "code", "~", "~", "gone", "~", "~"], id="Markdown"),
        pytest.param("🌊🌊 ?!… ---", [], id="nothing but signs"),
    ],
)
def test_a_text_falls_into_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_every_word_stands_where_it_says() -> None:
    text = clean("The bore's height: 9 metres (in 2021) — 潮汐2021年!")
    tokens = tokenize(text)
    assert tokens
    for token in tokens:
        assert text[token.start : token.end].replace("'", "").startswith(token.text)
        assert text[: token.start].endswith(token.before)


def test_a_mark_between_two_words_parts_them_and_a_space_does_not() -> None:
    tides, high, low = tokenize(clean("tides, high low"))
    assert high.breaks
    assert not low.breaks
    assert not tides.breaks


@pytest.mark.parametrize(
    ("text", "expected"), [("潮汐", True), ("tide", False), ("潮a", False), ("", False), ("2", False)]
)
def test_characters_are_told_from_letters(text: str, expected: bool) -> None:
    assert is_cjk(text) is expected


@pytest.mark.parametrize(
    ("spaced", "closed"),
    [
        ("中国 新 能量 车，送 出去", "中国新能量车,送出去"),
        ("大众 国轩高科 入股 金额", "大众 国轩高科 入股 金额"),
        ("mini 电 车", "mini 电车"),
    ],
)
def test_gaps_are_closed_where_single_characters_stand_alone(spaced: str, closed: str) -> None:
    assert unspaced(clean(spaced)) == closed
