"""The nouns of the outlook: what a district's model is made of.

A model is data.  Each sector follows a driver; what it uses per unit of activity
changes at a rate; its carriers change their shares; measures act on top.  What nobody
can know for sure is an :class:`Input`, a shift that is drawn.
"""

from __future__ import annotations

from enum import StrEnum

import attrs

from dafeng.accounts import Boundary  # noqa: TC001 - read back by type


class CarrierKind(StrEnum):
    """How the factor of a carrier moves with time."""

    FUEL = "fuel"
    """Its factor stays: carbon in a fuel is a property of the fuel."""
    POWER = "power"
    """Its factor follows the grid path of the convention."""
    PROCESS = "process"
    """No energy: gases of processes, herds, soils and waste."""


@attrs.frozen(kw_only=True)
class Step:
    """A yearly rate that holds until a year.

    Attributes
    ----------
    until : int
        Last year with this rate.
    rate : float
        Change per year, 0.05 is 5 %.
    """

    until: int
    rate: float


@attrs.frozen(kw_only=True)
class Driver:
    """What moves activity: output, people, floor area, turnover, stock.

    Attributes
    ----------
    code, name_zh, name_en, unit : str
    value : float
        In the base year, in ``unit``.
    growth : tuple of Step
        Of its own, on top of what it follows.
    source : str
        Document, or ``assumed: `` and why.
    follows : str
        Code of a driver that it moves with; empty is none.
    elasticity : float
        Percent of it per percent of the driver that it follows.
    """

    code: str
    name_zh: str
    name_en: str
    unit: str
    value: float
    growth: tuple[Step, ...]
    source: str
    follows: str = ""
    elasticity: float = 1.0


@attrs.frozen(kw_only=True)
class Carrier:
    """A fuel, power, heat, or what emits without energy.

    Attributes
    ----------
    code, name_zh, name_en : str
    kind : CarrierKind
    flows : tuple of str
        Flows of the account that it takes; empty takes every flow of its items.
    items : tuple of str
        Items of the account (``NATURAL_GAS``); empty takes every item of its flows.
    group : str
        For indicators: ``coal``, ``oil``, ``gas``, ``power``, ``heat``, ``renewable``,
        ``none``.
    factor : float
        Grams of CO2 per terajoule where the base year has none of it (a carrier that
        measures bring in).
    source : str
        Of ``factor``.
    """

    code: str
    name_zh: str
    name_en: str
    kind: CarrierKind
    flows: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    group: str = "none"
    factor: float = 0.0
    source: str = ""


@attrs.frozen(kw_only=True)
class MixStep:
    """A share of a sector's energy that moves between carriers without any measure.

    Attributes
    ----------
    from_carrier, to_carrier : str
    per_year : float
        Share of the sector's base-year energy of ``from_carrier`` that moves each year.
    ratio : float
        Energy of the new carrier for one unit of the old.
    until : int
    """

    from_carrier: str
    to_carrier: str
    per_year: float
    ratio: float
    until: int


@attrs.frozen(kw_only=True)
class Sector:
    """A part of the account that moves as one.

    Attributes
    ----------
    code, name_zh, name_en : str
    covers : tuple of str
        Sectors of the account; those below them count.
    flows : tuple of str
        Only these flows of them; empty is all that no other sector names.
    driver : str
        Empty when it follows a carrier.
    elasticity : float
        Percent of activity per percent of the driver.
    intensity : tuple of Step
        Change of energy (or gas) per unit of activity.
    mix : tuple of MixStep
    source : str
    follows : str
        Code of a carrier that it supplies or loses: the sector moves with all other
        sectors' use of it, measures included. Heat that is saved is not made either.
    """

    code: str
    name_zh: str
    name_en: str
    covers: tuple[str, ...]
    flows: tuple[str, ...] = ()
    driver: str = ""
    elasticity: float = 1.0
    intensity: tuple[Step, ...] = ()
    mix: tuple[MixStep, ...] = ()
    source: str = ""
    follows: str = ""


