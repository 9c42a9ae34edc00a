"""Regular expressions that are run only on texts that hold a piece which any match of theirs needs.

A language has a hundred patterns and a text meets few of them. From a pattern `needs` works out sets of strings, of
each of which every match holds at least one ("quarter", or the names of the months); looking for those is many times
cheaper than trying the pattern at each place of a text, and changes nothing of what is found.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cache
from re import _constants as op  # type: ignore[attr-defined]  # the standard library's own, which has no stub
from re import _parser  # type: ignore[attr-defined]  # the same
from typing import Any

from mypy_extensions import mypyc_attr

_PIECES = 64
"""The most alternatives that are spelled out; what has more is cut in two."""

_NEEDS = 5
"""How many sets of pieces are looked for, where every match holds one of each."""

_MANY = 20
"""Of what has more alternatives than this, it is quicker to try the pattern than to look for each."""

_EDGE = "\0"
"""Stands for the edge of a word in a piece."""

_EDGES = (op.AT_BOUNDARY, op.AT_BEGINNING, op.AT_END)
"""Where a word begins or ends that a pattern goes on, or went on until then, with."""

_MET = 20_000
"""How many words are kept with what they open; what people type has no end."""

_WORD = re.compile(r"\w+")
_SIGN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]")
"""What parts a pattern, and what has to be passed over as a whole: escapes and sets of characters."""
_WHOLE_WORD = re.compile(r"(?<=\W)\w+(?=\W)")

Pieces = frozenset[str]
_Place = tuple[str, int]
"""A piece, and the position of the pattern that needs it."""
_Need = tuple[frozenset[str], Sequence[str]]
"""Words and pieces of which a text has to hold one each; no words where the pieces need none to be whole."""
_Ahead = tuple[int, int, re.Match[str]]
"""Where the next match of a pattern begins, the position of the pattern, and the match."""


@mypyc_attr(allow_interpreted_subclasses=True, serializable=True)
class Sieve:
    """Tells which of several patterns can match in a text at all."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self._always: set[int] = set()
        self._also: dict[int, list[_Need]] = {}
        """What else a text has to hold, by the position of the pattern that needs more."""
        self._by_word: dict[str, list[_Place]] = {}
        self._by_part: dict[str, list[_Place]] = {}
        self._met: set[str] = set()
        self._opening: set[str] = set()
        self._opened: dict[str, tuple[tuple[int, ...], tuple[_Place, ...]]] = {}
        self._whole: tuple[str, Set[str], tuple[int, ...]] = "", frozenset(), tuple(range(len(patterns)))
        """The text that was last looked at, the words in it, and what was open to it: questions are read in parts."""
        needed = [needs(pattern) for pattern in patterns]
        pieces = [piece for found in needed if found for piece in found[0]]
        common = Counter([word for piece in pieces for word in _WHOLE_WORD.findall(piece)])
        for at, found in enumerate(needed):
            if not found:
                self._always.add(at)
                continue
            self._look_for(found[0], at, common)
            also: list[_Need] = [(_words_of(pieces), sorted(_plain(pieces))) for pieces in found[1:]]
            if also := [need for need in also if need[0] or len(need[1]) <= _MANY]:
                self._also[at] = also

    def _look_for(self, pieces: Pieces, at: int, common: Mapping[str, int]) -> None:
        """Open the pattern at a position to texts that hold one of these pieces, each by its least `common` word."""
        words = [
            min(_WHOLE_WORD.findall(piece), key=lambda word: (common[word], -len(word)), default="") for piece in pieces
        ]
        plain = _plain(pieces)
        if all(words) and (len(plain) > 1 or len(words[0]) > 2):
            for word, piece in zip(words, pieces, strict=True):
                self._by_word.setdefault(word, []).append((piece.replace(_EDGE, ""), at))
        else:
            for piece in plain:
                part = max(_WORD.findall(piece), key=len, default="")
                self._by_part.setdefault(part, []).append((piece, at))

    def open(self, text: str, words: Set[str]) -> tuple[int, ...]:
        """Return the positions of the patterns that may match in a text with these `words_in` it."""
        whole, its_words, opened = self._whole
        if text in whole and words <= its_words:
            return opened  # what a part of a text holds, that holds as well
        if not self._met.issuperset(words):
            self._meet(words)
        found = self._always.copy()
        for word in self._opening & words:
            places, pieces = self._opened[word]
            found.update(places)
            for piece, at in pieces:
                if piece in text:
                    found.add(at)
        for piece, at in self._by_part.get("", ()):
            if piece in text:
                found.add(at)
        also = self._also
        opened = tuple(sorted([at for at in found if at not in also or _holds(text, words, also[at])])) if found else ()
        self._whole = text, words, opened
        return opened

    def _meet(self, words: Set[str]) -> None:
        """Find out what words open by themselves, and which pieces to look for in a text that holds them."""
        if len(self._met) > _MET:
            self._met, self._opening, self._opened = set(), set(), {}
        for word in words - self._met:
            near = [place for part, places in self._by_part.items() if part and part in word for place in places]
            near += self._by_word.get(word, ())
            sure = {at for piece, at in near if piece in word}
            if near:
                self._opening.add(word)
                self._opened[word] = tuple(sure), tuple(place for place in near if place[1] not in sure)
        self._met.update(words)


