"""What a household emits in a year: lines with their factors, unknown left unknown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from dafeng.public.activity_factors import (
    DAYS,
    WEEKS,
    car_factor,
    factor_named,
)
from dafeng.public.household_records import (
    Diet,
    DistrictFigure,
    Footprint,
    FootprintLine,
    Household,
    LineFactor,
)

USUAL_DIET = Diet.MEDIUM_MEAT
"""Whose factor is shown beside an unknown diet; it is not counted."""
NAMES: Mapping[str, tuple[str, str, str]] = {
    "electricity_kwh": ("用电", "Electricity", "kWh"),
    "gas_m3": ("天然气", "Natural gas", "m3"),
    "heating": ("集中供暖", "District heating", "m2"),
    "car_km": ("汽油车", "Petrol car", "km"),
    "bus_km": ("公共汽车", "City bus", "km"),
    "coach_km": ("长途客车", "Coach", "km"),
    "metro_km": ("地铁", "Metro", "km"),
    "rail_km": ("火车", "Train", "km"),
    "flight_short_km": ("短途航班", "Short flights", "km"),
    "flight_long_km": ("长途航班", "Long flights", "km"),
    "food": ("饮食", "Food", "d"),
    "waste": ("生活垃圾", "Household waste", "kg"),
}
"""Lines in the order of the page: Chinese, English, unit of the activity."""


def household_footprint(
    household: Household,
    factors: Mapping[str, LineFactor],
    *,
    district: DistrictFigure | None = None,
) -> Footprint:
    """Return the emissions of a household, kg CO2 equivalent a year.

    Each line is activity times factor.  Food counts the days of the year for every
    person; waste the weeks.  A line whose input is unknown is unknown, and the sum says
    that it leaves it out; 0 is a figure.

    Parameters
    ----------
    household : Household
    factors : mapping of str to LineFactor
        Of :func:`dafeng.public.activity_factors.household_factors`.
    district : DistrictFigure, optional
        Given only where the district released what it emits for each of its people.

    Raises
    ------
    HouseholdError
        ``household.factor``: a factor is missing.
    """
    lines = tuple(_lines(household, factors))
    known = [one for one in lines if one.kg is not None]
    return Footprint(
        household=household,
        lines=lines,
        kg=_sum(one.kg for one in known),
        low=_sum(one.low for one in known),
        high=_sum(one.high for one in known),
        unknown=tuple(one.code for one in lines if one.kg is None),
        district=district,
    )


def _lines(
    household: Household, factors: Mapping[str, LineFactor]
) -> Iterator[FootprintLine]:
    for code in NAMES:
        if code == "heating":
            yield _heating(household, factors)
        elif code == "food":
            yield _food(household, factors)
        elif code == "waste":
            yield _waste(household, factors)
        elif code == "car_km":
            petrol = factor_named(factors, "petrol_litres")
            own = car_factor(petrol, household.car_litres_per_100km)
            yield _line(code, household.car_km, own)
        else:
            yield _line(code, getattr(household, code), factor_named(factors, code))


def _heating(household: Household, factors: Mapping[str, LineFactor]) -> FootprintLine:
    if household.heat_gj is not None:
        factor = factor_named(factors, "heat_gj")
        return _line("heating", household.heat_gj, factor, unit="GJ")
    return _line("heating", household.heated_m2, factor_named(factors, "heated_m2"))


def _food(household: Household, factors: Mapping[str, LineFactor]) -> FootprintLine:
    diet = household.diet or USUAL_DIET
    factor = factor_named(factors, f"diet_{diet.value.replace('-', '_')}")
    days = None if household.diet is None else DAYS * household.persons
    return _line("food", days, factor)


def _waste(household: Household, factors: Mapping[str, LineFactor]) -> FootprintLine:
    factor = factor_named(factors, f"waste_{household.waste_route.value}")
    week = household.waste_kg_week
    return _line("waste", None if week is None else week * WEEKS, factor)


def _line(
    code: str, activity: Decimal | None, factor: LineFactor, *, unit: str = ""
) -> FootprintLine:
    name_zh, name_en, usual = NAMES[code]
    kg = None if activity is None else activity * factor.kg
    low = None if activity is None else activity * factor.low
    high = None if activity is None else activity * factor.high
    return FootprintLine(
        code=code,
        name_zh=name_zh,
        name_en=name_en,
        activity=activity,
        unit=unit or usual,
        kg=kg,
        low=low,
        high=high,
        factor=factor,
    )


def _sum(values: Iterator[Decimal | None]) -> Decimal | None:
    found = [one for one in values if one is not None]
    return sum(found, Decimal()) if found else None
