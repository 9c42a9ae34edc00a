"""What Discord refuses, with its own codes: bodies over a limit, and what the bot has no permission for."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.sandbox import Limits, Permission, Person, Sandbox
from bot.sandbox.channels import Channel
from bot.sandbox.guilds import Guild
from bot.sandbox.permissions import EVERYONE
from tests.sandbox.conftest import QUICK

Json = dict[str, Any]


@pytest.fixture
def limits() -> Limits:
    return QUICK.without_rates()


class Api:
    """A bare client of the API: what it sends is exactly what a test writes."""

    def __init__(self, sandbox: Sandbox, session: aiohttp.ClientSession) -> None:
        self.sandbox = sandbox
        self.session = session

    async def call(self, method: str, path: str, body: Any = None, **options: Any) -> tuple[int, Any]:
        """Return the status and the JSON of an answer."""
        if body is not None:
            options["json"] = body
        async with self.session.request(method, self.sandbox.api_url + path, **options) as answer:
            text = await answer.text()
            return answer.status, json.loads(text) if text else None

    async def code(self, method: str, path: str, body: Any = None, **options: Any) -> int:
        """Return Discord's code for a refusal; 0 for an answer that is none."""
        _, answer = await self.call(method, path, body, **options)
        return int(answer.get("code", 0)) if isinstance(answer, dict) else 0


@pytest.fixture
async def api(sandbox: Sandbox) -> AsyncIterator[Api]:
    async with aiohttp.ClientSession(headers={"Authorization": f"Bot {sandbox.token}"}) as session:
        yield Api(sandbox, session)


def button(**changes: Any) -> Json:
    return {"type": 2, "style": 1, "label": "x", "custom_id": "x"} | changes


def row(*components: Json) -> Json:
    return {"components": [{"type": 1, "components": list(components)}]}


def select(count: int = 1, **changes: Any) -> Json:
    options = [{"label": f"option {number}", "value": str(number)} for number in range(count)]
    return row({"type": 3, "custom_id": "x", "options": options} | changes)


def embed(**fields: Any) -> Json:
    return {"embeds": [fields]}


