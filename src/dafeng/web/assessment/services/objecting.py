"""File an objection and take it on, by the core's stages and time limits."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from dafeng import assessment as core
from dafeng.assessment.objections import Act, Filing, Move
from dafeng.base.errors import BadInputError
from dafeng.web.assessment.convert_acts import objection_record
from dafeng.web.assessment.models import (
    ActCode,
    Objection,
    ObjectionMove,
    RunStatus,
    StageCode,
    UnitScore,
)
from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.core.permissions import require


@transaction.atomic
def objection_file(
    *, score: UnitScore, by: User, text: str, subject: str = ""
) -> Objection:
    """Say that the result of one's own unit is wrong.

    Parameters
    ----------
    score : UnitScore
    subject : str
        Key of a target or task; empty is the result as a whole.

    Raises
    ------
    BadInputError
        ``objection.draft``: the result is not published yet. ``objection.replaced``: a
        later result stands in its place. Besides those of
        :func:`dafeng.assessment.file_objection`: ``objection.no_ground``,
        ``objection.late``.
    """
    require(by, "assessment.objection.file", score)
    run = score.run
    if run.status == RunStatus.REPLACED:
        msg = f"{run} was replaced; object to the result that stands."
        raise BadInputError(msg, code="objection.replaced", run=str(run))
    if run.frozen_at is None:
        msg = f"{run} is a draft; object once it is published."
        raise BadInputError(msg, code="objection.draft", run=str(run))
    told_on = timezone.localdate(run.frozen_at)
    core.file_objection(
        Filing(
            id=f"{score.unit} {subject}".strip(),
            unit=score.unit,
            period=run.period,
            subject=subject,
            ground=text,
            by=by.username,
            filed_on=timezone.localdate(),
            published_on=told_on,
        )
    )
    row = Objection(
        score=score, subject=subject, text=text.strip(), by=by, told_on=told_on
    )
    row.full_clean()
    row.save()
    audit.record(
        by=by,
        action="assessment.objection.file",
        target=row,
        data={"unit": score.unit, "subject": subject, "text": row.text},
    )
    return row


@transaction.atomic
def objection_move(
    *, objection: Objection, by: User, act: Act, reason: str, document: str = ""
) -> Objection:
    """Take the next step: accept, reject, correct, uphold; or, once, appeal.

    Parameters
    ----------
    document : str
        A correction names the seal of the corrected result.

    Raises
    ------
    BadInputError
        Those of :func:`dafeng.assessment.move_objection`: ``objection.step``,
        ``objection.no_ground``, ``objection.late``, ``objection.same_person``,
        ``objection.no_document``.
    """
    held = (
        Objection.objects.select_for_update(of=("self",))
        .select_related("score__run__organisation", "score__organisation", "by")
        .get(pk=objection.pk)
    )
    if act is Act.APPEAL:
        require(by, "assessment.objection.file", held.score)
    else:
        require(by, "assessment.objection.decide", held.score.run.organisation)
    after = core.move_objection(
        objection_record(held),
        Move(
            act=act,
            by=by.username,
            on=timezone.localdate(),
            reason=reason.strip(),
            document=document.strip(),
        ),
    )
    row = ObjectionMove(
        objection=held,
        order=len(after.moves),
        act=ActCode(act.value),
        by=by,
        reason=reason.strip(),
        document=document.strip(),
    )
    row.full_clean()
    row.save()
    held.stage = StageCode(after.stage.value)
    held.save(update_fields=["stage"])
    audit.record(
        by=by,
        action=f"assessment.objection.{act.value}",
        target=held,
        data={"reason": row.reason, "document": row.document},
    )
    return held
