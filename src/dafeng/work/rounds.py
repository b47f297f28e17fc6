"""Rounds of reports: which period, from which day, until which day.

The days come from ``data/rounds.csv``, by rules that hold for a while.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

import attrs

from dafeng.base.days import day_or_none, holds_on
from dafeng.base.errors import BadInputError, NotFoundError
from dafeng.base.periods import Period, PeriodKind
from dafeng.base.tables import packaged_rows
from dafeng.work.records import Recurrence

KINDS: Mapping[Recurrence, PeriodKind] = {
    Recurrence.MONTHLY: PeriodKind.MONTH,
    Recurrence.QUARTERLY: PeriodKind.QUARTER,
    Recurrence.HALF_YEARLY: PeriodKind.HALF,
    Recurrence.YEARLY: PeriodKind.YEAR,
}
"""How long the period of a report is; what comes once has no round."""


@attrs.frozen(kw_only=True)
class RoundRule:
    """From when until when the reports of a period are taken.

    Attributes
    ----------
    frequency : Recurrence
    opens_day : int
        Day of the first month after the period.
    due_months, due_day : int
        The last day: so many months after the period, on that day or, in a shorter
        month, on its last.
    source, verified : str
        Where the rule comes from; ``U`` is the judgement of this house.
    effective_from, effective_to : date or None
        Periods that end on these days or between them; the last one is included.
    """

    frequency: Recurrence = attrs.field(converter=Recurrence)
    opens_day: int
    due_months: int
    due_day: int
    source: str
    verified: str
    effective_from: date | None = None
    effective_to: date | None = None


@attrs.frozen(kw_only=True)
class RoundDays:
    """When a round opens and when it is due, and the rule that says so."""

    opens_on: date
    due_on: date
    rule: RoundRule


@cache
def round_rules() -> tuple[RoundRule, ...]:
    """Return the packaged rules, in the order of the file."""
    return tuple(
        RoundRule(
            frequency=row["frequency"],
            opens_day=int(row["opens_day"]),
            due_months=int(row["due_months"]),
            due_day=int(row["due_day"]),
            source=row["source"],
            verified=row["verified"],
            effective_from=day_or_none(row["effective_from"]),
            effective_to=day_or_none(row["effective_to"]),
        )
        for row in packaged_rows("dafeng.work", "rounds.csv")
    )


def round_days(frequency: Recurrence, period: Period) -> RoundDays:
    """Return from when until when the reports of a period are taken.

    Parameters
    ----------
    frequency : Recurrence
    period : Period
        As long as the frequency says: :func:`report_period`.

    Raises
    ------
    BadInputError
        ``round.period``: the period is longer or shorter than the frequency.
    NotFoundError
        ``round.no_rule``: no rule holds for that period.

    Examples
    --------
    >>> days = round_days(Recurrence.QUARTERLY, Period.quarter(2026, 3))
    >>> days.opens_on.isoformat(), days.due_on.isoformat()
    ('2026-10-01', '2026-10-15')
    """
    if KINDS.get(frequency) is not period.kind:
        msg = f"Reports that come {frequency} are not about a period {period.code}."
        raise BadInputError(
            msg, code="round.period", frequency=frequency.value, period=period.code
        )
    rule = _rule(frequency, period)
    first = period.shifted(1)
    last = period.shifted(rule.due_months)
    return RoundDays(
        opens_on=first.start.replace(day=min(rule.opens_day, first.end.day)),
        due_on=last.start.replace(day=min(rule.due_day, last.end.day)),
        rule=rule,
    )


def _rule(frequency: Recurrence, period: Period) -> RoundRule:
    for rule in round_rules():
        held = holds_on(rule.effective_from, rule.effective_to, period.end)
        if rule.frequency is frequency and held:
            return rule
    msg = (
        f"No rule says when the {frequency} reports on {period.code} are due. "
        "Add a row to rounds.csv."
    )
    raise NotFoundError(
        msg, code="round.no_rule", frequency=frequency.value, period=period.code
    )


def report_period(frequency: Recurrence, day: date) -> Period:
    """Return the last whole period before a day: the one that is reported on then.

    Raises
    ------
    BadInputError
        ``round.once``: what comes once has no period.

    Examples
    --------
    >>> report_period(Recurrence.QUARTERLY, date(2026, 11, 30)).code
    '2026Q3'
    """
    kind = KINDS.get(frequency)
    if kind is None:
        msg = "What is reported once has no round. Choose a month, quarter or year."
        raise BadInputError(msg, code="round.once")
    current = Period.year(day.year)
    if kind is not PeriodKind.YEAR:
        current = next(p for p in current.children(kind) if p.contains(day))
    return current.previous()


def periods_to_report(frequency: Recurrence, day: date, count: int) -> list[Period]:
    """Return the last ``count`` whole periods before a day, the newest first."""
    periods = [report_period(frequency, day)]
    while len(periods) < count:
        periods.append(periods[-1].previous())
    return periods
