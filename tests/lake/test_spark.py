"""Spark: the same numbers as here, of an expression and of the pass over readings.

A session takes twenty seconds to start, so all tests of a cluster share one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dafeng.lake import open_engine
from tests.lake.test_engine import emission, filled, walked
from tests.meters.test_cluster import hours_on

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dafeng.lake import Engine

pytestmark = pytest.mark.spark


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    scratch = tmp_path_factory.mktemp("spark") / "scratch"
    with open_engine("local-cluster", folder=scratch) as engine:
        assert engine.scratch.parent == scratch
        yield engine
    assert list(scratch.iterdir()) == []


def test_the_same_expression_gives_the_same_integers(
    cluster: Engine, tmp_path: Path
) -> None:
    lake = filled(tmp_path / "lake")
    with open_engine() as engine:
        here = engine.arrow(emission(engine, lake))
    there = cluster.arrow(emission(cluster, lake))
    empty = cluster.table(lake.files("readings", version=0), "none")
    assert cluster.arrow(empty).num_rows == 0
    assert there.equals(here)
    assert here.to_pylist() == walked(lake)


def test_the_pass_over_readings_gives_the_same_hours(cluster: Engine) -> None:
    one, got = hours_on(cluster, 7)
    assert got.equals(one)
