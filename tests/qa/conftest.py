"""The shipped fact base and the small one on another subject, each with an answerer made once."""

from __future__ import annotations

import pytest
from asking import ROOT, TIDES, Desk

from bot.factbase.loading import load
from bot.qa.lexicon import Lexicon
from bot.qa.reading import Reader


@pytest.fixture(scope="session")
def shipped() -> Desk:
    """The fact base that comes with Roro."""
    return Desk(load(ROOT / "facts", ROOT / "seeds"))


@pytest.fixture(scope="session")
def tides() -> Desk:
    """The fact base about tides."""
    return Desk(load(TIDES / "facts", TIDES / "seeds"))


@pytest.fixture(scope="session")
def reader(tides: Desk) -> Reader:
    """Reads questions about tides."""
    return tides.reader


@pytest.fixture(scope="session")
def lexicon(reader: Reader) -> Lexicon:
    """The English words of the tides."""
    return reader.lexicon("en")
