"""Publish a plan, and take it back; who belongs to a group."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import attrs
from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import require
from dafeng.web.plans.models import GroupMember, Plan, PlanStatus, PlanUnit


@transaction.atomic
def plan_publish(*, plan: Plan, by: User | None) -> Plan:
    """Let everybody read the plan; the edition before it becomes history.

    Raises
    ------
    BadInputError
        ``plan.not_draft``: it is published or superseded already.
    """
    if by is not None:
        require(by, "plans.plan.publish", plan)
    held = Plan.objects.select_for_update().get(pk=plan.pk)
    if held.status != PlanStatus.DRAFT:
        msg = f"{held.title} is {held.status}; only a draft can be published."
        raise BadInputError(msg, code="plan.not_draft", status=held.status)
    held.status, held.published_at = PlanStatus.PUBLISHED, timezone.now()
    held.save(update_fields=["status", "published_at"])
    if held.previous_id is not None:
        Plan.objects.filter(pk=held.previous_id).update(status=PlanStatus.SUPERSEDED)
    audit.record(by=by, action="plans.plan.publish", target=held)
    return held


@attrs.frozen(kw_only=True)
class Member:
    """One member of a group, for a time, with the paper that says so."""

    name: str
    source: str
    organisation: Organisation | None = None
    valid_from: date | None = None
    valid_to: date | None = None


@transaction.atomic
def roster_set(
    *, group: PlanUnit, by: User | None, members: Sequence[Member]
) -> list[GroupMember]:
    """Say who belongs to a group; the roster before is replaced, the audit keeps it.

    Raises
    ------
    BadInputError
        ``unit.not_group``: the unit is a single one.
    """
    if by is not None:
        require(by, "plans.unit.roster", group)
    if group.kind != "group":
        msg = f"{group.name} is no group."
        raise BadInputError(msg, code="unit.not_group", unit=group.name)
    before = list(group.members.values_list("name", flat=True))
    group.members.all().delete()
    rows = [
        GroupMember(
            group=group,
            name=member.name,
            organisation=member.organisation,
            valid_from=member.valid_from,
            valid_to=member.valid_to,
            source=member.source,
        )
        for member in members
    ]
    made = GroupMember.objects.bulk_create(rows)
    audit.record(
        by=by,
        action="plans.unit.roster",
        target=group,
        data={"before": before, "after": [member.name for member in members]},
    )
    return made
