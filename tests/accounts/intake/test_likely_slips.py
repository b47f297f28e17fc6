"""Slips that read as something else: a decimal comma, a far place, a year to come."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import attrs
import pytest

from dafeng.accounts import ActivityRow
from dafeng.accounts.intake import (
    ColumnMap,
    ColumnUse,
    look_through,
    stage,
    stage_batches,
)
from tests.accounts.intake.filling import (
    CONTEXT,
    PLACE,
    by_code,
    edited,
    form,
    sheet_of,
)
from tests.accounts.intake.test_bad_input import HEAD, told

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("text", ["85,2", "1,23,456", ",5", "1,2345", "1_000", "85，2"])
def test_a_comma_that_parts_no_thousands_is_no_number(
    tmp_path: Path, text: str
) -> None:
    staged = stage(edited(form(tmp_path, "gas"), G3=text), "gas", context=CONTEXT)
    told(staged, "intake.not_a_number", "gas.xlsx 燃气!G3", text)
    assert len(staged.rows) == 1


@pytest.mark.parametrize(
    ("text", "amount"),
    [("1,234.5", "1234.5"), ("12,345,678", "12345678"), ("1，234", "1234")],
)
def test_a_comma_parts_thousands(tmp_path: Path, text: str, amount: str) -> None:
    staged = stage(edited(form(tmp_path, "gas"), G3=text), "gas", context=CONTEXT)
    assert staged.rows[0].quantity_e3 == Decimal(amount) * 10**7
    assert not staged.blocked


@pytest.mark.parametrize(
    ("code", "word"), [("999999", "999999"), ("110101", "东城区"), ("城关镇", "digits")]
)
def test_a_place_that_no_account_reads_is_refused(
    tmp_path: Path, code: str, word: str
) -> None:
    head = ("年份", "街镇代码", "行业", "供气量(万立方米)")
    path = sheet_of(
        tmp_path,
        head,
        (2022, code, "工业", 1),
        (2022, None, "工业", 2),
        (2022, f"{PLACE}101", "工业", 3),
    )
    staged = stage(path, "gas", context=CONTEXT)
    told(staged, "intake.place", "foreign.xlsx Sheet!B2", code)
    assert word in by_code(staged.findings, "intake.place")[0].rule
    assert [row.place for row in staged.rows] == [PLACE, f"{PLACE}101"]


def test_a_year_after_the_day_of_import_is_refused(tmp_path: Path) -> None:
    context = attrs.evolve(CONTEXT, today=date(2026, 3, 1))
    path = sheet_of(tmp_path, HEAD, (2095, "工业", 1), (2026, "工业", 2))
    staged = stage(path, "gas", context=context)
    told(staged, "intake.year", "foreign.xlsx Sheet!A2", "2095")
    assert [row.year for row in staged.rows] == [2026]
    assert not stage(path, "gas", context=CONTEXT).blocked
    mapping = ColumnMap(
        sheet="Sheet",
        head_row=1,
        columns=(
            ColumnUse(column=2, field="sector"),
            ColumnUse(column=3, field="supplied", unit="m3"),
        ),
        constants=(("year", "2095"),),
    )
    staged = stage(path, "gas", mapping, context=context)
    assert by_code(staged.findings, "intake.year")
    assert staged.rows == ()


def test_many_warnings_of_one_kind_do_not_block(tmp_path: Path) -> None:
    path = tmp_path / "gas.csv"
    lines = [f"2022,{PLACE}{n:06},工业,{n + 1}" for n in range(1500)]
    path.write_text("年份,街镇代码,行业,供气量(立方米)\n" + "\n".join(lines), "utf-8")
    rows = stage(path, "gas", context=CONTEXT).rows
    last = tuple(
        attrs.evolve(row, year=2021, period="2021", quantity_e3=1)
        for row in rows
        if isinstance(row, ActivityRow)
    )
    context = attrs.evolve(CONTEXT, previous=last)
    staged = stage(path, "gas", context=context)
    assert len(by_code(staged.findings, "intake.jump")) == 1001
    assert by_code(staged.findings, "intake.jump")[-1].value == "500"
    assert not staged.blocked
    seen: list[int] = []
    parts = stage_batches(path, "gas", context=context, batch_rows=600)
    looked = look_through(parts, "gas", read=seen.append)
    assert seen == [600, 1200, 1500]
    assert looked == attrs.evolve(staged, rows=(), places=())
