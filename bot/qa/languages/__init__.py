"""One file a language: the grammar and everyday words by which its questions are read and answered.

Nothing here belongs to any subject; the subject's own words are in the fact base's glossary.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from importlib import resources
from sys import intern
from typing import Any

import snowballstemmer
import yaml

from bot.qa.languages import values
from bot.qa.languages.scripts import Script, script

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""Every scalar stays a string: `no` and `on` are words here."""

_VOWELS = frozenset("aeiouy")


@dataclass(frozen=True)
class PeriodWords:
    """The words and patterns from which spans of time are read; patterns are regular expressions by kind.

    The kind "months:6-8" is that of months which the pattern does not name ("summer").
    """

    months: Mapping[str, int]
    ordinals: Mapping[str, int]
    patterns: tuple[tuple[str, str], ...]
    relations: Mapping[str, str]
    relations_behind: Mapping[str, str]
    """The same for what stands behind a span ("2022年前")."""
    qualifiers: str
    relative: Mapping[str, int]
    year_before: tuple[str, ...]
    documents: str
    document_links: str
    """What stands between a document and its date ("the report of 2020")."""


@dataclass(frozen=True)
class Language:
    """A language as the reader needs it. Phrases are lower case; `synonyms` maps a meaning to its phrases."""

    tag: str
    name: str
    stemmer_name: str | None
    decimal: str
    grouping: str
    segmented: bool
    """False where words are not set apart by spaces, so that they are found by longest match."""
    spellings: Mapping[str, str]
    ignored: frozenset[str]
    soft: frozenset[str]
    weak: frozenset[str]
    """Words that say how a thing is put, felt or told: they constrain next to nothing."""
    plain: frozenset[str]
    """Everyday words that yet name a thing of their own ("music"): they constrain wholly."""
    shared: frozenset[str]
    """Ignored words that are words of the default language too, so that a text's language is not told by them."""
    split_infinitive: re.Pattern[str] | None
    """Matches an infinitive with a particle put into it ("aus-zu-führen"); its groups are what the verb is made of."""
    linking: tuple[str, ...]
    """What may stand between the two words of a compound; none where words are not run together."""
    capital_nouns: bool
    """Nouns are written with a capital, so that a capital does not tell a name."""
    endings: tuple[str, ...]
    """Endings that an ignored word may take and stay ignored."""
    inflections: tuple[str, ...]
    """Endings by which the words of a name may differ from how it is written ("s")."""
    clipped: Mapping[str, str]
    """Endings that people clip, and what they stand for ("in" for "ing")."""
    written_out: Mapping[str, str]
    """Letters that are typed as two where a keyboard lacks them, as they are read here, without accents."""
    hard_endings: tuple[str, ...]
    than: frozenset[str]
    """Words before what something is compared with, right behind a word with one of the endings of a comparative."""
    comparative_endings: tuple[str, ...]
    """Endings of words that constrain wholly (superlatives)."""
    soft_endings: tuple[str, ...]
    """Endings of words that constrain little (adverbs)."""
    synonyms: Mapping[str, tuple[str, ...]]
    opposites: tuple[tuple[str, str], ...]
    decisive: frozenset[str]
    """Meanings that constrain wholly; read from the default language for all."""
    unique: frozenset[str]
    """Meanings of what only one can be; read from the default language for all."""
    once_only: frozenset[str]
    """Meanings of what comes about but once; read from the default language for all."""
    ends: frozenset[str]
    """Meanings of an end, which may come after its opposite; read from the default language for all."""
    asks: Mapping[str, tuple[str, ...]]
    verification: tuple[str, ...]
    broad: tuple[str, ...]
    comparison: tuple[str, ...]
    definition: tuple[str, ...]
    yes_no: frozenset[str]
    modality: Mapping[str, tuple[str, ...]]
    happened: tuple[str, ...]
    frames: tuple[str, ...]
    """Regular expressions of asides that constrain nothing ("when the report was written")."""
    tag_question: str | None
    """A regular expression of what a statement ends in that is put as a question ("or not?")."""
    relatives: frozenset[str]
    """Words that ask, and that say more of the noun right before them ("the cars which they build")."""
    set_against: re.Pattern[str] | None
    """Matches what stands between two times of which one is held against the other ("compared with")."""
    few: frozenset[str]
    """Asking phrases that, beside another one, only mean some ("a few")."""
    clause_break: str | None
    """A regular expression that stands between two questions of one message."""
    sides: tuple[re.Pattern[str], ...]
    """Match questions that set two things against each other: `about` (what is told of both), `one` and `other`."""
    sentence_break: str | None
    reported: tuple[str, ...]
    """Verbs of saying: what was said is not thereby said to have happened."""
    perfect: str | None
    """A regular expression by which even a question of another kind than yes-or-no asks for what has come about."""
    about_self: str | None
    """A regular expression of questions about the program itself."""
    patterns: Mapping[str, str]
    """Regular expressions of turns of phrase that carry a meaning no run of words carries."""
    absent_before: frozenset[str]
    absent_after: frozenset[str]
    """Words before or after a word that say that what it names is absent."""
    negation: tuple[str, ...]
    hedges: tuple[str, ...]
    until: frozenset[str]
    """Words before a time up to which something is denied: it is so from then on ("not until 2030")."""
    exclusive: tuple[str, ...]
    """What sets something aside ("other than ferries")."""
    inclusive: tuple[str, ...]
    """What goes beyond something ("not just ferries")."""
    alternatives: tuple[str, ...]
    """What stands between two names of which either will do, or between two answers to choose from."""
    vague: frozenset[str]
    """Question words that ask for no particular thing ("what")."""
    askers: frozenset[str]
    """Words for whoever asks ("I", "our"); a clause of theirs tells why they ask."""
    possessives: frozenset[str]
    """What stands before things of the asker's ("for my")."""
    naming: frozenset[str]
    """Words before a noun that asks ("the share of") with which it only names ("its share of")."""
    lead_words: frozenset[str]
    """Words of a clause that only leads up to what is asked ("checking before the deadline:")."""
    clause_openers: frozenset[str]
    """Words that begin a clause without a mark before them ("because")."""
    complementizers: frozenset[str]
    """Words after which comes what is asked or claimed ("they ask whether …")."""
    reporting: frozenset[str]
    """Words for asking and telling, right before what is asked ("the office wants to know how …")."""
    participles: tuple[str, ...]
    """How words end by which a clause begins that says what askers are doing ("filling in a form: …")."""
    claiming: frozenset[str]
    """Words by which somebody claims something ("a reader says that …")."""
    speakers: frozenset[str]
    """Words for askers that begin a clause without a mark before them, but for after `joining` words."""
    joining: frozenset[str]
    """Words that go with what follows them ("with", "that")."""
    topics: frozenset[str]
    """What comes before that which askers say they mean or want ("talking about", "need")."""
    channels: frozenset[str]
    """Where people look things up, and other names that in their clauses name nothing the facts are about."""
    greetings: frozenset[str]
    """Words that a message opens with, before whom it addresses."""
    closings: frozenset[str]
    """Words of a formula that closes a message, before whom it is from."""
    priced: str | None
    """A regular expression of a word that asks for a sum of money by what follows it ("what … cost")."""
    directed: frozenset[str]
    """Meanings with an actor and an object."""
    inverse: frozenset[str]
    """Meanings among them that put the object first ("lose to")."""
    passive: frozenset[str]
    """Words before a name that make it the actor ("replaced by")."""
    object_marks: frozenset[str]
    """Words before a name that make it the object."""
    statements_ask: bool
    """A statement is put as a question by the mark behind it alone: no word order tells the two apart."""
    claim_openers: frozenset[str]
    """Words that open such a statement, whatever its verb ("so it ended?")."""
    free_order: bool
    """True where the side of the verb tells nothing of who does it."""
    persons: frozenset[str]
    """Pronouns that point back to a person."""
    over: tuple[str, ...]
    under: tuple[str, ...]
    at_least: tuple[str, ...]
    """What is put before a number for that or more of it."""
    at_most: tuple[str, ...]
    """What is put before a number for that or less of it."""
    pronouns: frozenset[str]
    counted: Mapping[str, tuple[str, ...]]
    """What points to one of several that were named, by its place among them ("2": the latter), or "other"."""
    continues: tuple[str, ...]
    numbers: Mapping[str, int]
    number_parts: frozenset[str]
    """Words of which longer numbers are put together, and that `numbers` does not have ("seiscientos")."""
    number_marks: frozenset[str]
    """Words inside a number in several words ("and", "point"); none where text2num does not know the language."""
    by_how_much: frozenset[str]
    """Words before one that asks for a figure, by which it asks by how much something differs ("by how many")."""
    between: frozenset[str]
    """What stands between two numbers of one unit ("40 to 75 percent")."""
    range_begins: tuple[str, ...]
    """What two numbers follow that a value lies between ("between 2 and 3 million")."""
    range_ends: tuple[str, ...]
    """What stands behind two such numbers, where it does."""
    numerals: Mapping[str, int]
    """Characters of which numbers are put together ("二百三十四"): digits, and tens, hundreds, thousands."""
    multipliers: Mapping[str, int]
    odd: tuple[str, ...]
    """Patterns of what makes a number somewhat more, behind it or before its multiplier ("two hundred odd")."""
    times_signs: tuple[str, ...]
    """What stands behind a number that is so many hundred percent ("1.5 times")."""
    percent_signs: tuple[str, ...]
    percent_before: tuple[str, ...]
    """What stands before a number to make it a percentage."""
    currencies: Mapping[str, str]
    periods: PeriodWords
    chat: Mapping[str, tuple[str, ...]]
    arithmetic: Mapping[str, tuple[str, ...]]
    """Regular expressions by what they ask to have worked out; what their groups match (or else all) is the asking.

    Keys in capitals are macros for the others.
    """
    replies: Mapping[str, str]
    """Phrases of replies; empty where the language is understood but not answered in."""
    month_names: tuple[str, ...]

    def __reduce__(self) -> tuple[Callable[[str], Language], tuple[str]]:
        return language, (self.tag,)

    @cached_property
    def _stemmer(self) -> Any:
        return snowballstemmer.stemmer(self.stemmer_name) if self.stemmer_name else None

    @cached_property
    def _stems(self) -> dict[str, str]:
        return {}

    def stem(self, word: str) -> str:
        """Return the stem of one lower-case word; words with digits and short words are their own stem."""
        known = self._stems.get(word)
        if known is None:
            known = self.stem_anew(word)
            if len(self._stems) < 200_000:
                self._stems[word] = known
        return known

    def stem_anew(self, word: str) -> str:
        """Return the stem of one lower-case word, and do not keep it: for words that may never be met again."""
        if self._stemmer is None or len(word) < 4 or not word.isalpha():
            return word
        stem = str(self._stemmer.stemWord(word))
        if stem == word and word.endswith("s") and "s" in self.inflections and _VOWELS.isdisjoint(word):
            stem = word[:-1]  # an abbreviation
        return word if stem == word else intern(stem)

    @cached_property
    def real_words(self) -> Mapping[str, int]:
        """Common words of the language and how rare each is, in centibels: 300 is one word in a thousand.

        A real word is never taken for a misspelling of another.
        """
        path = resources.files(__name__) / "words" / f"{self.tag}.txt"
        found: dict[str, int] = {}
        for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else ():
            rarity, _, words = line.partition(" ")
            found.update(dict.fromkeys(words.split(), int(rarity)))
        if not self.segmented:  # among characters, words in letters are mostly of the first language
            found.update(language(DEFAULT).real_words)
        return found

    @cached_property
    def sounds(self) -> Mapping[str, tuple[str, ...]]:
        """How each character may sound, where there is a file of sounds: those that sound alike are typed alike."""
        path = resources.files(__name__) / "sounds" / f"{self.tag}.txt"
        lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else ()
        found: dict[str, tuple[str, ...]] = {}
        for sound, _, chars in (line.partition(" ") for line in lines if not line.startswith("#")):
            for char in chars:
                found[char] = (*found.get(char, ()), sound)
        return found

    @cached_property
    def function_words(self) -> frozenset[str]:
        """Words by which the language of a text is told."""
        return (self.ignored | self.yes_no) - self.shared

    @cached_property
    def idle_words(self) -> frozenset[str]:
        """Words that lead up to what is asked, and those for the way by which an answer is to come."""
        return self.lead_words | self.channels

    @cached_property
    def aside_words(self) -> frozenset[str]:
        """The words of which a message in one clause holds one, where any part of it stands apart from the rest."""
        possessives = {phrase.rpartition(" ")[2] for phrase in self.possessives}
        topics = {phrase.partition(" ")[0] for phrase in self.topics}
        return self.askers.union(self.reporting, self.claiming, possessives, topics)

    @cached_property
    def numeral_years(self) -> re.Pattern[str] | None:
        """Matches a year written in numerals, digit by digit."""
        digits = "".join(char for char, value in self.numerals.items() if value < 10)
        return re.compile(f"(?<![{digits}])[{digits}]{{4}}(?![{digits}])") if digits else None


