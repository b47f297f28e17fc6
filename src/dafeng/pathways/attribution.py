"""What an outlook's numbers come from: unknowns, measures, undelivered measures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.measures import ASSUMED_RATE, annual_cost
from dafeng.pathways.compiled import in_years
from dafeng.pathways.compiling import named_scenario
from dafeng.pathways.gap.shapley import shapley_shares
from dafeng.pathways.macc import macc
from dafeng.pathways.paths import exact
from dafeng.pathways.results import CostStep, GapPart, SensitivityRow, Wedge
from dafeng.pathways.schedules import schedules
from dafeng.pathways.sensitivity import sensitivity
from dafeng.pathways.switching import switch
from dafeng.pathways.wedges import PATHS, shapley_wedges

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dafeng.pathways.case import OutlookCase
    from dafeng.pathways.compiled import Compiled
    from dafeng.pathways.sensitivity import Tornado

GRAMS = 10**6
ORDERS = 64
"""Orders of measures behind a share; its error stands beside it."""
POINTS = 256
"""Points of each net: the office wants the order of the unknowns, not three digits."""
PATH_NAMES = ("驱动因素与电网", "Drivers and grid")


def sensitivity_rows(
    case: OutlookCase, compiled: Compiled, bars: Tornado
) -> tuple[SensitivityRow, ...]:
    """Sobol indices and ends of every unknown, the widest bar first."""
    indices = sensitivity(compiled, year=case.by, seed=case.seed, count=POINTS)
    found = {one.name: one for one in indices.indices}
    names = _names(case)
    rows = []
    for bar in bars.bars:
        index = found[f"{bar.kind}:{bar.code}"]
        zh, en = names[bar.code]
        rows.append(
            SensitivityRow(
                code=bar.code,
                name_zh=zh,
                name_en=en,
                first=exact(index.first),
                total=exact(index.total),
                low_g=round(bar.low),
                high_g=round(bar.high),
            )
        )
    return tuple(rows)


def wedges_of(
    case: OutlookCase, frozen: Compiled, planned: Compiled
) -> tuple[Wedge, ...]:
    """What each measure takes off from frozen policy to the plan; no order favours."""
    found = shapley_wedges(frozen, planned, orders=ORDERS, seed=case.seed)
    names, fields = _names(case), {one.id: one.field for one in case.measures}
    return tuple(
        Wedge(
            measure=code,
            name_zh=names[code][0],
            name_en=names[code][1],
            field=fields.get(code, ""),
            grams=tuple(round(float(g)) for g in grams),
        )
        for code, grams in zip(found.names, found.grams, strict=True)
    )


def gap_of(
    case: OutlookCase, delivered: Compiled, undelivered: Compiled
) -> tuple[GapPart, ...]:
    """Grams of the promised year that are lost when measures come only in part."""
    alone = (case.by,)
    made = switch(in_years(delivered, alone), in_years(undelivered, alone))
    shares = shapley_shares(
        made.totals, len(made.measures), orders=ORDERS, seed=case.seed
    )
    names, owners = _names(case), {one.measure: one.owner for one in case.potentials}
    parts = [
        GapPart(
            kind="measure",
            code=code,
            name_zh=names[code][0],
            name_en=names[code][1],
            owner=owners.get(code, ""),
            grams=round(float(part[0])),
            error_g=round(float(error[0])),
        )
        for code, part, error in zip(
            made.measures, shares.parts, shares.error, strict=True
        )
    ]
    return tuple(sorted(parts, key=lambda one: -one.grams))


def _names(case: OutlookCase) -> Mapping[str, tuple[str, str]]:
    inputs = {one.code: (one.name_zh, one.name_en) for one in case.model.inputs}
    measures = {one.id: (one.name_zh, one.name_en) for one in case.measures}
    return inputs | measures | {PATHS: PATH_NAMES}


def cost_steps(case: OutlookCase, compiled: Compiled) -> tuple[CostStep, ...]:
    """The cost curve of the promised year, each measure after those before it."""
    curve = macc(
        compiled,
        yearly_costs(case, compiled),
        case.by,
        prerequisites={one.id: one.prerequisites for one in case.measures},
    )
    names, fields = _names(case), {one.id: one.field for one in case.measures}
    return tuple(
        CostStep(
            measure=bar.measure,
            name_zh=names[bar.measure][0],
            name_en=names[bar.measure][1],
            field=fields[bar.measure],
            grams=round(bar.in_order_t * GRAMS),
            yuan_per_tonne=exact(bar.in_order_cost),
        )
        for bar in curve.bars
        if bar.in_order_cost is not None
    )


def yearly_costs(case: OutlookCase, compiled: Compiled) -> dict[str, float]:
    """Yuan a year for what the scenario has built of each by the promised year."""
    way = named_scenario(case.model, compiled.scenario)
    made, _findings = schedules(case.measures, case.potentials, way, compiled.years)
    at = compiled.years.index(case.by)
    return {
        one.measure.id: float(one.built[at])
        * annual_cost(one.measure.cost, ASSUMED_RATE)
        for one in made
        if one.built[at] > 0
    }
