"""What the bot asked for over HTTP, kept so that tests can check each request."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.changes import Changes
from bot.sandbox.drafts import File
from bot.sandbox.faults import RequestFault


@dataclass(slots=True, eq=False)
class LoggedRequest:
    """One request and its answer; status 0 means that it got none, for its connection was cut."""

    method: str
    path: str  # from /api/v10 on, without it
    route: str = ""  # "POST /channels/{channel_id}/messages"; empty for a path that Discord does not have
    query: dict[str, str] = field(default_factory=dict)
    body: Any = None  # the JSON body; of a multipart request its payload_json
    files: list[File] = field(default_factory=list)
    content_type: str = ""
    at: float = 0.0  # the event loop's clock
    status: int = 0
    answer: Any = None
    fault: RequestFault | None = None
    carried_out: bool = False  # whether it had its effect, whatever the answer said


class Journal:
    """The last requests, oldest first."""

    def __init__(self, size: int) -> None:
        self._entries: deque[LoggedRequest] = deque(maxlen=size)
        self._changes = Changes()
        self.count = 0

    def __iter__(self) -> Iterator[LoggedRequest]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, entry: LoggedRequest) -> None:
        """Keep a request."""
        self.count += 1
        self._entries.append(entry)

    def finish(self, entry: LoggedRequest, status: int, answer: Any) -> None:
        """Note how a request was answered."""
        entry.status, entry.answer = status, answer
        self._changes.notify()

    def clear(self) -> None:
        """Forget all requests."""
        self._entries.clear()

    def matching(self, method: str = "*", path: str = "*") -> list[LoggedRequest]:
        """Return the requests of a method to paths like this ("/channels/*/messages")."""
        wanted = RequestFault(0, 0, method=method, path=path)
        return [entry for entry in self._entries if wanted.matches(entry.method, entry.path)]

    async def wait_for(self, method: str, path: str, count: int = 1, timeout: float = 5.0) -> list[LoggedRequest]:
        """Wait until so many such requests have been answered, or cut; return them."""

        def find() -> list[LoggedRequest] | None:
            found = self.matching(method, path)
            return found if len(found) >= count else None

        found = await self._changes.until(find, timeout, f"{method} {path}")
        await asyncio.sleep(0)
        return found
