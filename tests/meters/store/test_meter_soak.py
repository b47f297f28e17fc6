"""A handful of kills and a full disk on every run; the long form is ``make soak``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from tools.soak_meters import FORMS, soak_full_disk, soak_meters

if TYPE_CHECKING:
    from pathlib import Path


def test_kills_and_a_full_disk_lose_and_double_no_energy(tmp_path: Path) -> None:
    outcome = soak_meters(tmp_path, FORMS["tiny"], seed=20240101)
    soak_full_disk(tmp_path, FORMS["tiny"], outcome)
    assert outcome.is_good(), attrs.asdict(outcome)
    assert outcome.batches > 40
    assert outcome.refused_when_full
