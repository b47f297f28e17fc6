"""Looking back: trend, cause of a fall, back test and weather out of one case."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import attrs
import pytest

from dafeng.base.plain import record_from_json, record_to_json
from dafeng.pathways import (
    DegreeDays,
    DriverValue,
    HeatingShare,
    OutlookCase,
    PastFacts,
    base_year_of,
    review_of,
)
from dafeng.pathways.past_drivers import change_by_drivers
from tests.pathways.small_case import small_case
from tests.pathways.small_district import small_account, small_lines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dafeng.pathways import BaseYear

SCALES = {2020: 10, 2021: 9, 2022: 8, 2023: 7, 2024: 6}
"""Everything falls by the same steps."""


def accounts(scales: Mapping[int, int]) -> tuple[BaseYear, ...]:
    """Accounts of the small district, each line times a whole number."""
    model = small_case().model
    return tuple(
        base_year_of(
            small_account(small_lines(year, scale=scale), year=year),
            model,
            seal="",
            history=(),
        ).base
        for year, scale in scales.items()
    )


def drivers(values: Mapping[int, float]) -> tuple[DriverValue, ...]:
    """Both drivers of the model move alike."""
    return tuple(
        DriverValue(driver=code, year=year, value=value)
        for code in ("gdp", "industry")
        for year, value in values.items()
    )


def looked_back(scales: Mapping[int, int] = SCALES, **facts: object) -> OutlookCase:
    """A case that knows its past."""
    years = accounts(scales)
    history = tuple((one.year, sum(c.emission_g for c in one.cells)) for one in years)
    case = small_case()
    return attrs.evolve(
        case,
        base=attrs.evolve(case.base, history=history),
        past=PastFacts(accounts=years, **facts),
    )


def test_a_fall_with_output_is_told_from_one_without() -> None:
    output = review_of(looked_back(drivers=drivers({2020: 10, 2024: 6}))).past
    assert output is not None
    assert (output.year, output.standing) == (2020, "falling")
    assert output.cause == "output"
    steady = review_of(looked_back(drivers=drivers({2020: 10, 2024: 10}))).past
    assert steady is not None
    assert steady.cause == "structural"
    for past in (output, steady):
        change = past.level_g * Decimal("-0.4")
        told = sum(grams for _name, grams in past.effects)
        assert told == pytest.approx(float(change), rel=1e-6)


def test_without_drivers_the_cause_of_a_fall_is_unknown() -> None:
    past = review_of(looked_back()).past
    assert past is not None
    assert (past.cause, past.effects) == ("unknown", ())
    assert past.trend is not None
    assert (past.trend.n, past.trend.s, past.trend.method) == (5, -10, "exact")
    assert past.trend.p == Decimal("0.016667")
    assert past.trend.significant
    assert past.trend.slope_g == pytest.approx(-past.level_g / 10, rel=1e-6)


def test_a_sector_whose_driver_nobody_knows_is_a_part_by_itself() -> None:
    first, last = accounts({2020: 10, 2024: 6})
    model = small_case().model
    known = [one for one in drivers({2020: 10, 2024: 6}) if one.driver == "gdp"]
    effects = dict(change_by_drivers(first, last, model, known) or ())
    assert effects["unknown"] < 0
    assert effects["activity"] < 0
    whole = sum(c.emission_g for c in last.cells) - sum(
        c.emission_g for c in first.cells
    )
    assert sum(effects.values()) == pytest.approx(whole, rel=1e-9)
    assert change_by_drivers(first, last, model, ()) is None


def test_the_model_is_tested_against_every_later_account() -> None:
    review = review_of(looked_back(drivers=drivers({2020: 10, 2024: 10})))
    assert [one.year for one in review.tested("drivers")] == [2021, 2022, 2023, 2024]
    assert [one.year for one in review.tested("nothing")] == [2021, 2022, 2023, 2024]
    last = review.tested("drivers")[-1]
    assert last.since == 2020
    assert last.error is not None
    assert float(last.error) == pytest.approx(
        last.projected_g / last.counted_g - 1, abs=1e-5
    )
    assert last.error > Decimal("0.3"), "everything fell while the drivers stood still"
    assert sum(one.counted_g for one in review.sectors) == last.counted_g


def test_a_driver_that_is_not_known_at_the_start_is_named() -> None:
    review = review_of(looked_back(drivers=drivers({2024: 10})))
    assert {(one.code, one.place) for one in review.findings} == {
        ("review.driver", "gdp"),
        ("review.driver", "industry"),
    }


def test_a_warm_winter_is_taken_out_of_the_account() -> None:
    days = tuple(
        DegreeDays(year=year, degree_days=1800.0 if year == 2024 else 2050.0)
        for year in SCALES
    )
    heating = (HeatingShare(sector="town", share=0.5),)
    review = review_of(looked_back(degree_days=days, heating=heating))
    weather, last = review.weather, review.weather_of_last
    assert weather is not None
    assert last is not None
    assert weather.normal == 2000
    # A tenth warmer, half of it heats: 1 / 0.95 of what the town emitted.
    account = accounts({2024: 6})[0]
    town = sum(one.emission_g for one in account.cells if one.sector == "town")
    assert last.corrected_g is not None
    moved = last.corrected_g - last.counted_g
    assert moved == pytest.approx(town / 0.95 - town, abs=2)
    assert [one.stated for one in weather.sectors] == [True]


def test_without_degree_days_or_heated_sectors_nothing_is_corrected() -> None:
    days = (DegreeDays(year=2024, degree_days=2000.0),)
    heating = (HeatingShare(sector="town", share=0.5),)
    assert review_of(looked_back(degree_days=days)).weather is None
    assert review_of(looked_back(heating=heating)).weather is None
    one = review_of(looked_back(degree_days=days, heating=heating)).weather
    assert one is not None
    assert [year.corrected_g is None for year in one.years] == [True] * 4 + [False]


def test_a_gap_in_the_accounts_is_told_and_never_filled() -> None:
    gap = {year: scale for year, scale in SCALES.items() if year != 2022}
    review = review_of(looked_back(gap))
    assert review.past is not None
    assert (review.past.first, review.past.last) == (2023, 2024)
    assert [(one.code, one.place) for one in review.findings if "gap" in one.code] == [
        ("history.gap", "2022")
    ]


def test_a_case_with_its_past_is_written_and_read_back() -> None:
    case = looked_back(
        drivers=drivers({2020: 10.0}),
        degree_days=(DegreeDays(year=2024, degree_days=2000.0),),
        heating=(HeatingShare(sector="town", share=None),),
    )
    assert record_from_json(record_to_json(case), OutlookCase) == case
