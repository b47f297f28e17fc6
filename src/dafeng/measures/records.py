"""The nouns of the room: what a measure does, what it costs, how much is possible."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import attrs

CARRIERS = (
    "coal",
    "coke",
    "other-coal",
    "petrol",
    "diesel",
    "lpg",
    "other-oil",
    "natural-gas",
    "lng",
    "electricity",
    "heat",
    "biomass",
    "hydrogen",
    "waste",
    "process",
)
"""What an effect may act on; ``process`` stands for emissions without energy."""

FIELDS = (
    "industry",
    "power",
    "buildings",
    "transport",
    "farming",
    "circular",
    "waste",
    "sinks",
    "public",
)


class Action(StrEnum):
    """What an effect does to its sectors."""

    EFFICIENCY = "efficiency"
    """Cuts energy per unit of activity."""
    SWITCH = "switch"
    """Moves a share of the energy from one carrier to another."""
    ACTIVITY = "activity"
    """Cuts the activity itself, and with it all energy and gases of it."""
    GENERATION = "generation"
    """Makes electricity without fossil fuel in the district."""
    PROCESS = "process"
    """Cuts gases that do not come from energy, by share."""


@attrs.frozen(kw_only=True)
class Effect:
    """One thing that a measure does.

    Attributes
    ----------
    action : Action
    sectors : tuple of str
        Codes of ``accounts/data/sectors.csv``; a code covers what stands under it.
    carrier : str
        Carrier that it acts on, one of :data:`CARRIERS`; empty is all of them.
    to_carrier : str
        Carrier that a switch moves to; empty for other actions.
    ratio : float
        For a switch: units of energy of the new carrier for one unit of the old, both
        in the same unit of energy; one third for a heat pump instead of a boiler.
    strength : float
        Share of the quantity acted on that is cut or moved when the whole potential
        is built, 0 to 1; for generation MWh per year and unit of size.
    source : str
        Document of the figures; empty when they are assumed.
    assumed : tuple of str
        Names of figures of this effect that no document gives.
    """

    action: Action = attrs.field(converter=Action)
    sectors: tuple[str, ...] = ()
    carrier: str = ""
    to_carrier: str = ""
    ratio: float = 1.0
    strength: float
    source: str = ""
    assumed: tuple[str, ...] = ()

    def covers(self, sector: str) -> bool:
        """Whether a sector is one of its sectors, or stands under one.

        Examples
        --------
        >>> effect = Effect(action="process", sectors=("industry.steel",), strength=0.1)
        >>> effect.covers("industry.steel.pipe"), effect.covers("industry")
        (True, False)
        """
        return any(
            sector == code or sector.startswith(f"{code}.") for code in self.sectors
        )


@attrs.frozen(kw_only=True)
class Cost:
    """What one unit of size costs, in yuan of ``price_year``.

    Attributes
    ----------
    investment : float
        Yuan per unit of size, once.
    operation : float
        Yuan per unit of size and year, without the energy.
    saving : float
        Yuan per unit of size and year: energy or material bought less, as a positive
        number; negative when a measure buys more than it saves.
    life : float
        Years until the unit must be built again.
    price_year : int
    source : str
        Document of the figures; empty when all are assumed.
    assumed : tuple of str
        Names of figures that no document gives.
    """

    investment: float
    operation: float
    saving: float
    life: float
    price_year: int
    source: str = ""
    assumed: tuple[str, ...] = ()


class RampShape(StrEnum):
    """How the effect of a finished unit grows."""

    LINEAR = "linear"
    S_CURVE = "s-curve"


@attrs.frozen(kw_only=True)
class Ramp:
    """From a finished unit to its full effect.

    Attributes
    ----------
    shape : RampShape
    years : float
        Years until the full effect; 0 is at once.
    """

    shape: RampShape = attrs.field(
        default=RampShape.LINEAR,
        converter=RampShape,
    )
    years: float = 0.0

    def share(self, age: float) -> float:
        """Share of the full effect ``age`` years after a unit was finished, 0 to 1.

        Examples
        --------
        >>> Ramp(shape="linear", years=2).share(1)
        0.5
        >>> Ramp(shape="s-curve", years=4).share(1)
        0.15625
        >>> Ramp().share(0), Ramp().share(-1)
        (1.0, 0.0)
        """
        if age < 0:
            return 0.0
        if age >= self.years:
            return 1.0
        part = age / self.years
        if self.shape is RampShape.S_CURVE:
            return part * part * (3 - 2 * part)
        return part

    def __str__(self) -> str:
        """As it is written in a table: ``linear:2``."""
        return f"{self.shape}:{self.years:g}"


@attrs.frozen(kw_only=True)
class Measure:
    """Something that can be done, wherever it is done.

    Attributes
    ----------
    id : str
    name_zh, name_en : str
    field : str
        One of :data:`FIELDS`.
    effects : tuple of Effect
        At least one.
    unit : str
        What one unit of size is: ``MW``, ``万m2``, ``辆``, ``t/d``, ``tce/a`` (a saving
        of one tonne of standard coal a year).
    cost : Cost
    ramp : Ramp
    build_years : float
        Years from the decision to the finished unit.
    prerequisites : tuple of str
        Ids of measures that must be begun before.
    excludes : tuple of str
        Ids of measures that cannot be done as well; always both ways.
    source : str
        Documents that describe it.
    assumed : tuple of str
        Names of its figures that are assumed: those of the row, ``cost.…`` and
        ``effect.…``.
    valid_from, valid_to : date or None
        Days on which the row stands; None is open.
    """

    id: str
    name_zh: str
    name_en: str
    field: str
    effects: tuple[Effect, ...]
    unit: str
    cost: Cost
    ramp: Ramp
    build_years: float
    prerequisites: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    source: str = ""
    assumed: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None

    def stands(self, on: date) -> bool:
        """Whether the row stands on a day, both ends included."""
        begin, end = self.valid_from, self.valid_to
        return (begin is None or begin <= on) and (end is None or on <= end)


@attrs.frozen(kw_only=True)
class Potential:
    """How much of a measure a district can do, and what its plan says of it.

    Attributes
    ----------
    measure : str
        Id of the measure.
    place : str
        Division code.
    size : float
        Units possible at most beyond what stands at the end of the base year, in the
        unit of the measure.
    per_year : float
        Units that can be built in a year at most.
    planned : tuple of (int, float)
        Year, and units in sum by its end that the plan foresees, beyond the base year
        as well.
    owner : str
        Code of the unit that answers for it.
    clause : str
        Clause of the plan.
    probability : float
        That it is delivered at all, 0 to 1.
    delay : tuple of (int, float)
        Years late, and its probability given that it is delivered; they add up to 1.
    source : str
        Where the figures come from; empty when all are assumed.
    assumed : tuple of str
        Names of figures that no document gives.
    """

    measure: str
    place: str
    size: float
    per_year: float
    planned: tuple[tuple[int, float], ...] = ()
    owner: str = ""
    clause: str = ""
    probability: float = 1.0
    delay: tuple[tuple[int, float], ...] = ((0, 1.0),)
    source: str = ""
    assumed: tuple[str, ...] = ()
