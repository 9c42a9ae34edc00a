"""The benches run: what they measure is read by people, and told here only in so far as it must hold on any machine."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

BENCH = Path(__file__).parent / "bench"
ROUND = Path(__file__).parent / "questions" / "casual-1.jsonl"


def run(name: str, *arguments: str) -> str:
    command = [sys.executable, str(BENCH / name), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_roro_is_held_against_other_matchers_on_the_same_questions() -> None:
    few = ("--timed", "5", "--repeats", "1", "--seconds", "5", "--cold-starts", "1")
    printed = run("routing.py", "--json", *few, "--only", "roro", "rapidfuzz token_set_ratio", "--", str(ROUND))
    roro, peer = json.loads(printed)
    assert (roro["name"], roro["asked"]) == ("roro", 110)
    assert roro["right"] > 2 * peer["right"]
    assert roro["installed_mb"] <= 160


def test_intents_are_routed_better_than_by_a_scan() -> None:
    printed = run("intents.py", "--only", "roro", "rapidfuzz token_set_ratio")
    assert printed.count("roro") == printed.count("token_set_ratio") == 2


def test_slips_cost_some_answers_and_no_more() -> None:
    lines = run("slips.py", "--", str(ROUND)).splitlines()
    rights = [float(line.split("right ")[1].split()[0]) for line in lines[1:]]
    assert rights[0] > rights[1] > rights[2] > 0.5


def test_what_a_package_takes_up_is_told_with_its_parts() -> None:
    assert "rapidfuzz" in run("footprint.py", "rapidfuzz")
