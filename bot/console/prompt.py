"""The line editor of `roro chat`: history, and completion to the questions that the fact base answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from heapq import nsmallest
from pathlib import Path
from statistics import fmean

from prompt_toolkit import PromptSession
from prompt_toolkit.auto_suggest import AutoSuggestFromHistory
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory, InMemoryHistory
from rapidfuzz.fuzz import ratio
from rapidfuzz.utils import default_process

_SHOWN = 7
_CLOSE_ENOUGH = 80


class QuestionCompleter(Completer):
    """Completes a line to known questions that hold its words, in any order and nearly spelled."""

    def __init__(self, questions: tuple[str, ...]) -> None:
        self._known = [(question, default_process(question).split()) for question in questions]

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:  # noqa: ARG002 - the base class's signature
        """Offer the few closest questions, the best first; of equals, those that come first among the known ones."""
        typed = default_process(document.text).split()
        if not typed or not document.is_cursor_at_the_end:
            return
        scored = [(-_closeness(typed, words), at, question) for at, (question, words) in enumerate(self._known)]
        for minus_score, _, question in nsmallest(_SHOWN, scored):
            if -minus_score >= _CLOSE_ENOUGH:
                yield Completion(question, start_position=-len(document.text))


class History(FileHistory):
    """The questions asked before, in a file where it can be written, and in memory in any case."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._path = path

    def load_history_strings(self) -> Iterable[str]:
        """Read the file; one that cannot be read holds nothing."""
        try:
            return list(super().load_history_strings())
        except OSError:
            return ()

    def store_string(self, string: str) -> None:
        """Append to the file, readable by its owner alone; a history that cannot be kept costs no question."""
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._path.touch(mode=0o600)
            super().store_string(string)
        except OSError:
            return


def history_file(environ: Mapping[str, str]) -> Path | None:
    """Find where the XDG convention puts the history among the user's state files; None for a user with no home."""
    state = Path(environ.get("XDG_STATE_HOME", ""))
    if not state.is_absolute():
        try:
            state = Path.home() / ".local" / "state"
        except RuntimeError:  # the user has neither $HOME nor an entry in the password file
            return None
    return state / "roro" / "history"


def typed_lines(questions: tuple[str, ...], history: Path | None) -> Iterator[str]:
    """Give each line typed at the prompt until Ctrl-D; complete `questions`, and keep what was asked in `history`."""
    session: PromptSession[str] = PromptSession(
        history=InMemoryHistory() if history is None else History(history),
        completer=QuestionCompleter(questions),
        auto_suggest=AutoSuggestFromHistory(),
        reserve_space_for_menu=_SHOWN,
    )
    while True:
        try:
            yield session.prompt("› ")
        except KeyboardInterrupt:
            continue  # Ctrl-C drops the line, as in a shell
        except EOFError:
            return


def _closeness(typed: list[str], words: list[str]) -> float:
    return fmean(max((ratio(part, word[: len(part)]) for word in words), default=0.0) for part in typed)
