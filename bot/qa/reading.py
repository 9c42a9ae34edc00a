"""Reads questions, and the texts of facts, into slots."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain, pairwise

from mypy_extensions import mypyc_attr

from bot.factbase.models import Glossary
from bot.qa.asides import after_question, asides_of, before_question, leads_on
from bot.qa.detection import Detector, other_language, told_language
from bot.qa.languages import DEFAULT, Language, language
from bot.qa.languages.scripts import in_usual_script
from bot.qa.lexicon import Lexicon
from bot.qa.mentions import FREE, HARD, SOFT, Mention, Word
from bot.qa.neighbours import pairs_of
from bot.qa.normalization import clean, is_cjk, split, unspaced, words_of, written_as_names
from bot.qa.phrases import Found, Patterns
from bot.qa.placement import joined, led_by, meets, positions, taken_by, within
from bot.qa.quantities import Quantity, read_quantities
from bot.qa.relations import ancestors
from bot.qa.sieve import words_in
from bot.qa.slots import Ask, Asked, Reading
from bot.qa.timespans import Timespan, in_one_year, read_timespans
from bot.qa.wordy_numbers import in_digits

_ASIDE = 2
"""How many words may stand between a name and the brackets that tell it more exactly."""
ENDS = " ?!.,;:"
"""What a text may end in without ending in another word."""
_CLOSING = " !.)\"'"
"""What may follow the question mark that a text ends in."""
_SELLER = "sense:seller"
_CHANGING = frozenset({"sense:up", "sense:down", "sense:change"})
"""Meanings of words for a change, for which a time is held against the year before."""
_PUTTING = ("broad", "comparison", "definition")
"""Sets of phrases that only say how a question is put."""


@mypyc_attr(allow_interpreted_subclasses=True, serializable=True)
class Reader:
    """Reads questions, and the texts of facts, over one glossary in every language there is a file for."""

    def __init__(self, glossary: Glossary, documents: Mapping[str, tuple[str, ...]] | None = None) -> None:
        """Read over a glossary, and over what people call the documents (by source id)."""
        self._glossary = glossary
        self._kinds = {entity.id: entity.kind for entity in glossary.entities.values()}
        self._documents = documents or {}
        self._lexicons: dict[str, Lexicon] = {}
        self._patterns: dict[str, Patterns] = {}
        closed = ancestors(glossary)
        self._homes = {
            entity.id: closed[entity.home] for entity in glossary.entities.values() if entity.home is not None
        }
        """Where makers are from, with all that these places are part of."""
        self._countries = frozenset[str]().union(*self._homes.values())
        places = self._countries.union(*(closed[item.id] for item in glossary.entities.values() if item.part_of))
        # Every country is a place, that nobody is from as well.
        sorts = {self._kinds[id] for id in self._countries if id in self._kinds}
        self._places = places.union(id for id, kind in self._kinds.items() if kind in sorts)
        self._located = self._places.union(
            item.id for item in glossary.entities.values() if item.home is not None or item.belongs_to
        )
        self.taught: dict[str, dict[str, None]] = {}
        """The words and pairs of words taken as correctly spelled by language ("" for all), as they were met."""
        self._detector = Detector(glossary)

    def lexicon(self, tag: str) -> Lexicon:
        """The lexicon of one language, made when first needed."""
        if tag not in self._lexicons:
            lexicon = Lexicon(self._glossary, language(tag), self._documents)
            lexicon.learn(chain(self.taught.get("", ()), self.taught.get(tag, ())))
            self._lexicons[tag] = lexicon
            self._patterns[tag] = Patterns(lexicon)
        return self._lexicons[tag]

    def prepare(self, tag: str) -> None:
        """Build what the first text in a language would else wait for."""
        self.lexicon(tag)
        self._patterns[tag].prepare()

    def teach(self, texts: Iterable[str]) -> None:
        """Take the words of these texts as correctly spelled: in the language of each, those of the default in all.

        Which of them stand side by side is taken for the language of each alone.
        """
        taught: dict[str, dict[str, None]] = {}
        for text in texts:
            words = split(text)
            tag = told_language(words)
            if not any(map(is_cjk, words)):
                taught.setdefault(tag or DEFAULT, {}).update(dict.fromkeys(pairs_of(words)))
            if tag is None:
                continue  # key words
            for word in words:
                spelled = (other_language(word) if tag == DEFAULT else None) or tag
                taught.setdefault("" if spelled == DEFAULT else spelled, {})[word] = None
        self.teach_words(taught)

    def teach_words(self, taught: Mapping[str, Iterable[str]]) -> None:
        """Take words, and pairs of words that stand side by side, as correctly spelled, by language ("" for all)."""
        for tag, words in taught.items():
            self.taught.setdefault(tag, {}).update(dict.fromkeys(words))
        for tag, lexicon in self._lexicons.items():
            lexicon.learn(chain(self.taught.get("", ()), self.taught.get(tag, ())))

    def meanings_of_measures(self) -> dict[str, frozenset[str]]:
        """What the words that name each measure mean as well, in the default language; its own concept among them."""
        lexicon = self.lexicon(DEFAULT)
        return {
            f"measure:{measure.id}": frozenset(
                concept
                for name in (measure.name, *measure.aliases)
                for mention in lexicon.mentions(lexicon.words(clean(name), mend=False))
                for concept in mention.concepts
            )
            for measure in self._glossary.measures.values()
        }

    def meanings_of_names(self) -> dict[str, tuple[tuple[str, ...], ...]]:
        """What each word alone means of the names of entities in several words, in the default language."""
        lexicon = self.lexicon(DEFAULT)
        read = {
            entity.id: tuple(
                mention.concepts
                for word in split(entity.name)
                for mention in lexicon.mentions(lexicon.words(word, mend=False))
            )
            for entity in self._glossary.entities.values()
        }
        return {id: words for id, words in read.items() if len(words) > 1}

    def set_phrases(self, reading: Reading) -> Mapping[str, str]:
        """The words by which a text is put as it is, by the name of their set ("negation": "did not")."""
        texts = [word.text for word in reading.words]
        found = self._patterns[reading.language.tag].find(texts)
        return {name: ", ".join(" ".join(texts[start:end]) for start, end in spans) for name, spans in found.items()}

    def detect(self, text: str) -> str:
        """Tell the language of a text by its script and its function words; the default where nothing tells."""
        return self._detector.language_of(words_of(clean(text)), self.lexicon(DEFAULT))

    def read(self, text: str, tag: str | None = None, mend: bool = True) -> Reading:
        """Read a text in its language (told from the text where `tag` is None).

        Misspellings are mended, and it is told how the text is put to Roro, only if `mend`: facts are spelled rightly,
        and are not put to anybody.
        """
        opened = clean(text)
        tag = tag or self._detector.language_of(words_of(opened), self.lexicon(DEFAULT))
        lexicon = self.lexicon(tag)
        patterns = self._patterns[tag]
        usual = in_usual_script(text, tag)
        if usual != text:
            text = usual
            opened = clean(text)
        lang = lexicon.language
        opened = opened if lang.segmented else unspaced(opened)
        contained = words_in(opened)
        if mend and lang.segmented and (digits := in_digits(opened, lang, contained)) != opened:
            opened, contained = digits, words_in(digits)
        respelled = lexicon.respell(opened, contained)
        if respelled != opened:
            contained = words_in(respelled)
        unframed = patterns.unframed(respelled, contained)
        written = written_as_names(text) if mend and not lang.capital_nouns else frozenset[str]()
        words = lexicon.words(unframed, mend, written)
        cleaned, places = joined(words)
        if any(word.typed for word in words) and (again := lexicon.respell(cleaned)) != cleaned:
            words = lexicon.words(again, mend, written)  # what was misspelled may be written out as well
            cleaned, places = joined(words)
        if cleaned != unframed.rstrip(ENDS):
            contained = words_in(cleaned)
        turns = patterns.turns(cleaned, contained)
        timespans = _settled(read_timespans(cleaned, lang, contained), turns)
        quantities = read_quantities(cleaned, lang, tuple([(span.start, span.end) for span in timespans]), contained)
        dated = positions(places, timespans)
        reaching = _reaching_out(places, timespans, lang)
        timespans = in_one_year(timespans)
        quantities = _whole(quantities, words, places)
        taken = dated | positions(places, quantities)
        texts = tuple([word.text for word in words])
        leading = frozenset(at for span in timespans if span.lead for at in led_by(places, span.start, span.lead))
        mentions, quantities = _parted(_mentions(lexicon, words, dated | leading, reaching), quantities, places)
        mentions = _specified(_unturned(mentions, turns, places), words, self._kinds)
        found = patterns.find(texts)
        mentions, excluded, beyond = patterns.set_aside(found, texts, patterns.either(texts, mentions))
        asked = patterns.priced(patterns.asked(found, words, mentions, taken), cleaned, contained, places)
        asked = _of_someone(asked, turns, places)
        if len(timespans) == 2 and (_tells_change(mentions) or any(item.ask is Ask.PERCENT for item in asked)):
            timespans = _without_year_before(timespans, cleaned, lang)
        said = tuple(
            Mention((sense,), len(words), len(words), cleaned[begin:stop], HARD) for sense, begin, stop in turns
        )
        hedges = [(start, end) for start, end in found.get("hedges", ()) if end in taken]
        putting = (*hedges, *chain.from_iterable(found.get(name, ()) for name in _PUTTING))
        mentions = (*_compared(_measured(_unbound(mentions, asked, putting), asked), texts, lang), *said)
        apart = meant = frozenset[int]()
        claimed = False
        if mend:
            calendar = positions(places, [*quantities, *(span for span in timespans if not span.relative)])
            ending = unframed[len(unframed.rstrip(ENDS)) :]
            asides = asides_of(mentions, words, asked, lang, found.get("verification", ()), calendar, ending)
            mentions = asides.free(mentions, lang, self._places, self._located)
            apart, meant = asides.apart, asides.meant
            framed = unframed != respelled and bool(lang.claiming & words_in(respelled) - words_in(cleaned))
            claimed = (asides.claimed or framed) and not asked
            timespans = tuple([span for span in timespans if not (span.relative and within(span, places, apart))])
            found = _outside(found, apart)
        first = next((at for at, text in enumerate(texts) if text not in patterns.openers and at not in apart), -1)
        # A verb alone ("and exported?") only changes what was asked before.
        yes_no = first >= 0 and texts[first] in lang.yes_no and (first == 0 or first + 1 < len(texts))
        things = all(item.ask in (Ask.NAME, Ask.THING) for item in asked)
        checks = [end for _, end in found.get("verification", ()) if not leads_on(end, asked, mentions, lang.vague)]
        tagged = not asked and patterns.is_tagged(respelled)
        marked = lang.statements_ask and not asked and respelled.rstrip(_CLOSING).endswith("?")
        # "By rail or by sea?" claims neither, and "it never came, so perhaps now?" not that.
        if marked and "negation" not in found and not any(text in lang.alternatives for text in texts):
            # What names nothing but things ("so, exports in 2019?") claims nothing.
            telling = any(
                item.weight > 0 and not (item.tagged("entity") or item.tagged("measure")) for item in mentions
            )
            claimed |= telling and texts[0] in lang.claim_openers
            claimed |= any(text in lang.yes_no for at, text in enumerate(texts) if at not in apart)
        verification = bool(checks) or tagged or claimed or (yes_no and things and not leads_on(first, asked, mentions))
        mentions = before_question(self._native(mentions, verification), words, asked, meant)
        if not lang.segmented:
            mentions = after_question(mentions, words, asked, found.get("verification", ()))
        if tagged:  # "it has come, or not?" denies nothing
            found = _outside(found, frozenset({len(words) - 1}))
        named = {at for item in mentions if item.tagged("entity") for at in range(item.first, item.last)}
        # Articles may stand between ("not before the end of 2024").
        until = [at for at, text in enumerate(texts) if text in lang.until and not dated.isdisjoint((at + 1, at + 2))]
        # Not "no-wake zone", nor "isn't it so?", which denies nothing.
        asking = first + 1 if yes_no and lang.segmented else -1
        negations = [end for start, end in found.get("negation", ()) if start not in named and start != asking]
        negated = any(not any(at >= end for at in until) for end in negations)
        if until and negations and not negated:  # "not until 2026": from then on
            timespans = tuple(
                [replace(span, relation="from") if span.relation in ("by", "before") else span for span in timespans]
            )
        if not mend:
            return Reading(
                text,
                lang,
                words,
                mentions,
                asked,
                timespans,
                quantities,
                verification=verification,
                negated=negated,
                kinds=self._kinds,
            )
        put = [text for at, text in enumerate(texts) if at not in apart] if apart else texts
        return Reading(
            text=text,
            language=lang,
            words=words,
            mentions=mentions,
            asked=asked,
            timespans=timespans,
            quantities=quantities,
            verification=verification,
            broad="broad" in found,
            comparison="comparison" in found,
            definition="definition" in found,
            negated=negated,
            modality=patterns.modality_of(found),
            reported="reported" in found,
            happened=patterns.asks_outcome(found, put, verification),
            pronoun=not lang.pronouns.isdisjoint(put),
            person=not lang.persons.isdisjoint(put),
            continues=any(start == 0 for start, _ in found.get("continues", ())),
            chat=patterns.chat_of(found, texts, mentions, asked, bool(timespans or quantities)),
            about_self=patterns.is_about_self(cleaned, contained),
            excluded=excluded,
            beyond=beyond,
            kinds=self._kinds,
        )

    def _native(self, mentions: Sequence[Mention], verification: bool) -> tuple[Mention, ...]:
        """Let a country right before a maker say where that one is from ("a German premium carmaker"), too.

        A claim that names a maker may be about where that one is from, and no other's home confirms it.
        """
        read = list(mentions)
        if verification and any(id in self._homes for mention in mentions for id in mention.of("entity")):
            return tuple(read)
        for at, mention in enumerate(mentions):
            if self._countries.isdisjoint(mention.of("entity")):
                continue
            countries = self._countries.intersection(mention.of("entity"))
            # "In Wales does the maker …" says nothing of where it is from: only words that follow on at once do.
            following = _adjoining(mentions[at : at + 4])
            named = [id for item in following for id in item.of("entity") if id in self._homes]
            if named:
                meant = [f"entity:{named[0]}"] if countries <= self._homes[named[0]] else []
            else:
                kinds = [kind for item in following for kind in item.of("kind")]
                meant = [f"home:{kind}@{place}" for kind in kinds for place in sorted(countries)]
            read[at] = mention._replace(concepts=(*mention.concepts, *meant))
        return tuple(read)


def _adjoining(mentions: Sequence[Mention]) -> list[Mention]:
    """Those right after the first one, up to a maker that is named, another measure, or what a kind of maker did."""
    found: list[Mention] = []
    for before, mention in pairwise(mentions):
        did = before.tagged("kind") and not (mention.tagged("entity") or mention.tagged("kind"))
        if mention.first > before.last or mention.tagged("measure") or did:
            break
        found.append(mention)
        if mention.tagged("entity"):
            break
    return found


def _settled(timespans: Sequence[Timespan], turns: Sequence[tuple[str, int, int]]) -> tuple[Timespan, ...]:
    """Leave out spans inside a turn of phrase ("than last year"), and "this year" where the year is named as well."""
    if not timespans:
        return ()
    outside = [span for span in timespans if not any(meets((begin, stop), span) for _, begin, stop in turns)]
    named = any(span.year is not None for span in outside)
    return tuple(span for span in outside if not (span.relative and named))


def _tells_change(mentions: Sequence[Mention]) -> bool:
    return any(not _CHANGING.isdisjoint(mention.concepts) for mention in mentions)


def _without_year_before(timespans: tuple[Timespan, ...], cleaned: str, lang: Language) -> tuple[Timespan, ...]:
    """Leave out the year before, of a time that is held against it ("growth in May 1900 over that month of 1899")."""
    if lang.set_against is None:
        return timespans
    first, last = sorted(timespans, key=lambda span: span.start)
    if lang.set_against.fullmatch(cleaned[first.end : last.start]) is None:
        return timespans
    same = (first.first_month, first.last_month, first.day) == (last.first_month, last.last_month, last.day)
    same |= last.kind == "year"
    return (first,) if same and last.year is not None and first.year == last.year + 1 else timespans


def _specified(mentions: Sequence[Mention], words: Sequence[Word], kinds: Mapping[str, str]) -> tuple[Mention, ...]:
    """Leave out a name that another of its kind in brackets tells more exactly ("the ferries (Welsh ones)")."""
    loose = {
        before
        for before, mention in pairwise(mentions)
        if words[mention.first].token.before.endswith("(")
        and mention.first - before.last <= _ASIDE
        and (named := {kinds[id] for id in mention.of("entity")})
        and named == {kinds[id] for id in before.of("entity")}
    }
    return tuple([mention for mention in mentions if mention not in loose]) if loose else tuple(mentions)


def _unturned(
    mentions: Sequence[Mention], turns: Sequence[tuple[str, int, int]], places: Sequence[tuple[int, int]]
) -> tuple[Mention, ...]:
    """Leave out words without a meaning of their own inside a turn of phrase: it carries theirs."""
    if not turns:
        return tuple(mentions)
    return tuple(
        mention
        for mention in mentions
        if not mention.concept.startswith("stem:")
        or not any(begin < places[mention.first][1] and places[mention.first][0] < stop for _, begin, stop in turns)
    )


def _of_someone(
    asked: tuple[Asked, ...], turns: Sequence[tuple[str, int, int]], places: Sequence[tuple[int, int]]
) -> tuple[Asked, ...]:
    """Leave out a "where" that asks for whom something comes from ("where did they buy it"), not for a place."""
    return tuple(
        item
        for item in asked
        if item.ask is not Ask.PLACE
        or not any(sense == _SELLER and begin <= places[item.at][0] < stop for sense, begin, stop in turns)
    )


def _mentions(
    lexicon: Lexicon, words: Sequence[Word], dated: frozenset[int], reaching: frozenset[int]
) -> tuple[Mention, ...]:
    """What is mentioned outside spans of time, and by words with a meaning that reach out of such."""
    if not reaching:
        return lexicon.mentions(words, dated)
    read = lexicon.mentions(words, dated - reaching)
    return tuple(item for item in read if item.first not in reaching or not item.concept.startswith("stem:"))


def _reaching_out(places: Sequence[tuple[int, int]], timespans: Sequence[Timespan], lang: Language) -> frozenset[int]:
    """The words that begin in a span of time and end behind it, where none are set apart ("the year" + "'s output")."""
    if lang.segmented:
        return frozenset()
    ends = {span.end for span in timespans}
    return frozenset(at for at, (start, end) in enumerate(places) if any(start < stop < end for stop in ends))


def _unbound(
    mentions: Sequence[Mention], asked: Sequence[Asked], put: Iterable[tuple[int, int]]
) -> tuple[Mention, ...]:
    """Free the words that only ask ("what percentage"), or put it (from one to another), from constraining.

    They still tell facts apart.
    """
    asking = {at for item in asked for at in range(item.at, item.at + len(item.words.split()))}
    asking.update(at for start, end in put for at in range(start, end))
    if not asking:
        return tuple(mentions)
    return tuple(
        mention._replace(weight=FREE)
        if asking.issuperset(range(mention.first, mention.last)) and not any(mention.of("measure"))
        else mention
        for mention in mentions
    )


def _measured(mentions: tuple[Mention, ...], asked: Sequence[Asked]) -> tuple[Mention, ...]:
    """Let the one measure of which a number is asked ("how many were built") constrain wholly, everyday word or not."""
    named = [mention for mention in mentions if mention.tagged("measure")]
    if len(named) != 1 or not 0 < named[0].weight <= SOFT or not any(item.ask is Ask.QUANTITY for item in asked):
        return mentions
    return tuple(mention._replace(weight=HARD) if mention is named[0] else mention for mention in mentions)


def _compared(mentions: tuple[Mention, ...], texts: Sequence[str], lang: Language) -> tuple[Mention, ...]:
    """Let what two things are compared by constrain wholly ("longer than"), everyday word though it is."""
    if lang.than.isdisjoint(texts):
        return mentions
    return tuple(
        mention._replace(weight=HARD, decisive=True)
        if mention.concept.startswith("stem:")
        and mention.text.endswith(lang.comparative_endings)
        and mention.last < len(texts)
        and texts[mention.last] in lang.than
        else mention
        for mention in mentions
    )


def _outside(found: Found, positions: frozenset[int]) -> Found:
    """Leave out the set phrases that begin at any of these positions."""
    if not positions:
        return found
    kept = {name: [span for span in spans if span[0] not in positions] for name, spans in found.items()}
    return {name: spans for name, spans in kept.items() if spans}


def _whole(
    quantities: tuple[Quantity, ...], words: Sequence[Word], places: Sequence[tuple[int, int]]
) -> tuple[Quantity, ...]:
    """Leave out numbers that begin inside a word of a script without spaces ("some hundred thousand")."""
    if not quantities:
        return quantities
    inner = {
        at
        for word, (start, end) in zip(words, places, strict=True)
        if len(word.text) > 1 and is_cjk(word.text)
        for at in range(start + 1, end)
    }
    return tuple(item for item in quantities if item.start not in inner)


def _parted(
    mentions: Sequence[Mention], quantities: Sequence[Quantity], places: Sequence[tuple[int, int]]
) -> tuple[tuple[Mention, ...], tuple[Quantity, ...]]:
    """Give each number to the name that it is part of ("two-mast schooner"), or keep it as a number.

    What is said of a number alone ("more than 5") names nothing.
    """
    if not quantities:
        return tuple(mentions), ()
    if leading := [(item.start - item.lead, item.start) for item in quantities if item.lead]:
        mentions = [
            mention
            for mention in mentions
            if not any(
                begin <= places[mention.first][0] and places[mention.last - 1][1] <= end for begin, end in leading
            )
        ]
    changes = _tells_change(mentions) or bool(leading)
    kept: list[Mention] = []
    inside: set[int] = set()
    taking: dict[int, list[int]] = defaultdict(list)
    for number, item in enumerate(quantities):
        for at in taken_by(places, item):
            taking[at].append(number)
    for mention in mentions:
        met = [number for at in range(mention.first, mention.last) for number in taking.get(at, ())]
        if met and (mention.last - mention.first == 1 or (changes and quantities[met[0]].unit == "%")):
            continue  # a share that something changed by is no whole ("up 100 percent"), nor is a bound
        inside.update(met)
        kept.append(mention)
    return tuple(kept), tuple(item for at, item in enumerate(quantities) if at not in inside)
