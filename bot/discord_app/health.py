"""/live, /ready and /metrics for whoever watches over the process; served only where a port is set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from bot.discord_app.logs import Log

if TYPE_CHECKING:
    from bot.discord_app.client import RoroClient

_log = Log("health")


class Health:
    """A small HTTP server."""

    def __init__(self, client: RoroClient) -> None:
        self._client = client
        self._runner: web.AppRunner | None = None

    async def start(self, host: str, port: int) -> int:
        """Begin to serve; return the port, which may have been any that was free."""
        application = web.Application()
        application.router.add_get("/live", self._live)
        application.router.add_get("/ready", self._ready)
        application.router.add_get("/metrics", self._metrics)
        self._runner = web.AppRunner(application, access_log=None, handle_signals=False)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        bound = int(self._runner.addresses[0][1])
        _log.info("serving /live, /ready and /metrics", host=host, port=bound)
        return bound

    async def stop(self) -> None:
        """Serve no more."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _live(self, _: web.Request) -> web.Response:
        """The event loop turns, or this would not be answered."""
        return web.json_response({"live": True, "uptime": round(self._client.uptime, 1)})

    async def _ready(self, _: web.Request) -> web.Response:
        client = self._client
        ready = client.connected and not client.workload.draining
        told = {
            "ready": ready,
            "connected": client.connected,
            "draining": client.workload.draining,
            "facts": len(client.edition.base.served),
            "base": client.edition.digest,
        }
        return web.json_response(told, status=200 if ready else 503)

    async def _metrics(self, _: web.Request) -> web.Response:
        return web.Response(body=self._client.metrics.written(), content_type="text/plain", charset="utf-8")
