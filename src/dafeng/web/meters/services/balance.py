"""State what no meter tells of the energy balance of a year."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import attrs
from django.db import transaction

from dafeng.base.errors import BadInputError
from dafeng.meters import carriers_by_code
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, User
from dafeng.web.meters.models import BalanceStatement, MeterPoint
from dafeng.web.meters.permissions import STATE
from dafeng.web.meters.services.holding import held_enterprise, see_day


@attrs.frozen(kw_only=True)
class BalanceFacts:
    """What is stated of a year; the amount is in the unit of the carrier."""

    year: int
    carrier: str
    flow: str
    amount: Decimal
    workshop: str = ""
    document: str


@transaction.atomic
def balance_state(
    *, enterprise: Organisation, by: User | None, facts: BalanceFacts
) -> BalanceStatement:
    """Enter an item of the balance of a year.

    Raises
    ------
    BadInputError
        ``carrier.unknown``: there is none, or it is no energy; ``meter.future``: the
        year has not begun; ``balance.workshop``: no meter of the carrier is in the
        workshop, so that the input of conversion would count as used as well.
    ValidationError
        The item of that year is entered already; a figure that cannot be.
    """
    firm = held_enterprise(enterprise, by, STATE)
    carrier = carriers_by_code().get(facts.carrier)
    if carrier is None or not carrier.is_energy:
        msg = f"There is no energy carrier {facts.carrier!r}."
        raise BadInputError(msg, code="carrier.unknown", carrier=facts.carrier)
    row = BalanceStatement(enterprise=firm, entered_by=by, **attrs.asdict(facts))
    row.document, row.workshop = row.document.strip(), row.workshop.strip()
    row.full_clean()
    see_day(date(row.year, 1, 1))
    _see_workshop(row)
    row.save()
    data = {"enterprise": firm.code, **attrs.asdict(facts)}
    audit.record(by=by, action="meters.balance.state", target=row, data=data)
    return row


def _see_workshop(row: BalanceStatement) -> None:
    if row.flow != BalanceStatement.Flow.CONVERTED_IN or not row.workshop:
        return
    there = MeterPoint.objects.filter(
        enterprise=row.enterprise, carrier=row.carrier, workshop=row.workshop
    )
    if not there.exists():
        msg = f"No meter of {row.carrier} is in the workshop {row.workshop!r}."
        raise BadInputError(msg, code="balance.workshop", workshop=row.workshop)
