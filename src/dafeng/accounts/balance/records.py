"""The nouns of the energy balance: rows, carriers, cells, entries, closures."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dafeng.base.findings import Finding
    from dafeng.factors import Factor


class Part(StrEnum):
    """The six parts of the official table."""

    SUPPLY = "supply"
    TRANSFORMATION = "transformation"
    LOSSES = "losses"
    FINAL = "final"
    DIFFERENCE = "difference"
    CONSUMPTION = "consumption"


class Nature(StrEnum):
    """How a row stands to the row above it."""

    TOTAL = "total"
    """Head of a part."""
    PART = "part"
    """One of the parts that add up to it."""
    BRANCH = "branch"
    """A branch of industry: the branches stated need not be all."""
    OF_WHICH = "of-which"
    """Contained in it (其中), and in its parts as well."""


class CarrierKind(StrEnum):
    """What a carrier is made of; products of coal count as coal."""

    COAL = "coal"
    OIL = "oil"
    GAS = "gas"
    HEAT = "heat"
    POWER = "power"
    BIOMASS = "biomass"
    OTHER = "other"


class Basis(StrEnum):
    """How power and heat become standard coal."""

    CALORIFIC = "calorific"
    """当量值: by the heat that the carrier holds."""
    EQUAL_VALUE = "equal-value"
    """等价值: by the fuel that is burned to supply it."""


@attrs.frozen(kw_only=True)
class BalanceLine:
    """One row of the layout (``data/balance_rows.csv``), or a branch of industry.

    Attributes
    ----------
    code, number, name_zh, name_en : str
        ``number`` as the official table prints it, for example ``(三)``.
    part : Part
    parent : str
        Code of the row above; empty for the head of a part.
    nature : Nature
    sign : int
        1 or -1 where a cell may not be of the other sign, else 0.
    sector : str
        Code of ``data/sectors.csv``; empty where the row is no sector.
    """

    code: str
    number: str
    name_zh: str
    name_en: str
    part: Part
    parent: str
    nature: Nature
    sign: int
    sector: str


@attrs.frozen(kw_only=True)
class Carrier:
    """One column of the layout (``data/balance_items.csv``).

    Attributes
    ----------
    code : str
        Code of the factor tables.
    name_zh, name_en : str
    unit, shown_unit : str
        Canonical unit of a cell, and the unit that the official table prints.
    kind : CarrierKind
    fossil : bool
    in_form : bool
        Whether the empty form has a column for it.
    spellings : tuple of str
        Other names that sheets use.
    """

    code: str
    name_zh: str
    name_en: str
    unit: str
    shown_unit: str
    kind: CarrierKind
    fossil: bool
    in_form: bool
    spellings: tuple[str, ...]


@attrs.frozen(kw_only=True)
class BalanceCell:
    """One cell as somebody stated it (table ``balance`` of the lake).

    ``quantity_e3`` is the amount in thousandths of ``unit``; input to conversion, what
    leaves the area and a growing stock are negative.
    """

    place: str
    year: int
    row: str
    item: str
    quantity_e3: int
    unit: str
    evidence: str
    entered_by: str
    approved_by: str = ""
    synthetic: bool = False
    note: str = ""

    @property
    def quantity(self) -> Decimal:
        """Amount in ``unit``."""
        return Decimal(self.quantity_e3).scaleb(-3)


@attrs.frozen(kw_only=True)
class Coefficient:
    """What one unit of a carrier is in standard coal.

    Attributes
    ----------
    item : str
    calorific : Fraction
        t of standard coal per canonical unit of the carrier.
    equal_value : Fraction or None
        The same at equal value; None where nobody said what power is worth.
    factor : Factor or None
        The row that gave the calorific value; None where the carrier is counted in
        standard coal already.
    estimate : str
        Name of the estimate that stands in for the year's coefficient
        (``carried-forward``, ``heating-value``); empty when none.
    """

    item: str
    calorific: Fraction
    equal_value: Fraction | None
    factor: Factor | None
    estimate: str = ""

    def of(self, basis: Basis) -> Fraction | None:
        """Coefficient under a basis."""
        return self.calorific if basis is Basis.CALORIFIC else self.equal_value


@attrs.frozen(kw_only=True)
class EqualValue:
    """What power and heat are worth in the fuel that supplies them.

    Attributes
    ----------
    power : Decimal or None
        kgce per kWh: standard coal burned per unit of power; None is not known.
    heat : Decimal or None
        kgce per MJ; None values heat by the heat that it holds.
    source : str
        Document, or id of the factor row.
    remark : str
        What is to be known about it: ``carried-forward``, ``unverified``; empty when
        nothing.
    """

    power: Decimal | None
    heat: Decimal | None = None
    source: str
    remark: str = ""


@attrs.frozen(kw_only=True)
class Tolerances:
    """How far figures may lie apart before somebody must look.

    Attributes
    ----------
    difference : Decimal
        Statistical difference as a share of what is available.
    parts : Decimal
        Parts against their stated total, as a share of the total.
    """

    difference: Decimal = Decimal("0.02")
    parts: Decimal = Decimal("0.001")


@attrs.frozen(kw_only=True)
class Entry:
    """One cell of the finished balance.

    Attributes
    ----------
    row, item : str
    quantity : Decimal
        In the carrier's canonical unit.
    stated : bool
        Whether somebody stated it; else it is the sum of its parts.
    """

    row: str
    item: str
    quantity: Decimal
    stated: bool


@attrs.frozen(kw_only=True)
class Closure:
    """One carrier from supply to use; ``difference`` is what does not close.

    ``supply + transformation - losses - final == difference``, exactly. Figures are in
    ``unit``; ``consumption`` is final use, losses and input to conversion.
    """

    item: str
    unit: str
    supply: Fraction
    transformation: Fraction
    losses: Fraction
    final: Fraction
    difference: Fraction
    consumption: Fraction

    @property
    def share(self) -> Fraction | None:
        """Difference as a share of what is available; None when nothing is."""
        available = max(abs(self.supply), abs(self.final) + abs(self.losses))
        return self.difference / available if available else None


@attrs.frozen(kw_only=True)
class Totals:
    """All carriers together in t of standard coal, under one basis.

    ``consumption = final + losses - transformation``: what conversion costs counts.

    Attributes
    ----------
    missing : tuple of str
        Carriers that are in the balance but have no coefficient; while there is one,
        the figures are of the others alone and no total.
    """

    basis: Basis
    supply: Fraction
    transformation: Fraction
    losses: Fraction
    final: Fraction
    difference: Fraction
    consumption: Fraction
    missing: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether every carrier is counted."""
        return not self.missing


