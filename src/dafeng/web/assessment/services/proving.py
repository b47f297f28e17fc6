"""The chain of a score or figure, put together for one person and put on record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import transaction
from django.db.models import Q

from dafeng.base.errors import BadInputError
from dafeng.proofs import (
    ActLine,
    Backing,
    Bundle,
    Known,
    Proof,
    Reach,
    Words,
    archive_members,
    figure_proof,
    read_bundle,
    score_proof,
)
from dafeng.web.accounts.lakes import house_lake
from dafeng.web.assessment.models import AssessmentRun, TargetStanding, UnitScore
from dafeng.web.assessment.selectors.proving import (
    backings_of_score,
    backings_of_target,
    is_sealed,
    owners_of_target,
)
from dafeng.web.assessment.services.running import seals_of_assessments
from dafeng.web.core import audit
from dafeng.web.core.audit_files import lines
from dafeng.web.core.models import AuditRow, User
from dafeng.web.core.permissions import may, require
from dafeng.web.core.selectors.audit import sees_whole_audit

EXPORT = "assessment.proof.export"
FREEZE = "assessment.run.freeze"
BETWEEN = 200
"""Rows between two acts that an auditor gets along, so that the chain is unbroken."""
_MODELS = {
    "report": "work.report",
    "task": "work.task",
    "decree": "assessment.decree",
    "target": "plans.target",
    "result": "assessment.assessmentrun",
}
"""Which rows of the audit are about a record, by the beginning of its name."""


def proof_of_score(*, run: AssessmentRun, score: UnitScore, by: User) -> Proof:
    """Gather the chain of a unit's score in a frozen result.

    Raises
    ------
    BadInputError
        ``proof.draft``: the result is not frozen.
    NotFoundError, AssessmentSealError
        Its seal is not there, or was changed.
    """
    require(by, EXPORT, score)
    bundle = _bundle(run)
    known = _known(by, run, backings_of_score(by, run, score))
    return score_proof(bundle, score.unit, known=known, lake=house_lake())


def proof_of_target(*, run: AssessmentRun, standing: TargetStanding, by: User) -> Proof:
    """Gather the chain of a target's figure; errors as in :func:`proof_of_score`."""
    require(by, EXPORT, owners_of_target(run, standing))
    bundle = _bundle(run)
    known = _known(by, run, backings_of_target(by, run, standing))
    return figure_proof(bundle, standing.key, known=known, lake=house_lake())


@transaction.atomic
def proof_exported(*, run: AssessmentRun, proof: Proof, by: User) -> None:
    """Put on record that somebody carries a chain away."""
    manifest = next(m for m in archive_members(proof) if m.path == "manifest.json")
    audit.record(
        by=by,
        action="assessment.proof.export",
        target=run,
        data={
            "kind": proof.kind,
            "subject": proof.subject,
            "seal": proof.seal,
            "files": len(proof.members),
            "withheld": len(proof.withheld),
            "manifest_sha256": manifest.sha256,
        },
    )


def _bundle(run: AssessmentRun) -> Bundle:
    if not is_sealed(run):
        msg = f"The result {run} is not frozen; there is nothing to prove yet."
        raise BadInputError(msg, code="proof.draft", run=str(run))
    return read_bundle(seals_of_assessments(), run.seal)


def _known(by: User, run: AssessmentRun, backings: list[Backing]) -> Known:
    whole = may(by, "assessment.score.view", run.organisation)
    return Known(
        backings=tuple(backings),
        acts=tuple(_acts(by, run, backings)),
        reach=Reach.WHOLE if whole else Reach.EXCERPT,
    )


# The audit ----------------------------------------------------------------------------


def _acts(by: User, run: AssessmentRun, backings: list[Backing]) -> Iterator[ActLine]:
    """Rows about the records of the chain, up to the freeze."""
    frozen = AuditRow.objects.filter(action=FREEZE, target_id=str(run.pk)).first()
    if frozen is None:
        return
    wanted = Q(pk=frozen.pk)
    for model, ids in _targets(backings).items():
        wanted |= Q(target_type=model, target_id__in=ids)
    published = Q(
        action="plans.plan.publish",
        target_type="plans.plan",
        target_id=str(run.plan_id),
    )
    rows = AuditRow.objects.filter(wanted | published, number__lte=frozen.number)
    numbers = sorted(rows.values_list("number", flat=True))
    if sees_whole_audit(by):
        numbers = list(_with_those_between(numbers))
    kept = AuditRow.objects.filter(number__in=numbers).order_by("number")
    for row in kept:
        yield ActLine(number=row.number, line=next(lines([row])), words=_words(row))


def _targets(backings: Iterable[Backing]) -> dict[str, set[str]]:
    """Which objects of which models the records of a chain are about."""
    found: dict[str, set[str]] = {}
    for one in _all(backings):
        kind, _, rest = one.name.partition("-")
        if kind in _MODELS:
            found.setdefault(_MODELS[kind], set()).add(rest)
    return found


def _all(backings: Iterable[Backing]) -> Iterator[Backing]:
    for one in backings:
        yield one
        yield from _all(one.below)


def _with_those_between(numbers: list[int]) -> Iterator[int]:
    """Fill short gaps, so that one row can be seen to follow on another."""
    before: int | None = None
    for number in numbers:
        if before is not None and number - before - 1 <= BETWEEN:
            yield from range(before + 1, number)
        yield number
        before = number


def _words(row: AuditRow) -> Words:
    when = row.time.isoformat(timespec="seconds")
    return Words(
        zh=f"审计第 {row.number} 行：{when} {row.actor_label} {row.action}"
        f"（{row.target_label}）",
        en=f"audit row {row.number}: {when} {row.actor_label} {row.action}",
    )
