"""What an asker says of themselves and of why they ask, told from what they ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.qa.languages import Language
from bot.qa.mentions import HARD, REAL, WEAK, Mention, Word
from bot.qa.slots import Asked

_DASHES = frozenset("-–—")


def without_setting(
    mentions: Sequence[Mention],
    words: Sequence[Word],
    asked: Sequence[Asked],
    lang: Language,
    claims: Sequence[tuple[int, int]] = (),
    dated: frozenset[int] = frozenset(),
) -> tuple[Mention, ...]:
    """Leave out the everyday words of clauses in which askers speak of themselves, and of why they ask.

    `claims` are the words, as positions from and to, that put a statement to be confirmed; `dated` are the positions of
    spans of time and numbers. Names, measures and kinds of things constrain wherever they stand.
    """
    if not lang.askers:
        return tuple(mentions)
    texts = [word.text for word in words]
    told = {at for item in mentions if _tells(item) for at in range(item.first, item.last)} | dated
    pointing = {at for at, text in enumerate(texts) if text in lang.pronouns and text not in lang.complementizers}
    pointing.difference_update(at for span in claims for at in range(*span))
    asking = {item.at for item in asked} | {at for at, _ in claims}
    clauses = list(_clauses(words, lang))
    aside: set[int] = set()
    for clause in clauses:
        said = next((at for at in clause if texts[at] in lang.askers), None)
        outside = [other for other in clauses if other is not clause and told.intersection(other)]
        begins = min((at for at in clause if at in asking), default=None)
        if begins is None and _begins_question(clause, texts, lang):
            continue
        if begins is None:
            led = said is not None or not lang.lead_words.isdisjoint(texts[at] for at in clause)
            if (
                led
                and outside
                and (said is not None or not told.intersection(clause))
                and not _points_back(clause, clauses, pointing, asking)
            ):
                aside.update(clause)
                continue
            if said is not None:  # "our board asks whether …": what is put begins after that word
                begins = next((at for at in clause if at > said and texts[at] in lang.complementizers), None)
        if begins is not None and said is not None and said < begins and told.intersection(range(begins, clause.stop)):
            aside.update(range(clause.start, begins))
        if told.intersection(clause):
            aside.update(at for at in clause[2:] if " ".join(texts[at - 2 : at]) in lang.possessives)
    if not aside:
        return tuple(mentions)
    return tuple(item for item in mentions if item.first not in aside or _tells(item) or item.weight > HARD)


def before_question(mentions: Sequence[Mention], words: Sequence[Word], asked: Sequence[Asked]) -> tuple[Mention, ...]:
    """Let everyday words in a clause of their own, before the one that asks, say next to nothing.

    What the matter is about is told there; names, measures, times and telling words constrain all the same.
    """
    begins = max((at for at in range(asked[0].at + 1) if words[at].token.breaks), default=0) if asked else 0
    if not any(mention.weight > WEAK and mention.last > begins for mention in mentions):
        return tuple(mentions)  # "… What with?": all it is about is told before
    return tuple(
        mention._replace(weight=WEAK)
        if mention.last <= begins and WEAK < mention.weight <= REAL and not mention.tagged("measure")
        else mention
        for mention in mentions
    )


def _tells(mention: Mention) -> bool:
    """Say whether a mention is of what the facts are about, not a word of the language alone."""
    return mention.weight > WEAK and any(mention.tagged(tag) for tag in ("entity", "measure", "kind", "term", "source"))


def _clauses(words: Sequence[Word], lang: Language) -> Iterator[range]:
    """The clauses of a message: marks part them, dashes, and words that begin one."""
    starts = [
        at
        for at, word in enumerate(words)
        if at == 0 or word.token.breaks or word.token.before.strip() in _DASHES or word.text in lang.clause_openers
    ]
    for start, stop in pairwise([*starts, len(words)]):
        yield range(start, stop)


def _begins_question(clause: range, texts: Sequence[str], lang: Language) -> bool:
    first = next((texts[at] for at in clause if texts[at] not in lang.clause_openers), None)
    return first in lang.yes_no


def _points_back(clause: range, clauses: Sequence[range], pointing: set[int], asking: set[int]) -> bool:
    """Say whether a later clause that asks points back to this one ("I read of hydrogen. Who makes it?")."""
    return any(
        later.start > clause.start and asking.intersection(later) and pointing.intersection(later) for later in clauses
    )
