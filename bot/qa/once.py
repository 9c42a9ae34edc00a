"""Properties worked out once for each object, in compiled classes too."""

from functools import cached_property
from typing import TypeVar

_Value = TypeVar("_Value")


class once(cached_property[_Value]):  # noqa: N801 - a decorator, named as such
    """A `cached_property`; under that very name mypyc takes it for a plain property, worked out at each use."""
