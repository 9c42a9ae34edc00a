"""The decision: which outcome a question gets, and the facts that the reply shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from bot.factbase.models import Fact, FactBase
from bot.qa.constraints import Constraint, Constraints, Mismatch
from bot.qa.conversation import carried, clauses, extended, leans
from bot.qa.languages import DEFAULT, available, language
from bot.qa.lexicon import Mention
from bot.qa.models import (
    Ambiguous,
    Answer,
    Answered,
    Candidate,
    Chat,
    Conversation,
    Corrected,
    Nearest,
    Reply,
    Shown,
    Slot,
    Trace,
    Unknown,
)
from bot.qa.normalization import LENGTH_LIMIT
from bot.qa.phrasing import Phrasing, replies
from bot.qa.profiles import Profile, ProfileReader
from bot.qa.reading import Reader
from bot.qa.relations import ancestors
from bot.qa.routing import Router, Scored
from bot.qa.slots import Ask, Reading

OPEN_WORDS = 0.8
"""The most weight of unaccounted words that an answer may leave where the question is like a known wording."""
OPEN_WORDS_UNLIKE = 0.4
"""The same where it is like none."""
LIKENESS = 0.6
"""From here on a question is like a known wording."""
COVERAGE_FLOOR = 0.55
"""The least share of a question, by weight, that an answering fact speaks of."""
SCORE_FLOOR = 0.42
"""The least score of an answering fact."""
ASKED_FLOOR = 0.35
"""The least likeness to a known wording that asks for the same kind of thing."""
NEAR_FLOOR = 0.4
"""The least share of a question that the nearest fact speaks of; below it nothing is about the question."""
MARGIN = 0.1
"""How much less like the question an answering fact may be than the fact most like it, which some constraint bars."""
TELLING = 0.5
"""How telling an entity of the last answer has to be for a question to go on about it."""
TIE = 0.02
"""Scores that differ by less are as good as equal."""
CLAUSE_WORDS = 80
"""The most words of a message that is taken for two questions."""
SUGGESTIONS = 3
"""How many questions are suggested."""
CLAIM_LIKENESS = 0.5
"""The least likeness to a known wording of a claim with a figure that is to be confirmed."""
FACTS_SHOWN = 4
"""How many facts a broad answer or a choice shows."""


@dataclass(frozen=True, slots=True)
class Decision:
    """An answer, and in one sentence the constraint that decided it."""

    answer: Answer
    why: str
    candidates: tuple[Scored, ...] = ()


class Answerer:
    """Answers questions over one fact base. Pure: the same base, question and conversation give the same reply."""

    def __init__(self, base: FactBase) -> None:
        self.base = base
        self._reader = Reader(base.glossary, {source.id: source.aliases for source in base.sources.values()})
        self._reader.teach(_texts(base))
        self._phrasing = Phrasing(base)
        self._profiler = ProfileReader(base, self._reader)
        self._constraints = Constraints(
            base.glossary,
            ancestors(base.glossary),
            {source.id: source.published for source in base.sources.values()},
            language(DEFAULT).opposites,
        )
        self._kinds = {entity.id: entity.kind for entity in base.glossary.entities.values()}
        self._routers: dict[str, Router] = {}
        self._suggested: dict[str, tuple[str, ...]] = {}
        self._garbled = tuple(
            (passage.reason.partition(":")[0], self._passage_concepts(source.text[passage.start : passage.end]))
            for source in base.sources.values()
            for passage in source.excluded
            if passage.reason.lower().startswith("garbled")
        )

    def prepare(self, tags: Iterable[str] | None = None) -> None:
        """Build what the first question in each language would else wait for; all languages where none is named."""
        for tag in available() if tags is None else tags:
            self._router(tag)

    def _router(self, tag: str) -> Router:
        """The index for questions in one language, built when first needed."""
        if tag not in self._routers:
            profiles = tuple(self._profiler.profile(fact, tag) for fact in self.base.served)
            self._routers[tag] = Router(profiles, self._constraints)
        return self._routers[tag]

    def _passage_concepts(self, text: str) -> frozenset[str]:
        reading = self._reader.read(text, mend=False)
        lexicon = self._reader.lexicon(reading.language.tag)
        return frozenset(concept for word in reading.words for concept in lexicon.concepts_of(word)) | frozenset(
            reading.concepts
        )

    @property
    def known_questions(self) -> tuple[str, ...]:
        """Every wording of a served fact in the default language, for completion; the first of each fact first."""
        rounds = max((len(fact.questions) for fact in self.base.served), default=0)
        wordings = (fact.questions[at] for at in range(rounds) for fact in self.base.served if at < len(fact.questions))
        return tuple(dict.fromkeys(text for text in wordings if self._reader.detect(text) == DEFAULT))

    def reply(self, question: str, conversation: Conversation | None = None) -> Reply:
        """Answer one question, leaning on the conversation where the question does."""
        before = conversation or Conversation()
        if len(question) > LENGTH_LIMIT:
            decision = Decision(
                Unknown((), reason=replies(DEFAULT)["too_long"].format(limit=LENGTH_LIMIT)), "the question is too long"
            )
            return self._reply(question, self._reader.read(""), decision, before)
        reading = self._reader.read(question)
        if not reading.words:
            decision = Decision(
                Unknown(self._suggestions(reading), reason=replies(reading.language.tag)["empty"]),
                "there is no question",
            )
            return self._reply(question, reading, decision, before)
        decision = self._decide_in(reading, before)
        return self._reply(question, reading, decision, before)

    def _reply(self, question: str, reading: Reading, decision: Decision, before: Conversation) -> Reply:
        tag = reading.language.tag
        answer = decision.answer
        reply = Reply(
            question=question,
            answer=answer,
            text=self._phrasing.text(answer, tag),
            language=tag,
            factbase=self.base.digest,
            conversation=before,
            trace=_trace(reading, decision),
        )
        if reply.facts:
            kept = extended(before, question, tuple(shown.fact.id for shown in reply.facts))
            return Reply(question, answer, reply.text, tag, reply.factbase, kept, reply.trace)
        return reply

    def _decide_in(self, reading: Reading, before: Conversation) -> Decision:
        """Decide within a conversation: alone where the question stands alone, else with what came before."""
        if reading.chat is not None:
            return Decision(Chat(reading.chat, self._suggestions(reading)), "the whole message is small talk")
        if reading.about_self:
            return Decision(Unknown(self._suggestions(reading)), "the question is about the program itself")
        alone = self._decide_whole(reading)
        if not before.turns or not (leans(reading) or reading.person):
            return alone
        stands = isinstance(alone.answer, (Answered, Corrected)) and not reading.continues and _content(reading) >= 3
        if stands and not reading.person:
            return alone
        leaning = self._lean(reading, before)
        points_back = (reading.pronoun or reading.continues) and not reading.entities
        if reading.person or (points_back and _content(reading) < 3):
            return leaning
        if (
            isinstance(leaning.answer, (Answered, Corrected))
            or not isinstance(alone.answer, Answered)
            or reading.continues
        ):
            if isinstance(leaning.answer, Unknown) and reading.continues and reading.entities:
                return self._beside(reading, before)
            return leaning if not isinstance(leaning.answer, Unknown) else alone
        return alone

    def _beside(self, reading: Reading, before: Conversation) -> Decision:
        """Offer the last answer again, where nothing is known of the other name that is asked about."""
        names = tuple(self.base.glossary.entities[id].name for id in reading.entities)
        facts = tuple(Shown(self.base.facts[id], 0.0) for id in before.turns[-1].fact_ids[:1] if id in self.base.facts)
        return Decision(Nearest(facts, names), f"nothing of what was asked is known of {', '.join(names)}")

    def _lean(self, reading: Reading, before: Conversation) -> Decision:
        context = self._reader.read(before.turns[-1].question)
        for turn in reversed(before.turns[:-1]):
            if not leans(context):
                break
            _, earlier = carried(context, self._reader.read(turn.question), self._kinds)
            context = replace(context, mentions=(*context.mentions, *earlier.mentions))
        router = self._router(reading.language.tag)
        reading = replace(reading, broad=reading.broad and not reading.continues)
        said = [self.base.facts[id] for id in before.turns[-1].fact_ids if id in self.base.facts]
        answers = frozenset(
            id
            for fact in said
            for id in fact.entities
            if id not in context.entities and router.telling(f"entity:{id}") >= TELLING
        )
        return self._decide(*carried(reading, context, self._kinds), answers)

    def _decide_whole(self, reading: Reading) -> Decision:
        """Decide a message as one question, and where that fails as the two questions that it may hold."""
        if reading.comparison and (both := self._side_by_side(reading)) is not None:
            return both
        whole = self._decide(reading)
        if isinstance(whole.answer, (Answered, Corrected)) or reading.broad:
            several = len(reading.asked) > 1 and not reading.broad and self._in_clauses(reading)
            return several or whole
        return self._side_by_side(reading) or self._in_clauses(reading) or whole

    def _side_by_side(self, reading: Reading) -> Decision | None:
        """Answer for each of two times, measures or names that a question sets against each other, if both are."""
        for variants in (_by_time(reading), _by_measure(reading), self._by_name(reading)):
            found = [self._decide(replace(variant, asked=())) for variant in variants]
            if found and all(isinstance(decision.answer, Answered) for decision in found):
                return _together([found[0], _alike(found[1], found[0])], "each of the two it names is answered")
        return None

    def _by_name(self, reading: Reading) -> tuple[Reading, ...]:
        """The question once for each of two names of one kind."""
        by_kind: dict[str, list[Mention]] = {}
        for mention in reading.mentions:
            for id in mention.of("entity"):
                by_kind.setdefault(self._kinds[id], []).append(mention)
        pair = next((named for named in by_kind.values() if len(named) == 2), None)
        return _without_each(reading, pair) if pair is not None and reading.comparison else ()

    def _in_clauses(self, reading: Reading) -> Decision | None:
        """Answer the two questions that a message may hold, the second one leaning on the first."""
        parts = clauses(reading.text, reading.language) if len(reading.words) <= CLAUSE_WORDS else ()
        if len(parts) < 2:
            return None
        first = self._reader.read(parts[0], reading.language.tag)
        second = self._reader.read(parts[1], reading.language.tag)
        if not first.asked and not first.verification:
            # A statement, then a question about it.
            two = self._decide(*carried(second, first, self._kinds))
            return two if isinstance(two.answer, Answered) else None
        one = self._decide(first)
        if not isinstance(one.answer, Answered):
            return None
        two = self._decide(second)
        if not isinstance(two.answer, Answered):
            two = self._decide(*carried(second, first, self._kinds))
        if not isinstance(two.answer, Answered):
            return None
        return _together([one, two], "both of its questions are answered")

    def _decide(
        self, reading: Reading, context: Reading | None = None, answers: frozenset[str] = frozenset()
    ) -> Decision:
        candidates = tuple(self._router(reading.language.tag).candidates(reading, context))
        if context is not None:
            kept = tuple(item for item in candidates if self._continues(item, context, answers))
            candidates = kept or candidates[:0]
            specific = any(item.ask not in (Ask.THING, Ask.MANNER) for item in reading.asked)
            if not specific and not reading.timespans and not any(m.weight > 0 for m in reading.mentions):
                return self._unknown(reading, candidates)
        if not candidates:
            return self._unknown(reading, candidates)
        fitting = [item for item in candidates if self._fits(item) and not _barred(item, candidates[0], reading)]
        if reading.broad or _only_names(reading):
            broad = self._broad(reading, candidates)
            if broad is not None:
                return broad
        garbled = self._garbled_reason(reading, fitting)
        if garbled is not None:
            return Decision(Nearest(_shown(candidates[:1]), (), garbled), "the passage on this is excluded", candidates)
        contradicted = self._corrected(reading, candidates[:1])
        if contradicted is not None and (not fitting or candidates[0].score > fitting[0].score + TIE):
            return contradicted
        planned = next((item for item in candidates if _only_planned(item)), None)
        if planned is not None and (not fitting or planned.score > fitting[0].score - MARGIN):
            return self._nearest(reading, (planned, *candidates))
        if fitting:
            return self._answered(reading, fitting, candidates)
        corrected = self._corrected(reading, candidates)
        if corrected is not None:
            return corrected
        return self._nearest(reading, candidates)

    def _continues(self, item: Scored, context: Reading, answers: frozenset[str]) -> bool:
        """Say whether a fact is about what the conversation is about: the most telling name, or what was the answer."""
        weight = self._router(context.language.tag).telling
        named = sorted(context.entities, key=lambda id: -weight(f"entity:{id}"))
        return not named or named[0] in item.profile.entities or not answers.isdisjoint(item.profile.named)

    @staticmethod
    def _fits(item: Scored) -> bool:
        return (
            item.coverage >= COVERAGE_FLOOR
            and item.score >= SCORE_FLOOR
            and item.asked_likeness >= ASKED_FLOOR
            and not item.broken
            and item.open_weight <= (OPEN_WORDS if item.likeness >= LIKENESS else OPEN_WORDS_UNLIKE)
        )

    def _answered(self, reading: Reading, fitting: list[Scored], candidates: tuple[Scored, ...]) -> Decision:
        best = fitting[0]
        figures = [
            item for item in fitting if item.profile.fact.measure in reading.measures and _figure(item.profile.fact)
        ]
        rivals = [item for item in figures if _rivals(item.profile.fact, figures[0].profile.fact)]
        if rivals and _bare(reading):
            choices = _shown([figures[0], *rivals][:FACTS_SHOWN])
            return Decision(Ambiguous(choices), "several facts fit equally well", candidates)
        shown = [best]
        if reading.comparison:
            shown += [item for item in fitting[1:] if best.score - item.score < 0.1][:1]
        return Decision(Answered(_shown(shown)), "every constraint of the question holds", candidates)

    def _broad(self, reading: Reading, candidates: tuple[Scored, ...]) -> Decision | None:
        """Gather every fact that speaks of all that a broad question names."""
        facts = [
            item
            for item in candidates
            if not any(m.constraint is not Constraint.ASKED for m in item.broken)
            and item.open_weight <= OPEN_WORDS
            and item.coverage > 0
        ]
        if not facts:
            # Nothing speaks of all of it: what speaks of the first name, and of most of the rest, will do.
            first = reading.entities[:1]
            facts = [
                item
                for item in candidates
                if first and first[0] in item.profile.named and item.coverage >= 0.5 and _misses_one_name(item)
            ]
        if not facts or not (reading.entities or reading.measures or any(m.weight >= 1 for m in reading.mentions)):
            return None
        facts.sort(key=lambda item: (-_centrality(item, reading), -item.score))
        more = tuple(item.profile.fact.id for item in facts[FACTS_SHOWN:])
        return Decision(
            Answered(_shown(facts[:FACTS_SHOWN]), more=more),
            "a broad question: all facts about what it names",
            candidates,
        )

    def _corrected(self, reading: Reading, candidates: tuple[Scored, ...]) -> Decision | None:
        """Find the fact that contradicts what the question asserts, all else being met."""
        if not reading.verification:
            return None
        for item in candidates:
            if item.coverage < COVERAGE_FLOOR / 2:
                continue
            contradicted = [m for m in item.mismatches if m.contradicted]
            rest = [m for m in item.broken if not m.contradicted]
            # A figure that is not the fact's lowers the coverage: that is what is to be corrected.
            figure = any(m.constraint is Constraint.NUMBER for m in contradicted) and item.likeness >= LIKENESS
            floor = COVERAGE_FLOOR / 2 if figure else COVERAGE_FLOOR
            if contradicted and not rest and item.open_weight <= OPEN_WORDS and item.coverage >= floor:
                missing = tuple(dict.fromkeys(m.words for m in contradicted))
                return Decision(
                    Corrected(_shown([item]), missing), f"the fact says otherwise: {', '.join(missing)}", candidates
                )
        return None

    def _nearest(self, reading: Reading, candidates: tuple[Scored, ...]) -> Decision:
        ranked = sorted(candidates, key=_distance)
        best = ranked[0]
        telling = [m for m in reading.mentions if m.weight >= 1 and self._constraints.met(m, best.profile)]
        own = [m for m in reading.mentions if m.weight > 0]
        near = best.coverage >= NEAR_FLOOR or 2 * sum(self._constraints.met(m, best.profile) for m in own) > len(own)
        if not near or not telling:
            return self._unknown(reading, candidates)
        missing = self._missing(reading, best)
        return Decision(
            Nearest(_shown([best]), missing), f"no fact holds {', '.join(missing) or 'every word of it'}", candidates
        )

    @staticmethod
    def _missing(reading: Reading, best: Scored) -> tuple[str, ...]:
        words = replies(reading.language.tag)
        named: list[str] = []
        for mismatch in (*best.broken, *(m for m in best.mismatches if m.constraint is Constraint.WORD)):
            if mismatch.constraint is Constraint.HAPPENED:
                named.append(words["whether_happened"])
            elif mismatch.constraint is Constraint.NEGATION:
                named.append(words["negated"])
            elif mismatch.words:
                named.append(mismatch.words)
        if not named:
            named = [asked.words for asked in reading.asked[:1]] or [m.text for m in reading.mentions if m.weight > 0]
        return tuple(dict.fromkeys(named))

    def _unknown(self, reading: Reading, candidates: tuple[Scored, ...]) -> Decision:
        return Decision(Unknown(self._suggestions(reading)), "nothing in the fact base is about this", candidates)

    def _suggestions(self, reading: Reading) -> tuple[str, ...]:
        """One question of each of a few topics that is sure to be answered, figures first, in its language."""
        tag = reading.language.tag
        if tag not in self._suggested:
            self._suggested[tag] = self._suggest(tag)
        return self._suggested[tag]

    def _suggest(self, tag: str) -> tuple[str, ...]:
        chosen: dict[str, str] = {}
        for fact in sorted(self.base.served, key=lambda fact: not _figure(fact)):
            if fact.topic in chosen or len(chosen) == SUGGESTIONS:
                continue
            own = [text for text in fact.questions if self._reader.detect(text) == tag] or list(fact.questions)
            answered = (text for text in own if self._leads_to(text, fact))
            if (wording := next(answered, None)) is not None:
                chosen[fact.topic] = wording
        return tuple(chosen.values())

    def _leads_to(self, text: str, fact: Fact) -> bool:
        answer = self._decide(self._reader.read(text)).answer
        return isinstance(answer, Answered) and answer.facts[0].fact is fact

    def _garbled_reason(self, reading: Reading, fitting: list[Scored]) -> str | None:
        """Why nothing is said, where an excluded garbled passage speaks of the question more fully than any fact."""
        telling = [mention for mention in reading.mentions if mention.weight > 0]
        if not telling:
            return None
        best = max((item.coverage for item in fitting), default=0.0)
        for reason, concepts in self._garbled:
            met = [m for m in telling if not concepts.isdisjoint(m.concepts)]
            months = any(
                word.stem in span.words
                for span in reading.timespans
                for word in reading.words
                if f"stem:{word.stem}" in concepts
            )
            weight = self._router(reading.language.tag).weight
            share = sum(weight(m) for m in met) / sum(weight(m) for m in telling)
            if len(met) + months >= 2 and share >= 0.6 and share > best:
                return reason
        return None


def _together(decisions: list[Decision], why: str) -> Decision:
    """Show the facts of several answers as one."""
    facts = tuple({shown.fact.id: shown for decision in decisions for shown in decision.answer.facts}.values())  # type: ignore[union-attr]  # each is an Answered
    return Decision(Answered(facts[:FACTS_SHOWN]), why, tuple(item for one in decisions for item in one.candidates))


def _texts(base: FactBase) -> Iterator[str]:
    for fact in base.facts.values():
        yield fact.statement
        yield from fact.wordings
        yield from (item.quote for item in fact.evidence)
    for source in base.sources.values():
        yield source.title


def _shown(items: list[Scored] | tuple[Scored, ...]) -> tuple[Shown, ...]:
    return tuple(Shown(item.profile.fact, round(min(item.score, 1.0), 4)) for item in items)


def _content(reading: Reading) -> int:
    return (
        sum(1 for mention in reading.mentions if mention.weight > 0) + len(reading.timespans) + len(reading.quantities)
    )


def _only_names(reading: Reading) -> bool:
    """Say whether a question is nothing but names of entities."""
    if reading.asked or reading.verification or reading.timespans or reading.quantities:
        return False
    telling = [mention for mention in reading.mentions if mention.weight > 0]
    return 0 < len(telling) <= 2 and all(mention.concept.startswith("entity:") for mention in telling)


def _centrality(item: Scored, reading: Reading) -> float:
    """How much a fact is about the entities that a question names: by their place among the fact's own."""
    own = item.profile.fact.entities
    return sum(1.0 / (1 + own.index(id)) for id in reading.entities if id in own)


