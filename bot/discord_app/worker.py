"""The worker: a process that loads, checks and makes editions, and hands them over pickled on standard output.

Each line of its input is a JSON array of two folders, the facts and the documents; each answer is a length of eight
bytes and a pickle: the edition, or what kept it from being made. It ends with its input.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import pickle
import pickletools
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import FactBaseError, RoroError
from bot.factbase.loading import load

if TYPE_CHECKING:
    from bot.discord_app.editions import Edition

HEADER = 8
_LARGE = 8 << 20
"""From so many bytes on, a pickle takes milliseconds to tidy up after."""
_NICENESS = 5
"""Answering comes first where both want the processor."""


def main() -> None:
    """Serve until the input ends."""
    with contextlib.suppress(OSError):
        os.nice(_NICENESS)
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as out, contextlib.suppress(BrokenPipeError):
        sys.stdout = sys.stderr  # nothing that is printed by chance may get between
        gc.disable()  # it would walk through all that is being made, again and again
        for line in sys.stdin.buffer:
            facts, seeds = json.loads(line)
            written = write(publish(Path(facts), Path(seeds)))
            out.write(len(written).to_bytes(HEADER, "big") + written)
            out.flush()
            gc.collect()


def write(result: object) -> bytes:
    """Pickle a result; what is large so that reading it leaves little to tidy up at once.

    Whoever reads a pickle keeps a list of all that may come again, and lets go of it in one go while nothing else
    runs. Time is cheap here and dear there, so nothing is on the list but what does come again.
    """
    written = pickle.dumps(result, protocol=pickle.HIGHEST_PROTOCOL)
    return pickletools.optimize(written) if len(written) > _LARGE else written


def publish(facts: Path, seeds: Path) -> Edition | RoroError:
    """Make an edition; return what keeps it from being made."""
    try:
        base = load(facts, seeds)
        from bot.discord_app.editions import edition_of  # takes a while, so faults are told before

        return edition_of(base)
    except FactBaseError as error:
        return error
    except Exception as error:
        return RoroError(f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    main()
