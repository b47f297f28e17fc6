"""Methods as a list: names, flows, needs, ranks."""

from __future__ import annotations

import pytest

from dafeng.accounts.catalogue import flows
from dafeng.accounts.methods import SOURCES, method, methods_for, units_for
from dafeng.base.errors import NotFoundError
from dafeng.base.units import parse_unit
from dafeng.factors import factor_book

OURS = (
    "combustion",
    "power",
    "heat",
    "carbonate",
    "clinker",
    "lime",
    "glass",
    "steel",
    "ferroalloy",
    "aluminium",
    "magnesium",
    "lead",
    "zinc",
    "carbide",
)


def every_method():
    found = {}
    for flow in flows():
        for unit in ("t", "m3", "GJ", "kWh"):
            for basis in ("average", "residual", "fossil", "enterprise"):
                for each in methods_for(flow, "ALU_PREBAKE_CWPB", unit, power=basis):
                    found[each.id] = each
    return [m for m in found.values() if m.id.split(".")[0] in OURS]


def test_each_method_is_found_by_its_id():
    for each in every_method():
        assert method(each.id) is each


def test_each_method_is_for_a_flow_of_the_catalogue_and_names_its_document():
    for each in every_method():
        assert each.flow in flows(), each.id
        assert each.source, each.id


def test_symbols_of_a_formula_are_its_needs():
    for each in every_method():
        assert set(each.formula.symbols()) == {n.symbol for n in each.needs}, each.id


def test_units_of_needs_are_units():
    for each in every_method():
        for need in each.needs:
            parse_unit(need.unit)


def test_the_tables_hold_what_a_method_names_by_its_code():
    book = factor_book()
    for each in every_method():
        for need in each.needs:
            if need.code:
                assert book.at(need.code, need.parameter), (each.id, need)


def test_the_tables_hold_each_parameter_but_those_that_only_owners_measure():
    book = factor_book()
    measured = {"calcined_fraction", "mgo_fraction"}
    asked = {need.parameter for each in every_method() for need in each.needs}
    missing = {
        parameter
        for parameter in asked
        if not book.all_of(parameter) and not book.aliases_of(parameter)
    }
    assert missing == measured


def test_methods_of_one_gas_come_in_the_order_of_their_ranks():
    ranks = [each.rank for each in methods_for("process.flux", "CN_FLUX_DOLOMITE", "t")]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) == len(ranks)


def test_one_grid_factor_never_stands_in_for_another():
    for basis in ("average", "residual", "fossil", "enterprise"):
        (only,) = methods_for("power.bought", "ELECTRICITY", "kWh", power=basis)
        assert only.id == f"power.bought.{basis}"


def test_a_cell_of_aluminium_gives_three_gases_and_another_product_none_of_them():
    cell = methods_for("process.aluminium", "ALU_SODERBERG_HSS", "t")
    assert {each.gas for each in cell} == {"CO2", "CF4", "C2F6"}
    plain = methods_for("process.aluminium", "ALU_PREBAKE", "t")
    assert {each.gas for each in plain} == {"CO2"}


def test_a_flow_that_emits_nothing_has_no_method():
    assert methods_for("fuel.feedstock", "NAPHTHA", "t") == ()
    assert units_for("fuel.feedstock", "NAPHTHA") == ()


def test_a_fuel_is_counted_by_mass_volume_or_heat():
    assert units_for("fuel.stationary", "DIESEL") == ("t", "m3", "GJ")


def test_an_unknown_id_names_what_the_source_has():
    with pytest.raises(NotFoundError, match=r"combustion\.mass\.stationary") as caught:
        method("combustion.wishes")
    assert caught.value.code == "method.unknown"


def test_every_source_is_a_file_with_methods():
    assert {"combustion", "power", "heat", "clinker"} <= set(SOURCES)
    assert len(set(SOURCES)) == len(SOURCES)