def _misses_one_name(item: Scored) -> bool:
    """Say whether a fact meets a broad question but for one of the names in it."""
    return len(item.broken) <= 1 and all(mismatch.constraint is Constraint.ENTITY for mismatch in item.broken)


def _bare(reading: Reading) -> bool:
    """Say whether a question is a few words that leave open what a figure depends on."""
    return _content(reading) <= 3 and not (
        reading.asked or reading.verification or reading.timespans or reading.quantities or reading.broad
    )


def _only_planned(item: Scored) -> bool:
    """Say whether a fact meets a question but for whether it came about."""
    if item.coverage < COVERAGE_FLOOR:
        return False
    return bool(item.broken) and all(mismatch.constraint is Constraint.HAPPENED for mismatch in item.broken)


def _distance(item: Scored) -> tuple[float, str]:
    """How far a fact is from the question: what it scores less, and each thing named that it breaks with."""
    return 0.1 * len({mismatch.words for mismatch in item.broken}) - item.score, item.profile.fact.id


def _figure(fact: Fact) -> bool:
    """Say whether a fact is a level or a change of something measured."""
    return fact.value is not None or fact.change is not None


def _rivals(one: Fact, other: Fact) -> bool:
    """Say whether two figures are of one measure and one sort (level or change), and differ in scope or period."""
    same = one.measure == other.measure and (one.value is None, one.change is None) == (
        other.value is None,
        other.change is None,
    )
    return same and _figure(one) and (one.scope, one.period) != (other.scope, other.period)


