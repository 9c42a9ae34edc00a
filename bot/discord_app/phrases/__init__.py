"""What Roro says in Discord beside its replies: labels, notices, command names; one file a language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from bot.qa.languages import DEFAULT
from bot.qa.languages.scripts import Script, script, script_of

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""Every scalar stays a string."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases of one language, by name; and how it calls the commands, by their English words."""

    tag: str
    said: Mapping[str, str]
    commands: Mapping[str, str]

    def __call__(self, name: str, **values: object) -> str:
        """Say a phrase, with values put in."""
        return self.said[name].format(**values)


@cache
def phrases(tag: str) -> Phrases:
    """Load the phrases of a language; those of the default one where it has none."""
    if (variant := script(tag)) is not None:
        return _in_script(phrases(variant.language), variant)
    path = resources.files(__name__) / f"{tag}.yaml"
    if not tag.isalpha() or not path.is_file():
        return phrases(DEFAULT)
    raw = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - it builds strings only
    return Phrases(tag, raw["said"], raw.get("commands") or {})


def _in_script(usual: Phrases, variant: Script) -> Phrases:
    if usual.tag != variant.language:
        return usual  # it has no phrases of its own
    return Phrases(
        variant.tag,
        {name: variant.write(phrase) for name, phrase in usual.said.items()},
        {english: variant.write(said) for english, said in usual.commands.items()},
    )


def tag_of(locale: str) -> str:
    """The language that answers somebody whose app is in this locale ("zh-CN"), in the script of its region."""
    variant = script_of(locale)
    return phrases(variant.tag if variant is not None else locale.partition("-")[0]).tag
