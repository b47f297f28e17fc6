"""What leaves the building says what the account says, in every format."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import polars as pl
import pyarrow as pa
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from dafeng.accounts import (
    Account,
    ActivityRow,
    Boundary,
    Cut,
    by_cut,
    flows,
    sectors,
    total_g,
    within,
)
from dafeng.accounts.exchange import (
    LINES_SCHEMA,
    account_csv,
    account_from_json,
    account_to_json,
    account_workbook,
    gpc_ref,
    gpc_table,
    gpc_workbook,
    lines_table,
    primap_interchange,
    shown_json,
    tonnes_of,
    write_primap,
)
from dafeng.base.errors import BadInputError
from dafeng.base.plain import exact_json
from dafeng.base.tables import packaged_rows
from dafeng.factors import factor_book
from dafeng.sheets import read_workbook
from tests.accounts.account.building import POWER, account, row, small_district

if TYPE_CHECKING:
    from collections.abc import Iterable

DISTRICT = account(*small_district())
BOOK = factor_book()


def later() -> Account:
    rows = [
        attrs.evolve(each, year=2023, period="2023")
        for each in small_district()
        if each.year == 2022
    ]
    return account(*rows, year=2023)


def test_an_account_comes_back_from_its_canonical_bytes() -> None:
    data = account_to_json(DISTRICT)
    assert account_from_json(data) == DISTRICT
    assert account_to_json(account_from_json(data)) == data
    plain = json.loads(data, parse_float=_no_float)
    assert list(plain) == sorted(plain)


def _no_float(text: str) -> float:
    msg = f"{text} is a float"
    raise AssertionError(msg)


def test_bytes_that_are_no_account_are_refused() -> None:
    with pytest.raises(BadInputError) as caught:
        account_from_json(b'{"settings": 1}')
    assert caught.value.code == "record.bad"


@settings(max_examples=8, deadline=None)
@given(st.permutations(small_district()))
def test_the_order_of_evidence_changes_no_byte(rows: list[ActivityRow]) -> None:
    assert account_to_json(account(*rows)) == account_to_json(DISTRICT)


@pytest.mark.parametrize("boundary", list(Boundary))
def test_json_shows_the_very_digits(boundary: Boundary) -> None:
    told = json.loads(shown_json(DISTRICT, boundary, seal="abc"), parse_float=Decimal)
    lines = within(DISTRICT.lines, boundary)
    assert told["total"] * 10**6 == total_g(lines)
    assert [line["id"] for line in told["lines"]] == [line.id for line in lines]
    for name, cut in (("sector", Cut.SECTOR), ("fuel", Cut.FUEL), ("gas", Cut.GAS)):
        shown = {key: int(value * 10**6) for key, value in told["by"][name].items()}
        assert shown == by_cut(lines, cut)
        assert sum(shown.values()) == total_g(lines)
    assert set(told) == {
        *("place", "year", "boundary", "gwp", "unit"),
        *("total", "low", "high", "lines", "by", "seal"),
    }
    assert told["seal"] == "abc"
    for line in told["lines"]:
        assert set(line) == {
            *("id", "sector", "fuel", "flow", "gas", "quantity", "unit"),
            *("factor_ids", "value", "low", "high", "grade"),
        }


@given(
    st.recursive(
        st.none()
        | st.integers()
        | st.text()
        | st.decimals(
            allow_nan=False,
            allow_infinity=False,
            places=6,
            min_value=-(10**12),
            max_value=10**12,
        ),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=20,
    )
)
def test_exact_json_is_json_with_every_digit(value: object) -> None:
    read = json.loads(exact_json(value), parse_float=Decimal)  # type: ignore[arg-type]
    assert read == value


def test_the_workbook_is_deterministic_and_has_its_sheets(tmp_path: Path) -> None:
    data = account_workbook(DISTRICT, BOOK, note="合成数据")
    assert data == account_workbook(DISTRICT, BOOK, note="合成数据")
    path = tmp_path / "account.xlsx"
    path.write_bytes(data)
    book = read_workbook(path)
    names = [sheet.name for sheet in book.sheets]
    assert names[:5] == ["总量", "明细", "因子", "发现", "勾稽"]
    details = book.sheets[1]
    assert str(details.cells[1, 1].value).startswith("合成数据")
    shown = [
        cells[10].value
        for number, cells in (
            (n, {c.column - 1: c for c in row}) for n, row in details.rows()
        )
        if number > 2
    ]
    lines = within(DISTRICT.lines, Boundary.CONTROL)
    assert len(shown) == len(lines)
    for value, line in zip(shown, lines, strict=True):
        assert isinstance(value, Decimal)
        assert abs(value - tonnes_of(line.co2e_g)) <= Decimal("0.0005")


def test_every_factor_of_the_workbook_names_its_document(tmp_path: Path) -> None:
    path = tmp_path / "account.xlsx"
    path.write_bytes(account_workbook(DISTRICT, BOOK, Boundary.TERRITORIAL))
    factors = read_workbook(path).sheets[2]
    rows = {row[0].value: row for number, row in factors.rows() if number > 2}
    used = {
        use.factor_id
        for line in within(DISTRICT.lines, Boundary.TERRITORIAL)
        for use in line.uses
        if use.factor_id
    }
    assert set(rows) == used
    assert all(len(row) > 8 for row in rows.values())


def test_the_bridge_of_the_workbook_closes(tmp_path: Path) -> None:
    path = tmp_path / "account.xlsx"
    path.write_bytes(account_workbook(DISTRICT, BOOK))
    sheet = read_workbook(path).sheets[4]
    bridge = [row for _, row in sheet.rows() if row[0].value == "企业口径到控制口径"]
    assert bridge[0][5].value == 0


def test_csv_and_arrow_hold_the_same_lines() -> None:
    table = lines_table(DISTRICT)
    assert table.schema.equals(LINES_SCHEMA)
    assert table.schema.metadata[b"gwp"] == b"AR5GWP100"
    rows = list(csv.DictReader(io.StringIO(account_csv(DISTRICT).decode("utf-8-sig"))))
    assert len(rows) == table.num_rows == len(DISTRICT.lines)
    for told, kept in zip(rows, table.to_pylist(), strict=True):
        assert told["line_id"] == kept["line_id"]
        assert Decimal(told["co2e_t"]) == kept["co2e_t"]
        assert told["factor_ids"].split(";") == kept["factor_ids"]
    assert account_csv(DISTRICT) == account_csv(DISTRICT)


def test_the_table_adds_up_to_the_total_of_a_boundary() -> None:
    table = lines_table(DISTRICT, Boundary.TERRITORIAL)
    counted = within(DISTRICT.lines, Boundary.TERRITORIAL)
    assert sum(table["co2e_t"].to_pylist()) * 10**6 == total_g(counted)
    assert not any(pa.types.is_floating(field.type) for field in table.schema)


def test_polars_and_pandas_take_the_table() -> None:
    table = lines_table(DISTRICT)
    frame = pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)
    assert frame.height == table.num_rows
    assert list(table.to_pandas()["line_id"]) == table["line_id"].to_pylist()


def test_a_text_that_looks_like_a_formula_stays_a_text_in_csv() -> None:
    evil = account(row("a", 5_000, owner="=1+1"))
    assert b",'=1+1," in account_csv(evil)


def test_an_empty_account_leaves_in_every_format() -> None:
    empty = account()
    assert lines_table(empty).num_rows == 0
    assert account_csv(empty).count(b"\n") == 1
    assert json.loads(shown_json(empty))["total"] == 0
    assert account_workbook(empty, BOOK)
    assert all(row.notation == "NE" for row in gpc_table(empty))


def test_primap_data_have_its_columns_and_exact_gigagrams(tmp_path: Path) -> None:
    data, meta = write_primap(tmp_path, [later(), DISTRICT], source="test", stem="d")
    rows = list(csv.DictReader(io.StringIO(data.read_text(encoding="utf-8"))))
    told = yaml.safe_load(meta.read_text(encoding="utf-8"))
    assert set(told) == {"attrs", "data_file", "dimensions", "time_format"}
    assert told["data_file"] == "d.csv"
    assert told["attrs"]["area"] in rows[0]
    assert told["attrs"]["cat"] in rows[0]
    fixed = set(told["dimensions"]["*"]) - {"time"}
    assert set(rows[0]) == fixed | {"2022", "2023"}
    assert len({(r["entity"], r["category (IPCC2006)"]) for r in rows}) == len(rows)
    methane = [r for r in rows if r["entity"] == "CH4"]
    assert {r["unit"] for r in methane} == {"Gg CH4 / year"}
    mass = sum(
        line.mass_g
        for line in within(DISTRICT.lines, Boundary.TERRITORIAL)
        if line.gas == "CH4"
    )
    assert sum(Fraction(r["2022"] or 0) for r in methane) * 10**9 == mass
    basket = [r for r in rows if r["entity"] == "KYOTOGHG (AR5GWP100)"]
    counted = [
        *within(DISTRICT.lines, Boundary.TERRITORIAL),
        *within(DISTRICT.lines, Boundary.SINKS),
    ]
    assert sum(Fraction(r["2022"] or 0) for r in basket) * 10**9 == total_g(counted)


def test_primap_refuses_what_it_cannot_say() -> None:
    for accounts, code in (
        ([], "primap.none"),
        ([DISTRICT, DISTRICT], "primap.repeated"),
        ([DISTRICT, account(year=2023, gwp="AR4GWP100")], "primap.gwp"),
    ):
        with pytest.raises(BadInputError) as caught:
            primap_interchange(accounts, source="test")
        assert caught.value.code == code


def test_the_gpc_table_counts_every_reported_line_once() -> None:
    table = gpc_table(DISTRICT)
    reported = {
        line.id: line.co2e_g
        for boundary in (Boundary.TERRITORIAL, Boundary.CONTROL, Boundary.SINKS)
        for line in within(DISTRICT.lines, boundary)
    }
    assert sum(row.co2e_g or 0 for row in table) == sum(reported.values())
    assert sum(row.lines for row in table) >= len(reported)
    territorial = within(DISTRICT.lines, Boundary.TERRITORIAL)
    scope_1 = [row for row in table if row.scope == 1 and row.ref != "V.2"]
    assert sum(row.co2e_g or 0 for row in scope_1) == total_g(territorial)
    for told in table:
        assert sum(grams for _, grams in told.by_gas_g) == (told.co2e_g or 0)


def scope_of(lines: Iterable[ActivityRow]) -> dict[str, int]:
    table = gpc_table(account(*lines))
    return {row.ref: row.co2e_g for row in table if row.co2e_g is not None}


def test_scope_2_is_what_was_used_and_generation_is_noted_apart() -> None:
    used = row("u", 100 * 10**6, **POWER)
    own = row("o", 10**6, **POWER, sector="industry.power")
    sold = {**POWER, "flow": "power.sold", "sector": "industry.power"}
    made = row("g", 40 * 10**6, **sold)
    alone, both = scope_of([used, own]), scope_of([used, own, made])
    assert both["M.1"] < 0
    assert {ref: grams for ref, grams in both.items() if ref != "M.1"} == alone
    # What the power works use themselves is a part of what industry uses.
    assert both["I.4.2"] * 99 == both["I.3.2"]


def test_losses_stand_in_scope_3_of_those_who_use() -> None:
    users = [
        row("a", 3 * 10**9, **POWER, sector="households.urban"),
        row("b", 6 * 10**9, **POWER, sector="services"),
        row("c", 10**9, **POWER, sector="transport"),
    ]
    lost = row("l", 10**9 + 1, **POWER, sector="losses")
    before, after = scope_of(users), scope_of([*users, lost])
    assert {ref: after[ref] for ref in before} == before
    shares = {ref: after[ref] for ref in after if ref not in before}
    assert set(shares) == {"I.1.3", "I.2.3", "II.1.3"}
    whole = sum(shares.values())
    assert whole == scope_of([lost])["I.4.3"]
    for ref, tenths in (("I.1.3", 3), ("I.2.3", 6), ("II.1.3", 1)):
        assert abs(shares[ref] * 10 - whole * tenths) <= 10


def test_fuel_of_grid_plants_and_waste_to_energy_stand_in_generation() -> None:
    line = DISTRICT.lines[0]
    for flow in ("fuel.power", "fuel.heat", "waste.incineration-power"):
        assert gpc_ref(attrs.evolve(line, flow=flow, sector="waste")) == "I.4.4"
    burned = attrs.evolve(line, flow="waste.incineration", sector="waste")
    assert gpc_ref(burned) == "III.3.1"


def test_every_flow_and_sector_has_a_row_of_the_gpc() -> None:
    refs = {
        row["ref"] for row in packaged_rows("dafeng.accounts.exchange", "gpc_refs.csv")
    }
    line = DISTRICT.lines[0]
    for flow in flows().values():
        for sector in sectors():
            ref = gpc_ref(attrs.evolve(line, flow=flow.code, sector=sector))
            if flow.territorial or flow.control:
                assert ref in refs, (flow.code, sector)


def test_the_gpc_workbook_marks_what_nobody_estimated(tmp_path: Path) -> None:
    assert gpc_workbook(DISTRICT) == gpc_workbook(DISTRICT)
    path = tmp_path / "gpc.xlsx"
    path.write_bytes(gpc_workbook(DISTRICT))
    sheet = read_workbook(path).sheets[0]
    rows = {row[0].value: [c.value for c in row] for _, row in sheet.rows()}
    assert "NE" in rows["II.2.1"]
    assert "NE" not in rows["I.3.1"]
