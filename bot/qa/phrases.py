"""Set phrases of a language: what they ask for, and how they put a question."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace
from typing import Any

from mypy_extensions import mypyc_attr

from bot.factbase.models import Modality
from bot.qa.lexicon import Lexicon
from bot.qa.mentions import FREE, SOFT, Mention, Word
from bot.qa.normalization import clean
from bot.qa.sieve import Sieve, Sieved, SievedAlternatives, branches, words_in
from bot.qa.slots import Ask, Asked

_HEADED = frozenset({Ask.QUANTITY, Ask.AMOUNT, Ask.NAME, Ask.THING})
"""What is asked for with a noun behind it ("how many ferries", "which ferry")."""
_MODALITIES = tuple((f"modality:{item.value}", item) for item in Modality)
_ASKS = tuple((f"ask:{ask.value}", ask) for ask in Ask)

Found = Mapping[str, Sequence[tuple[int, int]]]
"""Where set phrases stand in the words, as positions from and to, by the name of their set."""


@mypyc_attr(allow_interpreted_subclasses=True, serializable=True)
class Phrases:
    """All set phrases of a language in one trie, found in one pass."""

    def __init__(self, sets: Mapping[str, Iterable[str]], lexicon: Lexicon) -> None:
        self._root: dict[str, Any] = {}  # a trie: what follows by word, and at "" the sets that a phrase is of
        shared: dict[tuple[str, ...], tuple[str, ...]] = {}
        for name, phrases in sets.items():
            for phrase in phrases:
                node = self._root
                for word in lexicon.words(lexicon.respell(clean(phrase)), mend=False):
                    node = node.setdefault(word.text, {})
                names: tuple[str, ...] = node.get("", ())
                if name not in names:
                    names = (*names, name)
                    node[""] = shared.setdefault(names, names)

    def find(self, texts: Sequence[str]) -> Found:
        """Find the longest phrase of every set from each word on; those of one set do not overlap."""
        found: dict[str, list[tuple[int, int]]] = {}
        for start, text in enumerate(texts):
            node = self._root.get(text)
            if node is None:
                continue
            at, longest = start + 1, dict[str, int]()
            while node is not None:
                for name in node.get("", ()):
                    longest[name] = at
                node = node.get(texts[at]) if at < len(texts) else None
                at += 1
            for name, end in longest.items():
                spans = found.setdefault(name, [])
                if not spans or spans[-1][1] <= start:
                    spans.append((start, end))
        return found


@mypyc_attr(allow_interpreted_subclasses=True, serializable=True)
class Patterns:
    """A language's set phrases, compiled once."""

    def __init__(self, lexicon: Lexicon) -> None:
        lang = lexicon.language
        self._lexicon = lexicon
        self._question_words = frozenset(
            clean(phrase) for phrases in lang.asks.values() for phrase in phrases if " " not in phrase
        ) - frozenset(lang.percent_signs)
        self._phrases = Phrases(
            {
                **{f"ask:{name}": phrases for name, phrases in lang.asks.items()},
                **{f"modality:{name}": phrases for name, phrases in lang.modality.items()},
                **{f"chat:{name}": phrases for name, phrases in lang.chat.items()},
                "verification": lang.verification,
                "broad": lang.broad,
                "comparison": lang.comparison,
                "definition": lang.definition,
                "negation": lang.negation,
                "happened": lang.happened,
                "continues": lang.continues,
                "reported": lang.reported,
                "exclusive": lang.exclusive,
                "inclusive": lang.inclusive,
                "hedges": [phrase for phrase in lang.hedges if " " in phrase],
            },
            lexicon,
        )
        self._perfect = Sieved(lang.perfect) if lang.perfect else None
        self._tag_question = re.compile(lang.tag_question) if lang.tag_question else None
        self._priced = Sieved(lang.priced) if lang.priced else None
        self._about_self = Sieved(lang.about_self) if lang.about_self else None
        turns = [(sense, branch) for sense, pattern in lang.patterns.items() for branch in branches(pattern)]
        self._turns = tuple((f"sense:{sense}", re.compile(branch)) for sense, branch in turns)
        self._turning = Sieve([branch for _, branch in turns])
        self._frames = SievedAlternatives(
            [pattern.replace("{documents}", lang.periods.documents) for pattern in lang.frames]
        )
        self.openers: frozenset[str] = frozenset(clean(phrase) for phrase in lang.continues if " " not in phrase)

    def prepare(self) -> None:
        """Compile what the first texts would else wait for."""
        self._frames.prepare()

    def find(self, texts: Sequence[str]) -> Found:
        """Find all set phrases in the words."""
        return self._phrases.find(texts)

    def unframed(self, cleaned: str, words: Set[str] | None = None) -> str:
        """Leave out asides that constrain nothing; `words` are the `words_in` the text, where they are known."""
        return self._frames.sub(" ", cleaned, words_in(cleaned) if words is None else words)

    def is_tagged(self, text: str) -> bool:
        """Say whether a text ends in words that make a statement a question ("…, or not?")."""
        return self._tag_question is not None and self._tag_question.search(text) is not None

    def is_about_self(self, cleaned: str, words: Set[str]) -> bool:
        """Say whether the question is about the program itself; `words` are the `words_in` the text."""
        return self._about_self is not None and self._about_self.search(cleaned, words) is not None

    def asked(
        self, found_phrases: Found, words: Sequence[Word], mentions: Sequence[Mention], taken: frozenset[int]
    ) -> tuple[Asked, ...]:
        """Find what is asked for: the longest asking phrases, those of one word only where no longer one covers it."""
        texts = [word.text for word in words]
        spans = sorted(
            ((start, end, ask) for name, ask in _ASKS if name in found_phrases for start, end in found_phrases[name]),
            key=lambda span: (span[0] - span[1], span[0]),
        )
        covered: set[int] = set()
        found: list[Asked] = []
        yes_no = bool(texts) and texts[0] in self._lexicon.language.yes_no and self._question_words.isdisjoint(texts)
        for start, end, ask in spans:
            positions = set(range(start, end))
            noun = self._question_words.isdisjoint(texts[start:end])
            named = noun and start > 0 and texts[start - 1] in self._lexicon.language.naming
            if positions & covered or positions <= taken or named or (noun and yes_no):
                continue
            if noun and (start in taken or end in taken or _cut(start, end, mentions)):
                continue
            covered |= positions
            head = self._head(start, self._counted(end, texts), mentions) if ask in _HEADED else ()
            found.append(Asked(ask, " ".join(texts[start:end]), head, start))
        found.sort(key=lambda item: item.at)
        if any(self._strong(item) and item.words not in self._lexicon.language.vague for item in found):
            rated = any(item.ask is Ask.PERCENT for item in found)  # "how high was it in percent?"
            found = [item for item in found if self._strong(item)]
            rate = (Ask.AMOUNT, Ask.SHARE) if rated else ()
            found = [replace(item, ask=Ask.PERCENT) if item.ask in rate else item for item in found]
        if len(found) > 1 and self._lexicon.language.few:
            found = [item for item in found if item.words not in self._lexicon.language.few] or found
        relatives = self._lexicon.language.relatives
        found = [
            item
            for item in found
            if not _relative(item, words, mentions)
            and not (item.words in relatives and _goes_on(item.at, words, mentions, self._lexicon.language.joining))
        ]
        confirmed = "verification" in found_phrases or (bool(texts) and texts[0] in self._lexicon.language.yes_no)
        if len(found) > 1 or confirmed:
            aside = [item for item in found if item.ask is Ask.TIME and self._subordinate(item, texts)]
            left = [item for item in found if item not in aside]
            found = left if left or confirmed else found
        return tuple([self._named_asked(item, texts, mentions) or item for item in found])

    def _named_asked(self, asked: Asked, texts: Sequence[str], mentions: Sequence[Mention]) -> Asked | None:
        """What is asked for by its name ("what was the reason"), or the figure, of a measure ("… the length of")."""
        lang, at = self._lexicon.language, asked.at + 1
        if asked.words not in lang.vague or at >= len(texts) or texts[at] not in lang.yes_no:
            return None
        named = next((mention for mention in mentions if mention.first > at and mention.weight > FREE), None)
        if named is None or named.first > at + 2:
            return None
        if not lang.ignored.issuperset((*texts[at + 1 : named.first], *texts[named.last : named.last + 1])):
            return None
        if named.tagged("measure") and named.weight > SOFT:
            return Asked(Ask.AMOUNT, named.text, at=named.first)
        return replace(asked, head=named.concepts) if named.concept.startswith("stem:") else None

    def _strong(self, asked: Asked) -> bool:
        """Say whether it asks with a question word, not with a noun ("the number of") alone."""
        return not self._question_words.isdisjoint(asked.words.split())

    def _subordinate(self, asked: Asked, texts: Sequence[str]) -> bool:
        """Say whether a bare "when" opens a clause of circumstance: no verb of a question follows it."""
        following = asked.at + len(asked.words.split())
        return (
            " " not in asked.words and following < len(texts) and texts[following] not in self._lexicon.language.yes_no
        )

    def priced(
        self, asked: tuple[Asked, ...], cleaned: str, contained: Set[str], places: Sequence[tuple[int, int]]
    ) -> tuple[Asked, ...]:
        """Let a word ask for a sum of money, where what follows it is of money ("what … cost")."""
        if self._priced is None or not asked:
            return asked
        summed = {match.start() for match in self._priced.finditer(cleaned, contained)}
        return tuple([replace(item, ask=Ask.MONEY) if places[item.at][0] in summed else item for item in asked])

    def turns(self, cleaned: str, words: Set[str]) -> tuple[tuple[str, int, int], ...]:
        """The meanings that turns of phrase carry, and where they stand; `words` are the `words_in` the text.

        What carries it are the groups of a pattern whose names begin with `word`, or else all of it.
        """
        first: dict[str, re.Match[str]] = {}
        for place in self._turning.open(cleaned, words):
            sense, pattern = self._turns[place]
            match = pattern.search(cleaned)
            if match is not None and (sense not in first or match.start() < first[sense].start()):
                first[sense] = match
        return tuple([(sense, *match.span(_telling_group(match))) for sense, match in first.items()])

    def _counted(self, at: int, texts: Sequence[str]) -> int:
        """Where what is asked for begins behind a number of them ("which two ferries")."""
        numbered = at < len(texts) and (texts[at].isdecimal() or texts[at] in self._lexicon.language.numbers)
        return at + 1 if numbered else at

    def _head(self, start: int, end: int, mentions: Sequence[Mention]) -> tuple[str, ...]:
        """The concepts of what follows an asking phrase directly: the nouns of "which Welsh harbour …".

        Where words are not set apart, the phrase may be one word with the noun that it counts by.
        """
        head: list[str] = []
        if not self._lexicon.language.segmented:
            inside = [mention for mention in mentions if start <= mention.first and mention.last <= end]
            head += [concept for mention in inside for concept in mention.tagged("kind")]
        position = end
        for mention in mentions:
            if mention.first < end:
                continue
            if mention.first != position or len(head) > 6:
                break
            if not self._lexicon.language.segmented and not mention.concept.startswith(("entity:", "kind:")):
                break  # no small word ends the run there
            head.extend(mention.concepts)
            position = mention.last
            if any(mention.of("kind")):
                break
        return tuple(head)

    def either(self, texts: Sequence[str], mentions: Sequence[Mention]) -> tuple[Mention, ...]:
        """Make one mention of two names put as alternatives ("ferries or all ships"): either one meets it."""
        joined: list[Mention] = []
        for mention in mentions:
            last = joined[-1] if joined else None
            if (
                last is not None
                and last.tagged("entity")
                and mention.tagged("entity")
                and " ".join(texts[last.last : mention.first]) in self._lexicon.language.alternatives
            ):
                text = " ".join(texts[last.first : mention.last])
                both = (*last.concepts, *mention.concepts)
                joined[-1] = Mention(both, last.first, mention.last, text, max(last.weight, mention.weight))
            else:
                joined.append(mention)
        return tuple(joined)

    def set_aside(
        self, found: Found, texts: Sequence[str], mentions: Sequence[Mention]
    ) -> tuple[tuple[Mention, ...], tuple[str, ...], tuple[str, ...]]:
        """Part the entities that a question leaves out ("other than ferries"), or goes beyond ("not just ferries")."""
        kept = tuple(mentions)
        if "exclusive" not in found and "inclusive" not in found:
            return kept, (), ()
        parted: list[tuple[str, ...]] = []
        for phrases in ("exclusive", "inclusive"):
            ends: set[int] = set()
            for _, end in found.get(phrases, ()):
                ends.add(end)
                while end < len(texts) and texts[end] in self._lexicon.language.ignored:
                    end += 1
                    ends.add(end)
            aside = [mention for mention in kept if mention.first in ends and next(mention.of("entity"), None)]
            kept = tuple(mention for mention in kept if mention not in aside)
            parted.append(tuple(id for mention in aside for id in mention.of("entity")))
        # "Besides a Welsh pilot, what is needed in Wales?" sets a pilot aside, and not Wales.
        named = {id for mention in kept for id in mention.of("entity")}
        excluded, beyond = (tuple(id for id in ids if id not in named) for ids in parted)
        return kept, excluded, beyond

    def asks_outcome(self, found: Found, texts: Sequence[str], verification: bool) -> bool:
        """Say whether the words ask for what has come about, not for what was said or planned."""
        if "reported" in found:
            return False
        perfect = self._perfect is not None and self._perfect.search(" ".join(texts), frozenset(texts)) is not None
        return perfect or (verification and "happened" in found)

    @staticmethod
    def modality_of(found: Found) -> Modality:
        """How certain the question puts its claim; stated where no word says otherwise."""
        return next((item for name, item in _MODALITIES if name in found), Modality.STATED)

    def chat_of(
        self,
        found: Found,
        texts: Sequence[str],
        mentions: Sequence[Mention],
        asked: Sequence[Asked],
        constrained: bool,
    ) -> str | None:
        """Name the small talk that the whole question is, if it is that."""
        if constrained or not texts or len(texts) > 12:
            return None
        for name in self._lexicon.language.chat:
            covered = {at for start, end in found.get(f"chat:{name}", ()) for at in range(start, end)}
            if any(item.at not in covered for item in asked):
                continue  # "cool, which ones?"
            if covered and not any(
                mention.weight > 0 and not covered >= set(range(mention.first, mention.last)) for mention in mentions
            ):
                rest = [text for at, text in enumerate(texts) if at not in covered]
                if all(text in self._lexicon.language.ignored for text in rest) and len(rest) <= 3:
                    return name
        return None


