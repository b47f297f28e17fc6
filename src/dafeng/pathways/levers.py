"""What moves the total much, who holds it, and the answer when it is moved.

A lever is a measure (how much of its planned size is built) or an input (the shift of
a yearly rate).  The widest bars of the tornado are the levers; an answer draws anew
with the levers where somebody put them.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

import attrs
import numpy as np

from dafeng.base.errors import NotFoundError
from dafeng.pathways.compiling import (
    Ground,
    compile_model,
    ground_of,
    named_scenario,
)
from dafeng.pathways.draws import sobol_draws
from dafeng.pathways.paths import (
    asked_and_seen,
    exact,
    fan_of,
    peak_chance,
    seen_rows,
)
from dafeng.pathways.peak import peak_outlook
from dafeng.pathways.projecting import totals_and_block
from dafeng.pathways.results import FanYear, Lever, PeakChance, SeenTarget
from dafeng.pathways.schedules import schedule
from dafeng.pathways.targets import years_needed

if TYPE_CHECKING:
    import numpy.typing as npt

    from dafeng.measures import Measure, Potential
    from dafeng.pathways.case import OutlookCase
    from dafeng.pathways.compiled import Compiled, Draws
    from dafeng.pathways.records import Input, Scenario
    from dafeng.pathways.schedules import Schedule
    from dafeng.pathways.sensitivity import Bar, Tornado
    from dafeng.pathways.targets import Asked

    Array: TypeAlias = npt.NDArray[np.float64]

MEASURE, INPUT = "measure", "input"
SHOWN = 10
POINTS = 1024
"""Most draws behind the answer of a slider."""
MOST = Decimal("1.5")
"""Upper end of a measure's slider: half as much again as the plan."""


@attrs.frozen(kw_only=True)
class Answer:
    """What comes out with the levers where they were put.

    Attributes
    ----------
    targets : tuple of SeenTarget
        How probable each target is that the model sees.
    """

    fan: tuple[FanYear, ...]
    peak: PeakChance
    targets: tuple[SeenTarget, ...]


def strongest_levers(case: OutlookCase, bars: Tornado) -> tuple[Lever, ...]:
    """The levers that move the total of the promised year most.

    Parameters
    ----------
    case : OutlookCase
    bars : Tornado
        Of the headline, the widest first.
    """
    potentials = {one.measure: one for one in case.potentials}
    measures = {one.id: one for one in case.measures}
    inputs = {one.code: one for one in case.model.inputs}
    return tuple(
        _measure_lever(measures[bar.code], potentials[bar.code], bar)
        if bar.kind == MEASURE
        else _input_lever(inputs[bar.code], bar)
        for bar in bars.bars[:SHOWN]
    )


def _measure_lever(measure: Measure, potential: Potential, bar: Bar) -> Lever:
    return Lever(
        kind=MEASURE,
        code=measure.id,
        name_zh=measure.name_zh,
        name_en=measure.name_en,
        clause=potential.clause,
        owner=potential.owner,
        low=Decimal(0),
        high=MOST,
        at=Decimal(1),
        effect_g=round(bar.width),
    )


def _input_lever(one: Input, bar: Bar) -> Lever:
    return Lever(
        kind=INPUT,
        code=one.code,
        name_zh=one.name_zh,
        name_en=one.name_en,
        clause="",
        owner="",
        low=exact(one.low),
        high=exact(one.high),
        at=exact(one.mode),
        effect_g=round(bar.width),
    )


@attrs.frozen(kw_only=True, eq=False)
class Start:
    """Where levers start from, made ready once for many answers.

    Attributes
    ----------
    ground : Ground
        With each measure as the scenario builds it; only what is moved is scheduled
        anew.
    seen : tuple of Asked
        Targets that the model sees: levers change nothing about that.
    """

    case: OutlookCase
    scenario: Scenario
    compiled: Compiled
    draws: Draws
    ground: Ground
    seen: tuple[Asked, ...]


