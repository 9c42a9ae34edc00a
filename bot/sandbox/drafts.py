"""A message on its way: the body of a request, checked and read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.components import check_components, number
from bot.sandbox.embeds import check_embeds
from bot.sandbox.errors import EMPTY_MESSAGE, REQUEST_TOO_LARGE, ApiError, Json
from bot.sandbox.forms import Form, Path
from bot.sandbox.limits import Limits
from bot.sandbox.messages import COMPONENTS_V2, EPHEMERAL, SUPPRESS_EMBEDS, SUPPRESS_NOTIFICATIONS

SETTABLE_FLAGS = SUPPRESS_EMBEDS | EPHEMERAL | SUPPRESS_NOTIFICATIONS | COMPONENTS_V2


@dataclass(frozen=True, slots=True)
class File:
    """A file that came with a request."""

    field: str
    filename: str
    content: bytes
    content_type: str


@dataclass(slots=True)
class Draft:
    """What a message is to say; for an edit, `given` names what the request mentions."""

    content: str = ""
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    files: list[tuple[File, str | None]] = field(default_factory=list)  # each with its description
    kept_attachments: list[int] = field(default_factory=list)
    flags: int = 0
    nonce: str | int | None = None
    enforce_nonce: bool = False
    tts: bool = False
    answers: int | None = None
    fails_if_gone: bool = True
    allowed_mentions: Json | None = None
    given: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to post."""
        return not (self.content or self.embeds or self.components or self.files)

    def texts(self) -> str:
        """Return all text in which Discord looks for mentions: the content and, in v2, the text displays."""
        if not self.flags & COMPONENTS_V2:
            return self.content
        found: list[str] = []

        def visit(component: Json) -> None:
            if component.get("type") == 10:
                found.append(str(component.get("content", "")))
            for inner in component.get("components", ()):
                visit(inner)

        for component in self.components:
            visit(component)
        return "\n".join(found)


def read_draft(body: Json, files: list[File], limits: Limits, path: Path = (), old_flags: int = 0) -> Draft:
    """Check a message body against every rule and read it; raise ApiError with all that is wrong."""
    if not limits.forms:
        return _read(body, files, body.get("embeds") or [], body.get("components") or [])
    if any(len(file.content) > limits.file_bytes for file in files):
        raise ApiError(REQUEST_TOO_LARGE)
    form = Form()
    form.text(body, "content", path, limits.content)
    flags = _check_flags(form, body, path) | old_flags
    embeds = check_embeds(form, body, path, limits)
    components = check_components(form, body, path, flags, limits)
    if flags & COMPONENTS_V2:
        for key in ("content", "embeds", "poll", "sticker_ids"):
            if body.get(key):
                form.fault(
                    (*path, key),
                    "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                    f"The '{key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2",
                )
    form.length(len(files), (*path, "files"), limits.files)
    form.boolean(body, "tts", path)
    form.boolean(body, "enforce_nonce", path)
    _check_nonce(form, body, path, limits)
    _check_allowed_mentions(form, body, path)
    _check_attachments(form, body, files, embeds, path)
    reference = form.object(body, "message_reference", path)
    if reference.get("message_id") is not None:
        form.snowflake(reference["message_id"], (*path, "message_reference", "message_id"))
    form.close()
    return _read(body, files, embeds, components)


def _read(body: Json, files: list[File], embeds: list[Json], components: list[Json]) -> Draft:
    reference = body.get("message_reference") or {}
    described: dict[str, str | None] = {}
    kept: list[int] = []
    names: dict[str, str] = {}
    for attachment in body.get("attachments") or ():
        slot = f"files[{attachment['id']}]"
        if any(file.field == slot for file in files):
            described[slot] = attachment.get("description")
            names[slot] = attachment.get("filename") or ""
        else:
            kept.append(int(attachment["id"]))
    return Draft(
        content=str(body.get("content") or "").strip(),
        embeds=embeds,
        components=number(components),
        files=[(file, described.get(file.field)) for file in files],
        kept_attachments=kept,
        flags=int(body.get("flags") or 0) & SETTABLE_FLAGS,
        nonce=body.get("nonce"),
        enforce_nonce=bool(body.get("enforce_nonce")),
        tts=bool(body.get("tts")),
        answers=int(reference["message_id"]) if reference.get("message_id") is not None else None,
        fails_if_gone=reference.get("fail_if_not_exists", True) is not False,
        allowed_mentions=body.get("allowed_mentions"),
        given=frozenset(body),
    )


def require_content(draft: Draft) -> None:
    """Raise Cannot send an empty message if there is nothing to post."""
    if draft.is_empty:
        raise ApiError(EMPTY_MESSAGE)


def _check_flags(form: Form, body: Json, path: Path) -> int:
    flags = form.integer(body, "flags", path, 0, (1 << 31) - 1) or 0
    return flags & SETTABLE_FLAGS


def _check_nonce(form: Form, body: Json, path: Path, limits: Limits) -> None:
    nonce: Any = body.get("nonce")
    if nonce is None:
        return
    if isinstance(nonce, bool) or not isinstance(nonce, str | int):
        form.fault((*path, "nonce"), "NONCE_TYPE_INVALID_TYPE", "This field must be a string or an integer")
    elif isinstance(nonce, str) and len(nonce) > limits.nonce:
        form.fault((*path, "nonce"), "NONCE_TYPE_TOO_LONG", f"Must be {limits.nonce} or fewer in length.")


def _check_allowed_mentions(form: Form, body: Json, path: Path) -> None:
    allowed = form.object(body, "allowed_mentions", path)
    path = (*path, "allowed_mentions")
    kinds = form.items(allowed, "parse", path)
    for index, kind in enumerate(kinds):
        form.one_of(kind, (*path, "parse", index), ("users", "roles", "everyone"))
    for key in ("users", "roles"):
        listed = form.items(allowed, key, path)
        form.length(len(listed), (*path, key), 100)
        for index, snowflake in enumerate(listed):
            form.snowflake(snowflake, (*path, key, index))
        if listed and key in kinds:
            message = f'parse:["{key}"] and {key}: [ids...] are mutually exclusive.'
            form.fault(path, "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", message)


def _check_attachments(form: Form, body: Json, files: list[File], embeds: list[Json], path: Path) -> None:
    known = {file.filename for file in files}
    for index, attachment in enumerate(form.list_of(body, "attachments", path)):
        known.add(form.text(attachment, "filename", (*path, "attachments", index), 1_024))
        form.text(attachment, "description", (*path, "attachments", index), 1_024)
        form.snowflake(attachment.get("id"), (*path, "attachments", index, "id"))
    if form.errors:
        return
    for index, embed in enumerate(embeds):
        for part in ("image", "thumbnail"):
            url = (embed.get(part) or {}).get("url")
            name = str(url).removeprefix("attachment://")
            if files and name != url and isinstance(url, str) and name not in known:
                message = "Attachment not found in the message's attachments"
                form.fault((*path, "embeds", index, part, "url"), "ATTACHMENT_NOT_FOUND", message)
