"""An account leaves in every form that others read, with the same total."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path

import polars
import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook

from tests.cli.running import dafeng


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from dafeng.lake import Lake
    from dafeng.sample import fill_lake

    home = tmp_path_factory.mktemp("house")
    fill_lake(Lake(home / "lake"))
    return home


def written(house: Path, folder: Path, form: str, name: str) -> Path:
    path = folder / name
    ended = dafeng(
        *("account", "export", form, "--year", "2022"),
        *("--output", str(path), "--home", str(house)),
    )
    assert ended.code == 0, ended.stderr
    assert ended.stdout == b""
    return path


def test_csv_json_and_parquet_hold_the_same_lines(house: Path, tmp_path: Path) -> None:
    rows = list(
        csv.DictReader(
            written(house, tmp_path, "csv", "a.csv")
            .read_text(encoding="utf-8-sig")
            .splitlines()
        )
    )
    shown = json.loads(
        written(house, tmp_path, "json", "a.json").read_text(encoding="utf-8"),
        parse_float=Decimal,
    )
    table = pq.read_table(written(house, tmp_path, "parquet", "a.parquet"))
    control = {line["id"]: Decimal(line["value"]) for line in shown["lines"]}
    by_csv = {row["line_id"]: Decimal(row["co2e_t"]) for row in rows}
    assert {name: by_csv[name] for name in control} == control
    assert sum(control.values()) == Decimal(shown["total"])
    frame = polars.from_arrow(table)
    assert list(frame["line_id"]) == list(table.to_pandas()["line_id"]) == list(by_csv)


def test_workbook_gpc_and_primap_open(house: Path, tmp_path: Path) -> None:
    book = load_workbook(written(house, tmp_path, "xlsx", "a.xlsx"), read_only=True)
    assert "总量" in book.sheetnames
    gpc = load_workbook(written(house, tmp_path, "gpc", "g.xlsx"), read_only=True)
    assert gpc.sheetnames == ["GPC"]
    data = written(house, tmp_path, "primap2", "p.csv")
    assert data.with_suffix(".yaml").exists()
    assert data.read_text(encoding="utf-8").startswith('"source","area (GBT2260)"')
