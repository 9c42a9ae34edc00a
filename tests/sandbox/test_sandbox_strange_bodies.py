"""Whatever a bot sends, the sandbox answers as Discord would: it takes it or refuses it, and never stumbles."""

from __future__ import annotations

import copy
import random
from typing import Any

from bot.sandbox import Person, Sandbox
from bot.sandbox.channels import Channel
from bot.sandbox.errors import ApiError
from bot.sandbox.interactions import COMMAND
from bot.sandbox.rest import Call, router

JUNK: tuple[Any, ...] = (None, True, -1, 1.5, 1 << 70, "", "x", "x" * 5_000, [], {}, [None], [{}], {"a": 1}, [[]], "@")

MESSAGE: dict[str, Any] = {
    "content": "hello <@1>",
    "tts": False,
    "nonce": "1",
    "enforce_nonce": True,
    "flags": 0,
    "allowed_mentions": {"parse": ["users"], "roles": ["1"], "replied_user": True},
    "message_reference": {"message_id": "1", "fail_if_not_exists": False},
    "attachments": [{"id": "0", "filename": "x", "description": "x"}],
    "embeds": [
        {
            "title": "x",
            "description": "x",
            "url": "https://x.y",
            "color": 1,
            "timestamp": "2026-01-01T00:00:00Z",
            "fields": [{"name": "x", "value": "y", "inline": True}],
            "footer": {"text": "x", "icon_url": "https://x.y"},
            "author": {"name": "x", "url": "https://x.y"},
            "image": {"url": "attachment://x"},
        }
    ],
    "components": [
        {"type": 1, "components": [{"type": 2, "style": 1, "label": "x", "custom_id": "a"}]},
        {"type": 1, "components": [{"type": 3, "custom_id": "b", "options": [{"label": "x", "value": "x"}]}]},
    ],
}
V2: dict[str, Any] = {
    "flags": 1 << 15,
    "components": [
        {
            "type": 9,
            "components": [{"type": 10, "content": "x"}],
            "accessory": {"type": 2, "style": 1, "label": "x", "custom_id": "a"},
        },
        {"type": 17, "components": [{"type": 10, "content": "x"}, {"type": 14}]},
    ],
}
COMMANDS: list[Any] = [
    {
        "name": "ask",
        "description": "x",
        "name_localizations": {"zh-CN": "问"},
        "description_localizations": {"zh-CN": "问"},
        "default_member_permissions": "8",
        "contexts": [0, 1],
        "integration_types": [0],
        "options": [
            {"type": 3, "name": "question", "description": "x", "required": True, "autocomplete": True},
            {"type": 4, "name": "year", "description": "x", "choices": [{"name": "x", "value": 1}]},
        ],
    }
]


def spoil(body: Any, dice: random.Random) -> Any:
    """Return a body with one or two of its parts replaced by junk."""
    spoilt = copy.deepcopy(body)
    for _ in range(dice.randint(1, 2)):
        place, steps = spoilt, dice.randint(1, 6)
        while steps:
            keys: list[Any] = list(place) if isinstance(place, dict) else list(range(len(place)))
            if not keys:
                break
            key = dice.choice(keys)
            steps -= 1
            if steps and isinstance(place[key], dict | list) and place[key]:
                place = place[key]
            else:
                place[key] = copy.deepcopy(dice.choice(JUNK))
                break
    return spoilt


async def test_no_body_makes_the_sandbox_stumble(sandbox: Sandbox, ana: Person, general: Channel) -> None:
    dice = random.Random(7)
    posted = await ana.say(general, "hello")
    own = router.find("POST", f"/channels/{general.id}/messages")[0].handler(
        Call(sandbox.world, {"channel_id": str(general.id)}, {}, {"content": "x"})
    )
    app = sandbox.bot.id
    taken = refused = 0
    for _ in range(6_000):
        interaction = ana.interact(COMMAND, {"name": "ask", "type": 1, "id": "1"})
        kind = dice.choice(["post", "edit", "reply", "callback", "autocomplete", "commands", "thread"])
        message = spoil(dice.choice([MESSAGE, V2]), dice)
        method, path, body = {
            "post": ("POST", f"/channels/{general.id}/messages", message),
            "edit": ("PATCH", f"/channels/{general.id}/messages/{own['id']}", message),
            "reply": (
                "POST",
                f"/channels/{general.id}/messages",
                message | {"message_reference": {"message_id": str(posted.id)}},
            ),
            "callback": (
                "POST",
                f"/interactions/{interaction.id}/{interaction.token}/callback",
                spoil({"type": 4, "data": message}, dice),
            ),
            "autocomplete": (
                "POST",
                f"/interactions/{interaction.id}/{interaction.token}/callback",
                spoil({"type": 8, "data": {"choices": [{"name": "x", "value": "x"}]}}, dice),
            ),
            "commands": ("PUT", f"/applications/{app}/commands", spoil(COMMANDS, dice)),
            "thread": ("POST", f"/channels/{general.id}/threads", spoil({"name": "x", "type": 11}, dice)),
        }[kind]
        route, params = router.find(method, path)
        try:
            route.handler(Call(sandbox.world, params, {}, body))
            taken += 1
        except ApiError as error:
            assert error.refusal.status in (400, 403, 404, 413), error  # noqa: PT017 - most are refused, some are not
            refused += 1
        except Exception as stumble:
            raise AssertionError(f"{kind}: {body}") from stumble
    assert taken > 300
    assert refused > 2_000
