"""Energy, carbon, output and people of each town, park and key enterprise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache
from types import MappingProxyType

import attrs

from dafeng.base.rounding import round_half_even
from dafeng.sample.synthetic.chance import in_proportion
from dafeng.sample.synthetic.district_years import synthetic_district
from dafeng.sample.synthetic.part_uses import (
    Uses,
    enterprise_uses,
    part_codes,
    part_uses,
    weights_of,
)
from dafeng.sample.synthetic.standard_coal import standard_coal
from dafeng.sample.synthetic.truth import true_factor

_THOUSAND = 1000
_NOT_BURNED = frozenset({"OTHER_ENERGY", "LUBRICANT"})


@attrs.frozen(kw_only=True)
class EnergyOf:
    """Energy and carbon of one town, park or enterprise in one year.

    Attributes
    ----------
    unit : str
        Organisation code, or credit code.
    energy_tce : mapping of str to Decimal
        Standard coal at equal value by carrier, whole tonnes.
    co2_t : mapping of str to Decimal
        By carrier, with bought power and heat; whole tonnes.
    power_kwh : int
    """

    unit: str
    energy_tce: Mapping[str, Decimal]
    co2_t: Mapping[str, Decimal]
    power_kwh: int

    @property
    def total_tce(self) -> Decimal:
        """All carriers together."""
        return sum(self.energy_tce.values(), Decimal())

    @property
    def total_co2_t(self) -> Decimal:
        """All carriers together."""
        return sum(self.co2_t.values(), Decimal())


@attrs.frozen(kw_only=True)
class PartOutput:
    """What a town or park adds to the district.

    Attributes
    ----------
    gdp, industry : int
        10^4 yuan, at prices of 2020; the whole, and that of industry.
    population : int
    """

    gdp: int
    industry: int
    population: int


@cache
def part_energy(seed: int, year: int) -> tuple[EnergyOf, ...]:
    """Return energy and carbon of every town and park, in the order of the file."""
    return _energy(seed, year, part_uses(seed, year))


@cache
def enterprise_energy(seed: int, year: int) -> tuple[EnergyOf, ...]:
    """Return energy and carbon of every enterprise that reported."""
    return _energy(seed, year, enterprise_uses(seed, year))


@cache
def part_output(seed: int, year: int) -> Mapping[str, PartOutput]:
    """Return output and people of every town and park; they add up to the district.

    Added value is split by industry and services, one to one.
    """
    facts = next(one for one in synthetic_district(seed).facts if one.year == year)
    industry, services = weights_of("industry"), weights_of("services")
    both = tuple(map(sum, zip(industry, services, strict=True)))
    shares = zip(
        part_codes(),
        in_proportion(facts.gdp, both),
        in_proportion(dict(facts.value_added)["industry"], industry),
        in_proportion(facts.population, weights_of("population")),
        strict=True,
    )
    return MappingProxyType(
        {
            part: PartOutput(gdp=gdp, industry=made, population=people)
            for part, gdp, made, people in shares
        }
    )


def _energy(seed: int, year: int, uses: Uses) -> tuple[EnergyOf, ...]:
    worth = _worth(seed, year)
    by_unit: dict[str, dict[str, int]] = defaultdict(dict)
    for (unit, item), quantity in sorted(uses.items()):
        if item in worth:
            by_unit[unit][item] = quantity
    order = dict.fromkeys(unit for unit, _ in uses)
    return tuple(
        EnergyOf(
            unit=unit,
            energy_tce=_whole({i: worth[i] * q for i, q in by_unit[unit].items()}),
            co2_t=_whole(
                {
                    item: Fraction(true_factor(item, year)) * quantity
                    for item, quantity in by_unit[unit].items()
                }
            ),
            power_kwh=by_unit[unit].get("ELECTRICITY", 0) // _THOUSAND,
        )
        for unit in order
    )


def _whole(thousandths: Mapping[str, Fraction]) -> Mapping[str, Decimal]:
    return MappingProxyType(
        {item: round_half_even(q / _THOUSAND, 0) for item, q in thousandths.items()}
    )


@cache
def _worth(seed: int, year: int) -> Mapping[str, Fraction]:
    """Standard coal at equal value of each carrier that is burned, or bought."""
    return {
        item: one.equal_value
        for item, one in standard_coal(seed, year).items()
        if one.equal_value is not None and item not in _NOT_BURNED
    }
