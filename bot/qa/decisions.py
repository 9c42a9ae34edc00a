"""The decision on one question: which outcome it gets, and the facts that the reply shows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import partial
from itertools import chain, takewhile

from mypy_extensions import mypyc_attr

from bot.factbase.models import Fact, FactBase, Modality
from bot.qa.barriers import barred, in_series, is_of_its_time, knows_not, shortfalls
from bot.qa.constraints import Constraints, asks_outcome
from bot.qa.contradictions import Contradiction, Contradictions
from bot.qa.events import figure_of_event
from bot.qa.figures import are_rivals, is_figure
from bot.qa.garbled import Garbled
from bot.qa.languages import DEFAULT, language
from bot.qa.mentions import REAL, SOFT
from bot.qa.mismatches import Constraint, broken, open_weight
from bot.qa.models import Ambiguous, Answer, Answered, Candidate, Corrected, Nearest, Shown, Unknown
from bot.qa.phrasing import replies
from bot.qa.postings import Postings
from bot.qa.profiles import ProfileReader, Profiles
from bot.qa.ranking import Ranking, Scored, nearest_of
from bot.qa.reading import Reader
from bot.qa.relations import ancestors
from bot.qa.routing import Router
from bot.qa.sentences import may_be_met, met_by, misses_measure, of_one_sentence
from bot.qa.slots import FIGURES, Ask, Reading
from bot.qa.substance import content, is_bare, names_only_documents, only_names, says_nothing
from bot.qa.suggestions import Suggestions
from bot.qa.thresholds import DEFAULT as STANDARD
from bot.qa.thresholds import FACTS_SHOWN, Thresholds

_SHARED = frozenset({Ask.THING, Ask.NAME, Ask.AGENT, Ask.PLACE, Ask.MANNER, Ask.ATTRIBUTION})
"""What may be asked for where facts of one sentence answer together."""


@dataclass(frozen=True, slots=True)
class Decision:
    """An answer, and in one sentence the constraint that decided it."""

    answer: Answer
    why: str
    candidates: Sequence[Scored] = ()
    considered: tuple[Candidate, ...] = ()
    """What was considered, where that was not held against constraints."""
    unsure: bool = False
    """The fact tells whether a claim is true, which was not found out."""


@mypyc_attr(allow_interpreted_subclasses=True, serializable=True)
class Decider:
    """Decides readings over one fact base, each as a single question."""

    def __init__(
        self,
        base: FactBase,
        reader: Reader,
        thresholds: Thresholds = STANDARD,
        postings: Mapping[str, Postings] | None = None,
        route: type[Router] = Router,
    ) -> None:
        """Decide over a base by thresholds; `postings` are those known from before, by language."""
        self._reader = reader
        self._profiler = ProfileReader(base, reader)
        self._published = {source.id: source.published for source in base.sources.values()}
        self._constraints = Constraints(
            base.glossary,
            ancestors(base.glossary),
            self._published,
            language(DEFAULT),
            reader.meanings_of_measures(),
            reader.meanings_of_names(),
        )
        self._served = base.served
        self._named = bool(base.glossary.entities)
        self._at = thresholds
        self._route = route
        self._routers: dict[str, Router] = {}
        self.postings: dict[str, Postings] = dict(postings or {})
        """What is indexed so far, by language."""
        self._suggestions = Suggestions(base, reader)
        self._garbled = Garbled(base, reader)

    def under(self, thresholds: Thresholds) -> Decider:
        """The same over the same index, by other thresholds."""
        other = copy(self)
        other._at = thresholds
        return other

    def prepare(self, tags: Collection[str]) -> None:
        """Build the indexes for questions in several languages: each fact is read once for all of them."""
        profiles = {tag: Profiles(self._served, self._profiler, tag) for tag in tags if tag not in self._routers}
        unread = [each for tag, each in profiles.items() if each.read and tag not in self.postings]
        for at in range(len(self._served)):
            for each in unread:
                each[at]
        for tag, each in profiles.items():
            self.router(tag, each)

    def router(self, tag: str, profiles: Profiles | None = None) -> Router:
        """The index for questions in one language, built when first needed."""
        if tag not in self._routers:
            profiles = profiles or Profiles(self._served, self._profiler, tag)
            if tag not in self.postings:
                self.postings[tag] = Postings.of(profiles.concepts())
            self._routers[tag] = self._route(profiles, self.postings[tag], self._constraints)
        return self._routers[tag]

    def _answer(self, reading: Reading) -> Answer:
        return self.decide(reading).answer

    def decide(
        self, reading: Reading, context: Reading | None = None, answers: frozenset[str] = frozenset()
    ) -> Decision:
        """Decide one question; `context` and `answers` are what a conversation carries over to it."""
        found, candidates = self.weigh(reading, context, answers)
        return found or self.nearest(reading, candidates, context)

    def weigh(
        self, reading: Reading, context: Reading | None = None, answers: frozenset[str] = frozenset()
    ) -> tuple[Decision | None, Ranking]:
        """Decide one question if a fact answers, bars or corrects it; give what comes into question as well."""
        candidates = self._candidates(reading, context, answers)
        if names_only_documents(reading) and (said := self._said_in(reading, candidates)) is not None:
            return said, candidates
        if not candidates or (context is not None and says_nothing(reading)):
            return self._unknown(reading, candidates), candidates
        found = self._settled(reading, candidates, context)
        if found is None:
            contradictions = self._contradictions(reading)
            contradiction = contradictions.of_claim(candidates) or contradictions.of_premise(candidates)
            found = _corrected(contradiction, contradictions, candidates)
        return found, candidates

    def answer(
        self, reading: Reading, context: Reading | None = None, answers: frozenset[str] = frozenset()
    ) -> Decision | None:
        """Decide one question as `decide` does; None where that does not answer it, which is told sooner."""
        candidates = self._candidates(reading, context, answers)
        if not candidates or (context is not None and says_nothing(reading)):
            return None
        return _if_answered(self._settled(reading, candidates, context))

    def answer_by(self, facts: Collection[Fact], reading: Reading, context: Reading) -> Decision | None:
        """Decide one question as `answer` does, by some facts alone, or else by those of the same sentences."""
        ids = {fact.id for fact in facts}
        places = {(item.source, item.start, item.end) for fact in facts for item in fact.evidence}
        ranking = self.router(reading.language.tag).candidates(reading, context)
        for near in (
            lambda item: item.profile.fact.id in ids,
            lambda item: not places.isdisjoint(item.profile.places),
        ):
            candidates = ranking.where(near)
            found = self._settled(reading, candidates, context) if candidates else None
            if found is not None and isinstance(found.answer, Answered):
                return found
        return None

    def answer_naming(self, ids: frozenset[str], reading: Reading, context: Reading) -> Decision | None:
        """Decide one question as `answer` does, by facts alone that name one of some entities."""
        ranking = self.router(reading.language.tag).candidates(reading, context)
        candidates = ranking.where(lambda item: not ids.isdisjoint(item.profile.named))
        return _if_answered(self._settled(reading, candidates, context)) if candidates else None

    def _candidates(self, reading: Reading, context: Reading | None, answers: frozenset[str]) -> Ranking:
        """The facts that a question may be about; in a conversation, those about what it is about."""
        candidates = self.router(reading.language.tag).candidates(reading, context)
        return candidates if context is None else candidates.where(self._continuing(reading, context, answers))

    def _settled(self, reading: Reading, candidates: Ranking, context: Reading | None) -> Decision | None:
        """Decide by the facts that answer a question, or bar an answer to it; None where there are none."""
        garbled = self._garbled.reason(reading, candidates, self.router(reading.language.tag).weight)
        if garbled is not None:
            return Decision(
                Nearest(shown_of(candidates[:1]), (), garbled), "the passage on this is excluded", candidates
            )
        if reading.broad or only_names(reading):
            broad = self._broad(reading, candidates)
            if broad is not None:
                return broad
        fitting = self._fitting(reading, candidates, anchored=context is None)
        best = next(fitting, None)
        contradictions = self._contradictions(reading)
        contradiction = contradictions.of_claim(Ranking(candidates[:1]))
        if contradiction is not None and best is None:
            least = candidates[0].score - self._at.margin
            contradiction = contradictions.of_claim(candidates.where(lambda item: item.reaches(least)))
        far_behind = best is None or candidates[0].score > best.score + self._at.tie
        if contradiction is not None and (far_behind or not contradiction.unsure):
            return _corrected(contradiction, contradictions, candidates)
        planned = self._planned(reading, candidates, 0.0 if best is None else best.score)
        if planned is not None:
            return self.nearest(reading, (planned, *candidates), context)
        if best is not None:
            return self._answered(reading, best, fitting, candidates)
        return self._jointly(reading, candidates)

    def stating(
        self,
        reading: Reading,
        waived: Collection[Constraint],
        context: Reading | None = None,
        answers: frozenset[str] = frozenset(),
    ) -> tuple[Scored, ...]:
        """The figures that meet a question, best first, but for constraints that are waived."""
        return tuple(
            self._candidates(reading, context, answers).where(
                lambda item: (
                    (item.profile.fact.value is not None or item.profile.fact.change is not None)
                    and self._covers(item)
                    and not item.breaks(lambda mismatch: mismatch.constraint in waived)
                    and item.open_weight <= self._at.open_words
                )
            )
        )

    def _continuing(self, reading: Reading, context: Reading, answers: frozenset[str]) -> Callable[[Scored], bool]:
        """Tell a fact about what the conversation is about: the most telling name, or what was the answer."""
        weight = self.router(context.language.tag).telling
        named = max(context.entities, key=lambda id: weight(f"entity:{id}"), default=None)
        told = [m for m in context.mentions if m.weight > SOFT and m.tagged("kind")]
        # "And the other harbour?" goes on about what the first was asked about, which may have been no name.
        likeliest = max(told if reading.entities else (), key=lambda m: max(map(weight, m.concepts)), default=None)
        return lambda item: (
            named is None
            or named in item.profile.entities
            or not answers.isdisjoint(item.profile.named)
            or (likeliest is not None and self._constraints.met(likeliest, item.profile))
        )

    def _covers(self, item: Scored) -> bool:
        """Say whether a fact speaks of enough of a question to be an answer."""
        return item.coverage >= self._at.coverage_floor

    def equals(self, candidates: Sequence[Scored]) -> tuple[str, ...]:
        """Ids of the facts that fit as well as the best candidate that fits, that one left out."""
        fitting = (item for item in candidates if self._fits(item))
        best = next(fitting, None)
        if best is None:
            return ()
        return tuple(item.profile.fact.id for item in fitting if item.score >= best.score - self._at.tie)

    def _contradictions(self, reading: Reading) -> Contradictions:
        return Contradictions(reading, self.router(reading.language.tag), self._at)

    def _planned(self, reading: Reading, candidates: Ranking, least: float) -> Scored | None:
        """The likeliest fact above a score that meets a question but for whether it came about."""
        if not asks_outcome(reading):
            return None
        plans = candidates.where(
            lambda item: item.at_most > least and self._is_plan(item) and item.breaks_only(Constraint.HAPPENED)
        )
        return next((item for item in plans if item.score > least), None)

    def _is_plan(self, item: Scored) -> bool:
        """Say whether a fact speaks of a question as of something planned, expected or possible."""
        return item.profile.fact.modality is not Modality.STATED and self._covers(item)

    def _fitting(self, reading: Reading, candidates: Ranking, *, anchored: bool) -> Iterator[Scored]:
        """Yield the facts that meet every constraint and are not too far behind the best one, best first."""
        best = candidates[0]
        least = best.score - (self._at.tie if reading.verification else self._at.margin)
        # What each scores is found out when it comes to its turn: often the first one fits.
        likely = candidates.where(
            lambda item: self._covers(item) and (item.at_most >= least or _is_kin(item, best, reading))
        )
        for item in likely:
            if (
                (item.score >= least or _is_kin(item, best, reading))
                and not barred(item, best, reading, self._at)
                and self._fits(item)
                and (not anchored or self._anchored(reading, item))
                and not (reading.asked and self._outdone(item, candidates))
            ):
                yield item

    def _outdone(self, item: Scored, candidates: Ranking) -> bool:
        """Say whether another fact is far more like the question, and only lacks what is asked for."""
        if item.likeness + self._at.much > 1:
            return False
        likest, best = item.likeness + self._at.much, item.score - self._at.margin
        near = (other for other in candidates.unranked() if other.likest >= likest and other.at_most >= best)
        return any(knows_not(other, item, self._at) for other in near)

    def _fits(self, item: Scored) -> bool:
        return not item.breaks() and next(shortfalls(item, self._at), None) is None

    def _anchored(self, reading: Reading, item: Scored) -> bool:
        """Say whether a fact meets anything telling in a question, not its everyday words alone."""
        if content(reading) < 2 and any(asked.ask is Ask.AGENT for asked in reading.asked):
            return item.asked_likeness >= self._at.sure
        if reading.timespans or reading.quantities:
            return True
        sources = any(mention.tagged("source") for mention in reading.mentions)
        if self._named and not (reading.entities or reading.measures or sources):
            return item.likeness >= self._at.sure  # it names nothing that the facts are about
        return any(m.weight >= REAL and self._constraints.met(m, item.profile) for m in reading.mentions)

    def _answered(self, reading: Reading, best: Scored, others: Iterator[Scored], candidates: Ranking) -> Decision:
        """Answer with the best of the facts that fit; the `others` are worked out only where they matter."""
        if is_bare(reading):
            figures = [
                item
                for item in chain((best,), others)
                if item.profile.fact.measure in reading.measures and is_figure(item.profile.fact)
                if item.stated >= best.stated
            ]
            rivals = [item for item in figures if are_rivals(item.profile.fact, figures[0].profile.fact)]
            if rivals:
                choices = shown_of([figures[0], *rivals][:FACTS_SHOWN])
                return Decision(Ambiguous(choices), "several facts fit equally well", candidates)
        shown = [best]
        if reading.comparison:
            shown += [item for item in others if best.score - item.score < 0.1][:1]
        return Decision(Answered(shown_of(shown)), "every constraint of the question holds", candidates)

    def _said_in(self, reading: Reading, candidates: Ranking) -> Decision | None:
        """Gather what rests on the documents of the dates that a question names, one fact of each topic first."""
        dates = [period for span in reading.timespans if (period := span.as_period()) is not None]
        sources = {id for id, published in self._published.items() if any(map(published.overlaps, dates))}
        facts = [fact for fact in self._served if not sources.isdisjoint(item.source for item in fact.evidence)]
        if not facts:
            return None
        first = {fact.topic: fact for fact in reversed(facts)}
        facts.sort(key=lambda fact: first[fact.topic] is not fact)
        shown = tuple(Shown(fact, 1.0) for fact in facts[:FACTS_SHOWN])
        more = tuple(fact.id for fact in facts[FACTS_SHOWN:])
        return Decision(Answered(shown, more=more), "a broad question: what its documents say", candidates)

    def _jointly(self, reading: Reading, candidates: Ranking) -> Decision | None:
        """Answer with facts that rest on one sentence, where together they meet what none of them meets alone."""
        if any(asked.ask not in _SHARED for asked in reading.asked):
            # One fact has to state what is asked for, and of the very thing; when it was, another may tell.
            of_event = None if FIGURES.isdisjoint(reading.asks) else figure_of_event(reading, candidates)
            if of_event is None:
                return None
            return Decision(Answered(shown_of(of_event)), "a figure of the time of what is named", candidates)
        least, likest = self._at.score_floor, self._at.asked_floor
        likely = candidates.where(lambda item: item.likest >= likest and item.at_most >= least and self._covers(item))
        for item in takewhile(lambda item: item.score >= least, likely):
            if min(item.asked_likeness, item.likeness) < likest:
                continue
            if item.breaks(may_be_met):
                continue
            if Ask.AGENT in reading.asks and item.open_weight > 1:
                continue  # who did it is told by the fact of what was done
            beside = list(candidates.where(partial(of_one_sentence, item)))
            if not beside:
                continue
            best = next(other for other in candidates if other is item or other not in beside)
            if barred(item, best, reading, self._at):
                continue
            if any(other.score >= item.score and misses_measure(other) for other in beside):
                continue  # the fact of the sentence that is meant measures something else
            left = tuple(m for m in item.mismatches if not any(met_by(m, other) for other in beside))
            if broken(left) or open_weight(left) > self._at.open_words_unlike:
                continue
            meeting = [other for other in beside if any(met_by(m, other) for m in item.mismatches if m not in left)]
            if not meeting:
                continue
            return Decision(
                Answered(shown_of([item, *meeting][:FACTS_SHOWN])),
                "facts of one sentence meet every constraint together",
                candidates,
            )
        return None

    def _broad(self, reading: Reading, candidates: Ranking) -> Decision | None:
        """Gather every fact that speaks of all that a broad question names."""
        facts = list(
            candidates.where(
                lambda item: (
                    item.coverage > 0
                    and not item.breaks(lambda mismatch: mismatch.constraint is Constraint.ASKED)
                    and item.open_weight <= self._at.open_words
                )
            )
        )
        likest = candidates[0]
        if is_figure(likest.profile.fact) and likest.breaks_only(Constraint.PERIOD):
            # What is wanted is known of another time only: whatever else holds at this one is beside the point.
            least = likest.score - self._at.margin
            facts = [item for item in facts if item.score >= least or in_series(item, likest)]
            if not facts:
                return None
        if not facts and reading.broad:
            # Nothing speaks of all of it: what speaks of the first name, and of most of the rest, will do.
            first = reading.entities[:1]
            facts = list(
                candidates.where(
                    lambda item: (
                        bool(first)
                        and first[0] in item.profile.named
                        and item.coverage >= 0.5
                        and _misses_one_name(item)
                        and item.open_weight <= self._at.open_words
                    )
                )
            )
            facts = facts if len(facts) > 1 else []
        if not facts or not (reading.entities or reading.measures or any(m.weight >= 1 for m in reading.mentions)):
            return None
        facts.sort(key=lambda item: (-_centrality(item, reading), -item.score))
        more = tuple(item.profile.fact.id for item in facts[FACTS_SHOWN:])
        return Decision(
            Answered(shown_of(facts[:FACTS_SHOWN]), more=more),
            "a broad question: all facts about what it names",
            candidates,
        )

    def nearest(self, reading: Reading, candidates: Sequence[Scored], context: Reading | None = None) -> Decision:
        """Decide a question that no fact answers by the one nearest to it, if any is near."""
        best = nearest_of(candidates)
        own = [m for m in reading.mentions if m.weight > 0]
        # A question that names nothing of its own ("and in 2021?") is about what the conversation is about.
        named = context.mentions if context is not None and not own else reading.mentions
        telling = [m for m in named if m.weight >= 1 and self._constraints.met(m, best.profile)]
        met = sum(self._constraints.met(m, best.profile) for m in own)
        near = best.coverage >= self._at.near_floor or 2 * met > len(own)
        if not near or not telling:
            return self._unknown(reading, candidates)
        missing = self._missing(reading, best)
        return Decision(
            Nearest(shown_of([best]), missing), f"no fact holds {', '.join(missing) or 'every word of it'}", candidates
        )

    @staticmethod
    def _missing(reading: Reading, best: Scored) -> tuple[str, ...]:
        words = replies(reading.language.tag)
        named: list[str] = []
        for mismatch in (*best.broken, *(m for m in best.mismatches if m.constraint is Constraint.WORD)):
            if mismatch.constraint is Constraint.HAPPENED:
                named.append(words["whether_happened"])
            elif mismatch.constraint is Constraint.NEGATION or mismatch.words in reading.language.negation:
                named.append(words["negated"])
            elif mismatch.words:
                named.append(mismatch.words)
        if not named:
            named = [asked.words for asked in reading.asked[:1]] or [m.text for m in reading.mentions if m.weight > 0]
        return tuple(dict.fromkeys(named))

    def _unknown(self, reading: Reading, candidates: Sequence[Scored]) -> Decision:
        return Decision(Unknown(self.suggestions(reading)), "nothing in the fact base is about this", candidates)

    def suggestions(self, reading: Reading) -> tuple[str, ...]:
        """One question of each of a few topics that is sure to be answered, figures first, in its language."""
        return self._suggestions.of(reading.language.tag, self._answer)


def _is_kin(item: Scored, best: Scored, reading: Reading) -> bool:
    """Say whether a fact may be meant, however little it scores, for what it is beside the best one."""
    return in_series(item, best) or is_of_its_time(item, best, reading)


def _if_answered(found: Decision | None) -> Decision | None:
    return found if found is not None and isinstance(found.answer, Answered) else None


def _corrected(found: Contradiction | None, among: Contradictions, candidates: Ranking) -> Decision | None:
    """Answer a claim with the fact that contradicts it, or that tells whether it is so."""
    if found is None:
        return None
    if found.unsure:
        return Decision(Answered(shown_of([found.item])), "the fact tells whether it is so", candidates, unsure=True)
    missing = tuple(dict.fromkeys(mismatch.words for mismatch in found.contradicted))
    why = f"the fact says otherwise: {', '.join(missing)}"
    return Decision(Corrected(shown_of([among.telling(found, candidates)]), missing), why, candidates)


def shown_of(items: Sequence[Scored]) -> tuple[Shown, ...]:
    """The facts of candidates as a reply shows them."""
    return tuple(Shown(item.profile.fact, round(min(item.score, 1.0), 4)) for item in items)


def _centrality(item: Scored, reading: Reading) -> float:
    """How much a fact is about the entities that a question names: by their place among the fact's own."""
    own = item.profile.fact.entities
    return sum((1.0 / (1 + own.index(id)) for id in reading.entities if id in own), start=0.0)


def _misses_one_name(item: Scored) -> bool:
    """Say whether a fact meets a broad question but for one of the names in it."""
    return len(item.broken) <= 1 and all(mismatch.constraint is Constraint.ENTITY for mismatch in item.broken)
