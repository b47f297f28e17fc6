"""Reading units: the plan's own, and the registered organisations that they are."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
from django.db.models import Count, Q, QuerySet

from dafeng.plan.records import Role
from dafeng.web.core.models import (
    Organisation,
    OrganisationKind,
    OrganisationName,
)
from dafeng.web.plans.models import (
    LIVE,
    Clause,
    Plan,
    PlanUnit,
    TaskResponsibility,
)


def organisations_by_name() -> dict[str, Organisation]:
    """Registered organisations under every name that they have or had.

    A name that two organisations share is left out: nobody is linked by a guess.
    """
    named: dict[str, set[int]] = {}
    by_id: dict[int, Organisation] = {}
    for organisation in Organisation.objects.all():
        by_id[organisation.pk] = organisation
        for name in (organisation.name_zh, organisation.short_zh):
            if name:
                named.setdefault(name, set()).add(organisation.pk)
    for organisation_id, name in OrganisationName.objects.values_list(
        "organisation_id", "name"
    ):
        named.setdefault(name, set()).add(organisation_id)
    return {name: by_id[min(ids)] for name, ids in named.items() if len(ids) == 1}


def present_names(plan: Plan) -> dict[str, str]:
    """Every spelling of the plan's units, with the name that the unit has now."""
    names: dict[str, str] = {}
    rows = PlanUnit.objects.filter(plan=plan).only("name", "variants", "original")
    for unit in rows:
        read = (unit.original or {}).get("name")
        for spelling in (*unit.variants, *([read] if read else [])):
            names.setdefault(spelling, unit.name)
    names |= {unit.name: unit.name for unit in rows}
    return names


GROUP_WORDS = (
    (("乡镇", "街道", "镇街"), OrganisationKind.TOWNSHIP),
    (("园区",), OrganisationKind.PARK),
)


def members_of_group(group: PlanUnit, owner: Organisation) -> QuerySet[Organisation]:
    """Registered organisations that a group's words speak of.

    各乡镇园区 is all townships and parks below the owner; 各相关单位 names nobody.
    """
    kinds = [
        kind for words, kind in GROUP_WORDS if any(word in group.name for word in words)
    ]
    if "有关" in group.name or "相关" in group.name:
        kinds = []
    return Organisation.objects.filter(path__startswith=owner.path, kind__in=kinds)


@attrs.frozen(kw_only=True)
class DutyCounts:
    """How many units and tasks a plan names."""

    units: int
    tasks: int


def duty_counts(plan: Plan) -> DutyCounts:
    """Count what a plan names beside its targets."""
    return DutyCounts(
        units=plan.planunits.filter(state__in=LIVE).count(),
        tasks=plan.tasks.filter(state__in=LIVE).count(),
    )


@attrs.frozen(kw_only=True)
class UnitDuties:
    """A row of the duty matrix: a unit, and in each field what it leads and supports.

    ``cells`` follows the fields of the page; a cell is (lead, other) tasks.
    """

    unit: PlanUnit
    cells: tuple[tuple[int, int], ...]
    lead: int
    other: int
    targets: int


def duty_matrix(plan: Plan, fields: Sequence[Clause]) -> list[UnitDuties]:
    """Live units with their tasks by field, those with most to lead first."""
    duties = TaskResponsibility.objects.filter(
        task__plan=plan, task__state__in=LIVE, unit__state__in=LIVE
    ).values_list("unit_id", "task__clause__field_id", "role")
    counted: dict[tuple[int, int | None, bool], int] = {}
    for unit_id, field_id, role in duties:
        place = (unit_id, field_id, role == Role.LEAD)
        counted[place] = counted.get(place, 0) + 1
    live = Count("targets", filter=Q(targets__state__in=LIVE), distinct=True)
    units = plan.planunits.filter(state__in=LIVE).annotate(target_count=live)
    rows = [_duties(unit, fields, counted) for unit in units]
    return sorted(rows, key=lambda row: (-row.lead, -row.other, row.unit.order))


def _duties(
    unit: PlanUnit,
    fields: Sequence[Clause],
    counted: dict[tuple[int, int | None, bool], int],
) -> UnitDuties:
    cells = tuple(
        (
            counted.get((unit.pk, field.pk, True), 0),
            counted.get((unit.pk, field.pk, False), 0),
        )
        for field in fields
    )
    return UnitDuties(
        unit=unit,
        cells=cells,
        lead=sum(lead for lead, _other in cells),
        other=sum(other for _lead, other in cells),
        targets=int(getattr(unit, "target_count", 0)),
    )


def task_fields_of(plan: Plan) -> list[Clause]:
    """The fields of a plan that hold tasks, in the order of the document."""
    rows = Clause.objects.filter(plan=plan, covers__tasks__state__in=LIVE)
    return list(rows.distinct().order_by("order"))


def groups_with(unit: PlanUnit) -> list[PlanUnit]:
    """Groups of the plan whose roster names the unit, by register or by name."""
    named = Q(members__name__in=[unit.name, *unit.variants])
    if unit.organisation_id is not None:
        named |= Q(members__organisation=unit.organisation_id)
    rows = PlanUnit.objects.filter(named, plan=unit.plan).distinct()
    return list(rows.order_by("order"))
