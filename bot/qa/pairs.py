"""Messages that hold two questions: two times, measures or names side by side, or two clauses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from mypy_extensions import mypyc_attr

from bot.factbase.models import Fact
from bot.qa.choices import choices, without_suggestion
from bot.qa.conversation import carried, clauses, sides
from bot.qa.decisions import Decider, Decision, shown_of
from bot.qa.figures import are_rivals
from bot.qa.mentions import HARD, SOFT, Mention
from bot.qa.mismatches import Constraint
from bot.qa.models import Answered, Corrected, facts_of
from bot.qa.ranking import Rankings, Scored
from bot.qa.reading import Reader
from bot.qa.slots import Ask, Reading
from bot.qa.substance import content
from bot.qa.thresholds import CLAUSE_WORDS, FACTS_SHOWN, LIKELIEST
from bot.qa.timespans import Timespan

_YEARS = (1000, 2200)
"""From where to where a bare number may be a year, and no figure."""
_COMPARING = frozenset({"sense:more", "sense:fewer", "sense:whole", "sense:earlier", "sense:later"})
"""Meanings of words that hold one thing against another, and say nothing of either."""


@mypyc_attr(allow_interpreted_subclasses=True, serializable=True)
class Pairs:
    """Decides messages that may hold two questions: two things set side by side, or one clause after the other."""

    def __init__(self, decider: Decider, reader: Reader, kinds: Mapping[str, str]) -> None:
        """Decide with `decider`; `kinds` maps entities to theirs."""
        self._decider = decider
        self._reader = reader
        self._kinds = kinds

    def decide(self, reading: Reading) -> Decision:
        """Decide a message as one question, and where that fails as the two questions that it may hold."""
        found, question, candidates = self._found(reading)
        return found or self._as_claim(reading) or self._decider.nearest(question, candidates)

    def answer(self, reading: Reading) -> Decision | None:
        """Decide a message as `decide` does; None where that does not answer it, which is told sooner."""
        found, _, _ = self._found(reading)
        return found if found is not None and isinstance(found.answer, Answered) else None

    def _found(self, reading: Reading) -> tuple[Decision | None, Reading, Sequence[Scored]]:
        """What is found for a message, if anything; as what it was weighed as a whole, and what came into question."""
        both = (self._side_by_side(reading) if reading.comparison else None) or self._held_against(reading)
        if both is not None:
            return both, reading, ()
        apart = len(reading.asked) > 1 and not reading.broad  # it asks for two things: they may well stand apart
        if apart and (both := self._in_clauses(reading)) is not None:
            return both, reading, ()
        question = _loosely(reading) if reading.broad else reading
        if _asks_no_figure(reading):
            question = _loosely(reading, years=True)
        whole, candidates = self._decider.weigh(question)
        if whole is not None and isinstance(whole.answer, Answered) and not whole.unsure:
            return whole, question, candidates
        found = self._chosen(reading, candidates)
        untold = whole is None or not (whole.unsure or isinstance(whole.answer, Corrected))
        if found is None and not reading.broad and untold:
            found = None if reading.comparison else self._side_by_side(reading)
            found = found or (None if apart else self._in_clauses(reading))
            left = without_suggestion(reading) if found is None else None
            found = self._decider.answer(left) if left is not None else found
        return found or whole, question, candidates

    def _as_claim(self, reading: Reading) -> Decision | None:
        """Correct a statement that a fact denies, or confirm its bound, though nothing says that it is to be confirmed.

        "It is the second one, or the first?" offers both, and states neither.
        """
        if reading.asked or reading.verification or reading.broad:
            return None
        if any(word.text in reading.language.alternatives for word in reading.words):
            return None
        if any(
            item.unit is None and item.words.isdecimal() and _YEARS[0] <= item.value < _YEARS[1]
            for item in reading.quantities
        ):
            return None  # "the range in 1850" tells when, and no figure
        claimed = self._decider.weigh(replace(reading, verification=True))[0]
        if claimed is None or not isinstance(claimed.answer, Corrected):
            return claimed if any(item.bound is not None for item in reading.quantities) else None
        # Two times side by side ("January, July") may be one, and "are" alone claims little.
        unclear = {item.text for item in reading.mentions if item.weight <= SOFT}
        if len(reading.timespans) > 1:
            unclear.update(span.words for span in reading.timespans)
        return claimed if unclear.isdisjoint(claimed.answer.missing) else None

    def _side_by_side(self, reading: Reading) -> Decision | None:
        """Answer for each of two times, measures or names that a question sets against each other, if both are."""
        if any(item.ask in (Ask.REASON, Ask.AGENT) for item in reading.asked):
            return None
        each = [_by_time(reading)]
        if reading.comparison:
            loosely = _loosely(reading)
            each += _by_measure(loosely), self._by_name(loosely)
        for variants in each:
            both = self._both(map(_put_plainly, variants))
            if both is not None:
                one, two = both
                return _together([one, _alike(two, one)], "each of the two it names is answered")
        return None

    def _by_name(self, reading: Reading) -> tuple[Reading, ...]:
        """The question once for each of two names of one kind."""
        by_kind: dict[str, list[Mention]] = {}
        for mention in reading.mentions:
            for id in mention.of("entity"):
                by_kind.setdefault(self._kinds[id], []).append(mention)
        pair = next((named for named in by_kind.values() if len(named) == 2), None)
        return _without_each(reading, pair) if pair is not None else ()

    def _held_against(self, reading: Reading) -> Decision | None:
        """Answer for each of the two things that a question puts as alternatives or side by side, if both are known."""
        parts = sides(reading.text, reading.language) if len(reading.words) <= CLAUSE_WORDS else ()
        if not parts:
            return None
        read = (self._reader.read(part, reading.language.tag) for part in parts)
        both = self._both((_put_plainly(_loosely(part)) for part in read), leaning=True)
        if both is None:
            return None
        one, two = both
        measures = {id for item in reading.mentions for id in item.of("measure")}
        if measures and not any(fact.measure in measures for fact in _facts(one) + _facts(two)):
            return None  # neither tells how much
        return _together([one, _alike(two, one)], "each of the two that it holds against each other is answered")

    def _chosen(self, reading: Reading, candidates: Sequence[Scored]) -> Decision | None:
        """Answer a question that offers two answers with the one that a fact speaks of, or with both if both hold."""
        holding: dict[bool, Decision] = {}
        for item, first, left in choices(reading, islice(candidates, LIKELIEST)):
            found = self._decider.answer(left) if first not in holding else None
            if found is not None and facts_of(found.answer)[0].fact is item.profile.fact:
                holding[first] = found
        if len(holding) < 2:
            return next(iter(holding.values()), None)
        return _together((holding[False], holding[True]), "each of the two it offers holds")

    def _in_clauses(self, reading: Reading) -> Decision | None:
        """Answer the two questions that a message may hold, the second one leaning on the first."""
        parts = clauses(reading.text, reading.language) if len(reading.words) <= CLAUSE_WORDS else ()
        if len(parts) < 2:
            return None
        read = (self._reader.read(part, reading.language.tag) for part in parts)
        first = next(read)
        if not first.asked and not first.verification:
            if _is_topic(first) and not first.reported:
                return None  # what the question is about, set before it: whole, it was not answered
            second = next(read)
            found = self._decider.answer(*carried(second, first, self._kinds))
            if found is None:
                return None
            # A statement, then a question about it: of something untrue that has no answer. A story claims nothing.
            if not any(word.token.breaks or word.text in first.language.askers for word in first.words):
                claimed = self._decider.decide(replace(first, verification=True))
                if isinstance(claimed.answer, Corrected) and claimed.answer.facts[0].fact in _facts(found):
                    return claimed
            bare = all(mention.weight <= SOFT for mention in second.mentions)
            return None if bare and _leaves_out(found, self._decider.decide(first)) else found
        one = self._decider.answer(first)
        if one is None:
            return None
        second = next(read)
        two = self._after(first, second)
        if two is None:
            return None
        more_exactly = second.asks <= first.asks and not second.pronoun
        if more_exactly and not any(mention.weight > 0 for mention in second.mentions):
            return two  # "Where is it built, like what town?" asks for one thing, and then more exactly
        return _together((one, two), "both of its questions are answered")

    def _after(self, first: Reading, second: Reading) -> Decision | None:
        """Answer the second of two questions, alone or leaning on the first; None where it is not answered.

        What names nothing ("and when are they shipped?", "how big is the share?") is about what the first one names.
        """
        found = self._decider.answer(second) if second.entities else None
        found = found or self._decider.answer(*carried(second, first, self._kinds))
        if found is None and not second.entities and (second.pronoun or content(second) > 1):
            return self._decider.answer(second)
        return found

    def _both(self, questions: Iterable[Reading], *, leaning: bool = False) -> tuple[Decision, Decision] | None:
        """Answer two questions, the second alone or `leaning` on the first; None unless both are answered.

        The second one is not even read where the first has no answer.
        """
        reading = iter(questions)
        first = next(reading, None)
        one = self._decider.answer(first) if first is not None else None
        if first is None or one is None:
            return None
        second = next(reading)
        two = self._after(first, second) if leaning else self._decider.answer(second)
        return None if two is None else (one, two)


def _together(decisions: Sequence[Decision], why: str) -> Decision:
    """Show the facts of several answers as one."""
    facts = tuple({shown.fact.id: shown for decision in decisions for shown in facts_of(decision.answer)}.values())
    return Decision(Answered(facts[:FACTS_SHOWN]), why, Rankings(one.candidates for one in decisions))


def _facts(decision: Decision) -> tuple[Fact, ...]:
    return tuple(shown.fact for shown in facts_of(decision.answer))


def _leaves_out(found: Decision, said: Decision) -> bool:
    """Say whether the fact that was found leaves out something that was said before."""
    held = next((item for item in said.candidates if item.profile.fact in _facts(found)), None)
    return held is None or any(
        mismatch.constraint is not Constraint.WORD or mismatch.weight >= HARD for mismatch in held.mismatches
    )


def _is_topic(reading: Reading) -> bool:
    """Say whether a clause only names what is asked about ("The ferries of Wales, when …")."""
    named = [mention for mention in reading.mentions if mention.weight > 0]
    return any(mention.tagged("entity") for mention in named) and all(
        mention.tagged("entity") or mention.tagged("kind") for mention in named
    )


def _put_plainly(reading: Reading) -> Reading:
    """One side of a question: what is asked or claimed is of both together."""
    mentions = tuple(mention for mention in reading.mentions if _COMPARING.isdisjoint(mention.concepts))
    return replace(reading, mentions=mentions, asked=(), verification=False, happened=False)


def _loosely(reading: Reading, *, years: bool = False) -> Reading:
    """The question, for which figures of a part of the time that it names will do, or only of the `years` it names."""

    def loosely(span: Timespan) -> bool:
        return span.kind == "year" if years else span.kind != "full_year"

    return replace(reading, timespans=tuple(replace(span, loosely=loosely(span)) for span in reading.timespans))


def _asks_no_figure(reading: Reading) -> bool:
    """Say whether a question asks how something went, or what was said of it, and for no figure of just its time."""
    if reading.verification or reading.quantities:
        return False
    return reading.asks in ({Ask.MANNER}, {Ask.ATTRIBUTION}) or (reading.reported and reading.asks == {Ask.THING})


def _by_time(reading: Reading) -> tuple[Reading, ...]:
    """The question once for each of the two spans of time that it names."""
    spans = tuple(span for span in reading.timespans if not span.relative)
    return tuple(replace(reading, timespans=(span,)) for span in spans) if len(spans) == 2 else ()


def _by_measure(reading: Reading) -> tuple[Reading, ...]:
    """The question once for each of the two measures that it compares."""
    named = [mention for mention in reading.mentions if mention.concept.startswith("measure:") and mention.weight > 0]
    if len(named) != 2:
        return ()
    said = [item for item in reading.mentions if item.tagged("sense") or item.tagged("term")]
    first = [item for item in said if named[0].last <= item.first < named[1].first]  # "sell more at home than it ships"
    second = [item for item in said if named[1].last <= item.first]
    return reading.without([named[1], *second]), reading.without([named[0], *first])


def _without_each(reading: Reading, named: list[Mention]) -> tuple[Reading, ...]:
    """The question once for each of two mentions, without the other."""
    return tuple(reading.without([other]) for other in reversed(named))


def _alike(decision: Decision, first: Decision) -> Decision:
    """Prefer, among what answers the second of two, the same sort of figure as answers the first."""
    assert isinstance(first.answer, Answered)  # noqa: S101 - narrows the type for mypy
    model = first.answer.facts[0].fact
    for item in decision.candidates:
        if are_rivals(item.profile.fact, model) and not item.broken:
            return replace(decision, answer=Answered(shown_of([item])))
    return decision
