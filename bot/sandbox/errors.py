"""What the sandbox refuses, and what it raises.

SandboxError
├── ApiError       a request of the bot is refused, with Discord's status, code and body
├── NotPossible    a person tries what Discord's own app would not let them do
├── NoResponse     the bot did not answer an interaction in time
└── NothingCame    what a test waited for did not come
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Refusal:
    """One way in which Discord says no: HTTP status, its own code, its own words."""

    status: int
    code: int
    message: str


NOT_FOUND = Refusal(404, 0, "404: Not Found")
METHOD_NOT_ALLOWED = Refusal(405, 0, "405: Method Not Allowed")
UNAUTHORIZED = Refusal(401, 0, "401: Unauthorized")
UNKNOWN_APPLICATION = Refusal(404, 10002, "Unknown Application")
UNKNOWN_CHANNEL = Refusal(404, 10003, "Unknown Channel")
UNKNOWN_GUILD = Refusal(404, 10004, "Unknown Guild")
UNKNOWN_MEMBER = Refusal(404, 10007, "Unknown Member")
UNKNOWN_MESSAGE = Refusal(404, 10008, "Unknown Message")
UNKNOWN_USER = Refusal(404, 10013, "Unknown User")
UNKNOWN_EMOJI = Refusal(400, 10014, "Unknown Emoji")
UNKNOWN_WEBHOOK = Refusal(404, 10015, "Unknown Webhook")
UNKNOWN_INTERACTION = Refusal(404, 10062, "Unknown interaction")
UNKNOWN_COMMAND = Refusal(404, 10063, "Unknown application command")
TOO_MANY_COMMANDS = Refusal(400, 30032, "Maximum number of application commands reached (100)")
TOO_MANY_COMMANDS_TODAY = Refusal(400, 30034, "Max number of daily application command creates has been reached (200)")
TOO_MANY_FOLLOWUPS = Refusal(
    400, 40094, "This interaction has reached the maximum number of follow-up messages that can be sent."
)
REQUEST_TOO_LARGE = Refusal(413, 40005, "Request entity too large")
ALREADY_ACKNOWLEDGED = Refusal(400, 40060, "Interaction has already been acknowledged.")
MISSING_ACCESS = Refusal(403, 50001, "Missing Access")
CANNOT_EXECUTE_ON_DM = Refusal(400, 50003, "Cannot execute action on a DM channel")
CANNOT_EDIT_OTHERS = Refusal(403, 50005, "Cannot edit a message authored by another user")
EMPTY_MESSAGE = Refusal(400, 50006, "Cannot send an empty message")
CANNOT_SEND_TO_USER = Refusal(403, 50007, "Cannot send messages to this user")
CANNOT_SEND_IN_CHANNEL = Refusal(400, 50008, "Cannot send messages in a non-text channel")
MISSING_PERMISSIONS = Refusal(403, 50013, "Missing Permissions")
BULK_DELETE_COUNT = Refusal(
    400,
    50016,
    "Provided too few or too many messages to delete. Must provide at least 2 and fewer than 100 messages to delete",
)
WRONG_CHANNEL_TYPE = Refusal(400, 50024, "Cannot execute action on this channel type")
INVALID_WEBHOOK_TOKEN = Refusal(401, 50027, "Invalid Webhook Token")
INVALID_FORM_BODY = Refusal(400, 50035, "Invalid Form Body")
THREAD_ARCHIVED = Refusal(400, 50083, "Thread is archived")
INVALID_JSON = Refusal(400, 50109, "The request body contains invalid JSON.")
CANNOT_REPLY = Refusal(400, 160002, "You cannot reply without permission to read message history.")
THREAD_EXISTS = Refusal(400, 160004, "A thread has already been created for this message")


class SandboxError(Exception):
    """Root of the tree."""


class ApiError(SandboxError):
    """A request is refused; `errors` says which field of the body is wrong, nested as the body is."""

    def __init__(self, refusal: Refusal, errors: Json | None = None) -> None:
        super().__init__(f"{refusal.status} {refusal.code}: {refusal.message}")
        self.refusal = refusal
        self.errors = errors

    def body(self) -> Json:
        """Return the JSON body that Discord would answer with."""
        body: Json = {"message": self.refusal.message, "code": self.refusal.code}
        if self.errors is not None:
            body["errors"] = self.errors
        return body


class NotPossible(SandboxError):  # noqa: N818 - reads as what it says: this is not possible for a person
    """A person tries what Discord's own app would not let them do."""


class NoResponse(SandboxError):  # noqa: N818 - the words that Discord shows: the application did not respond
    """The bot did not answer an interaction in time."""


class NothingCame(SandboxError, TimeoutError):  # noqa: N818 - reads as what happened
    """What a test waited for did not come in time."""
