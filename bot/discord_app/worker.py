"""The worker: a process that loads, checks and makes an edition, and hands it over pickled on standard output."""

from __future__ import annotations

import os
import pickle
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import FactBaseError, RoroError
from bot.factbase.loading import load

if TYPE_CHECKING:
    from bot.discord_app.editions import Edition


def main() -> None:
    """Publish the folders named on the command line; write the edition, or what kept it from being made."""
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as out:
        sys.stdout = sys.stderr  # nothing that is printed by chance may get between
        result: Edition | FactBaseError | RoroError
        try:
            base = load(Path(sys.argv[1]), Path(sys.argv[2]))
            from bot.discord_app.editions import edition_of  # takes a while, so faults are told before

            result = edition_of(base)
        except FactBaseError as error:
            result = error
        except Exception as error:
            result = RoroError(f"{type(error).__name__}: {error}")
        pickle.dump(result, out, protocol=pickle.HIGHEST_PROTOCOL)


if __name__ == "__main__":
    main()
