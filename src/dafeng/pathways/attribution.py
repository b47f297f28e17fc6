"""What an outlook's numbers come from: unknowns, measures, undelivered measures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from dafeng.measures import ASSUMED_RATE, annual_cost
from dafeng.pathways.compiled import in_years
from dafeng.pathways.compiling import named_scenario
from dafeng.pathways.gap.drivers import gap_by_drivers
from dafeng.pathways.gap.shapley import shapley_shares
from dafeng.pathways.gap_said import DriverShare, LevelGap, TargetGap
from dafeng.pathways.macc import macc
from dafeng.pathways.paths import exact
from dafeng.pathways.results import (
    CostStep,
    GapPart,
    SensitivityRow,
    Unpriced,
    Wedge,
)
from dafeng.pathways.schedules import schedules
from dafeng.pathways.sensitivity import sensitivity
from dafeng.pathways.switching import switch
from dafeng.pathways.target_gaps import target_gaps
from dafeng.pathways.targets import seen_definitions
from dafeng.pathways.wedges import PATHS, shapley_wedges

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dafeng.pathways.case import OutlookCase
    from dafeng.pathways.compiled import Compiled
    from dafeng.pathways.gap.drivers import DriverGap
    from dafeng.pathways.sensitivity import Tornado

GRAMS = 10**6
ORDERS = 64
"""Orders of measures behind a share; its error stands beside it."""
POINTS = 256
"""Points of each net: the office wants the order of the unknowns, not three digits."""
TOTAL = "co2_t"
"""The quantity of targets that speak of the total."""
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


@attrs.frozen(kw_only=True)
class GapSaid:
    """Everything that an outlook says of what half delivery leaves open."""

    parts: tuple[GapPart, ...]
    level: LevelGap
    targets: tuple[TargetGap, ...]


def gap_said(case: OutlookCase, delivered: Compiled, undelivered: Compiled) -> GapSaid:
    """Share what half delivery leaves open out over measures, drivers and targets."""
    alone = (case.by,)
    parts, orders = _gap_parts(case, delivered, undelivered)
    targets = target_gaps(case, delivered, undelivered, _names(case))
    drivers = gap_by_drivers(delivered, undelivered, case.model.sectors, year=case.by)
    made = switch(in_years(delivered, alone), in_years(undelivered, alone))
    none = np.zeros((1, len(made.measures)), dtype=np.bool_)
    kept = float(made.totals(none)[0, 0])
    allowed, target = _allowed(targets, case.by, drivers)
    return GapSaid(
        parts=parts,
        targets=targets,
        level=LevelGap(
            year=case.by,
            allowed_g=round(allowed),
            target=target,
            planned_g=round(drivers.path_g),
            expected_g=round(drivers.outlook_g),
            paths_g=round(kept - drivers.path_g),
            uncovered_g=round(drivers.path_g) - round(allowed),
            orders=orders,
            drivers=_driver_shares(case, drivers),
        ),
    )


def _allowed(
    targets: Sequence[TargetGap], year: int, drivers: DriverGap
) -> tuple[float, str]:
    """Grams that the strictest target on the total allows; the plan's own without."""
    definitions = seen_definitions()
    found = [
        (float(one.asked / one.expected) * drivers.outlook_g, one.key)
        for one in targets
        if one.year == year
        and one.expected > 0
        and one.comparator in ("<=", "<")
        and definitions[one.definition].quantity == TOTAL
        and definitions[one.definition].kind == "level"
    ]
    return min(found, default=(drivers.path_g, ""))


def _driver_shares(case: OutlookCase, drivers: DriverGap) -> tuple[DriverShare, ...]:
    names = {one.code: (one.name_zh, one.name_en) for one in case.model.sectors}
    shares = [
        DriverShare(
            sector=one.sector,
            name_zh=names.get(one.sector, (one.sector, one.sector))[0],
            name_en=names.get(one.sector, (one.sector, one.sector))[1],
            driver=one.driver,
            grams=round(one.grams),
        )
        for one in drivers.parts
    ]
    return tuple(sorted(shares, key=lambda one: -abs(one.grams)))


def _gap_parts(
    case: OutlookCase, delivered: Compiled, undelivered: Compiled
) -> tuple[tuple[GapPart, ...], int]:
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
    return tuple(sorted(parts, key=lambda one: -one.grams)), shares.orders


def _names(case: OutlookCase) -> Mapping[str, tuple[str, str]]:
    inputs = {one.code: (one.name_zh, one.name_en) for one in case.model.inputs}
    measures = {one.id: (one.name_zh, one.name_en) for one in case.measures}
    return inputs | measures | {PATHS: PATH_NAMES}


@attrs.frozen(kw_only=True)
class CostCurve:
    """The cost curve, and the measures that have no step in it."""

    steps: tuple[CostStep, ...]
    unpriced: tuple[Unpriced, ...]


def cost_curve(case: OutlookCase, compiled: Compiled) -> CostCurve:
    """The cost curve of the promised year, each measure after those before it.

    What takes nothing off the total of that year, or acts on nothing here, has no yuan
    per tonne: it is told apart, with what it costs.
    """
    costs = yearly_costs(case, compiled)
    curve = macc(
        compiled,
        costs,
        case.by,
        prerequisites={one.id: one.prerequisites for one in case.measures},
    )
    names, fields = _names(case), {one.id: one.field for one in case.measures}
    steps = tuple(
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
    taken = {bar.measure: bar.in_order_t for bar in curve.bars}
    priced = {one.measure for one in steps}
    unpriced = tuple(
        Unpriced(
            measure=code,
            name_zh=names[code][0],
            name_en=names[code][1],
            field=fields[code],
            grams=round(taken.get(code, 0.0) * GRAMS),
            yuan_a_year=exact(yuan),
        )
        for code, yuan in costs.items()
        if code not in priced
    )
    return CostCurve(steps=steps, unpriced=unpriced)


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
