"""Interactions: a person's slash command, button, select menu or modal, and what the bot answers to it."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.sandbox.changes import Changes
from bot.sandbox.errors import ALREADY_ACKNOWLEDGED, UNKNOWN_INTERACTION, ApiError, Json, NoResponse, NothingCame
from bot.sandbox.messages import Message
from bot.sandbox.permissions import Permission, permissions_of

if TYPE_CHECKING:
    from bot.sandbox.channels import Channel
    from bot.sandbox.users import User
    from bot.sandbox.world import World

PING, COMMAND, COMPONENT, AUTOCOMPLETE, MODAL_SUBMIT = 1, 2, 3, 4, 5
PONG, REPLY, DEFERRED_REPLY, DEFERRED_UPDATE, UPDATE, CHOICES, MODAL = 1, 4, 5, 6, 7, 8, 9
ALLOWED_ANSWERS = {
    COMMAND: (REPLY, DEFERRED_REPLY, MODAL),
    COMPONENT: (REPLY, DEFERRED_REPLY, DEFERRED_UPDATE, UPDATE, MODAL),
    AUTOCOMPLETE: (CHOICES,),
    MODAL_SUBMIT: (REPLY, DEFERRED_REPLY, DEFERRED_UPDATE, UPDATE),
}
IN_GUILD, IN_BOT_DM, IN_PRIVATE = 0, 1, 2
# What an app may do where only its user installed it.
_USER_INSTALLED = Permission.ATTACH_FILES | Permission.EMBED_LINKS | Permission.MENTION_EVERYONE


@dataclass(slots=True, eq=False)
class Interaction:
    """One thing that a person did with the bot; what came of it fills in as the bot answers."""

    id: int
    kind: int
    user: User
    channel: Channel
    data: Json
    world: World = field(repr=False)
    message: Message | None = None  # whose component was used
    opened_by: Interaction | None = None  # what opened the modal that this submits
    token: str = field(default_factory=lambda: secrets.token_urlsafe(120), repr=False)
    created: float = field(default_factory=time.monotonic)
    answered: float | None = None
    answer_kind: int | None = None
    original: Message | None = None
    followups: list[Message] = field(default_factory=list)
    choices: list[Json] = field(default_factory=list)
    modal: Json | None = None
    changes: Changes = field(default_factory=Changes, repr=False)

    # For tests.

    @property
    def latency(self) -> float | None:
        """Seconds from the interaction to the bot's first response."""
        return None if self.answered is None else self.answered - self.created

    @property
    def deferred(self) -> bool:
        """Whether the bot asked for more time first."""
        return self.answer_kind in (DEFERRED_REPLY, DEFERRED_UPDATE)

    @property
    def ephemeral(self) -> bool:
        """Whether the response is for the person alone."""
        return self.original is not None and self.original.ephemeral

    async def acknowledged(self) -> Interaction:
        """Wait for the bot's first response of any kind; raise NoResponse when the window closes first."""
        window = self.world.limits.interaction_window
        try:
            await self.changes.until(lambda: self.answer_kind, window - self.age, "response")
        except NothingCame:
            raise NoResponse(f"the application did not respond within {window:g} s") from None
        return self

    async def response(self, timeout: float = 5.0) -> Message:
        """Wait for the message that the person gets to read: for a deferred one, until it says something."""

        def find() -> Message | None:
            return self.original if self.original is not None and not self.original.loading else None

        await self.acknowledged()
        return await self.changes.until(find, timeout, "response message")

    async def followup(self, timeout: float = 5.0, index: int = 0) -> Message:
        """Wait for a follow-up message, the first unless told otherwise."""
        return await self.changes.until(
            lambda: self.followups[index] if len(self.followups) > index else None, timeout, "follow-up"
        )

    # The rules.

    @property
    def age(self) -> float:
        """Seconds since the person acted."""
        return time.monotonic() - self.created

    @property
    def expired(self) -> bool:
        """Whether the token is dead: not answered within the window, or older than its life."""
        limits = self.world.limits
        return self.age > (limits.interaction_window if self.answered is None else limits.interaction_life)

    def answer(self, kind: int) -> None:
        """Note the first response; refuse a second one, and one that comes too late."""
        if self.answered is not None:
            raise ApiError(ALREADY_ACKNOWLEDGED)
        if self.expired:
            raise ApiError(UNKNOWN_INTERACTION)
        self.answered, self.answer_kind = time.monotonic(), kind

    @property
    def user_installed_only(self) -> bool:
        """Whether the bot is here only because the person installed it for themselves."""
        guild = self.channel.guild
        return self.context == IN_PRIVATE or (guild is not None and not guild.bot_is_member)

    @property
    def must_be_ephemeral(self) -> bool:
        """Whether the server lets such an app answer its user alone only."""
        return (
            self.user_installed_only
            and self.channel.guild is not None
            and not permissions_of(self.user.id, self.channel) & Permission.USE_EXTERNAL_APPS
        )

    @property
    def context(self) -> int:
        """Where it happened: a server, a direct message with the bot, or another private channel."""
        if self.channel.guild is not None:
            return IN_GUILD
        return IN_BOT_DM if self.world.bot.id in self.channel.recipients else IN_PRIVATE

    # How Discord writes it.

    def owners(self) -> dict[str, str]:
        """Return for whom the app is installed here: by server ("0") and by user ("1")."""
        owners: dict[str, str] = {}
        if self.channel.guild is not None and self.channel.guild.bot_is_member:
            owners["0"] = str(self.channel.guild.id)
        if self.context == IN_BOT_DM:
            owners["0"] = "0"
        if self.user.installed_app:
            owners["1"] = str(self.user.id)
        return owners

    def metadata(self) -> Json:
        """Return what a message says of the interaction that it answers."""
        wire: Json = {
            "id": str(self.id),
            "type": self.kind,
            "user": self.user.wire(),
            "authorizing_integration_owners": self.owners(),
        }
        if self.kind == COMMAND:
            wire |= {"name": self.data["name"], "command_type": self.data["type"]}
        if self.kind == MODAL_SUBMIT and self.opened_by is not None:
            wire["triggering_interaction_metadata"] = self.opened_by.metadata()
        if self.kind == COMPONENT and self.message is not None:
            wire["interacted_message_id"] = str(self.message.id)
        return wire

    def wire(self) -> Json:
        """Return the interaction as INTERACTION_CREATE does."""
        guild = self.channel.guild
        bot_id = self.world.bot.id
        permissions = _USER_INSTALLED if self.user_installed_only else permissions_of(bot_id, self.channel)
        wire: Json = {
            "id": str(self.id),
            "application_id": str(self.world.application_id),
            "type": self.kind,
            "data": self.data,
            "channel_id": str(self.channel.id),
            "channel": self.channel.wire() | {"permissions": str(permissions_of(self.user.id, self.channel))},
            "token": self.token,
            "version": 1,
            "locale": self.user.locale,
            "app_permissions": str(permissions),
            "entitlements": [],
            "entitlement_sku_ids": [],
            "authorizing_integration_owners": self.owners(),
            "context": self.context,
            "attachment_size_limit": self.world.limits.file_bytes,
        }
        if guild is None:
            wire["user"] = self.user.wire()
        else:
            wire["guild_id"] = str(guild.id)
            wire["guild_locale"] = guild.locale
            wire["guild"] = {"id": str(guild.id), "locale": guild.locale, "features": []}
            wire["member"] = guild.members[self.user.id].wire(channel=self.channel)
        if self.message is not None:
            # A component's message comes with all its content, whatever the intents.
            wire["message"] = self.message.wire(True, bot_id)
        return wire
