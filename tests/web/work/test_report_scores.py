"""What the assessment knows of tasks and reports, and what a report did to a score."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from dafeng.assessment.records import Role
from dafeng.web.assessment.models import AssessmentRun, OrderState, ScoreOrder
from dafeng.web.assessment.services.ordering import orders_work, score_order
from dafeng.web.assessment.services.rescoring import score_now
from dafeng.web.assessment.services.running import Asked, case_of_house
from dafeng.web.assessment.services.works import returns_of, works_of
from dafeng.web.core.models import RoleCode
from dafeng.web.core.permissions import RightMissingError
from dafeng.web.notices.models import Notice
from dafeng.web.notices.wording import heading
from dafeng.web.plans.services.bulk import BulkChoice, bulk_confirm
from dafeng.web.plans.services.loading import rosters_fill
from dafeng.web.plans.services.publishing import plan_publish
from dafeng.web.work.models import Report, ReportMove, TaskMove, TaskUnit
from dafeng.web.work.report_content import ReportContent
from dafeng.web.work.scores import score_around, score_make
from dafeng.web.work.services.evidence import evidence_add_document
from dafeng.web.work.services.reports import report_confirm, report_verify
from dafeng.web.work.services.rounds import round_open
from dafeng.work import Recurrence
from tests.web.plans.building import organisation, person
from tests.web.plans.building import stored as plan_stored
from tests.web.work import reporting
from tests.web.work.reporting import PLACE, QUARTER, House, submitted

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

    from dafeng.web.plans.models import Plan
    from dafeng.web.work.models import Task

TODAY = timezone.localdate()


@pytest.fixture
def house(db: None, settings: SettingsWrapper, tmp_path: Path) -> House:  # noqa: ARG001
    return reporting.house_of(settings, tmp_path)


@pytest.fixture
def plan(house: House) -> Plan:
    """The small plan, open to everybody."""
    made = plan_stored(house.root)
    bulk_confirm(plan=made, by=None, choice=BulkChoice())
    organisation("town", "甲镇", parent=house.root, kind="township")
    made.place_code = PLACE
    made.save()
    rosters_fill(plan=made, by=None)
    return plan_publish(plan=made, by=None)


@pytest.fixture
def task(house: House, plan: Plan) -> Task:
    """The bureau's task of 2026 under the clause 三(一)1."""
    return reporting.task_of(
        house,
        plan=plan,
        year=2026,
        clause=plan.clauses.get(ref="三(一)1"),
        number="2026-三(一)1",
    )


@pytest.fixture
def report(house: House, task: Task) -> Report:
    reporting.task_duty(house, task)
    return round_open(
        organisation=house.root,
        frequency=Recurrence.QUARTERLY,
        period=QUARTER,
        by=house.office,
    ).reports.get()


def through(house: House, report: Report, percent: int) -> Report:
    told = ReportContent(progress="已并网", percent=Decimal(percent))
    held = submitted(report, house.officer, told)
    held = report_confirm(report=held, by=house.head)
    return report_verify(report=held, by=house.office)


def test_a_task_is_judged_under_its_clause_and_the_plans_names(
    house: House, plan: Plan, task: Task
) -> None:
    TaskUnit.objects.create(task=task, organisation=house.grid, role="support")
    TaskUnit.objects.create(
        task=task, organisation=house.grid, role="implement", group="各乡镇"
    )
    (work,) = works_of(plan, "2026", TODAY)
    assert (work.id, work.clause, work.title) == ("三(一)1", "三(一)1", "发展新能源")
    assert [(one.unit, one.role) for one in work.duties] == [
        ("区发改委", Role.LEAD),
        ("示范供电公司", Role.SUPPORT),
        ("各乡镇", Role.IMPLEMENT),
    ]
    assert (work.percent, work.verified) == (None, False)


def test_tasks_of_another_year_drafts_and_parts_stay_out(
    house: House, plan: Plan, task: Task
) -> None:
    reporting.task_of(house, plan=plan, year=2025, number="2025")
    reporting.task_of(house, plan=plan, year=2026, number="草", state="draft")
    reporting.task_of(house, plan=plan, year=2026, number="分", parent=task)
    assert [one.id for one in works_of(plan, "2026", TODAY)] == ["三(一)1"]


def test_two_tasks_of_one_clause_are_told_apart(
    house: House, plan: Plan, task: Task
) -> None:
    reporting.task_of(
        house, plan=plan, year=2026, number="2026-三(一)1-2", clause=task.clause
    )
    assert [one.id for one in works_of(plan, "2026", TODAY)] == [
        "三(一)1/2026-三(一)1",
        "三(一)1/2026-三(一)1-2",
    ]


def test_a_verified_report_and_its_papers_count_from_its_day(
    house: House, plan: Plan, report: Report
) -> None:
    evidence_add_document(
        owner=report, by=house.officer, name="批复", number="示〔2026〕1号", dated=TODAY
    )
    through(house, report, 40)
    (work,) = works_of(plan, "2026", TODAY)
    assert (work.percent, work.verified, work.reported_on) == (40, True, TODAY)
    assert work.evidence == ("批复",)
    (before,) = works_of(plan, "2026", TODAY - timedelta(days=1))
    assert (before.percent, before.verified, before.evidence) == (None, False, ())
    assert before.state == "accepted"


