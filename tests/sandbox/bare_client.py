"""A client of the API that sends exactly what a test writes."""

from __future__ import annotations

import json
from typing import Any

import aiohttp

from bot.sandbox import Sandbox

Json = dict[str, Any]


class Api:
    """Calls the API."""

    def __init__(self, sandbox: Sandbox, session: aiohttp.ClientSession) -> None:
        self.sandbox = sandbox
        self.session = session

    async def call(self, method: str, path: str, body: Any = None, **options: Any) -> tuple[int, Any]:
        """Return the status and the JSON of an answer."""
        if body is not None:
            options["json"] = body
        async with self.session.request(method, self.sandbox.api_url + path, **options) as answer:
            text = await answer.text()
            return answer.status, json.loads(text) if text else None

    async def code(self, method: str, path: str, body: Any = None, **options: Any) -> int:
        """Return Discord's code for a refusal; 0 for an answer that is none."""
        _, answer = await self.call(method, path, body, **options)
        return int(answer.get("code", 0)) if isinstance(answer, dict) else 0
