"""The nouns of the account: flows, lines, cuts, findings, the account itself."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

import attrs

from dafeng.base.findings import Finding  # noqa: TC001 - read back from JSON by type


class Boundary(StrEnum):
    """Which lines a total counts; views select lines and never copy them.

    Source
    ------
    Territorial: IPCC 2006 Guidelines, volume 1, chapter 8.2.1. Control: energy CO2 of
    the 碳排放双控, direct plus net bought power and heat.
    """

    TERRITORIAL = "territorial"
    """A: everything emitted on the district's land, all gases."""
    CONTROL = "control"
    """B: CO2 of energy, direct plus net bought power and heat."""
    UNITS = "units"
    """C: the lines of B, each under the unit that answers for it."""
    ENTERPRISES = "enterprises"
    """D: what enterprises report: direct, processes, power and heat bought."""
    SINKS = "sinks"
    """Forest and wetland, beside the control total and never netted into it."""


class Scope(StrEnum):
    """How a flow emits."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    SINK = "sink"
    NONE = "none"
    """Counted as energy, emits nothing here: feedstock, green power with proof."""


class Stream(StrEnum):
    """Where an activity was learned; of two for one flow the better one is the line."""

    METER = "meter"
    ENTERPRISE = "enterprise"
    SUPPLIER = "supplier"
    STATISTICS = "statistics"
    ESTIMATE = "estimate"


class Grade(StrEnum):
    """Quality of an activity datum, best first."""

    A = "A"
    """Metered, with valid calibration."""
    B = "B"
    """Reported with evidence (invoice, form) and reviewed."""
    C = "C"
    """Official statistic or supplier's total."""
    D = "D"
    """Estimated, or a residual of other data."""


@attrs.frozen(kw_only=True)
class Flow:
    """A kind of physical flow (``data/flows.csv``).

    Attributes
    ----------
    code, name_zh, name_en : str
        For example ``fuel.stationary``.
    group : str
        ``energy``, ``process``, ``farming``, ``waste`` or ``land``.
    scope : Scope
    territorial, control : bool
        Whether A and B count it.
    sign : int
        ``-1`` for what is sold or taken out, else 1.
    ipcc : str
        Category in IPCC 2006.
    """

    code: str
    name_zh: str
    name_en: str
    group: str
    scope: Scope
    territorial: bool
    control: bool
    sign: int
    ipcc: str


@attrs.frozen(kw_only=True)
class FactorUse:
    """One symbol of a line's formula, with the factor row that filled it."""

    symbol: str
    factor_id: str
    value: Decimal
    unit: str


@attrs.frozen(kw_only=True)
class Line:
    """One gas of one physical flow in one year.

    Attributes
    ----------
    id : str
        Stable over runs while flow, place, owner, item and year stay the same.
    flow, sector, item, place, owner : str
        Codes; ``item`` is the fuel, material, animal or gas.
    year : int
    activity : Decimal
        In ``unit``; negative where something is sold, taken out, or a residual of
        totals that contradict each other.
    method : str
        Id of the method; ``uses`` fills its formula.
    gas : str
    mass_g : int
        Grams of the gas, rounded half to even once.
    co2e_g : int
        Grams of CO2 equivalent under the account's set of warming potentials.
    low_g, high_g : int
        95 % interval of ``co2e_g``.
    uses : tuple of FactorUse
    rule : str
        Name of the rule that chose the factors.
    estimate : str
        Name of the estimate that stands in for a missing factor; empty when none.
    evidence : tuple of str
        Ids of the rows in the lake that it rests on.
    stream : Stream
    grade : Grade
    unit_in_charge : str
        Code of the responsible unit (view C); empty when nobody was named.
    flags : tuple of str
        ``unverified-factor``, ``estimated-factor``, ``synthetic``, ``residual``,
        ``incomplete`` (months of the year are not known).
    """

    id: str
    flow: str
    sector: str
    item: str
    place: str
    owner: str
    year: int
    activity: Decimal
    unit: str
    method: str
    gas: str
    mass_g: int
    co2e_g: int
    low_g: int
    high_g: int
    uses: tuple[FactorUse, ...]
    rule: str
    estimate: str = ""
    evidence: tuple[str, ...] = ()
    stream: Stream
    grade: Grade
    unit_in_charge: str = ""
    flags: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Reconciliation:
    """Two statements of the same quantity, side by side.

    Attributes
    ----------
    name : str
        For example ``gas: supplier against statistics``.
    left, right : str
        What is compared.
    left_total, right_total : Decimal
    net_difference : Decimal
        Left minus right: errors may cancel in it.
    absolute_difference : Decimal
        Sum of the absolute differences of the parts: nothing cancels.
    unit : str
    parts : int
        How many parts were compared.
    """

    name: str
    left: str
    right: str
    left_total: Decimal
    right_total: Decimal
    net_difference: Decimal
    absolute_difference: Decimal
    unit: str
    parts: int


@attrs.frozen(kw_only=True)
class Bridge:
    """From the sum of the enterprises (D) to the control total (B), term by term.

    ``enterprises - processes - inner_sales + small_users + other == control``, in
    grams of CO2, exactly.
    """

    enterprises_g: int
    processes_g: int
    inner_sales_g: int
    small_users_g: int
    other_g: int
    control_g: int


@attrs.frozen(kw_only=True)
class Settings:
    """What an account is asked for.

    Attributes
    ----------
    place : str
        Code of the district; lines of places below it count.
    year : int
    regions : tuple of str
        Regions of the factor tables from the nearest to the widest, for example
        ``("天津", "华北", "CN", "World")``.
    gwp : str
        Factor set of the warming potentials, ``AR5GWP100`` for example.
    power : str
        ``average`` (location) or ``residual`` (market) factor of bought power.
    official : bool
        Whether unverified factors are refused unless a person signed the row.
    rule : str
        Name of the rule that chooses factors.
    responsible : tuple of (str, str)
        Sector code to code of the responsible unit (view C).
    as_of : date or None
        Only what was known on that day; None is everything.
    """

    place: str
    year: int
    regions: tuple[str, ...]
    gwp: str = "AR5GWP100"
    power: str = "average"
    official: bool = False
    rule: str = "national-2026"
    responsible: tuple[tuple[str, str], ...] = ()
    as_of: date | None = None


LEAVES_OUT = frozenset(
    {
        "account.coefficient",
        "account.no_factor",
        "account.no_method",
        "account.unknown_flow",
        "account.unverified",
        "activity.months",
        "activity.negative",
    }
)
"""Findings behind which something that emits is not counted."""


@attrs.frozen(kw_only=True)
class Total:
    """Sum of the lines that a boundary counts, with its 95 % interval, in grams."""

    boundary: Boundary
    co2e_g: int
    low_g: int
    high_g: int


@attrs.frozen(kw_only=True)
class Account:
    """All lines of a district's year, and what was noticed on the way.

    Lines stand in the order of their ids; totals are sums of their integers, so parts
    add up to the whole in every cut.
    """

    settings: Settings
    lines: tuple[Line, ...]
    findings: tuple[Finding, ...]
    reconciliations: tuple[Reconciliation, ...]
    bridge: Bridge | None
    totals: tuple[Total, ...]
    factor_edition: str
    tables: tuple[tuple[str, int], ...]
    """Name and version of each lake table that was read."""

    @property
    def complete(self) -> bool:
        """Whether every flow that is known is counted; else totals are too small."""
        return not any(f.code in LEAVES_OUT for f in self.findings)
