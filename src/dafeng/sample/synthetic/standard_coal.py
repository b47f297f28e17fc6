"""What the carriers of the district are in standard coal, by its energy balance."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from dafeng.accounts.balance import energy_balance
from dafeng.factors import factor_book
from dafeng.sample.district import SAMPLE_PLACE_CODE
from dafeng.sample.synthetic.district_years import synthetic_district

if TYPE_CHECKING:
    from dafeng.accounts.balance import Coefficient


@cache
def standard_coal(seed: int, year: int) -> Mapping[str, Coefficient]:
    """Return the coefficients of a year by carrier.

    Source
    ------
    The factor book: GB/T 2589, and power at the published coal rate of the year.
    """
    cells = synthetic_district(seed).balance
    balance = energy_balance(cells, factor_book(), year, place=SAMPLE_PLACE_CODE)
    return MappingProxyType({one.item: one for one in balance.coefficients})
