"""Channels of every kind, what has been said in them, and what each person sees of it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.sandbox.changes import Changes
from bot.sandbox.errors import Json
from bot.sandbox.messages import Message
from bot.sandbox.permissions import Overwrite, Permission, permissions_of
from bot.sandbox.snowflakes import date

if TYPE_CHECKING:
    from bot.sandbox.guilds import Guild, Role
    from bot.sandbox.users import User
    from bot.sandbox.webhooks import Webhook
    from bot.sandbox.world import World

TEXT, DIRECT, GROUP, CATEGORY, ANNOUNCEMENT, PUBLIC_THREAD, PRIVATE_THREAD, FORUM = 0, 1, 3, 4, 5, 11, 12, 15
THREADS = frozenset({10, PUBLIC_THREAD, PRIVATE_THREAD})
WRITABLE = frozenset({TEXT, DIRECT, GROUP, ANNOUNCEMENT, 2, *THREADS})


@dataclass(slots=True, eq=False)
class Channel:
    """A text channel, direct message, group, thread, forum or forum post."""

    id: int
    type: int
    world: World = field(repr=False)
    name: str = ""
    guild: Guild | None = None
    parent: Channel | None = None
    position: int = 0
    topic: str | None = None
    overwrites: dict[int, Overwrite] = field(default_factory=dict)
    recipients: dict[int, User] = field(default_factory=dict)
    owner_id: int | None = None
    archived: bool = False
    thread_members: set[int] = field(default_factory=set)
    messages: dict[int, Message] = field(default_factory=dict, repr=False)
    last_message_id: int | None = None
    sent_count: int = 0
    nonces: dict[tuple[int, str], tuple[float, Message]] = field(default_factory=dict, repr=False)
    typing_since: float | None = None
    changes: Changes = field(default_factory=Changes, repr=False)
    _unread: dict[int, Message] = field(default_factory=dict, repr=False)

    @property
    def mention(self) -> str:
        """The text that links to this channel."""
        return f"<#{self.id}>"

    @property
    def is_thread(self) -> bool:
        """Whether this is a thread or a forum post."""
        return self.type in THREADS

    @property
    def is_private_thread(self) -> bool:
        """Whether only members of the thread see it."""
        return self.type == PRIVATE_THREAD

    @property
    def guild_id(self) -> int | None:
        """The id of its server, if it is in one."""
        return None if self.guild is None else self.guild.id

    # What people see.

    def messages_seen_by(self, user: User) -> list[Message]:
        """Return what this user sees here now, oldest first: nothing without sight of the channel."""
        if not permissions_of(user.id, self) & Permission.VIEW_CHANNEL:
            return []
        return [message for message in self.messages.values() if message.visible_to(user.id)]

    async def next_message(self, timeout: float = 5.0, seen_by: User | None = None) -> Message:
        """Wait for the bot's next message that no earlier call has returned.

        Ephemeral messages are passed over unless `seen_by` is who they are for; a message that still says
        "thinking" counts once it says more.
        """

        def find() -> Message | None:
            for message in self._unread.values():
                hidden = message.ephemeral and (seen_by is None or not message.visible_to(seen_by.id))
                if not (hidden or message.loading):
                    return self._unread.pop(message.id)
            return None

        return await self.changes.until(find, timeout, f"message in #{self.name or self.id}")

    async def reply_to(self, question: Message, timeout: float = 5.0) -> Message:
        """Wait for the bot's reply to this very message."""

        def find() -> Message | None:
            for message in self._unread.values():
                if message.referenced is question:
                    return self._unread.pop(message.id)
            return None

        return await self.changes.until(find, timeout, f"reply to message {question.id}")

    async def stays_quiet(self, seconds: float = 0.3) -> bool:
        """Wait; say whether the bot said nothing more meanwhile, nor before without being read."""
        await asyncio.sleep(seconds)
        return not self._unread

    # What happens here.

    def keep(self, message: Message) -> None:
        """Add a message; the oldest goes when there are more than the history holds."""
        self.messages[message.id] = message
        if not message.ephemeral:
            self.last_message_id = message.id
            self.sent_count += 1
        if message.author.id == self.world.bot.id:
            self._unread[message.id] = message
        if len(self.messages) > self.world.limits.history:
            oldest = next(iter(self.messages))
            del self.messages[oldest]
            self._unread.pop(oldest, None)
        self.changes.notify()

    def drop(self, message: Message) -> None:
        """Remove a message."""
        self.messages.pop(message.id, None)
        message.deleted = True
        self._unread.pop(message.id, None)
        message.touch()

    # Arranging a channel.

    def allow(self, who: Role | User, permissions: int) -> None:
        """Overwrite: allow these permissions here."""
        self._overwrite(who, allow=permissions)

    def deny(self, who: Role | User, permissions: int) -> None:
        """Overwrite: deny these permissions here."""
        self._overwrite(who, deny=permissions)

    def _overwrite(self, who: Role | User, allow: int = 0, deny: int = 0) -> None:
        if self.guild is None:
            raise ValueError("only a server's channels have overwrites")
        old = self.overwrites.get(who.id, Overwrite(who.id, who.id in self.guild.roles))
        self.overwrites[who.id] = Overwrite(
            who.id, old.is_role, (old.allow | allow) & ~deny, (old.deny | deny) & ~allow
        )
        self.world.dispatch("CHANNEL_UPDATE", self.wire(), self.guild.id)

    def thread(self, name: str, owner: User | None = None, private: bool = False) -> Channel:
        """Open a thread here."""
        return self.world.open_thread(self, name, owner or self.world.owner, private)

    def webhook(self, name: str) -> Webhook:
        """Make a webhook for this channel."""
        return self.world.make_webhook(self, name)

    # How Discord writes it.

    def wire(self) -> Json:
        """Return the channel as Discord writes it."""
        wire: Json = {
            "id": str(self.id),
            "type": self.type,
            "flags": 0,
            "last_message_id": None if self.last_message_id is None else str(self.last_message_id),
        }
        if self.type in (DIRECT, GROUP):
            # A bot is told of the others; between others it is told of all.
            wire["recipients"] = [user.wire() for user in self.recipients.values() if user.id != self.world.bot.id]
            if self.type == GROUP:
                wire |= {"name": self.name, "icon": None, "owner_id": str(self.owner_id)}
            return wire
        assert self.guild is not None  # noqa: S101 - every other kind of channel belongs to a server
        wire |= {
            "guild_id": str(self.guild.id),
            "name": self.name,
            "parent_id": None if self.parent is None else str(self.parent.id),
            "rate_limit_per_user": 0,
        }
        if self.is_thread:
            return wire | self._thread_wire()
        wire |= {
            "position": self.position,
            "topic": self.topic,
            "nsfw": False,
            "permission_overwrites": [
                {"id": str(o.id), "type": 0 if o.is_role else 1, "allow": str(o.allow), "deny": str(o.deny)}
                for o in self.overwrites.values()
            ],
        }
        if self.type == FORUM:
            wire |= {"available_tags": [], "default_reaction_emoji": None, "default_sort_order": None}
        return wire

    def _thread_wire(self) -> Json:
        return {
            "owner_id": str(self.owner_id),
            "message_count": min(self.sent_count, 50),
            "total_message_sent": self.sent_count,
            "member_count": min(len(self.thread_members), 50),
            "applied_tags": [],
            "thread_metadata": {
                "archived": self.archived,
                "auto_archive_duration": 1440,
                "archive_timestamp": date(self.id),
                "locked": False,
                "invitable": True,
                "create_timestamp": date(self.id),
            },
        }
