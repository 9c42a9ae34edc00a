"""Questions that offer two answers to choose from ("by rail or by sea?")."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from bot.qa.mentions import Mention
from bot.qa.placement import joined
from bot.qa.quantities import Quantity
from bot.qa.ranking import Scored
from bot.qa.slots import Part, Reading
from bot.qa.timespans import Timespan

_REACH = 6
"""How many words may stand between what is offered and the word that parts it from the other."""
_OFFERS = 3
"""From more on, a message that goes "or … or … or" offers no two answers."""


class _Placed(NamedTuple):
    """A part of a question, from one word to another."""

    first: int
    last: int
    part: Part

    def away(self, at: int) -> int:
        """How many words stand between it and a word."""
        return max(at - self.last, self.first - at - 1)


def choices(reading: Reading, facts: Iterable[Scored]) -> Iterator[tuple[Scored, bool, Reading]]:
    """Yield each fact that lacks only what is on one side of an "or", whether it is the first, and what else is asked.

    What is offered are two names, measures, numbers or times, or whatever stands there in everyday words.
    """
    parting = _parting(reading)
    parts = _parts(reading) if parting else []
    heads = {item.at + len(item.words.split()) for item in reading.asked}
    for item in facts if parting else ():
        lacking = _lacking(item, parts)
        for at in parting:
            before = [placed for placed in reversed(parts) if placed.last <= at]
            after = [placed for placed in parts if placed.first > at]
            if not before or not after or before[-1].first in heads:
                continue  # "which ships or ports" offers nothing
            for kept, left in ((before, after), (after, before)):
                run = list(_run(lacking, left))
                if left is before and _points_back(reading, at):  # "did Wales send the ships to Kent, or was it Devon"
                    run = [placed for placed in lacking if placed in before and _sort(placed) == _sort(after[0])]
                elif run and run[0].away(at) > _REACH:
                    continue
                if run and _beside(run[-1], kept, at, lacking, reading):
                    yield item, left is before, reading.without([placed.part for placed in run])


def without_suggestion(reading: Reading) -> Reading | None:
    """The question without the answer that it suggests at its end ("who built it, the Welsh?"); None if it does not."""
    breaks = [at for at, word in enumerate(reading.words) if word.token.breaks]
    if not breaks or not reading.asked or reading.asked[-1].at >= breaks[-1] or reading.comparison:
        return None
    behind = {word.text for word in reading.words[breaks[-1] :]}
    last = [placed for placed in _parts(reading) if placed.last > breaks[-1]]
    if len(last) != 1 or last[0].first != breaks[-1] or not behind.isdisjoint(reading.language.alternatives):
        return None
    return reading.without([last[0].part]) if _sort(last[0]) in ("name", Quantity.__name__) else None


def _parting(reading: Reading) -> list[int]:
    """The places of the words that part two things offered; of none where there are too many of them."""
    alternatives = reading.language.alternatives
    joint = {at for item in reading.mentions for at in range(item.first, item.last)}
    parting = [at for at, word in enumerate(reading.words) if word.text in alternatives and at not in joint]
    return parting if len(parting) <= _OFFERS else []


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


def _lacking(item: Scored, parts: Sequence[_Placed]) -> list[_Placed]:
    """The parts of a question that a fact does not meet."""
    unmet = [mismatch.part for mismatch in item.mismatches if mismatch.part is not None]
    named = {mismatch.words for mismatch in item.mismatches if mismatch.part is None}
    return [
        placed
        for placed in parts
        if placed.part in unmet or (isinstance(placed.part, Mention) and placed.part.text in named)
    ]


def _run(lacking: Sequence[_Placed], side: Sequence[_Placed]) -> Iterator[_Placed]:
    """What a fact lacks on one side, from the parting word up to the first part that is not in everyday words.

    Of several names that follow one another ("to Wales and Cornwall"), none is left.
    """
    last: _Placed | None = None
    for placed in side:
        if last is not None and (_sort(placed) != _sort(last) or _between(placed, last) > 1):
            return
        if placed in lacking:
            yield placed
        if _sort(placed):
            last = placed


def _between(one: _Placed, other: _Placed) -> int:
    """How many words stand between two parts."""
    return max(one.first - other.last, other.first - one.last)


def _beside(left: _Placed, kept: Sequence[_Placed], at: int, lacking: Sequence[_Placed], reading: Reading) -> bool:
    """Say whether something that a fact has may be what is offered on the other side of the parting word."""
    for placed in kept:
        if placed in lacking or placed.away(at) > _REACH:
            return False
        if _alike(left, placed) or _next_to(left, placed, at, reading):
            return True
        if not _points_back(reading, at):
            return False
    return False


def _points_back(reading: Reading, at: int) -> bool:
    """Say whether what follows a parting word points back to all before it ("or is that the other one")."""
    following = [word.text for word in reading.words[at + 1 : at + 4]]
    return not reading.language.pronouns.isdisjoint(following) and not reading.language.yes_no.isdisjoint(following)


def _sort(placed: _Placed) -> str:
    """Whether a part is a name, a measure, a number or a time; nothing if it is in everyday words."""
    part = placed.part
    if not isinstance(part, Mention):
        return type(part).__name__
    return "name" if part.tagged("entity") else "measure" if part.tagged("measure") else ""


def _alike(left: _Placed, kept: _Placed) -> bool:
    """Say whether one of two parts may be offered beside the other."""
    sort = _sort(left)
    if not sort or sort == _sort(kept):
        return True
    if not isinstance(kept.part, Mention):
        return False
    if sort == Quantity.__name__:
        return any(map(str.isdecimal, kept.part.text))  # "the 3 mast or the 5 mast one"
    return sort == "name" and bool(kept.part.tagged("kind"))


def _next_to(left: _Placed, kept: _Placed, at: int, reading: Reading) -> bool:
    """Say whether nothing but the parting word stands between two parts, or one is asked of as "over or under 5".

    A time is offered beside another time alone.
    """
    if left.away(at) == kept.away(at) == 0:
        return not isinstance(left.part, Timespan)
    lang = reading.language
    bounds = {phrase.split()[0] for phrase in (*lang.over, *lang.under, *lang.at_least, *lang.at_most)}
    around = (reading.words[at - 1].text, reading.words[at + 1].text)
    return isinstance(left.part, Quantity) and bounds.issuperset(around)
