"""Trees and fluorinated gases: hand values, signs, and what they never enter."""

from __future__ import annotations

from fractions import Fraction

import pytest

from dafeng.accounts.catalogue import flow, flows
from dafeng.accounts.methods import methods_for
from dafeng.accounts.methods.fgas import GASES
from dafeng.accounts.records import Scope
from dafeng.factors import factor_book, gwp
from tests.accounts.methods.answering import tonnes


def test_a_hundred_cubic_metres_of_poplar_take_up_122_t() -> None:
    grown = tonnes("land.forest", "TREE_POPULUS", "m3", "CO2", 100)
    carbon = Fraction("0.378") * Fraction("1.446") * Fraction("1.227")
    assert grown == -100 * carbon * Fraction("0.496") * Fraction(44, 12)
    assert float(grown) == pytest.approx(-121.97, abs=0.01)


@pytest.mark.parametrize(
    "item", sorted({row.code for row in factor_book().rows if row.parameter == "bef"})
)
def test_felling_sets_free_what_growth_took_up(item: str) -> None:
    grown = tonnes("land.forest", item, "m3", "CO2", 10)
    felled = tonnes("land.harvest", item, "m3", "CO2", 10)
    assert grown + felled == 0
    assert grown < 0


def test_sinks_stand_beside_the_totals() -> None:
    for code in ("land.forest", "land.harvest", "land.wetland"):
        assert flow(code).scope is Scope.SINK
        assert (flow(code).territorial, flow(code).control) == (False, False)


def test_wetland_has_no_method_because_the_tables_have_no_factor() -> None:
    assert methods_for("land.wetland", "WETLAND", "ha") == ()


@pytest.mark.parametrize("gas", GASES)
def test_what_escapes_is_emitted_and_has_a_warming_potential(gas: str) -> None:
    assert tonnes("process.fgas", gas, "t", gas, Fraction("0.5")) == Fraction("0.5")
    assert gwp(factor_book(), gas, "AR5GWP100").value > 100


def test_a_tonne_of_sf6_from_switchgear_weighs_23_500_t_of_co2() -> None:
    escaped = tonnes("process.switchgear", "SF6", "t", "SF6")
    assert escaped * Fraction(gwp(factor_book(), "SF6", "AR5GWP100").value) == 23_500


def test_a_gas_escapes_as_itself_and_as_no_other() -> None:
    (only,) = methods_for("process.fgas", "HFC32", "t")
    assert only.gas == "HFC32"


def test_farming_waste_and_land_are_not_energy() -> None:
    others = [f for f in flows().values() if f.group in {"farming", "waste", "land"}]
    assert {f.code for f in others if f.control} == {"waste.incineration-power"}
