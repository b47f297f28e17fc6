"""Fill a sample house: letters, exemptions, and the results of two years."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeAlias

import attrs
from django.db import transaction

from dafeng.assessment.allocation import Group
from dafeng.sample import (
    SAMPLE_PLACE_CODE,
    sample_allocation,
    sample_bindings,
    sample_decrees,
    sample_exemptions,
)
from dafeng.sample.sector_plans import sample_city_plan, sample_sector_plans
from dafeng.web.assessment.models import (
    AssessmentRun,
    Exemption,
    LevelCode,
    RunStatus,
)
from dafeng.web.assessment.services.allocating import allocation_store
from dafeng.web.assessment.services.binding import Way, binding_set
from dafeng.web.assessment.services.decrees import (
    Grounds,
    Letter,
    decree_approve,
    decree_record,
    exemption_grant,
)
from dafeng.web.assessment.services.freezing import assessment_freeze
from dafeng.web.assessment.services.levels import plan_level_set
from dafeng.web.assessment.services.running import Asked, case_of_house, made_of
from dafeng.web.assessment.services.storing import run_store
from dafeng.web.core import audit
from dafeng.web.core.models import AuditRow
from dafeng.web.plans.models import Plan, PlanSource, PlanStatus, PlanUnit, Target
from dafeng.web.plans.services.publishing import plan_publish
from dafeng.web.plans.services.samples import SAMPLE_SLUG, load_sample_rosters
from dafeng.web.plans.services.storing import Provenance, plan_store

Progress: TypeAlias = Callable[[str, int, int], None]
"""Told what is under way, how many are done, and of how many."""

FILLED = "assessment.sample.fill"
CITY = "city"
"""Address of the plan above the district's."""


@attrs.frozen(kw_only=True)
class Planned:
    """One result of the sample: what is assessed, and whether it is closed."""

    period: int
    scheme: str
    as_of: date
    closes: RunStatus


RESULTS = (
    Planned(
        period=2024,
        scheme="district-2023",
        as_of=date(2025, 11, 15),
        closes=RunStatus.FROZEN,
    ),
    Planned(
        period=2025,
        scheme="district-2023",
        as_of=date(2026, 11, 15),
        closes=RunStatus.FROZEN,
    ),
    Planned(
        period=2025,
        scheme="grade-2026",
        as_of=date(2026, 11, 15),
        closes=RunStatus.DRAFT,
    ),
)


def load_sample_assessment(progress: Progress) -> None:
    """Assess the sample district; call it after the accounts.

    What is there already is left, so a start that was cut off goes on where it was.
    """
    plan = Plan.objects.filter(slug=SAMPLE_SLUG, place_code=SAMPLE_PLACE_CODE).first()
    done = AuditRow.objects.filter(action=FILLED).exists()
    if plan is None or done:
        return
    load_sample_rosters(plan)
    _bindings(plan)
    _letters(plan)
    _exemptions(plan)
    _plans_beside(plan)
    _split(plan)
    for number, one in enumerate(RESULTS):
        progress(f"{one.period} {one.scheme}", number, len(RESULTS))
        _result(plan, one)
    data = {"results": [f"{one.period} {one.scheme}" for one in RESULTS]}
    audit.record(by=None, action=FILLED, target=plan, data=data)


def _result(plan: Plan, one: Planned) -> None:
    standing = AssessmentRun.objects.filter(
        plan=plan, period=str(one.period), scheme=one.scheme
    ).exclude(status=RunStatus.REPLACED)
    run, assessment = standing.first(), None
    if run is None:
        asked = Asked(period=str(one.period), scheme=one.scheme, as_of=one.as_of)
        made = made_of(case_of_house(plan, asked))
        run, assessment = run_store(made=made, plan=plan, by=None), made.assessment
    if one.closes == RunStatus.FROZEN and run.status == RunStatus.DRAFT:
        assessment_freeze(run=run, by=None, made=assessment)


@transaction.atomic
def _plans_beside(main: Plan) -> None:
    """Load the plans around the district's, and hang them on it."""
    around = [(CITY, LevelCode.ABOVE, sample_city_plan())]
    around += [
        (f"sector-{number}", LevelCode.SECTOR, sector.plan)
        for number, sector in enumerate(sample_sector_plans(), start=1)
    ]
    for slug, level, reading in around:
        plan = plan_store(
            reading=reading,
            by=None,
            provenance=Provenance(
                owner=main.owner, source=PlanSource.READ, slug=slug, synthetic=True
            ),
        )
        if plan.status == PlanStatus.DRAFT:
            plan_publish(plan=plan, by=None)
        plan_level_set(plan=plan, main=main, by=None, level=level, name=plan.title)


def _split(plan: Plan) -> None:
    """Keep the sample's split of a later year."""
    if not plan.allocation_runs.exists():
        allocation_store(
            by=None, plan=plan, case=sample_allocation(), group=Group.PARTS
        )


@transaction.atomic
def _bindings(plan: Plan) -> None:
    """Keep by which definition each target of the sample is reckoned, and why."""
    targets = {
        row.key: row for row in Target.objects.filter(plan=plan, binding__isnull=True)
    }
    for one in sample_bindings():
        target = targets.get(one.target)
        if target is not None:
            way = Way(
                definition=one.definition,
                base_year=one.base_year,
                scope=one.scope,
                ground=one.ground,
            )
            binding_set(target=target, by=None, way=way)


@transaction.atomic
def _letters(plan: Plan) -> None:
    targets = {row.key: row for row in Target.objects.filter(plan=plan)}
    for one in sample_decrees():
        target = targets[one.goal]
        if target.decrees.filter(number=one.number).exists():
            continue
        letter = Letter(
            number=one.number,
            issued_on=one.issued_on,
            value=one.value,
            unit=one.unit,
            comparator=one.comparator,
            year=one.year,
            base_year=one.base_year,
            path=tuple((point.year, point.value) for point in one.path),
        )
        decree = decree_record(target=target, by=None, letter=letter)
        decree_approve(decree=decree, by=None)


@transaction.atomic
def _exemptions(plan: Plan) -> None:
    units = {row.name: row for row in PlanUnit.objects.filter(plan=plan)}
    if Exemption.objects.filter(plan=plan).exists():
        return
    for one in sample_exemptions():
        exemption_grant(
            plan=plan,
            unit=units.get(one.unit),
            by=None,
            grounds=Grounds(
                subject=one.subject,
                ground=one.ground,
                document=one.approved_by,
                valid_from=one.valid_from,
                valid_to=one.valid_to,
            ),
        )
