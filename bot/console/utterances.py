"""Questions as they arrive on standard input: one a line, as plain text or as a JSON object."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Utterance:
    """A question, and the name of the conversation that it belongs to (None: it stands alone)."""

    question: str
    conversation: str | None = None


def sound(text: str) -> str:
    """Replace lone surrogates, which no encoding can write, by U+FFFD; join paired ones."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def decode_lines(lines: Iterable[bytes]) -> Iterator[str]:
    """Decode lines of UTF-8, whatever they hold; only a line feed ends a line, and a byte order mark is dropped."""
    for number, line in enumerate(lines):
        text = line.decode("utf-8", "replace").removesuffix("\n").removesuffix("\r")
        yield text.removeprefix("\ufeff") if number == 0 else text


def parse_utterance(line: str) -> Utterance:
    """Read `{"question": str, "conversation": str}`; any other line is itself the question, so no line is lost."""
    if line.lstrip().startswith("{"):
        try:
            given = json.loads(line)
        except (ValueError, RecursionError):  # not JSON, or nested too deeply to be a question
            return Utterance(sound(line))
        match given:
            case {"question": str(question), "conversation": str(conversation)}:
                return Utterance(sound(question), conversation)
            case {"question": str(question)} if given.get("conversation") is None:
                return Utterance(sound(question))
    return Utterance(sound(line))
