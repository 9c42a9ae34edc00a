"""/facts and /sources: everything that Roro knows, and what it rests on, shown to whoever asks alone."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_app.client import RoroClient
from bot.discord_app.pages import open_page
from bot.discord_app.phrases import tag_of
from bot.discord_app.states import Documents, Topics


class Browsing(commands.Cog):
    """Answers /facts and /sources."""

    def __init__(self, client: RoroClient) -> None:
        self.client = client

    @app_commands.command(name="facts", description="Browse everything that I know, by topic.")
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def facts(self, interaction: discord.Interaction[RoroClient]) -> None:
        """Show the topics."""
        page = open_page(Topics(tag_of(str(interaction.locale))), self.client.edition)
        await self.client.respond(interaction, page, private=True)

    @app_commands.command(name="sources", description="The documents that my facts rest on.")
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def sources(self, interaction: discord.Interaction[RoroClient]) -> None:
        """Show the documents."""
        page = open_page(Documents(tag_of(str(interaction.locale))), self.client.edition)
        await self.client.respond(interaction, page, private=True)


async def setup(client: RoroClient) -> None:
    """Add the cog."""
    await client.add_cog(Browsing(client))
