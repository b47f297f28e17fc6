"""Targets by the numbers that people know them by, in every plan in force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Q, QuerySet

from dafeng.web.core.models import Organisation
from dafeng.web.core.selectors import Person
from dafeng.web.plans.models import ACCEPTED, Plan, PlanStatus, Target
from dafeng.web.plans.selectors.plans import current_plan_for, plans_for

BETWEEN = "/"
"""Stands between the address of a plan and the number of its target."""


def plans_in_force(user: Person, organisation: Organisation) -> QuerySet[Plan]:
    """Published plans of the district, of what lies in it, and of what it lies in."""
    path = organisation.path
    above = [path[: at + 1] for at, letter in enumerate(path) if letter == "/"]
    mine = Q(owner__path__startswith=path) | Q(owner__path__in=above)
    rows = plans_for(user).filter(mine, status=PlanStatus.PUBLISHED)
    return rows.order_by("-published_at", "-pk")


def target_number(target: Target, current: Plan | None) -> str:
    """How a form names a target: by its number, with the plan where it is another."""
    if current is not None and target.plan_id == current.pk:
        return target.key
    return f"{target.plan.slug}{BETWEEN}{target.key}"


def targets_of_numbers(
    user: Person,
    organisation: Organisation,
    numbers: Iterable[str],
    linked: Iterable[Target] = (),
) -> Mapping[str, Target]:
    """Targets by the numbers that a form names them by; unknown ones are left out.

    A number alone is one of the current plan, else of the only plan in force that has
    it.  What is linked already stays known, whatever became of its plan.
    """
    asked, current = list(numbers), current_plan_for(user)
    keys = {one.rpartition(BETWEEN)[2] for one in asked}
    plans = plans_in_force(user, organisation)
    known = Q(plan__in=plans.values("pk")) | Q(plan=current)
    rows = Target.objects.filter(known, key__in=keys, state__in=ACCEPTED)
    found: dict[str, Target] = {}
    bare: dict[str, list[Target]] = {}
    for row in (*linked, *rows.select_related("plan")):
        found[target_number(row, current)] = row
        found[f"{row.plan.slug}{BETWEEN}{row.key}"] = row
        bare.setdefault(row.key, []).append(row)
    for key, rows_of_key in bare.items():
        if key not in found and len({row.pk for row in rows_of_key}) == 1:
            found[key] = rows_of_key[0]
    return {one: found[one] for one in asked if one in found}
