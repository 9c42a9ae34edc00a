"""What reading and checking bring to light: faults keep a base from loading, warnings do not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from bot.errors import Fault

_CLOSE = 60.0
"""The least similarity (0–100) at which a name is offered as what was meant."""


@dataclass(frozen=True, slots=True)
class Findings:
    """The faults found so far in one file; every reader adds to it and goes on."""

    file: str
    faults: list[Fault] = field(default_factory=list)

    def fault(self, line: int, message: str) -> None:
        """Note one fault of this file."""
        self.faults.append(Fault(self.file, line, message))


def in_order(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Sort findings by file and line, those of one line as they were found, each of them once."""
    return tuple(sorted(dict.fromkeys(faults), key=lambda fault: (fault.file, fault.line)))


def closest(name: str, known: Iterable[str]) -> str | None:
    """Find the known name that `name` was probably meant to be, None when nothing is close."""
    found = process.extractOne(name, list(known), scorer=fuzz.ratio, processor=str.casefold, score_cutoff=_CLOSE)
    return found[0] if found else None


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Offer the closest known name as a clause to put inside a message, empty when nothing is close."""
    found = closest(name, known)
    return f" (did you mean {found!r}?)" if found is not None else ""


def excerpt(text: str, limit: int = 160) -> str:
    """Show a passage on one line: whitespace collapsed, control characters as '?', cut at `limit` characters."""
    shown = "".join(char if char.isprintable() else "?" for char in " ".join(text.split()))
    return shown if len(shown) <= limit else f"{shown[: limit - 1].rstrip()}…"
