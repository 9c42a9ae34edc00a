"""The JSON form of replies and facts: the same keys for every program that reads them."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from bot.factbase.models import Evidence, Fact, FactBase, Figure
from bot.factbase.periods import Period
from bot.qa.models import Answered, Nearest, Reply, Shown, Trace

Form = dict[str, Any]


def to_line(form: Form | list[Form]) -> str:
    """Write a form as one line of ASCII, so that a line is a line in every terminal and pipe."""
    return json.dumps(form, ensure_ascii=True, allow_nan=False)


def reply_form(reply: Reply, factbase: FactBase, *, explain: bool = False) -> Form:
    """Lay out a reply; `explain` adds why it came out so."""
    form: Form = {
        "question": reply.question,
        "outcome": reply.outcome,
        "text": reply.text,
        "facts": [shown_form(shown, factbase) for shown in reply.facts],
        "missing": list(reply.missing),
        "suggestions": list(reply.suggestions),
        "factbase": reply.factbase,
        "language": reply.language,
    }
    if (computed := reply.computed) is not None:
        form["computed"] = {
            "value": _tidy(computed.value),
            "formula": computed.formula,
            "from": list(computed.sources),
            "text": computed.text,
        }
    if isinstance(reply.answer, Nearest) and reply.answer.refused is not None:
        form["refused"] = reply.answer.refused
    if isinstance(reply.answer, Answered) and reply.answer.more:
        form["more"] = list(reply.answer.more)
    if explain:
        form["trace"] = trace_form(reply.trace)
    return form


def shown_form(shown: Shown, factbase: FactBase) -> Form:
    """Lay out a fact as a reply shows it, with its score."""
    return {**fact_form(shown.fact, factbase), "score": round(shown.score, 4)}


def listed_form(fact: Fact, factbase: FactBase) -> Form:
    """Lay out a fact as the listing of all facts shows it, with the wordings of its question."""
    return {**fact_form(fact, factbase), "questions": list(fact.questions)}


def fact_form(fact: Fact, factbase: FactBase) -> Form:
    """Lay out a fact with its evidence; what a fact does not have is null or empty."""
    return {
        "id": fact.id,
        "topic": fact.topic,
        "statement": fact.statement,
        "headline": fact.headline,
        "period": _written(fact.period),
        "as_of": _written(fact.as_of),
        "value": _figure_form(fact.value),
        "change": _figure_form(fact.change),
        "change_basis": fact.change_basis,
        "measure": fact.measure,
        "scope": fact.scope,
        "entities": list(fact.entities),
        "place": fact.place,
        "said_by": list(fact.said_by),
        "exclusive": {whose: list(names) for whose, names in fact.exclusive.items()},
        "modality": fact.modality.value,
        "notes": list(fact.notes),
        "related": list(fact.related),
        "withdrawn": fact.withdrawn,
        "superseded_by": fact.superseded_by,
        "evidence": [_evidence_form(evidence, factbase) for evidence in fact.evidence],
    }


def trace_form(trace: Trace) -> Form:
    """Lay out why a reply came out as it did."""
    return {
        "language": trace.language,
        "slots": [{"name": slot.name, "value": slot.value, "words": slot.words} for slot in trace.slots],
        "candidates": [
            {
                "id": candidate.fact_id,
                "score": round(candidate.score, 4),
                "parts": {name: round(part, 4) for name, part in candidate.parts.items()},
                "mismatches": list(candidate.mismatches),
            }
            for candidate in trace.candidates
        ],
        "decision": trace.decision,
    }


def _evidence_form(evidence: Evidence, factbase: FactBase) -> Form:
    return {
        "source": evidence.source,
        "file": factbase.sources[evidence.source].file,
        "quote": evidence.quote,
        "start": evidence.start,
        "end": evidence.end,
    }


def _figure_form(figure: Figure | None) -> Form | None:
    if figure is None:
        return None
    return {"value": _number(figure.value), "unit": figure.unit, "approximate": figure.approximate}


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _tidy(value: float) -> int | float:
    return int(value) if value.is_integer() else value


def _written(period: Period | None) -> str | None:
    return None if period is None else period.text
