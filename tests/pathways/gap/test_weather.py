from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.base.errors import BadInputError
from dafeng.pathways.gap.weather import correct

DEGREES = {
    year: 2700.0 + 300 * wave
    for year, wave in zip(
        range(2013, 2025),
        (0.2, -1, 0.5, -0.4, 1, 0.1, -0.7, 0.3, -0.2, 0.8, -0.9, 0.3),
        strict=True,
    )
}


def test_the_heating_share_is_read_out_of_the_series() -> None:
    normal = float(np.mean(list(DEGREES.values())))
    series = {
        year: 60.0 + 40.0 * days / normal + 2.0 * (year - 2018.5)
        for year, days in DEGREES.items()
    }
    found = correct(series, DEGREES)
    assert found.normal == pytest.approx(normal)
    assert found.share == pytest.approx(0.4, rel=1e-6)
    assert found.findings == ()


@given(share=st.floats(0.05, 1), days=st.floats(1500, 4000), value=st.floats(1, 1e6))
def test_a_warm_winter_earns_no_praise_and_a_cold_one_no_blame(
    share: float, days: float, value: float
) -> None:
    found = correct({2024: value}, {2024: days}, normal=2700.0, share=share)
    [year] = found.years
    assert year.corrected is not None
    assert (year.corrected >= value) == (days <= 2700.0)


def test_use_that_follows_the_weather_alone_does_not_change() -> None:
    series = {y: 100 * (0.7 + 0.3 * d / 2700) for y, d in DEGREES.items()}
    found = correct(series, DEGREES, normal=2700.0, share=0.3)
    assert [one.corrected for one in found.years] == pytest.approx([100.0] * 12)


def test_a_history_with_gaps_is_told_and_nothing_is_filled() -> None:
    degrees = {year: days for year, days in DEGREES.items() if year != 2016}
    series = {2014: 9.0, 2016: 9.0, 2018: 9.0}
    found = correct(series, degrees, share=0.5)
    codes = {one.code: one.value for one in found.findings}
    assert codes["weather.gap"] == "2015, 2017"
    assert codes["weather.unknown"] == "2016"
    assert [one.year for one in found.years] == [2014, 2016, 2018]
    assert found.years[1].corrected is None


def test_a_short_history_has_no_share_and_is_not_corrected() -> None:
    found = correct({2023: 1.0, 2024: 2.0}, {2023: 2500.0, 2024: 2600.0})
    assert found.share is None
    assert {one.corrected for one in found.years} == {None}
    assert {one.code for one in found.findings} == {"weather.short", "weather.normal"}


def test_use_that_falls_with_the_cold_has_no_heating_in_it() -> None:
    series = {year: 200.0 - days / 50 for year, days in DEGREES.items()}
    found = correct(series, DEGREES)
    assert found.share == 0.0
    assert [one.code for one in found.findings] == ["weather.slope"]


@pytest.mark.parametrize(
    ("degrees", "share"), [({}, None), ({2024: -1.0}, None), ({2024: 1.0}, 1.5)]
)
def test_what_is_no_weather_is_refused(
    degrees: dict[int, float], share: float | None
) -> None:
    with pytest.raises(BadInputError):
        correct({2024: 1.0}, degrees, share=share)


def test_an_empty_series_is_told() -> None:
    found = correct({}, DEGREES, share=0.5)
    assert [one.code for one in found.findings] == ["weather.empty"]
