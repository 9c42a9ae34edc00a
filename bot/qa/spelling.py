"""The spelling of one language's words: which are spelled rightly, and which word a misspelling stands for.

A misspelling is mended to the word that is likeliest by how common it is and by how easily the slip is made, after
Kernighan, Church and Gale, "A spelling correction program based on a noisy channel model" (1990). All costs are in
centibels of probability, as rarities are: 100 is a factor of ten.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from mypy_extensions import mypyc_attr
from rapidfuzz.distance import OSA, Postfix, Prefix
from rapidfuzz.process import extract

from bot.qa.languages import Language
from bot.qa.neighbours import EDGE, Neighbours
from bot.qa.normalization import is_cjk

UNCOMMON = 450
"""From this rarity on a real word may be clipped from another."""
_RARE = 500
"""From this rarity on a real word may be a slip."""
_UNHEARD = 650
"""The rarity of a word that no list knows."""
_CARE = 150
"""How much rarer than what it may stand for a word has to be: most words are typed rightly."""
_KNOWN, _SUBJECT, _FACTS = 50, 50, 100
"""How much commoner in questions than in the language at large known words are, those of the subject, and of facts."""
_UNLISTED = 400
"""The rarity that a known word has at most, whatever the language's list says."""
_COMMONEST = 330
"""Up to this rarity a word is one of those that sentences are made of."""
_COMMON = 480
"""Up to this rarity words of the language at large are mended to."""
_SWAPPED, _DOUBLED, _DROPPED, _NEXT_KEY, _VOWEL, _EXTRA, _OTHER = 0, 0, 10, 60, 80, 80, 100
"""What a slip costs: letters swapped, one doubled or halved, left out, hit beside, a vowel, one too many, any other."""
_FIRST, _TWICE, _TWICE_IN_LONG = 50, 150, 80
"""What it costs on top that the first letter is wrong, and that there is a second slip, in a word and in a long one."""
_SURE = 10
"""From so many letters on a word is long: hardly another is as near."""
_FEW = 4
"""Up to this length a strange word may be any slip in a small one."""
_LONG = 7
"""From this length on two slips are mended in any word; in one a little shorter, only in a word of the facts."""
_BESIDE = 120
"""How much likelier a word is for each of its neighbours that it is known to stand beside."""
_ODD = 420
"""From this rarity on a real word may be a slip for a small one that both its neighbours tell."""
_VOWELS = frozenset("aeiouy")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_KEYS = {key: (row, at) for row, keys in enumerate(_ROWS) for at, key in enumerate(keys)}
_REPEATED = re.compile(r"(.)\1")
_DRAWN = re.compile(r"(.)\1+")
"""Matches letters that are doubled by mistake, and those that are drawn out ("sooo")."""
_REMEMBERED = 50_000
"""How many misspellings are kept with what they stand for; what people type has no end."""


class _Meant(NamedTuple):
    """What a word may stand for."""

    alone: tuple[str, ...] = ()
    """What it stands for where none of the likely words does."""
    likely: tuple[tuple[int, str, int], ...] = ()
    """Likely words, the likeliest first: what each costs, and how many of its neighbours have to tell it."""
    own: int = 0
    """What it costs that it is meant as it is."""
    small: tuple[tuple[int, str], ...] = ()
    """The small words, one of which it stands for where none of the likely words does."""


