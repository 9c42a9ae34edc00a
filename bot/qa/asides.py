"""What an asker says of themselves and of why they ask, told from what they ask."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence, Set
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from bot.qa.languages import Language
from bot.qa.mentions import HARD, REAL, SOFT, WEAK, Mention, Word, any_tagged
from bot.qa.normalization import is_cjk
from bot.qa.slots import Ask, Asked

_DASHES = frozenset("-–—")
_STOPS = frozenset(".!?")
_TOPIC = 20
"""The most words that say what is meant."""
_TALK = 4
"""The fewest words of a clause that says something and does not only name it."""
_PARTED = 3
"""One word in so many may follow a space that parts clauses; where more do, it parts words."""
_NAMING = ("entity", "measure", "kind", "source")
"""The kinds of concept that name something the facts are about."""
_TELLING = (*_NAMING, "term")
"""Those that are of what the facts are about at all."""
_TELLER = 6
"""The most words by which it is said who claims something."""
_FEW = 4
"""The most words of a greeting or a name that a message opens or closes with."""


class Asides(NamedTuple):
    """Positions of words by which askers speak of themselves, of why they ask, and of how they want it told."""

    clauses: frozenset[int] = frozenset()
    """In clauses of their own: nothing in them says how the question is put, either."""
    amid: frozenset[int] = frozenset()
    """Before or amid what is asked ("our board asks whether …")."""
    address: frozenset[int] = frozenset()
    """In how a message opens and closes ("dear team", "kind regards, Anna"), and in who is said to claim something.

    Names there are of nobody it is about.
    """
    claimed: bool = False
    """Whether somebody else is said to claim what is put ("a reader says that …")."""
    meant: frozenset[int] = frozenset()
    """What is named as the matter itself ("talking about ferries: …"): that constrains wherever it stands."""

    @property
    def apart(self) -> frozenset[int]:
        """All that stands apart from the question."""
        return self.clauses | self.address

    def free(
        self, mentions: Sequence[Mention], lang: Language, places: Set[str], located: Set[str]
    ) -> tuple[Mention, ...]:
        """Leave out the everyday words, and names in greetings; other names, measures and kinds of things constrain.

        Where the question names someone or somewhere itself (one of those `located`), the `places` that askers name are
        where they are ("I live in Wales. When does the harbour of Dublin …").
        """
        if self is _NONE:
            return tuple(mentions)
        named = any(not located.isdisjoint(item.of("entity")) for item in mentions if item.first not in self.apart)
        theirs = places if named else frozenset[str]()
        return tuple(item for item in mentions if not self._frees(item, lang, theirs, named=named))

    def _frees(self, item: Mention, lang: Language, places: Set[str], *, named: bool) -> bool:
        if item.first in self.address:
            return True
        if item.first not in self.clauses:
            return item.first in self.amid and (named or item.weight <= HARD) and not _tells(item)
        if not places.isdisjoint(item.of("entity")):
            return True
        if item.text in lang.channels:
            return True
        if named and item.weight > HARD and not _names(item):
            return True  # a name that nobody knows ("I live in Barry"), where the question has one of its own
        return (_sorts(item) or not _names(item)) and (item.weight <= HARD or item.text in lang.lead_words)


_NONE = Asides()


def asides_of(
    mentions: Sequence[Mention],
    words: Sequence[Word],
    asked: Sequence[Asked],
    lang: Language,
    claims: Sequence[tuple[int, int]] = (),
    dated: frozenset[int] = frozenset(),
    ending: str = "",
) -> Asides:
    """Find the clauses in which askers speak of themselves, and those that only lead up to what is asked.

    `claims` are the words, as positions from and to, that put a statement to be confirmed; `dated` are the positions of
    numbers and of spans of time that are told by the calendar; `ending` is what the message ends in.
    """
    if not lang.askers:
        return _NONE
    texts = [word.text for word in words]
    clauses = list(_clauses(words, lang))
    elliptic = any(_elliptic(item, texts, lang) for item in asked)
    if len(clauses) < 2 and not elliptic and lang.aside_words.isdisjoint(texts):
        return _NONE
    telling = [item for item in mentions if _tells(item)]
    sorting = {item.first for item in telling if _sorts(item)}
    told = {at for item in telling for at in range(item.first, item.last)} | dated
    naming = [item for item in telling if _names(item) and not _sorts(item) and item.text not in lang.channels]
    named = {at for item in naming for at in range(item.first, item.last)} | dated
    pointing = {at for at, text in enumerate(texts) if text in lang.pronouns and text not in lang.complementizers}
    pointing.difference_update(at for span in claims for at in range(*span))
    stated = _stated(words, ending)
    asking = _asking(clauses, texts, {item.at for item in asked}, claims, named, stated, lang)
    address = _address(clauses, texts, told | {item.at for item in asked}, lang)
    idle = lang.idle_words
    bound = {item.at for item in asked}.union(dated, pointing, *(range(*span) for span in claims))
    claimed = False
    greeting = _greeting(clauses, texts, lang)  # "hello from Wales": where somebody is, is no part of the question
    aside = set(greeting) if asking.isdisjoint(greeting) else set[int]()
    amid: set[int] = set()
    possessing = _last_words(lang.possessives)
    parts_told = sum(not told.isdisjoint(clause) for clause in clauses)
    # Where the last clause begins that asks and points back ("I read of hydrogen. Who makes it?").
    pointed = max(
        (item.start for item in clauses if not (asking.isdisjoint(item) or pointing.isdisjoint(item))), default=-1
    )
    for clause in clauses:
        if address.issuperset(clause):
            continue
        hearsay = _hearsay(clause, words, bound, named, lang)
        if not named.isdisjoint(range(hearsay.stop, clause.stop)):
            address.update(hearsay)
            claimed |= bool(hearsay)
        said = next((at for at in clause if texts[at] in lang.askers), None)
        outside = parts_told > (not told.isdisjoint(clause))
        begins = min((at for at in clause if at in asking), default=None)
        if begins is None and clause.start not in stated and _begins_question(clause, texts, lang):
            continue
        if begins is None:
            leading = _is_doing(texts[clause.start], lang) or any(texts[at] in idle for at in clause)
            led = (leading or (not named <= set(clause) and _chats(clause, texts, stated, lang))) and not any(
                at in named or (at in told and at not in sorting and texts[at] not in idle) for at in clause
            )
            if (said is not None or led) and outside and clause.start >= pointed:
                aside.update(clause)
                continue
            begins = next((at for at in clause[1:] if _reported(at, texts, lang)), None)
            if said is not None and begins is None:  # "our board asks whether …": what is put begins after that word
                begins = next((at for at in clause if at > said and texts[at] in lang.complementizers), None)
        led_up = begins is not None and begins > clause.start and texts[begins - 1] in lang.reporting
        if not lang.segmented:  # no word changes its place to ask: what is put begins after the word for asking
            said = clause.start
            begins = max((at + 1 for at in clause if texts[at] in lang.reporting), default=None)
        elif begins is not None and led_up:  # "the head office wants to know how …"
            said = clause.start if said is None else said
        if begins is not None and said is not None and said < begins and told.intersection(range(begins, clause.stop)):
            amid.update(range(clause.start, begins))
        if told.intersection(clause):
            amid.update(
                at
                for at in clause[2:]
                if texts[at - 1] in possessing and " ".join(texts[at - 2 : at]) in lang.possessives
            )
    # A story goes on until something is asked or named ("I drive a lorry. Up and down all day. How many …?").
    first_asked = min(asking, default=0)
    for before, clause in pairwise(clauses):
        goes_on = aside.issuperset(before) and named.isdisjoint(clause) and not _begins_question(clause, texts, lang)
        if goes_on and pointed <= clause.start and clause.stop <= first_asked:
            aside.update(clause)
    # Where it is asked how many, but not of what, that was said before.
    meant = _topics(texts, lang)
    if elliptic:
        meant.update(range(asked[0].at))
    if not (aside or amid or address or meant):
        return _NONE
    return Asides(frozenset(aside - meant), frozenset(amid), frozenset(address), claimed, frozenset(meant))


def _asking(
    clauses: Sequence[range],
    texts: Sequence[str],
    asked: Set[int],
    claims: Sequence[tuple[int, int]],
    named: Set[int],
    stated: Set[int],
    lang: Language,
) -> set[int]:
    """The positions where something is asked, or put to be confirmed ("I was told to ask here. Who …?" is not)."""
    place = [number for number, clause in enumerate(clauses) for _ in clause]
    names_some = [not named.isdisjoint(clause) for clause in clauses]
    putting = {
        number
        for number, clause in enumerate(clauses)
        if names_some[number]
        and (not asked.isdisjoint(clause) or (clause.start not in stated and _begins_question(clause, texts, lang)))
    }
    return {*asked, *(at for at, _ in claims if names_some[place[at]] or not putting - {place[at]})}


def before_question(
    mentions: Sequence[Mention],
    words: Sequence[Word],
    asked: Sequence[Asked],
    meant: frozenset[int] = frozenset(),
) -> tuple[Mention, ...]:
    """Let everyday words in a clause of their own, before the one that asks, say next to nothing.

    What the matter is about is told there; names, measures, times and telling words constrain all the same, and so do
    words at the positions `meant`.
    """
    begins = max((at for at in range(asked[0].at + 1) if words[at].token.breaks), default=0) if asked else 0
    if not any(mention.weight > WEAK and mention.last > begins for mention in mentions):
        return tuple(mentions)  # "… What with?": all it is about is told before
    return tuple(
        mention._replace(weight=WEAK)
        if mention.last <= begins
        and WEAK < mention.weight <= REAL
        and not (mention.tagged("measure") or mention.first in meant)
        else mention
        for mention in mentions
    )


def after_question(
    mentions: Sequence[Mention], words: Sequence[Word], asked: Sequence[Asked], claims: Sequence[tuple[int, int]]
) -> tuple[Mention, ...]:
    """Let everyday words set off behind what asks say next to nothing, where no word changes its place to ask."""
    last = max(
        (*(item.at + len(item.words.split()) for item in asked), *(end for _, end in claims)), default=len(words)
    )
    begins = next((at for at in range(last, len(words)) if words[at].token.before), len(words))
    return tuple(
        mention._replace(weight=WEAK)
        if mention.first >= begins and WEAK < mention.weight <= REAL and not mention.tagged("measure")
        else mention
        for mention in mentions
    )


def leads_on(end: int, asked: Sequence[Asked], mentions: Sequence[Mention], vague: Container[str] = ()) -> bool:
    """Say whether what ends there only leads up to a question ("can you confirm who …"), and claims nothing itself."""
    begins = next((item.at for item in asked if item.at >= end and item.words not in vague), None)
    return begins is not None and not any(end <= item.first < begins and _tells(item) for item in mentions)


def _names(mention: Mention) -> bool:
    """Say whether a mention names something the facts are about."""
    return mention.weight > WEAK and any_tagged(mention.concepts, _NAMING)


def _sorts(mention: Mention) -> bool:
    """Say whether a mention names but a sort of things ("a company"), and constrains little."""
    return mention.weight <= SOFT and bool(mention.tagged("kind"))


def _tells(mention: Mention) -> bool:
    """Say whether a mention is of what the facts are about, not a word of the language alone."""
    return mention.weight > WEAK and any_tagged(mention.concepts, _TELLING)


def _clauses(words: Sequence[Word], lang: Language) -> Iterator[range]:
    """The clauses of a message: marks part them, dashes, and words that begin one."""
    spaced = frozenset() if lang.segmented else _spaced(words)
    starts = [
        at
        for at, word in enumerate(words)
        if at == 0
        or at in spaced
        or (word.token.before != " " and (word.token.breaks or _dashed(word.token.before)))
        or word.text in lang.clause_openers
        or (
            word.text in lang.speakers
            and words[at - 1].text not in lang.joining
            and words[at - 1].text not in lang.yes_no
        )
    ]
    for start, stop in pairwise([*starts, len(words)]):
        yield range(start, stop)


def _stated(words: Sequence[Word], ending: str) -> set[int]:
    """The positions in sentences that end as statements, where another one of the message ends as a question.

    Such a one asks nothing, though it may begin with its verb ("is for a quiz.").
    """
    stops = [at for at in range(1, len(words)) if not _STOPS.isdisjoint(words[at].token.before)]
    marks = [*(words[at].token.before for at in stops), ending]
    if not any("?" in mark for mark in marks):
        return set()
    bounds = [0, *stops, len(words)]
    return {
        at
        for (start, stop), mark in zip(pairwise(bounds), marks, strict=True)
        if not (_STOPS.isdisjoint(mark) or "?" in mark)
        for at in range(start, stop)
    }


@lru_cache
def _last_words(phrases: frozenset[str]) -> frozenset[str]:
    """The words that phrases end in."""
    return frozenset(phrase.rpartition(" ")[2] for phrase in phrases)


def _dashed(before: str) -> bool:
    """Say whether a dash parts a word from the one before; a hyphen joins them."""
    return before != "-" and before.strip() in _DASHES


def _spaced(words: Sequence[Word]) -> frozenset[int]:
    """The words that a space parts from the one before in a script that sets none apart; none if most are so."""
    found = frozenset(
        at
        for at, (before, word) in enumerate(pairwise(words), 1)
        if word.token.before == " " and is_cjk(before.text) and is_cjk(word.text)
    )
    return found if _PARTED * len(found) < len(words) else frozenset()


def _address(clauses: Sequence[range], texts: Sequence[str], bound: Set[int], lang: Language) -> set[int]:
    """Whom a message greets first, and what it is signed with."""
    greeting = _greeting(clauses, texts, lang)
    found = set(greeting) if bound.isdisjoint(greeting) else set[int]()
    for at, clause in enumerate(clauses[1:], 1):
        rest = range(clause.start, len(texts))
        if at >= len(clauses) - _FEW and not lang.closings.isdisjoint(texts[place] for place in clause[:2]):
            if len(rest) <= 2 * _FEW and bound.isdisjoint(rest):
                found.update(rest)
            break
    return found


def _greeting(clauses: Sequence[range], texts: Sequence[str], lang: Language) -> range:
    """The few words of greeting that a message opens with; none where it says nothing else."""
    opens = len(clauses) > 1 and texts[clauses[0].start] in lang.greetings and len(clauses[0]) <= _FEW
    return clauses[0] if opens else range(0)


def _hearsay(clause: range, words: Sequence[Word], bound: Set[int], named: Set[int], lang: Language) -> range:
    """The words by which a clause begins that somebody claims what follows ("a reader on the forum insists that …").

    Whoever is no name of the subject is nobody that the facts are about, though a mended name may look like one.
    """
    for at in clause[1 : _TELLER + 1]:
        if words[at].text in lang.claiming:
            teller = range(clause.start, at)
            known = any(place in named and words[place].typed is None for place in teller)
            opener = words[clause.start].text
            if known or not bound.isdisjoint(teller) or opener in lang.yes_no or opener in lang.speakers:
                break
            stop = at + 1
            while stop < clause.stop and words[stop].text in lang.complementizers:
                stop += 1
            return range(clause.start, stop)
    return range(clause.start, clause.start)


def _is_doing(word: str, lang: Language) -> bool:
    """Say whether a clause that begins with a word says what askers are doing ("filling in a form")."""
    return word.endswith(lang.participles) and word not in lang.ignored


def _begins_question(clause: range, texts: Sequence[str], lang: Language) -> bool:
    first = next((texts[at] for at in clause if texts[at] not in lang.clause_openers), None)
    return first in lang.yes_no


def _chats(clause: range, texts: Sequence[str], stated: Set[int], lang: Language) -> bool:
    """Say whether a clause that names nothing is talk: a name would stand alone.

    Where words are set apart, that is known only of a statement beside a question ("The dishes pile up. When …?").
    """
    if lang.segmented and not stated >= set(clause):
        return False
    return len(clause) >= _TALK and not any(texts[at] in lang.plain for at in clause)


def _reported(at: int, texts: Sequence[str], lang: Language) -> bool:
    """Say whether what is asked begins there, after a word for asking ("wonders whether …")."""
    return texts[at] in lang.complementizers and texts[at - 1] in lang.reporting


def _elliptic(item: Asked, texts: Sequence[str], lang: Language) -> bool:
    """Say whether it is asked how many, and not of what ("I'm asking about ferries. How many did they buy?")."""
    after = item.at + len(item.words.split())
    return item.ask is Ask.QUANTITY and not item.head and after < len(texts) and texts[after] in lang.yes_no


def _topics(texts: Sequence[str], lang: Language) -> set[int]:
    """What askers say they want or mean ("I'm talking about used ones", "we need the street"): that constrains."""
    found: set[int] = set()
    ending = _last_words(lang.topics)
    for at, text in enumerate(texts):
        if text not in ending:
            continue
        if text not in lang.topics and " ".join(texts[max(at - 1, 0) : at + 1]) not in lang.topics:
            continue
        for place in range(at + 1, min(at + _TOPIC, len(texts))):
            if texts[place] in lang.joining or texts[place] in lang.pronouns or texts[place] in lang.askers:
                break
            if texts[place] not in lang.lead_words:
                found.add(place)
    return found