def start_of(case: OutlookCase, scenario: str, convention: str) -> Start:
    """Compile and draw what the levers start from.

    Raises
    ------
    NotFoundError
        ``scenario.unknown``, ``convention.unknown``.
    """
    way = named_scenario(case.model, scenario)
    planned = {one.measure: one for one in case.potentials}
    years = tuple(range(case.base.year, case.model.horizon + 1))
    known = {
        one.id: schedule(one, planned[one.id], way, years)
        for one in case.measures
        if one.id in planned
    }
    ground = ground_of(
        case.model, case.base, scenario=way, convention=convention, known=known
    )
    compiled = _compiled(case, way, convention, ground)
    return Start(
        case=case,
        scenario=way,
        compiled=compiled,
        draws=_drawn(case, compiled),
        ground=ground,
        seen=asked_and_seen(case, compiled),
    )


def answer(start: Start, settings: Mapping[str, Decimal]) -> Answer:
    """Look at the same draws with levers where somebody put them.

    An input is shifted in the draws; a measure changes what is built, so the model is
    compiled anew.

    Parameters
    ----------
    settings : mapping of str to Decimal
        Code of a measure to the share of its planned size, of an input to its shift.

    Raises
    ------
    NotFoundError
        ``lever.unknown``: neither a measure nor an input of the case.
    """
    case, compiled, draws = start.case, start.compiled, start.draws
    way = with_levers(case, start.scenario, settings)
    if way != start.scenario:
        known = {c: o for c, o in start.ground.known.items() if c not in settings}
        ground = attrs.evolve(start.ground, known=known)
        compiled = _compiled(case, way, compiled.convention, ground)
        if _columns(compiled) != _columns(start.compiled):
            draws = _drawn(case, compiled)
    shifted = _shifted(compiled, draws, settings)
    years = years_needed(compiled, start.seen)
    found, block = totals_and_block(compiled, shifted, years)
    peak = peak_outlook(compiled.history, found, compiled.years, by=case.by)
    return Answer(
        fan=fan_of(compiled.years, found),
        peak=peak_chance(peak),
        targets=tuple(seen_rows(case, compiled, shifted, start.seen, block)),
    )


def _compiled(
    case: OutlookCase, way: Scenario, convention: str, ground: Ground
) -> Compiled:
    return compile_model(
        case.model,
        case.base,
        case.measures,
        case.potentials,
        scenario=way,
        convention=convention,
        ground=ground,
    ).compiled


def _drawn(case: OutlookCase, compiled: Compiled) -> Draws:
    count = min(POINTS, case.draws)
    return sobol_draws(compiled, count=count, seed=case.seed, place=case.base.place)


def _columns(compiled: Compiled) -> list[tuple[str, int]]:
    """What the columns of draws stand for."""
    return [(one.measure, one.delay) for one in compiled.deliveries]


def with_levers(
    case: OutlookCase, scenario: Scenario, settings: Mapping[str, Decimal]
) -> Scenario:
    """Return a scenario with another share of what it builds of some measures.

    Raises
    ------
    NotFoundError
        ``lever.unknown``.
    """
    inputs = {one.code for one in case.model.inputs}
    planned = {one.measure: one for one in case.potentials}
    library = {one.id: one for one in case.measures if one.id in planned}
    unknown = sorted(set(settings) - inputs - set(library))
    if unknown:
        msg = f"No lever {unknown[0]!r}: neither a measure nor an input of the model."
        raise NotFoundError(msg, code="lever.unknown", lever=unknown[0])
    years = tuple(range(case.base.year, case.model.horizon + 1))
    moved = {
        code: _sizes(
            schedule(one, planned[code], scenario, years), years, settings[code]
        )
        for code, one in sorted(library.items())
        # At 1 the scenario stays as it is, to the last digit.
        if settings.get(code, 1) != 1
    }
    kept = tuple(one for one in scenario.sizes if one[0] not in moved)
    return attrs.evolve(scenario, sizes=(*kept, *moved.items()))


def _sizes(
    one: Schedule, years: tuple[int, ...], share: Decimal
) -> tuple[tuple[int, float], ...]:
    """A share of what the scenario builds; what stands already stays."""
    built = one.standing + float(share) * one.built
    return tuple(zip(years, map(float, built), strict=True))


def _shifted(
    compiled: Compiled, draws: Draws, settings: Mapping[str, Decimal]
) -> Draws:
    """Move the draws of an input so that their mode lies where the lever was put."""
    shift = [
        float(settings[one.code]) - one.mode if one.code in settings else 0.0
        for one in compiled.inputs
    ]
    return attrs.evolve(draws, inputs=draws.inputs + np.array(shift))
