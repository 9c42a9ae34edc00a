"""The guide to Roro in Discord is a promise: what it shows is what people see in a Discord that keeps the rules.

When a reply changes on purpose, `python -m tests.discord_app.test_guide` writes the scenes anew; read them before you
commit. A scene is a block marked `discord`: a line that somebody acts in, then what Roro shows them.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from bot.discord_app.editions import Edition, publish
from bot.discord_app.settings import DiscordSettings
from bot.sandbox import Person, Sandbox
from bot.sandbox.channels import Channel
from bot.sandbox.messages import Message
from bot.settings import Settings
from tests.discord_app.conftest import QUICK, ROOT, TIDES, running
from tests.discord_app.test_administration import STATEMENT, edit

GUIDE = ROOT / "docs" / "discord.md"
SCENE = re.compile(r"^```discord\n(.*?)^```$", re.DOTALL | re.MULTILINE)
ACT = re.compile(r"^(?:(?P<who>Ana|Owner)(?P<act>:| \w+(?: it)?:?)(?: (?P<what>.*))?|\((?P<aside>.*)\))$")
OPTION = re.compile(r"(\w+): (.*?)(?=; \w+: |$)")
VARYING = (
    (r"Up for [\d:]+", "Up for 0:12:41"),
    (r"latency (?:[\d.]+ ms|unknown)", "latency 41 ms"),
    (r"loaded in [\d.]+ s", "loaded in 0.6 s"),
    (r"client_id=\d+", "client_id=…"),
    (r"/\S*/tides/facts/", "facts/"),
    (r"Clock: [+-][\d.]+ s", "Clock: +0.1 s"),
)


class Scene:
    """Plays what a block of the guide says, and writes down what is seen."""

    def __init__(self, sandbox: Sandbox, folders: Settings) -> None:
        guild = sandbox.guild("Harbour")
        self.general: Channel = guild.channel("general")
        guild.join(sandbox.owner)
        self.people: dict[str, Person] = {"Ana": sandbox.person("Ana", guild), "Owner": sandbox.owner}
        for person in self.people.values():
            person.place = self.general
        self._folders = folders
        self._asked: Message | None = None
        self._shown: Message | None = None

    async def play(self, block: str) -> str:
        """Play a block; return it as it should stand."""
        lines = []
        for line in block.splitlines():
            match = ACT.fullmatch(line)
            if match is not None:
                lines.append(line)
                if match["aside"]:
                    self._happen(match["aside"])
                else:
                    person = self.people[match["who"]]
                    lines += await self._act(person, match["act"].strip(), match["what"] or "")
        return "\n".join(lines) + "\n"

    def _happen(self, aside: str) -> None:
        if aside == "the server's admins open these commands to everybody":
            assert self.general.guild is not None
            self.general.guild.opened_commands.add("roro")
            return
        change = {
            "a curator rewords a fact": (STATEMENT, STATEMENT.replace("travels", "runs")),
            "a curator mistypes a figure": ("runs at about 16", "runs at about 61"),
        }[aside]
        edit(self._folders.facts, "tides.yaml", *change)

    async def _act(self, person: Person, act: str, what: str) -> Iterator[str]:
        acts: dict[str, Callable[[], Awaitable[Message | None]]] = {
            ":": lambda: self._say(person, what),
            "replies:": lambda: self._reply(person, what),
            "edits it:": lambda: self._edit(person, what),
            "deletes it": lambda: self._delete(person),
            "uses": lambda: self._use(person, what),
            "clicks": lambda: self._click(person, what.strip("[]")),
            "chooses": lambda: self._choose(person, what),
        }
        if act == "types":
            command, options = parsed(what)
            choices = await person.autocomplete(command, **options)
            return iter(f"  {choice['name']}" for choice in choices[:4])
        message = await acts[act]()
        if message is None:
            return iter(("  (Roro's reply is gone as well)",))
        self._shown = message
        return told(message, person)

    async def _say(self, person: Person, text: str) -> Message:
        self._asked = await person.say(self.general, text)
        return await self.general.reply_to(self._asked, timeout=20)

    async def _reply(self, person: Person, text: str) -> Message:
        assert self._shown is not None
        self._asked = await person.reply(self._shown, text)
        return await self.general.reply_to(self._asked, timeout=20)

    async def _edit(self, person: Person, text: str) -> Message:
        assert self._asked is not None
        assert self._shown is not None
        await person.edit(self._asked, text)
        return await self._shown.next_edit(timeout=20)

    async def _delete(self, person: Person) -> None:
        assert self._asked is not None
        assert self._shown is not None
        await person.delete(self._asked)
        await self._shown.gone(timeout=20)

    async def _use(self, person: Person, what: str) -> Message:
        command, options = parsed(what)
        return await (await person.slash(command, **options)).response(timeout=60)

    async def _click(self, person: Person, label: str) -> Message:
        assert self._shown is not None
        interaction = await person.click(self._shown, label)
        return await interaction.response(timeout=20)

    async def _choose(self, person: Person, label: str) -> Message:
        assert self._shown is not None
        interaction = await person.choose(self._shown, label)
        return await interaction.response(timeout=20)


def parsed(what: str) -> tuple[str, dict[str, object]]:
    """Read "/ask question: how high?; private: True"."""
    command, _, rest = what.removeprefix("/").partition(" ")
    if command == "roro":
        return what.removeprefix("/"), {}
    return command, {name: value == "True" if name == "private" else value for name, value in OPTION.findall(rest)}


def told(message: Message, person: Person) -> Iterator[str]:
    """Write down what somebody sees of a message."""
    text = [message.content] if message.content else []
    for embed in message.embeds:
        text += [embed["description"], *([f"· {embed['footer']['text']}"] if "footer" in embed else [])]
    for select in message.selects:
        labels = [option["label"] for option in select["options"]]
        text.append(f"▾ {select['placeholder']} " + " | ".join(labels[:4]) + (" | …" if len(labels) > 4 else ""))
    if message.labels:
        text.append(" ".join(f"[{label}]" for label in message.labels))
    shown = re.sub(r"\\(?=[^a-zA-Z0-9\s])", "", "\n".join(text)).replace("\u200b", "")
    for varying, fixed in VARYING:
        shown = re.sub(varying, fixed, shown)
    yield f"Roro, to {message_to(person)} alone:" if message.ephemeral else "Roro:"
    yield from (f"  {line}".rstrip() for line in shown.splitlines())


def message_to(person: Person) -> str:
    """How the guide calls somebody."""
    return "Ana" if person.name == "Ana" else "Owner"


async def play_all(sandbox: Sandbox, folders: Settings, settings: DiscordSettings, edition: Edition) -> str:
    """Play all scenes of the guide, one after another; return the guide as it should stand."""
    text = GUIDE.read_text(encoding="utf-8")
    scene = Scene(sandbox, folders)
    async with running(sandbox, folders, settings, edition) as client:
        while client.command_sync.state != "in sync":
            await asyncio.sleep(0.02)
        played = [await scene.play(block) for block in SCENE.findall(text)]
    blocks = iter(played)
    return SCENE.sub(lambda _: f"```discord\n{next(blocks)}```", text)


@pytest.fixture
async def guide(sandbox: Sandbox, folders: Settings, settle: Callable[..., DiscordSettings], tides: Edition) -> str:
    """The guide as it should stand."""
    return await play_all(sandbox, folders, settle(), tides)


async def test_the_guide_shows_what_people_see(guide: str) -> None:
    assert guide.splitlines() == GUIDE.read_text(encoding="utf-8").splitlines()


def test_every_command_is_in_the_guide() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    for command in ("/ask", "/facts", "/sources", "/help", "/privacy", "/roro reload", "/roro status", "/roro doctor"):
        assert f" uses {command}" in text, command


async def refresh() -> None:
    """Write the scenes of the guide anew."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(TIDES, Path(folder) / "tides")
        folders = Settings(Path(folder) / "tides" / "facts", Path(folder) / "tides" / "seeds")
        async with Sandbox(limits=QUICK) as sandbox:
            settings = DiscordSettings(
                _env_file=None,  # type: ignore[call-arg]  # nobody's own settings
                token=sandbox.token,  # type: ignore[arg-type]  # it is read as a settings file's would be
                api_url=sandbox.api_url,
                data_dir=Path(folder) / "data",
            )
            edition = publish(folders.facts, folders.seeds)
            GUIDE.write_text(await play_all(sandbox, folders, settings, edition), encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(refresh())
