"""Why a reply came out as it did: what was read, what was considered, and what decided."""

from __future__ import annotations

from bot.console.ink import Ink
from bot.console.tables import write_table
from bot.qa.models import Reply


def explain(reply: Reply, ink: Ink) -> str:
    """Write the constraints read with their words, the candidates with the parts of their scores, the decision."""
    trace = reply.trace
    slots = write_table(
        ("read", "as", "from the words"), [(slot.name, slot.value, slot.words) for slot in trace.slots], ink
    )
    candidates = write_table(
        ("candidate", "score", "parts", "what does not fit"),
        [
            (
                candidate.fact_id,
                f"{candidate.score:.3f}",
                ", ".join(f"{name} {part:.2f}" for name, part in candidate.parts.items()),
                "; ".join(candidate.mismatches),
            )
            for candidate in trace.candidates
        ],
        ink,
        right=("score",),
    )
    sections = (
        slots if trace.slots else "Nothing was read that holds the answer to something.",
        candidates if trace.candidates else "No fact was considered.",
        f"{ink.bold(reply.outcome)}: {ink.wrap(trace.decision)}",
    )
    return "\n\n".join(sections)
