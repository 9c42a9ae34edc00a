"""Registering commands: their limits, their ids, their quotas; and what autocomplete may offer."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from bot.sandbox import Limits, Person, Sandbox
from tests.sandbox.bare_client import Api
from tests.sandbox.conftest import QUICK

Json = dict[str, Any]


@pytest.fixture
def limits() -> Limits:
    return QUICK.without_rates()


def option(**changes: Any) -> Json:
    return {"name": "question", "description": "x", "type": 3} | changes


def command(**changes: Any) -> Json:
    return {"name": "ask", "description": "x"} | changes


BAD_COMMANDS: list[tuple[str, Json, str, str]] = [
    ("upper case", command(name="Ask"), "0.name", "APPLICATION_COMMAND_INVALID_NAME"),
    ("name with a space", command(name="a b"), "0.name", "APPLICATION_COMMAND_INVALID_NAME"),
    ("name of 33", command(name="x" * 33), "0.name", "BASE_TYPE_BAD_LENGTH"),
    ("no description", command(description=""), "0.description", "BASE_TYPE_REQUIRED"),
    ("description of 101", command(description="x" * 101), "0.description", "BASE_TYPE_BAD_LENGTH"),
    ("26 options", command(options=[option(name=f"o{n}") for n in range(26)]), "0.options", "BASE_TYPE_MAX_LENGTH"),
    (
        "required after optional",
        command(options=[option(name="a"), option(name="b", required=True)]),
        "0.options.1",
        "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
    ),
    (
        "26 choices",
        command(options=[option(choices=[{"name": str(n), "value": str(n)} for n in range(26)])]),
        "0.options.0.choices",
        "BASE_TYPE_MAX_LENGTH",
    ),
    (
        "choice of 101",
        command(options=[option(choices=[{"name": "x" * 101, "value": "x"}])]),
        "0.options.0.choices.0.name",
        "BASE_TYPE_BAD_LENGTH",
    ),
    ("strange locale", command(name_localizations={"zh": "x"}), "0.name_localizations", "DICT_TYPE_INVALID_KEY"),
    (
        "too large",
        command(
            options=[
                option(
                    name=f"o{n}", choices=[{"name": "x" * 90 + str(c), "value": "x" * 90 + str(c)} for c in range(25)]
                )
                for n in range(2)
            ]
        ),
        "0",
        "APPLICATION_COMMAND_TOO_LARGE",
    ),
]


@pytest.mark.parametrize(
    ("body", "path", "code"), [case[1:] for case in BAD_COMMANDS], ids=[case[0] for case in BAD_COMMANDS]
)
async def test_a_command_over_a_limit_is_refused(api: Api, sandbox: Sandbox, body: Json, path: str, code: str) -> None:
    status, answer = await api.call("PUT", f"/applications/{sandbox.bot.id}/commands", [body])
    assert (status, answer["code"]) == (400, 50035)
    place = answer["errors"]
    for step in path.split("."):
        place = place[step]
    assert code in [fault["code"] for fault in place["_errors"]]
    assert sandbox.world.commands.all() == []


async def test_commands_keep_their_ids_over_a_sync(api: Api, sandbox: Sandbox) -> None:
    path = f"/applications/{sandbox.bot.id}/commands"
    bodies = [command(), command(name="问", description_localizations={"zh-CN": "问"})]
    first = (await api.call("PUT", path, bodies))[1]
    second = (await api.call("PUT", path, [*bodies[:1], command(name="help")]))[1]
    assert first[0] == second[0]
    assert {c["name"] for c in second} == {"ask", "help"}
    status, changed = await api.call("PATCH", f"{path}/{second[0]['id']}", {"description": "y"})
    assert (status, changed["description"], changed["version"] != second[0]["version"]) == (200, "y", True)
    assert (await api.call("POST", path, command(name="new")))[0] == 201
    assert (await api.call("POST", path, command(name="new")))[0] == 200
    assert len((await api.call("GET", path))[1]) == 3


async def test_200_new_commands_a_day_are_all() -> None:
    async with Sandbox() as strict, aiohttp.ClientSession(headers={"Authorization": f"Bot {strict.token}"}) as session:
        api = Api(strict, session)
        path = f"/applications/{strict.bot.id}/commands"
        for generation in range(2):
            bodies = [command(name=f"c{generation}-{number}") for number in range(100)]
            assert (await api.call("PUT", path, bodies))[0] == 200
        assert (await api.call("PUT", path, bodies))[0] == 200
        assert await api.code("PUT", path, [command(name="one-more")]) == 30034
        assert await api.code("PUT", path, [*bodies, command(name="one-more")]) == 30032


async def test_autocomplete_offers_at_most_25(api: Api, sandbox: Sandbox, ana: Person) -> None:
    await api.call("PUT", f"/applications/{sandbox.bot.id}/commands", [command(options=[option(autocomplete=True)])])
    found = sandbox.world.commands.all()[0]
    data = {"id": found["id"], "name": "ask", "type": 1, "options": []}
    interaction = ana.interact(4, data)
    path = f"/interactions/{interaction.id}/{interaction.token}/callback"
    many = [{"name": str(n), "value": str(n)} for n in range(26)]
    assert await api.code("POST", path, {"type": 8, "data": {"choices": many}}) == 50035
    assert await api.code("POST", path, {"type": 4, "data": {"content": "x"}}) == 50035
    assert (await api.call("POST", path, {"type": 8, "data": {"choices": many[:25]}}))[0] == 204
    assert len(interaction.choices) == 25
