"""Take back what was entered by mistake: it stays to be read, and counts no more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TypeAlias

from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import may, require
from dafeng.web.meters.closing import is_closed
from dafeng.web.meters.models import (
    BalanceStatement,
    Calibration,
    Exchange,
    MeteringNeed,
    MonthlyStatement,
    Tariff,
)
from dafeng.web.meters.permissions import CONFIRM, KEEP, STATE, TARIFF
from dafeng.web.meters.services.holding import held_point, see_reason

Paper: TypeAlias = BalanceStatement | MonthlyStatement | Tariff
Row: TypeAlias = Calibration | Exchange | MeteringNeed | Paper
RIGHTS: Mapping[type[Row], str] = {
    BalanceStatement: STATE,
    Calibration: KEEP,
    Exchange: KEEP,
    MeteringNeed: KEEP,
    MonthlyStatement: STATE,
    Tariff: TARIFF,
}
NOUNS: Mapping[type[Row], str] = {
    BalanceStatement: "balance",
    Calibration: "calibration",
    Exchange: "exchange",
    MeteringNeed: "need",
    MonthlyStatement: "statement",
    Tariff: "tariff",
}


@transaction.atomic
def row_withdraw(*, row: Row, by: User | None, reason: str) -> Row:
    """Take a row back, with a reason; the price that it ended holds again.

    Raises
    ------
    BadInputError
        ``meter.reason``: no reason is given; ``meter.withdrawn``: it was taken back
        before; ``correction.stands``: a correction rests on it;
        ``meter.closed_row``: it is of a closed month, and somebody else takes it back
        who may confirm corrections.
    """
    kind = type(row)
    if isinstance(row, Calibration | Exchange):
        held_point(row.point, by)
    elif isinstance(row, Tariff):  # prices end each other: one at a time moves them
        units = Organisation.objects.select_for_update(of=("self",))
        units.get(pk=row.organisation_id)
    held: Row = kind.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if by is not None:
        require(by, RIGHTS[kind], held)
    why = see_reason(reason)
    if held.withdrawn_at is not None:
        msg = f"{held} was taken back before."
        raise BadInputError(msg, code="meter.withdrawn")
    if isinstance(held, Calibration | Exchange):
        if held.corrections.filter(withdrawn_at=None).exists():
            msg = f"A correction rests on {held}."
            raise BadInputError(msg, code="correction.stands")
        _see_closed(held, by)
    held.withdrawn_at, held.withdrawn_reason = timezone.now(), why
    held.full_clean()
    held.save()
    if isinstance(held, Calibration | Exchange):
        held.point.version += 1
        held.point.save(update_fields=["version"])
    data = {"row": str(held), "reason": why, "holds_again": _restore(held)}
    audit.record(by=by, action=f"meters.{NOUNS[kind]}.withdraw", target=held, data=data)
    return held


def _see_closed(held: Calibration | Exchange, by: User | None) -> None:
    """Refuse one person alone to change what was used in a closed month."""
    day = held.on if isinstance(held, Calibration) else timezone.localdate(held.at)
    if by is None or not is_closed(held.point.enterprise, day):
        return
    if by == held.entered_by or not may(by, CONFIRM, held):
        msg = f"{day:%Y-%m} is closed: somebody else takes it back who may confirm."
        raise BadInputError(msg, code="meter.closed_row", month=f"{day:%Y-%m}")


def _restore(held: Row) -> int | None:
    """Let the price that ended the day before go on; return its key."""
    if not isinstance(held, Tariff):
        return None
    before = Tariff.objects.filter(
        organisation=held.organisation_id,
        carrier=held.carrier,
        period=held.period,
        withdrawn_at=None,
        valid_to=held.valid_from - timedelta(days=1),
    ).first()
    if before is None:
        return None
    before.valid_to = held.valid_to
    before.full_clean()
    before.save()
    return before.pk
