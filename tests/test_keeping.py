"""What is kept of a fact base between runs: the same base and the same answers, or nothing at all."""

from __future__ import annotations

import logging
import os
import shutil
from pathlib import Path

import pytest

from bot import keeping
from bot.errors import FactBaseError
from bot.factbase.loading import load
from bot.factbase.plain import read_plain, write_plain
from bot.keeping import kept_at, key_of, open_answerer
from bot.qa.answering import Answerer

ROOT = Path(__file__).parent.parent
QUESTION = "How high is the Severn bore?"


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path, Path]:
    """The small base of the tests, copied to where it may be changed, and a folder to keep it in."""
    shutil.copytree(ROOT / "tests" / "fixtures" / "tides", tmp_path / "tides")
    return tmp_path / "tides" / "facts", tmp_path / "tides" / "seeds", tmp_path / "kept"


def forbid_loading(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Path) -> None:
        raise AssertionError("the curated files were read")

    monkeypatch.setattr(keeping, "load", refuse)


def test_any_base_comes_back_from_its_plain_form_as_it_was() -> None:
    for facts, seeds in (("facts", "seeds"), ("tests/fixtures/tides/facts", "tests/fixtures/tides/seeds")):
        base = load(ROOT / facts, ROOT / seeds)
        assert read_plain(write_plain(base)) == base


def test_a_kept_base_is_taken_again_without_reading_the_curated_files(
    folders: tuple[Path, Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = open_answerer(*folders)
    forbid_loading(monkeypatch)
    again = open_answerer(*folders)
    assert again is not first
    assert again.base == first.base
    assert again.base.digest == load(*folders[:2]).digest


def test_answers_from_a_kept_base_are_those_of_a_fresh_one(folders: tuple[Path, Path, Path]) -> None:
    open_answerer(*folders)
    kept, fresh = open_answerer(*folders), Answerer(load(*folders[:2]))
    for question in (QUESTION, "how hihg is the severn boer", "Wie hoch ist die Severn Bore?", "who pays for it?", ""):
        assert kept.reply(question) == fresh.reply(question)
        assert kept.reply(question).trace == fresh.reply(question).trace
    assert kept.known_questions == fresh.known_questions


def test_a_changed_fact_document_or_folder_makes_another_key(folders: tuple[Path, Path, Path]) -> None:
    facts, seeds, _ = folders
    keys = {key_of(facts, seeds)}
    for folder in (facts, seeds):
        path = next(path for path in sorted(folder.iterdir()) if path.is_file())
        path.write_bytes(path.read_bytes() + b"\n")
        keys.add(key_of(facts, seeds))
    (facts / "new.yaml").write_text("topic: new\n")
    keys.add(key_of(facts, seeds))
    assert len(keys) == 4
    assert key_of(facts, seeds) in keys


def test_a_base_at_fault_is_neither_answered_from_nor_kept(folders: tuple[Path, Path, Path]) -> None:
    facts, seeds, kept = folders
    open_answerer(facts, seeds, kept)
    (facts / "broken.yaml").write_text("topic: [")
    with pytest.raises(FactBaseError):
        open_answerer(facts, seeds, kept)
    assert len(list(kept.iterdir())) == 1


@pytest.mark.parametrize("damage", ["cut", "flipped", "emptied", "foreign"])
def test_a_damaged_file_is_passed_over_with_a_warning_and_made_anew(
    folders: tuple[Path, Path, Path], caplog: pytest.LogCaptureFixture, damage: str
) -> None:
    base = open_answerer(*folders).base
    path = kept_at(folders[2], *folders[:2])
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    damaged = {"cut": path.read_bytes()[:-9], "flipped": bytes(content), "emptied": b"", "foreign": b"PK" * 99}
    path.write_bytes(damaged[damage])
    with caplog.at_level(logging.WARNING):
        assert open_answerer(*folders).base == base
    assert "is passed over" in caplog.text
    caplog.clear()
    assert open_answerer(*folders).base == base
    assert not caplog.text


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="modes mean nothing there")
def test_what_others_may_write_to_is_not_trusted(
    folders: tuple[Path, Path, Path], caplog: pytest.LogCaptureFixture
) -> None:
    open_answerer(*folders)
    kept_at(folders[2], *folders[:2]).chmod(0o666)
    with caplog.at_level(logging.WARNING):
        open_answerer(*folders)
    assert "others may write to it" in caplog.text


def test_a_folder_that_cannot_be_written_to_costs_a_warning_and_no_answer(
    folders: tuple[Path, Path, Path], caplog: pytest.LogCaptureFixture
) -> None:
    facts, seeds, kept = folders
    kept.write_text("a file where a folder should be")
    with caplog.at_level(logging.WARNING):
        assert open_answerer(facts, seeds, kept).reply(QUESTION).facts
    assert "cannot be kept" in caplog.text


def test_no_more_than_two_bases_are_kept_and_nothing_else_is_left_behind(folders: tuple[Path, Path, Path]) -> None:
    facts, seeds, kept = folders
    for number in range(4):
        path = facts / "sources.yaml"
        path.write_text(path.read_text(encoding="utf-8") + f"# {number}\n", encoding="utf-8")
        open_answerer(facts, seeds, kept)
    assert len(list(kept.iterdir())) == 2
