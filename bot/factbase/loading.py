"""Curated YAML and documents in, a fact base out: all of it, or every fault with its file and line."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from bot.errors import FactBaseError, Fault
from bot.factbase import schema
from bot.factbase.checks import check
from bot.factbase.draft import Draft, Written
from bot.factbase.findings import Findings, did_you_mean, excerpt, in_order
from bot.factbase.models import (
    Entity,
    Evidence,
    Fact,
    FactBase,
    Glossary,
    Kind,
    Location,
    Measure,
    Passage,
    Source,
    Term,
    Topic,
)
from bot.factbase.periods import Period
from bot.factbase.quotes import Found, Lost, locate_passage, locate_quote, locate_stretch
from bot.factbase.schema import Entry, Key
from bot.factbase.yaml_tree import Scalar, read_yaml

SOURCES = "sources.yaml"
GLOSSARY = "glossary.yaml"
GUIDE = "README.md"

_UNDATED = Period("", None, None)
"""Stands in for a publication date that could not be read; such a base never loads."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Examination:
    """What a fact base holds and everything wrong with it; `base` has the entries that were read whole."""

    base: FactBase
    faults: tuple[Fault, ...]
    facts: Path
    seeds: Path

    @property
    def warnings(self) -> tuple[Fault, ...]:
        """What is merely doubtful."""
        return self.base.warnings


def load(facts: Path, seeds: Path) -> FactBase:
    """Load a fact base; raise FactBaseError with every fault of every file when it has any."""
    examination = examine(facts, seeds)
    if examination.faults:
        raise FactBaseError(examination.faults)
    return examination.base


def examine(facts: Path, seeds: Path) -> Examination:
    """Read a fact base as far as it goes and note every fault and every cheap warning, in file and line order."""
    reader = _Reader(Draft(facts, seeds))
    reader.read()
    draft = reader.draft
    faults, warnings = check(draft)
    base = FactBase(
        digest=reader.digest(),
        sources=_whole(draft.sources),
        topics={topic.id: topic for topic in draft.topics},
        facts=_whole(draft.facts),
        glossary=Glossary(
            _whole(draft.entities),
            _whole(draft.measures),
            _whole(draft.kinds),
            tuple(written.model for written in draft.terms if written.entry.whole),
        ),
        warnings=in_order((*reader.warnings, *warnings)),
    )
    return Examination(base, in_order((*reader.faults, *faults)), facts, seeds)


def _whole(family: Iterable[Written[Any]]) -> dict[str, Any]:
    models: dict[str, Any] = {}
    for written in family:
        if written.entry.whole:
            models.setdefault(written.model.id, written.model)
    return models


