"""The words of a fact base and of a language, found in what people type."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from bot.factbase.models import Entity, Glossary, Location, Term
from bot.qa.languages import language
from bot.qa.lexicon import Lexicon
from bot.qa.mentions import FREE, HARD, Mention
from bot.qa.normalization import clean
from bot.qa.trie import Node

HERE = Location(Path(__file__).name, 1)


def mentions(lexicon: Lexicon, text: str) -> tuple[Mention, ...]:
    return lexicon.mentions(lexicon.words(lexicon.respell(clean(text))))


def concepts(lexicon: Lexicon, text: str) -> list[str]:
    return [mention.concept for mention in mentions(lexicon, text) if mention.weight > FREE]


def mended(lexicon: Lexicon, text: str) -> str:
    return " ".join(word.text for word in lexicon.words(clean(text)))


# Names.


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("Bay of Fundy", "bay-of-fundy"),
        ("the fundy", "bay-of-fundy"),
        ("CHS", "hydrographic-service"),
        ("canadian hydrographic service", "hydrographic-service"),
        ("Nova Scotia Power Inc", "nova-scotia-power"),
        ("tidal bores", "bore"),
        ("a tidal wave", "bore"),
        ("tides", "tide"),
    ],
)
def test_an_entity_is_found_by_its_name_its_aliases_and_the_words_of_the_document(
    lexicon: Lexicon, text: str, entity: str
) -> None:
    assert f"entity:{entity}" in concepts(lexicon, text)


def test_the_longest_name_wins(lexicon: Lexicon) -> None:
    assert concepts(lexicon, "River Severn") == ["entity:severn"]
    assert concepts(lexicon, "Severn Trust") == ["entity:severn-trust"]
    assert concepts(lexicon, "tidal range") == ["measure:tidal-range"]


def test_a_name_does_not_span_a_mark(lexicon: Lexicon) -> None:
    assert "entity:severn-trust" in concepts(lexicon, "the Severn Trust")
    assert "entity:severn-trust" not in concepts(lexicon, "on the Severn, trust nobody")


def test_a_name_is_not_met_by_another_word_of_the_same_stem(lexicon: Lexicon) -> None:
    assert "entity:canada" in concepts(lexicon, "in Canada")
    assert "entity:bore" not in concepts(lexicon, "he is boring")


def test_a_name_in_another_script_is_understood_in_every_language() -> None:
    tide = Entity("tide", "tide", "phenomenon", HERE, names_in={"zh": ("潮汐",), "de": ("Gezeiten",)})
    english = Lexicon(Glossary(entities={"tide": tide}), language("en"))
    assert "entity:tide" in concepts(english, "how high is the 潮汐")
    assert "entity:tide" not in concepts(english, "how high are the Gezeiten")


# Words.


def test_words_of_one_term_mean_the_same(lexicon: Lexicon) -> None:
    assert concepts(lexicon, "waves") == concepts(lexicon, "the surge") == ["term:wave"]


@pytest.mark.parametrize("text", ["what is the", "can you tell me please", "hey man, so um", "in which of these"])
def test_words_that_only_surround_a_question_constrain_nothing(lexicon: Lexicon, text: str) -> None:
    assert concepts(lexicon, text) == []


def test_a_word_that_nobody_knows_constrains_most_and_everyday_talk_least(lexicon: Lexicon) -> None:
    (strange,) = mentions(lexicon, "zorblax")
    (rare,) = mentions(lexicon, "lighthouse")
    (everyday,) = mentions(lexicon, "money")
    assert strange.weight > rare.weight > everyday.weight > FREE


def test_a_name_and_a_measure_constrain_wholly(lexicon: Lexicon) -> None:
    assert [mention.weight for mention in mentions(lexicon, "speed Severn")] == [HARD, HARD]


def test_a_phrase_can_be_met_by_its_words(lexicon: Lexicon) -> None:
    (bay,) = mentions(lexicon, "Bay of Fundy")
    assert bay.parts
    (severn,) = mentions(lexicon, "Severn")
    assert severn.parts == ()


def test_two_glossary_words_of_one_spelling_give_one_mention_with_both_meanings() -> None:
    bank = Entity("bank", "bank", "company", HERE)
    glossary = Glossary(entities={"bank": bank}, terms=(Term(("bank", "shore"), HERE),))
    (found,) = mentions(Lexicon(glossary, language("en")), "bank")
    assert set(found.concepts) >= {"entity:bank", "term:bank"}
    assert found.concept == "entity:bank"


# Misspellings.


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("severm", "severn"),
        ("svern", "severn"),
        ("qiantnag", "qiantang"),
        ("hydrografic", "hydrographic"),
        ("anapolis", "annapolis"),
        ("tidalrange", "tidal range"),
    ],
)
def test_a_misspelt_word_is_read_as_the_one_that_was_meant(lexicon: Lexicon, typed: str, meant: str) -> None:
    assert mended(lexicon, typed) == meant
    assert lexicon.words(typed)[0].typed == typed


@pytest.mark.parametrize("word", ["seven", "river", "boring", "money", "china", "bored", "tired"])
def test_a_real_word_is_never_taken_for_a_misspelling(lexicon: Lexicon, word: str) -> None:
    assert mended(lexicon, word) == word


@pytest.mark.parametrize("word", ["xq", "zorblaxian", "qqqqqqqqqq", "a" * 300, "r56", "16.3"])
def test_what_is_like_nothing_stays_as_it_was_typed(lexicon: Lexicon, word: str) -> None:
    assert mended(lexicon, word) == word


def test_nothing_is_mended_where_the_text_is_known_to_be_spelt_right(lexicon: Lexicon) -> None:
    assert [word.text for word in lexicon.words("severm", mend=False)] == ["severm"]


def test_a_word_learnt_is_spelt_right_from_then_on() -> None:
    lexicon = Lexicon(Glossary(), language("en"))
    assert mended(lexicon, "zorblxa") == "zorblxa"
    lexicon.learn(["the", "zorblax", "sings"])
    assert mended(lexicon, "zorblxa") == "zorblax"
    assert mended(lexicon, "zorblax") == "zorblax"


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("whats the range", "what is the range"),
        ("didn't it rise", "did not it rise"),
        ("hw mny", "how many"),
        ("yoy", "year on year"),
    ],
)
def test_chat_spellings_are_written_out(lexicon: Lexicon, typed: str, written: str) -> None:
    assert lexicon.respell(typed) == written


def test_only_whole_words_are_respelt(lexicon: Lexicon) -> None:
    assert lexicon.respell("hurry, Yorkshire is dry") == "hurry, Yorkshire is dry"


# Names with a gap.


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("how much power was sold abroad", True),
        ("was power from the plant sold last year abroad", True),
        ("is power sold", False),
        ("abroad, was power sold", False),
        ("sold a b c d e f g h i abroad", False),
    ],
)
def test_a_name_may_have_a_gap_for_a_few_other_words(text: str, named: bool) -> None:
    glossary = Glossary(
        entities={"export": Entity(id="export", name="export", kind="trade", aliases=("sold … abroad",), location=HERE)}
    )
    assert ("entity:export" in concepts(Lexicon(glossary, language("en")), text)) is named


def test_a_name_takes_the_endings_of_its_language() -> None:
    names_in = {"de": ("ausländische Hersteller",)}
    glossary = Glossary(
        entities={"maker": Entity(id="maker", name="maker", kind="company", names_in=names_in, location=HERE)}
    )
    for text in ("ein ausländischer Hersteller", "die ausländischen Hersteller", "ausländischem Hersteller"):
        assert "entity:maker" in concepts(Lexicon(glossary, language("de")), text)


def test_a_tree_that_was_read_back_grows_only_where_it_is_added_to() -> None:
    root = Node()
    root.onward("tide").mean("term:tide", ("tide",))
    root.onward("bore")
    read = pickle.loads(pickle.dumps(root))  # noqa: S301 - it was written the line before
    read.onward("tide").onward("table")
    assert list(read.children["tide"].children) == ["table"]
    assert not read.children["bore"].children
    assert not read.children["bore"].forms
