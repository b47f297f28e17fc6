"""Cases of a path in closed form: ``ln E(t) = ln E0 + a t - b t^2 / 2``.

``t`` counts years from the first one. The exponent is computed exactly, so that two
years that are equal are seen to be equal.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import exp
from typing import Any

from dafeng.base.errors import BadInputError
from dafeng.pathways.cases.numbers import exact_number, listed, whole_number

LONGEST = 2000
"""Years of a path."""
_ENDS = 2


def answer_path(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Evaluate a closed path and find its peak.

    Returns
    -------
    dict
        ``peak_year`` and ``peak_value`` (null where the maximum is the last year: that
        is no peak), ``peak_years`` with every year of the maximum, ``not_peaked``,
        ``highest_year``, ``highest_value``, ``path``.

    Raises
    ------
    BadInputError
        ``case.missing``, ``case.number``, ``case.shape``, ``case.size``.
    """
    start, growth, bend = (exact_number(inputs, name) for name in ("E0", "a", "b"))
    if start <= 0:
        msg = f"E0: {inputs['E0']} is not above zero, so it has no logarithm."
        raise BadInputError(msg, code="case.number", place="E0")
    years = _years(inputs.get("years"))
    logs = [growth * t - bend * t * t / 2 for t in (y - years[0] for y in years)]
    path = [_level(start, log) for log in logs]
    highest = max(logs)
    at = [year for year, log in zip(years, logs, strict=True) if log == highest]
    level = _level(start, highest)
    peaks = at[0] != years[-1]
    return {
        "peak_year": at[0] if peaks else None,
        "peak_value": level if peaks else None,
        "peak_years": at if peaks else [],
        "not_peaked": not peaks,
        "highest_year": at[0],
        "highest_value": level,
        "path": dict(zip(map(str, years), path, strict=True)),
    }


def _level(start: Fraction, log: Fraction) -> float:
    try:
        return float(start) * exp(log)
    except OverflowError:
        msg = "a, b: the path leaves what a double can hold. Check the rates."
        raise BadInputError(msg, code="case.number", place="a") from None


def _years(stated: object) -> list[int]:
    """Return every year: two are the first and the last, more are all of them."""
    years = [
        whole_number(year, f"years[{at}]")
        for at, year in enumerate(listed(stated, "years"))
    ]
    if len(years) == _ENDS:
        years = list(range(years[0], min(years[1], years[0] + LONGEST) + 1))
    follow = len(years) >= _ENDS and years == list(
        range(years[0], years[0] + len(years))
    )
    if not follow or len(years) > LONGEST:
        msg = (
            "years: give the first and the last year, or all of them one after "
            f"another, at most {LONGEST}."
        )
        raise BadInputError(msg, code="case.shape", place="years")
    return years
