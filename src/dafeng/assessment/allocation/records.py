"""The nouns of an allocation: what goes in (协同分解)."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

import attrs

NONE = Decimal(0)
ONE = Decimal(1)


class Quantity(StrEnum):
    """What is split; both are split together where both have a total."""

    ENERGY = "energy"
    """Standard coal."""
    CARBON = "carbon"
    """CO2, with that of bought power and heat."""


class PartyKind(StrEnum):
    """What a party is."""

    TOWN = "town"
    PARK = "park"
    ENTERPRISE = "enterprise"
    OTHER = "other"


@attrs.frozen(kw_only=True)
class YearFigure:
    """A figure of one year."""

    year: int
    value: Decimal


@attrs.frozen(kw_only=True)
class DroppedYear:
    """A year that does not count for a party, with the ground (停产、搬迁 …)."""

    year: int
    ground: str


@attrs.frozen(kw_only=True)
class FuelUse:
    """A fuel of a party's mix.

    Attributes
    ----------
    fuel : str
        A code of ``data/fuels.csv``, or any name with a factor of its own.
    amount : Decimal
        Standard coal, or a share: only the proportions of a mix count.
    factor : Decimal or None
        tCO2 per tce; None takes the case's, else the packaged one.
    """

    fuel: str
    amount: Decimal
    factor: Decimal | None = None


@attrs.frozen(kw_only=True)
class Band:
    """How far a party's carbon per energy may lie from that of its mix.

    Attributes
    ----------
    low, high : Decimal
        Multiples of the mix's intensity: 0.95 is 5 % cleaner.
    """

    low: Decimal
    high: Decimal = ONE


@attrs.frozen(kw_only=True)
class CutStep:
    """One step of what a party can cut below its figure of the base year.

    Attributes
    ----------
    amount : Decimal
        In the unit of the total.
    price : Decimal
        Yuan per unit; negative is a gain.
    measure : str
        What is done.
    """

    amount: Decimal
    price: Decimal
    measure: str = ""


@attrs.frozen(kw_only=True)
class Stake:
    """What is known of a party for one quantity, in the unit of the total.

    Attributes
    ----------
    history : tuple of YearFigure
        What it used or emitted, year by year.
    lower, upper : Decimal or None
        Limits of what it may be allotted; None is no limit.
    fixed : Decimal or None
        What it gets whatever the rule says (for example by a letter of the city).
    exempt : Decimal
        Part of its figure that the rule leaves alone: it is allotted in full, and the
        rule shares out the rest.
    benchmark : Decimal or None
        Energy or carbon per unit of output of a good plant of its kind.
    cuts : tuple of CutStep
        Its marginal cost curve, in any order; empty where nobody knows any.
    """

    history: tuple[YearFigure, ...] = ()
    lower: Decimal | None = None
    upper: Decimal | None = None
    fixed: Decimal | None = None
    exempt: Decimal = NONE
    benchmark: Decimal | None = None
    cuts: tuple[CutStep, ...] = ()


@attrs.frozen(kw_only=True)
class NamedFigure:
    """A figure of a party that an index is made of."""

    name: str
    value: Decimal


@attrs.frozen(kw_only=True)
class Party:
    """Who gets a part of the total.

    Attributes
    ----------
    unit : str
        Its name; each stands once in a case, and breaks ties.
    kind : PartyKind
    energy, carbon : Stake
    value_added, output, population : Decimal or None
        Of the year that the rule should look at; None is unknown.
    fuels : tuple of FuelUse
        Its mix, with bought power and heat.
    band : Band or None
        None: reckoned from the mix and the replacements.
    dropped_years : tuple of DroppedYear
    figures : tuple of NamedFigure
        More figures for indices.
    """

    unit: str
    kind: PartyKind = attrs.field(default=PartyKind.TOWN, converter=PartyKind)
    energy: Stake = Stake()
    carbon: Stake = Stake()
    value_added: Decimal | None = None
    output: Decimal | None = None
    population: Decimal | None = None
    fuels: tuple[FuelUse, ...] = ()
    band: Band | None = None
    dropped_years: tuple[DroppedYear, ...] = ()
    figures: tuple[NamedFigure, ...] = ()

    def stake(self, quantity: Quantity) -> Stake:
        """What is known of it for a quantity."""
        return self.energy if quantity is Quantity.ENERGY else self.carbon

    def with_stake(self, quantity: Quantity, stake: Stake) -> Party:
        """The same party with another stake in a quantity."""
        if quantity is Quantity.ENERGY:
            return attrs.evolve(self, energy=stake)
        return attrs.evolve(self, carbon=stake)


@attrs.frozen(kw_only=True)
class Budget:
    """A district total that is split.

    Attributes
    ----------
    total : Decimal
        What the city handed down.
    reserve : Decimal
        Kept back for newcomers.
    reserve_share : Decimal or None
        The same as a part of the total, 0 to 1; rounded to whole steps.
    step : Decimal
        The smallest amount that is allotted.
    unit : str
        A spelling of ``base.units``: of energy in standard coal, or of CO2.
    """

    total: Decimal
    reserve: Decimal = NONE
    reserve_share: Decimal | None = None
    step: Decimal = ONE
    unit: str


class Driver(StrEnum):
    """What an amount may be shared out by."""

    VALUE_ADDED = "value_added"
    OUTPUT = "output"
    POPULATION = "population"


class Direction(StrEnum):
    """Whether more of an index brings more or less of the total."""

    UP = "up"
    DOWN = "down"


class Spread(StrEnum):
    """How a composite index becomes a share."""

    SHARE = "share"
    """Each party's part in the sum of the index: for sizes, such as population."""
    TILT = "tilt"
    """Its past amount, tilted by its score: for ratios, such as value per energy."""


