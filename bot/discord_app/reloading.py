"""Reloading: the facts are loaded and checked in a process of their own, so that answering never stalls."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import json
import os
import pickle
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import bot
from bot.discord_app.changes import Changes, Covered, compare
from bot.discord_app.editions import Edition, warm
from bot.discord_app.logs import Log
from bot.discord_app.worker import HEADER
from bot.errors import FactBaseError, Fault
from bot.settings import TOKEN, Settings

PATIENCE = 300.0
"""After so many seconds a worker is given up."""
_SMALL = 64
"""What is shorter than this is no frame, but the head of one."""
_PAUSE = 0.001
"""For so many seconds after each frame, whoever answers questions need not share the processor with its reader."""
LINGER = 60.0
"""For so many seconds after a reload its worker waits for the next one."""

_log = Log("reload")


@dataclass(frozen=True, slots=True)
class Reloaded:
    """A new edition is ready to take the old one's place."""

    edition: Edition
    changes: Changes
    before: Covered
    after: Covered
    seconds: float


@dataclass(frozen=True, slots=True)
class Rejected:
    """The files are at fault; what was in service stays."""

    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """The worker did not get to the end; what was in service stays."""

    reason: str


@dataclass(frozen=True, slots=True)
class Busy:
    """Another reload is under way."""

    since: float
    """How many seconds ago it began."""


Outcome = Reloaded | Rejected | Failed | Busy


class Reloader:
    """Makes new editions, one at a time. Its worker lingers a while, for whoever mends facts reloads often."""

    def __init__(self, folders: Settings, linger: float = LINGER) -> None:
        self._folders = folders
        self._linger = linger
        self._began: float | None = None
        self._worker: asyncio.subprocess.Process | None = None
        self._end: asyncio.TimerHandle | None = None

    async def reload(self, current: Edition) -> Outcome:
        """Make a new edition from the files and compare it with the current one."""
        now = time.monotonic()
        if self._began is not None:
            return Busy(now - self._began)
        self._began = now
        try:
            result = await self._publish()
            if not isinstance(result, Edition):
                return result
            await asyncio.to_thread(warm, result)
            changes = await asyncio.to_thread(compare, current.base, result.base)
        finally:
            self._began = None
        return Reloaded(result, changes, current.covered, result.covered, time.monotonic() - now)

    async def _publish(self) -> Edition | Rejected | Failed:
        try:
            async with asyncio.timeout(PATIENCE):
                written = await self._ask_worker()
            result = await asyncio.to_thread(_read, written)
        except TimeoutError:
            await self._end_worker()
            return Failed(f"the check took more than {PATIENCE:g} seconds")
        except Exception as error:
            await self._end_worker()
            _log.error("the worker did not get to the end", error)
            return Failed("the check did not get to the end; the log says more")
        self._end = asyncio.get_running_loop().call_later(self._linger, self._dismiss)
        if isinstance(result, Edition):
            return result
        return Rejected(result.faults) if isinstance(result, FactBaseError) else Failed(str(result))

    async def _ask_worker(self) -> bytes:
        if self._end is not None:
            self._end.cancel()
        if self._worker is None or self._worker.returncode is not None:
            self._worker = await _start_worker()
        asked = json.dumps([str(self._folders.facts), str(self._folders.seeds)])
        assert self._worker.stdin is not None  # noqa: S101 - it was started with pipes
        assert self._worker.stdout is not None  # noqa: S101 - the same
        self._worker.stdin.write(f"{asked}\n".encode())
        await self._worker.stdin.drain()
        length = int.from_bytes(await self._worker.stdout.readexactly(HEADER), "big")
        return await self._worker.stdout.readexactly(length)

    def _dismiss(self) -> None:
        """Let a worker go that nobody has needed for a while: it ends with its input."""
        worker, self._worker = self._worker, None
        if worker is not None and worker.stdin is not None:
            worker.stdin.close()

    async def _end_worker(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None and worker.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                worker.kill()
            await worker.wait()

    async def close(self) -> None:
        """End a worker, whatever it is at."""
        if self._end is not None:
            self._end.cancel()
        await self._end_worker()


async def _start_worker() -> asyncio.subprocess.Process:
    package = str(Path(bot.__file__).parent.parent)
    path = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH"))))
    environ = {name: value for name, value in os.environ.items() if name != TOKEN} | {"PYTHONPATH": path}
    return await asyncio.create_subprocess_exec(
        sys.executable,
        *("-P", "-m", "bot.discord_app.worker"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env=environ,
        start_new_session=True,  # Ctrl-C is for the bot, which ends its worker itself
        limit=1 << 20,
    )


class _Frames:
    """Gives a pickle out frame by frame: between two of them the event loop gets its turn.

    To read it in one go would be one long call that lets no other thread run.
    """

    def __init__(self, written: bytes) -> None:
        self._written = written
        self._at = 0

    def read(self, size: int) -> bytes:
        if size > _SMALL:
            time.sleep(_PAUSE)
        begin, self._at = self._at, self._at + size
        return self._written[begin : self._at]

    def readline(self) -> bytes:
        end = self._written.index(b"\n", self._at) + 1
        begin, self._at = self._at, end
        return self._written[begin:end]


def _read(written: bytes) -> object:
    # Collecting garbage while many thousands of objects come into being would visit them all again and again, and
    # once they are there they stay: no collection need walk through them while questions are answered.
    gc.disable()
    try:
        return pickle.load(_Frames(written))  # noqa: S301 - our own worker wrote it
    finally:
        gc.freeze()
        gc.enable()


def summarise(outcome: Outcome) -> str:
    """Tell an outcome in a few lines: counts in digits, facts by id."""
    match outcome:
        case Reloaded(edition, changes, before, after, seconds):
            lines = _lines(changes) or ["nothing changed"]
            lines.append(_coverage(before, after))
            facts = len(edition.base.served)
            lines.append(f"In service: {edition.digest}, {facts} facts, loaded in {seconds:.1f} s.")
            return "\n".join(lines)
        case Rejected(faults):
            count = f"{len(faults)} fault{'' if len(faults) == 1 else 's'}"
            return f"The files are at fault ({count}); the last good facts stay in service."
        case Failed(reason):
            return f"The reload failed: {reason}. The last good facts stay in service."
        case Busy(since):
            return f"Another reload is under way, since {since:.1f} s; this one was not begun."


def _lines(changes: Changes) -> list[str]:
    def told(ids: tuple[str, ...], what: str) -> str | None:
        return f"{len(ids)} {what}: {', '.join(ids)}" if ids else None

    def fields(changed: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
        return tuple(f"{id} ({', '.join(names)})" for id, names in changed.items())

    lines = (
        told(changes.added, "added"),
        told(fields(dict(changes.changed)), "changed"),
        told(changes.withdrawn, "withdrawn"),
        told(changes.removed, "removed"),
        told(changes.sources_added, "sources added"),
        told(fields(dict(changes.sources_changed)), "sources changed"),
        told(changes.sources_removed, "sources removed"),
        "the glossary changed" if changes.glossary else None,
    )
    return [line for line in lines if line]


def _coverage(before: Covered, after: Covered) -> str:
    def told(covered: Covered) -> str:
        return f"{covered.quoted} of {covered.sentences} sentences quoted, {covered.open} open"

    return f"Coverage: {told(after)}" + (f" (before: {told(before)})." if before != after else ", as before.")
