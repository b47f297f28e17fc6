"""What happened to whom: one record for each unit and subject, for the rules to judge.

A group answers together. What one member of it did is not known, so a member has a
part of its own, which no rule may accuse.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from dafeng.assessment.consequences.owners import unit_named
from dafeng.assessment.consequences.records import About, Part
from dafeng.assessment.consequences.wording import (
    data_facts,
    data_figure,
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
from dafeng.assessment.records import (
    Role,
    State,
)
from dafeng.assessment.schedule import overdue_days
from dafeng.assessment.scoring.rosters import Roster
from dafeng.base.periods import Period

if TYPE_CHECKING:
    from dafeng.assessment.records import (
        Case,
        Duty,
        Exemption,
        Falsification,
        Goal,
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
    overdue_days: int = 0
    step: Step | None = None
    clause: str
    facts: str
    figure: str


@attrs.frozen(kw_only=True, slots=False)
class Scene:
    """A case with its results, and who stands behind a name in it.

    Attributes
    ----------
    case : Case
    standings : sequence of Standing
    works : sequence of WorkStanding
    scores : sequence of UnitScore
    """

    case: Case
    standings: Sequence[Standing]
    works: Sequence[WorkStanding]
    scores: Sequence[UnitScore]

    @cached_property
    def goals(self) -> Mapping[str, Goal]:
        """Goals by id."""
        return {goal.id: goal for goal in self.case.goals}

    @cached_property
    def clauses(self) -> Mapping[str, str]:
        """Clause of each target and task."""
        of_targets = {one.id: one.clause for one in self.standings}
        return of_targets | {one.id: one.clause for one in self.works}

    @cached_property
    def roster(self) -> Roster:
        """Members of groups on the last day of the period, as scores take them."""
        day = Period.parse(self.case.period).end
        return Roster.of(self.case.members, self.case.units, day)

    def behind(self, name: str) -> frozenset[str]:
        """Return the units of a group, groups in groups taken apart.

        A unit, and a group of which nobody says who is in it, stands for itself.
        """
        reached, waiting = {name}, [name]
        while waiting:
            more = set(self.roster.members.get(waiting.pop(), ())) - reached
            reached |= more
            waiting += more
        return frozenset(one for one in reached if one not in self.roster.members)

    def parts(self, subject: str, duties: Iterable[Duty]) -> Mapping[str, Part]:
        """Return who answers for a subject; its own duty goes before a group's.

        A group that only helps is left out: to remind each of its members of what
        another unit leads would bury the letters that matter.
        """
        own: dict[str, Part] = {}
        members: dict[str, Part] = {}
        for duty in duties:
            if duty.unit in self.roster.groups and duty.role is not Role.LEAD:
                continue
            if duty.unit in self.roster.groups:
                members.update(dict.fromkeys(self.behind(duty.unit), Part.MEMBER))
            else:
                own.setdefault(duty.unit, Part(duty.role.value))
        found = members | own
        return {u: part for u, part in found.items() if not self.exempt(u, subject)}

    def exempt(self, unit: str, subject: str) -> bool:
        """Whether a unit need not be judged by a subject in the period."""
        return any(
            one.subject == subject
            and _holds(one, self.roster.day)
            and (not one.unit or unit in self.behind(one.unit))
            for one in self.case.exemptions
        )

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names of the units that are assessed, groups left out."""
        units = (unit.name for unit in self.case.units)
        return tuple(name for name in units if name not in self.roster.groups)


def _holds(one: Exemption, day: date) -> bool:
    begun = one.valid_from is None or one.valid_from <= day
    return begun and (one.valid_to is None or day <= one.valid_to)


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
        subject = f"{one.form}:{one.period}"
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
    day = scene.case.as_of
    found: dict[str, Falsification] = {
        one.unit: one for one in scene.case.falsifications if one.found_on <= day
    }
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
            clause=scene.case.plan,
            facts=score_facts(score, missed, found.get(score.name)),
            figure=score_figure(score),
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
