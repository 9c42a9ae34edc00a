"""What holds for the repository as a whole: who imports whom, what the code may name, what is installed."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from bench.footprint import RORO, footprint

from bot.factbase.loading import load
from bot.factbase.models import FactBase

ROOT = Path(__file__).parent.parent
CODE = sorted((ROOT / "bot").rglob("*.py"))


@pytest.fixture(scope="session")
def factbase() -> FactBase:
    """The fact base that comes with Roro."""
    return load(ROOT / "facts", ROOT / "seeds")


# Who imports whom.


def imported_by(module: str) -> set[str]:
    """Import every module of a package in a process of its own; give the names of all that this brought in."""
    script = (
        "import importlib, pkgutil, sys\n"
        f"package = importlib.import_module({module!r})\n"
        "for found in pkgutil.walk_packages(package.__path__, package.__name__ + '.'):\n"
        "    importlib.import_module(found.name)\n"
        "print('\\n'.join(sys.modules))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize("package", ["bot.factbase", "bot.qa", "bot.curation"])
def test_the_core_has_heard_of_neither_discord_nor_asyncio(package: str) -> None:
    imported = imported_by(package)
    assert len([name for name in imported if name.startswith(f"{package}.")]) > 1
    assert imported.isdisjoint({"discord", "asyncio", "aiohttp"})


def test_the_terminal_has_not_heard_of_discord() -> None:
    imported = imported_by("bot.console")
    assert "bot.console.commands" in imported
    assert imported.isdisjoint({"discord", "aiohttp"})


def test_asking_one_question_loads_neither_the_line_editor_nor_the_tables() -> None:
    script = "import sys, bot.__main__, bot.qa.answering, bot.factbase.loading; print('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert {"prompt_toolkit", "rich", "asyncio"}.isdisjoint(done.stdout.split())


def test_the_fact_base_knows_nothing_of_those_who_use_it() -> None:
    layers = {
        "bot.factbase": ("bot.qa", "bot.curation", "bot.console"),
        "bot.qa": ("bot.curation", "bot.console"),
        "bot.curation": ("bot.console",),
    }
    for layer, above in layers.items():
        for path in (ROOT / layer.replace(".", "/")).rglob("*.py"):
            names = {
                name
                for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
                for name in (
                    [node.module or ""]
                    if isinstance(node, ast.ImportFrom)
                    else [alias.name for alias in node.names]
                    if isinstance(node, ast.Import)
                    else []
                )
            }
            assert not [name for name in names if name.startswith(above)], path


def test_nothing_that_may_be_compiled_is_a_cached_property() -> None:
    """The compiler takes one for a plain property, worked out at every use: `once` is what it leaves alone."""
    modules = sorted((ROOT / "bot" / "qa").glob("*.py"))
    assert len(modules) > 30
    assert [path.name for path in modules if "@cached_property" in path.read_text(encoding="utf-8")] == []


# What the code may name.

ORDINARY = {"German", "Portuguese", "Spanish", "U.S."}
"""Names of the glossary that are words of any subject too: languages, and an abbreviation that ends no sentence."""


def names_of(factbase: FactBase) -> set[str]:
    """The proper names of the subject: what an entity is called where that is written with a capital letter."""
    entities = factbase.glossary.entities.values()
    called = {name for entity in entities for name in (entity.name, *entity.aliases, *entity.in_document)}
    return {name for name in called if name[0].isupper() and len(name) > 2} - ORDINARY


def figures_of(factbase: FactBase) -> set[str]:
    """The figures of the subject as anyone would write them; round years and small numbers belong to no subject."""
    values = [fact.value.value for fact in factbase.facts.values() if fact.value is not None]
    written = {form for value in values for form in (f"{value:,f}", f"{value:f}")}
    quotes = [evidence.quote for fact in factbase.facts.values() for evidence in fact.evidence]
    printed = {figure.rstrip(".,") for quote in quotes for figure in re.findall(r"\d[\d.,]*", quote)}
    return {figure for figure in written | printed if not re.fullmatch(r"(19|20)\d\d|\d{1,3}|\d\.\d", figure)}


def test_no_code_names_the_subject_or_a_figure_of_it(factbase: FactBase) -> None:
    named = names_of(factbase) | figures_of(factbase)
    assert len(named) > 50
    words = "|".join(re.escape(name) for name in sorted(named, key=len, reverse=True))
    pattern = re.compile(rf"(?<![\w.,])(?:{words})(?!\w|[.,]\d)")
    found = [
        f"{path.relative_to(ROOT)}:{number}: {match.group()}"
        for path in CODE
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        for match in pattern.finditer(line)
    ]
    assert found == []


def test_no_text_names_a_package_registry_or_a_path_of_one_machine() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()  # noqa: S607 - whichever git the developer uses
    texts = [ROOT / name for name in listed if not name.startswith("seeds/") and (ROOT / name).is_file()]
    forbidden = re.compile(r"py[p]i\.o|python[h]osted|np[m]js\.|deb\.[d]ebian|/(wor[k]|hom[e])/")
    found = [str(path) for path in texts if forbidden.search(path.read_text(encoding="utf-8", errors="replace"))]
    assert found == []


# What is installed.


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    return next(folder.glob("*.whl"))


def test_a_wheel_carries_every_fact_document_and_language(wheel: Path) -> None:
    carried = {name: zipfile.ZipFile(wheel).read(name) for name in zipfile.ZipFile(wheel).namelist()}
    for folder in ("facts", "seeds"):
        for path in (ROOT / folder).iterdir():
            assert carried[f"bot/shipped/{folder}/{path.name}"] == path.read_bytes()
    for path in (ROOT / "bot").rglob("*.yaml"):
        assert carried[path.relative_to(ROOT).as_posix()] == path.read_bytes()
    assert not [name for name in carried if name.startswith(("tests/", "facts/", "seeds/"))]


def test_the_core_takes_up_no_more_than_it_may() -> None:
    sizes = footprint([RORO])
    assert len(sizes) > 20
    assert sum(sizes.values()) <= 160, sizes  # in MB; about 90 of these are used


def test_an_installed_wheel_answers_from_the_facts_that_it_carries(
    wheel: Path, tmp_path: Path, factbase: FactBase
) -> None:
    installed = tmp_path / "site-packages"
    zipfile.ZipFile(wheel).extractall(installed)
    fact = factbase.served[0]
    done = subprocess.run(
        [sys.executable, "-m", "bot", "ask", "--json", fact.questions[0]],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout)["factbase"] == factbase.digest
    where = [sys.executable, "-c", "import bot; print(bot.__file__)"]
    done = subprocess.run(
        where,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(done.stdout.strip()).is_relative_to(installed)
