"""Make the outlook of the house, seal it, and keep what its pages show."""

from __future__ import annotations

import json

from django.db import transaction
from django.utils import timezone

from dafeng.base.plain import record_to_json
from dafeng.pathways import Outlook, OutlookCase, outlook_of, seal_outlook
from dafeng.pathways.outlook import Progress
from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.core.permissions import require
from dafeng.web.pathways.folders import outlook_folder
from dafeng.web.pathways.models import OutlookRecord, OutlookRun
from dafeng.web.pathways.services.house_case import house_case
from dafeng.web.plans.models import Plan


def _silent(_what: str, _done: int, _of: int) -> None:
    """Tell nobody."""


def outlook_make(
    *, plan: Plan, by: User | None, progress: Progress = _silent
) -> OutlookRun:
    """Run the district's model from what the house holds today.

    The same inputs give the same seal; then the outlook that is there is in force
    again.

    Raises
    ------
    NotFoundError
        As :func:`dafeng.web.pathways.services.house_case.house_case`.
    """
    if by is not None:
        require(by, "pathways.run.make", plan.owner)
    case = house_case(plan, timezone.localdate())
    return outlook_store(plan=plan, case=case, by=by, progress=progress)


def outlook_store(
    *,
    plan: Plan,
    case: OutlookCase,
    by: User | None,
    progress: Progress = _silent,
) -> OutlookRun:
    """Compute a case outside the transaction, then keep it in one."""
    return outlook_keep(plan=plan, case=case, outlook=outlook_of(case, progress), by=by)


def outlook_keep(
    *, plan: Plan, case: OutlookCase, outlook: Outlook, by: User | None
) -> OutlookRun:
    """Seal what came out of a case and put it in force."""
    seal = seal_outlook(case, outlook, outlook_folder())
    with transaction.atomic():
        standing = OutlookRun.objects.select_for_update().filter(seal=seal).first()
        if standing is not None:
            return _again(standing, by)
        run = OutlookRun(
            organisation=plan.owner,
            base_year=outlook.base_year,
            horizon=outlook.horizon,
            by_year=outlook.by,
            draws=outlook.draws,
            seed=outlook.seed,
            account_seal=outlook.account_seal,
            seal=seal,
            probability=outlook.headline.peak.by(outlook.by),
            flips=outlook.flips(outlook.headline.scenario),
            synthetic=plan.synthetic,
            made_by=by,
        )
        run.full_clean()
        run.save()
        OutlookRecord.objects.create(
            run=run, content=json.loads(record_to_json(outlook))
        )
        audit.record(
            by=by,
            action="pathways.run.make",
            target=run,
            data={"seal": seal, "probability": str(run.probability)},
        )
    return run


def _again(run: OutlookRun, by: User | None) -> OutlookRun:
    """Put a result in force that came out before; the newest one is there already."""
    if run != OutlookRun.objects.filter(organisation=run.organisation).first():
        run.came_out_at = timezone.now()
        run.save(update_fields=["came_out_at"])
        data = {"seal": run.seal}
        audit.record(by=by, action="pathways.run.return", target=run, data=data)
    return run
