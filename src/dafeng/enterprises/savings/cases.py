"""A baseline case as JSON, and its answer: what the command line reads and writes."""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn

import attrs
import numpy as np

from dafeng.base.errors import BadInputError, DafengError
from dafeng.enterprises.savings.fitting import fit_baselines
from dafeng.enterprises.savings.intervals import Period, savings_of
from dafeng.enterprises.savings.records import (
    Baselines,
    Drivers,
    Floats,
    Savings,
    Shape,
)

_UNREADABLE = (ValueError, TypeError, AttributeError, ArithmeticError, RecursionError)
_PLACES = 6


@attrs.frozen(kw_only=True, eq=False)
class BaselineCase:
    """Meters with a period of the baseline, and perhaps one that is judged.

    Attributes
    ----------
    meters, drivers : tuple of str
        Names, in the order of both periods.
    """

    meters: tuple[str, ...]
    drivers: tuple[str, ...]
    before: Period
    after: Period | None
    level: float


def read_baseline_case(text: str) -> BaselineCase:
    """Read a case: ``baseline`` and ``report`` with ``energy``, ``temperature``, ...

    ``energy`` maps the name of a meter to one number for each span, null where it is
    unknown; ``drivers`` maps the name of a driver to the same, ``temperature`` is one
    such row. The report names the same meters and drivers, in any order.

    Raises
    ------
    BadInputError
        ``case.bad``: says which place cannot be read, and why; ``level`` is no rate
        between 0 and 1; the report lacks a driver of the baseline, or has one more.
    """
    try:
        told = json.loads(text)
        first = told["baseline"]
        meters = tuple(first["energy"])
        drivers = tuple(first.get("drivers", {}))
        later = told.get("report")
        if later is not None:
            _see_same(first, later)
        return BaselineCase(
            meters=meters,
            drivers=drivers,
            before=_period(first, meters, drivers),
            after=None if later is None else _period(later, meters, drivers),
            level=_level(told.get("level", 0.9)),
        )
    except KeyError as error:
        msg = f"The case has no {error.args[0]!r}."
        raise BadInputError(msg, code="case.bad", place=str(error.args[0])) from error
    except DafengError:
        raise
    except _UNREADABLE as error:
        msg = f"The case cannot be read: {error}"
        raise BadInputError(msg, code="case.bad", place="") from error


def baseline_answer(case: BaselineCase) -> dict[str, Any]:
    """Fit the case and say what came out, ready for JSON."""
    fitted = fit_baselines(case.before.energy, case.before.drivers)
    saved = None
    if case.after is not None:
        saved = savings_of(fitted, case.before, case.after, level=case.level)
    return {
        "level": case.level,
        "meters": [
            {
                "meter": name,
                **_named(model_row(fitted, row), case.drivers),
                **_saving_row(saved, row),
            }
            for row, name in enumerate(case.meters)
        ],
    }


def model_row(fitted: Baselines, row: int) -> dict[str, Any]:
    """Words and figures of one model; what it has not is null."""
    return {
        "model": Shape(int(fitted.shape[row])).name.lower(),
        "heating_point": _number(fitted.heating_point[row]),
        "cooling_point": _number(fitted.cooling_point[row]),
        "base": _number(fitted.base[row]),
        "heating": _number(fitted.heating[row]),
        "cooling": _number(fitted.cooling[row]),
        "drivers": [_number(one) for one in fitted.others[row]],
        "spans": int(fitted.spans[row]),
        "r2": _number(fitted.r2[row]),
        "cvrmse": _number(fitted.cvrmse[row]),
        "nmbe": _number(fitted.nmbe[row]),
        "autocorrelation": _number(fitted.autocorrelation[row]),
    }


def _named(told: dict[str, Any], drivers: tuple[str, ...]) -> dict[str, Any]:
    return told | {"drivers": dict(zip(drivers, told["drivers"], strict=True))}


def _saving_row(saved: Savings | None, row: int) -> dict[str, Any]:
    """Figures of a report; null where none of its spans is known."""
    if saved is None:
        return {}
    names = ("adjusted", "actual", "saving", "low", "high", "outside")
    spans = int(saved.spans[row])
    if not spans:
        return dict.fromkeys(names) | {"report_spans": 0}
    figures = {name: _number(getattr(saved, name)[row]) for name in names}
    return figures | {"report_spans": spans}


def _level(told: Any) -> float:
    level = float(told)
    if not 0 < level < 1:
        _bad(f"A level of {told} is no rate between 0 and 1.", "level")
    return level


def _see_same(first: dict[str, Any], later: dict[str, Any]) -> None:
    """Refuse a report that follows something else than its baseline."""
    for place, mine, theirs in (
        ("energy", set(first["energy"]), set(later["energy"])),
        ("drivers", set(first.get("drivers", {})), set(later.get("drivers", {}))),
    ):
        if mine != theirs:
            differ = ", ".join(sorted(map(str, mine ^ theirs)))
            _bad(f"Baseline and report do not both have: {differ}.", f"report.{place}")
    if (first.get("temperature") is None) != (later.get("temperature") is None):
        msg = "Only one of baseline and report has a temperature."
        _bad(msg, "report.temperature")


def _bad(message: str, place: str) -> NoReturn:
    raise BadInputError(message, code="case.bad", place=place)


def _number(value: float) -> float | None:
    return round(float(value), _PLACES) if math.isfinite(value) else None


def _period(
    told: dict[str, Any], meters: tuple[str, ...], drivers: tuple[str, ...]
) -> Period:
    energy = _rows(told["energy"][name] for name in meters)
    temperature = told.get("temperature")
    others = told.get("drivers", {})
    for name in drivers:
        if len(others[name]) != energy.shape[1]:
            _bad(f"{name} is not as long as the energy.", f"drivers.{name}")
    return Period(
        energy=energy,
        drivers=Drivers(
            temperature=None if temperature is None else _row(temperature),
            others=_rows(others[name] for name in drivers)[:, None, :]
            if drivers
            else np.zeros((0, 1, energy.shape[1])),
        ),
    )


def _rows(rows: Any) -> Floats:
    made = [_row(one) for one in rows]
    if len({len(one) for one in made}) > 1:
        _bad("Series of a period are not equally long.", "energy")
    return np.array(made).reshape(len(made), -1)


def _row(values: list[float | None]) -> Floats:
    return np.array([np.nan if one is None else float(one) for one in values])
