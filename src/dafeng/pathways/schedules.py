"""When how much of a measure stands: plan, delivery, pull forward, potential.

Sizes are counted beyond what stands in the base year, because what stands is in the
account already.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

import attrs
import numpy as np

from dafeng.base.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from dafeng.measures import Measure, Potential, Ramp
    from dafeng.pathways.records import Scenario

    Array: TypeAlias = npt.NDArray[np.float64]


@attrs.frozen(kw_only=True, eq=False)
class Schedule:
    """A measure as a scenario builds it.

    Attributes
    ----------
    measure : Measure
    potential : Potential
    standing : float
        Units in the base year.
    built : Array, (T,)
        Units beyond them, never falling; 0 in the base year.
    """

    measure: Measure
    potential: Potential
    standing: float
    built: Array
    _acting: dict[int, Array] = attrs.field(factory=dict, init=False, repr=False)
    """Units that act, by delay: asked for again and again, reckoned once."""

    @property
    def begins(self) -> int:
        """Index of the first year with something built; past the end when never."""
        first = np.flatnonzero(self.built)
        return int(first[0]) if len(first) else len(self.built)

    def effective(self, delay: int) -> Array:
        """Units that act, ramp and delay counted, ``(T,)``."""
        if delay not in self._acting:
            years = len(self.built)
            grown = np.diff(self.built, prepend=0.0)
            soon = np.convolve(grown, _growing(self.measure.ramp, years))[:years]
            acting = _late(soon, delay)
            acting.flags.writeable = False
            self._acting[delay] = acting
        return self._acting[delay]

    def finished(self, delay: int) -> Array:
        """Units beyond those of the base year that stand, delay counted, ``(T,)``."""
        return _late(self.built, delay)


def schedules(
    measures: Sequence[Measure],
    potentials: Sequence[Potential],
    scenario: Scenario,
    years: tuple[int, ...],
    known: Mapping[str, Schedule] | None = None,
) -> tuple[tuple[Schedule, ...], tuple[Finding, ...]]:
    """Schedule every measure that has a potential, in the order of the measures.

    Of two that exclude each other the one that begins first is kept, then the one that
    is declared first. What lacks a prerequisite is not built.

    Parameters
    ----------
    known : mapping of str to Schedule, optional
        Measures that were scheduled by themselves already, for this scenario.
    """
    held = known or {}
    named = {one.measure: one for one in potentials}
    library = {one.id for one in measures}
    findings = [_unknown(name, "potential") for name in named if name not in library]
    findings += [
        _unknown(name, scenario.code)
        for name, _ in scenario.sizes
        if name not in library & set(named)
    ]
    made = [
        held.get(one.id) or schedule(one, named[one.id], scenario, years)
        for one in measures
        if one.id in named
    ]
    findings += _exclude(made)
    findings += _require(made)
    return tuple(made), tuple(findings)


def schedule(
    measure: Measure, potential: Potential, scenario: Scenario, years: tuple[int, ...]
) -> Schedule:
    """Schedule one measure by itself.

    Named sizes go before the plan; else what the plan adds is built to the scenario's
    share, so many years sooner, and of what is possible beyond it a share by the
    horizon. What is moved forward keeps to the yearly most that can be built, or to
    the plan's own most where that is larger.
    """
    when = np.array(years, dtype=float)
    knots = sorted(potential.planned)
    if not knots or knots[0][0] > years[0]:
        knots = [(years[0], 0.0), *knots]
    standing = float(_along(knots, when[:1])[0])
    room = max(potential.size - standing, 0.0)
    sizes = dict(scenario.sizes).get(measure.id)
    if sizes is not None:
        later = [(year, size) for year, size in sorted(sizes) if year > years[0]]
        path = _along([(years[0], standing), *later], when) - standing
        built = np.clip(np.maximum.accumulate(path), 0.0, room)
    else:
        planned = np.clip(_along(knots, when) - standing, 0.0, room)
        sooner = _along(knots, when + scenario.pull_forward) - standing
        wanted = scenario.delivery * np.clip(sooner, 0.0, room)
        passed = (when - when[0]) / max(when[-1] - when[0], 1.0)
        beyond = room - scenario.delivery * planned[-1]
        wanted = wanted + scenario.potential * beyond * passed
        most = max(potential.per_year, float(np.diff(planned, prepend=0.0).max()))
        built = _no_faster(wanted, most)
    built[0] = 0.0
    return Schedule(
        measure=measure, potential=potential, standing=standing, built=built
    )


def _late(path: Array, delay: int) -> Array:
    if delay <= 0:
        return path
    return np.concatenate([np.zeros(min(delay, len(path))), path[:-delay]])


def _along(knots: Sequence[tuple[int, float]], when: Array) -> Array:
    years, sizes = zip(*knots, strict=True)
    found: Array = np.interp(when, years, sizes)
    return found


def _no_faster(wanted: Array, most: float) -> Array:
    built = [0.0]
    for one in wanted[1:].tolist():  # plain floats: numpy's own are slow one by one
        built.append(min(max(one, built[-1]), built[-1] + most))
    return np.array(built)


@lru_cache(maxsize=256)
def _growing(ramp: Ramp, years: int) -> Array:
    """Share of the full effect by age; few ramps serve many measures."""
    shares = np.ones(years)
    rising = min(years, int(np.ceil(ramp.years)))
    shares[:rising] = [ramp.share(age) for age in range(rising)]
    shares.flags.writeable = False
    return shares


def _exclude(made: list[Schedule]) -> list[Finding]:
    tied = {one.measure.id for one in made if one.measure.excludes}
    tied |= {name for one in made for name in one.measure.excludes}
    which = [at for at, one in enumerate(made) if one.measure.id in tied]
    order = sorted(which, key=lambda at: (made[at].begins, at))
    kept: dict[str, Schedule] = {}
    found = []
    for at in order:
        one = made[at]
        if not one.built.any():
            continue
        against = next(
            (k for k in kept.values() if _exclusive(k.measure, one.measure)), None
        )
        if against is None:
            kept[one.measure.id] = one
            continue
        made[at] = attrs.evolve(one, built=np.zeros_like(one.built))
        found.append(_excluded(one.measure.id, against.measure.id))
    return found


def _exclusive(one: Measure, other: Measure) -> bool:
    return one.id in other.excludes or other.id in one.excludes


def _require(made: list[Schedule]) -> list[Finding]:
    """Drop what lacks a prerequisite, until nothing more falls with it."""
    found: list[Finding] = []
    while True:
        there = {one.measure.id for one in made if one.standing > 0 or one.built.any()}
        lacking = [
            (at, need)
            for at, one in enumerate(made)
            if one.built.any()
            for need in one.measure.prerequisites
            if need not in there
        ]
        if not lacking:
            return found
        for at, need in lacking:
            one = made[at]
            made[at] = attrs.evolve(one, built=np.zeros_like(one.built))
            found.append(_lacks(one.measure.id, need))


def _unknown(name: str, where: str) -> Finding:
    return Finding(
        code="model.unknown_measure",
        severity=Severity.ERROR,
        place=where,
        value=name,
        rule="A size is that of a measure of the library with a potential here.",
        hint="Correct the id, or add the measure and its potential.",
    )


def _excluded(name: str, against: str) -> Finding:
    return Finding(
        code="model.excluded",
        severity=Severity.WARNING,
        place=name,
        value=against,
        rule="Of measures that exclude each other the one that begins first is built.",
        hint="Choose one of the two.",
    )


def _lacks(name: str, need: str) -> Finding:
    return Finding(
        code="model.prerequisite",
        severity=Severity.WARNING,
        place=name,
        value=need,
        rule="A measure is built only where what it needs is built.",
        hint=f"Plan {need} too, or leave {name} out.",
    )
