"""A rehearsal: every fact is asked its own questions, and what keeps them from leading to it is told to the curator."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.errors import Fault
from bot.factbase.findings import excerpt, in_order
from bot.factbase.models import Entity, Fact, FactBase, Glossary, Kind, Location, Measure
from bot.qa.answering import Answerer
from bot.qa.decisions import Decision
from bot.qa.languages import DEFAULT, language
from bot.qa.mentions import Mention
from bot.qa.models import OUTCOMES, Ambiguous, Answered, Corrected, facts_of
from bot.qa.normalization import clean, tokenize
from bot.qa.relations import ancestors
from bot.qa.slots import Reading
from bot.qa.weights import EVERYDAY

EXAMPLES = 3
"""How many wordings a warning shows."""
ALIKE = 2
"""From so many wordings on that two facts answer equally well, they are hard to tell apart."""


@dataclass(frozen=True, slots=True)
class Group:
    """Warnings of one sort, in file and line order."""

    title: str
    warnings: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    """One of a fact's own wordings, and how it was decided."""

    fact: Fact
    wording: str
    reading: Reading
    decision: Decision

    @property
    def reaches(self) -> bool:
        """Say whether the wording leads to its fact."""
        return _reaches(self.fact, self.decision)

    @property
    def leads_to(self) -> str | None:
        """The id of the other fact that the wording leads to, if it is answered at all."""
        answer = self.decision.answer
        if self.reaches or not isinstance(answer, (Answered, Corrected, Ambiguous)):
            return None
        return answer.facts[0].fact.id


def wordings_of(fact: Fact) -> tuple[str, ...]:
    """Every wording that a fact is asked for in."""
    return fact.questions


def count_wordings(base: FactBase) -> int:
    """Count the questions that a rehearsal asks."""
    return sum(len(wordings_of(fact)) for fact in base.served)


def rehearse(base: FactBase, answerer: Answerer, step: Callable[[], None] = lambda: None) -> tuple[Group, ...]:
    """Ask every fact its own wordings and give the warnings by sort; `step` is called once a wording."""
    asked: dict[str, list[_Asked]] = defaultdict(list)
    for fact in base.served:
        for wording in wordings_of(fact):
            reading = answerer.read(wording)
            asked[fact.id].append(_Asked(fact, wording, reading, answerer.decide(reading)))
            step()
    found = (
        ("Facts that no wording reaches", _unreached(asked)),
        ("Facts that shadow others", _shadowing(asked)),
        ("Facts that answer the same wordings", _equals(asked, answerer)),
        ("Wordings that are not answered", _unanswered(asked)),
        ("Names that pull questions away", _pulling(asked, base.glossary, answerer)),
        ("Names that are everyday words", everyday_names(base)),
    )
    groups = (Group(title, in_order(warnings)) for title, warnings in found)
    return tuple(group for group in groups if group.warnings)


def _reaches(fact: Fact, decision: Decision) -> bool:
    shown = {shown.fact.id for shown in facts_of(decision.answer)}
    match decision.answer:
        case Answered(more=more):
            return fact.id in shown or fact.id in more
        case Corrected() | Ambiguous():
            return fact.id in shown
        case _:
            return False


def _unreached(asked: Mapping[str, Sequence[_Asked]]) -> Iterator[Fault]:
    for items in asked.values():
        if items and not any(item.reaches for item in items):
            yield _warning(
                items[0].fact.location,
                f"none of the {len(items)} wordings of {items[0].fact.id!r} reaches it ({_examples(items)}):"
                " say in them what this fact alone tells, or merge it with the fact that they lead to",
            )


def _shadowing(asked: Mapping[str, Sequence[_Asked]]) -> Iterator[Fault]:
    for items in asked.values():
        if not any(item.reaches for item in items):
            continue
        led: dict[str, list[_Asked]] = defaultdict(list)
        for item in items:
            if item.leads_to is not None:
                led[item.leads_to].append(item)
        for other, astray in led.items():
            fact = items[0].fact
            yield _warning(
                fact.location,
                f"{_counted(astray, items)} of {fact.id!r} {_verb(astray, 'leads', 'lead')} to {other!r}"
                f" ({_quoted(item.wording for item in astray)}): say in them what {fact.id!r} alone tells, or move"
                " them there",
            )


def _equals(asked: Mapping[str, Sequence[_Asked]], answerer: Answerer) -> Iterator[Fault]:
    pairs: dict[tuple[str, str], list[_Asked]] = defaultdict(list)
    for item in (item for items in asked.values() for item in items if item.reaches):
        if isinstance(item.decision.answer, Answered) and len(item.decision.answer.facts) == 1:
            for other in answerer.equals(item.decision):
                one, two = sorted((item.decision.answer.facts[0].fact.id, other))
                pairs[one, two].append(item)
    facts = {id: items[0].fact for id, items in asked.items() if items}
    for (one, other), items in pairs.items():
        if len(items) >= ALIKE:
            yield _warning(
                facts[one].location,
                f"{one!r} and {other!r} answer {len(items)} wordings equally well"
                f" ({_quoted(item.wording for item in items)}): say in their wordings what sets them apart,"
                " or merge them",
            )


def _unanswered(asked: Mapping[str, Sequence[_Asked]]) -> Iterator[Fault]:
    for items in asked.values():
        silent = [item for item in items if not item.reaches and item.leads_to is None]
        if silent and any(item.reaches for item in items):
            fact = items[0].fact
            yield _warning(
                fact.location,
                f"{_counted(silent, items)} of {fact.id!r} {_verb(silent, 'is', 'are')} not answered"
                f" ({_examples(silent)}): reword, or tell the glossary what is meant",
            )