def _frozen_map(
    entries: Mapping[tuple[str, str], Entry],
) -> Mapping[tuple[str, str], Entry]:
    return MappingProxyType(dict(entries))


@attrs.frozen(kw_only=True)
class EnergyBalance:
    """The balance of a place's year.

    Attributes
    ----------
    place, year : str, int
    lines : tuple of BalanceLine
        The rows of the layout, and the branches of industry that were stated.
    carriers : tuple of Carrier
        Those with any cell, in official order.
    entries : mapping of (row, item) to Entry
        A pair that nobody stated and no part adds up to has no entry: unknown.
    coefficients : tuple of Coefficient
    factor_set, equal_value : str, EqualValue
    closures : tuple of Closure
        In the order of ``carriers``.
    calorific, equal : Totals
    findings : tuple of Finding
    """

    place: str
    year: int
    lines: tuple[BalanceLine, ...]
    carriers: tuple[Carrier, ...]
    entries: Mapping[tuple[str, str], Entry] = attrs.field(converter=_frozen_map)
    coefficients: tuple[Coefficient, ...]
    factor_set: str
    equal_value: EqualValue
    closures: tuple[Closure, ...]
    calorific: Totals
    equal: Totals
    findings: tuple[Finding, ...]

    def quantity(self, row: str, item: str) -> Decimal | None:
        """Physical amount of a cell, or None where it is unknown."""
        entry = self.entries.get((row, item))
        return None if entry is None else entry.quantity

    def coefficient(self, item: str) -> Coefficient | None:
        """Coefficient of a carrier, or None where the tables have none."""
        return next((c for c in self.coefficients if c.item == item), None)

    def standard_coal(self, row: str, item: str, basis: Basis) -> Fraction | None:
        """Amount of a cell in t of standard coal, or None where it is unknown."""
        entry, one = self.entries.get((row, item)), self.coefficient(item)
        if entry is None or one is None:
            return None
        rate = one.of(basis)
        return None if rate is None else Fraction(entry.quantity) * rate

    def row_total(self, row: str, basis: Basis) -> Fraction | None:
        """Return all carriers of a row in t of standard coal.

        None where no carrier is known, or one that is has no coefficient.
        """
        known = [
            self.standard_coal(row, carrier.code, basis)
            for carrier in self.carriers
            if (row, carrier.code) in self.entries
        ]
        if not known or None in known:
            return None
        return sum((value for value in known if value is not None), Fraction())
