"""Answers: a question read, decided within its conversation, and put into words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, replace
from functools import partial

from mypy_extensions import mypyc_attr

from bot.factbase.models import Fact, FactBase
from bot.qa.arithmetic import Operation
from bot.qa.calculations import askings, read_calculations
from bot.qa.classes import Classes, stands_for_classes
from bot.qa.conversation import carried, extended, last_sentence, leans
from bot.qa.decisions import Decider, Decision
from bot.qa.figures import is_figure
from bot.qa.languages import DEFAULT, available
from bot.qa.languages.scripts import in_script, written
from bot.qa.memory import RememberingReader, RememberingRouter, TurnsRead
from bot.qa.mentions import SOFT
from bot.qa.models import (
    Ambiguous,
    Answer,
    Answered,
    Chat,
    Computed,
    Conversation,
    Corrected,
    Nearest,
    Reply,
    Shown,
    Turn,
    Unknown,
    facts_of,
)
from bot.qa.normalization import LENGTH_LIMIT
from bot.qa.once import once
from bot.qa.pairs import Pairs
from bot.qa.phrasing import Phrasing, replies
from bot.qa.pointing import Pointer
from bot.qa.postings import Postings
from bot.qa.reading import Reader
from bot.qa.reckoning import Reckoner, Setting
from bot.qa.rereading import rereadings
from bot.qa.routing import Router
from bot.qa.slots import FIGURES, Reading
from bot.qa.substance import content, names_any, names_only_documents
from bot.qa.thresholds import DEFAULT as STANDARD
from bot.qa.thresholds import MENDED, NAMED, REREAD, SPOKEN, STANDS, Thresholds
from bot.qa.traces import traced


@dataclass(frozen=True, slots=True)
class Index:
    """What an answerer works out from its fact base alone."""

    words: Mapping[str, Iterable[str]]
    """The words and pairs of words that are correctly spelled by language ("" for all), as they were met."""
    postings: Mapping[str, Postings]
    """The facts by concept, by the language of the question."""


@mypyc_attr(native_class=False)
class Answerer:
    """Answers questions over one fact base. Pure: the same base, question and conversation give the same reply."""

    def __init__(
        self,
        base: FactBase,
        index: Index | None = None,
        thresholds: Thresholds = STANDARD,
        *,
        remembers: bool = False,
    ) -> None:
        """Answer over a base by thresholds.

        `index` is what an answerer over this very base has worked out before; one that `remembers` keeps what it read
        and weighed, to decide it again `under` other thresholds.
        """
        self.base = base
        read, route = (RememberingReader, RememberingRouter) if remembers else (Reader, Router)
        self._reader = read(base.glossary, {source.id: source.aliases for source in base.sources.values()})
        if index is None:
            self._reader.teach(_texts(base))
        else:
            self._reader.teach_words(index.words)
        self._turns = TurnsRead()
        self._phrasing = Phrasing(base)
        self._kinds = {entity.id: entity.kind for entity in base.glossary.entities.values()}
        self._loose = {entity.id: entity.loosely for entity in base.glossary.entities.values() if entity.loosely}
        self._pointer = Pointer(base)
        self._rereads = len(base.served) <= REREAD
        postings = index.postings if index is not None else None
        self._decide_by(thresholds, Decider(base, self._reader, thresholds, postings, route))

    def _decide_by(self, thresholds: Thresholds, decider: Decider) -> None:
        self._thresholds = thresholds
        self._decider = decider
        self._router = decider.router
        self._reckoner = Reckoner(self.base, self._reader, decider, self._phrasing)
        self._pairs = Pairs(decider, self._reader, self._kinds)

    def under(self, thresholds: Thresholds) -> Answerer:
        """The same over the same index, by other thresholds."""
        other = copy(self)
        other._decide_by(thresholds, self._decider.under(thresholds))
        return other

    def prepare(self, tags: Iterable[str] | None = None) -> None:
        """Build what the first question in each language would else wait for; all languages where none is named."""
        tags = tuple(available() if tags is None else tags)
        self._decider.prepare(tags)
        for tag in tags:
            askings(tag)
            self._reader.prepare(tag)
            if self._classes is not None:
                self._classes.prepare(tag)

    @once
    def _classes(self) -> Classes | None:
        """What decides where the facts stand for classes of questions; None where each is to be met by what it says."""
        return Classes(self.base, self._reader) if stands_for_classes(self.base, self._reader) else None

    @property
    def index(self) -> Index:
        """What is worked out so far and can be kept: making it anew takes a while over many facts."""
        return Index(self._reader.taught, self._decider.postings)

    @property
    def known_questions(self) -> tuple[str, ...]:
        """Every wording of a served fact in the default language, for completion; the first of each fact first."""
        rounds = max((len(fact.questions) for fact in self.base.served), default=0)
        wordings = (fact.questions[at] for at in range(rounds) for fact in self.base.served if at < len(fact.questions))
        return tuple(dict.fromkeys(text for text in wordings if self._reader.detect(text) == DEFAULT))

    def reply(self, question: str, conversation: Conversation | None = None) -> Reply:
        """Answer one question, leaning on the conversation where the question does."""
        before = conversation or Conversation()
        if len(question) > LENGTH_LIMIT:
            decision = Decision(
                Unknown((), reason=replies(DEFAULT)["too_long"].format(limit=LENGTH_LIMIT)), "the question is too long"
            )
            return self._reply(question, self._reader.read(""), decision, before)
        reading = self._reader.read(question)
        if not reading.words:
            decision = Decision(
                Unknown(self._decider.suggestions(reading), reason=replies(reading.language.tag)["empty"]),
                "there is no question",
            )
            return self._reply(question, reading, decision, before)
        decision = self._decide_in(reading, before)
        return self._reply(question, reading, decision, before)

    def read(self, question: str) -> Reading:
        """Read a question as one that stands alone."""
        return self._reader.read(question)

    def decide(self, reading: Reading) -> Decision:
        """Decide a question that stands alone, without putting the answer into words."""
        return self._decide_in(reading, Conversation())

    def equals(self, decision: Decision) -> tuple[str, ...]:
        """Ids of the facts that would have answered as well as the one that came first."""
        return self._decider.equals(decision.candidates)

    def _reply(self, question: str, reading: Reading, decision: Decision, before: Conversation) -> Reply:
        asked_before = (turn.question for turn in reversed(before.turns))
        tag = written(reading.language.tag, (question, *asked_before))
        answer = _in_script(decision.answer, tag) if tag != reading.language.tag else decision.answer
        shown = tuple(item.fact.id for item in facts_of(answer))
        conversation = extended(before, question, shown) if shown else before
        if shown:
            self._turns.keep(conversation.turns[-1], reading)
        return Reply(
            question=question,
            answer=answer,
            text=self._phrasing.text(answer, tag),
            language=tag,
            factbase=self.base.digest,
            conversation=conversation,
            explain=partial(traced, reading, decision, self._reader, self._thresholds),
        )

    def _decide_in(self, reading: Reading, before: Conversation) -> Decision:
        """Decide within a conversation: alone where the question stands alone, else with what came before."""
        if self._classes is not None:
            alike = self._classes.decide(reading, self._decider.suggestions(reading))
            if isinstance(alike.answer, Answered) or reading.chat is None:
                return alike
        if reading.chat is not None:
            return Decision(Chat(reading.chat, self._decider.suggestions(reading)), "the whole message is small talk")
        if reading.about_self:
            if (last := self._last_sentence(reading)) is not None:
                return last
            return Decision(Unknown(self._decider.suggestions(reading)), "the question is about the program itself")
        plain = self._plain(reading, before)
        if not isinstance(plain.answer, (Answered, Corrected)):
            plain = self._loosely(reading, before) or self._otherwise(reading, before) or plain
        return self._reckoned(reading, before, plain) or plain

    def _otherwise(self, reading: Reading, before: Conversation) -> Decision | None:
        """Answer a question by what its misspelled words may stand for as well; None where it is none that is known.

        Nearly nothing of it may be left open then: what is guessed is no word that changes the meaning.
        """
        if not self._rereads or (before.turns and (leans(reading) or reading.person)):
            return None
        for other in rereadings(self._reader, reading):
            found = self._pairs.answer(other)
            if found is None:
                continue
            first = facts_of(found.answer)[0].fact
            best = next((item for item in found.candidates if item.profile.fact is first), None)
            if best is not None and best.likeness >= MENDED and best.open_weight <= SOFT:
                return found
        return None

    def _loosely(self, reading: Reading, before: Conversation) -> Decision | None:
        """Answer a question for a figure by what people also mean by a name in it; None where that does not."""
        meant = None if FIGURES.isdisjoint(reading.asks) else reading.meaning(self._loose)
        if meant is None:
            return None
        # Alone it is asked as a whole: what its parts say was found out before, by the name itself.
        found = self._plain(meant, before) if before.turns else self._decider.answer(meant)
        return found if found is not None and isinstance(found.answer, Answered) else None

    def _reckoned(self, reading: Reading, before: Conversation, plain: Decision) -> Decision | None:
        """Work out what the question asks to have worked out, if it does and that can be done."""
        calculations = read_calculations(reading)
        if not calculations and before.turns and reading.continues and not reading.asked and content(reading):
            earlier = read_calculations(self._said(before.turns[-1]))
            calculations = tuple(
                replace(item, rest=reading.text) for item in earlier if item.operation is Operation.RATE
            )
        if not calculations:
            return None
        said = tuple(map(self._answers, reversed(before.turns)))
        setting = Setting(partial(self._carried, before=before) if before.turns else None, said)
        found = self._reckoner.decide(calculations, reading, plain, setting)
        if len(reading.asked) > 1 and isinstance(plain.answer, Answered) and len(plain.answer.facts) > 1:
            # "What was paid for it, and how big is it?" is answered by a fact for each, if it cannot be worked out.
            return found if found is not None and isinstance(found.answer, Answered) else None
        if isinstance(plain.answer, Nearest) and plain.answer.reason is not None:
            # The passage on it is excluded, unless just what is asked follows from others.
            return found if found is not None and isinstance(found.answer, Answered) else None
        return found

    def _plain(self, reading: Reading, before: Conversation) -> Decision:
        """Decide by what the facts state themselves: alone, or leaning on the turns before, whichever does."""
        if not before.turns or names_only_documents(reading) or not (leans(reading) or reading.person):
            return self._pairs.decide(reading)
        alone = None
        if (
            names_any(reading)
            and not (reading.continues or reading.person)
            and content(reading) >= STANDS + reading.pronoun
        ):
            alone = self._pairs.decide(reading)
            if isinstance(alone.answer, (Answered, Corrected)):
                return alone
        leaning = self._lean(reading, before)
        if self._is_elsewhere(leaning, reading, before):
            leaning = self._beside(reading, before)
        nothing = isinstance(leaning.answer, Unknown)
        points_back = (reading.pronoun or reading.continues) and not reading.entities
        if reading.person or (points_back and content(reading) < 3):
            return leaning
        if nothing and reading.continues and reading.entities:
            return self._beside(reading, before)
        if not nothing and (
            reading.continues or isinstance(leaning.answer, (Answered, Corrected)) or _names_again(reading)
        ):
            return leaning
        alone = alone or self._pairs.decide(reading)
        if not isinstance(alone.answer, Answered):
            return alone if nothing else leaning
        return leaning if self._is_elsewhere(alone, reading, before) else alone

    def _is_elsewhere(self, decision: Decision, reading: Reading, before: Conversation) -> bool:
        """Say whether a question that names nobody is answered with what is of nothing that was spoken of.

        "At what price?" asks for the price of that, even where only that of something else is known.
        """
        if not isinstance(decision.answer, Answered) or content(reading) >= NAMED + reading.pronoun:
            return False
        weight = self._router(reading.language.tag).telling
        own = self._carried(reading, before)[0].entities
        if any(weight(f"entity:{id}") >= SPOKEN for id in own):  # it names somebody, or points at "the second one"
            return False
        turn = before.turns[-1]
        asked = self._said(turn).entities
        spoken = {id for fact in self._answers(turn) for id in fact.entities} | set(asked)
        telling = {id for id in spoken if weight(f"entity:{id}") >= SPOKEN}
        found = facts_of(decision.answer)[0].fact.entities
        if reading.pronoun and not set(asked).isdisjoint(found):
            return False  # "there" is what was asked about
        return bool(telling) and telling.isdisjoint(found)

    def _is_of_another_sort(self, decision: Decision, reading: Reading, before: Conversation) -> bool:
        """Say whether a question that names another time alone, after a figure, is met with anything else.

        "And in all of 2020?" asks for the figure of that time, even where only something else is known of it.
        """
        said = self._answers(before.turns[-1])[:1]
        if not (reading.timespans and said and is_figure(said[0])):
            return False
        # "And what was it in 2020?" asks for no more than that.
        asks_more = any(item.words not in reading.language.vague for item in reading.asked)
        if asks_more or reading.verification or content(reading) > len(reading.timespans):
            return False
        found = [shown.fact for shown in facts_of(decision.answer)[:1]]
        return not any(is_figure(fact) and fact.measure == said[0].measure for fact in found)

    def _last_sentence(self, reading: Reading) -> Decision | None:
        """Answer the question that a message about the program ends with, if it does."""
        text = last_sentence(reading.text)
        last = self._reader.read(text, reading.language.tag)
        if text == reading.text or last.about_self or not (last.asked or last.verification):
            return None
        order = self._reader.read(reading.text.removesuffix(text), reading.language.tag)
        if not set(order.entities).isdisjoint(last.entities):
            return None  # it is told what to take for true of the very thing
        decision = self._pairs.decide(last)
        return decision if isinstance(decision.answer, Answered) else None

    def _beside(self, reading: Reading, before: Conversation) -> Decision:
        """Offer the last answer again, where nothing is known of another name, or of what else is asked about."""
        names = tuple(self.base.glossary.entities[id].name for id in reading.entities)
        names = names or tuple(mention.text for mention in reading.mentions if mention.weight > 0)
        names = names or tuple(span.words for span in reading.timespans)
        facts = tuple(Shown(fact, 0.0) for fact in self._answers(before.turns[-1])[:1])
        return Decision(Nearest(facts, names), f"nothing is known of {', '.join(names) or 'it'}")

    def _said(self, turn: Turn) -> Reading:
        """The question of an earlier turn as read."""
        return self._turns.read(turn) or self._reader.read(turn.question)

    def _answers(self, turn: Turn) -> tuple[Fact, ...]:
        """The facts that an earlier turn was answered with, as far as they are still there."""
        return tuple(self.base.facts[id] for id in turn.fact_ids if id in self.base.facts)

    def _lean(self, reading: Reading, before: Conversation) -> Decision:
        carried = self._carried(reading, before)
        if reading.pronoun and reading.asked and not content(reading):
            # "Who said that?" is about what was answered.
            found = self._decider.answer_by(self._answers(before.turns[-1]), *carried[:2])
            if found is not None:
                return found
        if reading.person and carried[2]:
            # "And what does he say of it?" is about who was the answer, and asks for more than that.
            found = self._decider.answer_naming(carried[2], *carried[:2])
            if found is not None and facts_of(found.answer)[0].fact.id not in before.turns[-1].fact_ids:
                return found
        leaning = self._decider.decide(*carried)
        if self._is_of_another_sort(leaning, reading, before):
            return self._beside(reading, before)
        wanted = any(mention.weight > 0 and not mention.tagged("entity") for mention in reading.mentions)
        if reading.asked or not wanted or isinstance(leaning.answer, (Answered, Corrected)):
            return leaning
        # "And the growth?" names what it asks for, which is not what was asked before.
        return self._decider.answer(replace(carried[0], asked=()), *carried[1:]) or leaning

    def _carried(self, reading: Reading, before: Conversation) -> tuple[Reading, Reading, frozenset[str]]:
        """The question with what it takes from the turns before, what those were about, and what their answer was."""
        context = self._said(before.turns[-1])
        for turn in reversed(before.turns[:-1]):
            if not leans(context):
                break
            _, earlier = carried(context, self._said(turn), self._kinds)
            context = replace(context, mentions=(*context.mentions, *earlier.mentions))
        router = self._router(reading.language.tag)
        said = self._answers(before.turns[-1])
        reading = self._pointer.pointed(reading, context, said)
        if reading.broad and reading.continues:
            reading = replace(reading, broad=False)
        answers = frozenset(
            id
            for fact in said
            for id in fact.entities
            if id not in context.entities and router.telling(f"entity:{id}") >= self._thresholds.telling
        )
        return (*carried(reading, context, self._kinds), answers)


def _names_again(reading: Reading) -> bool:
    """Say whether a question points back to something of a kind ("that country", "those factories")."""
    return any(
        (mention.tagged("kind") or mention.tagged("term"))
        and mention.first > 0
        and reading.words[mention.first - 1].text in reading.language.pronouns
        for mention in reading.mentions
    )


def _in_script(answer: Answer, tag: str) -> Answer:
    """Put what an answer says of its own into the script of the asker."""

    def put(texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(in_script(text, tag) for text in texts)

    def figure(computed: Computed | None) -> Computed | None:
        return computed and replace(computed, text=in_script(computed.text, tag))

    match answer:
        case Corrected(missing=missing, computed=computed):
            return replace(answer, missing=put(missing), computed=figure(computed))
        case Nearest(missing=missing, refused=refused):
            return replace(answer, missing=put(missing), refused=in_script(refused, tag) if refused else None)
        case Unknown(suggestions=suggestions, missing=missing, reason=reason):
            said = in_script(reason, tag) if reason is not None else None
            return Unknown(put(suggestions), put(missing), said)
        case Chat(suggestions=suggestions):
            return replace(answer, suggestions=put(suggestions))
        case Answered(computed=computed):
            return replace(answer, computed=figure(computed))
        case Ambiguous():
            return answer


def _texts(base: FactBase) -> Iterator[str]:
    for fact in base.facts.values():
        yield from (fact.statement, *fact.wordings, *(item.quote for item in fact.evidence))
    for source in base.sources.values():
        yield source.title
