"""Channels' own webhooks: whoever holds the token posts as one."""

from __future__ import annotations

from dataclasses import dataclass

from bot.sandbox.channels import Channel
from bot.sandbox.drafts import Draft
from bot.sandbox.messages import Message
from bot.sandbox.permissions import EVERYONE, Permission
from bot.sandbox.posting import post
from bot.sandbox.users import User


@dataclass(slots=True, eq=False)
class Webhook:
    """A webhook of one channel."""

    id: int
    token: str
    name: str
    channel: Channel
    author: User

    def post(self, draft: Draft, name: str | None = None) -> Message:
        """Post under the webhook's name, or under one that it gives itself."""
        world = self.channel.world
        author = self.author if name is None else User(self.id, name, bot=True)
        message = Message(world.ids.next(), self.channel, author)
        message.webhook_id = self.id
        return post(world, self.channel, author, draft, EVERYONE | Permission.MENTION_EVERYONE, message=message)

    async def say(self, text: str) -> Message:
        """Say something."""
        return self.post(Draft(content=text))
