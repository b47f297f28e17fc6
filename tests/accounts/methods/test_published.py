"""Numbers that others printed, beside ours.

- FOD: 1000 t of food waste, wet temperate: IPCC 2006, volume 5, equations 3.2 to 3.6,
  with the parameters of tables 2.4, 3.3 and of the 2019 Refinement.
- Food waste in the tropics: unit test of a public program ("1,000 t food x DOC 0.15 x
  DOCf 0.5 x MCF 1.0 = 75 t decomposable carbon", k = 0.4 per year).
- Degradable carbon of mixed waste: Global Protocol for Community-Scale Inventories
  (GPC 2014), equation 8.1.
- Sewage: 2019 Refinement, volume 5, table 6.3 prints correction factor and ready factor
  by BOD and COD.
- Composting and digestion: IPCC 2006, volume 5, table 4.1, also GPC table 8.3: dry and
  wet factors at 60 % water.
- Cattle: unit test of a public program of a herd's methane (87 and 56 kg per head,
  23 and 34 head, 30 years: 117 150 kg).
- Fertiliser: 0.015714 kg N2O per kg N, ready factor of IPCC's 1 % in public programs.
- Pine: IPCC 2006, volume 4, chapter 4, worked example of forest land: 100 000 ha,
  4.0 t of dry matter above ground per ha, R 0.29, CF 0.47: 242 520 t of carbon.
- Landfills of the United States: 40 CFR 98.343, equation HH-1; CDM tool 04 and GPC
  equation 8.2 for decay that starts with the year of deposit.
- EPA, LandGEM 3.02: sum over tenths of a year.
"""

from __future__ import annotations

from fractions import Fraction
from math import exp

import pytest

from dafeng.accounts.methods import method
from dafeng.accounts.methods.composition import WastePart, mixed_carbon
from dafeng.accounts.methods.landfill import (
    DecayParameters,
    YearMass,
    decayed_share,
    degradable_carbon,
    first_order_decay,
    landfill_methods,
    methane_potential,
)
from dafeng.factors import factor_book
from tests.accounts.methods.answering import coefficient, tonnes

FOOD = DecayParameters(
    doc=Fraction("0.15"),
    doc_f=Fraction("0.7"),
    mcf=Fraction(1),
    ch4_fraction=Fraction("0.5"),
    k=Fraction("0.185"),
)
SITE = "MSW_FOOD.WET.MANAGED"


def test_food_waste_of_one_year_gives_70_t_in_all_and_11_8_in_the_first_year() -> None:
    deposit = [YearMass(year=2000, tonnes=Fraction(1000))]
    series = first_order_decay(deposit, FOOD, range(2000, 2400))
    assert degradable_carbon(Fraction(1000), FOOD) == 105
    assert series[0].emitted == 0
    assert float(series[1].emitted) == pytest.approx(11.822700130351203, rel=1e-12)
    assert float(sum(year.emitted for year in series)) == pytest.approx(70, rel=1e-12)


def test_the_methods_say_the_same_of_that_deposit_from_the_packaged_tables() -> None:
    (first,) = landfill_methods(1, SITE)
    assert float(1000 * coefficient(first, SITE)) == pytest.approx(
        11.822700130351203, rel=1e-12
    )


def test_food_waste_of_the_tropics_has_75_t_of_carbon_and_decays_by_a_third() -> None:
    tropics = DecayParameters(
        doc=Fraction("0.15"),
        doc_f=Fraction("0.5"),
        mcf=Fraction(1),
        ch4_fraction=Fraction("0.5"),
        k=Fraction("0.4"),
    )
    deposit = [YearMass(year=2025, tonnes=Fraction(1000))]
    (year,) = first_order_decay(deposit, tropics, [2026])
    assert degradable_carbon(Fraction(1000), tropics) == 75
    assert float(year.generated) == pytest.approx(75 * (1 - exp(-0.4)) * 0.5 * 16 / 12)


def test_carbon_of_mixed_waste_has_the_coefficients_of_the_global_protocol() -> None:
    named = ("FOOD", "GARDEN", "PAPER", "WOOD", "TEXTILES")
    printed = ("0.15", "0.2", "0.4", "0.43", "0.24")
    rows = factor_book().rows
    for name, number in zip(named, printed, strict=True):
        waste = f"MSW_{name}"
        content = next(
            Fraction(row.value) for row in rows if row.code == f"DOC_{waste}_WET"
        )
        part = WastePart(waste=waste, share=Fraction(1))
        assert mixed_carbon([part], [(waste, content)]) == Fraction(number)


