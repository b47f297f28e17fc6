"""Where targets stand: lists, counts, and what the plan's pages show of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

import attrs
from django.db.models import F, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.urls import reverse

from dafeng.web.assessment.convert import pairs
from dafeng.web.assessment.models import (
    AssessmentRun,
    StateCode,
    TargetBinding,
    TargetStanding,
)
from dafeng.web.assessment.selectors.runs import KEPT, run_of_plan, runs_of_plan
from dafeng.web.assessment.selectors.scores import scores_for
from dafeng.web.assessment.sentences import told_lazily
from dafeng.web.core.selectors import Person
from dafeng.web.plans.models import Clause, Plan, PlanUnit, Target
from dafeng.web.plans.standing import PlanStands, TargetStands, UnitStands

NO_YEAR = "none"
LATE = ("data", "work")
SORTS = {
    "key": ("order",),
    "indicator": ("indicator", "order"),
    "year": ("year", "order"),
    "state": ("state", "order"),
    "value": ("value", "order"),
    "distance": ("distance", "order"),
    "probability": ("probability", "order"),
}
BULKY = (
    *("missing", "evidence", "history", "path", "inputs"),
    *("target__original", "target__quote"),
)


@attrs.frozen(kw_only=True)
class StandingFilter:
    """What the table is narrowed to; empty fields do not narrow."""

    q: str = ""
    state: str = ""
    year: str = ""
    field: str = ""
    unit: str = ""
    late: str = ""
    sort: str = "key"


@attrs.frozen(kw_only=True)
class FieldState:
    """How many targets of one field and state there are."""

    field: str
    title: str
    state: str
    count: int


@attrs.frozen(kw_only=True)
class YearStates:
    """How the targets of one year stand.

    Attributes
    ----------
    year : int or None
        None gathers targets without a year.
    settled : bool
        Whether any of them was judged by its final figure.
    states : Counter
        Number of targets by state.
    """

    year: int | None
    settled: bool
    states: Counter[str]

    @property
    def total(self) -> int:
        """All of them."""
        return self.states.total()

    @property
    def met(self) -> int:
        """Met by their figure."""
        return self._count(StateCode.MET)

    @property
    def missed(self) -> int:
        """Missed by their figure."""
        return self._count(StateCode.MISSED)

    @property
    def well(self) -> int:
        """Met already, or on the way."""
        return self._count(StateCode.MET, StateCode.ON_TRACK)

    @property
    def at_risk(self) -> int:
        """Near the path, not sure."""
        return self._count(StateCode.AT_RISK)

    @property
    def behind(self) -> int:
        """Behind the path, or missed."""
        return self._count(StateCode.OFF_TRACK, StateCode.MISSED)

    @property
    def right_way(self) -> int:
        """Without a figure, going the right way: counted apart everywhere."""
        return self._count(StateCode.DIRECTIONAL_YES)

    @property
    def wrong_way(self) -> int:
        """Without a figure, going the wrong way: counted apart everywhere."""
        return self._count(StateCode.DIRECTIONAL_NO)

    @property
    def unknown(self) -> int:
        """Without data, or not handed down yet."""
        return self._count(StateCode.UNKNOWN, StateCode.DELEGATED_UNSET)

    @property
    def undecided(self) -> int:
        """Neither met nor missed, nor judged by their direction."""
        judged = self.met + self.missed + self.right_way + self.wrong_way
        return self.total - judged

    def _count(self, *states: StateCode) -> int:
        return sum(self.states[state.value] for state in states)


def standings_of_run(run: AssessmentRun) -> QuerySet[TargetStanding]:
    """Every target of a run with its field, without the bulky parts."""
    rows = TargetStanding.objects.filter(run=run).defer(*BULKY)
    return rows.select_related("target__clause__field", "run__plan")


def standings_shown(
    run: AssessmentRun, wanted: StandingFilter
) -> QuerySet[TargetStanding]:
    """The filtered list in the order that was asked for."""
    rows = standings_of_run(run).filter(_condition(wanted))
    if wanted.unit:
        rows = rows.filter(target__units__key=wanted.unit)
    return rows.order_by(*_order(wanted.sort))


def standings_listed(
    run: AssessmentRun, wanted: StandingFilter
) -> QuerySet[TargetStanding]:
    """The same for the table of a page, which shows nothing of the plan's own."""
    return standings_shown(run, wanted).select_related(None)


