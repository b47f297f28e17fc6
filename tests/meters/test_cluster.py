"""The pass where an engine has the rows: the same hours, whatever the blocks."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from dafeng.lake import Engine, open_engine
from dafeng.meters import Readings, roll_up, roll_up_blocks
from dafeng.meters.cluster import HOURS
from dafeng.sample.meters import sample_readings


def shuffled(readings: Readings) -> pa.Table:
    """Readings as columns, in no order."""
    rows = readings[np.random.default_rng(7).permutation(len(readings))]
    return pa.table(
        {
            "meter": rows.meter,
            "at": rows.at,
            "value": rows.value,
            "learned_at": rows.learned_at,
            "manual": rows.manual.astype(np.int16),
        }
    )


def hours_on(engine: Engine, blocks: int) -> tuple[pa.Table, pa.Table]:
    """The hours of one pass, and those of the engine."""
    made = sample_readings(30, 12, seed=3)
    rows = engine.table(shuffled(made.readings), "readings")
    got = roll_up_blocks(engine, made.tree, rows, made.window, blocks=blocks)
    one = roll_up(made.tree, made.readings, made.window).hours.table()
    return one.cast(HOURS), got


@pytest.mark.parametrize("blocks", [1, 7, 64])
def test_blocks_of_meters_give_the_hours_of_one_pass(blocks: int) -> None:
    with open_engine() as engine:
        one, got = hours_on(engine, blocks)
    assert len(one) > 8000
    assert got.equals(one)


def test_no_readings_give_no_hours() -> None:
    made = sample_readings(1, 1, seed=3)
    with open_engine("duckdb") as engine:
        rows = engine.table(shuffled(made.readings[:0]), "readings")
        got = roll_up_blocks(engine, made.tree, rows, made.window)
    assert got.equals(HOURS.empty_table())
