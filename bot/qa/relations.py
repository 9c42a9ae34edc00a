"""What is part of what: the glossary's relations, closed upwards."""

from __future__ import annotations

from collections.abc import Mapping

from bot.factbase.models import Glossary, Kind, Measure

Relations = Mapping[str, frozenset[str]]


def ancestors(glossary: Glossary) -> Relations:
    """Map each entity, measure and kind id to itself and all that it is, is part of or belongs to."""
    parents: dict[str, tuple[str, ...]] = {}
    for entity in glossary.entities.values():
        parents[entity.id] = (*entity.is_a, *entity.part_of, *entity.belongs_to)
    others: tuple[Measure | Kind, ...] = (*glossary.measures.values(), *glossary.kinds.values())
    for item in others:
        parents.setdefault(item.id, item.is_a)
    closed: dict[str, frozenset[str]] = {}

    def close(id_: str, above: frozenset[str]) -> frozenset[str]:
        if id_ not in closed:
            seen = {id_}
            for parent in parents.get(id_, ()):
                if parent not in above:
                    seen |= close(parent, above | {id_})
            closed[id_] = frozenset(seen)
        return closed[id_]

    for id_ in parents:
        close(id_, frozenset())
    return closed