class _Reader:
    """Reads the files one by one into a draft, collecting faults as it goes."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.faults: list[Fault] = []
        self.warnings: list[Fault] = []
        self._contents: dict[str, bytes] = {}
        """Every file that the digest covers, by folder and name."""

    def read(self) -> None:
        """Read sources, glossary and topics, in this order."""
        curated = self._list_curated()
        self.draft.documents = self._list_documents()
        self._read_sources(SOURCES in curated)
        if GLOSSARY in curated:
            self._read_glossary()
        topics = [name for name in curated if name not in (SOURCES, GLOSSARY)]
        for name in topics:
            self._read_topic(name)

    def digest(self) -> str:
        """Hash the names and bytes of all curated files and listed documents, in the order of their names."""
        digest = hashlib.sha256()
        for name in sorted(self._contents):
            content = self._contents[name]
            digest.update(f"{name}\n{len(content)}\n".encode(errors="surrogateescape"))
            digest.update(content)
        return f"sha256:{digest.hexdigest()}"

    # Folders.

    def _list_curated(self) -> list[str]:
        folder = self.draft.facts_folder
        entries = self._list(
            folder, "facts: make it, with sources.yaml and one file a topic, or name another with --facts"
        )
        if entries is None:
            self.draft.unread |= {"sources", "glossary", "topics"}
            return []
        names = []
        for entry in entries:
            if entry.name == GUIDE:
                continue
            if not _is_file(entry) or entry.suffix != ".yaml" or not schema.is_identifier(entry.stem):
                self._fault(
                    entry,
                    1,
                    f"only {SOURCES}, {GLOSSARY}, {GUIDE} and topic files may stand here:"
                    " rename it in kebab-case with .yaml at the end, or move it elsewhere",
                )
            else:
                names.append(entry.name)
        if not any(name not in (SOURCES, GLOSSARY) for name in names):
            self._fault(
                folder,
                1,
                "the folder has no topic file: add one, such as rivers.yaml, with `topic`, `title` and `facts`",
            )
        return names

    def _list_documents(self) -> tuple[str, ...]:
        entries = self._list(
            self.draft.seeds, "documents: make it and put the documents there, or name another with --seeds"
        )
        return tuple(entry.name for entry in entries or () if _is_file(entry) and entry.name != GUIDE)

    def _list(self, folder: Path, remedy: str) -> list[Path] | None:
        try:
            return sorted(entry for entry in folder.iterdir() if not entry.name.startswith("."))
        except FileNotFoundError:
            self._fault(folder, 1, f"there is no such folder of {remedy}")
        except OSError as error:
            self._fault(
                folder,
                1,
                f"this is not a folder that can be read ({error.strerror}): it should be the folder of {remedy}",
            )
        return None

    # Files.

    def _read_sources(self, exists: bool) -> None:
        path = self.draft.facts_folder / SOURCES
        if not exists:
            if "sources" not in self.draft.unread:
                self._fault(path, 1, "the file is missing: add it, with each document under `sources`")
                self.draft.unread.add("sources")
            return
        findings, top = self._open(path, schema.SOURCES_FILE, "sources.yaml", "sources")
        for entry in _entries(top, "sources", schema.SOURCE, "a source", findings):
            self.draft.sources.append(Written(self._source(entry, findings), entry, findings.file))
        self.faults += findings.faults

    def _read_glossary(self) -> None:
        path = self.draft.facts_folder / GLOSSARY
        self.draft.has_glossary = True
        findings, top = self._open(path, schema.GLOSSARY_FILE, "glossary.yaml", "glossary")
        for entry in _entries(top, "entities", schema.ENTITY, "an entity", findings):
            entity = _make(Entity, {"name": "", "kind": "", **entry.values}, entry, findings)
            self.draft.entities.append(Written(entity, entry, findings.file))
        for entry in _entries(top, "measures", schema.MEASURE, "a measure", findings):
            self.draft.measures.append(
                Written(_make(Measure, {"name": "", **entry.values}, entry, findings), entry, findings.file)
            )
        for entry in _entries(top, "kinds", schema.KIND, "a kind", findings):
            self.draft.kinds.append(
                Written(_make(Kind, {"name": "", **entry.values}, entry, findings), entry, findings.file)
            )
        for entry in _entries(top, "terms", schema.TERM, "a term", findings):
            term = Term(location=_location(entry, findings), **{"words": (), **entry.values})
            self.draft.terms.append(Written(term, entry, findings.file))
        self.faults += findings.faults

    def _read_topic(self, name: str) -> None:
        path = self.draft.facts_folder / name
        findings, top = self._open(path, schema.TOPIC_FILE, "a topic file", "topics")
        if top is not None:
            stem = path.stem
            topic = top.values.get("topic", stem)
            if topic != stem:
                findings.fault(
                    top.line_of("topic"),
                    f"`topic` is {topic!r} in a file named {name}: write {stem!r}, or rename the file",
                )
            self.draft.topics.append(
                Topic(stem, top.values.get("title", ""), findings.file, top.values.get("title_in", {}))
            )
            for entry in _entries(top, "facts", schema.FACT, "a fact", findings):
                self.draft.facts.append(Written(self._fact(entry, stem, findings), entry, findings.file))
        self.faults += findings.faults

    def _open(self, path: Path, keys: tuple[Key, ...], what: str, family: str) -> tuple[Findings, Entry | None]:
        findings = Findings(str(path))
        content = self._content(path, f"facts/{path.name}", findings, 1)
        root = read_yaml(content, findings) if content is not None else None
        top = schema.read_entry(root, keys, what, findings) if root is not None else None
        if top is None or (family == "topics" and "facts" not in top.values):
            self.draft.unread.add(family)
        return findings, top

    def _content(self, path: Path, name: str, findings: Findings, line: int) -> bytes | None:
        try:
            content = path.read_bytes()
        except OSError as error:
            findings.fault(line, f"{path} cannot be read ({error.strerror}): make it a readable file")
            return None
        self._contents[name] = content
        return content

    # Entries.

    def _source(self, entry: Entry, findings: Findings) -> Source:
        values: dict[str, Any] = {"file": "", "title": "", "published": _UNDATED, **entry.values}
        values.pop("excluded", None)
        document = self._document(values["file"], entry, findings) if values["file"] else None
        values["text"], values["sha256"] = document if document is not None else ("", "")
        source = _make(Source, values, entry, findings)
        return source if document is None else replace(source, excluded=self._passages(entry, source, findings))

    def _document(self, name: str, entry: Entry, findings: Findings) -> tuple[str, str] | None:
        path, line = self.draft.seeds / name, entry.line_of("file")
        if name not in self.draft.documents:
            offer = did_you_mean(name, self.draft.documents)
            findings.fault(
                line, f"the document {name!r} is not in {self.draft.seeds}{offer}: put it there, or correct `file`"
            )
            return None
        content = self._content(path, f"seeds/{name}", findings, line)
        if content is None:
            return None
        try:
            return content.decode("utf-8"), hashlib.sha256(content).hexdigest()
        except UnicodeDecodeError as error:
            findings.fault(line, f"the document {path} is not UTF-8 (byte {error.start + 1}): save it as UTF-8")
            return None

    def _passages(self, entry: Entry, source: Source, findings: Findings) -> tuple[Passage, ...]:
        document = self.draft.document(source)
        passages = []
        for excluded in entry.values.get("excluded", ()):
            values = excluded.values
            place: Found | Lost
            if "exact" in values:
                place = locate_passage(schema.selector(excluded), source.text, document)
                key = "exact"
            elif "from" in values and "to" in values:
                first = schema.selector(excluded, "from", suffix=False)
                place = locate_stretch(first, values["to"], values.get("suffix"), source.text, document)
                key = "from"
            else:  # its own fault has been noted
                continue
            if isinstance(place, Lost):
                findings.fault(excluded.line_of(key), place.message)
            elif "reason" in values:
                passages.append(Passage(place.span.start, place.span.end, values["reason"]))
        return tuple(passages)

    def _fact(self, entry: Entry, topic: str, findings: Findings) -> Fact:
        values: dict[str, Any] = {"topic": topic, "statement": "", "questions": (), **entry.values}
        unit = values.pop("unit", None)
        if unit is not None and "value" in values:
            values["value"] = replace(values["value"], unit=unit)
        values["evidence"] = self._evidence(entry, findings)
        return _make(Fact, values, entry, findings)

    def _evidence(self, entry: Entry, findings: Findings) -> tuple[Evidence, ...]:
        found = []
        sources = {written.model.id: written.model for written in reversed(self.draft.sources)}
        for quoted in entry.values.get("evidence", ()):
            source = sources.get(quoted.values.get("source"))
            # An unknown source, a document that is missing and a quote that was not written have their own faults.
            if source is None or not source.sha256 or "exact" not in quoted.values:
                continue
            selector = schema.selector(quoted)
            place = locate_quote(selector, source.text, self.draft.document(source), source.excluded)
            line = quoted.line_of("exact")
            if isinstance(place, Lost):
                findings.fault(line, place.message)
                continue
            if place.rivals:
                self.warnings.append(
                    Fault(
                        findings.file,
                        line,
                        f"the quote “{excerpt(selector.exact, 60)}” stands {place.rivals + 1} times in"
                        f" {self.draft.document(source)}, the first is taken: add `prefix` or `suffix`, or quote more",
                    )
                )
            found.append(
                Evidence(source.id, selector.exact, place.span.start, place.span.end, Location(findings.file, line))
            )
        return tuple(found)

    def _fault(self, path: Path, line: int, message: str) -> None:
        self.faults.append(Fault(str(path), line, message))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a folder may list names that it does not let us look at
        return False


def _entries(top: Entry | None, key: str, keys: tuple[Key, ...], what: str, findings: Findings) -> Iterable[Entry]:
    for node in top.values.get(key, ()) if top is not None else ():
        entry = schema.read_entry(node, keys, what, findings)
        if entry is not None:
            yield entry


def _make(model: Callable[..., T], values: Mapping[str, Any], entry: Entry, findings: Findings) -> T:
    """Make a model from the values of an entry; `values` has placeholders for the required ones that it lacks."""
    # An id that is bad in itself is still the one that others refer to.
    name = entry.node.entries.get("id")
    written = name.text.strip() if isinstance(name, Scalar) else ""
    return model(**{**values, "id": written, "location": _location(entry, findings)})


def _location(entry: Entry, findings: Findings) -> Location:
    return Location(findings.file, entry.node.line)
