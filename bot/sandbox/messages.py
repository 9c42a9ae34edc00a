"""Messages as everyone sees them, and what they carry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.sandbox.changes import Changes
from bot.sandbox.errors import Json
from bot.sandbox.intents import content_is_open
from bot.sandbox.snowflakes import date

if TYPE_CHECKING:
    from bot.sandbox.channels import Channel
    from bot.sandbox.guilds import Role
    from bot.sandbox.interactions import Interaction
    from bot.sandbox.users import User

CROSSPOSTED, SUPPRESS_EMBEDS, EPHEMERAL, LOADING = 1 << 0, 1 << 2, 1 << 6, 1 << 7
HAS_THREAD, SUPPRESS_NOTIFICATIONS, COMPONENTS_V2 = 1 << 5, 1 << 12, 1 << 15

DEFAULT, REPLY, SLASH_RESPONSE, CONTEXT_RESPONSE = 0, 19, 20, 23
THREAD_CREATED = 18

BUTTON = 2
SELECTS = (3, 5, 6, 7, 8)


@dataclass(slots=True, eq=False)
class Attachment:
    """A file that a message carries."""

    id: int
    filename: str
    content: bytes
    content_type: str
    description: str | None = None
    url: str = ""

    def wire(self) -> Json:
        """Return the attachment as Discord writes it."""
        wire: Json = {
            "id": str(self.id),
            "filename": self.filename,
            "size": len(self.content),
            "url": self.url,
            "proxy_url": self.url,
            "content_type": self.content_type,
        }
        if self.description is not None:
            wire["description"] = self.description
        return wire


@dataclass(slots=True, eq=False)
class Message:
    """One message; it changes in place when it is edited, and stays readable when it is deleted."""

    id: int
    channel: Channel
    author: User
    content: str = ""
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    flags: int = 0
    type: int = DEFAULT
    nonce: str | int | None = None
    tts: bool = False
    referenced: Message | None = None
    refers: bool = False  # a reply, even when what it answers is gone
    interaction: Interaction | None = None
    mentioned: list[User] = field(default_factory=list)  # those who are pinged
    mentioned_roles: list[Role] = field(default_factory=list)
    mentions_everyone: bool = False
    named_ids: frozenset[int] = frozenset()  # mentioned in the text itself
    ephemeral_for: int | None = None
    webhook_id: int | None = None
    application_id: int | None = None
    pinned: bool = False
    reactions: dict[str, set[int]] = field(default_factory=dict)
    edited_timestamp: str | None = None
    edits: int = 0
    deleted: bool = False
    changes: Changes = field(default_factory=Changes, repr=False)
    _edits_returned: int = 0
    _wires: dict[bool, Json] = field(default_factory=dict, repr=False)

    @property
    def ephemeral(self) -> bool:
        """Whether one person alone sees it."""
        return self.ephemeral_for is not None

    @property
    def loading(self) -> bool:
        """Whether it still says that the bot is thinking."""
        return bool(self.flags & LOADING)

    @property
    def mentioned_ids(self) -> set[int]:
        """The ids of the users that it pings."""
        return {user.id for user in self.mentioned}

    @property
    def link(self) -> str:
        """The message's own address."""
        guild = self.channel.guild
        return f"https://discord.com/channels/{guild.id if guild else '@me'}/{self.channel.id}/{self.id}"

    def visible_to(self, user_id: int) -> bool:
        """Whether this user sees the message, given that they see the channel."""
        return not self.deleted and self.ephemeral_for in (None, user_id)

    def each_component(self) -> Iterator[Json]:
        """Walk through the components, those inside rows, sections and containers too."""
        pending = list(self.components)
        while pending:
            component = pending.pop(0)
            yield component
            pending[:0] = component.get("components", [])
            if isinstance(accessory := component.get("accessory"), dict):
                pending.append(accessory)

    @property
    def buttons(self) -> list[Json]:
        """Its buttons in order."""
        return [component for component in self.each_component() if component["type"] == BUTTON]

    @property
    def labels(self) -> list[str]:
        """What its buttons say."""
        return [button.get("label", "") for button in self.buttons]

    @property
    def selects(self) -> list[Json]:
        """Its select menus in order."""
        return [component for component in self.each_component() if component["type"] in SELECTS]

    async def next_edit(self, timeout: float = 5.0) -> Message:
        """Wait for an edit that no earlier call has returned."""

        def find() -> int | None:
            return self.edits if self.edits > self._edits_returned else None

        self._edits_returned = await self.changes.until(find, timeout, f"edit of message {self.id}")
        return self

    async def gone(self, timeout: float = 5.0) -> Message:
        """Wait until the message is deleted."""
        await self.changes.until(lambda: self.deleted or None, timeout, f"deletion of message {self.id}")
        return self

    def touch(self) -> None:
        """Forget how the message was written out, and wake those who wait for a change."""
        self._wires.clear()
        self.changes.notify()
        self.channel.changes.notify()

    def wire(self, content_granted: bool, bot_id: int, nested: bool = False) -> Json:
        """Return the message as Discord writes it to a bot with or without the content intent."""
        if not nested and content_granted in self._wires:
            return self._wires[content_granted]
        is_open = content_granted or content_is_open(self, bot_id)
        wire: Json = {
            "id": str(self.id),
            "channel_id": str(self.channel.id),
            "type": self.type,
            "content": self.content if is_open else "",
            "author": self.author.wire(),
            "mentions": [user.wire() for user in self.mentioned],
            "mention_roles": [str(role.id) for role in self.mentioned_roles],
            "mention_everyone": self.mentions_everyone,
            "attachments": [attachment.wire() for attachment in self.attachments] if is_open else [],
            "embeds": self.embeds if is_open else [],
            "components": self.components if is_open else [],
            "timestamp": date(self.id),
            "edited_timestamp": self.edited_timestamp,
            "flags": self.flags,
            "pinned": self.pinned,
            "tts": self.tts,
        }
        if self.nonce is not None:
            wire["nonce"] = self.nonce
        if self.webhook_id is not None:
            wire["webhook_id"] = str(self.webhook_id)
        if self.application_id is not None:
            wire["application_id"] = str(self.application_id)
        if self.reactions:
            wire["reactions"] = [self._reaction(emoji, users, bot_id) for emoji, users in self.reactions.items()]
        if self.interaction is not None:
            wire["interaction_metadata"] = self.interaction.metadata()
        if self.refers and not nested:
            self._write_reference(wire, content_granted, bot_id)
        if not nested:
            self._wires[content_granted] = wire
        return wire

    def _write_reference(self, wire: Json, content_granted: bool, bot_id: int) -> None:
        answered = self.referenced
        reference = {"type": 0, "channel_id": str(self.channel.id)}
        if self.channel.guild is not None:
            reference["guild_id"] = str(self.channel.guild.id)
        if answered is not None:
            reference["message_id"] = str(answered.id)
        wire["message_reference"] = reference
        gone = answered is None or answered.deleted
        wire["referenced_message"] = (
            None if gone or answered is None else answered.wire(content_granted, bot_id, nested=True)
        )

    @staticmethod
    def _reaction(emoji: str, users: set[int], bot_id: int) -> Json:
        return {
            "emoji": {"id": None, "name": emoji},
            "count": len(users),
            "count_details": {"burst": 0, "normal": len(users)},
            "burst_colors": [],
            "me_burst": False,
            "burst_me": False,
            "burst_count": 0,
            "me": bot_id in users,
        }
