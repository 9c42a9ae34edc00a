"""What a question constrains: who, which measure, when, how much, what is asked for, and how it is put."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import Protocol

from bot.factbase.models import Glossary, Kind, Measure, Modality
from bot.qa.languages import Language, available, language
from bot.qa.lexicon import FREE, HARD, Lexicon, Mention, Word
from bot.qa.normalization import clean, is_cjk, tokenize
from bot.qa.quantities import Quantity, read_quantities
from bot.qa.timespans import Timespan, read_timespans


class Ask(StrEnum):
    """What kind of thing is asked for."""

    QUANTITY = "quantity"
    AMOUNT = "amount"
    MONEY = "money"
    PERCENT = "percent"
    SHARE = "share"
    TIME = "time"
    PLACE = "place"
    AGENT = "agent"
    REASON = "reason"
    DURATION = "duration"
    MANNER = "manner"
    THING = "thing"


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing asked for, the words it was read from, and what is counted or chosen ("which carmaker")."""

    ask: Ask
    words: str
    head: tuple[str, ...] = ()
    at: int = 0
    """Position of the word that asks."""


@dataclass(frozen=True)
class Reading:
    """A question as read: its words, their meanings, and the slots that any answer has to hold."""

    text: str
    language: Language
    words: tuple[Word, ...]
    mentions: tuple[Mention, ...]
    asked: tuple[Asked, ...]
    timespans: tuple[Timespan, ...]
    quantities: tuple[Quantity, ...]
    verification: bool = False
    """Put as a statement to be confirmed, or as a yes-or-no question."""
    broad: bool = False
    comparison: bool = False
    definition: bool = False
    negated: bool = False
    modality: Modality = Modality.STATED
    happened: bool = False
    """Asks whether something did come about, not whether it was planned or possible."""
    pronoun: bool = False
    continues: bool = False
    chat: str | None = None
    about_self: bool = False
    """About the program, not about the world."""
    excluded: tuple[str, ...] = ()
    """Ids of entities that the question sets aside ("not just NEVs")."""

    @cached_property
    def entities(self) -> tuple[str, ...]:
        """Ids of the entities named, in order."""
        return tuple(dict.fromkeys(id for mention in self.mentions for id in mention.of("entity")))

    @cached_property
    def measures(self) -> tuple[str, ...]:
        """Ids of the measures named, in order."""
        return tuple(dict.fromkeys(id for mention in self.mentions for id in mention.of("measure")))

    @cached_property
    def concepts(self) -> tuple[str, ...]:
        """All concepts mentioned, in order, without repetition."""
        return tuple(dict.fromkeys(concept for mention in self.mentions for concept in mention.concepts))


