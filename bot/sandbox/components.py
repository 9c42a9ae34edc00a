"""The rules of buttons, select menus and the newer layout components ("v2")."""

from __future__ import annotations

from bot.sandbox.errors import Json
from bot.sandbox.forms import Form, Path
from bot.sandbox.limits import Limits
from bot.sandbox.messages import BUTTON, COMPONENTS_V2, SELECTS

ROW, STRING_SELECT, SECTION, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER = 1, 3, 9, 10, 11, 12, 13, 14, 17
TOP_V1 = (ROW,)
TOP_V2 = (ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR, CONTAINER)
IN_CONTAINER = (ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR)
LINK, PREMIUM = 5, 6
# What Discord writes of a component where its maker said nothing.
_DEFAULTS: dict[int, Json] = {
    **{kind: {"min_values": 1, "max_values": 1} for kind in SELECTS},
    THUMBNAIL: {"spoiler": False, "description": None},
    FILE: {"spoiler": False},
    SEPARATOR: {"divider": True, "spacing": 1},
    CONTAINER: {"spoiler": False, "accent_color": None},
}


class _Walk:
    """One pass over a message's components."""

    def __init__(self, form: Form, limits: Limits) -> None:
        self.form = form
        self.limits = limits
        self.count = 0
        self.text = 0
        self.seen: set[str] = set()

    def check(self, component: Json, path: Path, allowed: tuple[int, ...]) -> None:
        self.count += 1
        kind = component.get("type")
        if not self.form.one_of(kind, (*path, "type"), allowed):
            return
        if kind == ROW:
            self._check_row(component, path)
        elif kind == BUTTON:
            self._check_button(component, path)
        elif kind in SELECTS:
            self._check_select(component, path)
        elif kind == TEXT:
            self.text += len(self.form.text(component, "content", path, self.limits.v2_text, 1, required=True))
        elif kind == SECTION:
            for index, item in enumerate(self.form.list_of(component, "components", path, 3, 1)):
                self.check(item, (*path, "components", index), (TEXT,))
            if isinstance(accessory := component.get("accessory"), dict):
                self.check(accessory, (*path, "accessory"), (BUTTON, THUMBNAIL))
            else:
                self.form.missing((*path, "accessory"))
        elif kind == CONTAINER:
            for index, item in enumerate(self.form.list_of(component, "components", path)):
                self.check(item, (*path, "components", index), IN_CONTAINER)
        elif kind == GALLERY:
            self.form.list_of(component, "items", path, 10, 1)

    def _check_row(self, row: Json, path: Path) -> None:
        items = self.form.list_of(row, "components", path, self.limits.row_buttons, 1)
        for index, item in enumerate(items):
            self.check(item, (*path, "components", index), (BUTTON, *SELECTS))
        if len(items) > 1 and any(item.get("type") in SELECTS for item in items):
            self.form.fault(
                (*path, "components"),
                "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
                "The specified component exceeds the maximum width",
            )

    def _check_custom_id(self, component: Json, path: Path) -> None:
        custom_id = self.form.text(component, "custom_id", path, self.limits.custom_id, 1, required=True)
        if custom_id and custom_id in self.seen:
            self.form.fault(
                (*path, "custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated"
            )
        self.seen.add(custom_id)

    def _check_button(self, button: Json, path: Path) -> None:
        style = button.get("style")
        self.form.one_of(style, (*path, "style"), (1, 2, 3, 4, 5, 6))
        self.form.text(button, "label", path, self.limits.button_label)
        if style == LINK:
            self.form.address(button, "url", path, ("http://", "https://", "discord://"))
            if not button.get("url"):
                self.form.fault((*path, "url"), "BASE_TYPE_REQUIRED", "A url is required")
            if button.get("custom_id"):
                message = "A custom id and url cannot both be specified"
                self.form.fault((*path, "custom_id"), "BUTTON_COMPONENT_CUSTOM_ID_AND_URL", message)
        elif style != PREMIUM:
            self._check_custom_id(button, path)
        if style != PREMIUM and not button.get("label") and not button.get("emoji"):
            self.form.fault(
                (*path, "label"), "BUTTON_COMPONENT_INVALID_LABEL", "A button must have a label or an emoji"
            )

    def _check_select(self, select: Json, path: Path) -> None:
        form, limits = self.form, self.limits
        self._check_custom_id(select, path)
        form.text(select, "placeholder", path, limits.placeholder)
        low = form.integer(select, "min_values", path, 0, limits.select_options)
        high = form.integer(select, "max_values", path, 1, limits.select_options)
        if (1 if low is None else low) > (1 if high is None else high):
            form.fault((*path, "min_values"), "SELECT_COMPONENT_MIN_VALUES", "Min values is greater than max values")
        if select["type"] != STRING_SELECT:
            return
        options = form.list_of(select, "options", path, limits.select_options, 1)
        if high is not None and len(options) < high:
            message = f"Must have at least {high} options"
            form.fault((*path, "options"), "SELECT_COMPONENT_TOO_FEW_OPTIONS", message)
        values: set[str] = set()
        for index, option in enumerate(options):
            place = (*path, "options", index)
            form.text(option, "label", place, limits.select_text, 1, required=True)
            value = form.text(option, "value", place, limits.select_text, 1, required=True)
            form.text(option, "description", place, limits.select_text)
            if value in values:
                message = "The specified option value is already used"
                form.fault((*place, "value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", message)
            values.add(value)


def check_components(form: Form, body: Json, path: Path, flags: int, limits: Limits) -> list[Json]:
    """Check a body's components under the rules that its flags choose; return them."""
    v2 = bool(flags & COMPONENTS_V2)
    components = form.list_of(body, "components", path, None if v2 else limits.rows)
    walk = _Walk(form, limits)
    for index, component in enumerate(components):
        walk.check(component, (*path, "components", index), TOP_V2 if v2 else TOP_V1)
    if walk.count > limits.v2_components and v2:
        message = f"The total number of components must not exceed {limits.v2_components}"
        form.fault((*path, "components"), "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", message)
    if walk.text > limits.v2_text:
        message = f"The total displayable text exceeds the maximum size of {limits.v2_text}"
        form.fault((*path, "components"), "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", message)
    return components


def number(components: list[Json]) -> list[Json]:
    """Give every component an id, as Discord does, counting from 1 in the order of reading."""
    counter = 0

    def visit(component: Json) -> Json:
        nonlocal counter
        counter += 1
        given = {key: value for key, value in component.items() if value is not None}
        kept = {"id": counter} | _DEFAULTS.get(component.get("type", 0), {}) | given
        if isinstance(inner := kept.get("components"), list):
            kept["components"] = [visit(item) for item in inner if isinstance(item, dict)]
        if isinstance(accessory := kept.get("accessory"), dict):
            kept["accessory"] = visit(accessory)
        return kept

    return [visit(component) for component in components if isinstance(component, dict)]
