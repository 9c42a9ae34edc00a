"""The keys of the curated files: one table for each kind of entry, each key with its reader and its meaning in words.

A table is the only place where a key is named: reading, the sentences about unknown, missing and misshapen keys, and
the lists of allowed keys all come from it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bot.factbase import yaml_tree
from bot.factbase.findings import Findings, closest, excerpt
from bot.factbase.models import Figure, Modality
from bot.factbase.periods import Period, parse_period
from bot.factbase.quotes import Selector
from bot.factbase.yaml_tree import Node, Scalar

ID_LIMIT = 64
"""The most characters that an id may hold."""

_KEBAB = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_PLAIN_NAME = re.compile(r"[^/\\\x00-\x1f\x7f]+")
_FIGURE = re.compile(r"(?P<about>about\s+)?(?P<number>[+-]?[0-9]+(?:\.[0-9]+)?)")
_CHANGE = re.compile(r"(?P<about>about\s+)?(?P<number>[+-][0-9]+(?:\.[0-9]+)?)\s*(?P<unit>[^\s0-9.,].*)")
_QUALITIES = ("clean", "machine-translated")


@dataclass(frozen=True, slots=True)
class Key:
    """One key of an entry: how its value is read (None after a fault), and what it means, for the curator."""

    name: str
    read: Callable[[Node, Key, Findings], Any]
    meaning: str
    required: bool = False

    def misshapen(self, node: Node, findings: Findings, expected: str) -> None:
        """Note that the value has the wrong shape."""
        findings.fault(node.line, f"`{self.name}` must be {expected}: write {self.meaning}")


@dataclass(frozen=True, slots=True)
class Entry:
    """What was read from one mapping: the good values by key, and the mapping itself for its lines."""

    values: Mapping[str, Any]
    node: yaml_tree.Mapping
    whole: bool
    """True when every required key was read and nothing at all was wrong."""

    def line_of(self, *path: str | int) -> int:
        """Give the line of what stands under `path`."""
        return self.node.line_of(*path)


def read_entry(node: Node, keys: tuple[Key, ...], what: str, findings: Findings) -> Entry | None:
    """Read one mapping by its table of keys; None when it is no mapping. `what` names it: "a fact"."""
    if not isinstance(node, yaml_tree.Mapping):
        findings.fault(node.line, f"{what} must be a mapping: write its keys one a line, `{keys[0].name}: …` first")
        return None
    before = len(findings.faults)
    table = {key.name: key for key in keys}
    for name, line in node.key_lines.items():
        if name not in table:
            meant = closest(name, table)
            offer = f"did you mean `{meant}`? " if meant else ""
            findings.fault(
                line,
                f"{what} has no key {excerpt(name, 60)!r}: {offer}correct or remove it"
                f" (the keys are {', '.join(table)})",
            )
    values: dict[str, Any] = {}
    for key in keys:
        value = node.entries.get(key.name)
        if value is None:
            if key.required and key.name not in node.key_lines:
                findings.fault(node.line, f"{what} needs `{key.name}`: add {key.meaning}")
            continue
        if isinstance(value, Scalar) and value.empty:
            findings.fault(value.line, f"`{key.name}` is empty: write {key.meaning}, or remove the key")
            continue
        read = key.read(value, key, findings)
        if read is not None:
            values[key.name] = read
    return Entry(values, node, len(findings.faults) == before)


# Readers: a node and its key in; the value out, or a fault and None.


def text(node: Node, key: Key, findings: Findings) -> str | None:
    """Read one text, without the whitespace around it."""
    if not isinstance(node, Scalar):
        key.misshapen(node, findings, "one text")
        return None
    if node.empty:
        findings.fault(node.line, f"`{key.name}` holds an empty text: write {key.meaning}, or remove it")
        return None
    return node.text.strip()


def identifier(node: Node, key: Key, findings: Findings) -> str | None:
    """Read one id in kebab-case."""
    name = text(node, key, findings)
    if name is not None and not is_identifier(name):
        findings.fault(
            node.line,
            f"`{key.name}` {excerpt(name, 80)!r} is not an id: use lower-case letters, digits and single hyphens,"
            f" at most {ID_LIMIT} characters",
        )
        return None
    return name


def is_identifier(name: str) -> bool:
    """Say whether a name is kebab-case and short enough for an id."""
    return len(name) <= ID_LIMIT and _KEBAB.fullmatch(name) is not None


def texts(node: Node, key: Key, findings: Findings) -> tuple[str, ...] | None:
    """Read a list of at least one text."""
    nodes = _items(node, key, findings)
    if nodes is None:
        return None
    return tuple(read for item in nodes if (read := text(item, key, findings)) is not None)


def text_by_language(node: Node, key: Key, findings: Findings) -> dict[str, str] | None:
    """Read one text for each language tag."""
    return {
        tag: read for tag, value in _languages(node, key, findings) if (read := text(value, key, findings)) is not None
    }


def texts_by_language(node: Node, key: Key, findings: Findings) -> dict[str, tuple[str, ...]] | None:
    """Read a list of texts for each language tag."""
    return {
        tag: read for tag, value in _languages(node, key, findings) if (read := texts(value, key, findings)) is not None
    }


def texts_by_id(node: Node, key: Key, findings: Findings) -> dict[str, tuple[str, ...]] | None:
    """Read a list of texts for each id."""
    if not isinstance(node, yaml_tree.Mapping):
        key.misshapen(node, findings, "a mapping by id (`trinity-house: …`)")
        return None
    return {id: read for id, value in node.entries.items() if (read := texts(value, key, findings)) is not None}


def period(node: Node, key: Key, findings: Findings) -> Period | None:
    """Read an ISO 8601 period."""
    written = text(node, key, findings)
    if written is None:
        return None
    try:
        return parse_period(written)
    except ValueError as error:
        problem = excerpt(str(error).removeprefix("the period "), 300)
        findings.fault(node.line, f"`{key.name}` {problem}; write {key.meaning}")
        return None


def figure(node: Node, key: Key, findings: Findings) -> Figure | None:
    """Read a number, `about` before it when it is approximate."""
    written = text(node, key, findings)
    if written is None:
        return None
    match = _FIGURE.fullmatch(written)
    if match is None:
        findings.fault(node.line, f"`{key.name}` {excerpt(written, 60)!r} is not a number: write {key.meaning}")
        return None
    return Figure(Decimal(match["number"]), approximate=match["about"] is not None)


def change(node: Node, key: Key, findings: Findings) -> Figure | None:
    """Read a signed number with its unit, `about` before it when it is approximate."""
    written = text(node, key, findings)
    if written is None:
        return None
    match = _CHANGE.fullmatch(written.replace("−", "-"))
    if match is None:
        findings.fault(node.line, f"`{key.name}` {excerpt(written, 60)!r} is not a change: write {key.meaning}")
        return None
    return Figure(Decimal(match["number"]), match["unit"].strip(), match["about"] is not None)


def language(node: Node, key: Key, findings: Findings) -> str | None:
    """Read a BCP 47 language tag."""
    tag = text(node, key, findings)
    if tag is not None and _LANGUAGE.fullmatch(tag) is None:
        findings.fault(node.line, f"`{key.name}` {excerpt(tag, 60)!r} is not a language tag: write {key.meaning}")
        return None
    return tag


def file_name(node: Node, key: Key, findings: Findings) -> str | None:
    """Read the name of a file, without any folder."""
    name = text(node, key, findings)
    if name is not None and (name in {".", ".."} or _PLAIN_NAME.fullmatch(name) is None):
        findings.fault(
            node.line, f"`{key.name}` {excerpt(name, 80)!r} is not a file's name: write {key.meaning}, no folder"
        )
        return None
    return name


def sha256(node: Node, key: Key, findings: Findings) -> str | None:
    """Read a SHA-256 in hexadecimal."""
    digits = text(node, key, findings)
    if digits is not None and re.fullmatch(r"[0-9a-fA-F]{64}", digits) is None:
        findings.fault(node.line, f"`{key.name}` is not a SHA-256: write {key.meaning}")
        return None
    return digits.lower() if digits is not None else None


def quality(node: Node, key: Key, findings: Findings) -> str | None:
    """Read how good a document's text is."""
    return _choice(node, key, findings, _QUALITIES)


