"""What the sample district is judged by: goals, rosters, works, returns, letters.

Nothing here was reported by anybody: letters, papers and people are called 示范…, and
the case is marked synthetic. The plan's own facts come from :func:`load_sample_plan`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache

import attrs

from dafeng.assessment import (
    AssessedUnit,
    Binding,
    Case,
    Decree,
    Duty,
    Exemption,
    Goal,
    Judgement,
    Member,
    PathPoint,
    Progress,
    Return,
    Role,
    Work,
    goals_of_plan,
)
from dafeng.base.tables import packaged_rows
from dafeng.plan.records import Task, UnitKind
from dafeng.sample.district import (
    SAMPLE_DATA_DATE,
    SAMPLE_PLACE_CODE,
    sample_organisations,
)
from dafeng.sample.plans import load_sample_plan
from dafeng.sample.synthetic.chance import Chance
from dafeng.sample.synthetic.district_years import DISTRICT_SEED
from dafeng.sample.synthetic.returns import returns_of

SCHEME = "district-2023"
_ROOM = "dafeng.sample"


@cache
def sample_bindings() -> tuple[Binding, ...]:
    """Return the definition by which each target is reckoned, and why that one."""
    return tuple(
        Binding(
            target=row["target"],
            definition=row["definition"],
            base_year=_year(row["base_year"]),
            scope=row["scope"],
            ground=row["ground"],
        )
        for row in packaged_rows(_ROOM, "goals.csv")
    )


@cache
def sample_goals() -> tuple[Goal, ...]:
    """Return every target of the plan as it is judged, in the plan's order.

    Where the plan names nobody, ``data/goals.csv`` says who answers, the first of them
    as lead.
    """
    owners = {
        row["target"]: tuple(filter(None, row["owners"].split(";")))
        for row in packaged_rows(_ROOM, "goals.csv")
    }
    bound = goals_of_plan(load_sample_plan(), SAMPLE_DATA_DATE, sample_bindings())
    return tuple(
        goal if goal.duties else attrs.evolve(goal, duties=_duties(owners[goal.id]))
        for goal in bound.goals
    )


def _duties(names: tuple[str, ...]) -> tuple[Duty, ...]:
    return tuple(
        Duty(unit=name, role=Role.SUPPORT if place else Role.LEAD)
        for place, name in enumerate(names)
    )


def _task_duties(task: Task) -> tuple[Duty, ...]:
    return tuple(Duty(unit=one.name, role=one.role.value) for one in task.responsible)


@cache
def sample_members() -> tuple[Member, ...]:
    """Return who belongs to which group of the plan, and how long."""
    return tuple(
        Member(
            group=row["group"],
            unit=row["unit"],
            valid_from=_day(row["valid_from"]),
            valid_to=_day(row["valid_to"]),
        )
        for row in packaged_rows(_ROOM, "rosters.csv")
    )


@cache
def sample_units() -> tuple[AssessedUnit, ...]:
    """Return all that answer: the plan's units and the members of its groups."""
    kinds = {one.name_zh: one.kind for one in sample_organisations()}
    single = [
        AssessedUnit(name=unit.name, kind=unit.kind.value)
        for unit in load_sample_plan().units
        if unit.kind is not UnitKind.GROUP
    ]
    known = {one.name for one in single}
    more = dict.fromkeys(one.unit for one in sample_members() if one.unit not in known)
    return (*single, *(AssessedUnit(name=name, kind=kinds[name]) for name in more))


@cache
def sample_works(year: int) -> tuple[Work, ...]:
    """Return the tasks of a year (2024 to 2026) as they stand in November 2026."""
    tasks = {task.clause: task for task in load_sample_plan().tasks}
    return tuple(
        _work(tasks[row["task"]], row)
        for row in packaged_rows(_ROOM, "works.csv")
        if row["year"] == str(year)
    )


