"""The README is a promise, and so are the guides: the quick start stands, and transcripts are what is printed.

When a reply changes on purpose, `python tests/test_readme.py` writes the transcripts anew; read them before you commit.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"

GUIDES = sorted(str(page.relative_to(ROOT)) for page in (ROOT / "docs").glob("*.md"))
PAGES = ["README.md", *GUIDES]

BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
ENTRY = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)

TRANSCRIPTS = [
    (command, printed.rstrip("\n"))
    for page in PAGES
    for block in BLOCK.findall((ROOT / page).read_text(encoding="utf-8"))
    for command, printed in ENTRY.findall(block)
]


def run(command: str) -> str:
    """Run a command of the README as its reader would; give what it prints."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", command],  # noqa: S607 - whichever bash the reader has
        cwd=ROOT,
        env={**os.environ, "PATH": path, "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
    )
    return done.stdout.decode().rstrip("\n")


def refresh() -> None:
    """Write every transcript of the README and the guides anew."""

    def rerun(block: re.Match[str]) -> str:
        entries = [f"$ {command}\n{run(command)}\n" for command, _ in ENTRY.findall(block[1])]
        return "```console\n" + "\n".join(entries) + "```"

    for page in PAGES:
        path = ROOT / page
        path.write_text(BLOCK.sub(rerun, path.read_text(encoding="utf-8")), encoding="utf-8")


def test_the_quick_start_is_two_lines_each_enough_on_its_own() -> None:
    lines = README.read_text(encoding="utf-8").splitlines()
    assert "python3 -m venv .venv && .venv/bin/pip install -e . && .venv/bin/roro chat" in lines
    assert "python3 -m venv .venv && .venv/bin/pip install -e '.[dev]' && .venv/bin/pytest" in lines


def test_every_command_has_its_transcript() -> None:
    named = r" (chat|ask|facts|sources|check|eval|tune)\b"
    shown = {name for command, _ in TRANSCRIPTS for name in re.findall(named, command)}
    assert shown == {"chat", "ask", "facts", "sources", "check", "eval", "tune"}


@pytest.mark.parametrize(("command", "printed"), TRANSCRIPTS, ids=[command for command, _ in TRANSCRIPTS])
def test_a_transcript_is_what_the_program_prints(command: str, printed: str) -> None:
    assert run(command) == printed


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "facts/README.md", *GUIDES])
def test_every_link_to_a_file_leads_somewhere(name: str) -> None:
    page = ROOT / name
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


if __name__ == "__main__":
    refresh()
