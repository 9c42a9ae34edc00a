"""What a button or a menu's option stands for, written into its custom_id so that it works after a restart.

A state is written `roro1:<kind>:<language>:<rest>`: the version first, so that a later shape can tell old buttons.

State = ShowSource | ShowFact | Topics | TopicFacts | Documents
"""

from __future__ import annotations

import re
from dataclasses import dataclass

PREFIX = "roro1"
MENU_ID = f"{PREFIX}-menu"
LIMIT = 100
"""Discord's limit of a custom_id and of an option's value."""

_TAG = r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,2}"
_ID = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_PAGE = r"\d{1,4}"
_FORM = re.compile(rf"{PREFIX}:(?P<kind>\w):(?P<tag>{_TAG})(?::(?P<id>{_ID}))?(?::(?P<page>{_PAGE}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class ShowSource:
    """Show the passage around a fact's quotes."""

    tag: str
    fact: str


@dataclass(frozen=True, slots=True)
class ShowFact:
    """Show a fact with its proof."""

    tag: str
    fact: str


@dataclass(frozen=True, slots=True)
class Topics:
    """Show a page of the list of topics."""

    tag: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class TopicFacts:
    """Show a page of a topic's facts."""

    tag: str
    topic: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class Documents:
    """Show a page of the list of documents."""

    tag: str
    page: int = 0


State = ShowSource | ShowFact | Topics | TopicFacts | Documents


def encode(state: State) -> str:
    """Write a state as a custom_id."""
    match state:
        case ShowSource(tag, fact):
            return f"{PREFIX}:s:{tag}:{fact}"
        case ShowFact(tag, fact):
            return f"{PREFIX}:f:{tag}:{fact}"
        case Topics(tag, page):
            return f"{PREFIX}:t:{tag}:{page}"
        case TopicFacts(tag, topic, page):
            return f"{PREFIX}:l:{tag}:{topic}:{page}"
        case Documents(tag, page):
            return f"{PREFIX}:d:{tag}:{page}"


def decode(custom_id: str) -> State | None:
    """Read a custom_id; None for one that was tampered with or that no version of the bot wrote."""
    match = _FORM.fullmatch(custom_id) if len(custom_id) <= LIMIT else None
    if match is None:
        return None
    tag, id, page = match["tag"], match["id"], match["page"]
    if page is None and id is not None and id.isdigit() and len(id) <= 4 and match["kind"] in "td":
        id, page = None, id  # a page alone reads as an id, which may be all digits
    match match["kind"], id, page:
        case "s", str(), None:
            return ShowSource(tag, id)
        case "f", str(), None:
            return ShowFact(tag, id)
        case "t", None, str():
            return Topics(tag, _number(page))
        case "l", str(), str():
            return TopicFacts(tag, id, _number(page))
        case "d", None, str():
            return Documents(tag, _number(page))
        case _:
            return None


def _number(page: str) -> int:
    return int(page)
