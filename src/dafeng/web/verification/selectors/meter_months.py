"""Energy of a month as the day table of the meters has it, and what was confirmed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import attrs
from django.utils import timezone

from dafeng.base.periods import Period
from dafeng.base.rounding import round_half_even
from dafeng.enterprises.reporting import MonthQualityFact
from dafeng.meters import Meter, carriers_by_code
from dafeng.web.core.models import Organisation
from dafeng.web.meters.convert import the_tree
from dafeng.web.meters.models import MonthQuality
from dafeng.web.meters.stores import house_meters
from dafeng.web.verification.models import ClosedMonth

_PLACES = 6
_LONG = 200
_DAY, _DAY_S, _EPOCH = timedelta(days=1), 86400, date(1970, 1, 1)
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
    """A month that is over: how good its readings are, and whether it was confirmed.

    Attributes
    ----------
    closed : tuple of ClosedMonth
        The newest of each carrier, also where it was taken back.
    energies : tuple of MonthEnergy
        What the day table says now: what a confirmation would book.
    """

    month: Period
    quality: MonthQualityFact
    closed: tuple[ClosedMonth, ...]
    energies: tuple[MonthEnergy, ...] = ()

    @property
    def standing(self) -> tuple[ClosedMonth, ...]:
        """What the account holds of it: confirmed, and not taken back."""
        return tuple(one for one in self.closed if one.withdrawn_at is None)


def month_energies(enterprise: Organisation, month: Period) -> list[MonthEnergy]:
    """Energy that came into a works in a month, by carrier, from its counting meters.

    A carrier of which no second is known stands with nothing known of it: unknown is
    not zero. What the account does not count as energy (water) is left out.
    """
    return periods_energies(enterprise, [month])[month]


def period_energies(enterprise: Organisation, period: Period) -> list[MonthEnergy]:
    """The same of any period, without what nothing is known of."""
    return [
        one for one in periods_energies(enterprise, [period])[period] if one.known > 0
    ]


def periods_energies(
    enterprise: Organisation, periods: Sequence[Period]
) -> dict[Period, list[MonthEnergy]]:
    """The same of several periods that do not overlap, from one reading of the days."""
    tree = the_tree(enterprise)
    meters = list(tree)
    counting = [one.id for one in meters if one.counts]
    if not counting:
        return {one: [] for one in periods}
    begin = min(one.start for one in periods)
    end = max(one.end for one in periods) + _DAY
    days = house_meters().days(tree, counting, begin, end)
    added: dict[Period, dict[str, _Added]] = {
        one: defaultdict(_Added) for one in periods
    }
    of_day = {
        number: one
        for one in periods
        for number in range(_number(one.start), _number(one.end) + 1)
    }
    for place, at, energy, seconds in zip(
        days.meter.tolist(),
        days.number.tolist(),
        days.energy.tolist(),
        days.seconds.tolist(),
        strict=True,
    ):
        period = of_day.get(at)
        if seconds and period is not None:
            of_carrier = added[period][meters[place].carrier]
            of_carrier.quanta += energy
            of_carrier.seconds += seconds
            of_carrier.used.add(meters[place].id)
    return {one: _energies(one, added[one], _due(one, meters)) for one in periods}


def _number(day: date) -> int:
    """Days since 1970, as the day table counts them."""
    return (day - _EPOCH).days


def _due(period: Period, meters: Sequence[Meter]) -> Mapping[str, int]:
    """Seconds of a period in which the counting meters of a carrier stood there."""
    due: Counter[str] = Counter()
    for one in meters:
        first = max(one.valid_from or period.start, period.start)
        last = min(one.valid_to or period.end, period.end)
        if one.counts and first <= last:
            due[one.carrier] += ((last - first).days + 1) * _DAY_S
    return due


class _Added:
    """What the days of a carrier add up to."""

    def __init__(self) -> None:
        self.quanta, self.seconds = 0, 0
        self.used: set[str] = set()


def _energies(
    period: Period, added: Mapping[str, _Added], due: Mapping[str, int]
) -> list[MonthEnergy]:
    known = carriers_by_code()
    nothing = _Added()
    made = []
    for carrier in sorted(due):
        if not (known[carrier].is_energy and known[carrier].factor_code):
            continue
        held = added.get(carrier, nothing)
        made.append(
            MonthEnergy(
                carrier=carrier,
                quantity=round_half_even(held.quanta * known[carrier].quantum, _PLACES),
                unit=known[carrier].unit,
                evidence=f"{period.code} {', '.join(sorted(held.used))}"[:_LONG],
                known=round_half_even(Fraction(held.seconds, due[carrier]), _PLACES),
            )
        )
    return made


def month_quality(enterprise: Organisation, month: Period) -> MonthQualityFact:
    """The prepared measures of a month; nothing prepared is nothing known."""
    rows = MonthQuality.objects.filter(enterprise=enterprise, month=month.start)
    row = rows.first()
    if row is None:
        return MonthQualityFact(completeness=None)
    return _fact(row)


def _fact(row: MonthQuality) -> MonthQualityFact:
    return MonthQualityFact(
        completeness=row.completeness,
        day_month_gap=row.day_month_gap,
        until=timezone.localdate(row.until),
    )


def month_rows(enterprise: Organisation, on: date) -> list[MonthRow]:
    """The last months that are over and those confirmed before, the newest first."""
    last = Period.month(on.year, on.month).previous()
    closed: dict[date, dict[str, ClosedMonth]] = defaultdict(dict)
    rows = ClosedMonth.objects.filter(enterprise=enterprise)
    for one in rows.order_by("number").select_related("made_by"):
        closed[one.month][one.carrier] = one
    newest = {last.shifted(-n) for n in range(MONTHS_SHOWN)}
    held = {Period.month(one.year, one.month) for one in closed}
    months = sorted(newest | held, key=lambda one: one.start, reverse=True)
    measured = {
        one.month: _fact(one)
        for one in MonthQuality.objects.filter(
            enterprise=enterprise, month__gte=months[-1].start
        )
    }
    nothing = MonthQualityFact(completeness=None)
    energies = periods_energies(enterprise, months)
    return [
        MonthRow(
            month=one,
            quality=measured.get(one.start, nothing),
            closed=tuple(closed[one.start].values()),
            energies=tuple(energies[one]),
        )
        for one in months
    ]
