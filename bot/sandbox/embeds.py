"""The rules of embeds."""

from __future__ import annotations

from datetime import datetime

from bot.sandbox.errors import Json
from bot.sandbox.forms import Form, Path
from bot.sandbox.limits import Limits

_LINKS = ("http://", "https://")
_MEDIA = ("http://", "https://", "attachment://")


def check_embeds(form: Form, body: Json, path: Path, limits: Limits) -> list[Json]:
    """Check a body's embeds, each alone and all together; return them as Discord keeps them."""
    embeds = form.list_of(body, "embeds", path, limits.embeds)
    total = sum(_check_embed(form, embed, (*path, "embeds", index), limits) for index, embed in enumerate(embeds))
    if total > limits.embed_total:
        message = f"Embed size exceeds maximum size of {limits.embed_total}"
        form.fault((*path, "embeds"), "MAX_EMBED_SIZE_EXCEEDED", message)
    return [_keep(embed) for embed in embeds]


def _check_embed(form: Form, embed: Json, path: Path, limits: Limits) -> int:
    size = len(form.text(embed, "title", path, limits.embed_title).strip())
    size += len(form.text(embed, "description", path, limits.embed_description).strip())
    form.address(embed, "url", path, _LINKS)
    form.integer(embed, "color", path, 0, 0xFFFFFF)
    if (moment := embed.get("timestamp")) is not None and not _is_date(moment):
        form.fault((*path, "timestamp"), "DATE_TIME_TYPE_PARSE", f"Could not parse {moment}. Should be ISO8601.")
    for index, field in enumerate(form.list_of(embed, "fields", path, limits.embed_fields)):
        place = (*path, "fields", index)
        size += len(form.text(field, "name", place, limits.embed_field_name, 1, required=True).strip())
        size += len(form.text(field, "value", place, limits.embed_field_value, 1, required=True).strip())
        form.boolean(field, "inline", place)
    for part, key, high in (("footer", "text", limits.embed_footer), ("author", "name", limits.embed_author)):
        inner = form.object(embed, part, path)
        if embed.get(part) is not None:
            size += len(form.text(inner, key, (*path, part), high, 1, required=True).strip())
            form.address(inner, "icon_url", (*path, part), _MEDIA)
            form.address(inner, "url", (*path, part), _LINKS)
    for part in ("image", "thumbnail"):
        form.address(form.object(embed, part, path), "url", (*path, part), _MEDIA)
    filled = ("title", "description", "fields", "footer", "author", "image", "thumbnail", "timestamp")
    if not any(embed.get(key) for key in filled):
        form.missing((*path, "description"))
    return size


def _is_date(moment: object) -> bool:
    try:
        datetime.fromisoformat(str(moment))
    except ValueError:
        return False
    return isinstance(moment, str)


def _keep(embed: Json) -> Json:
    kept = {key: value for key, value in embed.items() if value is not None}
    # Whatever type a bot names, its embeds are rich; Discord trims the texts.
    kept["type"] = "rich"
    for key in ("title", "description"):
        if isinstance(kept.get(key), str):
            kept[key] = kept[key].strip()
    return kept
