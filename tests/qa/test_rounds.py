"""Every kept round of questions, scored as it was at first contact, and never worse than it has been."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from asking import ROOT, Desk
from rounds import QUESTIONS, Item, Score, Verdict, final_reply, judge, read_round, squeeze

from bot.factbase.models import QUOTE_LIMIT

FLOORS = {
    #                       right  wrong  held
    "casual-1": Score(right=0.81, wrong=0.02, held=0.97),
    "casual-2": Score(right=0.80, wrong=0.02, held=0.97),
    "professional-1": Score(right=0.92, wrong=0.02, held=0.97),
    "professional-2": Score(right=0.90, wrong=0.02, held=0.97),
    "casual-3": Score(right=0.76, wrong=0.02, held=0.94),
    "professional-3": Score(right=0.79, wrong=0.02, held=0.96),
    "mixed-1": Score(right=0.85, wrong=0.02, held=0.95),
    "languages-zh-2": Score(right=0.93, wrong=0.01, held=0.98),
    "languages-de-2": Score(right=0.92, wrong=0.01, held=0.98),
    "languages-es-2": Score(right=0.92, wrong=0.01, held=0.98),
    "languages-zh-3": Score(right=0.93, wrong=0.01, held=0.98),
    "languages-de-3": Score(right=0.85, wrong=0.04, held=0.98),
    "languages-es-3": Score(right=0.92, wrong=0.01, held=0.98),
    "mixed-2": Score(right=0.80, wrong=0.01, held=0.96),
}
"""The least share right and held, and the most wrong. A floor may rise, and never falls."""

SHARED = ROOT.parent / "shared"
"""Questions of others, where they are at hand."""


def scored(desk: Desk, items: tuple[Item, ...]) -> dict[str, Verdict]:
    """Ask every question of a round; give each one's verdict by its id."""
    verdicts = {}
    for item in items:
        reply = final_reply(desk.answerer, item)
        verdicts[item.id] = judge(item, reply.outcome, [shown.fact for shown in reply.facts])
    return verdicts


@pytest.mark.parametrize("name", FLOORS)
def test_a_round_scores_no_worse_than_it_has(shipped: Desk, name: str) -> None:
    verdicts = scored(shipped, read_round(QUESTIONS / f"{name}.jsonl"))
    score, floor = Score.of(verdicts.values()), FLOORS[name]
    failed = {id: verdict.value for id, verdict in verdicts.items() if verdict not in (Verdict.RIGHT, Verdict.HELD)}
    assert score.right >= floor.right, failed
    assert score.wrong <= floor.wrong, failed
    assert score.held >= floor.held, failed


# The rounds as data.


def rounds() -> list[Path]:
    # The first rounds in other languages name facts, not gold: test_languages_answers.py scores them.
    return sorted(path for path in QUESTIONS.glob("*.jsonl") if not re.fullmatch(r"languages-[a-z]+", path.stem))


def test_every_round_has_a_floor_and_a_line_in_the_table() -> None:
    named = {path.stem for path in rounds()}
    assert named == set(FLOORS)
    table = (QUESTIONS / "README.md").read_text(encoding="utf-8")
    assert [name for name in named if f"| {name} |" not in table] == []


@pytest.mark.parametrize("path", rounds(), ids=lambda path: path.stem)
def test_the_questions_of_a_round_are_well_formed(path: Path, shipped: Desk) -> None:
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    documents = [squeeze(source.text) for source in shipped.base.sources.values()]
    assert len(lines) >= (40 if path.stem.startswith("languages-") else 100)
    assert len({line["id"] for line in lines}) == len(lines)
    for line in lines:
        assert set(line) <= {"id", "question", "turns", "style", "expect", "gold", "why"}
        assert ("question" in line) is not ("turns" in line), line["id"]
        assert line["expect"] in ("answered", "nearest", "unknown")
        assert bool(line.get("gold")) is (line["expect"] == "answered"), line["id"]
        for gold in line.get("gold", ()):
            assert any(squeeze(gold) in document for document in documents), line["id"]


