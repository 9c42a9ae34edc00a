"""Retirement: what a reload has replaced is taken apart bit by bit, for to let go of it at once stalls everything."""

from __future__ import annotations

import asyncio
import gc
import sys
import time
import types
from collections.abc import Callable

SLICE = 0.002
"""For how many seconds at a time the event loop is held."""
_PAUSE = 0.01
_BORROWED = 20.0
"""For how many seconds whoever is still at work on it may keep it whole."""
_OWN = 2
"""The references that this module itself holds to what it looks at."""
_LEFT_ALONE = (type, types.ModuleType, types.FunctionType, types.CodeType)


async def retire(held: list[object]) -> int:
    """Let go of what a list alone holds, and empty the list; return how many objects were taken apart.

    An object that somebody else holds as well is left whole to its other holder.
    """
    deadline = time.monotonic() + _BORROWED
    while any(_is_borrowed(held, at) for at in range(len(held))) and time.monotonic() < deadline:
        await asyncio.sleep(_PAUSE)
    taken = 0
    while held:
        taken += _take_apart(held, time.perf_counter)
        await asyncio.sleep(_PAUSE)
    return taken


def _is_borrowed(held: list[object], at: int) -> bool:
    return sys.getrefcount(held[at]) > _OWN


def _take_apart(held: list[object], clock: Callable[[], float]) -> int:
    """Take objects apart for one slice of time: each gives its parts to the list, and dies alone."""
    until = clock() + SLICE
    taken = 0
    while held and clock() < until:
        piece = held.pop()
        if sys.getrefcount(piece) <= _OWN and not isinstance(piece, _LEFT_ALONE):
            held += gc.get_referents(piece)
            taken += 1
        del piece
    return taken
