"""Questions that Roro offers where it knows no answer."""

from __future__ import annotations

from collections.abc import Callable

from mypy_extensions import mypyc_attr

from bot.factbase.models import Fact, FactBase
from bot.qa.figures import is_figure
from bot.qa.models import Answer, Answered
from bot.qa.reading import Reader
from bot.qa.slots import Reading
from bot.qa.thresholds import SUGGESTIONS

_TRIES = 200
"""How many wordings are tried: in a base of facts much alike few lead to their very fact."""


@mypyc_attr(allow_interpreted_subclasses=True, serializable=True)
class Suggestions:
    """Questions to offer where nothing is known: one of each of a few topics that is sure to be answered."""

    def __init__(self, base: FactBase, reader: Reader) -> None:
        self._base = base
        self._reader = reader
        self._suggested: dict[str, tuple[str, ...]] = {}

    def of(self, tag: str, decide: Callable[[Reading], Answer]) -> tuple[str, ...]:
        """The questions to offer in one language, figures first; `decide` answers one that stands alone.

        It is not kept, for whoever decides keeps the suggestions: what is in a circle is let go of by no one.
        """
        if tag not in self._suggested:
            self._suggested[tag] = ()  # a wording tried below may itself be one that nothing is known of
            self._suggested[tag] = self._suggest(tag, decide)
        return self._suggested[tag]

    def _suggest(self, tag: str, decide: Callable[[Reading], Answer]) -> tuple[str, ...]:
        chosen: dict[str, str] = {}
        tries = 0
        for fact in sorted(self._base.served, key=lambda fact: not is_figure(fact)):
            if len(chosen) == SUGGESTIONS or tries >= _TRIES:
                break
            if fact.topic in chosen:
                continue
            for text in [text for text in fact.questions if self._reader.detect(text) == tag] or fact.questions:
                tries += 1
                if self._leads_to(text, fact, decide):
                    chosen[fact.topic] = text
                    break
        return tuple(chosen.values())

    def _leads_to(self, text: str, fact: Fact, decide: Callable[[Reading], Answer]) -> bool:
        answer = decide(self._reader.read(text))
        return isinstance(answer, Answered) and answer.facts[0].fact is fact
