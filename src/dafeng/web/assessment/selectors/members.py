"""Who belongs to the groups of a plan, as the core's records."""

from __future__ import annotations

from dafeng.assessment.records import Member
from dafeng.web.plans.models import GroupMember, Plan


def members_of(plan: Plan) -> tuple[Member, ...]:
    """Who belongs to which group of a plan, and how long."""
    rows = GroupMember.objects.filter(group__plan=plan).select_related("group")
    return tuple(
        Member(
            group=row.group.name,
            unit=row.name,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
        for row in rows.order_by("group__order", "pk")
    )
