"""Options out of the model: what a unit of each measure gives, year by year.

The model is asked with and without each measure around its centre, all in one block of
draws.  Alone against frozen policy is the first pass (:func:`options_alone`); in the
presence of the set that was chosen is the second, which counts what measures take from
each other.  Both are
linear answers: a chosen set is verified on the whole model
(:func:`dafeng.pathways.choice.verifying.verify`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

import attrs
import numpy as np

from dafeng.pathways.choice.records import Option
from dafeng.pathways.compiled import central
from dafeng.pathways.projecting import energy, project

if TYPE_CHECKING:
    import numpy.typing as npt

    from dafeng.measures import Measure, Potential, Ramp
    from dafeng.pathways.choice.records import Sizes
    from dafeng.pathways.compiled import Compiled
    from dafeng.pathways.schedules import Schedule

    Array: TypeAlias = npt.NDArray[np.float64]

GRAMS = 1e6
"""Grams in a tonne."""
ENERGY, GENERATION, CAPACITY = "energy_tj", "generation_tj", "capacity_mw"


def unbound(measures: Sequence[Measure]) -> tuple[Measure, ...]:
    """Measures without their ties, so that a schedule can hold all of them at once."""
    return tuple(attrs.evolve(one, prerequisites=(), excludes=()) for one in measures)


def everything(potentials: Sequence[Potential], year: int) -> Sizes:
    """Schedules that build all that is possible in one year: what to measure with."""
    return tuple((one.measure, ((year, one.size),)) for one in potentials)


def options_alone(
    compile_one: Callable[[Measure, Sizes], tuple[Compiled, Sequence[Schedule]]],
    measures: Sequence[Measure],
    potentials: Sequence[Potential],
    *,
    years: tuple[int, ...],
) -> tuple[Option, ...]:
    """Make options with each measure compiled by itself.

    Compiled all at once, measures that want more of the same energy than there is are
    scaled down; alone they have their full effect.

    Parameters
    ----------
    compile_one : callable
        Compiles the model with one measure at these sizes; returns the schedules too.
    measures : sequence of Measure
    potentials : sequence of Potential
    years : tuple of int
    """
    library = {one.id: one for one in measures}
    found: list[Option] = []
    for one in potentials:
        if one.measure not in library:
            continue
        [free] = unbound([library[one.measure]])
        compiled, schedules = compile_one(free, everything([one], years[0]))
        found += options_of(compiled, schedules, library, years=years)
    return tuple(found)


def options_of(
    compiled: Compiled,
    schedules: Sequence[Schedule],
    measures: Mapping[str, Measure],
    *,
    years: tuple[int, ...],
    present: Collection[str] = (),
) -> tuple[Option, ...]:
    """Make the options of a choice.

    Parameters
    ----------
    compiled : Compiled
        The model with every measure scheduled: see :func:`unbound`, :func:`everything`.
    schedules : sequence of Schedule
        Those that it was compiled with: they tell how many units act in which year.
    measures : mapping of str to Measure
        The library by id, with its ties.
    years : tuple of int
        Years of the choice, all of them in the model.
    present : collection of str
        Measures that stand while the others are measured; those among them are
        measured by what is lost without them.  Empty: each alone.

    Returns
    -------
    tuple of Option
        Those with room left to build.  Years before a measure can act have the effect
        of the first year in which it does.
    """
    at = [compiled.years.index(year) for year in years]
    effects = _effects(compiled, frozenset(present))
    found = []
    for one in schedules:
        room = one.potential.size - one.standing
        acting = _acting(compiled, one)
        if room <= 0 or one.measure.id not in effects or not acting.any():
            continue
        grams, others = effects[one.measure.id]
        found.append(
            _option(
                measures[one.measure.id],
                one,
                abatement=_per_unit(grams / GRAMS, acting)[at],
                contributions=tuple(
                    (name, _per_unit(amount, acting)[at])
                    for name, amount in others
                    if amount.any()
                ),
                count=len(years),
            )
        )
    return tuple(found)


def ramp_shares(ramp: Ramp, count: int) -> tuple[float, ...]:
    """Share of the full effect by age, up to the first that is whole."""
    last = min(int(np.ceil(ramp.years)), max(count - 1, 0))
    return tuple(ramp.share(age) for age in range(last + 1))


def _option(
    measure: Measure,
    schedule: Schedule,
    *,
    abatement: Array,
    contributions: tuple[tuple[str, Array], ...],
    count: int,
) -> Option:
    cost, potential = measure.cost, schedule.potential
    return Option(
        measure=measure.id,
        size=potential.size - schedule.standing,
        standing=schedule.standing,
        abatement=abatement,
        contributions=contributions,
        investment=cost.investment,
        running=np.full(count, cost.operation - cost.saving),
        life=cost.life,
        ramp=ramp_shares(measure.ramp, count),
        per_year=potential.per_year,
        prerequisites=measure.prerequisites,
        excludes=measure.excludes,
        owner=potential.owner,
    )


def _effects(
    compiled: Compiled, present: frozenset[str]
) -> dict[str, tuple[Array, tuple[tuple[str, Array], ...]]]:
    """What each measure takes off: grams by year, and other quantities by year."""
    names = compiled.measures
    if not names:
        return {}
    away = frozenset(names) - present
    centre = central(compiled, without=away)
    full = central(compiled).delivered[0]
    of = np.array([[d.measure == name for d in compiled.deliveries] for name in names])
    of = of.reshape(len(names), len(compiled.deliveries))
    base = centre.delivered[0]
    without = np.where(of, 0.0, base)
    with_it = np.where(of, full, base)
    delivered = np.concatenate([without, with_it])
    inputs = np.repeat(centre.inputs, len(delivered), axis=0)
    draws = attrs.evolve(centre, inputs=inputs, delivered=delivered)
    block = project(compiled, draws)
    count = len(names)
    grams = block.total_g[:count] - block.total_g[count:]
    used = np.stack(
        [energy(compiled, draws, block, year).sum(axis=1) for year in compiled.years],
        axis=1,
    )
    saved = used[:count] - used[count:]
    added = with_it - without
    made = {
        GENERATION: added @ compiled.generation_tj,
        CAPACITY: added @ compiled.capacity_mw,
        ENERGY: saved.sum(axis=2),
    }
    groups = np.array(compiled.groups)
    for group in dict.fromkeys(compiled.groups):
        if group != "none":
            made[f"{group}_tj"] = saved[:, :, groups == group].sum(axis=2)
    return {
        name: (grams[m], tuple((key, amount[m]) for key, amount in made.items()))
        for m, name in enumerate(names)
    }


def _acting(compiled: Compiled, schedule: Schedule) -> Array:
    delays = [
        one.delay for one in compiled.deliveries if one.measure == schedule.measure.id
    ]
    return schedule.effective(min(delays, default=0))


def _per_unit(amount: Array, acting: Array) -> Array:
    some = acting > acting.max() * 1e-9
    found = np.divide(amount, acting, out=np.zeros_like(amount), where=some)
    first = int(np.argmax(some))
    found[:first] = found[first]
    return found
