"""Attention: should Roro answer this message, and what does it ask? Pure, so that a table can test it.

The bot sees a message's text only where Discord shows it without the message-content intent: in direct messages,
where the bot is mentioned, and in pinging replies to its regular messages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Heard:
    """What attention needs to know of a message; `me` is the bot's own id."""

    me: int
    text: str = ""
    from_bot: bool = False
    """Written by the bot itself or another one."""
    from_webhook: bool = False
    from_system: bool = False
    """Discord's own notices: somebody joined, a message was pinned."""
    private: bool = False
    """In a direct message with the bot."""
    pings_me: bool = False
    """The bot itself is among those whom the message mentions; @everyone, @here and roles do not count."""
    answers_me: bool = False
    """It is a reply to a message of the bot."""
    may_send: bool = True


class Silence(StrEnum):
    """Why a message gets no reply."""

    BOT = "from a bot"
    WEBHOOK = "from a webhook"
    SYSTEM = "a notice of Discord's"
    NOT_ADDRESSED = "not addressed to the bot"
    QUOTED = "the mention stands in a quote"
    NOT_ALLOWED = "the bot may not write there"


@dataclass(frozen=True, slots=True)
class Asked:
    """The message asks the bot something."""

    question: str


@dataclass(frozen=True, slots=True)
class Called:
    """The message calls the bot and says nothing more."""


Attention = Asked | Called | Silence

_MARKUP = re.compile(
    r"<(?:@[!&]?|#|t:|id:)[\w:-]*>"  # users, roles, channels, times, parts of a server
    r"|<a?:\w+:\d+>"  # custom emoji
    r"|</[^:>]{1,100}:\d+>"  # links to commands
)
_QUOTED_REST = re.compile(r"^[ \t]*>>>[ \t].*", re.MULTILINE | re.DOTALL)
_QUOTED_LINE = re.compile(r"^[ \t]*>[ \t].*$", re.MULTILINE)
_EMPHASIS = re.compile(r"\*+|`+|~~|\|\||(?<!\w)_+|_+(?!\w)|^[ \t]*(?:#{1,3}|-#)[ \t]+", re.MULTILINE)
_FENCE = re.compile(r"```(?:[\w+-]+\n)?")


def attend(heard: Heard) -> Attention:
    """Decide whether a message is for the bot, and read what it asks."""
    if heard.from_system:
        return Silence.SYSTEM
    if heard.from_webhook:
        return Silence.WEBHOOK
    if heard.from_bot:
        return Silence.BOT
    if not heard.private and not heard.pings_me:
        return Silence.NOT_ADDRESSED
    said = _QUOTED_LINE.sub("", _QUOTED_REST.sub("", heard.text))
    if not heard.private and not heard.answers_me and not _mentions(said, heard.me):
        return Silence.QUOTED if _mentions(heard.text, heard.me) else Silence.NOT_ADDRESSED
    if not heard.may_send:
        return Silence.NOT_ALLOWED
    question = plain(said)
    return Asked(question) if question else Called()


def plain(text: str) -> str:
    """Strip a text of what only Discord reads: mentions, emoji codes, emphasis, code fences."""
    return " ".join(_EMPHASIS.sub("", _FENCE.sub("", _MARKUP.sub(" ", text))).split())


def _mentions(text: str, user: int) -> bool:
    return re.search(rf"<@!?{user}>", text) is not None
