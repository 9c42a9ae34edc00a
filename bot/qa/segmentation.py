"""Words in scripts that do not set them apart, found by the likeliest cut.

Every way to cut a run of characters into words costs what its words cost: something each, so that few long words are
better than many short ones, and more the rarer they are. The cheapest cut is found from the left, character by
character. So no word is cut out of the middle of two others because it begins first ("研究生命" is "研究" and "生命",
not "研究生" and a scrap).

Who types such a script by its sounds may pick the wrong character of those that sound alike. A run that is no word, but
sounds as a word of the subject does and shares half of its characters, may stand for that one, at a price.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

from mypy_extensions import mypyc_attr

from bot.qa.normalization import Token, is_cjk

_EACH = 300
"""What every word of a cut costs, in centibels as rarities are."""
_KNOWN = 400
"""The rarity that a word which means something has at most, whatever the language's list says."""
_SUBJECT, _LONGER, _LONGEST_COUNTED = 100, 50, 4
"""How much less that is for a word of the subject, and for every character past two up to so many."""
_SINGLE = (300, 450)
"""The least and most rarity of a known character alone: most are parts of words, and do not beat a word of two."""
_EVERYWHERE = 200
"""Less rare than this are the few that stand in every sentence between the words."""
_UNKNOWN = 700
"""What every character costs that is in no word."""
_LONGEST_OTHER = 4
"""The most characters of a word of the language at large."""
_REMEMBERED = 100_000
"""How many pieces are kept with what they cost; what people type has no end."""
_NONE = -1
_ALIKE = 250
"""What every character costs that is taken for another which sounds like it."""
_COMMON = 345
"""Characters less rare than this are in everybody's mouth: they are no slip where they are words."""
_SURE = 4
"""From so many characters on, a word all but one of which is typed may stand there whatever that one means."""
_SPOKEN = 8
"""The most characters of a word that is told by its sound."""


class Piece(NamedTuple):
    """A word as typed, and the word that it is a slip for, if it is one."""

    token: Token
    meant: str | None = None


