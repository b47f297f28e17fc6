"""The register of indicators fits together: definitions, functions, series, units."""

from __future__ import annotations

import inspect
from collections import Counter
from datetime import date
from decimal import Decimal
from fractions import Fraction
from importlib import import_module
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.base.errors import BadInputError, NotFoundError, UnitError
from dafeng.base.indicators import indicator_register
from dafeng.base.periods import Period
from dafeng.base.tables import packaged_rows
from dafeng.base.units import convert, parse_unit
from dafeng.indicators import (
    DefinitionRegister,
    Evidence,
    Observation,
    Question,
    Sum,
    definition_register,
    indicator_value,
    series_catalogue,
    series_of,
)
from dafeng.indicators.definitions import reference
from dafeng.indicators.functions.arithmetic import decrease, growth, share
from dafeng.indicators.functions.registry import formulas
from dafeng.indicators.functions.turnover import passenger_kilometres
from dafeng.sample.plans import load_sample_plan

DEFINITIONS = tuple(definition_register())
SERIES = tuple(series_catalogue().values())
BASES = {"observations", "registers", "emissions", "balance"}


def is_reported(definition):
    return list(definition.inputs) == ["value"]


def longest_lag(definition):
    lags = []
    for text in definition.inputs.values():
        needed = reference(text)
        if needed.derived:
            lags.append(longest_lag(definition_register().get(needed.name)))
        else:
            lags.append(series_of(needed.name).lag_months)
    return max(lags)


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda d: d.id)
def test_a_definition_stands_on_its_own(definition):
    formula = formulas()[definition.id]
    assert list(inspect.signature(formula).parameters) == list(definition.inputs)
    for text in definition.inputs.values():
        needed = reference(text)
        if needed.derived:
            definition_register().get(needed.name)
        else:
            assert needed.name in series_catalogue()
    parse_unit(definition.unit)
    assert definition.name_zh
    assert definition.name_en
    assert definition.numerator
    assert definition.owner
    assert definition.source
    assert definition.verified in {"V", "S", "U"}
    assert definition.lag_months == longest_lag(definition)
    if definition.bounded:
        assert definition.unit == "%"
    if definition.indicator:
        assert definition.indicator == definition.id.partition(".")[0]
        indicator_register().get(definition.indicator)


def test_every_row_of_the_file_is_in_the_register():
    rows = list(packaged_rows("dafeng.indicators", "definitions.csv"))
    assert [row["id"] for row in rows] == [one.id for one in DEFINITIONS]
    codes = Counter(r["code"] for r in packaged_rows("dafeng.indicators", "series.csv"))
    assert not [code for code, times in codes.items() if times > 1]


def test_every_function_reckons_a_definition():
    assert set(formulas()) == {one.id for one in DEFINITIONS}


def test_most_definitions_are_computed_and_the_rest_is_reported():
    computed = [one for one in DEFINITIONS if not is_reported(one)]
    assert len({one.indicator for one in computed}) >= 200
    for one in DEFINITIONS:
        theme = formulas()[one.id].__module__.rpartition(".")[2]
        assert (theme == "reported") is is_reported(one)


def test_every_computed_definition_has_a_value_worked_by_hand():
    worked = set()
    for path in Path(__file__).parent.joinpath("functions").glob("*_functions.py"):
        module = import_module(f"tests.indicators.functions.{path.stem}")
        worked |= {row[0] for row in module.WORKED}
    assert worked == {one.id for one in DEFINITIONS if not is_reported(one)}


@pytest.mark.parametrize("series", SERIES, ids=lambda s: s.code)
def test_a_series_says_who_states_it_in_which_unit_and_how_soon(series):
    assert parse_unit(series.unit).symbol == series.unit
    assert series.name_zh
    assert series.name_en
    assert series.owner
    assert series.form
    assert series.origin in BASES
    assert series.frequency in {"year", "quarter", "month", "once"}
    assert 0 <= series.lag_months <= 13


