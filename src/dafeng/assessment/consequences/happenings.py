"""What happened to whom: one record for each unit and subject, for the rules to judge.

A group that leads answers together, as a whole. What one member of it did is not
known, so a member has a part of its own, which no rule may accuse.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import attrs

from dafeng.assessment.consequences.owners import unit_named
from dafeng.assessment.consequences.records import About, Part
from dafeng.assessment.consequences.wording import (
    data_facts,
    data_figure,
    falsified_facts,
    notice_facts,
    overdue_figure,
    return_facts,
    score_facts,
    score_figure,
    target_facts,
    target_figure,
    task_facts,
    task_figure,
)
from dafeng.assessment.exemptions import report_name
from dafeng.assessment.records import State
from dafeng.assessment.schedule import overdue_days

if TYPE_CHECKING:
    from dafeng.assessment.consequences.scene import Scene
    from dafeng.assessment.records import (
        Light,
        Notice,
        Standing,
        Step,
        UnitScore,
        WorkStanding,
    )
    from dafeng.indicators.records import Missing


_DISTRICT = "district"


@attrs.frozen(kw_only=True)
class Happening:
    """A fact about one unit, with everything that a rule may ask for.

    Attributes
    ----------
    about : About
    unit, subject : str
    part : Part
    state : State or None
    states : frozenset of State
        For a unit: those of the settled targets that it leads.
    settled : bool
    softness : str
    light : Light or None
    light_rules : str
        Id of the convention that gave the light.
    grade, best : str
    falsified : bool
    achieved : int
        For a unit: targets and tasks of its own that were done in the period.
    led_lights : frozenset of Light
        For a unit: those of the tasks that it leads.
    overdue_days : int
    step : Step or None
        For a notice: what was not answered.
    clause, facts, figure : str
    """

    about: About
    unit: str
    subject: str
    part: Part
    state: State | None = None
    states: frozenset[State] = frozenset()
    settled: bool = False
    softness: str = ""
    light: Light | None = None
    light_rules: str = ""
    grade: str = ""
    best: str = ""
    falsified: bool = False
    achieved: int = 0
    led_lights: frozenset[Light] = frozenset()
    overdue_days: int = 0
    step: Step | None = None
    clause: str
    facts: str
    figure: str


def happenings(scene: Scene) -> Iterator[Happening]:
    """Yield everything that a rule could take up, on the day of the case."""
    for standing in scene.standings:
        yield from _of_target(scene, standing)
        yield from _of_data(scene, standing)
    works = {work.id: work for work in scene.case.works}
    for task in scene.works:
        work = works.get(task.id)
        late = 0 if work is None else overdue_days(work, scene.case.as_of)
        yield from _of_task(scene, task, late)
    yield from _of_returns(scene)
    yield from _of_units(scene)
    yield from _of_notices(scene)


def _of_target(scene: Scene, standing: Standing) -> Iterator[Happening]:
    goal = scene.goals.get(standing.id)
    for unit, part in scene.parts(standing.id, standing.duties).items():
        yield Happening(
            about=About.TARGET,
            unit=unit,
            subject=standing.id,
            part=part,
            state=standing.state,
            settled=standing.settled,
            softness="" if goal is None else goal.softness,
            clause=standing.clause,
            facts=target_facts(standing),
            figure=target_figure(standing),
        )


def _of_data(scene: Scene, standing: Standing) -> Iterator[Happening]:
    day = scene.case.as_of
    late: dict[str, list[Missing]] = {}
    for one in standing.missing:
        if one.due_on < day:
            owner = unit_named(one.owner, scene.names)
            late.setdefault(owner, []).append(one)
    for owner, missing in late.items():
        if not scene.exempt(owner, standing.id):
            yield Happening(
                about=About.DATA,
                unit=owner,
                subject=standing.id,
                part=Part.OWNER,
                overdue_days=max((day - one.due_on).days for one in missing),
                clause=standing.clause,
                facts=data_facts(standing, missing),
                figure=data_figure(missing),
            )


def _of_task(scene: Scene, task: WorkStanding, late: int) -> Iterator[Happening]:
    for unit, part in scene.parts(task.id, task.duties).items():
        yield Happening(
            about=About.TASK,
            unit=unit,
            subject=task.id,
            part=part,
            light=task.light,
            light_rules=task.rule.rpartition(".")[0],
            overdue_days=late,
            clause=task.clause,
            facts=task_facts(task),
            figure=task_figure(task, late),
        )


def _of_returns(scene: Scene) -> Iterator[Happening]:
    day = scene.case.as_of
    for one in scene.case.returns:
        subject = report_name(one)
        came = one.received_on is not None and one.received_on <= day
        late = (day - one.due_on).days
        if not came and late > 0 and not scene.exempt(one.unit, subject):
            yield Happening(
                about=About.RETURN,
                unit=one.unit,
                subject=subject,
                part=Part.OWNER,
                overdue_days=late,
                clause=one.form,
                facts=return_facts(one, day),
                figure=overdue_figure(late),
            )


def _of_units(scene: Scene) -> Iterator[Happening]:
    found = scene.falsified
    for score in scene.scores:
        missed = _led_and_settled(scene, score.name)
        yield Happening(
            about=About.UNIT,
            unit=score.name,
            subject="",
            part=Part.OWNER,
            states=frozenset(one.state for one in missed) | _of_items(score),
            grade=score.grade,
            best=score.best or score.grade,
            falsified=score.name in found,
            achieved=scene.achieved.get(score.name, 0),
            led_lights=scene.led_lights.get(score.name, frozenset()),
            clause=scene.case.plan,
            facts=score_facts(score, missed, found.get(score.name, ())),
            figure=score_figure(score),
        )
    scored = {score.name for score in scene.scores}
    for unit in sorted(found.keys() - scored):
        # Under a scheme for the district no unit has a score, and it answers all the
        # same for what it falsified.
        yield Happening(
            about=About.UNIT,
            unit=unit,
            subject="",
            part=Part.OWNER,
            falsified=True,
            clause=scene.case.plan,
            facts=falsified_facts(found[unit]),
            figure="得分--",
        )


def _led_and_settled(scene: Scene, unit: str) -> tuple[Standing, ...]:
    return tuple(
        one
        for one in scene.standings
        if one.settled and scene.parts(one.id, one.duties).get(unit) is Part.LEAD
    )


def _of_items(score: UnitScore) -> frozenset[State]:
    """States of the items of a result that is the whole district's."""
    if score.kind != _DISTRICT:
        return frozenset()
    known = {state.value: state for state in State}
    return frozenset(
        known[point.state] for point in score.points if point.state in known
    )


def _of_notices(scene: Scene) -> Iterator[Happening]:
    day = scene.case.as_of
    for one in scene.case.notices:
        late = days_unanswered(one, day)
        if late > 0 and not scene.exempt(one.unit, one.subject):
            yield Happening(
                about=About.NOTICE,
                unit=one.unit,
                subject=one.subject,
                part=Part.OWNER,
                step=one.step,
                overdue_days=late,
                clause=scene.clauses.get(one.subject, scene.case.plan),
                facts=notice_facts(one, day),
                figure=overdue_figure(late),
            )


def days_unanswered(notice: Notice, day: date) -> int:
    """Return days past the day to answer of a letter without one; 0 is in time."""
    if notice.reply_by is None or notice.issued_on > day:
        return 0
    answered = notice.replied_on is not None and notice.replied_on <= day
    return 0 if answered else max(0, (day - notice.reply_by).days)
