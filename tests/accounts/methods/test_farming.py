"""Animals, manure, soils, rice and straw: hand values and what must not mix.

Hand values come from the packaged rows; rows that the tables lack are the test's own,
with the numbers of IPCC 2006, volume 4, tables 2.5 and 2.6 (wheat straw) and of round
figures elsewhere.
"""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.factors import factor_book
from tests.accounts.methods.answering import factor, gases, tonnes


def test_a_thousand_dairy_cows_digest_78_t_of_methane() -> None:
    cows = tonnes("farming.enteric", "ENTERIC_CATTLE_DAIRY", "头", "CH4", 1000)
    assert cows == 78


def test_the_guide_s_pigs_emit_a_kilogram_each() -> None:
    assert tonnes("farming.enteric", "CN_ENTERIC_SWINE", "头", "CH4", 5000) == 5


def test_the_mean_of_asian_dairy_lies_between_its_two_systems() -> None:
    low, mean, high = (
        tonnes("farming.enteric", f"ENTERIC_CATTLE_DAIRY{kind}", "头", "CH4")
        for kind in ("_LP", "", "_HP")
    )
    assert low < mean < high


@given(st.integers(0, 10**7))
def test_emissions_scale_with_the_herd(head: int) -> None:
    one = tonnes("farming.enteric", "ENTERIC_BUFFALO", "头", "CH4")
    assert tonnes("farming.enteric", "ENTERIC_BUFFALO", "头", "CH4", head) == head * one


def test_manure_of_rabbits_has_methane_alone() -> None:
    assert gases("farming.manure", "MANURE_RABBIT", "头") == ["CH4"]
    assert tonnes("farming.manure", "MANURE_RABBIT", "头", "CH4", 10_000) == Fraction(
        "0.8"
    )


def test_manure_of_a_farm_of_the_north_has_methane_and_nitrous_oxide() -> None:
    item = "GB_MANURE_SWINE_NORTH"
    book = factor_book().with_rows(
        [
            factor(item, "ef_manure", "3", "kgCH4/头/a", "CH4"),
            factor(item, "ef_manure_n2o", "0.2", "kgN2O/头/a", "N2O"),
        ]
    )
    assert gases("farming.manure", item, "头") == ["CH4", "N2O"]
    methane, oxide = (
        tonnes("farming.manure", item, "头", gas, 1000, book) for gas in ("CH4", "N2O")
    )
    assert (methane, oxide) == (3, Fraction("0.2"))


def test_a_hundred_tonnes_of_nitrogen_on_wet_soil_make_2_5_t_of_oxide() -> None:
    made = tonnes("farming.soil", "EF1_N_SYNTHETIC_WET", "tN", "N2O", 100)
    assert made == Fraction("1.6") * Fraction(44, 28)


def test_the_guide_gives_the_north_china_plain_its_own_soils() -> None:
    made = tonnes("farming.soil", "CN_EF1_III", "tN", "N2O", 1000)
    assert made == Fraction("5.7") * Fraction(44, 28)


@pytest.mark.parametrize("flow", ["farming.soil-indirect", "farming.manure-indirect"])
@pytest.mark.parametrize(
    ("item", "share"), [("EF4_WET", "0.014"), ("EF4_DRY", "0.005"), ("EF5", "0.011")]
)
def test_lost_nitrogen_becomes_oxide_elsewhere(
    flow: str, item: str, share: str
) -> None:
    made = tonnes(flow, item, "tN", "N2O", 28)
    assert made == 44 * Fraction(share)


def test_direct_and_indirect_factors_do_not_stand_in_for_each_other() -> None:
    assert gases("farming.soil", "EF4_WET", "tN") == []
    assert gases("farming.soil-indirect", "EF1_N_UNSPEC_WET", "tN") == []


def test_fertiliser_by_mass_has_no_method() -> None:
    assert gases("farming.soil", "EF1_N_SYNTHETIC_WET", "t") == []


def test_burned_wheat_straw_gives_methane_and_nitrous_oxide() -> None:
    book = factor_book().with_rows(
        [
            factor("STRAW_WHEAT", "combustion_factor", "0.9", "kgDM/kgDM", ""),
            factor("STRAW_BURNING", "ef", "2.7", "gCH4/kgDM", "CH4"),
            factor("STRAW_BURNING", "ef", "0.07", "gN2O/kgDM", "N2O"),
        ]
    )
    methane, oxide = (
        tonnes("farming.straw", "STRAW_WHEAT", "tDM", gas, 1000, book)
        for gas in ("CH4", "N2O")
    )
    assert (methane, oxide) == (Fraction("2.43"), Fraction("0.063"))


def test_rice_emits_by_hectare_and_season() -> None:
    book = factor_book().with_rows(
        [factor("RICE_TEST", "ef_rice", "200", "kgCH4/ha", "CH4")]
    )
    assert tonnes("farming.rice", "RICE_TEST", "ha", "CH4", 50, book) == 10
