"""Messages to the bot, by mention, reply or direct message: each gets one reply, which follows its question."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from typing import Any

import discord
from discord.ext import commands
from discord.http import MultipartParameters

from bot.discord_app.attention import Asked, Attention, Called, Heard, Silence, attend
from bot.discord_app.client import RoroClient
from bot.discord_app.delivery import Code, is_passing, persist
from bot.discord_app.embeds import render_reply
from bot.discord_app.exchanges import LIFE, Exchange
from bot.discord_app.logs import Log
from bot.discord_app.markup import escape
from bot.discord_app.pages import called_page
from bot.discord_app.payloads import edit_payload, message_payload
from bot.discord_app.phrases import phrases, tag_of
from bot.discord_app.renderings import Rendering, notice
from bot.discord_app.rights import Rights, rights_in

_log = Log("mentions")
_SPOKEN = (discord.MessageType.default, discord.MessageType.reply)
_SEARCHED = 50
"""How many messages after a question are searched for a reply that an earlier process made."""


class Mentions(commands.Cog):
    """Hears messages, and keeps each reply in step with its question."""

    def __init__(self, client: RoroClient) -> None:
        self.client = client
        client.hear = self.hear

    # What comes in.

    async def hear(self, message: discord.Message) -> None:
        """Reply to a message if it is for the bot."""
        client = self.client
        if not self._may_be_for_me(message) or client.exchanges.find(message.id) is not None:
            return
        attention = self._attend(message)
        if isinstance(attention, Silence):
            return
        with client.workload.entered() as admitted:
            if admitted:
                exchange = self._open(message)
                await self._reply(exchange, message, attention)

    @commands.Cog.listener("on_raw_message_edit")
    async def follow_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Make or change the reply when a question is edited soon after it was asked."""
        message = payload.message
        edited = message.edited_at
        if edited is None or not self._may_be_for_me(message):
            return  # Discord itself added a preview, say
        if (edited - message.created_at).total_seconds() > LIFE:
            return
        attention = self._attend(message)
        if isinstance(attention, Silence):
            return
        client = self.client
        with client.workload.entered() as admitted:
            if not admitted:
                return
            exchange = client.exchanges.find(message.id)
            if exchange is None:
                exchange = self._open(message)
                if message.created_at.timestamp() < client.started:
                    exchange.version = edited.timestamp()
                    async with exchange.turn:
                        exchange.reply = await self._find_reply(message)
            elif edited.timestamp() <= exchange.version:
                return  # the event came twice, or after a later one
            exchange.version = edited.timestamp()
            await self._reply(exchange, message, attention)

    @commands.Cog.listener("on_raw_message_delete")
    async def follow_deletion(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Take the reply away when its question is deleted."""
        await self._withdraw(payload.message_id, payload.channel_id)

    @commands.Cog.listener("on_raw_bulk_message_delete")
    async def follow_deletions(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Take the replies away when their questions are deleted all at once."""
        for message_id in payload.message_ids:
            await self._withdraw(message_id, payload.channel_id)

    # What is made of it.

    def _may_be_for_me(self, message: discord.Message) -> bool:
        """Tell at a glance, for most messages are not."""
        if message.author.bot:
            return False
        return isinstance(message.channel, discord.DMChannel) or self.client.user in message.mentions

    def _attend(self, message: discord.Message) -> Attention:
        client = self.client
        assert client.user is not None  # noqa: S101 - there are no messages before the login
        rights = rights_in(message.channel, message.guild)
        attention = attend(
            Heard(
                me=client.user.id,
                text=message.content,
                from_bot=message.author.bot,
                from_webhook=message.webhook_id is not None,
                from_system=message.type not in _SPOKEN,
                private=isinstance(message.channel, discord.DMChannel),
                pings_me=client.user in message.mentions,
                answers_me=_answered_author(message) == client.user.id,
                may_send=rights.write,
            )
        )
        if attention is Silence.NOT_ALLOWED:
            self._note_silence(message.channel)
        return attention

    def _open(self, message: discord.Message) -> Exchange:
        place = (message.author.id, message.channel.id)
        now = time.monotonic()
        return self.client.exchanges.open(message.id, place, self.client.conversations.at(place, now), now)

    async def _reply(self, exchange: Exchange, message: discord.Message, attention: Asked | Called) -> None:
        version = exchange.version
        async with exchange.turn:
            if exchange.gone or exchange.version != version:
                return  # deleted meanwhile, or edited again: whoever comes after sees to it
            async with self.client.turns.taken():
                rendering = self._render(exchange, message, attention)
            if rendering is None:
                return
            rights = rights_in(message.channel, message.guild)
            began = time.monotonic()
            if exchange.reply is None:
                exchange.reply = await self._send(message, rendering, rights)
            else:
                await self._change(message.channel.id, exchange.reply, rendering, rights)
            self.client.metrics.replying.observe(time.monotonic() - began)
            if exchange.gone:
                await self._delete(message.channel.id, exchange.reply)

    def _render(self, exchange: Exchange, message: discord.Message, attention: Asked | Called) -> Rendering | None:
        client = self.client
        now = time.monotonic()
        tag = tag_of(message.guild.preferred_locale.value) if message.guild else tag_of("en")
        wait = client.cooldowns.admit(message.author.id, message.channel.id, now)
        if wait is not None:
            client.metrics.waits.inc()
            when = discord.utils.format_dt(discord.utils.utcnow() + timedelta(seconds=wait.seconds), "R")
            return notice(phrases(tag)("wait", when=when)) if wait.first else None
        edition = client.edition
        if isinstance(attention, Called):
            return called_page(edition, tag)
        if not exchange.answered:
            # Not before it is its turn: a question before it may still have been waiting for its own.
            exchange.before, exchange.answered = client.conversations.at(exchange.place, now), True
        try:
            reply = edition.answerer.reply(attention.question, exchange.before)
            rendering = render_reply(reply, edition)
        except Exception as error:
            _log.error("a question could not be answered", error)
            return notice(escape(phrases(tag)("stumbled")))
        client.conversations.keep(exchange.place, reply.conversation, now)
        client.metrics.answered(reply.outcome, "message", time.monotonic() - now)
        return rendering

    # How it goes out.

    async def _send(self, message: discord.Message, rendering: Rendering, rights: Rights) -> int | None:
        """Post the reply; return its id, None if Discord would not take it."""
        channel = message.channel.id
        for tried in (rights, Rights(embed=False, refer=rights.refer), Rights(embed=False, refer=False)):
            payload = message_payload(rendering, plain=not tried.embed)
            payload |= {"nonce": str(message.id), "enforce_nonce": True}
            if tried.refer:
                payload["message_reference"] = {"message_id": str(message.id), "fail_if_not_exists": True}
            try:
                sent = await persist(partial(self.client.http.send_message, channel, params=_whole(payload)))
            except discord.Forbidden:
                continue  # what was known of the rights is out of date
            except discord.HTTPException as error:
                if error.code == Code.NO_HISTORY:
                    continue
                if not _is_unknown_reference(error):
                    self._note_loss(error)
                return None
            except (OSError, TimeoutError, discord.DiscordException) as error:
                self._note_loss(error)
                return None
            return int(sent["id"])
        self._note_silence(message.channel)
        return None

    async def _change(self, channel: int, reply: int, rendering: Rendering, rights: Rights) -> None:
        params = _whole(edit_payload(rendering, plain=not rights.embed))
        await self._try(partial(self.client.http.edit_message, channel, reply, params=params))

    async def _delete(self, channel: int, reply: int | None) -> None:
        if reply is not None:
            await self._try(partial(self.client.http.delete_message, channel, reply))

    async def _try(self, attempt: Callable[[], Awaitable[object]]) -> None:
        """Change or delete a reply; one that somebody else has deleted needs neither."""
        try:
            await persist(attempt)
        except discord.NotFound:
            return
        except (OSError, TimeoutError, discord.DiscordException) as error:
            self._note_loss(error)

    async def _withdraw(self, question: int, channel_id: int) -> None:
        client = self.client
        exchange = client.exchanges.find(question)
        if exchange is None:
            return
        exchange.gone = True
        now = time.monotonic()
        turns = client.conversations.at(exchange.place, now).turns
        if turns and turns != exchange.before.turns:
            client.conversations.keep(exchange.place, exchange.before, now)
        with client.workload.entered():
            async with exchange.turn:
                reply, exchange.reply = exchange.reply, None
                await self._delete(channel_id, reply)

    async def _find_reply(self, message: discord.Message) -> int | None:
        """Find the reply that an earlier process gave to this question."""
        try:
            async for later in message.channel.history(after=message, limit=_SEARCHED, oldest_first=True):
                answered = later.reference.message_id if later.reference else None
                if later.author == self.client.user and answered == message.id:
                    return later.id
        except (OSError, TimeoutError, discord.DiscordException):
            return None
        return None

    # What is noted.

    def _note_silence(self, channel: Any) -> None:
        """Log once that the bot may not write somewhere."""
        client = self.client
        if channel.id not in client.silent_channels:
            client.silent_channels[channel.id] = str(getattr(channel, "name", "?"))
            client.metrics.undelivered.labels("not allowed").inc()
            guild = getattr(channel, "guild", None)
            _log.warning("the bot may not write in a channel", channel=channel.id, guild=guild.id if guild else "-")

    def _note_loss(self, error: Exception) -> None:
        why = "line broken" if is_passing(error) else "refused"
        self.client.metrics.undelivered.labels(why).inc()
        _log.error("a reply was not delivered", error, why=why)


def _whole(payload: dict[str, Any]) -> MultipartParameters:
    """Wrap a payload as the library's HTTP client takes it, without files."""
    return MultipartParameters(payload, None, None)


def _answered_author(message: discord.Message) -> int | None:
    """Whose message this one replies to; None if it replies to none, or nobody can tell."""
    resolved = message.reference.resolved if message.reference else None
    return resolved.author.id if isinstance(resolved, discord.Message) else None


def _is_unknown_reference(error: discord.HTTPException) -> bool:
    """Say whether the question was deleted before its reply was posted."""
    if error.code == Code.UNKNOWN_MESSAGE:
        return True
    return error.code == Code.INVALID_FORM and "message_reference" in error.text


async def setup(client: RoroClient) -> None:
    """Add the cog."""
    await client.add_cog(Mentions(client))
