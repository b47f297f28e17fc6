"""From demand, figure and chance to one word."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

import attrs

from dafeng.assessment.records import State
from dafeng.assessment.standings.demands import Asked, wants_both, wants_less

if TYPE_CHECKING:
    from dafeng.assessment.standings.rules import StateRules

LASTING = frozenset({"count", "capacity", "status"})
"""Kinds that are met as soon as they are reached: what is built stands."""


@attrs.frozen(kw_only=True)
class Known:
    """What is known of a target on the day.

    Attributes
    ----------
    kind : str
        Of the target.
    figure : Decimal or None
        Newest figure.
    settled : bool
        Its year is over and the final figure was due.
    final : Decimal or None
        Figure of the target's year.
    probability : Decimal or None
    behind : Decimal or None
        How far the newest figure lies behind its path, in points of the way.
    before : Decimal or None
        Figure of the year before the newest.
    """

    kind: str
    figure: Decimal | None
    settled: bool
    final: Decimal | None
    probability: Decimal | None
    behind: Decimal | None = None
    before: Decimal | None = None


def state_of(known: Known, asked: Asked, rules: StateRules) -> State:
    """Say where a target with a figure stands.

    A settled target is judged by its final figure alone. Before that what is built and
    counts already is met; else the chance decides, and without a chance the distance
    behind the path in points of the way. A target without a year is on track while it
    moves.
    """
    if asked.value is None:
        return State.UNKNOWN
    if known.settled:
        if known.final is None:
            return State.UNKNOWN
        return State.MET if satisfied(known.final, asked) else State.MISSED
    if known.figure is None:
        return State.UNKNOWN
    if known.kind in LASTING and satisfied(known.figure, asked):
        return State.MET
    if asked.year is None:
        return _without_year(known.figure, known.before, asked)
    if known.probability is not None:
        return _by_chance(known.probability, rules)
    return _by_way(known.behind, rules)


def _without_year(figure: Decimal, before: Decimal | None, asked: Asked) -> State:
    """Say of a target without a year whether it moves; nobody can call it late."""
    if satisfied(figure, asked):
        return State.ON_TRACK
    if before is None:
        return State.AT_RISK
    closer = _away(figure, asked) < _away(before, asked)
    return State.ON_TRACK if closer else State.AT_RISK


def _away(figure: Decimal, asked: Asked) -> Decimal:
    return abs(figure - (asked.value or Decimal(0)))


def _by_chance(probability: Decimal, rules: StateRules) -> State:
    if probability >= rules.on_track_from:
        return State.ON_TRACK
    return State.AT_RISK if probability >= rules.at_risk_from else State.OFF_TRACK


def _by_way(behind: Decimal | None, rules: StateRules) -> State:
    if behind is None:
        return State.UNKNOWN
    if behind <= rules.behind_yellow:
        return State.ON_TRACK
    return State.AT_RISK if behind <= rules.behind_red else State.OFF_TRACK


def satisfied(figure: Decimal, asked: Asked) -> bool:
    """Whether a figure is what is asked for; nothing is, without a figure to reach."""
    return asked.demand is not None and asked.demand.met_by(figure)


def completion_of(figure: Decimal, expected: Decimal, asked: Asked) -> Decimal:
    """Return how far this year's step was gone, 0 to 1.

    ``v / e`` where more is asked for, ``e / v`` where less is, the smaller of the two
    where a figure must be hit; 1 where the whole target is reached already.

    Source
    ------
    Completion of a level goal, v_t / v_T, taken against the step of the year.
    """
    if satisfied(figure, asked):
        return Decimal(1)
    if wants_less(asked.comparator):
        whole, part = figure, expected
    else:
        whole, part = expected, figure
    if wants_both(asked.comparator) and part > whole:
        ceiling = expected if asked.value_max is None else asked.value_max
        whole, part = part, min(ceiling, part)
    if part >= whole:
        # The step is reached; the target itself (``>``, ``=``) is not yet.
        return Decimal(1)
    return max(part, Decimal(0)) / whole


def direction_state(
    figures: Mapping[int, Decimal], newest: int | None, base: int, way: str
) -> State:
    """Say whether a quantity moved the way that the plan names.

    Parameters
    ----------
    figures : mapping of int to Decimal
        Known figures by year.
    newest : int or None
        Year that is judged.
    base : int
        Year it is compared with.
    way : str
        ``up`` or ``down``.
    """
    if newest is None or newest not in figures or base not in figures:
        return State.UNKNOWN
    moved = figures[newest] - figures[base]
    right = moved > 0 if way == "up" else moved < 0
    return State.DIRECTIONAL_YES if right else State.DIRECTIONAL_NO
