"""Tells the language of a text: by its script, its function words, and the words that only one language has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from mypy_extensions import mypyc_attr

from bot.factbase.models import Glossary
from bot.qa.languages import DEFAULT, Language, available, language
from bot.qa.lexicon import Lexicon
from bot.qa.normalization import clean, is_cjk, tokenize


@mypyc_attr(allow_interpreted_subclasses=True, serializable=True)
class Detector:
    """Tells languages over one glossary, whose names tell the language of key words."""

    def __init__(self, glossary: Glossary) -> None:
        self._glossary = glossary
        self._own: Mapping[str, tuple[str, ...]] | None = None

    def language_of(self, texts: Sequence[str], usual: Lexicon) -> str:
        """Return the tag of the language that words are of, the default one where nothing tells.

        `usual` is the lexicon of the default language.
        """
        unspaced = _unspaced()
        if unspaced and not all(text.isascii() for text in texts):
            cjk = sum(len(text) for text in texts if is_cjk(text))
            latin = sum(1 for text in texts if text.isascii() and text.isalpha())
            if cjk and cjk >= latin and len(unspaced) == 1:
                return unspaced[0]
            if cjk and cjk >= latin:
                whole = "".join(texts)
                return max(unspaced, key=lambda tag: sum(word in whole for word in language(tag).function_words))
        tellers, order = _tellers()
        told = [tag for text in texts if text in tellers for tag in tellers[text]]
        others = len(told) - told.count(DEFAULT)
        leading = sorted(map(told.count, order), reverse=True)
        if not others or others == told.count(DEFAULT) or leading[:1] == leading[1:2]:  # the words told no one language
            own = self._own_words(usual)
            told += [tag for text in texts if text in own for tag in own[text]]
        if not told:  # key words: words at large that are of no other language than theirs
            strange = [text for text in texts if len(text) > 3 and text.isalpha() and not usual.names(text)]
            told = [tag for text in strange for tag in order if text in language(tag).real_words]
            if told and 2 * max(map(told.count, order)) <= len(strange):
                return DEFAULT  # misspelled, most of them
        return max(order, key=told.count)

    def _own_words(self, usual: Lexicon) -> Mapping[str, tuple[str, ...]]:
        """The words in which only other languages name the subject, with the languages: key words tell them."""
        if self._own is None:
            self._own = self._find_own_words(usual)
        return self._own

    def _find_own_words(self, usual: Lexicon) -> Mapping[str, tuple[str, ...]]:
        glossary = self._glossary
        # A name misspelled may be so in any language.
        names = (token.text for item in glossary.entities.values() for token in tokenize(clean(item.name)))
        slips = {short for name in names if len(name) > 3 for short in _shortened(name)}
        named = [item.names_in for item in glossary.entities.values()]
        named += [item.names_in for group in (glossary.measures, glossary.kinds) for item in group.values()]
        named += [term.names_in for term in glossary.terms]
        own: dict[str, tuple[str, ...]] = {}
        for tag in _tellers()[1]:
            if tag == DEFAULT:
                continue
            texts = [name for names_in in named for name in names_in.get(tag, ())]
            texts += _everyday(language(tag))
            for word in sorted({token.text for token in tokenize(clean(" | ".join(texts)))}):
                if len(word) <= 2 or usual.names(word) or word in usual.language.spellings:
                    continue
                if slips.isdisjoint(_shortened(word)):
                    own[word] = (*own.get(word, ()), tag)
        return own


def _shortened(word: str) -> set[str]:
    """A word, and it without each of its letters: words that share one of these differ by a slip or two."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def told_language(words: Sequence[str]) -> str | None:
    """Return the tag of the language that function words among these tell; None where there are none."""
    tellers, order = _tellers()
    told = [tag for word in words if word in tellers for tag in tellers[word]]
    return max(order, key=told.count) if told else None


def other_language(word: str) -> str | None:
    """Return the tag of the language that alone has a word which the default one has not, whatever stands around it."""
    if word in language(DEFAULT).real_words:
        return None
    having = [tag for tag in _tellers()[1] if word in language(tag).real_words]
    return having[0] if len(having) == 1 else None


@cache
def _unspaced() -> tuple[str, ...]:
    """The languages whose words are not set apart."""
    return tuple(tag for tag in available() if not language(tag).segmented)


@cache
def _tellers() -> tuple[Mapping[str, tuple[str, ...]], tuple[str, ...]]:
    """The languages that each function word tells of, and all that are told by such, the default one first."""
    order = tuple(tag for tag in available() if language(tag).segmented)
    words = {word for tag in order for word in language(tag).function_words}
    return {word: tuple(tag for tag in order if word in language(tag).function_words) for word in words}, order


def _everyday(lang: Language) -> Iterator[str]:
    """The everyday words of a language that carry a meaning, and its names of months and parts of the year."""
    for phrases in lang.synonyms.values():
        yield from phrases
    yield from lang.periods.months
    yield from lang.periods.ordinals
