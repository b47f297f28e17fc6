"""Fill a sample house with its work, and any house with the rows of a load test."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TypeAlias

import attrs
from django.db import transaction
from django.utils import timezone

from dafeng.sample import SAMPLE_PLACE_CODE
from dafeng.web.core import audit
from dafeng.web.core.models import AuditRow, Organisation
from dafeng.web.plans.models import Plan
from dafeng.web.plans.services.samples import SAMPLE_SLUG, load_sample_rosters
from dafeng.web.work.models import Evidence, EvidenceKind, Report, Task
from dafeng.web.work.services.sample_hands import Hands
from dafeng.web.work.services.sample_living import load_sample_rounds
from dafeng.web.work.services.sample_reports import load_sample_reports
from dafeng.web.work.services.sample_tasks import load_sample_tasks

Progress: TypeAlias = Callable[[str, int, int], None]
"""Told what is under way, how many are done, and of how many."""

FILLED = "work.sample.fill"
STEPS = 3
EVIDENCE_OF_A_FULL_DISTRICT = 20_000
BATCH = 2000


@attrs.frozen(kw_only=True)
class Filled:
    """How much of everything a house holds after a filling."""

    tasks: int
    reports: int
    evidence: int


def load_sample_work(progress: Progress) -> None:
    """Fill the sample's tasks, rounds, reports and evidence; call it with people there.

    What is done is not done again, so a start that was cut off goes on where it was.
    """
    plan = Plan.objects.filter(slug=SAMPLE_SLUG, place_code=SAMPLE_PLACE_CODE).first()
    if plan is None or AuditRow.objects.filter(action=FILLED).exists():
        return
    root = plan.owner
    load_sample_rosters(plan)
    hands = Hands.read()
    if not Task.objects.filter(plan=plan).exists():
        progress("tasks", 0, STEPS)
        load_sample_tasks(plan, hands)
    if not Report.objects.exists():
        progress("reports", 1, STEPS)
        load_sample_reports(root, hands)
    progress("the open rounds", 2, STEPS)
    load_sample_rounds(root, hands)
    audit.record(by=None, action=FILLED, target=plan, data=attrs.asdict(counted()))


@transaction.atomic
def fill_large(*, evidence: int = EVIDENCE_OF_A_FULL_DISTRICT) -> Filled:
    """Add papers to the reports of a filled house until it holds so many.

    For load tests: the papers are marked as such, spread evenly, and say nothing.

    Parameters
    ----------
    evidence : int
        Rows of evidence that the house is to hold; what is there counts.
    """
    missing = evidence - Evidence.objects.count()
    reports = list(
        Report.objects.exclude(filled_by=None)
        .order_by("pk")
        .values_list("pk", "filled_by")
    )
    if missing > 0 and reports:
        _papers(reports, missing)
        root = Organisation.objects.filter(parent=None).order_by("pk").first()
        if root is not None:
            data = {"evidence": missing}
            audit.record(by=None, action="work.sample.large", target=root, data=data)
    return counted()


def counted() -> Filled:
    """Count what the house holds."""
    return Filled(
        tasks=Task.objects.count(),
        reports=Report.objects.count(),
        evidence=Evidence.objects.count(),
    )


def _papers(reports: Sequence[tuple[int, int | None]], count: int) -> None:
    now = timezone.now()
    rows = (
        Evidence(
            report_id=reports[number % len(reports)][0],
            kind=EvidenceKind.DOCUMENT,
            name=f"负载测试佐证{number + 1}",
            number=f"测〔{now.year}〕{number + 1}号",
            dated=timezone.localdate(now) - timedelta(days=number % 365),
            added_by_id=reports[number % len(reports)][1],
            added_at=now,
        )
        for number in range(count)
    )
    Evidence.objects.bulk_create(rows, batch_size=BATCH)
