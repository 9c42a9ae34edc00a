"""Why a reply came out as it did: what was read, what was considered, and what decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.console.ink import Ink
from bot.console.tables import write_table
from bot.qa.models import Candidate, Reply, Slot

_SHORT = {"asked_likeness": "asked", "open_weight": "open", "open_share": "share"}
"""Names of parts that are too long to head a column."""


def explain(reply: Reply, ink: Ink) -> str:
    """Write the constraints read with their words, the candidates with the parts of their scores, the decision."""
    trace = reply.trace
    return "\n\n".join(
        (
            _slots(trace.slots, ink) if trace.slots else "Nothing was read that holds the answer to something.",
            *(_candidates(trace.candidates, ink) if trace.candidates else ("No fact was considered.",)),
            f"{ink.bold(reply.outcome)}: {ink.wrap(trace.decision)}",
        )
    )


def _slots(slots: Sequence[Slot], ink: Ink) -> str:
    return write_table(
        ("read", "as", "from the words"), [(slot.name, slot.value, slot.words or "–") for slot in slots], ink
    )


def _candidates(candidates: Sequence[Candidate], ink: Ink) -> Iterator[str]:
    names = tuple(dict.fromkeys(name for candidate in candidates for name in candidate.parts))
    parts = tuple(_SHORT.get(name, name) for name in names)
    yield write_table(
        ("candidate", "score", *parts),
        [
            (
                candidate.fact_id,
                f"{candidate.score:.3f}",
                *(f"{candidate.parts[name]:.2f}" if name in candidate.parts else "–" for name in names),
            )
            for candidate in candidates
        ],
        ink,
        right=("score", *parts),
    )
    barred = [(candidate.fact_id, "; ".join(candidate.mismatches)) for candidate in candidates if candidate.mismatches]
    if barred:
        yield write_table(("candidate", "what of the question it does not meet"), barred, ink)
