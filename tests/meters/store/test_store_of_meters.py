"""What was sent becomes readings, hours and days, whatever order it came in."""

from __future__ import annotations

import random
import shutil
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs
import numpy as np
import pytest

from dafeng.base.errors import BadInputError
from dafeng.lake import Ack, DamagedError, Lake
from dafeng.meters import (
    Amount,
    Conversion,
    Exchange,
    Flag,
    MeterKind,
    MeterTree,
    Role,
    UnknownMeterError,
    grouped,
    meter_tree,
    tariff_calendar,
)
from dafeng.meters.arrivals.records import BatchForm, Envelope
from dafeng.meters.store.envelopes import packed_arrival
from dafeng.meters.store.records import BATCH
from dafeng.meters.store.store import MeterStore
from dafeng.sample.meters import CLEAN, Faults, SampleReadings, sample_readings
from tests.meters.store.sending import (
    Batch,
    assert_same,
    batches_of,
    blob_of,
    moment,
    one_pass,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

TYPICAL = tariff_calendar("typical")
FAR = (date(2000, 1, 1), date(2050, 1, 1))
FAULTS = Faults(spikes=60, stuck=600, resets=200, jumps=0)


def with_sums(tree: MeterTree) -> MeterTree:
    """The same meters, one of them of intervals, and two by formula."""
    meters = list(tree)
    meters[2] = attrs.evolve(meters[2], kind=MeterKind.INTERVAL, digits=None)
    formulas = ("M00001 + M00000", "M00000 - 0.5*M00002")
    made = [
        attrs.evolve(meters[0], id=f"V{place}", role=Role.VIRTUAL, formula=formula)
        for place, formula in enumerate(formulas)
    ]
    return meter_tree([*meters, *made])


def ids(tree: MeterTree) -> list[str]:
    return [meter.id for meter in tree]


@pytest.fixture
def store(tmp_path: Path) -> MeterStore:
    return MeterStore(Lake(tmp_path / "lake"))


@pytest.fixture(scope="module")
def sample() -> SampleReadings:
    return sample_readings(3, 8, seed=5, step_s=3600, faults=CLEAN)


def send(store: MeterStore, batches: Sequence[Batch]) -> None:
    for blob, envelope in batches:
        store.accept(blob, envelope)


def filled(store: MeterStore, sample: SampleReadings, tree: MeterTree) -> list[Batch]:
    """Bring a whole sample in, in one go."""
    batches = batches_of(sample.tree, sample.readings, span_s=43_200)
    send(store, batches)
    store.compact(tree, now=sample.window.end)
    store.roll_up(tree, TYPICAL, until=sample.window.end)
    return batches


def test_any_split_in_any_order_gives_the_hours_and_days_of_one_pass(
    store: MeterStore,
) -> None:
    chance = random.Random(7)  # noqa: S311
    made = sample_readings(3, 16, seed=3, step_s=900, faults=FAULTS)
    tree, end = with_sums(made.tree), made.window.end
    batches = batches_of(tree, made.readings, span_s=21_600)
    late = chance.sample(batches, 6)
    order = sorted(batches, key=lambda batch: batch[1].received_at)
    order = [batch for batch in order if batch not in late] + late
    whole = []
    for begin in range(0, len(order), 12):
        some = order[begin : begin + 12]
        send(store, [*some, chance.choice(some)])
        until = min(end, max(envelope.received_at for _, envelope in some))
        assert store.compact(tree, now=until).batches == len(some)
        whole.append(store.roll_up(tree, TYPICAL, until=until).whole)
    store.roll_up(tree, TYPICAL, until=end)
    assert min(whole) < 3  # not all were passed over from their begin every time
    hours, days = one_pass(tree, batches, end, TYPICAL)
    assert_same(store.hours(tree, ids(tree), *FAR), hours)
    assert_same(store.days(tree, ids(tree), *FAR), days)
    store.tidy()
    assert_same(store.hours(tree, ids(tree), *FAR), hours)
    assert not store.lake.verify().findings
    assert not store.lake.verify().orphans
    assert not store.roll_up(tree, TYPICAL, until=end + timedelta(hours=1)).meters


def test_a_batch_sent_twice_counts_once(
    store: MeterStore, sample: SampleReadings
) -> None:
    blob, envelope = batches_of(sample.tree, sample.readings, span_s=10**6)[0]
    first = store.accept(blob, envelope)
    again = attrs.evolve(envelope, received_at=envelope.received_at + timedelta(days=1))
    assert store.accept(blob, again) == attrs.evolve(first, duplicate=True)
    assert not store.accept(blob, attrs.evolve(envelope, sender="E9")).duplicate
    done = store.compact(sample.tree, now=sample.window.end)
    assert done.batches == 2
    assert done.readings == len(sample.readings)
    assert [(row.sender, row.trouble) for row in done.refused] == [("E9", "foreign")]
    assert store.compact(sample.tree, now=sample.window.end).batches == 0
    shutil.rmtree(store.lake.folder / "journal" / "meters")  # or an old copy of it
    other = MeterStore(store.lake)
    with pytest.raises(DamagedError, match="ends before entry 2"):
        other.compact(sample.tree, now=sample.window.end)
    assert other.accept(blob, envelope).sequence == 3
    assert other.compact(sample.tree, now=sample.window.end).batches == 1
    assert other.replay(sample.tree, now=sample.window.end).readings == 0
    assert other.envelope_of(2) is None
    for entry in (store.lake.folder / "blocks").glob("readings/_delta_log/*.json"):
        entry.write_bytes(b"")
    deaf = MeterStore(store.lake)
    assert deaf.accept(blob, envelope).duplicate
    with pytest.raises(DamagedError):
        deaf.compact(sample.tree, now=sample.window.end)


def test_a_file_that_comes_again_after_another_one_is_the_last_word(
    store: MeterStore, sample: SampleReadings
) -> None:
    blob, envelope = batches_of(sample.tree, sample.readings, span_s=10**6)[0]
    file = attrs.evolve(envelope, channel="upload:7")
    sent = (blob, blob, b"other", blob, blob, b"other", b"other")
    acks = [store.accept(one, file) for one in sent]
    stored = [ack.sequence for ack in acks if not ack.duplicate]
    assert [ack.duplicate for ack in acks] == [0, 1, 0, 0, 1, 0, 1]
    assert stored == [1, 2, 3, 4]
    assert store.accept(blob, envelope) == Ack(sequence=1, duplicate=True)


def test_readings_come_back_as_they_were_learned(
    store: MeterStore, sample: SampleReadings
) -> None:
    filled(store, sample, sample.tree)
    begin, end = sample.window.begin + timedelta(days=2), sample.window.end
    made = store.readings(sample.tree, ["M00001"], begin, end)
    rows = sample.readings
    mine = (rows.meter == 1) & (rows.at >= int(begin.timestamp()) * 10**6)
    np.testing.assert_array_equal(made.at, rows.at[mine])
    np.testing.assert_array_equal(made.value, rows.value[mine])
    assert (made.learned_at >= rows.learned_at[mine]).all()
    known = store.readings(
        sample.tree, ["M00001"], begin, end, learned_by=begin + timedelta(days=1)
    )
    assert 0 < len(known) < len(made)


def test_what_was_learned_within_a_second_counts_as_known_then(
    store: MeterStore, sample: SampleReadings
) -> None:
    blob, envelope = batches_of(sample.tree, sample.readings, span_s=10**6)[0]
    at = envelope.received_at + timedelta(microseconds=500_001)
    store.accept(blob, attrs.evolve(envelope, received_at=at))
    done = store.compact(sample.tree, now=at)
    known = store.readings(sample.tree, ids(sample.tree), *FAR, learned_by=at)
    assert len(known) == done.readings > 0
    second = timedelta(seconds=1)
    known = store.readings(sample.tree, ids(sample.tree), *FAR, learned_by=at - second)
    assert not len(known)


def test_what_cannot_be_read_is_counted_and_stops_nobody(
    store: MeterStore, sample: SampleReadings
) -> None:
    (blob, envelope), *_ = batches_of(sample.tree, sample.readings, span_s=10**6)
    bad = attrs.evolve(envelope, form=BatchForm.JSON, channel="mqtt:g")
    store.accept(b"\xff\x00", bad)
    store._journal.append(b"no envelope", key="odd")
    never = packed_arrival(
        blob, attrs.evolve(envelope, received_at=datetime.max.replace(tzinfo=UTC))
    )
    store._journal.append(never, key="never")
    store.accept(blob, envelope)
    done = store.compact(sample.tree, now=sample.window.end)
    assert done.readings == len(sample.readings)
    told = {(row.sender, row.channel, row.trouble): row.count for row in done.refused}
    assert told == {("", "", BATCH): 2, ("E0000", "mqtt:g", BATCH): 1}
    ((version, rows),) = store.refusals()
    assert rows == done.refused
    assert not list(store.refusals(version))


def test_readings_of_a_meter_that_is_entered_later_are_replayed(
    store: MeterStore, sample: SampleReadings
) -> None:
    known = MeterTree(sample.tree.meters[:2])
    batches = filled(store, sample, known)
    assert not len(store.hours(sample.tree, ["M00002"], *FAR))
    others = store.replay(sample.tree, senders={"E9"}, now=sample.window.end)
    assert others.batches == 0
    done = store.replay(sample.tree, now=sample.window.end)
    assert done.meters == {"M00002"}
    assert store.replay(sample.tree, now=sample.window.end).readings == 0
    store.roll_up(sample.tree, TYPICAL, until=sample.window.end)
    hours, _ = one_pass(sample.tree, batches, sample.window.end, TYPICAL)
    assert_same(store.hours(sample.tree, ids(sample.tree), *FAR), hours)


def test_what_refused_nothing_need_not_be_looked_at_again(
    store: MeterStore, sample: SampleReadings
) -> None:
    filled(store, sample, sample.tree)
    ((version, rows),) = store.refusals()
    assert rows == ()
    assert not list(store.refusals(version))


def test_an_old_row_of_one_meter_and_a_long_rest_of_another_change_no_other(
    store: MeterStore,
) -> None:
    made = sample_readings(3, 60, seed=6, step_s=3600, faults=CLEAN)
    tree, end = made.tree, made.window.end
    rows, week = made.readings, 7 * 86_400 * 10**6
    last = int(rows.at.max()) - week
    rests = (rows.meter == 1) & (rows.at > last)
    rows = attrs.evolve(
        rows,
        value=np.where(rests, rows.value[(rows.meter == 1) & ~rests][-1], rows.value),
    )
    old = (rows.meter == 2) & (rows.at == rows.at[200])
    new = (rows.at > last + week - 86_400 * 10**6) | old
    first = batches_of(tree, rows[np.flatnonzero(~new)], span_s=10**8)
    later = batches_of(tree, rows[np.flatnonzero(new)], span_s=10**8)
    send(store, first)
    store.compact(tree, now=end)
    store.roll_up(tree, TYPICAL, until=end)
    send(store, later)
    store.compact(tree, now=end)
    done = store.roll_up(tree, TYPICAL, until=end)
    assert done.meters == set(ids(tree))
    assert done.whole == 1
    hours, days = one_pass(tree, [*first, *later], end, TYPICAL)
    assert_same(store.hours(tree, ids(tree), *FAR), hours)
    assert_same(store.days(tree, ids(tree), *FAR), days)


def test_a_past_view_is_what_was_shown_then(
    store: MeterStore, sample: SampleReadings
) -> None:
    tree, end = sample.tree, sample.window.end
    batches = batches_of(tree, sample.readings, span_s=43_200)
    first, later = batches[:9], batches[9:]
    seen = first[-1][1].received_at
    send(store, first)
    store.compact(tree, now=seen)
    store.roll_up(tree, TYPICAL, until=seen)
    shown = store.hours(tree, ids(tree), *FAR)
    at = int((seen - timedelta(days=2)).timestamp()) // 3600 * 3600 * 10**6
    wrong = attrs.evolve(sample.readings[:1], at=np.array([at + 10**6]))
    envelope = attrs.evolve(first[0][1], received_at=end)
    store.accept(blob_of(tree, wrong), envelope)
    send(store, later)
    store.compact(tree, now=end)
    assert store.roll_up(tree, TYPICAL, until=end).hours
    assert_same(store.hours(tree, ids(tree), *FAR, learned_by=seen), shown)
    store.tidy()
    assert_same(store.hours(tree, ids(tree), *FAR, learned_by=seen), shown)
    days = store.days(tree, ids(tree), *FAR, learned_by=seen)
    assert days.energy.sum() == shown.energy.sum()


def test_logs_are_cut_but_not_what_is_still_to_be_looked_at(
    store: MeterStore, sample: SampleReadings
) -> None:
    tree, end = sample.tree, sample.window.end
    filled(store, sample, tree)
    shown = store.hours(tree, ids(tree), *FAR)
    table = store._tables.readings
    for number in range(60):
        table.append(None, transactions={}, about={"dafeng.refused": f"[{number}]"})
    log = table.folder / "_delta_log"
    version = table.state().version
    store.tidy(told=version)  # hours were not made from them yet
    assert len(list(log.glob("*.json"))) == version + 1
    store.roll_up(tree, TYPICAL, until=end)
    store.tidy()  # and nobody has counted what was refused
    assert [told for _, told in table.words(1, "dafeng.refused")] == [
        f"[{number}]" for number in range(60)
    ]
    store.tidy(told=version - 3)
    assert [told for _, told in table.words(1, "dafeng.refused")] == [
        f"[{number}]" for number in (57, 58, 59)
    ]
    assert len(list(log.iterdir())) < 10
    again = MeterStore(store.lake)
    assert_same(again.hours(tree, ids(tree), *FAR), shown)
    assert not again.roll_up(tree, TYPICAL, until=end).meters
    assert again.compact(tree, now=end).batches == 0
    assert not store.lake.verify().findings


def test_other_settings_make_the_hours_again(
    store: MeterStore, sample: SampleReadings
) -> None:
    filled(store, sample, sample.tree)
    first = sample.tree.meters[0]
    twice = attrs.evolve(first, multiplier=Fraction(2), name="twice")
    tree = meter_tree([twice, *sample.tree.meters[1:]])
    before = store.hours(tree, ["M00000"], *FAR)
    done = store.roll_up(tree, TYPICAL, until=sample.window.end)
    assert done.meters == {"M00000"}
    after = store.hours(tree, ["M00000"], *FAR)
    np.testing.assert_array_equal(after.energy, 2 * before.energy)
    renamed = meter_tree([attrs.evolve(twice, name="x"), *sample.tree.meters[1:]])
    assert not store.roll_up(renamed, TYPICAL, until=sample.window.end).meters
    flat = tariff_calendar("flat")
    done = store.roll_up(tree, flat, until=sample.window.end)
    assert done.meters == set(ids(tree))
    assert done.hours == 0
    assert not store.days(tree, ids(tree), *FAR).by_period[:, 0].any()


def test_a_round_that_was_broken_off_is_done_again(
    store: MeterStore, sample: SampleReadings
) -> None:
    filled(store, sample, sample.tree)
    twice = attrs.evolve(sample.tree.meters[1], multiplier=Fraction(2))
    tree = meter_tree([sample.tree.meters[0], twice, sample.tree.meters[2]])
    before = store.hours(tree, ids(tree), *FAR)

    def stop(done: int, every: int) -> None:
        assert done == every == 1
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.roll_up(tree, TYPICAL, until=sample.window.end, told=stop)
    assert_same(store.hours(tree, ids(tree), *FAR), before)
    assert store.roll_up(tree, TYPICAL, until=sample.window.end).meters == {"M00001"}
    after = store.hours(tree, ["M00001"], *FAR)
    assert after.energy.sum() == 2 * before.energy[before.meter == 1].sum()


def test_hours_that_are_no_more_are_gone(
    store: MeterStore, sample: SampleReadings
) -> None:
    filled(store, sample, sample.tree)
    begin = sample.window.begin.date() + timedelta(days=1)
    meter = attrs.evolve(sample.tree.meters[1], valid_from=begin + timedelta(days=3))
    tree = meter_tree([sample.tree.meters[0], meter, sample.tree.meters[2]])
    seen = sample.window.end
    store.roll_up(tree, TYPICAL, until=seen + timedelta(hours=1))
    left = store.hours(tree, ["M00001"], *FAR)
    assert len(left) == 5 * 24
    assert len(store.days(tree, ["M00001"], *FAR)) == 5
    assert len(store.hours(tree, ["M00001"], *FAR, learned_by=seen)) == 8 * 24
    assert_same(left, store.hours(tree, ["M00001"], begin, FAR[1]))


def test_a_reading_of_a_clock_ahead_waits_for_its_time(store: MeterStore) -> None:
    sample = sample_readings(1, 2, seed=1, step_s=3600, faults=CLEAN)
    tree, end = sample.tree, sample.window.end
    (blob, envelope), *_ = batches_of(tree, sample.readings, span_s=10**7)
    early = end - timedelta(minutes=5)
    store.accept(blob, attrs.evolve(envelope, received_at=early))
    store.compact(tree, now=early)
    store.roll_up(tree, TYPICAL, until=early)
    assert len(store.hours(tree, ids(tree), *FAR)) == 47
    marks = store.marks(tree, ids(tree), *FAR)
    assert marks.flags[:, Flag.CLOCK.bit_length() - 1].tolist() == [0, 0, 1]
    assert store.roll_up(tree, TYPICAL, until=end).meters == set(ids(tree))
    assert len(store.hours(tree, ids(tree), *FAR)) == 48
    marks = store.marks(tree, ids(tree), *FAR)
    assert marks.came.tolist() == marks.used.tolist() == [1, 24, 24]


def test_an_exchange_that_is_entered_later_closes_the_gap(store: MeterStore) -> None:
    faults = attrs.evolve(CLEAN, resets=3000)
    sample = sample_readings(1, 6, seed=2, step_s=3600, faults=faults)
    tree = sample.tree
    filled(store, sample, tree)
    truth = int(sample.truth.sum())
    assert store.hours(tree, ids(tree), *FAR).energy.sum() < truth
    rows = sample.readings
    places = np.flatnonzero(sample.resets[0])
    exchanges = []
    for place in places.tolist():
        passed = int(sample.truth[0, place - 1])
        final = Fraction(int(rows.value[place - 1]) + passed, 1000)
        at = moment(int(rows.at[place]))
        initial = Fraction(int(rows.value[place]), 1000)
        exchanges.append(Exchange(at=at, final=final, initial=initial))
    meter = attrs.evolve(tree.meters[0], exchanges=tuple(exchanges))
    store.roll_up(meter_tree([meter]), TYPICAL, until=sample.window.end)
    assert store.hours(tree, ids(tree), *FAR).energy.sum() == truth


def test_amounts_of_a_span_come_from_the_days(
    store: MeterStore, sample: SampleReadings
) -> None:
    filled(store, sample, sample.tree)
    groups = grouped(sample.tree, lambda meter: meter.enterprise)
    factor = Conversion(
        amount=Amount.TCE, carrier="electricity", per_unit=Fraction(1229, 10**7)
    )
    begin = datetime(2024, 1, 3).date()  # noqa: DTZ001
    end = begin + timedelta(days=2)
    made = store.amounts(sample.tree, groups, [factor], begin, end)
    main = store.days(sample.tree, ["M00000"], begin, end)
    assert len(main) == 2
    exact = Fraction(int(main.energy.sum()), 1000) * factor.per_unit * 10**6
    assert made.values[Amount.TCE].tolist() == [round(exact)]
    assert not made.known[Amount.CO2].any()


def test_moments_need_a_zone_and_meters_a_name(
    store: MeterStore, sample: SampleReadings
) -> None:
    with pytest.raises(BadInputError) as caught:
        store.hours(sample.tree, ["M00000"], datetime(2024, 1, 1), FAR[1])  # noqa: DTZ001
    assert caught.value.code == "store.naive_time"
    filled(store, sample, sample.tree)
    with pytest.raises(UnknownMeterError):
        store.hours(sample.tree, ["M9"], *FAR)
    assert not len(store.days(sample.tree, [], *FAR))
    with pytest.raises(BadInputError):
        Envelope(
            sender="E",
            form="json",
            received_at=datetime(2024, 1, 1),  # noqa: DTZ001
            channel="",
        )
