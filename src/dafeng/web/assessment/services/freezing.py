"""Close a result for good, or correct one that is closed; both stay."""

from __future__ import annotations

import hashlib

from django.db import transaction
from django.utils import timezone

from dafeng import assessment as core
from dafeng.assessment.consequences import Stand as CoreStand
from dafeng.assessment.freezing import FrozenChange, changes_since, restate
from dafeng.base.errors import BadInputError
from dafeng.base.plain import record_to_json
from dafeng.web.accounts.lakes import house_lake
from dafeng.web.assessment.convert import case_of
from dafeng.web.assessment.models import AssessmentRun, RunStatus, Stand
from dafeng.web.assessment.services.running import seals_of_assessments
from dafeng.web.assessment.services.storing import decisions_carry, stands_after
from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.core.permissions import require

PROGRAM = "程序"


@transaction.atomic
def assessment_freeze(
    *,
    run: AssessmentRun,
    by: User | None,
    reason: str = "",
    made: core.Assessment | None = None,
) -> AssessmentRun:
    """Close a draft for good: seal it, and withdraw what it no longer supports.

    Parameters
    ----------
    run : AssessmentRun
    reason : str
        Why; needed where a frozen result of the period is replaced, or where targets
        are no longer those of a frozen result.
    made : Assessment, optional
        What this very process has just made of the run's case; default: it is made
        again.

    Raises
    ------
    BadInputError
        ``assessment.no_draft``, ``assessment.reason``; ``assessment.draft_changed``:
        rules or definitions changed since the draft, make it again.
    FrozenError
        ``assessment.frozen``: targets were changed since a result of the period was
        published, and nobody says why.
    AssessmentSealError
        Nothing changed since the frozen result.
    """
    if by is not None:
        require(by, "assessment.run.freeze", run.organisation)
    held = AssessmentRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if held.status != RunStatus.DRAFT:
        msg = f"The result {held} is {held.status}, no draft."
        raise BadInputError(msg, code="assessment.no_draft", run=str(held))
    published = frozen_of_period(held)
    _require_targets_kept(held, published, by, reason)
    earlier = next((one for one in published if one.scheme == held.scheme), None)
    if earlier is not None and not reason.strip():
        msg = f"A result of {held.period} is frozen; say why it is corrected."
        raise BadInputError(msg, code="assessment.reason", period=held.period)
    digest = _sealed(held, reason, made)
    if earlier is not None:
        _supersede(earlier, held)
    held.status, held.seal, held.reason = RunStatus.FROZEN, digest, reason.strip()
    held.frozen_by, held.frozen_at = by, timezone.now()
    held.save()
    audit.record(
        by=by,
        action="assessment.run.freeze",
        target=held,
        data={
            "seal": digest,
            "reason": reason,
            "replaces": earlier and earlier.seal,
            "changed": [one.goal for one in changes_of(held, published)],
        },
    )
    return held


def frozen_of_period(run: AssessmentRun) -> list[AssessmentRun]:
    """Frozen results of the same plan and period, whatever their scheme."""
    rows = AssessmentRun.objects.filter(
        plan=run.plan_id, period=run.period, status=RunStatus.FROZEN
    )
    return list(rows.exclude(pk=run.pk).select_related("frozen_by", "record"))


def freeze_of(run: AssessmentRun) -> core.Freeze:
    """What a frozen result holds fast."""
    case = case_of(run)
    # A sample is assessed on a day of its own, which may be to come.
    day = max(timezone.localdate(run.frozen_at), case.as_of)
    by = PROGRAM if run.frozen_by is None else run.frozen_by.username
    return core.freeze(case, published_on=day, by=by)


def changes_of(
    run: AssessmentRun, published: list[AssessmentRun]
) -> tuple[FrozenChange, ...]:
    """Targets of a run that are not what results of its period were published by."""
    case = case_of(run)
    found: dict[str, FrozenChange] = {}
    for one in published:
        found |= {c.goal: c for c in changes_since(freeze_of(one), case)}
    return tuple(found.values())


def _require_targets_kept(
    run: AssessmentRun, published: list[AssessmentRun], by: User | None, reason: str
) -> None:
    case = case_of(run)
    for one in published:
        held = freeze_of(one)
        if not changes_since(held, case):
            continue
        if not reason.strip():
            core.require_unchanged(held, case)
        restate(
            held,
            case,
            published_on=max(timezone.localdate(), held.published_on),
            by=PROGRAM if by is None else by.username,
            reason=reason,
        )


def _sealed(run: AssessmentRun, reason: str, made: core.Assessment | None) -> str:
    case = case_of(run)
    made = made or core.assess(case)
    if _digest(made) != _digest(run.record.content):
        msg = f"Rules or definitions changed since the draft {run} was made."
        raise BadInputError(msg, code="assessment.draft_changed", run=str(run))
    seal = core.seal_assessment(
        case, seals_of_assessments(), lake=house_lake(), reason=reason, made=made
    )
    return seal.digest


def _digest(record: object) -> str:
    return hashlib.sha256(record_to_json(record)).hexdigest()


def _supersede(earlier: AssessmentRun, fresh: AssessmentRun) -> None:
    """Let the correction stand in the place of the earlier result."""
    decisions_carry(earlier, fresh)
    stands = {one.proposal.id: one for one in stands_after(earlier, fresh)}
    earlier.status, earlier.replaced_by = RunStatus.REPLACED, fresh
    earlier.save(update_fields=["status", "replaced_by"])
    kept = set(fresh.proposals.values_list("core_id", flat=True))
    for row in earlier.proposals.exclude(core_id__in=kept):
        after = stands[row.core_id]
        if after.stand not in (CoreStand.WITHDRAWN, CoreStand.TO_WITHDRAW):
            continue
        row.stand, row.reason = Stand(after.stand.value), after.reason
        row.save(update_fields=["stand", "reason"])
        audit.record(
            by=None,
            action="assessment.proposal.withdraw",
            target=row,
            data={
                "proposal": row.core_id,
                "run": fresh.pk,
                "stand": after.stand.value,
            },
        )
