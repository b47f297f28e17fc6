"""Fill a sample house with inspections: two plans, records, findings, shared cases."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TypeAlias

import attrs
from django.db import transaction

from dafeng.inspections import NoticeForm, Severity
from dafeng.sample import SAMPLE_PLACE_CODE
from dafeng.sample.inspections import (
    OFFICES,
    SampleFinding,
    SamplePlan,
    SampleVisit,
    sample_energy,
    sample_inspection_plans,
    sample_shared_cases,
    sample_visits,
)
from dafeng.web.core import audit
from dafeng.web.core.models import AuditRow, Organisation, User
from dafeng.web.inspections.models import (
    FindingState,
    Inspection,
    InspectionFinding,
    InspectionPlan,
    RecheckResult,
)
from dafeng.web.inspections.services.drawing import plan_draw
from dafeng.web.inspections.services.findings import (
    FindingFacts,
    PenaltyFacts,
    finding_add,
    finding_penalise,
    finding_recheck,
)
from dafeng.web.inspections.services.inspections import (
    RecordFacts,
    inspection_cancel,
    inspection_close,
    record_file_add,
    record_sign,
    record_write,
    statement_give,
)
from dafeng.web.inspections.services.notices import (
    notice_check,
    notice_draft,
    notice_issue,
)
from dafeng.web.inspections.services.plans import (
    PlanFacts,
    plan_approve,
    plan_close,
    plan_draft,
    plan_publish,
)
from dafeng.web.inspections.services.rosters import (
    exclusion_add,
    inspectors_set,
    inspectors_to_choose,
    subjects_fill,
)
from dafeng.web.inspections.services.sample_cases import load_cases
from dafeng.web.office.models import Letter
from dafeng.web.office.services.papers import paper_of
from dafeng.web.plans.models import Plan
from dafeng.web.plans.services.samples import SAMPLE_SLUG
from dafeng.web.work.services.sample_hands import Hands, at_hour

Progress: TypeAlias = Callable[[str, int, int], None]
"""Told what is under way, how many are done, and of how many."""

FILLED = "inspections.sample.fill"
SIGNED, CLOSED, CANCELLED = "signed", "closed", "cancelled"
DAYS_TO_NOTICE, DAYS_TO_CLOSE = 5, 14


@attrs.frozen(kw_only=True)
class _House:
    """Who and what the sample works with."""

    root: Organisation
    units: Mapping[str, Organisation]
    hands: Hands


def load_sample_inspections(progress: Progress) -> None:
    """Fill plans, records, findings and cases; after the office's papers; once."""
    plan = Plan.objects.filter(slug=SAMPLE_SLUG, place_code=SAMPLE_PLACE_CODE).first()
    if plan is None or AuditRow.objects.filter(action=FILLED).exists():
        return
    with transaction.atomic():
        codes = (*OFFICES, "market", "grid")
        house = _House(
            root=plan.owner,
            units={
                unit.code: unit for unit in Organisation.objects.filter(code__in=codes)
            },
            hands=Hands.read(),
        )
        plans = sample_inspection_plans()
        steps = len(plans) + 1
        known: dict[tuple[int, int], Inspection] = {}
        for done, one in enumerate(plans):
            progress("inspections", done, steps)
            known |= _plan(one, house)
        progress("cases", len(plans), steps)
        load_cases(sample_shared_cases(), known, house.units, house.hands)
        audit.record(by=None, action=FILLED, target=plan, data={})


def _plan(one: SamplePlan, house: _House) -> dict[tuple[int, int], Inspection]:
    facts = PlanFacts(
        year=one.year,
        title=one.title,
        basis=one.basis,
        lead=house.units[OFFICES[0]],
        offices=[house.units[code] for code in OFFICES],
        quota=one.quota,
        planned_from=one.planned_from,
        planned_to=one.planned_to,
        rules_on=one.approved_on,
    )
    made = plan_draft(
        organisation=house.root,
        by=house.hands.of_office(0),
        facts=facts,
        at=at_hour(one.drafted_on, 10),
    )
    made.synthetic = True
    made.save(update_fields=["synthetic"])
    _rosters(made, house, at_hour(one.drafted_on, 11))
    plan_approve(
        plan=made,
        by=house.hands.of_office(1),
        at=at_hour(one.approved_on, 15),
        seed=one.seed,
    )
    hand = house.hands.of_office(2)
    plan_draw(plan=made, by=hand, word=one.word, at=at_hour(one.drawn_on, 9))
    plan_publish(plan=made, by=hand, at=at_hour(one.published_on, 9))
    visits = {row.order: row for row in sample_visits() if row.year == one.year}
    rows = made.inspections.select_related("subject", "plan").order_by("subject__code")
    known = {}
    for order, inspection in enumerate(rows, start=1):
        _visit(inspection, visits[order], house)
        known[one.year, order] = inspection
    if one.closed_on is not None:
        plan_close(plan=made, by=hand, at=at_hour(one.closed_on, 16))
    return known


