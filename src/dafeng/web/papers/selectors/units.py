"""Units that get a sheet of their own."""

from __future__ import annotations

from dafeng.web.core.models import Organisation
from dafeng.web.plans.models import Plan
from dafeng.web.work.models import Task, TaskUnit
from dafeng.web.work.selectors.task_sheets import OUTSIDE


def units_with_tasks(plan: Plan, year: int) -> list[Organisation]:
    """Units that lead a task of the year or help with one, in the tree's order."""
    tasks = Task.objects.filter(organisation=plan.owner, year=year)
    handed_out = tasks.exclude(state__in=OUTSIDE)
    helped = TaskUnit.objects.filter(task__in=handed_out.values("pk"))
    led = handed_out.values("lead")
    rows = Organisation.objects.filter(pk__in=led) | Organisation.objects.filter(
        pk__in=helped.values("organisation")
    )
    return list(rows.exclude(pk=plan.owner_id).order_by("path"))
