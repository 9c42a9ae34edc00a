"""/help and /privacy."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_app.client import RoroClient
from bot.discord_app.pages import help_page
from bot.discord_app.phrases import phrases, tag_of
from bot.discord_app.renderings import notice


class Guidance(commands.Cog):
    """Answers /help and /privacy."""

    def __init__(self, client: RoroClient) -> None:
        self.client = client

    @app_commands.command(name="help", description="What I can do, with questions that I can answer.")
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def help(self, interaction: discord.Interaction[RoroClient]) -> None:
        """Show what the bot can do."""
        page = help_page(self.client.edition, tag_of(str(interaction.locale)))
        await self.client.respond(interaction, page, private=True)

    @app_commands.command(name="privacy", description="What I keep of you, and how to have it deleted.")
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def privacy(self, interaction: discord.Interaction[RoroClient]) -> None:
        """Show what is kept."""
        said = phrases(tag_of(str(interaction.locale)))("privacy")
        await self.client.respond(interaction, notice(said), private=True)


async def setup(client: RoroClient) -> None:
    """Add the cog."""
    await client.add_cog(Guidance(client))
