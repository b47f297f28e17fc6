"""A case: read from JSON, checked before anything is reckoned from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from dafeng.assessment.records import Case
from dafeng.base.errors import BadInputError, NotFoundError
from dafeng.base.periods import Period
from dafeng.base.plain import record_from_json, record_to_json
from dafeng.indicators import Evidence, definition_register, series_of


def case_from_json(data: bytes) -> Case:
    """Read a self-contained case; its keys are the fields of :class:`Case`.

    Raises
    ------
    BadInputError
        ``record.bad``: the bytes are no case; the message names each place
        (``$.goals[3].value``). Besides those of :func:`checked_case`.
    """
    return checked_case(record_from_json(data, Case))


def case_to_json(case: Case) -> bytes:
    """Write a case in canonical bytes; :func:`case_from_json` gives it back."""
    return record_to_json(case)


def evidence_of(case: Case) -> Evidence:
    """Return the case's observations, ready to be looked up."""
    return Evidence(
        place=case.place, observations=case.observations, tables=case.tables
    )


def checked_case(case: Case, items: Iterable[str] = ()) -> Case:
    """Return the case when it can be judged.

    Parameters
    ----------
    case : Case
    items : iterable of str
        Items of the scheme, of which somebody may be exempted too; without them the
        subjects of exemptions are not looked at.

    Raises
    ------
    BadInputError
        ``case.bad``: a key stands twice, a figure is of a future period, a series or
        definition is unknown, an exemption has no ground, a letter speaks of no
        target; the message names every one, what rule it breaks and the way out.
    """
    wrong = [*_wrong(case), *_unknown_exemptions(case, frozenset(items))]
    if wrong:
        msg = f"The case cannot be judged ({len(wrong)} reasons): {' '.join(wrong)}"
        raise BadInputError(msg, code="case.bad", reasons=wrong)
    return case


def _wrong(case: Case) -> Iterator[str]:
    Period.parse(case.period)
    yield from _twice(f"target {goal.id}" for goal in case.goals)
    yield from _twice(f"task {work.id}" for work in case.works)
    yield from _twice(f"unit {unit.name}" for unit in case.units)
    yield from _unknown_names(case)
    yield from _observations(case)
    goals = {goal.id for goal in case.goals}
    for letter in case.decrees:
        if letter.goal not in goals:
            yield (
                f"Letter {letter.number} speaks of target {letter.goal}, which is not "
                "in the case: correct the key or add the target."
            )
    for one in case.exemptions:
        if not one.ground.strip() or not one.approved_by.strip():
            yield (
                f"The exemption of {one.subject} has no ground or nobody approved it: "
                "state both, or judge the unit by it."
            )


def _unknown_exemptions(case: Case, items: frozenset[str]) -> Iterator[str]:
    if not items:
        return
    known = {goal.id for goal in case.goals} | {work.id for work in case.works} | items
    known |= {one.form for one in case.returns}
    known |= {f"{one.form}:{one.period}" for one in case.returns}
    for one in case.exemptions:
        if one.subject not in known:
            yield (
                f"The exemption of {one.subject} is of no target, task, report or item "
                "of the scheme here: correct the key."
            )


def _twice(names: Iterable[str]) -> Iterator[str]:
    for name, times in Counter(names).items():
        if times > 1:
            yield f"The {name} stands {times} times: give each a key of its own."


def _unknown_names(case: Case) -> Iterator[str]:
    for goal in case.goals:
        if not goal.definition:
            continue
        try:
            definition_register().get(goal.definition)
        except NotFoundError as error:
            yield f"Target {goal.id}: {error}"


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
