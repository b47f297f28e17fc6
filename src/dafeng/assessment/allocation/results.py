"""The nouns of an allocation: what comes out."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

import attrs

from dafeng.assessment.allocation.records import PartyKind, Quantity
from dafeng.base.findings import Finding  # noqa: TC001 - read back from JSON by type
from dafeng.base.plain import record_to_json


class Ground(StrEnum):
    """What decided an amount, or what a limit comes from."""

    RULE = "rule"
    LOWER = "lower"
    UPPER = "upper"
    FIXED = "fixed"
    EXEMPT = "exempt"
    """The exempt part alone."""
    BAND = "band"
    """What the party's mix can reach with its energy."""
    COUPLED_LOWER = "coupled-lower"
    """Energy that a party needs to reach its lower limit of carbon."""
    COUPLED_UPPER = "coupled-upper"
    """Energy that a party can use within its upper limit of carbon."""
    NO_WEIGHT = "no-weight"
    """The rule gives it nothing beyond what it must get."""


@attrs.frozen(kw_only=True)
class Step:
    """One step of the arithmetic behind an amount.

    Attributes
    ----------
    what : str
        A key of ``data/words.csv``, which words it.
    formula : str
        Numbers and signs, in any language.
    value : Decimal
        Result, at most nine decimals.
    """

    what: str
    formula: str
    value: Decimal


@attrs.frozen(kw_only=True)
class Amount:
    """What a party is allotted of one quantity.

    Attributes
    ----------
    value : Decimal
        In the unit of the total, a multiple of its step.
    share : Fraction
        Of everything that is allotted.
    weight : Fraction
        Of the party under the rule; those of all parties add up to 1.
    base : Decimal or None
        Its figure of the base year.
    set_by : Ground
        What decided the amount.
    steps : tuple of Step
        How it was reckoned, in order.
    """

    value: Decimal
    share: Fraction
    weight: Fraction
    base: Decimal | None
    set_by: Ground
    steps: tuple[Step, ...] = ()

    @property
    def change(self) -> Fraction | None:
        """Against the base year, as a part of it; None without a base."""
        if not self.base:
            return None
        return Fraction(self.value) / Fraction(self.base) - 1


@attrs.frozen(kw_only=True)
class MixUse:
    """How a party's carbon fits its energy.

    Attributes
    ----------
    intensity : Fraction
        Carbon per energy of its mix, in the units of the totals.
    low, high : Fraction
        How far it may lie from that, as multiples.
    improvement : Fraction or None
        Carbon / (energy x intensity); None where either is zero.
    """

    intensity: Fraction
    low: Fraction
    high: Fraction
    improvement: Fraction | None


@attrs.frozen(kw_only=True)
class Line:
    """One party's part."""

    unit: str
    kind: PartyKind
    energy: Amount | None = None
    carbon: Amount | None = None
    mix: MixUse | None = None

    def amount(self, quantity: Quantity) -> Amount | None:
        """Its part of a quantity; None where that was not split."""
        return self.energy if quantity is Quantity.ENERGY else self.carbon


@attrs.frozen(kw_only=True)
class Pricing:
    """What a split by least cost costs.

    Attributes
    ----------
    price : Decimal or None
        Yuan that a unit more of the total would save: of the last step that is taken;
        None where the steps do not reach, and nobody knows.
    cost : Decimal
        Yuan of all steps that are taken.
    cut : Decimal
        Units cut below the base year.
    beyond : Decimal
        Of it what no known step reaches.
    """

    price: Decimal | None
    cost: Decimal
    cut: Decimal
    beyond: Decimal


@attrs.frozen(kw_only=True)
class Total:
    """A quantity as a whole: ``allotted + reserve = total``, to the last step.

    Attributes
    ----------
    quantity : Quantity
    total, reserve : Decimal
    allotted : Decimal or None
        None where nothing could be allotted.
    unit : str
    step : Decimal
    level : Fraction or None
        Amount per weight where no limit holds; what the parties' steps multiply by.
    pricing : Pricing or None
        Where the rule reckons with prices.
    """

    quantity: Quantity
    total: Decimal
    reserve: Decimal
    allotted: Decimal | None
    unit: str
    step: Decimal
    level: Fraction | None = None
    pricing: Pricing | None = None


class Means(StrEnum):
    """What can be changed so that an allocation becomes possible."""

    TOTAL = "total"
    RESERVE = "reserve"
    LIMITS = "limits"
    """All limits that bind, by one common proportion."""
    ONE_BY_ONE = "one-by-one"
    """Each limit that contradicts itself, by what it lacks."""
    SHIFT = "shift"
    """Energy goes from parties with a dirty mix to those with a clean one."""


class Field(StrEnum):
    """Which limit of a party changes."""

    LOWER = "lower"
    UPPER = "upper"
    FIXED = "fixed"
    EXEMPT = "exempt"
    BAND_LOW = "band-low"
    BAND_HIGH = "band-high"


@attrs.frozen(kw_only=True)
class LimitChange:
    """One limit, as it is and as it would have to be.

    For a band both are amounts of carbon, with the energy that the party has.
    """

    unit: str
    quantity: Quantity
    field: Field
    before: Decimal
    after: Decimal


@attrs.frozen(kw_only=True)
class Relaxation:
    """One way out of an impossible case, as small as it can be.

    Attributes
    ----------
    means : Means
    quantity : Quantity
    change : Decimal
        Signed: of the total, of the reserve, of all limits together, or how much
        energy changes hands.
    after : Decimal or None
        The total or reserve as it would be.
    loosening : Fraction or None
        The common proportion: 0.02 takes 2 % off every lower limit, or puts 2 % on
        every upper one.
    limits : tuple of LimitChange
    """

    means: Means
    quantity: Quantity
    change: Decimal
    after: Decimal | None = None
    loosening: Fraction | None = None
    limits: tuple[LimitChange, ...] = ()


@attrs.frozen(kw_only=True)
class Allocation:
    """A district figure, split.

    Attributes
    ----------
    place, title : str
    year, base_year : int
    rule : str
    lines : tuple of Line
        By unit; empty when nothing could be allotted. Carbon is unknown on every line
        where only energy could be.
    totals : tuple of Total
    findings : tuple of Finding
    relaxations : tuple of Relaxation
        Ways out where the case is impossible; each is enough for its quantity.
    case_sha256 : str
        Of the case's canonical bytes.
    replaces : str
        Digest of the allocation that this one takes the place of.
    reason : str
        Why it does.
    synthetic : bool
    """

    place: str
    title: str
    year: int
    base_year: int
    rule: str
    lines: tuple[Line, ...]
    totals: tuple[Total, ...]
    findings: tuple[Finding, ...] = ()
    relaxations: tuple[Relaxation, ...] = ()
    case_sha256: str
    replaces: str = ""
    reason: str = ""
    synthetic: bool = False

    @property
    def digest(self) -> str:
        """SHA-256 of the allocation's canonical bytes: its id."""
        return hashlib.sha256(record_to_json(self)).hexdigest()

    @property
    def complete(self) -> bool:
        """Whether everything that was asked for is allotted."""
        return all(total.allotted is not None for total in self.totals)

    def total(self, quantity: Quantity) -> Total | None:
        """A quantity as a whole, where it was split."""
        return next((one for one in self.totals if one.quantity is quantity), None)

    def line(self, unit: str) -> Line | None:
        """The part of a party, by name."""
        return next((line for line in self.lines if line.unit == unit), None)
