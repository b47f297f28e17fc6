"""The outlook as xarray: labelled, with units, equal to the records."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from dafeng.pathways.exchange import to_xarray
from tests.cli.running import python
from tests.pathways.small_case import small_outlook


def test_every_variable_has_unit_name_and_source() -> None:
    data = to_xarray(small_outlook())
    for variable in data.data_vars.values():
        assert {"units", "long_name", "source"} <= set(variable.attrs)
    assert data.attrs["draws"] == 256
    assert data.attrs["place"] == "990000"
    assert data.emissions.dims == ("scenario", "convention", "year", "quantile")
    assert data.sector_emissions.dims[-2:] == ("year", "sector")


def test_values_are_those_of_the_records() -> None:
    outlook = small_outlook()
    data = to_xarray(outlook)
    for path in outlook.paths:
        here = data.sel(scenario=path.scenario, convention=path.convention)
        fan = here.emissions.sel(year=2030)
        (wanted,) = (one for one in path.fan if one.year == 2030)
        assert float(fan.sel(quantile=0.5)) == pytest.approx(wanted.p50_g / 1e12)
        for sector in path.sectors:
            found = here.sector_emissions.sel(sector=sector.sector).values
            assert found * 1e12 == pytest.approx(np.array(sector.grams))
        by = here.peak_probability_by.sel(peak_year=2030)
        assert float(by) == pytest.approx(float(path.peak.by(2030)))
        assert float(here.not_peaked) == float(path.peak.not_peaked)
        chance = here.target_probability.sel(target="T1")
        assert float(chance) == float(path.targets[0].probability)
    assert list(data.history_year.values) == [2022, 2023, 2024]


def test_what_no_draw_has_is_missing_and_no_zero() -> None:
    outlook = small_outlook()
    never = attrs.evolve(outlook.headline.peak, year_p50=None, level_p50_g=None)
    head = attrs.evolve(outlook.headline, peak=never)
    data = to_xarray(attrs.evolve(outlook, paths=(head, *outlook.paths[1:])))
    here = data.sel(scenario=head.scenario, convention=head.convention, tail=0.5)
    assert np.isnan(here.peak_year_quantile)
    assert np.isnan(here.peak_level_quantile)


def test_a_way_that_was_not_run_is_missing() -> None:
    outlook = small_outlook()
    data = to_xarray(attrs.evolve(outlook, paths=outlook.paths[:-1]))
    last = outlook.paths[-1]
    here = data.sel(scenario=last.scenario, convention=last.convention)
    assert np.isnan(here.emissions).all()


def test_the_door_of_the_exchange_imports_no_heavy_library() -> None:
    ended = python(
        "import sys, dafeng.pathways.exchange\n"
        "heavy = {'xarray', 'pandas', 'pyarrow', 'numpy', 'yaml'}\n"
        "sys.exit(bool(heavy & set(sys.modules)))"
    )
    assert ended.code == 0, ended.stderr
