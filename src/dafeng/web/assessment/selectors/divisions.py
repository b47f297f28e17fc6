"""The yearly division of tasks, and how the plans of the house hang together.

Both are reckoned on first sight and kept in the memory of the process until a plan, a
roster, a letter or an exemption changes.
"""

from __future__ import annotations

from functools import lru_cache

from django.db.models import Max, Q

from dafeng.assessment.coverage import Coverage, Level, SectorPlan, coverage
from dafeng.assessment.division import Catalogue, Division, DivisionInputs, divide
from dafeng.web.assessment.convert import decree_record, exemption_record
from dafeng.web.assessment.models import Decree, DecreeState, Exemption, PlanLevel
from dafeng.web.assessment.selectors.members import members_of
from dafeng.web.core.models import AuditRow
from dafeng.web.core.selectors import Person
from dafeng.web.plans.models import Plan
from dafeng.web.plans.selectors.plans import confirmed_plan, plan_as_read, plans_for

CHANGES = (
    Q(action__startswith="plans.")
    | Q(action__startswith="assessment.decree")
    | Q(action__startswith="assessment.exemption")
    | Q(action__startswith="assessment.coverage")
)


def stamp() -> int:
    """Number of the last act that may have changed what is asked of anybody."""
    found = AuditRow.objects.filter(CHANGES).aggregate(last=Max("number"))
    return found["last"] or 0


def division_of(plan: Plan, year: int) -> Division:
    """Tasks of a year by unit."""
    return _division(plan.pk, year, stamp())


@lru_cache(maxsize=16)
def _division(pk: int, year: int, _stamp: int) -> Division:
    plan = Plan.objects.select_related("owner").get(pk=pk)
    decrees = Decree.objects.filter(target__plan=plan, state=DecreeState.APPROVED)
    exemptions = Exemption.objects.filter(plan=plan)
    inputs = DivisionInputs(
        decrees=tuple(
            decree_record(row)
            for row in decrees.select_related("target", "entered_by").order_by("pk")
        ),
        members=members_of(plan),
        exemptions=tuple(
            exemption_record(row)
            for row in exemptions.select_related("unit", "approved_by").order_by("pk")
        ),
        catalogue=Catalogue.packaged(),
    )
    return divide(confirmed_plan(plan), year, inputs)


def levels_of(main: Plan) -> list[PlanLevel]:
    """Plans that hang on the district's."""
    rows = PlanLevel.objects.filter(main=main)
    return list(rows.select_related("plan", "set_by").order_by("level", "name"))


def plans_beside(user: Person, main: Plan) -> list[Plan]:
    """Other plans of the house that the person may see."""
    rows = plans_for(user).exclude(pk=main.pk).exclude(status="superseded")
    return list(rows.order_by("title"))


def coverage_of(main: Plan) -> Coverage | None:
    """How the plans hang together; None while none hangs on the district's."""
    levels = [(row.plan_id, row.level, row.name) for row in levels_of(main)]
    return _coverage(main.pk, tuple(levels), stamp()) if levels else None


@lru_cache(maxsize=4)
def _coverage(
    pk: int, levels: tuple[tuple[int, str, str], ...], _stamp: int
) -> Coverage:
    plans = Plan.objects.in_bulk([pk, *(one for one, _level, _name in levels)])
    sectors = [
        SectorPlan(name=name, plan=plan_as_read(plans[one]), level=Level(level))
        for one, level, name in levels
        if level != Level.ABOVE.value
    ]
    above = [
        plan_as_read(plans[one])
        for one, level, _name in levels
        if level == Level.ABOVE.value
    ]
    return coverage(confirmed_plan(plans[pk]), sectors, above)