@mypyc_attr(allow_interpreted_subclasses=True, serializable=True)
class Sieved:
    """A compiled pattern that is tried only where it can match."""

    def __init__(self, pattern: str) -> None:
        self._pattern = re.compile(pattern)
        self._needed = [(_words_of(pieces), sorted(_plain(pieces))) for pieces in needs(pattern)]
        quick = all(naming or len(pieces) <= _MANY for naming, pieces in self._needed)
        self._sieve = None if quick else Sieve((pattern,))

    def _may_match(self, text: str, words: Set[str]) -> bool:
        """Say whether it can match at all; where few pieces tell that, to look for each is quickest."""
        return _holds(text, words, self._needed) if self._sieve is None else bool(self._sieve.open(text, words))

    def search(self, text: str, words: Set[str]) -> re.Match[str] | None:
        """Find the first match in a text with these `words_in` it."""
        return self._pattern.search(text) if self._may_match(text, words) else None

    def finditer(self, text: str, words: Set[str]) -> Iterator[re.Match[str]]:
        """Find all matches in a text with these `words_in` it."""
        return self._pattern.finditer(text) if self._may_match(text, words) else iter(())


@mypyc_attr(allow_interpreted_subclasses=True, serializable=True)
class SievedAlternatives:
    """Several patterns as alternatives of one, of which only those that can match are tried."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self._patterns = tuple(patterns)
        self._sieve = Sieve(patterns)

    def prepare(self) -> None:
        """Compile them all, which else each waits for until a text opens it."""
        for pattern in self._patterns:
            _compiled(pattern)

    def sub(self, replacement: str, text: str, words: Set[str]) -> str:
        """Replace every match in a text with these `words_in` it.

        Each pattern looks for its own next match: joined into one, every choice of them would be compiled anew.
        """
        ahead = [found for at in self._sieve.open(text, words) if (found := self._next(at, text, 0)) is not None]
        if not ahead:
            return text
        pieces: list[str] = []
        position = 0
        while ahead:
            start, _, first = min(ahead, key=_order)
            pieces += text[position:start], replacement
            position = first.end()
            behind = max(position, start + 1)
            # What overlaps with the match that comes first is looked for anew behind it.
            renewed = [found if found[0] >= behind else self._next(found[1], text, behind) for found in ahead]
            ahead = [found for found in renewed if found is not None]
        return "".join((*pieces, text[position:]))

    def _next(self, at: int, text: str, behind: int) -> _Ahead | None:
        """The next match of one of the patterns."""
        match = _compiled(self._patterns[at]).search(text, behind)
        return None if match is None else (match.start(), at, match)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """A pattern compiled, for as long as the process lives: facts that are loaded anew need the same ones."""
    return re.compile(pattern)


def _order(ahead: _Ahead) -> tuple[int, int]:
    """The match that begins first comes first; of those that begin together, that of the first pattern."""
    return ahead[:2]


def words_in(text: str) -> frozenset[str]:
    """Return the runs of word characters in a text, which is what patterns are sifted by."""
    return frozenset(_WORD.findall(text))


def branches(pattern: str) -> list[str]:
    """The alternatives that a pattern is made of: the first match of any of them, in their order, is its match."""
    found, begin, depth = list[str](), 0, 0
    for sign in _SIGN.finditer(pattern):
        match sign.group():
            case "(":
                depth += 1
            case ")":
                depth -= 1
            case "|" if not depth:
                found.append(pattern[begin : sign.start()])
                begin = sign.end()
    return [*found, pattern[begin:]]


def needs(pattern: str) -> list[Pieces]:
    """Return a few sets of such strings, the most telling first: every match holds at least one of each."""
    parsed = _parser.parse(pattern)
    if parsed.state.flags & re.IGNORECASE:
        return []
    return list(dict.fromkeys(sorted(_needed(parsed), key=_telling, reverse=True)))[:_NEEDS]


def _required(sequence: Any) -> Pieces | None:
    return max(_needed(sequence), key=_telling, default=None)


def _needed(sequence: Any) -> list[Pieces]:
    """Everything that is required of a match of a run of elements."""
    found: list[Pieces] = []
    run: Pieces = frozenset({""})
    for code, argument in sequence:
        exact = _exact(code, argument)
        if exact is not None:
            longer = frozenset(head + tail for head in run for tail in exact)
            if len(longer) <= _PIECES:
                run = longer
                continue
            found.append(run)
            run = exact
            continue
        if code is op.ASSERT_NOT:
            continue
        found += _inner(code, argument)
        if code is not op.ASSERT:
            found.append(run)
            run = frozenset({""})
    found.append(run)
    return [pieces for pieces in found if all(piece.strip(_EDGE) for piece in pieces)]


def _telling(pieces: Pieces) -> tuple[int, int]:
    """How well pieces sift: by how many letters and digits the shortest has, then by how few they are."""
    return min(sum(map(len, _WORD.findall(piece))) for piece in pieces), -len(pieces)


def _holds(text: str, words: Set[str], needed: Sequence[_Need]) -> bool:
    """Say whether a text with these `words_in` it meets every need."""
    for naming, pieces in needed:
        if naming and naming.isdisjoint(words):
            return False
        for piece in pieces:
            if piece in text:
                break
        else:
            return False
    return True


def _words_of(pieces: Pieces) -> frozenset[str]:
    """Words of which any text that holds a piece has one; none where there are pieces without a whole word."""
    words = [max(_WHOLE_WORD.findall(piece), key=len, default="") for piece in pieces]
    return frozenset(words) if all(words) else frozenset()


def _plain(pieces: Pieces) -> Pieces:
    """Pieces without the edges of words, but for those that hold another one."""
    plain = frozenset(piece.replace(_EDGE, "") for piece in pieces)
    return frozenset(piece for piece in plain if not any(other != piece and other in piece for other in plain))


def _inner(code: Any, argument: Any) -> list[Pieces]:
    """What is required inside one element."""
    if code is op.SUBPATTERN:
        return _needed(argument[-1])
    if code is op.ATOMIC_GROUP:
        return _needed(argument)
    if code is op.ASSERT:
        return _needed(argument[1])
    if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        return _needed(argument[2]) if argument[0] >= 1 else []
    if code is op.BRANCH:
        parts = [_required(branch) for branch in argument[1]]
        union = frozenset[str]().union(*(part for part in parts if part is not None))
        return [union] if union and None not in parts else []
    return []


def _exact(code: Any, argument: Any) -> Pieces | None:
    """All the strings that one element stands for, None where they are too many or no strings alone."""
    if code is op.LITERAL:
        return frozenset({chr(argument)})
    if code is op.AT:
        return frozenset({_EDGE if argument in _EDGES else ""})
    if code is op.IN and all(kind is op.LITERAL for kind, _ in argument):
        return frozenset(chr(value) for _, value in argument)
    if code is op.SUBPATTERN and not argument[1] and not argument[2]:
        return _exact_run(argument[-1])
    if code is op.MAX_REPEAT and argument[:2] == (0, 1):
        exact = _exact_run(argument[2])
        return None if exact is None else exact | {""}
    if code is op.BRANCH:
        branches = [_exact_run(branch) for branch in argument[1]]
        union = frozenset[str]().union(*(branch for branch in branches if branch is not None))
        return union if None not in branches and len(union) <= _PIECES else None
    return None


def _exact_run(sequence: Any) -> Pieces | None:
    run: Pieces = frozenset({""})
    for code, argument in sequence:
        if code in (op.ASSERT, op.ASSERT_NOT):
            continue
        exact = _exact(code, argument)
        if exact is None or len(run) * len(exact) > _PIECES:
            return None
        run = frozenset(head + tail for head in run for tail in exact)
    return run
