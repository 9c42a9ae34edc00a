"""The rules that no single file can show: between facts, their documents, the sources and the glossary.

Every rule takes the draft and yields findings that end in what to change. FAULTS keep a base from loading; DOUBTS are
cheap warnings that loading keeps; `survey` adds what is worth asking for only now and then.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from bot.errors import Fault
from bot.factbase.coverage import cover, open_sentences
from bot.factbase.draft import Draft, Written
from bot.factbase.findings import did_you_mean, excerpt, in_order
from bot.factbase.grounding import find_unfounded_numbers
from bot.factbase.models import QUOTE_LIMIT, Fact, FactBase, Term
from bot.factbase.quotes import Span, cuts_word
from bot.factbase.schema import Entry

Rule = Callable[[Draft], Iterator[Fault]]


def check(draft: Draft) -> tuple[list[Fault], list[Fault]]:
    """Apply every rule; return the faults and the warnings."""
    return [fault for rule in FAULTS for fault in rule(draft)], [doubt for rule in DOUBTS for doubt in rule(draft)]


def survey(base: FactBase, seeds: Path) -> tuple[Fault, ...]:
    """Give every warning about the files of a base: those noted on loading, and open sentences."""
    return in_order((*base.warnings, *open_sentences(cover(base), seeds)))


# Faults.


def find_repeated_ids(draft: Draft) -> Iterator[Fault]:
    """Refuse an id that stands twice among the sources, entities, measures, kinds or facts."""
    yield from _repeated("source", draft.sources)
    yield from _repeated("entity", draft.entities)
    yield from _repeated("measure", draft.measures)
    yield from _repeated("kind", draft.kinds)
    yield from _repeated("fact", draft.facts)


def _repeated(what: str, family: Iterable[Written[Any]]) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for written in family:
        name = written.model.id
        if name in first:
            yield written.fault(
                f"the id {excerpt(name, 80)!r} already belongs to the {what} at {first[name]}: rename one of them",
                "id",
            )
        elif name:
            first[name] = written.place("id")


def find_repeated_documents(draft: Draft) -> Iterator[Fault]:
    """Refuse a document that two sources describe."""
    first: dict[str, str] = {}
    for written in draft.sources:
        file = written.model.file
        if file in first:
            yield written.fault(
                f"the document {file!r} already belongs to the source {first[file]!r}: keep one of the two", "file"
            )
        elif file:
            first[file] = written.model.id


def find_changed_documents(draft: Draft) -> Iterator[Fault]:
    """Refuse a document whose bytes are no longer those that its source was written from."""
    for written in draft.sources:
        noted = written.entry.values.get("sha256")
        if noted is not None and written.model.sha256 and noted != written.model.sha256:
            yield written.fault(
                f"the document {draft.document(written.model)} has changed, its SHA-256 is now {written.model.sha256}:"
                " restore the document, or check every quote against it and correct `sha256`",
                "sha256",
            )


def find_unknown_sources(draft: Draft) -> Iterator[Fault]:
    """Refuse evidence from a source that sources.yaml does not have."""
    if "sources" in draft.unread:
        return
    known = {written.model.id for written in draft.sources}
    for written, evidence in _evidence(draft):
        name = evidence.values.get("source")
        if name is not None and name not in known:
            yield Fault(
                written.file,
                evidence.line_of("source"),
                f"the source {excerpt(name, 80)!r} is not in sources.yaml{did_you_mean(name, known)}:"
                " correct the id, or add the source",
            )


def find_long_quotes(draft: Draft) -> Iterator[Fault]:
    """Refuse a quote that is too long to show."""
    for written, evidence in _evidence(draft):
        length = len(evidence.values.get("exact", ""))
        if length > QUOTE_LIMIT:
            yield Fault(
                written.file,
                evidence.line_of("exact"),
                f"the quote is {length} characters long, and {QUOTE_LIMIT} is the most:"
                " quote less, or split it into two pieces of evidence",
            )


def find_unknown_references(draft: Draft) -> Iterator[Fault]:
    """Refuse the id of an entity, a measure, a kind or a fact that nothing has."""
    if "glossary" not in draft.unread:
        yield from _unknown_in_glossary(draft)
        yield from _unknown_to_facts(draft)
    if "topics" not in draft.unread:
        facts = {written.model.id for written in draft.facts}
        for written in draft.facts:
            successor = written.model.superseded_by
            yield from _unknown(written, "fact", "related", written.model.related, facts)
            yield from _unknown(written, "fact", "superseded_by", successor, facts)
            if written.model.id in written.model.related:
                yield written.fault("the fact is related to itself: remove its own id from `related`", "related")


def find_exclusive_strangers(draft: Draft) -> Iterator[Fault]:
    """Refuse what is told to leave no room for another, and is nothing that the fact is about."""
    for written in draft.facts:
        for whose, names in written.model.exclusive.items():
            for name in (whose, *names):
                if name not in written.model.entities:
                    told = f"{excerpt(name, 80)!r} in `exclusive` is none of the fact's `entities`"
                    yield written.fault(f"{told}: correct the id, or add it there, too", "exclusive", whose)


def _unknown_in_glossary(draft: Draft) -> Iterator[Fault]:
    entities = {written.model.id for written in draft.entities}
    measures = {written.model.id for written in draft.measures}
    kinds = {written.model.id for written in draft.kinds}
    for entity in draft.entities:
        if kinds:  # a glossary without kinds leaves `kind` a free word
            yield from _unknown(entity, "kind", "kind", entity.model.kind or None, kinds)
        yield from _unknown(entity, "entity", "is_a", entity.model.is_a, entities | kinds)
        yield from _unknown(entity, "entity", "part_of", entity.model.part_of, entities)
        yield from _unknown(entity, "entity", "belongs_to", entity.model.belongs_to, entities)
        yield from _unknown(entity, "entity", "home", entity.model.home, entities)
        yield from _unknown(entity, "entity", "loosely", entity.model.loosely, entities)
    for measure in draft.measures:
        yield from _unknown(measure, "measure", "is_a", measure.model.is_a, measures)
    for kind in draft.kinds:
        yield from _unknown(kind, "kind", "is_a", kind.model.is_a, kinds)


def _unknown_to_facts(draft: Draft) -> Iterator[Fault]:
    entities = {written.model.id for written in draft.entities}
    measures = {written.model.id for written in draft.measures}
    for fact in draft.facts:
        yield from _unknown(fact, "entity", "entities", fact.model.entities, entities)
        yield from _unknown(fact, "entity", "scope", fact.model.scope, entities)
        yield from _unknown(fact, "entity", "place", fact.model.place, entities)
        yield from _unknown(fact, "measure", "measure", fact.model.measure, measures)
        if draft.has_glossary:  # without one, those who say something go by their plain names
            yield from _unknown(fact, "entity", "said_by", fact.model.said_by, entities)


def _unknown(
    written: Written[Any], what: str, key: str, names: tuple[str, ...] | str | None, known: set[str]
) -> Iterator[Fault]:
    listed = isinstance(names, tuple)
    for number, name in enumerate(names if isinstance(names, tuple) else () if names is None else (names,)):
        if name in known:
            continue
        shown = f"the {what} {excerpt(name, 80)!r} in `{key}`"
        if what == "fact":
            message = f"{shown} does not exist{did_you_mean(name, known)}: correct the id, or remove it"
        elif known:
            message = f"{shown} is not in the glossary{did_you_mean(name, known)}: correct the id, add it, or remove it"
        else:
            message = f"{shown} is not in the glossary, which has none: add it, or remove the key"
        yield written.fault(message, *((key, number) if listed else (key,)))


def find_superseded_but_served(draft: Draft) -> Iterator[Fault]:
    """Refuse a fact that another one replaces and that is still given."""
    for written in draft.facts:
        if written.model.superseded_by is not None and "withdrawn" not in written.entry.node.key_lines:
            yield written.fault(
                "`superseded_by` stands without `withdrawn`: give the reason in `withdrawn`, or remove it",
                "superseded_by",
            )


def find_units_without_value(draft: Draft) -> Iterator[Fault]:
    """Refuse a unit that counts nothing."""
    for written in draft.facts:
        if "unit" in written.entry.values and "value" not in written.entry.node.key_lines:
            yield written.fault("`unit` stands without `value`: add the value, or remove the unit", "unit")


def find_circular_relations(draft: Draft) -> Iterator[Fault]:
    """Refuse relations that lead back to where they began."""
    yield from _circles(draft.entities, "is_a")
    yield from _circles(draft.entities, "part_of")
    yield from _circles(draft.entities, "belongs_to")
    yield from _circles(draft.measures, "is_a")
    yield from _circles(draft.kinds, "is_a")
    yield from _circles(draft.facts, "superseded_by")


def _circles(family: Iterable[Written[Any]], key: str) -> Iterator[Fault]:
    """Walk depth first without recursion; an edge to an entry on the current path closes a circle."""
    written = {entry.model.id: entry for entry in family}
    targets = {
        name: (names if isinstance(names, tuple) else (names,) if names is not None else ())
        for name, entry in written.items()
        for names in (getattr(entry.model, key),)
    }
    finished: set[str] = set()
    for root in written:
        if root in finished:
            continue
        path = [root]
        pending = [iter(targets[root])]
        while path:
            following = next(pending[-1], None)
            if following is None:
                finished.add(path.pop())
                pending.pop()
            elif following in path:
                circle = [*path[path.index(following) :], following]
                yield written[path[-1]].fault(
                    f"`{key}` leads round in a circle ({excerpt(' → '.join(circle))}): remove one of its steps", key
                )
            elif following in written and following not in finished:
                path.append(following)
                pending.append(iter(targets[following]))


# Warnings.


def note_unused_sources(draft: Draft) -> Iterator[Fault]:
    """Doubt a source that no fact quotes."""
    used = {evidence.values.get("source") for _, evidence in _evidence(draft)}
    for written in draft.sources:
        if written.model.id and written.model.id not in used:
            yield written.fault(f"no fact quotes the source {written.model.id!r}: add its facts, or remove it", "id")


def note_unlisted_documents(draft: Draft) -> Iterator[Fault]:
    """Doubt a document that no source describes."""
    listed = {written.model.file for written in draft.sources}
    for name in draft.documents:
        if name not in listed:
            yield Fault(
                str(draft.seeds / name), 1, "no source describes this document: add it to sources.yaml, or remove it"
            )


def note_clashing_names(draft: Draft) -> Iterator[Fault]:
    """Doubt a name that two entries of the glossary share, for a question with it could mean either."""
    first: dict[str, tuple[str, str]] = {}
    for what, written, path, name in _glossary_names(draft):
        plain = plain_words(name)
        label = f"the {what} {written.model.words[0] if isinstance(written.model, Term) else written.model.id!r}"
        if not plain:
            continue
        owner, place = first.setdefault(plain, (label, written.place(*path)))
        if owner != label:
            yield written.fault(
                f"{excerpt(name, 80)!r} names {label} and also {owner} at {place}: keep it for one of them", *path
            )


def _glossary_names(draft: Draft) -> Iterator[tuple[str, Written[Any], tuple[str | int, ...], str]]:
    named: list[tuple[str, Written[Any]]] = [("entity", written) for written in draft.entities]
    named += [("measure", written) for written in draft.measures]
    for what, written in named:
        values = written.entry.values
        if "name" in values:
            yield what, written, ("name",), values["name"]
        for key in ("aliases", "in_document"):
            for number, name in enumerate(values.get(key, ())):
                yield what, written, (key, number), name
        yield from _foreign_names(what, written)
    for term in draft.terms:
        for number, word in enumerate(term.model.words):
            yield "term", term, ("words", number), word
        yield from _foreign_names("term", term)


def _foreign_names(what: str, written: Written[Any]) -> Iterator[tuple[str, Written[Any], tuple[str | int, ...], str]]:
    for tag, names in written.model.names_in.items():
        for number, name in enumerate(names):
            yield what, written, ("names_in", tag, number), name


def note_repeated_wordings(draft: Draft) -> Iterator[Fault]:
    """Doubt a wording that is given twice."""
    first: dict[str, tuple[str, str]] = {}
    for written in draft.facts:
        shown = len(written.model.questions)
        for number, question in enumerate(written.model.wordings):
            key, at = ("questions", number) if number < shown else ("also_asked", number - shown)
            plain = plain_words(question)
            if not plain:
                continue
            if plain in first:
                owner, place = first[plain]
                whose = "this fact" if owner == written.model.id else f"the fact {owner!r}"
                yield written.fault(
                    f"the wording {excerpt(question, 80)!r} is already one of {whose} ({place}): keep one of the two",
                    key,
                    at,
                )
            else:
                first[plain] = (written.model.id, written.place(key, at))


def note_cut_words(draft: Draft) -> Iterator[Fault]:
    """Doubt a quote that begins or ends inside a word or a number."""
    texts = {written.model.id: written.model.text for written in draft.sources}
    for written in draft.facts:
        for evidence in written.model.evidence:
            if cuts_word(Span(evidence.start, evidence.end), texts[evidence.source]):
                yield Fault(
                    written.file,
                    evidence.location.line,
                    f"the quote “{excerpt(evidence.quote, 60)}” cuts a word or number in two: quote whole words",
                )


def plain_words(text: str) -> str:
    """Reduce a name or a wording to what two spellings of it share: letters and digits, without case."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join("".join(char if char.isalnum() else " " for char in folded).split())


def _evidence(draft: Draft) -> Iterator[tuple[Written[Fact], Entry]]:
    for written in draft.facts:
        for entry in written.entry.values.get("evidence", ()):
            yield written, entry


FAULTS: tuple[Rule, ...] = (
    find_repeated_ids,
    find_repeated_documents,
    find_changed_documents,
    find_unknown_sources,
    find_long_quotes,
    find_unknown_references,
    find_exclusive_strangers,
    find_superseded_but_served,
    find_units_without_value,
    find_circular_relations,
    find_unfounded_numbers,
)

DOUBTS: tuple[Rule, ...] = (
    note_unused_sources,
    note_unlisted_documents,
    note_clashing_names,
    note_repeated_wordings,
    note_cut_words,
)
