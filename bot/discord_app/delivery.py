"""Delivery: what was rendered reaches Discord exactly once, however often the way there breaks.

A question's id is the nonce of its reply, so a message that is sent again after its answer was lost is not posted
twice; an interaction that was answered already says so itself.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from enum import IntEnum
from typing import TypeVar

import aiohttp
import discord

Sent = TypeVar("Sent")

PATIENCE = 150.0
"""For how many seconds a message is tried; a nonce is remembered for some minutes."""
WINDOW = 2.9
"""For how many seconds an interaction may be answered for the first time."""


class Code(IntEnum):
    """Discord's error codes that mean something to delivery."""

    UNKNOWN_MESSAGE = 10_008
    UNKNOWN_INTERACTION = 10_062
    ALREADY_ACKNOWLEDGED = 40_060
    INVALID_FORM = 50_035
    NO_HISTORY = 160_002


def is_passing(error: BaseException) -> bool:
    """Say whether trying again may help: the line broke, or Discord is in trouble or wants us to slow down."""
    if isinstance(error, discord.HTTPException):
        return error.status >= 500 or error.status == 429
    return isinstance(error, aiohttp.ClientError | OSError | asyncio.TimeoutError)


async def persist(
    attempt: Callable[[], Awaitable[Sent]], patience: float = PATIENCE, first_pause: float = 0.25
) -> Sent:
    """Try until it works, it is refused, or patience runs out; the last error is raised."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + patience
    pause = first_pause
    while True:
        try:
            return await attempt()
        except Exception as error:
            if not is_passing(error) or loop.time() + pause > deadline:
                raise
            if isinstance(error, discord.HTTPException) and error.status == 429:
                pause = max(pause, 5.0)
        await asyncio.sleep(pause)
        pause = min(pause * 2, 15.0)
