"""A baseline that is kept: its model to the last digit, and the days it was made of."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from dafeng.enterprises.savings.intervals import Period
from dafeng.enterprises.savings.records import Baselines, Drivers, Floats

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MIDDLE = "middle"
_WHOLE = frozenset({"shape", "spans", "parameters"})


def kept_baseline(fitted: Baselines, before: Period) -> dict[str, Any]:
    """Tell the baseline of one meter, ready for JSON; ``baseline_kept`` reads it."""
    names = [one.name for one in attrs.fields(Baselines) if one.name != _MIDDLE]
    model = {name: _listed(getattr(fitted, name)[0]) for name in names}
    drivers = before.drivers
    warm = drivers.temperature
    return {
        "model": model | {_MIDDLE: fitted.middle},
        "energy": _listed(before.energy[0]),
        "temperature": None if warm is None else _listed(warm),
        "others": [_listed(one[0]) for one in drivers.others],
    }


def baseline_kept(told: Mapping[str, Any]) -> tuple[Baselines, Period]:
    """Read back what ``kept_baseline`` told: the model, and its period."""
    model = dict(told["model"])
    middle = float(model.pop(_MIDDLE))
    arrays: dict[str, Any] = {
        name: np.array([_floats(value)]).astype(
            np.int64 if name in _WHOLE else np.float64
        )
        for name, value in model.items()
    }
    energy = np.array([_floats(told["energy"])])
    warm, others = told["temperature"], [_floats(one) for one in told["others"]]
    period = Period(
        energy=energy,
        drivers=Drivers(
            temperature=None if warm is None else _floats(warm),
            others=np.array(others).reshape(len(others), 1, energy.shape[1]),
        ),
    )
    return Baselines(**arrays, middle=middle), period


def _listed(values: Any) -> Any:
    """A number, or a list of them, with null for what is unknown."""
    if np.ndim(values):
        return [_listed(one) for one in values]
    value = float(values)
    return value if math.isfinite(value) else None


def _floats(values: Any) -> Floats:
    if not isinstance(values, list):
        return np.float64(np.nan if values is None else values)  # type: ignore[return-value]
    made: NDArray[np.float64] = np.array(
        [np.nan if one is None else one for one in values], np.float64
    )
    return made
