"""The same account on DuckDB and on Spark: the same integers."""

from __future__ import annotations

import pytest

from dafeng.accounts import Evidence, run_account
from dafeng.factors import factor_book
from dafeng.lake import open_engine
from dafeng.sample import SAMPLE_PLACE_CODE, synthetic_district
from tests.accounts.account.building import settings


@pytest.mark.spark
def test_the_account_is_the_same_on_both_engines() -> None:
    asked = settings(place=SAMPLE_PLACE_CODE, year=2023)
    rows = [row for row in synthetic_district().activity if row.year <= asked.year]
    kept = [r for r in rows if r.year == asked.year or r.flow == "waste.landfill"]
    evidence = Evidence(rows=tuple(kept))
    with open_engine("duckdb") as here, open_engine("spark") as cluster:
        on_duckdb = run_account(evidence, factor_book(), asked, here)
        on_spark = run_account(evidence, factor_book(), asked, cluster)
    assert len(on_duckdb.lines) > 400
    assert on_spark == on_duckdb