def test_no_question_is_asked_in_two_rounds() -> None:
    asked = [tuple(squeeze(turn).lower() for turn in item.turns) for path in rounds() for item in read_round(path)]
    assert len(asked) == len(set(asked))


def test_no_kept_question_is_a_wording_of_a_fact(shipped: Desk) -> None:
    wordings = {squeeze(question).lower() for fact in shipped.base.facts.values() for question in fact.questions}
    kept = [item for path in rounds() for item in read_round(path) if len(item.turns) == 1]
    copied = [item.id for item in kept if squeeze(item.turns[0]).lower() in wordings]
    assert len(copied) <= 0.02 * len(kept), copied


# How a reply is scored.

ASKED = Item("x", ("How high?",), "direct", "answered", ("can reach  2 metres",))
OTHER = Item("x", ("How deep?",), "near-miss", "nearest", ())


@pytest.mark.parametrize(
    ("outcome", "facts", "verdict"),
    [
        ("answered", ["severn-bore-height", "severn-bore-speed"], Verdict.RIGHT),
        ("corrected", ["severn-bore-height"], Verdict.RIGHT),
        ("answered", ["severn-bore-speed", "severn-bore-height"], Verdict.WRONG),
        ("nearest", ["severn-bore-height"], Verdict.OFFERED),
        ("ambiguous", ["severn-bore-speed", "severn-bore-height"], Verdict.OFFERED),
        ("nearest", ["severn-bore-speed"], Verdict.MISSED),
        ("unknown", [], Verdict.MISSED),
        ("answered", [], Verdict.WRONG),
    ],
)
def test_an_answerable_question_is_right_if_the_first_fact_rests_on_gold(
    tides: Desk, outcome: str, facts: list[str], verdict: Verdict
) -> None:
    assert judge(ASKED, outcome, [tides.fact(id) for id in facts]) is verdict


@pytest.mark.parametrize("outcome", ["nearest", "unknown", "corrected", "ambiguous", "chat"])
def test_any_other_question_is_held_unless_it_is_answered(outcome: str) -> None:
    assert judge(OTHER, outcome, ()) is Verdict.HELD
    assert judge(OTHER, "answered", ()) is Verdict.FALSE


def test_a_round_is_scored_in_parts_of_what_was_asked() -> None:
    verdicts = [Verdict.RIGHT, Verdict.RIGHT, Verdict.WRONG, Verdict.MISSED, Verdict.HELD, Verdict.FALSE]
    assert Score.of(verdicts) == Score(right=0.5, wrong=0.25, held=0.5)


# Questions and claims of others.


@pytest.mark.skipif(not (SHARED / "score.py").is_file(), reason="the shared questions are not at hand")
def test_the_shared_questions_are_answered_through_the_program_itself() -> None:
    roro = Path(sys.executable).with_name("roro")
    command = [str(roro)] if roro.is_file() else [sys.executable, "-m", "bot"]
    score = [sys.executable, str(SHARED / "score.py"), "--json", str(SHARED / "questions" / "dev.jsonl")]
    done = subprocess.run(
        [*score, "--", *command, "ask", "--json", "-"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    figures = json.loads(done.stdout.splitlines()[-1])
    assert figures["evidence_faults"] == 0
    assert figures["right"] >= 0.85, figures
    assert figures["wrong"] <= 0.03, figures
    assert figures["held"] >= 0.95, figures


@pytest.mark.skipif(not (SHARED / "questions" / "claims.json").is_file(), reason="the shared claims are not at hand")
def test_every_shared_claim_is_held_by_one_quote_of_a_fact(shipped: Desk) -> None:
    claims = json.loads((SHARED / "questions" / "claims.json").read_text(encoding="utf-8"))
    quotes = {
        (shipped.base.sources[evidence.source].file, squeeze(evidence.quote))
        for fact in shipped.base.served
        for evidence in fact.evidence
        if len(evidence.quote) <= QUOTE_LIMIT
    }
    assert len(claims) == 46
    unheld = [
        id
        for id, claim in claims.items()
        if not any(file == claim["doc"] and squeeze(claim["anchor"]) in quote for file, quote in quotes)
    ]
    assert unheld == []
