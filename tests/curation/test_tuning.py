"""Thresholds set from questions: what a score is worth, what a search finds, and what is written."""

from __future__ import annotations

import ast
import inspect
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from conftest import TIDES

from bot.curation.questions import Item, read_questions
from bot.curation.scoring import Score, evaluate
from bot.curation.tuning import NAMES, Tuner, Tuning, worth, write_thresholds
from bot.errors import UsageError
from bot.factbase.models import FactBase
from bot.qa import thresholds as module
from bot.qa.answering import Answerer
from bot.qa.thresholds import DEFAULT, Thresholds


@pytest.fixture(scope="module")
def rounds() -> tuple[tuple[Item, ...], ...]:
    """Two rounds of questions about tides."""
    return tuple(read_questions(path) for path in sorted((TIDES / "questions").glob("*.jsonl")))


@pytest.fixture(scope="module")
def remembering(tides: FactBase) -> Answerer:
    """An answerer that remembers what it read."""
    return Answerer(tides, remembers=True)


def test_a_score_is_worth_what_is_right_less_what_is_beyond_the_bars() -> None:
    assert worth(Score(right=0.9, wrong=0.01, held=0.98)) == pytest.approx(0.9)
    assert worth(Score(right=0.9, wrong=0.0, held=1.0)) == pytest.approx(0.9)
    assert worth(Score(right=0.9, wrong=0.03, held=0.98)) == pytest.approx(0.8)
    assert worth(Score(right=0.9, wrong=0.01, held=0.97)) == pytest.approx(0.85)
    assert worth(Score(right=None, wrong=None, held=1.0)) == 0.0


def test_an_answerer_decides_anew_under_other_thresholds(answerer: Answerer) -> None:
    strict = answerer.under(replace(DEFAULT, score_floor=1.0, coverage_floor=1.0))
    assert answerer.reply("how fast does the severn bore move").outcome == "answered"
    assert strict.reply("how fast does the severn bore move").outcome != "answered"
    assert answerer.reply("how fast does the severn bore move").outcome == "answered"


def test_an_answerer_that_remembers_answers_as_any_other(
    tides: FactBase, answerer: Answerer, remembering: Answerer, rounds: tuple[tuple[Item, ...], ...]
) -> None:
    items = [item for items in rounds for item in items]
    for _ in range(2):
        replies = [[result.reply for result in evaluate(each, items, tides)] for each in (answerer, remembering)]
        assert replies[0] == replies[1]


def test_a_search_mends_thresholds_that_keep_everything_back(
    remembering: Answerer, rounds: tuple[tuple[Item, ...], ...]
) -> None:
    bad = replace(DEFAULT, score_floor=0.95)
    steps = []
    tuner = Tuner(remembering, rounds)
    tuning = tuner.tune(bad, lambda: steps.append(1))
    assert len(steps) == tuner.steps
    assert tuning.before == bad
    assert tuning.after.score_floor < 0.95
    assert worth(tuning.score_after) > worth(tuning.score_before)
    telling = {each.name: each.touched for each in tuning.sensitivities}
    assert list(telling) == list(NAMES)
    assert telling["score_floor"] > 0
    assert Tuner(remembering, rounds).tune(bad) == tuning


def test_what_is_told_of_the_thresholds_found_is_what_they_do(
    tides: FactBase, remembering: Answerer, rounds: tuple[tuple[Item, ...], ...]
) -> None:
    tuning = Tuner(remembering, rounds).tune(replace(DEFAULT, score_floor=0.95))
    items = [item for items in rounds for item in items]
    results = evaluate(Answerer(tides, thresholds=tuning.after), items, tides)
    assert Score.of(result.verdict for result in results) == tuning.score_after


def test_thresholds_are_no_better_unless_files_gain_that_they_were_not_set_from() -> None:
    good, bad = Score(0.9, 0.0, 1.0), Score(0.8, 0.0, 1.0)
    other = replace(DEFAULT, tie=0.5)
    assert Tuning(DEFAULT, other, bad, good, good, ()).gains
    assert not Tuning(DEFAULT, other, bad, good, bad, ()).gains
    assert not Tuning(DEFAULT, DEFAULT, bad, good, good, ()).gains


def test_one_file_is_too_few(remembering: Answerer, rounds: tuple[tuple[Item, ...], ...]) -> None:
    with pytest.raises(UsageError, match="one file is too few"):
        Tuner(remembering, rounds[:1])


def test_what_was_found_is_written_where_the_product_reads_it(tmp_path: Path) -> None:
    copy = tmp_path / "thresholds.py"
    source = inspect.getsource(module)
    copy.write_text(source, encoding="utf-8")
    write_thresholds(DEFAULT, copy)
    assert copy.read_text(encoding="utf-8") == source
    found = replace(DEFAULT, open_words=0.75, tie=0.0)
    write_thresholds(found, copy)
    (model,) = (node for node in ast.parse(copy.read_text(encoding="utf-8")).body if isinstance(node, ast.ClassDef))
    written = {node.target.id: ast.literal_eval(node.value) for node in model.body if isinstance(node, ast.AnnAssign)}
    assert Thresholds(**written) == found
    assert list(written) == list(asdict(found))


def test_a_module_that_looks_otherwise_is_left_alone(tmp_path: Path) -> None:
    copy = tmp_path / "thresholds.py"
    copy.write_text("class Thresholds:\n    open_share: float = 0.65\n", encoding="utf-8")
    with pytest.raises(UsageError, match="no line `open_unlike: float"):
        write_thresholds(replace(DEFAULT, open_share=0.1), copy)
    assert "0.65" in copy.read_text(encoding="utf-8")
