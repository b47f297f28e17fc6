"""Which results a person may see, and where they are found."""

from __future__ import annotations

from functools import lru_cache

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from dafeng.base.findings import Finding
from dafeng.web.assessment.convert import from_plain
from dafeng.web.assessment.models import (
    DRAFT_MARK,
    AssessmentRun,
    RunRecord,
    RunStatus,
)
from dafeng.web.core.rights import paths_where
from dafeng.web.core.selectors import Person, within
from dafeng.web.plans.models import Plan
from dafeng.web.plans.selectors.plans import OPEN_TO_ALL, current_plan_for

KEPT = 8
"""Results of which a worker keeps what it has read: a seal's content never changes."""
_FROZEN_FIRST = Case(
    When(status=RunStatus.FROZEN, then=Value(0)),
    default=Value(1),
    output_field=IntegerField(),
)


def runs_for(user: Person) -> QuerySet[AssessmentRun]:
    """Frozen results of published plans; all others for people of the district."""
    paths = paths_where(user, "assessment.run.view")
    public = Q(status=RunStatus.FROZEN, plan__status__in=OPEN_TO_ALL)
    rows = AssessmentRun.objects.filter(public | within("organisation__path", paths))
    return rows.select_related("plan__owner", "organisation")


def runs_in_force(user: Person) -> QuerySet[AssessmentRun]:
    """Results that nothing replaced: newest period, broadest scheme, frozen first."""
    rows = runs_for(user).exclude(status=RunStatus.REPLACED)
    return rows.order_by("-period", "-units_count", _FROZEN_FIRST, "-pk")


def run_at(user: Person, slug: str, period: str, scheme: str) -> AssessmentRun | None:
    """The result at an address; ``district-2023.draft`` is the draft beside it."""
    name = scheme.removesuffix(DRAFT_MARK)
    status = RunStatus.DRAFT if scheme != name else RunStatus.FROZEN
    found = runs_for(user).filter(plan__slug=slug, period=period, scheme=name)
    return found.filter(status=status).first()


def latest_run(user: Person) -> AssessmentRun | None:
    """The result of the first page: of the plan that the house leads with."""
    runs = runs_in_force(user)
    plan = current_plan_for(user)
    of_plan = None if plan is None else runs.filter(plan=plan).first()
    return of_plan or runs.first()


def runs_beside(user: Person, run: AssessmentRun) -> list[AssessmentRun]:
    """Every result of the same plan that is in force: what the switches offer."""
    return _all_of(run.plan, runs_in_force(user).filter(plan=run.plan))


def run_of_plan(user: Person, plan: Plan) -> AssessmentRun | None:
    """The result that tells where a plan stands: frozen before draft."""
    return next(iter(_all_of(plan, runs_of_plan(user, plan)[:1])), None)


def _all_of(plan: Plan, runs: QuerySet[AssessmentRun]) -> list[AssessmentRun]:
    """Results of a plan that is at hand already: it is not read once more."""
    found = list(runs.select_related(None).defer("words"))
    for run in found:
        run.plan = plan
    return found


def runs_of_plan(user: Person, plan: Plan) -> QuerySet[AssessmentRun]:
    """Results of a plan in force, what tells where it stands at the head."""
    runs = runs_in_force(user).filter(plan=plan)
    return runs.order_by(_FROZEN_FIRST, "-period", "-units_count", "-pk")


def run_before(user: Person, run: AssessmentRun) -> AssessmentRun | None:
    """The result to compare with: the last one of an earlier period, frozen first."""
    runs = runs_in_force(user).filter(
        plan=run.plan, scheme=run.scheme, period__lt=run.period
    )
    runs = runs.order_by("-period", _FROZEN_FIRST)[:1]
    return next(iter(_all_of(run.plan, runs)), None)


def findings_of(run: AssessmentRun) -> tuple[Finding, ...]:
    """What was noticed when the result was made."""
    return _sealed_findings(run.pk, run.seal) if run.seal else _findings(run.pk)


def _findings(pk: int) -> tuple[Finding, ...]:
    rows = RunRecord.objects.filter(run=pk).values_list("content__findings", flat=True)
    return tuple(from_plain(one, Finding) for one in rows.get())


@lru_cache(maxsize=KEPT)
def _sealed_findings(pk: int, seal: str) -> tuple[Finding, ...]:  # noqa: ARG001 - key
    return _findings(pk)


def runs_to_compare(user: Person, run: AssessmentRun) -> list[AssessmentRun]:
    """Results that this one can be held against.

    The last one of an earlier period, draft or frozen beside it, what it corrected.
    """
    rows = runs_for(user).filter(plan=run.plan_id, scheme=run.scheme).order_by("-pk")
    rows = rows.prefetch_related("replaced_by")
    runs = [one for one in _all_of(run.plan, rows) if one.pk != run.pk]
    in_force = [one for one in runs if one.status != RunStatus.REPLACED]
    before = max(
        (one for one in in_force if one.period < run.period),
        key=lambda one: (one.period, one.status == RunStatus.FROZEN),
        default=None,
    )
    same = [one for one in runs if one.period == run.period]
    twins = [one for one in same if one.status != RunStatus.REPLACED]
    corrected = [one for one in same if one.status == RunStatus.REPLACED and one.seal]
    return [*([] if before is None else [before]), *twins, *corrected]


def run_beside(user: Person, run: AssessmentRun, pk: int) -> AssessmentRun | None:
    """Another result of the same plan, if the person may see it."""
    return runs_for(user).filter(plan=run.plan, pk=pk).exclude(pk=run.pk).first()
