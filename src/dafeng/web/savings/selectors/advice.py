"""What the readings of an enterprise suggest, and a draft plan of steps for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

import attrs
from django.utils import timezone

from dafeng.enterprises.norms import Level
from dafeng.enterprises.steps import (
    FactorMonth,
    Item,
    MeterDays,
    PowerDays,
    StepPlan,
    Topic,
    Wishes,
    diagnose_meter,
    diagnose_power_factor,
    diagnose_ratios,
    draft_steps,
    factor_months,
    runs_through,
    sector_of_industry,
)
from dafeng.measures import measure_library
from dafeng.meters import Conversion, TariffPeriod
from dafeng.web.budgets.models import KeyUser
from dafeng.web.core.models import Organisation
from dafeng.web.enterprises.models import Enterprise
from dafeng.web.meters.calendars import house_calendar
from dafeng.web.meters.models import MeterPoint, MonthQuality
from dafeng.web.meters.selectors.energy_factors import prices_for
from dafeng.web.savings.selectors.loads import factors_of, year_loads
from dafeng.web.savings.selectors.products import NormRow, norm_rows_of
from dafeng.web.savings.selectors.series import MeterDays as Days
from dafeng.web.savings.selectors.series import (
    last_whole_day,
    main_points,
    meter_days,
    rest_days,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

YEAR = timedelta(days=364)
ELECTRICITY, REACTIVE = "electricity", "reactive"
FIELDS = ("industry", "power")
_LEAST_DAYS = 30
_HOURS = 24


@attrs.frozen(kw_only=True)
class Diagnosis:
    """What was looked at, and what it suggests.

    Attributes
    ----------
    first, last : date
        Days that were looked at.
    items : tuple of Item
    points : mapping of code to point
        Meters that items name.
    over : tuple of NormRow
        Unit consumptions over their limit.
    factors : tuple of FactorMonth
        Power factors by month; empty where reactive energy is not metered.
    through : tuple of str
        Meters of works that run through: their nights and days off are not judged.
    """

    first: date
    last: date
    items: tuple[Item, ...]
    points: Mapping[str, MeterPoint]
    over: tuple[NormRow, ...]
    factors: tuple[FactorMonth, ...] = ()
    through: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class PlanWishes:
    """What the reader of a plan asks for.

    Attributes
    ----------
    sector : str
        Empty is that of the register.
    pv_mw : float
        Room for solar power on the roofs.
    """

    begins: int
    sector: str = ""
    pv_mw: float = 0.0
    yearly_investment: float | None = None
    most_per_tonne: float | None = None


@attrs.frozen(kw_only=True)
class Draft:
    """A draft plan, and what it stands on.

    Attributes
    ----------
    known : mapping of carrier to days
        Days of the year that the energy is reckoned from.
    unknown, unfactored : tuple of str
        Carriers of main meters with too few known days in some season, and those whose
        standard coal or CO2 is not known: they take no part.
    """

    plan: StepPlan
    sector: str
    first: date
    last: date
    known: Mapping[str, int]
    unknown: tuple[str, ...]
    unfactored: tuple[str, ...]


def diagnosis_of(enterprise: Organisation) -> Diagnosis:
    """Look at the year up to yesterday."""
    import numpy as np  # noqa: PLC0415 - only what looks needs it

    last = last_whole_day()
    first = last - YEAR
    mains = [one for one in main_points([enterprise]) if one.carrier == ELECTRICITY]
    days = meter_days(mains, first, last)
    rest, hours = rest_days(first, last), _hours_of(last)
    prices = _prices(enterprise, last)
    items: list[Item] = []
    through: list[str] = []
    for row, code in enumerate(days.codes):
        looked = MeterDays(
            meter=code,
            first=first,
            energy=days.energy[row],
            by_period=np.nan_to_num(days.by_period[row]),
            hours=hours,
            rest=rest,
            prices=prices,
        )
        items += diagnose_meter(looked)
        through += [code] if runs_through(looked) else []
    power = _power_days(enterprise, days, prices)
    factors: tuple[FactorMonth, ...] = ()
    if power is not None:
        factors = factor_months(power)
        found = diagnose_power_factor(power)
        items += [] if found is None else [found]
    ratios = [_completeness(enterprise), *_sub_shares(mains, first, last)]
    items += diagnose_ratios(ratios)
    year = last.year - 1
    over = [
        one for one in norm_rows_of(enterprise, year) if one.gap.level is Level.OVER
    ]
    return Diagnosis(
        first=first,
        last=last,
        items=tuple(items),
        points={
            one.code: one
            for one in main_points([enterprise])
            if one.carrier in (ELECTRICITY, REACTIVE)
        },
        over=tuple(over),
        factors=factors,
        through=tuple(through),
    )


def _hours_of(day: date) -> Floats:
    """Hours of each kind in a day."""
    import numpy as np  # noqa: PLC0415 - only what looks needs it

    start = (day - date(1970, 1, 1)).days * _HOURS - 8
    kinds = house_calendar().periods(np.arange(start, start + _HOURS))
    return np.bincount(kinds, minlength=len(TariffPeriod)).astype(np.float64)


def _prices(enterprise: Organisation, day: date) -> Floats | None:
    """Price of electricity in each kind of hours on a day; None when one is unknown."""
    import numpy as np  # noqa: PLC0415 - only what looks needs it

    found: dict[int, float] = {}
    for one in prices_for(enterprise):
        if one.carrier == ELECTRICITY and _holds(one, day):
            kinds = TariffPeriod if one.period is None else (one.period,)
            found |= {int(kind): float(one.per_unit) for kind in kinds}
    # Few tariffs have the deepest hours; the valley stands in for them.
    valley = found.get(int(TariffPeriod.VALLEY))
    if valley is not None:
        found.setdefault(int(TariffPeriod.DEEP_VALLEY), valley)
    if len(found) < len(TariffPeriod):
        return None
    return np.array([found[int(kind)] for kind in TariffPeriod])


def _power_days(
    enterprise: Organisation, mains: Days, prices: Floats | None
) -> PowerDays | None:
    """Active and reactive energy of a works; None unless both are metered alike.

    The factor is that of the connection: as many main meters of either.
    """
    import numpy as np  # noqa: PLC0415 - only what looks needs it

    points = [one for one in main_points([enterprise]) if one.carrier == REACTIVE]
    if not points or len(points) != len(mains.codes):
        return None
    last = mains.first + timedelta(days=mains.energy.shape[1] - 1)
    reactive = meter_days(points, mains.first, last)
    if len(reactive.codes) != len(points):
        return None
    bill = None
    if prices is not None:
        bill = (np.nan_to_num(mains.by_period) * prices).sum(axis=(0, 2))
    return PowerDays(
        subject=points[0].code,
        first=mains.first,
        active=mains.energy.sum(axis=0),
        reactive=np.abs(reactive.energy).sum(axis=0),
        bill=bill,
    )


def _holds(one: Conversion, day: date) -> bool:
    return (one.valid_from is None or one.valid_from <= day) and (
        one.valid_to is None or day <= one.valid_to
    )


def _completeness(enterprise: Organisation) -> tuple[Topic, str, float | None]:
    row = MonthQuality.objects.filter(enterprise=enterprise).order_by("-month").first()
    value = None if row is None or row.completeness is None else row.completeness
    subject = "" if row is None else f"{row.month:%Y-%m}"
    return Topic.COMPLETENESS, subject, None if value is None else float(value)


def _sub_shares(
    mains: Sequence[MeterPoint], first: date, last: date
) -> list[tuple[Topic, str, float | None]]:
    import numpy as np  # noqa: PLC0415 - only what looks needs it

    found: list[tuple[Topic, str, float | None]] = []
    for main in mains:
        subs = list(MeterPoint.objects.filter(parent=main).exclude(role="virtual"))
        days = meter_days([main, *subs], first, last)
        if len(days.codes) < len(subs) + 1:
            continue
        total, parts = days.energy[0], days.energy[1:].sum(axis=0)
        known = np.isfinite(total) & np.isfinite(parts) & (total > 0)
        share = None
        if known.sum() >= _LEAST_DAYS and subs:
            share = float(parts[known].sum() / total[known].sum())
        found.append((Topic.SUB_SHARE, main.code, share))
    return found


def sector_of(enterprise: Organisation) -> str:
    """Sector of an enterprise, from the industry that a register names."""
    user = KeyUser.objects.filter(unit=enterprise).order_by("-pk").first()
    code = "" if user is None else user.industry
    if not code:
        row = Enterprise.objects.filter(unit=enterprise).first()
        code = "" if row is None else row.industry
    return sector_of_industry(code)


def draft_plan(enterprise: Organisation, wanted: PlanWishes) -> Draft:
    """Draft a plan from the energy of the year up to yesterday."""
    last = last_whole_day()
    first = last - YEAR
    sector = wanted.sector or sector_of(enterprise)
    factors = factors_of(last.year)
    year = year_loads(enterprise, sector, first, last, factors)
    wishes = Wishes(
        begins=wanted.begins,
        most_per_tonne=_or_endless(wanted.most_per_tonne),
        yearly_investment=_or_endless(wanted.yearly_investment),
        sizes={"pv-roof-industry": wanted.pv_mw} if wanted.pv_mw > 0 else {},
        co2_per_tce={
            carrier: co2 / tce for carrier, (tce, co2) in factors.items() if tce > 0
        },
    )
    library = [
        one for one in measure_library(timezone.localdate()) if one.field in FIELDS
    ]
    return Draft(
        plan=draft_steps(year.loads, library, wishes),
        sector=sector,
        first=first,
        last=last,
        known=year.known,
        unknown=year.unknown,
        unfactored=year.unfactored,
    )


def _or_endless(value: float | None) -> float:
    return float("inf") if value is None else value
