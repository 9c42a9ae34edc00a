"""What installed packages take up on disk, with all that they require.

    python tests/bench/footprint.py [NAME ...]

Without a name: the core of Roro, extras left out, and its largest parts.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
RORO = "roro-bot"


def closure(names: Iterable[str]) -> dict[str, Distribution]:
    """Find the distributions of these names and all that they require, extras left out, by name."""
    found: dict[str, Distribution] = {}
    pending = [canonicalize_name(name) for name in names]
    while pending:
        name = pending.pop()
        if name in found:
            continue
        found[name] = distribution(name)
        for text in found[name].requires or ():
            requirement = Requirement(text)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                pending.append(canonicalize_name(requirement.name))
    return found


def is_installed(names: Iterable[str]) -> bool:
    """Say whether all of these are there, with what they require."""
    try:
        closure(names)
    except PackageNotFoundError:
        return False
    return True


def on_disk(part: Distribution) -> float:
    """What one distribution takes up, compiled files included, in megabytes (of 2^20 bytes, as `du -m` counts)."""
    paths = {Path(str(part.locate_file(file))) for file in part.files or ()}
    if canonicalize_name(part.name) == RORO and not any(path.match("bot/__init__.py") for path in paths):
        # A checkout is read in place: its files are not among those installed.
        paths |= {path for folder in ("bot", "facts", "seeds") for path in (ROOT / folder).rglob("*")}
    return sum(path.stat().st_blocks * 512 for path in paths if path.is_file()) / 2**20


def footprint(names: Iterable[str]) -> dict[str, float]:
    """What these names and all that they require take up, the largest first."""
    sizes = {name: on_disk(part) for name, part in closure(names).items()}
    return dict(sorted(sizes.items(), key=lambda item: -item[1]))


def main() -> None:
    """Print the sum, and the largest parts."""
    sizes = footprint(sys.argv[1:] or [RORO])
    print(f"{sum(sizes.values()):.0f} MB in {len(sizes)} packages, the largest:")
    for name, size in list(sizes.items())[:8]:
        print(f"{size:7.1f}  {name}")


if __name__ == "__main__":
    main()
