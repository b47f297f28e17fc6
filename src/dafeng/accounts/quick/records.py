"""The nouns of the quick estimate: sales, last year's structure, estimates, errors."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import attrs

from dafeng.base.periods import Period  # noqa: TC001 - read back from JSON by type


@attrs.frozen(kw_only=True)
class Sale:
    """What was sold of one carrier in one month or quarter.

    Attributes
    ----------
    carrier : str
        Code of power, gas, heat or a fuel.
    period : Period
    quantity : Decimal
        At least 0, in ``unit``; what is not known has no sale.
    unit : str
        Canonical unit of the carrier.
    evidence : str
        Id of the row that states it.
    """

    carrier: str
    period: Period
    quantity: Decimal
    unit: str
    evidence: str = ""


@attrs.frozen(kw_only=True)
class CarrierStructure:
    """One carrier in the last annual account.

    Attributes
    ----------
    carrier, unit : str
    activity : Decimal
        What the account counts of it, in ``unit``.
    sold : Decimal or None
        Sales of that year by the statistics of the quick estimate, in ``unit``; None
        where they are not known, and then sales are taken as the activity.
    emission_g : int
        Its emission in the account, in grams of CO2 equivalent.
    """

    carrier: str
    unit: str
    activity: Decimal
    sold: Decimal | None
    emission_g: int

    @property
    def grams_per_unit_sold(self) -> Fraction:
        """Emission of the account per unit sold."""
        return Fraction(self.emission_g) / Fraction(self.sold or self.activity)


@attrs.frozen(kw_only=True)
class Structure:
    """The last annual account, as a quick estimate needs it.

    Attributes
    ----------
    year : int
    total_g : int
        Its total, in grams of CO2 equivalent.
    carriers : tuple of CarrierStructure
        Those whose sales are reported through the year.
    half_width : Fraction or None
        Half of its 95 % interval, relative to the total; None where it has none.
    """

    year: int
    total_g: int
    carriers: tuple[CarrierStructure, ...]
    half_width: Fraction | None = None

    def share(self, carrier: str) -> Fraction:
        """Part of one carrier in the total; 0 for one that is not in it."""
        grams = sum(c.emission_g for c in self.carriers if c.carrier == carrier)
        return Fraction(grams, self.total_g)


@attrs.frozen(kw_only=True)
class NewFactor:
    """A factor that is newer than the account: grams per unit of activity."""

    carrier: str
    grams_per_unit: Fraction
    factor_id: str


@attrs.frozen(kw_only=True)
class CarrierEstimate:
    """One carrier in an estimate: what was sold and what that stands for.

    Attributes
    ----------
    carrier, unit : str
    sold : Decimal
    grams_per_unit : Fraction
        Emission per unit sold, as used.
    emission_g : int
    factor_id : str
        The newer factor; empty where the account's own emission per unit is used.
    """

    carrier: str
    unit: str
    sold: Decimal
    grams_per_unit: Fraction
    emission_g: int
    factor_id: str = ""


@attrs.frozen(kw_only=True)
class QuickEstimate:
    """Emission of one month or quarter, before the account of its year exists.

    Attributes
    ----------
    period : Period
    made_on : date
        Day on which it was made: a later one of the same period is its revision.
    value_g : int
        Grams of CO2 equivalent.
    low_g, high_g : int or None
        95 % interval from the errors of past years and the interval of the account;
        None where it is not known.
    structure_year : int
        Year of the account whose structure it uses.
    covered : Decimal
        Share of that account which the carriers with sales stand for, in percent.
    carriers : tuple of CarrierEstimate
    missing : tuple of str
        Carriers of the structure without a sale in the period: the others stand for
        them.
    """

    period: Period
    made_on: date
    value_g: int
    low_g: int | None
    high_g: int | None
    structure_year: int
    covered: Decimal
    carriers: tuple[CarrierEstimate, ...]
    missing: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class QuickError:
    """Estimates of a year against its later account.

    Attributes
    ----------
    year : int
    estimated_g : int
        Sum of the estimates that stood on ``as_of``.
    annual_g : int
        Total of the account.
    as_of : date
    """

    year: int
    estimated_g: int
    annual_g: int
    as_of: date

    @property
    def difference_g(self) -> int:
        """Account minus estimate."""
        return self.annual_g - self.estimated_g

    @property
    def relative(self) -> Fraction:
        """Account minus estimate, relative to the estimate."""
        return Fraction(self.difference_g, self.estimated_g)
