"""Numbers stated month by month, for 2025 and for 2026 as far as it has gone.

Months of 2025 add up to the year. For some series nobody states the year itself
(column ``yearly`` is 0), so that it is only known as the sum of its months. What is
drawn as another series (``drawn_as``) has that one's seasons: a part follows its whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from dafeng.base.periods import Period
from dafeng.base.tables import packaged_rows
from dafeng.indicators import series_of
from dafeng.sample.synthetic.anchors import PLACES, rounded_down
from dafeng.sample.synthetic.chance import Chance, in_proportion
from dafeng.sample.synthetic.observations import stated_row
from dafeng.sample.synthetic.stated import Statement

if TYPE_CHECKING:
    from dafeng.sample.synthetic.observations import Figures

FIRST_YEAR, LAST_YEAR, LAST_MONTH = 2025, 2026, 9
_MONTHS = 12
_PER_MILLE = 1000
_LEARNED_ON = 20
_WEIGHT, _WITHIN = 10**6, 15_000


def only_monthly() -> frozenset[str]:
    """Return the series of which nobody states the year 2025 itself."""
    return frozenset(row["series"] for row in _rows() if row["yearly"] == "0")


def monthly_statements(figures: Figures) -> Iterator[Statement]:
    """Yield one number for each series and month up to September 2026."""
    for line, row in enumerate(_rows(), start=4):
        for year in range(FIRST_YEAR, LAST_YEAR + 1):
            yield from _months(figures, row, year, line)


def _rows() -> Iterator[Mapping[str, str]]:
    return packaged_rows("dafeng.sample", "observation_months.csv")


def _months(
    figures: Figures, row: Mapping[str, str], year: int, line: int
) -> Iterator[Statement]:
    series = series_of(row["series"])
    total = figures.value_e6(series.code, FIRST_YEAR)
    if total is None:
        return
    digits = int(figures.rows[series.code]["digits"])
    if year > FIRST_YEAR:
        total = rounded_down(total * int(row["growth"]) // _PER_MILLE, digits)
    step = 10 ** (PLACES - digits)
    parts = in_proportion(total // step, _weights(figures.chance, row, year))
    last = LAST_MONTH if year == LAST_YEAR else _MONTHS
    for number, part in enumerate(parts[:last], start=1):
        period = Period.month(year, number)
        yield Statement(
            learned_on=_learned_on(period),
            row=stated_row(series, period.code, part * step, "B", line),
        )


def _weights(chance: Chance, row: Mapping[str, str], year: int) -> tuple[int, ...]:
    return tuple(
        chance.vary(
            int(row[f"m{month:02d}"]) * _WEIGHT,
            _WITHIN,
            "month",
            row["drawn_as"],
            year,
            month,
        )
        for month in range(1, _MONTHS + 1)
    )


def _learned_on(month: Period) -> date:
    """Months of a quarter come together, on the 20th after it."""
    quarter = Period.quarter(month.start.year, (month.start.month + 2) // 3)
    return quarter.shifted(1).start.replace(day=_LEARNED_ON)
