"""Numbers that bureaus and companies state year by year, from ``observations.csv``.

A row is either an amount of its own, or a share (in per cent) of another series or of a
quantity that the synthetic years hold (``@gdp``). Its unit, its document and the day on
which it is due come from the catalogue of series.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from dafeng.base.tables import packaged_rows
from dafeng.indicators import Basis, Quality, Series, series_of
from dafeng.sample.synthetic.anchors import E6, line_e6, rounded_down
from dafeng.sample.synthetic.energy_use import YEARS
from dafeng.sample.synthetic.quantities import Quantities, quantities
from dafeng.sample.synthetic.stated import ObservationRow, Statement
from dafeng.sample.synthetic.wording import APPROVED_BY

if TYPE_CHECKING:
    from dafeng.sample.synthetic.chance import Chance

_HUNDRED = 100
_LATE_LAG, _LATER_LAG = 9, 12
_SHARE_SPREAD = 4
"""Shares of another district lie four times nearer than its amounts."""
_CERTAIN = {Quality.C: Basis.STATISTICAL}


def learned_on(series: Series, year: int) -> date:
    """Return the day on which a year's figure becomes known.

    Bureaus report by the end of March, statistics that take nine months and more come
    on 20 October; what takes over a year comes with the reports of the year after.
    """
    if series.lag_months > _LATER_LAG:
        return date(year + 2, 3, 31)
    if series.lag_months >= _LATE_LAG:
        return date(year + 1, 10, 20)
    return date(year + 1, 3, 31)


@attrs.frozen(kw_only=True, slots=False)
class Figures:
    """Yearly figures of the district, each from its row.

    Attributes
    ----------
    chance : Chance
    seed : int
        Of the synthetic years that hold output, energy and waste.
    spread : int
        Millionths by which the amounts of this district may lie off those of the
        years; 0 is the district of the years itself.
    """

    chance: Chance
    seed: int
    spread: int = 0

    @cached_property
    def rows(self) -> Mapping[str, Mapping[str, str]]:
        """Rows of ``observations.csv`` by series."""
        rows = packaged_rows("dafeng.sample", "observations.csv")
        return {row["series"]: row for row in rows}

    @cached_property
    def _held(self) -> Quantities:
        return quantities(self.seed)

    @cached_property
    def _found(self) -> dict[tuple[str, int], int | None]:
        return {}

    def value_e6(self, name: str, year: int) -> int | None:
        """Return a figure in millionths; None where it was not stated."""
        if name.startswith("@"):
            held = self._held.get((name.removeprefix("@"), year))
            return held and self.chance.vary(held, self.spread, "size", name)
        if (name, year) not in self._found:
            self._found[name, year] = self._reckoned(name, year)
        return self._found[name, year]

    def _reckoned(self, name: str, year: int) -> int | None:
        row = self.rows[name]
        if year < int(row["since"]):
            return None
        anchor, digits = line_e6(row, year), int(row["digits"])
        if not row["of"]:
            moved = self.chance.vary(anchor, int(row["wobble"]), "stated", name, year)
            size = self.chance.vary(moved, self.spread, "size", name)
            return rounded_down(size, digits)
        whole = self.value_e6(row["of"], year)
        if whole is None:
            return None
        share = self._share(name, anchor)
        return rounded_down(whole * share // (_HUNDRED * E6), digits)

    def _share(self, name: str, share: int) -> int:
        if not self.spread or share == _HUNDRED * E6:
            return share
        moved = self.chance.vary(share, self.spread // _SHARE_SPREAD, "share", name)
        return min(moved, _HUNDRED * E6) if share < _HUNDRED * E6 else moved


def yearly_statements(figures: Figures) -> Iterator[Statement]:
    """Yield one number for each series and year that was stated."""
    for line, (name, row) in enumerate(figures.rows.items(), start=4):
        series = series_of(name)
        for year in YEARS:
            value = figures.value_e6(name, year)
            if value is not None:
                yield Statement(
                    learned_on=learned_on(series, year),
                    row=stated_row(series, str(year), value, row["quality"], line),
                )


def stated_row(
    series: Series, period: str, value_e6: int, quality: str, line: int
) -> ObservationRow:
    """Return a number with the document that the catalogue names for it."""
    proven = quality != Quality.D
    return ObservationRow(
        series=series.code,
        period=period,
        value_e6=value_e6,
        unit=series.unit,
        basis=_CERTAIN.get(Quality(quality), Basis.REPORTED),
        quality=quality,
        evidence=f"示范{series.form}{period} C{line}",
        approved_by=APPROVED_BY if proven else "",
    )
