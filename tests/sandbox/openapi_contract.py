"""Checks requests and answers against Discord's own OpenAPI description, where that is at hand.

    contract = load_contract()            # None where the description is absent
    faults = contract.request_faults(discord.requests)
    assert faults == []

The description is looked for at DISCORD_OPENAPI, else beside the checkout in shared/discord/openapi.json.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, ValidationError

from bot.sandbox.journal import LoggedRequest

Json = dict[str, Any]

# Written as JSON numbers by some clients; Discord takes them, its description does not.
_SNOWFLAKE_KEYS = frozenset({"id", "message_id", "channel_id", "guild_id", "sku_id", "parent_id"})
_BOOLEANS = {"0": False, "1": True, "true": True, "false": False, "True": True, "False": False}


def find_description() -> Path | None:
    """Return where Discord's description lies, if it does."""
    named = os.environ.get("DISCORD_OPENAPI")
    checkout = Path(__file__).resolve().parents[2]
    candidates = [Path(named)] if named else [checkout.parent / "shared" / "discord" / "openapi.json"]
    return next((path for path in candidates if path.is_file()), None)


@lru_cache
def load_contract() -> Contract | None:
    """Return the contract, or None where the description is not at hand."""
    path = find_description()
    return None if path is None else Contract(json.loads(path.read_text(encoding="utf-8")))


class Contract:
    """Discord's description of its HTTP API."""

    def __init__(self, description: Json) -> None:
        self._description = description
        self._operations = [
            (path.strip("/").split("/"), path, operations) for path, operations in description["paths"].items()
        ]
        self._validators: dict[str, Draft202012Validator] = {}
        self.checked = 0

    def request_faults(self, requests: Iterable[LoggedRequest]) -> list[str]:
        """Return a line for everything in these requests that Discord's description does not allow."""
        return [fault for request in requests for fault in self._check_request(request)]

    def answer_faults(self, requests: Iterable[LoggedRequest]) -> list[str]:
        """Return a line for everything in the answers to these requests that the description does not allow."""
        return [fault for request in requests for fault in self._check_answer(request)]

    def _find(self, request: LoggedRequest) -> tuple[str, Json] | None:
        segments = request.path.strip("/").split("/")
        best: tuple[int, str, Json] | None = None
        for pattern, path, operations in self._operations:
            if len(pattern) != len(segments) or request.method.lower() not in operations:
                continue
            if all(p.startswith("{") or p == s for p, s in zip(pattern, segments, strict=True)):
                literal = sum(not p.startswith("{") for p in pattern)
                if best is None or literal > best[0]:
                    best = literal, path, operations
        return None if best is None else (best[1], best[2])

    def _check_request(self, request: LoggedRequest) -> list[str]:
        place = f"{request.method} {request.path}"
        found = self._find(request)
        if found is None:
            return [f"{place}: Discord has no such route"]
        self.checked += 1
        path, operations = found
        operation = operations[request.method.lower()]
        pointer = f"#/paths/{_escape(path)}/{request.method.lower()}"
        faults = []
        described = operation.get("requestBody")
        if described is None:
            if request.body is not None:
                faults.append(f"{place}: takes no body")
        elif request.body is not None:
            kind = request.content_type if request.content_type in described["content"] else "application/json"
            schema = f"{pointer}/requestBody/content/{_escape(kind)}/schema"
            faults += self._faults(schema, _write_snowflakes(request.body), place)
        elif described.get("required"):
            faults.append(f"{place}: needs a body")
        known = {}
        for kind, parameters in (
            ("operation", operation.get("parameters", [])),
            ("path", operations.get("parameters", [])),
        ):
            base = pointer if kind == "operation" else f"#/paths/{_escape(path)}"
            for index, parameter in enumerate(parameters):
                if parameter.get("in") == "query":
                    known[parameter["name"]] = f"{base}/parameters/{index}/schema", parameter["schema"]
        for name, value in request.query.items():
            if name not in known:
                faults.append(f"{place}: has no query parameter {name!r}")
            else:
                schema, kind = known[name]
                faults += self._faults(schema, _read_query(value, kind), f"{place}?{name}")
        return faults

    def _check_answer(self, request: LoggedRequest) -> list[str]:
        place = f"answer to {request.method} {request.path}"
        found = self._find(request)
        if found is None or not 200 <= request.status < 300:
            return []
        path, operations = found
        operation = operations[request.method.lower()]
        described = operation["responses"].get(str(request.status))
        if described is None:
            return [f"{place}: {request.status} is not described, only {sorted(operation['responses'])}"]
        content = described.get("content", {})
        if "application/json" not in content:
            return [f"{place}: should be empty"] if request.answer is not None else []
        self.checked += 1
        pointer = f"#/paths/{_escape(path)}/{request.method.lower()}/responses/{request.status}"
        return self._faults(f"{pointer}/content/application~1json/schema", request.answer, place)

    def _faults(self, pointer: str, value: Any, place: str) -> list[str]:
        if pointer not in self._validators:
            schema = {
                "$ref": pointer,
                "components": self._description["components"],
                "paths": self._description["paths"],
            }
            self._validators[pointer] = Draft202012Validator(schema)
        return [
            f"{place}: {'.'.join(str(step) for step in error.absolute_path)}: {error.message[:300]}"
            for error in map(_deepest, self._validators[pointer].iter_errors(value))
        ]


def _deepest(error: ValidationError) -> ValidationError:
    """Return the fault inside the alternative that came closest."""
    while error.context:
        error = max(
            error.context, key=lambda inner: (len(inner.absolute_path), inner.validator not in ("enum", "const"))
        )
    return error


def _escape(part: str) -> str:
    # A JSON pointer inside a URI fragment.
    return part.replace("~", "~0").replace("/", "~1").replace("{", "%7B").replace("}", "%7D")


def _write_snowflakes(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        # A component's own id is a small number and meant as one.
        return {k: v if k == "id" and "type" in value else _write_snowflakes(v, k) for k, v in value.items()}
    if isinstance(value, list):
        return [_write_snowflakes(item, key) for item in value]
    return str(value) if key in _SNOWFLAKE_KEYS and isinstance(value, int) else value


def _read_query(value: str, schema: Json) -> Any:
    kinds = schema.get("type", "")
    if "boolean" in kinds and value in _BOOLEANS:
        return _BOOLEANS[value]
    return int(value) if "integer" in kinds and value.lstrip("-").isdecimal() else value
