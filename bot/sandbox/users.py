"""Users: people and bots."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.sandbox.errors import Json


@dataclass(slots=True, eq=False)
class User:
    """An account: a person's or a bot's."""

    id: int
    name: str
    bot: bool = False
    locale: str = "en-US"
    takes_dms: bool = True
    installed_app: bool = False  # has the bot as a user-installed app
    _wire: Json = field(default_factory=dict, repr=False)

    @property
    def mention(self) -> str:
        """The text that mentions this user."""
        return f"<@{self.id}>"

    def wire(self) -> Json:
        """Return the user as Discord writes it; one object for all, never to be changed."""
        if not self._wire:
            self._wire = {
                "id": str(self.id),
                "username": self.name if self.bot else self.name.lower().replace(" ", "_"),
                "global_name": None if self.bot else self.name,
                "discriminator": f"{self.id % 9999 + 1:04}" if self.bot else "0",
                "avatar": None,
                "bot": self.bot,
                "system": False,
                "public_flags": 0,
                "flags": 0,
                "banner": None,
                "accent_color": None,
                "avatar_decoration_data": None,
                "collectibles": None,
                "primary_guild": None,
            }
        return self._wire

    def rename(self, name: str) -> None:
        """Give the account another name."""
        self.name = name
        self._wire = {}
