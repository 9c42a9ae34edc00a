"""Renderings as Discord's components: every button and menu carries its state, so none dies with the process."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.discord_app.renderings import Menu, Press, Rendering
from bot.discord_app.states import MENU_ID, PREFIX, decode, encode

if TYPE_CHECKING:
    from bot.discord_app.client import RoroClient


class StateButton(ui.DynamicItem[ui.Button[Any]], template=re.compile(rf"{PREFIX}:(?P<rest>.*)", re.DOTALL)):
    """A button; what it does stands in its custom_id."""

    @classmethod
    def of(cls, press: Press) -> Self:
        """Make the button of a press."""
        style = discord.ButtonStyle.primary if press.main else discord.ButtonStyle.secondary
        return cls(ui.Button(style=style, label=press.label, custom_id=encode(press.state)))

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],  # noqa: ARG003 - the library calls it so
        item: ui.Item[Any],
        match: re.Match[str],  # noqa: ARG003 - the same
        /,
    ) -> Self:
        """Take a pressed button up again, whichever process made it."""
        return cls(item)  # type: ignore[arg-type]  # the library passes the button that stands in the message

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Open the page behind the button."""
        client: RoroClient = interaction.client
        await client.turn_to(interaction, decode(self.custom_id))


class StateMenu(ui.DynamicItem[ui.Select[Any]], template=rf"{MENU_ID}:\d"):
    """A select menu; what each option does stands in its value."""

    @classmethod
    def of(cls, menu: Menu, at: int) -> Self:
        """Make the menu at a place in the message."""
        options = [
            discord.SelectOption(label=option.label, value=encode(option.state), description=option.description or None)
            for option in menu.options
        ]
        return cls(ui.Select(custom_id=f"{MENU_ID}:{at}", placeholder=menu.placeholder, options=options))

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],  # noqa: ARG003 - the library calls it so
        item: ui.Item[Any],
        match: re.Match[str],  # noqa: ARG003 - the same
        /,
    ) -> Self:
        """Take a menu up again, whichever process made it."""
        return cls(item)  # type: ignore[arg-type]  # the library passes the menu that stands in the message

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Open the page behind the chosen option."""
        client: RoroClient = interaction.client
        data: Mapping[str, Any] = interaction.data or {}
        values = data.get("values") or ("",)
        await client.turn_to(interaction, decode(str(values[0])))


def is_known(custom_id: str) -> bool:
    """Say whether one of the classes above takes a custom_id up."""
    patterns = (StateButton.__discord_ui_compiled_template__, StateMenu.__discord_ui_compiled_template__)
    return any(pattern.fullmatch(custom_id) for pattern in patterns)


def view_of(rendering: Rendering) -> ui.View | None:
    """Make the components of a rendering, None if it has none."""
    presses, menus = rendering.buttons, rendering.selects
    if not presses and not menus:
        return None
    view = ui.View(timeout=None)
    for at, menu in enumerate(menus):
        view.add_item(StateMenu.of(menu, at))
    for press in presses:
        view.add_item(StateButton.of(press))
    view.stop()  # the library need not listen for it: the dynamic items do
    return view


def parts_of(rendering: Rendering, *, plain: bool) -> dict[str, Any]:
    """Return what a message is sent with: embeds, or text alone where they are not allowed."""
    view = view_of(rendering)
    shown: dict[str, Any] = {"view": view} if view is not None else {}
    if plain:
        return shown | {"content": rendering.text(), "suppress_embeds": True}
    return shown | {"embeds": rendering.embeds()}
