"""Every constraint of a question held against a fact: what is not met, and whether the fact contradicts it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from mypy_extensions import mypyc_attr

from bot.factbase.models import Figure, Glossary, Modality
from bot.factbase.periods import Period
from bot.qa.dating import denies, is_measured, is_planned_for, period_met
from bot.qa.expectations import Expectations
from bot.qa.figures import PERCENT
from bot.qa.languages import Language
from bot.qa.mentions import SOFT, Mention
from bot.qa.mismatches import Constraint, Mismatch, unsaid
from bot.qa.profiles import Profile
from bot.qa.quantities import Quantity
from bot.qa.relations import Relations
from bot.qa.slots import Ask, Reading
from bot.qa.standings import HELD, LOOSE, MET, PLAIN, STATED, WORDED

QUOTED_ONLY = 0.9
"""What a word costs that stands in a fact's quote but nowhere in the fact itself, in parts of a whole word."""

LOOSELY = 1.0
"""What a word costs that stands in a looser wording alone, in parts of a whole word and of how unlike that one is."""

_WHOLE = "sense:whole"
"""What is said of all of something ("100 %")."""

_SAYING = "sense:saying"
"""What somebody is asked about, or quoted, for."""

_OPPOSED = ("sense", "term")
"""The kinds of concept that have opposites; pairs are named without them."""

_PRESUMING = frozenset({Ask.REASON, Ask.AGENT})
"""What takes it that something is so: asking why it is, or who did it."""

SAME_CLAIM = 0.75
"""From this overlap of meanings on, a question puts the same claim as a wording does."""


