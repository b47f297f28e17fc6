"""Who may be drawn and who may be sent, while a plan is drafted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.web.core.models import Membership, Organisation, OrganisationKind, User
from dafeng.web.core.moments import moment
from dafeng.web.core.rights import right_of
from dafeng.web.inspections.models import (
    InspectionPlan,
    PlanExclusion,
    PlanInspector,
    PlanState,
    PlanSubject,
)
from dafeng.web.inspections.services.moves import noted
from dafeng.web.inspections.services.plans import DRAFT, held_plan


@transaction.atomic
def subjects_fill(
    *,
    plan: InspectionPlan,
    by: User | None,
    energy: Mapping[str, Decimal | None],
    at: datetime | None = None,
) -> int:
    """Put every enterprise of the district on the roster; return how many are on it.

    Parameters
    ----------
    energy : mapping of str to Decimal or None
        Energy use in tce by the code of a unit, for those of which it is known;
        others keep what stood on the newest roster before, or stay unknown.

    Raises
    ------
    BadInputError
        ``plan.units``: a code names no enterprise of the district; says all of them.
    """
    held = held_plan(plan, by, DRAFT, PlanState.DRAFT)
    units = list(enterprises_of(held.organisation))
    wrong = sorted(set(energy) - {unit.code for unit in units})
    if wrong:
        msg = f"No enterprise of the district: {', '.join(wrong)}."
        raise BadInputError(msg, code="plan.units", codes="、".join(wrong))
    known = _known_before(held) | _on_roster(held) | dict(energy)
    held.subjects.all().delete()
    rows = [
        PlanSubject(plan=held, organisation=unit, energy_tce=known.get(unit.code))
        for unit in units
    ]
    PlanSubject.objects.bulk_create(rows)
    data = {"subjects": len(rows), "stated": len(energy)}
    _changed(held, by, moment(at), data)
    return len(rows)


@transaction.atomic
def inspectors_set(
    *,
    plan: InspectionPlan,
    by: User | None,
    users: Sequence[User],
    at: datetime | None = None,
) -> int:
    """Say who may be sent: people of the offices that take part.

    Raises
    ------
    BadInputError
        ``plan.inspector``: somebody is of no office, or may not write records.
    """
    held = held_plan(plan, by, DRAFT, PlanState.DRAFT)
    may = inspectors_to_choose(held)
    wrong = [str(user) for user in users if user.pk not in may]
    if wrong:
        msg = f"Not of the offices of the plan: {', '.join(wrong)}."
        raise BadInputError(msg, code="plan.inspector", names="、".join(wrong))
    held.inspectors.all().delete()
    for user in users:
        row = PlanInspector(plan=held, user=user, office=may[user.pk])
        row.full_clean()
        row.save()
    held.exclusions.exclude(user__in=users).delete()
    data = {"inspectors": sorted(user.username for user in users)}
    _changed(held, by, moment(at), data)
    return len(users)


@transaction.atomic
def exclusion_add(
    *,
    plan: InspectionPlan,
    by: User | None,
    user: User,
    subject: Organisation,
    reason: str,
    at: datetime | None = None,
) -> PlanExclusion:
    """Say that somebody is not sent to a unit, and why.

    Raises
    ------
    BadInputError
        ``plan.exclusion``: one of the two is not in the plan.
    """
    held = held_plan(plan, by, DRAFT, PlanState.DRAFT)
    there = (
        held.inspectors.filter(user=user).exists()
        and held.subjects.filter(organisation=subject).exists()
    )
    if not there:
        msg = f"{user} or {subject} is not in {held}."
        raise BadInputError(msg, code="plan.exclusion")
    row = PlanExclusion(plan=held, user=user, subject=subject, reason=reason.strip())
    row.full_clean()
    row.save()
    data = {"user": user.username, "subject": subject.code, "reason": row.reason}
    _changed(held, by, moment(at), data)
    return row


def _changed(
    plan: InspectionPlan, by: User | None, at: datetime, data: Mapping[str, object]
) -> None:
    """Raise the version: nobody approves a roster that was not seen."""
    plan.version += 1
    plan.save(update_fields=["version"])
    noted(plan, "change", by=by, at=at, data=data)


def enterprises_of(organisation: Organisation) -> Sequence[Organisation]:
    """Return the enterprises below a unit that stand today."""
    today = timezone.localdate()
    rows = Organisation.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=today),
        path__startswith=organisation.path,
        kind=OrganisationKind.ENTERPRISE,
    )
    return list(rows.order_by("code"))


def inspectors_to_choose(plan: InspectionPlan) -> dict[int, Organisation]:
    """Return people who may be sent, by key, with the office that each is of."""
    offices = list(plan.offices.all())
    rows = Membership.objects.filter(
        organisation__in=offices,
        role__code__in=right_of("inspections.record.write").roles,
        revoked=False,
        user__is_active=True,
    )
    held = rows.select_related("organisation").order_by("pk")
    return {row.user_id: row.organisation for row in reversed(held)}


def _on_roster(plan: InspectionPlan) -> dict[str, Decimal | None]:
    rows = plan.subjects.filter(energy_tce__isnull=False)
    return dict(rows.values_list("organisation__code", "energy_tce"))


def _known_before(plan: InspectionPlan) -> dict[str, Decimal | None]:
    rows = PlanSubject.objects.filter(
        plan__organisation=plan.organisation, energy_tce__isnull=False
    ).exclude(plan=plan)
    ordered = rows.order_by("plan__year", "plan_id")
    return dict(ordered.values_list("organisation__code", "energy_tce"))
