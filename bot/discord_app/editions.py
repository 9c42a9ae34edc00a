"""An edition: one fact base with all that answering from it takes. It never changes; a reload swaps the whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from bot.discord_app.changes import Covered, total
from bot.discord_app.completion import CHOICES, LENGTH, Completion
from bot.discord_app.renderings import Rendering
from bot.factbase.coverage import cover
from bot.factbase.loading import load
from bot.factbase.models import Fact, FactBase
from bot.qa.answering import Answerer
from bot.qa.languages import DEFAULT, available, language
from bot.qa.languages.scripts import in_script, script, scripts
from bot.qa.models import Answered
from bot.qa.phrasing import Phrasing

EXAMPLES = 5
_WARMING = 20
"""How many words of a language make a text that is taken for it."""


@dataclass(frozen=True, slots=True)
class Edition:
    """What is in service."""

    base: FactBase
    answerer: Answerer
    phrasing: Phrasing
    completion: Completion
    openers: tuple[tuple[str, ...], tuple[str, ...]]
    """What is offered before anything is typed: questions of the default language, and of all others."""
    asked: dict[str, str]
    """The id of the fact that each known wording stands under."""
    examples: tuple[str, ...]
    """Questions of several topics that were asked and answered when the edition was made."""
    covered: Covered
    written: dict[tuple[str, str, str], tuple[Fact, tuple[str, ...]]] = field(default_factory=dict, compare=False)
    """What facts say in each language, once it was asked for; a fact never changes within an edition."""
    rendered: dict[tuple[str, str], tuple[Fact, Rendering]] = field(default_factory=dict, compare=False)
    """Facts with their proof as they are shown in each language, once it was asked for."""
    rewritten: dict[str, dict[str, str]] = field(default_factory=dict, compare=False)
    """`asked` with each wording as it reads in another script, once it was asked for."""

    @property
    def digest(self) -> str:
        """The short digest by which people tell one fact base from another."""
        return short(self.base.digest)

    def write(self, what: str, fact: Fact, tag: str, writing: Callable[[], tuple[str, ...]]) -> tuple[str, ...]:
        """Return what `writing` makes of a fact in a language; it is made but once."""
        known = self.written.get((what, fact.id, tag))
        if known is None or known[0] is not fact:
            known = self.written[what, fact.id, tag] = fact, writing()
        return known[1]

    def label(self, fact: Fact, tag: str) -> str:
        """A few words to tell a fact from another."""
        return self.write("label", fact, tag, lambda: (self.phrasing.choice(fact, tag),))[0]

    def complete(self, typed: str, tag: str) -> tuple[str, ...]:
        """Offer the known questions most like what is being typed, to somebody who reads the language `tag`."""
        if typed.strip():
            return self.completion.choices(typed)
        return self.openers[tag != DEFAULT] or self.openers[0]

    def asked_in(self, tag: str) -> Mapping[str, str]:
        """The id of the fact that each known wording stands under, as it reads in a language's script."""
        if script(tag) is None:
            return self.asked
        if tag not in self.rewritten:
            self.rewritten[tag] = self.asked | {in_script(wording, tag): id for wording, id in self.asked.items()}
        return self.rewritten[tag]

    def served(self, id: str) -> Fact | None:
        """Find a fact that may be shown."""
        fact = self.base.facts.get(id)
        return None if fact is None or fact.withdrawn else fact


def short(digest: str) -> str:
    """Shorten a digest to what people compare at a glance."""
    return digest.removeprefix("sha256:")[:8]


def publish(facts: Path, seeds: Path) -> Edition:
    """Load and check a fact base and make it ready for service; raise FactBaseError where it is at fault."""
    return edition_of(load(facts, seeds))


def edition_of(base: FactBase) -> Edition:
    """Make a fact base ready for service."""
    answerer = Answerer(base)
    answerer.prepare()
    known = answerer.known_questions
    set_known = frozenset(known)
    asked = {question: fact.id for fact in base.served for question in fact.questions}
    edition = Edition(
        base=base,
        answerer=answerer,
        phrasing=Phrasing(base),
        completion=Completion((*known, *asked)),
        openers=(_openers(known), _openers(question for question in asked if question not in set_known)),
        asked=asked,
        examples=_examples(base, answerer, known),
        covered=total(tuple(cover(base))),
    )
    warm(edition)
    return edition


def warm(edition: Edition) -> None:
    """Ask something known, and something in every language and script: much is made ready only when it is first met."""
    for question in edition.openers[0][:1]:
        edition.answerer.reply(question)
    for tag in available():
        words = " ".join(sorted(language(tag).function_words, key=len)[-_WARMING:])
        for text in (words, *(one.write(words) for one in scripts() if one.language == tag)):
            edition.answerer.reply(text)


def _openers(questions: Iterable[str]) -> tuple[str, ...]:
    return tuple(islice((question for question in questions if len(question) <= LENGTH), CHOICES))


def _examples(base: FactBase, answerer: Answerer, known: tuple[str, ...]) -> tuple[str, ...]:
    """Choose a question from each of several topics, and only what is answered by the fact that it stands under."""
    chosen: list[str] = []
    topics: set[str] = set()
    facts = {question: fact for fact in base.served for question in fact.questions}
    for question in known:
        fact = facts[question]
        if fact.topic in topics or len(question) > 80:
            continue
        reply = answerer.reply(question)
        if isinstance(reply.answer, Answered) and reply.facts[0].fact.id == fact.id:
            chosen.append(question)
            topics.add(fact.topic)
        if len(chosen) == EXAMPLES:
            break
    return tuple(chosen)
