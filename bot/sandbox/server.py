"""The HTTP side: every request passes the same doors, in the order in which Discord has them."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator
from typing import Any

from aiohttp import BodyPartReader, web

from bot.sandbox.drafts import File
from bot.sandbox.errors import INVALID_JSON, UNAUTHORIZED, ApiError
from bot.sandbox.faults import Faults, RequestFault, rate_limited_body
from bot.sandbox.journal import Journal, LoggedRequest
from bot.sandbox.rates import VIA, RateLimited, Rates
from bot.sandbox.rest import Answer, Call, router
from bot.sandbox.sessions import write_json
from bot.sandbox.world import World

_log = logging.getLogger(__name__)

API = "/api/v10"
_INVALID = frozenset({401, 403})


class Cut(Exception):  # noqa: N818 - what becomes of the connection
    """The connection is cut instead of answering."""


class ApiServer:
    """Answers /api/v10."""

    def __init__(self, world: World, faults: Faults, rates: Rates, journal: Journal, token: str) -> None:
        self._world = world
        self._faults = faults
        self._rates = rates
        self._journal = journal
        self._authorization = f"Bot {token}"

    async def serve(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one request."""
        entry = LoggedRequest(request.method, request.path.removeprefix(API), query=dict(request.query))
        entry.at = asyncio.get_running_loop().time()
        self._journal.add(entry)
        if self._rates.banned:
            # Cloudflare, not Discord: no JSON, no Via.
            self._journal.finish(entry, 429, "error code: 1015")
            return web.Response(status=429, text="error code: 1015", headers={"Retry-After": "600"})
        headers = {"Via": VIA}
        try:
            status, body = await self._answer(request, entry, headers)
        except Cut:
            self._journal.finish(entry, 0, None)
            if request.transport is not None:
                request.transport.abort()
            return web.Response(status=499)
        if status in _INVALID or (status == 429 and headers.get("X-RateLimit-Scope") != "shared"):
            self._rates.note_invalid()
        self._journal.finish(entry, status, body)
        if isinstance(body, str):
            return web.Response(status=status, text=body, content_type="text/html", headers=headers)
        if body is None:
            return web.Response(status=status, headers=headers)
        # Exactly this type: some clients compare it as a whole, so no charset.
        headers["Content-Type"] = "application/json"
        return web.Response(status=status, body=write_json(body).encode(), headers=headers)

    async def _answer(self, request: web.BaseRequest, entry: LoggedRequest, headers: dict[str, str]) -> tuple[int, Any]:
        try:
            await self._read_body(request, entry)
            fault = entry.fault = self._faults.for_request(entry.method, entry.path)
            if fault is not None and not fault.effect:
                answer = await _suffer(fault, headers)
                if answer is not None:
                    return answer
            status, body = self._carry_out(request, entry, headers)
            if fault is not None and fault.effect:
                answer = await _suffer(fault, headers)
                if answer is not None:
                    return answer
            return status, body
        except ApiError as refused:
            return refused.refusal.status, refused.body()
        except RateLimited as limited:
            headers.update(limited.headers)
            return 429, limited.body
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            # The sandbox's own mistake, or a body so strange that no rule caught it: say so, and do not fall over.
            _log.exception("the sandbox stumbled over %s %s", entry.method, entry.path)
            return 500, {"message": "500: Internal Server Error", "code": 0}

    def _carry_out(self, request: web.BaseRequest, entry: LoggedRequest, headers: dict[str, str]) -> tuple[int, Any]:
        route, params = router.find(entry.method, entry.path)
        entry.route = route.name
        if route.needs_token and request.headers.get("Authorization") != self._authorization:
            raise ApiError(UNAUTHORIZED)
        if route.has_bucket:
            headers.update(self._rates.use(route.name, params, route.counts_globally))
        answer = route.handler(Call(self._world, params, entry.query, entry.body, entry.files))
        entry.carried_out = True
        if isinstance(answer, Answer):
            return answer.status, answer.body
        return 200, answer

    async def _read_body(self, request: web.BaseRequest, entry: LoggedRequest) -> None:
        entry.content_type = request.content_type if request.body_exists else ""
        if entry.content_type == "application/json":
            raw = await request.content.read()
        elif entry.content_type == "multipart/form-data":
            raw = await self._read_parts(request, entry)
        else:
            return
        if raw:
            try:
                entry.body = json.loads(raw)
            except ValueError:
                raise ApiError(INVALID_JSON) from None

    async def _read_parts(self, request: web.BaseRequest, entry: LoggedRequest) -> bytes:
        raw = b""
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader):
                continue
            # Not part.read(), which gives up beyond aiohttp's own limit for bodies, a tenth of Discord's for files.
            content = b"".join([chunk async for chunk in _chunks(part)])
            if part.name == "payload_json":
                raw = content
            else:
                kind = part.headers.get("Content-Type", "application/octet-stream")
                entry.files.append(File(part.name or "", part.filename or "unknown", content, kind))
        return raw


async def _chunks(part: BodyPartReader) -> AsyncIterator[bytes]:
    while chunk := await part.read_chunk(1 << 16):
        yield chunk


async def _suffer(fault: RequestFault, headers: dict[str, str]) -> tuple[int, Any] | None:
    """Let a fault have its way; return the answer that it gives, if it gives one."""
    if fault.delay:
        await asyncio.sleep(fault.delay)
    if fault.cut:
        raise Cut
    if fault.status == 429:
        headers |= {
            "Retry-After": str(max(1, round(fault.retry_after))),
            "X-RateLimit-Scope": fault.scope,
            "X-RateLimit-Reset-After": f"{fault.retry_after:.3f}",
            "X-RateLimit-Reset": f"{time.time() + fault.retry_after:.3f}",
        }
        if fault.scope == "global":
            headers["X-RateLimit-Global"] = "true"
        return 429, rate_limited_body(fault.retry_after, fault.scope)
    if fault.status == 502:
        return 502, "<html><head><title>502 Bad Gateway</title></head></html>"
    if fault.status:
        return fault.status, {"message": f"{fault.status}: Internal Server Error", "code": 0}
    return None
