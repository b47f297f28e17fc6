"""What was sold month by month, for the estimate before the year is known.

Months of gas, power and heat add up to the suppliers' totals of their year, those of
petrol and diesel to the balance. The months of 2026 go on at 2 % more than 2025; they
are in no table of the lake, where a year that has only begun would look like a whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import attrs

from dafeng.accounts import Stream
from dafeng.base.tables import packaged_rows
from dafeng.sample.synthetic.chance import Chance, in_proportion
from dafeng.sample.synthetic.district_years import DISTRICT_SEED, synthetic_district
from dafeng.sample.synthetic.energy_use import unit_of

FIRST_YEAR, LAST_YEAR, LAST_MONTH = 2022, 2026, 9
_MONTHS = 12
_GROWTH_PERCENT = 102
_MONTH_WITHIN = 25_000
_LEARNED_ON = 20
_WEIGHT = 10**6


@attrs.frozen(kw_only=True)
class MonthlySale:
    """What was sold of one carrier in one month.

    Attributes
    ----------
    item : str
        Code of the carrier.
    period : str
        For example ``2026-03``.
    quantity : Decimal
        In ``unit``.
    learned_on : date
        The 20th of the next month.
    """

    item: str
    period: str
    quantity: Decimal
    unit: str
    learned_on: date
    evidence: str


def monthly_sales(seed: int = DISTRICT_SEED) -> tuple[MonthlySale, ...]:
    """Return sales of each month from 2022 to September 2026, by carrier and month."""
    chance, totals = Chance(seed), _sold(seed)
    seasons = packaged_rows("dafeng.sample", "sales_seasons.csv")
    return tuple(
        sale
        for row in seasons
        for year in range(FIRST_YEAR, LAST_YEAR + 1)
        for sale in _months(chance, row, year, _total(totals, row["item"], year))
    )


def _sold(seed: int) -> dict[tuple[str, int], int]:
    """Yearly sales: what suppliers state, and the balance for fuels of vehicles."""
    district = synthetic_district(seed)
    totals: dict[tuple[str, int], int] = defaultdict(int)
    for row in district.activity:
        if row.stream is Stream.SUPPLIER:
            totals[row.item, row.year] += row.quantity_e3
    for cell in district.balance:
        if cell.row == "supply.in" and cell.item in {"GASOLINE", "DIESEL"}:
            totals[cell.item, cell.year] += cell.quantity_e3
    return totals


def _total(totals: dict[tuple[str, int], int], item: str, year: int) -> int:
    if year < LAST_YEAR:
        return totals[item, year]
    return totals[item, LAST_YEAR - 1] * _GROWTH_PERCENT // 100


def _months(
    chance: Chance, season: dict[str, str], year: int, total: int
) -> Iterator[MonthlySale]:
    item = season["item"]
    weights = tuple(
        chance.vary(
            int(season[f"m{month:02d}"]) * _WEIGHT,
            _MONTH_WITHIN,
            "month",
            item,
            year,
            month,
        )
        for month in range(1, _MONTHS + 1)
    )
    last = LAST_MONTH if year == LAST_YEAR else _MONTHS
    parts = in_proportion(total, weights)[:last]
    for month, part in enumerate(parts, start=1):
        yield MonthlySale(
            item=item,
            period=f"{year}-{month:02d}",
            quantity=Decimal(part).scaleb(-3),
            unit=unit_of(item),
            learned_on=date(year + month // _MONTHS, month % _MONTHS + 1, _LEARNED_ON),
            evidence=f"示范销售月报{year}-{month:02d} 表1",
        )
