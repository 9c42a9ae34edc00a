"""Servers ("guilds"), their roles and their members."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.sandbox.channels import CATEGORY, FORUM, TEXT, Channel
from bot.sandbox.errors import Json
from bot.sandbox.permissions import Overwrite, permissions_in_channel

if TYPE_CHECKING:
    from bot.sandbox.users import User
    from bot.sandbox.world import World


@dataclass(slots=True, eq=False)
class Role:
    """A role: a name and what it permits."""

    id: int
    name: str
    permissions: int = 0
    position: int = 0
    mentionable: bool = False

    @property
    def mention(self) -> str:
        """The text that mentions this role."""
        return f"<@&{self.id}>"

    def wire(self) -> Json:
        """Return the role as Discord writes it."""
        return {
            "id": str(self.id),
            "name": self.name,
            "permissions": str(self.permissions),
            "position": self.position,
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "managed": False,
            "mentionable": self.mentionable,
            "icon": None,
            "unicode_emoji": None,
            "flags": 0,
        }


@dataclass(slots=True, eq=False)
class Member:
    """A user in a server."""

    guild: Guild = field(repr=False)
    user: User
    roles: list[Role] = field(default_factory=list)
    nick: str | None = None

    def wire(self, with_user: bool = True, channel: Channel | None = None) -> Json:
        """Return the member as Discord writes it, with their permissions in a channel if one is given."""
        wire: Json = {
            "nick": self.nick,
            "avatar": None,
            "banner": None,
            "roles": [str(role.id) for role in self.roles],
            "joined_at": "2026-01-01T00:00:00.000000+00:00",
            "premium_since": None,
            "pending": False,
            "flags": 0,
            "communication_disabled_until": None,
            "mute": False,
            "deaf": False,
        }
        if with_user:
            wire["user"] = self.user.wire()
        if channel is not None:
            wire["permissions"] = str(permissions_in_channel(channel, self))
        return wire


@dataclass(slots=True, eq=False)
class Guild:
    """A server."""

    id: int
    name: str
    owner_id: int
    world: World = field(repr=False)
    locale: str = "en-US"
    roles: dict[int, Role] = field(default_factory=dict, repr=False)
    members: dict[int, Member] = field(default_factory=dict, repr=False)
    channels: dict[int, Channel] = field(default_factory=dict, repr=False)
    threads: dict[int, Channel] = field(default_factory=dict, repr=False)
    # Commands that this server's admins have opened to all, whatever permissions the bot asked for.
    opened_commands: set[str] = field(default_factory=set, repr=False)

    @property
    def everyone(self) -> Role:
        """The role that every member has."""
        return self.roles[self.id]

    @property
    def bot_is_member(self) -> bool:
        """Whether the bot was invited here."""
        return self.world.bot.id in self.members

    # Arranging a server.

    def role(self, name: str, permissions: int = 0, mentionable: bool = False) -> Role:
        """Add a role."""
        role = Role(self.world.ids.next(), name, permissions, len(self.roles), mentionable)
        self.roles[role.id] = role
        self.world.dispatch("GUILD_ROLE_CREATE", {"guild_id": str(self.id), "role": role.wire()}, self.id)
        return role

    def permit(self, role: Role, permissions: int) -> None:
        """Set what a role permits in the whole server."""
        role.permissions = permissions
        self.world.dispatch("GUILD_ROLE_UPDATE", {"guild_id": str(self.id), "role": role.wire()}, self.id)

    def channel(
        self, name: str, kind: int = TEXT, parent: Channel | None = None, overwrites: Iterable[Overwrite] = ()
    ) -> Channel:
        """Add a channel."""
        channel = Channel(
            self.world.ids.next(), kind, self.world, name, self, parent, len(self.channels),
            overwrites={overwrite.id: overwrite for overwrite in overwrites},
        )  # fmt: skip
        self.channels[channel.id] = channel
        self.world.channels[channel.id] = channel
        self.world.dispatch("CHANNEL_CREATE", channel.wire(), self.id)
        return channel

    def forum(self, name: str) -> Channel:
        """Add a forum."""
        return self.channel(name, FORUM)

    def category(self, name: str) -> Channel:
        """Add a category."""
        return self.channel(name, CATEGORY)

    def join(self, user: User, *roles: Role) -> Member:
        """Make a user a member; the bot hears of its own joining as Discord tells it, with the whole server."""
        member = Member(self, user, list(roles))
        self.members[user.id] = member
        if user is self.world.bot:
            # Without "unavailable", which only a server has that was known before.
            self.world.dispatch("GUILD_CREATE", self.wire(), self.id)
        else:
            self.world.dispatch("GUILD_MEMBER_ADD", member.wire() | {"guild_id": str(self.id)}, self.id)
        return member

    def leave(self, user: User) -> None:
        """Take a user out of the server."""
        del self.members[user.id]
        if user is self.world.bot:
            self.world.dispatch("GUILD_DELETE", {"id": str(self.id)}, self.id, even_if_absent=True)
        else:
            payload = {"guild_id": str(self.id), "user": user.wire()}
            self.world.dispatch("GUILD_MEMBER_REMOVE", payload, self.id)

    def set_roles(self, user: User, *roles: Role, nick: str | None = None) -> None:
        """Give a member exactly these roles, and a nickname."""
        member = self.members[user.id]
        member.roles, member.nick = list(roles), nick
        self.world.dispatch("GUILD_MEMBER_UPDATE", member.wire() | {"guild_id": str(self.id)}, self.id)

    # How Discord writes it.

    def profile(self) -> Json:
        """Return the server without its channels and members, as GET /guilds/{id} does."""
        return {
            "id": str(self.id),
            "name": self.name,
            "owner_id": str(self.owner_id),
            "roles": [role.wire() for role in self.roles.values()],
            "preferred_locale": self.locale,
        } | _PROFILE

    def wire(self) -> Json:
        """Return the whole server as GUILD_CREATE does; of the members only the bot's own."""
        own = self.members.get(self.world.bot.id)
        return self.profile() | {
            "member_count": len(self.members),
            "large": len(self.members) > 250,
            "joined_at": "2026-01-01T00:00:00.000000+00:00",
            "channels": [channel.wire() for channel in self.channels.values()],
            "threads": [thread.wire() for thread in self.threads.values() if not thread.archived],
            "members": [] if own is None else [own.wire()],
            "presences": [],
            "voice_states": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
        }


# What the sandbox's servers have in common: Discord's own defaults.
_PROFILE: Json = dict.fromkeys(
    (
        "icon", "description", "home_header", "splash", "discovery_splash", "banner", "application_id",
        "afk_channel_id", "system_channel_id", "widget_channel_id", "vanity_url_code", "rules_channel_id",
        "safety_alerts_channel_id", "public_updates_channel_id", "incidents_data",
    )
) | {
    "features": [], "region": "rotterdam", "afk_timeout": 300, "system_channel_flags": 0, "widget_enabled": False,
    "verification_level": 0, "default_message_notifications": 0, "mfa_level": 0, "explicit_content_filter": 0,
    "max_presences": None, "max_members": 500_000, "max_stage_video_channel_users": 50, "max_video_channel_users": 25,
    "premium_tier": 0, "premium_subscription_count": 0, "premium_progress_bar_enabled": False, "nsfw": False,
    "nsfw_level": 0, "emojis": [], "stickers": [],
}  # fmt: skip
