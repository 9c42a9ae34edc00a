"""Tables as the terminal shows them: one look for all, plain text where colours are not wanted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import StringIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.console.ink import Ink, printable

_UNBROKEN = 10_000
"""Wide enough for any row: in a pipe a row is a line."""


def write_table(headings: Sequence[str], rows: Iterable[Sequence[str]], ink: Ink, *, right: Sequence[str] = ()) -> str:
    """Write rows under headings, aligned; the columns named in `right` stand to the right."""
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold")
    for heading in headings:
        table.add_column(heading, justify="right" if heading in right else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(printable(cell)) for cell in row))
    page = StringIO()
    console = Console(
        file=page,
        width=ink.width or _UNBROKEN,
        force_terminal=ink.colour,
        color_system="standard" if ink.colour else None,
        highlight=False,
    )
    console.print(table)
    return "\n".join(line.rstrip() for line in page.getvalue().splitlines())
