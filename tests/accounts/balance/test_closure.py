"""A balance worked by hand, and what must hold for every balance."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.accounts.balance import (
    BalanceCell,
    Basis,
    EnergyBalance,
    EqualValue,
    Nature,
    Tolerances,
    balance_line,
    balance_lines,
    carrier,
    carriers,
    check_cells,
    energy_balance,
    energy_mix,
)
from dafeng.accounts.catalogue import sectors
from dafeng.base.errors import NotFoundError
from dafeng.base.units import convert
from dafeng.factors import factor_book
from tests.accounts.balance.cells import DISTRICT, PLACE, YEAR, cell, cells

BOOK = factor_book()


def balance_of(*said: BalanceCell, **settings: object) -> EnergyBalance:
    return energy_balance(said, BOOK, YEAR, place=PLACE, **settings)  # type: ignore[arg-type]


def codes(balance: EnergyBalance) -> list[str]:
    return [finding.code for finding in balance.findings]


def test_the_district_closes_in_every_carrier_and_in_standard_coal() -> None:
    balance = balance_of(*cells())
    assert [closure.difference for closure in balance.closures] == [0, 0, 0, 0]
    # 0.7143 * 1000 + 1.4571 * 280 + 0.0001229 * 4,000,000: all that was supplied.
    assert balance.calorific.consumption == Fraction("1613.888")
    # ... and power at 301.5 g per kWh: 714.3 + 407.988 + 1206.
    assert balance.equal.consumption == Fraction("2328.288")
    assert balance.calorific.difference == balance.equal.difference == 0


def test_the_shares_are_the_ones_worked_by_hand() -> None:
    mix = energy_mix(balance_of(*cells()), nonfossil_bought_kwh=Decimal(0))
    assert mix.calorific is not None
    assert mix.equal is not None
    assert mix.calorific.nonfossil_share == Fraction("122.9") / Fraction("1613.888")
    assert mix.equal.nonfossil_share == Fraction("301.5") / Fraction("2328.288")
    assert mix.electricity_share == Fraction("602.21") / Fraction("1435.588")
    assert mix.calorific.coal == Fraction("714.3")
    assert mix.findings == ()


def test_non_fossil_power_from_outside_counts_where_somebody_states_it() -> None:
    balance = balance_of(*cells())
    local = energy_mix(balance)
    assert [f.code for f in local.findings] == ["balance.nonfossil_bought"]
    more = energy_mix(balance, nonfossil_bought_kwh=Decimal(500_000))
    assert local.equal is not None
    assert more.equal is not None
    assert more.equal.nonfossil - local.equal.nonfossil == Fraction("150.75")


@pytest.mark.parametrize("basis", list(Basis))
def test_the_sources_add_up_to_total_consumption(basis: Basis) -> None:
    mix = energy_mix(balance_of(*cells()))
    part = mix.calorific if basis is Basis.CALORIFIC else mix.equal
    assert part is not None
    by_source = (part.coal, part.oil, part.gas, part.power, part.heat)
    assert sum(by_source) + part.biomass + part.other == part.total


amounts = st.decimals(0, 10**9, places=3)


@given(st.lists(amounts, min_size=6, max_size=6), st.integers(1, 1000))
def test_closure_is_conserved_and_scales_with_the_unit(
    said: list[Decimal], scale: int
) -> None:
    rows = ("supply.in", "transformation.power", "losses", "final.farming")
    brought, burned, lost, *used = said
    values = (brought, -burned, lost, used[0])
    once = balance_of(
        *(cell(r, "RAW_COAL", str(v)) for r, v in zip(rows, values, strict=True))
    ).closures[0]
    assert once.supply + once.transformation - once.losses - once.final == (
        once.difference
    )
    assert once.difference == Fraction(brought - burned - lost - used[0])
    scaled = balance_of(
        *(
            cell(r, "RAW_COAL", str(v * scale))
            for r, v in zip(rows, values, strict=True)
        )
    ).closures[0]
    assert scaled.difference == once.difference * scale
    assert scaled.share == once.share


@given(st.permutations(cells()))
def test_the_order_of_cells_changes_nothing(shuffled: list[BalanceCell]) -> None:
    assert balance_of(*shuffled) == balance_of(*cells())


@given(
    st.dictionaries(
        st.sampled_from(
            [
                code
                for code, line in balance_lines().items()
                if line.parent == "final" and line.nature is Nature.PART
            ]
        ),
        amounts,
        min_size=1,
    )
)
def test_a_total_that_nobody_states_is_the_sum_of_its_parts(
    parts: dict[str, Decimal],
) -> None:
    balance = balance_of(*(cell(r, "DIESEL", str(v)) for r, v in parts.items()))
    assert balance.quantity("final", "DIESEL") == sum(parts.values())
    assert not balance.entries["final", "DIESEL"].stated


def test_a_cell_that_nobody_stated_is_unknown_and_not_zero() -> None:
    balance = balance_of(*cells())
    assert balance.quantity("final.farming", "RAW_COAL") is None
    assert balance.standard_coal("final.farming", "RAW_COAL", Basis.CALORIFIC) is None
    assert balance.row_total("final.construction", Basis.CALORIFIC) is None
    assert balance.row_total("losses", Basis.CALORIFIC) == Fraction("12.29")


def test_a_carrier_without_coefficient_leaves_the_totals_unknown() -> None:
    balance = balance_of(*cells(), cell("final.industry", "GANGUE", "5"))
    assert "balance.no_coefficient" in codes(balance)
    assert balance.calorific.missing == ("GANGUE",)
    assert not balance.calorific.complete
    assert energy_mix(balance).calorific is None


def test_a_carrier_that_the_edition_leaves_out_goes_by_its_heating_value() -> None:
    balance = balance_of(*cells(), cell("final.construction", "LUBRICANT", "10"))
    one = balance.coefficient("LUBRICANT")
    assert one is not None
    assert one.factor is not None
    assert (one.estimate, one.factor.parameter) == ("heating-value", "ncv")
    heat = convert(one.factor.value, one.factor.unit, "GJ/t")
    assert one.calorific == heat / Fraction("29.3076")
    assert "balance.estimated_coefficient" in codes(balance)
    assert balance.calorific.complete


def test_a_year_without_the_worth_of_power_has_no_equal_value_total() -> None:
    said = [cell(c.row, c.item, str(c.quantity), year=1990) for c in cells()]
    balance = energy_balance(said, BOOK, 1990, place=PLACE, factor_set="CE-GBT2589")
    assert balance.equal_value.power is None
    assert "ELECTRICITY" in balance.equal.missing
    assert "balance.equal_value" in codes(balance)


def test_all_coefficients_come_from_one_edition() -> None:
    for year, edition in ((2015, "GBT2589-2008"), (2022, "CE-GBT2589")):
        said = [cell(c.row, c.item, str(c.quantity), year=year) for c in cells()]
        balance = energy_balance(said, BOOK, year, place=PLACE)
        sets = {c.factor.factor_set for c in balance.coefficients if c.factor}
        assert sets == {edition}


@pytest.mark.parametrize(
    ("odd", "code"),
    [
        (cell("final.space", "DIESEL", "1"), "balance.row"),
        (attrs.evolve(cell("final", "DIESEL", "1"), item="SAND"), "balance.carrier"),
        (cell("final", "DIESEL", "1", unit="万t"), "balance.unit"),
        (cell("final.services", "DIESEL", "-1"), "balance.sign"),
        (cell("supply.out", "DIESEL", "1"), "balance.sign"),
        (cell("final.farming", "DIESEL", "31"), "balance.repeated"),
    ],
)
def test_a_cell_that_does_not_fit_is_named_and_left_out(
    odd: BalanceCell, code: str
) -> None:
    balance = balance_of(*cells(), odd)
    assert codes(balance)[0] == code
    assert balance.entries == balance_of(*cells()).entries


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (("final", "DIESEL", "290"), "balance.parts"),
        (("final.industry.steel", "RAW_COAL", "400"), "balance.branches"),
        (("losses.transport", "HEAT", "1"), ""),
        (("final.construction", "DIESEL", "20"), "balance.difference"),
        (("difference", "DIESEL", "7"), "balance.stated"),
        (("consumption", "RAW_COAL", "900"), "balance.stated"),
        (("consumption", "RAW_COAL", "1000"), ""),
    ],
)
def test_figures_that_do_not_fit_together_are_named(
    more: tuple[str, str, str], code: str
) -> None:
    found = codes(balance_of(*cells(), cell(*more)))
    assert (code in found) if code else found == codes(balance_of(*cells()))


def test_the_tolerance_of_the_difference_is_an_argument() -> None:
    said = (*cells(), cell("final.construction", "DIESEL", "20"))
    loose = balance_of(*said, tolerances=Tolerances(difference=Decimal("0.1")))
    assert "balance.difference" not in codes(loose)


def test_branches_of_branches_stand_below_industry() -> None:
    balance = balance_of(cell("final.industry.steel.pipe", "NATURAL_GAS", "70"))
    for row in ("final.industry.steel.pipe", "final.industry.steel", "final.industry"):
        assert balance.quantity(row, "NATURAL_GAS") == 70
    assert balance.quantity("final", "NATURAL_GAS") == 70
    names = [line.name_zh for line in balance.lines]
    assert names.index("工业") < names.index("钢压延与钢管") < names.index("建筑业")


def test_an_unknown_row_or_carrier_names_those_that_there_are() -> None:
    with pytest.raises(NotFoundError, match="final.households.urban") as row:
        balance_line("final.space")
    assert row.value.code == "balance.no_row"
    with pytest.raises(NotFoundError, match="焦炭") as column:
        carrier("COALS")
    assert column.value.code == "balance.no_carrier"


def test_every_row_of_the_layout_has_its_parent_and_a_known_sector() -> None:
    for line in balance_lines().values():
        assert not line.parent or line.parent in balance_lines()
        assert not line.sector or line.sector in sectors()
    known = {factor.code for factor in BOOK.rows}
    counted_in_coal = {"BIOMASS", "OTHER_ENERGY"}
    assert set(carriers()) - known == counted_in_coal
    assert set(DISTRICT) <= set(carriers())


def test_heat_is_worth_the_fuel_that_somebody_states() -> None:
    worth = EqualValue(power=Decimal("0.3"), heat=Decimal("0.040"), source="a plant")
    balance = balance_of(*cells(), equal_value=worth)
    heat = balance.standard_coal("final.public", "HEAT", Basis.EQUAL_VALUE)
    assert heat == 80
    assert balance.equal_value == worth
    assert "balance.equal_value" not in codes(balance)


def test_cells_of_other_places_and_years_are_left() -> None:
    others = (
        cell("final.farming", "LPG", "5", place="110000"),
        cell("final.farming", "LPG", "5", year=YEAR - 1),
    )
    assert balance_of(*cells(), *others) == balance_of(*cells())


def test_checking_cells_names_what_the_balance_leaves_out() -> None:
    odd = cell("final", "DIESEL", "1", unit="kg")
    assert [f.code for f in check_cells([*cells(), odd])] == ["balance.unit"]
    assert check_cells(cells()) == ()
