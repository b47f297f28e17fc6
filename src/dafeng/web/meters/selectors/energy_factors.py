"""What a unit of a carrier stands for: factors of the book and prices of the register.

Each year has its own factors, as the tables print them for the district's region; where
a year has none yet the nearest year's stand in, by the named estimates of the book.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import lru_cache

from dafeng.base.places import place_tree
from dafeng.factors import (
    MissingFactorError,
    Need,
    Request,
    choose,
    factor_book,
    regions_of,
)
from dafeng.meters import Amount, Carrier, Conversion, TariffPeriod, carriers_by_code
from dafeng.web.core.models import Organisation
from dafeng.web.core.selectors import the_house
from dafeng.web.meters.models import Tariff

NATION = ("CN", "World")
CO2_PER_CARBON = Fraction(44, 12)
FIRST_OF_EDITION = 2021
"""First year of the edition of standard coal in force."""
EDITIONS = ("GBT2589-2008", "CE-GBT2589")
ELECTRICITY, HEAT, STEAM = "electricity", "heat", "steam"
_STEAM, _CO2 = "STEAM_LOW_CE", "CO2"
_PROVINCE = 2


def regions_here() -> tuple[str, ...]:
    """Regions of the house's factors, from the nearest to the widest."""
    house = the_house()
    code = f"{house.place_code[:_PROVINCE]}0000" if house else ""
    places = place_tree()
    return regions_of(places.get(code).name) if code in places.rows else NATION


def conversions_of_years(
    regions: tuple[str, ...], first: int, last: int
) -> tuple[Conversion, ...]:
    """Factors of standard coal and CO2 of every carrier for some years.

    Parameters
    ----------
    regions : tuple of str
    first, last : int
        Years, both included.
    """
    return tuple(
        one for year in range(first, last + 1) for one in _of_year(regions, year)
    )


def prices_for(organisation: Organisation) -> tuple[Conversion, ...]:
    """Prices that hold for an enterprise: those of units above it, and then its own."""
    codes = organisation.path.strip("/").split("/")
    rows = Tariff.objects.filter(withdrawn_at=None, organisation__code__in=codes)
    ordered = sorted(
        rows.select_related("organisation"),
        key=lambda row: (len(row.organisation.path), row.valid_from, row.pk),
    )
    return tuple(map(_price, ordered))


def _price(row: Tariff) -> Conversion:
    return Conversion(
        amount=Amount.COST,
        carrier=row.carrier,
        per_unit=Fraction(row.price),
        period=TariffPeriod[row.period.upper()] if row.period else None,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        source=row.document,
    )


@lru_cache(maxsize=64)
def _of_year(regions: tuple[str, ...], year: int) -> tuple[Conversion, ...]:
    made = []
    for carrier in carriers_by_code().values():
        if not carrier.is_energy:
            continue
        coal = _coal(carrier, year)
        found = {
            Amount.TCE: coal,
            Amount.TCE_EQUAL: _equal(carrier, year) or coal,
            Amount.CO2: _carbon(carrier, regions, year),
        }
        for amount, answer in found.items():
            if answer is not None:
                made.append(_conversion(amount, carrier, year, answer))
    return tuple(made)


_Answer = tuple[Fraction, str]


def _conversion(
    amount: Amount, carrier: Carrier, year: int, answer: _Answer
) -> Conversion:
    return Conversion(
        amount=amount,
        carrier=carrier.code,
        per_unit=answer[0],
        valid_from=date(year, 1, 1),
        valid_to=date(year, 12, 31),
        source=answer[1],
    )


def _coal(carrier: Carrier, year: int) -> _Answer | None:
    """Tonnes of standard coal, calorific, of a unit."""
    edition = EDITIONS[year >= FIRST_OF_EDITION]
    unit = f"tce当量/{carrier.unit}"
    other = {HEAT: "HEAT_CE", STEAM: _STEAM}.get(carrier.code)
    if other is not None:
        return _asked(other, "coal_equivalent", unit, NATION, year)
    return _asked(
        carrier.factor_code, "coal_equivalent", unit, NATION, year, edition=edition
    )


def _equal(carrier: Carrier, year: int) -> _Answer | None:
    """Tonnes of standard coal burned for a kilowatt-hour; only power differs."""
    if carrier.code != ELECTRICITY:
        return None
    name = "coal_equivalent_equal_value"
    return _asked("ELECTRICITY", name, "tce等价/kWh", NATION, year)


def _carbon(carrier: Carrier, regions: tuple[str, ...], year: int) -> _Answer | None:
    """Tonnes of CO2 of a unit."""
    if carrier.code == ELECTRICITY:
        need = Need(symbol="EF", parameter="grid_average", unit="tCO2/kWh")
        return _chosen("ELECTRICITY", (need,), regions, year, gas=_CO2)
    if carrier.code == HEAT:
        need = Need(symbol="EF", parameter="ef_heat", unit="tCO2/GJ")
        return _chosen("HEAT_DEFAULT", (need,), regions, year, gas=_CO2)
    if not carrier.factor_code:
        return None
    needs = (
        Need(symbol="NCV", parameter="ncv", unit=f"GJ/{carrier.unit}"),
        Need(symbol="CC", parameter="carbon_content", unit="tC/GJ"),
        Need(symbol="OF", parameter="oxidation_rate", unit="1"),
    )
    found = _chosen(carrier.factor_code, needs, regions, year, gas=_CO2)
    if found is None:
        return None
    return found[0] * CO2_PER_CARBON, found[1]


def _asked(
    code: str,
    parameter: str,
    unit: str,
    regions: tuple[str, ...],
    year: int,
    *,
    edition: str = "",
) -> _Answer | None:
    need = Need(symbol="F", parameter=parameter, unit=unit)
    return _chosen(code, (need,), regions, year, edition=edition)


def _chosen(
    code: str,
    needs: tuple[Need, ...],
    regions: tuple[str, ...],
    year: int,
    *,
    gas: str = "",
    edition: str = "",
) -> _Answer | None:
    """The product of what the needs are filled with; None where a table lacks one."""
    request = Request(
        item=code,
        needs=needs,
        gas=gas,
        year=year,
        regions=regions,
        factor_set=edition,
    )
    try:
        choice = choose(factor_book(), request)
    except MissingFactorError:
        return None
    value = Fraction(1)
    for one in choice.filled:
        value *= one.value
    return value, ", ".join(one.factor.id for one in choice.filled)
