"""Balances that statistics offices published, computed again.

- 吉林统计年鉴 2016, table 7-13, 电力能源平衡表(等价值), columns 2015
  (http://tjj.jl.gov.cn/tjsj/tjnj/2016/2016/B7_13.htm).
- 山东统计年鉴 2006, table 6-9, 能源平衡表(标准量), columns 原煤, 洗精煤, 焦炭 of 2005
  (http://tjj.shandong.gov.cn/tjnj/nj2006/NJ06/HTML/0609.htm). The figures are standard
  coal; closure and sums do not depend on the unit.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from dafeng.accounts.balance import (
    BalanceCell,
    Basis,
    EnergyBalance,
    EqualValue,
    energy_balance,
)
from dafeng.base.rounding import round_half_even
from dafeng.factors import factor_book

JILIN = {
    "supply": "62.12",
    "supply.primary": "114.63",
    "supply.in": "147.73",
    "supply.out": "-200.24",
    "transformation": "589.83",
    "transformation.power": "589.83",
    "final": "651.96",
    "final.farming": "12.26",
    "final.industry": "409.93",
    "final.construction": "10.67",
    "final.transport": "17.87",
    "final.services": "34.88",
    "final.public": "58.99",
    "final.households": "106.87",
    "final.households.urban": "68.87",
    "final.households.rural": "38.00",
    "difference": "-0.01",
    "consumption": "651.96",
}
SHANDONG = {
    "RAW_COAL": {
        "supply": "20092.2",
        "supply.primary": "10021.6",
        "supply.in": "10831.6",
        "supply.out": "-520.7",
        "supply.stock": "-240.4",  # 768.7 at the beginning, 1009.1 at the end
        "transformation": "-13728.2",
        "transformation.power": "-7432.6",
        "transformation.heat": "-1530.0",
        "transformation.washing": "-4581.9",
        "transformation.coking": "-175.8",
        "transformation.gasworks": "-4.0",
        "transformation.briquettes": "-3.9",
        "final": "6423.0",
        "final.farming": "184.3",
        "final.industry": "5557.8",
        "final.construction": "44.6",
        "final.transport": "78.4",
        "final.services": "70.8",
        "final.public": "50.7",
        "final.households": "436.4",
        "final.households.urban": "153.6",
        "final.households.rural": "282.9",
        "difference": "-59.1",
    },
    "CLEANED_COAL": {
        "supply": "-1897.2",
        "supply.out": "-1168.7",
        "supply.export": "-720.9",
        "supply.stock": "-7.6",
        "transformation": "2170.6",
        "transformation.power": "-38.0",
        "transformation.heat": "-1.5",
        "transformation.washing": "3931.4",
        "transformation.coking": "-1660.5",
        "transformation.gasworks": "-59.2",
        "transformation.briquettes": "-1.6",
        "final": "273.3",
        "final.industry": "273.3",
        "difference": "0.1",
    },
    "COKE": {
        "supply": "494.7",
        "supply.in": "533.3",
        "supply.stock": "-38.6",
        "transformation": "1439.2",
        "transformation.power": "-0.1",
        "transformation.coking": "1440.8",
        "transformation.gasworks-return": "-1.4",
        "final": "1934.0",
        "final.industry": "1934.0",
        "difference": "-0.1",
    },
}


def _balance(
    year: int, printed: dict[str, dict[str, str]], units: dict[str, tuple[str, int]]
) -> EnergyBalance:
    cells = [
        BalanceCell(
            place="220000",
            year=year,
            row=row,
            item=item,
            quantity_e3=int(Decimal(value) * units[item][1] * 1000),
            unit=units[item][0],
            evidence="yearbook",
            entered_by="test",
        )
        for item, rows in printed.items()
        for row, value in rows.items()
    ]
    worth = EqualValue(power=Decimal("0.306645"), source="1999.20 / 651.96")
    return energy_balance(cells, factor_book(), year, place="220000", equal_value=worth)


def test_jilins_power_of_2015_closes_and_has_the_printed_standard_coal() -> None:
    balance = _balance(2015, {"ELECTRICITY": JILIN}, {"ELECTRICITY": ("kWh", 10**8)})
    (closure,) = balance.closures
    assert closure.difference == Decimal("-0.01") * 10**8
    assert closure.consumption == Decimal("651.96") * 10**8
    assert not [f for f in balance.findings if f.code.startswith("balance.parts")]
    printed = {
        "supply.primary": "351.51",
        "supply.in": "453.01",
        "supply.out": "-614.03",
        "transformation.power": "1808.68",
        "final": "1999.20",
        "final.households.rural": "116.52",
    }
    for row, value in printed.items():
        tce = balance.standard_coal(row, "ELECTRICITY", Basis.EQUAL_VALUE)
        assert tce is not None
        # The yearbook prints both quantities with two decimals.
        assert abs(round_half_even(tce / 10**4, 2) - Decimal(value)) <= Decimal("0.02")


@pytest.mark.parametrize("item", sorted(SHANDONG))
def test_shandongs_coal_of_2005_leaves_the_printed_difference(item: str) -> None:
    balance = _balance(2005, {item: SHANDONG[item]}, {item: ("t", 10**4)})
    (closure,) = balance.closures
    printed = Decimal(SHANDONG[item]["difference"]) * 10**4
    # Four printed terms, each rounded to 0.1: they differ by 0.2 at most.
    assert abs(closure.difference - Fraction(printed)) <= 2000
    assert [f.code for f in balance.findings] == []


def test_a_column_of_shandong_without_its_totals_adds_up_to_them() -> None:
    raw = {
        row: value
        for row, value in SHANDONG["RAW_COAL"].items()
        if "." in row and row.count(".") == 1
    }
    balance = _balance(2005, {"RAW_COAL": raw}, {"RAW_COAL": ("t", 10**4)})
    for row in ("supply", "transformation", "final"):
        got = balance.quantity(row, "RAW_COAL")
        assert got is not None
        printed = Decimal(SHANDONG["RAW_COAL"][row]) * 10**4
        assert abs(got - printed) <= 3000
