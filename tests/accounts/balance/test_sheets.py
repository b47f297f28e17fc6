"""The official tables: what is known, in the units that offices print."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from dafeng.accounts.balance import (
    BalanceCell,
    balance_lines,
    balance_workbook,
    carriers,
    energy_balance,
)
from dafeng.accounts.intake import Context, stage
from dafeng.factors import factor_book
from dafeng.sheets import read_workbook
from tests.accounts.balance.cells import PLACE, YEAR, cell, cells

if TYPE_CHECKING:
    import pytest

BALANCE = energy_balance(cells(), factor_book(), YEAR, place=PLACE)
CONTEXT = Context(place=PLACE, entered_by="test")


def test_the_tables_are_the_same_bytes_and_show_standard_coal_twice(
    tmp_path: Path,
) -> None:
    data = balance_workbook(BALANCE, note="合成数据")
    assert data == balance_workbook(BALANCE, note="合成数据")
    path = tmp_path / "balance.xlsx"
    path.write_bytes(data)
    book = read_workbook(path)
    names = ["实物量", "标准量(当量值)", "标准量(等价值)"]
    assert [sheet.name for sheet in book.sheets] == names
    for sheet, total in zip(book.sheets[1:], ("0.1614", "0.2328"), strict=True):
        rows = {row[0].value: row for _, row in sheet.rows()}
        # 1,613.888 t and 2,328.288 t of standard coal, in 万tce.
        assert rows["六、消费量合计"][-1].value == Decimal(total)
        assert rows["五、平衡差额"][-1].value == 0


def test_an_unknown_cell_stays_empty(tmp_path: Path) -> None:
    path = tmp_path / "balance.xlsx"
    path.write_bytes(balance_workbook(BALANCE))
    sheet = read_workbook(path).sheets[0]
    rows = {row[0].value: row for _, row in sheet.rows()}
    assert len(rows["(三)建筑业"]) == 1


def test_the_physical_table_reads_back_as_the_form(tmp_path: Path) -> None:
    assert _back(cells(), tmp_path) > 20


@settings(max_examples=15, deadline=None)
@given(
    st.dictionaries(
        st.tuples(
            st.sampled_from(
                [
                    *(c for c, row in balance_lines().items() if row.sector),
                    "final.industry.steel.pipe",
                    "final.industry.chemicals.feedstock",
                ]
            ),
            st.sampled_from(sorted(carriers())),
        ),
        st.decimals(0, 10**7, places=3),
        min_size=1,
        max_size=12,
    )
)
def test_any_physical_table_reads_back_cell_by_cell(
    tmp_path_factory: pytest.TempPathFactory, said: dict[tuple[str, str], Decimal]
) -> None:
    folder = tmp_path_factory.mktemp("balance")
    stated = [cell(row, item, str(value)) for (row, item), value in said.items()]
    _back(stated, folder)


def _back(stated: Sequence[BalanceCell], folder: Path) -> int:
    path = folder / "balance.xlsx"
    balance = energy_balance(stated, factor_book(), YEAR, place=PLACE)
    path.write_bytes(balance_workbook(balance))
    staged = stage(path, "statistics", context=CONTEXT)
    got = {
        (row.row, row.item): row.quantity
        for row in staged.rows
        if isinstance(row, BalanceCell)
    }
    known = {key: entry.quantity for key, entry in balance.entries.items()}
    for key, quantity in known.items():
        assert got[key] == quantity
    extra = {row for row, _ in set(got) - set(known)}
    assert extra <= {"difference", "consumption"}
    assert all(row.year == YEAR for row in staged.rows)
    return len(got)
