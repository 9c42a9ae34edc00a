"""/roro: reload, status and doctor, for the bot's own admins. Who may use them is checked here, in code."""

from __future__ import annotations

import io
from datetime import timedelta

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_app.client import RoroClient
from bot.discord_app.delivery import persist
from bot.discord_app.doctor import examine_bot
from bot.discord_app.logs import Log
from bot.discord_app.markup import cut, escape
from bot.discord_app.refreshing import refresh
from bot.discord_app.reloading import Rejected, summarise
from bot.discord_app.renderings import CONTENT, notice

_log = Log("admin")
_REFUSAL = "Only the people who run this bot may do that: its owner or team, and those whom its settings name."
_QUIET = discord.AllowedMentions.none()
_SHOWN_FAULTS = 10


@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
@app_commands.default_permissions(administrator=True)
class Administration(commands.GroupCog, name="roro", description="For the admins of the bot."):
    """Answers /roro."""

    def __init__(self, client: RoroClient) -> None:
        super().__init__()
        self.client = client

    async def interaction_check(self, interaction: discord.Interaction[RoroClient], /) -> bool:  # type: ignore[override]  # the library wants any client
        """Let admins in; refuse others privately, and log that somebody tried."""
        if interaction.user.id in self.client.admins:
            return True
        command = interaction.command.qualified_name if interaction.command else "?"
        _log.warning("refused an admin command", command=command, guild=interaction.guild_id or "-")
        await self.client.respond(interaction, notice(_REFUSAL), private=True)
        return False

    @app_commands.command(name="reload", description="Load the facts anew and tell what changed.")
    async def reload(self, interaction: discord.Interaction[RoroClient]) -> None:
        """Reload the facts and report."""
        client = self.client
        await persist(lambda: interaction.response.defer(ephemeral=True, thinking=True), patience=2.0, first_pause=0.1)
        outcome = await refresh(client, "command")
        text = escape(summarise(outcome))
        faults = [str(fault) for fault in outcome.faults] if isinstance(outcome, Rejected) else []
        listed = "\n".join(f"· {escape(fault)}" for fault in faults)
        whole = f"{text}\n{listed}" if faults else text
        files: list[discord.File] = []
        if len(faults) > _SHOWN_FAULTS or len(whole) > CONTENT:
            report = "\n".join([summarise(outcome), *faults])
            files = [discord.File(io.BytesIO(report.encode()), "reload.txt")]
            whole = text
        await persist(
            lambda: interaction.edit_original_response(
                content=cut(whole, CONTENT), attachments=files, allowed_mentions=_QUIET
            )
        )

    @app_commands.command(name="status", description="What is in service, and how it is doing.")
    async def status(self, interaction: discord.Interaction[RoroClient]) -> None:
        """Tell what is in service."""
        client = self.client
        edition = client.edition
        by_outcome = ", ".join(f"{count} {name}" for name, count in sorted(client.metrics.by_outcome.items()))
        shards = client.shards.values()
        latencies = [shard.latency * 1000 for shard in shards if shard.latency < 3600]
        lines = (
            f"Fact base: {edition.digest}, {len(edition.base.served)} facts, {len(edition.base.sources)} sources",
            f"Up for {timedelta(seconds=round(client.uptime))}; servers: {len(client.guilds)}",
            f"Shards: {sum(not shard.is_closed() for shard in shards)} of {client.shard_count} connected, "
            + (f"latency {sum(latencies) / len(latencies):.0f} ms" if latencies else "latency unknown"),
            f"Answers: {sum(client.metrics.by_outcome.values())}" + (f" ({by_outcome})" if by_outcome else ""),
            f"In flight: {client.workload.in_flight}; sessions started today: {client.identifying.today}",
        )
        await client.respond(interaction, notice(escape("\n".join(lines))), private=True)

    @app_commands.command(name="doctor", description="Check permissions, commands, the clock and the facts.")
    async def doctor(self, interaction: discord.Interaction[RoroClient]) -> None:
        """Tell what is well and what is not."""
        findings = examine_bot(self.client, interaction)
        lines = [f"{'✅' if finding.well else '⚠️'} {finding.text}" for finding in findings]
        await self.client.respond(interaction, notice("\n".join(lines)), private=True)


async def setup(client: RoroClient) -> None:
    """Add the cog; where the settings name a server for it, to that server alone."""
    guild = client.settings.admin_guild
    cog = Administration(client)
    if guild is None:
        await client.add_cog(cog)
    else:
        await client.add_cog(cog, guild=discord.Object(guild))
