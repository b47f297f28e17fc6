"""A handful of kills on every run of the suite; the long form is ``make soak``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from tools.soak import Job, soak_lake

if TYPE_CHECKING:
    from pathlib import Path


def test_a_few_kills_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    outcome = soak_lake(tmp_path, kills=5, seed=20240101)
    assert outcome.is_good(), attrs.asdict(outcome)
    assert outcome.batches > 5
    assert outcome.rows >= outcome.batches
    assert outcome.entries >= outcome.batches
    assert outcome.versions > outcome.batches


def test_what_a_worker_sends_again_is_what_it_sent() -> None:
    first, again = (Job(worker=1, number=7, seed=3) for _ in range(2))
    assert (first.key, first.rows(), first.blob()) == (
        again.key,
        again.rows(),
        again.blob(),
    )
    assert first.rows() != Job(worker=1, number=7, seed=4).rows()
