"""The sandbox stands by itself: it knows neither the library that it is tested with nor the rest of this project."""

from __future__ import annotations

import ast
from pathlib import Path

import bot.sandbox

ALLOWED = {"aiohttp"}


def imported(source: str) -> set[str]:
    """Return the modules that a source imports."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def test_it_imports_aiohttp_and_itself_alone() -> None:
    import sys

    modules = list(Path(bot.sandbox.__file__).parent.rglob("*.py"))
    assert len(modules) > 30
    for module in modules:
        for name in imported(module.read_text(encoding="utf-8")):
            top = name.split(".")[0]
            own = name == "bot.sandbox" or name.startswith("bot.sandbox.")
            assert own or top in ALLOWED or top in sys.stdlib_module_names, f"{module.name} imports {name}"


def test_no_module_has_grown_large() -> None:
    for module in Path(bot.sandbox.__file__).parent.rglob("*.py"):
        lines = module.read_text(encoding="utf-8").count("\n")
        assert lines <= 400, f"{module.name} has {lines} lines"
