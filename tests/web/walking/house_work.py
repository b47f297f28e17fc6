"""What the rooms of the work keep: tasks, reports, letters, decisions, notices."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import attrs
from django.utils import timezone

from dafeng.base.periods import Period
from dafeng.web.desk.services.walls import wall_make
from dafeng.web.notices.models import Delivery, Notice
from dafeng.web.office.models import Direction
from dafeng.web.office.services.agendas import agenda_add
from dafeng.web.office.services.calendar import OwnRow, own_rule_add
from dafeng.web.office.services.decisions import (
    ItemFacts,
    Minutes,
    decision_record,
)
from dafeng.web.office.services.letter_facts import LetterFacts
from dafeng.web.office.services.letters import letter_register
from dafeng.web.office.services.meetings import MeetingFacts, meeting_plan
from dafeng.web.work.models import Task, TaskStep
from dafeng.web.work.services.duties import TASK_FORM, DutyFacts, duty_set
from dafeng.web.work.services.evidence import evidence_add_link
from dafeng.web.work.services.rounds import round_open
from dafeng.work import NoticeKind, Post, Recurrence, TaskState, Why

if TYPE_CHECKING:
    from dafeng.web.core.models import Organisation, User
    from dafeng.web.desk.models import WallPass
    from dafeng.web.office.models import Decision, Letter, Meeting, OwnRule
    from dafeng.web.work.models import Evidence, Report, ReportingDuty, Round

DAY = date(2026, 1, 5)


@attrs.frozen(kw_only=True)
class UnitWork:
    """What one bureau has to do."""

    task: Task
    duty: ReportingDuty
    report: Report
    evidence: Evidence
    notice: Notice
    delivery: Delivery


@attrs.frozen(kw_only=True)
class DistrictWork:
    """What the office keeps for the whole district."""

    round: Round
    letter: Letter
    decision: Decision
    own_rule: OwnRule
    wall: WallPass
    meeting: Meeting


def tasks_of(root: Organisation, unit: Organisation, by: User) -> ReportingDuty:
    """A task of a bureau, and the duty to report on it."""
    task = Task.objects.create(
        organisation=root,
        lead=unit,
        number=f"三(一){unit.pk}",
        title="发展新能源",
        state=TaskState.ACCEPTED.value,
        begins_on=DAY,
        first_due_on=date(2026, 12, 31),
        due_on=date(2026, 12, 31),
        created_at=timezone.now(),
        created_by=by,
    )
    TaskStep.objects.create(task=task, order=1, title="开工", due_on=DAY)
    facts = DutyFacts(
        unit=unit,
        form=TASK_FORM,
        frequency=Recurrence.QUARTERLY,
        task=task,
        valid_from=DAY,
    )
    return duty_set(organisation=root, by=by, facts=facts)


def district_work(root: Organisation, by: User) -> DistrictWork:
    """One thing of each kind; the round opens the reports of every duty."""
    today = timezone.localdate()
    minutes = Minutes(number="会议纪要〔2026〕1号", meeting="领导小组会议", met_on=DAY)
    facts = LetterFacts(title="通知", correspondent="市发展改革委", registered_on=DAY)
    own = OwnRow(
        title="上报试点进展",
        actor="office",
        recurrence="half-yearly",
        begins="+1",
        due="+20",
        source="示范文件1号",
        valid_from=DAY,
    )
    return DistrictWork(
        round=round_open(
            organisation=root,
            frequency=Recurrence.QUARTERLY,
            period=Period.quarter(2026, 3),
            by=by,
        ),
        letter=letter_register(
            organisation=root, by=by, direction=Direction.IN, facts=facts
        ),
        decision=decision_record(
            organisation=root, by=by, minutes=minutes, items=[ItemFacts(text="事项")]
        ),
        own_rule=own_rule_add(organisation=root, by=by, row=own),
        wall=wall_make(
            by=by, organisation=root, name="大厅", valid_to=today + timedelta(days=9)
        ),
        meeting=meeting_ahead(root, by),
    )


def meeting_ahead(root: Organisation, by: User) -> Meeting:
    """A meeting that nobody was told of yet, with one point on its agenda."""
    facts = MeetingFacts(title="领导小组会议", planned_on=timezone.localdate())
    meeting = meeting_plan(organisation=root, by=by, facts=facts)
    agenda_add(meeting=meeting, by=by, title="议题")
    return meeting


def unit_work(duty: ReportingDuty, work: DistrictWork, clerk: User) -> UnitWork:
    report = work.round.reports.get(duty=duty)
    notice = Notice.objects.create(
        recipient=clerk,
        key=f"walk/{clerk.pk}",
        kind=NoticeKind.ASSIGNED.value,
        object_type="work.task",
        object_id=str(duty.task_id),
        label="发展新能源",
        address="/work/",
        post=Post.OFFICER.value,
        why=Why.IN_CHARGE.value,
        on=timezone.localdate(),
        created_at=timezone.now(),
    )
    return UnitWork(
        task=duty.task,
        duty=duty,
        report=report,
        evidence=evidence_add_link(
            owner=report, by=clerk, name="公告", url="https://example.org/a"
        ),
        notice=notice,
        delivery=Delivery.objects.create(notice=notice, next_try_at=timezone.now()),
    )
