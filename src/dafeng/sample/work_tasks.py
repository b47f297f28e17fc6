"""Tasks of the sample's years: where each stands, and parts given to towns and firms.

Where the tasks of 2024 to 2026 stand is what :func:`sample_works` says; those of 2023
were all finished. Parts are drawn by chance.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

import attrs

from dafeng.sample.assessment import sample_works
from dafeng.sample.district import sample_organisations
from dafeng.sample.people import STAFFED_ENTERPRISES
from dafeng.sample.plans import load_sample_plan
from dafeng.sample.synthetic.chance import Chance
from dafeng.sample.synthetic.district_years import DISTRICT_SEED, sample_enterprises
from dafeng.work import TaskState

WORK_YEARS = (2023, 2024, 2025, 2026)
SAMPLE_WORK_DATE = date(2026, 11, 30)
"""Day on which the sample's work stands; what is open is open on this day."""
_PARTS_OF_YEAR = {2024: 2, 2025: 4, 2026: 5}
"""How many tasks of a year are given on to every town."""
_FIRMS_FROM = 2025
_FIRM_TASKS = {"三(三)1", "三(二)3"}
_PART_TITLES = (
    "开展排查并建立台账",
    "落实年度具体措施",
    "组织自查并报送情况",
    "完成整改并报送佐证",
    "开展宣传和培训",
)
_LOTS = (
    (TaskState.VERIFIED, 30),
    (TaskState.SUBMITTED, 42),
    (TaskState.IN_PROGRESS, 84),
    (TaskState.ACCEPTED, 93),
    (TaskState.RETURNED, 97),
    (TaskState.ASSIGNED, 100),
)
"""Of a hundred parts of the current year, up to which number stands where."""


@attrs.frozen(kw_only=True)
class SampleTask:
    """Where the task of a clause stands in a year.

    Attributes
    ----------
    evidence : tuple of str
        Papers that stand behind it.
    """

    clause: str
    year: int
    state: TaskState
    begins_on: date
    due_on: date
    percent: Decimal | None = None
    verified: bool = False
    reported_on: date | None = None
    evidence: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class SamplePart:
    """A part of the task of a clause that a town, park or enterprise got."""

    clause: str
    year: int
    unit: str
    title: str
    state: TaskState
    begins_on: date
    due_on: date
    percent: Decimal | None
    verified: bool
    reported_on: date | None


@cache
def sample_tasks(year: int) -> tuple[SampleTask, ...]:
    """Return where every task of a year stands, in the plan's order."""
    if year == WORK_YEARS[0]:
        return tuple(_finished(task.clause, year) for task in load_sample_plan().tasks)
    return tuple(
        SampleTask(
            clause=work.clause,
            year=year,
            state=work.state,
            begins_on=work.begins_on or date(year, 1, 15),
            due_on=work.due_on or date(year, 12, 31),
            percent=work.percent,
            verified=work.verified,
            reported_on=work.reported_on,
            evidence=work.evidence,
        )
        for work in sample_works(year)
    )


def _finished(clause: str, year: int) -> SampleTask:
    days = Chance(DISTRICT_SEED).between(4, 24, "work", year, clause)
    return SampleTask(
        clause=clause,
        year=year,
        state=TaskState.CLOSED,
        begins_on=date(year, 7, 1),
        due_on=date(year, 12, 31),
        percent=Decimal(100),
        verified=True,
        reported_on=date(year + 1, 1, days),
    )


@cache
def sample_parts() -> tuple[SamplePart, ...]:
    """Return every part, by year, clause and unit."""
    return tuple(_parts(Chance(DISTRICT_SEED)))


def _parts(chance: Chance) -> Iterator[SamplePart]:
    towns = [o.code for o in sample_organisations() if o.kind == "township"]
    firms = [o.code.lower() for o in sample_enterprises()[:STAFFED_ENTERPRISES]]
    for year, count in _PARTS_OF_YEAR.items():
        running = [
            task.clause
            for task in sample_tasks(year)
            if task.state
            in (TaskState.IN_PROGRESS, TaskState.VERIFIED, TaskState.CLOSED)
        ]
        for place, clause in enumerate(running[:: len(running) // count][:count]):
            for unit in towns:
                yield _part(chance, year, clause, unit, _PART_TITLES[place])
        for clause in sorted(_FIRM_TASKS) if year >= _FIRMS_FROM else ():
            for unit in firms:
                yield _part(chance, year, clause, unit, "实施节能降碳改造并报送数据")


def _part(chance: Chance, year: int, clause: str, unit: str, title: str) -> SamplePart:
    at = ("part", year, clause, unit)
    state = _state(chance.between(1, 100, *at), year)
    due = date(year, 10, 31) if chance.between(0, 1, "due", *at) else date(year, 12, 31)
    handed_in = due - timedelta(days=chance.between(1, 20, "early", *at))
    if handed_in > SAMPLE_WORK_DATE:
        handed_in = SAMPLE_WORK_DATE - timedelta(days=chance.between(3, 40, *at))
    done = state in (TaskState.SUBMITTED, TaskState.VERIFIED, TaskState.CLOSED)
    moving = state in (TaskState.IN_PROGRESS, TaskState.RETURNED)
    percent = Decimal(100) if done else None
    if moving:
        percent = Decimal(chance.between(4, 18, "percent", *at) * 5)
    return SamplePart(
        clause=clause,
        year=year,
        unit=unit,
        title=title,
        state=state,
        begins_on=date(year, 4, 1),
        due_on=due,
        percent=percent,
        verified=state in (TaskState.VERIFIED, TaskState.CLOSED),
        reported_on=handed_in if done or moving else None,
    )


def _state(lot: int, year: int) -> TaskState:
    if year < SAMPLE_WORK_DATE.year:
        return TaskState.CLOSED
    return next(state for state, upto in _LOTS if lot <= upto)
