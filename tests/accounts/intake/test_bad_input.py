"""Each bad input gives a finding with file, sheet, cell, value, rule and hint."""

from __future__ import annotations

import csv
import zipfile
from decimal import Decimal
from pathlib import Path

import attrs
import pytest
from openpyxl import load_workbook

from dafeng.accounts.intake import (
    ColumnMap,
    ColumnUse,
    Staged,
    StandardCoal,
    inspect,
    stage,
    stage_batches,
)
from dafeng.base.errors import BadInputError
from dafeng.base.findings import Severity
from tests.accounts.intake.filling import (
    CONTEXT,
    FILLED,
    PLACE,
    by_code,
    edited,
    form,
    sheet_of,
)

HEAD = ("年份", "行业", "供气量(万立方米)")
GOOD = (2022, "城镇居民", 85.2)


def told(staged: Staged, code: str, place: str, value: str) -> None:
    """The file is refused at that cell, in words."""
    found = [f for f in by_code(staged.findings, code) if f.place == place]
    assert found, staged.findings
    assert value in found[0].value
    assert found[0].rule
    assert found[0].hint


def test_a_wrong_unit_in_the_head_is_refused_with_its_cell(tmp_path: Path) -> None:
    path = sheet_of(tmp_path, ("年份", "行业", "供气量(万吨)"), GOOD)
    staged = stage(path, "gas", context=CONTEXT)
    told(staged, "intake.unit", "foreign.xlsx Sheet!C1", "供气量(万吨)")
    assert staged.blocked
    assert staged.rows == ()


def test_a_wrong_unit_in_a_row_is_refused_with_its_cell(tmp_path: Path) -> None:
    rows = [dict(row) for row in FILLED["enterprise"]]
    rows[0]["unit"] = "吨"
    staged = stage(form(tmp_path, "enterprise", *rows), "enterprise", context=CONTEXT)
    told(staged, "intake.unit", "enterprise.xlsx 重点单位!I3", "320 吨")
    assert len(staged.rows) == 1


def test_an_unknown_fuel_in_a_row_suggests_the_nearest(tmp_path: Path) -> None:
    path = edited(form(tmp_path, "fuel_sales"), D3="车用轻柴")
    staged = stage(path, "fuel_sales", context=CONTEXT)
    told(staged, "intake.unknown_choice", "fuel_sales.xlsx 燃料销售!D3", "车用轻柴")
    assert "柴油" in by_code(staged.findings, "intake.unknown_choice")[0].hint
    assert staged.rows == ()


def test_an_unknown_carrier_in_a_head_suggests_the_nearest(tmp_path: Path) -> None:
    path = sheet_of(
        tmp_path,
        ("年份", "项目", "天燃气(亿立方米)", "柴油(万吨)", "合计(万吨标准煤)"),
        (2022, "(二)工业", 3, 1, 9),
    )
    staged = stage(path, "statistics", context=CONTEXT)
    told(staged, "intake.unknown_item", "foreign.xlsx Sheet!C1", "天燃气")
    assert "天然气" in by_code(staged.findings, "intake.unknown_item")[0].hint
    assert [f.value for f in by_code(staged.findings, "intake.unread_column")] == [
        "合计(万吨标准煤)"
    ]


def test_an_unknown_material_of_an_enterprise_suggests_the_nearest(
    tmp_path: Path,
) -> None:
    path = edited(form(tmp_path, "enterprise"), H3="天然器")
    staged = stage(path, "enterprise", context=CONTEXT)
    told(staged, "intake.unknown_item", "enterprise.xlsx 重点单位!H3", "天然器")
    assert "天然气" in by_code(staged.findings, "intake.unknown_item")[0].hint


def test_a_negative_activity_is_refused(tmp_path: Path) -> None:
    path = edited(form(tmp_path, "heat"), F3=-32.6)
    staged = stage(path, "heat", context=CONTEXT)
    told(staged, "intake.negative", "heat.xlsx 热力!F3", "-32.6 万GJ")
    assert staged.rows == ()
    assert staged.summary.refused == 1


def test_a_head_merged_over_columns_is_refused(tmp_path: Path) -> None:
    path = sheet_of(tmp_path, (*HEAD, ""), (*GOOD, 3))
    book = load_workbook(path)
    book.worksheets[0].merge_cells("C1:D1")
    book.save(path)
    staged = stage(path, "gas", context=CONTEXT)
    told(staged, "intake.merged_head", "foreign.xlsx Sheet!C1", "供气量")
    assert inspect(path).sheets[0].heads[2].merged
    assert staged.rows == ()


