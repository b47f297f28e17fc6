"""Keep a result: the run and what its pages show, in one transaction."""

from __future__ import annotations

import attrs
from django.db import transaction

from dafeng.assessment import ProposalStand, stand_of_proposals
from dafeng.assessment.records import Assessment, Case
from dafeng.web.assessment.convert import (
    Behind,
    Owners,
    SchemeWords,
    plain,
    proposal_rows,
    score_rows,
    standing_rows,
)
from dafeng.web.assessment.convert_acts import decision_record, proposal_record
from dafeng.web.assessment.models import (
    AssessmentRun,
    ProposalRow,
    RunRecord,
    RunStatus,
    Stand,
    TargetStanding,
    UnitScore,
)
from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.plans.models import Plan, PlanUnit, Target
from dafeng.web.plans.selectors.units import organisations_by_name


@attrs.frozen(kw_only=True)
class Made:
    """A result of the core with what its pages need; nothing is kept yet.

    Attributes
    ----------
    case, assessment : Case, Assessment
        What went in, what came out.
    behind : Behind
        Paths and inputs of the targets.
    words : SchemeWords
        Names of the scheme, its rules and grades.
    """

    case: Case
    assessment: Assessment
    words: SchemeWords
    behind: Behind = attrs.field(factory=Behind)


@transaction.atomic
def run_store(*, made: Made, plan: Plan, by: User | None) -> AssessmentRun:
    """Keep a result as a draft; the draft before it is replaced.

    What people decided about proposals that are still there holds on.
    """
    one = made.assessment
    beside = AssessmentRun.objects.select_for_update().filter(
        plan=plan, period=one.period, scheme=one.scheme
    )
    drafts = list(beside.filter(status=RunStatus.DRAFT))
    frozen = beside.filter(status=RunStatus.FROZEN).first()
    AssessmentRun.objects.filter(pk__in=[draft.pk for draft in drafts]).update(
        status=RunStatus.REPLACED
    )
    run = AssessmentRun(
        organisation=plan.owner,
        plan=plan,
        period=one.period,
        as_of=one.as_of,
        scheme=one.scheme,
        scheme_zh=made.words.name.zh,
        scheme_en=made.words.name.en,
        words=plain(made.words),
        made_by=by,
        synthetic=one.synthetic,
        case_sha256=one.inputs.case_sha256,
        units_count=len(one.units),
    )
    run.full_clean(exclude=("words",))
    run.save()
    RunRecord.objects.create(run=run, case=plain(made.case), content=plain(one))
    AssessmentRun.objects.filter(pk__in=[draft.pk for draft in drafts]).update(
        replaced_by=run
    )
    _rows_store(run, made)
    if frozen is not None:
        decisions_carry(frozen, run)
    audit.record(
        by=by,
        action="assessment.run.make",
        target=run,
        data={
            "plan": plan.slug,
            "period": one.period,
            "scheme": one.scheme,
            "as_of": one.as_of,
            "case": one.inputs.case_sha256,
            "targets": len(one.targets),
            "units": len(one.units),
            "proposals": len(one.proposals),
        },
    )
    return run


def _rows_store(run: AssessmentRun, made: Made) -> None:
    one, owners = made.assessment, owners_of(run.plan)
    targets = {row.key: row for row in Target.objects.filter(plan=run.plan)}
    TargetStanding.objects.bulk_create(
        standing_rows(run, one.targets, targets=targets, behind=made.behind)
    )
    UnitScore.objects.bulk_create(score_rows(run, one.units, owners))
    ProposalRow.objects.bulk_create(proposal_rows(run, one.proposals, owners))


def owners_of(plan: Plan) -> Owners:
    """Who stands behind the names that a result uses."""
    units: dict[str, PlanUnit] = {}
    rows = PlanUnit.objects.filter(plan=plan).select_related("organisation")
    for unit in rows:
        for spelling in unit.variants:
            units.setdefault(spelling, unit)
    units |= {unit.name: unit for unit in rows}
    return Owners(units=units, organisations=organisations_by_name())


def decisions_carry(source: AssessmentRun, run: AssessmentRun) -> None:
    """Let decisions about proposals of ``source`` hold for the same ones of ``run``."""
    decided = {row.core_id: row for row in decided_of(source)}
    stands = {one.proposal.id: one for one in stands_after(source, run)}
    for row in run.proposals.filter(core_id__in=decided):
        before, after = decided[row.core_id], stands[row.core_id]
        row.stand, row.reason = Stand(after.stand.value), after.reason
        row.changed = after.changed
        row.decided_by, row.decided_at = before.decided_by, before.decided_at
        row.save(
            update_fields=["stand", "reason", "changed", "decided_by", "decided_at"]
        )


def decided_of(run: AssessmentRun) -> list[ProposalRow]:
    """Proposals of a run about which a person decided."""
    rows = run.proposals.filter(decided_by__isnull=False)
    rows = rows.filter(stand__in=(Stand.CONFIRMED, Stand.DECLINED))
    return list(rows.select_related("decided_by").order_by("decided_at", "pk"))


def stands_after(
    earlier: AssessmentRun, run: AssessmentRun
) -> tuple[ProposalStand, ...]:
    """Where the proposals of two results stand once ``run`` is the one that holds."""
    decisions = [decision_record(row) for row in decided_of(earlier)]
    return stand_of_proposals(
        [proposal_record(row) for row in run.proposals.order_by("order")],
        [proposal_record(row) for row in earlier.proposals.order_by("order")],
        [one for one in decisions if one is not None],
    )