@pytest.mark.parametrize(
    ("treatment", "by_bod", "by_cod"),
    [
        ("COLL_TREAT_AEROB_CENTRALISED_PRIMARY_SECONDARY", "0.018", "0.0075"),
        ("COLL_TREAT_ANAEROB_A-REACTORS", "0.48", "0.2"),
        ("UNCOLL_SEPTIC-TANKS", "0.3", "0.125"),
        ("FRESHWATER_AQUATIC_LAKES_TIER2", "0.114", "0.0475"),
        ("FRESHWATER_AQUATIC_OTHER_TIER2", "0.021", "0.00875"),
    ],
)
def test_sewage_has_the_ready_factors_of_table_6_3(
    treatment: str, by_bod: str, by_cod: str
) -> None:
    item = f"MCF_{treatment}"
    assert tonnes("waste.sewage", item, "t", "CH4") == Fraction(by_bod)
    assert tonnes("waste.effluent", item, "t", "CH4") == Fraction(by_cod)


@pytest.mark.parametrize("flow", ["waste.compost", "waste.digestion"])
@pytest.mark.parametrize("gas", ["CH4", "N2O"])
def test_wet_waste_emits_two_fifths_of_its_dry_matter(flow: str, gas: str) -> None:
    wet = tonnes(flow, "MSW_FOOD", "t", gas)
    assert wet == Fraction("0.4") * tonnes(flow, "MSW_FOOD", "tDM", gas)


def test_a_herd_of_two_kinds_of_cattle_emits_117_t_in_thirty_years() -> None:
    enteric = method("livestock.enteric").formula
    dairy = enteric.value({"EF": Fraction(87, 1000)})
    other = enteric.value({"EF": Fraction(56, 1000)})
    assert 30 * (23 * dairy + 34 * other) == Fraction("117.150")


def test_a_kilogram_of_nitrogen_makes_15_7_g_of_nitrous_oxide() -> None:
    made = tonnes("farming.soil", "EF1_N_UNSPEC_UNDEFINED", "tN", "N2O")
    assert float(made) == pytest.approx(0.015714, abs=5e-7)


def test_pines_of_the_guidelines_take_up_242_520_t_of_carbon() -> None:
    above_ground = {"D": Fraction(1), "BEF": Fraction(1)}
    grown = method("forest.growth").formula.value(
        {**above_ground, "R": Fraction("0.29"), "CF": Fraction("0.47")}
    )
    assert 100_000 * 4 * grown == -242_520 * Fraction(44, 12)


def test_equation_hh_1_of_the_united_states_gives_the_same_series() -> None:
    deposits = [
        YearMass(year=2000 + n, tonnes=Fraction(800 + 37 * n)) for n in range(12)
    ]
    potential = float(methane_potential(Fraction(1), FOOD))
    for year in (2001, 2011, 2030):
        (ours,) = first_order_decay(deposits, FOOD, [year])
        theirs = sum(
            float(d.tonnes)
            * potential
            * (exp(-0.185 * (year - d.year - 1)) - exp(-0.185 * (year - d.year)))
            for d in deposits
            if d.year < year
        )
        assert float(ours.generated) == pytest.approx(theirs, rel=1e-12)


def test_decay_from_the_year_of_deposit_is_that_of_cdm_and_global_protocol() -> None:
    at_once = DecayParameters(
        doc=FOOD.doc,
        doc_f=FOOD.doc_f,
        mcf=FOOD.mcf,
        ch4_fraction=FOOD.ch4_fraction,
        k=FOOD.k,
        start=Fraction(0),
    )
    for age in range(5):
        theirs = exp(-0.185 * age) * (1 - exp(-0.185))
        assert float(decayed_share(age, at_once)) == pytest.approx(theirs, rel=1e-12)


def test_landgem_in_tenths_of_a_year_encloses_the_decayed_share() -> None:
    for age in (1, 2, 10):
        tenths = [age - 1 + j / 10 for j in range(11)]
        early = sum(0.185 / 10 * exp(-0.185 * t) for t in tenths[:-1])
        late = sum(0.185 / 10 * exp(-0.185 * t) for t in tenths[1:])
        assert late < float(decayed_share(age, FOOD)) < early
