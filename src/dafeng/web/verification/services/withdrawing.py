"""Take back a surrender that was entered by mistake."""

from __future__ import annotations

from django.db import transaction

from dafeng.base.errors import BadInputError
from dafeng.enterprises.reporting import ReportState
from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.core.permissions import require
from dafeng.web.verification.convert import compliance_of
from dafeng.web.verification.models import Surrender
from dafeng.web.verification.permissions import CONFIRM
from dafeng.web.verification.services.changing import told
from dafeng.web.verification.services.holding import (
    Done,
    held_report,
    report_moved,
    see_said,
    withdraw,
)


@transaction.atomic
def surrender_withdraw(
    *, surrender: Surrender, by: User | None, done: Done
) -> Surrender:
    """Take back allowances that were entered as given back; the unit holds them again.

    A report that was cleared by them is short again.

    Raises
    ------
    BadInputError
        ``surrender.withdrawn``; ``report.reason``.
    """
    held = held_report(surrender.report)
    if by is not None:
        require(by, CONFIRM, held)
    row = Surrender.objects.select_for_update(of=("self",)).get(pk=surrender.pk)
    if row.withdrawn_at is not None:
        msg = f"{row} was withdrawn before."
        raise BadInputError(msg, code="surrender.withdrawn")
    see_said(done.note)
    withdraw(row, by, done.note, done.at)
    before = held.held_t
    if held.held_t is not None:
        held.held_t += row.amount_t
    held.version += 1
    held.save(update_fields=["held_t", "version"])
    data = {
        "amount_t": told(row.amount_t),
        "on": row.on,
        "document": row.document,
        "reason": row.withdrawn_reason,
        "before": {"held_t": told(before)},
        "after": {"held_t": told(held.held_t)},
    }
    audit.record(
        by=by, action="verification.surrender.withdraw", target=held, data=data
    )
    if held.state == ReportState.CLEARED.value and not compliance_of(held).cleared:
        report_moved(held, "reopen", by, done)
    return row
