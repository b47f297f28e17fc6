"""The energy of a closed month of meters, promised to the lake as activity."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from dafeng.accounts import ACTIVITY, lake_rows
from dafeng.base.errors import BadInputError
from dafeng.base.periods import Period
from dafeng.enterprises.reporting import (
    MeterMonth,
    MonthQualityFact,
    flow_for,
    meter_row,
    see_closed,
    see_month_quality,
)
from dafeng.web.accounts.services.outbox import outbox_promise
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import require
from dafeng.web.verification.models import ClosedMonth
from dafeng.web.verification.permissions import MONTH
from dafeng.web.verification.selectors.meter_months import (
    MonthEnergy,
    month_energies,
    month_quality,
)
from dafeng.web.verification.services.own_accounts import (
    owner_code,
    root_of,
    stated_by,
)


@transaction.atomic
def meter_activity_promise(
    *,
    enterprise: Organisation,
    month: Period,
    by: User | None,
    energies: Iterable[MonthEnergy] | None = None,
    at: datetime | None = None,
    synthetic: bool = False,
) -> tuple[ClosedMonth, ...]:
    """Confirm a closed month and promise it to the account, stated by meters.

    Rows name the flow as the enterprise's forms name it, so that the account sees two
    statements of one flow and counts one; some months of meters do not stand in for
    a year of forms. A month that is confirmed again with another amount corrects the
    row before; with the same amount nothing is promised.

    Parameters
    ----------
    enterprise : Organisation
    month : Period
    energies : iterable of MonthEnergy, optional
        Of each carrier once; what the day table of the meters has when none are given.

    Raises
    ------
    ReportError
        ``month.open``, ``month.incomplete``, ``month.gap``, ``month.carrier``,
        ``month.split``, ``month.negative``, ``report.unit``.
    BadInputError
        ``month.empty``: no carrier; ``own.no_district``.
    """
    if by is not None:
        require(by, MONTH, enterprise)
    now = at or timezone.now()
    see_closed(month, timezone.localdate(now))
    quality = month_quality(enterprise, month)
    see_month_quality(quality, month)
    told = list(month_energies(enterprise, month) if energies is None else energies)
    if not told:
        msg = f"No energy of {enterprise} is known in {month.code}."
        raise BadInputError(msg, code="month.empty", month=month.code)
    owner, root = owner_code(enterprise), root_of(enterprise)
    known = stated_by(owner)
    sector = next((one.sector for one in reversed(known)), "industry.other")
    place = next((one.place for one in reversed(known)), root.place_code)
    kept = []
    for energy in told:
        record = MeterMonth(
            owner=owner,
            place=place,
            sector=sector,
            month=month,
            carrier=energy.carrier,
            quantity=energy.quantity,
            unit=energy.unit,
            evidence=energy.evidence,
            confirmed_by="" if by is None else str(by),
            synthetic=synthetic,
        )
        row = meter_row(record, flow_for(energy.carrier, known))
        closed = _keep(enterprise, record, row.flow, row.row_id, quality, by, now)
        if closed is None:
            continue
        outbox_promise(
            origin=f"verification.month:{closed.pk}",
            key=closed.key,
            schema=ACTIVITY,
            rows=[dict(one) for one in lake_rows([row])],
            learned_at=now,
        )
        kept.append(closed)
    data = {
        "month": month.code,
        "carriers": [one.carrier for one in kept],
        "completeness": str(quality.completeness),
    }
    audit.record(
        by=by, action="verification.month.confirm", target=enterprise, data=data
    )
    return tuple(kept)


def _keep(
    enterprise: Organisation,
    record: MeterMonth,
    flow: str,
    row_id: str,
    quality: MonthQualityFact,
    by: User | None,
    now: datetime,
) -> ClosedMonth | None:
    """Keep a confirmed month; None where the last one says the same."""
    rows = ClosedMonth.objects.select_for_update(of=("self",)).filter(
        enterprise=enterprise, month=record.month.start, carrier=record.carrier
    )
    last = rows.order_by("-number").first()
    same = last is not None and (last.quantity, last.unit, last.row_id) == (
        record.quantity,
        record.unit,
        row_id,
    )
    if same:
        return None
    number = (rows.aggregate(n=Max("number"))["n"] or 0) + 1
    row = ClosedMonth(
        enterprise=enterprise,
        month=record.month.start,
        carrier=record.carrier,
        quantity=record.quantity,
        unit=record.unit,
        completeness=Decimal(str(quality.completeness)),
        day_month_gap=quality.day_month_gap,
        flow=flow,
        row_id=row_id,
        key=f"meters/{row_id}/{number}",
        number=number,
        made_by=by,
        made_at=now,
    )
    row.full_clean()
    row.save()
    return row
