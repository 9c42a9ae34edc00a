"""/ask: a question as a command, in servers, direct messages, and wherever a user has brought the bot along."""

from __future__ import annotations

import time
from datetime import timedelta

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_app.attention import plain
from bot.discord_app.client import RoroClient
from bot.discord_app.conversations import Place
from bot.discord_app.embeds import render_reply
from bot.discord_app.pages import called_page
from bot.discord_app.phrases import phrases, tag_of
from bot.discord_app.renderings import Rendering, notice

LONGEST = 2_000


class Asking(commands.Cog):
    """Answers /ask."""

    def __init__(self, client: RoroClient) -> None:
        self.client = client

    @app_commands.command(
        name="ask", description="Ask a question; the answer shows the very sentence that it rests on."
    )
    @app_commands.describe(question="Your question, in your own words.", private="Show the answer to you alone.")
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def ask(
        self,
        interaction: discord.Interaction[RoroClient],
        question: app_commands.Range[str, 1, LONGEST],
        private: bool = False,
    ) -> None:
        """Answer a question."""
        client = self.client
        now = time.monotonic()
        tag = tag_of(str(interaction.locale))
        place = (interaction.user.id, interaction.channel_id or 0)
        wait = client.cooldowns.admit(*place, now)
        if wait is not None:
            client.metrics.waits.inc()
            when = discord.utils.format_dt(discord.utils.utcnow() + timedelta(seconds=wait.seconds), "R")
            await client.respond(interaction, notice(phrases(tag)("wait", when=when)), private=True)
            return
        asked = plain(question)
        if not asked:
            await client.respond(interaction, called_page(client.edition, tag), private=True)
            return
        async with client.turns.taken():
            rendering = self._render(asked, place)
        await client.respond(interaction, rendering, private=private)

    def _render(self, asked: str, place: Place) -> Rendering:
        client = self.client
        edition = client.edition
        now = time.monotonic()
        reply = edition.answerer.reply(asked, client.conversations.at(place, now))
        rendering = render_reply(reply, edition)
        client.conversations.keep(place, reply.conversation, now)
        client.metrics.answered(reply.outcome, "command", time.monotonic() - now)
        return rendering

    @ask.autocomplete("question")
    async def complete(
        self, interaction: discord.Interaction[RoroClient], current: str
    ) -> list[app_commands.Choice[str]]:
        """Offer the known questions most like what is being typed."""
        edition = self.client.edition
        tag = tag_of(str(interaction.locale))
        return [app_commands.Choice(name=text, value=text) for text in edition.complete(current, tag)]


async def setup(client: RoroClient) -> None:
    """Add the cog."""
    await client.add_cog(Asking(client))
