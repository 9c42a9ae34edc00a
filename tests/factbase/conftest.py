"""Two fact bases for every test to spoil: a copy of the tides, and one of required keys only."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from curated_base import LAMPS, SOURCES, TIDES, Curated


@pytest.fixture
def curated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Curated:
    """The tides fact base in a folder of the test's own, without a fault or a warning until the test makes one."""
    shutil.copytree(TIDES, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return Curated()


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Curated:
    """A fact base with required keys only: one source, one topic, no glossary."""
    monkeypatch.chdir(tmp_path)
    base = Curated()
    base.facts.mkdir()
    base.seeds.mkdir()
    (base.seeds / "lamp.txt").write_text(
        "The lamp of the old lighthouse was lit in 1841.\nIt burned whale oil.", "utf-8"
    )
    base.write("sources.yaml", SOURCES)
    base.write("lamps.yaml", LAMPS)
    return base
