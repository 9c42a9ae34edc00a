"""A Discord of one's own, on loopback: for testing a bot without Discord, and against a Discord that fights back."""

from bot.sandbox.faults import Faults
from bot.sandbox.limits import Limits, Rate
from bot.sandbox.people import Person
from bot.sandbox.permissions import Permission
from bot.sandbox.sandbox import Sandbox

__all__ = ["Faults", "Limits", "Permission", "Person", "Rate", "Sandbox"]
