"""Letters of the city, and exemptions: both change what a unit is judged by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import attrs
from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.web.assessment.models import Decree, DecreeState, Exemption
from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.core.permissions import require
from dafeng.web.plans.models import Plan, PlanUnit, Target, Task


@attrs.frozen(kw_only=True)
class Letter:
    """What a letter says about one target; ``path`` holds yearly figures."""

    number: str
    issued_on: date
    value: Decimal
    unit: str
    comparator: str
    year: int | None = None
    base_year: int | None = None
    path: Sequence[tuple[int, Decimal]] = ()


@transaction.atomic
def decree_record(*, target: Target, by: User | None, letter: Letter) -> Decree:
    """Enter a letter; it counts once a second person has compared it.

    ``by`` is None when the program enters the letters of a sample.

    Raises
    ------
    BadInputError
        ``decree.future``: the letter is of a day that has not come.
    """
    if by is not None:
        require(by, "assessment.decree.record", target)
    if letter.issued_on > timezone.localdate():
        msg = f"The letter {letter.number} is of {letter.issued_on}, which is to come."
        raise BadInputError(msg, code="decree.future", number=letter.number)
    row = Decree(
        target=target,
        number=letter.number.strip(),
        issued_on=letter.issued_on,
        value=letter.value,
        unit=letter.unit.strip(),
        comparator=letter.comparator,
        year=letter.year,
        base_year=letter.base_year,
        path=[[year, str(value)] for year, value in sorted(letter.path)],
        entered_by=by,
    )
    row.full_clean()
    row.save()
    audit.record(
        by=by,
        action="assessment.decree.record",
        target=row,
        data=attrs.asdict(letter) | {"goal": target.key},
    )
    return row


@transaction.atomic
def decree_approve(*, decree: Decree, by: User | None) -> Decree:
    """Agree, as a second person, that the letter says what was entered.

    Raises
    ------
    BadInputError
        ``decree.decided``, ``decree.same_person``.
    """
    held = _held(decree)
    if by is not None:
        require(by, "assessment.decree.approve", held)
    if held.state != DecreeState.ENTERED:
        msg = f"{held} is {held.state}."
        raise BadInputError(msg, code="decree.decided", number=held.number)
    if by is not None and held.entered_by_id == by.pk:
        msg = "Another person has to compare the letter."
        raise BadInputError(msg, code="decree.same_person")
    held.state, held.approved_by, held.approved_at = (
        DecreeState.APPROVED,
        by,
        timezone.now(),
    )
    held.full_clean()
    held.save()
    audit.record(by=by, action="assessment.decree.approve", target=held)
    return held


@transaction.atomic
def decree_withdraw(*, decree: Decree, by: User, reason: str) -> Decree:
    """Take a letter back that was entered wrongly or that another replaced.

    Raises
    ------
    BadInputError
        ``decree.decided``: it was withdrawn before. ``decree.reason``: no reason.
    """
    held = _held(decree)
    require(by, "assessment.decree.record", held)
    if held.state == DecreeState.WITHDRAWN:
        msg = f"{held} was withdrawn before."
        raise BadInputError(msg, code="decree.decided", number=held.number)
    if not reason.strip():
        msg = "Say why the letter is withdrawn."
        raise BadInputError(msg, code="decree.reason")
    held.state, held.reason = DecreeState.WITHDRAWN, reason.strip()
    held.full_clean()
    held.save()
    audit.record(
        by=by,
        action="assessment.decree.withdraw",
        target=held,
        data={"reason": held.reason},
    )
    return held


def _held(decree: Decree) -> Decree:
    rows = Decree.objects.select_for_update(of=("self",))
    return rows.select_related("target__plan__owner").get(pk=decree.pk)


@attrs.frozen(kw_only=True)
class Grounds:
    """Why somebody need not be judged by something, and for how long."""

    subject: str
    ground: str
    document: str
    valid_from: date | None = None
    valid_to: date | None = None


@transaction.atomic
def exemption_grant(
    *, plan: Plan, unit: PlanUnit | None, by: User | None, grounds: Grounds
) -> Exemption:
    """Let a unit (or every unit, without one) not be judged by a target or task.

    ``by`` is None when the program enters the exemptions of a sample.

    Raises
    ------
    BadInputError
        ``exemption.subject``: the plan has no such target or task.
    """
    if by is not None:
        require(by, "assessment.exemption.grant", plan)
    known = (
        Target.objects.filter(plan=plan, key=grounds.subject).exists()
        or Task.objects.filter(plan=plan, clause__ref=grounds.subject).exists()
    )
    if not known:
        msg = f"The plan has no target or task {grounds.subject!r}."
        raise BadInputError(msg, code="exemption.subject", subject=grounds.subject)
    row = Exemption(plan=plan, unit=unit, approved_by=by, **attrs.asdict(grounds))
    row.full_clean()
    row.save()
    audit.record(
        by=by,
        action="assessment.exemption.grant",
        target=row,
        data=attrs.asdict(grounds) | {"unit": "" if unit is None else unit.name},
    )
    return row
