"""A rehearsal: every fact is asked its own questions, and those that lead elsewhere are told to the curator."""

from __future__ import annotations

from collections.abc import Iterator

from bot.console.conversations import Replies
from bot.errors import Fault
from bot.factbase.models import Fact, FactBase
from bot.qa.models import Ambiguous, Answered, Corrected, Reply


def count_wordings(factbase: FactBase) -> int:
    """Count the questions that a rehearsal asks."""
    return sum(len(fact.questions) for fact in factbase.served)


def rehearse(factbase: FactBase, answerer: Replies) -> Iterator[Fault]:
    """Give a warning for each of the facts' own questions that does not lead to its fact."""
    for fact in factbase.served:
        for question in fact.questions:
            if complaint := _complaint(fact, answerer.reply(question)):
                place = fact.location
                yield Fault(place.file, place.line, f"the question “{question}” {complaint}: reword it or remove it")


def _complaint(fact: Fact, reply: Reply) -> str | None:
    shown = [shown.fact.id for shown in reply.facts]
    match reply.answer:
        case Answered(more=more) if fact.id in (*shown, *more):
            return None
        case Corrected() | Ambiguous() if fact.id in shown:
            return None
        case Answered() | Corrected() | Ambiguous():
            return f"of {fact.id!r} leads to {shown[0]!r}"
        case _:
            unmet = f" (not met: {', '.join(reply.missing)})" if reply.missing else ""
            return f"of {fact.id!r} is not answered but {reply.outcome}{unmet}"
