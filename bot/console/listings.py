"""What the fact base holds, written out for reading: its facts by topic, and its documents."""

from __future__ import annotations

from collections.abc import Iterator

from bot.console.ink import Ink
from bot.console.words import plural
from bot.factbase.models import Fact, FactBase, Modality, Source, Topic
from bot.qa.languages import DEFAULT
from bot.qa.phrasing import Phrasing


def list_facts(factbase: FactBase, topic: str | None, ink: Ink) -> Iterator[str]:
    """Write each topic's facts with their evidence; only `topic`'s where one is given."""
    for listed in factbase.topics.values():
        if topic is None or listed.id == topic:
            yield from _topic(listed, factbase, ink)


def list_sources(factbase: FactBase, ink: Ink) -> Iterator[str]:
    """Write each document: its title, date, quality, and the passages on which no fact may rest."""
    for source in factbase.sources.values():
        yield ink.bold(ink.wrap(source.title))
        yield ink.wrap(f"{source.id} · {source.file} · {len(source.text):,} characters", "  ")
        yield ink.wrap(f"published {_published(source)}", "  ")
        if source.publisher:
            yield ink.wrap(f"publisher: {source.publisher}", "  ")
        traits = [trait for trait in (source.quality, source.language and f"language {source.language}") if trait]
        if traits:
            yield ink.wrap(" · ".join(traits), "  ")
        if source.excluded:
            yield "  no fact may rest on:"
        for passage in source.excluded:
            words = " ".join(source.text[passage.start : passage.end].split())
            yield ink.dim(ink.wrap(f"- {passage.reason}: “{_shortened(words)}”", "    "))
        yield ""


def _topic(topic: Topic, factbase: FactBase, ink: Ink) -> Iterator[str]:
    phrasing = Phrasing(factbase)
    facts = [fact for fact in factbase.facts.values() if fact.topic == topic.id]
    yield ink.bold(ink.wrap(f"{topic.title} ({topic.id}): {plural(len(facts), 'fact')}"))
    yield ""
    for fact in facts:
        yield from _fact(fact, factbase, phrasing, ink)
        yield ""


def _fact(fact: Fact, factbase: FactBase, phrasing: Phrasing, ink: Ink) -> Iterator[str]:
    yield f"  {ink.bold(fact.id)}"
    yield ink.wrap(fact.statement, "    ")
    if traits := _traits(fact, factbase):
        yield ink.dim(ink.wrap(" · ".join(traits), "    "))
    for note in fact.notes:
        yield ink.dim(ink.wrap(f"note: {note}", "    "))
    for evidence in fact.evidence:
        yield ink.wrap(f"“{evidence.quote}”", "    ")
        yield ink.dim(ink.wrap(f"— {phrasing.citation(factbase.sources[evidence.source], DEFAULT)}", "    "))


def _traits(fact: Fact, factbase: FactBase) -> list[str]:
    entities = factbase.glossary.entities
    speakers = [entities[name].name if name in entities else name for name in fact.said_by]
    superseded = f" (superseded by {fact.superseded_by})" if fact.superseded_by else ""
    traits = (
        fact.withdrawn and f"WITHDRAWN: {fact.withdrawn}{superseded}",
        fact.period and f"period {fact.period.text}",
        fact.as_of and f"as of {fact.as_of.text}",
        fact.modality.value if fact.modality is not Modality.STATED else None,
        f"said by {', '.join(speakers)}" if speakers else None,
    )
    return [trait for trait in traits if trait]


def _published(source: Source) -> str:
    note = f" ({source.published_note})" if source.published_note else ""
    return f"{source.published.text}{note}"


def _shortened(words: str, limit: int = 120) -> str:
    return words if len(words) <= limit else f"{words[: limit // 2].rstrip()} … {words[-limit // 2 :].lstrip()}"
