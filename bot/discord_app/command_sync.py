"""Command sync: Discord is told which commands there are when they have changed, and only then."""

from __future__ import annotations

import asyncio
import hashlib
import json
from typing import Any

import discord

from bot.discord_app.delivery import persist
from bot.discord_app.logs import Log
from bot.discord_app.notebook import Notebook
from bot.discord_app.tree import RoroTree, Translator

_log = Log("commands")
_PATIENCE = 600.0


class CommandSync:
    """Compares the commands with those that Discord was told of last, by their hash."""

    def __init__(self, tree: RoroTree, notebook: Notebook, admin_guild: int | None) -> None:
        self._tree = tree
        self._notebook = notebook
        self._guild = admin_guild
        self._task: asyncio.Task[bool] | None = None
        self.state = "not checked yet"

    def begin(self) -> None:
        """Sync in the background if need be."""
        self._task = asyncio.create_task(self.sync())

    def cancel(self) -> None:
        """Leave off."""
        if self._task is not None:
            self._task.cancel()

    async def sync(self, *, always: bool = False) -> bool:
        """Tell Discord of the commands if they have changed; say whether it was told."""
        if self._tree.translator is None:
            await self._tree.set_translator(Translator())
        known = self._notebook.get("commands") or {}
        current = {"hash": await self._hash(), "guild": self._guild}
        if known == current and not always:
            self.state = "in sync"
            return False
        try:
            await persist(lambda: self._tell(known.get("guild")), patience=_PATIENCE, first_pause=1.0)
        except Exception as error:
            self.state = "failed: " + type(error).__name__
            _log.error("the commands could not be synced", error)
            return False
        self._notebook.put("commands", current)
        self.state = "in sync"
        _log.info("synced the commands", count=len(self._commands()))
        return True

    async def _tell(self, formerly: Any) -> None:
        await self._tree.sync()
        if self._guild is not None:
            await self._tree.sync(guild=discord.Object(self._guild))
        if isinstance(formerly, int) and formerly != self._guild:
            try:
                await self._tree.sync(guild=discord.Object(formerly))
            except (discord.Forbidden, discord.NotFound):
                return  # the bot is no longer there, and neither are its commands

    def _commands(self) -> list[Any]:
        guild = discord.Object(self._guild) if self._guild is not None else None
        return [*self._tree.get_commands(), *(self._tree.get_commands(guild=guild) if guild else ())]

    async def _hash(self) -> str:
        translator = self._tree.translator
        assert translator is not None  # noqa: S101 - set just before
        payloads = [await command.get_translated_payload(self._tree, translator) for command in self._commands()]
        return hashlib.sha256(json.dumps(payloads, sort_keys=True).encode()).hexdigest()
