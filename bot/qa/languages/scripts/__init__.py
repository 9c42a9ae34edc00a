"""One file a script that a language is written in beside its usual one: how it is told, read and written.

Nothing is decided in it. A question is put into the usual characters to be read, and its reply into the asker's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from opencc import OpenCC

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""Every scalar stays a string."""


@dataclass(frozen=True)
class Script:
    """Another way to write a language; `tag` is the language's with the script's."""

    tag: str
    language: str
    name: str
    own_charset: str
    usual_charset: str
    reading: str
    """What OpenCC calls the conversion to the usual characters."""
    writing: str
    """What it calls the conversion back."""
    regions: frozenset[str]

    def leaning(self, text: str) -> int:
        """How many more characters of a text are only in this script than only in the usual one."""
        return sum(_side(char, self.own_charset, self.usual_charset) for char in text if not char.isascii())

    def read(self, text: str) -> str:
        """Put a text into the usual characters, where it has others."""
        if all(char.isascii() or _side(char, self.own_charset, self.usual_charset) <= 0 for char in text):
            return text
        return _convert(text, self.reading)

    def write(self, text: str) -> str:
        """Put a text into the characters of this script."""
        return text if text.isascii() else _convert(text, self.writing)


@lru_cache(maxsize=20_000)
def _side(char: str, own: str, usual: str) -> int:
    """Say which script alone a character is of: 1 for its own charset, -1 for the usual one, 0 for both or neither."""
    return _holds(own, char) - _holds(usual, char)


def _holds(charset: str, char: str) -> bool:
    try:
        char.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


def _convert(text: str, configuration: str) -> str:
    readable = text.encode("utf-8", "ignore").decode()  # half a surrogate pair is no text to the library
    converted = str(_converter(configuration).convert(readable))
    if converted.isascii() or max(converted) < "\U00020000" or len(converted) != len(readable):
        return converted
    # Characters so rare that no word is written with them stay as they were typed.
    return "".join(typed if char >= "\U00020000" else char for typed, char in zip(readable, converted, strict=True))


@cache
def _converter(configuration: str) -> OpenCC:
    # Its dictionaries cost memory and a moment: only whoever meets the script pays for them.
    from opencc import OpenCC

    return OpenCC(configuration)


@cache
def scripts() -> tuple[Script, ...]:
    """All scripts that have a file."""
    entries = sorted(resources.files(__name__).iterdir(), key=lambda entry: entry.name)
    return tuple(_load(entry.read_text(encoding="utf-8")) for entry in entries if entry.name.endswith(".yaml"))


def _load(text: str) -> Script:
    raw: dict[str, Any] = yaml.load(text, Loader=_LOADER)  # noqa: S506 - it builds strings only
    return Script(
        tag=raw["script"],
        language=raw["language"],
        name=raw["name"],
        own_charset=raw["own_charset"],
        usual_charset=raw["usual_charset"],
        reading=raw["reading"],
        writing=raw["writing"],
        regions=frozenset(raw["regions"]),
    )


def script(tag: str) -> Script | None:
    """The script with this tag; None where the tag is of a language as it is usually written."""
    return next((one for one in scripts() if one.tag == tag), None)


def script_of(locale: str) -> Script | None:
    """The script that an app in this locale ("zh-TW") is in; None where it is in the usual one of its language."""
    language, *regions = locale.split("-")
    return next((one for one in scripts() if one.language == language and not one.regions.isdisjoint(regions)), None)


def in_usual_script(text: str, language: str) -> str:
    """Put a text in this language into its usual characters."""
    for one in scripts():
        if one.language == language:
            text = one.read(text)
    return text


def written(language: str, texts: Iterable[str]) -> str:
    """The tag of the script in which the first of these texts is that tells one; the language's own where none does."""
    own = [one for one in scripts() if one.language == language]
    for text in texts if own else ():
        leanings = {one.tag: one.leaning(text) for one in own}
        tag = max(leanings, key=lambda tag: leanings[tag])
        if leanings[tag] > 0:
            return tag
        if leanings[tag] < 0:
            return language
    return language


def in_script(text: str, tag: str) -> str:
    """Put a text of a language into the characters of this tag's script."""
    one = script(tag)
    return text if one is None else one.write(text)
