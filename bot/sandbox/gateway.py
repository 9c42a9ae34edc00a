"""The gateway: who is connected, what they are told, and the rules of telling it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections import deque
from typing import Any, Literal

from aiohttp import WSMsgType, web

from bot.sandbox.changes import Changes
from bot.sandbox.errors import Json
from bot.sandbox.faults import Faults
from bot.sandbox.intents import GUILDS, KNOWN, MESSAGE_CONTENT, PRIVILEGED, application_flags
from bot.sandbox.interactions import Interaction
from bot.sandbox.messages import Message
from bot.sandbox.sessions import (
    HEARTBEAT,
    HEARTBEAT_ACK,
    HELLO,
    IDENTIFY,
    INVALID_SESSION,
    RECONNECT,
    RESUME,
    Connection,
    Session,
    write_json,
)
from bot.sandbox.snowflakes import sort_to_shard
from bot.sandbox.world import World

UNKNOWN_OP, DECODE_ERROR, NOT_AUTHENTICATED, AUTHENTICATION_FAILED, ALREADY_AUTHENTICATED = 4001, 4002, 4003, 4004, 4005
INVALID_SEQUENCE, RATE_LIMITED, TIMED_OUT, INVALID_SHARD, SHARDING_REQUIRED = 4007, 4008, 4009, 4010, 4011
INVALID_VERSION, INVALID_INTENTS, DISALLOWED_INTENTS = 4012, 4013, 4014
REQUEST_MEMBERS = 8
# What a bot may send that the sandbox has no use for: presence, voice state, soundboard sounds.
_IGNORED = frozenset({3, 4, 31})
_MAX_SEND = 4_096

Fate = Literal["received", "pending", "unsure", "missed"]


class Gateway:
    """All sessions of the bot, over any number of shards."""

    def __init__(self, world: World, faults: Faults, token: str, compress: bool) -> None:
        self._world = world
        self._limits = world.limits
        self._faults = faults
        self._token = token
        self._compress = compress
        self.url = ""
        self.sessions: dict[str, Session] = {}
        self.ended: deque[Session] = deque(maxlen=100)
        self.connections: set[Connection] = set()
        self.identifies: deque[float] = deque()
        self._identified_at: dict[int, float] = {}
        self.token_reset = False
        self.changes = Changes()
        world.send = self._send
        world.send_message = self._send_message

    # Telling sessions.

    def _send(self, event: str, payload: Json, guild_id: int | None) -> None:
        data: str | None = None
        key = payload["id"] if event == "INTERACTION_CREATE" else ""
        for session in self._listening(event, guild_id):
            data = data or write_json(payload)
            session.dispatch(event, data, self._faults.for_event(event), key)

    def _send_message(self, event: str, message: Message) -> None:
        written: dict[bool, str] = {}
        key = str(message.id) if event == "MESSAGE_CREATE" else ""
        for session in self._listening(event, message.channel.guild_id):
            granted = bool(session.intents & MESSAGE_CONTENT)
            if granted not in written:
                written[granted] = write_json(self._world.write_message_event(message, granted))
            session.dispatch(event, written[granted], self._faults.for_event(event), key)

    def _listening(self, event: str, guild_id: int | None) -> list[Session]:
        return [
            session
            for session in self.sessions.values()
            if session.shard_id == sort_to_shard(guild_id, session.shard_count)
            and session.wants(event, guild_id is not None)
            and session.resumable
        ]

    def fate_of(self, what: Message | Interaction) -> Fate:
        """Say what is known of the event that told the bot of this message or interaction.

        received: the bot's heartbeat or RESUME proves it; pending: a live session has it or will replay it;
        unsure: its session ended before there was a proof; missed: no session heard of it, and none will.
        """
        key = str(what.id)
        fate: Fate = "missed"
        for session in (*self.sessions.values(), *self.ended):
            number = session.knows(key)
            if number is None:
                continue
            if session.proven >= number:
                return "received"
            fate = "pending" if session.id in self.sessions and session.resumable else "unsure"
        return fate

    def send_raw(self, text: str) -> None:
        """Send any text over every open socket: malformed frames, unknown ops."""
        for connection in self.connections:
            connection.push(text)

    def send_event(self, event: str, data: object, shard_id: int = 0) -> None:
        """Send an event of any shape to a shard, whatever it asked for."""
        for session in self.sessions.values():
            if session.shard_id == shard_id:
                session.dispatch(event, write_json(data))

    def _end(self, *sessions: Session) -> None:
        for session in sessions:
            self.sessions.pop(session.id, None)
            self.ended.append(session)

    # Trouble on demand.

    def reconnect(self) -> None:
        """Ask every session to reconnect (op 7)."""
        self.send_raw(write_json({"op": RECONNECT, "d": None}))

    def invalidate(self, resumable: bool = False) -> None:
        """Call every session invalid (op 9); those that may not be resumed end."""
        if not resumable:
            self._end(*self.sessions.values())
        self.send_raw(write_json({"op": INVALID_SESSION, "d": resumable}))

    def cut(self) -> None:
        """Break every socket without a word."""
        for connection in list(self.connections):
            connection.cut()

    def close(self, code: int = 4000) -> None:
        """Close every socket with a code."""
        for connection in self.connections:
            connection.close(code)

    def freeze(self) -> None:
        """Let every socket go dead: open, and nothing comes any more, no ACK either."""
        for connection in self.connections:
            connection.frozen = True

    # Serving sockets.

    async def serve(self, request: web.BaseRequest) -> web.StreamResponse:
        """Serve one socket until it closes."""
        if self._faults.refused_connections > 0:
            self._faults.refused_connections -= 1
            return web.Response(status=503, text="no gateway available")
        socket = web.WebSocketResponse(autoping=True, compress=False, max_msg_size=0)
        await socket.prepare(request)
        compressed = self._compress and request.query.get("compress") == "zlib-stream"
        connection = Connection(socket, request.transport, compressed)
        self.connections.add(connection)
        writer = asyncio.create_task(connection.write())
        goodbye = False
        try:
            if request.query.get("v", "10") not in ("9", "10"):
                await socket.close(code=INVALID_VERSION)
                return socket
            interval = self._limits.heartbeat_interval
            connection.push(write_json({"op": HELLO, "d": {"heartbeat_interval": int(interval * 1000), "_trace": []}}))
            goodbye = await self._listen(connection)
        finally:
            self.connections.discard(connection)
            if connection.closing:
                await asyncio.wait((writer,), timeout=1)
            writer.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await writer
            for session in list(self.sessions.values()):
                if session.connection is connection:
                    session.detach(connection)
                    if goodbye:
                        self._end(session)
            self.changes.notify()
        return socket

    async def _listen(self, connection: Connection) -> bool:
        """Answer what comes until the socket closes; say whether the bot closed it for good."""
        session: Session | None = None
        while True:
            # A bot that misses its heartbeat is cut off after a while.
            try:
                frame = await connection.socket.receive(timeout=self._limits.heartbeat_interval * 1.7)
            except TimeoutError:
                connection.close(TIMED_OUT)
                return False
            if frame.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                # With 1000 or 1001 a bot ends its session: there is nothing to resume.
                return frame.type is WSMsgType.CLOSE and frame.data in (1000, 1001)
            if connection.frozen:
                continue
            if self._too_many(connection):
                connection.close(RATE_LIMITED)
                continue
            try:
                payload = json.loads(frame.data)
                op, data = payload["op"], payload.get("d")
            except (ValueError, KeyError, TypeError):
                connection.close(DECODE_ERROR)
                continue
            if len(frame.data) > _MAX_SEND:
                connection.close(DECODE_ERROR)
                continue
            session = self._answer(connection, session, op, data)

    def _too_many(self, connection: Connection) -> bool:
        if not self._limits.rates:
            return False
        now = time.monotonic()
        sent = connection.sent_at
        sent.append(now)
        while now - sent[0] > self._limits.gateway_sends.seconds:
            sent.popleft()
        return len(sent) > self._limits.gateway_sends.uses

    def _answer(self, connection: Connection, session: Session | None, op: int, data: Any) -> Session | None:
        fault = self._faults.for_op(op)
        if fault is not None:
            if fault.fate == "cut":
                connection.cut()
            elif fault.fate == "invalidate":
                connection.push(write_json({"op": INVALID_SESSION, "d": False}))
            return session
        if op == HEARTBEAT:
            if session is not None and isinstance(data, int):
                session.acknowledge(data)
            connection.push(write_json({"op": HEARTBEAT_ACK}))
        elif op in (IDENTIFY, RESUME):
            if session is not None:
                connection.close(ALREADY_AUTHENTICATED)
                return session
            if not isinstance(data, dict):
                connection.close(DECODE_ERROR)
                return None
            if self.token_reset or data.get("token") != self._token:
                connection.close(AUTHENTICATION_FAILED)
                return None
            session = self._identify(connection, data) if op == IDENTIFY else self._resume(connection, data)
            self.changes.notify()
        elif session is None:
            connection.close(NOT_AUTHENTICATED)
        elif op == REQUEST_MEMBERS and isinstance(data, dict):
            self._send_members(session, data)
        elif op not in _IGNORED:
            connection.close(UNKNOWN_OP)
        return session

    def _send_members(self, session: Session, data: Json) -> None:
        guild = self._world.guilds.get(int(data.get("guild_id") or 0))
        if guild is None or not guild.bot_is_member:
            return
        asked, query = data.get("user_ids") or [], str(data.get("query") or "").lower()
        wanted = {int(user_id) for user_id in (asked if isinstance(asked, list) else [asked])}
        found = [
            member.wire()
            for member in guild.members.values()
            if (member.user.id in wanted if wanted else member.user.name.lower().startswith(query))
        ]
        chunk: Json = {"guild_id": str(guild.id), "chunk_index": 0, "chunk_count": 1, "not_found": []}
        if data.get("nonce"):
            chunk["nonce"] = data["nonce"]
        session.dispatch("GUILD_MEMBERS_CHUNK", write_json(chunk | {"members": found[: data.get("limit") or None]}))

    # IDENTIFY and RESUME.

    @property
    def remaining_identifies(self) -> int:
        """How many sessions may still be started today."""
        now = time.monotonic()
        while self.identifies and now - self.identifies[0] > self._limits.identifies.seconds:
            self.identifies.popleft()
        return max(0, self._limits.identifies.uses - len(self.identifies))

    def _identify(self, connection: Connection, data: Json) -> Session | None:
        shard_id, shard_count = data.get("shard") or (0, 1)
        intents = data.get("intents")
        guilds = [
            guild
            for guild in self._world.guilds.values()
            if guild.bot_is_member and shard_count > 0 and sort_to_shard(guild.id, shard_count) == shard_id
        ]
        if not isinstance(intents, int) or intents & ~KNOWN:
            refused = INVALID_INTENTS
        elif intents & PRIVILEGED & ~self._world.privileged_intents:
            refused = DISALLOWED_INTENTS
        elif not 0 <= shard_id < shard_count:
            refused = INVALID_SHARD
        elif self._limits.rates and len(guilds) > self._limits.guilds_per_shard:
            refused = SHARDING_REQUIRED
        elif self._limits.rates and self.remaining_identifies == 0:
            # Discord ends every session and resets the token.
            self.token_reset = True
            self._end(*self.sessions.values())
            self.close(AUTHENTICATION_FAILED)
            refused = AUTHENTICATION_FAILED
        else:
            refused = 0
        if refused:
            connection.close(refused)
            return None
        assert isinstance(intents, int)  # noqa: S101 - else it was refused above
        now = time.monotonic()
        slot = shard_id % self._limits.max_concurrency
        too_soon = now - self._identified_at.get(slot, float("-inf")) < self._limits.identify_pause
        self.identifies.append(now)
        if self._limits.rates and too_soon:
            connection.push(write_json({"op": INVALID_SESSION, "d": False}))
            return None
        self._identified_at[slot] = now
        self._end(*(old for old in self.sessions.values() if not old.resumable))
        session = Session((shard_id, shard_count), intents, self._limits, connection)
        self.sessions[session.id] = session
        ready = {
            "v": 10,
            "user": self._world.bot.wire() | {"verified": True, "mfa_enabled": True, "email": None},
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
            "private_channels": [],
            "session_id": session.id,
            "session_type": "normal",
            "resume_gateway_url": self.url,
            "shard": [shard_id, shard_count],
            "application": {
                "id": str(self._world.application_id),
                "flags": application_flags(self._world.privileged_intents),
            },
        }
        session.dispatch("READY", write_json(ready))
        if intents & GUILDS:
            for guild in guilds:
                session.dispatch("GUILD_CREATE", write_json(guild.wire() | {"unavailable": False}))
        return session

    def _resume(self, connection: Connection, data: Json) -> Session | None:
        session = self.sessions.get(str(data.get("session_id")))
        sequence = data.get("seq")
        if session is None or not session.resumable or not isinstance(sequence, int):
            connection.push(write_json({"op": INVALID_SESSION, "d": False}))
            return None
        if sequence > session.sequence:
            connection.close(INVALID_SEQUENCE)
            return None
        if not session.can_replay(sequence):
            self._end(session)
            connection.push(write_json({"op": INVALID_SESSION, "d": False}))
            return None
        if session.connection is not None:
            session.connection.close(4000)
        session.resume(connection, sequence)
        return session

    # For tests.

    async def connected(self, shards: int = 1, timeout: float = 10.0) -> None:
        """Wait until so many shards have a session with an open socket."""

        def find() -> bool | None:
            live = {s.shard_id for s in self.sessions.values() if s.connection is not None and not s.connection.frozen}
            return len(live) >= shards or None

        await self.changes.until(find, timeout, f"session on {shards} shard(s)")

    async def resumed(self, count: int = 1, timeout: float = 10.0) -> None:
        """Wait until sessions that are alive now have been resumed `count` times in all."""
        await self.changes.until(
            lambda: sum(session.resumes for session in self.sessions.values()) >= count or None, timeout, "RESUME"
        )