def modality(node: Node, key: Key, findings: Findings) -> Modality | None:
    """Read how a document puts a claim."""
    word = _choice(node, key, findings, tuple(Modality))
    return Modality(word) if word is not None else None


def raw_list(node: Node, key: Key, findings: Findings) -> tuple[Node, ...] | None:
    """Take a list of at least one entry as it stands; its entries are read by a table of their own."""
    return _items(node, key, findings)


def evidence(node: Node, key: Key, findings: Findings) -> tuple[Entry, ...] | None:
    """Read a list of quotes, each with its source."""
    return _entries(node, key, findings, EVIDENCE, "a piece of evidence")


def exclusions(node: Node, key: Key, findings: Findings) -> tuple[Entry, ...] | None:
    """Read a list of excluded passages, each by `exact` or by `from` and `to`."""
    whole: list[Entry] = []
    for entry in _entries(node, key, findings, EXCLUSION, "an excluded passage") or ():
        given = {name for name in ("exact", "from", "to") if name in entry.node.key_lines}
        if given not in ({"exact"}, {"from", "to"}):
            findings.fault(
                entry.node.line,
                "an excluded passage needs either `exact`, or both `from` and `to`:"
                " give its very words, or its first and its last words",
            )
        else:
            whole.append(entry)
    return tuple(whole)


