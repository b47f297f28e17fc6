"""Enter indicators of energy performance, and reckon what they show."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import attrs
from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.enterprises.management import (
    consumption_per_output,
    performance_of,
    whole_months,
    years_of,
)
from dafeng.enterprises.savings import (
    BaselineError,
    baseline_kept,
    fit_baselines,
    kept_baseline,
)
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, User
from dafeng.web.meters.models import MeterPoint
from dafeng.web.savings.models import EnergyIndicator, IndicatorReading, OutputMonth
from dafeng.web.savings.permissions import MANAGE
from dafeng.web.savings.selectors.management_basis import (
    IndicatorDays,
    days_of_indicator,
    variables_of,
)
from dafeng.web.savings.selectors.series import last_whole_day
from dafeng.web.savings.services.holding import held, held_enterprise, take_back

if TYPE_CHECKING:
    from dafeng.enterprises.management.stretches import Stretch
    from dafeng.enterprises.savings import Baselines, Period

PER_OUTPUT = EnergyIndicator.Kind.PER_OUTPUT.value


@attrs.frozen(kw_only=True)
class IndicatorFacts:
    """What is agreed of an indicator.

    Attributes
    ----------
    point : MeterPoint or None
        None: all main meters of ``carrier``.
    """

    name_zh: str
    kind: str
    carrier: str
    point: MeterPoint | None = None
    product: str = ""
    baseline_from: date
    baseline_to: date


@transaction.atomic
def indicator_enter(
    *, enterprise: Organisation, by: User | None, facts: IndicatorFacts
) -> EnergyIndicator:
    """Enter an indicator, fit its baseline once, and reckon what it shows since.

    Raises
    ------
    BadInputError
        ``project.point``: the meter is another enterprise's; ``indicator.baseline``:
        the baseline is not over; ``indicator.output``: no output of the product is
        entered, so that its unit is unknown.
    BaselineError
        ``baseline.short``: too few days of the baseline are known.
    ValidationError
        The name is taken, or the days are no period.
    """
    firm = held_enterprise(enterprise, by, MANAGE)
    _see(firm, facts)
    row = EnergyIndicator(
        enterprise=firm,
        entered_by=by,
        output_unit=_output_unit(firm, facts.product),
        baseline={},
        model={},
        basis={},
        **attrs.asdict(facts, recurse=False),
    )
    row.full_clean(exclude=["baseline", "model", "basis"])
    _fit(row)
    row.save()
    data = {"after": {**attrs.asdict(facts, recurse=False), "point": str(facts.point)}}
    audit.record(by=by, action="savings.indicator.enter", target=row, data=data)
    _reckon(row)
    return row


def _see(firm: Organisation, facts: IndicatorFacts) -> None:
    point = facts.point
    if point is not None and (
        point.enterprise_id != firm.pk or point.carrier != facts.carrier
    ):
        msg = f"{point} is no meter of {firm}."
        raise BadInputError(msg, code="project.point", point=str(point))
    if facts.baseline_to > last_whole_day():
        msg = f"The baseline ends on {facts.baseline_to}, which is not over."
        raise BadInputError(msg, code="indicator.baseline", day=facts.baseline_to)


def _output_unit(firm: Organisation, product: str) -> str:
    """The unit in which output was entered last."""
    if not product:
        return ""
    rows = OutputMonth.objects.filter(
        enterprise=firm, product=product, withdrawn_at=None
    )
    newest = rows.order_by("-month").first()
    if newest is None:
        msg = f"No output of {product} is entered."
        raise BadInputError(msg, code="indicator.output", product=product)
    return newest.unit


def _fit(row: EnergyIndicator) -> None:
    # It loads scipy and numba; only who fits needs it.
    from dafeng.enterprises.savings.cases import model_row  # noqa: PLC0415

    row.basis = variables_of(row)
    days = days_of_indicator(row, row.basis, row.baseline_from, row.baseline_to)
    fitted = fit_baselines(days.period.energy, days.period.drivers)
    if not fitted.spans[0]:
        msg = f"{row} has no known day in its baseline."
        raise BaselineError(msg, code="baseline.short")
    row.baseline = kept_baseline(fitted, days.period)
    row.model = model_row(fitted, 0)
    if row.kind == PER_OUTPUT:
        row.baseline_value = consumption_per_output(days.energy, days.output)
    else:
        row.baseline_value = 1.0


@transaction.atomic
def indicator_reckon(
    *, indicator: EnergyIndicator, by: User | None
) -> IndicatorReading | None:
    """Reckon what an indicator shows; None where nothing changed since the last time.

    Raises
    ------
    BadInputError
        ``savings.withdrawn``.
    """
    row = held(indicator, by, MANAGE, indicator)
    made = _reckon(row)
    if made is not None and by is not None:
        data = {"until": made.until}
        audit.record(by=by, action="savings.indicator.reckon", target=row, data=data)
    return made


def indicators_renew() -> int:
    """Reckon every indicator that stands, and return how many show something new."""
    rows = EnergyIndicator.objects.filter(withdrawn_at=None)
    return sum(indicator_reckon(indicator=one, by=None) is not None for one in rows)


def _reckon(row: EnergyIndicator) -> IndicatorReading | None:
    months = whole_months(row.baseline_to, last_whole_day())
    if not months:
        return None
    fitted, before = baseline_kept(row.baseline)
    first, last = months[0][0], months[-1][1]
    days = days_of_indicator(row, row.basis, first, last)

    def told(stretches: tuple[Stretch, ...]) -> list[dict[str, Any]]:
        return [_told(row, fitted, before, days, one) for one in stretches]

    made = IndicatorReading(
        indicator=row,
        made_at=timezone.now(),
        until=last,
        months=told(months),
        years=told(years_of(months)),
    )
    newest = row.readings.first()
    if newest is not None and (newest.months, newest.years) == (
        made.months,
        made.years,
    ):
        return None
    made.full_clean()
    made.save()
    return made


def _told(
    row: EnergyIndicator,
    fitted: Baselines,
    before: Period,
    days: IndicatorDays,
    stretch: Stretch,
) -> dict[str, Any]:
    """A performance with the indicator's own figure, ready for JSON."""
    found = performance_of(fitted, before, days.period, days.first, stretch, days.quiet)
    value: float | None
    if row.kind == PER_OUTPUT:
        part = slice((stretch[0] - days.first).days, (stretch[1] - days.first).days + 1)
        value = consumption_per_output(days.energy[part], days.output[part])
    elif found.actual is None or not found.expected or found.expected < 0:
        value = None
    else:
        value = found.actual / found.expected
    return {
        **attrs.asdict(found),
        "begin": found.begin.isoformat(),
        "end": found.end.isoformat(),
        "doubts": list(found.doubts),
        "value": value,
    }


@transaction.atomic
def indicator_withdraw(
    *, indicator: EnergyIndicator, by: User | None, reason: str
) -> EnergyIndicator:
    """Take back an indicator that was entered by mistake, or is not used any more.

    Raises
    ------
    BadInputError
        ``savings.withdrawn``, ``savings.reason``.
    """
    row = held(indicator, by, MANAGE, indicator)
    take_back(row, reason)
    data = {"reason": reason.strip(), "row": str(row)}
    audit.record(by=by, action="savings.row.withdraw", target=row, data=data)
    return row