def test_a_head_merged_over_rows_is_read(tmp_path: Path) -> None:
    path = sheet_of(tmp_path, HEAD, ("", "", ""), GOOD)
    book = load_workbook(path)
    for column in "ABC":
        book.worksheets[0].merge_cells(f"{column}1:{column}2")
    book.save(path)
    staged = stage(path, "gas", context=CONTEXT)
    assert [row.quantity_e3 for row in staged.rows] == [852_000_000]


@pytest.mark.parametrize("error", ["#DIV/0!", "#REF!", "#N/A"])
def test_a_formula_error_is_refused(tmp_path: Path, error: str) -> None:
    path = edited(form(tmp_path, "gas"), G3=error)
    staged = stage(path, "gas", context=CONTEXT)
    told(staged, "intake.formula_error", "gas.xlsx 燃气!G3", error)
    assert len(staged.rows) == 1


def test_a_formula_without_a_stored_result_is_refused(tmp_path: Path) -> None:
    path = edited(form(tmp_path, "gas"), G3="=1+1")
    staged = stage(path, "gas", context=CONTEXT)
    told(staged, "intake.formula_error", "gas.xlsx 燃气!G3", "#UNCALCULATED")


def test_a_repeated_row_is_refused_and_the_first_kept(tmp_path: Path) -> None:
    path = sheet_of(tmp_path, HEAD, GOOD, (2022, "城镇居民", 90))
    staged = stage(path, "gas", context=CONTEXT)
    told(staged, "intake.repeated", "foreign.xlsx Sheet!C3", "900000.000 m3")
    assert [row.quantity_e3 for row in staged.rows] == [852_000_000]


def test_a_repeated_cell_of_the_balance_is_refused(tmp_path: Path) -> None:
    rows = (*FILLED["statistics"], FILLED["statistics"][1])
    staged = stage(form(tmp_path, "statistics", *rows), "statistics", context=CONTEXT)
    assert by_code(staged.findings, "intake.repeated")[0].place.endswith("6")


def test_a_year_that_no_factor_covers_is_named(tmp_path: Path) -> None:
    rows = [{**FILLED["grid"][0], "year": 1990}]
    staged = stage(form(tmp_path, "grid", *rows), "grid", context=CONTEXT)
    told(staged, "intake.no_factor", "grid.xlsx 电力!E3", "ELECTRICITY 1990")


def test_a_year_that_an_estimate_covers_is_named(tmp_path: Path) -> None:
    rows = [{**FILLED["gas"][0], "year": 2008}]
    staged = stage(form(tmp_path, "gas", *rows), "gas", context=CONTEXT)
    told(staged, "intake.year_not_covered", "gas.xlsx 燃气!G3", "NATURAL_GAS 2008")
    assert "carried-back" in by_code(staged.findings, "intake.year_not_covered")[0].rule
    assert not staged.blocked


def test_a_year_that_is_none_is_refused(tmp_path: Path) -> None:
    for wrong in ("二〇二二", 22, 2022.5):
        path = edited(form(tmp_path, "gas"), A3=wrong)
        staged = stage(path, "gas", context=CONTEXT)
        told(staged, "intake.year", "gas.xlsx 燃气!A3", str(wrong))


def test_a_month_that_is_none_is_refused(tmp_path: Path) -> None:
    staged = stage(edited(form(tmp_path, "gas"), B3=13), "gas", context=CONTEXT)
    told(staged, "intake.month", "gas.xlsx 燃气!B3", "13")


def test_a_balance_that_does_not_close_is_named_at_a_cell(tmp_path: Path) -> None:
    rows = FILLED["statistics"][:2]
    staged = stage(form(tmp_path, "statistics", *rows), "statistics", context=CONTEXT)
    found = by_code(staged.findings, "balance.difference")
    assert found[0].place.startswith("statistics.xlsx 能源平衡表!")
    assert "28.00 %" in found[0].value
    assert staged.blocked


def test_a_sign_that_the_balance_does_not_allow_is_named_at_its_cell(
    tmp_path: Path,
) -> None:
    rows = (
        *FILLED["statistics"],
        {"row": "(六)本省(区、市)调出量(-)", "year": 2022, "DIESEL": Decimal(1)},
    )
    staged = stage(form(tmp_path, "statistics", *rows), "statistics", context=CONTEXT)
    found = by_code(staged.findings, "balance.sign")
    assert "statistics.xlsx 能源平衡表!" in found[0].place


