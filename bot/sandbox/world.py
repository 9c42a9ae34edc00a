"""Everything that exists in one sandbox, and the way news of it reaches the gateway."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from bot.sandbox.channels import DIRECT, GROUP, PRIVATE_THREAD, PUBLIC_THREAD, Channel
from bot.sandbox.commands import CommandBook
from bot.sandbox.errors import (
    MISSING_ACCESS,
    UNKNOWN_CHANNEL,
    UNKNOWN_GUILD,
    UNKNOWN_MESSAGE,
    UNKNOWN_USER,
    ApiError,
    Json,
)
from bot.sandbox.guilds import Guild, Role
from bot.sandbox.intents import MESSAGE_CONTENT, application_flags
from bot.sandbox.interactions import Interaction
from bot.sandbox.limits import Limits
from bot.sandbox.messages import Attachment, Message
from bot.sandbox.permissions import EVERYONE, Permission, permissions_of
from bot.sandbox.snowflakes import Snowflakes
from bot.sandbox.users import User
from bot.sandbox.webhooks import Webhook

Dispatch = Callable[[str, Json, int | None], None]
DispatchMessage = Callable[[str, Message], None]


class World:
    """The servers, people, channels and messages of one sandbox, and the one application in it."""

    def __init__(self, limits: Limits, bot_name: str, privileged_intents: int) -> None:
        self.limits = limits
        self.ids = Snowflakes()
        self.base_url = ""
        self.privileged_intents = privileged_intents
        self.users: dict[int, User] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self._direct: dict[frozenset[int], Channel] = {}
        self.webhooks: dict[int, Webhook] = {}
        self.attachments: dict[int, Attachment] = {}
        self.interactions: dict[int, Interaction] = {}
        self.interactions_by_token: dict[str, Interaction] = {}
        # The gateway puts itself in here; until then nobody listens.
        self.send: Dispatch = lambda *_: None
        self.send_message: DispatchMessage = lambda *_: None
        self.gateway_info: Callable[[], Json] = dict
        self.bot = self.add_user(bot_name, bot=True)
        # A person, whom the sandbox puts in here: this module knows users only.
        self.owner = self.bot
        self.team: list[User] = []
        self.commands = CommandBook(self.ids, self.bot.id, limits)

    # Finding things, as the API does: with a refusal where there is nothing.

    def find_channel(self, channel_id: int) -> Channel:
        """Return a channel that the bot has access to."""
        channel = self.channels.get(channel_id)
        if channel is None:
            raise ApiError(UNKNOWN_CHANNEL)
        here = self.bot.id in channel.recipients if channel.guild is None else channel.guild.bot_is_member
        if not here:
            raise ApiError(MISSING_ACCESS)
        return channel

    def find_guild(self, guild_id: int) -> Guild:
        """Return a server that the bot is in."""
        guild = self.guilds.get(guild_id)
        if guild is None:
            raise ApiError(UNKNOWN_GUILD)
        if not guild.bot_is_member:
            raise ApiError(MISSING_ACCESS)
        return guild

    def find_message(self, channel: Channel, message_id: int) -> Message:
        """Return a message that stands in a channel; ephemeral ones are not found this way."""
        message = channel.messages.get(message_id)
        if message is None or message.ephemeral:
            raise ApiError(UNKNOWN_MESSAGE)
        return message

    def find_user(self, user_id: int) -> User:
        """Return a user."""
        if user_id not in self.users:
            raise ApiError(UNKNOWN_USER)
        return self.users[user_id]

    # Making things.

    def add_user(self, name: str, bot: bool = False) -> User:
        """Add an account."""
        user = User(self.ids.next(), name, bot)
        self.users[user.id] = user
        return user

    def add_guild(
        self, name: str, owner: User, shard: int | None, shard_count: int, with_bot: bool, permissions: int
    ) -> Guild:
        """Add a server; the bot joins it last, so that what it hears is complete."""
        guild = Guild(self.ids.next_guild(shard, shard_count), name, owner.id, self)
        guild.roles[guild.id] = Role(guild.id, "@everyone", EVERYONE)
        self.guilds[guild.id] = guild
        guild.join(owner)
        if with_bot:
            bot_role = guild.role(self.bot.name, permissions)
            guild.join(self.bot, bot_role)
        return guild

    def direct_channel(self, *users: User) -> Channel:
        """Return the direct messages of two users, or a group of more; it is made when it is first needed."""
        wanted = frozenset(user.id for user in users)
        if wanted in self._direct:
            return self._direct[wanted]
        channel = self._direct[wanted] = Channel(self.ids.next(), DIRECT if len(wanted) == 2 else GROUP, self)
        channel.recipients = {user.id: user for user in users}
        channel.owner_id = users[0].id
        self.channels[channel.id] = channel
        return channel

    def open_thread(
        self, parent: Channel, name: str, owner: User, private: bool = False, thread_id: int | None = None
    ) -> Channel:
        """Open a thread under a channel, or a post under a forum."""
        guild = parent.guild
        if guild is None:
            raise ValueError("direct messages have no threads")
        kind = PRIVATE_THREAD if private else PUBLIC_THREAD
        thread = Channel(thread_id or self.ids.next(), kind, self, name, guild, parent, owner_id=owner.id)
        thread.thread_members.add(owner.id)
        self.channels[thread.id] = guild.threads[thread.id] = thread
        self.dispatch("THREAD_CREATE", thread.wire() | {"newly_created": True}, guild.id, thread)
        return thread

    def make_webhook(self, channel: Channel, name: str) -> Webhook:
        """Make a webhook for a channel."""
        if channel.guild is None:
            raise ValueError("direct messages have no webhooks")
        webhook_id = self.ids.next()
        # A webhook speaks as a user of its own id, whom nobody can look up.
        author = User(webhook_id, name, bot=True)
        webhook = Webhook(webhook_id, secrets.token_urlsafe(51), name, channel, author)
        self.webhooks[webhook_id] = webhook
        return webhook

    def open_interaction(
        self,
        kind: int,
        user: User,
        channel: Channel,
        data: Json,
        message: Message | None = None,
        opened_by: Interaction | None = None,
    ) -> Interaction:
        """Tell the bot of something that a person did with it."""
        interaction = Interaction(self.ids.next(), kind, user, channel, data, self, message, opened_by)
        self.interactions[interaction.id] = interaction
        self.interactions_by_token[interaction.token] = interaction
        if len(self.interactions) > self.limits.history:
            oldest = self.interactions.pop(next(iter(self.interactions)))
            del self.interactions_by_token[oldest.token]
        self.send("INTERACTION_CREATE", interaction.wire(), channel.guild_id)
        return interaction

    # Telling the gateway.

    def dispatch(
        self,
        event: str,
        payload: Json,
        guild_id: int | None,
        channel: Channel | None = None,
        even_if_absent: bool = False,
    ) -> None:
        """Tell the bot of an event, if it is where the event happened and sees the channel."""
        if guild_id is not None and not even_if_absent and not self.guilds[guild_id].bot_is_member:
            return
        if channel is not None and not self._bot_sees(channel):
            return
        self.send(event, payload, guild_id)

    def dispatch_message(self, event: str, message: Message) -> None:
        """Tell the bot of a message, if it is for it to see."""
        if not message.ephemeral and self._bot_sees(message.channel):
            self.send_message(event, message)

    def write_message_event(self, message: Message, content_granted: bool) -> Json:
        """Return what an event says of a message, with or without the content that the intent would open."""
        payload = dict(message.wire(content_granted, self.bot.id))
        guild = message.channel.guild
        if guild is not None:
            payload["guild_id"] = str(guild.id)
            if message.webhook_id is None and (member := guild.members.get(message.author.id)):
                payload["member"] = member.wire(with_user=False)
            if message.mentioned:
                payload["mentions"] = [self._mentioned(guild, user) for user in message.mentioned]
        # The nonce is for the one who sent it: the bot hears its own back.
        if message.author is not self.bot:
            payload.pop("nonce", None)
        return payload

    def _bot_sees(self, channel: Channel) -> bool:
        return bool(permissions_of(self.bot.id, channel) & Permission.VIEW_CHANNEL)

    def _mentioned(self, guild: Guild, user: User) -> Json:
        member = guild.members.get(user.id)
        return user.wire() if member is None else user.wire() | {"member": member.wire(with_user=False)}

    # The application.

    @property
    def application_id(self) -> int:
        """The application's id, which is its bot's too."""
        return self.bot.id

    @property
    def content_granted(self) -> bool:
        """Whether HTTP requests may read all content: the application has the privileged intent."""
        return bool(self.privileged_intents & MESSAGE_CONTENT)

    def application_wire(self) -> Json:
        """Return the application as Discord describes it to its own bot."""
        flags = application_flags(self.privileged_intents)
        return {
            "id": str(self.application_id),
            "name": self.bot.name,
            "icon": None,
            "description": "",
            "type": None,
            "bot": self.bot.wire(),
            "bot_public": True,
            "bot_require_code_grant": False,
            "verify_key": "0" * 64,
            "flags": flags,
            "flags_new": str(flags),
            "redirect_uris": [],
            "interactions_endpoint_url": None,
            "role_connections_verification_url": None,
            "owner": self.owner.wire(),
            "team": self._team_wire() if self.team else None,
            "approximate_guild_count": sum(guild.bot_is_member for guild in self.guilds.values()),
            "approximate_user_install_count": sum(user.installed_app for user in self.users.values()),
            "approximate_user_authorization_count": 0,
            "explicit_content_filter": 0,
            "eligible_oauth2_scopes": [],
            "integration_types_config": {"0": {}, "1": {}},
        }

    def _team_wire(self) -> Json:
        team_id = str(self.application_id)
        return {
            "id": team_id,
            "name": f"Team of {self.bot.name}",
            "icon": None,
            "owner_user_id": str(self.owner.id),
            "members": [
                {"user": user.wire(), "team_id": team_id, "membership_state": 2, "role": "admin", "permissions": ["*"]}
                for user in (self.owner, *self.team)
            ],
        }
