"""What a message may say and carry: every limit, met and broken."""

from __future__ import annotations

import io
from typing import Any

import aiohttp
import pytest

from bot.sandbox import Limits
from bot.sandbox.channels import Channel
from tests.sandbox.bare_client import Api
from tests.sandbox.conftest import QUICK

Json = dict[str, Any]


@pytest.fixture
def limits() -> Limits:
    return QUICK.without_rates()


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
    (
        "field name of 257",
        embed(fields=[{"name": "x" * 257, "value": "x"}]),
        "embeds.0.fields.0.name",
        "BASE_TYPE_BAD_LENGTH",
    ),
    (
        "field value of 1,025",
        embed(fields=[{"name": "x", "value": "x" * 1_025}]),
        "embeds.0.fields.0.value",
        "BASE_TYPE_BAD_LENGTH",
    ),
    (
        "field without a value",
        embed(fields=[{"name": "x", "value": ""}]),
        "embeds.0.fields.0.value",
        "BASE_TYPE_REQUIRED",
    ),
    ("footer of 2,049", embed(footer={"text": "x" * 2_049}), "embeds.0.footer.text", "BASE_TYPE_BAD_LENGTH"),
    ("author of 257", embed(author={"name": "x" * 257}), "embeds.0.author.name", "BASE_TYPE_BAD_LENGTH"),
    (
        "embeds of 6,001",
        {"embeds": [{"description": "x" * 3_000}, {"description": "x" * 3_001}]},
        "embeds",
        "MAX_EMBED_SIZE_EXCEEDED",
    ),
    ("embed with nothing in it", embed(color=3), "embeds.0.description", "BASE_TYPE_REQUIRED"),
    ("embed url of a strange scheme", embed(title="x", url="ftp://x"), "embeds.0.url", "URL_TYPE_INVALID_SCHEME"),
    ("colour out of range", embed(title="x", color=1 << 24), "embeds.0.color", "NUMBER_TYPE_MAX"),
    ("timestamp that is none", embed(title="x", timestamp="soon"), "embeds.0.timestamp", "DATE_TIME_TYPE_PARSE"),
    (
        "6 rows",
        {"components": [{"type": 1, "components": [button(custom_id=str(n))]} for n in range(6)]},
        "components",
        "BASE_TYPE_MAX_LENGTH",
    ),
    (
        "6 buttons in a row",
        row(*(button(custom_id=str(n)) for n in range(6))),
        "components.0.components",
        "BASE_TYPE_BAD_LENGTH",
    ),
    ("empty row", row(), "components.0.components", "BASE_TYPE_BAD_LENGTH"),
    ("label of 81", row(button(label="x" * 81)), "components.0.components.0.label", "BASE_TYPE_MAX_LENGTH"),
    (
        "custom_id of 101",
        row(button(custom_id="x" * 101)),
        "components.0.components.0.custom_id",
        "BASE_TYPE_BAD_LENGTH",
    ),
    ("no custom_id", row(button(custom_id=None)), "components.0.components.0.custom_id", "BASE_TYPE_REQUIRED"),
    (
        "custom_id twice",
        row(button(), button()),
        "components.0.components.1.custom_id",
        "COMPONENT_CUSTOM_ID_DUPLICATED",
    ),
    (
        "button without a label",
        row(button(label="")),
        "components.0.components.0.label",
        "BUTTON_COMPONENT_INVALID_LABEL",
    ),
    (
        "link with a custom_id",
        row(button(style=5, url="https://x.y")),
        "components.0.components.0.custom_id",
        "BUTTON_COMPONENT_CUSTOM_ID_AND_URL",
    ),
    ("style of no button", row(button(style=9)), "components.0.components.0.style", "BASE_TYPE_CHOICES"),
    ("button outside a row", {"components": [button()]}, "components.0.type", "BASE_TYPE_CHOICES"),
    ("26 options", select(26), "components.0.components.0.options", "BASE_TYPE_BAD_LENGTH"),
    ("no options", select(0), "components.0.components.0.options", "BASE_TYPE_BAD_LENGTH"),
    (
        "option of 101",
        select(options=[{"label": "x" * 101, "value": "x"}]),
        "components.0.components.0.options.0.label",
        "BASE_TYPE_BAD_LENGTH",
    ),
    (
        "value twice",
        select(options=[{"label": "x", "value": "x"}] * 2),
        "components.0.components.0.options.1.value",
        "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
    ),
    (
        "placeholder of 151",
        select(placeholder="x" * 151),
        "components.0.components.0.placeholder",
        "BASE_TYPE_MAX_LENGTH",
    ),
    (
        "content beside v2",
        {"flags": V2, "content": "x", "components": [{"type": 10, "content": "x"}]},
        "content",
        "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
    ),
    (
        "v2 text of 4,001",
        {"flags": V2, "components": [{"type": 10, "content": "x" * 2_001}, {"type": 10, "content": "x" * 2_000}]},
        "components",
        "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
    ),
    (
        "41 v2 components",
        {"flags": V2, "components": [{"type": 10, "content": "x"}] * 41},
        "components",
        "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
    ),
    ("v2 without its flag", {"components": [{"type": 10, "content": "x"}]}, "components.0.type", "BASE_TYPE_CHOICES"),
    ("nonce of 26", {"content": "x", "nonce": "x" * 26}, "nonce", "NONCE_TYPE_TOO_LONG"),
    (
        "mentions both ways",
        {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
        "allowed_mentions",
        "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
    ),
    (
        "mentions of strange kinds",
        {"content": "x", "allowed_mentions": {"parse": ["all"]}},
        "allowed_mentions.parse.0",
        "BASE_TYPE_CHOICES",
    ),
    (
        "reply to nothing",
        {"content": "x", "message_reference": {"message_id": "1"}},
        "message_reference",
        "MESSAGE_REFERENCE_UNKNOWN_MESSAGE",
    ),
]


@pytest.mark.parametrize(
    ("body", "path", "code"), [case[1:] for case in BAD_BODIES], ids=[case[0] for case in BAD_BODIES]
)
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
    (
        "25 buttons",
        {"components": [{"type": 1, "components": [button(custom_id=f"{r}{c}") for c in range(5)]} for r in range(5)]},
    ),
    ("25 options", select(25, min_values=1, max_values=25)),
    ("40 v2 components", {"flags": V2, "components": [{"type": 10, "content": "x"}] * 40}),
    (
        "a container",
        {
            "flags": V2,
            "components": [{"type": 17, "components": [{"type": 10, "content": "x"}, row(button())["components"][0]]}],
        },
    ),
    (
        "reply to nothing that may fail",
        {"content": "x", "message_reference": {"message_id": "1", "fail_if_not_exists": False}},
    ),
]


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


async def test_large_files_are_refused(api: Api, general: Channel) -> None:
    form = aiohttp.FormData()
    form.add_field("files[0]", io.BytesIO(b"x" * (10 * 1024 * 1024 + 1)), filename="x.bin")
    status, answer = await api.call("POST", f"/channels/{general.id}/messages", data=form)
    assert (status, answer["code"]) == (413, 40005)
