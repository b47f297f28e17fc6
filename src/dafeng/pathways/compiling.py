"""From a model, a base year and measures to arrays: :class:`Compiled`."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

import attrs
import numpy as np

from dafeng.base.errors import NotFoundError
from dafeng.pathways.compiled import Compiled
from dafeng.pathways.effects import effects
from dafeng.pathways.frozen import frame, frozen
from dafeng.pathways.reach import Reach
from dafeng.pathways.schedules import schedules

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dafeng.base.findings import Finding
    from dafeng.measures import Measure, Potential
    from dafeng.pathways.frozen import Frame, Frozen
    from dafeng.pathways.records import BaseYear, GridPath, Model, Scenario
    from dafeng.pathways.schedules import Schedule


@attrs.frozen(kw_only=True, eq=False)
class Ground:
    """What stays the same of a scenario, whatever sizes somebody gives its measures.

    Attributes
    ----------
    layout : Frame
    paths : Frozen
        Of the scenario under one convention.
    reach : Reach
    known : mapping of str to Schedule
        Measures that are scheduled by themselves already.
    """

    layout: Frame
    paths: Frozen
    reach: Reach
    known: Mapping[str, Schedule]


def ground_of(
    model: Model,
    base: BaseYear,
    *,
    scenario: Scenario,
    convention: str = "",
    known: Mapping[str, Schedule],
) -> Ground:
    """Make ready what many compilations of one scenario share.

    Raises
    ------
    NotFoundError
        ``convention.unknown``.
    """
    layout = frame(model, base)
    grid = named_convention(model, convention)
    return Ground(
        layout=layout,
        paths=frozen(model, scenario, grid, layout),
        reach=Reach(model, base, layout),
        known=known,
    )


@attrs.frozen(kw_only=True)
class Compilation:
    """A compiled model and what was noticed while it was made."""

    compiled: Compiled
    findings: tuple[Finding, ...]


def compile_model(
    model: Model,
    base: BaseYear,
    measures: Sequence[Measure],
    potentials: Sequence[Potential],
    *,
    scenario: Scenario | str,
    convention: str = "",
    ground: Ground | None = None,
) -> Compilation:
    """Make a model ready for arithmetic.

    Parameters
    ----------
    model : Model
    base : BaseYear
        Its year is the first; the model's drivers start from there.
    measures : sequence of Measure
        In the order in which they were declared.
    potentials : sequence of Potential
        Those of the district; a measure without one is not built.
    scenario : Scenario or str
        One of the model's by its code, or one of the user's own.
    convention : str
        Code of a grid path; empty is the first.
    ground : Ground, optional
        Of the same model, base year, growth and convention, made ready already.

    Returns
    -------
    Compilation
        Findings name measures that were left out or scaled down, and why.

    Raises
    ------
    NotFoundError
        ``scenario.unknown`` or ``convention.unknown``; the message says what is near.
    """
    way = named_scenario(model, scenario) if isinstance(scenario, str) else scenario
    grid = named_convention(model, convention)
    if ground is None:
        ground = ground_of(model, base, scenario=way, convention=convention, known={})
    layout, paths = ground.layout, ground.paths
    made, findings = schedules(measures, potentials, way, layout.years, ground.known)
    done = effects(made, model, layout, paths, ground.reach)
    power = layout.power
    groups = {one.code: one.group for one in model.carriers}
    compiled = Compiled(
        scenario=way.code,
        convention=grid.code,
        place=base.place,
        years=layout.years,
        history=base.history,
        drivers=tuple(one.code for one in model.drivers),
        sectors=layout.sectors,
        carriers=layout.carriers,
        inputs=model.inputs,
        deliveries=done.deliveries,
        log_driver=paths.log_driver,
        log_driver_inputs=paths.log_driver_inputs,
        log_sector=paths.log_sector,
        log_sector_inputs=paths.log_sector_inputs,
        log_sector_delivered=done.log_sector,
        energy=paths.energy,
        energy_delivered=done.energy,
        emission=paths.emission,
        fuel_g=paths.emission[:, :, ~power].sum(axis=2),
        power_g=paths.emission[:, :, power].sum(axis=2),
        fuel_delivered_g=done.fuel_g,
        power_delivered_g=done.power_g,
        log_grid=paths.log_grid,
        log_grid_inputs=paths.log_grid_inputs,
        generation_g=done.generation_tj * layout.power_factor,
        generation_tj=done.generation_tj,
        groups=tuple(groups.get(code, "none") for code in layout.carriers),
        driver_values=np.array([one.value for one in model.drivers]),
        capacity_mw=done.capacity_mw,
        boundary=model.boundary,
    )
    return Compilation(compiled=compiled, findings=(*findings, *done.findings))


def named_scenario(model: Model, code: str) -> Scenario:
    """Return one of a model's scenarios.

    Raises
    ------
    NotFoundError
        ``scenario.unknown``.
    """
    for one in model.scenarios:
        if one.code == code:
            return one
    have = [one.code for one in model.scenarios]
    raise _unknown(code, have, kind="scenario")


def named_convention(model: Model, code: str) -> GridPath:
    """Return one of a model's grid paths, the first when no code is given.

    Raises
    ------
    NotFoundError
        ``convention.unknown``.
    """
    for one in model.grid:
        if code in {"", one.code}:
            return one
    have = [one.code for one in model.grid]
    raise _unknown(code, have, kind="convention")


def _unknown(code: str, have: list[str], *, kind: str) -> NotFoundError:
    near = get_close_matches(code, have, n=1, cutoff=0.5)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    msg = f"The model has no {kind} {code!r}. It has: {', '.join(have)}.{hint}"
    return NotFoundError(msg, code=f"{kind}.unknown", name=code, have=tuple(have))
