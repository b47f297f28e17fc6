"""Prices, monthly statements, and how many points have to be metered."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import attrs
from django.db import transaction
from django.db.models import Q

from dafeng.base.errors import BadInputError
from dafeng.meters import carriers_by_code
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import require
from dafeng.web.meters.models import MeteringNeed, MonthlyStatement, Tariff
from dafeng.web.meters.permissions import KEEP, STATE, TARIFF
from dafeng.web.meters.services.holding import held_enterprise, see_day


@attrs.frozen(kw_only=True)
class TariffFacts:
    """A price of some hours from a day on."""

    carrier: str
    period: str = ""
    price: Decimal
    valid_from: date
    valid_to: date | None = None
    document: str


@attrs.frozen(kw_only=True)
class StatementFacts:
    """What a paper says of a month; ``month`` is its first day."""

    carrier: str
    month: date
    source: str = MonthlyStatement.Source.INVOICE
    amount: Decimal
    cost: Decimal | None = None
    document: str


@attrs.frozen(kw_only=True)
class NeedFacts:
    """How many points of a carrier and level have to be metered."""

    carrier: str
    level: str
    needed: int
    basis: str


@transaction.atomic
def tariff_enter(
    *, organisation: Organisation, by: User | None, facts: TariffFacts
) -> Tariff:
    """Enter a price; the open one before it ends the day before.

    Raises
    ------
    BadInputError
        ``carrier.unknown``; ``tariff.overlap``: another price holds at that time.
    """
    rows = Organisation.objects.select_for_update(of=("self",))
    held = rows.get(pk=organisation.pk)
    if by is not None:
        require(by, TARIFF, held)
    _see_carrier(facts.carrier)
    row = Tariff(organisation=held, entered_by=by, **attrs.asdict(facts))
    row.full_clean()
    same = Tariff.objects.filter(
        organisation=held,
        carrier=facts.carrier,
        period=facts.period,
        withdrawn_at=None,
    )
    before = same.filter(valid_to=None, valid_from__lt=facts.valid_from).first()
    if before is not None:
        before.valid_to = facts.valid_from - timedelta(days=1)
        before.full_clean()
        before.save()
    again = same.filter(Q(valid_to=None) | Q(valid_to__gte=facts.valid_from))
    if facts.valid_to is not None:
        again = again.filter(valid_from__lte=facts.valid_to)
    clash = again.first()
    if clash is not None:
        msg = f"From {clash.valid_from} on another price holds."
        raise BadInputError(
            msg, code="tariff.overlap", since=clash.valid_from.isoformat()
        )
    row.save()
    data = {
        "organisation": held.code,
        **attrs.asdict(facts),
        "ended": None if before is None else before.pk,
    }
    audit.record(by=by, action="meters.tariff.enter", target=row, data=data)
    return row


@transaction.atomic
def statement_enter(
    *, enterprise: Organisation, by: User | None, facts: StatementFacts
) -> MonthlyStatement:
    """Enter what an invoice or a form says of a month.

    Raises
    ------
    BadInputError
        ``carrier.unknown``; ``meter.future``: the month has not begun.
    """
    firm = held_enterprise(enterprise, by, STATE)
    _see_carrier(facts.carrier)
    see_day(facts.month)
    row = MonthlyStatement(enterprise=firm, entered_by=by, **attrs.asdict(facts))
    row.document = row.document.strip()
    row.full_clean()
    row.save()
    data = {"enterprise": firm.code, **attrs.asdict(facts)}
    audit.record(by=by, action="meters.statement.enter", target=row, data=data)
    return row


@transaction.atomic
def need_set(
    *, enterprise: Organisation, by: User | None, facts: NeedFacts
) -> MeteringNeed:
    """Say how many points have to be metered; what stood before is kept in the audit.

    Raises
    ------
    BadInputError
        ``carrier.unknown``.
    """
    firm = held_enterprise(enterprise, by, KEEP)
    _see_carrier(facts.carrier)
    row = MeteringNeed.objects.filter(
        enterprise=firm, carrier=facts.carrier, level=facts.level, withdrawn_at=None
    ).first()
    before = None if row is None else row.needed
    row = row or MeteringNeed(
        enterprise=firm, carrier=facts.carrier, level=facts.level, entered_by=by
    )
    row.needed, row.basis = facts.needed, facts.basis.strip()
    row.full_clean()
    row.save()
    data = {"enterprise": firm.code, "before": before, "after": attrs.asdict(facts)}
    audit.record(by=by, action="meters.need.set", target=row, data=data)
    return row


def _see_carrier(code: str) -> None:
    if code not in carriers_by_code():
        msg = f"There is no carrier {code!r}."
        raise BadInputError(msg, code="carrier.unknown", carrier=code)
