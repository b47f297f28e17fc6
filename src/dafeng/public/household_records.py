"""The nouns of the calculator: a household, the factors, the lines, the result."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

import attrs

from dafeng.public.errors import HouseholdError


class Diet(StrEnum):
    """What the household eats, by its meat."""

    HIGH_MEAT = "high-meat"
    MEDIUM_MEAT = "medium-meat"
    LOW_MEAT = "low-meat"
    FISH = "fish"
    VEGETARIAN = "vegetarian"
    VEGAN = "vegan"


class WasteRoute(StrEnum):
    """Where the household's waste goes."""

    INCINERATED = "incinerated"
    LANDFILL = "landfill"


MOST: Mapping[str, Decimal] = {
    "persons": Decimal(50),
    "electricity_kwh": Decimal(200_000),
    "gas_m3": Decimal(50_000),
    "heated_m2": Decimal(5_000),
    "heat_gj": Decimal(5_000),
    "car_km": Decimal(300_000),
    "car_litres_per_100km": Decimal(50),
    "bus_km": Decimal(300_000),
    "coach_km": Decimal(300_000),
    "metro_km": Decimal(300_000),
    "rail_km": Decimal(300_000),
    "flight_short_km": Decimal(1_000_000),
    "flight_long_km": Decimal(1_000_000),
    "waste_kg_week": Decimal(1_000),
}
"""Above this a household has mistyped: the most that an input takes."""


@attrs.frozen(kw_only=True)
class Household:
    """What a household uses in a year; None is unknown, 0 is none.

    Attributes
    ----------
    persons : int
    year : int
        The year of the consumption, for the factors.
    region : str
        Province or wider region whose power the household uses, as
        :func:`dafeng.factors.regions_of` reads it; empty is the nation.
    heated_m2, heat_gj : Decimal or None
        Floor heated by a district network, or the heat meter; the meter counts first.
    car_litres_per_100km : Decimal or None
        Of the own car; None takes the usual one.
    waste_kg_week : Decimal or None
        Kilograms a week of the whole household.
    """

    persons: int
    year: int
    region: str = ""
    electricity_kwh: Decimal | None = None
    gas_m3: Decimal | None = None
    heated_m2: Decimal | None = None
    heat_gj: Decimal | None = None
    car_km: Decimal | None = None
    car_litres_per_100km: Decimal | None = None
    bus_km: Decimal | None = None
    coach_km: Decimal | None = None
    metro_km: Decimal | None = None
    rail_km: Decimal | None = None
    flight_short_km: Decimal | None = None
    flight_long_km: Decimal | None = None
    diet: Diet | None = None
    waste_kg_week: Decimal | None = None
    waste_route: WasteRoute = WasteRoute.INCINERATED

    def __attrs_post_init__(self) -> None:
        wrong = [
            name
            for name, most in MOST.items()
            if (value := getattr(self, name)) is not None
            and not (Decimal(value).is_finite() and 0 <= value <= most)
        ]
        if self.persons < 1 and "persons" not in wrong:
            wrong.insert(0, "persons")
        if wrong:
            told = ", ".join(f"{name} (0 to {MOST[name]:f})" for name in wrong)
            msg = f"These inputs of the household cannot be meant: {told}."
            raise HouseholdError(msg, inputs=tuple(wrong))


@attrs.frozen(kw_only=True)
class UsedFactor:
    """One number that the calculator leans on, with where it stands.

    Attributes
    ----------
    mark : str
        V: this number was read in the document; S: in a secondary source; U:
        recalled or assumed.
    estimate : str
        Named estimate of the factor rule, where the year has no factor of its own.
    """

    name: str
    name_zh: str
    name_en: str
    value: Decimal
    unit: str
    source: str
    source_en: str = ""
    place: str = ""
    valid_from: int | None = None
    valid_to: int | None = None
    mark: str
    notes: str = ""
    estimate: str = ""


@attrs.frozen(kw_only=True)
class LineFactor:
    """Kilograms of a unit of activity, its span, and the numbers behind it."""

    kg: Decimal
    low: Decimal
    high: Decimal
    unit: str
    formula_zh: str
    formula_en: str
    used: tuple[UsedFactor, ...]


@attrs.frozen(kw_only=True)
class FootprintLine:
    """One source of the household's emissions in a year.

    Attributes
    ----------
    code : str
        Name of the input that it comes from.
    activity : Decimal or None
        In ``unit``; None: the household does not know, and neither do we.
    kg, low, high : Decimal or None
        Kilograms of CO2 equivalent a year.
    """

    code: str
    name_zh: str
    name_en: str
    activity: Decimal | None
    unit: str
    kg: Decimal | None
    low: Decimal | None
    high: Decimal | None
    factor: LineFactor


@attrs.frozen(kw_only=True)
class DistrictFigure:
    """What the district emits for each of its people, as it was released."""

    kg: Decimal
    period: str
    version: str
    text_zh: str = ""
    text_en: str = ""


@attrs.frozen(kw_only=True)
class Footprint:
    """What a household emits in a year, as far as it is known.

    Attributes
    ----------
    kg, low, high : Decimal or None
        Sum of the known lines; the span adds up the ends, which is the widest.  None:
        nothing is known.
    unknown : tuple of str
        Codes of the lines that the sum leaves out.
    district : DistrictFigure or None
        Only where the district released its own.
    """

    household: Household
    lines: tuple[FootprintLine, ...]
    kg: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unknown: tuple[str, ...]
    district: DistrictFigure | None = None

    @property
    def is_whole(self) -> bool:
        """Whether every line is known."""
        return not self.unknown

    def per_person(self, kg: Decimal | None) -> Decimal | None:
        """Return a figure of the household for each of its people."""
        return None if kg is None else kg / self.household.persons