def selector(entry: Entry, exact: str = "exact", prefix: bool = True, suffix: bool = True) -> Selector:
    """Make the selector that an entry's keys describe."""
    values = entry.values
    return Selector(values[exact], values.get("prefix") if prefix else None, values.get("suffix") if suffix else None)


def _items(node: Node, key: Key, findings: Findings) -> tuple[Node, ...] | None:
    if not isinstance(node, yaml_tree.Sequence):
        key.misshapen(node, findings, "a list (one `- ` line each)")
        return None
    if not node.items:
        findings.fault(node.line, f"`{key.name}` is an empty list: add {key.meaning}, or remove the key")
        return None
    return node.items


def _entries(node: Node, key: Key, findings: Findings, keys: tuple[Key, ...], what: str) -> tuple[Entry, ...] | None:
    nodes = _items(node, key, findings)
    if nodes is None:
        return None
    return tuple(entry for item in nodes if (entry := read_entry(item, keys, what, findings)) is not None)


def _languages(node: Node, key: Key, findings: Findings) -> list[tuple[str, Node]]:
    if not isinstance(node, yaml_tree.Mapping):
        key.misshapen(node, findings, "a mapping by language (`zh: …`)")
        return []
    for tag, line in node.key_lines.items():
        if _LANGUAGE.fullmatch(tag) is None:
            findings.fault(
                line, f"`{key.name}` has {excerpt(tag, 60)!r} for a language: write a tag such as zh or pt-BR"
            )
    return list(node.entries.items())


def _choice(node: Node, key: Key, findings: Findings, words: tuple[str, ...]) -> str | None:
    word = text(node, key, findings)
    if word is not None and word not in words:
        findings.fault(
            node.line, f"`{key.name}` {excerpt(word, 60)!r} is not one of {', '.join(words)}: choose one of them"
        )
        return None
    return word


# The tables.

_NAMES_IN = Key("names_in", texts_by_language, "names in other languages, a list under each tag (`zh:`)")
_TITLE_IN = Key("title_in", text_by_language, "the title in other languages, one under each tag (`zh:`)")
_IS_A = Key("is_a", texts, "the ids of the wider kinds that it belongs to, one a line")

EVIDENCE = (
    Key("source", text, "the id of a source from sources.yaml", required=True),
    Key("exact", text, "the document's own words, copied as they stand", required=True),
    Key("prefix", text, "the words right before the quote"),
    Key("suffix", text, "the words right after the quote"),
)

EXCLUSION = (
    Key("exact", text, "the passage's own words, copied as they stand"),
    Key("from", text, "the first words of a long passage"),
    Key("to", text, "the last words of a long passage"),
    Key("prefix", text, "the words right before the passage"),
    Key("suffix", text, "the words right after the passage"),
    Key(
        "reason",
        text,
        "why no fact may rest on it: garbled, stray, markup or repeated, then if you like a colon and details",
        required=True,
    ),
)

