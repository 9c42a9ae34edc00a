"""Why a reply came out as it did, for those who curate."""

from __future__ import annotations

from collections.abc import Iterator

from bot.factbase.models import Modality
from bot.qa.barriers import shortfalls
from bot.qa.decisions import Decision
from bot.qa.mismatches import Mismatch
from bot.qa.models import Candidate, Slot, Trace
from bot.qa.ranking import Scored
from bot.qa.reading import Reader
from bot.qa.slots import Reading
from bot.qa.thresholds import Thresholds

TRACED = 8
"""How many candidates a trace shows."""


def traced(reading: Reading, decision: Decision, reader: Reader, thresholds: Thresholds) -> Trace:
    """Lay out what was read with its words, the likeliest facts with each part of their scores, and the decision."""
    return Trace(
        reading.language.tag,
        (*_slots(reading), *_put(reading, reader), *_words(reading)),
        decision.considered
        or tuple(
            Candidate(
                item.profile.fact.id,
                round(item.score, 4),
                {name: round(part, 4) for name, part in _parts(item, leaning=_leans(decision))},
                (*map(_described, item.mismatches), *shortfalls(item, thresholds)),
            )
            for item in decision.candidates[:TRACED]
        ),
        decision.why,
    )


def _slots(reading: Reading) -> Iterator[Slot]:
    for kind in ("entity", "measure"):
        for mention in reading.mentions:
            for id in mention.of(kind):
                yield Slot(kind, id, mention.text)
    for span in reading.timespans:
        yield Slot("period", span.words, span.words)
    for quantity in reading.quantities:
        yield Slot("number", f"{quantity.value:f} {quantity.unit or ''}".strip(), quantity.words)
    for item in reading.asked:
        yield Slot("asked", item.ask.value, item.words)


def _put(reading: Reading, reader: Reader) -> Iterator[Slot]:
    """How the question is put, with the set phrases that say so where such do."""
    phrases = reader.set_phrases(reading)
    asks_whether = phrases.get("verification") or reading.words[0].text if reading.verification else ""
    flags = {
        "verification": (reading.verification, asks_whether),
        "broad": (reading.broad, phrases.get("broad", "")),
        "comparison": (reading.comparison, phrases.get("comparison", "")),
        "negated": (reading.negated, phrases.get("negation", "")),
        "happened": (reading.happened, phrases.get("happened", "")),
        "continues": (reading.continues, phrases.get("continues", "")),
    }
    for name, (holds, words) in flags.items():
        if holds:
            yield Slot(name, "yes", words)
    if reading.modality is not Modality.STATED:
        yield Slot("modality", reading.modality.value, phrases.get(f"modality:{reading.modality.value}", ""))
    for id in reading.excluded:
        yield Slot("left out", id, "")
    for id in reading.beyond:
        yield Slot("beyond", id, "")


def _words(reading: Reading) -> Iterator[Slot]:
    for mention in reading.mentions:
        if mention.weight > 0 and not mention.concept.startswith(("entity:", "measure:")):
            yield Slot("word", mention.concept, mention.text)


def _leans(decision: Decision) -> bool:
    return any(item.carried for item in decision.candidates)


def _parts(item: Scored, *, leaning: bool) -> Iterator[tuple[str, float]]:
    yield "coverage", item.coverage
    yield "likeness", item.likeness
    yield "asked_likeness", item.asked_likeness
    yield "fits", item.fits
    yield "stated", item.stated
    if leaning:
        yield "carried", item.carried
    yield "open_weight", item.open_weight
    yield "open_share", item.open_share


def _described(mismatch: Mismatch) -> str:
    return f"{mismatch.constraint.value}: {mismatch.words}" + (" (contradicted)" if mismatch.contradicted else "")
