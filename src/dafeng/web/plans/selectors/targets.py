"""Reading targets: what the plan promises, narrowed by the address of the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import attrs
from django.db.models import F, Q, QuerySet
from django.db.models.expressions import Combinable

from dafeng.plan.records import TargetKind
from dafeng.web.core.templatetags.dafeng import LIGHTS
from dafeng.web.plans.models import (
    ACCEPTED,
    LIVE,
    Clause,
    Plan,
    PlanUnit,
    ProposalState,
    Target,
)
from dafeng.web.plans.standing import PlanStands, TargetStands

NO_YEAR = "none"
SORTS = {
    "key": ("order", "pk"),
    "indicator": ("indicator", "order"),
    "clause": ("clause__order", "order"),
    "year": ("year", "order"),
    "value": ("value", "order"),
    "kind": ("kind", "order"),
    "softness": ("softness", "order"),
}
BY_STANDING = ("stands", "current", "probability")
"""Columns that the result of an assessment fills: sorted after it was joined."""
KIND_GROUPS: tuple[tuple[str, tuple[TargetKind, ...]], ...] = (
    ("level", (TargetKind.LEVEL, TargetKind.RELATIVE_CHANGE)),
    ("count", (TargetKind.COUNT, TargetKind.CAPACITY)),
    (
        "status",
        (TargetKind.STATUS, TargetKind.PROHIBITION, TargetKind.THRESHOLD),
    ),
    ("open", (TargetKind.DELEGATED, TargetKind.DIRECTIONAL)),
)
GROUP_OF = {kind.value: name for name, kinds in KIND_GROUPS for kind in kinds}


@attrs.frozen(kw_only=True)
class TargetFilter:
    """What the table is narrowed to; empty fields do not narrow."""

    year: str = ""
    field: str = ""
    kind: str = ""
    softness: str = ""
    unit: str = ""
    state: str = ""
    stands: str = ""
    q: str = ""
    sort: str = "key"


@attrs.frozen(kw_only=True)
class FieldYearCount:
    """How many targets of one field, year and group of kinds."""

    field: str
    title: str
    year: int | None
    group: str
    count: int


@attrs.frozen(kw_only=True)
class PromiseSummary:
    """What a set of targets promises, in numbers.

    Attributes
    ----------
    by_year : tuple of (int or None, int)
        Number of targets for each year, years ascending, without year last.
    figureless : int
        Targets without a figure.
    open : int
        Targets that nobody has decided about.
    """

    total: int
    by_year: tuple[tuple[int | None, int], ...]
    figureless: int
    open: int
    cells: tuple[FieldYearCount, ...]


def live_targets(plan: Plan) -> QuerySet[Target]:
    """Targets that stand: proposed, confirmed or corrected."""
    rows = Target.objects.filter(plan=plan, state__in=LIVE)
    return rows.select_related("clause__field", "plan")


def targets_shown(
    plan: Plan, wanted: TargetFilter, stands: PlanStands | None = None
) -> QuerySet[Target]:
    """The rows of the table, in its order, with their units.

    ``stands`` says where they stand; it is needed to narrow by that.
    """
    rows = live_targets(plan).filter(_condition(wanted))
    if wanted.stands:
        known = stands or PlanStands()
        keys = rows.values_list("key", flat=True)
        rows = rows.filter(key__in=known.keys_in(wanted.stands, keys))
    if wanted.unit:
        rows = rows.filter(units__key=wanted.unit)
    rows = rows.prefetch_related("responsibilities__unit")
    return rows.order_by(*_order(wanted.sort))


def targets_in_order(
    plan: Plan, wanted: TargetFilter, stands: PlanStands
) -> QuerySet[Target] | list[Target]:
    """The rows of the table in the order that was asked for, whoever knows it."""
    name = wanted.sort.removeprefix("-")
    if name not in BY_STANDING:
        return targets_shown(plan, wanted, stands)
    rows = targets_shown(plan, attrs.evolve(wanted, sort="key"), stands)
    known: list[tuple[Any, Target]] = []
    rest: list[tuple[Any, Target]] = []
    for row in rows:
        place = _place(stands.of(row.key), name)
        (rest if place is None else known).append((place, row))
    known.sort(key=lambda one: one[0], reverse=wanted.sort.startswith("-"))
    return [row for _place, row in (*known, *rest)]


def _place(stand: TargetStands, name: str) -> Any:
    """Where a target belongs in a column; None for what is unknown."""
    if name == "stands":
        return list(LIGHTS).index(stand.state)
    return stand.value if name == "current" else stand.probability


def _condition(wanted: TargetFilter) -> Q:
    condition = Q()
    if wanted.year == NO_YEAR:
        condition &= Q(year__isnull=True)
    elif wanted.year:
        condition &= Q(year=int(wanted.year))
    if wanted.field:
        condition &= Q(clause__field__ref=wanted.field)
    if wanted.kind:
        condition &= Q(kind=wanted.kind)
    if wanted.softness:
        condition &= Q(softness=wanted.softness)
    if wanted.state == "accepted":
        condition &= Q(state__in=ACCEPTED)
    elif wanted.state:
        condition &= Q(state=wanted.state)
    for word in wanted.q.split():
        condition &= (
            Q(indicator__icontains=word)
            | Q(key__iexact=word)
            | Q(clause__ref__iexact=word)
            | Q(scope__icontains=word)
        )
    return condition


def _order(sort: str) -> list[str | Combinable]:
    name = sort.removeprefix("-")
    first, *rest = SORTS.get(name, SORTS["key"])
    if sort.startswith("-"):
        return [F(first).desc(nulls_last=True), *rest]
    return [F(first).asc(nulls_last=True), *rest]


def promise_summary(targets: Iterable[Target]) -> PromiseSummary:
    """Count a set of targets that were fetched with their clauses' fields."""
    rows = list(targets)
    years = Counter(row.year for row in rows)
    cells = Counter(
        (_field(row).ref, _field(row).title, row.year, GROUP_OF[row.kind])
        for row in rows
    )
    return PromiseSummary(
        total=len(rows),
        by_year=tuple(sorted(years.items(), key=lambda one: (one[0] is None, one[0]))),
        figureless=sum(row.value is None for row in rows),
        open=sum(row.state == ProposalState.PROPOSED for row in rows),
        cells=tuple(
            FieldYearCount(field=ref, title=title, year=year, group=group, count=count)
            for (ref, title, year, group), count in cells.items()
        ),
    )


def _field(target: Target) -> Clause:
    return target.clause.field or target.clause


def fields_of(plan: Plan) -> list[Clause]:
    """The fields of a plan that hold targets, in the order of the document."""
    rows = Clause.objects.filter(plan=plan, covers__targets__state__in=LIVE)
    return list(rows.distinct().order_by("order"))


def years_of(plan: Plan) -> list[int]:
    """The years that targets are due, ascending."""
    years = live_targets(plan).exclude(year=None).values_list("year", flat=True)
    return sorted({year for year in years if year is not None})


def units_of(plan: Plan) -> list[PlanUnit]:
    """The units that answer for a live target, in the order of the document."""
    rows = PlanUnit.objects.filter(plan=plan, targets__state__in=LIVE)
    return list(rows.distinct().order_by("order"))


def siblings_of(target: Target) -> Sequence[Target]:
    """Live targets of the same indicator and scope, by year: the path it belongs to."""
    rows = live_targets(target.plan)
    same = Q(indicator=target.indicator)
    if target.indicator_code:
        same |= Q(indicator_code=target.indicator_code)
    return list(rows.filter(same).order_by(F("year").asc(nulls_last=True), "order"))
