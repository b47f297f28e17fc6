"""Choosing the unit that one acts for."""

from __future__ import annotations

from django.db import transaction

from dafeng.base.errors import NotFoundError
from dafeng.web.core import audit
from dafeng.web.core.acting import Seat, act_for, acting_of, acting_unit
from dafeng.web.core.models import User


@transaction.atomic
def acting_switch(*, by: User, code: str) -> Seat:
    """Act for the unit with this code from now on; it is kept as the last choice.

    Raises
    ------
    NotFoundError
        The person holds no role there.
    """
    seats = {seat.unit.code: seat for seat in acting_of(by).seats}
    if code not in seats:
        msg = f"{by.username} holds no role in {code!r}."
        raise NotFoundError(msg, code="acting.no_seat", unit=code)
    seat, before = seats[code], acting_unit(by)
    by.last_unit = seat.unit
    by.save(update_fields=["last_unit"])
    act_for(by, seat.unit.pk)
    audit.record(
        by=by,
        action="acting.switch",
        target=seat.unit,
        data={"before": before.code if before else None, "after": code},
    )
    return seat
