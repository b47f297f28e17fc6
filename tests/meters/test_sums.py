"""Days, months, groups, virtual meters and amounts add up, and are rounded once."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs
import numpy as np
import pytest

from dafeng.base.errors import NotFoundError
from dafeng.base.rounding import round_half_even
from dafeng.meters import (
    Amount,
    Conversion,
    Hours,
    MeterError,
    ReadingsError,
    Span,
    State,
    TariffCalendar,
    TariffHours,
    TariffPeriod,
    Window,
    amounts_of,
    day_sums,
    group_hours,
    grouped,
    longer_sums,
    meter_tree,
    readings_from_table,
    roll_up,
    roll_up_again,
    roll_up_file,
    streaming,
    tariff_calendar,
    with_virtual,
)
from dafeng.sample.meters import SampleReadings, sample_readings
from tests.meters.building import BEGIN, BEGIN_HOUR, WINDOW, limits, meter, readings

if TYPE_CHECKING:
    from pathlib import Path

H = 3600
TYPICAL = tariff_calendar("typical")
HOURLY = meter(limits=limits(step_s=3600, gap_s=5400))


@pytest.fixture(scope="module")
def sample() -> SampleReadings:
    return sample_readings(45, 40, seed=3, step_s=3600)


@pytest.fixture(scope="module")
def hours(sample: SampleReadings) -> Hours:
    return roll_up(sample.tree, sample.readings, sample.window).hours


def test_days_and_months_hold_all_the_energy_of_the_hours(hours: Hours) -> None:
    days = day_sums(hours, TYPICAL)
    for sums in (days, longer_sums(days, Span.MONTH), longer_sums(days, Span.YEAR)):
        assert sums.energy.sum() == hours.energy.sum()
        assert sums.by_period.sum(axis=1).tolist() == sums.energy.tolist()
        assert sums.seconds.sum() == hours.seconds.sum()
        assert len(set(zip(sums.meter, sums.number, strict=True))) == len(sums)
    assert longer_sums(days, Span.MONTH).table()["month"].to_pylist()[:2] == [648, 649]


def test_a_day_is_a_day_in_china_and_as_well_known_as_its_hours() -> None:
    series = [(hour * H, 1000 * hour) for hour in range(16 + 24 + 1)]
    made = roll_up(meter_tree([HOURLY]), readings([series]), WINDOW).hours
    days = day_sums(made, TYPICAL)
    assert days.energy.tolist() == [16_000, 24_000]
    assert days.state.tolist() == [State.PARTIAL, State.MEASURED]
    assert days.number[1] - days.number[0] == 1
    valley, flat, peak = (
        days.by_period[1, period]
        for period in (TariffPeriod.VALLEY, TariffPeriod.FLAT, TariffPeriod.PEAK)
    )
    assert (valley, flat, peak) == (8000, 8000, 8000)


def test_a_day_without_readings_is_null_and_not_zero() -> None:
    one = meter(kind="interval", limits=limits(step_s=3600, gap_s=5400))
    made = roll_up(meter_tree([one]), readings([[(H, 5), (60 * H, 7)]]), WINDOW).hours
    table = day_sums(made, TYPICAL).table().to_pydict()
    assert table["energy"] == [5, None, 7]
    assert table["peak"][1] is None


def test_calendars_change_with_their_validity_and_later_rows_hold() -> None:
    calendar = TariffCalendar(
        (
            TariffHours(period=TariffPeriod.VALLEY, from_hour=0, to_hour=24),
            TariffHours(
                period=TariffPeriod.SHARP,
                from_hour=8,
                to_hour=9,
                valid_from=date(2024, 1, 2),
                valid_to=date(2024, 1, 2),
            ),
        )
    )
    local = [8, 8 + 24, 8 + 48]
    made = calendar.periods(np.array(local) + BEGIN_HOUR - 8)
    assert made.tolist() == [
        TariffPeriod.VALLEY,
        TariffPeriod.SHARP,
        TariffPeriod.VALLEY,
    ]
    with pytest.raises(MeterError):
        TariffHours(period=TariffPeriod.FLAT, from_hour=9, to_hour=8)
    with pytest.raises(NotFoundError, match="typical"):
        tariff_calendar("none")


def test_a_virtual_meter_is_the_sum_of_its_formula_hour_by_hour() -> None:
    tree = meter_tree(
        [
            attrs.evolve(HOURLY, id="A"),
            attrs.evolve(HOURLY, id="B-1"),
            meter("V", role="virtual", formula="A - 1/3*B-1"),
        ]
    )
    series = [
        [(0, 0), (H, 1000), (2 * H, 2000), (3 * H, 3000)],
        [(0, 0), (H, 100), (2 * H, 200)],
    ]
    made = with_virtual(tree, roll_up(tree, readings(series), WINDOW).hours)
    mine = made.table().to_pydict()
    rows = [
        energy
        for place, energy in zip(mine["meter"], mine["energy"], strict=True)
        if place == 2
    ]
    assert rows == [966, 967, None]
    assert made.meter.tolist() == sorted(made.meter.tolist())


def test_a_virtual_meter_of_meters_without_readings_has_no_hours() -> None:
    tree = meter_tree([HOURLY, meter("V", role="virtual", formula="M")])
    made = roll_up(tree, readings([[]]), WINDOW).hours
    assert len(with_virtual(tree, made)) == 0


@pytest.mark.parametrize(
    "formula", ["A +", "A B", "2 A", "(A)", "+", "1/0*A", "0.5/3*A", "0.333333333*A"]
)
def test_a_formula_that_is_no_sum_is_refused(formula: str) -> None:
    with pytest.raises(MeterError):
        meter_tree([meter("A"), meter("V", role="virtual", formula=formula)])


def test_an_enterprise_is_the_sum_of_its_main_meters(
    sample: SampleReadings, hours: Hours
) -> None:
    groups = grouped(sample.tree, lambda one: one.enterprise)
    made = group_hours(groups, hours)
    assert groups.names == ("E0000", "E0001", "E0002")
    assert groups.sizes.tolist() == [1, 1, 1]
    for group, main in enumerate((0, 20, 40)):
        mine = made.energy[made.group == group].sum()
        assert mine == hours.energy[hours.meter == main].sum()
    everything = group_hours(grouped(sample.tree, lambda _: "district"), hours)
    assert everything.energy.sum() == made.energy.sum()
    assert set(everything.due.tolist()) == {3}
    assert everything.meters.max() == 3


def test_a_group_without_known_hours_has_no_rows(sample: SampleReadings) -> None:
    groups = grouped(sample.tree, lambda one: one.enterprise)
    rows = sample.readings[:0]
    made = group_hours(groups, roll_up(sample.tree, rows, sample.window).hours)
    assert len(made.hour) == 0


NEW_YEAR = date(2024, 1, 20)
FACTORS = [
    Conversion(
        amount=Amount.TCE, carrier="electricity", per_unit=Fraction(1229, 10**7)
    ),
    Conversion(
        amount=Amount.CO2,
        carrier="electricity",
        per_unit=Fraction(5366, 10**7),
        valid_to=NEW_YEAR,
    ),
    Conversion(
        amount=Amount.CO2,
        carrier="electricity",
        per_unit=Fraction(5777, 10**7),
        valid_from=NEW_YEAR + timedelta(days=1),
    ),
    Conversion(amount=Amount.COST, carrier="electricity", per_unit=Fraction(3, 5)),
    Conversion(
        amount=Amount.COST,
        carrier="electricity",
        per_unit=Fraction(6, 5),
        period=TariffPeriod.PEAK,
    ),
]


def test_amounts_are_what_holds_on_the_day_and_rounded_once(
    sample: SampleReadings, hours: Hours
) -> None:
    days = day_sums(hours, TYPICAL)
    made = amounts_of(sample.tree, days, FACTORS, days.meter, count=len(sample.tree))
    border = (NEW_YEAR - date(1970, 1, 1)).days
    for place in range(len(sample.tree)):
        mine = days[days.meter == place]
        kwh = Decimal(int(mine.energy.sum())) / 1000
        grams = round_half_even(kwh * Decimal("122.9"), 0)
        assert made.values[Amount.TCE][place] == grams
        co2 = sum(
            Decimal(energy)
            * (Decimal("0.5366") if day <= border else Decimal("0.5777"))
            for day, energy in zip(
                mine.number.tolist(), mine.energy.tolist(), strict=True
            )
        )
        assert made.values[Amount.CO2][place] == round_half_even(co2, 0)
        peak = int(mine.by_period[:, TariffPeriod.PEAK].sum())
        cost = Decimal(int(mine.energy.sum()) - peak) * Decimal("0.06")
        cost += Decimal(peak) * Decimal("0.12")
        assert made.values[Amount.COST][place] == round_half_even(cost, 0)
    assert made.known[Amount.CO2].all()
    assert not made.known[Amount.TCE_EQUAL].any()


def test_energy_of_a_day_without_a_factor_makes_the_amount_unknown(
    sample: SampleReadings, hours: Hours
) -> None:
    days = day_sums(hours, TYPICAL)
    none = np.zeros(len(days), np.int64)
    made = amounts_of(sample.tree, days, FACTORS[1:2], none, count=2)
    assert made.known[Amount.CO2].tolist() == [False, False]
    assert made.values[Amount.CO2].tolist() == [0, 0]


def test_a_group_of_which_nothing_is_known_has_no_amount() -> None:
    tree = meter_tree([HOURLY])
    days = day_sums(roll_up(tree, readings([[]]), WINDOW).hours, TYPICAL)
    made = amounts_of(tree, days, (), np.zeros(0, np.int64), count=1)
    assert not any(known[0] for known in made.known.values())


def test_water_burns_no_coal() -> None:
    tree = meter_tree([attrs.evolve(HOURLY, carrier="water", unit="m3")])
    days = day_sums(roll_up(tree, readings([[(0, 0), (H, 9)]]), WINDOW).hours, TYPICAL)
    made = amounts_of(tree, days, [], days.meter, count=1)
    assert made.known[Amount.TCE].all()
    assert not made.known[Amount.COST].any()


def test_a_conversion_of_no_carrier_or_below_zero_is_refused(
    sample: SampleReadings, hours: Hours
) -> None:
    days = day_sums(hours, TYPICAL)
    wrong = [
        attrs.evolve(FACTORS[0], carrier="moonlight"),
        attrs.evolve(FACTORS[0], per_unit=Fraction(-1)),
    ]
    with pytest.raises(MeterError) as caught:
        amounts_of(sample.tree, days, wrong, days.meter, count=45)
    assert [one.place for one in caught.value.findings] == ["factors[0]", "factors[1]"]


def test_late_readings_replace_the_days_that_they_touch_and_no_other(
    sample: SampleReadings,
) -> None:
    mine = sample.readings.meter == 5
    every = sample.readings[np.flatnonzero(mine)]
    local = (every.at // 10**6 - int(sample.window.begin.timestamp())) // 86400
    early = every[np.flatnonzero((local < 10) | (local > 12))]
    before = roll_up(sample.tree, early, sample.window).hours
    made = roll_up_again(
        sample.tree, every, sample.window, before=before, calendar=TYPICAL
    )
    first = int(made.day.min())
    assert set((made.day - first).tolist()) <= {0, 1, 2, 3, 4}
    assert len(made.day) >= 3
    whole = roll_up(sample.tree, every, sample.window).hours
    kept = ~np.isin((before.hour + 8) // 24, made.day)
    energy = before.energy[kept].sum() + made.hours.energy.sum()
    assert energy == whole.energy.sum()
    assert made.days.number.tolist() == made.day.tolist()


def test_readings_that_change_nothing_replace_nothing(sample: SampleReadings) -> None:
    before = roll_up(sample.tree, sample.readings, sample.window).hours
    made = roll_up_again(
        sample.tree, sample.readings, sample.window, before=before, calendar=TYPICAL
    )
    assert (len(made.day), len(made.hours)) == (0, 0)
    made = roll_up_again(
        sample.tree,
        sample.readings,
        sample.window,
        before=before[:0],
        calendar=TYPICAL,
    )
    assert len(made.hours) == len(before)


def test_blocks_of_a_file_give_what_one_pass_gives(
    sample: SampleReadings,
    hours: Hours,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = sample.readings
    table = pa.table(
        {
            "meter": rows.meter,
            "at": pa.array(rows.at, pa.timestamp("us", "UTC")),
            "value": rows.value,
            "learned_at": pa.array(rows.learned_at, pa.timestamp("us", "UTC")),
            "manual": rows.manual.astype(bool),
        }
    )
    source = tmp_path / "readings.parquet"
    pq.write_table(table, source, row_group_size=700)
    monkeypatch.setattr(streaming, "BLOCK_ROWS", 500)
    told: list[int] = []
    made = roll_up_file(
        sample.tree,
        source,
        sample.window,
        TYPICAL,
        hours_to=tmp_path / "hours.parquet",
        flags_to=tmp_path / "flags.parquet",
        told=told.append,
    )
    assert (made.rows, made.hours) == (len(rows), len(hours))
    assert pq.read_table(tmp_path / "hours.parquet").equals(hours.table())
    assert pq.read_table(tmp_path / "flags.parquet").num_rows == made.flagged
    assert made.days.table().equals(day_sums(hours, TYPICAL).table())
    assert told[-1] == len(rows)
    again = readings_from_table(table)
    assert again.at.tolist() == rows.at.tolist()


def test_a_file_in_which_a_meter_comes_again_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = readings([[(0, 0), (H, 1)], [(0, 0), (H, 1)], [(0, 0), (H, 1)]])
    columns = {name: getattr(rows, name) for name in streaming.COLUMNS}
    table = pa.table(columns | {"meter": np.array([1, 1, 2, 2, 1, 1], np.int32)})
    pq.write_table(table, tmp_path / "readings.parquet")
    monkeypatch.setattr(streaming, "BLOCK_ROWS", 2)
    with pytest.raises(ReadingsError, match="meter 1"):
        roll_up_file(
            meter_tree([meter(str(one)) for one in range(3)]),
            tmp_path / "readings.parquet",
            WINDOW,
            TYPICAL,
            hours_to=tmp_path / "hours.parquet",
            flags_to=tmp_path / "flags.parquet",
        )


def test_an_empty_file_gives_no_rows(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = {"meter": pa.int32(), "at": pa.int64(), "value": pa.int64()}
    kinds |= {"learned_at": pa.int64(), "manual": pa.uint8()}
    source = tmp_path / "none.parquet"
    pq.write_table(pa.schema(list(kinds.items())).empty_table(), source)
    window = Window(begin=BEGIN, end=BEGIN + timedelta(days=1))
    files = {name: tmp_path / f"{name}.parquet" for name in ("hours_to", "flags_to")}
    made = roll_up_file(meter_tree([HOURLY]), source, window, TYPICAL, **files)
    assert (made.rows, made.hours, len(made.days)) == (0, 0, 0)
