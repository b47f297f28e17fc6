"""What enterprises used month by month: their meters, and papers where they are silent.

One function with a clear input: what :func:`metered_days` and :func:`stated_months`
give can come from anywhere, and :func:`months_of` alone says how they are joined, by
carrier and month. A carrier counts while one of its meters is in force, and in every
month as soon as papers are kept of it; water is no energy.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

import attrs

from dafeng.base.rounding import round_half_even
from dafeng.enterprises import BudgetError
from dafeng.enterprises.budgets import (
    MONTHS,
    DayUse,
    MonthUse,
    UseSource,
    joined,
    months_of_days,
)
from dafeng.meters import Amount, Conversion, carriers_by_code
from dafeng.web.budgets.metered import counted_days, counts_as_energy
from dafeng.web.budgets.models.ledgers import Basis
from dafeng.web.meters.convert import the_tree
from dafeng.web.meters.models import MonthlyStatement
from dafeng.web.meters.selectors.energy_days import midnight
from dafeng.web.meters.selectors.energy_factors import (
    conversions_of_years,
    regions_here,
)
from dafeng.web.meters.stores import house_meters

Days: TypeAlias = Mapping[str, Sequence[DayUse]]
"""Days of an enterprise by carrier; where no meter of it is in force, there is none."""
AMOUNTS = {
    Basis.EQUAL.value: Amount.TCE_EQUAL,
    Basis.CALORIFIC.value: Amount.TCE,
}
NO_FACTOR = ":factor"
"""Marks a carrier that lacks a factor of standard coal, behind its code."""
logger = logging.getLogger(__name__)
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
        Enterprises; one without meters and papers is not in the answer.
    until : date
        The last day that is asked for.
    """
    amount = AMOUNTS[basis]
    factors = conversions_of_years(regions_here(), year, year)
    days = metered_days(codes, year, amount=amount, factors=factors, until=until)
    papers = stated_months(codes, year, amount=amount, factors=factors)
    priced = {one.carrier for one in factors if one.amount is amount}
    found = {}
    for code in codes:
        told = days.get(code, {}), papers.get(code, Papers())
        try:
            months = months_of(year, *told, until=until, priced=priced)
        except BudgetError:
            # What cannot be is not known; nobody else waits for it.
            logger.exception("use of %s cannot be read", code)
            continue
        if months:
            found[code] = months
    return found


def months_of(
    year: int,
    days: Days,
    papers: Papers,
    *,
    until: date,
    priced: Iterable[str] | None = None,
) -> tuple[MonthUse, ...]:
    """Join what meters count with what papers say, by carrier and month.

    A month is known whole when every carrier is, by its meters or else by its paper.
    One that goes on, or has gaps, is known on the days on which every carrier is
    metered. A paper is of the whole month and says nothing of a part of it.

    Parameters
    ----------
    priced : iterable of str, optional
        Carriers with a factor of standard coal; by default all have one.
    """
    carriers = sorted(papers.carriers | days.keys())
    if not carriers:
        return ()
    filled = _filled(year, days, papers, until=until)
    parts = {one: _of_carrier(year, one, filled, papers) for one in carriers}
    by_day = _common_days(carriers, filled)
    known = set(carriers) if priced is None else set(priced)
    last = MONTHS if until.year > year else until.month
    return tuple(
        _month(year, month, parts, by_day, until=until, priced=known)
        for month in range(1, last + 1)
    )


def _filled(
    year: int, days: Days, papers: Papers, *, until: date
) -> dict[str, list[DayUse]]:
    """Give each carrier without papers the days on which none of its meters is due.

    It takes nothing then, as long as anything else of the enterprise is on the books.
    """
    first = date(year, 1, 1)
    count = (min(until, date(year, 12, 31)) - first).days + 1
    on_books = {day.on for rows in days.values() for day in rows}
    filled = {}
    for carrier, rows in days.items():
        own = {day.on: day for day in rows}
        if carrier not in papers.carriers:
            for step in range(count):
                on = first + timedelta(days=step)
                some = on in on_books or bool(papers.carriers)
                own.setdefault(on, DayUse(on=on, tce=Decimal() if some else None))
        filled[carrier] = [own[on] for on in sorted(own)]
    return filled


def _of_carrier(
    year: int, carrier: str, days: Days, papers: Papers
) -> dict[int, MonthUse]:
    """Months of a carrier: its meters where they know them, else its papers."""
    metered = months_of_days(days.get(carrier, ()))
    stated = [
        _stated(year, month, tce)
        for (named, month), tce in papers.months.items()
        if named == carrier
    ]
    return {one.month: one for one in joined(metered, stated)}


