"""The words that a fact base and a language give meaning to, found in tokens by longest match.

A concept is a string with its kind before the colon: `entity:`, `measure:`, `kind:`, `term:` (from the glossary),
`sense:` (from the language) or `stem:` (a word with no meaning given).
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence, Set
from functools import lru_cache
from itertools import pairwise
from sys import intern
from typing import NamedTuple

from mypy_extensions import mypyc_attr
from rapidfuzz.distance import OSA

from bot.factbase.models import Glossary
from bot.qa.gapped import Gapped
from bot.qa.languages import DEFAULT, Language, language
from bot.qa.languages.values import GAP
from bot.qa.mentions import FREE, HARD, NAME, REAL, SOFT, Mention, Word
from bot.qa.neighbours import EDGE, MARK, is_pair
from bot.qa.normalization import Token, clean, is_cjk, is_inflected, split, tokenize
from bot.qa.respelling import Respelling
from bot.qa.segmentation import Piece, Segmentation
from bot.qa.spelling import Spelling
from bot.qa.trie import Beginnings, Node
from bot.qa.weights import Weights


class _Sense(NamedTuple):
    """What one word alone means in a lexicon, worked out when it is first met."""

    weight: float
    node: Node | None
    """Where runs of words that begin with it go on."""
    meant: tuple[str, ...]
    """The concepts given to it."""
    cost: float
    """What it costs a fact to lack these."""
    concepts: tuple[str, ...]
    """The same, with its stem last."""
    stem: tuple[str, ...]
    """The concept of its stem alone."""
    decisive: bool
    """It always constrains, though it means nothing by itself."""


_ODD = (REAL, NAME)
_NOTHING: Set[str] = frozenset()
_SENSES = 100_000
"""How many words are kept with what they mean; what people type has no end."""
_OTHERS, _NEAR = 3, 60
"""How many other mendings of a text there are at most, and how much less likely they are, in centibels."""
BINDING = "!"
"""Ends a phrase of a language file that constrains although each of its words alone does not."""


@mypyc_attr(allow_interpreted_subclasses=True, serializable=True)
class Lexicon:
    """Everything that one language's questions over one fact base may name."""

    def __init__(
        self, glossary: Glossary, lang: Language, documents: Mapping[str, tuple[str, ...]] | None = None
    ) -> None:
        self.language = lang
        self._root = Node()
        self._spelling = Spelling(lang, Beginnings(lang, self._root))
        self._segmentation = Segmentation() if lang.segmented else Segmentation(lang.real_words, lang.sounds)
        self._before: dict[str, set[str]] = {}
        """The words of names by the word after them."""
        self._after: dict[str, set[str]] = {}
        """The same by the word before them."""
        self._gapped = Gapped()
        self._senses: dict[str, _Sense] = {}
        self._as_typed: dict[str, str] = {}
        """The stems of words that stand for themselves, as far as they were met."""
        self._respelling = Respelling(lang.spellings)
        self._weights = Weights(lang)
        self._decisive = frozenset(f"sense:{sense}" for sense in language(DEFAULT).decisive)
        tag = lang.tag
        for entity in glossary.entities.values():
            names = (entity.name, *entity.aliases, *entity.in_document)
            if tag != DEFAULT:
                names = tuple(
                    name for name in names if clean(name) not in self._weights.free
                )  # "van" is a verb elsewhere
            self._spelling.learn_capitals(clean(name) for name in names if name.isupper())
            self._add_all((*names, *self._named(entity.names_in, tag)), f"entity:{entity.id}")
        for measure in glossary.measures.values():
            self._add_all(
                (measure.name, *measure.aliases, *self._named(measure.names_in, tag)), f"measure:{measure.id}"
            )
        for kind in glossary.kinds.values():
            self._add_all((kind.name, *kind.aliases, *self._named(kind.names_in, tag)), f"kind:{kind.id}")
        for term in glossary.terms:
            self._add_all((*term.words, *self._named(term.names_in, tag)), f"term:{term.words[0]}")
        for source, names in (documents or {}).items():
            self._add_all(names, f"source:{source}")
        for sense, phrases in lang.synonyms.items():
            self._add_all(phrases, f"sense:{sense}")
        for phrase in self._grammar_words():
            for word in (parts := _split(phrase)):
                self._learn_word(word)
            self._spelling.neighbours.learn(map(" ".join, pairwise(parts)))
        for phrases in lang.asks.values():
            for phrase in phrases:
                self._segmentation.listen(phrase)
        for month in lang.periods.months:
            self._learn_word(month, subject=True)  # written with a capital, as names are
        for word in lang.real_words:
            if self._means(word, lang.stem_anew(word)):
                self._learn_word(word)  # every form of a word with a meaning is one to mend to

    @staticmethod
    def _named(names_in: Mapping[str, tuple[str, ...]], tag: str) -> tuple[str, ...]:
        # A name in another script is understood in every language: people mix them.
        return tuple(
            name for key, names in names_in.items() for name in names if key.split("-")[0] == tag or is_cjk(name)
        )

    def _grammar_words(self) -> Iterator[str]:
        lang = self.language
        yield from lang.ignored
        yield from lang.soft
        yield from lang.weak
        yield from lang.plain
        yield from lang.lead_words
        yield from lang.channels
        yield from lang.closings
        for phrases in (*lang.asks.values(), *lang.chat.values(), *lang.modality.values()):
            yield from phrases
        for group in (lang.verification, lang.broad, lang.comparison, lang.definition, lang.negation, lang.continues):
            yield from group
        for group in (lang.happened, lang.hedges, lang.exclusive, lang.inclusive, lang.percent_signs):
            yield from group
        yield from lang.yes_no
        yield from lang.pronouns
        yield from lang.numbers
        yield from lang.multipliers
        yield from lang.currencies
        yield from lang.periods.ordinals

    def _add_all(self, phrases: Iterable[str], concept: str) -> None:
        for phrase in phrases:
            self._add(phrase, concept)

    def _add(self, phrase: str, concept: str) -> None:
        subject = not concept.startswith("sense:")
        if GAP in phrase:
            first, last = (_split(part) for part in phrase.split(GAP, 1))
            for word in (*first, *last):
                self._learn_word(word, subject)
            self._gapped.add(tuple(map(self.language.stem, first)), tuple(map(self.language.stem, last)), concept)
            return
        words = _split(phrase) if "'" not in phrase else _split(self.respell(clean(phrase)))
        if not words:
            return
        node = self._root
        for word in words:
            self._learn_word(word, subject, telling=True)
            node = node.onward(self.language.stem(word))
        self._spelling.neighbours.learn(map(" ".join, pairwise(words)))
        if concept.startswith("entity:"):
            for left, right in pairwise(words):
                self._before.setdefault(right, set()).add(left)
                self._after.setdefault(left, set()).add(right)
        node.mean(concept, words)
        node.binding = node.binding or phrase.endswith(BINDING)

    def outline(self, texts: Iterable[str]) -> frozenset[str]:
        """Every concept that words of these texts, or runs of them, may stand for; marks between words are ignored."""
        text = "\n".join(texts)
        words = split(text)
        if self.language.linking or not all(map(str.isascii, words)):
            words = tuple(word.text for word in self.words(clean(text), mend=False))
        found: set[str] = set()
        for word in set(words):
            found.update(self._sense_of(word).concepts)
        for start, word in enumerate(words):
            node = self._sense_of(word).node
            at = start + 1
            while node is not None and node.children and at < len(words):
                node = node.children.get(self.language.stem(words[at]))
                at += 1
                if node is not None and node.concepts:
                    found.update(self._meant(node, words[start:at]))
        if self._gapped:
            found.update(self._gapped.outline({self.language.stem(word) for word in words}))
        return frozenset(found)

    def learn(self, words: Iterable[str]) -> None:
        """Take words as correctly spelled, and pairs of words to stand side by side."""
        self._as_typed.clear()
        for word in words:
            if is_pair(word):
                self._spelling.neighbours.learn((word,))
            elif not is_cjk(word):  # a run of free text is no word; only the glossary and the language have such
                self._spelling.use(word)

    def _learn_word(self, word: str, subject: bool = False, telling: bool = False) -> None:
        self._spelling.learn(word, subject)
        self._segmentation.learn(word, subject, telling)

    def respell(self, cleaned: str, words: Set[str] | None = None) -> str:
        """Write out the language's chat spellings and contractions, and its years in digits.

        `words` are the `words_in` the text, where they are known.
        """
        if (years := self.language.numeral_years) is not None:
            numerals = self.language.numerals
            cleaned = years.sub(lambda match: "".join(str(numerals[char]) for char in match.group()), cleaned)
            words = None
        return self._respelling.write_out(cleaned, words)

    def words(
        self,
        cleaned: str,
        mend: bool = True,
        names: Container[str] = (),
    ) -> tuple[Word, ...]:
        """Split a cleaned text into words; misspelled words are mended to what they most likely stand for if `mend`.

        `names` are words written as names are.
        """
        words: list[Word] = []
        as_typed = self._as_typed
        tokens = tokenize(cleaned)
        cut = list(map(Piece, tokens) if cleaned.isascii() else self._segmentation.segmented(tokens, mend))
        for at, (token, slip) in enumerate(cut):
            text = token.text
            stem = as_typed.get(text)
            if slip is not None:
                words.extend(self._replaced(token, (slip,), text))
            elif stem is not None and text not in names:
                words.append(Word(text, stem, token))
            else:
                left = MARK if token.breaks else words[-1].text if words else EDGE
                after = cut[at + 1].token if at + 1 < len(cut) else None
                right = EDGE if after is None else MARK if after.breaks else after.text
                words.extend(self._spelled(token, mend, text in names, left, right))
        return tuple(self._as_named(words) if mend else words)

    def _spelled(self, token: Token, mend: bool, name: bool, left: str, right: str) -> list[Word]:
        """The words that stand for a token, written as a `name` is, and mended if `mend`."""
        text = token.text
        if self.language.linking and (pieces := self._pieces(text)):
            return self._replaced(token, pieces)
        if mend and (meant := self._spelling.mended(text, name, left, right)):
            return self._replaced(token, meant, text)
        stem = self.language.stem(text)
        if mend and not name and self._spelling.stands_alone(text):
            if len(self._as_typed) > _SENSES:
                self._as_typed.clear()
            self._as_typed[text] = stem
        return [Word(text, stem, token)]

    def may_misread(self, words: Iterable[str]) -> bool:
        """Say whether any word of a text that was read may stand for another."""
        return not self._as_typed.keys() >= set(words)

    def otherwise(self, words: Sequence[Word], names: Container[str] = ()) -> list[list[Word]]:
        """The same words with one of them mended to something else that is about as likely; the likeliest first."""
        found: list[tuple[int, int, str]] = []
        for at, word in enumerate(words):
            typed = word.typed or word.text
            if typed in self._as_typed and typed not in names:
                continue
            before = words[at - 1] if at else None
            after = words[at + 1] if at + 1 < len(words) else None
            if any(beside is not None and beside.token.start == word.token.start for beside in (before, after)):
                continue  # it is one of two that were run together
            left = EDGE if before is None else MARK if word.token.breaks else before.text
            right = EDGE if after is None else MARK if after.token.breaks else after.text
            likely = self._spelling.others(typed, typed in names, left, right)
            least = next((cost for cost, meant in likely if meant == word.text), likely[0][0] if likely else 0)
            weight = self._sense(word).weight
            if word.typed is None and weight != HARD:
                weight = FREE  # it is none that the base knows
            for cost, meant in likely:
                if cost <= least + _NEAR and meant != word.text and self._sense_of(meant).weight >= weight:
                    found.append((cost - least, at, meant))
        return [
            [*words[:at], *self._replaced(words[at].token, (meant,)), *words[at + 1 :]]
            for _, at, meant in sorted(found)[:_OTHERS]
        ]

    def _as_named(self, words: list[Word]) -> list[Word]:
        """Mend words of the language that stand where a name has one spelled much like them ("grate wall")."""
        found: list[Word] = []
        for at, word in enumerate(words):
            if not self._may_be_slip(word):
                found.append(word)
                continue
            after = self._after.get(words[at - 1].text, _NOTHING) if at else _NOTHING
            before = self._before.get(words[at + 1].text, _NOTHING) if at + 1 < len(words) else _NOTHING
            found.extend(self._named_between(word, after | before) if after or before else (word,))
        return found

    def _may_be_slip(self, word: Word) -> bool:
        """Say whether a word is none that a name of the subject may do without."""
        if word.typed is not None:
            return not self._spelling.in_subject(word.text)
        return self._sense(word).weight in _ODD

    def _named_between(self, word: Word, beside: Set[str]) -> Sequence[Word]:
        """What a word is mended to where these stand in names `beside` its neighbours, if it is."""
        text = word.typed or word.text
        if word.text in beside or len(text) < 3 or not text.isalpha():
            return (word,)
        limit = 1 if len(text) < 5 else 2
        if word.typed:
            limit = min(limit, OSA.distance(text, word.text))
        meant = [known for known in sorted(beside) if OSA.distance(text, known, score_cutoff=limit) <= limit]
        return self._replaced(word.token, meant, text) if len(meant) == 1 else (word,)

    def names(self, text: str) -> bool:
        """Say whether a word stands in a name of the glossary, or is a word of the language at large."""
        return self._spelling.in_subject(text) or text in self.language.real_words

    def _replaced(self, token: Token, pieces: Sequence[str], typed: str | None = None) -> list[Word]:
        """The words that stand for one token."""
        return [
            Word(
                piece,
                self.language.stem(piece),
                Token(piece, token.start, token.end, token.before if at == 0 else " "),
                typed,
            )
            for at, piece in enumerate(pieces)
        ]

    def _pieces(self, text: str) -> tuple[str, ...]:
        """The words of a compound, the name in a genitive, an infinitive without what is put into it; or nothing."""
        if len(text) < 5 or not text.isalpha() or self._means(text) or self._spelling.in_subject(text):
            return ()
        if self.language.split_infinitive and (parted := self.language.split_infinitive.fullmatch(text)):
            return ("".join(parted.groups()),)
        if text.endswith("s") and self._means(text[:-1]):
            return (text[:-1],)
        for cut in range(len(text) - 4, 3, -1):
            left, right = text[:cut], text[cut:]
            for link in self.language.linking:
                stem = left.removesuffix(link)
                if left.endswith(link) and len(stem) >= 4 and self._means(right) and self._means(stem):
                    return stem, right
        return ()

    def _means(self, text: str, stem: str | None = None) -> bool:
        node = self._root.children.get(stem or self.language.stem(text))
        return node is not None and bool(node.concepts)

    def mentions(self, words: Sequence[Word], skip: frozenset[int] = frozenset()) -> tuple[Mention, ...]:
        """Find the meanings in words, longest first from the left; words at the `skip` positions are passed over."""
        found: list[Mention] = []
        senses = [self._sense(word) for word in words]
        at = 0
        while at < len(words):
            if at in skip:
                at += 1
                continue
            sense = senses[at]
            end, concepts, binding = at + bool(sense.meant), sense.meant, False
            if sense.node is not None and sense.node.children:
                end, concepts, binding = self._longest(words, senses, at, skip)
                if (
                    end > at + 1
                    and not binding
                    and sense.weight == FREE
                    and self._reach(words, senses, at + 1, skip) > end
                ):
                    end = at  # "the US report" is not "the US"
            if end == at + 1:
                found.append(Mention(concepts, at, end, words[at].typed or words[at].text, sense.cost))
                at = end
            elif end > at:
                found.append(self._mention(words, at, end, concepts, binding))
                at = end
            else:
                weight = sense.weight
                if weight == REAL and found and found[-1].last == at and any(found[-1].of("entity")):
                    weight = HARD  # it goes on a name: another model, another company
                if weight > FREE:
                    text = words[at].text
                    found.append(Mention(sense.stem, at, at + 1, text, weight, (), sense.decisive and weight >= HARD))
                at += 1
        return tuple(self._gapped.bridged(words, found) if self._gapped else found)

    def _sense(self, word: Word) -> _Sense:
        return self._senses.get(word.text) or self._sense_of(word.text)

    def _sense_of(self, text: str) -> _Sense:
        sense = self._senses.get(text)
        if sense is None:
            if len(self._senses) > _SENSES:
                self._senses.clear()
            stem = self.language.stem(text)
            node = self._root.children.get(stem)
            meant = self._meant(node, (text,)) if node is not None else ()
            concept = (f"stem:{stem}",)
            weight = self._weights.of(text, node is not None and bool(node.concepts), self._spelling.in_subject(text))
            cost = self._cost(meant, weight) if meant and node is not None and not node.binding else HARD
            concepts = (*meant, *concept)
            decisive = self._weights.decides(text)
            sense = self._senses[text] = _Sense(weight, node, meant, cost, concepts, concept, decisive)
        return sense

    def _reach(self, words: Sequence[Word], senses: Sequence[_Sense], start: int, skip: frozenset[int]) -> int:
        if start >= len(words) or start in skip or senses[start].node is None:
            return start
        return self._longest(words, senses, start, skip)[0]

    def _longest(
        self, words: Sequence[Word], senses: Sequence[_Sense], start: int, skip: frozenset[int]
    ) -> tuple[int, tuple[str, ...], bool]:
        """Find the longest run of words from `start` that has a meaning; one that ends at `start` has none.

        Return where it ends, what it means, and whether it binds though its words alone do not.
        """
        first = senses[start]
        node = first.node
        assert node is not None  # noqa: S101 - narrows the type for mypy
        best, meant, binding = start + bool(first.meant), first.meant, node.binding
        at = start + 1
        while at < len(words) and at not in skip and node.children and not words[at].token.breaks:
            following = node.children.get(words[at].stem)
            if following is None:
                break
            node = following
            at += 1
            concepts = self._meant(node, [word.text for word in words[start:at]]) if node.concepts else ()
            if concepts:
                best, meant, binding = at, concepts, node.binding
        return best, meant, binding

    def _meant(self, node: Node, words: Sequence[str]) -> tuple[str, ...]:
        """The concepts at a node that these very words may stand for."""
        meant = tuple(
            concept
            for concept in node.concepts
            if any(self._same(concept, words, form) for form in node.forms[concept])
        )
        if len(meant) > 1 and any(concept.startswith("entity:") for concept in meant):
            # A name just as it is written is no other word of its stem (a Miller does not mill).
            written = tuple(words)
            return tuple(concept for concept in meant if written in node.forms[concept]) or meant
        return meant

    def _same(self, concept: str, words: Sequence[str], form: tuple[str, ...]) -> bool:
        for word, written in zip(words, form, strict=True):
            if word == written:
                continue
            if concept.startswith("entity:"):
                if not is_inflected(word, written, self.language.inflections):
                    return False
            elif (word in self._weights.free) != (written in self._weights.free):
                return False
        return True

    def _mention(
        self, words: Sequence[Word], start: int, end: int, concepts: tuple[str, ...], binding: bool
    ) -> Mention:
        """The mention that a run of several words is."""
        text = " ".join(word.typed or word.text for word in words[start:end])
        if binding or concepts[0].startswith("measure:") or any(map(str.isdecimal, text)):
            weight = HARD  # the whole name of a measure, however common its words, or a figure ("100 %")
        else:
            weight = self._cost(concepts, max(self._sense(word).weight for word in words[start:end]))
        parts: tuple[tuple[str, ...], ...] = ()
        if concepts[0].startswith(("entity:", "term:")):
            parts = tuple(self.concepts_of(word) for word in words[start:end] if self._sense(word).weight > FREE)
        if concepts[0].startswith("entity:") and (
            len(parts) < 2 or not any(part[0].startswith("entity:") for part in parts)
        ):
            parts = ()  # "developing countries" are not met by some countries that develop, "used boats" not by boats
        return Mention(concepts, start, end, text, weight, parts)

    def _cost(self, concepts: tuple[str, ...], weight: float) -> float:
        """What it costs a fact to lack what words mean, the weightiest of which is of this weight."""
        if concepts[0].startswith("source:") or any(concept.startswith("entity:") for concept in concepts):
            return HARD
        if concepts[0].startswith("kind:"):
            return min(weight, SOFT if len(concepts) == 1 else REAL)  # a boss is more than a person
        if not self._decisive.isdisjoint(concepts):
            return HARD
        return min(weight, REAL if concepts[0].startswith("sense:") else HARD)

    def concepts_of(self, word: Word) -> tuple[str, ...]:
        """The meanings of one word alone, with its stem last."""
        return self._sense(word).concepts


@lru_cache(maxsize=100_000)
def _split(text: str) -> tuple[str, ...]:
    """The words of a text; the glossary's are split once for all languages."""
    return tuple(map(intern, split(text)))
