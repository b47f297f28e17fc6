"""From the balance to the account's totals: nothing lost, nothing burned twice."""

from __future__ import annotations

from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.accounts.balance import (
    BalanceCell,
    balance_cells,
    lake_cells,
    totals_from_balance,
)
from dafeng.accounts.catalogue import flows, sectors
from dafeng.accounts.evidence.rows import lake_rows
from dafeng.accounts.evidence.tables import ACTIVITY, BALANCE
from tests.accounts.balance.cells import PLACE, YEAR, cell, cells

WORKED = {
    ("fuel.feedstock", "industry", "RAW_COAL"): 60,
    ("fuel.feedstock", "industry.chemicals", "RAW_COAL"): 60,
    ("fuel.stationary", "industry", "RAW_COAL"): 440,
    ("fuel.stationary", "industry.chemicals", "RAW_COAL"): 140,
    ("fuel.power", "industry.power", "RAW_COAL"): 400,
    ("fuel.heat", "industry.heat", "RAW_COAL"): 100,
    ("fuel.stationary", "farming", "DIESEL"): 30,
    ("fuel.mobile", "transport", "DIESEL"): 250,
    ("power.bought", "industry", "ELECTRICITY"): 3_900_000,
    ("power.bought", "households.urban", "ELECTRICITY"): 600_000,
    ("power.bought", "households.rural", "ELECTRICITY"): 400_000,
    ("power.bought", "losses", "ELECTRICITY"): 100_000,
    ("power.sold", "industry.power", "ELECTRICITY"): 2_000_000,
    ("heat.bought", "public", "HEAT"): 2_000,
    ("heat.sold", "industry.heat", "HEAT"): 2_000,
}


def amounts(*said: BalanceCell) -> dict[tuple[str, str, str], Decimal]:
    return {
        (row.flow, row.sector, row.item): Decimal(row.quantity_e3) / 1000
        for row in totals_from_balance(said).rows
    }


def test_the_totals_are_the_ones_worked_by_hand() -> None:
    assert amounts(*cells()) == WORKED


def test_net_power_bought_is_what_came_from_outside_when_the_balance_closes() -> None:
    got = amounts(*cells())
    bought = sum(v for (flow, _, _), v in got.items() if flow == "power.bought")
    sold = sum(v for (flow, _, _), v in got.items() if flow == "power.sold")
    assert bought - sold == 3_000_000


def test_rows_fit_the_schema_and_the_packaged_lists() -> None:
    rows = list(lake_rows(totals_from_balance(cells()).rows))
    # A total is never taken back.
    names = {column.name for column in ACTIVITY.columns} - {"withdrawn"}
    required = {column.name for column in ACTIVITY.columns if column.required}
    for row in rows:
        assert set(row) == names
        assert all(row[name] is not None for name in required)
        assert row["flow"] in flows()
        assert row["sector"] in sectors()
        assert row["owner"] is None
    assert len({row["row_id"] for row in rows}) == len(rows)


def test_cells_survive_the_way_through_an_arrow_table() -> None:
    rows = list(lake_cells(cells()))
    assert set(rows[0]) == {column.name for column in BALANCE.columns}
    table = pa.Table.from_pylist(rows).append_column(
        "batch", pa.array(["b"] * len(rows))
    )
    assert tuple(balance_cells(table)) == cells()


@given(st.permutations(cells()))
def test_the_order_of_cells_changes_no_row(shuffled: list[BalanceCell]) -> None:
    assert {r.row_id: r.quantity_e3 for r in totals_from_balance(shuffled).rows} == {
        r.row_id: r.quantity_e3 for r in totals_from_balance(cells()).rows
    }


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_raw_material_and_what_is_burned_add_up_to_the_use(use: int, raw: int) -> None:
    raw = min(use, raw)
    got = amounts(
        cell("final.industry", "NAPHTHA", str(use)),
        cell("final.industry.feedstock", "NAPHTHA", str(raw)),
    )
    burned = got.get(("fuel.stationary", "industry", "NAPHTHA"), Decimal())
    kept = got.get(("fuel.feedstock", "industry", "NAPHTHA"), Decimal())
    assert (burned, kept) == (use - raw, raw)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ([cell("final", "DIESEL", "9")], "balance.unassigned"),
        (
            [
                cell("final.industry", "NAPHTHA", "5"),
                cell("final.industry.feedstock", "NAPHTHA", "6"),
            ],
            "balance.feedstock",
        ),
        (
            [
                cell("final.industry", "NAPHTHA", "9"),
                cell("final.industry.feedstock", "NAPHTHA", "6"),
                cell("final.industry.chemicals", "NAPHTHA", "8"),
            ],
            "balance.feedstock_branch",
        ),
        ([cell("final.farming", "DIESEL", "-9")], "balance.sign"),
    ],
)
def test_what_cannot_be_taken_over_is_named(said: list[BalanceCell], code: str) -> None:
    assert [f.code for f in totals_from_balance(said).findings] == [code]


def test_a_total_and_its_parts_of_final_use_are_not_both_counted() -> None:
    got = amounts(*cells(), cell("final", "DIESEL", "280"))
    assert got == WORKED
    assert totals_from_balance(cells()).rows[0].place == PLACE
    assert totals_from_balance(cells()).rows[0].period == str(YEAR)


def test_washing_coal_burns_nothing() -> None:
    assert amounts(cell("transformation.washing", "RAW_COAL", "-100")) == {}


def test_heavy_gas_trucks_move_and_gas_boilers_of_transport_stand() -> None:
    got = amounts(
        cell("final.transport", "LNG", "3"), cell("final.transport", "NATURAL_GAS", "4")
    )
    assert set(got) == {
        ("fuel.mobile", "transport", "LNG"),
        ("fuel.stationary", "transport", "NATURAL_GAS"),
    }