def _condition(wanted: StandingFilter) -> Q:
    condition = Q()
    if wanted.state:
        condition &= Q(state=wanted.state)
    if wanted.year == NO_YEAR:
        condition &= Q(year__isnull=True)
    elif wanted.year:
        condition &= Q(year=int(wanted.year))
    if wanted.field:
        condition &= Q(target__clause__field__ref=wanted.field)
    if wanted.late:
        condition &= Q(**{f"{wanted.late}_late": True})
    for word in wanted.q.split():
        condition &= (
            Q(indicator__icontains=word) | Q(key__iexact=word) | Q(clause__iexact=word)
        )
    return condition


def _order(sort: str) -> list[str | Combinable]:
    first, *rest = SORTS.get(sort.removeprefix("-"), SORTS["key"])
    if sort.startswith("-"):
        return [F(first).desc(nulls_last=True), *rest]
    return [F(first).asc(nulls_last=True), *rest]


def standing_of(run: AssessmentRun, key: str) -> TargetStanding | None:
    """One target of a run with everything that is known about it."""
    rows = TargetStanding.objects.filter(run=run, key=key).order_by("pk")
    return rows.select_related("target__clause", "target__plan", "run__plan").first()


def standing_in_force(user: Person, target: Target) -> TargetStanding | None:
    """The same of the result that tells where the target's plan stands."""
    run = runs_of_plan(user, target.plan).values("pk")[:1]
    rows = TargetStanding.objects.filter(run=Subquery(run), key=target.key)
    found = rows.order_by("pk").select_related("run__organisation").first()
    if found is not None and found.target_id == target.pk:
        found.target, found.run.plan = target, target.plan
    return found


def binding_of(standing: TargetStanding) -> TargetBinding | None:
    """How a person said that the target is reckoned; None where the rule chose."""
    rows = TargetBinding.objects.filter(target=standing.target_id)
    return rows.select_related("decided_by", "target__plan__owner").first()


def indicators_of(run: AssessmentRun) -> dict[str, str]:
    """Indicator of every target of a run, by key: to name what points are about."""
    return dict(run.standings.values_list("key", "indicator"))


@attrs.frozen(kw_only=True)
class Counted:
    """What the first page counts of a target, and no more."""

    year: int | None
    state: str
    settled: bool
    field: str
    title: str


def standings_counted(run: AssessmentRun) -> list[Counted]:
    """Every target of a run, with its field."""
    clause = "target__clause"
    rows = run.standings.order_by("order", "pk").values_list(
        *("year", "state", "settled", "clause", f"{clause}__ref", f"{clause}__title"),
        *(f"{clause}__field__ref", f"{clause}__field__title"),
    )
    return [
        Counted(
            year=year,
            state=state,
            settled=settled,
            field=field_ref or ref or named,
            title=(field_title or field_ref) if field_ref else (title or ref or named),
        )
        for year, state, settled, named, ref, title, field_ref, field_title in rows
    ]


def years_of(standings: Iterable[Counted]) -> list[YearStates]:
    """States by year, years ascending, targets without a year last."""
    by_year: dict[int | None, list[Counted]] = {}
    for one in standings:
        by_year.setdefault(one.year, []).append(one)
    return [
        YearStates(
            year=year,
            settled=year is not None and any(one.settled for one in rows),
            states=Counter(one.state for one in rows),
        )
        for year, rows in sorted(
            by_year.items(), key=lambda pair: (pair[0] is None, pair[0] or 0)
        )
    ]


