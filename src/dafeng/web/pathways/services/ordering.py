"""Ask for a new outlook: it takes some seconds, so a worker makes it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from dafeng.web.core import audit
from dafeng.web.core.job_queue import job_enqueue
from dafeng.web.core.models import User
from dafeng.web.core.permissions import require
from dafeng.web.pathways.jobs import MAKE
from dafeng.web.pathways.services.house_case import ground_of
from dafeng.web.plans.models import Plan


@transaction.atomic
def outlook_order(*, by: User, plan: Plan) -> None:
    """Put the run of a plan into the queue, when there is ground to stand on.

    Raises
    ------
    PermissionDenied
        The person may not make outlooks of this district.
    DafengError
        What lacks: see :func:`dafeng.web.pathways.services.house_case.ground_of`.
    """
    require(by, "pathways.run.make", plan.owner)
    ground_of(plan, timezone.localdate())
    audit.record(by=by, action="pathways.run.order", target=plan)
    job_enqueue(MAKE)