class Reader:
    """Reads questions, and the texts of facts, over one glossary in every language there is a file for."""

    def __init__(self, glossary: Glossary, documents: Mapping[str, tuple[str, ...]] | None = None) -> None:
        """Read over a glossary, and over what people call the documents (by source id)."""
        self._glossary = glossary
        self._documents = documents or {}
        self._lexicons: dict[str, Lexicon] = {}
        self._patterns: dict[str, _Patterns] = {}
        self._taught: list[str] = []

    def lexicon(self, tag: str) -> Lexicon:
        """The lexicon of one language, made when first needed."""
        if tag not in self._lexicons:
            lexicon = Lexicon(self._glossary, language(tag), self._documents)
            for text in self._taught:
                lexicon.learn(text)
            self._lexicons[tag] = lexicon
            self._patterns[tag] = _Patterns(lexicon)
        return self._lexicons[tag]

    def teach(self, texts: Iterable[str]) -> None:
        """Take the words of these texts as correctly spelled, in every language."""
        for text in texts:
            self._taught.append(text)
            for lexicon in self._lexicons.values():
                lexicon.learn(text)

    def detect(self, text: str) -> str:
        """Tell the language of a text by its script and its function words; the default where nothing tells."""
        tokens = [token.text for token in tokenize(clean(text))]
        cjk = sum(len(token) for token in tokens if is_cjk(token))
        latin = sum(1 for token in tokens if token.isascii() and token.isalpha())
        tags = available()
        if cjk and "zh" in tags and cjk >= latin:
            return "zh"
        scores = {
            tag: sum(token in language(tag).function_words for token in tokens)
            for tag in tags
            if language(tag).segmented
        }
        return max(tags, key=lambda tag: scores.get(tag, -1)) if scores else tags[0]

    def read(self, text: str, tag: str | None = None, mend: bool = True) -> Reading:
        """Read a text in its language (told from the text where `tag` is None), mending misspellings if `mend`."""
        tag = tag or self.detect(text)
        lexicon = self.lexicon(tag)
        patterns = self._patterns[tag]
        lang = lexicon.language
        words = lexicon.words(patterns.unframed(lexicon.respell(clean(text))), mend)
        cleaned, places = _joined(words)
        turns = patterns.turns(cleaned)
        timespans = _settled(read_timespans(cleaned, lang), turns)
        quantities = read_quantities(cleaned, lang, tuple((span.start, span.end) for span in timespans))
        taken = frozenset(
            at
            for at, place in enumerate(places)
            if any(_meet(place, span) for span in timespans) or any(_meet(place, item) for item in quantities)
        )
        texts = tuple(word.text for word in words)
        dated = frozenset(at for at, place in enumerate(places) if any(_meet(place, span) for span in timespans))
        mentions, quantities = _parted(lexicon.mentions(words, dated), quantities, places)
        mentions, aside = patterns.set_aside(texts, patterns.either(texts, mentions))
        asked = patterns.asked(words, mentions, taken)
        said = tuple(
            Mention((sense,), len(words), len(words), cleaned[begin:stop], HARD) for sense, begin, stop in turns
        )
        mentions = (*_unbound(mentions, asked), *said)
        first = next((at for at, text in enumerate(texts) if text not in patterns.openers), len(texts))
        yes_no = first < len(texts) and texts[first] in lang.yes_no
        verification = patterns.verification.anywhere(texts) or (
            yes_no and not any(item.ask is not Ask.THING for item in asked)
        )
        return Reading(
            text=text,
            language=lang,
            words=words,
            mentions=mentions,
            asked=asked,
            timespans=timespans,
            quantities=quantities,
            verification=verification,
            broad=patterns.broad.anywhere(texts),
            comparison=patterns.comparison.anywhere(texts),
            definition=patterns.definition.anywhere(texts),
            negated=patterns.negation.anywhere(texts),
            modality=patterns.modality_of(texts),
            happened=patterns.asks_outcome(texts, verification),
            pronoun=any(text in lang.pronouns for text in texts),
            continues=patterns.continues.leads(texts),
            chat=patterns.chat_of(texts, mentions, bool(timespans or quantities)),
            about_self=patterns.about_self is not None and patterns.about_self.search(cleaned) is not None,
            excluded=aside,
        )


def _settled(timespans: Sequence[Timespan], turns: Sequence[tuple[str, int, int]]) -> tuple[Timespan, ...]:
    """Leave out spans inside a turn of phrase ("than last year"), and "this year" where the year is named as well."""
    outside = [span for span in timespans if not any(_meet((begin, stop), span) for _, begin, stop in turns)]
    named = any(span.year is not None for span in outside)
    return tuple(span for span in outside if not (span.relative and named))


def _unbound(mentions: Sequence[Mention], asked: Sequence[Asked]) -> tuple[Mention, ...]:
    """Free the words that only ask ("what percentage") from being constraints; they still tell facts apart."""
    asking = {at for item in asked for at in range(item.at, item.at + len(item.words.split()))}
    return tuple(
        replace(mention, weight=FREE) if asking.issuperset(range(mention.first, mention.last)) else mention
        for mention in mentions
    )


class _Placed(Protocol):
    """Something that stands at offsets of a text."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


def _meet(place: tuple[int, int], item: _Placed) -> bool:
    return place[0] < item.end and item.start < place[1]


def _parted(
    mentions: Sequence[Mention], quantities: Sequence[Quantity], places: Sequence[tuple[int, int]]
) -> tuple[tuple[Mention, ...], tuple[Quantity, ...]]:
    """Give each number to the name that it is part of ("three-door Cooper"), or keep it as a number."""
    kept: list[Mention] = []
    inside: set[int] = set()
    for mention in mentions:
        met = [
            at
            for at, item in enumerate(quantities)
            for place in places[mention.first : mention.last]
            if _meet(place, item)
        ]
        if met and mention.last - mention.first == 1:
            continue
        inside.update(met)
        kept.append(mention)
    return tuple(kept), tuple(item for at, item in enumerate(quantities) if at not in inside)


def _joined(words: Sequence[Word]) -> tuple[str, list[tuple[int, int]]]:
    """Set mended words together again, and say where each one stands."""
    pieces: list[str] = []
    places: list[tuple[int, int]] = []
    length = 0
    for word in words:
        before = word.token.before
        pieces.append(before + word.text)
        places.append((length + len(before), length + len(before) + len(word.text)))
        length += len(before) + len(word.text)
    return "".join(pieces), places


class _Phrases:
    """Set phrases, found as runs of words."""

    def __init__(self, phrases: Iterable[str], lexicon: Lexicon) -> None:
        self._root: dict[str, dict] = {}  # type: ignore[type-arg]  # a trie's node type is recursive
        for phrase in phrases:
            node = self._root
            for word in lexicon.words(lexicon.respell(clean(phrase)), mend=False):
                node = node.setdefault(word.text, {})
            node[""] = {}

    def spans(self, texts: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Yield where each longest phrase stands, as positions from and to."""
        at = 0
        while at < len(texts):
            end = self._end(texts, at)
            if end > at:
                yield at, end
            at = max(end, at + 1)

    def anywhere(self, texts: Sequence[str]) -> bool:
        """Say whether any phrase stands in the words."""
        return next(self.spans(texts), None) is not None

    def leads(self, texts: Sequence[str]) -> bool:
        """Say whether the words begin with a phrase."""
        return self._end(texts, 0) > 0

    def _end(self, texts: Sequence[str], start: int) -> int:
        node, best = self._root, start
        for at in range(start, len(texts)):
            following = node.get(texts[at])
            if following is None:
                break
            node = following
            if "" in node:
                best = at + 1
        return best


