"""The library as sheets of a workbook, under the heads that are read back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from dafeng.measures.columns import EFFECTS, MEASURES, POTENTIALS, Table
from dafeng.measures.records import Action
from dafeng.sheets import Sheet

if TYPE_CHECKING:
    from dafeng.measures.records import Effect, Measure, Potential

    Cell = str | int | float | None


def library_sheets(measures: Iterable[Measure] = ()) -> tuple[Sheet, Sheet]:
    """Return the sheets of a library; without measures they are the empty form."""
    every = tuple(measures)
    return (
        _sheet(MEASURES, [_measure(one) for one in every]),
        _sheet(EFFECTS, [_effect(one.id, e) for one in every for e in one.effects]),
    )


def potential_sheet(potentials: Iterable[Potential] = ()) -> Sheet:
    """Return the sheet of a district's potentials; empty it is the form."""
    return _sheet(POTENTIALS, [_potential(one) for one in potentials])


def _sheet(table: Table, rows: list[dict[str, Cell]]) -> Sheet:
    names = [one.name for one in table.columns]
    return Sheet(
        name=table.sheet,
        columns=tuple(one.column for one in table.columns),
        rows=tuple(tuple(row[name] for name in names) for row in rows),
    )


def _measure(one: Measure) -> dict[str, Cell]:
    times = [name for name in ("ramp", "build_years") if name in one.assumed]
    return {
        "id": one.id,
        "name_zh": one.name_zh,
        "name_en": one.name_en,
        "field": one.field,
        "unit": one.unit,
        "ramp": str(one.ramp),
        "build_years": one.build_years,
        "prerequisites": _words(one.prerequisites),
        "excludes": _words(one.excludes),
        "investment": one.cost.investment,
        "operation": one.cost.operation,
        "saving": one.cost.saving,
        "life": one.cost.life,
        "price_year": one.cost.price_year,
        "cost_source": one.cost.source or None,
        "source": one.source or None,
        "assumed": _words((*one.cost.assumed, *times)),
        "valid_from": one.valid_from.isoformat() if one.valid_from else None,
        "valid_to": one.valid_to.isoformat() if one.valid_to else None,
    }


def _effect(measure: str, effect: Effect) -> dict[str, Cell]:
    return {
        "measure": measure,
        "action": str(effect.action),
        "sectors": _words(effect.sectors),
        "carrier": effect.carrier or None,
        "to_carrier": effect.to_carrier or None,
        "ratio": effect.ratio if effect.action is Action.SWITCH else None,
        "strength": effect.strength,
        "source": effect.source or None,
        "assumed": _words(effect.assumed),
    }


def _potential(one: Potential) -> dict[str, Cell]:
    return {
        "measure": one.measure,
        "place": one.place,
        "size": one.size,
        "per_year": one.per_year,
        "planned": _pairs(one.planned),
        "owner": one.owner,
        "clause": one.clause,
        "probability": one.probability,
        "delay": _pairs(one.delay),
        "source": one.source or None,
        "assumed": _words(one.assumed),
    }


def _words(words: Iterable[str]) -> str | None:
    return " ".join(words) or None


def _pairs(pairs: Iterable[tuple[int, float]]) -> str | None:
    return " ".join(f"{key}:{value!r}" for key, value in pairs) or None