@mypyc_attr(allow_interpreted_subclasses=True, serializable=True)
class Constraints:
    """Holds questions against facts over one glossary."""

    def __init__(
        self,
        glossary: Glossary,
        relations: Relations,
        published: dict[str, Period],
        lang: Language,
        meanings: Mapping[str, frozenset[str]] | None = None,
        words: Mapping[str, tuple[tuple[str, ...], ...]] | None = None,
    ) -> None:
        """Hold to a glossary, with what is said of meanings in `lang`.

        `meanings` are what the words that name a measure mean beside it, `words` what each word alone means of the
        names of entities in several words.
        """
        self._unique, self._once, self._ends = (
            frozenset(f"sense:{sense}" for sense in senses) for senses in (lang.unique, lang.once_only, lang.ends)
        )
        self._meanings = meanings or {}
        self._named = words or {}
        self._glossary = glossary
        self._relations = relations
        self._published = published
        self._places = frozenset(
            place
            for entity in glossary.entities.values()
            for place in (*entity.part_of, *((entity.home,) if entity.home else ()))
        )
        self._general = frozenset(
            parent
            for entity in glossary.entities.values()
            for parent in entity.is_a
            if glossary.entities[parent].kind == entity.kind and not glossary.entities[parent].is_a
        )
        self._expectations = Expectations(glossary, relations, self._places)
        self._opposites: dict[str, set[str]] = defaultdict(set)
        for pair in lang.opposites:
            for one, other in (pair, pair[::-1]):
                for kind in _OPPOSED:
                    self._opposites[f"{kind}:{one}"].update(f"{each}:{other}" for each in _OPPOSED)

    def mismatches(
        self, reading: Reading, profile: Profile, standings: Iterable[tuple[Mention, int]] | None = None
    ) -> Iterator[Mismatch]:
        """Yield every constraint of the question that the fact does not meet; often the first one is enough to know.

        `standings` are its mentions that constrain with how each stands to the fact, where that is known.
        """
        if standings is None:
            standings = ((item, self.standing(item, profile)) for item in reading.distinct if item.weight > 0)
        for mention, standing in standings:
            if standing & MET:
                if not standing & HELD:
                    yield unsaid(mention, reading, QUOTED_ONLY)
            elif standing & LOOSE:
                unlike = 1 - self._alike_with(mention, reading, profile)
                yield unsaid(mention, reading, LOOSELY * unlike)
            else:
                yield self._unmet(mention, profile, reading)
        if profile.fact.scope is not None:
            yield from self._scope(reading, profile)
        if reading.excluded or reading.beyond:
            yield from self._aside(reading, profile)
        if not reading.asked:
            yield from self._subject(reading, profile)
        if profile.fact.said_by:
            yield from self._saying(reading, profile)
        if reading.timespans:
            yield from self._periods(reading, profile)
        if reading.quantities:
            yield from self._numbers(reading, profile)
        if reading.asked:
            yield from self._asked(reading, profile)
        yield from self._put(reading, profile)

    def standing(self, mention: Mention, profile: Profile) -> int:
        """Return whether, and where, the fact speaks of what a mention names."""
        concepts = mention.concepts
        plain, loose = not profile.strong.isdisjoint(concepts), not profile.loose.isdisjoint(concepts)
        found = STATED if plain and not profile.statement.isdisjoint(concepts) else 0
        if self.met(mention, profile):
            found |= MET
            if plain or mention.tagged("entity") or mention.tagged("kind"):
                found |= PLAIN | HELD
            elif self.held(mention, profile):
                found |= HELD
        elif loose and self._may_be_loose(mention, profile):
            found |= LOOSE
        if plain or loose or (mention.tagged("entity") and not profile.worded.isdisjoint(concepts)):
            found |= WORDED
        return found

    def loosely_met(self, mention: Mention, profile: Profile) -> bool:
        """Say whether only looser wordings of the fact speak of what a mention names."""
        if profile.loose.isdisjoint(mention.concepts) or self.met(mention, profile):
            return False
        return self._may_be_loose(mention, profile)

    def _may_be_loose(self, mention: Mention, profile: Profile) -> bool:
        """Say whether looser wordings may speak for a fact of what a mention names."""
        if mention.weight > SOFT and mention.tagged("measure"):
            return False  # a fact of one measure is of no other, however people put it
        return not self._opposed(mention, profile)

    def _against(self, mention: Mention, profile: Profile) -> bool:
        """Say whether a fact states the opposite of a term of the subject that is named, and not that itself."""
        opposed = [self._opposites[term] for term in mention.tagged("term") if term in self._opposites]
        if not opposed or not profile.statement.isdisjoint(mention.concepts):
            return False
        return any(one in profile.statement for others in opposed for one in others if one.startswith("term:"))

    def _opposed(self, mention: Mention, profile: Profile) -> bool:
        """Say whether a fact speaks of the opposite of what a mention names."""
        return self._opposed_in(mention.concepts, profile.strong)

    def _opposed_in(self, concepts: Iterable[str], spoken: frozenset[str]) -> bool:
        """Say whether the opposite of some of these concepts is among others."""
        opposed = (self._opposites[concept] for concept in concepts if concept in self._opposites)
        return any(not others.isdisjoint(spoken) for others in opposed)

    @staticmethod
    def _alike_with(mention: Mention, reading: Reading, profile: Profile) -> float:
        """How like the question the most similar wording is that speaks of what a mention names."""
        asked = reading.meanings
        concepts = mention.concepts
        spoken = [wording for wording in profile.wordings if not wording.concepts.isdisjoint(concepts)]
        return max([wording.overlap(asked) for wording in spoken], default=0.0)

    @staticmethod
    def held(mention: Mention, profile: Profile) -> bool:
        """Say whether the fact itself, not only the sentence that it quotes, speaks of what a mention names."""
        strong = profile.strong
        if not strong.isdisjoint(mention.concepts) or mention.tagged("entity") or mention.tagged("kind"):
            return True
        return bool(mention.parts) and all(
            any(concept in strong or concept.startswith(("entity:", "kind:")) for concept in part)
            for part in mention.parts
        )

    def met(self, mention: Mention, profile: Profile) -> bool:
        """Say whether the fact speaks of what a mention names."""
        if mention.weight > SOFT and profile.fact.measure is not None and (measures := mention.tagged("measure")):
            if profile.speaks_of(measures):
                return True
            # A word with another meaning ("Anteil", a stake or a proportion) may have been meant by that one.
            told = profile.statement.intersection(mention.tagged("sense"))
            if not told:
                return False
            own = {concept for measure in measures for concept in self._meanings.get(measure, ())}
            return bool(own) and not told <= own
        if profile.speaks_of(mention.concepts):
            return True
        return bool(mention.parts) and all(map(profile.speaks_of, mention.parts))

    def _unmet(self, mention: Mention, profile: Profile, reading: Reading) -> Mismatch:
        if self._opposed(mention, profile):
            # What begins may have ended since; what grew did not drop.
            ends = profile.fact.change is None and not self._ends.isdisjoint(mention.concepts)
            denied = not ends and self._opposed_in(mention.concepts, profile.statement)
            return Mismatch(Constraint.DIRECTION, mention.text, 1.0, contradicted=denied, part=mention)
        if mention.tagged("entity"):
            if self._is_understood(mention, profile):
                return unsaid(mention, reading)
            named = self._called(next(mention.of("entity")), reading)
            others = self._others(mention.of("entity"), profile, reading)
            alone = bool(others) or not self._places.isdisjoint(mention.of("entity"))
            claims = reading.verification or Ask.REASON in reading.asks
            denied = claims and self._leaves_no_other(
                others or self._others(self._around(mention, profile), profile, reading), profile, reading
            )
            return Mismatch(Constraint.ENTITY, named, 1.0, denied, alone, mention)
        if mention.tagged("source"):
            return Mismatch(Constraint.ENTITY, mention.text, 1.0)
        if mention.weight > SOFT and mention.tagged("measure"):
            return Mismatch(Constraint.MEASURE, mention.text, 1.0)
        if _WHOLE in mention.concepts and _is_part(profile.fact.value):
            return Mismatch(Constraint.NUMBER, mention.text, 1.0, contradicted=True, part=mention)
        return unsaid(mention, reading)

    def _is_understood(self, mention: Mention, profile: Profile) -> bool:
        """Say whether a mention names but the most general of its kind, and the fact nothing of that kind."""
        ids = frozenset(mention.of("entity"))
        if self._general.isdisjoint(ids):
            return False
        kinds = {self._glossary.entities[id].kind for id in ids}
        return not any(self._glossary.entities[id].kind in kinds for id in profile.named)

    def _around(self, mention: Mention, profile: Profile) -> frozenset[str]:
        """What a place that a question names lies in, if a fact names none of it: Kent is elsewhere than Cardiff."""
        around = frozenset(up for id in mention.of("entity") for up in self._relations.get(id, ()))
        return around if around.isdisjoint(profile.named) else frozenset()

    def _others(self, ids: Iterable[str], profile: Profile, reading: Reading) -> frozenset[str]:
        """What a fact names, and a question does not, of the same kind as some of these."""
        entities = self._glossary.entities
        kinds = {entities[id].kind for id in ids if id in entities}
        others = profile.named - set(reading.entities)
        return frozenset(id for id in others if id in entities and entities[id].kind in kinds)

    def _leaves_no_other(self, others: frozenset[str], profile: Profile, reading: Reading) -> bool:
        """Say whether a fact names something beside which there can be no other; a first one, only as to who is first.

        "Is the harbour in Kent?" is denied by the county that it is in, "did Kent build a harbour?" by no other's.
        """
        only = (names for whose, names in profile.fact.exclusive.items() if whose in reading.entities)
        if others.isdisjoint(chain.from_iterable(only)):
            return False
        ranks = profile.statement & self._unique
        if not ranks or not ranks.isdisjoint(reading.meanings):
            return True
        parts = chain.from_iterable(mention.parts for mention in reading.mentions)  # of "world's largest"
        return not ranks.isdisjoint(chain.from_iterable(parts))

    def _called(self, id: str, reading: Reading) -> str:
        """What an entity is called in the language that the question is answered in."""
        entity = self._glossary.entities[id]
        names = entity.names_in.get(reading.language.tag) if reading.language.replies else None
        return names[0] if names else entity.name

    def _scope(self, reading: Reading, profile: Profile) -> list[Mismatch]:
        """A figure that counts one kind of thing answers for no other kind, wider or narrower."""
        scope = profile.fact.scope
        if scope is None or scope not in self._glossary.entities:
            return []
        kind = self._glossary.entities[scope].kind
        if scope in reading.excluded or scope in reading.beyond:
            return [Mismatch(Constraint.SCOPE, self._called(scope, reading))]
        for id in reading.excluded:
            if scope in self._relations.get(id, frozenset()):  # all boats are more than "the boats that are no ferries"
                return [Mismatch(Constraint.SCOPE, self._called(id, reading))]
        named = [id for id in reading.entities if self._glossary.entities[id].kind == kind]
        within = any(scope in self._relations.get(id, frozenset()) for id in reading.entities)
        if not named or within or self._named_by_parts(scope, reading) or self._named_by_words(scope, reading):
            return []
        figures = {Ask.QUANTITY, Ask.AMOUNT, Ask.PERCENT, Ask.MONEY} & reading.asks
        if is_measured(profile.fact) and not (figures or reading.measures or reading.quantities):
            return []
        return [Mismatch(Constraint.SCOPE, self._called(named[0], reading))]

    def _subject(self, reading: Reading, profile: Profile) -> list[Mismatch]:
        """Key words that name somebody, a measure and a time want that one's figure, not what another did to them."""
        if reading.asked or reading.verification or not (reading.measures and reading.timespans):
            return []
        if not all(
            mention.tagged("entity") or mention.tagged("measure") for mention in reading.mentions if mention.weight
        ):
            return []
        first: dict[str, str] = {}
        for id in profile.fact.entities:
            first.setdefault(self._glossary.entities[id].kind, id)
        named = {self._glossary.entities[id].kind: id for id in reversed(reading.entities)}
        return [
            Mismatch(Constraint.ENTITY, self._called(id, reading), alone=True)
            for kind, id in named.items()
            if id in profile.fact.entities and first[kind] not in reading.entities
        ]

    def _aside(self, reading: Reading, profile: Profile) -> list[Mismatch]:
        """A fact about what the question sets aside, and about nothing else of its kind, is beside the point."""
        found = []
        aside = {*reading.excluded, *reading.beyond}
        for id in sorted(aside):
            kind = self._glossary.entities[id].kind
            above = self._relations.get(id, frozenset()) - {id}  # "a foreign carmaker" is no other than one that is
            alike = {other for other in profile.named - above if self._glossary.entities[other].kind == kind}
            if id in alike and alike <= aside:
                found.append(Mismatch(Constraint.ENTITY, self._called(id, reading)))
        return found

    def _saying(self, reading: Reading, profile: Profile) -> list[Mismatch]:
        """What somebody said of something is told by what they, or one of theirs, are quoted as saying."""
        said = next((mention.text for mention in reading.mentions if _SAYING in mention.concepts), None)
        if said is None:
            return []
        at = next((at for at, word in enumerate(reading.words) if word.text == said), 0)
        asked = [id for mention in reading.mentions if mention.last <= at for id in mention.of("entity")]
        quoted = frozenset[str]().union(*(self._relations.get(id, frozenset({id})) for id in profile.fact.said_by))
        if not asked or not quoted.isdisjoint(asked):
            return []
        return [Mismatch(Constraint.ENTITY, self._called(asked[0], reading))]

    def _named_by_parts(self, id: str, reading: Reading) -> bool:
        """Say whether a question names all that something belongs to and lies in ("the Dover office of Ferry Ltd")."""
        entity = self._glossary.entities[id]
        parents = {*entity.belongs_to, *entity.part_of}
        return len(parents) > 1 and parents <= set(reading.entities)

    def _named_by_words(self, id: str, reading: Reading) -> bool:
        """Say whether a question names something by the words of its name apart ("cars that are electric")."""
        words = self._named.get(id, ())
        return bool(words) and all(not reading.meanings.isdisjoint(concepts) for concepts in words)

    def _periods(self, reading: Reading, profile: Profile) -> list[Mismatch]:
        fact, published = profile.fact, [self._published[item.source] for item in profile.fact.evidence]
        figure = any(item.agrees(value, unit) for item in reading.quantities for value, unit in profile.numbers)
        told = not is_measured(fact) and not (self._once & reading.meanings).isdisjoint(profile.strong)
        came_about = (
            Ask.AGENT in reading.asks
            or (reading.verification and not reading.quantities)
            or any(
                item.ask is Ask.THING and any(concept.startswith("kind:") for concept in item.head)
                for item in reading.asked
            )
        )
        # What came about but once was at no other time, nor has a figure another; whatever else is so may be again.
        # Of several times that are named, one is held against the other.
        alone = len(reading.timespans) == 1
        return [
            Mismatch(
                Constraint.PERIOD,
                span.words,
                contradicted=denies(
                    span, fact, once=told or (alone and is_planned_for(span, fact, published)), figure=figure
                ),
                part=span,
            )
            for span in reading.timespans
            if (is_measured(fact) or not span.carried)
            and not period_met(span, profile, published, came_about=came_about)
        ]

    def _numbers(self, reading: Reading, profile: Profile) -> list[Mismatch]:
        found: list[Mismatch] = []
        for quantity in reading.quantities:
            if not reading.verification and any(quantity.agrees(value, unit) for value, unit in profile.quoted):
                continue  # it tells what is meant, and claims nothing
            confirmed = not (reading.verification and profile.numbers_quoted)
            claimed = reading.verification
            if confirmed and any(quantity.agrees(value, unit, claimed=claimed) for value, unit in profile.numbers):
                continue
            if quantity.unit is None and f"stem:{quantity.words}" in profile.vocabulary:
                continue
            rival = (
                quantity.unit in profile.stated or _is_otherwise_counted(quantity, profile)
            ) and not _is_told_beside(quantity, reading, profile)
            if quantity.weight < 1 and not (rival and reading.verification):
                found.append(Mismatch(Constraint.WORD, quantity.words, quantity.weight))
                continue
            found.append(Mismatch(Constraint.NUMBER, quantity.words, contradicted=rival, part=quantity))
        return found

    def _asked(self, reading: Reading, profile: Profile) -> list[Mismatch]:
        untold = (self._expectations.unmet(asked, reading, profile) for asked in reading.asked)
        return [Mismatch(Constraint.ASKED, words) for words in untold if words is not None][:1]

    @staticmethod
    def _denied(reading: Reading, profile: Profile) -> bool:
        """Say whether a true statement of this fact, put as the question puts it, holds a "not"."""
        asked = reading.meanings
        likeness, put = SAME_CLAIM, set[bool]()
        for wording in profile.claims:
            alike = wording.overlap(asked)
            if alike > likeness:
                likeness, put = alike, set()
            if alike == likeness:
                put.add(wording.negated)
        if len(put) > 1:
            return reading.negated  # it is asked either way
        return put.pop() if put else profile.negated

    @staticmethod
    def _outcome_asked(reading: Reading, profile: Profile) -> bool:
        """Say whether a plan or a possibility is asked about as something that is so."""
        if profile.fact.modality is Modality.STATED or not asks_outcome(reading):
            return False
        return reading.happened or (profile.fact.modality is not Modality.EXPECTED and not reading.reported)

    def _roles(self, reading: Reading, profile: Profile) -> list[Mismatch]:
        """An actor in the question that is the object in the fact, or the other way round."""
        found: list[Mismatch] = []
        if not profile.roles:
            return found
        turned = [
            (sense, id, actor)
            for sense, id, actor in sorted(reading.roles)  # in one order, whatever that of the set
            if (sense, id, not actor) in profile.roles and (sense, id, actor) not in profile.roles
        ]
        swapped = len({actor for _, _, actor in turned}) > 1  # who does it and to whom are the other way round
        for sense, id, actor in turned:
            kind = self._glossary.entities[id].kind
            if swapped or any(
                role[0] == sense and role[2] == actor and self._glossary.entities[role[1]].kind == kind
                for role in profile.roles
            ):
                found.append(Mismatch(Constraint.ROLE, self._called(id, reading), contradicted=True))
        if reading.verification and not found and not reading.meanings.isdisjoint(self._unique & profile.statement):
            for sense, id, actor in sorted(profile.roles):
                if actor or id not in reading.entities or f"sense:{sense}" in reading.meanings:
                    continue
                doers = {other for one, other, acts in profile.roles if one == sense and acts}
                if doers and doers.isdisjoint(reading.entities):
                    # What is claimed of one is what the fact says of who came in its place.
                    found.append(Mismatch(Constraint.ROLE, self._called(id, reading), contradicted=True))
        return found

    def _put(self, reading: Reading, profile: Profile) -> list[Mismatch]:
        """How the question puts its claim: as denied, as come about, with actor and object the other way round."""
        found: list[Mismatch] = []
        if reading.verification and reading.negated != self._denied(reading, profile):
            found.append(Mismatch(Constraint.NEGATION, "not", contradicted=True))
        if not reading.negated:
            found.extend(
                Mismatch(Constraint.NEGATION, mention.text)
                for mention in _presumed(reading)
                if not profile.denied.isdisjoint(mention.concepts) or self._against(mention, profile)
            )
        found.extend(self._roles(reading, profile))
        if self._outcome_asked(reading, profile):
            found.append(Mismatch(Constraint.HAPPENED, ""))
        return found


