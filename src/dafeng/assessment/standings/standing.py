"""Where one target stands: demand, figures, path, chance, state, in one record."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import attrs

from dafeng.assessment.records import Case, Goal, Standing, State
from dafeng.assessment.standings.demands import (
    REPORTED,
    Asked,
    asked_of,
    wants_less,
)
from dafeng.assessment.standings.reasons import reason_of
from dafeng.assessment.standings.rules import StateRules, state_rules
from dafeng.assessment.standings.states import (
    Known,
    direction_state,
    satisfied,
    state_of,
)
from dafeng.assessment.standings.views import (
    View,
    completion_in,
    expected_in,
    view_of,
    way_behind,
)
from dafeng.base.indicators import IndicatorDirection
from dafeng.indicators.outlook import Outlook, series_outlook

if TYPE_CHECKING:
    from dafeng.indicators import Evidence

_DIRECTIONAL, _DELEGATED = "directional", "delegated"
_DONE = {State.DIRECTIONAL_YES: Decimal(1), State.DIRECTIONAL_NO: Decimal(0)}


def standings(case: Case, evidence: Evidence) -> tuple[Standing, ...]:
    """Say where every target of a case stands, in the order of the plan.

    Raises
    ------
    BadInputError
        ``goal.unit``: a target is in another unit than its indicator.
    """
    rules = state_rules(case.as_of)
    return tuple(standing_of(goal, case, evidence, rules) for goal in case.goals)


def standing_of(
    goal: Goal, case: Case, evidence: Evidence, rules: StateRules
) -> Standing:
    """Say where one target stands on the day of the case."""
    asked = asked_of(goal, case.decrees, case.as_of)
    if goal.kind == _DELEGATED and asked.decree is None:
        return _bare(goal, asked, State.DELEGATED_UNSET)
    if not goal.definition:
        return _bare(goal, asked, State.UNKNOWN)
    view = view_of(goal, case, evidence)
    if goal.kind != _DIRECTIONAL:
        return _numeric(view, rules)
    return _as_told(view) if goal.definition in REPORTED else _moved(view)


def _bare(goal: Goal, asked: Asked, state: State) -> Standing:
    """Say of a target that nothing can be reckoned."""
    made = Standing(
        id=goal.id,
        clause=goal.clause,
        indicator=goal.indicator,
        definition=goal.definition,
        state=state,
        unit=asked.unit,
        target=asked.value,
        target_max=asked.value_max,
        comparator=asked.comparator,
        year=asked.year,
        base_year=asked.base_year,
        source=asked.source,
        duties=goal.duties,
    )
    return attrs.evolve(made, reason=reason_of(made))


def _as_told(view: View) -> Standing:
    """Take the word of who answers for a direction that no series measures."""

    def state(figure: Decimal | None) -> State:
        if figure is None:
            return State.UNKNOWN
        right = satisfied(figure, view.asked)
        return State.DIRECTIONAL_YES if right else State.DIRECTIONAL_NO

    step = state(view.figures.in_unit.get(view.scored or 0))
    told = attrs.evolve(
        _described(view, state(view.figure)), completion=_DONE.get(step)
    )
    return attrs.evolve(told, reason=reason_of(told))


def _moved(view: View) -> Standing:
    """Compare the newest figure with that of the base year."""
    way = view.goal.direction
    if way == IndicatorDirection.NONE:
        way = view.figures.definition.direction.value
    known = view.figures.in_unit
    state = direction_state(known, view.newest, view.base, way)
    # The step of the period is judged by the period's own figure.
    step = direction_state(known, view.scored, view.base, way)
    told = attrs.evolve(
        _described(view, state),
        base_year=view.base,
        expected=known.get(view.base),
        completion=_DONE.get(step),
        work_late=state is State.DIRECTIONAL_NO,
    )
    return attrs.evolve(told, reason=reason_of(told))


def _numeric(view: View, rules: StateRules) -> Standing:
    outlook = _outlook(view)
    chance = None if outlook is None else outlook.probability
    now = completion_in(view, view.newest, rules)
    final = view.figures.in_unit.get(view.final_year or 0)
    known = Known(
        kind=view.goal.kind,
        figure=view.figure,
        settled=view.settled,
        final=final,
        probability=chance,
        before=view.figures.in_unit.get((view.newest or 0) - 1),
        behind=way_behind(view, view.newest, rules),
    )
    state = state_of(known, view.asked, rules)
    newest = view.newest
    told = attrs.evolve(
        _described(view, state),
        expected=None if newest is None else expected_in(view, newest, rules),
        distance=_distance(view),
        completion=completion_in(view, view.scored, rules),
        probability=_certainty(state) if view.settled else chance,
        median=None if outlook is None else outlook.median,
        low=None if outlook is None else outlook.low,
        high=None if outlook is None else outlook.high,
        work_late=now is not None and now < 1,
    )
    return attrs.evolve(told, reason=reason_of(told))


def _described(view: View, state: State) -> Standing:
    """Put down what is known whatever kind of target it is."""
    newest, asked, goal = view.newest, view.asked, view.goal
    judged = view.figures.values.get(view.judged)
    late = view.wanted not in view.figures.in_unit
    lacking = view.figures.values.get(view.wanted)
    return Standing(
        id=goal.id,
        clause=goal.clause,
        indicator=goal.indicator,
        definition=goal.definition,
        state=state,
        value=view.figure,
        period="" if newest is None else str(newest),
        unit=asked.unit or view.figures.definition.unit,
        target=asked.value,
        target_max=asked.value_max,
        stretch=goal.stretch,
        comparator=asked.comparator,
        year=asked.year,
        base_year=view.base if view.compares else asked.base_year,
        settled=view.settled,
        due=view.is_due(view.judged),
        data_late=late,
        basis=None if judged is None else judged.basis,
        quality=None if judged is None else judged.quality,
        missing=lacking.missing if late and lacking is not None else (),
        evidence=_evidence(view),
        history=view.figures.history_to(view.period),
        source=asked.source,
        duties=goal.duties,
    )


def _evidence(view: View) -> tuple[str, ...]:
    """Papers behind the figure of the judged year, each once.

    A figure is proven when each of its inputs is: one without a paper leaves none.
    """
    value = view.figures.values.get(view.judged)
    used = () if value is None or value.value is None else value.inputs
    papers = tuple(dict.fromkeys(one.evidence for one in used))
    return papers if all(papers) else ()


def _distance(view: View) -> Decimal | None:
    """Return what is still to go, in the target's unit; negative is beyond it."""
    target, figure = view.asked.value, view.figure
    if target is None or figure is None:
        return None
    return figure - target if wants_less(view.asked.comparator) else target - figure


def _outlook(view: View) -> Outlook | None:
    """Look ahead from the figures; None where the target has no year or no series."""
    asked = view.asked
    if asked.demand is None or asked.year is None or view.settled:
        return None
    history = [
        (year, value)
        for year, value in sorted(view.figures.in_unit.items())
        if year <= view.judged
    ]
    return series_outlook(
        history,
        year=asked.year,
        demand=asked.demand,
        bounded=view.figures.definition.bounded,
    )


def _certainty(state: State) -> Decimal | None:
    """Return 1 or 0 of what is over, None of what nobody knows."""
    return {State.MET: Decimal(1), State.MISSED: Decimal(0)}.get(state)
