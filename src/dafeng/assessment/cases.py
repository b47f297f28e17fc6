"""A case: read from JSON, checked before anything is reckoned from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

import attrs

from dafeng.assessment.case_checks import (
    goal_problems,
    letter_problems,
    work_problems,
)
from dafeng.assessment.records import Case, Progress, Work
from dafeng.base.days import holds_on
from dafeng.base.errors import BadInputError, NotFoundError
from dafeng.base.periods import Period, PeriodKind
from dafeng.base.plain import record_from_json, record_to_json
from dafeng.base.written import written_strictly
from dafeng.indicators import Evidence, series_of


def case_from_json(data: bytes) -> Case:
    """Read a self-contained case; its keys are the fields of :class:`Case`.

    Raises
    ------
    BadInputError
        ``record.bad``: the bytes are no case; the message names each place
        (``$.goals[3].value``). Besides those of :func:`checked_case`.
    """
    return checked_case(record_from_json(data, Case, written_strictly))


def case_to_json(case: Case) -> bytes:
    """Write a case in canonical bytes; :func:`case_from_json` gives it back."""
    return record_to_json(case)


def evidence_of(case: Case) -> Evidence:
    """Return the case's observations, ready to be looked up."""
    return Evidence(
        place=case.place, observations=case.observations, tables=case.tables
    )


def known_case(case: Case) -> Case:
    """Return the case as it was known on its day: what came later is taken out."""
    return attrs.evolve(
        case,
        observations=tuple(
            one
            for one in case.observations
            if one.learned_on is None or one.learned_on <= case.as_of
        ),
        works=tuple(_as_reported(work, case.as_of) for work in case.works),
    )


def _as_reported(work: Work, as_of: date) -> Work:
    """Take back a report that nobody had on the day."""
    if work.reported_on is None or work.reported_on <= as_of:
        return work
    return attrs.evolve(
        work,
        percent=None,
        verified=False,
        reported_on=None,
        evidence=(),
        state=Progress.ASSIGNED,
    )


def checked_case(case: Case) -> Case:
    """Return the case when it can be judged.

    Raises
    ------
    BadInputError
        ``case.bad``: a key stands twice, a period is not over, a series, definition or
        unit does not fit, an exemption has no ground, a letter speaks of no target or
        two of one day of the same; the message names every one, what rule it breaks
        and the way out.
    """
    wrong = list(_wrong(case))
    if wrong:
        msg = f"The case cannot be judged ({len(wrong)} reasons): {' '.join(wrong)}"
        raise BadInputError(msg, code="case.bad", reasons=wrong)
    return case


def _wrong(case: Case) -> Iterator[str]:
    yield from _dates(case)
    yield from _twice(f"target {goal.id}" for goal in case.goals)
    yield from _twice(f"task {work.id}" for work in case.works)
    yield from _twice(f"unit {unit.name}" for unit in case.units)
    yield from _twice(
        f"report {one.form} {one.period} of {one.unit}" for one in case.returns
    )
    for goal in case.goals:
        yield from goal_problems(goal)
    for work in case.works:
        yield from work_problems(work)
    yield from letter_problems(case)
    yield from _observations(case)
    yield from _people(case)


def _dates(case: Case) -> Iterator[str]:
    period = Period.parse(case.period)
    if period.kind is not PeriodKind.YEAR:
        yield f"{case.period} is no year: assess a year, for example 2025."
    elif period.start > case.as_of:
        yield (
            f"{case.period} has not begun on {case.as_of}: assess a year that has, or "
            "take a later day."
        )
    if not case.place.strip():
        yield "The case names no place: give its six-digit code."


def _people(case: Case) -> Iterator[str]:
    for one in case.exemptions:
        if not one.ground.strip() or not one.approved_by.strip():
            yield (
                f"The exemption of {one.subject} has no ground or nobody approved it: "
                "state both, or judge the unit by it."
            )
    for member in case.members:
        if None not in (member.valid_from, member.valid_to) and not holds_on(
            member.valid_from, member.valid_to, member.valid_from or case.as_of
        ):
            yield (
                f"{member.unit} would leave {member.group} before it joins: exchange "
                "the two days."
            )
    named = {unit.name for unit in case.units} | {m.unit for m in case.members}
    for fault in case.falsifications:
        if fault.unit not in named:
            yield (
                f"{fault.document} speaks of {fault.unit}, which is no unit of the "
                "case: correct the name or add the unit."
            )


def _twice(names: Iterable[str]) -> Iterator[str]:
    for name, times in Counter(names).items():
        if times > 1:
            yield f"The {name} stands {times} times: give each a key of its own."


def _observations(case: Case) -> Iterator[str]:
    seen: set[tuple[str, str, str, str]] = set()
    for one in case.observations:
        at = (one.series, one.scope, one.period, one.basis.value)
        where = f"{one.series} of {one.period}{f' ({one.scope})' * bool(one.scope)}"
        if at in seen:
            yield f"{where} is stated twice on the basis {one.basis.value}: keep one."
        seen.add(at)
        try:
            series_of(one.series)
            end = Period.parse(one.period).end
        except (NotFoundError, BadInputError) as error:
            yield f"{where}: {error}"
            continue
        if end > case.as_of:
            yield (
                f"{where} is a figure of a period that is not over on {case.as_of}: "
                "enter figures when their period has ended, forecasts are made here."
            )
