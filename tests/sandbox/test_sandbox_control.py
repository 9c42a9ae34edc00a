"""Another process acts as a person and injects faults, over HTTP; and the sandbox runs as a program."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from typing import Any

import aiohttp
import pytest

from bot.sandbox import Person, Sandbox
from bot.sandbox.channels import Channel
from tests.sandbox.sample_bot import SampleBot


class Remote:
    """Calls the control surface."""

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self.url = url
        self.session = session

    async def __call__(self, verb: str, **arguments: Any) -> Any:
        async with self.session.post(f"{self.url}/{verb}", json=arguments) as answer:
            body = await answer.json()
            assert answer.status == 200, body
            return body


@pytest.mark.usefixtures("bot")
async def test_a_person_acts_from_afar(sandbox: Sandbox, ana: Person, general: Channel) -> None:
    async with aiohttp.ClientSession() as session:
        do = Remote(sandbox.control_url, session)
        here = {"person": str(ana.id), "channel": str(general.id)}
        question = await do("say", **here, text="@Roro hello")
        reply = await do("next_message", channel=str(general.id))
        assert reply["content"] == "heard: @Roro hello"
        await do("click", **here, message=reply["id"], label="Again")
        assert (await do("messages", **here))[-1]["content"] == "again 1"
        answered = await do("slash", **here, command="ask", options={"question": "x", "private": True})
        assert answered["message"]["ephemeral"]
        assert answered["message"]["embeds"][0]["description"] == "x"
        offered = await do("autocomplete", **here, command="ask", options={"question": "capacity"})
        assert [choice["value"] for choice in offered] == ["port capacity"]
        menu = (await do("slash", **here, command="menu"))["message"]
        chosen = await do("choose", **here, message=menu["id"], values=["ports"])
        assert chosen["message"]["content"] == "chose ports"
        await do("edit", **here, message=question["id"], text="changed")
        await do("reply", **here, message=question["id"], text="to myself", ping=False)
        await do("delete", **here, message=question["id"])
        posts = await do("requests", method="POST", path="/channels/*/messages")
        assert [post["status"] for post in posts] == [200]
        bo = await do("person", name="Bo", guilds=[str(general.guild_id)])
        await do("say", person=bo["id"], channel=bo["dm"], text="hello")
        assert (await do("next_message", channel=bo["dm"]))["content"] == "heard: hello"
        state = await do("state")
        assert (state["sessions"], state["bot"]) == (1, str(sandbox.bot.id))
        async with session.get(sandbox.control_url) as answer:
            assert "say" in await answer.json()


async def test_faults_are_injected_from_afar(bot: SampleBot, sandbox: Sandbox, ana: Person, general: Channel) -> None:
    async with aiohttp.ClientSession() as session:
        do = Remote(sandbox.control_url, session)
        await do("fault", kind="rate_limit", method="POST", path="/channels/*/messages", retry_after=0.05)
        await do("gateway", action="reconnect")
        await sandbox.gateway.resumed()
        await ana.say(general, "@Roro hello")
        await general.next_message()
        assert [r.status for r in sandbox.requests.matching("POST", "/channels/*/messages")] == [429, 200]
        assert bot.resumes == 1


@pytest.mark.parametrize(
    ("verb", "arguments", "error"),
    [
        ("dance", {}, "no verb 'dance'"),
        ("say", {"person": "1", "channel": "1", "text": "x"}, "KeyError"),
        ("fault", {"kind": "__init__"}, "kind is one of"),
        ("gateway", {"action": "serve"}, "action is one of"),
    ],
)
async def test_nonsense_is_answered_with_its_reason(
    sandbox: Sandbox, verb: str, arguments: dict[str, str], error: str
) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{sandbox.control_url}/{verb}", json=arguments) as answer,
    ):
        assert answer.status in (400, 404)
        assert error in (await answer.json())["error"]


async def test_the_sandbox_runs_as_a_program() -> None:
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.sandbox", "--port", "0", "--guild", "Here", "--person", "Bo",
        stdout=asyncio.subprocess.PIPE, env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    assert program.stdout is not None
    printed: dict[str, str] = {}
    while "DISCORD_TOKEN" not in printed:
        line = (await asyncio.wait_for(program.stdout.readline(), 10)).decode()
        name, _, value = line.strip().partition("=")
        printed[name] = value
    headers = {"Authorization": f"Bot {printed['DISCORD_TOKEN']}"}
    async with aiohttp.ClientSession(headers=headers) as session:
        async with session.get(printed["DISCORD_API_URL"] + "/users/@me") as answer:
            assert (await answer.json())["username"] == "Roro"
        async with session.get(printed["DISCORD_API_URL"] + "/users/@me/guilds") as answer:
            assert [guild["name"] for guild in await answer.json()] == ["Here"]
    program.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(program.wait(), 5) == 0
