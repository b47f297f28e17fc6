"""``dafeng outlook review``: the accounts, how the model tells them, their weather."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from dafeng.base.rounding import round_half_even
from dafeng.cli.house import DEFAULT_HOME, Home
from dafeng.cli.outlook_house import Asked, Input, given_case
from dafeng.cli.results import Form, Output, Shape, give, tell_findings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dafeng.pathways import OutlookCase, Review, ToldYear
    from dafeng.sheets import Sheet

GRAMS = Decimal(10**6)


def review(
    case: Input = None,
    form: Shape = Form.TABLE,
    output: Output = None,
    home: Home = DEFAULT_HOME,
) -> int:
    """Look back: each account, the back test's error, and a normal winter.

    The model starts from the first account, once knowing what drivers and grid did and
    once knowing nothing. What nobody states is missing, never zero.
    """
    from dafeng.base.plain import record_to_json
    from dafeng.cli.output import plain_table
    from dafeng.pathways import review_of
    from dafeng.sheets import workbook_bytes

    wanted = given_case(Asked(home=home, input=case)).case
    found = review_of(wanted)
    give(
        form,
        output,
        table=lambda: plain_table(_sheet(wanted, found)),
        data=lambda: record_to_json(found),
        book=lambda: workbook_bytes([_sheet(wanted, found)], title="review"),
    )
    return tell_findings(found.findings)


def _sheet(case: OutlookCase, found: Review) -> Sheet:
    from dafeng.sheets import Column, Kind, Sheet

    seeing = _errors(found.tested("drivers"))
    blind = _errors(found.tested("nothing"))
    weather = {one.year: one for one in (found.weather.years if found.weather else ())}
    rows = []
    for year, grams in case.base.history:
        winter = weather.get(year)
        corrected = winter.corrected_g if winter else None
        rows.append(
            (
                str(year),
                _tonnes(grams),
                winter.degree_days if winter else None,
                None if corrected is None else _tonnes(corrected),
                seeing.get(year),
                blind.get(year),
            )
        )
    return Sheet(
        name="历史与检验",
        columns=(
            Column(title="年份"),
            Column(title="碳账", unit="t CO2", kind=Kind.NUMBER),
            Column(title="采暖度日数", kind=Kind.NUMBER),
            Column(title="按常年气温", unit="t CO2", kind=Kind.NUMBER),
            Column(title="误差（已知驱动因素）", unit="%", kind=Kind.NUMBER),
            Column(title="误差（什么都不知道）", unit="%", kind=Kind.NUMBER),
        ),
        rows=rows,
    )


def _errors(years: tuple[ToldYear, ...]) -> Mapping[int, Decimal | None]:
    return {
        one.year: None if one.error is None else round_half_even(one.error * 100, 2)
        for one in years
    }


def _tonnes(grams: int) -> Decimal:
    return round_half_even(Decimal(grams) / GRAMS, 3)
