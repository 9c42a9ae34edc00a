"""Escaping: whatever is shown shows as written, and a stranger's words can do no harm."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.discord_app.markup import cut, echo, escape, quoted, units, visible


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("plain words, 1.5 - 2 (3)", "plain words, 1.5 - 2 (3)"),
        ("**bold** _it_ ~~no~~ ||spoiler|| `code`", r"\*\*bold\*\* \_it\_ \~\~no\~\~ \|\|spoiler\|\| \`code\`"),
        ("# heading", r"\# heading"),
        ("> quote", r"\> quote"),
        ("- item\n1. item", "\\- item\n1\\. item"),
        ("[text](https://evil.example)", "\\[text\\](https:\u200b//evil.example)"),
        ("<@123> <@&123> <#123> <t:1:R> <:x:1>", "\\<@\u200b123> \\<@\u200b&123> \\<#123> \\<t:1:R> \\<:x:1>"),
        ("@everyone @here", "@\u200beveryone @\u200bhere"),
        ("discord.gg/abc", "discord.gg\u200b/abc"),
    ],
)
def test_markup_mentions_and_links_are_taken_out_of_a_text(text: str, escaped: str) -> None:
    assert escape(text) == escaped


@given(st.text(max_size=400))
def test_no_mention_link_or_live_markup_survives(text: str) -> None:
    for safe in (escape(text), echo(text)):
        assert not re.search(r"(?<!\\)(?:\\\\)*<[@#:/ta]", safe)
        assert "@everyone" not in safe
        assert "://" not in safe
        assert not re.search(r"(?<!\\)(?:\\\\)*[*_~`|\[\]]", safe)


@given(st.text(max_size=300), st.integers(0, 80))
def test_a_cut_text_fits_and_ends_in_no_half_escape(text: str, limit: int) -> None:
    shortened = cut(escape(text), limit)
    assert units(shortened) <= limit
    body = shortened.removesuffix("…")
    assert (len(body) - len(body.rstrip("\\"))) % 2 == 0 or shortened == escape(text)


def test_what_climbs_out_of_its_line_or_cannot_be_seen_is_dropped() -> None:
    zalgo = "e" + "\u0301\u0302\u0303\u0304" * 50
    assert len(visible(zalgo)) <= 4
    assert visible("a\u202eb\u200bc\x00d\ne") == "abcd e"
    assert visible("é ü 中文 हिन्दी") == "é ü 中文 हिन्दी"


def test_every_line_of_a_quote_is_quoted() -> None:
    assert quoted("a\nb") == "> a\n> b"