def test_a_jump_against_last_year_is_named(tmp_path: Path) -> None:
    last = stage(
        form(tmp_path, "heat", {**FILLED["heat"][0], "year": 2021}),
        "heat",
        context=CONTEXT,
    )
    context = attrs.evolve(CONTEXT, previous=last.rows)
    same = stage(form(tmp_path, "heat"), "heat", context=context)
    assert not by_code(same.findings, "intake.jump")
    rows = [{**FILLED["heat"][0], "supplied": Decimal("326000")}]
    staged = stage(form(tmp_path, "heat", *rows), "heat", context=context)
    told(staged, "intake.jump", "heat.xlsx 热力!F3", "3260000000.000 GJ")
    assert "326000.000 GJ" in by_code(staged.findings, "intake.jump")[0].rule
    parts = stage_batches(tmp_path / "heat.xlsx", "heat", context=context)
    assert [f for part in parts for f in part.findings] == list(staged.findings)


def test_text_where_a_number_belongs_is_refused(tmp_path: Path) -> None:
    staged = stage(edited(form(tmp_path, "gas"), G3="约85"), "gas", context=CONTEXT)
    told(staged, "intake.not_a_number", "gas.xlsx 燃气!G3", "约85")


def test_a_credit_code_with_a_wrong_check_character_is_refused(
    tmp_path: Path,
) -> None:
    path = edited(form(tmp_path, "enterprise"), C3="91120223MA0500000X")
    staged = stage(path, "enterprise", context=CONTEXT)
    told(staged, "intake.owner", "enterprise.xlsx 重点单位!C3", "91120223MA0500000X")


def test_a_required_cell_that_is_empty_is_refused(tmp_path: Path) -> None:
    staged = stage(edited(form(tmp_path, "gas"), D3=None), "gas", context=CONTEXT)
    told(staged, "intake.required", "gas.xlsx 燃气!A3", "行业")


def test_a_required_column_that_is_missing_is_refused(tmp_path: Path) -> None:
    path = sheet_of(tmp_path, ("年份", "供气量(万立方米)"), (2022, 85.2))
    staged = stage(path, "gas", context=CONTEXT)
    told(staged, "intake.no_column", "foreign.xlsx Sheet", "行业")


def test_a_row_without_an_amount_is_named(tmp_path: Path) -> None:
    path = sheet_of(
        tmp_path, ("年份", "行业", "用电量(亿千瓦时)"), (2022, "工业", None)
    )
    staged = stage(path, "grid", context=CONTEXT)
    told(staged, "intake.no_amount", "foreign.xlsx Sheet!A2", "")


def test_an_amount_beyond_every_district_is_refused(tmp_path: Path) -> None:
    staged = stage(edited(form(tmp_path, "gas"), G3=1e15), "gas", context=CONTEXT)
    told(staged, "intake.too_large_number", "gas.xlsx 燃气!G3", "万m3")


def test_standard_coal_is_refused_unless_somebody_states_a_coefficient(
    tmp_path: Path,
) -> None:
    path = sheet_of(
        tmp_path, ("年份", "行业", "供气量(吨标准煤)"), (2022, "工业", 1330)
    )
    staged = stage(path, "gas", context=CONTEXT)
    told(staged, "intake.standard_coal", "foreign.xlsx Sheet!C2", "1330 吨标准煤")
    mapping = inspect(path).sheets[0].mapping
    assert mapping is not None
    stated = attrs.evolve(
        mapping,
        coefficients=(
            StandardCoal(
                item="NATURAL_GAS", value=Decimal("0.00133"), source="district form"
            ),
        ),
    )
    converted = stage(path, "gas", stated, context=CONTEXT)
    assert [row.quantity_e3 for row in converted.rows] == [1_000_000_000]
    assert stated.digest != mapping.digest


def test_green_power_without_proof_is_refused(tmp_path: Path) -> None:
    rows = [{**FILLED["grid"][1], "proof": None}]
    staged = stage(form(tmp_path, "grid", *rows), "grid", context=CONTEXT)
    told(staged, "intake.no_proof", "grid.xlsx 电力!G3", "300 万kWh")


