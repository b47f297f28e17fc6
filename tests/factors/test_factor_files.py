"""A table of new factors is read cell by cell; nothing of it is stored."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from dafeng.base.errors import BadInputError
from dafeng.base.findings import Severity
from dafeng.factors import check_factor_file, read_factor_file
from dafeng.sheets import Column, Kind, Sheet, write_workbook

HEAD = "代码,参数,数值,单位,因子集,来源文件,生效年"
SOUND = "DIESEL,ncv,42652,kJ/kg,PAGE,GB/T 2589-2008,2008"


def table(folder: Path, *lines: str, head: str = HEAD) -> Path:
    path = folder / "new.csv"
    path.write_text("\n".join((head, *lines)) + "\n", encoding="utf-8-sig")
    return path


def book(folder: Path, *rows: tuple[object, ...], head: str = HEAD) -> Path:
    path = folder / "new.xlsx"
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "因子"
    for row in (head.split(","), *rows):
        sheet.append(list(row))
    workbook.save(path)
    return path


def found(path: Path) -> list[tuple[str, str]]:
    return [(f.code, f.place) for f in check_factor_file(path)]


def test_a_sound_table_gives_its_rows_and_no_finding(tmp_path: Path) -> None:
    read = read_factor_file(table(tmp_path, SOUND))
    assert read.findings == ()
    (row,) = read.factors
    assert (row.code, row.value, row.unit) == ("DIESEL", Decimal(42652), "kJ/kg")
    assert (row.region, row.verified, row.valid_from) == ("CN", False, 2008)


def test_the_heads_of_the_packaged_tables_are_read_too(tmp_path: Path) -> None:
    head = "code,parameter,value,unit,factor_set,source_document,valid_from"
    assert check_factor_file(table(tmp_path, SOUND, head=head)) == ()


def test_the_four_wrong_coefficients_are_found_by_their_cells(tmp_path: Path) -> None:
    pairs = [
        ("LPG", "50179", "0.7143", "kg"),
        ("NATURAL_GAS", "38931", "0.3300", "m3"),
        ("KEROSENE", "43070", "1.4286", "kg"),
        ("REFINERY_GAS", "46055", "0.5714", "kg"),
    ]
    lines = [
        line
        for code, ncv, printed, per in pairs
        for line in (
            f"{code},ncv,{ncv},kJ/{per},PAGE,a page,2008",
            f"{code},coal_equivalent,{printed},kgce当量/{per},PAGE,a page,2008",
        )
    ]
    wrong = [
        p for c, p in found(table(tmp_path, *lines)) if c == "factor.standard_coal"
    ]
    assert wrong == [f"new.csv CSV!C{row}" for row in (3, 5, 7, 9)]


@pytest.mark.parametrize("unit", ["kgce/kg", "kgce当量/kg", "tce/t"])
def test_a_dropped_digit_is_found_in_either_spelling_of_the_unit(
    tmp_path: Path, unit: str
) -> None:
    lines = (
        "LPG,ncv,50179,kJ/kg,PAGE,a page,2008",
        f"LPG,coal_equivalent,0.7143,{unit},PAGE,a page,2008",
        f"KEROSENE,coal_equivalent,1.4714,{unit},PAGE,a page,2008",
    )
    told = found(table(tmp_path, *lines))
    coal = [p for c, p in told if c == "factor.standard_coal"]
    assert coal == ["new.csv CSV!C3"]
    unlabelled = [p for c, p in told if c == "factor.unit_unlabelled"]
    labelled = "当量" in unit
    assert unlabelled == ([] if labelled else ["new.csv CSV!D3", "new.csv CSV!D4"])


def test_a_bad_year_hides_neither_unit_nor_sign(tmp_path: Path) -> None:
    bad = "DIESEL,ncv,-42652,furlong,PAGE,doc,二〇〇八"
    told = found(table(tmp_path, bad, SOUND))
    assert sorted(told) == [
        ("factor.negative", "new.csv CSV!C2"),
        ("factor.not_a_year", "new.csv CSV!G2"),
        ("factor.unit_unknown", "new.csv CSV!D2"),
    ]
    assert len(read_factor_file(table(tmp_path, bad, SOUND)).factors) == 1


def test_a_known_conflict_of_a_packaged_row_is_a_note_and_of_a_changed_one_is_not(
    tmp_path: Path,
) -> None:
    head = f"编号,{HEAD}"
    name = "NATURAL_GAS.coal_equivalent@CE-GBT2589"
    line = f"{name},NATURAL_GAS,coal_equivalent,{{}},kgce当量/m3,CE-GBT2589,doc,2021"
    (kept,) = check_factor_file(table(tmp_path, line.format("1.2143"), head=head))
    assert (kept.code, kept.severity) == ("factor.standard_coal", Severity.INFO)
    assert "gas fields" in kept.rule
    (changed,) = check_factor_file(table(tmp_path, line.format("1.2043"), head=head))
    assert changed.severity is Severity.ERROR


@pytest.mark.parametrize(
    ("line", "code", "cell"),
    [
        ("DIESEL,ncv,42652 kJ,kJ/kg,P,doc,2008", "factor.not_a_number", "C2"),
        ("DIESEL,ncv,NaN,kJ/kg,P,doc,2008", "factor.not_a_number", "C2"),
        ("DIESEL,ncv,42652,kJ/kg,P,doc,二〇〇八", "factor.not_a_year", "G2"),
        ("DIESEL,ncv,42652,,P,doc,2008", "factor.no_unit", "D2"),
        (",ncv,42652,kJ/kg,P,doc,2008", "factor.empty", "A2"),
        ("DIESEL,ncv,,kJ/kg,P,doc,2008", "factor.empty", "C2"),
        ("DIESEL,ncv,42652,kJ/kg,P,,2008", "factor.no_source", "F2"),
        ("DIESEL,ncv,-42652,kJ/kg,P,doc,2008", "factor.negative", "C2"),
        ("DIESEL,ncv,42652,kJ/pound,P,doc,2008", "factor.unit_unknown", "D2"),
        ("DIESEL,ncv,42652,tCO2/t,P,doc,2008", "factor.unit_misfit", "D2"),
    ],
)
def test_a_bad_cell_is_named_by_file_and_cell(
    tmp_path: Path, line: str, code: str, cell: str
) -> None:
    assert (code, f"new.csv CSV!{cell}") in found(table(tmp_path, line))


def test_a_row_that_stands_twice_is_found(tmp_path: Path) -> None:
    codes = {code for code, _ in found(table(tmp_path, SOUND, SOUND))}
    assert {"factor.duplicate", "factor.duplicate_id"} <= codes


def test_a_unit_in_the_head_of_the_values_holds_for_all_rows(tmp_path: Path) -> None:
    head = "代码,参数,数值(kJ/kg),因子集,来源文件,生效年"
    line = "DIESEL,ncv,42652,PAGE,GB/T 2589-2008,2008"
    read = read_factor_file(table(tmp_path, line, head=head))
    assert read.findings == ()
    assert read.factors[0].unit == "kJ/kg"


def test_a_unit_in_the_head_that_contradicts_the_row_is_found(tmp_path: Path) -> None:
    head = HEAD.replace("数值", "数值(GJ/t)")
    assert found(table(tmp_path, SOUND, head=head)) == [
        ("factor.unit_in_head", "new.csv CSV!D2")
    ]


def test_a_missing_column_is_named_and_nothing_is_read(tmp_path: Path) -> None:
    read = read_factor_file(table(tmp_path, "DIESEL,ncv,42652", head="代码,参数,数值"))
    assert read.factors == ()
    assert [f.value for f in read.findings] == ["factor_set", "source_document", "unit"]


def test_a_table_without_head_is_a_finding(tmp_path: Path) -> None:
    assert [c for c, _ in found(table(tmp_path, "1,2,3", head="a,b,c"))] == [
        "factor.no_head"
    ]


def test_a_repeated_column_is_found_and_the_first_is_read(tmp_path: Path) -> None:
    codes = [c for c, _ in found(table(tmp_path, SOUND + ",1", head=HEAD + ",数值"))]
    assert codes == ["factor.repeated_column"]


def test_a_workbook_is_read_like_a_table(tmp_path: Path) -> None:
    row = ("DIESEL", "ncv", 42652, "kJ/kg", "PAGE", "GB/T 2589-2008", 2008)
    assert check_factor_file(book(tmp_path, row)) == ()
    wrong = ("DIESEL", "ncv", -1, "kJ/kg", "PAGE", "GB/T 2589-2008", 2008)
    assert ("factor.negative", "new.xlsx 因子!C2") in found(book(tmp_path, wrong))


def test_a_sheet_of_notes_beside_the_table_is_said_not_to_be_read(
    tmp_path: Path,
) -> None:
    row = ("DIESEL", "ncv", 42652, "kJ/kg", "PAGE", "GB/T 2589-2008", 2008)
    path = book(tmp_path, row)
    workbook = openpyxl.load_workbook(path)
    workbook.create_sheet("说明").append(["填表说明"])
    workbook.save(path)
    (finding,) = check_factor_file(path)
    assert (finding.code, finding.severity) == ("factor.sheet_not_read", "info")


def test_a_merged_head_cell_is_found(tmp_path: Path) -> None:
    path = book(tmp_path, ("DIESEL", "ncv", 42652, "kJ/kg", "P", "doc", 2008))
    workbook = openpyxl.load_workbook(path)
    workbook.active.merge_cells("G1:H1")
    workbook.save(path)
    assert ("factor.merged_head", "new.xlsx 因子!G1") in found(path)


def test_a_formula_without_value_is_found(tmp_path: Path) -> None:
    row = ("DIESEL", "ncv", "=1/0", "kJ/kg", "P", "doc", 2008)
    assert ("factor.cell_error", "new.xlsx 因子!C2") in found(book(tmp_path, row))


def test_a_head_below_a_note_is_found(tmp_path: Path) -> None:
    path = tmp_path / "new.xlsx"
    titles = HEAD.split(",")
    write_workbook(
        path,
        [
            Sheet(
                name="因子",
                note="示例",
                columns=tuple(
                    Column(title=t, kind=Kind.NUMBER if t == "数值" else Kind.TEXT)
                    for t in titles
                ),
                rows=[("DIESEL", "ncv", 42652, "kJ/kg", "P", "doc 2008", "2008")],
            )
        ],
    )
    assert check_factor_file(path) == ()


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "new.csv"
    path.write_bytes((HEAD + "\n" + SOUND).encode("gb18030"))
    with pytest.raises(BadInputError) as caught:
        check_factor_file(path)
    assert caught.value.code == "factor.not_utf8"


def test_a_table_without_end_is_refused(tmp_path: Path) -> None:
    path = table(tmp_path, *[SOUND] * 200_001)
    with pytest.raises(BadInputError) as caught:
        check_factor_file(path)
    assert caught.value.code == "factor.too_many_rows"


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInputError) as caught:
        check_factor_file(tmp_path / "none.csv")
    assert caught.value.code == "workbook.not_found"
