"""Days of meters as JSON, and what is out of order in them: for the command line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import attrs
import numpy as np

from dafeng.base.errors import BadInputError, DafengError
from dafeng.enterprises.anomalies.drivers import OutputUse, with_output
from dafeng.enterprises.anomalies.finding import find_anomalies, find_imbalances
from dafeng.enterprises.anomalies.records import Anomaly, Branches, DayTable, Floats

_UNREADABLE = (ValueError, TypeError, AttributeError, ArithmeticError, RecursionError)
_PLACES = 4


@attrs.frozen(kw_only=True, eq=False)
class AnomalyCase:
    """Days of meters, and main meters with their parts.

    Attributes
    ----------
    uses : mapping of meter to OutputUse
        Whether output is a driver of it; empty where the case names no output.
    """

    table: DayTable
    branches: Branches | None
    uses: Mapping[str, OutputUse]


def read_anomaly_case(text: str) -> AnomalyCase:
    """Read ``first``, ``meters`` {name: {energy, night, output, parent}}, ...

    Raises
    ------
    BadInputError
        ``case.bad``: says which place cannot be read, and why.
    """
    try:
        return _case(json.loads(text))
    except KeyError as error:
        msg = f"The case has no {error.args[0]!r}."
        raise BadInputError(msg, code="case.bad", place=str(error.args[0])) from error
    except DafengError:
        raise
    except _UNREADABLE as error:
        msg = f"The case cannot be read: {error}"
        raise BadInputError(msg, code="case.bad", place="") from error


def anomaly_answer(case: AnomalyCase) -> dict[str, Any]:
    """Find what is out of order and say it, ready for JSON."""
    found = [*find_anomalies(case.table)]
    if case.branches is not None:
        found += find_imbalances(case.branches)
    return {
        "meters": len(case.table.meters),
        "days": case.table.days,
        "anomalies": [_told(one) for one in found],
        **({"output": {n: u.value for n, u in case.uses.items()}} if case.uses else {}),
    }


def _told(one: Anomaly) -> dict[str, Any]:
    figures = {
        name: round(getattr(one, name), _PLACES)
        for name in ("size", "score", "actual", "expected")
    }
    return {
        "meter": one.meter,
        "kind": one.kind.value,
        "first": one.first.isoformat(),
        "last": one.last.isoformat(),
        **figures,
        "why": one.why,
        "days": [
            {
                "day": each.day.isoformat(),
                "actual": round(each.actual, _PLACES),
                "expected": round(each.expected, _PLACES),
            }
            for each in one.days
        ],
    }


def _case(told: dict[str, Any]) -> AnomalyCase:
    first = date.fromisoformat(told["first"])
    meters: dict[str, dict[str, Any]] = told["meters"]
    energy = _rows([one["energy"] for one in meters.values()])
    days = energy.shape[1]
    blank: list[float | None] = [None] * days
    night = [one.get("night") or blank for one in meters.values()]
    temperature = told.get("temperature")
    drivers = told.get("drivers", {})
    quiet = {date.fromisoformat(day) for day in told.get("quiet", ())}
    table = DayTable(
        meters=tuple(meters),
        first=first,
        energy=energy,
        night=_rows(night) if any(one is not blank for one in night) else None,
        temperature=None if temperature is None else _rows([temperature])[0],
        drivers=_rows(list(drivers.values()))[:, None, :]
        if drivers
        else np.zeros((0, 1, days)),
    )
    off = np.array([table.day(at) in quiet for at in range(days)])
    table = attrs.evolve(table, quiet=off)
    uses: dict[str, OutputUse] = {}
    if any("output" in one for one in meters.values()):
        output = _rows([one.get("output") or blank for one in meters.values()])
        if output.shape != energy.shape:
            msg = "Output has other days than energy."
            raise BadInputError(msg, code="case.bad", place="output")
        table, found = with_output(table, output)
        uses = dict(zip(meters, found, strict=True))
    return AnomalyCase(table=table, branches=_branches(meters, table), uses=uses)


def _branches(meters: dict[str, dict[str, Any]], table: DayTable) -> Branches | None:
    place = {name: row for row, name in enumerate(meters)}
    parts: dict[str, list[int]] = {}
    for name, one in meters.items():
        parent = one.get("parent")
        if parent and parent not in place:
            msg = f"{name} names the parent {parent!r}, which the case has not."
            raise BadInputError(msg, code="case.bad", place=name)
        if parent:
            parts.setdefault(parent, []).append(place[name])
    if not parts:
        return None
    return Branches(
        main=tuple(parts),
        first=table.first,
        total=table.energy[[place[name] for name in parts]],
        parts=np.array([table.energy[rows].sum(axis=0) for rows in parts.values()]),
    )


def _rows(rows: list[list[float | None]]) -> Floats:
    lengths = {len(one) for one in rows}
    if len(lengths) != 1 or 0 in lengths:
        msg = "Series of days are missing or not equally long."
        raise BadInputError(msg, code="case.bad", place="energy")
    return np.array([[np.nan if v is None else float(v) for v in one] for one in rows])