def _rosters(made: InspectionPlan, house: _House, at: datetime) -> None:
    """Put everybody of the register on the list; officers may be sent."""
    there = set(
        Organisation.objects.filter(
            path__startswith=house.root.path, kind="enterprise"
        ).values_list("code", flat=True)
    )
    energy = {code: tce for code, tce in sample_energy().items() if code in there}
    subjects_fill(plan=made, by=None, energy=energy, at=at)
    choice = inspectors_to_choose(made)
    people = User.objects.filter(
        pk__in=choice, memberships__role__code="unit-officer"
    ).distinct()
    users = list(people.order_by("username"))
    inspectors_set(plan=made, by=None, users=users, at=at)
    subject = made.subjects.select_related("organisation").first()
    if users and subject is not None:
        exclusion_add(
            plan=made,
            by=None,
            user=users[0],
            subject=subject.organisation,
            reason="近亲属在该单位任职",
            at=at,
        )


def _visit(inspection: Inspection, one: SampleVisit, house: _House) -> None:
    """Take an inspection as far as its row says."""
    if one.state == CANCELLED:
        inspection_cancel(
            inspection=inspection,
            by=None,
            reason=one.facts,
            at=at_hour(inspection.planned_from + timedelta(days=100), 10),
        )
        return
    if one.visited_on is None:
        return
    day = one.visited_on
    people = [sent.user for sent in inspection.sent.select_related("user")]
    facts = RecordFacts(visited_on=day, facts=one.facts, place="厂区")
    record_write(
        inspection=inspection,
        by=people[0],
        facts=facts,
        version=inspection.version,
        at=at_hour(day, 16),
    )
    text = f"\ufeff{inspection.subject.name_zh}\n示例文件，内容为虚构。\n"
    record_file_add(
        inspection=inspection,
        by=people[0],
        paper=paper_of("现场核查表.csv", text.encode()),
        at=at_hour(day, 16),
    )
    made = [(_found(inspection, row, people[-1], day), row) for row in one.findings]
    if one.state not in (SIGNED, CLOSED):
        record_sign(inspection=inspection, by=people[0], at=at_hour(day, 17))
        return
    for person in people:
        record_sign(inspection=inspection, by=person, at=at_hour(day, 17))
    _state(inspection, one, house, day)
    if one.state == CLOSED or day + timedelta(days=DAYS_TO_NOTICE) < date(2026, 11, 20):
        _hand_over(inspection, made, house, day + timedelta(days=DAYS_TO_NOTICE))
    if one.state == CLOSED:
        closed = at_hour(day + timedelta(days=DAYS_TO_CLOSE), 10)
        inspection_close(inspection=inspection, by=None, at=closed)
    for finding, row in made:
        _follow(finding, row, people)


def _state(inspection: Inspection, one: SampleVisit, house: _House, day: date) -> None:
    """Let the unit speak where somebody of it is there."""
    speaker = house.hands.head(inspection.subject)
    if one.statement and speaker is not None:
        statement_give(
            inspection=inspection,
            by=speaker,
            text=one.statement,
            at=at_hour(day + timedelta(days=1), 9),
        )


def _hand_over(
    inspection: Inspection,
    made: Sequence[tuple[InspectionFinding, SampleFinding]],
    house: _House,
    day: date,
) -> None:
    first, second = house.hands.of_office(0), house.hands.of_office(1)
    if first is None or second is None:
        return
    for form in sorted({finding.form for finding, _row in made}):
        notice = notice_draft(
            inspection=inspection,
            by=first,
            form=NoticeForm(form),
            at=at_hour(day - timedelta(days=1), 10),
        )
        notice_check(notice=notice, by=first, at=at_hour(day - timedelta(days=1), 15))
        issued = notice_issue(notice=notice, by=second, at=at_hour(day, 9))
        if issued.letter is not None:
            Letter.objects.filter(pk=issued.letter.pk).update(synthetic=True)


def _follow(
    finding: InspectionFinding, row: SampleFinding, people: Sequence[User]
) -> None:
    for again in row.rechecks:
        finding_recheck(
            finding=finding,
            by=people[0],
            result=RecheckResult(again.result),
            on=again.on,
            note=again.note,
            at=at_hour(again.on, 16),
        )
    finding.refresh_from_db()
    if row.penalty and row.penalty_on and finding.state == FindingState.OPEN:
        facts = PenaltyFacts(
            penalty=row.penalty,
            penalty_number=row.penalty_number,
            penalty_on=row.penalty_on,
            penalty_yuan=row.penalty_yuan,
        )
        finding_penalise(
            finding=finding, by=None, facts=facts, at=at_hour(row.penalty_on, 11)
        )


def _found(
    inspection: Inspection, row: SampleFinding, by: User, day: date
) -> InspectionFinding:
    facts = _facts(row)
    return finding_add(inspection=inspection, by=by, facts=facts, at=at_hour(day, 16))


def _facts(row: SampleFinding) -> FindingFacts:
    return FindingFacts(
        rule=row.rule,
        fact=row.fact,
        severity=Severity(row.severity),
        demand=row.demand,
    )