def test_a_register_of_things_has_its_series():
    for row in packaged_rows("dafeng.indicators", "registers.csv"):
        count = series_of(f"register.{row['code']}.count")
        assert count.origin == "registers"
        assert count.sum is Sum.STOCK
        assert parse_unit(count.unit).dimension.powers[0][0].startswith("count:")
        amount = series_catalogue().get(f"register.{row['code']}.amount")
        assert (amount.unit if amount else "") == row["unit"]
        assert row["owner"] == count.owner


def test_series_of_registers_have_a_register():
    known = {row["code"] for row in packaged_rows("dafeng.indicators", "registers.csv")}
    named = {s.code.split(".")[1] for s in SERIES if s.origin == "registers"}
    assert named == known


def test_series_of_emissions_name_a_boundary_and_a_sector():
    sectors = {row["code"] for row in packaged_rows("dafeng.accounts", "sectors.csv")}
    for series in SERIES:
        if series.origin == "emissions":
            _, boundary, *sector = series.code.split(".", 2)
            assert boundary in {"control", "territorial", "sinks"}
            assert set(sector) <= sectors


def test_what_a_definition_compares_with_a_base_year_rises_when_things_get_better():
    for one in DEFINITIONS:
        if list(one.inputs) == ["now", "base"]:
            assert one.direction == "up"
            assert one.unit == "%"
            level = reference(one.inputs["now"])
            assert level.derived
            assert one.inputs["base"] == f"{one.inputs['now']}@base"


def test_every_indicator_of_the_sample_plan_has_a_definition_for_the_units_it_uses():
    figures = 0
    for target in load_sample_plan().targets:
        if target.indicator_code is None:
            continue
        ways = [d for d in DEFINITIONS if d.indicator == target.indicator_code]
        assert ways, target.indicator_code
        if target.unit and target.kind != "threshold":
            figures += 1
            assert convertible(target.unit, [way.unit for way in ways]), target.id
    assert figures >= 50


def convertible(unit, units):
    for other in units:
        try:
            convert(1, unit, other)
        except UnitError:
            continue
        return True
    return False


def test_the_preferred_definition_is_in_the_unit_that_plans_use():
    """Standard coal apart: a plan's tce has no basis until a person states it."""
    seen = set()
    for one in DEFINITIONS:
        if not one.indicator or one.indicator in seen:
            continue
        seen.add(one.indicator)
        known = indicator_register().get(one.indicator)
        bare = one.unit.replace("当量", "").replace("等价", "")
        if known.measure != "status":
            assert convertible(bare, known.units), one.id


def test_the_worked_example_of_the_guide_is_what_stands_in_the_files():
    root = Path(__file__).parents[2]
    guide = (root / "docs/indicators.md").read_text("utf-8")
    adding = guide[guide.index("## How to add one") : guide.index("## Variants")]
    blocks = adding.split("```")[1::2]
    room = root / "src/dafeng/indicators"
    places = (
        room / "data/series.csv",
        room / "functions/waste.py",
        room / "data/definitions.csv",
        Path(__file__).parent / "functions/test_recycling_and_waste_functions.py",
    )
    for block, place in zip(blocks, places, strict=True):
        _, _, shown = block.partition("\n")
        assert shown in place.read_text("utf-8")


def test_of_two_meanings_the_first_listed_is_preferred():
    register = definition_register()
    on = date(2025, 12, 31)
    shares = [one.id for one in register.of_indicator("A05", on)]
    assert shares == ["A05.equal-value", "A05.calorific"]
    later = [one.id for one in register.of_indicator("A05", date(2026, 6, 1))]
    assert later == [*shares, "A05.physical", "A05.certificates"]
    uses = [one.id for one in register.of_indicator("B06", on)]
    assert uses == ["B06.utilisation", "B06.local"]


