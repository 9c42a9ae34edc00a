"""Completion: what someone who is typing may mean, in memory and fast."""

from __future__ import annotations

import time

from bot.discord_app.completion import CHOICES, LENGTH, Completion
from bot.discord_app.editions import Edition

QUESTIONS = (
    "How fast is the Severn Bore?",
    "How high is the Severn Bore?",
    "Where are the highest tides in the world?",
    "When did the Annapolis tidal power plant close?",
    "世界上哪里的潮汐最高？",
    "x" * (LENGTH + 1),
)


def test_nothing_typed_offers_the_first_questions() -> None:
    assert Completion(QUESTIONS).choices("", 2) == QUESTIONS[:2]


def test_words_are_found_while_they_are_typed() -> None:
    completion = Completion(QUESTIONS)
    assert completion.choices("how fa")[0] == QUESTIONS[0]
    assert completion.choices("ANNAP")[0] == QUESTIONS[3]
    assert completion.choices("highest tid")[0] == QUESTIONS[2]


def test_a_misspelt_word_is_found_too() -> None:
    assert Completion(QUESTIONS).choices("anapolis plnt")[0] == QUESTIONS[3]
    assert Completion(QUESTIONS).choices("severnn")[0] in QUESTIONS[:2]


def test_chinese_is_found_by_its_characters() -> None:
    assert Completion(QUESTIONS).choices("潮汐")[0] == QUESTIONS[4]


def test_what_is_about_nothing_finds_nothing() -> None:
    assert Completion(QUESTIONS).choices("zzzzqqq") == ()


def test_no_choice_is_longer_than_discord_allows_nor_are_there_more() -> None:
    completion = Completion((*QUESTIONS, *(f"How high is tide {at}?" for at in range(100))))
    assert len(completion.choices("how high")) == CHOICES
    assert all(len(text) <= LENGTH for text in completion.choices("x"))


def test_thirty_thousand_questions_are_searched_in_milliseconds() -> None:
    words = [f"{a}{b}" for a in ("tide", "bore", "wave", "moon", "harbour") for b in range(2_000)]
    completion = Completion(
        f"How high is the {words[at % 10_000]} of the {words[-at % 9_999]}?" for at in range(30_000)
    )
    for typed in ("how high is the", "tide1", "how hihg is the tude77", "h"):
        began = time.perf_counter()
        assert completion.choices(typed)
        assert time.perf_counter() - began < 0.1


def test_somebody_who_reads_chinese_is_offered_chinese_first(shipped: Edition) -> None:
    assert shipped.complete("", "zh") == shipped.openers[1]
    assert shipped.complete(" ", "en") == shipped.openers[0]
    assert not set(shipped.openers[0]) & set(shipped.openers[1])
    assert 0 < len(shipped.openers[1]) <= CHOICES