def _barred(item: Scored, best: Scored, reading: Reading) -> bool:
    """Say whether a fact is too far behind the one most like the question to be its answer.

    A figure of the same measure and scope for another time is no bar: the question tells them apart by the time.
    """
    if reading.verification:
        # A claim is about the fact most like it, and no other confirms it.
        return item.score < best.score - TIE or (bool(reading.quantities) and item.likeness < CLAIM_LIKENESS)
    one, other = item.profile.fact, best.profile.fact
    series = one.measure is not None and (one.measure, one.scope) == (other.measure, other.scope)
    return not series and item.score < best.score - MARGIN


def _by_time(reading: Reading) -> tuple[Reading, ...]:
    """The question once for each of the two spans of time that it names."""
    spans = tuple(span for span in reading.timespans if not span.relative)
    return tuple(replace(reading, timespans=(span,)) for span in spans) if len(spans) == 2 else ()


def _by_measure(reading: Reading) -> tuple[Reading, ...]:
    """The question once for each of the two measures that it compares."""
    named = [mention for mention in reading.mentions if mention.concept.startswith("measure:") and mention.weight > 0]
    if not reading.comparison or len(named) != 2:
        return ()
    return _without_each(reading, named)


def _without_each(reading: Reading, named: list[Mention]) -> tuple[Reading, ...]:
    """The question once for each of two mentions, without the other."""
    return tuple(
        replace(reading, mentions=tuple(mention for mention in reading.mentions if mention is not other))
        for other in reversed(named)
    )