@attrs.frozen(kw_only=True)
class GridPath:
    """How the factor of bought power moves, under one convention.

    Attributes
    ----------
    code, name_zh, name_en : str
        For example ``average`` (the grid gets cleaner) and ``fixed`` (the factor of the
        base year is kept, as a target of the plan period may demand).
    change : tuple of Step
    """

    code: str
    name_zh: str
    name_en: str
    change: tuple[Step, ...]
    source: str


class Acts(StrEnum):
    """What an uncertain input shifts."""

    DRIVER = "driver"
    INTENSITY = "intensity"
    GRID = "grid"


@attrs.frozen(kw_only=True)
class Input:
    """Something that nobody knows: a shift of a yearly rate, in log points.

    Attributes
    ----------
    code, name_zh, name_en : str
    acts : Acts
    on : str
        Code of the driver or sector; empty for the grid.
    low, mode, high : float
        Triangular: 0.01 adds one percent a year.
    since, until : int
        The rate is shifted after ``since`` up to and with ``until``.
    national : bool
        Whether every district sees the same shock at the same index of a draw.
    source : str
    """

    code: str
    name_zh: str
    name_en: str
    acts: Acts
    on: str
    low: float
    mode: float
    high: float
    since: int
    until: int
    national: bool = False
    source: str = ""


@attrs.frozen(kw_only=True)
class Scenario:
    """A way the future may be driven.

    Attributes
    ----------
    code, name_zh, name_en : str
    delivery : float
        Share of each measure's planned size that is built; 0 is frozen policy.
    pull_forward : int
        Years by which measures begin earlier (accelerated); negative is later.
    potential : float
        Share of what is possible beyond the plan that is built too by the horizon.
    growth : tuple of (str, tuple of Step)
        Drivers with another growth.
    sizes : tuple of (str, tuple of (int, float))
        Measures with a schedule of their own: year and cumulative size; it replaces
        plan, delivery and potential for these measures.
    source : str
    """

    code: str
    name_zh: str
    name_en: str
    delivery: float
    pull_forward: int = 0
    potential: float = 0.0
    growth: tuple[tuple[str, tuple[Step, ...]], ...] = ()
    sizes: tuple[tuple[str, tuple[tuple[int, float], ...]], ...] = ()
    source: str = ""


@attrs.frozen(kw_only=True)
class Model:
    """A district's model, read from a folder and checked once.

    Attributes
    ----------
    base_year, horizon : int
    boundary : Boundary
        Which lines of the account it reproduces.
    grid : tuple of GridPath
        The first is the convention of the headline.
    """

    name: str
    base_year: int
    horizon: int
    boundary: Boundary
    drivers: tuple[Driver, ...]
    carriers: tuple[Carrier, ...]
    sectors: tuple[Sector, ...]
    grid: tuple[GridPath, ...]
    inputs: tuple[Input, ...]
    scenarios: tuple[Scenario, ...]


@attrs.frozen(kw_only=True)
class BaseCell:
    """What one sector used and emitted by one carrier in the base year.

    Attributes
    ----------
    energy_tj : float
        Calorific; power at 3.6 MJ/kWh. Negative where it is sold; 0 of processes.
    emission_g : int
        Grams of CO2 equivalent, the sum of the account's lines, exactly.
    """

    sector: str
    carrier: str
    energy_tj: float
    emission_g: int


@attrs.frozen(kw_only=True)
class BaseShare:
    """How much of a cell comes from one sector of the account.

    Attributes
    ----------
    sector, carrier : str
        Of the model.
    of : str
        Of the account.
    share : float
        Of its grams without their signs, 0 to 1.
    """

    sector: str
    carrier: str
    of: str
    share: float


@attrs.frozen(kw_only=True)
class BaseYear:
    """The account of a year as the model's sectors and carriers see it.

    Attributes
    ----------
    seal : str
        Digest of the sealed account; empty when it is not sealed.
    history : tuple of (int, int)
        Year and grams of every account up to this year, in order.
    shares : tuple of BaseShare
        So that a measure for shops does not act on schools in the same sector.
    """

    place: str
    year: int
    cells: tuple[BaseCell, ...]
    seal: str
    history: tuple[tuple[int, int], ...]
    shares: tuple[BaseShare, ...] = ()
