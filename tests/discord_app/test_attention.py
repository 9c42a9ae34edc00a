"""Should it answer this message? The table of cases."""

from __future__ import annotations

import pytest

from bot.discord_app.attention import Asked, Attention, Called, Heard, Silence, attend, plain

ME = 100_000_000_000_000_001
OTHER = 200_000_000_000_000_002
MENTION = f"<@{ME}>"

CASES: list[tuple[str, Heard, Attention]] = [
    ("a mention at the beginning", Heard(ME, f"{MENTION} how high?", pings_me=True), Asked("how high?")),
    ("a mention in the middle", Heard(ME, f"so {MENTION} how high?", pings_me=True), Asked("so how high?")),
    ("a mention at the end", Heard(ME, f"how high? {MENTION}", pings_me=True), Asked("how high?")),
    ("a nickname mention", Heard(ME, f"<@!{ME}> how high?", pings_me=True), Asked("how high?")),
    ("two mentions of the bot", Heard(ME, f"{MENTION} how high? {MENTION}", pings_me=True), Asked("how high?")),
    (
        "the bot and somebody else",
        Heard(ME, f"{MENTION} tell <@{OTHER}> how high", pings_me=True),
        Asked("tell how high"),
    ),
    ("nothing but the mention", Heard(ME, MENTION, pings_me=True), Called()),
    ("the mention and blanks", Heard(ME, f"  {MENTION} \n ", pings_me=True), Called()),
    ("the mention and an emoji", Heard(ME, f"{MENTION} <a:wave:{OTHER}>", pings_me=True), Called()),
    ("@everyone", Heard(ME, "@everyone how high?"), Silence.NOT_ADDRESSED),
    ("@here", Heard(ME, "@here how high?"), Silence.NOT_ADDRESSED),
    (
        "@everyone and the bot",
        Heard(ME, f"@everyone {MENTION} how high?", pings_me=True),
        Asked("@everyone how high?"),
    ),
    ("a role, even the bot's own", Heard(ME, f"<@&{ME}> how high?"), Silence.NOT_ADDRESSED),
    ("somebody else", Heard(ME, f"<@{OTHER}> how high?"), Silence.NOT_ADDRESSED),
    ("nobody", Heard(ME, "how high?"), Silence.NOT_ADDRESSED),
    ("the bot's name without a mention", Heard(ME, "@Roro how high?"), Silence.NOT_ADDRESSED),
    (
        "a pinging reply to the bot",
        Heard(ME, "and in 2020?", pings_me=True, answers_me=True),
        Asked("and in 2020?"),
    ),
    ("a reply to the bot without a ping", Heard(ME, "", answers_me=True), Silence.NOT_ADDRESSED),
    ("a pinging reply that shows no text", Heard(ME, "", pings_me=True, answers_me=True), Called()),
    ("a pinging reply to another bot", Heard(ME, "and in 2020?"), Silence.NOT_ADDRESSED),
    (
        "a reply to another bot that mentions this one",
        Heard(ME, f"{MENTION} is that so?", pings_me=True),
        Asked("is that so?"),
    ),
    ("a direct message", Heard(ME, "how high?", private=True), Asked("how high?")),
    (
        "a direct message with a mention",
        Heard(ME, f"{MENTION} how high?", private=True, pings_me=True),
        Asked("how high?"),
    ),
    ("an empty direct message, a picture say", Heard(ME, "", private=True), Called()),
    ("a message of the bot itself", Heard(ME, f"{MENTION} hi", from_bot=True, pings_me=True), Silence.BOT),
    ("a direct message of another bot", Heard(ME, "hi", from_bot=True, private=True), Silence.BOT),
    ("a webhook", Heard(ME, f"{MENTION} hi", from_webhook=True, from_bot=True, pings_me=True), Silence.WEBHOOK),
    ("a notice of Discord's", Heard(ME, MENTION, from_system=True, pings_me=True), Silence.SYSTEM),
    ("a mention in a code block, which Discord reads as none", Heard(ME, f"`{MENTION}` how?"), Silence.NOT_ADDRESSED),
    ("a mention in a quote", Heard(ME, f"> {MENTION} how high?\nlol", pings_me=True), Silence.QUOTED),
    ("a mention in a quote to the end", Heard(ME, f">>> lol\n{MENTION} how?", pings_me=True), Silence.QUOTED),
    (
        "a mention under a quote",
        Heard(ME, f"> it is high\n{MENTION} how high?", pings_me=True),
        Asked("how high?"),
    ),
    (
        "a pinging reply to the bot that quotes",
        Heard(ME, "> 16 metres\nand elsewhere?", pings_me=True, answers_me=True),
        Asked("and elsewhere?"),
    ),
    ("no right to send", Heard(ME, f"{MENTION} how high?", pings_me=True, may_send=False), Silence.NOT_ALLOWED),
    ("no right to send, and not addressed", Heard(ME, "how high?", may_send=False), Silence.NOT_ADDRESSED),
    ("emphasis and code", Heard(ME, f"{MENTION} **how** `high` _is_ ~~it~~?", pings_me=True), Asked("how high is it?")),
    ("a fenced question", Heard(ME, f"{MENTION}\n```py\nhow high?\n```", pings_me=True), Asked("how high?")),
    (
        "a channel, a time, a command",
        Heard(ME, f"{MENTION} in <#{OTHER}> <t:1:R> </ask:{OTHER}>?", pings_me=True),
        Asked("in ?"),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("heard", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_it_answers_what_is_for_it_and_nothing_else(heard: Heard, expected: Attention) -> None:
    assert attend(heard) == expected


def test_the_table_is_as_long_as_it_should_be() -> None:
    assert len({name for name, *_ in CASES}) >= 25


def test_words_that_hold_underscores_stay_whole() -> None:
    assert plain("what is snake_case and 2*3?") == "what is snake_case and 23?"


def test_reading_a_hostile_text_takes_no_time() -> None:
    import time

    began = time.perf_counter()
    for text in ("<" * 4000, "*" * 4000, "> " * 2000, "`" * 3999, "_" * 4000, "<a:" + "x" * 3990, "</" + "a" * 3990):
        attend(Heard(ME, f"{MENTION} {text}", pings_me=True))
    assert time.perf_counter() - began < 0.5
