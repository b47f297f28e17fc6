"""Files hold what the page shows, safely for spreadsheets, with the mark of samples."""

from __future__ import annotations

from datetime import date

import pytest

from dafeng.web.core import services
from dafeng.web.core.exports import cell, csv_response


def lines() -> list[str]:
    response = csv_response(
        name="x.csv", header=["名", "数"], rows=[["=1+1", None], ["b", 2]]
    )
    return b"".join(response).decode("utf-8-sig").splitlines()


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_text_that_a_spreadsheet_would_run_is_disarmed(value: str) -> None:
    assert cell(value) == f"'{value}"


def test_numbers_stay_numbers_and_unknown_stays_empty() -> None:
    assert (cell(-1), cell(0), cell(None), cell("a=b")) == (-1, 0, "", "a=b")


@pytest.mark.usefixtures("db")
def test_a_real_house_writes_the_rows_alone() -> None:
    assert lines() == ["名,数", "'=1+1,", "b,2"]


@pytest.mark.usefixtures("db")
def test_a_sample_house_says_so_in_the_first_line() -> None:
    services.house_set(
        name_zh="示范区",
        name_en="",
        place_code="",
        synthetic=True,
        data_version="1",
        data_date=date(2025, 1, 1),
    )
    assert lines()[0] == "示例数据(合成)"
