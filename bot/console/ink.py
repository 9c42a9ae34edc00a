"""How text looks in a terminal: bold and dim where colours are wanted, plain text everywhere else."""

from __future__ import annotations

import os
import re
import shutil
import textwrap
from typing import TextIO

import click

WIDEST = 100
"""Lines longer than this tire the eye, however wide the terminal is."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def wants_colour(stream: TextIO) -> bool:
    """Say whether `stream` is a terminal whose owner has not declined colours (NO_COLOR, TERM=dumb)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def printable(text: str) -> str:
    """Drop control characters, which could drive a terminal; keep tabs and line feeds."""
    return _CONTROL.sub("", text)


class Ink:
    """Writes one stream's text: coloured if `colour`, wrapped at words if `width` is given."""

    def __init__(self, *, colour: bool = False, width: int | None = None) -> None:
        self.colour = colour
        self.width = width

    @classmethod
    def of(cls, stream: TextIO) -> Ink:
        """Choose what suits `stream`: a pipe gets each paragraph as one plain line."""
        width = min(shutil.get_terminal_size().columns, WIDEST) if stream.isatty() else None
        return cls(colour=wants_colour(stream), width=width)

    def bold(self, text: str) -> str:
        """Make text stand out."""
        return click.style(text, bold=True) if self.colour else text

    def dim(self, text: str) -> str:
        """Make text step back."""
        return click.style(text, dim=True) if self.colour else text

    def wrap(self, text: str, indent: str = "") -> str:
        """Break each line of `text` at words where the width is known, and indent it."""
        lines = printable(text).split("\n")
        if self.width is not None:
            room = max(self.width - len(indent), 20)
            # Words longer than a line stay whole: a link or an unspaced script breaks better in the terminal itself.
            lines = [part for line in lines for part in _broken(line, room)]
        return "\n".join(f"{indent}{line}" if line else "" for line in lines)


def _broken(line: str, room: int) -> list[str]:
    hanging = re.match(r"\s*(?:\d+[.)]?\s+|[-•–]\s+)?", line)
    margin = " " * (hanging.end() if hanging else 0)
    return textwrap.wrap(line, room, subsequent_indent=margin, break_long_words=False, break_on_hyphens=False) or [""]
