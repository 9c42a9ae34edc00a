"""Finding the function that answers a request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from bot.sandbox.drafts import File
from bot.sandbox.errors import INVALID_FORM_BODY, METHOD_NOT_ALLOWED, NOT_FOUND, ApiError, Json
from bot.sandbox.world import World


@dataclass(slots=True)
class Call:
    """A request that has passed the doors: what a route's function needs to answer it."""

    world: World
    params: dict[str, str]
    query: dict[str, str]
    body: Any = None
    files: list[File] = field(default_factory=list)

    def id(self, name: str) -> int:
        """Return an id out of the path."""
        value = self.params[name]
        if value == "@me" and name == "user_id":
            return self.world.bot.id
        if not value.isdecimal():
            errors = {
                name: {"_errors": [{"code": "NUMBER_TYPE_COERCE", "message": f'Value "{value}" is not snowflake.'}]}
            }
            raise ApiError(INVALID_FORM_BODY, errors)
        return int(value)

    def number(self, name: str, default: int, high: int) -> int:
        """Return a whole number out of the query, at most `high`."""
        value = self.query.get(name)
        if value is None:
            return default
        if not value.isdecimal():
            errors = {name: {"_errors": [{"code": "NUMBER_TYPE_COERCE", "message": f'Value "{value}" is not int.'}]}}
            raise ApiError(INVALID_FORM_BODY, errors)
        return min(high, int(value))

    @property
    def json(self) -> Json:
        """The body, which must be an object."""
        if isinstance(self.body, dict):
            return self.body
        if self.body is None:
            return {}
        raise ApiError(INVALID_FORM_BODY, {"_errors": [{"code": "DICT_TYPE_CONVERT", "message": "Only dictionaries "
                       "may be used in a DictType"}]})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """What a route's function answers."""

    status: int
    body: Any = None


NO_CONTENT = Answer(204)
Handler = Callable[[Call], Any]
H = TypeVar("H", bound=Handler)


@dataclass(frozen=True, slots=True)
class Route:
    """One of Discord's routes."""

    name: str  # "POST /channels/{channel_id}/messages"
    handler: Handler
    needs_token: bool
    counts_globally: bool
    has_bucket: bool


class Router:
    """A tree of path segments; a named segment stands for any."""

    def __init__(self) -> None:
        self._root: Json = {}
        self.routes: list[Route] = []

    def route(
        self, method: str, path: str, *, needs_token: bool = True, counts_globally: bool = True, has_bucket: bool = True
    ) -> Callable[[H], H]:
        """Register the function that answers a method of a path; what it returns is the JSON of a 200."""

        def register(handler: H) -> H:
            route = Route(f"{method} {path}", handler, needs_token, counts_globally, has_bucket)
            self.routes.append(route)
            node, names = self._root, []
            for segment in path.strip("/").split("/"):
                named = segment.startswith("{")
                names += [segment[1:-1]] if named else []
                node = node.setdefault("{}" if named else segment, {})
            node.setdefault("//", {})[method] = (route, names)
            return handler

        return register

    def find(self, method: str, path: str) -> tuple[Route, dict[str, str]]:
        """Return the route of a request and the values of its named segments; raise 404 or 405."""
        found = self._walk(self._root, path.strip("/").split("/"), [])
        if found is None:
            raise ApiError(NOT_FOUND)
        methods, values = found
        if method not in methods:
            raise ApiError(METHOD_NOT_ALLOWED)
        route, names = methods[method]
        return route, dict(zip(names, values, strict=True))

    def _walk(self, node: Json, segments: list[str], values: list[str]) -> tuple[Json, list[str]] | None:
        if not segments:
            return (node["//"], values) if "//" in node else None
        segment, *rest = segments
        # A literal segment goes before a named one: /users/@me before /users/{user_id}.
        if segment in node and (found := self._walk(node[segment], rest, values)):
            return found
        if "{}" in node:
            return self._walk(node["{}"], rest, [*values, segment])
        return None


router = Router()
