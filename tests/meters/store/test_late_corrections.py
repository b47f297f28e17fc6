"""A correction that is found later, in the store."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs
import numpy as np

from dafeng.lake import Lake
from dafeng.meters import Correction, meter_tree, tariff_calendar
from dafeng.meters.store.store import MeterStore
from dafeng.sample.meters import CLEAN, sample_readings
from tests.meters.store.sending import assert_same, batches_of

if TYPE_CHECKING:
    from pathlib import Path

TYPICAL = tariff_calendar("typical")
FAR = (date(2000, 1, 1), date(2050, 1, 1))


def test_a_correction_found_later_writes_its_days_alone_and_the_past_stays(
    tmp_path: Path,
) -> None:
    store = MeterStore(Lake(tmp_path / "lake"))
    sample = sample_readings(3, 8, seed=5, step_s=3600, faults=CLEAN)
    ids = [meter.id for meter in sample.tree]
    until, later = sample.window.end, sample.window.end + timedelta(hours=1)
    for blob, envelope in batches_of(sample.tree, sample.readings):
        store.accept(blob, envelope)
    store.compact(sample.tree, now=until)
    store.roll_up(sample.tree, TYPICAL, until=until)
    before = store.days(sample.tree, ids, *FAR)
    day = date(1970, 1, 1) + timedelta(days=int(before.number.min()) + 2)
    found = Correction(first=day, last=day, factor=Fraction(5, 4))
    meters = [attrs.evolve(sample.tree.meters[0], corrections=(found,))]
    tree = meter_tree([*meters, *sample.tree.meters[1:]])
    done = store.roll_up(tree, TYPICAL, until=later)
    assert (done.meters, done.days) == ({meters[0].id}, 1)
    assert done.hours <= 24
    after = store.days(tree, ids, *FAR)
    changed = np.flatnonzero(after.energy != before.energy)
    assert after.energy[changed].tolist() == [int(before.energy[changed[0]]) * 5 // 4]
    assert_same(store.days(tree, ids, *FAR, learned_by=until), before)
    assert not store.roll_up(tree, TYPICAL, until=later).meters
