"""A case with its results, as consequences look at it: who stands behind a name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from dafeng.assessment.consequences.records import Part
from dafeng.assessment.exemptions import Exemptions, report_name, report_names
from dafeng.assessment.records import Progress, Role, State
from dafeng.assessment.rosters import Roster
from dafeng.assessment.standings.demands import REPORTED
from dafeng.base.periods import Period

if TYPE_CHECKING:
    from dafeng.assessment.records import (
        Case,
        Duty,
        Falsification,
        Goal,
        Light,
        Standing,
        UnitScore,
        Work,
        WorkStanding,
    )

_REACHED = (State.MET, State.DIRECTIONAL_YES)
_DONE = (Progress.CLOSED, Progress.VERIFIED)
_WHOLE = 100
_OWN = (Part.LEAD, Part.SUPPORT, Part.IMPLEMENT)
"""Parts of a unit by which its own work is known."""


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
    def period(self) -> Period:
        """The year that is assessed."""
        return Period.parse(self.case.period)

    @cached_property
    def roster(self) -> Roster:
        """Members of groups on the last day of the period, as scores take them."""
        return Roster.of(self.case.members, self.case.units, self.period.end)

    @cached_property
    def exemptions(self) -> Exemptions:
        """What is not judged on the last day of the period, as scores take it."""
        return Exemptions.of(self.case.exemptions, self.roster)

    @cached_property
    def reports(self) -> Mapping[str, tuple[str, ...]]:
        """What an exemption may call each report, by the report's own name."""
        return {report_name(one): report_names(one) for one in self.case.returns}

    def parts(self, subject: str, duties: Iterable[Duty]) -> Mapping[str, Part]:
        """Return who answers for a subject; its own duty goes before a group's.

        A group that leads stands for itself, and its members beside it. A group that
        only helps is left out: to remind each of its members of what
        another unit leads would bury the letters that matter.
        """
        own: dict[str, Part] = {}
        members: dict[str, Part] = {}
        for duty in duties:
            if duty.unit in self.roster.groups and duty.role is not Role.LEAD:
                continue
            if duty.unit in self.roster.groups:
                behind = self.roster.expand(duty.unit)
                members.update(dict.fromkeys(behind, Part.MEMBER))
                own[duty.unit] = Part.GROUP
            else:
                own.setdefault(duty.unit, Part(duty.role.value))
        found = members | own
        return {u: part for u, part in found.items() if not self.exempt(u, subject)}

    def exempt(self, unit: str, subject: str) -> bool:
        """Whether a unit need not be judged by a subject; a group: none behind it."""
        names = self.reports.get(subject, (subject,))
        return all(
            self.exemptions.of_unit(one, *names) is not None
            for one in self.roster.expand(unit)
        )

    @cached_property
    def falsified(self) -> Mapping[str, tuple[Falsification, ...]]:
        """What each unit was found to have falsified, as scores count it."""
        start, day = self.period.start, self.case.as_of
        found: dict[str, tuple[Falsification, ...]] = {}
        for one in sorted(
            self.case.falsifications, key=lambda one: (one.found_on, one.document)
        ):
            if start <= one.found_on <= day:
                found[one.unit] = (*found.get(one.unit, ()), one)
        return found

    @cached_property
    def achieved(self) -> Mapping[str, int]:
        """How many targets and tasks of its own each unit finished in the period."""
        works = {work.id: work for work in self.case.works}
        done = [(s.id, s.duties) for s in self.standings if self._reached(s)]
        done += [(w.id, w.duties) for w in self.works if self._done(works.get(w.id))]
        counted: Counter[str] = Counter()
        for subject, duties in done:
            parts = self.parts(subject, duties)
            counted.update(unit for unit, part in parts.items() if part in _OWN)
        return counted

    def _reached(self, one: Standing) -> bool:
        """Whether a target was settled in the period, by a figure with a paper."""
        settled = one.settled and one.year in (None, self.period.start.year)
        measured = one.value is not None and one.definition not in REPORTED
        return settled and measured and one.state in _REACHED and bool(one.evidence)

    def _done(self, work: Work | None) -> bool:
        """Whether a task was done in the period: confirmed, with figure and paper."""
        if work is None or work.state not in _DONE or work.reported_on is None:
            return False
        told = self.period.start <= work.reported_on <= self.case.as_of
        made = work.percent is not None and work.percent >= _WHOLE
        return told and made and bool(work.evidence)

    @cached_property
    def led_lights(self) -> Mapping[str, frozenset[Light]]:
        """Lights of the tasks that each unit leads in its own name."""
        found: dict[str, frozenset[Light]] = {}
        for task in self.works:
            for unit, part in self.parts(task.id, task.duties).items():
                if part is Part.LEAD:
                    found[unit] = found.get(unit, frozenset()) | {task.light}
        return found

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names of the units that are assessed, groups left out."""
        units = (unit.name for unit in self.case.units)
        return tuple(name for name in units if name not in self.roster.groups)
