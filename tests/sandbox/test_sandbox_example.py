"""The example in the sandbox's guide is a test that passes as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import discord
import discord.gateway
import discord.http
import pytest

GUIDE = Path(__file__).parents[2] / "docs" / "sandbox.md"


@pytest.fixture
def library_as_it_was() -> Iterator[None]:
    """Give discord.py back as it was."""
    base, gateway = discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY
    yield
    discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = base, gateway


@pytest.mark.usefixtures("library_as_it_was")
async def test_the_example_passes() -> None:
    (code,) = re.findall(r"^```python\n(.*?)^```$", GUIDE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    names: dict[str, Any] = {"__name__": "example"}
    exec(compile(code, str(GUIDE), "exec"), names)  # noqa: S102 - it is what the reader is to run
    await next(test for name, test in names.items() if name.startswith("test_"))()
