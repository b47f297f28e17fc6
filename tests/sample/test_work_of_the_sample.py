"""People, tasks, reports and papers of the sample hold together, and stay the same."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from dafeng.base.periods import Period, PeriodKind
from dafeng.indicators import series_of
from dafeng.sample import (
    enterprise_organisations,
    load_sample_plan,
    sample_enterprises,
    sample_organisations,
    sample_returns,
    sample_works,
)
from dafeng.sample.office_papers import (
    MARKED_FROM,
    NOT_DONE,
    sample_calendar_row,
    sample_letters,
    sample_meetings,
)
from dafeng.sample.people import (
    SINCE,
    sample_delegations,
    sample_people,
    sample_verifiers,
)
from dafeng.sample.work_reports import (
    OPEN_FROM,
    OPEN_PERIOD,
    OPEN_UNTIL,
    REPORT_YEARS,
    SELF_FORM,
    TASK_FORM,
    Text,
    open_state,
    percent_of,
    sample_figures,
    sample_reports,
    words_of,
)
from dafeng.sample.work_tasks import (
    SAMPLE_WORK_DATE,
    WORK_YEARS,
    sample_parts,
    sample_tasks,
)
from dafeng.work import ReportState, TaskState, clock_items, clock_rules

UNITS = {
    unit.code.lower()
    for unit in (
        *sample_organisations(),
        *sample_verifiers(),
        *enterprise_organisations(sample_enterprises()),
    )
}
REPORTS = [one for year in REPORT_YEARS for one in sample_reports(year)]


def test_about_three_hundred_people_hold_posts_in_units_that_exist() -> None:
    people = sample_people()
    assert 280 <= len(people) <= 320
    assert {person.home for person in people} <= UNITS
    assert {post.unit for person in people for post in person.posts} <= UNITS
    assert len({person.username for person in people}) == len(people)
    assert all(person.username.isascii() for person in people)


def test_every_bureau_town_and_park_has_a_head_a_deputy_and_an_officer() -> None:
    held = {
        (post.unit, post.role, post.deputy)
        for person in sample_people()
        for post in person.posts
    }
    for unit in sample_organisations():
        if unit.kind in ("bureau", "branch", "party", "township", "park"):
            assert (unit.code, "unit-head", False) in held, unit.name_zh
            assert (unit.code, "unit-head", True) in held, unit.name_zh
            assert (unit.code, "unit-officer", False) in held, unit.name_zh


def test_some_serve_two_units_and_a_delegation_is_in_force() -> None:
    both = [person for person in sample_people() if len(person.posts) > 1]
    assert len(both) == 5
    logins = {person.username for person in sample_people()}
    in_force = [
        one
        for one in sample_delegations()
        if one.valid_from <= SAMPLE_WORK_DATE <= one.valid_to
    ]
    assert len(in_force) == 1
    for one in sample_delegations():
        assert {one.giver, one.taker} <= logins
        assert one.giver != one.taker


def test_nobody_has_the_number_of_a_real_telephone() -> None:
    phones = [person.phone for person in sample_people()]
    assert all(len(one) == 11 and one.startswith("1000") for one in phones)
    assert len(set(phones)) == len(phones)


@pytest.mark.parametrize("year", WORK_YEARS)
def test_every_task_of_the_plan_stands_somewhere_each_year(year: int) -> None:
    clauses = [task.clause for task in load_sample_plan().tasks]
    tasks = sample_tasks(year)
    assert [task.clause for task in tasks] == clauses
    for task in tasks:
        assert task.begins_on <= task.due_on
        assert task.state is not TaskState.VERIFIED or task.reported_on


def test_tasks_stand_as_the_assessment_of_the_sample_says() -> None:
    for year in WORK_YEARS[1:]:
        for task, work in zip(sample_tasks(year), sample_works(year), strict=True):
            assert (task.state, task.percent, task.verified) == (
                work.state,
                work.percent,
                work.verified,
            )


def test_parts_are_given_to_towns_and_enterprises_and_stand_in_every_state() -> None:
    parts = sample_parts()
    assert 300 <= len(parts) + len(WORK_YEARS) * 39 <= 600
    assert {part.unit for part in parts} <= UNITS
    now = Counter(part.state for part in parts if part.year == SAMPLE_WORK_DATE.year)
    assert set(now) >= {
        TaskState.ASSIGNED,
        TaskState.ACCEPTED,
        TaskState.IN_PROGRESS,
        TaskState.SUBMITTED,
        TaskState.RETURNED,
        TaskState.VERIFIED,
    }
    for part in parts:
        assert part.begins_on <= part.due_on
        assert part.reported_on is None or part.reported_on < SAMPLE_WORK_DATE
    past = {part.state for part in parts if part.year < SAMPLE_WORK_DATE.year}
    assert past == {TaskState.CLOSED}


def test_reports_came_as_the_returns_of_the_sample_say() -> None:
    for year in REPORT_YEARS[:-1]:
        given = {
            (one.unit, one.form, one.period.code): one for one in sample_reports(year)
        }
        owed = sample_returns(year)
        assert len(given) == len(owed)
        for one in owed:
            report = given[one.unit, one.form, one.period]
            assert (report.due_on, report.received_on) == (one.due_on, one.received_on)
            assert (report.state is ReportState.RETURNED) == (not one.accepted)


def test_what_came_is_in_words_and_has_papers_from_before() -> None:
    assert {one.state for one in REPORTS} == {
        ReportState.VERIFIED,
        ReportState.RETURNED,
        ReportState.OPEN,
    }
    for one in REPORTS:
        if one.received_on is None:
            assert (one.progress, one.papers) == ("", ())
            continue
        assert one.progress
        assert "{" not in one.progress + one.problem + one.next_step
        if one.state is ReportState.VERIFIED:
            assert 2 <= len(one.papers) <= 3
            assert one.verified_on is not None
            assert one.verified_on > one.received_on
            assert all(paper.dated < one.received_on for paper in one.papers)


def test_only_reports_on_tasks_say_how_far_they_are() -> None:
    assert percent_of("示范单位", SELF_FORM, Period.year(2025)) is None
    by_quarter = [
        percent_of("示范单位", TASK_FORM, quarter)
        for quarter in Period.year(2025).children(PeriodKind.QUARTER)
    ]
    assert by_quarter == sorted(by_quarter)
    assert by_quarter[-1] <= 100


def test_the_open_round_is_no_history_and_has_reports_in_every_state() -> None:
    assert OPEN_FROM <= SAMPLE_WORK_DATE <= OPEN_UNTIL
    assert OPEN_PERIOD not in {one.period for one in REPORTS}
    names = [unit.name_zh for unit in sample_organisations()]
    assert {open_state(name, TASK_FORM) for name in names} == set(ReportState)


def test_figures_are_those_of_the_lake_in_the_unit_of_their_series() -> None:
    figures = sample_figures()
    assert {one.year for one in figures} == {2022, 2023, 2024, 2025}
    for one in figures:
        series = series_of(one.series)
        assert (one.owner, one.unit) == (series.owner, series.unit)
        assert -one.value.as_tuple().exponent <= 6


def test_every_kind_of_sentence_can_be_drawn() -> None:
    for kind in Text:
        if kind is not Text.EVIDENCE:
            assert words_of(kind, "示范单位", TASK_FORM, OPEN_PERIOD)


def test_letters_answer_letters_that_came_before() -> None:
    letters = {one.key: one for one in sample_letters()}
    assert len(letters) == 15
    for one in letters.values():
        assert one.registered_on < SAMPLE_WORK_DATE
        assert set(one.units) <= UNITS
        if one.replies_to:
            asked = letters[one.replies_to]
            assert asked.direction != one.direction
            assert asked.registered_on <= one.registered_on
    waiting = [
        one
        for one in letters.values()
        if one.reply_by and one.state in ("registered", "circulating")
    ]
    assert any(one.reply_by < SAMPLE_WORK_DATE for one in waiting)
    assert any(one.reply_by > SAMPLE_WORK_DATE for one in waiting)


def test_meetings_name_posts_and_clauses_of_the_plan() -> None:
    clauses = {task.clause for task in load_sample_plan().tasks}
    meetings = sample_meetings()
    assert len({one.number for one in meetings}) == len(meetings) == 4
    for one in meetings:
        assert one.met_on < SAMPLE_WORK_DATE
        assert one.present
        assert one.items
        named = {name for item in one.items for name in item.tasks if ":" not in name}
        assert named <= clauses


def test_the_calendar_leaves_some_of_the_past_undone() -> None:
    last = SAMPLE_WORK_DATE + timedelta(days=1)
    items = clock_items(clock_rules(), MARKED_FROM, last, "120118")
    assert {item.key for item in items} >= NOT_DONE
    assert sample_calendar_row().valid_from > SINCE
    assert date(2026, 1, 1) < sample_calendar_row().valid_from
