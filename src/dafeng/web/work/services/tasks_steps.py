"""Mark the steps of a task as done."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.core.permissions import require
from dafeng.web.work.models import TaskStep
from dafeng.web.work.models.tasks import ENDED
from dafeng.web.work.permissions import right_to_carry
from dafeng.web.work.services.tasks import locked


@transaction.atomic
def step_done(*, step: TaskStep, by: User | None, on: date | None) -> TaskStep:
    """Say on which day a step was done; None says that it is not done.

    A step that is done before an earlier one is no fault here: the page shows it.

    Raises
    ------
    BadInputError
        ``step.future``: the day lies ahead. ``task.ended``: the task has ended.
    """
    task = locked(step.task)
    if by is not None:
        require(by, *right_to_carry(task))
    if task.state in ENDED:
        msg = f"The task {task.number} has ended and is changed no more."
        raise BadInputError(msg, code="task.ended", number=task.number)
    if on is not None and on > timezone.localdate():
        msg = f"{on} lies ahead; a step is done on the day when it was done."
        raise BadInputError(msg, code="step.future", day=on)
    held = TaskStep.objects.get(pk=step.pk, task=task)
    before, held.done_on = held.done_on, on
    held.full_clean()
    held.save(update_fields=["done_on"])
    task.version += 1
    task.save(update_fields=["version"])
    audit.record(
        by=by,
        action="task.step",
        target=task,
        data={"step": held.title, "before": before, "after": on},
    )
    return held
