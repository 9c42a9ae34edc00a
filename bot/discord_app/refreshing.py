"""Refreshing: a reload asked for by an admin, a signal or a changed file, and what comes of it put into service."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

from watchfiles import awatch

from bot.discord_app.logs import Log
from bot.discord_app.reloading import Busy, Failed, Outcome, Rejected, Reloaded, summarise

if TYPE_CHECKING:
    from bot.discord_app.client import RoroClient

_log = Log("reload")


async def refresh(client: RoroClient, asked_by: str) -> Outcome:
    """Reload the facts; put them into service if they are sound, and log what became of it."""
    outcome = await client.reloader.reload(client.edition)
    result = type(outcome).__name__.lower()
    client.metrics.reloads.labels(result).inc()
    match outcome:
        case Reloaded(edition=edition):
            client.replace_edition(edition)
            client.metrics.facts.set(len(edition.base.served))
            _log.info("reloaded", by=asked_by, base=edition.digest, told=summarise(outcome).replace("\n", "; "))
        case Rejected(faults=faults):
            _log.error("the files are at fault; the last good facts stay in service", by=asked_by, faults=len(faults))
            for fault in faults:
                _log.error("fault", file=fault.file, line=fault.line, told=fault.message)
        case Failed(reason=reason):
            _log.error("the reload failed; the last good facts stay in service", by=asked_by, told=reason)
        case Busy():
            _log.warning("another reload is under way", by=asked_by)
    return outcome


async def refresh_on_changes(client: RoroClient, folders: tuple[Path, ...]) -> None:
    """Reload whenever a file in the folders has changed and come to rest, until cancelled."""
    async for _ in _changes(folders):
        while isinstance(await refresh(client, "watch"), Busy):
            await asyncio.sleep(0.5)


async def _changes(folders: tuple[Path, ...]) -> AsyncIterator[None]:
    async for _ in awatch(*folders, debounce=1_000, step=200, recursive=True):
        yield