@mypyc_attr(allow_interpreted_subclasses=True, serializable=True)
class Spelling:
    """The words of a language and of a subject, to tell misspellings from."""

    def __init__(self, language: Language, means: Callable[[str], bool]) -> None:
        """Tell the spelling of a language's words; `means` says whether a word has a meaning in the subject."""
        self._language = language
        self._means = means
        self._known: set[str] = set()
        self._subject: set[str] = set()
        self._used: set[str] = set()
        self._capitals: set[str] = set()
        self._by_length: dict[int, dict[str, str]] = {}
        self._meant: dict[tuple[str, bool], _Meant] = {}
        self.neighbours = Neighbours()
        """Which words stand side by side."""
        self._said = language.lead_words | language.greetings | language.closings
        pairs = "|".join(map(re.escape, language.written_out))
        self._written_out = re.compile(f"(?<![{''.join(sorted(_VOWELS))}q])(?:{pairs})") if pairs else None
        for word, rarity in language.real_words.items():
            if rarity <= _COMMON:
                self._offer(word)
        small = {word: language.real_words.get(word, _RARE) for word in language.ignored if word.isalpha()}
        self._smallest = {word: rarity for word, rarity in small.items() if rarity <= _COMMONEST}

    def learn(self, word: str, subject: bool = False) -> None:
        """Take a word as rightly spelled, and as one that names something of the subject if `subject`."""
        if subject:
            self._subject.add(word)
        if word not in self._known:
            self._known.add(word)
            self._meant.clear()
            self._offer(word)

    def use(self, word: str) -> None:
        """Take a word as rightly spelled, and as one that the facts use."""
        self._used.add(word)
        self.learn(word)

    def learn_capitals(self, names: Iterable[str]) -> None:
        """Take names as written in capitals: with an "s" they are no other word of the language."""
        self._capitals.update(names)

    def _offer(self, word: str) -> None:
        """Let a word be what a misspelling stands for."""
        if len(word) >= 2 and word.isalpha() and not is_cjk(word):
            self._by_length.setdefault(len(word), {})[word] = word

    def in_subject(self, word: str) -> bool:
        """Say whether a word stands in a name or a term of the subject."""
        return word in self._subject

    def mended(self, word: str, name: bool = False, left: str = EDGE, right: str = EDGE) -> tuple[str, ...]:
        """Return what a word stands for: nothing where it is spelled rightly or past mending, else one word or two.

        What is written as a `name` only ever stands for a word of the subject. `left` and `right` are its neighbours.
        """
        meant = self._meant_by(word, name)
        beside = self.neighbours.beside
        best, least = "", meant.own - _BESIDE * beside(left, word, right) if meant.likely else 0
        for cost, other, sides in meant.likely:
            if cost - 2 * _BESIDE >= least:
                break
            met = beside(left, other, right)
            if met >= sides and cost - _BESIDE * met < least:
                best, least = other, cost - _BESIDE * met
        if not best and meant.small:
            best = min((cost - _BESIDE * beside(left, other, right), other) for cost, other in meant.small)[1]
        return (best,) if best else meant.alone

    def others(self, word: str, name: bool, left: str, right: str) -> list[tuple[int, str]]:
        """What a word may stand for between these two, the likeliest first, with what each costs."""
        meant = self._meant_by(word, name)
        found: list[tuple[int, str]] = []
        for cost, other, sides in (*meant.likely, *((cost, other, 2) for cost, other in meant.small)):
            met = self.neighbours.beside(left, other, right)
            if 2 * met >= sides:
                found.append((cost - _BESIDE * met, other))
        return sorted(found)

    def stands_alone(self, word: str) -> bool:
        """Say whether a word stands for itself whatever its neighbours are."""
        meant = self._meant_by(word, False)
        return not (meant.alone or meant.likely or meant.small)

    def _meant_by(self, word: str, name: bool) -> _Meant:
        """What a word may stand for."""
        found = self._meant.get((word, name))
        if found is None:
            if len(self._meant) > _REMEMBERED:
                self._meant.clear()
            found = self._meant[word, name] = self._meanings(word, name)
        return found

    def _meanings(self, word: str, name: bool) -> _Meant:
        if len(word) > 40 or not word.isalpha() or is_cjk(word):
            return _Meant()
        rarity = self._language.real_words.get(word, _UNHEARD)
        if len(word) < 2 or word in self._known or self._means(word):
            return self._misplaced(word, rarity, name)
        if (letters := self._lettered(word, rarity)) is not None:
            return _Meant((letters,))
        if rarity > UNCOMMON and (whole := self._unclipped(word)):
            return _Meant((whole,))
        if word.endswith("s") and word[:-1] in (self._known if rarity == _UNHEARD else self._capitals):
            return _Meant((word[:-1],))
        if rarity < _RARE:
            return self._misplaced(word, rarity, name)
        most = _UNHEARD if rarity == _UNHEARD else _DROPPED  # a real word is only taken for the likeliest slips
        return _Meant(
            tuple(self._parted(word)) if rarity == _UNHEARD else (),
            tuple(sorted(self._likely(word, name, most))),
            rarity - _CARE,
            () if name or len(word) > _FEW else tuple(sorted(self._small(word))),
        )

    def _misplaced(self, word: str, rarity: int, name: bool) -> _Meant:
        """The small words that a real one is a slip for where both neighbours tell so ("it id")."""
        if name or len(word) > _FEW + 1 or rarity < _ODD:
            return _Meant()
        if word in self._subject or word in self._said:
            return _Meant()
        small = ((cost, meant, 2) for cost, meant in self._small(word) if meant != word)
        return _Meant((), tuple(sorted(small)), rarity - _CARE)

    def _lettered(self, word: str, rarity: int) -> str | None:
        """The commoner word that one is in which letters are typed as two ("ueber")."""
        if self._written_out is None:
            return None
        read = self._written_out.sub(lambda match: self._language.written_out[match.group()], word)
        if read == word or not (read in self._known or self._language.real_words.get(read, _UNHEARD) < rarity):
            return None
        return read

    def _unclipped(self, word: str) -> str | None:
        """The known word that one with a clipped ending is short for ("makin")."""
        for clipped, whole in self._language.clipped.items():
            if word.endswith(clipped) and (restored := word[: -len(clipped)] + whole) in self._known:
                return restored
        return None

    def _small(self, word: str) -> Iterator[tuple[int, str]]:
        """Yield the small words that sentences are made of which one of a few letters is a slip for."""
        for meant, *_ in extract(word, self._smallest.keys(), scorer=OSA.distance, score_cutoff=1, limit=None):
            yield self._smallest[meant] + _cost(word, meant), meant

    def _likely(self, word: str, name: bool, most: int) -> Iterator[tuple[int, str, int]]:
        """Yield what each word costs that one may stand for, and how many of its neighbours have to tell it.

        Both have to where the slips cost more than `most`, or the word is too short to tell it.
        """
        limit = 1 if len(word) < _LONG - 2 or most < _UNHEARD else 2
        for length in range(len(word) - limit, len(word) + limit + 1):
            words = self._by_length.get(length, {})
            for meant, distance, _ in extract(word, words, scorer=OSA.distance, score_cutoff=limit, limit=None):
                subject = meant in self._subject
                if name and not subject:
                    continue
                if distance > 1 and len(word) < _LONG and not (meant in self._used and self._means(meant)):
                    continue
                cost = _cost(word, meant)
                if cost > most and not (subject or meant in self._smallest):
                    continue
                told = cost <= most and (length > 3 or self._tells(word, meant, subject, most))
                usual = min(self._language.real_words.get(meant, _UNLISTED), _UNLISTED)
                usual -= _KNOWN * (meant in self._known) + _FACTS * (meant in self._used)
                yield usual - _SUBJECT * (subject or self._means(meant)) + cost, meant, 0 if told else 2

    def _tells(self, word: str, meant: str, subject: bool, most: int) -> bool:
        """Say whether a word of two or three letters is enough to tell that another stands for it."""
        if len(meant) < 3:
            return False
        if len(word) > len(meant) and most > _DROPPED and (subject or meant in self._smallest):
            return True  # a strange one with one letter too many
        return subject and set(word) == set(meant)

    def _parted(self, word: str) -> list[str]:
        """The two known words that one runs together; else what it stands for without its doubled letters."""
        for cut in range(3, len(word) - 2):
            if word[:cut] in self._known and word[cut:] in self._known:
                return [word[:cut], word[cut:]]
        squeezed, drawn = _REPEATED.sub(r"\1", word), _DRAWN.sub(r"\1", word)
        if squeezed == word:
            return []
        for read in (squeezed, drawn):
            if read in self._known:
                return [read]
        return list(self.mended(squeezed))


