"""Renderings as the JSON that Discord takes, written straight, for the way that most replies go. Pure."""

from __future__ import annotations

from typing import Any

from bot.discord_app.renderings import Menu, Press, Rendering
from bot.discord_app.states import MENU_ID, encode

Json = dict[str, Any]

ROW, BUTTON, SELECT = 1, 2, 3
PRIMARY, SECONDARY = 1, 2
SUPPRESS_EMBEDS = 1 << 2
QUIET: Json = {"parse": [], "replied_user": False}
"""Mentions nobody; said with every message and with every edit."""


def message_payload(rendering: Rendering, *, plain: bool) -> Json:
    """Write a message: embeds and components, or text and components where embeds are not allowed."""
    payload: Json = {"allowed_mentions": QUIET}
    if components := _components(rendering):
        payload["components"] = components
    if plain:
        return payload | {"content": rendering.text(), "flags": SUPPRESS_EMBEDS}
    payload["embeds"] = [_embed(text, color, footer) for text, color, footer in rendering.fitted]
    return payload


def edit_payload(rendering: Rendering, *, plain: bool) -> Json:
    """Write what makes a message show this and nothing of what it showed before."""
    whole: Json = {"content": None, "embeds": [], "components": [], "flags": 0}
    return whole | message_payload(rendering, plain=plain)


def _embed(text: str, color: int, footer: str) -> Json:
    embed: Json = {"type": "rich", "description": text, "color": color}
    if footer:
        embed["footer"] = {"text": footer}
    return embed


def _components(rendering: Rendering) -> list[Json]:
    rows = [_row([_menu(menu, at)]) for at, menu in enumerate(rendering.selects)]
    buttons = [_button(press) for press in rendering.buttons]
    return rows + [_row(buttons[at : at + 5]) for at in range(0, len(buttons), 5)]


def _row(components: list[Json]) -> Json:
    return {"type": ROW, "components": components}


def _button(press: Press) -> Json:
    style = PRIMARY if press.main else SECONDARY
    return {"type": BUTTON, "style": style, "label": press.label, "custom_id": encode(press.state)}


def _menu(menu: Menu, at: int) -> Json:
    options = []
    for option in menu.options:
        written: Json = {"label": option.label, "value": encode(option.state)}
        if option.description:
            written["description"] = option.description
        options.append(written)
    return {"type": SELECT, "custom_id": f"{MENU_ID}:{at}", "placeholder": menu.placeholder, "options": options}
