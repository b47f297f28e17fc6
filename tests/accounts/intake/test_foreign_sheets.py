"""Sheets of other offices: other heads, other units, CSV, the official table."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dafeng.accounts import ActivityRow
from dafeng.accounts.balance import BalanceCell, carrier, energy_balance
from dafeng.accounts.intake import (
    ColumnMap,
    ColumnUse,
    inspect,
    kinds,
    stage,
    stage_batches,
)
from dafeng.accounts.intake.amounts import Amount, amount
from dafeng.accounts.intake.heads import title_and_unit
from dafeng.base.errors import BadInputError
from dafeng.base.findings import Severity
from dafeng.base.units import convert
from dafeng.factors import factor_book
from tests.accounts.intake.filling import CONTEXT, FILLED, form, sheet_of

OFFICIAL = (
    ("能源平衡表(实物量)—2022年",),
    ("项目", "原煤(万吨)", "柴油(万吨)", "天然气(亿立方米)", "电力(亿千瓦时)"),
    ("一、可供本地区消费的能源量", None, 2.8, 3.0, 40),
    ("1.一次能源生产量", None, None, None, 5),
    ("2.回收能", None, None, None, 1),
    ("3.外省(区、市)调入量", None, 3, 3, 40),
    ("6.本省(区、市)调出量(-)", None, -0.2, None, -6),
    ("二、加工转换投入(-)产出(+)量", None, None, -1, 6),
    ("1.火力发电", None, None, -0.8, 5.5),
    ("2.供热", None, None, -0.2, None),
    ("9.回收能", None, None, None, 0.5),
    ("三、损失量", None, None, None, 1),
    ("四、终端消费量", None, 2.8, 2, 45),
    ("1.农、林、牧、渔业", None, 0.3, None, 1),
    ("2.工业", None, 0.5, 1.5, 35),
    ("# 用作原料、材料", None, None, 0.1, None),
    ("4.交通运输、仓储及邮政业", None, 2, None, 1),
    ("7.生活消费", None, None, 0.5, 8),
    ("城镇", None, None, 0.4, 5),
    ("乡村", None, None, 0.1, 3),
    ("五、平衡差额", None, 0, 0, 0),
    ("注:本表为示例。",),
)


def test_the_official_table_of_another_office_is_read(tmp_path: Path) -> None:
    path = sheet_of(tmp_path, *OFFICIAL)
    found = inspect(path)
    assert found.sheets[0].kind == "statistics"
    staged = stage(path, "statistics", context=CONTEXT)
    assert not staged.blocked, staged.findings
    cells = {(r.row, r.item): r for r in staged.rows if isinstance(r, BalanceCell)}
    assert all(cell.year == 2022 for cell in cells.values())
    assert cells["supply.recovered", "ELECTRICITY"].quantity == 10**8
    assert cells["transformation.recovered", "ELECTRICITY"].quantity == 5 * 10**7
    assert cells["final.industry.feedstock", "NATURAL_GAS"].quantity == 10**7
    assert cells["final.households.rural", "ELECTRICITY"].quantity == 3 * 10**8
    balance = energy_balance(cells.values(), factor_book(), 2022, place=CONTEXT.place)
    assert all(closure.difference == 0 for closure in balance.closures)


def test_the_same_table_in_other_units_gives_the_same_cells(tmp_path: Path) -> None:
    units = (10_000, 10_000, 10_000, 10_000)
    smaller = [
        tuple(
            cell if not isinstance(cell, int | float) else float(Decimal(str(cell)) * k)
            for cell, k in zip(row, (1, *units), strict=False)
        )
        for row in OFFICIAL
    ]
    smaller[1] = ("项目", "原煤(吨)", "柴油(吨)", "天然气(万立方米)", "电力(万千瓦时)")
    one = stage(sheet_of(tmp_path, *OFFICIAL), "statistics", context=CONTEXT)
    other = stage(
        sheet_of(tmp_path, *smaller, name="small"), "statistics", context=CONTEXT
    )
    plain = [
        [
            (c.row, c.item, c.quantity_e3, c.unit)
            for c in s.rows
            if isinstance(c, BalanceCell)
        ]
        for s in (one, other)
    ]
    assert plain[0] == plain[1]
    assert len(plain[0]) > 30


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_csv_is_read_in_the_usual_encodings(
    tmp_path: Path, encoding: str, mark: str
) -> None:
    rows = [("年度", "用电类别", "售电量(亿千瓦时)"), ("2022年", "工业", "1.25")]
    path = tmp_path / "sales.csv"
    text = "\r\n".join(mark.join(row) for row in rows)
    path.write_bytes(text.encode(encoding))
    staged = stage(path, "grid", context=CONTEXT)
    assert [row.quantity_e3 for row in staged.rows] == [125_000_000_000]
    assert staged.places == ("sales.csv sales!C2",)
    assert not staged.blocked


def test_csv_keeps_codes_as_texts_and_thousands_as_numbers(tmp_path: Path) -> None:
    path = tmp_path / "gas.csv"
    path.write_text(
        '年份,街镇代码,行业,供气量(立方米)\n2022,120000012001,工业,"1,234,567.5"\n',
        encoding="utf-8",
    )
    (row,) = stage(path, "gas", context=CONTEXT).rows
    assert (row.place, row.quantity_e3) == ("120000012001", 1_234_567_500)


def test_a_map_by_hand_reads_a_sheet_that_names_nothing(tmp_path: Path) -> None:
    path = sheet_of(tmp_path, ("甲", "乙", "丙"), ("居民生活", 12, "x"))
    mapping = ColumnMap(
        sheet="Sheet",
        head_row=1,
        columns=(
            ColumnUse(column=1, field="sector"),
            ColumnUse(column=2, field="supplied", unit="亿立方米"),
        ),
        constants=(("year", "2022"), ("use", "燃烧")),
    )
    staged = stage(path, "gas", mapping, context=CONTEXT)
    (row,) = staged.rows
    assert isinstance(row, ActivityRow)
    assert (row.sector, row.quantity_e3) == ("households", 1_200_000_000_000)
    assert [f.severity for f in staged.findings] == [Severity.INFO]
    assert staged.key.endswith(mapping.digest)


def test_batches_of_a_file_add_up_to_the_whole(tmp_path: Path) -> None:
    path = tmp_path / "gas.csv"
    lines = ["年份,街镇代码,行业,供气量(万立方米)"]
    lines += [f"2022,120000{n:03},工业,{n}" for n in range(1, 251)]
    lines += ["2022,120000001,工业,7"]
    path.write_text("\n".join(lines), encoding="utf-8")
    whole = stage(path, "gas", context=CONTEXT)
    parts = list(stage_batches(path, "gas", context=CONTEXT, batch_rows=100))
    assert [part.read for part in parts] == [100, 100, 51]
    assert tuple(row for part in parts for row in part.rows) == whole.rows
    assert len(whole.rows) == 250
    assert [f.code for part in parts for f in part.findings] == ["intake.repeated"]


def test_batches_raise_where_there_is_nothing_to_read(tmp_path: Path) -> None:
    path = sheet_of(tmp_path, ("甲", "乙"), (1, 2))
    with pytest.raises(BadInputError) as caught:
        next(iter(stage_batches(path, "gas", context=CONTEXT)))
    assert caught.value.code == "intake.no_head"


@settings(max_examples=60)
@given(
    st.decimals(0, 10**6, places=4),
    st.sampled_from(
        [
            ("NATURAL_GAS", "万立方米"),
            ("NATURAL_GAS", "亿m3"),
            ("ELECTRICITY", "万千瓦时"),
            ("ELECTRICITY", "亿kWh"),
            ("DIESEL", "万吨"),
            ("DIESEL", "公斤"),
            ("HEAT", "万GJ"),
            ("HEAT", "百万千焦"),
        ]
    ),
)
def test_amounts_convert_exactly_to_thousandths(
    value: Decimal, said: tuple[str, str]
) -> None:
    item, unit = said
    kept = carrier(item).unit
    got = amount(value, unit, kept, item=item, place="A1")
    assert isinstance(got, Amount)
    exact = convert(value, unit, kept)
    assert abs(Fraction(got.quantity_e3, 1000) - exact) <= Fraction(1, 2000)
    assert got.unit == kept


def test_energy_is_no_mass_and_coal_equivalent_no_physical_amount() -> None:
    for unit, code in (("GJ", "intake.unit"), ("万吨标准煤", "intake.standard_coal")):
        got = amount(Decimal(1), unit, "t", item="DIESEL", place="A1")
        assert not isinstance(got, Amount)
        assert (got.code, got.place) == (code, "A1")


def test_biomass_is_kept_in_standard_coal() -> None:
    got = amount(Decimal("1.5"), "万吨标准煤", "tce当量", item="BIOMASS", place="A1")
    assert isinstance(got, Amount)
    assert got.quantity_e3 == 15_000_000


@pytest.mark.parametrize(
    ("text", "title", "unit"),
    [
        ("用电量(万千瓦时)", "用电量", "万千瓦时"),
        ("天然气 (亿 m3)", "天然气", "亿m3"),
        ("煤(吨标准煤(当量值))", "煤", "吨标准煤(当量值)"),
        ("本省(区、市)调出量(-)", "本省(区、市)调出量(-)", ""),
        ("供气量[万立方米]", "供气量", "万立方米"),
        ("行业", "行业", ""),
    ],
)
def test_a_head_splits_into_title_and_unit(text: str, title: str, unit: str) -> None:
    assert title_and_unit(text) == (title, unit)


@pytest.mark.parametrize("kind", list(kinds()))
def test_rows_in_another_order_are_the_same_rows(kind: str, tmp_path: Path) -> None:
    one = stage(form(tmp_path, kind), kind, context=CONTEXT)
    turned = stage(form(tmp_path, kind, *reversed(FILLED[kind])), kind, context=CONTEXT)
    assert {_said(row) for row in one.rows} == {_said(row) for row in turned.rows}


def _said(row: ActivityRow | BalanceCell) -> ActivityRow | BalanceCell:
    return attrs.evolve(row, evidence="")
