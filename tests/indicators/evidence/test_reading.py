"""Evidence comes out of the lake as it was known on a day, and only then."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from dafeng.accounts import account_of, read_settings
from dafeng.base.errors import BadInputError, NotFoundError
from dafeng.base.periods import Period
from dafeng.indicators import (
    OBSERVATIONS,
    REGISTERS,
    publish_emissions,
    read_indicator_evidence,
)
from dafeng.lake import Lake
from dafeng.sample import SAMPLE_PLACE_CODE, fill_lake

if TYPE_CHECKING:
    from pathlib import Path

PLACE = "990101"
AREA = "buildings.new.area"


def stated(**changed: object) -> dict[str, Any]:
    row = {
        "place": PLACE,
        "series": AREA,
        "scope": None,
        "period": "2024",
        "value_e6": 120_500_000,
        "unit": "万m2",
        "basis": "reported",
        "quality": "B",
        "evidence": "竣工备案表 3",
        "entered_by": "甲",
        "approved_by": "乙",
        "synthetic": False,
        "note": None,
    }
    return row | changed


def registered(entry: str, since: date, **changed: object) -> dict[str, Any]:
    row = {
        "place": PLACE,
        "register": "green_parks",
        "entry": entry,
        "name": entry,
        "scope": None,
        "amount_e6": None,
        "unit": None,
        "since": since,
        "until": None,
        "quality": "B",
        "evidence": "名单",
        "entered_by": "甲",
        "approved_by": "乙",
        "synthetic": False,
        "note": None,
    }
    return row | changed


def at(year: int, month: int = 3) -> datetime:
    return datetime(year, month, 31, tzinfo=UTC)


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lake")


def test_an_empty_lake_gives_evidence_of_nothing(lake: Lake) -> None:
    found = read_indicator_evidence(lake, PLACE, as_of=date(2026, 1, 1))
    assert found.observations == ()
    assert found.tables == ()


def test_a_row_comes_back_with_its_people_and_its_day(lake: Lake) -> None:
    unit = series_unit(AREA)
    lake.append(OBSERVATIONS, [stated(unit=unit)], key="a", learned_at=at(2025))
    (one,) = read_indicator_evidence(lake, PLACE, as_of=date(2026, 1, 1)).observations
    assert (one.value, one.basis, one.quality) == (Decimal("120.5"), "reported", "B")
    assert (one.entered_by, one.approved_by) == ("甲", "乙")
    assert one.learned_on == date(2025, 3, 31)


def series_unit(code: str) -> str:
    from dafeng.indicators import series_of

    return series_of(code).unit


def test_what_was_learned_later_is_not_known_before(lake: Lake) -> None:
    unit = series_unit(AREA)
    lake.append(OBSERVATIONS, [stated(unit=unit)], key="a", learned_at=at(2025))
    later = stated(unit=unit, value_e6=130_000_000)
    lake.append(OBSERVATIONS, [later], key="b", learned_at=at(2025, 12))

    def known(on: date) -> list[Decimal]:
        found = read_indicator_evidence(lake, PLACE, as_of=on).observations
        return [one.value for one in found]

    assert known(date(2025, 1, 1)) == []
    assert known(date(2025, 6, 1)) == [Decimal("120.5")]
    assert known(date(2026, 1, 1)) == [Decimal(130)]


def test_an_older_version_gives_what_it_held(lake: Lake) -> None:
    unit = series_unit(AREA)
    first = lake.append(OBSERVATIONS, [stated(unit=unit)], key="a", learned_at=at(2025))
    lake.append(
        OBSERVATIONS, [stated(unit=unit, value_e6=1)], key="b", learned_at=at(2025)
    )
    pinned = read_indicator_evidence(
        lake,
        PLACE,
        as_of=date(2026, 1, 1),
        versions={"observations": first.version},
    )
    assert [one.value for one in pinned.observations] == [Decimal("120.5")]
    assert pinned.tables == (("observations", first.version),)


def test_a_row_in_another_unit_than_its_series_is_refused(lake: Lake) -> None:
    lake.append(OBSERVATIONS, [stated(unit="km")], key="a", learned_at=at(2025))
    with pytest.raises(BadInputError, match=r"buildings\.new\.area.*km") as caught:
        read_indicator_evidence(lake, PLACE, as_of=date(2026, 1, 1))
    assert caught.value.code == "observation.unit"


def test_a_register_counts_what_lives_on_the_last_day_of_the_year(lake: Lake) -> None:
    rows = [
        registered("东园", date(2022, 5, 1)),
        registered("西园", date(2023, 12, 31), until=date(2024, 12, 30)),
        registered("南园", date(2024, 1, 1), until=date(2024, 12, 31)),
    ]
    lake.append(REGISTERS, rows, key="a", learned_at=at(2025))
    found = read_indicator_evidence(lake, PLACE, as_of=date(2026, 1, 1))
    series = "register.green_parks.count"
    # 2022: east; 2023: east and west; 2024: east and south; 2025: east.
    counts = [
        found.find(series, Period.year(year))[0].value for year in range(2022, 2026)
    ]
    assert counts == [1, 2, 2, 1]
    assert found.find(series, Period.year(2026)) == ()


def test_a_size_that_one_living_thing_lacks_leaves_the_sum_unknown(lake: Lake) -> None:
    plants = [
        registered(
            name,
            date(2023, 1, 1),
            register="renewable_plants",
            amount_e6=size,
            unit="万kW",
        )
        for name, size in (("甲", 10_000_000), ("乙", None))
    ]
    lake.append(REGISTERS, plants[:1], key="a", learned_at=at(2024))
    lake.append(REGISTERS, plants[1:], key="b", learned_at=at(2025))
    series, year = "register.renewable_plants.amount", Period.year(2023)

    def amount(on: date) -> list[Decimal]:
        found = read_indicator_evidence(lake, PLACE, as_of=on)
        return [one.value for one in found.find(series, year)]

    assert amount(date(2024, 12, 31)) == [Decimal(10)]
    assert amount(date(2025, 12, 31)) == []


def test_a_register_that_nobody_knows_is_refused(lake: Lake) -> None:
    row = registered("甲", date(2023, 1, 1), register="castles")
    lake.append(REGISTERS, [row], key="a", learned_at=at(2024))
    with pytest.raises(NotFoundError, match="castles"):
        read_indicator_evidence(lake, PLACE, as_of=date(2025, 1, 1))


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    lake = Lake(tmp_path_factory.mktemp("sample") / "lake")
    fill_lake(lake)
    return lake


def test_an_accounts_totals_come_back_to_the_gram_and_once(sample: Lake) -> None:
    account = account_of(sample, read_settings(sample, SAMPLE_PLACE_CODE, 2023))
    first = publish_emissions(account, sample, learned_at=at(2024, 10))
    again = publish_emissions(account, sample, learned_at=at(2024, 12))
    assert (first > 0, again) == (True, 0)
    found = read_indicator_evidence(sample, SAMPLE_PLACE_CODE, as_of=date(2026, 11, 29))
    (whole,) = found.find("emissions.control", Period.year(2023))
    grams = next(t.co2e_g for t in account.totals if t.boundary == "control")
    assert whole.value * 10**6 == grams
    (industry,) = found.find("emissions.control.industry", Period.year(2023))
    # Second way: the lines themselves.
    from dafeng.accounts import Boundary, within

    lines = within(account.lines, Boundary.CONTROL)
    mine = [line for line in lines if line.sector.split(".")[0] == "industry"]
    assert industry.value * 10**6 == sum(line.co2e_g for line in mine)


def test_energy_comes_from_the_balance_under_both_conventions(sample: Lake) -> None:
    from dafeng.accounts.balance import balance_cells, energy_balance
    from dafeng.factors import factor_book

    found = read_indicator_evidence(sample, SAMPLE_PLACE_CODE, as_of=date(2026, 11, 29))
    cells = [c for c in balance_cells(sample.current("balance")) if c.year == 2024]
    balance = energy_balance(cells, factor_book(), 2024, place=SAMPLE_PLACE_CODE)
    for series, total in (
        ("energy.consumption.calorific", balance.calorific.consumption),
        ("energy.consumption.equal_value", balance.equal.consumption),
        ("energy.final", balance.calorific.final),
    ):
        (one,) = found.find(series, Period.year(2024))
        assert abs(one.value - Decimal(float(total))) < Decimal("0.001")
        assert (one.basis, one.quality) == ("statistical", "C")


def test_a_balance_is_known_from_the_day_on_which_its_cells_were(sample: Lake) -> None:
    def years(on: date) -> tuple[int, ...]:
        found = read_indicator_evidence(sample, SAMPLE_PLACE_CODE, as_of=on)
        return found.years("energy.final")

    assert years(date(2025, 1, 1))[-1] == 2023
    assert years(date(2026, 11, 29))[-1] == 2025
