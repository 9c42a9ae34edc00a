"""The thresholds of the decision, all of them; weights and scores are in 0-1.

`roro tune` sets those of `Thresholds` from questions whose right outcome is known.
"""

from __future__ import annotations

from dataclasses import dataclass

from mypy_extensions import mypyc_attr


@mypyc_attr(native_class=False)
@dataclass(frozen=True, slots=True)
class Thresholds:
    """What a question has to reach for a fact to answer it."""

    open_share: float = 0.65
    """The most share of a question, by weight, that an answer may leave open where it is just like a known wording."""
    open_unlike: float = 0.8
    """How much less that is where it is like none, in parts of how unlike it is."""
    likeness: float = 0.6
    """From here on a question is like a known wording."""
    open_words: float = 0.8
    """The most weight that may be open of what is said around such a question, or beside a broad one or a claim."""
    open_words_unlike: float = 0.4
    """The same where it is like none, or facts answer together."""
    coverage_floor: float = 0.55
    """The least share of a question, by weight, that an answering fact speaks of."""
    score_floor: float = 0.42
    """The least score of an answering fact."""
    asked_floor: float = 0.35
    """The least likeness to a known wording that asks for the same kind of thing."""
    near_floor: float = 0.4
    """The least share of a question that the nearest fact speaks of; below it nothing is about the question."""
    margin: float = 0.1
    """How much less like the question an answering fact may be than the one most like it, which a constraint bars."""
    close: float = 0.04
    """The same where the fact most like it only lacks what is asked for."""
    much: float = 0.2
    """How much more like the question a fact is that is meant though it lacks what is asked for."""
    sure: float = 0.7
    """The least likeness to a known wording of a question that names a single thing and asks who."""
    telling: float = 0.5
    """How telling an entity of the last answer has to be for a question to go on about it."""
    tie: float = 0.02
    """Scores that differ by less are as good as equal."""
    claim_likeness: float = 0.5
    """The least likeness to a known wording of a claim with a figure that is to be confirmed."""


DEFAULT = Thresholds()

KNOWN = 2.0
"""What a word counts among those left open that is known to mean something: it is no talk around the question."""
TOLD = 0.45
"""Where the statements of a plain base speak of less of what its wordings ask, these are examples of a class each."""
LIKE_ENOUGH = (0.08, 0.35)
"""The bounds of how like a class a question has to be to be of it; where between them is learnt from the wordings."""
LIKE_UNLEARNT = 0.15
"""The same where the wordings do not tell: most are more like another class than like the rest of their own."""
CLAUSE_WORDS = 80
"""The most words of a message that is taken for two questions."""
UNTOLD = 0.5
"""From so much of a claim on that a fact leaves open, who it names instead denies nothing."""
SUGGESTIONS = 3
"""How many questions are suggested."""
FACTS_SHOWN = 4
"""How many facts a broad answer or a choice shows."""
NAMED = 2
"""With less content a question that names nobody is about what was spoken of before."""
SPOKEN = 0.25
"""How telling an entity has to be for an answer to be of what was spoken of before."""
STANDS = 3
"""From so much content on a question stands alone, whatever went before."""
PAIRED = 4
"""How many of the likeliest figures for each of two operands are tried together."""
LIKELIEST = 4
"""How many of the likeliest facts tell which of two things offered holds."""
MENDED = 0.6
"""The least likeness to a known wording of a question that is answered by what it may say as well, misspelled."""
REREAD = 5_000
"""Over more facts a question that is not answered is not read a second time: every reading is held against many."""
