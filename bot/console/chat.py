"""One conversation at the terminal: a line typed in, the text to show out. It reads and prints nothing itself."""

from __future__ import annotations

from bot.console.conversations import Replies
from bot.console.ink import Ink, printable
from bot.console.replies import choices_of, write_reply
from bot.console.utterances import sound
from bot.factbase.models import Evidence, FactBase
from bot.qa.models import Conversation, Reply
from bot.qa.phrasing import Phrasing

FAREWELLS = frozenset({"exit", "quit", ":exit", ":quit", ":q"})
"""The lines that leave the chat."""

HELP = """\
  1, 2, …   ask the suggestion of that number
  :source   show the passage around the last quote
  :why      show how the last question was read
  exit      leave, as Ctrl-D does"""

_AROUND = 240


class Chat:
    """Answers typed lines, and keeps what the next one may lean on: the last reply, the choices it offered."""

    def __init__(self, answerer: Replies, factbase: FactBase, ink: Ink) -> None:
        self._answerer = answerer
        self._factbase = factbase
        self._ink = ink
        self._conversation = Conversation()
        self._last: Reply | None = None

    def respond(self, line: str) -> str:
        """Answer a question, the number of a choice, or a command that begins with a colon."""
        line = sound(line).strip()
        if line.startswith(":"):
            return self._obey(line)
        chosen = self._chosen(line)
        if chosen is None:
            return self._ask(line)
        return f"{self._ink.dim(self._ink.wrap(f'» {chosen}'))}\n{self._ask(chosen)}"

    def _ask(self, question: str) -> str:
        self._last = self._answerer.reply(question, self._conversation)
        self._conversation = self._last.conversation
        return write_reply(self._last, self._ink, numbered=True)

    def _chosen(self, line: str) -> str | None:
        choices = () if self._last is None else choices_of(self._last)
        if line.isascii() and line.isdigit() and len(line) <= 2 and 1 <= int(line) <= len(choices):
            return choices[int(line) - 1]
        return None

    def _obey(self, command: str) -> str:
        match command.casefold():
            case ":help":
                return self._ink.dim(HELP)
            case ":source":
                return self._passages()
            case ":why":
                return self._explanation()
            case _:
                return f"{printable(command)} is no command here.\n{self._ink.dim(HELP)}"

    def _passages(self) -> str:
        last = self._last
        if last is None or not last.facts:
            return "There is no quote to show the source of."
        return "\n\n".join(self._passage(evidence, last.language) for evidence in last.facts[0].fact.evidence)

    def _passage(self, evidence: Evidence, language: str) -> str:
        source, ink = self._factbase.sources[evidence.source], self._ink
        start = source.text.rfind(" ", 0, max(evidence.start - _AROUND, 0)) + 1
        end = source.text.find(" ", evidence.end + _AROUND)
        before = f"{'… ' if start else ''}{source.text[start : evidence.start]}"
        after = source.text[evidence.end :] if end < 0 else f"{source.text[evidence.end : end]} …"
        head, _, rest = ink.wrap(f"{before}⟦{evidence.quote}⟧{after}").partition("⟦")
        quote, _, tail = rest.partition("⟧")
        citation = ink.wrap(f"— {Phrasing(self._factbase).citation(source, language)} · {source.file}")
        return f"{ink.dim(head)}{ink.bold(f'“{quote}”')}{ink.dim(tail)}\n{citation}"

    def _explanation(self) -> str:
        from bot.console.explanation import explain  # tables take a while to import, and few ask for one

        return "Nothing has been asked yet." if self._last is None else explain(self._last, self._ink)
