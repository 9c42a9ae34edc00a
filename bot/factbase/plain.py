"""Models as plain tuples, strings and numbers, and back: the form in which a cache keeps them.

A model becomes the tuple of its fields in order, so the form holds for one version of the code alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

from bot.errors import Fault
from bot.factbase.models import (
    Entity,
    Evidence,
    Fact,
    FactBase,
    Figure,
    Glossary,
    Kind,
    Location,
    Measure,
    Modality,
    Passage,
    Source,
    Term,
    Topic,
)
from bot.factbase.periods import Period

Plain = Any
"""What `marshal` writes: tuples and mappings of strings, numbers, truth values and None."""

Build = Callable[[Plain], Any]


class Form:
    """How the fields of one model are written down; those not named are plain as they are."""

    def __init__(self, model: type, **nested: tuple[Build, Build]) -> None:
        names = [field.name for field in fields(model)]
        self._model = model
        self._names = tuple(names)
        self._down = tuple((names.index(name), down) for name, (down, _) in nested.items())
        self._up = tuple((names.index(name), up) for name, (_, up) in nested.items())

    def down(self, model: Any) -> Plain:
        """Write a model down."""
        values = [getattr(model, name) for name in self._names]
        for at, build in self._down:
            values[at] = build(values[at])
        return tuple(dict(value) if isinstance(value, Mapping) else value for value in values)

    def up(self, plain: Plain) -> Any:
        """Make the model again."""
        values = list(plain)
        for at, build in self._up:
            values[at] = build(values[at])
        return self._model(*values)


def _one(form: Form) -> tuple[Build, Build]:
    return form.down, form.up


def _some(down: Build, up: Build) -> tuple[Build, Build]:
    return lambda value: None if value is None else down(value), lambda plain: None if plain is None else up(plain)


def _many(form: Form) -> tuple[Build, Build]:
    return lambda models: tuple(map(form.down, models)), lambda plain: tuple(map(form.up, plain))


def _by_id(form: Form) -> tuple[Build, Build]:
    return (
        lambda models: {id: form.down(model) for id, model in models.items()},
        lambda plain: {id: form.up(item) for id, item in plain.items()},
    )


_DATE = _some(date.toordinal, date.fromordinal)
_LOCATION = Form(Location)
_AT = _one(_LOCATION)
_PERIOD = Form(Period, start=_DATE, end=_DATE)
_FIGURE = Form(Figure, value=(str, Decimal))
_EVIDENCE = Form(Evidence, location=_AT)
_SOURCE = Form(Source, published=_one(_PERIOD), location=_AT, excluded=_many(Form(Passage)))
_FACT = Form(
    Fact,
    evidence=_many(_EVIDENCE),
    location=_AT,
    value=_some(*_one(_FIGURE)),
    change=_some(*_one(_FIGURE)),
    period=_some(*_one(_PERIOD)),
    as_of=_some(*_one(_PERIOD)),
    modality=(str, Modality),
)
_GLOSSARY = Form(
    Glossary,
    entities=_by_id(Form(Entity, location=_AT)),
    measures=_by_id(Form(Measure, location=_AT)),
    kinds=_by_id(Form(Kind, location=_AT)),
    terms=_many(Form(Term, location=_AT)),
)
_BASE = Form(
    FactBase,
    sources=_by_id(_SOURCE),
    topics=_by_id(Form(Topic)),
    facts=_by_id(_FACT),
    glossary=_one(_GLOSSARY),
    warnings=_many(Form(Fault)),
)


def write_plain(base: FactBase) -> Plain:
    """Write a whole fact base down."""
    return _BASE.down(base)


def read_plain(plain: Plain) -> FactBase:
    """Make the fact base again that was written down."""
    base: FactBase = _BASE.up(plain)
    return base
