"""The line editor: completion and history."""

from __future__ import annotations

from pathlib import Path

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document

from bot.console.prompt import History, QuestionCompleter, history_file

QUESTIONS = ("How high is the Severn Bore?", "How fast is the Severn Bore?", "When did the Annapolis plant close?")


def complete(typed: str) -> list[str]:
    completer = QuestionCompleter(QUESTIONS)
    return [completion.text for completion in completer.get_completions(Document(typed), CompleteEvent())]


@pytest.mark.parametrize("typed", ["annap", "close annapolis", "anapolis plant", "WHEN DID THE ANN"])
def test_words_in_any_order_and_nearly_spelled_complete_to_the_question(typed: str) -> None:
    assert complete(typed) == ["When did the Annapolis plant close?"]


def test_of_all_that_fit_equally_the_first_known_is_offered_first() -> None:
    assert complete("severn bore") == list(QUESTIONS[:2])
    assert complete("fast severn bore") == [QUESTIONS[1]]


@pytest.mark.parametrize("typed", ["", "  ", "?!", "yuan"])
def test_nothing_is_offered_for_nothing_or_for_other_matters(typed: str) -> None:
    assert complete(typed) == []


def test_the_completion_takes_the_place_of_the_line() -> None:
    (completion,) = QuestionCompleter(QUESTIONS).get_completions(Document("fast?"), CompleteEvent())
    assert completion.start_position == -len("fast?")


def test_history_is_kept_in_a_file_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "state" / "roro" / "history"
    History(path).store_string("Why?")
    History(path).store_string("Who?")
    assert list(History(path).load_history_strings()) == ["Who?", "Why?"]
    assert path.stat().st_mode & 0o077 == 0


def test_a_history_that_cannot_be_written_costs_no_question(tmp_path: Path) -> None:
    (tmp_path / "roro").write_text("a file where the folder should be")
    history = History(tmp_path / "roro" / "history")
    history.append_string("Why?")
    assert history.get_strings() == ["Why?"]
    assert list(history.load_history_strings()) == []


def test_history_lies_among_the_users_state_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert history_file({"XDG_STATE_HOME": str(tmp_path)}) == tmp_path / "roro" / "history"
    monkeypatch.setenv("HOME", str(tmp_path))
    assert history_file({}) == tmp_path / ".local" / "state" / "roro" / "history"
    assert history_file({"XDG_STATE_HOME": "not/absolute"}) == tmp_path / ".local" / "state" / "roro" / "history"
