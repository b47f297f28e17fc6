"""The energy balance of an enterprise: papers, meters and forms of a year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs
import numpy as np
from django.db.models import QuerySet

from dafeng.base.periods import Period, PeriodKind
from dafeng.enterprises.balance import (
    BalanceFlow,
    Bought,
    BoughtMonth,
    CoalRate,
    EnergyEntry,
    EnterpriseBalance,
    MeteredUse,
    PlaceUse,
    bought_of,
    enterprise_balance,
    less_converted,
    used_entries,
)
from dafeng.meters import Amount, MeterTree, Role, Sums, carriers_by_code
from dafeng.web.core.models import Organisation
from dafeng.web.core.selectors import Person, seen
from dafeng.web.meters.balancing import entries_told
from dafeng.web.meters.convert import tree_of
from dafeng.web.meters.models import BalanceStatement, MeterPoint, MonthlyStatement
from dafeng.web.meters.permissions import VIEW
from dafeng.web.meters.selectors.energy import HUNDRED, digest_of
from dafeng.web.meters.selectors.energy_days import day_number, midnight
from dafeng.web.meters.selectors.energy_factors import (
    conversions_of_years,
    regions_here,
)
from dafeng.web.meters.selectors.energy_page import points_of
from dafeng.web.meters.selectors.energy_shares import MeterLine
from dafeng.web.meters.stores import house_meters

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

YEARS = 5
"""Years that can be chosen, back from the newest day."""
DAY_S = 86400
_DAY = timedelta(days=1)


@attrs.frozen(kw_only=True)
class BalancePage:
    """The balance of a year, or of its months so far.

    Attributes
    ----------
    first, last : date
        Whole days that it is about.
    bought : mapping of str to Bought
        How each carrier that came in is known.
    stated : tuple of BalanceStatement
        What the enterprise stated of the year.
    """

    enterprise: Organisation
    year: int
    first: date
    last: date
    balance: EnterpriseBalance
    bought: Mapping[str, Bought]
    stated: tuple[BalanceStatement, ...]
    sources: tuple[str, ...]

    @property
    def whole_year(self) -> bool:
        """Whether the year is over."""
        return (self.last.month, self.last.day) == (12, 31)


def balance_years(enterprise: Organisation, today: date) -> list[int]:
    """Years that can be asked for, the newest first."""
    digest = digest_of(enterprise)
    newest = today if digest is None else digest.day
    return [newest.year - ago for ago in range(YEARS)]


def balance_of_year(enterprise: Organisation, year: int) -> BalancePage:
    """Close the balance of a year from papers, meters and forms."""
    digest = digest_of(enterprise)
    last = date(year, 12, 31)
    if digest is not None:
        last = min(last, digest.day)
    span = _Span(first=date(year, 1, 1), last=last)
    points = [one for one in points_of(enterprise) if _is_energy(one.carrier)]
    metered = _metered(points, span)
    bought = _bought(enterprise, points, metered, span)
    stated = tuple(statements_of(enterprise, year))
    told = _told(enterprise, year, stated)
    entries = (
        *(_came(code, one) for code, one in bought.items()),
        *less_converted(used_entries(metered.uses), told),
        *told,
    )
    rates = coal_rates(year, {one.carrier for one in entries})
    return BalancePage(
        enterprise=enterprise,
        year=year,
        first=span.first,
        last=last,
        balance=enterprise_balance(entries, rates),
        bought=bought,
        stated=stated,
        sources=tuple(
            dict.fromkeys(part for one in rates for part in one.source.split(", "))
        ),
    )


def statements_of(enterprise: Organisation, year: int) -> QuerySet[BalanceStatement]:
    """What it stated of a year, without what was taken back."""
    return BalanceStatement.objects.filter(
        enterprise=enterprise, year=year, withdrawn_at=None
    ).order_by("carrier", "flow", "pk")


def statement_for(user: Person, pk: int) -> BalanceStatement | None:
    """One that stands, of an enterprise that the person may see."""
    rows = BalanceStatement.objects.filter(
        seen(user, VIEW, "enterprise"), withdrawn_at=None, pk=pk
    )
    return rows.select_related("enterprise").first()


def _told(
    enterprise: Organisation, year: int, stated: Sequence[BalanceStatement]
) -> tuple[EnergyEntry, ...]:
    """What was stated; what reports say of the same item does not count besides."""
    own = [
        EnergyEntry(
            carrier=one.carrier,
            flow=BalanceFlow(one.flow),
            quantity=Fraction(one.amount),
            workshop=one.workshop,
            source=one.document,
        )
        for one in stated
    ]
    items = {(one.carrier, one.flow) for one in own}
    others = entries_told(enterprise, year)
    return (*own, *(one for one in others if (one.carrier, one.flow) not in items))


def places_of_month(lines: Iterable[MeterLine], year: int) -> tuple[PlaceUse, ...]:
    """What workshops, processes and equipment used, from the lines of a page."""
    kept = [one for one in lines if not one.rest and one.carrier.is_energy]
    entries = used_entries(
        _use(one.point, one.used, Fraction(one.known or 0) / HUNDRED)
        for one in kept
        if one.point.role != Role.VIRTUAL
    )
    if not entries:
        return ()
    return enterprise_balance(
        entries, coal_rates(year, {one.carrier for one in entries})
    ).places


def coal_rates(year: int, carriers: Iterable[str]) -> list[CoalRate]:
    """Standard coal of a unit of each carrier in a year."""
    found: dict[str, dict[Amount, Fraction]] = defaultdict(dict)
    source: dict[str, str] = {}
    for one in conversions_of_years(regions_here(), year, year):
        found[one.carrier][one.amount] = one.per_unit
        if one.amount is not Amount.CO2:
            source.setdefault(one.carrier, one.source)
    wanted = set(carriers)
    return [
        CoalRate(
            carrier=code,
            calorific=found[code].get(Amount.TCE),
            equal=found[code].get(Amount.TCE_EQUAL),
            unit=carrier.unit,
            source=source.get(code, ""),
        )
        for code, carrier in carriers_by_code().items()
        if code in wanted
    ]


@attrs.frozen(kw_only=True)
class _Span:
    """Days of a year, both included."""

    first: date
    last: date

    @property
    def months(self) -> list[Period]:
        """Months that have begun."""
        year = Period.year(self.first.year).children(PeriodKind.MONTH)
        return [one for one in year if one.start <= self.last]

    def seconds(self, begin: date, end: date) -> int:
        """Seconds of some days that lie in it."""
        days = (min(end, self.last) - max(begin, self.first)).days + 1
        return max(days, 0) * DAY_S


@attrs.frozen(kw_only=True, eq=False)
class _Metered:
    """What meters counted: each over the span, and by month."""

    uses: tuple[MeteredUse, ...]
    months: tuple[tuple[Fraction | None, ...], ...]
    seconds: Ints


def _metered(points: Sequence[MeterPoint], span: _Span) -> _Metered:
    months = span.months
    if not points:
        nothing = np.zeros((0, len(months)), np.int64)
        return _Metered(uses=(), months=(), seconds=nothing)
    tree = tree_of(points)
    energy, seconds = _by_month(tree, _days(tree, span), months)
    uses, rows = [], []
    for place, point in enumerate(points):
        quantum = carriers_by_code()[point.carrier].quantum
        row = tuple(
            int(energy[place, at]) * quantum if seconds[place, at] else None
            for at in range(len(months))
        )
        rows.append(row)
        if point.role == Role.VIRTUAL:
            continue
        told = [one for one in row if one is not None]
        due = sum(_due(point, span, month) for month in months)
        known = Fraction(int(seconds[place].sum()), due) if due else Fraction(0)
        used = sum(told, Fraction()) if told else None
        if due:
            uses.append(_use(point, used, min(known, Fraction(1))))
    return _Metered(uses=tuple(uses), months=tuple(rows), seconds=seconds)


def _days(tree: MeterTree, span: _Span) -> Sums:
    begin, end = midnight(span.first), midnight(span.last + _DAY)
    return house_meters().days(tree, [one.id for one in tree], begin, end)


def _by_month(
    tree: MeterTree, days: Sums, months: Sequence[Period]
) -> tuple[Ints, Ints]:
    """Quanta and known seconds, by meter and month."""
    starts = np.array([day_number(one.start) for one in months], np.int64)
    shape = (len(tree), len(months))
    energy, seconds = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    column = np.searchsorted(starts, days.number, side="right") - 1
    there = (column >= 0) & (days.seconds > 0)
    cell = (days.meter[there], column[there])
    np.add.at(energy, cell, days.energy[there])
    np.add.at(seconds, cell, days.seconds[there])
    return energy, seconds


def _due(point: MeterPoint, span: _Span, month: Period) -> int:
    """Seconds of a month in which the meter lived, as far as it is over.

    The day on which it took the place of another is due of that one.
    """
    begin = point.valid_from or month.start
    if point.replaces_id is not None and point.valid_from is not None:
        begin += _DAY
    return span.seconds(
        max(begin, month.start), min(point.valid_to or month.end, month.end)
    )


def _use(point: MeterPoint, used: Fraction | None, known: Fraction) -> MeteredUse:
    return MeteredUse(
        meter=point.code,
        parent="" if point.parent is None else point.parent.code,
        entry=_counts(point),
        carrier=point.carrier,
        quantity=used,
        known=known,
        workshop=point.workshop,
        process=point.process,
        equipment=point.equipment,
    )


def _bought(
    enterprise: Organisation,
    points: Sequence[MeterPoint],
    metered: _Metered,
    span: _Span,
) -> dict[str, Bought]:
    """Months of each carrier: what a paper says, else what the main meters counted."""
    papers = _papers(enterprise, span)
    mains = {
        code: [
            (place, one)
            for place, one in enumerate(points)
            if one.carrier == code and _counts(one)
        ]
        for code in dict.fromkeys(
            (*(one.carrier for one in points), *(code for code, _month in papers))
        )
    }
    return {
        code: bought_of(
            [
                _month(month, at, papers.get((code, month.start)), rows, metered, span)
                for at, month in enumerate(span.months)
            ]
        )
        for code, rows in mains.items()
    }


def _month(
    month: Period,
    at: int,
    paper: Fraction | None,
    mains: Sequence[tuple[int, MeterPoint]],
    metered: _Metered,
    span: _Span,
) -> BoughtMonth:
    told = [metered.months[place][at] for place, _main in mains]
    there = [one for one in told if one is not None]
    length = span.seconds(month.start, month.end)
    due = sum(_due(one, span, month) for _place, one in mains)
    seconds = sum(int(metered.seconds[place, at]) for place, _main in mains)
    return BoughtMonth(
        paper=paper,
        metered=sum(there, Fraction()) if there else None,
        known=min(Fraction(seconds, due), Fraction(1)) if due else Fraction(0),
        days=length // DAY_S,
    )


def _papers(enterprise: Organisation, span: _Span) -> dict[tuple[str, date], Fraction]:
    """What papers say by carrier and month; an invoice counts before a form."""
    rows = MonthlyStatement.objects.filter(
        enterprise=enterprise,
        withdrawn_at=None,
        month__range=(span.first, span.last),
    )
    found: dict[tuple[str, date], Fraction] = {}
    order = (MonthlyStatement.Source.FORM, MonthlyStatement.Source.INVOICE)
    for one in sorted(rows, key=lambda row: order.index(row.source)):
        if _is_energy(one.carrier):
            found[one.carrier, one.month] = Fraction(one.amount)
    return found


def _came(code: str, one: Bought) -> EnergyEntry:
    return EnergyEntry(
        carrier=code,
        flow=BalanceFlow.BOUGHT,
        quantity=one.quantity,
        known=one.known,
        source=f"{one.papers}/{one.months}",
    )


def _counts(point: MeterPoint) -> bool:
    """Whether energy comes in through a meter, as the core's record says."""
    alone = point.role == Role.MANUAL and point.parent_id is None
    return alone or point.role == Role.MAIN


def _is_energy(code: str) -> bool:
    return carriers_by_code()[code].is_energy
