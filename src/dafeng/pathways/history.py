"""The history before an outlook: whole years without a gap, or a clear word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isfinite
from typing import TypeAlias

from dafeng.base.errors import BadInputError
from dafeng.base.findings import Finding, Severity

Years: TypeAlias = tuple[tuple[int, float], ...]


class HistoryError(BadInputError):
    """A history cannot be read as a path.

    Attributes
    ----------
    findings : tuple of Finding
        Each year that stands in the way.
    """

    code = "history.bad"

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        first = "; ".join(f"{one.place}: {one.rule}" for one in findings[:3])
        more = len(findings) - 3
        rest = f" And {more} more." if more > 0 else ""
        hint = findings[0].hint
        super().__init__(
            f"The history has no path: {first}{rest} {hint}", findings=self.findings
        )


def whole_history(history: Iterable[tuple[int, float]]) -> Years:
    """Return the history in order of years, when none is missing.

    Raises
    ------
    HistoryError
        ``history.empty``; ``history.gap``: a year between the first and the last is
        missing; ``history.twice``: a year stands twice; ``history.value``: it is no
        number.

    Examples
    --------
    >>> whole_history([(2023, 5.0), (2022, 4.0)])
    ((2022, 4.0), (2023, 5.0))
    """
    years = tuple(sorted((int(year), float(value)) for year, value in history))
    findings = history_findings(years)
    if findings:
        raise HistoryError(findings)
    return years


def newest_run(
    history: Iterable[tuple[int, float]],
) -> tuple[Years, tuple[Finding, ...]]:
    """Return the years up to the last one without a gap, and what was left out.

    Raises
    ------
    HistoryError
        As :func:`whole_history`, but for gaps: years before the last gap are left out
        and the finding ``history.gap``, a warning, names the missing ones.
    """
    years = tuple(sorted((int(year), float(value)) for year, value in history))
    findings = history_findings(years)
    fatal = [one for one in findings if one.code != "history.gap"]
    if fatal:
        raise HistoryError(fatal)
    begin = len(years) - 1
    while begin and years[begin - 1][0] == years[begin][0] - 1:
        begin -= 1
    return years[begin:], tuple(_warning(one) for one in findings)


def history_findings(history: Iterable[tuple[int, float]]) -> tuple[Finding, ...]:
    """Return what is wrong with a history, in order of years."""
    years = sorted(history)
    if not years:
        return (_finding("history.empty", "", "", "There is at least one year."),)
    found = []
    known = [year for year, _ in years]
    for year, value in years:
        if not isfinite(value):
            rule = "A year has a number; an unknown one is left out."
            found.append(_finding("history.value", str(year), str(value), rule))
    for year in sorted({one for one in known if known.count(one) > 1}):
        rule = "A year stands once."
        found.append(_finding("history.twice", str(year), "", rule))
    for year in sorted(set(range(known[0], known[-1])) - set(known)):
        rule = f"Every year from {known[0]} to {known[-1]} is known."
        found.append(_finding("history.gap", str(year), "--", rule))
    return tuple(found)


def _finding(code: str, place: str, value: str, rule: str) -> Finding:
    return Finding(
        code=code,
        severity=Severity.ERROR,
        place=place,
        value=value,
        rule=rule,
        hint="Give the year's account, or begin after the gap.",
    )


def _warning(one: Finding) -> Finding:
    return Finding(
        code=one.code,
        severity=Severity.WARNING,
        place=one.place,
        value=one.value,
        rule=one.rule,
        hint="Years before it are left out.",
    )
