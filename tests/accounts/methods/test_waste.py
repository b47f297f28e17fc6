"""Incineration, composting, waste water: hand values and where carbon goes."""

from __future__ import annotations

from fractions import Fraction

import pytest

from dafeng.accounts.catalogue import flow
from dafeng.accounts.methods.composition import WastePart, mixed_carbon, split_waste
from dafeng.accounts.methods.incineration import MUNICIPAL, OTHERS, PLANTS
from dafeng.accounts.methods.waste_water import DAYS, LOADS, NITROGEN
from dafeng.accounts.records import Scope
from dafeng.base.errors import BadInputError
from tests.accounts.methods.answering import gases, tonnes

PLANT = "waste.incineration"


def test_a_tonne_of_plastics_burns_to_2_75_t_of_fossil_co2() -> None:
    burnt = tonnes(PLANT, "MSW_PLASTICS.CONTINUOUS", "t", "CO2")
    assert burnt == Fraction("0.75") * Fraction(44, 12) == Fraction("2.75")


def test_food_burns_to_no_fossil_co2_at_all() -> None:
    assert tonnes(PLANT, "MSW_FOOD.BATCH", "t", "CO2") == 0


def test_mixed_waste_of_the_guide_burns_to_0_27_t() -> None:
    burnt = tonnes(PLANT, "CN_MSW.CONTINUOUS", "t", "CO2")
    carbon = Fraction("0.2") * Fraction("0.39") * Fraction("0.95")
    assert burnt == carbon * Fraction(44, 12)
    assert float(burnt) == pytest.approx(0.2717)


@pytest.mark.parametrize("waste", [*MUNICIPAL, *OTHERS, "CN_MSW", "CN_HW"])
def test_fossil_and_biogenic_co2_are_all_the_carbon_that_burns(waste: str) -> None:
    fossil = tonnes(PLANT, f"{waste}.UNSPECIFIED", "t", "CO2")
    biogenic = tonnes(f"{PLANT}-biogenic", f"{waste}.UNSPECIFIED", "t", "CO2")
    whole = tonnes(f"{PLANT}-power", f"{waste}.UNSPECIFIED", "t", "CO2") + biogenic
    assert fossil + biogenic == whole
    assert biogenic >= 0
    assert whole <= Fraction(44, 12)


def test_textiles_are_a_fifth_fossil() -> None:
    fossil = tonnes(PLANT, "MSW_TEXTILES.BATCH", "t", "CO2")
    biogenic = tonnes(f"{PLANT}-biogenic", "MSW_TEXTILES.BATCH", "t", "CO2")
    assert biogenic == 4 * fossil
    assert fossil + biogenic == Fraction("0.4") * Fraction(44, 12)


def test_biogenic_co2_is_a_memo_that_no_total_counts() -> None:
    memo = flow(f"{PLANT}-biogenic")
    assert memo.scope is Scope.NONE
    assert (memo.territorial, memo.control) == (False, False)


@pytest.mark.parametrize(
    ("plant", "grams"),
    [("CONTINUOUS", 50), ("SEMI-CONTINUOUS", 50), ("BATCH", 60), ("UNSPECIFIED", 50)],
)
def test_nitrous_oxide_depends_on_how_the_plant_runs(plant: str, grams: int) -> None:
    for waste in ("MSW_FOOD", "CN_MSW"):
        made = tonnes(PLANT, f"{waste}.{plant}", "t", "N2O", 1000)
        assert made == Fraction(grams, 1000)


def test_industrial_waste_has_no_factor_of_nitrous_oxide_here() -> None:
    assert gases(PLANT, f"ISW_RUBBER.{PLANTS[0]}", "t") == ["CO2"]


def test_open_burning_leaves_29_per_cent_of_the_carbon() -> None:
    burnt = tonnes("waste.open-burning", "MSW_PLASTICS", "t", "CO2")
    assert burnt == Fraction("0.71") * Fraction("2.75")


def test_a_thousand_tonnes_of_compost_emit_4_t_of_methane() -> None:
    made = {
        gas: tonnes("waste.compost", "MSW_GARDEN", "t", gas, 1000)
        for gas in ("CH4", "N2O")
    }
    assert made == {"CH4": 4, "N2O": Fraction("0.24")}


