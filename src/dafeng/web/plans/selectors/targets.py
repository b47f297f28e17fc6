"""Reading targets: what the plan promises, narrowed by the address of the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import attrs
from django.db.models import F, Prefetch, Q, QuerySet
from django.db.models.expressions import Combinable

from dafeng.plan.records import TargetKind
from dafeng.web.core.templatetags.dafeng import LIGHTS
from dafeng.web.plans.models import (
    ACCEPTED,
    LIVE,
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
class CountedTarget:
    """What the first page counts of a target, and no more.

    ``field`` and ``title`` name the clause of its field, or its own where it has none;
    ``place`` is where the field stands in the document, None where there is none.
    """

    key: str
    year: int | None
    group: str
    figureless: bool
    open: bool
    field: str
    title: str
    place: int | None = None


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
    return plan.targets.filter(state__in=LIVE).select_related("clause__field")


def targets_counted(plan: Plan) -> list[CountedTarget]:
    """Targets that stand, with no more than a count of them asks for."""
    rows = plan.targets.filter(state__in=LIVE).values_list(
        *("key", "year", "kind", "value", "state", "clause__ref", "clause__title"),
        *(f"clause__field__{name}" for name in ("ref", "title", "order")),
    )
    return [_counted(*row) for row in rows]


def _counted(*row: Any) -> CountedTarget:
    key, year, kind, value, state, ref, title, *field = row
    field_ref, field_title, place = field
    return CountedTarget(
        key=key,
        year=year,
        group=GROUP_OF[kind],
        figureless=value is None,
        open=state == ProposalState.PROPOSED,
        field=ref if field_ref is None else field_ref,
        title=title if field_ref is None else field_title,
        place=place,
    )


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
    units = PlanUnit.objects.only("key", "name", "plan")
    rows = rows.prefetch_related(
        "responsibilities", Prefetch("responsibilities__unit", units)
    )
    return rows.defer("original", "quote").order_by(*_order(wanted.sort))


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


def promise_summary(targets: Sequence[CountedTarget]) -> PromiseSummary:
    """Count a set of targets."""
    years = Counter(one.year for one in targets)
    cells = Counter((one.field, one.title, one.year, one.group) for one in targets)
    return PromiseSummary(
        total=len(targets),
        by_year=tuple(sorted(years.items(), key=lambda one: (one[0] is None, one[0]))),
        figureless=sum(one.figureless for one in targets),
        open=sum(one.open for one in targets),
        cells=tuple(
            FieldYearCount(field=ref, title=title, year=year, group=group, count=count)
            for (ref, title, year, group), count in cells.items()
        ),
    )


def fields_of(targets: Sequence[CountedTarget]) -> list[tuple[str, str]]:
    """Ref and title of the fields that hold targets, in the order of the document."""
    found = {
        (one.place, one.field, one.title or one.field)
        for one in targets
        if one.place is not None
    }
    return [(ref, title) for _place, ref, title in sorted(found)]


def years_of(targets: Sequence[CountedTarget]) -> list[int]:
    """The years that targets are due, ascending."""
    return sorted({one.year for one in targets if one.year is not None})


def units_of(plan: Plan) -> list[PlanUnit]:
    """The units that answer for a live target, in the order of the document."""
    rows = PlanUnit.objects.filter(plan=plan, targets__state__in=LIVE)
    return list(rows.only("key", "name").distinct().order_by("order"))


def siblings_of(target: Target) -> Sequence[Target]:
    """Live targets of the same indicator and scope, by year: the path it belongs to."""
    rows = target.plan.targets.filter(state__in=LIVE).defer("original", "quote")
    same = Q(indicator=target.indicator)
    if target.indicator_code:
        same |= Q(indicator_code=target.indicator_code)
    return list(rows.filter(same).order_by(F("year").asc(nulls_last=True), "order"))
