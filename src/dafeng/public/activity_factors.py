"""Factors of the calculator: from the book where it has them, else our own table."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache

from dafeng.base.rounding import round_half_even
from dafeng.base.tables import packaged_rows
from dafeng.factors import (
    Choice,
    FactorBook,
    Filled,
    Need,
    Request,
    choose,
    regions_of,
)
from dafeng.public.errors import HouseholdError
from dafeng.public.household_records import LineFactor, UsedFactor

PACKAGE = "dafeng.public"
TABLE = "household_factors.csv"
NATION = ("CN", "World")
CO2_PER_CARBON = Fraction(44, 12)
KILOGRAMS = 1000
PLACES = 6
"""Decimals that a factor per unit of activity keeps."""
DAYS, WEEKS = Decimal(365), Decimal(52)

_FUEL = (
    Need(symbol="CC", parameter="carbon_content", unit="tC/GJ"),
    Need(symbol="OF", parameter="oxidation_rate", unit="1"),
)
_PER_KM = {
    "bus_km": "bus_pkm",
    "coach_km": "coach_pkm",
    "metro_km": "metro_pkm",
    "rail_km": "rail_pkm",
    "flight_short_km": "flight_short_pkm",
    "flight_long_km": "flight_long_pkm",
}


@cache
def own_factors() -> Mapping[str, tuple[UsedFactor, Decimal, Decimal]]:
    """Return the packaged rows by name, each with its low and high."""
    found = {}
    for row in packaged_rows(PACKAGE, TABLE):
        value = Decimal(row["value"])
        used = UsedFactor(
            name=row["name"],
            name_zh=row["name_zh"],
            name_en=row["name_en"],
            value=value,
            unit=row["unit"],
            source=row["source"],
            source_en=row["source_en"],
            place=row["place"],
            valid_from=_year(row["valid_from"]),
            valid_to=_year(row["valid_to"]),
            mark=row["mark"],
            notes=row["notes"],
        )
        low, high = (Decimal(row[end] or row["value"]) for end in ("low", "high"))
        found[row["name"]] = (used, low, high)
    return found


def household_factors(
    book: FactorBook, *, region: str, year: int
) -> dict[str, LineFactor]:
    """Return kilograms of each kind of activity, by the name of its input.

    Parameters
    ----------
    book : FactorBook
    region : str
        Whose power; empty is the nation.
    year : int

    Raises
    ------
    MissingFactorError
        The book has no factor, not even a named estimate.
    UnknownFactorError
        No region is called so.
    """
    regions = regions_of(region) if region else NATION
    lines = {
        "electricity_kwh": _power(book, regions, year),
        "gas_m3": _gas(book, regions, year),
        "heat_gj": _heat(book, regions, year),
    }
    lines["heated_m2"] = _heated_floor(lines["heat_gj"])
    lines["petrol_litres"] = _petrol(book, regions, year)
    lines["car_km"] = car_factor(lines["petrol_litres"], None)
    lines |= {name: _own(row, "km") for name, row in _PER_KM.items()}
    for name in own_factors():
        if name.startswith("diet_"):
            lines[name] = _own(name, "d")
        elif name.startswith("waste_"):
            lines[name] = _own(name, "kg")
    return lines


def car_factor(petrol: LineFactor, litres: Decimal | None) -> LineFactor:
    """Return kilograms of a kilometre; with the household's own petrol, or the usual.

    Parameters
    ----------
    petrol : LineFactor
        Of a litre.
    litres : Decimal or None
        On 100 km.
    """
    used, low, high = own_factors()["car_litres"]
    per_100 = Decimal(100)
    own: tuple[UsedFactor, ...] = (used,)
    value = used.value
    if litres is not None:
        value = low = high = litres
        own = ()
    return LineFactor(
        kg=petrol.kg * value / per_100,
        low=petrol.low * low / per_100,
        high=petrol.high * high / per_100,
        unit="kgCO2/km",
        formula_zh="里程 × 百公里油耗 ÷ 100 × 每升汽油的排放",
        formula_en="distance × litres per 100 km ÷ 100 × emission of a litre",
        used=(*own, *petrol.used),
    )


def _power(book: FactorBook, regions: tuple[str, ...], year: int) -> LineFactor:
    need = Need(symbol="EF", parameter="grid_average", unit="kgCO2/kWh")
    choice = _chosen(book, "ELECTRICITY", (need,), regions, year)
    return _spread(
        choice,
        kg=choice.filled[0].value,
        by="power_spread",
        unit="kgCO2/kWh",
        formula=("用电量 × 电力平均排放因子", "electricity × average grid factor"),
    )


def _heat(book: FactorBook, regions: tuple[str, ...], year: int) -> LineFactor:
    need = Need(symbol="EF", parameter="ef_heat", unit="tCO2/GJ")
    choice = _chosen(book, "HEAT_DEFAULT", (need,), regions, year)
    return _spread(
        choice,
        kg=choice.filled[0].value * KILOGRAMS,
        by="heat_spread",
        unit="kgCO2/GJ",
        formula=("用热量 × 热力排放因子", "heat × heat factor"),
    )


def _gas(book: FactorBook, regions: tuple[str, ...], year: int) -> LineFactor:
    needs = (Need(symbol="NCV", parameter="ncv", unit="GJ/m3"), *_FUEL)
    choice = _chosen(book, "NATURAL_GAS", needs, regions, year)
    return _spread(
        choice,
        kg=_burnt(choice),
        by="gas_spread",
        unit="kgCO2/m3",
        formula=(
            "用气量 × 热值 × 含碳量 × 氧化率 × 44/12",
            "gas × heating value × carbon content × oxidation × 44/12",
        ),
    )


def _petrol(book: FactorBook, regions: tuple[str, ...], year: int) -> LineFactor:
    needs = (Need(symbol="NCV", parameter="ncv", unit="GJ/t"), *_FUEL)
    choice = _chosen(book, "GASOLINE", needs, regions, year)
    need = Need(symbol="D", parameter="density", unit="t/m3")
    dense = _chosen(book, "GASOLINE_DENSITY", (need,), regions, year)
    litres = 1000  # in a cubic metre
    made = _spread(
        choice,
        kg=_burnt(choice) * dense.filled[0].value / litres,
        by="petrol_spread",
        unit="kgCO2/L",
        formula=(
            "油量 × 密度 × 热值 × 含碳量 × 氧化率 × 44/12",
            "petrol × density × heating value × carbon content × oxidation × 44/12",
        ),
    )
    return _with(made, *(_printed(one, dense) for one in dense.filled))


def _heated_floor(heat: LineFactor) -> LineFactor:
    used, low, high = own_factors()["heat_per_area"]
    return LineFactor(
        kg=heat.kg * used.value,
        low=heat.low * low,
        high=heat.high * high,
        unit="kgCO2/m2",
        formula_zh="面积 × 每平方米用热 × 热力排放因子",
        formula_en="floor × heat for a square metre × heat factor",
        used=(used, *heat.used),
    )


def _own(name: str, unit: str) -> LineFactor:
    used, low, high = own_factors()[name]
    return LineFactor(
        kg=used.value,
        low=low,
        high=high,
        unit=f"kgCO2e/{unit}",
        formula_zh="数量 × 排放因子",
        formula_en="quantity × factor",
        used=(used,),
    )


def _chosen(
    book: FactorBook,
    item: str,
    needs: tuple[Need, ...],
    regions: tuple[str, ...],
    year: int,
) -> Choice:
    request = Request(item=item, needs=needs, gas="CO2", year=year, regions=regions)
    return choose(book, request)


def _burnt(choice: Choice) -> Fraction:
    """Kilograms of CO2 of a unit of fuel, all its carbon burnt."""
    made = CO2_PER_CARBON * KILOGRAMS
    for one in choice.filled:
        made *= one.value
    return made


def _spread(
    choice: Choice, *, kg: Fraction, by: str, unit: str, formula: tuple[str, str]
) -> LineFactor:
    share, _low, _high = own_factors()[by]
    value = round_half_even(kg, PLACES)
    return LineFactor(
        kg=value,
        low=value * (1 - share.value),
        high=value * (1 + share.value),
        unit=unit,
        formula_zh=formula[0],
        formula_en=formula[1],
        used=(*(_printed(one, choice) for one in choice.filled), share),
    )


def _with(line: LineFactor, *more: UsedFactor) -> LineFactor:
    return LineFactor(
        kg=line.kg,
        low=line.low,
        high=line.high,
        unit=line.unit,
        formula_zh=line.formula_zh,
        formula_en=line.formula_en,
        used=(*line.used, *more),
    )


def _printed(filled: Filled, choice: Choice) -> UsedFactor:
    factor = filled.factor
    return UsedFactor(
        name=factor.id,
        name_zh=f"{factor.name_zh} {factor.parameter}",
        name_en=f"{factor.name_en}, {factor.parameter}",
        value=factor.value,
        unit=factor.unit,
        source=factor.source_document,
        place=factor.source_location,
        valid_from=factor.valid_from,
        valid_to=factor.valid_to,
        # Read in copies and programs, never in the official print.
        mark="S" if factor.verified else "U",
        estimate=choice.estimate,
    )


def _year(text: str) -> int | None:
    return int(text) if text else None


def factor_named(lines: Mapping[str, LineFactor], name: str) -> LineFactor:
    """Return the factor of an input.

    Raises
    ------
    HouseholdError
        ``household.factor``: there is none of that name.
    """
    try:
        return lines[name]
    except KeyError:
        msg = f"There is no factor {name!r}; there are: {', '.join(sorted(lines))}."
        raise HouseholdError(msg, code="household.factor", name=name) from None
