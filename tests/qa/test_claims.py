"""Claims in many framings, with what the documents say of each: what is so is not denied, what is not is corrected."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from asking import Desk

CLAIMS = [json.loads(line) for line in (Path(__file__).parent / "claims.jsonl").read_text("utf-8").splitlines()]
DENIED = 1
"""How many true claims may be denied: that it was so of another before is not told from that it is so of one."""
CORRECTED = 46
"""How many false ones are corrected, at the least; with most of the others the fact is shown, and nothing asserted."""


@pytest.fixture(scope="module")
def outcomes(shipped: Desk) -> Counter[tuple[str, str]]:
    return Counter((claim["truth"], shipped.ask(claim["question"]).outcome) for claim in CLAIMS)


def test_what_the_documents_say_is_confirmed(outcomes: Counter[tuple[str, str]]) -> None:
    assert outcomes["true", "corrected"] <= DENIED
    assert outcomes["true", "answered"] >= 115


def test_what_they_say_otherwise_is_corrected(outcomes: Counter[tuple[str, str]]) -> None:
    assert outcomes["false", "corrected"] >= CORRECTED


def test_what_they_say_nothing_of_is_neither_confirmed_nor_denied(outcomes: Counter[tuple[str, str]]) -> None:
    assert outcomes["unsaid", "answered"] + outcomes["unsaid", "corrected"] == 0
