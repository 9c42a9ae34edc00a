"""Discord's HTTP API v10, one module for each resource; importing this package registers all routes."""

from bot.sandbox.rest import applications, channels, guilds, interactions, messages, threads, users, webhooks
from bot.sandbox.rest.router import Answer, Call, Route, router

__all__ = [
    "Answer",
    "Call",
    "Route",
    "applications",
    "channels",
    "guilds",
    "interactions",
    "messages",
    "router",
    "threads",
    "users",
    "webhooks",
]
