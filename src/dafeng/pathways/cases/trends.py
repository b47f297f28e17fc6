"""Cases of a trend: a series, or what the exact law can say at most."""

from __future__ import annotations

from collections.abc import Mapping
from math import factorial
from typing import Any

from dafeng.base.errors import BadInputError
from dafeng.pathways.cases.numbers import listed, number, whole_number
from dafeng.pathways.trend import Trend, mann_kendall, sen_slope

LONGEST = 5000
"""Values of a series; the slopes are its pairs."""
_LONGEST_LAW = 170


def answer_trend(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Test a series, or tell the bounds of the exact law for each ``n``.

    Raises
    ------
    BadInputError
        ``case.shape``, ``case.number``, ``case.size``; as
        :func:`dafeng.pathways.trend.mann_kendall` besides.
    """
    if "series" not in inputs:
        return _bounds(inputs["n"])
    years, values = _series(inputs)
    trend = mann_kendall(values)
    told = trend_json(trend)
    if years:
        told["sen_slope"] = sen_slope(values, years)
    return told


def trend_json(trend: Trend) -> dict[str, Any]:
    """Tell a trend by the names that the method's books use."""
    return {
        "n": trend.n,
        "S": trend.s,
        "var": trend.variance,
        "z": trend.z,
        "p": trend.p,
        "method": trend.method,
        "ties": trend.ties,
        "significant": trend.significant,
        "sen_slope": trend.slope,
        "sen_slope_low": trend.slope_low,
        "sen_slope_high": trend.slope_high,
    }


def _series(inputs: Mapping[str, Any]) -> tuple[list[int], list[float]]:
    """Years, where they are given, and values in their order."""
    series, stated = inputs["series"], inputs.get("years")
    if isinstance(series, Mapping):
        if not all(str(year).isdecimal() for year in series):
            msg = "series: an object has years as keys, 2020 and so on."
            raise BadInputError(msg, code="case.shape", place="series")
        pairs = sorted((int(year), value) for year, value in series.items())
        stated, series = [year for year, _ in pairs], [value for _, value in pairs]
    rows = listed(series, "series")
    if len(rows) > LONGEST:
        msg = f"series has {len(rows)} values. Give at most {LONGEST}."
        raise BadInputError(msg, code="case.size", place="series")
    values = [number(value, f"series[{at}]") for at, value in enumerate(rows)]
    if stated is None:
        return [], values
    years = [
        whole_number(year, f"years[{at}]")
        for at, year in enumerate(listed(stated, "years"))
    ]
    if len(years) != len(values) or sorted(set(years)) != years:
        msg = (
            f"years: {len(years)} years for {len(values)} values. Give one for each, "
            "in order, none twice."
        )
        raise BadInputError(msg, code="case.shape", place="years")
    return years, values


def _bounds(counts: object) -> dict[str, Any]:
    """Smallest two-sided p and largest S of ``n`` values: a perfect decline.

    Of ``n!`` orders two are perfect, one each way.
    """
    rows = counts if isinstance(counts, list) else [counts]
    told = {}
    for at, row in enumerate(rows):
        n = whole_number(row, f"n[{at}]")
        if not 2 <= n <= _LONGEST_LAW:
            msg = f"n[{at}]: {n} values. Give 2 to {_LONGEST_LAW}."
            raise BadInputError(msg, code="case.size", place=f"n[{at}]")
        told[str(n)] = {
            "min_two_sided_p": 2 / factorial(n),
            "max_abs_S": n * (n - 1) // 2,
        }
    return told
