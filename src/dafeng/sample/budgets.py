"""Energy budgets of the sample: two closed years and the one that goes on; invented.

Years are counted from the day on which the house is filled. What an enterprise uses
comes from what it reported of 2024 and 2025, spread over the months by the seasons of
its fuels; every choice is a draw by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from types import MappingProxyType

import attrs

from dafeng.base.tables import packaged_rows
from dafeng.sample.synthetic.chance import Chance
from dafeng.sample.synthetic.district_years import DISTRICT_SEED, sample_enterprises
from dafeng.sample.synthetic.part_energy import enterprise_energy

BUDGET_KEEPER = "drc"
"""Code of the bureau that keeps the budgets."""
LISTED_IN = "重点用能单位名单（示例）"
APPROVED_BY = "示双碳办〔{year}〕3号（示例）"
TOTAL_BY = "示市发改环资〔{year}〕1号（示例）"
LEAST_TCE = 5000
RESERVE_PER_MILLE = 30
"""Part of the control total that is held back."""
REDUCTION_PERCENT = Decimal(1)
_YEARS = {-2: 2024, -1: 2025}
"""Years from the one that goes on, and whose reports they take."""
_MONTHS = 12
_MILLION = 10**6
_NOISE = 35_000
_SEASON_OF = {"ELECTRICITY": "ELECTRICITY", "NATURAL_GAS": "NATURAL_GAS"}
_EVEN = (1000,) * _MONTHS
_GROWTH = {"rising": 110_000}
_ROOM = "dafeng.sample"


@attrs.frozen(kw_only=True)
class SampleBudget:
    """A key energy user of the sample.

    Attributes
    ----------
    code : str
        Its unit in the house.
    role : str
        Of ``data/budget_roles.csv``; empty is nothing special.
    months : mapping of int to twelve int
        By the distance of the year from the one that goes on, 0.01 tce.
    """

    number: int
    code: str
    role: str
    note: str
    industry: str
    months: Mapping[int, tuple[int, ...]]

    def total(self, distance: int) -> int:
        """Use of a year, 0.01 tce."""
        return sum(self.months[distance])


@cache
def sample_budgets() -> tuple[SampleBudget, ...]:
    """Return those that use 5,000 tce and more, in the order of the register."""
    chance = Chance(DISTRICT_SEED)
    roles = {
        int(row["number"]): row for row in packaged_rows(_ROOM, "budget_roles.csv")
    }
    industries = {
        int(row["enterprise"]): row["industry"]
        for row in packaged_rows(_ROOM, "disclosure_classes.csv")
    }
    energy = {
        distance: {
            one.unit: one.energy_tce for one in enterprise_energy(DISTRICT_SEED, year)
        }
        for distance, year in _YEARS.items()
    }
    made = []
    for number, firm in enumerate(sample_enterprises(), start=1):
        last = energy[-1].get(firm.code)
        if last is None or sum(last.values()) < LEAST_TCE:
            continue
        before = energy[-2].get(firm.code, last)
        row = roles.get(number, {"role": "", "note": ""})
        code = firm.code.lower()
        growth = _growth(chance, code, row["role"])
        months = {
            -2: _months(chance, before, code, -2, growth=0),
            -1: _months(chance, last, code, -1, growth=0),
            0: _months(chance, last, code, 0, growth=growth),
        }
        made.append(
            SampleBudget(
                number=number,
                code=code,
                role=row["role"],
                note=row["note"],
                industry=industries.get(number, ""),
                months=MappingProxyType(months),
            )
        )
    return tuple(made)


def _growth(chance: Chance, code: str, role: str) -> int:
    """How much more is used this year than in the last one, in millionths."""
    return _GROWTH.get(role, 0) + chance.between(
        -85_000, -20_000, "budget growth", code
    )


def _months(
    chance: Chance,
    energy: Mapping[str, Decimal],
    code: str,
    distance: int,
    *,
    growth: int,
) -> tuple[int, ...]:
    """Lay a year out over its months: seasons of the fuels, and noise."""
    seasons = _seasons()
    sums = [0] * _MONTHS
    for carrier, tce in energy.items():
        shape = seasons.get(_SEASON_OF.get(carrier, ""), _EVEN)
        quanta = int(tce * 100) * (_MILLION + growth) // _MILLION
        for month, weight in enumerate(shape):
            sums[month] += quanta * weight // sum(shape)
    return tuple(
        chance.vary(each, _NOISE, "budget month", code, distance, month)
        for month, each in enumerate(sums)
    )


@cache
def _seasons() -> Mapping[str, tuple[int, ...]]:
    return {
        row["item"]: tuple(int(row[f"m{month:02d}"]) for month in range(1, _MONTHS + 1))
        for row in packaged_rows(_ROOM, "sales_seasons.csv")
    }
