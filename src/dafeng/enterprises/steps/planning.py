"""A draft plan for one enterprise: the cheapest step first, on what is left."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

import attrs

from dafeng.base.tables import packaged_rows
from dafeng.enterprises.steps.records import Absent, LeftOut, Load, Step, StepPlan
from dafeng.measures import (
    ASSUMED_RATE,
    Action,
    Effect,
    Measure,
    capital_recovery,
)

TCE_PER_WAN_KWH = 1.229
"""Tonnes of standard coal in 10,000 kWh, by calorific value (GB/T 2589)."""
MWH_PER_WAN_KWH = 10
_ENERGY = frozenset({Action.EFFICIENCY, Action.SWITCH, Action.ACTIVITY})
_PROCESS = "process"
_SELF_SIZED = {"tce/a": 1.0, "万kWh/a": TCE_PER_WAN_KWH}
"""Units that are a saving themselves, in tce."""
_ONE_EACH = "家"
_LARGEST_SHARE = 1.0
_NOTHING = 1e-9
"""Less than this share of the emissions of all loads is a rounding."""


@attrs.frozen(kw_only=True)
class Wishes:
    """What the plan shall keep to.

    Attributes
    ----------
    begins : int
        First year of building.
    rate : float
        Real rate of interest a year.
    most_per_tonne : float
        Yuan a tonne of CO2 that a step may cost.
    yearly_investment : float
        Yuan that can be invested in a year; a single dearer step has a year of its own.
    sizes : mapping of measure to size
        How much there could be where that is no share of a load: MW on the roof.
    co2_per_tce : mapping of carrier to tonnes
        Emissions of energy that a switch moves to. A measure that moves to a carrier
        that is not in it is left out: unknown is not zero.
    """

    begins: int
    rate: float = ASSUMED_RATE
    most_per_tonne: float = math.inf
    yearly_investment: float = math.inf
    sizes: Mapping[str, float] = attrs.field(factory=dict)
    co2_per_tce: Mapping[str, float] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class _Saved:
    """What a measure takes off loads that are left, in tonnes a year."""

    tce: float
    co2: float
    left: tuple[Load, ...]


def draft_steps(
    loads: Sequence[Load], measures: Iterable[Measure], wishes: Wishes
) -> StepPlan:
    """Choose measures one by one, the least cost per tonne first.

    Each is weighed on what the steps before leave, so that nothing is saved twice and
    no load falls below zero. A measure that a step rules out, or whose prerequisites
    are not in the plan, is left out and told, and so is one that avoids no CO2 where
    its turn comes, or raises it. What a measure saves is its share of the
    load; where its unit is itself a saving (``tce/a``) the size follows, otherwise
    ``wishes.sizes`` gives it, and a measure counted in enterprises (``家``) is one.

    Parameters
    ----------
    loads : sequence of Load
    measures : iterable of Measure
        Those that may be considered.
    wishes : Wishes
    """
    open_, absent = _possible(loads, measures, wishes)
    left = tuple(loads)
    chosen: list[Step] = []
    while open_:
        ready = [one for one in open_ if _ready(one, chosen)]
        if not ready:
            break
        tried = [_step(one, loads, left, wishes, len(chosen) + 1) for one in ready]
        best = min(tried, key=lambda step: (_cost(step), step.measure.id))
        open_ = [one for one in open_ if one.id != best.measure.id]
        refused = _refusal(best, wishes)
        if refused is not None:
            absent.append(Absent(measure=best.measure, reason=refused))
            continue
        chosen.append(best)
        left = _saving(best.measure, best.size, left, wishes).left
        for one in list(open_):
            if one.id in best.measure.excludes or best.measure.id in one.excludes:
                open_.remove(one)
                absent.append(
                    Absent(
                        measure=one,
                        reason=LeftOut.EXCLUDED,
                        because_of=best.measure.id,
                    )
                )
    absent += [_lacking(one, chosen) for one in open_]
    steps = _scheduled(chosen, wishes)
    return StepPlan(
        steps=steps,
        absent=tuple(sorted(absent, key=lambda one: (one.reason, one.measure.id))),
        loads=tuple(loads),
        rate=wishes.rate,
        tce=sum(load.tce for load in loads),
        co2=sum(load.co2 for load in loads),
        saved_tce=sum(step.tce for step in steps),
        saved_co2=sum(step.co2 for step in steps),
        plain_tce=sum(step.alone_tce for step in steps),
        plain_co2=sum(step.alone_co2 for step in steps),
    )


def _possible(
    loads: Sequence[Load], measures: Iterable[Measure], wishes: Wishes
) -> tuple[list[Measure], list[Absent]]:
    kept: list[Measure] = []
    absent: list[Absent] = []
    for one in measures:
        if not any(_meets(each, load) for each in one.effects for load in loads):
            absent.append(Absent(measure=one, reason=LeftOut.NO_LOAD))
        elif _moves_unknown(one, loads, wishes):
            absent.append(Absent(measure=one, reason=LeftOut.NO_FACTOR))
        elif _size(one, loads, wishes) <= 0:
            absent.append(Absent(measure=one, reason=LeftOut.NO_SIZE))
        else:
            kept.append(one)
    return kept, absent


def _ready(measure: Measure, chosen: list[Step]) -> bool:
    return {step.measure.id for step in chosen} >= set(measure.prerequisites)


def _lacking(measure: Measure, chosen: list[Step]) -> Absent:
    held = {step.measure.id for step in chosen}
    first = next(each for each in measure.prerequisites if each not in held)
    return Absent(measure=measure, reason=LeftOut.LACKS, because_of=first)


def _moves_unknown(measure: Measure, loads: Sequence[Load], wishes: Wishes) -> bool:
    """Whether it moves energy to a carrier whose emissions are not known."""
    return any(
        effect.action is Action.SWITCH
        and effect.to_carrier not in wishes.co2_per_tce
        and any(_meets(effect, load) for load in loads)
        for effect in measure.effects
    )


def _refusal(step: Step, wishes: Wishes) -> LeftOut | None:
    """Why even the best step that is left is none."""
    if step.co2 < 0:
        return LeftOut.ADDS_CO2
    if step.co2 == 0:
        return LeftOut.NO_EFFECT
    return LeftOut.TOO_DEAR if _cost(step) > wishes.most_per_tonne else None


def _cost(step: Step) -> float:
    return math.inf if step.cost_per_tonne is None else step.cost_per_tonne


def _step(
    measure: Measure,
    loads: Sequence[Load],
    left: tuple[Load, ...],
    wishes: Wishes,
    order: int,
) -> Step:
    size = _size(measure, loads, wishes)
    alone = _saving(measure, size, tuple(loads), wishes)
    here = _saving(measure, size, left, wishes)
    cost = measure.cost
    # What is bought less shrinks with what is left to save; what is built does not.
    share = here.tce / alone.tce if alone.tce > 0 else 1.0
    yearly = size * (
        cost.investment * capital_recovery(wishes.rate, cost.life)
        + cost.operation
        - cost.saving * share
    )
    return Step(
        order=order,
        measure=measure,
        size=size,
        begins=wishes.begins,
        ends=wishes.begins,
        investment=size * cost.investment,
        alone_tce=alone.tce,
        alone_co2=alone.co2,
        tce=here.tce,
        co2=here.co2,
        yearly_cost=yearly,
        cost_per_tonne=yearly / here.co2 if here.co2 > 0 else None,
    )


def _size(measure: Measure, loads: Sequence[Load], wishes: Wishes) -> float:
    if measure.id in wishes.sizes:
        return wishes.sizes[measure.id]
    if measure.unit in _SELF_SIZED:
        cut = sum(
            load.tce * min(effect.strength, _LARGEST_SHARE)
            for effect in measure.effects
            if effect.action in _ENERGY
            for load in loads
            if _meets(effect, load)
        )
        return cut / _SELF_SIZED[measure.unit]
    return 1.0 if measure.unit == _ONE_EACH else 0.0


def _saving(
    measure: Measure, size: float, loads: tuple[Load, ...], wishes: Wishes
) -> _Saved:
    """Take a measure off the loads; energy that moves to another carrier stays."""
    left = list(loads)
    moved: dict[tuple[str, str], float] = {}
    for effect in measure.effects:
        if effect.action is Action.GENERATION:
            left = _generated(effect, size, left)
            continue
        for place, load in enumerate(left):
            if not _meets(effect, load):
                continue
            share = min(effect.strength, _LARGEST_SHARE)
            if effect.action is Action.SWITCH:
                to = (load.sector, effect.to_carrier)
                gone = load.tce * share
                moved[to] = moved.get(to, 0.0) + gone * effect.ratio
            left[place] = attrs.evolve(
                load, tce=load.tce * (1 - share), co2=load.co2 * (1 - share)
            )
    for (sector, carrier), tce in moved.items():
        co2 = tce * wishes.co2_per_tce.get(carrier, 0.0)
        left = _added(left, Load(sector=sector, carrier=carrier, tce=tce, co2=co2))
    return _Saved(
        tce=_less([each.tce for each in loads], [each.tce for each in left]),
        co2=_less([each.co2 for each in loads], [each.co2 for each in left]),
        left=tuple(left),
    )


def _less(before: Sequence[float], after: Sequence[float]) -> float:
    """The difference of two sums; nothing where it is within their rounding."""
    whole = math.fsum(before)
    taken = whole - math.fsum(after)
    return taken if abs(taken) > _NOTHING * whole else 0.0


def _generated(effect: Effect, size: float, loads: list[Load]) -> list[Load]:
    """Own power takes the place of bought power, as far as there is any."""
    open_ = effect.strength * size / MWH_PER_WAN_KWH * TCE_PER_WAN_KWH
    made = []
    for load in loads:
        used = min(open_, load.tce) if load.carrier == "electricity" else 0.0
        open_ -= used
        share = used / load.tce if load.tce > 0 else 0.0
        made.append(attrs.evolve(load, tce=load.tce - used, co2=load.co2 * (1 - share)))
    return made


def _added(loads: list[Load], more: Load) -> list[Load]:
    for place, load in enumerate(loads):
        if (load.sector, load.carrier) == (more.sector, more.carrier):
            joined = attrs.evolve(
                load, tce=load.tce + more.tce, co2=load.co2 + more.co2
            )
            return [*loads[:place], joined, *loads[place + 1 :]]
    return [*loads, more]


def _meets(effect: Effect, load: Load) -> bool:
    if effect.action is Action.GENERATION:
        return load.carrier == "electricity"
    if not effect.covers(load.sector):
        return False
    if load.carrier == _PROCESS:
        return effect.action in (Action.PROCESS, Action.ACTIVITY)
    return effect.action in _ENERGY and effect.carrier in ("", load.carrier)


def _scheduled(chosen: list[Step], wishes: Wishes) -> tuple[Step, ...]:
    """Years of building: in order, within what a year can carry."""
    spent: dict[int, float] = {}
    ended: dict[str, int] = {}
    made = []
    for step in chosen:
        year = max(
            [wishes.begins]
            + [ended[each] + 1 for each in step.measure.prerequisites if each in ended]
        )
        while spent.get(year, 0.0) > 0 and (
            spent[year] + step.investment > wishes.yearly_investment
        ):
            year += 1
        spent[year] = spent.get(year, 0.0) + step.investment
        ends = year + max(math.ceil(step.measure.build_years), 1) - 1
        ended[step.measure.id] = ends
        made.append(attrs.evolve(step, begins=year, ends=ends))
    return tuple(made)


@cache
def _sectors() -> Mapping[str, str]:
    rows = packaged_rows("dafeng.enterprises.steps", "industries.csv")
    return {row["industry"]: row["sector"] for row in rows}


def sector_of_industry(code: str) -> str:
    """Sector of an industry code of GB/T 4754, by its longest known beginning.

    Examples
    --------
    >>> sector_of_industry("3130"), sector_of_industry("3140"), sector_of_industry("3")
    ('industry.steel.pipe', 'industry.steel.pipe', 'industry.other')
    """
    for length in range(len(code), 1, -1):
        found = _sectors().get(code[:length])
        if found is not None:
            return found
    return "industry.other"
