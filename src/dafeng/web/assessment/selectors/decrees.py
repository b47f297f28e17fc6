"""Letters of the city, exemptions, and what they change."""

from __future__ import annotations

from decimal import Decimal

import attrs
from django.db.models import QuerySet

from dafeng.web.assessment.models import Decree, DecreeState, Exemption
from dafeng.web.assessment.selectors.inside import inside
from dafeng.web.core.selectors import Person
from dafeng.web.plans.models import ACCEPTED, Plan, Target, Task


@attrs.frozen(kw_only=True)
class DecreeRow:
    """A letter beside what the plan says.

    Attributes
    ----------
    decree : Decree
    differs : bool
        The plan states another figure for the same target and year.
    """

    decree: Decree
    differs: bool


def decrees_for(user: Person) -> QuerySet[Decree]:
    """Letters about plans of the person's district."""
    visible = inside("target__plan__owner__path", user, "assessment.decree.view")
    rows = Decree.objects.filter(visible)
    return rows.select_related(
        "target__plan__owner", "target__clause", "entered_by", "approved_by"
    )


def decree_rows(user: Person) -> list[DecreeRow]:
    """Letters, the newest first, with whether the plan says something else."""
    return [DecreeRow(decree=one, differs=_differs(one)) for one in decrees_for(user)]


def _differs(decree: Decree) -> bool:
    if decree.state == DecreeState.WITHDRAWN:
        return False
    said: Decimal | None = decree.target.value
    same_unit = (decree.target.unit or decree.unit) == decree.unit
    return said is not None and same_unit and said != decree.value


def targets_to_decree(plan: Plan | None) -> QuerySet[Target]:
    """Targets for which a letter can be entered; those without a figure first."""
    if plan is None:
        return Target.objects.none()
    rows = Target.objects.filter(plan=plan, state__in=ACCEPTED)
    return rows.order_by("value", "order")


def exemptions_for(user: Person) -> QuerySet[Exemption]:
    """Exemptions of plans of the person's district."""
    visible = inside("plan__owner__path", user, "assessment.exemption.view")
    rows = Exemption.objects.filter(visible)
    return rows.select_related("plan", "unit", "approved_by")


def subjects_of(plan: Plan) -> list[tuple[str, str]]:
    """Keys of everything that one can be exempted from: targets, then tasks."""
    targets = Target.objects.filter(plan=plan, state__in=ACCEPTED).order_by("order")
    tasks = Task.objects.filter(plan=plan, state__in=ACCEPTED).order_by("order")
    return [
        *((one.key, f"{one.key} {one.indicator}") for one in targets),
        *(
            (ref, f"{ref} {title}")
            for ref, title in tasks.values_list("clause__ref", "title")
        ),
    ]
