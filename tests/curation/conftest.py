"""A small fact base on another subject, and its answerer."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.factbase.loading import load
from bot.factbase.models import FactBase
from bot.qa.answering import Answerer

TIDES = Path(__file__).parent.parent / "fixtures" / "tides"


@pytest.fixture(scope="session")
def tides() -> FactBase:
    """The fact base about tides."""
    return load(TIDES / "facts", TIDES / "seeds")


@pytest.fixture(scope="session")
def answerer(tides: FactBase) -> Answerer:
    """The answerer over it."""
    return Answerer(tides)