@mypyc_attr(allow_interpreted_subclasses=True, serializable=True)
class Segmentation:
    """The words of such scripts: those that mean something, and those of the language."""

    def __init__(
        self, others: Mapping[str, int] | None = None, sounds: Mapping[str, tuple[str, ...]] | None = None
    ) -> None:
        """Know no word yet that means something.

        `others` are the words of the language at large with their rarity, `sounds` how characters may sound.
        """
        self._sounds: Mapping[str, tuple[str, ...]] = sounds or {}
        self._spoken: dict[tuple[str, ...], list[str]] = {}
        """The words of the subject by their sounds."""
        self._begun: set[tuple[str, ...]] = set()
        """What they begin with, by their sounds."""
        self._listened: set[str] = set()
        """Known words that slips stand for although they are none of the subject."""
        self._telling: set[str] = set()
        """Single characters that are meant as they are: they mean something, or are in everybody's mouth."""
        self._words: dict[str, int] = {}
        """How rare each word that means something is at most."""
        self._longest: dict[str, int] = {}
        """The most characters of a word that means something, by the first one."""
        self._others: Mapping[str, int] = others or {}
        self._costs: dict[str, int] = {}

    def learn(self, word: str, subject: bool = False, telling: bool = False) -> None:
        """Take a run of such characters as a word; other words are passed over.

        It is one of the subject if `subject`, and has a meaning of its own if `telling`.
        """
        if not is_cjk(word):
            return
        most = _KNOWN - _SUBJECT * subject - _LONGER * (min(len(word), _LONGEST_COUNTED) - 2)
        if len(word) == 1 and (telling or self._others.get(word, _COMMON) < _COMMON):
            self._telling.add(word)
        if word not in self._words or self._words[word] > most:
            if subject and len(word) >= 2:
                self._hear(word)
            self._words[word] = most
            self._longest[word[0]] = max(self._longest.get(word[0], 1), len(word))
            self._costs.clear()

    def listen(self, word: str) -> None:
        """Let slips stand for a known word that is not of the subject, where it is long enough to be told."""
        if word in self._words and word not in self._listened and len(word) > 2:
            self._listened.add(word)
            self._hear(word)

    def _hear(self, word: str) -> None:
        for spoken in self._said(word) if len(word) <= _SPOKEN else ():
            self._begun.update(spoken[:end] for end in range(1, len(spoken) + 1))
            words = self._spoken.setdefault(spoken, [])
            if word not in words:
                words.append(word)

    def segmented(self, tokens: Sequence[Token], mend: bool = False) -> Iterator[Piece]:
        """Split runs of CJK characters into words, slips mended if `mend`; what is in no word stays together."""
        for token in tokens:
            if not is_cjk(token.text):
                yield Piece(token)
                continue
            cut = self._cut(token.text, ())
            if mend and self._sounds and (slips := self._slips(token.text, cut)):
                cut = self._cut(token.text, slips)
            before = token.before
            for start, end, meant in cut:
                yield Piece(Token(token.text[start:end], token.start + start, token.start + end, before), meant)
                before = ""

    def _cut(self, text: str, slips: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, str | None]]:
        """Where each word of the cheapest cut begins and ends, and what it is a slip for; `slips` may be some."""
        length = len(text)
        least = [0] * (length + 1)
        began = [_NONE] * (length + 1)
        stands: list[str | None] = [None] * (length + 1)
        meant_from: dict[int, list[tuple[int, str]]] = {}
        for begin, end, word in slips:
            meant_from.setdefault(begin, []).append((end, word))
        for start in range(length):
            so_far = least[start] + _EACH
            most = min(max(self._longest.get(text[start], 1), _LONGEST_OTHER), length - start)
            for end in range(start + 1, start + most + 1):
                cost = self._cost(text[start:end])
                if cost == _NONE:
                    if end > start + 1:
                        continue
                    cost = _UNKNOWN
                if began[end] == _NONE or so_far + cost <= least[end]:  # of two as cheap, the longer word first
                    least[end], began[end], stands[end] = so_far + cost, start, None
            for end, word in meant_from.get(start, ()):
                cost = self._words[word] + _ALIKE * _differing(text[start:end], word)
                if began[end] == _NONE or so_far + cost < least[end]:
                    least[end], began[end], stands[end] = so_far + cost, start, word
        pieces: list[tuple[int, int, str | None]] = []
        end = length
        scrap = False
        while end > 0:
            start, meant = began[end], stands[end]
            unknown = end - start == 1 and self._cost(text[start:end]) == _NONE
            if unknown and scrap:
                pieces[-1] = (start, pieces[-1][1], None)
            else:
                pieces.append((start, end, meant))
            scrap = unknown
            end = start
        pieces.reverse()
        return pieces

    def _slips(self, text: str, cut: Sequence[tuple[int, int, str | None]]) -> list[tuple[int, int, str]]:
        """The runs of a text that sound as words of the subject do, and hold a character that no longer word has."""
        loose, strange = set[int](), set[int]()
        for start, end, _ in cut:
            known = text[start:end] in self._words
            if end - start == 1 or not known:
                loose.update(range(start, end))
            if not known:
                strange.update(range(start, end))
        found: list[tuple[int, int, str]] = []
        begins, ends = {start for start, _, _ in cut}, {end for _, end, _ in cut}
        for start in range(len(text) if loose else 0):
            heard: list[tuple[str, ...]] = [()]
            for end in range(start + 1, len(text) + 1):
                sounds = self._sounds.get(text[end - 1], ())
                heard = [(*said, sound) for said in heard for sound in sounds if (*said, sound) in self._begun]
                if not heard:
                    break  # no word begins with these sounds
                within = range(start, end)
                meant = {word for said in heard for word in self._spoken.get(said, ())}
                run = text[start:end]
                if not meant or loose.isdisjoint(within) or run in self._words or run in self._others:
                    continue
                known = strange.isdisjoint(within)
                apart = start in begins and end in ends
                found += [(start, end, word) for word in sorted(meant) if self._may_be(run, word, known, apart)]
        return found

    def _may_be(self, typed: str, meant: str, known: bool, apart: bool) -> bool:
        """Say whether a run, all of known words if `known`, is near enough to a word to be a slip for it.

        It is `apart` where it cuts no word of the text in two.
        """
        differing = [one for one, other in zip(typed, meant, strict=True) if one != other]
        if 2 * len(differing) > len(meant):
            return False
        sure = apart and len(meant) >= _SURE and len(differing) == 1
        return not known or (meant not in self._listened and (sure or self._telling.isdisjoint(differing)))

    def _said(self, text: str) -> Iterator[tuple[str, ...]]:
        """The ways a run of characters may sound; none where one of them is not known."""
        return product(*(self._sounds.get(char, ()) for char in text))

    def _cost(self, piece: str) -> int:
        """How rare a word is."""
        cost = self._costs.get(piece)
        if cost is None:
            if len(self._costs) > _REMEMBERED:
                self._costs.clear()
            cost = self._costs[piece] = self._rarity(piece)
        return cost

    def _rarity(self, piece: str) -> int:
        rarity = self._others.get(piece)
        most = self._words.get(piece)
        if most is not None:
            if len(piece) == 1:
                least, most = _SINGLE
                return most if rarity is None else rarity if rarity < _EVERYWHERE else max(least, min(rarity, most))
            return most if rarity is None else min(rarity, most)
        return _NONE if rarity is None or self._is_made_up(piece) else rarity

    def _is_made_up(self, piece: str) -> bool:
        """Say whether a word of the language holds a longer one that means something, or is nothing but such words.

        What it means is told by these ("exporter" holds "export"; "buy" and "car" make "buy a car").
        """
        length = len(piece)
        for start in range(length):
            for end in range(start + 2, length + 1):
                if piece[start:end] in self._words:
                    return True
        return all(char in self._words for char in piece)


def _differing(one: str, other: str) -> int:
    """In how many characters two words of a length differ."""
    return sum(a != b for a, b in zip(one, other, strict=True))
