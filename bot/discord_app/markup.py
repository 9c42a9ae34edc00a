"""Text as Discord shows it: escaped so that nothing in it is read as markup, and cut to what Discord takes."""

from __future__ import annotations

import re
import unicodedata

ELLIPSIS = "…"
_SPECIAL = re.compile(r"[\\*_~`|<\[\]]")
_OPENING = re.compile(r"^(\s*)(?:([>#+-])|(\d+)(\.))", re.MULTILINE)
"""What is markup only where a line begins: quotes, headings, lists."""
_ADDRESS = re.compile(r"(?i)(:)(?=//)|(?<=\.\w\w)(?=/)|(?<=\.\w\w\w)(?=/)")
_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
_MARKS = 2
"""How many combining marks in a row a letter may carry; no language needs more."""


def units(text: str) -> int:
    """Return the length of a text as the strictest counter has it: in UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, limit: int) -> str:
    """Shorten a text to `limit` UTF-16 units; what is cut ends in an ellipsis, and in no half escape."""
    if units(text) <= limit:
        return text
    if limit <= 0:
        return ""
    kept = text[: limit - 1]
    while units(kept) > limit - 1:
        kept = kept[:-1]
    kept = kept.rstrip()
    if (len(kept) - len(kept.rstrip("\\"))) % 2:
        kept = kept[:-1]
    return kept + ELLIPSIS


def escape(text: str) -> str:
    """Escape a curated text: it shows as written, with no markup, mention or link in it."""
    escaped = _OPENING.sub(_escape_opening, _SPECIAL.sub(r"\\\g<0>", text))
    return _break_addresses(escaped).replace("@", "@\u200b")


def _escape_opening(match: re.Match[str]) -> str:
    space, sign, number, dot = match.groups()
    return f"{space}\\{sign}" if sign else f"{space}{number}\\{dot}"


def echo(text: str, limit: int = 200) -> str:
    """Make a stranger's words safe to show: visible characters only, in one line, cut, with no markup left."""
    return cut(escape(visible(text)[:limit]), limit * 2)


def visible(text: str) -> str:
    """Drop what cannot be seen or climbs out of its line: controls, directions, piled-up marks."""
    kept: list[str] = []
    marks = 0
    for character in unicodedata.normalize("NFC", text):
        category = unicodedata.category(character)
        if character.isspace():
            character, category = " ", "Zs"
        if category in _INVISIBLE:
            continue
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if marks <= _MARKS:
            kept.append(character)
    return " ".join("".join(kept).split())


def _break_addresses(text: str) -> str:
    return _ADDRESS.sub(lambda match: match.group() + "\u200b", text)


def bold(text: str) -> str:
    """Set an escaped text in bold."""
    return f"**{text}**" if text.strip() else text


def italic(text: str) -> str:
    """Set an escaped text in italics."""
    return f"*{text}*" if text.strip() else text


def quoted(text: str) -> str:
    """Set an escaped text as a quote, each line of it."""
    return "\n".join(f"> {line}" for line in text.split("\n"))
