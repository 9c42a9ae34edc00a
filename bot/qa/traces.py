"""Why a reply came out as it did, for those who curate."""

from __future__ import annotations

from collections.abc import Callable

from bot.qa.constraints import Mismatch
from bot.qa.decisions import Decision
from bot.qa.models import Candidate, Slot, Trace
from bot.qa.slots import Reading


def traced(reading: Reading, decision: Decision) -> Trace:
    slots = [Slot("entity", id, mention.text) for mention in reading.mentions for id in mention.of("entity")]
    slots += [Slot("measure", id, mention.text) for mention in reading.mentions for id in mention.of("measure")]
    slots += [Slot("period", span.words, span.words) for span in reading.timespans]
    slots += [
        Slot("number", f"{quantity.value:f} {quantity.unit or ''}".strip(), quantity.words)
        for quantity in reading.quantities
    ]
    slots += [Slot("asked", item.ask.value, item.words) for item in reading.asked]
    flags: dict[str, Callable[[Reading], bool]] = {
        "verification": lambda r: r.verification,
        "broad": lambda r: r.broad,
        "comparison": lambda r: r.comparison,
        "negated": lambda r: r.negated,
        "happened": lambda r: r.happened,
    }
    slots += [Slot(name, "yes", "") for name, holds in flags.items() if holds(reading)]
    slots += [
        Slot("word", mention.concept, mention.text)
        for mention in reading.mentions
        if mention.weight > 0 and not mention.concept.startswith(("entity:", "measure:"))
    ]
    candidates = decision.considered or tuple(
        Candidate(
            item.profile.fact.id,
            round(item.score, 4),
            {"coverage": round(item.coverage, 4), "likeness": round(item.likeness, 4)},
            tuple(_described(mismatch) for mismatch in item.mismatches),
        )
        for item in decision.candidates[:8]
    )
    return Trace(reading.language.tag, tuple(slots), candidates, decision.why)


def _described(mismatch: Mismatch) -> str:
    return f"{mismatch.constraint.value}: {mismatch.words}" + (" (contradicted)" if mismatch.contradicted else "")
