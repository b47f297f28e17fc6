"""What scheduled measures do to the arrays: cuts, switches, generation.

A cut of a whole sector is a factor on its activity and intensity; a cut of one carrier
or a switch takes part of the sector's energy of the year.  Together, measures never
take more of a carrier than there is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import attrs
import numpy as np

from dafeng.base.findings import Finding, Severity
from dafeng.base.units import convert, parse_unit
from dafeng.measures import Action
from dafeng.pathways.compiled import Delivery
from dafeng.pathways.frozen import demand, supplied

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from dafeng.pathways.frozen import Frame, Frozen
    from dafeng.pathways.reach import Part, Reach
    from dafeng.pathways.records import Model
    from dafeng.pathways.schedules import Schedule

    Array: TypeAlias = npt.NDArray[np.float64]

TJ_OF_MWH = float(convert(1, "MWh", "TJ"))

_MEGAWATT = parse_unit("MW")
_PLANT_HOURS = 500.0
"""Full-load hours a year below which capacity is a store and makes nothing itself."""

_LEFT = 1e-6
"""A whole sector is never cut to nothing: its logarithm must exist."""


@attrs.frozen(kw_only=True, eq=False)
class Effects:
    """What deliveries add; shapes as in :class:`dafeng.pathways.Compiled`."""

    deliveries: tuple[Delivery, ...]
    log_sector: Array
    energy: Array
    fuel_g: Array
    power_g: Array
    generation_tj: Array
    capacity_mw: Array
    findings: tuple[Finding, ...]


def effects(
    made: Sequence[Schedule], model: Model, layout: Frame, paths: Frozen, reach: Reach
) -> Effects:
    """Fill the arrays of all deliveries.

    A measure that is not built, or that acts on nothing here, has no delivery; the
    second is said.
    """
    parts = [reach.of(one.measure) for one in made]
    findings = [
        _strange(one.measure.id, code)
        for one in made
        for effect in one.measure.effects
        if (code := reach.unknown(effect))
    ]
    acting = []
    for one, own in zip(made, parts, strict=True):
        if not one.built.any() or one.potential.size <= 0:
            continue
        if _generates(one) or any(part.share.any() for part in own):
            acting.append((one, own))
        else:
            findings.append(_idle(one.measure.id))
    scale, crowded = _room(acting, layout)
    findings += crowded
    deliveries = _deliveries(acting)
    filled = _Arrays(layout, paths, scale, len(deliveries))
    begin = 0
    for one, own in acting:
        late = [int(delay) for delay, _ in one.potential.delay]
        filled.add(slice(begin, begin + len(late)), one, own, late)
        begin += len(late)
    _supply(model, layout, paths, filled)
    return Effects(
        deliveries=tuple(deliveries),
        log_sector=filled.log_sector,
        energy=filled.energy,
        fuel_g=filled.fuel_g,
        power_g=filled.power_g,
        generation_tj=filled.generation_tj,
        capacity_mw=filled.capacity_mw,
        findings=tuple(findings),
    )


_Acting: TypeAlias = "tuple[Schedule, tuple[Part, ...]]"


def _deliveries(acting: Sequence[_Acting]) -> list[Delivery]:
    """All ways in which the measures can come, those of a measure one after another."""
    return [
        Delivery(
            measure=one.measure.id,
            delay=int(delay),
            probability=one.potential.probability * chance,
        )
        for one, _ in acting
        for delay, chance in one.potential.delay
    ]


class _Arrays:
    """The arrays being filled."""

    def __init__(self, layout: Frame, paths: Frozen, scale: Array, count: int) -> None:
        years, sectors, carriers = paths.energy.shape
        self._layout, self._paths, self._scale = layout, paths, scale
        self.log_sector = np.zeros((count, years, sectors))
        # One carrier after the other in memory: most are never touched.
        by_carrier = np.zeros((carriers, count, years, sectors))
        self.energy = by_carrier.transpose(1, 2, 3, 0)
        self.fuel_g = np.zeros((count, years, sectors))
        self.power_g = np.zeros((count, years, sectors))
        self.generation_tj = np.zeros((count, years))
        self.capacity_mw = np.zeros((count, years))

    def add(
        self, at: slice, one: Schedule, parts: Sequence[Part], late: Sequence[int]
    ) -> None:
        """Add all effects of a measure that comes so many years late, ``(D,)``."""
        if not late:
            return
        units = np.stack([one.effective(delay) for delay in late])
        for effect in one.measure.effects:
            if effect.action is Action.GENERATION:
                self.generation_tj[at] += effect.strength * TJ_OF_MWH * units
        megawatts = _megawatts(one)
        if megawatts:
            finished = np.stack([one.finished(delay) for delay in late])
            self.capacity_mw[at] = finished * megawatts
        share = units[:, :, np.newaxis] / one.potential.size
        for part in parts:
            if part.carrier < 0:
                left = np.maximum(1.0 - share * part.share, _LEFT)
                self.log_sector[at] += np.log(left)
            else:
                self._take(at, part, share)

    def _take(self, at: slice, part: Part, share: Array) -> None:
        f, to, touched = part.carrier, part.to_carrier, np.flatnonzero(part.share)
        cut = share * part.share[touched] * self._scale[:, touched, f]
        grams = cut * self._paths.emission[:, touched, f]
        moved = cut * self._paths.energy[:, touched, f]
        self._grams(f)[at][:, :, touched] -= grams
        self.energy[at][:, :, touched, f] -= moved
        if to >= 0:
            moved *= part.effect.ratio
            self.energy[at][:, :, touched, to] += moved
            factor = self._layout.factor[touched, to]
            self._grams(to)[at][:, :, touched] += moved * factor

    def _grams(self, carrier: int) -> Array:
        return self.power_g if self._layout.power[carrier] else self.fuel_g


def _room(acting: Sequence[_Acting], layout: Frame) -> tuple[Array, list[Finding]]:
    """Scale by which cuts of a carrier keep to all of it, ``(T, S, F)``."""
    asked = np.zeros((len(layout.years), *layout.energy.shape))
    for one, parts in acting:
        soonest = min((int(delay) for delay, _ in one.potential.delay), default=0)
        share = one.effective(soonest)[:, np.newaxis] / one.potential.size
        for part in parts:
            if part.carrier >= 0:
                asked[:, :, part.carrier] += share * part.share
    over = asked.max(axis=0) > 1.0 + _LEFT
    findings = [
        _overlap(
            layout.sectors[s],
            layout.carriers[f],
            float(asked[:, s, f].max()),
            layout.years[int(np.argmax(asked[:, s, f] > 1.0))],
        )
        for s, f in zip(*np.nonzero(over), strict=True)
    ]
    return 1.0 / np.maximum(asked, 1.0), findings


def _supply(model: Model, layout: Frame, paths: Frozen, filled: _Arrays) -> None:
    """Let what supplies or loses a carrier move with what measures do to its use."""
    following = supplied(layout, model)
    acting = filled.log_sector.any(axis=(0, 1))
    factor = np.exp(paths.log_sector)
    factor[:, [s for s, _ in following]] = 0.0
    left = {}
    for carrier in {carrier for _, carrier in following}:
        use = demand(layout, model, carrier, paths.energy, paths.log_sector)
        whole = use.sum(axis=1)
        if not whole.all():
            continue
        moved = np.einsum("vts,ts->vt", filled.energy[:, :, :, carrier], factor)
        kept = filled.log_sector[:, :, acting]
        some = kept != 0  # most measures touch few sectors
        kept[some] = np.expm1(kept[some])
        moved += np.einsum("vts,ts->vt", kept, use[:, acting])
        left[carrier] = np.log(np.maximum(1.0 + moved / whole, _LEFT))
    for s, carrier in following:
        if carrier in left:
            elasticity = model.sectors[s].elasticity
            filled.log_sector[:, :, s] += elasticity * left[carrier]


def _megawatts(one: Schedule) -> float:
    """Capacity of one unit; 0 of what is no plant, such as a store."""
    hours = sum(
        effect.strength
        for effect in one.measure.effects
        if effect.action is Action.GENERATION
    )
    unit = parse_unit(one.measure.unit) if hours else _MEGAWATT
    if not hours or unit.dimension != _MEGAWATT.dimension:
        return 0.0
    capacity = float(convert(1, unit, _MEGAWATT))
    return capacity if hours / capacity >= _PLANT_HOURS else 0.0


def _generates(one: Schedule) -> bool:
    return any(
        effect.action is Action.GENERATION and effect.strength > 0
        for effect in one.measure.effects
    )


def _idle(name: str) -> Finding:
    return Finding(
        code="model.idle_measure",
        severity=Severity.WARNING,
        place=name,
        value="0",
        rule="A measure acts on something that the account of the base year holds.",
        hint="Its sectors or carriers are empty here, or outside the boundary; "
        "it is left out.",
    )


def _strange(name: str, carrier: str) -> Finding:
    return Finding(
        code="model.unknown_carrier",
        severity=Severity.WARNING,
        place=name,
        value=carrier,
        rule="A measure names carriers of the model.",
        hint="Add the carrier to carriers.yaml; until then this effect is left out.",
    )


def _overlap(sector: str, carrier: str, asked: float, year: int) -> Finding:
    return Finding(
        code="model.overlap",
        severity=Severity.WARNING,
        place=f"{sector} {carrier}",
        value=f"{asked:.0%}",
        rule="Measures together take no more of a carrier than there is.",
        hint=f"From {year} on their effects here are scaled down in proportion.",
    )
