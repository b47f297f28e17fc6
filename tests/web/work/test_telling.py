"""What people are told of tasks and reports, by their acts and by the calendar."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.utils import timezone, translation

from dafeng.web.core.jobs import job_of
from dafeng.web.core.models import Membership, User
from dafeng.web.notices.models import Notice
from dafeng.web.notices.services.reminding import reminders_foreseen, reminders_send
from dafeng.web.work.jobs import rounds_open
from dafeng.web.work.models import Report, Round, RoundStatus, TaskUnit, UnitRole
from dafeng.web.work.report_content import ReportContent
from dafeng.web.work.services.duties import DutyFacts, duty_set
from dafeng.web.work.services.reports import report_confirm, report_return
from dafeng.web.work.services.tasks_moving import task_move
from dafeng.work import NoticeKind, Recurrence, TaskAct, TaskState
from tests.web.work.reporting import (
    GREEN,
    House,
    figure_duty,
    house_of,
    month_round,
    quarter_round,
    submitted,
    task_duty,
    task_of,
    verified,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from django.conf import LazySettings
    from pytest_django import DjangoAssertNumQueries

ANSWER = ReportContent(progress="完成招标", percent=40, next_step="开工")


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """Every test begins in Chinese, whatever language the one before asked for."""
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def house(db: None, settings: LazySettings, tmp_path: Path) -> House:  # noqa: ARG001
    made = house_of(settings, tmp_path)
    Membership.objects.update(valid_from=date(2026, 1, 1))
    return made


def inbox(user: User) -> list[str]:
    """Kinds of what a person was told, the oldest first."""
    return list(user.notices.order_by("pk").values_list("kind", flat=True))


def reported(house: House) -> Report:
    """The officer's report on the bureau's task, asked for in a round."""
    task_duty(house, task_of(house))
    return quarter_round(house).reports.get()


def test_a_round_is_told_once_to_each_unit_that_owes_a_report(house: House) -> None:
    report = reported(house)
    quarter_round(house)
    assert inbox(house.officer) == ["round-opened"]
    notice = house.officer.notices.get()
    assert notice.address == "/work/reports/"
    assert notice.due_on == report.due_on
    assert inbox(house.clerk) == inbox(house.head) == []


def test_a_unit_that_owes_more_is_told_again(house: House) -> None:
    reported(house)
    task_duty(house, task_of(house, number="三(一)2"))
    quarter_round(house)
    assert inbox(house.officer) == ["round-opened", "round-opened"]


def test_a_report_goes_from_hand_to_hand_and_the_next_one_is_told(
    house: House,
) -> None:
    report = submitted(reported(house), house.officer, ANSWER)
    assert inbox(house.head) == ["submitted"]
    report_return(report=report, by=house.head, reason="补充佐证")
    returned = house.officer.notices.order_by("pk").last()
    assert returned is not None
    assert (returned.kind, returned.note) == ("returned", "补充佐证")
    assert returned.address == report.get_absolute_url()
    report = submitted(report, house.officer, ANSWER)
    report_confirm(report=report, by=house.head, version=report.version)
    assert inbox(house.head) == ["submitted", "submitted"]
    assert inbox(house.office) == ["received"]
    assert inbox(house.stranger) == []


def test_the_officer_hears_that_a_report_was_verified(
    house: House,
) -> None:
    figure_duty(house)
    report = month_round(house).reports.get()
    verified(house, report, 1200)
    assert inbox(house.clerk) == ["round-opened", "verified"]


def test_an_act_that_is_rolled_back_tells_nobody(house: House) -> None:
    report = reported(house)
    before = Notice.objects.count()
    with transaction.atomic():
        submitted(report, house.officer, ANSWER)
        transaction.set_rollback(True)
    assert Notice.objects.count() == before


def test_a_new_task_is_told_to_the_lead_and_to_who_helps(house: House) -> None:
    task = task_of(house, state=TaskState.DRAFT.value)
    TaskUnit.objects.create(task=task, organisation=house.grid, role=UnitRole.SUPPORT)
    task_move(task=task, act=TaskAct.ASSIGN, by=house.office)
    for person in (house.officer, house.head, house.clerk, house.chief):
        assert inbox(person) == ["task-assigned"]
    assert inbox(house.office) == inbox(house.stranger) == []
    notice = house.officer.notices.get()
    assert notice.label == "三(一)1 发展新能源"
    assert notice.unit == house.bureau


@pytest.mark.parametrize(
    ("state", "act", "kind"),
    [
        (TaskState.SUBMITTED, TaskAct.RETURN, "returned"),
        (TaskState.SUBMITTED, TaskAct.VERIFY, "verified"),
        (TaskState.ACCEPTED, TaskAct.EXTEND, "extended"),
        (TaskState.ACCEPTED, TaskAct.SUSPEND, "suspended"),
        (TaskState.ACCEPTED, TaskAct.CANCEL, "suspended"),
    ],
    ids=lambda value: getattr(value, "value", value),
)
def test_the_officer_hears_what_the_office_did_with_a_task(
    house: House, state: TaskState, act: TaskAct, kind: str
) -> None:
    task = task_of(house, state=state.value)
    day = date(2027, 3, 31) if act is TaskAct.EXTEND else None
    task_move(task=task, act=act, by=house.office, reason="须补充", due_on=day)
    notice = house.officer.notices.get()
    assert (notice.kind, notice.note) == (kind, "须补充")
    assert notice.due_on == (day or date(2026, 12, 31))


def test_the_office_hears_that_a_task_was_handed_in(house: House) -> None:
    task = task_of(house, state=TaskState.IN_PROGRESS.value)
    task_move(task=task, act=TaskAct.SUBMIT, by=house.officer)
    assert inbox(house.office) == ["received"]


def test_of_signing_for_a_task_nobody_is_told(house: House) -> None:
    task = task_of(house, state=TaskState.ASSIGNED.value)
    task_move(task=task, act=TaskAct.ACCEPT, by=house.officer)
    assert not Notice.objects.exists()


# -- what is due ----------------------------------------------------------------------


def foreseen(on: date) -> list[tuple[str, str, int | None]]:
    return [
        (one.object.split("/")[0], one.recipient.person, one.late)
        for one in reminders_foreseen(on=on).notices
    ]


def test_tasks_milestones_and_reports_are_due(house: House) -> None:
    due = date(2026, 10, 15)
    report = reported(house)
    task = report.task
    assert task is not None
    task.due_on = due + timedelta(days=2)
    task.save()
    task.steps.create(order=1, title="招标", due_on=due + timedelta(days=1))
    task.steps.create(
        order=2, title="立项", due_on=due, done_on=due - timedelta(days=9)
    )
    on = due - timedelta(days=1)
    assert report.due_on == due
    assert foreseen(on) == [
        ("work.report", "officer", -1),
        ("work.step", "officer", -2),
        ("work.task", "officer", -3),
    ]


def test_after_the_officer_the_head_is_reminded_and_then_nobody(house: House) -> None:
    report = reported(house)
    on = report.due_on + timedelta(days=1)
    report = submitted(report, house.officer, ANSWER)
    assert foreseen(on) == [("work.report", "head", 1)]
    report_confirm(report=report, by=house.head, version=report.version)
    assert foreseen(on) == []


def test_a_closed_round_reminds_of_returned_reports_alone(house: House) -> None:
    report = reported(house)
    on = report.due_on + timedelta(days=1)
    Round.objects.update(status=RoundStatus.CLOSED, closed_at=timezone.now())
    assert foreseen(on) == []
    Report.objects.update(state="returned")
    assert foreseen(on) == [("work.report", "officer", 1)]


@pytest.mark.parametrize(
    "state", ["draft", "submitted", "verified", "closed", "suspended", "cancelled"]
)
def test_of_a_task_that_nobody_has_to_carry_on_nobody_is_reminded(
    house: House, state: str
) -> None:
    task = task_of(house, state=state)
    assert foreseen(task.due_on) == []


def test_handing_in_settles_what_was_due(house: House) -> None:
    report = reported(house)
    reminders_send(on=report.due_on)
    due = house.officer.notices.get(kind=NoticeKind.DUE_SOON)
    submitted(report, house.officer, ANSWER)
    due.refresh_from_db()
    assert not due.unread


def test_many_reports_take_as_many_queries_as_one(
    house: House, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(12):
        task_duty(house, task_of(house, number=f"三(二){n}"))
    opened = quarter_round(house)
    with django_assert_max_num_queries(24):
        made = reminders_foreseen(on=opened.due_on)
    assert len(made.notices) == 12


# -- rounds open on their day ---------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "periods"),
    [
        (date(2026, 10, 31), []),
        (date(2026, 11, 1), ["2026-10"]),
        (date(2026, 11, 10), ["2026-10"]),
        (date(2026, 11, 11), []),
    ],
    ids=["the month is not over", "its day", "the last day", "the deadline passed"],
)
def test_a_round_opens_on_its_day(house: House, on: date, periods: list[str]) -> None:
    figure_duty(house)
    assert [opened.period for opened in rounds_open(on)] == periods
    assert Report.objects.count() == len(periods)


def test_a_round_that_is_open_takes_in_what_came_since_and_tells_once(
    house: House,
) -> None:
    figure_duty(house)
    [opened] = rounds_open(date(2026, 11, 1))
    assert rounds_open(date(2026, 11, 2)) == [opened]
    assert inbox(house.clerk) == ["round-opened"]
    facts = DutyFacts(
        unit=house.grid,
        form="可再生能源月报",
        frequency=Recurrence.MONTHLY,
        series=(GREEN,),
        valid_from=date(2026, 1, 1),
    )
    duty_set(organisation=house.root, by=house.office, facts=facts)
    rounds_open(date(2026, 11, 3))
    assert opened.reports.count() == 2
    assert inbox(house.clerk) == ["round-opened", "round-opened"]


def test_without_duties_no_round_opens(house: House) -> None:  # noqa: ARG001
    assert job_of("work.rounds-open").work() == "0 rounds are open"


def test_a_reminder_of_a_report_names_the_task_that_it_is_about(house: House) -> None:
    for number in ("1", "2"):
        task_duty(house, task_of(house, number=number, title=f"任务{number}"))
    opened = quarter_round(house)
    labels = [one.label for one in reminders_foreseen(on=opened.due_on).notices]
    told = [one for one in labels if str(opened) in one]
    assert {one.rsplit(" ", 2)[-1] for one in told} == {"任务1", "任务2"}
