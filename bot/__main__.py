"""The composition root: reads the settings once and runs the terminal front with them."""

from __future__ import annotations

import os

from bot.console.commands import roro
from bot.settings import read_settings


def main() -> None:
    """Run `roro`."""
    roro(obj=read_settings(os.environ), prog_name="roro")


if __name__ == "__main__":
    main()