def _common_days(carriers: Sequence[str], days: Days) -> dict[int, list[Decimal]]:
    """Sums of the days on which every carrier is metered, by month."""
    found: dict[date, list[Decimal]] = defaultdict(list)
    for carrier in carriers:
        for day in days.get(carrier, ()):
            if day.tce is not None:
                found[day.on].append(day.tce)
    months: dict[int, list[Decimal]] = defaultdict(list)
    for on, each in sorted(found.items()):
        if len(each) == len(carriers):
            months[on.month].append(sum(each, Decimal()))
    return months


def _month(
    year: int,
    month: int,
    parts: Mapping[str, Mapping[int, MonthUse]],
    by_day: Mapping[int, Sequence[Decimal]],
    *,
    until: date,
    priced: set[str],
) -> MonthUse:
    due = MonthUse(year=year, month=month, tce=None, days=0).due_days
    over = until >= date(year, month, due)
    due_parts = {
        carrier: rows.get(month) for carrier, rows in parts.items() if carrier in priced
    }
    lacks = [
        carrier
        for carrier, one in due_parts.items()
        if one is None or one.tce is None or not one.whole
    ]
    unpriced = [f"{carrier}{NO_FACTOR}" for carrier in parts if carrier not in priced]
    named = (*unpriced, *(lacks if over else ()))
    whole = [one for one in due_parts.values() if one is not None]
    by_paper = any(one.source is UseSource.STATEMENT for one in whole)
    source = UseSource.STATEMENT if by_paper else UseSource.METERS
    unknown = MonthUse(
        year=year, month=month, tce=None, days=0, source=source, lacks=named
    )
    if unpriced:
        return unknown
    if not lacks:
        tce = sum((one.tce for one in whole if one.tce is not None), Decimal())
        return attrs.evolve(unknown, tce=tce, days=due)
    some = by_day.get(month)
    if not some:
        return unknown
    return attrs.evolve(
        unknown, tce=sum(some, Decimal()), days=len(some), source=UseSource.METERS
    )


def metered_days(
    codes: Sequence[str],
    year: int,
    *,
    amount: Amount,
    factors: Sequence[Conversion],
    until: date,
) -> dict[str, dict[str, tuple[DayUse, ...]]]:
    """Return the days of meters by enterprise and carrier, as the house has them."""
    tree = the_tree()
    wanted = set(codes)
    ids = [one.id for one in tree if one.enterprise in wanted and counts_as_energy(one)]
    first = date(year, 1, 1)
    count = (min(until, date(year, 12, 31)) - first).days + 1
    if not ids or count <= 0:
        return {}
    begin, end = midnight(first), midnight(first + timedelta(days=count))
    sums = house_meters().days(tree, ids, begin, end)
    return counted_days(
        tree, sums, codes, first=first, count=count, amount=amount, factors=factors
    )


def stated_months(
    codes: Sequence[str], year: int, *, amount: Amount, factors: Sequence[Conversion]
) -> dict[str, Papers]:
    """Return what papers say of a year, by enterprise; a form before an invoice."""
    per_unit = {one.carrier: one.per_unit for one in factors if one.amount is amount}
    energy = [code for code, one in carriers_by_code().items() if one.is_energy]
    rows = MonthlyStatement.objects.filter(
        enterprise__code__in=codes,
        carrier__in=energy,
        withdrawn_at=None,
        month__year__in=(year - 1, year),
    ).order_by("source")
    carriers: dict[str, set[str]] = defaultdict(set)
    months: dict[str, dict[tuple[str, int], Decimal]] = defaultdict(dict)
    for row in rows.select_related("enterprise"):
        code, factor = row.enterprise.code, per_unit.get(row.carrier)
        carriers[code].add(row.carrier)
        if row.month.year == year and factor is not None:
            tce = round_half_even(Fraction(row.amount) * factor, _PLACES)
            months[code].setdefault((row.carrier, row.month.month), tce)
    return {
        code: Papers(carriers=frozenset(those), months=months[code])
        for code, those in carriers.items()
    }


def last_day(now: datetime) -> date:
    """The last day that can be known whole: the one before."""
    return now.date() - timedelta(days=1)


def _stated(year: int, month: int, tce: Decimal) -> MonthUse:
    one = MonthUse(year=year, month=month, tce=tce, days=0, source=UseSource.STATEMENT)
    return attrs.evolve(one, days=one.due_days)
