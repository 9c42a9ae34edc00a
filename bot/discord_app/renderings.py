"""A rendering: what a message will hold, before any of it touches the network. Pure, and never over a limit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property

import discord

from bot.discord_app.markup import ELLIPSIS, cut, units
from bot.discord_app.states import State, encode

CONTENT = 2_000
DESCRIPTION = 4_096
FOOTER = 2_048
TOTAL = 6_000
"""Over all embeds of a message."""
EMBEDS = 10
LABEL = 80
OPTION = 100
OPTIONS = 25
PLACEHOLDER = 150
ROW = 5
ROWS = 5


class Color(IntEnum):
    """The edge of an embed: what kind of reply this is, at a glance."""

    ANSWERED = 0x2E7D32
    CORRECTED = 0xC62828
    OFFERED = 0xF9A825
    PLAIN = 0x607D8B


@dataclass(frozen=True, slots=True)
class Card:
    """One embed: blocks of text already in Discord's markup, from most to least needed, and a footer."""

    blocks: tuple[str, ...]
    color: Color = Color.PLAIN
    footer: str = ""

    def fitted(self, limit: int) -> Card:
        """Drop blocks from the end until all fit into `limit`; cut the first one where it alone is too long."""
        footer = cut(self.footer, min(FOOTER, limit // 4))
        room = min(DESCRIPTION, limit - units(footer))
        kept: list[str] = []
        for block in self.blocks:
            needed = units(block) + (1 if kept else 0)
            if needed > room:
                if not kept:
                    kept.append(cut(block, room))
                break
            kept.append(block)
            room -= needed
        return Card(tuple(kept), self.color, footer)

    @property
    def text(self) -> str:
        """What the card says."""
        return "\n".join(self.blocks)

    @property
    def size(self) -> int:
        """What counts towards Discord's limit over all embeds."""
        return units(self.text) + units(self.footer)


@dataclass(frozen=True, slots=True)
class Press:
    """A button: what it says and what it stands for."""

    label: str
    state: State
    main: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a menu."""

    label: str
    state: State
    description: str = ""


@dataclass(frozen=True, slots=True)
class Menu:
    """A select menu."""

    placeholder: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Rendering:
    """What a message holds: cards, then menus and buttons; it is fitted into the limits once, however often sent."""

    cards: tuple[Card, ...]
    presses: tuple[Press, ...] = ()
    menus: tuple[Menu, ...] = field(default=())

    @cached_property
    def fitted(self) -> tuple[tuple[str, int, str], ...]:
        """Fit the cards into every limit: the text, color and footer of each embed."""
        made: list[tuple[str, int, str]] = []
        room = TOTAL
        cards = self.cards[:EMBEDS]
        for at, card in enumerate(cards):
            fitted = card.fitted(max(room // (len(cards) - at), 1))
            room -= fitted.size
            made.append((fitted.text.strip() or ELLIPSIS, int(fitted.color), fitted.footer))
        return tuple(made)

    def embeds(self) -> list[discord.Embed]:
        """Make the embeds."""
        made: list[discord.Embed] = []
        for text, color, footer in self.fitted:
            embed = discord.Embed(description=text, color=color)
            if footer:
                embed.set_footer(text=footer)
            made.append(embed)
        return made

    def text(self) -> str:
        """Make the plain text that stands in where embeds are not allowed."""
        parts = [f"{card.text}\n-# {card.footer}" if card.footer else card.text for card in self.cards]
        return cut("\n\n".join(parts).strip() or ELLIPSIS, CONTENT)

    @cached_property
    def buttons(self) -> tuple[Press, ...]:
        """The buttons that fit: each state once, labels cut."""
        room = (ROWS - len(self.menus)) * ROW
        once = {encode(press.state): press for press in self.presses}
        return tuple(Press(cut(press.label, LABEL) or "·", press.state, press.main) for press in once.values())[:room]

    @cached_property
    def selects(self) -> tuple[Menu, ...]:
        """The menus that fit: each option once, labels and descriptions cut."""
        return tuple(
            Menu(cut(menu.placeholder, PLACEHOLDER), _options(menu.options))
            for menu in self.menus[: ROWS - 1]
            if menu.options
        )


def _options(options: Iterable[Option]) -> tuple[Option, ...]:
    once = {encode(option.state): option for option in options}
    return tuple(
        Option(cut(option.label, OPTION) or "·", option.state, cut(option.description, OPTION))
        for option in once.values()
    )[:OPTIONS]


def notice(text: str) -> Rendering:
    """Say one thing, in Discord's markup."""
    return Rendering((Card((text,)),))
