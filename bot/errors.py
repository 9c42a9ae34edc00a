"""Every error that Roro raises on purpose; each message is written for the person who reads it.

RoroError
├── FactBaseError        the fact base does not load; carries every Fault with its file and line
├── UsageError           a command or setting was used wrongly
│   └── QuestionsError   a file of questions cannot be read; carries every Fault with its file and line
└── RefusedError         a service that Roro needs turns it away for good
"""

from __future__ import annotations

from dataclasses import dataclass


class RoroError(Exception):
    """Root of the tree; `exit_code` is what a command ends with when this error reaches the terminal."""

    exit_code = 1


class UsageError(RoroError):
    """A command or a setting was used wrongly; the message says what to change."""

    exit_code = 2


class RefusedError(RoroError):
    """A service refuses Roro in a way that trying again cannot mend: a supervisor must not restart it."""

    exit_code = 78


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong with a fact base: `file:line: what is wrong and what to change` (lines count from 1)."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class FactBaseError(RoroError):
    """The fact base does not load. `faults` holds every fault found, in file and line order."""

    exit_code = 3

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults

    def __reduce__(self) -> tuple[type[FactBaseError], tuple[tuple[Fault, ...]]]:
        return type(self), (self.faults,)


class QuestionsError(UsageError):
    """A file of questions cannot be read. `faults` holds every fault found, in file and line order."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults
