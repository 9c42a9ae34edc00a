"""Where the fact base that comes with Roro lies: beside the package in a checkout, inside it when installed."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def shipped_folder(name: str, package: Path = _PACKAGE) -> Path:
    """Find the shipped folder `name` (`facts` or `seeds`); a wheel carries it in the package, a checkout beside it."""
    inside = package / "shipped" / name
    return inside if inside.is_dir() else package.parent / name