def _telling_group(match: re.Match[str]) -> str | int:
    """The group that carries what a turn of phrase means; 0 for all of it."""
    return next((name for name, text in match.groupdict().items() if text and name.startswith("word")), 0)


def _relative(asked: Asked, words: Sequence[Word], mentions: Sequence[Mention]) -> bool:
    """Say whether a bare "who" says more of the noun right before it ("the makers who build them")."""
    if asked.ask is not Ask.AGENT or " " in asked.words or words[asked.at].token.breaks:
        return False
    return any(
        mention.last == asked.at and (mention.tagged("kind") or mention.tagged("entity")) for mention in mentions
    )


def _goes_on(at: int, words: Sequence[Word], mentions: Sequence[Mention], joining: frozenset[str]) -> bool:
    """Say whether a word that asks says more of the noun before it ("boats which sail", "the rule by which Bill …")."""
    following = next((mention for mention in mentions if mention.first == at + 1), None)
    if at + 1 >= len(words) or words[at].token.breaks or (following is not None and following.tagged("kind")):
        return False
    ends = {mention.last for mention in mentions if mention.weight > 0}
    joined = words[at - 1].text in joining and at - 1 in ends and not words[at - 1].token.breaks
    return at in ends or (joined and following is not None and bool(following.tagged("entity")))


def _cut(start: int, end: int, mentions: Sequence[Mention]) -> bool:
    """Say whether a phrase ends in the middle of a run of words with a meaning ("the number one")."""
    return any(start < mention.first < end < mention.last for mention in mentions)
