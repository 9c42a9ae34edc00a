"""How a question leans on the turns before it, and how one message falls into several questions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from bot.qa.languages import Language, language
from bot.qa.models import Conversation, Turn
from bot.qa.normalization import is_cjk, tokenize
from bot.qa.sieve import Sieve, words_in
from bot.qa.slots import Reading
from bot.qa.substance import names_any

TURNS_KEPT = 4
"""How many turns a conversation keeps."""
NAMELESS = 4
"""So little content leans on what was said before where none of it is a name or a measure."""


def extended(conversation: Conversation, question: str, fact_ids: tuple[str, ...]) -> Conversation:
    """Add a turn; the oldest ones fall away."""
    return Conversation((*conversation.turns, Turn(question, fact_ids))[-TURNS_KEPT:])


def leans(reading: Reading) -> bool:
    """Say whether a question reads as going on from the one before: it opens so, points back, or says little."""
    content = sum(1 for mention in reading.mentions if mention.weight > 0)
    return reading.continues or reading.pronoun or content <= (2 if names_any(reading) else NAMELESS)


def carried(reading: Reading, before: Reading, kinds: Mapping[str, str]) -> tuple[Reading, Reading]:
    """Return the question with what it leaves open taken from the one before, and that one's meanings as context.

    What the question names itself wins: a measure, a span of time, or an entity of the same kind (`kinds` maps
    entities to theirs) is not carried over.
    """
    named = {kinds.get(id) for id in reading.entities}
    kept = tuple(
        mention
        for mention in before.mentions
        if not (reading.measures and mention.concept.startswith("measure:"))
        and not any(kinds.get(id) in named for id in mention.of("entity"))
    )
    asked = reading.asked
    if not asked and reading.continues and not reading.verification:
        asked = tuple(replace(item, head=()) for item in before.asked)  # what is counted is what is named now
    spans = reading.timespans or tuple(replace(span, carried=True) for span in before.timespans)
    spoken_of = frozenset(before.entities)
    return replace(reading, asked=asked, timespans=spans, spoken_of=spoken_of), replace(before, mentions=kept)


def clauses(text: str, lang: Language) -> tuple[str, ...]:
    """Split a message that asks two things; one that asks a single thing comes back whole."""
    if lang.clause_break is None:
        return (text,)
    parts = [part.strip(" ,;?.!") for part in re.split(lang.clause_break, text, maxsplit=1, flags=re.IGNORECASE)]
    parts = [part for part in parts if part]
    if len(parts) == 1 and lang.sentence_break is not None:
        parts = [part.strip() for part in re.split(lang.sentence_break, text.strip(), maxsplit=1) if part.strip()]
    return tuple(parts) if len(parts) > 1 and all(_length(part) >= 2 for part in parts) else (text,)


def sides(text: str, lang: Language) -> tuple[str, ...]:
    """The two questions of a message that sets two things against each other; nothing where it does not."""
    lower = text.lower()
    # Whatever the case of its letters: of what is no ASCII, more than the lower case may match.
    possible = _sides(lang.tag).open(lower, words_in(lower)) if text.isascii() else range(len(lang.sides))
    for pattern in map(lang.sides.__getitem__, possible):
        if (match := pattern.search(text)) is not None:
            about = " ".join(match.group(name) or "" for name in match.groupdict() if name.startswith("about")).strip()
            one, other = (match.group(side) for side in ("one", "other"))
            if lang.ignored.issuperset(token.text for side in (one, other) for token in tokenize(side)):
                return ()  # "yes or not?" names no two things
            return f"{about} {one}".strip(), f"{about} {other}".strip()
    return ()


@cache
def _sides(tag: str) -> Sieve:
    """Tells which of a language's patterns a text in lower case may hold."""
    return Sieve([pattern.pattern for pattern in language(tag).sides])


def last_sentence(text: str) -> str:
    """The last sentence of a message, or what follows its last colon."""
    parts = [
        part.strip() for part in re.split(r"(?<=[.!?。！？;:])\s+|[。！？；：]|\.{3}", text) if part.strip(" .!?\"'")
    ]
    return parts[-1] if parts else text


def _length(text: str) -> int:
    """How many words a text has; two characters of a script without spaces count as one."""
    return sum(len(token.text) // 2 if is_cjk(token.text) else 1 for token in tokenize(text))
