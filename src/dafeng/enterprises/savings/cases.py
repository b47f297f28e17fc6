"""A baseline case as JSON, and its answer: what the command line reads and writes."""

from __future__ import annotations

import json
import math
from typing import Any

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
    """Meters with a period of the baseline, and perhaps one that is judged."""

    meters: tuple[str, ...]
    before: Period
    after: Period | None
    level: float


def read_baseline_case(text: str) -> BaselineCase:
    """Read a case: ``baseline`` and ``report`` with ``energy``, ``temperature``, ...

    ``energy`` maps the name of a meter to one number for each span, null where it is
    unknown; ``drivers`` maps the name of a driver to the same.

    Raises
    ------
    BadInputError
        ``case.bad``: says which place cannot be read, and why.
    """
    try:
        told = json.loads(text)
        first = told["baseline"]
        meters = tuple(first["energy"])
        later = told.get("report")
        return BaselineCase(
            meters=meters,
            before=_period(first, meters),
            after=None if later is None else _period(later, meters),
            level=float(told.get("level", 0.9)),
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
            {"meter": name, **model_row(fitted, row), **_saving_row(saved, row)}
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


def _saving_row(saved: Savings | None, row: int) -> dict[str, Any]:
    if saved is None:
        return {}
    names = ("adjusted", "actual", "saving", "low", "high", "outside")
    figures = {name: _number(getattr(saved, name)[row]) for name in names}
    return figures | {"report_spans": int(saved.spans[row])}


def _number(value: float) -> float | None:
    return round(float(value), _PLACES) if math.isfinite(value) else None


def _period(told: dict[str, Any], meters: tuple[str, ...]) -> Period:
    energy = _rows(told["energy"][name] for name in meters)
    temperature = told.get("temperature")
    others = told.get("drivers", {})
    return Period(
        energy=energy,
        drivers=Drivers(
            temperature=None if temperature is None else _row(temperature),
            others=_rows(others.values())[:, None, :]
            if others
            else np.zeros((0, 1, energy.shape[1])),
        ),
    )


def _rows(rows: Any) -> Floats:
    made = [_row(one) for one in rows]
    if len({len(one) for one in made}) > 1:
        msg = "Series of a period are not equally long."
        raise BadInputError(msg, code="case.bad", place="energy")
    return np.array(made).reshape(len(made), -1)


def _row(values: list[float | None]) -> Floats:
    return np.array([np.nan if one is None else float(one) for one in values])
