"""Ids as Discord gives them: 64 bits, the milliseconds since 2015 above the lowest 22."""

from __future__ import annotations

import time
from datetime import UTC, datetime

EPOCH_MS = 1_420_070_400_000
DAY_MS = 86_400_000


def sort_to_shard(guild_id: int | None, shard_count: int) -> int:
    """Return the shard that hears of a guild; direct messages (None) belong to shard 0."""
    return 0 if guild_id is None else (guild_id >> 22) % shard_count


def date(snowflake: int) -> str:
    """Return the moment inside an id as Discord writes it: ISO 8601 in UTC, with microseconds."""
    return write_date((snowflake >> 22) + EPOCH_MS)


def write_date(milliseconds: float) -> str:
    """Return milliseconds since 1970 as Discord writes moments."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC).isoformat(timespec="microseconds")


class Snowflakes:
    """Gives out ids, each higher than the one before."""

    def __init__(self) -> None:
        self._last = 0
        # Guilds are dated a day ago, a millisecond apart: so they spread over the shards evenly.
        self._guild_moment = int(time.time() * 1000) - EPOCH_MS - DAY_MS

    def next(self) -> int:
        """Return an id of this moment."""
        self._last = max(self._last + 1, (int(time.time() * 1000) - EPOCH_MS) << 22)
        return self._last

    def next_guild(self, shard: int | None = None, shard_count: int = 1) -> int:
        """Return an id for a guild, on the given shard if one is named."""
        self._guild_moment += 1
        while shard is not None and self._guild_moment % shard_count != shard:
            self._guild_moment += 1
        return self._guild_moment << 22
