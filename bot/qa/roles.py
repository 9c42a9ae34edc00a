"""Who does what to whom: the actor and the object of each directed meaning ("replaced", "bought")."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.qa.languages import Language
from bot.qa.mentions import Mention, Word

Role = tuple[str, str, bool]
"""A meaning, an entity, and whether it is the actor (or the object) of it."""


def roles_of(
    mentions: Sequence[Mention], words: Sequence[Word], lang: Language, kinds: Mapping[str, str]
) -> frozenset[Role]:
    """Tell the actor from the object of each directed meaning; `kinds` maps entities to theirs.

    A mark before a name tells ("by", "a"); else the side of the verb that it stands on, or, in a language whose word
    order is free, which of two names of one kind comes first.
    """
    named = [(mention, id) for mention in mentions for id in mention.of("entity")]
    found: set[Role] = set()
    for verb in mentions:
        senses = [sense for sense in verb.of("sense") if sense in lang.directed]
        if not senses:
            continue
        inverse = any(sense in lang.inverse for sense in verb.of("sense"))
        for mention, id in named:
            if mention is verb:
                continue
            rivals = [rival for rival, other in named if other != id and kinds[other] == kinds[id]]
            actor = _by_mark(mention, rivals, words, lang)
            if actor is None and not lang.free_order:
                if _asked_who(mention, verb, words, lang):
                    continue
                suffers = not lang.segmented and _suffers(mention, verb, mentions, words, lang)
                actor = not suffers and (mention.last <= verb.first or _turned(verb, mention, words, lang))
            elif actor is None and rivals:
                actor = mention.first < min(rival.first for rival in rivals)
            if actor is not None:
                found.update((sense, id, actor is not inverse) for sense in senses)
    return frozenset(found)


def _turned(before: Mention, after: Mention, words: Sequence[Word], lang: Language) -> bool:
    """Say whether a word between a verb and a name makes the one that follows it act ("replaced long ago by")."""
    return any(word.text in lang.passive for word in words[before.last : after.first])


def _suffers(
    mention: Mention, verb: Mention, mentions: Sequence[Mention], words: Sequence[Word], lang: Language
) -> bool:
    """Say whether a name is what something is done to by someone told before the verb ("the ferry by us overtaken")."""
    between = (item for item in mentions if mention.last <= item.first and item.last <= verb.first)
    done_before = any(sense in lang.directed for item in between for sense in item.of("sense"))
    return not done_before and _turned(mention, verb, words, lang)


def _asked_who(mention: Mention, verb: Mention, words: Sequence[Word], lang: Language) -> bool:
    """Say whether a name before a verb is not its actor, who is asked for ("the harbour led, who replaced it")."""
    return any(word.text in lang.asks.get("agent", ()) for word in words[mention.last + 1 : verb.first])


def _by_mark(mention: Mention, rivals: list[Mention], words: Sequence[Word], lang: Language) -> bool | None:
    """Tell an actor by the mark before it, or by the mark before the other name; None where there is none."""
    own = _marked(mention, words, lang)
    if own is not None:
        return own
    marks = [mark for rival in rivals if (mark := _marked(rival, words, lang)) is not None]
    return not marks[0] if marks else None


def _marked(mention: Mention, words: Sequence[Word], lang: Language) -> bool | None:
    before = words[mention.first - 1].text if mention.first else ""
    if before in lang.passive:
        return True
    return False if before in lang.object_marks else None
