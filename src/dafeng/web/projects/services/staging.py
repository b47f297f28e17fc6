"""Move a project from one stage of its life to the next."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.projects import Review, Stage, StageAct
from dafeng.projects.stages import move_of
from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.projects.models import Project, StageChange
from dafeng.web.projects.services.holding import (
    held_by_keeper,
    keep_version,
    see_day,
    see_version,
)

FIRST = {
    StageAct.START: "started_on",
    StageAct.TRY: "trial_from",
    StageAct.OPERATE: "operated_on",
}
"""Acts that say when something came, and where the day is kept."""


@transaction.atomic
def project_move(
    *,
    project: Project,
    by: User | None,
    act: str,
    on: date,
    version: int,
    reason: str = "",
) -> Project:
    """Do an act of the life cycle.

    What is against the rules in fact, such as building without a review, is entered as
    it is and stands as a finding; only what cannot follow is refused.

    Raises
    ------
    StageRefusedError
        The act does not follow from the stage.
    StaleProjectError
        Somebody changed the project since ``version``.
    BadInputError
        ``project.future``; ``project.backward``: the day lies before the last act;
        ``project.reason``: the act wants a reason; ``project.merged``.
    """
    held = held_by_keeper(project, by)
    see_version(held, version)
    move = move_of(held.stage, act)
    if move.reason_asked and not reason.strip():
        msg = f"Say why: {act}."
        raise BadInputError(msg, code="project.reason")
    see_day(on)
    last = held.moves.order_by("-pk").first()
    if last is not None and on < last.on:
        msg = f"{on} lies before {last.on}, the day of the last act."
        raise BadInputError(msg, code="project.backward", day=last.on.isoformat())
    before = Stage(held.stage)
    _take(held, move.act, on)
    held.stage = move.goal.value
    held.version += 1
    held.full_clean()
    held.save()
    change = StageChange(
        project=held,
        act=move.act.value,
        before=before.value,
        after=move.goal.value,
        on=on,
        reason=reason.strip(),
        by=by,
        at=timezone.now(),
    )
    change.full_clean()
    change.save()
    keep_version(held, on)
    data = {"before": before.value, "after": held.stage, "on": on, "reason": reason}
    audit.record(by=by, action=f"projects.project.{act}", target=held, data=data)
    return held


def _take(project: Project, act: StageAct, on: date) -> None:
    """What an act says besides the stage."""
    name = FIRST.get(act)
    if name is not None and getattr(project, name) is None:
        setattr(project, name, on)
    if act is StageAct.EXEMPT:
        project.review = Review.DATA_ONLY.value
    elif act is StageAct.FILE:
        project.review = Review.SEPARATE.value
