"""The composition root: reads the settings once and runs the front that was asked for with them."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper

from bot.console.commands import roro
from bot.discord_app.commands import run, sync
from bot.settings import read_environment, read_settings


def main() -> None:
    """Run `roro`."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that lacks a character still gets the rest of the reply
    roro.add_command(run)
    roro.add_command(sync)
    roro(obj=read_settings(read_environment(os.environ)), prog_name="roro")


if __name__ == "__main__":
    main()
