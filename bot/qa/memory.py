"""Reading and routing that are done once for each question, however often it is asked or leant on."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any
from weakref import WeakKeyDictionary

from mypy_extensions import mypyc_attr

from bot.qa.models import Turn
from bot.qa.ranking import Ranking
from bot.qa.reading import Reader
from bot.qa.routing import Router
from bot.qa.slots import Reading

_TURNS = 2000
"""How many turns are kept as read."""


class TurnsRead:
    """The turns of open conversations as read. What is read of a turn is forgotten with it."""

    def __init__(self) -> None:
        self._read: WeakKeyDictionary[Turn, Reading] = WeakKeyDictionary()

    def keep(self, turn: Turn, reading: Reading) -> None:
        """Remember how a turn was read, as long as somebody holds it."""
        if len(self._read) >= _TURNS:
            self._read.clear()
        self._read[turn] = reading

    def read(self, turn: Turn) -> Reading | None:
        """Return how a turn was read; None where that is not known."""
        return self._read.get(turn)

    def __reduce__(self) -> tuple[type[TurnsRead], tuple[()]]:
        """Leave what people asked out of a pickle."""
        return TurnsRead, ()


@mypyc_attr(allow_interpreted_subclasses=True, serializable=True)
class RememberingReader(Reader):
    """Reads each text once. What is taught between two readings of a text does not change the second."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._read: dict[tuple[str, str | None, bool], Reading] = {}

    def read(self, text: str, tag: str | None = None, mend: bool = True) -> Reading:
        """Read a text, or remember how it was read."""
        key = (text, tag, mend)
        if key not in self._read:
            self._read[key] = super().read(text, tag, mend)
        return self._read[key]


@mypyc_attr(allow_interpreted_subclasses=True, serializable=True)
class RememberingRouter(Router):
    """Finds the candidates of each question once, and holds it against each of them once."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._found: dict[Hashable, Ranking] = {}

    def candidates(self, reading: Reading, context: Reading | None = None, limit: int | None = None) -> Ranking:
        """Find the facts most likely meant, or remember them."""
        key = (_key(reading), _key(context) if context is not None else None, limit)
        if key not in self._found:
            self._found[key] = super().candidates(reading, context, limit)
        return self._found[key]


_SHARED = ("language", "kinds")
"""Fields that are the same for all readings in a language over one glossary."""


def _key(reading: Reading) -> Hashable:
    """All that tells a reading from others over the same glossary."""
    fields = (name for name in Reading.__dataclass_fields__ if name not in _SHARED)
    return (reading.language.tag, *(getattr(reading, name) for name in fields))