def _pulling(asked: Mapping[str, Sequence[_Asked]], glossary: Glossary, answerer: Answerer) -> Iterator[Fault]:
    """Name each alias without which more wordings would reach their own facts than with it."""
    suspects: dict[tuple[str, str], None] = {}
    holding: dict[tuple[str, str], list[tuple[_Asked, Mention]]] = defaultdict(list)
    for item in (item for items in asked.values() for item in items):
        for mention in item.reading.mentions:
            key = mention.concept, mention.text
            if _named(mention.concept, glossary) is not None:
                holding[key].append((item, mention))
                if not item.reaches:
                    suspects[key] = None
    for concept, text in suspects:
        named, place, own = _named(concept, glossary) or ("", Location("", 1), "")
        held = holding[concept, text]
        freed = [item for item, mention in held if not item.reaches and _reaches_without(item, mention, answerer)]
        if not freed or clean(own) == text:
            continue
        lost = sum(item.reaches and not _reaches_without(item, mention, answerer) for item, mention in held)
        if len(freed) > lost:
            yield _warning(
                place,
                f"“{excerpt(text, 60)}”, a name of {named}, keeps {len(freed)} of the wordings with it from their own"
                f" facts ({_owned(freed)}) and leads {lost} there: remove that name, put a longer one in its place, or"
                " reword",
            )


def _reaches_without(item: _Asked, mention: Mention, answerer: Answerer) -> bool:
    return _reaches(item.fact, answerer.decide(_without(item.reading, mention)))


def _without(reading: Reading, mention: Mention) -> Reading:
    """A question as it would be read if a run of words had no meaning of its own."""
    plain = tuple(
        Mention((f"stem:{reading.words[at].stem}",), at, at + 1, reading.words[at].text, mention.weight)
        for at in range(mention.first, mention.last)
    )
    others = tuple(other for other in reading.mentions if other is not mention)
    return replace(reading, mentions=tuple(sorted((*others, *plain), key=lambda item: item.first)))


def _named(concept: str, glossary: Glossary) -> tuple[str, Location, str] | None:
    """What a concept of the glossary is called in a warning, where it stands, and its own name; None for any other."""
    kind, _, id = concept.partition(":")
    if kind == "term":
        term = next((term for term in glossary.terms if term.words[0] == id), None)
        return None if term is None else (f"the term {id!r}", term.location, id)
    families: Mapping[str, Mapping[str, Entity | Measure | Kind]] = {
        "entity": glossary.entities,
        "measure": glossary.measures,
        "kind": glossary.kinds,
    }
    entry = families[kind].get(id) if kind in families else None
    return None if entry is None else (f"the {kind} {id!r}", entry.location, entry.name)


def everyday_names(base: FactBase) -> Iterator[Fault]:
    """Doubt an alias that is an everyday word, and that the facts' own wordings mostly use for something else."""
    words = language(DEFAULT)
    relations = ancestors(base.glossary)
    using: dict[str, list[frozenset[str]]] = defaultdict(list)
    for fact in base.served:
        listed = (*fact.entities, *fact.said_by, *(id for id in (fact.scope, fact.place) if id is not None))
        about = frozenset(above for id in listed for above in relations.get(id, frozenset({id})))
        for wording in wordings_of(fact):
            for word in {token.text for token in tokenize(clean(wording))}:
                using[word].append(about)
    for entity in base.glossary.entities.values():
        for alias in entity.aliases:
            word = clean(alias)
            common = word in words.ignored or word in words.soft or words.real_words.get(word, EVERYDAY + 1) <= EVERYDAY
            meant = Counter(entity.id in about for about in using.get(word, ()))
            if alias == word and common and meant[False] > meant[True]:
                yield _warning(
                    entity.location,
                    f"“{alias}”, a name of the entity {entity.id!r}, is an everyday word, and {meant[False]} of the"
                    f" {meant.total()} wordings with it are of facts about something else: remove it, or put a longer"
                    " name in its place",
                )


def _warning(place: Location, message: str) -> Fault:
    return Fault(place.file, place.line, message)


def _counted(part: Sequence[_Asked], whole: Sequence[_Asked]) -> str:
    return f"{len(part)} of the {len(whole)} wordings"


def _verb(items: Sequence[_Asked], one: str, several: str) -> str:
    return one if len(items) == 1 else several


def _owned(items: Sequence[_Asked]) -> str:
    return "; ".join(f"“{excerpt(item.wording, 100)}” of {item.fact.id!r}" for item in items[:EXAMPLES])


def _quoted(wordings: Iterable[str]) -> str:
    listed = list(wordings)
    more = f" and {len(listed) - EXAMPLES} more" if len(listed) > EXAMPLES else ""
    return ", ".join(f"“{excerpt(wording, 100)}”" for wording in listed[:EXAMPLES]) + more


def _examples(items: Sequence[_Asked]) -> str:
    """Some wordings, and what becomes of each."""
    told = [f"“{excerpt(item.wording, 100)}”: {_fate(item)}" for item in items[:EXAMPLES]]
    more = [f"and {len(items) - EXAMPLES} more"] if len(items) > EXAMPLES else []
    return "; ".join((*told, *more))


def _fate(item: _Asked) -> str:
    if item.leads_to is not None:
        return f"leads to {item.leads_to!r}"
    missing = getattr(item.decision.answer, "missing", ())
    return OUTCOMES[type(item.decision.answer)] + (f", not met: {', '.join(missing)}" if missing else "")
