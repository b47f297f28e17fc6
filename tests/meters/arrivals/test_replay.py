"""Days of gateways that lose, double, reorder, delay and reset, to the last unit.

Everything goes the whole way: batches as they were sent, the journal, the readings, the
hours. What the information allows must come out as if nothing had happened.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import attrs
import numpy as np
import pytest

from dafeng.lake import Lake
from dafeng.meters import State, tariff_calendar
from dafeng.meters.arrivals.reading import read_batch
from dafeng.meters.arrivals.records import BatchForm, Envelope, Trouble
from dafeng.meters.store.store import MeterStore
from dafeng.sample.gateways import arrow_batch, json_batch, sendings
from dafeng.sample.meters import Faults, SampleReadings, sample_readings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dafeng.meters import Hours

METERS, DAYS = 20, 5


@attrs.frozen
class Replayed:
    """What was sent, and what came of it."""

    sample: SampleReadings
    hours: Hours
    acks: Counter[bool]
    troubles: Counter[Trouble]

    @property
    def sums(self) -> NDArray[np.int64]:
        """Energy by meter."""
        made = np.zeros(METERS, np.int64)
        np.add.at(made, self.hours.meter, self.hours.energy)
        return made


@pytest.fixture(scope="module")
def replayed(tmp_path_factory: pytest.TempPathFactory) -> Replayed:
    """5 % lost, 5 % doubled, 10 % late, jumping clocks, registers that begin again."""
    faults = Faults(resets=400, jumps=400)
    sample = sample_readings(METERS, DAYS, seed=21, faults=faults)
    store = MeterStore(Lake(tmp_path_factory.mktemp("lake")))
    names = [meter.id for meter in sample.tree]
    acks: Counter[bool] = Counter()
    troubles: Counter[Trouble] = Counter()
    before = None
    for turn, sending in enumerate(sendings(sample, twice=1000, seed=3)):
        if before is not sending.rows:
            is_json = turn % 2 == 0
            blob = (json_batch if is_json else arrow_batch)(sending.rows, names)
        before = sending.rows
        envelope = Envelope(
            sender="E0000",
            form=BatchForm.JSON if is_json else BatchForm.ARROW,
            received_at=sending.arrives_at,
            channel="api:gw-1",
        )
        batch = read_batch(blob, envelope, sample.tree)
        assert batch.rows == len(sending.rows)
        troubles.update(batch.troubles)
        if len(batch.readings):
            acks[store.accept(blob, envelope).duplicate] += 1
        if turn == 60:
            settle(store, sample)
    settle(store, sample)
    hours = store.hours(sample.tree, names, sample.window.begin, sample.window.end)
    return Replayed(sample, hours, acks, troubles)


def settle(store: MeterStore, sample: SampleReadings) -> None:
    now = sample.window.end
    store.compact(sample.tree, now=now)
    store.roll_up(sample.tree, tariff_calendar("flat"), until=now)


def test_the_totals_are_those_of_the_clean_stream(replayed: Replayed) -> None:
    whole = ~replayed.sample.resets.any(axis=1)
    assert whole.sum() > METERS // 2
    truth = replayed.sample.truth.sum(axis=1)
    np.testing.assert_array_equal(replayed.sums[whole], truth[whole])


def test_what_no_reading_tells_is_unknown_and_never_made_up(replayed: Replayed) -> None:
    broken = np.flatnonzero(replayed.sample.resets.any(axis=1))
    assert len(broken)
    truth = replayed.sample.truth.sum(axis=1)
    for place in broken:
        mine = replayed.hours.meter == place
        states = replayed.hours.state[mine]
        assert replayed.sums[place] < truth[place]
        assert set(states.tolist()) & {State.MISSING, State.PARTIAL}


def test_batches_sent_twice_are_stored_once_and_fast_clocks_are_told(
    replayed: Replayed,
) -> None:
    assert replayed.acks[True] > 3
    assert set(replayed.troubles) == {Trouble.FUTURE}
    assert 0 < replayed.troubles[Trouble.FUTURE] <= 2 * replayed.sample.jumps.sum()
