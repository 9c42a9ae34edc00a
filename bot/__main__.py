"""The composition root: reads the settings once and runs the terminal front with them."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper

from bot.console.commands import roro
from bot.settings import read_settings


def main() -> None:
    """Run `roro`."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that lacks a character still gets the rest of the reply
    roro(obj=read_settings(os.environ), prog_name="roro")


if __name__ == "__main__":
    main()