@attrs.frozen(kw_only=True)
class Index:
    """One index of the entropy rule; see :mod:`.rules.entropy` for the names."""

    name: str
    direction: Direction = attrs.field(default=Direction.UP, converter=Direction)


@attrs.frozen(kw_only=True)
class Ingredient:
    """A rule in a mixture, and how much of it."""

    rule: str
    share: Decimal


@attrs.frozen(kw_only=True)
class FuelFactor:
    """CO2 of a fuel for the whole case, instead of the packaged one.

    Attributes
    ----------
    fuel : str
    factor : Decimal
        tCO2 per tce.
    source : str
    """

    fuel: str
    factor: Decimal
    source: str = ""


@attrs.frozen(kw_only=True)
class Replacement:
    """How much of a fuel can be replaced within a year, and by what.

    Attributes
    ----------
    fuel, by : str
    share : Decimal
        Part of the fuel, 0 to 1, of what is left of it, year after year.
    source : str
    """

    fuel: str
    by: str
    share: Decimal
    source: str = ""


class CarbonWay(StrEnum):
    """What carbon is shared out by, where energy is as well."""

    MIX = "mix"
    """Allotted energy times the mix's intensity times one common factor."""
    RULE = "rule"
    """The rule, on the parties' carbon figures."""


@attrs.frozen(kw_only=True)
class Parameters:
    """Settings of the rules; each rule reads its own.

    Attributes
    ----------
    years : tuple of int
        Years of the history rule; empty takes every year up to the base year.
    drop_lowest : int
        How many of the lowest years of each party do not count.
    driver : Driver
        Of the rule ``output``.
    converge_by : Driver
        What everybody is to have the same of: value added (equal intensity), or
        population (equal per head).
    converge_year : int or None
        When that is reached.
    indices : tuple of Index
    spread : Spread
    tilt : Decimal
        How much a score from 0 to 1 moves a party's amount, 0 to 1.
    mixture : tuple of Ingredient
        Shares add up to 1.
    fuels : tuple of FuelFactor
    replacements : tuple of Replacement
        Empty takes the packaged ones.
    mix_year : int or None
        Year of the mixes; None is the base year.
    dirtier : Decimal
        How much above its mix a party's intensity may come to lie: 0.02 is 2 %.
    carbon_by : CarbonWay
    cut_cap : Decimal or None
        Nobody is cut by more than this many times the common rate (least cost); 1 is
        one rate for all, None is no cap.
    """

    years: tuple[int, ...] = ()
    drop_lowest: int = 0
    driver: Driver = attrs.field(default=Driver.VALUE_ADDED, converter=Driver)
    converge_by: Driver = attrs.field(default=Driver.VALUE_ADDED, converter=Driver)
    converge_year: int | None = None
    indices: tuple[Index, ...] = ()
    spread: Spread = attrs.field(default=Spread.SHARE, converter=Spread)
    tilt: Decimal = Decimal("0.5")
    mixture: tuple[Ingredient, ...] = ()
    fuels: tuple[FuelFactor, ...] = ()
    replacements: tuple[Replacement, ...] = ()
    mix_year: int | None = None
    dirtier: Decimal = NONE
    carbon_by: CarbonWay = attrs.field(default=CarbonWay.MIX, converter=CarbonWay)
    cut_cap: Decimal | None = None


@attrs.frozen(kw_only=True)
class AllocationCase:
    """Everything that an allocation rests on; the same case gives the same bytes.

    Attributes
    ----------
    place, title : str
    year, base_year : int
        For which year, and which year it is compared with.
    energy, carbon : Budget or None
        At least one of them.
    rule : str
        Id in the register of rules.
    parameters : Parameters
    parties : tuple of Party
        In any order.
    synthetic : bool
    """

    place: str = ""
    title: str = ""
    year: int
    base_year: int
    energy: Budget | None = None
    carbon: Budget | None = None
    rule: str
    parameters: Parameters = Parameters()
    parties: tuple[Party, ...]
    synthetic: bool = False

    def budget(self, quantity: Quantity) -> Budget | None:
        """The total of a quantity, where it has one."""
        return self.energy if quantity is Quantity.ENERGY else self.carbon

    def with_budget(self, quantity: Quantity, budget: Budget) -> AllocationCase:
        """The same case with another total of a quantity."""
        if quantity is Quantity.ENERGY:
            return attrs.evolve(self, energy=budget)
        return attrs.evolve(self, carbon=budget)

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """What is split, energy first."""
        return tuple(each for each in Quantity if self.budget(each) is not None)
