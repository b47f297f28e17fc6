"""Findings: entered with the record, looked at again, punished, handed on."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import attrs
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.inspections import Severity, follow_up_dates, next_recheck, rules_on
from dafeng.web.core.models import User
from dafeng.web.core.moments import moment
from dafeng.web.core.permissions import require
from dafeng.web.inspections.models import (
    FindingState,
    Inspection,
    InspectionFinding,
    InspectionState,
    Recheck,
    RecheckResult,
)
from dafeng.web.inspections.services.handing import hand_over
from dafeng.web.inspections.services.inspections import (
    WRITE,
    held_inspection,
    see_it_is_unsigned,
)
from dafeng.web.inspections.services.moves import noted, refuse_state


@attrs.frozen(kw_only=True)
class FindingFacts:
    """What was found; an empty ``due_on`` takes the term of the rules."""

    rule: str
    fact: str
    severity: Severity
    demand: str
    due_on: date | None = None


@attrs.frozen(kw_only=True)
class PenaltyFacts:
    """A penalty that was imposed; the decision itself is made outside."""

    penalty: str
    penalty_number: str
    penalty_on: date
    penalty_yuan: Decimal | None = None


@transaction.atomic
def finding_add(
    *,
    inspection: Inspection,
    by: User | None,
    facts: FindingFacts,
    at: datetime | None = None,
) -> InspectionFinding:
    """Enter a finding before the record is signed; the rules give its dates.

    Raises
    ------
    BadInputError
        ``inspection.state``, ``inspection.not_yours``, ``inspection.has_signature``.
    """
    held = held_inspection(inspection, by, WRITE, InspectionState.VISITED)
    if by is not None and not held.sent.filter(user=by).exists():
        msg = f"{by} was not drawn for {held}."
        raise BadInputError(msg, code="inspection.not_yours")
    see_it_is_unsigned(held)
    found_on = held.visited_on or timezone.localdate()
    dates = follow_up_dates(
        facts.severity, rules_on(found_on), found_on=found_on, due_on=facts.due_on
    )
    last = held.findings.aggregate(last=Max("order"))["last"]
    row = InspectionFinding(
        inspection=held,
        order=(last or 0) + 1,
        rule=facts.rule.strip(),
        fact=facts.fact.strip(),
        severity=facts.severity.value,
        demand=facts.demand.strip(),
        form=dates.notice.value,
        found_on=found_on,
        due_on=dates.due_on,
        recheck_on=dates.recheck_on,
    )
    row.full_clean()
    row.save()
    data = attrs.asdict(facts) | {"due_on": row.due_on, "recheck_on": row.recheck_on}
    noted(row, "find", by=by, at=moment(at), data=data)
    return row


@transaction.atomic
def finding_recheck(
    *,
    finding: InspectionFinding,
    by: User | None,
    result: RecheckResult,
    on: date,
    note: str = "",
    at: datetime | None = None,
) -> InspectionFinding:
    """Say what a re-check showed; not put right, the rules give the next day.

    Raises
    ------
    BadInputError
        ``inspection.state``: the finding is not open. ``inspection.future``: the day is
        still to come. ``finding.early``: the day lies before the finding.
    """
    held = _held(finding, by)
    if held.state != FindingState.OPEN:
        raise refuse_state(held, str(held.get_state_display()))
    if on > timezone.localdate():
        msg = f"{on} is still to come."
        raise BadInputError(msg, code="inspection.future")
    if on < held.found_on:
        msg = f"{on} lies before the finding of {held.found_on}."
        raise BadInputError(msg, code="finding.early", day=held.found_on)
    row = Recheck(
        finding=held, on=on, result=result, note=note.strip(), by=by, at=moment(at)
    )
    if result == RecheckResult.CLEARED:
        held.state = FindingState.CLEARED
    else:
        severity = Severity(held.severity)
        row.next_on = next_recheck(severity, rules_on(on), looked_on=on)
        held.recheck_on = row.next_on
    row.full_clean()
    row.save()
    held.full_clean()
    held.save()
    data = {"result": result, "on": on, "next_on": row.next_on}
    noted(held, "recheck", by=by, at=moment(at), note=row.note, data=data)
    return held


@transaction.atomic
def finding_penalise(
    *,
    finding: InspectionFinding,
    by: User | None,
    facts: PenaltyFacts,
    at: datetime | None = None,
) -> InspectionFinding:
    """Register a penalty that an office imposed for a finding that is not cleared.

    Raises
    ------
    BadInputError
        ``inspection.state``: the finding is cleared, or has a penalty.
        ``finding.early``: the day lies before the finding.
    """
    held = _held(finding, by)
    if held.state != FindingState.OPEN:
        raise refuse_state(held, str(held.get_state_display()))
    if facts.penalty_on < held.found_on:
        msg = f"{facts.penalty_on} lies before the finding of {held.found_on}."
        raise BadInputError(msg, code="finding.early", day=held.found_on)
    for name, value in attrs.asdict(facts).items():
        setattr(held, name, value)
    held.state = FindingState.PENALISED
    held.full_clean()
    held.save()
    data = attrs.asdict(facts)
    noted(held, "penalise", by=by, at=moment(at), note=facts.penalty, data=data)
    return held


@transaction.atomic
def finding_supervise(
    *, finding: InspectionFinding, by: User, at: datetime | None = None
) -> InspectionFinding:
    """Draft a case of supervision for a finding that is not put right.

    The right is that of the room of supervision: its office drafts.

    Raises
    ------
    BadInputError
        ``inspection.state``: it is cleared. ``finding.supervised``: one was drafted.
    """
    held = _held(finding, None)
    if held.state == FindingState.CLEARED:
        raise refuse_state(held, str(held.get_state_display()))
    if held.supervision:
        msg = f"{held} has opened a case before."
        raise BadInputError(msg, code="finding.supervised")
    held.supervision = hand_over(held, by)
    held.full_clean()
    held.save()
    data = {"case": held.supervision}
    noted(held, "supervise", by=by, at=moment(at), note=held.supervision, data=data)
    return held


def _held(finding: InspectionFinding, by: User | None) -> InspectionFinding:
    rows = InspectionFinding.objects.select_for_update(of=("self",))
    held = rows.select_related(
        "inspection__subject", "inspection__plan__organisation", "notice__letter"
    ).get(pk=finding.pk)
    if by is not None:
        require(by, WRITE, held.inspection.plan)
    return held