@cache
def language(tag: str) -> Language:
    """Load the language with this BCP 47 tag, in its script; raise KeyError if there is no file for it."""
    if (variant := script(tag)) is not None:
        return _in_script(language(variant.language), variant)
    path = resources.files(__name__) / f"{tag}.yaml"
    if not path.is_file():
        raise KeyError(tag)
    raw: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - it builds strings only
    periods = raw.get("periods") or {}
    segmented = raw.get("segmented") != "false"
    return Language(
        tag=raw["language"],
        name=raw["name"],
        stemmer_name=raw.get("stemmer"),
        decimal=raw["decimal"],
        grouping=raw["grouping"],
        segmented=segmented,
        spellings={values.fold(k): values.fold(v) for k, v in (raw.get("spellings") or {}).items()},
        ignored=values.words(raw.get("ignored") or ()) | (frozenset() if segmented else values.set_phrases(raw)),
        soft=values.words(raw.get("soft") or ()),
        weak=values.words(raw.get("weak") or ()),
        plain=values.words(raw.get("plain") or ()),
        shared=values.words(raw.get("shared") or ()),
        split_infinitive=re.compile(raw["split_infinitive"]) if "split_infinitive" in raw else None,
        linking=values.phrases(raw.get("linking")),
        capital_nouns=bool(raw.get("capital_nouns")),
        endings=values.phrases(raw.get("endings")),
        inflections=values.phrases(raw.get("inflections")),
        clipped={str(k): str(v) for k, v in (raw.get("clipped") or {}).items()},
        written_out={str(k): str(v) for k, v in (raw.get("written_out") or {}).items()},
        hard_endings=values.phrases(raw.get("hard_endings")),
        than=values.words(raw.get("than") or ()),
        comparative_endings=values.phrases(raw.get("comparative_endings")),
        soft_endings=values.phrases(raw.get("soft_endings")),
        synonyms=values.phrase_map(raw.get("synonyms")),
        decisive=values.words(raw.get("decisive") or ()),
        unique=values.words(raw.get("unique") or ()),
        once_only=values.words(raw.get("once_only") or ()),
        ends=values.words(raw.get("ends") or ()),
        opposites=tuple((str(a), str(b)) for a, b in raw.get("opposites") or ()),
        asks=values.phrase_map(raw.get("asks")),
        verification=values.phrases(raw.get("verification")),
        broad=values.alternatives(raw.get("broad")),
        comparison=values.phrases(raw.get("comparison")),
        definition=values.phrases(raw.get("definition")),
        yes_no=frozenset(values.phrases(raw.get("yes_no"))),
        modality=values.phrase_map(raw.get("modality")),
        happened=values.phrases(raw.get("happened")),
        frames=tuple(str(pattern) for pattern in raw.get("frames") or ()),
        tag_question=raw.get("tag_question"),
        relatives=frozenset(values.phrases(raw.get("relatives"))),
        set_against=re.compile(raw["set_against"]) if "set_against" in raw else None,
        few=frozenset(values.phrases(raw.get("few"))),
        clause_break=raw.get("clause_break"),
        sides=tuple(re.compile(pattern, re.IGNORECASE) for pattern in raw.get("sides") or ()),
        sentence_break=raw.get("sentence_break"),
        reported=values.phrases(raw.get("reported")),
        perfect=values.pattern(raw.get("perfect")),
        about_self=raw.get("about_self"),
        patterns={str(sense): str(pattern) for sense, pattern in (raw.get("patterns") or {}).items()},
        absent_before=frozenset(values.phrases(raw.get("absent_before"))),
        absent_after=frozenset(values.phrases(raw.get("absent_after"))),
        negation=values.phrases(raw.get("negation")),
        hedges=values.phrases(raw.get("hedges")),
        until=frozenset(values.phrases(raw.get("until"))),
        exclusive=values.phrases(raw.get("exclusive")),
        inclusive=values.phrases(raw.get("inclusive")),
        alternatives=values.phrases(raw.get("alternatives")),
        directed=frozenset(values.phrases(raw.get("directed"))),
        askers=values.words(raw.get("askers") or ()),
        possessives=frozenset(values.phrases(raw.get("possessives"))),
        naming=values.words(raw.get("naming") or ()),
        lead_words=values.words(raw.get("lead_words") or ()),
        clause_openers=values.words(raw.get("clause_openers") or ()),
        complementizers=values.words(raw.get("complementizers") or ()),
        reporting=values.words(raw.get("reporting") or ()),
        participles=tuple(raw.get("participles") or ()),
        claiming=values.words(raw.get("claiming") or ()),
        speakers=values.words(raw.get("speakers") or ()),
        joining=values.words(raw.get("joining") or ()),
        topics=frozenset(values.phrases(raw.get("topics"))),
        channels=values.words(raw.get("channels") or ()),
        greetings=values.words(raw.get("greetings") or ()),
        closings=values.words(raw.get("closings") or ()),
        vague=frozenset(values.phrases(raw.get("vague"))),
        priced=raw.get("priced"),
        inverse=frozenset(values.phrases(raw.get("inverse"))),
        passive=frozenset(values.phrases(raw.get("passive"))),
        object_marks=frozenset(values.phrases(raw.get("object_marks"))),
        statements_ask=raw.get("statements_ask") == "true",
        claim_openers=values.words(raw.get("claim_openers") or ()),
        free_order=raw.get("free_order") == "true",
        persons=frozenset(values.phrases(raw.get("persons"))),
        over=values.phrases(raw.get("over")),
        under=values.phrases(raw.get("under")),
        at_least=values.phrases(raw.get("at_least")),
        at_most=values.phrases(raw.get("at_most")),
        pronouns=frozenset(values.phrases(raw.get("pronouns"))),
        counted=values.phrase_map(raw.get("counted")),
        continues=values.phrases(raw.get("continues")),
        numbers=values.numbers(raw.get("numbers") or {}, raw.get("number_joins") or ()),
        by_how_much=values.words(raw.get("by_how_much") or ()),
        between=values.words(raw.get("between") or ()),
        range_begins=tuple(values.words(raw.get("range_begins") or ())),
        range_ends=tuple(values.words(raw.get("range_ends") or ())),
        number_parts=values.words(raw.get("number_parts") or ()),
        number_marks=values.words(raw.get("number_marks") or ()),
        numerals={values.fold(k): int(v) for k, v in (raw.get("numerals") or {}).items()},
        multipliers={values.fold(k): int(v) for k, v in (raw.get("multipliers") or {}).items()},
        odd=tuple(raw.get("odd") or ()),
        times_signs=values.phrases(raw.get("times_signs")),
        percent_signs=values.phrases(raw.get("percent_signs")),
        percent_before=values.phrases(raw.get("percent_before")),
        currencies={values.fold(k): str(v) for k, v in (raw.get("currencies") or {}).items()},
        periods=PeriodWords(
            months=values.by_word(periods.get("months")),
            ordinals=values.by_word(periods.get("ordinals")),
            patterns=tuple((str(kind), str(pattern)) for kind, pattern in periods.get("patterns") or ()),
            relations={str(k): str(v) for k, v in (periods.get("relations") or {}).items()},
            relations_behind={str(k): str(v) for k, v in (periods.get("relations_behind") or {}).items()},
            qualifiers=str(periods.get("qualifiers") or ""),
            relative={values.fold(k): int(v) for k, v in (periods.get("relative") or {}).items()},
            year_before=values.phrases(periods.get("year_before")),
            documents=str(periods.get("documents") or "(?!)"),
            document_links=str(periods.get("document_links") or "(?:)"),
        ),
        chat=values.phrase_map(raw.get("chat")),
        arithmetic=values.expressions(raw.get("arithmetic") or {}),
        replies={str(k): str(v) for k, v in (raw.get("replies") or {}).items()},
        month_names=tuple(str(name) for name in raw.get("month_names") or ()),
    )


def _in_script(usual: Language, variant: Script) -> Language:
    """The language as it answers in another script."""
    return replace(
        usual,
        tag=variant.tag,
        name=variant.name,
        replies={name: variant.write(phrase) for name, phrase in usual.replies.items()},
        month_names=tuple(variant.write(name) for name in usual.month_names),
    )


@lru_cache(maxsize=1)
def available() -> tuple[str, ...]:
    """The tags of all languages that have a file, the default one first."""
    tags = sorted(entry.name[:-5] for entry in resources.files(__name__).iterdir() if entry.name.endswith(".yaml"))
    return tuple(sorted(tags, key=lambda tag: (tag != DEFAULT, tag)))


def is_known(tag: str) -> bool:
    """Say whether there is a file for a language, or for a script, with this tag."""
    return tag in available() or script(tag) is not None


DEFAULT = "en"
"""The language in which a question is read when nothing speaks for another."""
