"""A bot as people write them with discord.py: what the sandbox is tested with."""

from __future__ import annotations

import asyncio
import contextlib
import io
import re
import warnings
from collections.abc import AsyncIterator
from typing import Any

with warnings.catch_warnings():
    # discord.py imports audioop, which Python 3.13 drops.
    warnings.simplefilter("ignore", DeprecationWarning)
    import discord
    from discord import app_commands
    from discord.ext import commands

from bot.sandbox import Sandbox

QUIET = discord.AllowedMentions.none()
INTENTS = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
KNOWN = ("nev exports", "nev sales", "port capacity")


class Again(discord.ui.DynamicItem[discord.ui.Button[Any]], template=r"again:(?P<count>\d+)"):
    """A button that outlives the process: its state is in its custom_id."""

    def __init__(self, count: int) -> None:
        super().__init__(discord.ui.Button(label="Again", custom_id=f"again:{count}"))
        self.count = count

    @classmethod
    async def from_custom_id(cls, _: Any, __: Any, match: re.Match[str], /) -> Again:
        return cls(int(match["count"]))

    async def callback(self, interaction: discord.Interaction) -> None:
        view = discord.ui.View(timeout=None)
        view.add_item(Again(self.count + 1))
        await interaction.response.edit_message(content=f"again {self.count}", view=view)


class SampleBot(commands.AutoShardedBot):
    """Answers mentions and direct messages, has commands, buttons, menus and files."""

    def __init__(self, intents: discord.Intents = INTENTS, **options: Any) -> None:
        settings: dict[str, Any] = {
            "chunk_guilds_at_startup": False,
            "guild_ready_timeout": 0.1,
            "allowed_mentions": QUIET,
        }
        super().__init__(command_prefix=(), intents=intents, **settings | options)
        self.heard: list[discord.Message] = []
        self.resumes = 0
        self.refusals: list[discord.HTTPException] = []
        self.add_dynamic_items(Again)
        register(self)

    async def before_identify_hook(self, _: int | None, *, initial: bool = False) -> None:
        """Do not wait between IDENTIFYs: the sandbox's own limit is shortened in step."""
        await asyncio.sleep(0 if initial else 0.06)

    async def setup_hook(self) -> None:
        await self.tree.sync()

    async def on_resumed(self) -> None:
        self.resumes += 1

    async def on_message(self, message: discord.Message) -> None:
        self.heard.append(message)
        if message.author.bot:
            return
        if self.user in message.mentions or message.guild is None:
            await self.answer(message)

    async def answer(self, message: discord.Message) -> None:
        view = discord.ui.View(timeout=None)
        view.add_item(Again(1))
        try:
            await message.reply(f"heard: {message.clean_content}", view=view, nonce=str(message.id))
        except discord.HTTPException as refused:
            self.refusals.append(refused)


def register(bot: SampleBot) -> None:
    """Give the bot its commands."""

    @bot.tree.command(description="Answer a question")
    @app_commands.describe(question="What to answer", private="Only for you")
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def ask(interaction: discord.Interaction, question: str, private: bool = False) -> None:
        embed = discord.Embed(title="Answer", description=question).add_field(name="asked", value="now")
        await interaction.response.send_message(embed=embed, ephemeral=private)

    @ask.autocomplete("question")
    async def suggest(_: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=known, value=known) for known in KNOWN if typed.lower() in known]

    @bot.tree.command(description="Think first, then answer")
    async def think(interaction: discord.Interaction, private: bool = False) -> None:
        await interaction.response.defer(ephemeral=private, thinking=True)
        await asyncio.sleep(0.02)
        await interaction.followup.send("thought about it")
        await interaction.followup.send("and one thing more")

    @bot.tree.command(description="Think first, then edit")
    async def ponder(interaction: discord.Interaction) -> None:
        await interaction.response.defer()
        await interaction.edit_original_response(content="pondered")

    @bot.tree.command(description="Never answers")
    async def ignore(_: discord.Interaction) -> None:
        return

    @bot.tree.command(description="Answers too late")
    async def late(interaction: discord.Interaction) -> None:
        await asyncio.sleep(0.5)
        try:
            await interaction.response.send_message("late")
        except discord.HTTPException as refused:
            bot.refusals.append(refused)

    @bot.tree.command(description="Answers twice")
    async def twice(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("once")
        data = {"type": 4, "data": {"content": "twice"}}
        route = discord.http.Route(
            "POST", "/interactions/{id}/{webhook_token}/callback", id=interaction.id, webhook_token=interaction.token
        )
        try:
            await bot.http.request(route, json=data)
        except discord.HTTPException as refused:
            bot.refusals.append(refused)

    @bot.tree.command(description="A menu")
    async def menu(interaction: discord.Interaction) -> None:
        select: discord.ui.Select[Any] = discord.ui.Select(
            custom_id="topic",
            options=[discord.SelectOption(label=label, value=label.lower()) for label in ("Exports", "Ports")],
        )

        async def chosen(choice: discord.Interaction) -> None:
            await choice.response.send_message(f"chose {select.values[0]}", ephemeral=True)

        select.callback = chosen  # type: ignore[method-assign]  # the documented way to set one without a subclass
        view = discord.ui.View(timeout=60)
        view.add_item(select)
        await interaction.response.send_message("choose", view=view)

    @bot.tree.command(description="A file")
    async def report(interaction: discord.Interaction) -> None:
        file = discord.File(io.BytesIO(b"line 1\nline 2\n"), "report.txt", description="the faults")
        await interaction.response.send_message("the report", file=file)

    @bot.tree.command(description="A modal")
    async def form(interaction: discord.Interaction) -> None:
        modal = discord.ui.Modal(title="A form", custom_id="form")
        field: discord.ui.TextInput[Any] = discord.ui.TextInput(label="Name", custom_id="name")
        modal.add_item(field)

        async def submitted(submission: discord.Interaction) -> None:
            await submission.response.send_message(f"name: {field.value}")

        modal.on_submit = submitted  # type: ignore[method-assign]  # as above
        await interaction.response.send_modal(modal)

    admin = app_commands.Group(
        name="admin", description="For admins", default_permissions=discord.Permissions(administrator=True)
    )

    @admin.command(description="Reload")
    async def reload(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("reloaded", ephemeral=True)

    bot.tree.add_command(admin)

    @bot.tree.context_menu(name="Quote")
    async def quote(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"quoted: {message.content}")


@contextlib.asynccontextmanager
async def running(sandbox: Sandbox, bot: SampleBot, connected: bool = True) -> AsyncIterator[SampleBot]:
    """Run a bot against a sandbox until the block ends; a bot that cannot connect fails the test at once."""
    task = asyncio.create_task(bot.start(sandbox.token))
    ready = asyncio.create_task(sandbox.connected())
    try:
        if connected:
            await asyncio.wait({task, ready}, return_when=asyncio.FIRST_COMPLETED)
            if task.done():
                task.result()
            await ready
        yield bot
    finally:
        ready.cancel()
        await bot.close()
        with contextlib.suppress(Exception, asyncio.CancelledError):
            await asyncio.wait_for(task, 5)
