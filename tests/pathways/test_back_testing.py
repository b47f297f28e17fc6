from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import pytest

from dafeng.base.errors import BadInputError
from dafeng.pathways.back_testing import Knowledge, back_test
from dafeng.pathways.model import load_model
from dafeng.pathways.past_facts import DriverValue
from tests.pathways.small_district import small_account, small_lines, written

if TYPE_CHECKING:
    from pathlib import Path

    from dafeng.accounts import Account
    from dafeng.pathways.records import Model

BUSY = 5


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Model:
    """One driver for all, no change of intensity or shares."""
    folder: Path = tmp_path_factory.mktemp("district") / "model"
    read = load_model(written(folder))
    return attrs.evolve(
        read,
        drivers=read.drivers[:1],
        sectors=tuple(
            attrs.evolve(
                one,
                driver="" if one.follows else "gdp",
                elasticity=1.0,
                intensity=(),
                mix=(),
            )
            for one in read.sectors
        ),
    )


@pytest.fixture(scope="module")
def accounts() -> tuple[Account, ...]:
    """Everything doubles by 2022 and stays: the account moves with its driver."""
    return tuple(
        small_account(small_lines(year, scale=scale), year=year)
        for year, scale in ((2020, 1), (2022, 2), (2023, 2))
    )


VALUES = (
    DriverValue(driver="gdp", year=2020, value=BUSY),
    DriverValue(driver="gdp", year=2022, value=2 * BUSY),
    DriverValue(driver="gdp", year=2023, value=2 * BUSY),
)


def test_a_model_that_knows_its_drivers_tells_the_past(
    model: Model, accounts: tuple[Account, ...]
) -> None:
    known = [
        one
        for one in back_test(model, accounts, VALUES)
        if one.knowledge is Knowledge.DRIVERS
    ]
    assert [(one.since, one.year) for one in known] == [(2020, 2022), (2020, 2023)]
    for one in known:
        assert one.error == pytest.approx(0, abs=1e-12)
        assert all(s.error == pytest.approx(0, abs=1e-12) for s in one.sectors)


def test_a_forecast_that_knows_nothing_errs(
    model: Model, accounts: tuple[Account, ...]
) -> None:
    blind = back_test(model, accounts, VALUES)[-1]
    assert (blind.year, blind.knowledge) == (2023, Knowledge.NOTHING)
    waste = next(one for one in blind.sectors if one.sector == "waste")
    assert waste.error == pytest.approx(1.04**3 / 2 - 1)
    power = next(one for one in blind.sectors if one.sector == "power-sold")
    assert power.error == pytest.approx(1.04**3 * 0.97**3 / 2 - 1)


def test_it_knows_what_the_grid_did(
    model: Model, accounts: tuple[Account, ...]
) -> None:
    cleaner = tuple(
        attrs.evolve(one, co2e_g=one.co2e_g // 2) if "power" in one.flow else one
        for one in small_lines(2021)
    )
    ones = (accounts[0], small_account(cleaner, year=2021))
    steady = [DriverValue(driver="gdp", year=year, value=1) for year in (2020, 2021)]
    seeing, blind = back_test(model, ones, steady)
    power = next(one for one in seeing.sectors if one.sector == "power-sold")
    assert power.error == pytest.approx(0, abs=1e-9)
    power = next(one for one in blind.sectors if one.sector == "power-sold")
    assert power.error == pytest.approx(1.04 * 0.97 * 2 - 1, rel=1e-9)


def test_a_driver_that_nobody_knows_keeps_the_growth_of_the_model(
    model: Model, accounts: tuple[Account, ...]
) -> None:
    seeing = back_test(model, accounts, ())[0]
    waste = next(one for one in seeing.sectors if one.sector == "waste")
    assert waste.error == pytest.approx(1.04**2 / 2 - 1)


def test_a_start_may_be_chosen(model: Model, accounts: tuple[Account, ...]) -> None:
    ones = back_test(model, accounts, VALUES, since=2022)
    assert [(one.since, one.year) for one in ones] == [(2022, 2023), (2022, 2023)]
    assert back_test(model, accounts, VALUES, since=2023) == ()


def test_a_year_without_account_is_no_start(
    model: Model, accounts: tuple[Account, ...]
) -> None:
    with pytest.raises(BadInputError, match="2020, 2022, 2023") as caught:
        back_test(model, accounts, VALUES, since=2021)
    assert caught.value.code == "back_test.start"
    with pytest.raises(BadInputError, match="There are: none"):
        back_test(model, (), VALUES)


def test_a_driver_at_zero_has_no_rate(
    model: Model, accounts: tuple[Account, ...]
) -> None:
    nothing = DriverValue(driver="gdp", year=2021, value=0)
    with pytest.raises(BadInputError, match="gdp is 0 in 2021") as caught:
        back_test(model, accounts, (*VALUES, nothing))
    assert caught.value.code == "back_test.value"
