"""Engines: one expression, the same integers on DuckDB and on Spark."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import attrs
import ibis
import pyarrow as pa
import pytest

from dafeng.base.errors import BadInputError
from dafeng.lake import ColumnSchema, Lake, holding_expression, open_engine
from tests.lake.readings import READINGS, day, reading

if TYPE_CHECKING:
    from pathlib import Path

    from ibis.expr.types import Table

    from dafeng.lake import Engine

FACTORS = pa.table({"year": [2021, 2022], "grams_e6": [581_000_123, 570_300_457]})
PLACE = ColumnSchema(name="place", meaning="where it hangs", required=False)
WIDER = attrs.evolve(READINGS, columns=(*READINGS.columns, PLACE))


def filled(folder: Path) -> Lake:
    """A lake with corrections, a joined column, and amounts near what 64 bits hold."""
    lake = Lake(folder)
    for number in range(4):
        rows = [
            reading(f"m{meter}", 2021 + meter % 2, 10**8 * (meter + number))
            for meter in range(5)
        ]
        lake.append(READINGS, rows, key=f"{number}", learned_at=day(number % 3))
    lake.append(WIDER, [reading("m9", 2022, place="厅")], key="w", learned_at=day(9))
    return lake


def emission(engine: Engine, lake: Lake) -> Table:
    """Grams per year and place of the rows that hold."""
    table = engine.table(lake.files("readings"), "readings")
    factors = engine.table(FACTORS, "factors")
    held = holding_expression(table, READINGS.key)
    joined = held.join(factors, "year")
    grams = (joined.energy_e3 * joined.grams_e6).sum()
    return (
        joined.group_by("year", "place")
        .agg(grams=grams, rows=joined.count(), last=joined.learned_at.max())
        .order_by("year", ibis.asc("place", nulls_first=True))
    )


def walked(lake: Lake) -> list[dict[str, object]]:
    """The same by a walk over the rows."""
    grams = dict(zip(*FACTORS.to_pydict().values(), strict=True))
    sums: dict[tuple[int, str], dict[str, object]] = {}
    for row in lake.current("readings").to_pylist():
        key = (row["year"], row["place"] or "")
        line = sums.setdefault(
            key,
            {
                "year": row["year"],
                "place": row["place"],
                "grams": 0,
                "rows": 0,
                "last": row["learned_at"],
            },
        )
        line["grams"] += row["energy_e3"] * grams[row["year"]]
        line["rows"] += 1
        line["last"] = max(line["last"], row["learned_at"])
    return [sums[key] for key in sorted(sums)]


def test_an_expression_over_lake_files_counts_what_a_walk_counts(
    tmp_path: Path,
) -> None:
    lake = filled(tmp_path)
    with open_engine() as engine:
        assert engine.arrow(emission(engine, lake)).to_pylist() == walked(lake)


def test_a_column_that_joined_is_missing_in_older_versions_and_files(
    tmp_path: Path,
) -> None:
    lake = filled(tmp_path)
    with open_engine() as engine:
        older = engine.table(lake.files("readings", version=4), "older")
        newest = engine.table(lake.files("readings"), "newest")
        widened = engine.table(lake.files("readings", version=6), "widened")
        assert "place" not in older.columns
        assert engine.arrow(newest.filter(newest.place.notnull())).num_rows == 1
        assert widened.columns == newest.columns
        assert engine.arrow(widened)["place"].null_count == 20


def test_an_empty_version_has_its_columns_and_no_rows(tmp_path: Path) -> None:
    lake = filled(tmp_path)
    with open_engine() as engine:
        table = engine.table(lake.files("readings", version=0), "readings")
        assert engine.arrow(table.select("meter", "energy_e3")).to_pydict() == {
            "meter": [],
            "energy_e3": [],
        }


def test_rows_are_offered_as_they_are() -> None:
    rows = pa.table({"n": [1, None], "d": pa.array([Decimal("1.50"), None])})
    with open_engine(threads=1, memory="200MB") as engine:
        table = engine.table(rows, "rows")
        assert engine.arrow(table.order_by("n")).to_pylist() == [
            {"n": 1, "d": Decimal("1.50")},
            {"n": None, "d": None},
        ]
        assert engine.scratch.is_dir()
    assert not engine.scratch.exists()


@pytest.mark.parametrize("address", ["", "sqlite", "duckdb://x", "http://spark"])
def test_an_address_that_no_engine_has_says_which_there_are(address: str) -> None:
    with pytest.raises(BadInputError, match="Say duckdb") as caught:
        open_engine(address)
    assert caught.value.code == "lake.no_engine"