def test_a_plan_can_report_what_has_no_other_measure():
    for name in ("plan.state", "plan.progress", "plan.breaches"):
        definition = definition_register().get(name)
        assert definition.indicator == ""
        assert is_reported(definition)


def written_for(name, **inputs):
    return attrs.evolve(definition_register().get("F04"), id=name, inputs=inputs)


def test_definitions_in_a_circle_are_refused_with_the_circle():
    with pytest.raises(BadInputError, match="X1 → X2 → X3 → X1") as caught:
        DefinitionRegister.of(
            [
                written_for("X1", value="=X2"),
                written_for("X2", value="=X3@base"),
                written_for("X3", value="=X1@previous"),
            ]
        )
    assert caught.value.code == "definition.cycle"


def test_a_definition_that_needs_an_unknown_one_is_refused():
    with pytest.raises(NotFoundError, match="no definition 'F04.other'") as caught:
        DefinitionRegister.of([written_for("F04", value="=F04.other")])
    assert caught.value.code == "definition.unknown"
    assert "there are: F04" in str(caught.value)


def test_an_id_that_stands_twice_is_refused():
    with pytest.raises(BadInputError, match="'F04' stands twice") as caught:
        DefinitionRegister.of([written_for("F04"), written_for("F04")])
    assert caught.value.code == "definition.duplicate"


def test_an_input_at_an_unknown_time_is_refused():
    with pytest.raises(BadInputError, match="'tomorrow'") as caught:
        reference("buildings.new.area@tomorrow")
    assert caught.value.code == "definition.input"


def test_a_series_that_nobody_listed_is_refused_with_those_of_its_theme():
    with pytest.raises(NotFoundError, match="farming.film.used") as caught:
        series_of("farming.films")
    assert caught.value.code == "series.unknown"


def test_a_mode_of_transport_without_coefficient_is_refused_with_the_known_ones():
    with pytest.raises(NotFoundError, match="road, rail") as caught:
        passenger_kilometres("camel")
    assert caught.value.code == "turnover.mode"


def test_every_coefficient_of_turnover_names_its_source():
    for row in packaged_rows("dafeng.indicators", "transport_turnover.csv"):
        assert passenger_kilometres(row["mode"]) >= 1
        assert row["source"]
        assert row["verified"] in {"V", "S", "U"}


@pytest.mark.parametrize("reckon", [share, decrease, growth])
def test_a_denominator_of_zero_has_no_answer(reckon):
    (earlier,) = (
        name
        for name, parameter in inspect.signature(reckon).parameters.items()
        if parameter.kind is parameter.KEYWORD_ONLY
    )
    with pytest.raises(ZeroDivisionError):
        reckon(Fraction(1), **{earlier: Fraction()})


quantities = st.fractions(min_value=Fraction(1, 1000), max_value=10**9)


@given(quantities, quantities)
def test_a_decrease_is_a_growth_the_other_way(now, before):
    assert decrease(now, since=before) == -growth(now, over=before)


@given(quantities, quantities, quantities)
def test_shares_do_not_depend_on_the_unit(part, whole, factor):
    assert share(part * factor, of=whole * factor) == share(part, of=whole)


def test_a_figure_is_reckoned_through_definitions_back_to_the_base_year():
    said = {
        ("emissions.control", "2020"): 3_000_000,
        ("economy.gdp.2020prices", "2020"): 2_000_000,
        ("emissions.control", "2025"): 3_600_000,
        ("economy.gdp.2020prices", "2025"): 3_000_000,
    }
    evidence = Evidence(
        place="120118",
        observations=tuple(
            Observation(series=series, period=period, value=Decimal(value))
            for (series, period), value in said.items()
        ),
    )
    asked = Question(definition="A02", period=Period.year(2025), base=2020)
    # 1.5 t per 万元 in 2020, 1.2 in 2025: a fifth less.
    found = indicator_value(asked, evidence)
    assert found.value == 20
    assert {one.period for one in found.inputs} == {"2020", "2025"}
    assert found.missing == ()
