"""Settle a period of a contract; both parties confirm it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.enterprises.savings import doubts_of, settle
from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.core.permissions import may, require
from dafeng.web.savings.convert import (
    adjustments_of,
    contract_of,
    evidence_of,
    line_told,
    measured_of,
)
from dafeng.web.savings.models import Measurement, SavingProject, Settlement
from dafeng.web.savings.permissions import CONFIRM, KEEP, REVIEW, Party
from dafeng.web.savings.selectors.basis import USED
from dafeng.web.savings.selectors.periods import stretch_of
from dafeng.web.savings.services.holding import held, locked, take_back
from dafeng.web.savings.services.measuring import project_measure, see_period

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
        ``project.draft``: the contract is not signed; ``measure.period``,
        ``measure.nothing``, ``savings.withdrawn``; ``settlement.period``: it is no
        period of the contract; ``settlement.output``: the baseline follows output, and
        that of these days is not entered; ``settlement.data``: too few days of it or of
        the baseline are known, or the baseline does not bear it.
    ContractError
        ``contract.period``: no term covers it, or a change of the contract lies in
        it.
    BaselineError
        Too few days are known.
    """
    row = held(project, by, KEEP, project.enterprise)
    if row.state == SavingProject.State.DRAFT:
        msg = f"{row} is not signed yet."
        raise BadInputError(msg, code="project.draft")
    see_period(row, begin, end)
    standing = row.settlements.filter(withdrawn_at=None)
    if standing.filter(begin__lte=end, end__gte=begin).exists():
        msg = f"{begin} to {end} meets a settlement that stands."
        raise BadInputError(msg, code="settlement.overlap", begin=begin, end=end)
    contract = contract_of(row, begin, end)
    _see_stretch(row, begin, end)
    measurement = project_measure(project=row, by=by, begin=begin, end=end)
    _see_output(row, measurement)
    _see_evidence(measurement)
    inside = row.adjustments.filter(withdrawn_at=None, begin__lte=end, end__gte=begin)
    # The cap of the contract counts all that stands, in whatever order it was settled.
    before = standing.aggregate(all=Sum("payment"))["all"]
    made = settle(
        contract,
        measured_of(measurement),
        adjustments=adjustments_of(inside.order_by("begin", "pk"), begin, end),
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


def _see_output(row: SavingProject, measurement: Measurement) -> None:
    """Refuse to settle without output what the parties agreed to adjust for it."""
    used = measurement.basis.get("output")
    if row.product and used != USED:
        msg = f"The output of {row.product} does not serve: {used}."
        raise BadInputError(msg, code="settlement.output", why=used)


def _see_stretch(row: SavingProject, begin: date, end: date) -> None:
    """Refuse days that are not those of a period of the contract."""
    first, last = stretch_of(row, begin)
    if (first, last) != (begin, end):
        msg = f"{begin} to {end} is no period of the contract; {first} to {last} is."
        raise BadInputError(msg, code="settlement.period", begin=first, end=last)


def _see_evidence(measurement: Measurement) -> None:
    """Refuse to settle by days that are not known: unknown is not nothing saved."""
    doubts = doubts_of(evidence_of(measurement))
    if doubts:
        words = ", ".join(doubts)
        msg = f"{measurement} cannot be settled: {words}."
        raise BadInputError(
            msg,
            code="settlement.data",
            doubts=[one.value for one in doubts],
            known=measurement.known_days,
            due=measurement.due_days,
            outside=measurement.outside,
            baseline=measurement.model.get("spans"),
            cvrmse=measurement.model.get("cvrmse"),
        )


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
    row = locked(settlement)
    project = row.project
    side = side_of(by, row)
    if side is None:
        require(by, CONFIRM, project)
        msg = f"{row} was confirmed by this side before."
        raise BadInputError(msg, code="settlement.confirmed")
    if row.withdrawn_at is not None:
        msg = f"{row} was taken back."
        raise BadInputError(msg, code="savings.withdrawn")
    other = row.provider_by if side == "enterprise" else row.enterprise_by
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
    # What is settled of a project changes under the lock of the project alone.
    locked(settlement.project)
    now = locked(settlement)
    right = REVIEW if now.agreed else KEEP
    row = held(now, by, right, now.project.enterprise)
    later = row.project.settlements.filter(withdrawn_at=None, begin__gt=row.end)
    if later.exists():
        msg = f"Take later settlements than {row} back first."
        raise BadInputError(msg, code="settlement.later")
    take_back(row, reason)
    data = {"reason": reason.strip(), "payment": row.payment}
    audit.record(by=by, action="savings.settlement.withdraw", target=row, data=data)
    return row
