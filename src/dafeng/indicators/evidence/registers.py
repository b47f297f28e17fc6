"""Registers: how many things lived on the last day of a year, and how large they were.

A title that was withdrawn leaves the count from the day after its last one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from dafeng.base.errors import NotFoundError
from dafeng.base.periods import Period
from dafeng.base.rounding import without_zeros
from dafeng.indicators.records import Basis, Observation, Quality
from dafeng.indicators.series import series_catalogue

COUNT, AMOUNT = "register.{}.count", "register.{}.amount"


def register_observations(
    rows: Iterable[Mapping[str, Any]], as_of: date
) -> Iterator[Observation]:
    """Count each register at the end of every year that was over by ``as_of``.

    Parameters
    ----------
    rows : iterable of mappings
        Rows of the table ``registers`` of one place.
    as_of : date

    Yields
    ------
    Observation
        ``register.<code>.count``, and ``register.<code>.amount`` where every living
        thing has a size: one without leaves the sum unknown. From the year of the
        first entry on.

    Raises
    ------
    NotFoundError
        ``register.unknown``: no such register.
    """
    registers: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        registers[row["register"]].append(row)
    for code, entries in sorted(registers.items()):
        if COUNT.format(code) not in series_catalogue():
            msg = (
                f"There is no register {code!r}; see registers.csv for those there are."
            )
            raise NotFoundError(msg, code="register.unknown", register=code)
        for year in range(min(e["since"].year for e in entries), as_of.year):
            yield from _of_year(code, entries, Period.year(year))


def _of_year(
    code: str, entries: list[Mapping[str, Any]], period: Period
) -> Iterator[Observation]:
    day = period.end
    living = [
        entry
        for entry in entries
        if entry["since"] <= day and (entry["until"] is None or entry["until"] >= day)
    ]
    yield _counted(COUNT.format(code), period, Decimal(len(living)), entries)
    sizes = [entry["amount_e6"] for entry in living]
    if living and None not in sizes:
        total = Decimal(sum(sizes)).scaleb(-6)
        yield _counted(AMOUNT.format(code), period, without_zeros(total), entries)


def _counted(
    series: str, period: Period, value: Decimal, entries: list[Mapping[str, Any]]
) -> Observation:
    return Observation(
        series=series,
        period=period.code,
        value=value,
        basis=Basis.REPORTED,
        quality=max((entry["quality"] for entry in entries), default=Quality.D),
        evidence=f"登记册 {series.split('.')[1]},{period.end:%Y-%m-%d} 在册",
        entered_by="dafeng",
        learned_on=max(entry["learned_at"].date() for entry in entries),
        synthetic=any(entry["synthetic"] for entry in entries),
    )
