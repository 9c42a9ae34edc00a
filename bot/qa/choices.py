"""Questions that offer two answers to choose from ("by rail or by sea?")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from bot.qa.mentions import HARD, Mention
from bot.qa.quantities import Quantity
from bot.qa.reading import joined
from bot.qa.slots import Part, Reading
from bot.qa.timespans import Timespan

_REACH = 3
"""How many words may stand between what is offered and the word that parts it from the other."""
_OFFERS = 3
"""From more on, a message that goes "or … or … or" offers no two answers."""
_RUN = 3
"""How many mentions in a row one of the two may be ("a large old harbour")."""


class _Placed(NamedTuple):
    """A part of a question, from one word to another."""

    first: int
    last: int
    part: Part


def choices(reading: Reading) -> Iterator[tuple[Reading, Reading]]:
    """Yield the question once for each of two things that it offers to choose from, as if that were its only one."""
    alternatives = reading.language.alternatives
    joint = {at for item in reading.mentions for at in range(item.first, item.last)}
    parting = [at for at, word in enumerate(reading.words) if word.text in alternatives and at not in joint]
    if len(parting) > _OFFERS:
        return
    heads = {item.at + len(item.words.split()) for item in reading.asked}
    parts = _parts(reading) if parting else []
    for at in parting:
        before = _run([part for part in reversed(parts) if part.last <= at])
        after = _run([part for part in parts if part.first > at])
        if not before or not after:
            continue
        before, after = _alike_run(before, after, parts, at)
        if type(before[0].part) is not type(after[0].part):
            continue
        if before[-1].first in heads:
            continue  # "which ships or ports" offers nothing
        if at - before[0].last < _REACH and after[0].first - at <= _REACH:
            yield _choosing(reading, before, after), _choosing(reading, after, before)


def _parts(reading: Reading) -> list[_Placed]:
    """What constrains in a question, in order."""
    _, places = joined(reading.words)
    parts = [_Placed(item.first, item.last, item) for item in reading.mentions if item.weight > 0]
    others: tuple[Quantity | Timespan, ...] = (*reading.quantities, *reading.timespans)
    for item in others:
        within = [at for at, (start, end) in enumerate(places) if start < item.end and item.start < end]
        if within:
            parts.append(_Placed(within[0], within[-1] + 1, item))
    return sorted(parts, key=lambda part: (part.first, part.last))


def _run(parts: Sequence[_Placed]) -> list[_Placed]:
    """The first of these; the number of what is counted; one in everyday words with the others that adjoin it."""
    if len(parts) > 1 and isinstance(parts[1].part, Quantity) and parts[1].last == parts[0].first:
        return [parts[1]]
    run = list(parts[:1])
    for part in parts[1:_RUN]:
        adjoins = part.last == run[-1].first or part.first == run[-1].last
        if not (adjoins and _is_everyday(part) and _is_everyday(run[-1])):
            break
        run.append(part)
    return run


def _alike_run(
    before: list[_Placed], after: list[_Placed], parts: Sequence[_Placed], at: int
) -> tuple[list[_Placed], list[_Placed]]:
    """Let both of the two reach as far where they begin or end in the same word ("a Welsh or a Scottish harbour")."""
    last = before[0].part
    if not isinstance(last, Mention) or not _is_everyday(before[0]):
        return before, after
    following = [part for part in parts if part.first > at][:_RUN]
    preceding = [part for part in reversed(parts) if part.last <= at]
    for count, placed in enumerate(following[1:], start=2):
        part = placed.part
        if isinstance(part, Mention) and part.concept == last.concept:
            return preceding[:count], following[:count]
    first = after[0].part
    for count, placed in enumerate(preceding[1:_RUN], start=2):
        part = placed.part
        if isinstance(part, Mention) and isinstance(first, Mention) and part.concept == first.concept:
            return preceding[:count], following[:count]
    return before, after


def _is_everyday(placed: _Placed) -> bool:
    """Say whether a part is no name, measure, number or time."""
    part = placed.part
    return isinstance(part, Mention) and not part.tagged("entity") and not part.tagged("measure")


def _choosing(reading: Reading, one: Sequence[_Placed], other: Sequence[_Placed]) -> Reading:
    """The question with one of the two things as what it is about, however everyday its words, without the other."""
    meant = [placed.part for placed in one]
    chosen = reading.without([placed.part for placed in other])
    mentions = (item._replace(weight=HARD) if item in meant else item for item in chosen.mentions)
    claimed = not chosen.asked and all(isinstance(part, Mention) for part in meant)
    return replace(chosen, mentions=tuple(mentions), verification=chosen.verification or claimed)
