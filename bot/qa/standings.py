"""How what a question names stands to each fact: whether, and where, the fact speaks of it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain

from mypy_extensions import mypyc_attr

from bot.qa.mentions import SOFT, Mention
from bot.qa.postings import Postings
from bot.qa.profiles import Profile, Profiles, stated

MET = 1
"""The fact speaks of it."""
PLAIN = 2
"""It does so in its own words, not in a quote alone."""
HELD = 4
"""The same for a name that stands in a quote, and for each of its parts."""
LOOSE = 8
"""Only looser wordings of the fact speak of it."""
STATED = 16
"""The fact's statement speaks of it."""
WORDED = 32
"""A wording of the fact may speak of it; without this, none does."""
_KNOWN = 64
"""It has been found out."""

Find = Callable[[Mention, Profile], int]
"""Finds out how a mention stands to a fact."""

_BYTES = 16_000_000
"""How much is kept of what was found out, a byte each; what people type has no end."""
_ROWS = 20_000
"""The same as a number of meanings."""


@mypyc_attr(allow_interpreted_subclasses=True, serializable=True)
class Standing:
    """How one meaning stands to every fact, each found out when it is first asked for."""

    __slots__ = ("_find", "_mention", "_profiles", "concepts", "known", "stated", "weight")

    def __init__(
        self, mention: Mention, weight: float, profiles: Profiles, find: Find, postings: Postings | None = None
    ) -> None:
        """`postings` are of these profiles; a fact that is not among those of a concept need not be asked about it."""
        self._mention = mention
        self._profiles = profiles
        self._find = find
        self.weight = weight
        """How telling it is."""
        self.concepts = tuple(chain(mention.concepts, *mention.parts))
        """What a fact may speak of that speaks of it."""
        self.stated = tuple(map(stated, self.concepts)) if profiles.looked_up_closely else ()
        """What it is looked up by where a fact of a small base states it."""
        # A wording may name an entity that the postings leave out.
        indexed = postings if postings is not None and not mention.tagged("entity") else None
        self.known = bytearray(len(profiles)) if indexed is None else indexed.silent(self.concepts, _KNOWN)
        """What is found out, by the position of the fact; 0 is nothing yet."""

    def to(self, at: int) -> int:
        """Return how it stands to the fact at this position."""
        return self.known[at] or self.find(at)

    def find(self, at: int) -> int:
        """Find out how it stands to the fact at this position."""
        found = self.known[at] = _KNOWN | self._find(self._mention, self._profiles[at])
        return found


@mypyc_attr(allow_interpreted_subclasses=True, serializable=True)
class Standings:
    """How meanings stand to the facts of one index, kept from question to question."""

    def __init__(
        self,
        profiles: Profiles,
        find: Find,
        weigh: Callable[[Mention], float],
        postings: Postings | None = None,
    ) -> None:
        """`weigh` tells how telling a mention is; `postings` tell what the facts speak of, all of it."""
        self._postings = postings
        self._profiles = profiles
        self._find = find
        self._weigh = weigh
        self._kept: dict[tuple[tuple[str, ...], tuple[tuple[str, ...], ...], bool], Standing] = {}
        self._most = min(_ROWS, _BYTES // max(1, len(profiles)))

    def of(self, mention: Mention) -> Standing:
        """How a mention stands to the facts."""
        key = mention.concepts, mention.parts, mention.weight > SOFT
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) >= self._most:
                self._kept.clear()
            found = self._kept[key] = Standing(
                mention, self._weigh(mention), self._profiles, self._find, self._postings
            )
        return found