def test_a_task_stands_where_it_stood_on_the_day(
    house: House, plan: Plan, task: Task
) -> None:
    at = datetime(2026, 6, 1, 9, tzinfo=UTC)
    TaskMove.objects.create(
        task=task,
        act="accept",
        before="assigned",
        after="accepted",
        version=2,
        by=house.head,
        at=at,
    )
    day = date(2026, 6, 1)
    assert works_of(plan, "2026", day)[0].state == "accepted"
    assert works_of(plan, "2026", day - timedelta(days=1))[0].state == "assigned"


def test_a_report_that_never_came_is_owed(plan: Plan, report: Report) -> None:
    (owed,) = returns_of(plan, "2026", TODAY)
    assert (owed.unit, owed.form, owed.period) == (
        "区发改委",
        "碳达峰任务进展报表",
        "2026Q3",
    )
    assert (owed.due_on, owed.received_on) == (report.due_on, None)
    assert returns_of(plan, "2026", report.due_on - timedelta(days=1)) == ()
    assert returns_of(plan, "2025", TODAY) == ()


def test_a_form_on_several_tasks_is_in_when_all_are_in(
    house: House, plan: Plan, report: Report
) -> None:
    other = reporting.task_of(house, plan=plan, year=2026, number="二")
    reporting.task_duty(house, other)
    reporting.quarter_round(house)
    through(house, report, 40)
    assert returns_of(plan, "2026", TODAY)[0].received_on is None
    through(house, Report.objects.get(task=other), 10)
    (owed,) = returns_of(plan, "2026", TODAY)
    assert (owed.received_on, owed.accepted) == (TODAY, True)


def test_a_report_that_the_office_sent_back_was_not_accepted_as_it_came(
    house: House, plan: Plan, report: Report
) -> None:
    held = through(house, report, 40)
    ReportMove.objects.create(
        report=held,
        act="return",
        before="confirmed",
        after="returned",
        version=3,
        by=house.office,
        at=timezone.now(),
    )
    assert returns_of(plan, "2026", TODAY)[0].accepted is False


def test_the_case_of_the_house_holds_its_own_tasks_and_reports(
    house: House, plan: Plan, report: Report
) -> None:
    through(house, report, 40)
    asked = Asked(period="2026", scheme="district-2023", as_of=TODAY)
    case = case_of_house(plan, asked)
    assert [one.percent for one in case.works] == [40]
    assert [one.received_on for one in case.returns] == [TODAY]


def test_a_page_tells_the_score_before_and_after(
    house: House, plan: Plan, report: Report
) -> None:
    unit = plan.planunits.get(name="区发改委")
    unit.organisation = house.bureau
    unit.save()
    assert score_around(report, house.office) is None
    held = through(house, report, 40)
    assert score_around(held, house.office) is None
    score_make(held, house.office)
    assert orders_work() == 1
    found = score_around(held, house.head)
    assert found is not None
    assert (found.unit, found.period, found.before) == ("区发改委", "2025", None)
    assert found.made_at is not None
    assert not found.may_make
    assert score_around(held, house.stranger) is None


def test_only_who_makes_results_has_a_score_reckoned(
    house: House, report: Report
) -> None:
    held = through(house, report, 40)
    clerk = person("analyst", house.root, RoleCode.ANALYST)
    with pytest.raises(RightMissingError):
        score_make(held, clerk)


def test_a_score_is_asked_for_on_the_page_and_made_once_by_the_worker(
    client: Client, house: House, plan: Plan, report: Report
) -> None:
    unit = plan.planunits.get(name="区发改委")
    unit.organisation = house.bureau
    unit.save()
    score_now(plan, house.bureau, by=None)
    held = through(house, report, 40)
    client.force_login(house.office)
    at = held.get_absolute_url()
    assert "重新计算得分" in client.get(at).text
    for _turn in range(2):
        assert client.post(f"{at}score/").status_code == 302
    page = client.get(at).text
    assert "已排队计算，完成后通知您" in page
    assert 'hx-trigger="every 3s"' in page
    assert "重新计算得分" not in page
    orders = ScoreOrder.objects.filter(state=OrderState.WAITING)
    assert orders.count() == 1
    runs = AssessmentRun.objects.count()
    assert (orders_work(), orders_work()) == (1, 0)
    order = ScoreOrder.objects.latest("pk")
    assert order.state == OrderState.DONE
    assert order.run is not None
    assert AssessmentRun.objects.count() <= runs + 1
    notice = Notice.objects.get(key__startswith=f"score-order:{order.pk}:")
    assert (notice.recipient, notice.address) == (house.office, at)
    assert "的计算已结束" in heading(notice)
    assert "已排队计算" not in client.get(at).text


def test_an_order_that_cannot_be_judged_says_why(
    house: House, plan: Plan, report: Report
) -> None:
    held = through(house, report, 40)
    asked = Asked(period="2026", scheme="none", as_of=TODAY)
    order = score_order(
        plan=plan, asked=asked, by=house.office, address=held.get_absolute_url()
    )
    assert orders_work() == 1
    order.refresh_from_db()
    assert order.state == OrderState.FAILED
    assert "没有“none”这一考核办法" in order.trouble
    found = Notice.objects.get(key__startswith=f"score-order:{order.pk}:")
    assert found.note == order.trouble
