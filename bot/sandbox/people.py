"""People: what they do in Discord's own app, in a line each."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.channels import TEXT, Channel
from bot.sandbox.commands import MESSAGE, USER
from bot.sandbox.drafts import Draft, File
from bot.sandbox.errors import ApiError, Json, NotPossible
from bot.sandbox.guilds import Role
from bot.sandbox.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL_SUBMIT, Interaction
from bot.sandbox.mentions import resolve_names
from bot.sandbox.messages import Message
from bot.sandbox.options import fill_in, find_command, resolve
from bot.sandbox.permissions import Permission, permissions_of, require, sending_permission
from bot.sandbox.posting import delete, edit, post
from bot.sandbox.rest.messages import react
from bot.sandbox.users import User
from bot.sandbox.world import World

# With Nitro; without it 2,000.
_LONGEST_MESSAGE = 4_000
_LINK_BUTTON = 5
_STRING_SELECT = 3


@dataclass(slots=True, eq=False)
class Person(User):
    """Somebody who uses Discord. `place` is where they are: their commands go there unless told otherwise."""

    world: World = field(kw_only=True, repr=False)
    place: Channel | None = field(default=None, kw_only=True, repr=False)

    # Writing.

    def dm(self) -> Channel:
        """Return this person's direct messages with the bot."""
        return self.world.direct_channel(self, self.world.bot)

    async def say(self, channel: Channel, text: str, *, files: dict[str, bytes] | None = None) -> Message:
        """Say something; "@Name" of a user or role becomes a mention, as when it is picked from the list."""
        return await self._post(channel, Draft(content=text), files)

    async def reply(self, message: Message, text: str, *, ping: bool = True) -> Message:
        """Reply to a message, pinging its author or not."""
        allowed = None if ping else {"parse": ["users", "roles", "everyone"], "replied_user": False}
        return await self._post(message.channel, Draft(content=text, answers=message.id, allowed_mentions=allowed))

    async def open_post(self, forum: Channel, title: str, text: str) -> Channel:
        """Open a post in a forum, with its first message."""
        self._require(forum, Permission.SEND_MESSAGES)
        thread = self.world.open_thread(forum, title, self)
        await self._post(thread, Draft(content=text))
        return thread

    async def edit(self, message: Message, text: str) -> Message:
        """Change one of one's own messages."""
        if message.author is not self or message.deleted:
            raise NotPossible(f"{self.name} cannot edit this message")
        draft = Draft(content=resolve_names(self.world, message.channel, text), given=frozenset({"content"}))
        edit(self.world, message, draft, permissions_of(self.id, message.channel))
        await asyncio.sleep(0)
        return message

    async def delete(self, message: Message) -> None:
        """Delete a message: one's own, or with Manage Messages anyone's. Ephemeral ones are dismissed."""
        if message.author is not self and message.ephemeral_for != self.id:
            self._require(message.channel, Permission.MANAGE_MESSAGES)
        delete(self.world, message)
        await asyncio.sleep(0)

    async def react(self, message: Message, emoji: str) -> None:
        """React to a message."""
        self._require(message.channel, Permission.ADD_REACTIONS)
        react(message, emoji, self.id, "MESSAGE_REACTION_ADD")
        await asyncio.sleep(0)

    # Commands.

    async def slash(self, command: str, where: Channel | None = None, /, **options: Any) -> Interaction:
        """Run a slash command ("roro reload" with its subcommand) and wait for the bot's first response.

        Options are text, numbers, booleans, or a Person, Role or Channel. Raises NotPossible for what Discord's app
        would not send, NoResponse when the bot does not respond in time.
        """
        return await self.begin_slash(command, where, **options).acknowledged()

    def begin_slash(self, command: str, where: Channel | None = None, /, **options: Any) -> Interaction:
        """Run a slash command without waiting."""
        channel = self._go(where)
        name, *path = command.split()
        found = find_command(self.world, self, channel, name)
        return self._interact(COMMAND, channel, fill_in(found, path, options, channel))

    async def autocomplete(self, command: str, where: Channel | None = None, /, **options: Any) -> list[Json]:
        """Type into a command's option, the last one given; return the choices ({"name", "value"}) offered."""
        channel = self._go(where)
        name, *path = command.split()
        found = find_command(self.world, self, channel, name)
        interaction = self._interact(AUTOCOMPLETE, channel, fill_in(found, path, options, channel, typing=True))
        return (await interaction.acknowledged()).choices

    async def use(self, command: str, target: Message | User, where: Channel | None = None) -> Interaction:
        """Run a command from the menu of a message or a user."""
        channel = target.channel if isinstance(target, Message) else self._go(where)
        found = find_command(self.world, self, channel, command, MESSAGE if isinstance(target, Message) else USER)
        data: Json = {"id": found["id"], "name": found["name"], "type": found["type"], "target_id": str(target.id)}
        resolved: Json = {}
        if isinstance(target, Message):
            # Whatever the intents: a message on which a command is used is shown in full.
            resolved["messages"] = {str(target.id): target.wire(True, self.world.bot.id)}
        else:
            resolve(target, channel, resolved)
        return await self._interact(COMMAND, channel, data | {"resolved": resolved}).acknowledged()

    # Components.

    async def click(self, message: Message, label: str, *, wait: bool = True) -> Interaction:
        """Click the button with this label, or this custom_id."""
        self._look_at(message)
        found = [b for b in message.buttons if label in (b.get("label"), b.get("custom_id"))]
        if not found:
            raise NotPossible(f"there is no button {label!r}; there are {message.labels}")
        if found[0].get("disabled") or found[0]["style"] == _LINK_BUTTON:
            raise NotPossible(f"the button {label!r} sends nothing")
        return await self._use_component(message, found[0], {}, wait)

    async def choose(
        self, message: Message, *values: str | User | Role | Channel, custom_id: str | None = None, wait: bool = True
    ) -> Interaction:
        """Choose values (or labels) of a select menu: the first that has them, or the one of this custom_id."""
        self._look_at(message)
        for select in message.selects:
            if custom_id not in (None, select["custom_id"]) or select.get("disabled"):
                continue
            data = self._pick(select, values, message.channel)
            if data is not None:
                return await self._use_component(message, select, data, wait)
        raise NotPossible(f"no select menu offers {values!r}")

    async def submit(self, interaction: Interaction, **fields: str) -> Interaction:
        """Fill in and send the modal that the bot opened."""
        if interaction.modal is None:
            raise NotPossible("no modal is open")
        rows = []
        for row in interaction.modal["components"]:
            inner = row.get("component") or row["components"][0]
            answer = {
                "type": inner["type"],
                "custom_id": inner["custom_id"],
                "value": fields.get(inner["custom_id"], ""),
            }
            rows.append({"type": row["type"], ("component" if "component" in row else "components"): (
                answer if "component" in row else [answer]
            )})  # fmt: skip
        data = {"custom_id": interaction.modal["custom_id"], "components": rows}
        submission = self.world.open_interaction(
            MODAL_SUBMIT, self, interaction.channel, data, interaction.message, interaction
        )
        return await submission.acknowledged()

    def interact(
        self, kind: int, data: Json, where: Channel | None = None, message: Message | None = None
    ) -> Interaction:
        """Send any interaction, unchecked: what a tampered client might send."""
        return self._interact(kind, self._go(where), data, message)

    # Within.

    def _go(self, where: Channel | None) -> Channel:
        if where is not None:
            self.place = where
        if self.place is None:
            channels = (c for g in self.world.guilds.values() if self.id in g.members for c in g.channels.values())
            self.place = next((c for c in channels if c.type == TEXT), None) or self.dm()
        return self.place

    def _require(self, channel: Channel, needed: int) -> int:
        try:
            return require(self.id, channel, needed)
        except ApiError as refused:
            raise NotPossible(f"{self.name} in {channel.name or channel.id}: {refused.refusal.message}") from None

    def _look_at(self, message: Message) -> None:
        if not message.visible_to(self.id) or not permissions_of(self.id, message.channel) & Permission.VIEW_CHANNEL:
            raise NotPossible(f"{self.name} does not see this message")

    async def _post(self, channel: Channel, draft: Draft, files: dict[str, bytes] | None = None) -> Message:
        if len(draft.content) > _LONGEST_MESSAGE or not (draft.content.strip() or files):
            raise NotPossible("a message holds 1 to 4,000 characters")
        self.place = channel
        permissions = self._require(channel, sending_permission(channel))
        draft.content = resolve_names(self.world, channel, draft.content)
        for index, (name, content) in enumerate((files or {}).items()):
            draft.files.append((File(f"files[{index}]", name, content, "application/octet-stream"), None))
        message = post(self.world, channel, self, draft, permissions)
        # Whoever listens on the same event loop gets to run before the person goes on.
        await asyncio.sleep(0)
        return message

    def _interact(self, kind: int, channel: Channel, data: Json, message: Message | None = None) -> Interaction:
        return self.world.open_interaction(kind, self, channel, data, message)

    async def _use_component(self, message: Message, component: Json, data: Json, wait: bool) -> Interaction:
        data = {"custom_id": component["custom_id"], "component_type": component["type"], "id": component["id"]} | data
        interaction = self._interact(COMPONENT, message.channel, data, message)
        return await interaction.acknowledged() if wait else interaction

    def _pick(self, select: Json, values: tuple[str | User | Role | Channel, ...], channel: Channel) -> Json | None:
        if not select.get("min_values", 1) <= len(values) <= select.get("max_values", 1):
            return None
        if select["type"] == _STRING_SELECT:
            by_name = {o["label"]: o["value"] for o in select["options"]} | {
                o["value"]: o["value"] for o in select["options"]
            }
            chosen = [by_name.get(value) for value in values if isinstance(value, str)]
            return {"values": chosen} if len(chosen) == len(values) and None not in chosen else None
        resolved: Json = {}
        for value in values:
            if isinstance(value, str):
                return None
            resolve(value, channel, resolved)
        return {"values": [str(value.id) for value in values if not isinstance(value, str)], "resolved": resolved}
