"""Energy of a month as the day table of the meters has it, and what was confirmed."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import attrs

from dafeng.base.periods import Period
from dafeng.base.rounding import round_half_even
from dafeng.enterprises.reporting import MonthQualityFact
from dafeng.meters import carriers_by_code
from dafeng.web.core.models import Organisation
from dafeng.web.meters.convert import the_tree
from dafeng.web.meters.models import MonthQuality
from dafeng.web.meters.stores import house_meters
from dafeng.web.verification.models import ClosedMonth

_PLACES = 6
_LONG = 200
_DAY, _DAY_S = timedelta(days=1), 86400
MONTHS_SHOWN = 12


@attrs.frozen(kw_only=True)
class MonthEnergy:
    """The energy of one carrier in a month.

    Attributes
    ----------
    evidence : str
        Which meters were added up.
    known : Decimal
        Share of the time of which something is known.
    """

    carrier: str
    quantity: Decimal
    unit: str
    evidence: str
    known: Decimal = Decimal(1)


@attrs.frozen(kw_only=True)
class MonthRow:
    """A month that is over: how good its readings are, and whether it was confirmed."""

    month: Period
    quality: MonthQualityFact
    closed: tuple[ClosedMonth, ...]


def month_energies(enterprise: Organisation, month: Period) -> list[MonthEnergy]:
    """Energy that came into a works in a month, by carrier, from its counting meters.

    A carrier of which no second is known is left out: unknown is not zero. What the
    account does not count as energy (water) is left out too.
    """
    return period_energies(enterprise, month)


def period_energies(enterprise: Organisation, period: Period) -> list[MonthEnergy]:
    """The same of any period."""
    tree = the_tree(enterprise)
    meters = list(tree)
    counting = [one.id for one in meters if one.counts]
    if not counting:
        return []
    begin, end = period.start, period.end + _DAY
    days = house_meters().days(tree, counting, begin, end)
    quanta: dict[str, int] = defaultdict(int)
    covered: dict[str, int] = defaultdict(int)
    used: dict[str, set[str]] = defaultdict(set)
    for place, energy, seconds in zip(
        days.meter.tolist(), days.energy.tolist(), days.seconds.tolist(), strict=True
    ):
        if seconds:
            carrier = meters[place].carrier
            quanta[carrier] += energy
            covered[carrier] += seconds
            used[carrier].add(meters[place].id)
    due = Counter(one.carrier for one in meters if one.counts)
    length = (end - begin).days * _DAY_S
    known = carriers_by_code()
    return [
        MonthEnergy(
            carrier=carrier,
            quantity=round_half_even(whole * known[carrier].quantum, _PLACES),
            unit=known[carrier].unit,
            evidence=f"{period.code} {', '.join(sorted(used[carrier]))}"[:_LONG],
            known=round_half_even(
                Fraction(covered[carrier], due[carrier] * length), _PLACES
            ),
        )
        for carrier, whole in sorted(quanta.items())
        if known[carrier].is_energy and known[carrier].factor_code
    ]


def month_quality(enterprise: Organisation, month: Period) -> MonthQualityFact:
    """The prepared measures of a month; nothing prepared is nothing known."""
    rows = MonthQuality.objects.filter(enterprise=enterprise, month=month.start)
    row = rows.first()
    if row is None:
        return MonthQualityFact(completeness=None)
    return MonthQualityFact(
        completeness=row.completeness, day_month_gap=row.day_month_gap
    )


def month_rows(enterprise: Organisation, on: date) -> list[MonthRow]:
    """The last months that are over, the newest first."""
    last = Period.month(on.year, on.month).previous()
    months = [last.shifted(-n) for n in range(MONTHS_SHOWN)]
    closed: dict[date, dict[str, ClosedMonth]] = defaultdict(dict)
    rows = ClosedMonth.objects.filter(
        enterprise=enterprise, month__gte=months[-1].start
    )
    for one in rows.order_by("number").select_related("made_by"):
        closed[one.month][one.carrier] = one
    measured = {
        one.month: MonthQualityFact(
            completeness=one.completeness, day_month_gap=one.day_month_gap
        )
        for one in MonthQuality.objects.filter(
            enterprise=enterprise, month__gte=months[-1].start
        )
    }
    nothing = MonthQualityFact(completeness=None)
    return [
        MonthRow(
            month=one,
            quality=measured.get(one.start, nothing),
            closed=tuple(closed[one.start].values()),
        )
        for one in months
    ]