def _alike(decision: Decision, first: Decision) -> Decision:
    """Prefer, among what answers the second of two, the same sort of figure as answers the first."""
    assert isinstance(first.answer, Answered)  # noqa: S101 - narrows the type for mypy
    model = first.answer.facts[0].fact
    for item in decision.candidates:
        fact = item.profile.fact
        if not item.broken and _rivals(fact, model):
            return replace(decision, answer=Answered(_shown([item])))
    return decision


def _trace(reading: Reading, decision: Decision) -> Trace:
    slots = [Slot("entity", id, mention.text) for mention in reading.mentions for id in mention.of("entity")]
    slots += [Slot("measure", id, mention.text) for mention in reading.mentions for id in mention.of("measure")]
    slots += [Slot("period", span.words, span.words) for span in reading.timespans]
    slots += [
        Slot("number", f"{quantity.value:f} {quantity.unit or ''}".strip(), quantity.words)
        for quantity in reading.quantities
    ]
    slots += [Slot("asked", item.ask.value, item.words) for item in reading.asked]
    flags: dict[str, Callable[[Reading], bool]] = {
        "verification": lambda r: r.verification,
        "broad": lambda r: r.broad,
        "comparison": lambda r: r.comparison,
        "negated": lambda r: r.negated,
        "happened": lambda r: r.happened,
    }
    slots += [Slot(name, "yes", "") for name, holds in flags.items() if holds(reading)]
    slots += [
        Slot("word", mention.concept, mention.text)
        for mention in reading.mentions
        if mention.weight > 0 and not mention.concept.startswith(("entity:", "measure:"))
    ]
    candidates = tuple(
        Candidate(
            item.profile.fact.id,
            round(item.score, 4),
            {"coverage": round(item.coverage, 4), "likeness": round(item.likeness, 4)},
            tuple(_described(mismatch) for mismatch in item.mismatches),
        )
        for item in decision.candidates[:8]
    )
    return Trace(reading.language.tag, tuple(slots), candidates, decision.why)


def _described(mismatch: Mismatch) -> str:
    return f"{mismatch.constraint.value}: {mismatch.words}" + (" (contradicted)" if mismatch.contradicted else "")


__all__ = ["Answerer", "Ask", "Decision", "Profile"]