def leading_year(years: Sequence[YearStates]) -> int | None:
    """The year that a page leads with: of those still open, that with most targets."""
    dated = [one for one in years if one.year is not None]
    still_open = [one for one in dated if not one.settled]
    leading = max(
        still_open or dated, key=lambda one: (one.total, one.year or 0), default=None
    )
    return None if leading is None else leading.year


def closed_year(years: Sequence[YearStates]) -> YearStates | None:
    """The settled year with most targets."""
    settled = [one for one in years if one.year is not None and one.settled]
    return max(settled, key=lambda one: (one.total, one.year or 0), default=None)


def cells_of(standings: Iterable[Counted]) -> list[FieldState]:
    """Counts by field and state."""
    counted = Counter((one.field, one.title, one.state) for one in standings)
    return [
        FieldState(field=ref, title=title, state=state, count=count)
        for (ref, title, state), count in counted.items()
    ]


def fields_of_run(run: AssessmentRun) -> list[Clause]:
    """Fields that hold targets of the run, in the order of the document."""
    rows = Clause.objects.filter(plan=run.plan, covers__targets__standings__run=run)
    return list(rows.distinct().order_by("order"))


def units_of_run(run: AssessmentRun) -> list[PlanUnit]:
    """Units that answer for targets of the run, in the order of the document."""
    rows = PlanUnit.objects.filter(plan=run.plan, targets__standings__run=run)
    return list(rows.distinct().order_by("order"))


def years_in_run(run: AssessmentRun) -> list[int]:
    """Years in which targets of the run are due, ascending."""
    rows = run.standings.exclude(year=None).values_list("year", flat=True)
    return sorted({year for year in rows if year is not None})


TOLD = (
    *("key", "state", "value", "unit", "period", "expected", "probability"),
    *("reason", "history", "path"),
)
"""What the plan's pages are told about a target."""
_TOLD_APART = ("key", "reason", "history", "path")


def _as_plans_know_it(told: Mapping[str, Any], address: str) -> TargetStands:
    """One target out of its row; figures over the years are pairs in JSON."""
    return TargetStands(
        **{name: told[name] for name in TOLD if name not in _TOLD_APART},
        reason=told_lazily(told["reason"]),
        history=tuple(pairs(told["history"])),
        path=tuple((int(year), value) for year, value in pairs(told["path"])),
        address=address,
    )


def _targets(pk: int, _seal: str, begins: str) -> Mapping[str, TargetStands]:
    rows = TargetStanding.objects.filter(run=pk).order_by().values(*TOLD)
    return MappingProxyType(
        {
            told["key"]: _as_plans_know_it(told, f"{begins}{told['key']}/")
            for told in rows
        }
    )


_sealed_targets = lru_cache(maxsize=KEPT)(_targets)
"""The same, kept: what a seal holds never changes."""


class RunStandings:
    """Tells the plan's pages where targets and units stand."""

    def of_plan(self, plan: Plan, reader: Person) -> PlanStands:
        """What the reader may know, out of the result in force."""
        run = run_of_plan(reader, plan)
        if run is None:
            return PlanStands()
        begins = reverse("assessment:target", args=[*run.address, "-"])[:-2]
        unit_begins = reverse("assessment:unit", args=[*run.address, "-"])[:-2]
        read = _sealed_targets if run.seal else _targets
        targets = read(run.pk, run.seal, begins)
        scores = scores_for(reader, run).filter(plan_unit__isnull=False)
        units = {
            key: UnitStands(
                score=score,
                grade=grade,
                rank=rank,
                of=run.units_count,
                address=f"{unit_begins}{quote(unit)}/",
            )
            for key, unit, score, grade, rank in scores.values_list(
                "plan_unit__key", "unit", "score", "grade", "rank"
            )
        }
        return PlanStands(
            targets=targets,
            units=units,
            period=run.period,
            scheme=run.scheme,
            address=run.get_absolute_url(),
        )
