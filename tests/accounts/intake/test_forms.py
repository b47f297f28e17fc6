"""Every form: written, filled, read back, and the rows are the ones that were meant."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from dafeng.accounts.balance import BalanceCell, totals_from_balance
from dafeng.accounts.catalogue import flows, sectors
from dafeng.accounts.evidence.rows import ActivityRow
from dafeng.accounts.evidence.tables import ACTIVITY, BALANCE
from dafeng.accounts.intake import (
    choices,
    inspect,
    kind_of,
    kinds,
    stage,
    template,
)
from dafeng.accounts.methods import methods_for
from dafeng.base.errors import NotFoundError
from dafeng.base.findings import Severity
from dafeng.base.units import parse_unit
from tests.accounts.intake.filling import CONTEXT, FILLED, OWNER, PLACE, form

MEANT = {
    "statistics": [
        ("supply.in", "NATURAL_GAS", 125_000_000),
        ("final.industry", "NATURAL_GAS", 90_000_000),
        ("final.households.urban", "NATURAL_GAS", 35_000_000),
    ],
    "industry": [
        ("final.industry.steel.pipe", "NATURAL_GAS", 85_000_000),
        ("final.industry.steel.pipe", "ELECTRICITY", 1_250_000_000),
        ("final.industry.chemicals.feedstock", "NATURAL_GAS", 1_000_000),
    ],
    "grid": [
        ("power.bought", "ELECTRICITY", 12_505_000),
        ("power.green", "ELECTRICITY", 3_000_000),
        ("power.sold", "ELECTRICITY", 880_010),
    ],
    "gas": [
        ("fuel.stationary", "NATURAL_GAS", 852_000),
        ("fuel.mobile", "NATURAL_GAS", 400_000),
    ],
    "heat": [("heat.bought", "HEAT", 326_000)],
    "fuel_sales": [("fuel.mobile", "DIESEL", 1_520)],
    # 1,200 vehicles x 65,000 km x 0.32 L/km x 0.845 kg/L
    "transport": [
        ("fuel.mobile", "DIESEL", Decimal("21091.2")),
        ("fuel.mobile", "DIESEL", Decimal("10.5")),
    ],
    "farming": [
        ("farming.enteric", "CN_ENTERIC_SWINE", 52_000),
        ("farming.soil", "CN_EF1_III", Decimal("1234.5")),
    ],
    "waste": [("waste.incineration-power", "CN_MSW.CONTINUOUS", 125_000)],
    "enterprise": [
        ("fuel.stationary", "NATURAL_GAS", 3_200_000),
        ("power.bought", "ELECTRICITY", 150_000_000),
    ],
}


@pytest.mark.parametrize("kind", list(kinds()))
def test_a_filled_form_gives_the_rows_that_were_meant(
    kind: str, tmp_path: Path
) -> None:
    staged = stage(form(tmp_path, kind), kind, context=CONTEXT)
    got = [
        (
            row.row if isinstance(row, BalanceCell) else row.flow,
            row.item,
            Decimal(row.quantity_e3) / 1000,
        )
        for row in staged.rows
    ]
    assert got == MEANT[kind]
    assert not staged.blocked, staged.findings
    assert staged.summary.read == len(FILLED[kind])
    assert staged.summary.refused == 0
    assert staged.summary.years == (2022,)


@pytest.mark.parametrize("kind", list(kinds()))
def test_rows_of_a_form_fit_the_table_that_they_are_for(
    kind: str, tmp_path: Path
) -> None:
    staged = stage(form(tmp_path, kind), kind, context=CONTEXT)
    schema = {"activity": ACTIVITY, "balance": BALANCE}[staged.table]
    for row in staged.lake_rows():
        columns = {column.name for column in schema.columns}
        assert set(row) == columns - {"withdrawn"}  # what comes in is not taken back
        for column in schema.columns:
            value = row.get(column.name)
            assert value is not None or not column.required
            assert not column.choices or value in column.choices
    for activity in staged.rows:
        assert activity.place == PLACE
        assert ".xlsx" in activity.evidence
        if isinstance(activity, ActivityRow):
            assert activity.flow in flows()
            assert activity.sector in sectors()


@pytest.mark.parametrize("kind", list(kinds()))
def test_an_empty_form_is_the_same_bytes_and_adds_nothing(
    kind: str, tmp_path: Path
) -> None:
    assert template(kind) == template(kind)
    path = tmp_path / "empty.xlsx"
    path.write_bytes(template(kind, year=2022))
    staged = stage(path, kind, context=CONTEXT)
    assert staged.rows == ()
    assert not staged.blocked


@pytest.mark.parametrize("kind", list(kinds()))
def test_inspecting_a_form_recognises_it(kind: str, tmp_path: Path) -> None:
    found = inspect(form(tmp_path, kind))
    assert found.sheets[0].kind == kind
    assert found.sheets[0].mapping is not None
    assert found.sheets[0].sample
    assert found.findings == ()
    mapping = found.sheets[0].mapping
    by_hand = stage(tmp_path / f"{kind}.xlsx", kind, mapping, context=CONTEXT)
    assert by_hand == stage(tmp_path / f"{kind}.xlsx", kind, context=CONTEXT)


def test_forms_carry_units_choices_and_an_example() -> None:
    book = load_workbook(io.BytesIO(template("grid")))
    sheet = book["电力"]
    assert str(sheet["A1"].value).startswith("示例")
    heads = [cell.value for cell in sheet[2]]
    assert "用电量 (万kWh)" in heads
    rules = sheet.data_validations.dataValidation
    assert any(rule.type == "list" for rule in rules)


def test_the_balance_form_has_the_official_rows_and_columns() -> None:
    sheet = load_workbook(io.BytesIO(template("statistics", year=2022)))["能源平衡表"]
    rows = [row[0].value for row in sheet.iter_rows(min_row=3)]
    assert rows[:3] == [
        "一、可供本地区消费的能源量",
        "(一)一次能源生产量",
        "(二)回收能",
    ]
    assert rows[-2:] == ["五、平衡差额", "六、消费量合计"]
    heads = [cell.value for cell in sheet[2]]
    assert heads.index("原煤 (万t)") < heads.index("天然气 (亿m3)")
    assert heads.index("天然气 (亿m3)") < heads.index("电力 (亿kWh)")


def test_branches_of_a_form_become_totals_of_the_account(tmp_path: Path) -> None:
    staged = stage(form(tmp_path, "industry"), "industry", context=CONTEXT)
    cells = [row for row in staged.rows if isinstance(row, BalanceCell)]
    made = {(r.flow, r.sector): r.quantity_e3 for r in totals_from_balance(cells).rows}
    assert made["fuel.stationary", "industry.steel.pipe"] == 85_000_000_000
    assert made["fuel.feedstock", "industry.chemicals"] == 1_000_000_000


def test_an_enterprise_keeps_its_code_and_grade(tmp_path: Path) -> None:
    staged = stage(form(tmp_path, "enterprise"), "enterprise", context=CONTEXT)
    row = staged.rows[0]
    assert isinstance(row, ActivityRow)
    assert (row.owner, row.grade, row.stream) == (OWNER, "B", "enterprise")
    assert row.stated == "320 万立方米"
    assert row.note == "某钢管厂"


@pytest.mark.parametrize("name", ["farming", "waste"])
def test_every_listed_subject_is_measured_by_a_method(name: str) -> None:
    for subject in choices(name):
        assert parse_unit(subject.unit)
        methods = methods_for(subject.flow, subject.item, subject.unit)
        assert methods, subject.label


def test_an_unknown_kind_names_those_that_there_are(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="fuel_sales") as caught:
        kind_of("weather")
    assert caught.value.code == "intake.no_kind"
    with pytest.raises(NotFoundError):
        template("weather")
    with pytest.raises(NotFoundError):
        stage(form(tmp_path, "gas"), "weather", context=CONTEXT)


def test_the_same_file_read_the_same_way_has_the_same_key(tmp_path: Path) -> None:
    path = form(tmp_path, "gas")
    once, again = (stage(path, "gas", context=CONTEXT) for _ in range(2))
    assert once.key == again.key
    assert once.key.startswith(f"gas:{once.sha256}:")
    mapping = inspect(path).sheets[0].mapping
    assert mapping is not None
    other = stage(form(tmp_path, "gas", FILLED["gas"][0]), "gas", context=CONTEXT)
    assert other.key != once.key
    assert all(f.severity is not Severity.ERROR for f in once.findings)
