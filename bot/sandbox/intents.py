"""Which events a session asked for, and what of a message it may read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.sandbox.messages import Message

GUILDS = 1 << 0
GUILD_MEMBERS = 1 << 1
GUILD_PRESENCES = 1 << 8
GUILD_MESSAGES = 1 << 9
GUILD_MESSAGE_REACTIONS = 1 << 10
GUILD_MESSAGE_TYPING = 1 << 11
DIRECT_MESSAGES = 1 << 12
DIRECT_MESSAGE_REACTIONS = 1 << 13
DIRECT_MESSAGE_TYPING = 1 << 14
MESSAGE_CONTENT = 1 << 15

PRIVILEGED = GUILD_MEMBERS | GUILD_PRESENCES | MESSAGE_CONTENT
# 0-16, 20, 21, 24, 25: the bits that Discord has given a meaning.
KNOWN = ((1 << 17) - 1) | 1 << 20 | 1 << 21 | 1 << 24 | 1 << 25

# What an application's flags say of its privileged intents (the "limited" bits: fewer than 100 servers).
APPLICATION_FLAGS = {GUILD_PRESENCES: 1 << 13, GUILD_MEMBERS: 1 << 15, MESSAGE_CONTENT: 1 << 19}

_GUILD_EVENTS = {
    "MESSAGE_CREATE": GUILD_MESSAGES,
    "MESSAGE_UPDATE": GUILD_MESSAGES,
    "MESSAGE_DELETE": GUILD_MESSAGES,
    "MESSAGE_DELETE_BULK": GUILD_MESSAGES,
    "MESSAGE_REACTION_ADD": GUILD_MESSAGE_REACTIONS,
    "MESSAGE_REACTION_REMOVE": GUILD_MESSAGE_REACTIONS,
    "TYPING_START": GUILD_MESSAGE_TYPING,
    "GUILD_MEMBER_ADD": GUILD_MEMBERS,
    "GUILD_MEMBER_UPDATE": GUILD_MEMBERS,
    "GUILD_MEMBER_REMOVE": GUILD_MEMBERS,
    "PRESENCE_UPDATE": GUILD_PRESENCES,
}
_DIRECT_EVENTS = {
    "MESSAGE_CREATE": DIRECT_MESSAGES,
    "MESSAGE_UPDATE": DIRECT_MESSAGES,
    "MESSAGE_DELETE": DIRECT_MESSAGES,
    "MESSAGE_REACTION_ADD": DIRECT_MESSAGE_REACTIONS,
    "MESSAGE_REACTION_REMOVE": DIRECT_MESSAGE_REACTIONS,
    "TYPING_START": DIRECT_MESSAGE_TYPING,
}
_ALWAYS = frozenset({"INTERACTION_CREATE", "USER_UPDATE", "APPLICATION_COMMAND_PERMISSIONS_UPDATE"})


def needed_for(event: str, in_guild: bool) -> int:
    """Return the intent that an event needs; 0 if it always comes."""
    if event in _ALWAYS:
        return 0
    if in_guild:
        return _GUILD_EVENTS.get(event, GUILDS)
    return _DIRECT_EVENTS.get(event, 0)


def application_flags(granted: int) -> int:
    """Return the application's flags for the privileged intents that it was granted."""
    return sum(flag for intent, flag in APPLICATION_FLAGS.items() if granted & intent)


def content_is_open(message: Message, bot_id: int) -> bool:
    """Say whether the bot may read a message's content without the privileged intent.

    Open are direct messages, its own messages, those that mention it by name, and replies that ping it;
    a ping that comes only from replying to an interaction's response opens nothing.
    """
    if message.channel.guild is None or message.author.id == bot_id:
        return True
    if bot_id in message.named_ids:
        return True
    answered = message.referenced
    return bot_id in message.mentioned_ids and answered is not None and answered.interaction is None
