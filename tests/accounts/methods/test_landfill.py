"""Decay of landfills: the ledger of the guidelines' spreadsheet beside our sum.

Second formulation: IPCC 2006, volume 5, annex 3A1 (spreadsheet model, delay time): a
stock of degradable carbon carried from year to year, with a share that decays in the
year of deposit when the reaction starts in month M (13 is 1 January of the next year).
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import exp

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dafeng.accounts.methods import methods_for
from dafeng.accounts.methods.landfill import (
    ITEM_CODES,
    SITES,
    WASTES,
    Climate,
    DecayParameters,
    YearMass,
    climate,
    decayed_share,
    degradable_carbon,
    first_order_decay,
    landfill_item,
    landfill_method,
    landfill_methods,
    methane_potential,
)
from dafeng.base.errors import BadInputError, NotFoundError
from tests.accounts.methods.answering import coefficient, tonnes

PAPER = DecayParameters(
    doc=Fraction("0.4"),
    doc_f=Fraction("0.5"),
    mcf=Fraction("0.8"),
    ch4_fraction=Fraction("0.5"),
    k=Fraction("0.06"),
    oxidation=Fraction("0.1"),
)
FIRST = 1990

masses = st.lists(
    st.integers(0, 10**6).map(lambda kg: Fraction(kg, 1000)), min_size=1, max_size=6
)
rates = st.integers(1, 800).map(lambda k: Fraction(k, 1000))


def deposits(amounts: list[Fraction]) -> list[YearMass]:
    return [YearMass(year=FIRST + n, tonnes=each) for n, each in enumerate(amounts)]


def ledger(
    amounts: list[Fraction], parameters: DecayParameters, month: int, years: int
) -> list[float]:
    """CH4 made in each year, by the columns A to H of the spreadsheet."""
    kept, reacted = exp(-float(parameters.k)), []
    first = exp(-float(parameters.k) * (13 - month) / 12)
    stock = 0.0
    for n in range(years):
        mass = amounts[n] if n < len(amounts) else Fraction(0)
        carbon = float(degradable_carbon(mass, parameters))
        reacted.append(stock * (1 - kept) + carbon * (1 - first))
        stock = stock * kept + carbon * first
    return [each * float(parameters.ch4_fraction) * 16 / 12 for each in reacted]


@settings(max_examples=30, deadline=None)
@given(masses, rates, st.integers(7, 13))
def test_the_sum_over_deposits_is_the_ledger_of_the_spreadsheet(
    amounts: list[Fraction], rate: Fraction, month: int
) -> None:
    parameters = attrs.evolve(PAPER, k=rate, start=Fraction(month - 1, 12))
    years = range(FIRST, FIRST + 12)
    ours = first_order_decay(deposits(amounts), parameters, years)
    theirs = ledger(amounts, parameters, month, 12)
    assert [float(each.generated) for each in ours] == pytest.approx(
        theirs, rel=1e-9, abs=1e-12
    )


@settings(max_examples=20, deadline=None)
@given(masses, rates)
def test_what_decayed_and_what_is_left_is_what_was_deposited(
    amounts: list[Fraction], rate: Fraction
) -> None:
    parameters = attrs.evolve(PAPER, k=rate)
    years = range(FIRST, FIRST + 20)
    decayed = sum(
        each.decayed_carbon
        for each in first_order_decay(deposits(amounts), parameters, years)
    )
    left = sum(
        float(degradable_carbon(mass, parameters)) * exp(-float(rate) * (20 - n - 1))
        for n, mass in enumerate(amounts)
    )
    put = sum(degradable_carbon(mass, parameters) for mass in amounts)
    assert float(decayed) + left == pytest.approx(float(put), rel=1e-9)


def test_all_years_together_emit_the_potential_that_is_not_oxidised() -> None:
    series = first_order_decay(deposits([Fraction(1000)]), PAPER, range(1990, 2790))
    emitted = sum(each.emitted for each in series)
    potential = methane_potential(Fraction(1000), PAPER) * Fraction("0.9")
    assert float(emitted) == pytest.approx(float(potential), rel=1e-15)
    assert float(potential) == pytest.approx(96)


@settings(max_examples=20, deadline=None)
@given(masses, st.integers(2, 9))
def test_ten_times_the_waste_emits_ten_times_the_gas(
    amounts: list[Fraction], times: int
) -> None:
    years = [FIRST + 3, FIRST + 9]
    once = first_order_decay(deposits(amounts), PAPER, years)
    more = first_order_decay(deposits([times * each for each in amounts]), PAPER, years)
    assert [each.emitted for each in more] == [times * each.emitted for each in once]


def test_no_waste_emits_nothing_and_the_year_of_deposit_nothing_yet() -> None:
    (nothing,) = first_order_decay([], PAPER, [2020])
    (same_year,) = first_order_decay(deposits([Fraction(5)]), PAPER, [FIRST])
    assert nothing.emitted == same_year.emitted == 0


def test_years_before_the_deposit_know_nothing_of_it() -> None:
    assert decayed_share(-1, PAPER) == decayed_share(-40, PAPER) == 0


def test_recovered_gas_is_taken_away_before_the_cover_oxidises() -> None:
    heap = deposits([Fraction(10_000)])
    taken = [YearMass(year=FIRST + 1, tonnes=Fraction(20))]
    (plain,) = first_order_decay(heap, PAPER, [FIRST + 1])
    (less,) = first_order_decay(heap, PAPER, [FIRST + 1], taken)
    assert plain.emitted - less.emitted == 20 * Fraction("0.9")


def test_the_recovered_flow_takes_away_what_the_series_takes_away() -> None:
    taken = tonnes("waste.landfill-recovered", "OX_MANAGED_WELL_S-A", "t", "CH4", 20)
    assert taken == 18


def test_methods_of_all_ages_add_up_to_the_series() -> None:
    item = landfill_item("MSW_PAPER", Climate.WET, "UNMANAGED_DEEP")
    unoxidised = attrs.evolve(PAPER, oxidation=Fraction(0))
    amounts = [Fraction(100), Fraction(0), Fraction(250)]
    by_method = sum(
        (
            each.tonnes * coefficient(landfill_methods(2000 - each.year, item)[0], item)
            for each in deposits(amounts)
        ),
        Fraction(0),
    )
    (series,) = first_order_decay(deposits(amounts), unoxidised, [2000])
    assert float(by_method) == pytest.approx(float(series.emitted), rel=1e-12)


def test_a_deposit_of_the_year_itself_has_a_line_of_zero() -> None:
    (fresh,) = landfill_methods(0, ITEM_CODES[0])
    assert coefficient(fresh, ITEM_CODES[0]) == 0
    assert landfill_methods(-1, ITEM_CODES[0]) == ()


def test_the_formula_is_written_with_the_age_in_it() -> None:
    (third,) = landfill_methods(3, "MSW_WOOD.DRY.MANAGED")
    assert str(third.formula) == (
        "DOC × DOCf × MCF × exp(-1 × k × 2) × (1 - exp(-1 × k)) × F × 16/12 × (1 - OX)"
    )


def test_a_method_is_found_again_by_its_id() -> None:
    item = "SLUDGE_DOM.WET.OPEN-DUMPED"
    assert (landfill_method(f"landfill.{item}.12"),) == landfill_methods(12, item)


@pytest.mark.parametrize(
    "identifier",
    [
        "landfill.recovered",
        "landfill.MSW_FOOD.WET.MANAGED.x",
        "landfill.GOLD.WET.MANAGED.3",
        "MSW_FOOD.WET.MANAGED.3",
        "landfill.MSW_FOOD.WET.MANAGED.03",
    ],
)
def test_an_id_of_no_landfill_method_is_refused(identifier: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        landfill_method(identifier)
    assert caught.value.code == "method.unknown"


def test_every_waste_climate_and_site_of_the_list_has_its_factors() -> None:
    for item in ITEM_CODES:
        (first,) = landfill_methods(1, item)
        assert coefficient(first, item) >= 0
    assert len(ITEM_CODES) == len(WASTES) * len(Climate) * len(SITES)


def test_an_item_has_the_method_of_its_own_waste_only() -> None:
    (found,) = methods_for("waste.landfill", "MSW_WOOD.WET.MANAGED", "t")
    assert {need.code for need in found.needs if need.symbol in {"DOC", "k"}} == {
        "DOC_MSW_WOOD_WET",
        "K_MSW_WOOD_WET_BOREAL_TEMPERATE",
    }


def test_waste_decays_faster_where_it_is_wet() -> None:
    wet, dry = (f"MSW_FOOD.{each}.MANAGED" for each in Climate)
    assert coefficient(landfill_methods(1, wet)[0], wet) > coefficient(
        landfill_methods(1, dry)[0], dry
    )


@pytest.mark.parametrize(
    ("ratio", "expected"),
    [("0.6", Climate.DRY), ("1", Climate.DRY), ("1.2", Climate.WET)],
)
def test_climate_follows_rain_over_evaporation(ratio: str, expected: Climate) -> None:
    found = climate(temperature=Decimal("12.5"), precipitation_ratio=Decimal(ratio))
    assert found is expected


def test_a_tropical_site_has_no_rates_here() -> None:
    with pytest.raises(BadInputError) as caught:
        climate(temperature=Decimal("24"), precipitation_ratio=Decimal(2))
    assert caught.value.code == "landfill.tropical"


@pytest.mark.parametrize(
    ("heap", "taken"), [(Fraction(-1), Fraction(0)), (Fraction(1), Fraction(-1))]
)
def test_negative_masses_are_refused(heap: Fraction, taken: Fraction) -> None:
    with pytest.raises(BadInputError) as caught:
        first_order_decay(
            deposits([heap]), PAPER, [2000], [YearMass(year=2000, tonnes=taken)]
        )
    assert caught.value.code == "landfill.negative"


def test_more_recovered_than_made_is_refused() -> None:
    with pytest.raises(BadInputError) as caught:
        first_order_decay(
            deposits([Fraction(1)]),
            PAPER,
            [2000],
            [YearMass(year=2000, tonnes=Fraction(9))],
        )
    assert caught.value.code == "landfill.recovery"
