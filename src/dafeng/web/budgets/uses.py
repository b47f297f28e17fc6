"""What enterprises used month by month: their meters, and papers for the rest.

One function with a clear input: what :func:`metered_days` and :func:`stated_months`
give can come from anywhere, and :func:`months_of` alone says how they are joined.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs
import numpy as np

from dafeng.base.rounding import round_half_even
from dafeng.enterprises import MONTHS, DayUse, MonthUse, UseSource, months_of_days
from dafeng.meters import Amount, Conversion
from dafeng.web.budgets.models.ledgers import Basis
from dafeng.web.meters.convert import the_tree
from dafeng.web.meters.models import MonthlyStatement
from dafeng.web.meters.selectors.energy_amounts import (
    Steps,
    by_group,
    enterprise_groups,
)
from dafeng.web.meters.selectors.energy_days import day_number, midnight
from dafeng.web.meters.selectors.energy_factors import (
    conversions_of_years,
    regions_here,
)
from dafeng.web.meters.stores import house_meters

if TYPE_CHECKING:
    from dafeng.meters import MeterTree, Sums

AMOUNTS = {
    Basis.EQUAL.value: Amount.TCE_EQUAL,
    Basis.CALORIFIC.value: Amount.TCE,
}
_DAY_S = 86400
_KNOWN_PERCENT = 90
"""From this part of its seconds on a day counts as known (the official measure)."""
_PLACES = 2


@attrs.frozen(kw_only=True)
class Papers:
    """What papers say of an enterprise in a year.

    Attributes
    ----------
    carriers : frozenset of str
        Carriers that papers are kept of.
    months : mapping of (carrier, month) to Decimal
        Standard coal, tce.
    """

    carriers: frozenset[str] = frozenset()
    months: Mapping[tuple[str, int], Decimal] = attrs.field(factory=dict)


def used_months(
    codes: Sequence[str], year: int, *, basis: str, until: date
) -> dict[str, tuple[MonthUse, ...]]:
    """Return what is known of a year, by the code of the enterprise.

    Parameters
    ----------
    codes : sequence of str
        Enterprises; one of which nothing is known is not in the answer.
    until : date
        The last day that is asked for.
    """
    amount = AMOUNTS[basis]
    factors = conversions_of_years(regions_here(), year, year)
    days, metered = metered_days(
        codes, year, amount=amount, factors=factors, until=until
    )
    papers = stated_months(codes, year, amount=amount, factors=factors)
    found = {
        code: months_of(
            year,
            days.get(code, ()),
            papers.get(code, Papers()),
            metered.get(code, frozenset()),
            until=until,
        )
        for code in codes
    }
    return {code: months for code, months in found.items() if months}


def months_of(
    year: int,
    days: Sequence[DayUse],
    papers: Papers,
    metered: frozenset[str],
    *,
    until: date,
) -> tuple[MonthUse, ...]:
    """Join what meters count with what papers say of the carriers without a meter.

    A month in which one of the two lacks is unknown; one that goes on is known as far
    as the meters are, when there are no papers besides.
    """
    on_paper = papers.carriers - metered
    by_meter = {one.month: one for one in months_of_days(days)}
    last = MONTHS if until.year > year else until.month
    months = []
    for month in range(1, last + 1):
        told = [papers.months.get((carrier, month)) for carrier in sorted(on_paper)]
        whole = None if None in told else sum((one for one in told if one), Decimal())
        from_meters = by_meter.get(month)
        if not metered:
            if on_paper:
                months.append(_stated(year, month, whole))
        elif from_meters is None or whole is None:
            months.append(MonthUse(year=year, month=month, tce=None, days=0))
        elif not on_paper:
            months.append(from_meters)
        elif from_meters.whole and from_meters.tce is not None:
            both = from_meters.tce + whole
            months.append(attrs.evolve(from_meters, tce=both))
        else:
            # The paper is of the whole month, the meters are of a part of it.
            months.append(MonthUse(year=year, month=month, tce=None, days=0))
    return tuple(months) if any(one.tce is not None for one in months) else ()


def metered_days(
    codes: Sequence[str],
    year: int,
    *,
    amount: Amount,
    factors: Sequence[Conversion],
    until: date,
) -> tuple[dict[str, tuple[DayUse, ...]], dict[str, frozenset[str]]]:
    """Return the days of meters by enterprise, and which carriers they count."""
    tree = the_tree()
    carriers: dict[str, set[str]] = defaultdict(set)
    for meter in tree:
        if meter.counts:
            carriers[meter.enterprise].add(meter.carrier)
    wanted = [code for code in codes if carriers.get(code)]
    metered = {code: frozenset(carriers[code]) for code in wanted}
    if not wanted:
        return {}, metered
    first = date(year, 1, 1)
    end = min(until, date(year, 12, 31)) + timedelta(days=1)
    if end <= first:
        return {}, metered
    ids = [one.id for one in tree if one.counts and one.enterprise in metered]
    sums = house_meters().days(tree, ids, midnight(first), midnight(end))
    count = (end - first).days
    return _days_of(tree, sums, wanted, factors, amount, first, count), metered


def stated_months(
    codes: Sequence[str], year: int, *, amount: Amount, factors: Sequence[Conversion]
) -> dict[str, Papers]:
    """Return what papers say of a year, by enterprise; a form before an invoice."""
    per_unit = {one.carrier: one.per_unit for one in factors if one.amount is amount}
    rows = MonthlyStatement.objects.filter(
        enterprise__code__in=codes, withdrawn_at=None, month__year__in=(year - 1, year)
    ).order_by("source")
    carriers: dict[str, set[str]] = defaultdict(set)
    months: dict[str, dict[tuple[str, int], Decimal]] = defaultdict(dict)
    for row in rows.select_related("enterprise"):
        code, factor = row.enterprise.code, per_unit.get(row.carrier)
        if factor is None:
            continue
        carriers[code].add(row.carrier)
        if row.month.year == year:
            tce = round_half_even(Fraction(row.amount) * factor, _PLACES)
            months[code].setdefault((row.carrier, row.month.month), tce)
    return {
        code: Papers(carriers=frozenset(those), months=months[code])
        for code, those in carriers.items()
    }


def last_day(now: datetime) -> date:
    """The last day that can be known whole: the one before."""
    return now.date() - timedelta(days=1)


def _stated(year: int, month: int, tce: Decimal | None) -> MonthUse:
    one = MonthUse(year=year, month=month, tce=tce, days=0, source=UseSource.STATEMENT)
    return one if tce is None else attrs.evolve(one, days=one.due_days)


def _days_of(
    tree: MeterTree,
    sums: Sums,
    codes: Sequence[str],
    factors: Sequence[Conversion],
    amount: Amount,
    first: date,
    count: int,
) -> dict[str, tuple[DayUse, ...]]:
    groups = enterprise_groups(tree, codes)
    place = Steps(first=day_number(first), count=count).place(sums.number)
    shape = (len(codes), count)
    grid = by_group(tree, sums, factors, groups, place, shape)
    seconds = np.zeros(shape, np.int64)
    group = groups[sums.meter]
    inside = (group >= 0) & (place >= 0)
    np.add.at(seconds, (group[inside], place[inside]), sums.seconds[inside])
    meters = np.bincount(groups[groups >= 0], minlength=len(codes))
    due = np.maximum(meters, 1)[:, None] * _DAY_S
    known = grid.known[amount] & (seconds * 100 >= due * _KNOWN_PERCENT)
    values = grid.values[amount]
    return {
        code: tuple(
            DayUse(
                on=first + timedelta(days=step),
                tce=Decimal(int(values[number, step])).scaleb(-6)
                if known[number, step]
                else None,
            )
            for step in range(count)
        )
        for number, code in enumerate(codes)
        if known[number].any()
    }
