"""HTTP rate limits: a bucket for each route and major parameter, one for the whole bot, one for invalid requests."""

from __future__ import annotations

import hashlib
import time
from collections import deque
from functools import cache

from bot.sandbox.errors import Json
from bot.sandbox.faults import Scope, rate_limited_body
from bot.sandbox.limits import Limits, Rate

# Requests of the same path count apart when only these differ.
MAJOR = ("channel_id", "guild_id", "webhook_id", "webhook_token")
# Discord writes who its proxy was; clients take a 429 without it for a ban.
VIA = "1.1 google"


class RateLimited(Exception):  # noqa: N818 - what the request is
    """A request is over a limit."""

    def __init__(self, retry_after: float, scope: Scope, headers: dict[str, str]) -> None:
        super().__init__(f"{scope} rate limit, retry after {retry_after:.3f} s")
        self.headers = headers | {
            "Retry-After": str(max(1, round(retry_after))),
            "X-RateLimit-Scope": scope,
        }
        if scope == "global":
            self.headers["X-RateLimit-Global"] = "true"
        self.body: Json = rate_limited_body(retry_after, scope)


@cache
def bucket_name(route: str) -> str:
    """Return the name that Discord would give to a route's limit."""
    return hashlib.blake2b(route.encode(), digest_size=16).hexdigest()


class Window:
    """So many uses from the first one on, then all anew: as Discord counts a route."""

    __slots__ = ("_ends", "_rate", "_used")

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._used = 0
        self._ends = 0.0

    def use(self, now: float) -> tuple[bool, int, float]:
        """Use it once; return whether that was allowed, how many uses remain, and the seconds until all are back."""
        if now >= self._ends:
            self._used, self._ends = 0, now + self._rate.seconds
        allowed = self._used < self._rate.uses
        if allowed:
            self._used += 1
        return allowed, self._rate.uses - self._used, self._ends - now


class Rates:
    """Counts the requests of one bot."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._windows: dict[tuple[str, str], Window] = {}
        self._global = Window(limits.global_rate)
        self._invalid: deque[float] = deque()

    @property
    def banned(self) -> bool:
        """Whether this address made so many invalid requests that it is barred for a while."""
        return self._limits.rates and len(self._recent_invalid()) >= self._limits.invalid_requests.uses

    @property
    def invalid_count(self) -> int:
        """How many invalid requests (401, 403, 429) count against this address now."""
        return len(self._recent_invalid())

    def note_invalid(self) -> None:
        """Count an invalid request."""
        self._recent_invalid().append(time.monotonic())

    def _recent_invalid(self) -> deque[float]:
        since = time.monotonic() - self._limits.invalid_requests.seconds
        while self._invalid and self._invalid[0] < since:
            self._invalid.popleft()
        return self._invalid

    def use(self, route: str, params: dict[str, str], counts_globally: bool) -> dict[str, str]:
        """Count a request; return the headers that tell the bot where it stands, or raise RateLimited."""
        name = bucket_name(route)
        if not self._limits.rates:
            # Without such headers clients send one request at a time, for want of knowing better.
            return {
                "X-RateLimit-Limit": "999999",
                "X-RateLimit-Remaining": "999998",
                "X-RateLimit-Reset-After": "1.000",
                "X-RateLimit-Bucket": name,
            }
        now = time.monotonic()
        if counts_globally:
            allowed, _, left = self._global.use(now)
            if not allowed:
                raise RateLimited(left, "global", {})
        rate = self._limits.route_rates.get(route, self._limits.default_rate)
        major = "/".join(params[key] for key in MAJOR if key in params)
        window = self._windows.setdefault((name, major), Window(rate))
        allowed, remaining, left = window.use(now)
        headers = {
            "X-RateLimit-Limit": str(rate.uses),
            "X-RateLimit-Remaining": str(remaining),
            "X-RateLimit-Reset": f"{time.time() + left:.3f}",
            "X-RateLimit-Reset-After": f"{left:.3f}",
            "X-RateLimit-Bucket": name,
        }
        if not allowed:
            raise RateLimited(left, "user", headers)
        return headers