SOURCE = (
    Key("id", identifier, "a short id in kebab-case", required=True),
    Key("file", file_name, "the document's file name in the folder of documents", required=True),
    Key("title", text, "a title in your own words", required=True),
    Key(
        "published", period, "the date of publication as far as it is known: 2023, 2023-08 or 2023-08-04", required=True
    ),
    _TITLE_IN,
    Key("published_note", text, "how the date is known where the document does not print it"),
    Key("publisher", text, "who published it"),
    Key("language", language, "the document's language, such as en or pt-BR"),
    Key("quality", quality, f"one of {', '.join(_QUALITIES)}"),
    Key("sha256", sha256, "the file's SHA-256, 64 hexadecimal digits"),
    Key("aliases", texts, "what people call the document, one a line"),
    Key("excluded", exclusions, "the passages on which no fact may rest, each with its reason"),
)

ENTITY = (
    Key("id", identifier, "a short id in kebab-case", required=True),
    Key("name", text, "the name that replies use", required=True),
    Key("kind", text, "the id of its kind", required=True),
    Key("aliases", texts, "other names, one a line"),
    Key("article", text, "what goes before the name inside a sentence, such as: the"),
    Key("in_document", texts, "the documents' own wording where it differs, one a line"),
    _NAMES_IN,
    _IS_A,
    Key("part_of", texts, "the ids of the places that it lies in, one a line"),
    Key("belongs_to", texts, "the ids of its owners, one a line"),
    Key("home", text, "the id of the country that it is from (a German maker), though it may be elsewhere as well"),
    Key("loosely", texts, "the ids of what else people mean by it who ask for a figure, one a line"),
)

MEASURE = (
    Key("id", identifier, "a short id in kebab-case", required=True),
    Key("name", text, "the name that replies use", required=True),
    Key("aliases", texts, "other names, one a line"),
    _NAMES_IN,
    _IS_A,
)

KIND = MEASURE
"""A kind of entity is described by the same keys as a measure."""

TERM = (
    Key("words", texts, "words that mean the same, one a line, the first of which names the term", required=True),
    _NAMES_IN,
)

FACT = (
    Key("id", identifier, "a short id in kebab-case", required=True),
    Key("statement", text, "the claim in your own words, with its date", required=True),
    Key("questions", texts, "wordings that people ask it in, one a line", required=True),
    Key("evidence", evidence, "the quotes that it rests on, each with `source` and `exact`", required=True),
    Key("also_asked", texts, "further wordings, in looser words, that are matched and never shown, one a line"),
    Key("statement_in", text_by_language, "the statement in other languages, one under each tag (`zh:`)"),
    Key("headline", text, "the answer in a few words"),
    Key("entities", texts, "the ids of what it is about, one a line"),
    Key("scope", text, "the id of what the value counts"),
    Key("measure", text, "the id of what is measured"),
    Key("value", figure, "digits without separators, such as 512000 or about 2.5"),
    Key("unit", text, "what the value counts, such as metres or %"),
    Key("change", change, "a signed number and its unit, such as +150 % or about -3 percentage points"),
    Key("change_basis", text, "what the change is against"),
    Key("period", period, "2019, 2023-08, 2023-01/2023-07 or 2024/.."),
    Key("period_note", text, "how the period is known where the document does not print it"),
    Key("as_of", period, "the date for which it holds: 2019, 2023-08 or 2023-08-04"),
    Key("place", text, "the id of the place"),
    Key("said_by", texts, "the ids of those whom the document names as saying it, one a line"),
    Key("exclusive", texts_by_id, "of what (an id), and under it the ids that leave room for no other, one a line"),
    Key("modality", modality, f"one of {', '.join(Modality)}"),
    Key("notes", texts, "what a reader should know about it, one a line"),
    Key("related", texts, "the ids of related facts, one a line"),
    Key("withdrawn", text, "why it is no longer given"),
    Key("superseded_by", text, "the id of the fact that replaces it"),
)

SOURCES_FILE = (Key("sources", raw_list, "one entry for each document", required=True),)

GLOSSARY_FILE = (
    Key("entities", raw_list, "one entry for each person, company, place or thing"),
    Key("measures", raw_list, "one entry for each measure"),
    Key("kinds", raw_list, "one entry for each kind of entity"),
    Key("terms", raw_list, "one entry for each set of words that mean the same"),
)

TOPIC_FILE = (
    Key("topic", identifier, "the file's name without .yaml", required=True),
    Key("title", text, "the topic's title", required=True),
    _TITLE_IN,
    Key("facts", raw_list, "one entry for each fact", required=True),
)
