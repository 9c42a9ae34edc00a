"""The phrases: every language says all that there is to say."""

from __future__ import annotations

import string
from importlib import resources

import pytest

from bot.discord_app.phrases import phrases, tag_of

TAGS = sorted(
    entry.name.removesuffix(".yaml")
    for entry in resources.files("bot.discord_app.phrases").iterdir()
    if entry.name.endswith(".yaml")
)


def holes(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_there_are_languages() -> None:
    assert {"en", "zh"} <= set(TAGS)


@pytest.mark.parametrize("tag", TAGS)
def test_every_phrase_is_said_with_the_same_values(tag: str) -> None:
    english = phrases("en").said
    said = phrases(tag).said
    assert set(said) == set(english)
    assert {name: holes(text) for name, text in said.items()} == {name: holes(text) for name, text in english.items()}


def test_a_language_without_phrases_gets_the_default_ones() -> None:
    assert phrases("xx") is phrases("en")
    assert phrases("../../etc/passwd") is phrases("en")
    assert tag_of("zh-CN") == "zh"
    assert tag_of("en-GB") == "en"
    assert tag_of("fr") == "en"


def test_an_app_in_a_region_of_another_script_is_answered_in_it() -> None:
    assert tag_of("zh-TW") == tag_of("zh-HK") == "zh-Hant"
    said = phrases("zh-Hant")
    assert set(said.said) == set(phrases("zh").said)
    assert said.commands["ask"] == "提問"
    assert said("page", page=1, pages=2) == "第1頁，共2頁"
