"""Writes the dictionaries by which scripts are converted, from those of the installed OpenCC.

Run it after an update of that.

    python tests/script_dictionaries.py [--check]

A line is a text and what is put for it: the first of what OpenCC offers.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import opencc

ROOT = Path(__file__).parents[1]
DICTIONARIES = ROOT / "bot" / "qa" / "languages" / "scripts" / "opencc"
LIBRARY = Path(opencc.__file__).parent / "clib"


def written(name: str) -> str:
    """Write one dictionary, its entries sorted."""
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder) / "text"
        subprocess.run(
            [
                LIBRARY / "bin" / "opencc_dict",
                *("-i", LIBRARY / "share" / "opencc" / f"{name}.ocd2", "-f", "ocd2"),
                *("-o", text, "-t", "text"),
            ],
            env=os.environ | {"LD_LIBRARY_PATH": str(LIBRARY / "lib64")},
            check=True,
        )
        entries = [line.split("\t") for line in text.read_text(encoding="utf-8").splitlines()]
    return "".join(f"{key}\t{values.split(' ')[0]}\n" for key, values in sorted(entries))


def main() -> None:
    """Write every dictionary there is a file for, or only tell whether they are up to date."""
    stale = []
    for path in sorted(DICTIONARIES.glob("*.txt")):
        text = written(path.stem)
        if text != path.read_text(encoding="utf-8"):
            stale.append(path.name)
            if "--check" not in sys.argv:
                path.write_text(text, encoding="utf-8")
    if "--check" in sys.argv and stale:
        sys.exit(f"out of date: {', '.join(stale)}")


if __name__ == "__main__":
    main()
