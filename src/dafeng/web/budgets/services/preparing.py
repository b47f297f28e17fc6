"""Reckon where every unit lands, keep it for the pages, and tell of bands crossed.

It is no act of a person and changes nothing that was entered: the audit has no row.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from dafeng.base.rounding import round_half_even
from dafeng.enterprises import BudgetError
from dafeng.enterprises.budgets import (
    MONTHS,
    BandLevel,
    BudgetState,
    Landing,
    MonthUse,
    UseSource,
    by_year,
    due_share,
    from_quanta,
    landing_of,
    missing_months,
    monthly_budget,
    seasonal_curve,
    stand_of,
    still_told,
    to_quanta,
)
from dafeng.web.budgets.models import BudgetYear, KeyUser, UnitDeduction, UnitMonth
from dafeng.web.budgets.telling import crossing_told

RUNNING = (
    BudgetState.APPROVED.value,
    BudgetState.METERING.value,
    BudgetState.ADJUSTED.value,
)
"""States in which people are told of bands."""
PROBLEM = "problem"
"""Why a unit could not be reckoned, in its forecast."""
logger = logging.getLogger(__name__)
PAST = 5
"""Years that the seasons are taken from."""
_BATCH = 200
_PLACES, _SHARE_PLACES, _CHANCE_PLACES = 2, 8, 4
Years: TypeAlias = Mapping[int, tuple[MonthUse | None, ...]]


def uses_take(ledger: BudgetYear, *, until: date) -> int:
    """Take what meters and papers say of a year.

    Both are read whole: a month of which they no longer know anything is unknown again.
    Units of the sample keep the months that came with them.

    Returns
    -------
    int
        How many months are new or another than they were.
    """
    from dafeng.web.budgets.uses import used_months  # noqa: PLC0415 - loads the kernel

    rows = {row.unit.code: row for row in _users(ledger).filter(synthetic=False)}
    found = used_months(list(rows), ledger.year, basis=ledger.basis, until=until)
    last = MONTHS if until.year > ledger.year else until.month
    changed = 0
    for code, row in rows.items():
        months = _all_months(ledger.year, found.get(code, ()), last)
        try:
            changed += months_keep(row, months)
        except BudgetError:
            logger.exception("months of %s cannot be kept", code)
    return changed


def _all_months(year: int, months: Iterable[MonthUse], last: int) -> Iterator[MonthUse]:
    """The months until the last one; those without a word are unknown."""
    told = {one.month: one for one in months}
    for month in range(1, last + 1):
        unknown = MonthUse(year=year, month=month, tce=None, days=0)
        yield told.get(month, unknown)


@transaction.atomic
def months_keep(row: KeyUser, months: Iterable[MonthUse]) -> int:
    """Keep the months of a unit; one that is the same stays as it is.

    Of a month that was never known nothing is kept, unless something lacks by name.
    """
    standing = {one.month: one for one in row.months.all()}
    changed = 0
    now = timezone.now()
    for one in months:
        quanta = None if one.tce is None else to_quanta(_rounded(Fraction(one.tce)))
        old = standing.get(one.month)
        lacks = list(one.lacks)
        same = old is not None and (
            (old.quanta, old.days, old.lacks, old.source)
            == (quanta, one.days, lacks, one.source.value)
        )
        if same or (old is None and quanta is None and not lacks):
            continue
        UnitMonth.objects.update_or_create(
            user=row,
            month=one.month,
            defaults={
                "quanta": quanta,
                "days": one.days,
                "source": one.source.value,
                "lacks": lacks,
                "learned_at": now,
            },
        )
        changed += 1
    return changed


@transaction.atomic
def ledger_prepare(ledger: BudgetYear, *, on: date) -> int:
    """Reckon use, pace and landing of all units of a year, and tell of new bands.

    Returns
    -------
    int
        How many units have crossed a band that nobody was told of before.
    """
    rows = _reckoned(ledger, on=on)
    told = [row for row in rows if row.state in RUNNING and _tell(row, on=on)]
    _keep(rows)
    for row in rows:
        if PROBLEM in row.forecast:
            logger.error("unit-year %s: %s", row.pk, row.forecast[PROBLEM])
    return len(told)


@transaction.atomic
def ledger_prepare_quietly(ledger: BudgetYear, *, on: date) -> None:
    """Reckon a year of which people were told elsewhere: bands count as told."""
    rows = _reckoned(ledger, on=on)
    for row in rows:
        row.crossed = row.bands
    _keep(rows)


def _keep(rows: Sequence[KeyUser]) -> None:
    """Write what was reckoned; only these fields of rows that are there change."""
    KeyUser.objects.bulk_create(
        rows,
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=FIELDS,
    )


def _reckoned(ledger: BudgetYear, *, on: date) -> list[KeyUser]:
    rows = list(_users(ledger))
    history = _history(ledger, [row.unit_id for row in rows])
    for row in rows:
        _try_to_reckon(row, history.get(row.unit_id, {}), on=on)
    return rows


@transaction.atomic
def user_prepare(row: KeyUser, *, on: date) -> KeyUser | None:
    """Reckon one unit again: something of it was changed.

    Returns
    -------
    KeyUser or None
        None: it left the list, and there is nothing to reckon.
    """
    found = _users(row.ledger).filter(pk=row.pk).first()
    if found is None:
        return None
    history = _history(row.ledger, [row.unit_id]).get(row.unit_id, {})
    _try_to_reckon(found, history, on=on)
    if found.state in RUNNING:
        _tell(found, on=on)
    found.save(update_fields=FIELDS)
    return found


FIELDS = [
    *("used_q", "deducted_q", "known_until", "due_share"),
    *("landing_q", "low_q", "high_q", "over_chance", "over_in"),
    *("bands", "crossed", "level", "forecast", "prepared_at"),
]


def _users(ledger: BudgetYear) -> QuerySet[KeyUser]:
    counted = UnitDeduction.objects.filter(
        withdrawn_at=None, confirmed_at__isnull=False
    )
    rows = KeyUser.objects.filter(ledger=ledger).exclude(
        state=BudgetState.WITHDRAWN.value
    )
    return rows.select_related("ledger__organisation", "unit").prefetch_related(
        "months", Prefetch("deductions", queryset=counted, to_attr="counted_items")
    )


def _history(ledger: BudgetYear, units: Sequence[int]) -> dict[int, Years]:
    """Months of the years before, by unit."""
    rows = UnitMonth.objects.filter(
        user__unit__in=units,
        user__ledger__organisation=ledger.organisation_id,
        user__ledger__basis=ledger.basis,
        user__ledger__year__range=(ledger.year - PAST, ledger.year - 1),
    ).values_list("user__unit_id", "user__ledger__year", "month", "quanta", "days")
    found: dict[int, list[MonthUse]] = defaultdict(list)
    for unit, year, month, quanta, days in rows:
        found[unit].append(_month(year, month, quanta, days))
    return {unit: by_year(months) for unit, months in found.items()}


def _try_to_reckon(row: KeyUser, history: Years, *, on: date) -> None:
    """Reckon a unit; one that cannot be reckoned says so and stops nobody else."""
    try:
        _reckon(row, history, on=on)
    except (BudgetError, ArithmeticError, ValueError) as error:
        row.landing_q = row.low_q = row.high_q = None
        row.over_chance = row.over_in = None
        row.bands, row.level = [], BandLevel.CALM.value
        row.forecast = {PROBLEM: str(error)[:200]}
        row.prepared_at = timezone.now()


def _reckon(row: KeyUser, history: Years, *, on: date) -> None:
    year = row.ledger.year
    months = [_month(year, one.month, one.quanta, one.days) for one in row.months.all()]
    now = by_year(months).get(year, (None,) * MONTHS)
    off = from_quanta(sum(one.quanta for one in row.counted_items))  # type: ignore[attr-defined]
    landing = landing_of(year, now, history).less(off)
    curve = seasonal_curve(history)
    known = [one for one in now if one is not None and one.tce is not None]
    row.deducted_q = to_quanta(off)
    row.used_q = to_quanta(landing.used) if known else None
    row.known_until = _last_day(known)
    share = due_share(now, curve.shares)
    row.due_share = round_half_even(share, _SHARE_PLACES)
    row.landing_q, row.low_q, row.high_q = (
        None if one is None else to_quanta(one)
        for one in (landing.expected, landing.low, landing.high)
    )
    budget = row.budget
    _against(row, landing, budget)
    stand = stand_of(
        budget=budget,
        used=landing.used if known else None,
        landing=landing if landing.rest else None,
        due_share=share,
        on=on,
    )
    row.bands = [band.code for band in stand.bands]
    row.crossed = list(still_told(row.crossed, stand, on=on))
    row.level = stand.level.value
    row.forecast = {
        "months": [f"{one:f}" for one in landing.months],
        "path": [
            None if one is None else [f"{end:f}" for end in one] for one in landing.path
        ],
        "budget": [f"{one:f}" for one in monthly_budget(budget, curve)]
        if budget
        else [],
        "missing": list(missing_months(year, now, on=on)),
        "even": curve.even,
        "years": list(curve.years),
        "seasonal": landing.seasonal,
    }
    row.prepared_at = timezone.now()


def _against(row: KeyUser, landing: Landing, budget: Decimal | None) -> None:
    """How likely it ends above the budget, and in which month; none without one."""
    chance = None if budget is None else landing.chance_over(budget)
    row.over_chance = (
        None if chance is None else round(Decimal(repr(chance)), _CHANCE_PLACES)
    )
    row.over_in = None if budget is None else landing.over_in(budget)


def _tell(row: KeyUser, *, on: date) -> bool:
    """Tell of the bands that are new; one is told again once it was left behind."""
    fresh = [code for code in row.bands if code not in row.crossed]
    if not fresh:
        return False
    row.crossed = [*row.crossed, *fresh]
    crossing_told(row, fresh, on=on)
    return True


def _month(year: int, month: int, quanta: int | None, days: int) -> MonthUse:
    return MonthUse(
        year=year,
        month=month,
        tce=None if quanta is None else from_quanta(quanta),
        days=days,
        source=UseSource.STATEMENT,
    )


def _last_day(known: Sequence[MonthUse]) -> date | None:
    """The last day that is known: in the last month as many days as it has."""
    if not known:
        return None
    last = max(known, key=lambda one: one.month)
    first = date(last.year, last.month, 1)
    return first + timedelta(days=max(min(last.days, last.due_days), 1) - 1)


def _rounded(value: Fraction) -> Decimal:
    return round_half_even(value, _PLACES)
