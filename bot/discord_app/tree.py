"""The tree of slash commands: each interaction once, none while stopping, and every error told privately."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.discord_app.logs import Log
from bot.discord_app.markup import escape
from bot.discord_app.phrases import phrases, tag_of
from bot.discord_app.renderings import notice

if TYPE_CHECKING:
    from bot.discord_app.client import RoroClient

_log = Log("commands")


class Translator(app_commands.Translator):
    """Says a command's words in a language that has phrases for them."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,  # noqa: ARG002 - the library calls it so
    ) -> str | None:
        """Return the translation, None where there is none."""
        return phrases(tag_of(locale.value)).commands.get(string.message)


class RoroTree(app_commands.CommandTree["RoroClient"]):
    """All slash commands."""

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Take up an interaction that comes for the first time, unless the bot is stopping."""
        client: RoroClient = interaction.client
        return not client.workload.draining and client.first_time(interaction.id)

    async def _call(self, interaction: discord.Interaction[Any]) -> None:
        """Run a command as a piece of the workload; what is malformed in it ends here."""
        client: RoroClient = interaction.client
        with client.workload.entered() as admitted:
            if not admitted:
                return
            try:
                await super()._call(interaction)
            except app_commands.AppCommandError:
                raise
            except Exception as error:
                _log.error("a command was malformed", error)
                await self._apologise(interaction)

    async def on_error(self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError, /) -> None:
        """Log an error without what was asked, and say privately that something went wrong."""
        if isinstance(error, app_commands.CheckFailure):
            return  # whoever refused has said so
        cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        _log.error(
            "a command failed", cause, command=interaction.command.qualified_name if interaction.command else "?"
        )
        await self._apologise(interaction)

    @staticmethod
    async def _apologise(interaction: discord.Interaction[Any]) -> None:
        client: RoroClient = interaction.client
        if interaction.type is discord.InteractionType.application_command and not interaction.response.is_done():
            say = phrases(tag_of(str(interaction.locale)))
            await client.respond(interaction, notice(escape(say("stumbled"))), private=True)
