"""Say how a plan stands to the district's own."""

from __future__ import annotations

from django.db import transaction

from dafeng.web.assessment.models import LevelCode, PlanLevel
from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.core.permissions import require
from dafeng.web.plans.models import Plan


@transaction.atomic
def plan_level_set(
    *, plan: Plan, main: Plan, by: User | None, level: LevelCode | None, name: str
) -> PlanLevel | None:
    """Hang a plan on the district's; without a level it hangs there no more."""
    if by is not None:
        require(by, "assessment.coverage.set", main)
    row = PlanLevel.objects.select_for_update(of=("self",)).filter(plan=plan).first()
    if level is None:
        if row is not None:
            row.delete()
        _note(by, plan, main, "")
        return None
    row = row or PlanLevel(plan=plan)
    row.main, row.level, row.name, row.set_by = main, level, name.strip(), by
    row.full_clean()
    row.save()
    _note(by, plan, main, level)
    return row


def _note(by: User | None, plan: Plan, main: Plan, level: str) -> None:
    audit.record(
        by=by,
        action="assessment.coverage.set",
        target=plan,
        data={"main": main.slug, "level": str(level)},
    )
