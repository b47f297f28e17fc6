"""The energy of a closed month of meters, promised to the lake as activity."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from dafeng.accounts import ACTIVITY, ActivityRow, lake_rows, withdrawn_rows
from dafeng.base.errors import BadInputError
from dafeng.base.periods import Period
from dafeng.enterprises.reporting import (
    MeterMonth,
    MonthQualityFact,
    flow_for,
    meter_row,
    see_closed,
    see_month_quality,
    see_whole,
)
from dafeng.web.accounts.models import OutboxRow
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

    Rows name their carrier, so that the account sets them beside whatever the forms
    say of it and counts one of the two; some months of meters do not stand in for a
    year of forms. A month that is confirmed again with another amount corrects the row
    before; with the same amount nothing is promised.

    Parameters
    ----------
    enterprise : Organisation
    month : Period
    energies : iterable of MonthEnergy, optional
        Of each counting carrier once, also where nothing is known of it; what the day
        table of the meters has when none are given.

    Raises
    ------
    ReportError
        ``month.open``, ``month.incomplete``, ``month.part``, ``month.gap``,
        ``month.hole`` (a carrier leaves more open than the rule allows),
        ``month.carrier``, ``month.split``, ``month.negative``, ``report.unit``.
    BadInputError
        ``month.empty``: no carrier; ``month.gone``: a carrier that was confirmed is
        measured no more, and has to be taken back; ``own.no_district``.
    """
    if by is not None:
        require(by, MONTH, enterprise)
    now = at or timezone.now()
    see_closed(month, timezone.localdate(now))
    quality = month_quality(enterprise, month)
    see_month_quality(quality, month)
    told = list(month_energies(enterprise, month) if energies is None else energies)
    last = _last(enterprise, month)
    _see_carriers(told, last, enterprise, month)
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
        before = last.get(energy.carrier)
        if before is not None and _same(before, record, row):
            continue
        closed = _keep(enterprise, record, row, quality, before, by, now)
        if before is not None and before.row_id != row.row_id:
            _take_back(before, now)
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
        "carriers": [_told(one, last.get(one.carrier)) for one in kept],
        "completeness": str(quality.completeness),
    }
    audit.record(
        by=by, action="verification.month.confirm", target=enterprise, data=data
    )
    return tuple(kept)


@transaction.atomic
def month_withdraw(
    *,
    enterprise: Organisation,
    month: Period,
    by: User | None,
    reason: str,
    carrier: str = "",
    at: datetime | None = None,
) -> tuple[ClosedMonth, ...]:
    """Take a confirmed month back: the account goes on as if it was never confirmed.

    Parameters
    ----------
    enterprise : Organisation
    month : Period
    reason : str
    carrier : str
        One carrier of the month; empty: all of them.

    Raises
    ------
    BadInputError
        ``month.reason``; ``month.unconfirmed``: nothing of it is confirmed.
    """
    if by is not None:
        require(by, MONTH, enterprise)
    now = at or timezone.now()
    if not reason.strip():
        msg = f"Say why {month.code} is taken back."
        raise BadInputError(msg, code="month.reason", month=month.code)
    standing = [
        one
        for one in _last(enterprise, month).values()
        if one.withdrawn_at is None and carrier in ("", one.carrier)
    ]
    if not standing:
        msg = f"Nothing of {month.code} is confirmed."
        raise BadInputError(msg, code="month.unconfirmed", month=month.code)
    for one in standing:
        one.withdrawn_by, one.withdrawn_at = by, now
        one.withdrawn_reason = reason.strip()
        one.full_clean()
        one.save()
        _take_back(one, now)
    data = {
        "month": month.code,
        "before": [_told(one, None) for one in standing],
        "reason": reason.strip(),
    }
    audit.record(
        by=by, action="verification.month.withdraw", target=enterprise, data=data
    )
    return tuple(standing)


def _last(enterprise: Organisation, month: Period) -> dict[str, ClosedMonth]:
    """The newest confirmation of each carrier of a month, locked."""
    rows = ClosedMonth.objects.select_for_update(of=("self",)).filter(
        enterprise=enterprise, month=month.start
    )
    return {one.carrier: one for one in rows.order_by("number")}


def _see_carriers(
    told: Sequence[MonthEnergy],
    last: Mapping[str, ClosedMonth],
    enterprise: Organisation,
    month: Period,
) -> None:
    """Refuse a month without energy, with a hole, or without what stood before."""
    if not told:
        msg = f"No energy of {enterprise} is known in {month.code}."
        raise BadInputError(msg, code="month.empty", month=month.code)
    for one in told:
        see_whole(one.carrier, one.known, month)
    stood = {key for key, one in last.items() if one.withdrawn_at is None}
    gone = sorted(stood - {one.carrier for one in told})
    if gone:
        msg = f"{month.code}: {', '.join(gone)} was confirmed and is measured no more."
        raise BadInputError(
            msg, code="month.gone", month=month.code, carrier=", ".join(gone)
        )


def _same(last: ClosedMonth, record: MeterMonth, row: ActivityRow) -> bool:
    standing = (last.quantity, last.unit, last.row_id, last.flow)
    said = (record.quantity, record.unit, row.row_id, row.flow)
    return last.withdrawn_at is None and standing == said


def _keep(
    enterprise: Organisation,
    record: MeterMonth,
    row: ActivityRow,
    quality: MonthQualityFact,
    last: ClosedMonth | None,
    by: User | None,
    now: datetime,
) -> ClosedMonth:
    number = 1 if last is None else last.number + 1
    kept = ClosedMonth(
        enterprise=enterprise,
        month=record.month.start,
        carrier=record.carrier,
        quantity=record.quantity,
        unit=record.unit,
        completeness=Decimal(str(quality.completeness)),
        day_month_gap=quality.day_month_gap,
        flow=row.flow,
        row_id=row.row_id,
        key=f"meters/{row.row_id}/{number}",
        number=number,
        made_by=by,
        made_at=now,
    )
    kept.full_clean()
    kept.save()
    return kept


def _take_back(closed: ClosedMonth, now: datetime) -> None:
    """Promise the lake that the row of a confirmation says nothing any more."""
    promised = OutboxRow.objects.get(key=closed.key)
    outbox_promise(
        origin=promised.origin,
        key=f"{closed.key}/withdrawn",
        schema=ACTIVITY,
        rows=list(withdrawn_rows(promised.content)),
        learned_at=now,
    )


def _told(closed: ClosedMonth, before: ClosedMonth | None) -> dict[str, str]:
    """A confirmation for the audit: what it says, and what stood before."""
    old = before is not None and before.withdrawn_at is None
    return {
        "carrier": closed.carrier,
        "flow": closed.flow,
        "before": f"{before.quantity} {before.unit}" if before and old else "",
        "after": f"{closed.quantity} {closed.unit}",
    }
