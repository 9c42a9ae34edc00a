"""Figures asked for by what came about in their time ("how many were there when one harbour overtook the other?")."""

from __future__ import annotations

from collections.abc import Set

from bot.qa.figures import is_figure
from bot.qa.mentions import Mention
from bot.qa.mismatches import Constraint, Mismatch
from bot.qa.ranking import Ranking, Scored
from bot.qa.slots import Reading


def figure_of_event(reading: Reading, candidates: Ranking) -> tuple[Scored, Scored] | None:
    """The figure that a question asks for and what came about in its time, where both rest on one sentence.

    The question names everybody who takes part, as the fact of what came about does, and asks of the one whose figure
    it is.
    """
    if not reading.roles or any(_asks_by_how_much(item.at, reading) for item in reading.asked):
        return None
    # Few facts are of what came about: the others need not even be ranked.
    for event in candidates.where(lambda item: len(_parties(reading, item)) > 1):
        parties = _parties(reading, event)
        told = {mention.text for mention in reading.mentions if _is_directed(mention, reading)}
        for figure in candidates:
            if (
                figure is not event
                and not figure.profile.places.isdisjoint(event.profile.places)
                and is_figure(figure.profile.fact)
                and figure.profile.fact.period == event.profile.fact.period
                and all(_is_of(mismatch, parties, told) for mismatch in figure.mismatches)
                and not _is_of_another(reading, parties - figure.profile.said)
            ):
                return figure, event
    return None


def _parties(reading: Reading, event: Scored) -> frozenset[str]:
    """Who does it and to whom it is done, of one kind, where a question says so of some, and names them all."""
    if not event.profile.roles:
        return frozenset()
    kinds = reading.kinds
    acting, suffering = ({kinds[id] for _, id, actor in event.profile.roles if actor is side} for side in (True, False))
    done = {(sense, id): actor for sense, id, actor in event.profile.roles if kinds[id] in acting & suffering}
    said = [done[sense, id] is actor for sense, id, actor in reading.roles if (sense, id) in done]
    parties = frozenset(id for _, id in done)
    return parties if said and all(said) and parties <= set(reading.entities) else frozenset()


def _is_directed(mention: Mention, reading: Reading) -> bool:
    return not reading.language.directed.isdisjoint(mention.of("sense"))


def _asks_by_how_much(at: int, reading: Reading) -> bool:
    """Say whether it is by how much one thing differs from another that is asked for."""
    return 0 < at <= len(reading.words) and reading.words[at - 1].text in reading.language.by_how_much


def _is_of(mismatch: Mismatch, parties: Set[str], told: Set[str]) -> bool:
    """Say whether what a figure does not meet is what came about in its time."""
    if mismatch.constraint is Constraint.ENTITY and isinstance(mismatch.part, Mention):
        return not parties.isdisjoint(mismatch.part.of("entity"))
    return mismatch.constraint is Constraint.WORD and mismatch.words in told


def _is_of_another(reading: Reading, others: Set[str]) -> bool:
    """Say whether a figure is asked for of one of these: a name right before a measure, and not behind what is done."""
    small = reading.language.ignored
    for name in reading.mentions:
        if others.isdisjoint(name.of("entity")):
            continue
        behind = any(
            _is_directed(verb, reading) and small.issuperset(_between(verb, name, reading))
            for verb in reading.mentions
            if verb.last <= name.first
        )
        if not behind and any(
            small.issuperset(_between(name, measure, reading))
            for measure in reading.mentions
            if measure.first >= name.last and measure.tagged("measure")
        ):
            return True
    return False


def _between(one: Mention, other: Mention, reading: Reading) -> set[str]:
    return {word.text for word in reading.words[one.last : other.first]}
