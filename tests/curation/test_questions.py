"""Files of questions: what a line may hold, and how each fault of one is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.curation.questions import Item, read_all, read_questions
from bot.errors import QuestionsError
from bot.factbase.models import FactBase

GOOD = '{"question": "How high?", "expect": "answered", "fact": "severn-bore-height"}'


def written(folder: Path, *lines: str, name: str = "asked.jsonl") -> Path:
    """A file of these lines."""
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_line_is_a_question_with_what_is_expected_of_it(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        GOOD,
        "",
        '{"id": "a", "turns": ["How high?", "And how fast?"], "expect": "answered", "fact": ["a", "b"], "why": "so"}',
        '{"question": "How deep?", "expect": "nearest", "style": "near-miss"}',
        '{"question": "How high?\u2028", "expect": "answered", "gold": ["2 metres"]}',
    )
    high, turns, deep, gold = read_questions(path)
    assert high == Item(
        "asked:1", ("How high?",), "–", "answered", facts=("severn-bore-height",), file=str(path), line=1
    )
    assert (turns.id, turns.turns, turns.style, turns.line) == ("a", ("How high?", "And how fast?"), "follow-up", 3)
    assert turns.facts == ("a", "b")
    assert (deep.style, deep.answerable, deep.facts) == ("near-miss", False, ())
    assert gold.gold == ("2 metres",)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "the line is not JSON"),
        ("[" * 100_000, "the line is not JSON"),
        ("[1]", "the line is no JSON object"),
        ('{"expect": "unknown"}', "one of `question` and `turns` is needed"),
        ('{"question": "a", "turns": ["a"], "expect": "unknown"}', "one of `question` and `turns` is needed"),
        ('{"question": " ", "expect": "unknown"}', "none of them empty"),
        ('{"question": 5, "expect": "unknown"}', "a question is a text"),
        ('{"turns": [], "expect": "unknown"}', "`turns` a list of texts"),
        ('{"turns": "a", "expect": "unknown"}', "`turns` a list of texts"),
        ('{"question": "a"}', "`expect` is missing: write one of answered, nearest, unknown"),
        ('{"question": "a", "expect": "anwsered"}', "did you mean 'answered'?"),
        ('{"question": "a", "expect": "unknown", "style": 5}', "`style` is no text"),
        ('{"question": "a", "expect": "answered"}', "nothing says what a right answer is"),
        ('{"question": "a", "expect": "answered", "fact": []}', "nothing says what a right answer is"),
        ('{"question": "a", "expect": "answered", "fact": [5]}', "`fact` is neither a text nor a list of texts"),
        ('{"question": "a", "expect": "unknown", "fact": "b"}', "expected to be unknown: remove it"),
    ],
)
def test_a_line_that_is_no_question_is_told_with_its_place(tmp_path: Path, line: str, told: str) -> None:
    path = written(tmp_path, GOOD, "", line)
    with pytest.raises(QuestionsError) as caught:
        read_questions(path)
    (fault,) = caught.value.faults
    assert (fault.file, fault.line) == (str(path), 3)
    assert told in fault.message
    assert len(fault.message) < 200


def test_bytes_that_are_no_text_are_told_with_their_place(tmp_path: Path) -> None:
    path = tmp_path / "asked.jsonl"
    path.write_bytes(GOOD.encode() + b'\n{"question": "\xff"}')
    with pytest.raises(QuestionsError, match=r"asked\.jsonl:2: the line is not JSON"):
        read_questions(path)


def test_a_file_without_a_question_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(QuestionsError, match=r"asked\.jsonl:1: the file holds no question"):
        read_questions(written(tmp_path, "", " "))


def test_every_fault_of_every_file_is_told_at_once(tmp_path: Path, tides: FactBase) -> None:
    one = written(tmp_path, GOOD, GOOD.replace("height", "heigth"), name="one.jsonl")
    two = written(tmp_path, "{", GOOD, "[]", name="two.jsonl")
    three = written(tmp_path, '{"question": "a", "expect": "answered", "gold": "3 metres high"}', name="three.jsonl")
    with pytest.raises(QuestionsError) as caught:
        read_all((one, two, three), tides)
    assert [(Path(fault.file).name, fault.line) for fault in caught.value.faults] == [
        ("one.jsonl", 2),
        ("two.jsonl", 1),
        ("two.jsonl", 3),
        ("three.jsonl", 1),
    ]
    first, *_, last = caught.value.faults
    assert "'severn-bore-heigth' does not exist (did you mean 'severn-bore-height'?)" in first.message
    assert "no document holds the gold “3 metres high”" in last.message


def test_files_are_read_in_order_a_group_for_each(tmp_path: Path, tides: FactBase) -> None:
    one = written(tmp_path, GOOD, GOOD, name="one.jsonl")
    two = written(tmp_path, GOOD, name="two.jsonl")
    assert [[item.line for item in group] for group in read_all((one, two), tides)] == [[1, 2], [1]]
