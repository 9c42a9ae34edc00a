"""The client: what is in service, who is being served, and the rules that hold for every way in."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

import discord
from discord.ext import commands, tasks

from bot.discord_app.admins import Admins
from bot.discord_app.command_sync import CommandSync
from bot.discord_app.conversations import Conversations
from bot.discord_app.cooldowns import Cooldowns
from bot.discord_app.delivery import WINDOW, Code, persist
from bot.discord_app.editions import Edition
from bot.discord_app.exchanges import Exchanges
from bot.discord_app.gateway import fit_library, point_to_gateway, sift_messages
from bot.discord_app.identifying import PAUSE, IdentifyGuard
from bot.discord_app.logs import Log
from bot.discord_app.markup import escape
from bot.discord_app.metrics import Metrics
from bot.discord_app.notebook import Notebook
from bot.discord_app.pages import open_page
from bot.discord_app.phrases import phrases, tag_of
from bot.discord_app.reloading import Reloader
from bot.discord_app.renderings import Rendering, notice
from bot.discord_app.retirement import retire
from bot.discord_app.rights import Rights, invite_link, rights_of
from bot.discord_app.settings import DiscordSettings
from bot.discord_app.states import Documents, ShowFact, State, TopicFacts, Topics
from bot.discord_app.tree import RoroTree
from bot.discord_app.views import StateButton, StateMenu, is_known, parts_of
from bot.discord_app.workload import Turns, Workload
from bot.qa.conversation import extended
from bot.settings import Settings

INTENTS = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
"""None of them is privileged."""

EXTENSIONS = ("mentions", "asking", "browsing", "guidance", "administration")
_SEEN = 2_000
"""How many interactions are remembered, so that one that comes twice is answered once."""

_log = Log("client")


class RoroClient(commands.AutoShardedBot):
    """Roro in Discord."""

    tree: RoroTree

    def __init__(
        self,
        folders: Settings,
        settings: DiscordSettings,
        edition: Edition,
        *,
        identify_pause: float = PAUSE,
        heartbeat_timeout: float = 60.0,
    ) -> None:
        fit_library(settings.api_url)
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # it says nothing aloud
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            intents=INTENTS,
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            tree_cls=RoroTree,
            # A placeholder until Discord says how many; with a number set, the library asks for the gateway no more.
            shard_count=1,
            # Nothing is left to wait for: no member list is asked for.
            guild_ready_timeout=0.1,
            heartbeat_timeout=heartbeat_timeout,
        )
        self.settings = settings
        self.edition = edition
        self.admins = Admins(settings.admin_ids)
        self.conversations = Conversations()
        self.cooldowns = Cooldowns(settings.user_cooldown, settings.channel_cooldown)
        self.exchanges = Exchanges()
        self.metrics = Metrics()
        self.metrics.facts.set(len(edition.base.served))
        self.workload = Workload()
        self.turns = Turns()
        self.reloader = Reloader(folders)
        self.silent_channels: dict[int, str] = {}
        """Channels where the bot may not write, and their names; for the doctor."""
        self.started = time.time()
        self.began = time.monotonic()
        self.hear: Callable[[discord.Message], Awaitable[None]] | None = None
        """What hears messages: one call a message and no more, for most messages are for nobody here."""
        self._identify_pause = identify_pause
        self._seen: OrderedDict[int, None] = OrderedDict()
        self._retiring: set[asyncio.Task[int]] = set()
        self.notebook: Notebook
        self.identifying: IdentifyGuard
        self.command_sync: CommandSync

    # Starting.

    async def setup_hook(self) -> None:
        """Make everything ready between login and the first connection."""
        application = self.application
        assert application is not None  # noqa: S101 - the library fetches it at login
        self.notebook = Notebook(Path(self.settings.data_dir) / f"{application.id}.json")
        self.identifying = IdentifyGuard(self.notebook, pause=self._identify_pause)
        sift_messages(self)
        self.admins.know(application)
        self.add_dynamic_items(StateButton, StateMenu)
        for name in EXTENSIONS:
            await self.load_extension(f"bot.discord_app.cogs.{name}")
        self.command_sync = CommandSync(self.tree, self.notebook, self.settings.admin_guild)
        await self._find_gateway()
        self.command_sync.begin()
        self.housekeeping.start()

    async def _find_gateway(self) -> None:
        shards, url, limit = await self.http.get_bot_gateway()
        point_to_gateway(url)
        self.shard_count = self.identifying.shards = max(int(shards), 1)
        self.identifying.max_concurrency = max(int(limit["max_concurrency"]), 1)
        if limit["remaining"] < self.shard_count:
            seconds = limit["reset_after"] / 1000
            _log.warning("Discord allows no more sessions for now: waiting", seconds=round(seconds))
            await asyncio.sleep(seconds)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:  # noqa: ARG002 - the library calls it so
        """Let the guard decide when a session may be started."""
        await self.identifying.enter()
        self.metrics.identifies.inc()

    async def on_ready(self) -> None:
        """Tell that all shards are there; and how to invite the bot, while nobody has."""
        _log.info(
            "ready", guilds=len(self.guilds), shards=self.shard_count, facts=len(self.edition.base.served),
            base=self.edition.digest,
        )  # fmt: skip
        if not self.guilds and self.application_id:
            _log.info("the bot is in no server yet; whoever manages one can invite it", link=self.invite_link)

    def replace_edition(self, edition: Edition) -> None:
        """Put an edition into service, and let go of the one before without haste."""
        held: list[object] = [self.edition]
        self.edition = edition
        self._retiring.add(task := asyncio.create_task(retire(held)))
        task.add_done_callback(self._retiring.discard)

    @property
    def invite_link(self) -> str:
        """The address that invites the bot."""
        return invite_link(self.application_id or 0)

    @property
    def uptime(self) -> float:
        """Seconds since the client was made."""
        return time.monotonic() - self.began

    # What comes in by other ways than commands.

    async def on_message(self, message: discord.Message, /) -> None:
        """Hand a message to the cog of mentions; there are no prefixed commands to look for."""
        if self.hear is not None:
            await self.hear(message)

    async def on_malformed_event(self, event: str, error: Exception) -> None:
        """Tell of an event that could not be read."""
        self.metrics.dropped.inc()
        _log.error("dropped a malformed event", error, event_name=event)

    async def on_error(self, event_method: str, /, *_: Any, **__: Any) -> None:
        """Tell of an exception in an event's listener, without what the event held."""
        import sys

        _log.error("an event's listener failed", sys.exc_info()[1], listener=event_method)

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Answer the press of a button that no version of the bot made."""
        if interaction.type is not discord.InteractionType.component:
            return
        data: Mapping[str, Any] = interaction.data or {}
        custom_id = str(data.get("custom_id", ""))
        if not is_known(custom_id) and self.first_time(interaction.id):
            await self.turn_to(interaction, None, seen=True)

    def first_time(self, interaction_id: int) -> bool:
        """Say whether an interaction comes for the first time; events may come twice."""
        if interaction_id in self._seen:
            return False
        self._seen[interaction_id] = None
        if len(self._seen) > _SEEN:
            self._seen.popitem(last=False)
        return True

    # Responding to interactions.

    async def turn_to(self, interaction: discord.Interaction[Any], state: State | None, *, seen: bool = False) -> None:
        """Open the page behind a button: browsing turns the page in place, all else opens for the presser alone."""
        if not seen and not self.first_time(interaction.id):
            return
        with self.workload.entered() as admitted:
            if not admitted:
                return
            self.metrics.presses.labels(type(state).__name__ if state else "unknown").inc()
            in_place = isinstance(state, Topics | TopicFacts | Documents) and _is_private(interaction)
            try:
                rendering = self._page(interaction, state)
            except Exception as error:
                _log.error("a page could not be opened", error, page=type(state).__name__)
                rendering, in_place = notice(escape(phrases(tag_of(str(interaction.locale)))("stumbled"))), False
            await self.respond(interaction, rendering, private=True, in_place=in_place)

    def _page(self, interaction: discord.Interaction[Any], state: State | None) -> Rendering:
        if state is None:
            return notice(escape(phrases(tag_of(str(interaction.locale)))("button_gone")))
        edition = self.edition
        if isinstance(state, ShowFact) and (fact := edition.served(state.fact)):
            # What was looked at may be asked on about.
            place = (interaction.user.id, interaction.channel_id or 0)
            now = time.monotonic()
            before = self.conversations.at(place, now)
            self.conversations.keep(place, extended(before, fact.questions[0], (fact.id,)), now)
        return open_page(state, edition)

    async def respond(
        self,
        interaction: discord.Interaction[Any],
        rendering: Rendering,
        *,
        private: bool = False,
        in_place: bool = False,
    ) -> bool:
        """Give the first response to an interaction; say whether Discord took it."""
        rights = Rights() if private else rights_of(interaction.app_permissions)
        parts = parts_of(rendering, plain=not rights.embed)

        async def attempt() -> None:
            if in_place:
                await interaction.response.edit_message(
                    embeds=parts["embeds"], view=parts.get("view"), allowed_mentions=discord.AllowedMentions.none()
                )
            else:
                await interaction.response.send_message(
                    **parts, ephemeral=private, allowed_mentions=discord.AllowedMentions.none()
                )

        age = (discord.utils.utcnow() - interaction.created_at).total_seconds()
        try:
            await persist(attempt, patience=max(WINDOW - max(age, 0), 0.3), first_pause=0.1)
        except discord.HTTPException as error:
            if error.code == Code.ALREADY_ACKNOWLEDGED:
                return True  # an earlier attempt arrived and only its answer was lost
            why = "too late" if error.code == Code.UNKNOWN_INTERACTION else "refused"
            self.metrics.undelivered.labels(why).inc()
            _log.error("an interaction was not answered", error, why=why)
        except discord.InteractionResponded:
            return True
        except (OSError, TimeoutError, discord.DiscordException) as error:
            self.metrics.undelivered.labels("line broken").inc()
            _log.error("an interaction was not answered", error, why="line broken")
        else:
            return True
        return False

    # Running and stopping.

    @tasks.loop(seconds=15)
    async def housekeeping(self) -> None:
        """Forget what is no longer needed, and bring the gauges up to date."""
        now = time.monotonic()
        self.conversations.forget(now)
        self.cooldowns.forget(now)
        self.exchanges.forget(now)
        self.metrics.guilds.set(len(self.guilds))
        connected = [shard for shard in self.shards.values() if not shard.is_closed()]
        self.metrics.shards.set(len(connected))
        latencies = [shard.latency for shard in connected if shard.latency < 3600]
        if latencies:
            self.metrics.latency.set(sum(latencies) / len(latencies))

    @property
    def connected(self) -> bool:
        """Whether every shard has an open socket and has told of its servers."""
        return (
            self.is_ready()
            and len(self.shards) == self.shard_count
            and not any(shard.is_closed() for shard in self.shards.values())
        )

    async def drain(self, seconds: float) -> bool:
        """Take no more work and finish what is in flight; say whether all was finished in time."""
        return await self.workload.drain(seconds)

    async def close(self) -> None:
        """Stop everything."""
        self.housekeeping.cancel()
        for task in self._retiring:
            task.cancel()
        if hasattr(self, "command_sync"):
            self.command_sync.cancel()
        await self.reloader.close()
        await super().close()


def _is_private(interaction: discord.Interaction[Any]) -> bool:
    return interaction.message is not None and interaction.message.flags.ephemeral
