"""Whatever is typed, a reply comes, and it is a harmless one."""

from __future__ import annotations

import json
import string

import pytest
from asking import Desk
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.console.json_form import reply_form, to_line
from bot.qa.models import OUTCOMES, Reply
from bot.qa.normalization import LENGTH_LIMIT

QUESTION = "How many NEVs did China export from January to July 2023?"
FACT = "nev-exports-2023"


def zalgo(text: str) -> str:
    """Stack combining marks on every letter."""
    return "".join(char + "\u0335\u0347\u0353\u030d\u0489" if char.isalpha() else char for char in text)


NOTHING_ASKED = {
    "nothing": "",
    "blanks": " \t\n\r\u00a0\u2003",
    "control characters": "".join(map(chr, range(32))) + "\x7f\x9b",
    "marks": "?!?!… — ///",
    "emoji": "🚗🔋📈👩‍👩‍👧‍👦🏴‍☠️",
    "direction marks": "\u202e\u2066\u200f\u061c",
    "lone surrogates": "\ud800\udfff\udc00",
    "private characters": "\ue000\U000f0000\U0010ffff",
    "combining marks": "\u0335\u0347" * 50,
    "zero width": "\u200b\u200c\u200d\ufeff",
    "mentions": "<@123456789012345678> <@&1> <#2> <:x:3> <t:1700000000:R>",
}

NONSENSE = {
    "everyone": "@everyone @here",
    "markdown": "**bold** __x__ ~~y~~ `z` ```py\nprint(1)\n``` > q\n# h\n||spoiler|| [a](https://example.org)",
    "right to left": "مرحبا كيف الحال שלום",
    "other scripts": "Привет как дела καλημέρα สวัสดี नमस्ते",
    "braces": "{0} {missing} %s %(x)s ${y} {{}}",
    "markup": "<script>alert(1)</script> &amp; <b>",
    "sql": "'; DROP TABLE facts; --",
    "a path": "../../etc/passwd",
    "regular expressions": "(a+)+$ [[[ (?P<x> \\",
    "yaml": "&a [*a, *a] !!python/object:os.system",
    "a long word": "a" * 1500,
    "digits": "9" * 1500,
    "points": "1.1." * 400,
    "alternating": "a1" * 700,
    "a repeated word": "why " * 450,
    "repeated dates": "from January to July 2023 " * 70,
    "repeated numbers": "2.34 million " * 140,
    "repeated names": "China " * 330,
    "apostrophes": "'s" * 900,
    "characters of another script": "出口" * 900,
    "null bytes": "NEV\x00exports" * 100,
}


def is_sound(desk: Desk, reply: Reply) -> bool:
    """Say whether a reply has a known outcome and some text, and fits on one line of JSON."""
    line = to_line(reply_form(reply, desk.base))
    return (
        reply.outcome in OUTCOMES.values()
        and bool(reply.text)
        and line.isascii()
        and "\n" not in line
        and json.loads(line)["outcome"] == reply.outcome
    )


@pytest.mark.parametrize("text", NOTHING_ASKED.values(), ids=NOTHING_ASKED)
def test_where_nothing_is_asked_nothing_is_asserted(shipped: Desk, text: str) -> None:
    reply = shipped.ask(text)
    assert is_sound(shipped, reply)
    assert reply.outcome in ("unknown", "chat")
    assert reply.facts == ()


@pytest.mark.parametrize("text", NONSENSE.values(), ids=NONSENSE)
def test_nonsense_gets_a_sound_reply(shipped: Desk, text: str) -> None:
    assert is_sound(shipped, shipped.ask(text))


@pytest.mark.parametrize(
    "adorned",
    [
        pytest.param(f"🚗🚗 {QUESTION} 📈", id="emoji"),
        pytest.param(f"**{QUESTION}**", id="bold"),
        pytest.param(f"> _{QUESTION}_", id="a quotation"),
        pytest.param(f"```\n{QUESTION}\n```", id="a code block"),
        pytest.param(f"||{QUESTION}||", id="a spoiler"),
        pytest.param(f"<@123456789012345678> {QUESTION}", id="a mention"),
        pytest.param(f"\u202e{QUESTION}\u202c", id="direction marks"),
        pytest.param(QUESTION.replace(" ", "\u00a0"), id="fixed blanks"),
        pytest.param(QUESTION.replace(" ", "\n"), id="a word a line"),
        pytest.param(QUESTION.replace("e", "e\u200b"), id="zero-width blanks"),
        pytest.param(
            "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in QUESTION), id="full-width letters"
        ),
        pytest.param(zalgo(QUESTION), id="stacked marks"),
        pytest.param(f"\ud800{QUESTION}\udfff", id="lone surrogates"),
        pytest.param(f"\x00\x07{QUESTION}\x1b", id="control characters"),
        pytest.param(QUESTION + " " * 1500, id="trailing blanks"),
        pytest.param(f"{QUESTION}{'!' * 500}", id="shouting"),
    ],
)
def test_a_question_is_understood_under_whatever_adorns_it(shipped: Desk, adorned: str) -> None:
    assert shipped.main_fact(adorned) == ("answered", FACT)


def test_the_question_is_given_back_as_it_was_typed(shipped: Desk) -> None:
    for text in ("", "\ud800 \x00 “x” 🚗", "  How?  "):
        assert shipped.ask(text).question == text


def test_a_question_of_the_full_length_is_read_whole(shipped: Desk) -> None:
    padding = "please " * ((LENGTH_LIMIT - len(QUESTION)) // len("please "))
    assert LENGTH_LIMIT - 10 < len(padding + QUESTION) <= LENGTH_LIMIT
    assert shipped.main_fact(padding + QUESTION) == ("answered", FACT)


def test_a_longer_one_is_turned_away_with_the_limit(shipped: Desk) -> None:
    for text in ("x" * (LENGTH_LIMIT + 1), (QUESTION + " ") * 200, "a" * 10_000, "潮" * 10_000, "\ud800" * 10_000):
        reply = shipped.ask(text)
        assert is_sound(shipped, reply)
        assert reply.outcome == "unknown"
        assert str(LENGTH_LIMIT) in reply.text


def test_a_conversation_of_nonsense_goes_on(shipped: Desk) -> None:
    assert is_sound(shipped, shipped.ask(*NOTHING_ASKED.values(), *NONSENSE.values()))
    assert shipped.main_fact(*NONSENSE.values(), QUESTION) == ("answered", FACT)


def test_a_reply_never_repeats_a_ping_to_everyone(shipped: Desk) -> None:
    for text in ("@everyone", "tell @everyone about @here", f"@everyone {QUESTION}", "How many @everyone in 2021?"):
        reply = shipped.ask(text)
        assert "@everyone" not in reply.text
        assert "@here" not in reply.text


WORDS = st.sampled_from(
    [*QUESTION.split(), "2021", "H1", "BMW", "not", "%", "150", "@everyone", "**", "🚗", "潮汐", "why"]
)
TYPED = st.one_of(
    st.text(max_size=300),
    st.text(alphabet=string.printable, max_size=300),
    st.lists(WORDS, max_size=40).map(" ".join),
    st.lists(st.one_of(WORDS, st.text(max_size=8)), max_size=30).map(" ".join),
)


@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(turns=st.lists(TYPED, min_size=1, max_size=3))
def test_any_text_gets_a_sound_reply(tides: Desk, shipped: Desk, turns: list[str]) -> None:
    for desk in (tides, shipped):
        assert is_sound(desk, desk.ask(*turns))
