"""Of two statements the better basis holds; parts make a year only when none lacks."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dafeng.base.errors import BadInputError, NotFoundError
from dafeng.base.periods import Period
from dafeng.indicators import (
    Basis,
    DefinitionRegister,
    Evidence,
    Observation,
    Quality,
    Question,
    definition_register,
    due_day,
    indicator_value,
    series_of,
)

FLOW = "economy.gdp.current"
STOCK = "economy.population.resident"


def seen(series: str, period: str, value: int | str, **more: object) -> Observation:
    return Observation(series=series, period=period, value=Decimal(value), **more)  # type: ignore[arg-type]


def evidence(*observations: Observation) -> Evidence:
    return Evidence(place="990101", observations=observations)


def test_the_better_basis_holds_whatever_comes_first() -> None:
    reported = seen(FLOW, "2024", 90, basis=Basis.REPORTED)
    measured = seen(FLOW, "2024", 80, basis=Basis.MEASURED)
    for order in ((reported, measured), (measured, reported)):
        assert evidence(*order).find(FLOW, Period.year(2024)) == (measured,)


def test_quarters_add_up_to_a_year_only_when_none_is_missing() -> None:
    quarters = [seen(FLOW, f"2024Q{n}", n) for n in (1, 2, 3, 4)]
    whole = evidence(*quarters).find(FLOW, Period.year(2024))
    assert sum(one.value for one in whole) == 10
    assert evidence(*quarters[:3]).find(FLOW, Period.year(2024)) == ()


def test_the_years_own_figure_goes_before_its_quarters() -> None:
    quarters = [seen(FLOW, f"2024Q{n}", n) for n in (1, 2, 3, 4)]
    own = seen(FLOW, "2024", 11)
    assert evidence(*quarters, own).find(FLOW, Period.year(2024)) == (own,)


def test_of_a_stock_the_last_day_of_the_year_holds() -> None:
    months = [seen(STOCK, f"2024-{n:02}", n) for n in range(1, 13)]
    (last,) = evidence(*months).find(STOCK, Period.year(2024))
    assert last.value == 12
    assert evidence(*months[:11]).find(STOCK, Period.year(2024)) == ()


def test_scopes_do_not_mix() -> None:
    town = seen(STOCK, "2024", 7, scope="东镇")
    assert evidence(town).find(STOCK, Period.year(2024)) == ()
    assert evidence(town).find(STOCK, Period.year(2024), "东镇") == (town,)


def test_a_value_names_its_inputs_and_takes_the_weakest_basis() -> None:
    inputs = (
        seen("energy.final.electricity", "2024", 40, basis=Basis.MEASURED),
        seen("energy.final", "2024", 160, basis=Basis.STATISTICAL, quality=Quality.C),
    )
    value = indicator_value(
        Question(definition="B03", period=Period.year(2024)), evidence(*inputs)
    )
    assert value.value == 25  # 40 / 160
    assert (value.basis, value.quality) == (Basis.STATISTICAL, Quality.C)
    assert set(value.inputs) == set(inputs)


def test_every_missing_input_is_named_with_its_owner_and_its_day() -> None:
    value = indicator_value(
        Question(definition="B03", period=Period.year(2024)), evidence()
    )
    assert value.value is None
    assert [m.series for m in value.missing] == [
        "energy.final.electricity",
        "energy.final",
    ]
    for lack in value.missing:
        series = series_of(lack.series)
        assert lack.owner == series.owner
        assert lack.due_on == due_day(Period.year(2024), series.lag_months)


def test_nothing_over_nothing_is_unknown_and_not_zero() -> None:
    none = (
        seen("energy.final.electricity", "2024", 0),
        seen("energy.final", "2024", 0),
    )
    value = indicator_value(
        Question(definition="B03", period=Period.year(2024)), evidence(*none)
    )
    assert value.value is None
    assert value.missing == ()


def test_a_change_without_a_base_year_is_refused() -> None:
    with pytest.raises(BadInputError, match="base year") as caught:
        indicator_value(
            Question(definition="C01", period=Period.year(2024)), evidence()
        )
    assert caught.value.code == "indicator.no_base"


def test_an_unknown_definition_names_its_sisters() -> None:
    with pytest.raises(NotFoundError, match=r"A05\.equal-value"):
        definition_register().get("A05.best")


def test_definitions_in_a_circle_are_refused_with_the_circle() -> None:
    import attrs

    known = definition_register()
    first = attrs.evolve(known.get("B03"), id="X1", inputs={"a": "=X2"})
    second = attrs.evolve(known.get("B03"), id="X2", inputs={"a": "=X1@base"})
    with pytest.raises(BadInputError, match="X1 → X2 → X1") as caught:
        DefinitionRegister.of([first, second])
    assert caught.value.code == "definition.cycle"
