"""Patterns are tried only where they can match, and nothing of what they find is lost by that."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from rounds import QUESTIONS

from bot.qa.languages import available, language
from bot.qa.normalization import clean
from bot.qa.sieve import Sieve, Sieved, SievedAlternatives, branches, needs, words_in


def plain(pattern: str) -> set[str] | None:
    found = needs(pattern)
    return {piece.replace("\0", "|") for piece in found[0]} if found else None


@pytest.mark.parametrize(
    ("pattern", "pieces"),
    [
        ("first half", {"first half"}),
        ("(?:january|february)s?", {"january", "januarys", "february", "februarys"}),
        (r"\d+ (?:ships|boats)", {" ships", " boats"}),
        (r"\bq[1-4]\b", {"|q"}),
        (r"(?:tides?|ebb) \w+ (?=moon)", {"moon"}),
        (r"(?<=by )june", {"june"}),
        ("(?:x+y)*z", {"z"}),
        (r"(?:\w+ )+", {" "}),
        (r"\d+", None),
        ("a?", None),
        ("(?i)june", None),
        ("june|[a-z]", None),
        ("(?:june|)", None),
        (r"\bjune(?! bug)\b", {"|june|"}),
    ],
)
def test_a_match_holds_one_of_the_pieces_that_its_pattern_requires(pattern: str, pieces: set[str] | None) -> None:
    assert plain(pattern) == pieces


def test_a_pattern_that_more_alternatives_lead_up_to_is_still_sifted() -> None:
    many = "|".join(f"word{number}" for number in range(200))
    assert plain(f"(?:{many}) of the tide") == {" of the tide"}


def test_no_pattern_of_a_language_is_kept_from_a_text_that_it_matches() -> None:
    texts = {clean(text) for path in QUESTIONS.glob("*.jsonl") for text in questions_of(path)}
    looked = 0
    for tag in available():
        lang = language(tag)
        frames = [pattern.replace("{documents}", lang.periods.documents) for pattern in lang.frames]
        patterns = [*frames, *lang.patterns.values(), *filter(None, (lang.perfect, lang.about_self))]
        sieve, compiled = Sieve(patterns), [re.compile(pattern) for pattern in patterns]
        for text in texts:
            possible = sieve.open(text, words_in(text))
            for place, pattern in enumerate(compiled):
                if place not in possible:
                    looked += 1
                    assert pattern.search(text) is None, (pattern.pattern, text)
    assert looked > 10_000


def questions_of(path: Path) -> list[str]:
    raw = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [item["question"] if "question" in item else item["turns"][-1] for item in raw]


def test_alternatives_are_replaced_as_if_all_were_tried() -> None:
    patterns = [r"\bby the way\b", r"\bthe way\b", r"\d+ knots"]
    sieved, whole = SievedAlternatives(patterns), re.compile("|".join(patterns))
    for text in ("by the way it is far", "the way by the way", "at 12 knots by the way", "nothing here"):
        assert sieved.sub(" ", text, words_in(text)) == whole.sub(" ", text)


def test_a_sieved_pattern_finds_what_the_pattern_finds() -> None:
    sieved = Sieved(r"\b(?:high|low) tide\b")
    for text in ("a high tide and a low tide", "high water", "lowtide"):
        words = words_in(text)
        assert bool(sieved.search(text, words)) == bool(re.search(r"\b(?:high|low) tide\b", text))
        assert len(list(sieved.finditer(text, words))) == len(re.findall(r"\b(?:high|low) tide\b", text))


@pytest.mark.parametrize(
    ("pattern", "parts"),
    [
        ("tide", ["tide"]),
        (r"ebb|(?:flood|spring) tide|[|(]+|\|", ["ebb", "(?:flood|spring) tide", "[|(]+", r"\|"]),
        ("[]|]|x", ["[]|]", "x"]),
        ("a||b", ["a", "", "b"]),
    ],
)
def test_a_pattern_is_parted_into_its_outermost_alternatives(pattern: str, parts: list[str]) -> None:
    assert branches(pattern) == parts


def test_the_alternatives_of_every_turn_of_phrase_make_up_its_pattern() -> None:
    for pattern in (pattern for tag in available() for pattern in language(tag).patterns.values()):
        parts = branches(pattern)
        assert "|".join(parts) == pattern
        assert sum(re.compile(part).groups for part in parts) == re.compile(pattern).groups


def test_two_sides_are_looked_for_in_lower_case() -> None:
    for pattern in (pattern for tag in available() for pattern in language(tag).sides):
        assert all(piece == piece.lower() for pieces in needs(pattern.pattern) for piece in pieces)
