"""The queue behind the jobs: what is due runs once, what fails is shown, and who cares.

Everything runs on the real queue, in this process.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from django_q.models import Failure, OrmQ, Schedule, Success

from dafeng.base.errors import NotFoundError
from dafeng.web import worker
from dafeng.web.core.job_queue import (
    SILENT_AFTER,
    first_run,
    job_enqueue,
    schedules_lay,
    work_off,
    worker_is_there,
    worker_seen_at,
)
from dafeng.web.core.jobs import (
    DailyAt,
    EveryMinutes,
    all_jobs,
    forget_job,
    job_of,
    register_job,
    run_job,
)
from dafeng.web.core.models import AuditRow, RoleCode, User
from dafeng.web.notices.models import Delivery, DeliveryState, Notice
from dafeng.web.notices.services.reminding import events_told
from tests.web.layers import layer
from tests.web.notices.conftest import TODAY, House, duty, returned
from tests.web.plans.building import person

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from dafeng.work import Duty

    Browser = Callable[[User], Client]

JOBS = "/jobs/"
NOW = datetime(2026, 3, 12, 1, 0, tzinfo=UTC)  # nine in the morning here


@pytest.fixture
def done() -> Iterator[list[str]]:
    """A job that keeps how often it ran, and one that fails."""
    runs: list[str] = []

    def count() -> str:
        runs.append("count")
        return f"run {len(runs)}"

    def fail() -> str:
        runs.append("fail")
        msg = "the cellar is flooded"
        raise OSError(msg)

    register_job("demo.count", count, EveryMinutes(minutes=10), label="计数")
    register_job("demo.fail", fail, label="失败")
    yield runs
    forget_job("demo.count")
    forget_job("demo.fail")


@pytest.fixture
def alone(done: list[str]) -> Iterator[list[str]]:
    """The jobs of the rooms stand aside; what those of the test did."""
    others = [job for job in all_jobs() if not job.name.startswith("demo.")]
    for job in others:
        forget_job(job.name)
    yield done
    for job in others:
        register_job(job.name, job.work, job.schedule, label=job.label)


@layer
def admin(house: House) -> User:
    """The system administrator."""
    return person("root", house.root, RoleCode.SYSTEM_ADMIN)


@pytest.mark.parametrize(
    ("schedule", "first"),
    [
        (EveryMinutes(minutes=5), NOW),
        (DailyAt(at=time(8)), NOW + timedelta(hours=23)),
        (DailyAt(at=time(9)), NOW + timedelta(hours=24)),
        (DailyAt(at=time(9, 30)), NOW + timedelta(minutes=30)),
    ],
    ids=str,
)
def test_a_schedule_begins_at_its_next_time_of_this_house(
    schedule: EveryMinutes | DailyAt, first: datetime
) -> None:
    assert first_run(schedule, NOW) == first


def test_the_table_of_schedules_says_what_the_rooms_registered(
    db: None,  # noqa: ARG001 - opens the database
    done: list[str],  # noqa: ARG001 - two jobs, one of them with a schedule
) -> None:
    schedules_lay(now=NOW)
    rows = dict(Schedule.objects.values_list("name", "next_run"))
    assert {"demo.count", "notices.remind", "notices.mails-send"} <= set(rows)
    assert "demo.fail" not in rows
    assert rows["notices.remind"] == datetime(2026, 3, 13, 0, 0, tzinfo=UTC)
    forget_job("demo.count")
    schedules_lay(now=NOW)
    assert not Schedule.objects.filter(name="demo.count").exists()


def test_a_schedule_that_stands_keeps_its_next_run(
    db: None,  # noqa: ARG001
    done: list[str],  # noqa: ARG001
) -> None:
    schedules_lay(now=NOW)
    before = list(Schedule.objects.order_by("name").values_list("name", "next_run"))
    schedules_lay(now=NOW + timedelta(minutes=1))
    after = list(Schedule.objects.order_by("name").values_list("name", "next_run"))
    assert before == after


def test_a_clock_that_was_a_year_ahead_stops_no_job(
    db: None,  # noqa: ARG001
    done: list[str],  # noqa: ARG001
) -> None:
    schedules_lay(now=NOW + timedelta(days=365))
    schedules_lay(now=NOW)
    rows = dict(Schedule.objects.values_list("name", "next_run"))
    assert rows["demo.count"] == NOW
    assert rows["notices.remind"] == datetime(2026, 3, 13, 0, 0, tzinfo=UTC)


def test_another_time_of_day_moves_the_next_run(
    db: None,  # noqa: ARG001
    done: list[str],  # noqa: ARG001
) -> None:
    schedules_lay(now=NOW)
    work = job_of("demo.count").work
    register_job("demo.count", work, DailyAt(at=time(20)))
    schedules_lay(now=NOW)
    row = Schedule.objects.get(name="demo.count")
    assert (row.schedule_type, row.minutes) == (Schedule.DAILY, None)
    assert row.next_run == datetime(2026, 3, 12, 12, 0, tzinfo=UTC)


def test_what_is_due_runs_once_and_again_after_its_time(
    db: None,  # noqa: ARG001
    alone: list[str],
) -> None:
    worker.work_once()
    worker.work_once()
    assert alone == ["count"]
    earlier = timezone.now() - timedelta(minutes=25)
    Schedule.objects.filter(name="demo.count").update(next_run=earlier)
    worker.work_once()
    worker.work_once()
    assert alone == ["count", "count"]
    assert Success.objects.filter(group="demo.count").count() == 2


def test_a_day_without_a_worker_is_made_up_for_once(
    house: House, owed: list[Duty]
) -> None:
    owed.append(duty(due_on=timezone.localdate() + timedelta(days=3)))
    schedules_lay()
    soon = timezone.now() + timedelta(seconds=50)
    Schedule.objects.update(next_run=soon)  # the others are not what this is about
    here = timezone.localtime() - timedelta(days=3)
    missed = here.replace(hour=8, minute=0, second=0, microsecond=0)
    Schedule.objects.filter(name="notices.remind").update(next_run=missed)
    worker.work_once()
    assert house.officer.notices.count() == 1
    again = Schedule.objects.get(name="notices.remind").next_run
    assert again is not None
    assert timezone.now() < again < timezone.now() + timedelta(days=1)


def test_a_job_waits_with_its_transaction_and_runs_when_a_worker_comes(
    db: None,  # noqa: ARG001
    done: list[str],
) -> None:
    job_enqueue("demo.count")
    assert OrmQ.objects.count() == 1
    assert done == []
    assert work_off() == 1
    assert done == ["count"]
    assert not OrmQ.objects.exists()


def test_a_job_that_fails_waits_to_be_tried_again_and_says_why(
    db: None,  # noqa: ARG001
    done: list[str],
) -> None:
    job_enqueue("demo.fail")
    work_off()
    assert OrmQ.objects.count() == 1
    for _ in range(2):
        OrmQ.objects.update(lock=timezone.now() - timedelta(seconds=1))
        work_off()
    assert done == ["fail"] * 3
    assert not OrmQ.objects.exists()
    failure = Failure.objects.get()
    assert failure.attempt_count == 3
    assert "the cellar is flooded" in failure.result


def test_a_name_that_nobody_registered_is_refused(db: None) -> None:  # noqa: ARG001
    with pytest.raises(NotFoundError, match="notices.remind") as caught:
        job_enqueue("demo.nothing")
    assert caught.value.code == "job.unknown"
    with pytest.raises(NotFoundError):
        run_job("demo.nothing")


def test_a_worker_is_there_while_it_ends_jobs(
    db: None,  # noqa: ARG001
    done: list[str],  # noqa: ARG001
) -> None:
    assert worker_seen_at() is None
    assert not worker_is_there()
    job_enqueue("demo.count")
    work_off()
    seen = worker_seen_at()
    assert seen is not None
    assert worker_is_there(now=seen + SILENT_AFTER / 2)
    assert not worker_is_there(now=seen + SILENT_AFTER * 2)


def test_tidying_removes_sessions_and_failures_that_are_over(
    house: House,
    browser: Browser,
    done: list[str],  # noqa: ARG001
) -> None:
    browser(house.officer)
    browser(house.head)
    over = Session.objects.order_by("pk").first()
    assert over is not None
    Session.objects.filter(pk=over.pk).update(
        expire_date=timezone.now() - timedelta(hours=1)
    )
    job_enqueue("demo.fail")
    work_off()
    assert run_job("core.tidy") == "1 sessions, 0 old failures"
    Failure.objects.update(stopped=timezone.now() - timedelta(days=91))
    assert run_job("core.tidy") == "0 sessions, 1 old failures"
    assert Session.objects.count() == 1


def test_the_rounds_of_mails_are_jobs_that_say_what_they_did(house: House) -> None:  # noqa: ARG001
    events_told([returned()], on=TODAY)
    assert run_job("notices.mails-send") == "1 mails with 1 notices"
    assert run_job("notices.digests-send") == "0 mails with 0 notices"
    assert run_job("notices.remind") == "0 notices"


# -- the page of the administrator ----------------------------------------------------


def test_the_page_says_that_no_worker_was_seen(admin: User, browser: Browser) -> None:
    page = browser(admin).get(JOBS).content.decode()
    assert "还没有工作进程运行过" in page
    assert "<code>dafeng worker</code>" in page
    assert "没有排队的作业。" in page
    assert "没有失败的作业。" in page


def test_the_page_says_since_when_no_worker_was_seen(
    admin: User,
    browser: Browser,
    done: list[str],  # noqa: ARG001
) -> None:
    job_enqueue("demo.count")
    work_off()
    assert "工作进程在运行" in browser(admin).get(JOBS).content.decode()
    Success.objects.update(stopped=NOW)
    page = browser(admin).get(JOBS).content.decode()
    assert "自 2026-03-12 09:00 起没有工作进程" in page


def test_the_page_shows_what_waits_what_runs_and_what_failed(
    admin: User,
    browser: Browser,
    done: list[str],  # noqa: ARG001
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    schedules_lay()
    job_enqueue("demo.fail")
    work_off()
    job_enqueue("demo.count")
    mine = browser(admin)
    with django_assert_max_num_queries(20):
        page = mine.get(JOBS).content.decode()
    assert "the cellar is flooded" in page
    assert "Traceback" not in page
    assert "后再试" in page
    assert '<td class="narrow">等待</td>' in page
    assert "计数" in page
    Failure.objects.all().delete()
    assert "运行中" in mine.get(JOBS).content.decode()


def test_the_administrator_runs_a_job_by_hand(
    admin: User, browser: Browser, done: list[str]
) -> None:
    page = browser(admin).post(f"{JOBS}demo.count/run/", follow=True)
    assert "“计数”已排入队列。" in page.content.decode()
    work_off()
    assert done == ["count"]
    row = AuditRow.objects.get(action="job.run")
    assert (row.actor, row.data) == (admin, {"job": "demo.count"})


def test_the_administrator_runs_a_failed_job_again_and_it_goes_from_the_list(
    admin: User, browser: Browser, done: list[str]
) -> None:
    job_enqueue("demo.fail")
    work_off()
    OrmQ.objects.all().delete()
    failure = Failure.objects.get()
    mine = browser(admin)
    mine.post(f"{JOBS}failed/{failure.id}/again/")
    assert not Failure.objects.exists()
    row = AuditRow.objects.get(action="job.run")
    assert row.data == {
        "job": "demo.fail",
        "failed": failure.id,
        "reason": "the cellar is flooded",
    }
    work_off()
    assert done == ["fail", "fail"]
    assert mine.post(f"{JOBS}failed/{failure.id}/again/").status_code == 404


def test_the_administrator_sends_a_mail_again_that_was_given_up(
    house: House, admin: User, browser: Browser
) -> None:
    events_told([returned()], on=TODAY)
    Delivery.objects.update(state=DeliveryState.FAILED, trouble="550 no such person")
    mine = browser(admin)
    page = mine.get(JOBS).content.decode()
    assert "550 no such person" in page
    assert "能耗月报1" not in page  # not the administrator's business
    mine.post(f"{JOBS}mail/{Delivery.objects.get().pk}/again/")
    assert Delivery.objects.get().state == DeliveryState.WAITING
    assert Notice.objects.get().recipient == house.officer


def test_others_neither_see_nor_run_jobs(
    house: House, browser: Browser, done: list[str]
) -> None:
    office = browser(house.office)
    assert office.get(JOBS).status_code == 403
    for address in ("demo.count/run/", "failed/x/again/", "mail/1/again/"):
        assert office.post(f"{JOBS}{address}").status_code == 403
    assert not OrmQ.objects.exists()
    assert done == []


def test_a_job_that_does_not_exist_is_not_found(admin: User, browser: Browser) -> None:
    mine = browser(admin)
    assert mine.post(f"{JOBS}demo.nothing/run/").status_code == 404
    assert mine.get(f"{JOBS}notices.remind/run/").status_code == 405