def test_a_file_that_is_none_and_a_sheet_of_something_else_are_refused(
    tmp_path: Path,
) -> None:
    missing = stage(tmp_path / "none.xlsx", "gas", context=CONTEXT)
    assert by_code(missing.findings, "intake.file")
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 no workbook")
    assert by_code(inspect(broken).findings, "intake.file")
    other = sheet_of(tmp_path, ("姓名", "电话"), ("某", 1))
    told(stage(other, "gas", context=CONTEXT), "intake.no_head", "foreign.xlsx", "")
    assert by_code(inspect(other).findings, "intake.no_head")
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    assert by_code(stage(empty, "gas", context=CONTEXT).findings, "intake.file")
    binary = tmp_path / "binary.csv"
    binary.write_bytes(b"\x00\x01\x02\x00" * 9)
    assert by_code(stage(binary, "gas", context=CONTEXT).findings, "intake.file")
    assert by_code(
        stage(tmp_path / "none.csv", "gas", context=CONTEXT).findings, "intake.file"
    )


def test_a_map_that_does_not_fit_is_the_callers_mistake(tmp_path: Path) -> None:
    path = form(tmp_path, "gas")
    mapping = inspect(path).sheets[0].mapping
    assert mapping is not None
    for wrong in (
        attrs.evolve(mapping, sheet="煤气"),
        attrs.evolve(mapping, columns=(ColumnUse(column=1, field="moon"),)),
        attrs.evolve(mapping, columns=mapping.columns * 2),
    ):
        with pytest.raises(BadInputError) as caught:
            stage(path, "gas", wrong, context=CONTEXT)
        assert caught.value.code == "intake.bad_map"


def test_a_constant_that_is_no_value_is_refused(tmp_path: Path) -> None:
    path = sheet_of(tmp_path, ("行业", "供气量(万立方米)"), ("工业", 5))
    mapping = ColumnMap(
        sheet="Sheet",
        head_row=1,
        columns=(
            ColumnUse(column=1, field="sector"),
            ColumnUse(column=2, field="supplied", unit="万立方米"),
        ),
        constants=(("year", "去年"),),
    )
    told(
        stage(path, "gas", mapping, context=CONTEXT),
        "intake.year",
        "foreign.xlsx 年份",
        "去年",
    )
    good = attrs.evolve(mapping, constants=(("year", "2022"),))
    assert stage(path, "gas", good, context=CONTEXT).rows[0].year == 2022


def test_a_head_without_unit_takes_the_forms_unit_and_says_so(tmp_path: Path) -> None:
    path = sheet_of(tmp_path, ("年份", "行业", "供气量"), GOOD)
    staged = stage(path, "gas", context=CONTEXT)
    told(staged, "intake.no_unit", "foreign.xlsx Sheet!C1", "供气量")
    assert staged.rows[0].quantity_e3 == 852_000_000


def test_a_workbook_of_a_million_rows_is_refused_in_words(tmp_path: Path) -> None:
    path = sheet_of(tmp_path, HEAD, GOOD)
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><v>2022</v></c><c r="C{n}"><v>{n}</v></c></row>'
        for n in range(2, 1_000_002)
    )
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    page = parts["xl/worksheets/sheet1.xml"].decode()
    page = page.replace("</sheetData>", f"{rows}</sheetData>")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        for name, content in parts.items():
            book.writestr(name, page if name.endswith("sheet1.xml") else content)
    staged = stage(path, "gas", context=CONTEXT)
    found = by_code(staged.findings, "intake.file")
    assert found[0].place == "foreign.xlsx"
    assert found[0].severity is Severity.ERROR
    assert "CSV" in found[0].hint


def test_a_csv_of_a_million_rows_streams_and_is_not_held_whole(
    tmp_path: Path,
) -> None:
    path = tmp_path / "million.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("年份", "街镇代码", "行业", "供气量(万立方米)"))
        writer.writerows(
            (2022, f"{PLACE}{n:06}", "城镇居民", n) for n in range(1_000_000)
        )
    staged = stage(path, "gas", context=CONTEXT, max_rows=10_000)
    found = by_code(staged.findings, "intake.too_many_rows")
    assert found[0].place.startswith("million.csv million!")
    assert staged.summary.read < 50_000
    first = next(iter(stage_batches(path, "gas", context=CONTEXT, batch_rows=1000)))
    assert len(first.rows) == 1000
    assert first.rows[-1].place == f"{PLACE}000999"
