"""Sales month by month: they add up to the suppliers' years and reach beyond them."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from dafeng.accounts import Stream
from dafeng.sample import monthly_sales, synthetic_district


def test_months_of_a_year_add_up_to_what_suppliers_state() -> None:
    district = synthetic_district()
    sold: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for sale in monthly_sales():
        sold[sale.item, sale.period[:4]] += sale.quantity
    stated: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in district.activity:
        if row.stream is Stream.SUPPLIER and row.year >= 2022:
            stated[row.item, str(row.year)] += Decimal(row.quantity_e3).scaleb(-3)
    assert {item for item, _ in stated} == {"NATURAL_GAS", "ELECTRICITY", "HEAT"}
    for key, total in stated.items():
        assert sold[key] == total


def test_sales_reach_into_the_year_without_an_account() -> None:
    district = synthetic_district()
    sales = monthly_sales()
    assert max(sale.period for sale in sales) == "2026-09"
    assert int(max(sale.period for sale in sales)[:4]) > district.years[-1]
    assert all(sale.learned_on.isoformat()[:7] > sale.period for sale in sales)
    summer = [s.quantity for s in sales if s.item == "HEAT" and s.period[5:] == "07"]
    assert set(summer) == {0}
