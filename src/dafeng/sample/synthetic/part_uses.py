"""Which town or park used which energy: final use of the balance, split exactly.

A branch of industry is split as its enterprises reported, everything else by the
weights of ``parts.csv``. A park's figures are not in those of the town around it, so
that towns and parks add up to the district.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from dafeng.accounts import ActivityRow, Stream
from dafeng.base.tables import packaged_rows
from dafeng.sample.synthetic.chance import in_proportion
from dafeng.sample.synthetic.district_years import synthetic_district

if TYPE_CHECKING:
    from dafeng.sample.synthetic.records import District

WEIGHTS = {
    "final.farming": "farming",
    "final.construction": "population",
    "final.transport": "population",
    "final.services": "services",
    "final.public": "services",
    "final.households.urban": "population",
    "final.households.rural": "farming",
}
"""Row of the balance to the column of ``parts.csv`` that splits it."""
_BRANCH, _FEEDSTOCK = "final.industry.", "final.industry.feedstock"
_USED = frozenset({"fuel.stationary", "fuel.mobile", "power.bought", "heat.bought"})

Uses = Mapping[tuple[str, str], int]
"""Part (or enterprise) and carrier to thousandths of the carrier's unit."""


@cache
def weights_of(column: str) -> tuple[int, ...]:
    """Return a column of ``parts.csv``, in the order of :func:`part_codes`."""
    return tuple(
        int(row[column]) for row in packaged_rows("dafeng.sample", "parts.csv")
    )


@cache
def part_codes() -> tuple[str, ...]:
    """Return the organisation codes of towns and parks."""
    return tuple(row["part"] for row in packaged_rows("dafeng.sample", "parts.csv"))


@cache
def part_uses(seed: int, year: int) -> Uses:
    """Return what each town and park used of each carrier in a year."""
    found: dict[tuple[str, str], int] = defaultdict(int)
    for row, item, quantity in _cells(synthetic_district(seed), year):
        weights = _weights(seed, year, row, item)
        for part, share in zip(
            part_codes(), in_proportion(quantity, weights), strict=True
        ):
            found[part, item] += share
    return MappingProxyType(found)


@cache
def enterprise_uses(seed: int, year: int) -> Uses:
    """Return what each enterprise reported of each carrier in a year."""
    found: dict[tuple[str, str], int] = defaultdict(int)
    for row in _reports(seed, year):
        found[row.owner, row.item] += row.quantity_e3
    return MappingProxyType(found)


def _cells(district: District, year: int) -> Iterator[tuple[str, str, int]]:
    """Cells of final use that stand for themselves: branches instead of industry."""
    for cell in district.balance:
        branch = cell.row.startswith(_BRANCH) and cell.row != _FEEDSTOCK
        if cell.year == year and (branch or cell.row in WEIGHTS):
            yield cell.row, cell.item, cell.quantity_e3


def _weights(seed: int, year: int, row: str, item: str) -> tuple[int, ...]:
    if row in WEIGHTS:
        return weights_of(WEIGHTS[row])
    reported = _reported(seed, year)
    sector = row.removeprefix("final.")
    found = tuple(reported.get((sector, item, part), 0) for part in part_codes())
    return found if sum(found) else weights_of("industry")


@cache
def _reported(seed: int, year: int) -> Mapping[tuple[str, str, str], int]:
    where = {
        one.code: one.park or one.town for one in synthetic_district(seed).enterprises
    }
    found: dict[tuple[str, str, str], int] = defaultdict(int)
    for row in _reports(seed, year):
        found[row.sector, row.item, where[row.owner]] += row.quantity_e3
    return found


def _reports(seed: int, year: int) -> Iterator[ActivityRow]:
    for row in synthetic_district(seed).activity:
        mine = row.stream is Stream.ENTERPRISE and row.flow in _USED
        if mine and row.year == year:
            yield row
