"""What `roro check` reports: how much of each document the facts cover, and the fact base in one line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bot.console.ink import Ink, printable
from bot.console.tables import write_table
from bot.console.words import plural
from bot.curation.rehearsal import Group
from bot.factbase.coverage import Coverage
from bot.factbase.models import FactBase


def report_coverage(coverages: Sequence[Coverage], ink: Ink) -> str:
    """Write how many sentences of each document are quoted, excluded and open."""
    headings = ("document", "sentences", "quoted", "excluded", "open")
    rows = [
        (each.file, *map(str, (len(each.sentences), each.quoted, each.excluded, len(each.open)))) for each in coverages
    ]
    return write_table(headings, rows, ink, right=headings[1:])


def report_warnings(groups: Iterable[Group]) -> Iterator[str]:
    """Write warnings under the title of their sort, one a line: file:line: what is doubtful and what to change."""
    for group in groups:
        if group.warnings:
            yield f"{group.title}:"
            for warning in group.warnings:
                yield printable(f"{warning.file}:{warning.line}: warning: {warning.message}")
            yield ""


def summarise(factbase: FactBase, warnings: int) -> str:
    """Say in one line what the fact base holds and that it is sound."""
    withdrawn = len(factbase.facts) - len(factbase.served)
    parts = (
        f"{plural(len(factbase.facts), 'fact')}{f' ({withdrawn} withdrawn)' if withdrawn else ''}",
        plural(len(factbase.topics), "topic"),
        plural(len(factbase.sources), "document"),
        "no faults",
        plural(warnings, "warning") if warnings else "no warnings",
    )
    return f"{', '.join(parts)}."
