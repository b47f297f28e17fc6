"""What an account of the sample district is made with, beside its flows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dafeng.sample.district import SAMPLE_PLACE_CODE
from dafeng.sample.synthetic.records import (
    DistrictRow,
    MeasuredRow,
    SampleEnterprise,
    SignatureRow,
)
from dafeng.sample.synthetic.wording import APPROVED_BY, ENTERED_BY

REGIONS = "天津,华北,CN-III,CN,World"
"""From the nearest to the widest; CN-III is the farming region of the 2011 guide."""
GWP = "AR5GWP100"
RESPONSIBLE = {
    "farming": "agriculture",
    "industry": "industry",
    "industry.power": "drc",
    "industry.heat": "housing",
    "industry.water": "water",
    "losses": "drc",
    "construction": "housing",
    "transport": "transport",
    "services": "commerce",
    "public": "organs",
    "households": "housing",
    "waste": "city-management",
    "land": "planning-branch",
}
"""Sector to the organisation that answers for it."""


def district_rows() -> Iterator[DistrictRow]:
    """Yield the rows of the table ``district``."""
    named = (
        ("regions", REGIONS),
        ("gwp", GWP),
        *((f"responsible:{sector}", unit) for sector, unit in RESPONSIBLE.items()),
    )
    for name, value in named:
        yield DistrictRow(place=SAMPLE_PLACE_CODE, name=name, value=value)


MEASURED_FROM = 2024
"""First year in which the largest glass works measured its gas."""
_MEASURED = (
    ("ncv", "0.038862", "GJ/m3"),
    ("carbon_content", "0.01532", "tC/GJ"),
    ("oxidation_rate", "0.995", "1"),
)


def measured_rows(
    companies: tuple[SampleEnterprise, ...], year: int
) -> Iterator[MeasuredRow]:
    """Yield what the largest glass works measured of its gas in a year."""
    if year < MEASURED_FROM:
        return
    works = next(one for one in companies if one.sector == "industry.glass")
    for parameter, value, unit in _MEASURED:
        yield MeasuredRow(
            owner=works.code,
            code="NATURAL_GAS",
            parameter=parameter,
            value=value,
            unit=unit,
            year=year,
            evidence=f"{works.short_zh}燃气检测报告{year}-012",
            entered_by=ENTERED_BY,
            approved_by=APPROVED_BY,
        )


SIGNED_ON = date(2024, 3, 15)


def signature_rows() -> Iterator[SignatureRow]:
    """Yield who took responsibility for factors that nobody verified."""
    yield SignatureRow(
        factor_id="CN_ENTERIC_SWINE.ef_enteric@PG2011",
        person="示范签署人甲,区农业农村委",
        signed_on=SIGNED_ON,
        reason="与指南纸质本核对",
    )