def _is_otherwise_counted(quantity: Quantity, profile: Profile) -> bool:
    """Say whether a fact has the very sum of a question in another currency ("1.2 billion euros" that are dollars)."""
    return quantity.bound is None and any(
        None not in (unit, quantity.unit) and PERCENT not in (unit, quantity.unit) and unit != quantity.unit
        for value, unit in profile.numbers
        if value == quantity.value
    )


def _is_told_beside(quantity: Quantity, reading: Reading, profile: Profile) -> bool:
    """Say whether the figure of a fact is another number of the question ("from 3 to 5 %"), so that this one is not."""
    return any(
        other is not quantity and other.unit == quantity.unit and other.agrees(value, unit)
        for other in reading.quantities
        for value, unit in profile.numbers
    )


def _is_part(level: Figure | None) -> bool:
    """Say whether a level is a part of something, and not the whole of it."""
    return level is not None and level.unit == "%" and level.value < 100


def asks_outcome(reading: Reading) -> bool:
    """Say whether a question asks about something as being so, which a plan or a possibility may not be."""
    ahead = any(span.relation in ("by", "from") for span in reading.timespans)
    figure = reading.verification and bool(reading.quantities) and not ahead
    return reading.modality is Modality.STATED and (reading.happened or figure)


def _presumed(reading: Reading) -> Sequence[Mention]:
    """What a question takes to be so: why it is, who did it or which it is, no fact tells that says it is not."""
    if not _PRESUMING.isdisjoint(reading.asks):
        return reading.mentions
    heads = reading.heads
    return [mention for mention in reading.mentions if not heads.isdisjoint(mention.concepts)] if heads else ()
