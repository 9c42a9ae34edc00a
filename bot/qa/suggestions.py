"""Questions that Roro offers where it knows no answer."""

from __future__ import annotations

from collections.abc import Callable

from bot.factbase.models import Fact, FactBase
from bot.qa.figures import is_figure
from bot.qa.models import Answer, Answered
from bot.qa.reading import Reader
from bot.qa.slots import Reading
from bot.qa.thresholds import SUGGESTIONS


class Suggestions:
    """Questions to offer where nothing is known: one of each of a few topics that is sure to be answered."""

    def __init__(self, base: FactBase, reader: Reader, decide: Callable[[Reading], Answer]) -> None:
        """Offer questions over a base; `decide` answers one that stands alone."""
        self._base = base
        self._reader = reader
        self._decide = decide
        self._suggested: dict[str, tuple[str, ...]] = {}

    def of(self, tag: str) -> tuple[str, ...]:
        """The questions to offer in one language, figures first."""
        if tag not in self._suggested:
            self._suggested[tag] = self._suggest(tag)
        return self._suggested[tag]

    def _suggest(self, tag: str) -> tuple[str, ...]:
        chosen: dict[str, str] = {}
        for fact in sorted(self._base.served, key=lambda fact: not is_figure(fact)):
            if fact.topic in chosen or len(chosen) == SUGGESTIONS:
                continue
            own = [text for text in fact.questions if self._reader.detect(text) == tag] or list(fact.questions)
            answered = (text for text in own if self._leads_to(text, fact))
            if (wording := next(answered, None)) is not None:
                chosen[fact.topic] = wording
        return tuple(chosen.values())

    def _leads_to(self, text: str, fact: Fact) -> bool:
        answer = self._decide(self._reader.read(text))
        return isinstance(answer, Answered) and answer.facts[0].fact is fact
