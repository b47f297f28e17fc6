"""Heating weather taken out before anybody is praised or blamed.

``corrected = value / (1 - share + share x degree days / normal)``, with the part of a
normal year's use that heats.  A warm winter raises it, so that no saving is read out of
the weather; a cold one lowers it.

Source
------
Degree days below 18 °C, as in JGJ 26-2018; Day, T. (2006), Degree-days: theory and
application, CIBSE TM41 (regression of use on degree days, normalisation).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import attrs
import numpy as np

from dafeng.base.errors import BadInputError
from dafeng.base.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

BASE_C = 18.0
"""Daily mean temperature below which a day counts."""
FEWEST = 5
"""Years below which no heating share is read out of a series."""
NORMAL_YEARS = 10
"""Years below which a normal winter is a guess."""


@attrs.frozen(kw_only=True)
class CorrectedYear:
    """One year of a series.

    Attributes
    ----------
    degree_days : float or None
        None: not known, and ``corrected`` is not known either.
    corrected : float or None
        As it would have been in a normal winter.
    """

    year: int
    value: float
    degree_days: float | None
    corrected: float | None


@attrs.frozen(kw_only=True)
class Corrected:
    """A series without its weather.

    Attributes
    ----------
    normal : float
        Degree days of a normal winter.
    share : float or None
        Part of a normal year's use that heats; None where it is not known, and then
        nothing is corrected.
    years : tuple of CorrectedYear
    findings : tuple of Finding
    """

    normal: float
    share: float | None
    years: tuple[CorrectedYear, ...]
    findings: tuple[Finding, ...]


def degree_days(temperatures: Iterable[float], base: float = BASE_C) -> float:
    """Heating degree days of daily means in °C.

    Examples
    --------
    >>> degree_days([20.0, 8.0, -2.0])
    30.0
    """
    days = np.asarray(list(temperatures), dtype=np.float64)
    return float(np.maximum(base - days, 0.0).sum())


def correct(
    series: Mapping[int, float],
    degrees: Mapping[int, float],
    *,
    normal: float | None = None,
    share: float | None = None,
) -> Corrected:
    """Put every year of a series to a normal winter.

    Parameters
    ----------
    series : mapping of int to float
        Use or emission by year.
    degrees : mapping of int to float
        Degree days by year.
    normal : float, optional
        Degree days of a normal winter; default: the mean of all years known.
    share : float, optional
        Part of a normal year's use that heats, 0 to 1; default: by regression of the
        series on degree days and time.

    Raises
    ------
    BadInputError
        ``weather.bad``: no degree days, or a share that is none.
    """
    if not degrees or min(degrees.values()) < 0 or not max(degrees.values()):
        msg = "Degree days are needed for some year, none of them below 0."
        raise BadInputError(msg, code="weather.bad")
    if share is not None and not 0 <= share <= 1:
        msg = f"A heating share lies between 0 and 1; here {share:g}."
        raise BadInputError(msg, code="weather.bad")
    findings = [*_gaps(series, degrees)]
    if normal is None:
        normal = float(np.mean(list(degrees.values())))
        findings += _short_normal(degrees)
    if share is None:
        share, told = _regressed(series, degrees, normal)
        findings += told
    years = tuple(
        CorrectedYear(
            year=year,
            value=value,
            degree_days=degrees.get(year),
            corrected=_corrected(value, degrees.get(year), normal, share),
        )
        for year, value in sorted(series.items())
    )
    return Corrected(normal=normal, share=share, years=years, findings=tuple(findings))


def _corrected(
    value: float, days: float | None, normal: float, share: float | None
) -> float | None:
    """Take use as ``base x (1 - share + share x days / normal)`` and solve for base."""
    if days is None or share is None:
        return None
    weather = 1.0 - share + share * days / normal
    return value / weather if weather > 0 else None


def _regressed(
    series: Mapping[int, float], degrees: Mapping[int, float], normal: float
) -> tuple[float | None, list[Finding]]:
    """Least squares on a constant, time and degree days."""
    both = sorted(set(series) & set(degrees))
    days = np.array([degrees[year] for year in both])
    if len(both) < FEWEST or np.ptp(days) == 0:
        rule = f"A heating share is read out of {FEWEST} years or more, not alike."
        return None, [_finding("weather.short", f"{len(both)} years", rule)]
    time = np.array(both, dtype=np.float64) - both[0]
    use = np.array([series[year] for year in both])
    table = np.stack([np.ones_like(time), time, days], axis=1)
    slope = float(np.linalg.lstsq(table, use, rcond=None)[0][2])
    share = slope * normal / float(use.mean()) if use.mean() else 0.0
    if 0 <= share <= 1:
        return share, []
    rule = "More degree days go with more use, and heat no more than all of it."
    told = _finding("weather.slope", f"share {share:.3g}", rule)
    return min(max(share, 0.0), 1.0), [told]


def _gaps(
    series: Mapping[int, float], degrees: Mapping[int, float]
) -> Iterator[Finding]:
    if not series:
        yield _finding("weather.empty", "no years", "A series has years.")
        return
    missing = sorted(set(range(min(series), max(series) + 1)) - set(series))
    if missing:
        rule = "A history has every year from its first to its last."
        yield _finding("weather.gap", ", ".join(map(str, missing)), rule)
    unknown = sorted(set(series) - set(degrees))
    if unknown:
        rule = "Every year of a history has its degree days."
        yield _finding("weather.unknown", ", ".join(map(str, unknown)), rule)


def _short_normal(degrees: Mapping[int, float]) -> list[Finding]:
    if len(degrees) >= NORMAL_YEARS:
        return []
    rule = f"A normal winter is the mean of {NORMAL_YEARS} years or more."
    return [_finding("weather.normal", f"{len(degrees)} years", rule)]


def _finding(code: str, value: str, rule: str) -> Finding:
    return Finding(
        code=code,
        severity=Severity.WARNING,
        place="heating weather",
        value=value,
        rule=rule,
        hint="State the figure, with its source.",
    )
