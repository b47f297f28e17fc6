"""Allowances given back, and whether they are enough."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.enterprises.reporting import ReportState, branch_of, day_for
from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.core.permissions import require
from dafeng.web.verification.convert import compliance_of
from dafeng.web.verification.models import EmissionReport, Surrender
from dafeng.web.verification.permissions import CONFIRM
from dafeng.web.verification.selectors.reports import market_of
from dafeng.web.verification.services.holding import (
    NOTHING,
    Done,
    held_report,
    report_moved,
)


@transaction.atomic
def surrender_add(
    *,
    report: EmissionReport,
    by: User | None,
    amount_t: Decimal,
    on: date,
    document: str,
    done: Done = NOTHING,
) -> Surrender:
    """Enter allowances that were given back; they leave what the unit holds.

    Raises
    ------
    BadInputError
        ``compliance.no_market``: the unit is in no market in that year;
        ``surrender.future``; ``surrender.early``: before the verification ended;
        ``surrender.held``: more than the unit holds; ``surrender.unknown``: that is
        not known; ``surrender.state``: the emission
        is not verified yet.
    ValidationError
        The document was entered before.
    """
    held = held_report(report)
    if by is not None:
        require(by, CONFIRM, held)
    at = done.at or timezone.now()
    _see_market(held)
    if held.state not in (ReportState.VERIFIED.value, ReportState.SHORT.value):
        msg = f"{held} is {held.state}; allowances are given back once it is verified."
        raise BadInputError(msg, code="surrender.state")
    if on > timezone.localdate(at):
        msg = f"{on} is still to come."
        raise BadInputError(msg, code="surrender.future", day=on.isoformat())
    verified_on = held.verification.concluded_on
    if verified_on is not None and on < verified_on:
        msg = f"{on} is before {verified_on}, when the verification ended."
        raise BadInputError(msg, code="surrender.early", day=verified_on.isoformat())
    if held.held_t is None:
        msg = f"It is not known what the unit of {held} holds."
        raise BadInputError(msg, code="surrender.unknown")
    if amount_t > held.held_t:
        msg = f"The unit holds {held.held_t} t, less than {amount_t} t."
        raise BadInputError(msg, code="surrender.held", held=str(held.held_t))
    row = Surrender(
        report=held,
        amount_t=amount_t,
        on=on,
        document=document.strip(),
        made_by=by,
        made_at=at,
    )
    row.full_clean()
    row.save()
    held.held_t -= amount_t
    held.version += 1
    held.save(update_fields=["held_t", "version"])
    data = {"amount_t": str(amount_t), "on": on, "document": row.document}
    audit.record(by=by, action="verification.surrender.add", target=held, data=data)
    return row


@transaction.atomic
def compliance_settle(
    *, report: EmissionReport, by: User | None, done: Done = NOTHING
) -> EmissionReport:
    """Say whether enough was given back: cleared, or short by the gap.

    Raises
    ------
    BadInputError
        ``compliance.short``: it was short before, and still is;
        ``compliance.early``: allowances may be given back up to a day that is not over;
        ``compliance.no_market``.
    ReportMoveError
    """
    held = held_report(report)
    _see_market(held)
    gap = compliance_of(held)
    if gap.cleared:
        report_moved(held, "clear", by, done)
    elif held.state == ReportState.SHORT.value:
        msg = f"{gap.gap_t} t are still missing."
        raise BadInputError(msg, code="compliance.short", gap=str(gap.gap_t))
    else:
        _see_over(held, timezone.localdate(done.at or timezone.now()))
        report_moved(held, "fall-short", by, done)
    return held


def _see_over(report: EmissionReport, today: date) -> None:
    """Nobody is short before the last day is over; without one, a person decides."""
    due = day_for(branch_of(report.branch), report.year, "surrender")
    if due is not None and today <= due.due_on:
        msg = f"Allowances may be given back up to {due.due_on}."
        raise BadInputError(msg, code="compliance.early", day=due.due_on.isoformat())


def _see_market(report: EmissionReport) -> None:
    if market_of(report) is None:
        msg = f"{report.enterprise} is in no market in {report.year}."
        raise BadInputError(msg, code="compliance.no_market", year=report.year)
