"""Everything that an assessment looks up, put in order once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

import attrs

from dafeng.assessment.exemptions import Exemptions, in_force
from dafeng.assessment.rosters import GROUP, Roster
from dafeng.assessment.schemes.records import Assesses
from dafeng.assessment.scoring.asked import OPEN, why_not_asked
from dafeng.assessment.scoring.shares import Answer, answers
from dafeng.assessment.standings.demands import Asked, asked_of
from dafeng.base.errors import BadInputError
from dafeng.base.periods import Period, PeriodKind

if TYPE_CHECKING:
    from dafeng.assessment.records import (
        Case,
        Falsification,
        Goal,
        Return,
        Standing,
        Work,
        WorkStanding,
    )
    from dafeng.assessment.schemes.records import Scheme

DISTRICT = "全区"
"""Name of the one unit that is assessed where a scheme is about the district."""
Found = TypeVar("Found", "Standing", "WorkStanding")


@attrs.frozen(kw_only=True)
class GoalEntry:
    """A target with where it stands and who answers.

    Attributes
    ----------
    goal : Goal
    asked : Asked
        What holds on the day: the city's letter, else the plan.
    standing : Standing or None
    aside : str
        Why it is not asked; empty when it is.
    answers : tuple of Answer
    """

    goal: Goal
    asked: Asked
    standing: Standing | None
    aside: str
    answers: tuple[Answer, ...]

    @property
    def once_reached(self) -> bool:
        """Whether it counts as soon as it is reached, and never against anybody."""
        return self.aside == OPEN


@attrs.frozen(kw_only=True)
class WorkEntry:
    """A task with where it stands and who answers."""

    work: Work
    standing: WorkStanding | None
    answers: tuple[Answer, ...]


@attrs.frozen(kw_only=True)
class Owed:
    """A report that one unit owed."""

    unit: str
    report: Return


@attrs.frozen(kw_only=True)
class Docket:
    """A case in the order of its ids: the order of its rows is gone.

    Attributes
    ----------
    case : Case
    scheme : Scheme
    period : Period
        A year.
    goals : tuple of GoalEntry
    works : tuple of WorkEntry
    owed : tuple of Owed
        Reports about the period, one row per unit.
    roster : Roster
    exemptions : Exemptions
    falsified : tuple of Falsification
        Found since the period began, known on the day of the case.
    """

    case: Case
    scheme: Scheme
    period: Period
    goals: tuple[GoalEntry, ...]
    works: tuple[WorkEntry, ...]
    owed: tuple[Owed, ...]
    roster: Roster
    exemptions: Exemptions
    falsified: tuple[Falsification, ...]

    @property
    def year(self) -> int:
        """The year that is assessed."""
        return self.period.start.year

    @property
    def answering(self) -> frozenset[str]:
        """Units that answer for something or owe a report; groups are taken apart."""
        named = {answer.unit for goal in self.goals for answer in goal.answers}
        named |= {answer.unit for work in self.works for answer in work.answers}
        return frozenset(named | {row.unit for row in self.owed})


def docket_of(
    case: Case,
    scheme: Scheme,
    standings: Sequence[Standing],
    works: Sequence[WorkStanding],
) -> Docket:
    """Put a case in order.

    Raises
    ------
    BadInputError
        ``assessment.period``: the case is not about a year. ``assessment.duplicate``:
        an id stands twice. ``assessment.unknown_subject``: a standing is of nothing in
        the case. ``assessment.no_roster``, ``assessment.roster_circle``: see
        :class:`Roster`. ``assessment.falsification``: one has no paper, or is about a
        group.
    """
    period = _year(case.period)
    roster = Roster.of(case.members, case.units, period.end)
    if scheme.assesses is Assesses.DISTRICT:
        case = _without_units(case)
    roster.require(_named(case, roster))
    goals = _by_id("target", (goal.id for goal in case.goals), standings)
    tasks = _by_id("task", (work.id for work in case.works), works)
    return Docket(
        case=case,
        scheme=scheme,
        period=period,
        goals=tuple(
            _goal_entry(goal, goals.get(goal.id), case, scheme, roster)
            for goal in sorted(case.goals, key=lambda goal: goal.id)
        ),
        works=tuple(
            WorkEntry(
                work=work,
                standing=tasks.get(work.id),
                answers=answers(work.duties, roster, scheme.shares),
            )
            for work in sorted(case.works, key=lambda work: work.id)
        ),
        owed=_owed(case, roster, period),
        roster=roster,
        exemptions=Exemptions.of(case.exemptions, roster),
        falsified=_falsified(case, roster, period),
    )


def _without_units(case: Case) -> Case:
    """Leave out what is about single units: the district needs no roster."""
    return attrs.evolve(
        case,
        goals=tuple(attrs.evolve(goal, duties=()) for goal in case.goals),
        works=tuple(attrs.evolve(work, duties=()) for work in case.works),
        returns=(),
        exemptions=tuple(e for e in case.exemptions if e.unit in ("", DISTRICT)),
    )


def _named(case: Case, roster: Roster) -> Iterator[str]:
    """Every unit and group that the case holds responsible or exempts."""
    yield from (duty.unit for goal in case.goals for duty in goal.duties)
    yield from (duty.unit for work in case.works for duty in work.duties)
    yield from (report.unit for report in case.returns)
    yield from (row.unit for row in in_force(case.exemptions, roster))


def _year(code: str) -> Period:
    period = Period.parse(code)
    if period.kind is not PeriodKind.YEAR:
        msg = f"An assessment is of a year; {code!r} is {period.name_zh}. Give 2025."
        raise BadInputError(msg, code="assessment.period", period=code)
    return period


def _by_id(
    what: str, ids: Iterable[str], standings: Sequence[Found]
) -> dict[str, Found]:
    known, found = Counter(ids), {one.id: one for one in standings}
    twice = sorted(name for name, count in known.items() if count > 1)
    if twice or len(found) < len(standings):
        told = ", ".join(twice) or "some standing"
        msg = f"The {what} {told} stands twice. Give every {what} an id of its own."
        raise BadInputError(msg, code="assessment.duplicate", subjects=tuple(twice))
    strange = sorted(set(found) - set(known))
    if strange:
        msg = (
            f"There is a standing of {', '.join(strange)}, but no such {what} in the "
            f"case. Take it out, or add the {what}."
        )
        raise BadInputError(
            msg, code="assessment.unknown_subject", subjects=tuple(strange)
        )
    return found


def _goal_entry(
    goal: Goal, standing: Standing | None, case: Case, scheme: Scheme, roster: Roster
) -> GoalEntry:
    year = Period.parse(case.period).start.year
    asked = asked_of(goal, case.decrees, case.as_of)
    return GoalEntry(
        goal=goal,
        asked=asked,
        standing=standing,
        aside=why_not_asked(goal, asked, standing, scheme.goals, year),
        answers=answers(goal.duties, roster, scheme.shares),
    )


def _owed(case: Case, roster: Roster, period: Period) -> tuple[Owed, ...]:
    """Reports about the period that were due by the day of the case."""
    rows = [
        Owed(unit=unit, report=report)
        for report in case.returns
        if period.contains(Period.parse(report.period))
        for unit in roster.expand(report.unit)
    ]
    return tuple(sorted(rows, key=_order))


def _order(row: Owed) -> tuple[str, ...]:
    one = row.report
    came = "" if one.received_on is None else one.received_on.isoformat()
    told = (one.form, one.period, one.due_on.isoformat(), came, str(one.accepted))
    return (row.unit, *told)


def _falsified(case: Case, roster: Roster, period: Period) -> tuple[Falsification, ...]:
    for one in case.falsifications:
        if not one.document.strip() or one.unit in roster.groups:
            msg = (
                f"The falsification of {one.unit} found on {one.found_on} needs a "
                "paper and one unit, no group. Name the paper and who did it."
            )
            raise BadInputError(msg, code="assessment.falsification", unit=one.unit)
    kept = [
        one for one in case.falsifications if period.start <= one.found_on <= case.as_of
    ]
    return tuple(sorted(kept, key=lambda o: (o.unit, o.found_on, o.document)))


def unit_kinds(docket: Docket) -> dict[str, str]:
    """Return every unit that is assessed with its kind, ``other`` where none is known.

    Those of the case, and whoever answers for something or owes a report; groups are
    taken apart.
    """
    kinds = dict.fromkeys(docket.answering, "other")
    kinds |= {u.name: u.kind for u in docket.case.units if u.kind != GROUP}
    return dict(sorted(kinds.items()))
