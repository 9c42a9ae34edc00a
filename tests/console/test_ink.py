"""How text is written to terminals and pipes."""

from __future__ import annotations

from io import StringIO

import pytest

from bot.console.ink import Ink, printable, wants_colour


class Tty(StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_pipe_gets_plain_unbroken_lines() -> None:
    text = f"{'long ' * 50}statement\ndetails"
    ink = Ink.of(StringIO())
    assert (ink.wrap(text), ink.bold(text), ink.dim(text)) == (text, text, text)


def test_a_terminal_shows_text_bold_or_dim() -> None:
    ink = Ink(colour=True)
    assert (ink.bold("a"), ink.dim("b")) == ("\x1b[1ma\x1b[0m", "\x1b[2mb\x1b[0m")


def test_a_terminal_gets_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    assert wants_colour(Tty())


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_colours_can_be_declined(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv(name, value)
    assert not wants_colour(Tty())


def test_lines_break_at_words_and_list_items_hang() -> None:
    assert Ink(width=24).wrap("1. one two three four five six") == "1. one two three four\n   five six"
    assert Ink(width=26).wrap("“to be or not to be, that is”", "  ") == "  “to be or not to be,\n  that is”"


def test_control_characters_never_reach_the_terminal() -> None:
    assert printable("a\x1b[2Jb\x00\x07c\x9b\td\ne") == "a[2Jbc\td\ne"
    assert Ink().wrap("x\x1b]0;title\x07") == "x]0;title"
