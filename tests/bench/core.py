"""Which core a bench runs: that of this checkout or, where PYTHONSAFEPATH is set, the one installed."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def path() -> list[str]:
    """What a bench puts first on its path, to import Roro from."""
    return [] if sys.flags.safe_path else [str(ROOT)]


def form() -> str:
    """Say in a line whether the core that runs is compiled."""
    from bot.qa import routing  # the path is set by now

    return f"core: {'interpreted' if routing.__file__.endswith('.py') else 'compiled'}"
