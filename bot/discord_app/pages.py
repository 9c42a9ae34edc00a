"""What lies behind a button or a menu's option: a state and an edition in, a rendering out. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from bot.discord_app.editions import Edition
from bot.discord_app.embeds import render_fact, suggested
from bot.discord_app.markup import bold, escape, italic
from bot.discord_app.phrases import Phrases, phrases
from bot.discord_app.renderings import OPTIONS, TOTAL, Card, Color, Menu, Option, Press, Rendering, notice
from bot.discord_app.states import Documents, ShowFact, ShowSource, State, TopicFacts, Topics
from bot.factbase.models import Evidence, Fact, Source, Topic
from bot.qa.languages import DEFAULT, is_known

AROUND = 500
"""How many characters of a document are shown on either side of a quote."""
DOCUMENTS = 8
"""How many documents stand on a page."""

Item = TypeVar("Item")


def open_page(state: State, edition: Edition) -> Rendering:
    """Render what a state stands for; a fact or topic that is gone says so."""
    if not is_known(state.tag):
        state = replace(state, tag=DEFAULT)  # tampered with, or of a language that is no longer there
    say = phrases(state.tag)
    match state:
        case ShowSource(tag, id):
            fact = edition.served(id)
            return _missing(id, edition, say) if fact is None else _passages(fact, edition, tag, say)
        case ShowFact(tag, id):
            fact = edition.served(id)
            return _missing(id, edition, say) if fact is None else render_fact(fact, edition, tag)
        case Topics(tag, page):
            return _topics(edition, tag, page, say)
        case TopicFacts(tag, id, page):
            topic = edition.base.topics.get(id)
            if topic is None:
                return notice(escape(say("topic_gone")))
            return _topic(topic, edition, tag, page, say)
        case Documents(tag, page):
            return _documents(edition, tag, page, say)


def help_page(edition: Edition, tag: str) -> Rendering:
    """Say what Roro can do, with examples that it has answered when the edition was made."""
    return Rendering((Card((phrases(tag)("help"),)),), suggested(edition.examples, edition, tag))


def called_page(edition: Edition, tag: str) -> Rendering:
    """Answer somebody who called and asked nothing."""
    return Rendering((Card((escape(phrases(tag)("called")),)),), suggested(edition.examples[:3], edition, tag))


def _missing(id: str, edition: Edition, say: Phrases) -> Rendering:
    fact = edition.base.facts.get(id)
    if fact is None or fact.withdrawn is None:
        return notice(escape(say("fact_gone")))
    successor = edition.served(fact.superseded_by) if fact.superseded_by else None
    offered = (Press(say("successor"), ShowFact(say.tag, successor.id), main=True),) if successor else ()
    return Rendering((Card((escape(say("fact_withdrawn", reason=fact.withdrawn)),)),), offered)


def _passages(fact: Fact, edition: Edition, tag: str, say: Phrases) -> Rendering:
    room = (TOTAL - 1_000) // len(fact.evidence) - max(len(evidence.quote) for evidence in fact.evidence) * 2
    around = max(min(AROUND, room // 4), 0)
    cards = []
    for quotes in _neighbours(fact.evidence, around):
        source = edition.base.sources[quotes[0].source]
        citation = f"— {escape(edition.phrasing.citation(source, tag))}"
        cards.append(Card((_passage(source, quotes, around), citation), Color.PLAIN, f"{fact.id} · {source.file}"))
    first, *others = cards
    return Rendering((Card((italic(escape(say("passage"))), *first.blocks), first.color, first.footer), *others))


def _neighbours(evidence: Sequence[Evidence], around: int) -> list[list[Evidence]]:
    """Put together the quotes that stand so near each other that one passage shows them all."""
    groups: list[list[Evidence]] = []
    for source in dict.fromkeys(item.source for item in evidence):
        for item in sorted((item for item in evidence if item.source == source), key=lambda item: item.start):
            last = groups[-1][-1] if groups else None
            if last is not None and last.source == source and item.start - last.end <= around:
                groups[-1].append(item)
            else:
                groups.append([item])
    return groups


def _passage(source: Source, quotes: Sequence[Evidence], around: int) -> str:
    """The words around quotes, with the quotes in bold; it begins and ends between words."""
    text = source.text
    first, last = quotes[0].start, max(quote.end for quote in quotes)
    start, end = max(first - around, 0), min(last + around, len(text))
    if start and (space := text.find(" ", start, first)) >= 0:
        start = space + 1
    if end < len(text) and (space := text.rfind(" ", last, end)) >= 0:
        end = space
    parts = ["… " if start else ""]
    at = start
    for quote in quotes:
        parts.append(escape(text[at : quote.start]))
        parts.append("\n".join(bold(escape(line)) for line in text[max(at, quote.start) : quote.end].split("\n")))
        at = max(at, quote.end)
    return "".join((*parts, escape(text[at:end]), " …" if end < len(text) else ""))


def _topics(edition: Edition, tag: str, page: int, say: Phrases) -> Rendering:
    topics = [(topic, edition_facts(topic, edition)) for topic in edition.base.topics.values()]
    listed, page, pages = _page([item for item in topics if item[1]], page, OPTIONS)
    lead = escape(say("all_facts", facts=len(edition.base.served), topics=len(topics)))
    blocks = [lead, *(f"· {escape(_title(topic, tag))}" for topic, _ in listed)]
    options = tuple(
        Option(_title(topic, tag), TopicFacts(tag, topic.id), say("fact_count", count=len(facts)))
        for topic, facts in listed
    )
    turns = _turns([Topics(tag, at) for at in range(pages)], page, say)
    return Rendering(
        (Card(tuple(blocks), footer=_footer(edition, page, pages, say)),),
        turns,
        (Menu(say("choose_topic"), options),) if options else (),
    )


def _topic(topic: Topic, edition: Edition, tag: str, page: int, say: Phrases) -> Rendering:
    listed, page, pages = _page(edition_facts(topic, edition), page, OPTIONS)
    phrasing = edition.phrasing
    blocks = [bold(escape(_title(topic, tag))), *(f"· {escape(edition.label(fact, tag))}" for fact in listed)]
    options = tuple(
        Option(edition.label(fact, tag), ShowFact(tag, fact.id), phrasing.context(fact, tag)) for fact in listed
    )
    turns = _turns([TopicFacts(tag, topic.id, at) for at in range(pages)], page, say)
    return Rendering(
        (Card(tuple(blocks), footer=_footer(edition, page, pages, say)),),
        (*turns, Press(say("topics"), Topics(tag))),
        (Menu(say("choose_fact"), options),) if options else (),
    )


def edition_facts(topic: Topic, edition: Edition) -> list[Fact]:
    """The facts of a topic that may be shown."""
    return [fact for fact in edition.base.served if fact.topic == topic.id]


def _documents(edition: Edition, tag: str, page: int, say: Phrases) -> Rendering:
    sources = list(edition.base.sources.values())
    listed, page, pages = _page(sources, page, DOCUMENTS)
    blocks = [escape(say("documents", count=len(sources)))]
    blocks += [_document(source, edition, tag, say) for source in listed]
    turns = _turns([Documents(tag, at) for at in range(pages)], page, say)
    return Rendering((Card(tuple(blocks), footer=_footer(edition, page, pages, say)),), turns)


def _document(source: Source, edition: Edition, tag: str, say: Phrases) -> str:
    resting = sum(any(item.source == source.id for item in fact.evidence) for fact in edition.base.served)
    traits = [
        source.publisher,
        source.quality and say.said.get(source.quality, source.quality),
        source.language and say("in_language", language=source.language),
        say("characters", count=f"{len(source.text):,}"),
        say("fact_count", count=resting),
        say("unusable", count=len(source.excluded)) if source.excluded else None,
    ]
    told = " · ".join(trait for trait in traits if trait)
    return f"{bold(escape(edition.phrasing.citation(source, tag)))}\n{escape(told)}"


def _title(topic: Topic, tag: str) -> str:
    return topic.title_in.get(tag, topic.title)


def _page(items: Sequence[Item], page: int, size: int) -> tuple[Sequence[Item], int, int]:
    """Cut a page out of a list; a page that no longer exists is the last one."""
    pages = max((len(items) + size - 1) // size, 1)
    page = min(page, pages - 1)
    return items[page * size : (page + 1) * size], page, pages


def _turns(states: Sequence[State], page: int, say: Phrases) -> tuple[Press, ...]:
    before = (Press(say("previous"), states[page - 1]),) if page > 0 else ()
    after = (Press(say("next"), states[page + 1]),) if page + 1 < len(states) else ()
    return (*before, *after)


def _footer(edition: Edition, page: int, pages: int, say: Phrases) -> str:
    turned = f"{say('page', page=page + 1, pages=pages)} · " if pages > 1 else ""
    return turned + edition.digest
