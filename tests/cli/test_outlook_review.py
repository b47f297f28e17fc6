"""``dafeng outlook review``: accounts, the model's errors, the weather of each year."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from dafeng.base.plain import record_from_json, record_to_json
from dafeng.pathways import DegreeDays, HeatingShare, Review, review_of
from tests.cli.test_outlook import outlook
from tests.pathways.test_reviewing import SCALES, drivers, looked_back

if TYPE_CHECKING:
    from pathlib import Path

CASE = looked_back(
    drivers=drivers({2020: 10.0, 2024: 10.0}),
    degree_days=tuple(DegreeDays(year=year, degree_days=2000.0) for year in SCALES),
    heating=(HeatingShare(sector="town", share=0.5),),
)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("review") / "case.json"
    path.write_bytes(record_to_json(CASE))
    return path


def test_json_is_the_whole_review(file: Path) -> None:
    ended = outlook("review", "--input", file, "--format", "json")
    assert json.loads(ended.stdout)["past"]["cause"] == "structural"
    assert record_from_json(ended.stdout, Review) == review_of(CASE)


def test_the_table_and_the_workbook_have_a_row_for_each_account(file: Path) -> None:
    table = outlook("review", "--input", file).stdout.decode()
    for year in SCALES:
        assert str(year) in table
    book = outlook("review", "--input", file, "--format", "xlsx").stdout
    sheet = load_workbook(io.BytesIO(book)).active
    first = {str(row[0]) for row in sheet.iter_rows(values_only=True)}
    assert {str(year) for year in SCALES} <= first
