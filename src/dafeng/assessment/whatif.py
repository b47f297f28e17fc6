"""What if: a case with changes that somebody imagines, ready to be assessed.

A change takes for granted that what is imagined is proven: the figure is approved, the
progress verified, the report accepted. ``assess`` of the changed case, compared with
``assess`` of the case, shows the effect.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeAlias, TypeVar

import attrs

from dafeng.assessment.matching import nearest
from dafeng.assessment.records import (  # noqa: TC001 - written as JSON by type
    Case,
    Decree,
    Exemption,
    Goal,
    Progress,
    Return,
    Work,
)
from dafeng.base.errors import BadInputError, NotFoundError
from dafeng.base.indicators import IndicatorDirection
from dafeng.base.periods import Period
from dafeng.base.units import parse_unit
from dafeng.indicators.definitions import definition_register
from dafeng.indicators.records import Basis, Observation, Quality
from dafeng.indicators.series import series_of

SUPPOSED = "假设"
"""What stands where a letter or a piece of evidence would be named."""
_HUNDRED = Decimal(100)
_T = TypeVar("_T")


@attrs.frozen(kw_only=True)
class FigureCame:
    """A figure became known.

    Attributes
    ----------
    series, period : str
    value : Decimal
        In the series' unit.
    scope : str
    """

    series: str
    period: str
    value: Decimal
    scope: str = ""


@attrs.frozen(kw_only=True)
class WorkWent:
    """A task went on, and a second person confirmed it.

    Attributes
    ----------
    work : str
        Id of the task.
    percent : Decimal or None
        New progress; None leaves it.
    state : Progress or None
        New state; None follows from the progress.
    """

    work: str
    percent: Decimal | None = None
    state: Progress | None = None


@attrs.frozen(kw_only=True)
class ReturnCame:
    """A report came and was accepted; without a day on the day of the case."""

    unit: str
    form: str
    period: str
    received_on: date | None = None


@attrs.frozen(kw_only=True)
class FigureDecreed:
    """The city handed a figure down.

    Attributes
    ----------
    goal : str
    value : Decimal
    unit : str
        Empty: the target's own.
    year : int or None
        None: the target's own.
    """

    goal: str
    value: Decimal
    unit: str = ""
    year: int | None = None


@attrs.frozen(kw_only=True)
class Exempted:
    """A unit need not be judged by a subject; an empty unit is every unit."""

    subject: str
    ground: str
    unit: str = ""


Change: TypeAlias = FigureCame | WorkWent | ReturnCame | FigureDecreed | Exempted


def what_if(case: Case, changes: Sequence[Change]) -> Case:
    """Return the case as it would be, the changes made one after the other.

    Parameters
    ----------
    case : Case
    changes : sequence of Change
        See :func:`dafeng.assessment.whatif_reading.read_change` for their texts.

    Raises
    ------
    NotFoundError
        ``whatif.unknown``: no such task, target, unit or report in the case; says what
        is near. ``series.unknown``: no such series.
    BadInputError
        ``whatif.future``: a figure of a period that is not over, or a day after that
        of the case. ``whatif.value``: a progress outside 0 to 100.
    UnitError
        The unit of a decree does not fit its target.
    """
    for change in changes:
        case = _changed(case, change)
    return case


def _changed(case: Case, change: Change) -> Case:
    match change:
        case FigureCame():
            return _with_figure(case, change)
        case WorkWent():
            return _with_work(case, change)
        case ReturnCame():
            return _with_return(case, change)
        case FigureDecreed():
            return _with_decree(case, change)
        case Exempted():
            return _with_exemption(case, change)


def _with_figure(case: Case, change: FigureCame) -> Case:
    series_of(change.series)
    period = Period.parse(change.period)
    if period.end > case.as_of:
        msg = (
            f"{change.series}: {period.code} ends on {period.end}, after {case.as_of}, "
            "the day of the case. A figure is known when its period is over; take an "
            "earlier period or a later day."
        )
        raise BadInputError(msg, code="whatif.future", period=period.code)
    figure = Observation(
        series=change.series,
        period=period.code,
        value=change.value,
        scope=change.scope,
        basis=Basis.REPORTED,
        quality=Quality.B,
        evidence=SUPPOSED,
        entered_by=SUPPOSED,
        approved_by=SUPPOSED,
        learned_on=case.as_of,
        synthetic=case.synthetic,
    )
    others = (o for o in case.observations if _figure(o) != _figure(figure))
    return attrs.evolve(case, observations=(*others, figure))


def _figure(one: Observation) -> tuple[str, str, str]:
    return one.series, one.scope, one.period


def _with_work(case: Case, change: WorkWent) -> Case:
    work = _found(change.work, case.works, "task", lambda one: one.id)
    if change.percent is not None and not 0 <= change.percent <= _HUNDRED:
        msg = f"{change.work}: a progress of {change.percent} is not within 0 and 100."
        raise BadInputError(msg, code="whatif.value", value=str(change.percent))
    percent = work.percent if change.percent is None else change.percent
    after = attrs.evolve(
        work,
        percent=percent,
        state=change.state or _state_at(work, percent),
        verified=True,
        reported_on=case.as_of,
        evidence=(*work.evidence, SUPPOSED),
    )
    return attrs.evolve(case, works=_replaced(case.works, work, after))


def _state_at(work: Work, percent: Decimal | None) -> Progress:
    if percent is None:
        return work.state
    return Progress.VERIFIED if percent == _HUNDRED else Progress.IN_PROGRESS


def _with_return(case: Case, change: ReturnCame) -> Case:
    asked = (change.unit, change.form, change.period)
    owed = _found(":".join(asked), case.returns, "report", _return_name)
    day = change.received_on or case.as_of
    if day > case.as_of:
        msg = (
            f"The report {':'.join(asked)} cannot come on {day}, after {case.as_of}, "
            "the day of the case. Take an earlier day, or assess on a later one."
        )
        raise BadInputError(msg, code="whatif.future", day=day)
    after = attrs.evolve(owed, received_on=day, accepted=True)
    return attrs.evolve(case, returns=_replaced(case.returns, owed, after))


def _return_name(one: Return) -> str:
    return f"{one.unit}:{one.form}:{one.period}"


def _with_decree(case: Case, change: FigureDecreed) -> Case:
    goal = _found(change.goal, case.goals, "target", lambda one: one.id)
    if change.unit and goal.unit:
        _require_same_dimension(change, goal.unit)
    decree = Decree(
        goal=goal.id,
        number=SUPPOSED,
        issued_on=case.as_of,
        value=change.value,
        unit=change.unit or goal.unit,
        year=change.year or goal.year,
        base_year=goal.base_year,
        comparator=goal.comparator or _usual_comparator(goal),
        entered_by=SUPPOSED,
    )
    return attrs.evolve(case, decrees=(*case.decrees, decree))


def _usual_comparator(goal: Goal) -> str:
    """At least the figure, or at most where its indicator is better when lower."""
    known = definition_register().by_id.get(goal.definition)
    lower = known is not None and known.direction is IndicatorDirection.DOWN
    return "<=" if lower else ">="


def _require_same_dimension(change: FigureDecreed, unit: str) -> None:
    given, asked = parse_unit(change.unit), parse_unit(unit)
    if given.dimension != asked.dimension:
        msg = (
            f"{change.goal} is judged in {unit}, the letter speaks of {change.unit}: "
            "they do not measure the same. Give the figure in the target's unit."
        )
        raise BadInputError(msg, code="whatif.unit", given=change.unit, asked=unit)


def _with_exemption(case: Case, change: Exempted) -> Case:
    subjects = [*(goal.id for goal in case.goals), *(work.id for work in case.works)]
    _found(change.subject, subjects, "target or task", str)
    if change.unit:
        _found(change.unit, case.units, "unit", lambda one: one.name)
    if not change.ground.strip():
        msg = f"An exemption of {change.subject} needs a ground. Say why."
        raise BadInputError(msg, code="whatif.value", value="")
    exemption = Exemption(
        unit=change.unit,
        subject=change.subject,
        ground=change.ground,
        approved_by=SUPPOSED,
    )
    return attrs.evolve(case, exemptions=(*case.exemptions, exemption))


def _found(name: str, among: Iterable[_T], kind: str, key: Callable[[_T], str]) -> _T:
    by_name = {key(one): one for one in among}
    if name not in by_name:
        offer = ", ".join(nearest(name, by_name)) or "none"
        msg = f"There is no {kind} {name!r} in the case. Near to it: {offer}."
        raise NotFoundError(msg, code="whatif.unknown", kind=kind, name=name)
    return by_name[name]


def _replaced(of: tuple[_T, ...], old: _T, new: _T) -> tuple[_T, ...]:
    return tuple(new if one is old else one for one in of)