def test_ten_thousand_people_on_septic_tanks_emit_43_8_t() -> None:
    item = "MCF_UNCOLL_SEPTIC-TANKS"
    made = tonnes("waste.sewage", item, "人", "CH4", 10_000)
    load = 10_000 * Fraction(40, 10**6) * DAYS
    assert made == tonnes("waste.sewage", item, "t", "CH4", load)
    assert made == Fraction("43.8")


def test_sludge_and_recovered_gas_take_away_from_sewage() -> None:
    item = "MCF_COLL_TREAT_ANAEROB_A-REACTORS"
    entered = tonnes("waste.sewage", item, "t", "CH4", 1000)
    sludge = tonnes("waste.sewage-sludge", item, "t", "CH4", 300)
    recovered = tonnes("waste.sewage-recovered", "CH4", "t", "CH4", 200)
    signs = [flow(f"waste.sewage-{each}").sign for each in ("sludge", "recovered")]
    assert signs == [-1, -1]
    assert entered - sludge - recovered == 700 * Fraction("0.48") - 200


def test_the_guide_s_mean_treatment_takes_bod_or_cod() -> None:
    by_bod = tonnes("waste.sewage", "CN_DOM_MCF", "t", "CH4", 450)
    by_cod = tonnes("waste.sewage", "CN_DOM_COD", "t", "CH4", 1000)
    assert by_bod == by_cod == 450 * Fraction("0.6") * Fraction("0.165")


def test_nitrogen_of_sewage_is_not_its_organic_load() -> None:
    assert gases("waste.sewage", LOADS[0], "tN") == []
    assert gases("waste.sewage", NITROGEN[0], "t") == []
    item = "N2O_FRESHWATER_AQUATIC_TIER1"
    assert tonnes("waste.sewage", item, "tN", "N2O", 1000) == 5 * Fraction(44, 28)
    assert tonnes("waste.sewage", "CN_WW_N2O", "tN", "N2O", 1000) == 5 * Fraction(
        44, 28
    )


def test_the_oxygen_demand_decides_the_methane_of_industry() -> None:
    item = "MCF_COLL_TREAT_ANAEROB_A-REACTORS"
    assert tonnes("waste.effluent", item, "t", "CH4", 1000) == 200


def test_a_landfill_s_site_is_no_treatment_of_sewage() -> None:
    assert gases("waste.sewage", "MCF_MANAGED", "t") == []


PARTS = (
    WastePart(waste="MSW_FOOD", share=Fraction("0.55")),
    WastePart(waste="MSW_PAPER", share=Fraction("0.15")),
    WastePart(waste="MSW_PLASTICS", share=Fraction("0.3")),
)


def test_parts_of_mixed_waste_weigh_what_the_whole_weighs() -> None:
    split = split_waste(Fraction(2000), PARTS)
    assert split[0] == ("MSW_FOOD", 1100)
    assert sum(mass for _, mass in split) == 2000


def test_carbon_of_mixed_waste_is_the_mean_of_its_parts() -> None:
    contents = [
        ("MSW_FOOD", Fraction("0.15")),
        ("MSW_PAPER", Fraction("0.4")),
        ("MSW_PLASTICS", Fraction(0)),
    ]
    assert mixed_carbon(PARTS, contents) == Fraction("0.1425")


@pytest.mark.parametrize("shares", [("0.5", "0.4"), ("1.2", "-0.2")])
def test_shares_that_are_no_whole_are_refused(shares: tuple[str, str]) -> None:
    parts = [WastePart(waste="MSW_FOOD", share=Fraction(each)) for each in shares]
    with pytest.raises(BadInputError) as caught:
        split_waste(Fraction(1), parts)
    assert caught.value.code == "waste.composition"


def test_a_part_without_known_carbon_is_named() -> None:
    with pytest.raises(BadInputError) as caught:
        mixed_carbon(PARTS, [("MSW_FOOD", Fraction("0.15"))])
    assert caught.value.fields["wastes"] == ("MSW_PAPER", "MSW_PLASTICS")
