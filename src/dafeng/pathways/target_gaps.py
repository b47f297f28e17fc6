"""The gap of each target that the model sees, shared out over measures and units.

Between the plan and half of its measures a target's own figure moves; what of that each
measure has is its Shapley value over delivery, in the unit of the target.  All targets
are asked of the same sets of measures, so one sampling answers for all of them.
"""

from __future__ import annotations

from math import hypot
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from dafeng.indicators import definition_register
from dafeng.pathways.compiled import in_years
from dafeng.pathways.gap.cells import PARTS
from dafeng.pathways.gap.shapley import shapley_shares
from dafeng.pathways.gap.target_drivers import driver_parts
from dafeng.pathways.gap_said import TargetDriver, TargetGap, TargetPart
from dafeng.pathways.paths import exact
from dafeng.pathways.switching import switch
from dafeng.pathways.targets import seen_targets, target_figures, years_needed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from dafeng.indicators import Demand
    from dafeng.pathways.case import OutlookCase
    from dafeng.pathways.compiled import Compiled
    from dafeng.pathways.targets import Asked

    Array: TypeAlias = npt.NDArray[np.float64]
    Names: TypeAlias = Mapping[str, tuple[str, str]]

ORDERS = 32
"""Orders of measures behind a share; its error stands beside it."""
SHOWN = 8
"""Measures of a target that are named; the rest is one sum."""
_TINY = 1e-9


def target_gaps(
    case: OutlookCase, planned: Compiled, expected: Compiled, names: Names
) -> tuple[TargetGap, ...]:
    """Share the gap of every target with a figure out over the measures.

    Parameters
    ----------
    case : OutlookCase
    planned, expected : Compiled
        The plan delivered, and delivered in part.
    names : mapping of str to (str, str)
        Names of the measures in both languages.
    """
    stated = {(one.definition, one.year): one.value for one in case.stated}
    asked = [
        one
        for one in seen_targets(planned, case.asked, stated=stated)
        if one.demand is not None
    ]
    if not asked:
        return ()
    years = years_needed(planned, asked)
    made = switch(in_years(planned, years), in_years(expected, years))
    shares = shapley_shares(
        lambda sets: target_figures(made.after, made.draws(sets), asked, stated=stated),
        len(made.measures),
        orders=ORDERS,
        seed=case.seed,
    )
    none = np.zeros((1, len(made.measures)), dtype=np.bool_)
    ends = target_figures(
        made.after, made.draws(np.concatenate([none, ~none])), asked, stated=stated
    )
    owners = {one.measure: one.owner for one in case.potentials}
    moved = driver_parts(
        planned,
        expected,
        case.model.sectors,
        asked,
        moved=(ends[1] - ends[0]).tolist(),
        stated=stated,
    )
    return tuple(
        _gap(
            one,
            (float(ends[0, at]), float(ends[1, at])),
            _Parts(made.measures, shares.parts[:, at], shares.error[:, at], names),
            owners,
            moved[at],
        )
        for at, one in enumerate(asked)
    )


class _Parts:
    """Parts of one target, in the sense that positive is to the bad."""

    def __init__(
        self, measures: Sequence[str], parts: Array, error: Array, names: Names
    ) -> None:
        self.measures, self.parts, self.error = tuple(measures), parts, error
        self._names = names

    def turned(self, sign: float) -> tuple[TargetPart, ...]:
        """The largest first; what has no part is left out."""
        order = np.argsort(-np.abs(self.parts), kind="stable")
        floor = _TINY * max(float(np.abs(self.parts).max(initial=0.0)), _TINY)
        return tuple(
            TargetPart(
                code=self.measures[at],
                name_zh=self._names[self.measures[at]][0],
                name_en=self._names[self.measures[at]][1],
                amount=exact(sign * float(self.parts[at])),
                error=exact(float(self.error[at])),
            )
            for at in order
            if abs(self.parts[at]) > floor
        )


def _gap(
    asked: Asked,
    ends: tuple[float, float],
    parts: _Parts,
    owners: Mapping[str, str],
    moved: Array,
) -> TargetGap:
    demand = asked.demand
    if demand is None:
        msg = f"{asked.target} asks for nothing"
        raise ValueError(msg)
    planned, expected = ends
    bound, sign = _nearer(demand, expected)
    every = parts.turned(sign)
    return TargetGap(
        key=asked.target,
        definition=asked.definition,
        year=asked.year,
        unit=definition_register().get(asked.definition).unit,
        comparator=demand.comparator,
        asked=exact(bound),
        planned=exact(planned),
        expected=exact(expected),
        lacking=exact(sign * (expected - bound)),
        measures=every[:SHOWN],
        rest=sum((one.amount for one in every[SHOWN:]), exact(0.0)),
        units=_by_unit(every, owners),
        drivers=_by_driver(sign * moved),
    )


def _nearer(demand: Demand, figure: float) -> tuple[float, float]:
    """The end that the figure may miss, and the sign of missing it upwards."""
    low, high = demand.ends
    if high is not None and (low is None or figure > (float(low) + float(high)) / 2):
        return float(high), 1.0
    return float(low if low is not None else 0), -1.0


def _by_driver(parts: Array) -> tuple[TargetDriver, ...]:
    found = [
        TargetDriver(driver=name, amount=exact(float(amount)))
        for name, amount in zip(PARTS, parts, strict=True)
    ]
    kept = [one for one in found if one.amount]
    return tuple(sorted(kept, key=lambda one: -abs(one.amount)))


def _by_unit(
    parts: Sequence[TargetPart], owners: Mapping[str, str]
) -> tuple[TargetPart, ...]:
    found: dict[str, TargetPart] = {}
    for one in parts:
        code = owners.get(one.code, "")
        before = found.get(code)
        found[code] = TargetPart(
            code=code,
            name_zh="",
            name_en="",
            amount=one.amount + (before.amount if before else 0),
            error=exact(
                hypot(float(one.error), float(before.error) if before else 0.0)
            ),
        )
    return tuple(sorted(found.values(), key=lambda one: (-one.amount, one.code)))
