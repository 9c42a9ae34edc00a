"""Properties worked out once for each object, in compiled classes too."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Self, TypeVar, overload

_Value = TypeVar("_Value")


class once(cached_property[_Value]):  # noqa: N801 - a decorator, named as such
    """A `cached_property`; under that very name mypyc takes it for a plain property, worked out at each use.

    It takes no lock, as that of Python 3.11 does: two threads at once would only work out the same.
    """

    @overload
    def __get__(self, instance: None, owner: type[Any] | None = None) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type[Any] | None = None) -> _Value: ...
    def __get__(self, instance: object, owner: type[Any] | None = None) -> Self | _Value:
        """Work it out; from then on the object's own attribute is found first."""
        if instance is None:
            return self
        value: _Value = self.func(instance)
        assert self.attrname is not None  # noqa: S101 - narrows the type for mypy: it is set where the class is made
        instance.__dict__[self.attrname] = value
        return value
