"""A reply as the terminal shows it, and what it offers to ask next."""

from __future__ import annotations

from bot.console.ink import Ink
from bot.qa.models import Ambiguous, Reply


def choices_of(reply: Reply) -> tuple[str, ...]:
    """List the questions that a reply offers: its suggestions, or the facts among which it asks to choose."""
    if isinstance(reply.answer, Ambiguous):
        return tuple(shown.fact.questions[0] for shown in reply.facts)
    return reply.suggestions


def write_reply(reply: Reply, ink: Ink, *, numbered: bool = False) -> str:
    """Write a reply with its statements bold and what surrounds a quote dim; `numbered` numbers its suggestions."""
    numbers = {f"- {text}": f"{at}. {text}" for at, text in enumerate(reply.suggestions, start=1)} if numbered else {}
    detailed = reply.facts and not isinstance(reply.answer, Ambiguous)
    lines = reply.text.split("\n")
    written = []
    for line, above in zip(lines, ["", *lines], strict=False):
        text = ink.wrap(numbers.get(line, line))
        if not above or _states(line, reply):
            text = ink.bold(text)
        elif detailed and not line.startswith("“"):
            text = ink.dim(text)
        written.append(text)
    return "\n".join(written)


def _states(line: str, reply: Reply) -> bool:
    statements = [text for shown in reply.facts for text in (shown.fact.statement, *shown.fact.statement_in.values())]
    return any(" ".join(statement.split()) in line for statement in statements)
