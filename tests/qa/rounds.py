"""Where the kept rounds of questions are."""

from __future__ import annotations

from pathlib import Path

QUESTIONS = Path(__file__).parents[1] / "questions"
