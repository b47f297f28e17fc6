"""The tree of units as it stood on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

import attrs
from django.db.models import QuerySet

from dafeng.web.core.models import (
    Organisation,
    OrganisationName,
    OrganisationParent,
)

Row = TypeVar("Row", OrganisationName, OrganisationParent)


@attrs.frozen(kw_only=True)
class UnitThen:
    """A unit as it was: its name, and how deep it stood below the units shown."""

    unit: Organisation
    name: str
    parent: str
    depth: int


def tree_on(units: QuerySet[Organisation], day: date) -> list[UnitThen]:
    """Units that there were on ``day``, each right before those below it.

    A name or a place that was left on a day no longer held on that day.
    """
    there = {unit.pk: unit for unit in units if _was_there(unit, day)}
    names = _first_by_unit(
        OrganisationName.objects.filter(
            organisation__in=there, kind=OrganisationName.Kind.FORMER, until__gt=day
        ).order_by("until", "pk")
    )
    places = _first_by_unit(
        OrganisationParent.objects.filter(
            organisation__in=there, until__gt=day
        ).order_by("until", "pk")
    )
    parents = {
        key: places[key].parent_id if key in places else unit.parent_id
        for key, unit in there.items()
    }
    below: dict[int | None, list[int]] = {}
    for key, parent in parents.items():
        below.setdefault(parent if parent in there else None, []).append(key)
    rows: list[UnitThen] = []
    waiting = [(key, 0, "") for key in _by_code(below.get(None, ()), there)]
    while waiting:
        key, depth, parent_code = waiting.pop()
        unit = there[key]
        name = names[key].name if key in names else str(unit)
        rows.append(UnitThen(unit=unit, name=name, parent=parent_code, depth=depth))
        children = _by_code(below.get(key, ()), there)
        waiting += [(child, depth + 1, unit.code) for child in children]
    return rows


def _was_there(unit: Organisation, day: date) -> bool:
    begun = unit.valid_from is None or unit.valid_from <= day
    return begun and (unit.valid_to is None or unit.valid_to >= day)


def _by_code(keys: Iterable[int], units: dict[int, Organisation]) -> list[int]:
    """Last first: the tree is walked with a stack."""
    return sorted(keys, key=lambda key: units[key].code, reverse=True)


def _first_by_unit(rows: Iterable[Row]) -> dict[int, Row]:
    first: dict[int, Row] = {}
    for row in rows:
        first.setdefault(row.organisation_id, row)
    return first