class _Patterns:
    """A language's set phrases, compiled once."""

    def __init__(self, lexicon: Lexicon) -> None:
        lang = lexicon.language
        self._lexicon = lexicon
        self._asks = {Ask(name): _Phrases(phrases, lexicon) for name, phrases in lang.asks.items()}
        self._question_words = frozenset(
            clean(phrase) for phrases in lang.asks.values() for phrase in phrases if " " not in phrase
        ) - frozenset(lang.percent_signs)
        self.verification = _Phrases(lang.verification, lexicon)
        self.broad = _Phrases(lang.broad, lexicon)
        self.comparison = _Phrases(lang.comparison, lexicon)
        self.definition = _Phrases(lang.definition, lexicon)
        self.negation = _Phrases(lang.negation, lexicon)
        self.happened = _Phrases(lang.happened, lexicon)
        self.continues = _Phrases(lang.continues, lexicon)
        self.reported = _Phrases(lang.reported, lexicon)
        self._perfect = re.compile(lang.perfect) if lang.perfect else None
        self.about_self = re.compile(lang.about_self) if lang.about_self else None
        self._turns = tuple((f"sense:{sense}", re.compile(pattern)) for sense, pattern in lang.patterns.items())
        self._exclusive = _Phrases(lang.exclusive, lexicon)
        self._modality = {Modality(name): _Phrases(phrases, lexicon) for name, phrases in lang.modality.items()}
        frames = "|".join(pattern.replace("{documents}", lang.periods.documents) for pattern in lang.frames)
        self._frames = re.compile(frames) if frames else None
        self._chat = {name: _Phrases(phrases, lexicon) for name, phrases in lang.chat.items()}
        self.openers: frozenset[str] = frozenset(clean(phrase) for phrase in lang.continues if " " not in phrase)

    def unframed(self, cleaned: str) -> str:
        """Leave out asides that constrain nothing."""
        return self._frames.sub(" ", cleaned) if self._frames is not None else cleaned

    def asked(self, words: Sequence[Word], mentions: Sequence[Mention], taken: frozenset[int]) -> tuple[Asked, ...]:
        """Find what is asked for: the longest asking phrases, those of one word only where no longer one covers it."""
        texts = [word.text for word in words]
        spans = sorted(
            ((start, end, ask) for ask, phrases in self._asks.items() for start, end in phrases.spans(texts)),
            key=lambda span: (span[0] - span[1], span[0]),
        )
        covered: set[int] = set()
        found: list[Asked] = []
        for start, end, ask in spans:
            positions = set(range(start, end))
            if positions & covered or positions <= taken:
                continue
            covered |= positions
            head = self._head(end, mentions) if ask in (Ask.QUANTITY, Ask.AMOUNT, Ask.THING) else ()
            found.append(Asked(ask, " ".join(texts[start:end]), head, start))
        found.sort(key=lambda item: item.at)
        if any(self._strong(item) and item.words != "what" for item in found):
            found = [item for item in found if self._strong(item)]
        if len(found) > 1:
            aside = [item for item in found if item.ask is Ask.TIME and self._subordinate(item, texts)]
            found = [item for item in found if item not in aside] or found
        return tuple(found)

    def _strong(self, asked: Asked) -> bool:
        """Say whether it asks with a question word, not with a noun ("the number of") alone."""
        return not self._question_words.isdisjoint(asked.words.split())

    def _subordinate(self, asked: Asked, texts: Sequence[str]) -> bool:
        """Say whether a bare "when" opens a clause of circumstance: no verb of a question follows it."""
        following = asked.at + len(asked.words.split())
        return (
            " " not in asked.words and following < len(texts) and texts[following] not in self._lexicon.language.yes_no
        )

    def turns(self, cleaned: str) -> tuple[tuple[str, int, int], ...]:
        """The meanings that turns of phrase carry, and where they stand in the cleaned text."""
        return tuple(
            (sense, match.start(), match.end()) for sense, pattern in self._turns if (match := pattern.search(cleaned))
        )

    @staticmethod
    def _head(end: int, mentions: Sequence[Mention]) -> tuple[str, ...]:
        """The concepts of what follows an asking phrase directly: the nouns of "which Chinese carmaker …"."""
        head: list[str] = []
        position = end
        for mention in mentions:
            if mention.first < end:
                continue
            if mention.first != position or len(head) > 6:
                break
            head.extend(mention.concepts)
            position = mention.last
            if any(mention.of("kind")):
                break
        return tuple(head)

    def either(self, texts: Sequence[str], mentions: Sequence[Mention]) -> tuple[Mention, ...]:
        """Make one mention of two names put as alternatives ("NEVs or all vehicles"): either one meets it."""
        joined: list[Mention] = []
        for mention in mentions:
            last = joined[-1] if joined else None
            if (
                last is not None
                and any(last.of("entity"))
                and any(mention.of("entity"))
                and " ".join(texts[last.last : mention.first]) in self._lexicon.language.alternatives
            ):
                text = " ".join(texts[last.first : mention.last])
                both = (*last.concepts, *mention.concepts)
                joined[-1] = Mention(both, last.first, mention.last, text, max(last.weight, mention.weight))
            else:
                joined.append(mention)
        return tuple(joined)

    def set_aside(
        self, texts: Sequence[str], mentions: Sequence[Mention]
    ) -> tuple[tuple[Mention, ...], tuple[str, ...]]:
        """Part the entities that a question sets aside ("not just NEVs") from what it is about."""
        ends = {end for _, end in self._exclusive.spans(texts)}
        aside = [mention for mention in mentions if mention.first in ends and next(mention.of("entity"), None)]
        kept = tuple(mention for mention in mentions if mention not in aside)
        return kept, tuple(id for mention in aside for id in mention.of("entity"))

    def asks_outcome(self, texts: Sequence[str], verification: bool) -> bool:
        """Say whether the words ask for what has come about, not for what was said or planned."""
        if self.reported.anywhere(texts):
            return False
        perfect = self._perfect is not None and self._perfect.search(" ".join(texts)) is not None
        return perfect or (verification and self.happened.anywhere(texts))

    def modality_of(self, texts: Sequence[str]) -> Modality:
        """How certain the question puts its claim; stated where no word says otherwise."""
        for modality, phrases in self._modality.items():
            if phrases.anywhere(texts):
                return modality
        return Modality.STATED

    def chat_of(self, texts: Sequence[str], mentions: Sequence[Mention], constrained: bool) -> str | None:
        """Name the small talk that the whole question is, if it is that."""
        if constrained or not texts or len(texts) > 12:
            return None
        for name, phrases in self._chat.items():
            covered: set[int] = set()
            for start, end in phrases.spans(texts):
                covered.update(range(start, end))
            if covered and not any(
                mention.weight > 0 and not covered >= set(range(mention.first, mention.last)) for mention in mentions
            ):
                rest = [text for at, text in enumerate(texts) if at not in covered]
                if all(text in self._lexicon.language.ignored for text in rest) and len(rest) <= 3:
                    return name
        return None


Relations = Mapping[str, frozenset[str]]


def ancestors(glossary: Glossary) -> Relations:
    """Map each entity, measure and kind id to itself and all that it is, is part of or belongs to."""
    parents: dict[str, tuple[str, ...]] = {}
    for entity in glossary.entities.values():
        parents[entity.id] = (*entity.is_a, *entity.part_of, *entity.belongs_to)
    others: tuple[Measure | Kind, ...] = (*glossary.measures.values(), *glossary.kinds.values())
    for item in others:
        parents.setdefault(item.id, item.is_a)
    closed: dict[str, frozenset[str]] = {}

    def close(id_: str, above: frozenset[str]) -> frozenset[str]:
        if id_ not in closed:
            seen = {id_}
            for parent in parents.get(id_, ()):
                if parent not in above:
                    seen |= close(parent, above | {id_})
            closed[id_] = frozenset(seen)
        return closed[id_]

    for id_ in parents:
        close(id_, frozenset())
    return closed
