"""What the words of one language weigh: how much it costs a fact to lack one that a question holds."""

from __future__ import annotations

from mypy_extensions import mypyc_attr
from rapidfuzz.distance import OSA

from bot.qa.languages import Language
from bot.qa.mentions import FREE, HARD, NAME, REAL, SOFT, WEAK
from bot.qa.normalization import clean, is_cjk

_FORMED = 4
"""From so many letters on what is left without its ending may be the word that it is a form of."""
EVERYDAY = 390
"""Up to this rarity, in centibels, a real word is everyday talk, and costs no more than a soft one."""


@mypyc_attr(allow_interpreted_subclasses=True, serializable=True)
class Weights:
    """Weighs words by the lists of a language and by how rare they are."""

    def __init__(self, lang: Language) -> None:
        self._language = lang
        self.free = frozenset(clean(word) for word in lang.ignored)
        """The words that constrain nothing."""
        self._soft = frozenset(clean(word) for word in lang.soft) - self.free
        self._weak = frozenset(clean(word) for word in lang.weak) - self.free - self._soft
        self._plain = frozenset(clean(word) for word in lang.plain) - self.free - self._soft - self._weak
        self._slips: dict[str, list[str]] = {}
        """Free words by their letters: one typed with two letters the wrong way round ("form") may be a slip."""
        for word in self.free:
            if len(word) >= 4:
                self._slips.setdefault("".join(sorted(word)), []).append(word)

    def of(self, text: str, means: bool, in_subject: bool) -> float:
        """Return what a word weighs: one that `means` something, one that stands in names or terms of the subject."""
        if self._among(self.free, text) or not any(char.isalnum() for char in text):
            return FREE
        if self._among(self._soft, text) or text.endswith(self._language.soft_endings):
            return SOFT
        letter = len(text) == 1 and text.isascii() and text.isalpha() and not means
        if not in_subject and (letter or self._slipped(text)):
            return WEAK
        if not means:
            if self._among(self._weak, text):
                return WEAK
            if self._among(self._plain, text):
                return HARD
        if means or any(char.isdigit() for char in text):
            return HARD
        rarity = self._language.real_words.get(text)
        if rarity is None:
            return HARD if is_cjk(text) or self._is_form(text) else NAME
        if text.endswith(self._language.hard_endings):
            return HARD
        if rarity <= EVERYDAY:
            return SOFT
        return HARD if in_subject else REAL  # a word of the subject constrains

    def _is_form(self, text: str) -> bool:
        """Say whether a word is a real word with an ordinary ending."""
        plain = (text[: -len(ending)] for ending in self._language.endings if text.endswith(ending))
        return any(len(word) >= _FORMED and word in self._language.real_words for word in plain)

    def decides(self, text: str) -> bool:
        """Say whether a word constrains by what it is: a listed one, a superlative, one with digits."""
        listed = self._among(self._plain, text) or text.endswith(self._language.hard_endings)
        return listed or any(map(str.isdigit, text))

    def _slipped(self, text: str) -> bool:
        return any(OSA.distance(text, meant) == 1 for meant in self._slips.get("".join(sorted(text)), ()))

    def _among(self, words: frozenset[str], text: str) -> bool:
        """Say whether a word is one of these, or one of them with an ordinary ending."""
        return text in words or any(
            text.endswith(ending) and text[: -len(ending)] in words for ending in self._language.endings
        )
