"""Faults on demand: what goes wrong between a bot and Discord, at the moment a test chooses.

Faults of requests strike requests that match a method and a path ("POST", "/channels/*/messages"; * stands for
anything). With `effect=True` Discord does what was asked and only the answer is lost. Faults of events strike the
next events of a name, whichever session they go to. Each counts how often it struck.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from bot.sandbox.changes import Changes
from bot.sandbox.errors import Json

Scope = Literal["user", "global", "shared"]
EventFate = Literal["cut", "cut_after", "duplicate", "hold", "replace", "drop"]
OpFate = Literal["cut", "invalidate", "ignore"]


@cache
def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile("".join(".*" if part == "*" else re.escape(part) for part in re.split(r"(\*)", pattern)) + r"\Z")


@dataclass(slots=True, eq=False)
class Fault:
    """Something that goes wrong `times` times, after having let `skip` occasions pass."""

    times: int
    skip: int
    changes: Changes = field(default_factory=Changes, repr=False)
    struck: int = 0

    @property
    def spent(self) -> bool:
        """Whether it will strike no more."""
        return self.struck >= self.times

    def strike(self) -> bool:
        """Say whether it strikes on this occasion, and count it."""
        if self.skip > 0:
            self.skip -= 1
            return False
        if self.spent:
            return False
        self.struck += 1
        self.changes.notify()
        return True

    async def until_struck(self, timeout: float = 5.0) -> None:
        """Wait until it has struck as often as it will."""
        await self.changes.until(lambda: self.spent or None, timeout, f"strike of {self}")


@dataclass(slots=True, eq=False)
class RequestFault(Fault):
    """A fault of HTTP requests."""

    method: str = "*"
    path: str = "*"
    effect: bool = False  # whether Discord does what was asked all the same
    status: int = 0  # the answer; 0 leaves it as it is
    retry_after: float = 0.0
    scope: Scope = "user"
    delay: float = 0.0
    cut: bool = False

    def matches(self, method: str, path: str) -> bool:
        """Say whether a request is one of those that this fault strikes."""
        return self.method in ("*", method) and _compile(self.path).match(path) is not None


@dataclass(slots=True, eq=False)
class EventFault(Fault):
    """A fault of gateway events: what becomes of the next event of this name."""

    event: str = "*"
    fate: EventFate = "cut"
    payload: object = None


@dataclass(slots=True, eq=False)
class OpFault(Fault):
    """A fault in the answer to what the bot sends over the gateway (2 IDENTIFY, 6 RESUME, 1 heartbeat)."""

    op: int = 0
    fate: OpFate = "cut"


class Faults:
    """The faults of one sandbox; methods add them, `clear` removes them all."""

    def __init__(self) -> None:
        self.requests: list[RequestFault] = []
        self.events: list[EventFault] = []
        self.ops: list[OpFault] = []
        self.refused_connections = 0

    def clear(self) -> None:
        """Let everything go well again."""
        self.requests.clear()
        self.events.clear()
        self.ops.clear()
        self.refused_connections = 0

    # Requests.

    def status(
        self, status: int, method: str = "*", path: str = "*", *, times: int = 1, skip: int = 0, effect: bool = False
    ) -> RequestFault:
        """Answer with 500, 502, 503, 504 …"""
        return self._add(RequestFault(times, skip, method=method, path=path, status=status, effect=effect))

    def rate_limit(
        self,
        method: str = "*",
        path: str = "*",
        *,
        retry_after: float = 0.3,
        scope: Scope = "user",
        times: int = 1,
        skip: int = 0,
    ) -> RequestFault:
        """Answer 429: of the route ("user"), of the bot ("global"), or of a resource that others use too ("shared")."""
        fault = RequestFault(times, skip, method=method, path=path, status=429, retry_after=retry_after, scope=scope)
        return self._add(fault)

    def delay(
        self, seconds: float, method: str = "*", path: str = "*", *, times: int = 1, skip: int = 0
    ) -> RequestFault:
        """Answer late."""
        return self._add(RequestFault(times, skip, method=method, path=path, delay=seconds))

    def cut(
        self, method: str = "*", path: str = "*", *, times: int = 1, skip: int = 0, effect: bool = False
    ) -> RequestFault:
        """Cut the connection instead of answering; with `effect`, after the request was carried out."""
        return self._add(RequestFault(times, skip, method=method, path=path, cut=True, effect=effect))

    # The gateway.

    def event(
        self, event: str, fate: EventFate, *, times: int = 1, skip: int = 0, payload: object = None
    ) -> EventFault:
        """Meddle with the next events of a name.

        cut: the socket breaks before the event is sent, so that it can only be replayed; cut_after: just after;
        duplicate: it comes twice; hold: it comes after the event that follows it; replace: it comes with `payload`
        instead of its data; drop: it never comes (Discord promises no delivery).
        """
        fault = EventFault(times, skip, event=event, fate=fate, payload=payload)
        self.events.append(fault)
        return fault

    def op(self, op: int, fate: OpFate, *, times: int = 1, skip: int = 0) -> OpFault:
        """Meddle with the answer to the bot's IDENTIFY (2), RESUME (6) or heartbeat (1).

        cut: break the socket; invalidate: answer with op 9; ignore: say nothing (a heartbeat without its ACK).
        """
        fault = OpFault(times, skip, op=op, fate=fate)
        self.ops.append(fault)
        return fault

    def refuse_connections(self, times: int = 1) -> None:
        """Answer the next attempts to open a gateway socket with 503."""
        self.refused_connections = times

    # Asked by the server.

    def _add(self, fault: RequestFault) -> RequestFault:
        self.requests.append(fault)
        return fault

    def for_request(self, method: str, path: str) -> RequestFault | None:
        """Return the fault that strikes this request."""
        for fault in self.requests:
            if not fault.spent and fault.matches(method, path) and fault.strike():
                return fault
        return None

    def for_event(self, event: str) -> EventFault | None:
        """Return the fault that strikes this event."""
        for fault in self.events:
            if not fault.spent and fault.event in ("*", event) and fault.strike():
                return fault
        return None

    def for_op(self, op: int) -> OpFault | None:
        """Return the fault that strikes this op."""
        for fault in self.ops:
            if not fault.spent and fault.op == op and fault.strike():
                return fault
        return None


def rate_limited_body(retry_after: float, scope: Scope) -> Json:
    """Return the body of a 429."""
    message = "The resource is being rate limited." if scope == "shared" else "You are being rate limited."
    return {"message": message, "retry_after": round(retry_after, 3), "global": scope == "global"}