V2 = 1 << 15
BAD_BODIES: list[tuple[str, Json, str, str]] = [
    ("content of 2,001", {"content": "x" * 2_001}, "content", "BASE_TYPE_MAX_LENGTH"),
    ("content that is no text", {"content": 3}, "content", "STRING_TYPE_CONVERT"),
    ("11 embeds", {"embeds": [{"title": "x"}] * 11}, "embeds", "BASE_TYPE_MAX_LENGTH"),
    ("embed title of 257", embed(title="x" * 257), "embeds.0.title", "BASE_TYPE_MAX_LENGTH"),
    ("embed description of 4,097", embed(description="x" * 4_097), "embeds.0.description", "BASE_TYPE_MAX_LENGTH"),
    ("26 fields", embed(fields=[{"name": "x", "value": "x"}] * 26), "embeds.0.fields", "BASE_TYPE_MAX_LENGTH"),
    ("field name of 257", embed(fields=[{"name": "x" * 257, "value": "x"}]), "embeds.0.fields.0.name", "BASE_TYPE_BAD_LENGTH"),
    ("field value of 1,025", embed(fields=[{"name": "x", "value": "x" * 1_025}]), "embeds.0.fields.0.value", "BASE_TYPE_BAD_LENGTH"),
    ("field without a value", embed(fields=[{"name": "x", "value": ""}]), "embeds.0.fields.0.value", "BASE_TYPE_REQUIRED"),
    ("footer of 2,049", embed(footer={"text": "x" * 2_049}), "embeds.0.footer.text", "BASE_TYPE_BAD_LENGTH"),
    ("author of 257", embed(author={"name": "x" * 257}), "embeds.0.author.name", "BASE_TYPE_BAD_LENGTH"),
    ("embeds of 6,001", {"embeds": [{"description": "x" * 3_000}, {"description": "x" * 3_001}]}, "embeds", "MAX_EMBED_SIZE_EXCEEDED"),
    ("embed with nothing in it", embed(color=3), "embeds.0.description", "BASE_TYPE_REQUIRED"),
    ("embed url of a strange scheme", embed(title="x", url="ftp://x"), "embeds.0.url", "URL_TYPE_INVALID_SCHEME"),
    ("colour out of range", embed(title="x", color=1 << 24), "embeds.0.color", "NUMBER_TYPE_MAX"),
    ("timestamp that is none", embed(title="x", timestamp="soon"), "embeds.0.timestamp", "DATE_TIME_TYPE_PARSE"),
    ("6 rows", {"components": [{"type": 1, "components": [button(custom_id=str(n))]} for n in range(6)]}, "components", "BASE_TYPE_MAX_LENGTH"),
    ("6 buttons in a row", row(*(button(custom_id=str(n)) for n in range(6))), "components.0.components", "BASE_TYPE_BAD_LENGTH"),
    ("empty row", row(), "components.0.components", "BASE_TYPE_BAD_LENGTH"),
    ("label of 81", row(button(label="x" * 81)), "components.0.components.0.label", "BASE_TYPE_MAX_LENGTH"),
    ("custom_id of 101", row(button(custom_id="x" * 101)), "components.0.components.0.custom_id", "BASE_TYPE_BAD_LENGTH"),
    ("no custom_id", row(button(custom_id=None)), "components.0.components.0.custom_id", "BASE_TYPE_REQUIRED"),
    ("custom_id twice", row(button(), button()), "components.0.components.1.custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED"),
    ("button without a label", row(button(label="")), "components.0.components.0.label", "BUTTON_COMPONENT_INVALID_LABEL"),
    ("link with a custom_id", row(button(style=5, url="https://x.y")), "components.0.components.0.custom_id", "BUTTON_COMPONENT_CUSTOM_ID_AND_URL"),
    ("style of no button", row(button(style=9)), "components.0.components.0.style", "BASE_TYPE_CHOICES"),
    ("button outside a row", {"components": [button()]}, "components.0.type", "BASE_TYPE_CHOICES"),
    ("26 options", select(26), "components.0.components.0.options", "BASE_TYPE_BAD_LENGTH"),
    ("no options", select(0), "components.0.components.0.options", "BASE_TYPE_BAD_LENGTH"),
    ("option of 101", select(options=[{"label": "x" * 101, "value": "x"}]), "components.0.components.0.options.0.label", "BASE_TYPE_BAD_LENGTH"),
    ("value twice", select(options=[{"label": "x", "value": "x"}] * 2), "components.0.components.0.options.1.value", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED"),
    ("placeholder of 151", select(placeholder="x" * 151), "components.0.components.0.placeholder", "BASE_TYPE_MAX_LENGTH"),
    ("content beside v2", {"flags": V2, "content": "x", "components": [{"type": 10, "content": "x"}]}, "content", "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"),
    ("v2 text of 4,001", {"flags": V2, "components": [{"type": 10, "content": "x" * 2_001}, {"type": 10, "content": "x" * 2_000}]}, "components", "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED"),
    ("41 v2 components", {"flags": V2, "components": [{"type": 10, "content": "x"}] * 41}, "components", "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED"),
    ("v2 without its flag", {"components": [{"type": 10, "content": "x"}]}, "components.0.type", "BASE_TYPE_CHOICES"),
    ("nonce of 26", {"content": "x", "nonce": "x" * 26}, "nonce", "NONCE_TYPE_TOO_LONG"),
    ("mentions both ways", {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}}, "allowed_mentions", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE"),
    ("mentions of strange kinds", {"content": "x", "allowed_mentions": {"parse": ["all"]}}, "allowed_mentions.parse.0", "BASE_TYPE_CHOICES"),
    ("reply to nothing", {"content": "x", "message_reference": {"message_id": "1"}}, "message_reference", "MESSAGE_REFERENCE_UNKNOWN_MESSAGE"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "path", "code"), [case[1:] for case in BAD_BODIES], ids=[case[0] for case in BAD_BODIES])
async def test_a_body_over_a_limit_is_refused_where_it_breaks_it(
    api: Api, general: Channel, body: Json, path: str, code: str
) -> None:
    status, answer = await api.call("POST", f"/channels/{general.id}/messages", body)
    assert (status, answer["code"], answer["message"]) == (400, 50035, "Invalid Form Body")
    place = answer["errors"]
    for step in path.split("."):
        place = place[step]
    assert code in [fault["code"] for fault in place["_errors"]]
    assert general.messages == {}


GOOD_BODIES: list[tuple[str, Json]] = [
    ("content of 2,000", {"content": "x" * 2_000}),
    ("embeds of 6,000", {"embeds": [{"description": "x" * 3_000}, {"description": "x" * 3_000}]}),
    ("25 buttons", {"components": [{"type": 1, "components": [button(custom_id=f"{r}{c}") for c in range(5)]} for r in range(5)]}),
    ("25 options", select(25, min_values=1, max_values=25)),
    ("40 v2 components", {"flags": V2, "components": [{"type": 10, "content": "x"}] * 40}),
    ("a container", {"flags": V2, "components": [{"type": 17, "components": [{"type": 10, "content": "x"}, row(button())["components"][0]]}]}),
    ("reply to nothing that may fail", {"content": "x", "message_reference": {"message_id": "1", "fail_if_not_exists": False}}),
]  # fmt: skip


@pytest.mark.parametrize("body", [case[1] for case in GOOD_BODIES], ids=[case[0] for case in GOOD_BODIES])
async def test_a_body_that_just_keeps_its_limits_is_taken(api: Api, general: Channel, body: Json) -> None:
    status, answer = await api.call("POST", f"/channels/{general.id}/messages", body)
    assert status == 200, answer


async def test_a_message_says_something(api: Api, general: Channel) -> None:
    path = f"/channels/{general.id}/messages"
    assert await api.code("POST", path, {}) == 50006
    assert await api.code("POST", path, {"content": " \n "}) == 50006
    assert await api.code("POST", path, data="{", headers={"Content-Type": "application/json"}) == 50109
    assert await api.code("POST", path, []) == 50035


async def test_a_nonce_posts_once_if_it_is_enforced(api: Api, general: Channel) -> None:
    path = f"/channels/{general.id}/messages"
    body = {"content": "x", "nonce": "one", "enforce_nonce": True}
    first = (await api.call("POST", path, body))[1]
    second = (await api.call("POST", path, body | {"content": "y"}))[1]
    assert first["id"] == second["id"]
    assert len(general.messages) == 1
    await api.call("POST", path, {"content": "x", "nonce": "one"})
    assert len(general.messages) == 2


async def test_unknown_things_have_codes_of_their_own(api: Api, sandbox: Sandbox, general: Channel, guild: Guild) -> None:
    app = sandbox.bot.id
    assert await api.code("POST", "/channels/1/messages", {"content": "x"}) == 10003
    assert await api.code("POST", "/channels/x/messages", {"content": "x"}) == 50035
    assert await api.code("PATCH", f"/channels/{general.id}/messages/1", {"content": "x"}) == 10008
    assert await api.code("DELETE", f"/channels/{general.id}/messages/1") == 10008
    assert await api.code("GET", "/guilds/1") == 10004
    assert await api.code("GET", f"/guilds/{sandbox.guild('Foreign', with_bot=False).id}") == 50001
    assert await api.code("GET", f"/guilds/{guild.id}/members/1") == 10007
    assert await api.code("GET", "/users/1") == 10013
    assert await api.code("POST", "/webhooks/1/x", {"content": "x"}) == 10015
    assert await api.code("POST", f"/webhooks/{app}/x", {"content": "x"}) == 50027
    assert await api.code("POST", "/interactions/1/x/callback", {"type": 5}) == 10062
    assert await api.code("PUT", "/applications/1/commands", []) == 10002
    assert await api.code("DELETE", f"/applications/{app}/commands/1") == 10063


async def test_permissions_are_enforced(api: Api, guild: Guild, general: Channel, ana: Person, sandbox: Sandbox) -> None:
    path = f"/channels/{general.id}/messages"
    mine = (await api.call("POST", path, {"content": "mine"}))[1]["id"]
    theirs = await ana.say(general, "theirs")
    assert await api.code("PATCH", f"{path}/{theirs.id}", {"content": "x"}) == 50005
    assert await api.code("DELETE", f"{path}/{theirs.id}") == 50013

    bot_role = guild.members[sandbox.bot.id].roles[0]
    guild.permit(bot_role, 0)
    general.deny(guild.everyone, Permission.EMBED_LINKS | Permission.ATTACH_FILES | Permission.READ_MESSAGE_HISTORY)
    assert await api.code("POST", path, {"embeds": [{"title": "x"}]}) == 50013
    assert await api.code("PATCH", f"{path}/{mine}", {"embeds": [{"title": "x"}]}) == 50013
    form = aiohttp.FormData()
    form.add_field("files[0]", b"x", filename="x.txt")
    assert await api.code("POST", path, data=form) == 50013
    assert await api.code("POST", path, {"content": "x", "message_reference": {"message_id": str(theirs.id)}}) == 160002
    assert await api.call("GET", path) == (200, [])
    assert (await api.call("POST", path, {"content": "plain"}))[0] == 200
    general.deny(guild.everyone, Permission.SEND_MESSAGES)
    assert await api.code("POST", path, {"content": "x"}) == 50013
    general.deny(guild.everyone, Permission.VIEW_CHANNEL)
    assert await api.code("POST", path, {"content": "x"}) == 50001
    # A member's own overwrite goes before the roles'.
    general.allow(sandbox.bot, Permission.VIEW_CHANNEL | Permission.SEND_MESSAGES)
    assert (await api.call("POST", path, {"content": "x"}))[0] == 200


async def test_threads_have_a_permission_of_their_own(api: Api, guild: Guild, general: Channel, ana: Person) -> None:
    thread = general.thread("a thread", ana)
    path = f"/channels/{thread.id}/messages"
    assert (await api.call("POST", path, {"content": "x"}))[0] == 200
    general.deny(guild.everyone, Permission.SEND_MESSAGES)
    assert (await api.call("POST", path, {"content": "x"}))[0] == 200
    general.deny(guild.everyone, Permission.SEND_MESSAGES_IN_THREADS)
    guild.permit(next(role for role in guild.roles.values() if role.name == "Roro"), 0)
    assert await api.code("POST", path, {"content": "x"}) == 50013
    general.allow(guild.everyone, Permission.SEND_MESSAGES_IN_THREADS)
    thread.archived = True
    assert await api.code("POST", path, {"content": "x"}) == 50083
    private = general.thread("a private one", ana, private=True)
    assert await api.code("POST", f"/channels/{private.id}/messages", {"content": "x"}) == 50001
    assert await api.code("POST", f"/channels/{guild.forum('help').id}/messages", {"content": "x"}) == 50008


async def test_people_can_close_their_direct_messages(api: Api, ana: Person) -> None:
    status, channel = await api.call("POST", "/users/@me/channels", {"recipient_id": str(ana.id)})
    assert (status, channel["id"]) == (200, str(ana.dm().id))
    ana.takes_dms = False
    assert await api.code("POST", f"/channels/{ana.dm().id}/messages", {"content": "x"}) == 50007


async def test_everyone_is_pinged_only_by_those_who_may(api: Api, sandbox: Sandbox, guild: Guild, general: Channel) -> None:
    path = f"/channels/{general.id}/messages"
    role = guild.role("Quiet")
    body = {"content": f"@everyone {role.mention}"}
    said = (await api.call("POST", path, body))[1]
    assert (said["mention_everyone"], said["mention_roles"]) == (False, [])
    guild.permit(guild.members[sandbox.bot.id].roles[0], EVERYONE | Permission.MENTION_EVERYONE)
    said = (await api.call("POST", path, body))[1]
    assert (said["mention_everyone"], said["mention_roles"]) == (True, [str(role.id)])
    said = (await api.call("POST", path, body | {"allowed_mentions": {"parse": []}}))[1]
    assert (said["mention_everyone"], said["mention_roles"]) == (False, [])


async def test_large_files_are_refused(api: Api, general: Channel) -> None:
    form = aiohttp.FormData()
    form.add_field("files[0]", io.BytesIO(b"x" * (10 * 1024 * 1024 + 1)), filename="x.bin")
    status, answer = await api.call("POST", f"/channels/{general.id}/messages", data=form)
    assert (status, answer["code"]) == (413, 40005)


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
    ("required after optional", command(options=[option(name="a"), option(name="b", required=True)]), "0.options.1", "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID"),
    ("26 choices", command(options=[option(choices=[{"name": str(n), "value": str(n)} for n in range(26)])]), "0.options.0.choices", "BASE_TYPE_MAX_LENGTH"),
    ("choice of 101", command(options=[option(choices=[{"name": "x" * 101, "value": "x"}])]), "0.options.0.choices.0.name", "BASE_TYPE_BAD_LENGTH"),
    ("strange locale", command(name_localizations={"zh": "x"}), "0.name_localizations", "DICT_TYPE_INVALID_KEY"),
    ("too large", command(options=[option(name=f"o{n}", choices=[{"name": "x" * 90 + str(c), "value": "x" * 90 + str(c)} for c in range(25)]) for n in range(2)]), "0", "APPLICATION_COMMAND_TOO_LARGE"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "path", "code"), [case[1:] for case in BAD_COMMANDS], ids=[case[0] for case in BAD_COMMANDS]
)
async def test_a_command_over_a_limit_is_refused(
    api: Api, sandbox: Sandbox, body: Json, path: str, code: str
) -> None:
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


async def test_200_new_commands_a_day_are_all(sandbox: Sandbox) -> None:
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
