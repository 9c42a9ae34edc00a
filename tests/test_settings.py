"""What can be set from outside, and what is taken when nothing is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.settings import VARIABLES, Settings, read_environment, read_settings
from bot.shipped import shipped_folder

ROOT = Path(__file__).parent.parent
VARIABLE = re.compile(r"\b(?:RORO_[A-Z_]+|DISCORD_(?:TOKEN|API_URL))\b")


def test_without_settings_the_fact_base_of_the_checkout_is_taken() -> None:
    settings = read_settings({})
    assert settings.facts.resolve() == ROOT / "facts"
    assert settings.seeds.resolve() == ROOT / "seeds"


def test_its_folders_are_named_in_few_words_from_above_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(ROOT)
    assert read_settings({}) == Settings(Path("facts"), Path("seeds"))
    monkeypatch.chdir(tmp_path)
    assert read_settings({}) == Settings(ROOT / "facts", ROOT / "seeds")


def test_the_environment_names_other_folders_and_an_empty_value_is_none() -> None:
    settings = read_settings({"RORO_FACTS_DIR": "mine", "RORO_SEEDS_DIR": ""})
    assert settings.facts == Path("mine")
    assert settings.seeds.resolve() == ROOT / "seeds"


def test_the_example_lists_exactly_the_settings_that_the_program_reads() -> None:
    listed = re.findall(r"^#? ?([A-Z][A-Z0-9_]*)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE)
    named = {name for path in (ROOT / "bot").rglob("*.py") for name in VARIABLE.findall(path.read_text())}
    assert listed == list(VARIABLES)
    assert named == set(VARIABLES)


def test_a_file_of_settings_is_read_and_the_environment_wins_over_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert read_environment({"RORO_FACTS_DIR": "mine"}) == {"RORO_FACTS_DIR": "mine"}
    Path(".env").write_text("RORO_FACTS_DIR=theirs\nRORO_SEEDS_DIR=theirs\n")
    settings = read_settings(read_environment({"RORO_FACTS_DIR": "mine"}))
    assert settings == Settings(Path("mine"), Path("theirs"))


def test_an_installed_package_takes_the_fact_base_that_it_carries(tmp_path: Path) -> None:
    package = tmp_path / "site-packages" / "bot"
    (package / "shipped" / "facts").mkdir(parents=True)
    assert shipped_folder("facts", package) == package / "shipped" / "facts"
    assert shipped_folder("seeds", package) == tmp_path / "site-packages" / "seeds"
