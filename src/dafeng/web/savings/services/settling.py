"""Settle a period of a contract; both parties confirm it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.enterprises.savings import settle
from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.core.permissions import may, require
from dafeng.web.savings.convert import (
    adjustments_of,
    contract_of,
    line_told,
    measured_of,
)
from dafeng.web.savings.models import SavingProject, Settlement
from dafeng.web.savings.permissions import CONFIRM, KEEP, REVIEW, Party
from dafeng.web.savings.services.holding import held, take_back
from dafeng.web.savings.services.measuring import project_measure

_ENERGY, _CENTS = Decimal("0.001"), Decimal("0.01")


@transaction.atomic
def settlement_draft(
    *, project: SavingProject, by: User | None, begin: date, end: date
) -> Settlement:
    """Measure a period and settle it by the terms; it counts when both confirm it.

    Raises
    ------
    BadInputError
        ``settlement.overlap``: a settlement that stands shares a day with it;
        ``measure.period``, ``savings.withdrawn``.
    ContractError
        ``contract.period``: no term covers it.
    BaselineError
        Too few days are known.
    """
    row = held(project, by, KEEP, project.enterprise)
    standing = row.settlements.filter(withdrawn_at=None)
    if standing.filter(begin__lte=end, end__gte=begin).exists():
        msg = f"{begin} to {end} meets a settlement that stands."
        raise BadInputError(msg, code="settlement.overlap", begin=begin, end=end)
    measurement = project_measure(project=row, by=by, begin=begin, end=end)
    inside = row.adjustments.filter(withdrawn_at=None, begin__gte=begin, end__lte=end)
    before = standing.filter(end__lt=begin).aggregate(all=Sum("payment"))["all"]
    made = settle(
        contract_of(row),
        measured_of(measurement),
        adjustments=adjustments_of(inside.order_by("begin", "pk")),
        paid_before=before or Decimal(0),
    )
    settled = Settlement(
        project=row,
        measurement=measurement,
        begin=begin,
        end=end,
        counted=made.counted.quantize(_ENERGY),
        worth=made.worth.quantize(_CENTS),
        payment=made.payment.quantize(_CENTS),
        kept=made.kept.quantize(_CENTS),
        lines=[line_told(line) for line in made.lines],
        entered_by=by,
    )
    settled.full_clean()
    settled.save()
    data = {"begin": begin, "end": end, "payment": settled.payment}
    audit.record(by=by, action="savings.settlement.draft", target=settled, data=data)
    return settled


@transaction.atomic
def settlement_confirm(
    *, settlement: Settlement, by: User, document: str = ""
) -> Settlement:
    """Confirm a settlement for the side that the person speaks for.

    A provider that is no unit of this house signs on paper: the office enters that
    document. Two different people confirm.

    Raises
    ------
    BadInputError
        ``settlement.confirmed``, ``settlement.same``, ``settlement.document``,
        ``savings.withdrawn``.
    """
    project = settlement.project
    side = side_of(by, settlement)
    if side is None:
        require(by, CONFIRM, project)
        msg = f"{settlement} was confirmed by this side before."
        raise BadInputError(msg, code="settlement.confirmed")
    row = Settlement.objects.select_for_update(of=("self",)).get(pk=settlement.pk)
    if row.withdrawn_at is not None:
        msg = f"{row} was taken back."
        raise BadInputError(msg, code="savings.withdrawn")
    other = row.provider_by if side == "enterprise" else row.enterprise_by
    if getattr(row, f"{side}_at") is not None:
        msg = f"{row} was confirmed by this side before."
        raise BadInputError(msg, code="settlement.confirmed")
    if other == by:
        msg = f"{by} confirmed {row} for the other side."
        raise BadInputError(msg, code="settlement.same")
    if side == "provider" and project.provider is None:
        if not document.strip():
            msg = "Name the paper on which the provider confirmed it."
            raise BadInputError(msg, code="settlement.document")
        row.provider_document = document.strip()
    setattr(row, f"{side}_by", by)
    setattr(row, f"{side}_at", timezone.now())
    row.full_clean()
    row.save()
    data = {"side": side, "document": row.provider_document}
    audit.record(by=by, action="savings.settlement.confirm", target=row, data=data)
    return row


def side_of(user: User, settlement: Settlement) -> str | None:
    """Which side the person can confirm now: ``enterprise``, ``provider``, or none."""
    project = settlement.project
    if settlement.enterprise_at is None and may(
        user, CONFIRM, Party(project.enterprise.path)
    ):
        return "enterprise"
    if settlement.provider_at is not None:
        return None
    if project.provider is not None:
        speaks = may(user, CONFIRM, Party(project.provider.path))
    else:
        speaks = may(user, REVIEW, Party(project.enterprise.path))
    return "provider" if speaks else None


@transaction.atomic
def settlement_withdraw(*, settlement: Settlement, by: User, reason: str) -> Settlement:
    """Take a settlement back; what both confirmed only the office takes back.

    Raises
    ------
    BadInputError
        ``savings.reason``, ``savings.withdrawn``; ``settlement.later``: a later one
        counts what was paid before.
    """
    right = REVIEW if settlement.agreed else KEEP
    row = held(settlement, by, right, settlement.project.enterprise)
    later = row.project.settlements.filter(withdrawn_at=None, begin__gt=row.end)
    if later.exists():
        msg = f"Take later settlements than {row} back first."
        raise BadInputError(msg, code="settlement.later")
    take_back(row, reason)
    data = {"reason": reason.strip(), "payment": row.payment}
    audit.record(by=by, action="savings.settlement.withdraw", target=row, data=data)
    return row