def _work(task: Task, row: Mapping[str, str]) -> Work:
    return Work(
        id=task.clause,
        clause=task.clause,
        title=task.title,
        duties=_task_duties(task),
        state=row["state"],
        begins_on=_day(row["begins_on"]),
        due_on=_day(row["due_on"]),
        percent=_number(row["percent"]),
        verified=row["verified"] == "1",
        reported_on=_day(row["reported_on"]),
        evidence=tuple(filter(None, row["evidence"].split(";"))),
    )


@cache
def sample_returns(year: int) -> tuple[Return, ...]:
    """Return the reports that every unit owed for a year."""
    return tuple(returns_of(Chance(DISTRICT_SEED), sample_units(), year))


@cache
def sample_decrees() -> tuple[Decree, ...]:
    """Return what the city handed down after the plan; invented letters."""
    return tuple(
        Decree(
            goal=row["goal"],
            number=row["number"],
            issued_on=date.fromisoformat(row["issued_on"]),
            value=Decimal(row["value"]),
            unit=row["unit"],
            year=_year(row["year"]),
            base_year=_year(row["base_year"]),
            comparator=row["comparator"],
            path=_path(row["path"]),
            entered_by=row["entered_by"],
        )
        for row in packaged_rows(_ROOM, "decrees.csv")
    )


@cache
def sample_exemptions() -> tuple[Exemption, ...]:
    """Return what units need not be judged by, each with its ground."""
    return tuple(
        Exemption(
            unit=row["unit"],
            subject=row["subject"],
            ground=row["ground"],
            approved_by=row["approved_by"],
            valid_from=_day(row["valid_from"]),
            valid_to=_day(row["valid_to"]),
        )
        for row in packaged_rows(_ROOM, "exemptions.csv")
    )


@cache
def sample_judgements(year: int, scheme: str) -> tuple[Judgement, ...]:
    """Return what departments of an invented city said of the items of a scheme."""
    return tuple(
        Judgement(
            item=row["item"],
            met=row["met"] == "1",
            by=row["by"],
            document=row["document"],
            judged_on=date.fromisoformat(row["judged_on"]),
        )
        for row in packaged_rows(_ROOM, "judgements.csv")
        if (row["year"], row["scheme"]) == (str(year), scheme)
    )


def sample_facts(year: int, as_of: date, scheme: str = SCHEME) -> Case:
    """Return the case of a year, but for what the lake holds.

    ``observations`` and ``tables`` are empty: they are read from the lake. What came
    later than ``as_of`` is not in it.

    Parameters
    ----------
    year : int
        The year that is assessed.
    as_of : date
        The day on which it is assessed.
    scheme : str
        Id of a packaged scheme.
    """
    title, number = (
        load_sample_plan().document.title,
        load_sample_plan().document.number,
    )
    return Case(
        place=SAMPLE_PLACE_CODE,
        period=str(year),
        as_of=as_of,
        scheme=scheme,
        goals=sample_goals(),
        works=tuple(_known_work(one, as_of) for one in sample_works(year)),
        units=sample_units(),
        members=sample_members(),
        returns=tuple(
            _known_return(one, as_of)
            for one in sample_returns(year)
            if one.due_on <= as_of
        ),
        exemptions=sample_exemptions(),
        decrees=tuple(o for o in sample_decrees() if o.issued_on <= as_of),
        judgements=tuple(
            one for one in sample_judgements(year, scheme) if one.judged_on <= as_of
        ),
        plan=f"{title} {number}",
        synthetic=True,
    )


def _known_work(work: Work, as_of: date) -> Work:
    """A task as it stood before a report that came later."""
    if work.reported_on is None or work.reported_on <= as_of:
        return work
    return attrs.evolve(
        work,
        state=Progress.IN_PROGRESS,
        percent=None,
        verified=False,
        reported_on=None,
        evidence=(),
    )


def _known_return(one: Return, as_of: date) -> Return:
    if one.received_on is None or one.received_on <= as_of:
        return one
    return attrs.evolve(one, received_on=None, accepted=True)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _year(text: str) -> int | None:
    return int(text) if text else None


def _path(text: str) -> tuple[PathPoint, ...]:
    pairs = (part.split(":") for part in text.split(";") if part)
    return tuple(PathPoint(year=int(year), value=Decimal(v)) for year, v in pairs)
