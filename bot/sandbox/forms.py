"""Checking a request's body as Discord does: every fault found, nested as the body is (code 50035)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.sandbox.errors import INVALID_FORM_BODY, ApiError, Json

Path = tuple[str | int, ...]


class Form:
    """Collects what is wrong with a body."""

    def __init__(self) -> None:
        self.errors: Json = {}

    def fault(self, path: Path, code: str, message: str) -> None:
        """Note that the field at `path` breaks a rule."""
        place = self.errors
        for step in path:
            place = place.setdefault(str(step), {})
        place.setdefault("_errors", []).append({"code": code, "message": message})

    def close(self) -> None:
        """Raise Invalid Form Body if anything is wrong."""
        if self.errors:
            raise ApiError(INVALID_FORM_BODY, self.errors)

    def missing(self, path: Path) -> None:
        """Note that a required field is absent."""
        self.fault(path, "BASE_TYPE_REQUIRED", "This field is required")

    def text(self, body: Json, key: str, path: Path, high: int, low: int = 0, required: bool = False) -> str:
        """Check a string's length; return it, or "" where it is absent or no string."""
        value = body.get(key)
        path = (*path, key)
        if value is None:
            if required:
                self.missing(path)
            return ""
        if not isinstance(value, str):
            self.fault(path, "STRING_TYPE_CONVERT", f'Could not interpret "{value}" as string.')
            return ""
        self.length(len(value.strip()), path, high, low)
        return value

    def length(self, length: int, path: Path, high: int, low: int = 0) -> None:
        """Check a length against its bounds."""
        if low <= length <= high:
            return
        if required_and_empty(length, low):
            self.missing(path)
        elif low:
            self.fault(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {low} and {high} in length.")
        else:
            self.fault(path, "BASE_TYPE_MAX_LENGTH", f"Must be {high} or fewer in length.")

    def list_of(self, body: Json, key: str, path: Path, high: int | None = None, low: int = 0) -> list[Json]:
        """Check a list of objects and its length; return those that are objects, or [] where it is absent."""
        value = body.get(key)
        path = (*path, key)
        if value is None:
            if low:
                self.missing(path)
            return []
        if not isinstance(value, list):
            self.fault(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
            return []
        if high is not None and not low <= len(value) <= high:
            if low:
                self.fault(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {low} and {high} in length.")
            else:
                self.fault(path, "BASE_TYPE_MAX_LENGTH", f"Must be {high} or fewer in length.")
        objects = []
        for index, item in enumerate(value):
            if isinstance(item, dict):
                objects.append(item)
            else:
                self.fault((*path, index), "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
        return objects if len(objects) == len(value) else []

    def object(self, body: Json, key: str, path: Path) -> Json:
        """Check an object; return it, or {} where it is absent or none."""
        value = body.get(key)
        if value is None or isinstance(value, dict):
            return value or {}
        self.fault((*path, key), "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
        return {}

    def items(self, body: Json, key: str, path: Path) -> list[Any]:
        """Check a list of anything; return it, or [] where it is absent or none."""
        value = body.get(key)
        if value is None or isinstance(value, list):
            return value or []
        self.fault((*path, key), "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
        return []

    def one_of(self, value: Any, path: Path, choices: Sequence[Any]) -> bool:
        """Check that a value is one of those allowed."""
        # True == 1 in Python; Discord tells them apart.
        if value in choices and not isinstance(value, bool):
            return True
        listed = ", ".join(str(choice) for choice in choices)
        self.fault(path, "BASE_TYPE_CHOICES", f"Value must be one of ({listed}).")
        return False

    def integer(self, body: Json, key: str, path: Path, low: int, high: int) -> int | None:
        """Check a whole number's bounds; return it, or None where it is absent or no number."""
        value = body.get(key)
        path = (*path, key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            self.fault(path, "NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')
            return None
        if value < low:
            self.fault(path, "NUMBER_TYPE_MIN", f"int value should be greater than or equal to {low}.")
        if value > high:
            self.fault(path, "NUMBER_TYPE_MAX", f"int value should be less than or equal to {high}.")
        return value

    def boolean(self, body: Json, key: str, path: Path) -> bool:
        """Check a true or false; absent is false."""
        value = body.get(key)
        if value is None or isinstance(value, bool):
            return bool(value)
        self.fault((*path, key), "BOOLEAN_TYPE_CONVERT", "Must be either true or false.")
        return False

    def address(self, body: Json, key: str, path: Path, schemes: tuple[str, ...]) -> None:
        """Check a URL's scheme and length."""
        value = self.text(body, key, path, 2_048)
        if value and not value.lower().startswith(schemes):
            self.fault(
                (*path, key),
                "URL_TYPE_INVALID_SCHEME",
                f'Scheme "{value.partition(":")[0]}" is not supported. Scheme must be one of {schemes}.',
            )

    def snowflake(self, value: Any, path: Path) -> int | None:
        """Check an id, written as a string or a number; return it."""
        if isinstance(value, bool) or not isinstance(value, int | str) or not str(value).isdecimal():
            self.fault(path, "NUMBER_TYPE_COERCE", f'Value "{value}" is not snowflake.')
            return None
        return int(value)


def required_and_empty(length: int, low: int) -> bool:
    """Say whether Discord would call a text of this length absent rather than short."""
    return length == 0 and low == 1
