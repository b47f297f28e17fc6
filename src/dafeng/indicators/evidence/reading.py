"""Read everything that indicators of a place are reckoned from, out of the lake."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from dafeng.base.days import end_of_day
from dafeng.base.errors import BadInputError
from dafeng.base.rounding import without_zeros
from dafeng.indicators.evidence.emissions import emission_observations
from dafeng.indicators.evidence.energy import energy_observations
from dafeng.indicators.evidence.index import Evidence
from dafeng.indicators.evidence.registers import register_observations
from dafeng.indicators.evidence.tables import EMISSIONS, OBSERVATIONS, REGISTERS
from dafeng.indicators.records import Observation
from dafeng.indicators.series import series_of

if TYPE_CHECKING:
    from dafeng.lake import Lake

BALANCE = "balance"
_READ = (OBSERVATIONS.name, REGISTERS.name, EMISSIONS.name, BALANCE)


def read_indicator_evidence(
    lake: Lake,
    place: str,
    *,
    as_of: date,
    versions: Mapping[str, int] | None = None,
) -> Evidence:
    """Read observations, registers, accounts' totals and energy balances of a place.

    Parameters
    ----------
    lake : Lake
    place : str
        GB/T 2260 code.
    as_of : date
        What was learned after that day does not count; a register is counted on the
        last day of each year that is over by then.
    versions : mapping of str to int, optional
        Version of each table, to read what a seal pinned; default the newest.

    Returns
    -------
    Evidence
        A table that the lake does not have gives nothing; what rests on it is unknown.

    Raises
    ------
    BadInputError
        ``observation.unit``: a row is in another unit than its series.
    """
    reading = _Reading(lake, place, as_of, versions)
    stated = tuple(map(_observation, reading.rows(OBSERVATIONS.name)))
    return Evidence(
        place=place,
        observations=(
            *stated,
            *register_observations(reading.rows(REGISTERS.name), as_of),
            *emission_observations(reading.rows(EMISSIONS.name)),
            *energy_observations(reading.table(BALANCE), place, stated),
        ),
        tables=reading.tables(),
    )


class _Reading:
    """Tables of one place at one moment."""

    def __init__(
        self, lake: Lake, place: str, as_of: date, versions: Mapping[str, int] | None
    ) -> None:
        self._lake, self._place = lake, place
        self._learned_by = end_of_day(as_of)
        there = lake.tables()
        newest = {name: lake.version(name) for name in _READ if name in there}
        self._versions = dict(versions) if versions is not None else newest

    def table(self, name: str) -> pa.Table | None:
        if name not in self._versions:
            return None
        held = self._lake.current(
            name, version=self._versions[name], learned_by=self._learned_by
        )
        return held.filter(pc.equal(held["place"], self._place))

    def rows(self, name: str) -> Iterator[Mapping[str, Any]]:
        table = self.table(name)
        yield from () if table is None else table.to_pylist()

    def tables(self) -> tuple[tuple[str, int], ...]:
        return tuple(sorted((name, v or 0) for name, v in self._versions.items()))


def _observation(row: Mapping[str, Any]) -> Observation:
    series = series_of(row["series"])
    if row["unit"] != series.unit:
        msg = (
            f"{series.code} of {row['period']} is stated in {row['unit']}; the series "
            f"is in {series.unit}. Convert it, or state it under another series."
        )
        raise BadInputError(msg, code="observation.unit", series=series.code)
    return Observation(
        series=series.code,
        period=row["period"],
        value=without_zeros(Decimal(row["value_e6"]).scaleb(-6)),
        scope=row["scope"] or "",
        basis=row["basis"],
        quality=row["quality"],
        evidence=row["evidence"] or "",
        entered_by=row["entered_by"],
        approved_by=row["approved_by"] or "",
        learned_on=row["learned_at"].date(),
        synthetic=row["synthetic"],
    )