def _cost(typed: str, meant: str) -> int:
    """What it costs to type one word for another that is a slip or two away: the likeliest slips that lead to it."""
    start = Prefix.similarity(typed, meant)
    end = Postfix.similarity(typed[start:], meant[start:])
    again = _TWICE if len(meant) < _SURE else _TWICE_IN_LONG
    last, least = len(meant) - end, [0]
    for at in range(start, last):
        least.append(least[-1] + again + _missing(meant, at, _DROPPED))
    before: list[int] = []
    for place in range(start, len(typed) - end):
        so_far, extra = least, again + _missing(typed, place, _EXTRA)
        least = [so_far[0] + extra]
        for at in range(start, last):
            column = at - start
            hit = 0 if typed[place] == meant[at] else again + _hit(typed[place], meant[at])
            cost = min(
                so_far[column] + hit, so_far[column + 1] + extra, least[-1] + again + _missing(meant, at, _DROPPED)
            )
            if column and before and typed[place - 1 : place + 1] == meant[at] + meant[at - 1]:
                cost = min(cost, before[column - 1] + again + _SWAPPED)
            least.append(cost)
        before = so_far
    return least[-1] - again + _FIRST * (typed[0] != meant[0])


def _missing(word: str, at: int, cost: int) -> int:
    """What it costs that the other of two words lacks a letter of this one: less where that one is doubled."""
    return _DOUBLED if word[at] in (word[at - 1 : at], word[at + 1 : at + 2]) else cost


def _hit(wrong: str, right: str) -> int:
    """What it costs to hit one letter for another."""
    if _beside(wrong, right):
        return _NEXT_KEY
    return _VOWEL if wrong in _VOWELS and right in _VOWELS else _OTHER


def _beside(one: str, other: str) -> bool:
    """Say whether two letters are next to each other on a keyboard."""
    if one not in _KEYS or other not in _KEYS:
        return False
    (row, at), (other_row, other_at) = _KEYS[one], _KEYS[other]
    return abs(row - other_row) <= 1 and abs(at - other_at) <= 1
