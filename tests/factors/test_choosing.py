"""One rule chooses, one set answers, and every row that does not says why.

The order of precedence is checked a second way: ``by_hand`` tries every combination
of rows, as a clerk with the tables on the desk would.
"""

from __future__ import annotations

import itertools
from decimal import Decimal
from fractions import Fraction

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dafeng.factors import (
    Factor,
    FactorBook,
    Level,
    MissingFactorError,
    MixedFactorSetsError,
    UnknownFactorError,
    choose,
    factor_book,
    fits,
)
from tests.factors.asking import FUEL, GAS, ask, power

BOOK = factor_book()
ORDER = {p.factor_set: p for p in BOOK.ordering.preferences}
FUELS = sorted({row.code for row in BOOK.all_of("carbon_content")})


def sets_of(request, book: FactorBook = BOOK) -> str:
    return choose(book, request).factor_set


def measured(code: str, parameter: str, value: str, unit: str, year: int) -> Factor:
    return Factor(
        id=f"{code}.{parameter}@measured:WORKS:{year}",
        code=code,
        name_zh=code,
        name_en=code,
        parameter=parameter,
        value=Decimal(value),
        unit=unit,
        factor_set="measured:WORKS",
        valid_from=year,
        valid_to=year,
        region="",
        gas="",
        level=Level.MEASURED,
        source_document="laboratory report 7",
        source_location="",
        verified=True,
        verified_where="city metrology institute",
        owner="WORKS",
    )


def by_hand(request) -> str | None:
    """The set for a closed request of a year, by trying every combination."""
    columns = [
        [
            row
            for row in BOOK.rows
            if row.code == request.item
            and row.parameter == need.parameter
            and row.region in request.regions
            and row.gas in ("", request.gas)
            and (row.valid_from or 0) <= request.year <= (row.valid_to or 9999)
            and fits(row.unit, need.unit)
        ]
        for need in request.needs
    ]
    complete = [
        combination
        for combination in itertools.product(*columns)
        if len({row.factor_set for row in combination}) == 1
    ]
    ranked = sorted(
        (
            max(row.level for row in combination),
            max(request.regions.index(row.region) for row in combination),
            ORDER[combination[0].factor_set].order
            if (ORDER[combination[0].factor_set].valid_from or 0) <= request.year
            else 999,
            combination[0].factor_set,
        )
        for combination in complete
    )
    return ranked[0][-1] if ranked else None


@given(st.sampled_from(FUELS), st.integers(2008, 2030), st.sampled_from([FUEL, GAS]))
def test_the_choice_is_the_one_made_by_hand(item, year, needs) -> None:
    request = ask(item, year, *needs)
    by_clerk = by_hand(request)
    try:
        choice = choose(BOOK, request)
    except MissingFactorError:
        assert by_clerk is None
        return
    if choice.estimate:
        assert by_clerk is None
    else:
        assert choice.factor_set == by_clerk


@given(st.sampled_from(FUELS), st.integers(2008, 2030))
def test_a_closed_line_takes_all_its_numbers_from_one_set(item, year) -> None:
    for needs in (FUEL, GAS):
        try:
            choice = choose(BOOK, ask(item, year, *needs))
        except MissingFactorError:
            continue
        assert {f.factor.factor_set for f in choice.filled} == {choice.factor_set}


@settings(max_examples=20)
@given(
    st.randoms(use_true_random=False),
    st.sampled_from(FUELS),
    st.integers(2008, 2027),
)
def test_the_order_of_rows_never_changes_a_choice(random, item, year) -> None:
    rows = list(BOOK.rows)
    random.shuffle(rows)
    shuffled = FactorBook(rows=rows, ordering=BOOK.ordering)
    for request in (ask(item, year, *FUEL), ask(item, year, *GAS), power(year)):
        assert answer(shuffled, request) == answer(BOOK, request)


@settings(max_examples=40)
@given(st.integers(0, len(BOOK.rows) - 1), st.integers(2008, 2027), st.data())
def test_taking_away_an_irrelevant_row_never_changes_a_choice(at, year, data) -> None:
    gone = BOOK.rows[at]
    rest = FactorBook(
        rows=[row for row in BOOK.rows if row is not gone], ordering=BOOK.ordering
    )
    item = data.draw(st.sampled_from(FUELS))
    for request in (ask(item, year, *FUEL), ask(item, year, *GAS), power(year)):
        before = answer(BOOK, request)
        chosen = [] if isinstance(before, str) else [f.factor.id for f in before.filled]
        if gone.id in chosen:
            continue
        after = answer(rest, request)
        if isinstance(before, str):
            assert isinstance(after, str)
        else:
            assert [f.factor.id for f in after.filled] == chosen


def answer(book, request):
    try:
        return choose(book, request)
    except MissingFactorError as error:
        return type(error).__name__


def test_the_newest_standard_stands_first_in_its_years() -> None:
    assert sets_of(ask("DIESEL", 2025, *FUEL)) == "GBT32151.34-2024"
    assert sets_of(ask("DIESEL", 2024, *FUEL)) == "ENT24-A"


def test_values_come_in_the_unit_of_the_formula() -> None:
    filled = choose(BOOK, ask("NATURAL_GAS", 2012, *GAS)).filled
    assert filled[0].value == Fraction(38931, 10**6)
    assert [f.need.parameter for f in filled] == [p for p, _ in GAS]


def test_a_bound_line_takes_the_set_that_the_standard_requires() -> None:
    choice = choose(BOOK, ask("DIESEL", 2018, *FUEL, factor_set="ENT24-B"))
    assert choice.factor_set == "ENT24-B"
    assert choice.level is Level.REQUIRED


def test_a_bound_set_that_lacks_a_part_refuses_to_borrow_it() -> None:
    with pytest.raises(MixedFactorSetsError) as caught:
        choose(BOOK, ask("DIESEL", 2023, *FUEL, factor_set="GBT2589-2020-RECALLED"))
    assert caught.value.parameters == ("carbon_content", "oxidation_rate")
    assert "ENT24-A" in caught.value.others
    assert isinstance(caught.value, MissingFactorError)


def test_parts_that_no_single_set_holds_are_not_put_together() -> None:
    needs = (*FUEL, ("coal_equivalent", "tce当量/t"))
    with pytest.raises(MixedFactorSetsError) as caught:
        choose(BOOK, ask("DIESEL", 2015, *needs))
    assert caught.value.factor_set == ""


def test_an_open_line_may_take_each_number_from_its_own_set() -> None:
    needs = (*FUEL, ("coal_equivalent", "tce当量/t"))
    choice = choose(BOOK, ask("DIESEL", 2015, *needs, closed=False))
    assert choice.factor_set == "ENT24-A+GBT2589-2008"


def test_nothing_answers_for_a_fuel_that_no_table_knows() -> None:
    with pytest.raises(MissingFactorError) as caught:
        choose(BOOK, ask("UNOBTAINIUM", 2020, *FUEL))
    assert caught.value.item == "UNOBTAINIUM"
    assert caught.value.year == 2020
    assert caught.value.parameters == tuple(p for p, _ in FUEL)
    assert caught.value.have == ()


def test_what_is_missing_lists_what_there_is_and_why_it_does_not_do() -> None:
    with pytest.raises(MissingFactorError) as caught:
        choose(BOOK, ask("METHANOL", 2023, *FUEL))
    assert caught.value.parameters == ("carbon_content", "oxidation_rate")
    with pytest.raises(MissingFactorError) as caught:
        choose(BOOK, ask("NATURAL_GAS", 2023, *FUEL))
    assert any("cannot be given in GJ/t" in near for near in caught.value.have)


def test_a_request_that_failed_fails_again_the_same_way() -> None:
    request = ask("METHANOL", 2023, *FUEL)
    messages = set()
    for _ in range(3):
        with pytest.raises(MissingFactorError) as caught:
            choose(BOOK, request)
        messages.add(str(caught.value))
    assert len(messages) == 1


def test_a_row_about_another_gas_does_not_answer() -> None:
    need = ("ef_product", "t/t")
    with pytest.raises(MissingFactorError) as caught:
        choose(BOOK, ask("PFC14_PREBAKE_CWPB", 2020, need, gas="CO2"))
    assert any("about CF4" in near for near in caught.value.have)
    choice = choose(BOOK, ask("PFC14_PREBAKE_CWPB", 2020, need, gas="CF4"))
    assert choice.filled[0].value == Fraction(4, 10**4)


def test_a_row_without_gas_answers_for_any() -> None:
    for gas in ("CO2", "CH4", ""):
        request = ask("NATURAL_GAS", 2020, ("ncv", "GJ/m3"), gas=gas)
        assert choose(BOOK, request).filled


def test_a_foreign_row_never_answers() -> None:
    with pytest.raises(MissingFactorError) as caught:
        choose(BOOK, ask("CAR_PETROL", 2022, ("ef_activity", "kgCO2e/km"), gas="CO2e"))
    assert any("holds in UK" in near for near in caught.value.have)


def test_a_farming_zone_and_a_continent_answer_for_a_place_inside() -> None:
    soil = choose(BOOK, ask("CN_EF1_III", 2022, ("ef_n2o_n", "1"), gas="N2O"))
    assert soil.filled[0].factor.region == "CN-III"
    with pytest.raises(MissingFactorError):
        choose(BOOK, ask("CN_EF1_V", 2022, ("ef_n2o_n", "1"), gas="N2O"))
    cows = ask("ENTERIC_CATTLE_DAIRY", 2022, ("ef_enteric", "t/头"), gas="CH4")
    assert choose(BOOK, cows).level is Level.INTERNATIONAL


def test_the_own_measurement_stands_before_every_table() -> None:
    own = measured("BITUMINOUS", "ncv", "21.5", "GJ/t", 2022)
    book = BOOK.with_rows([own])
    choice = choose(book, ask("BITUMINOUS", 2022, *FUEL, owner="WORKS"))
    assert [f.factor.id for f in choice.filled][0] == own.id
    assert choice.factor_set == "measured:WORKS+ENT24-A"
    assert {f.factor.factor_set for f in choice.filled[1:]} == {"ENT24-A"}


def test_the_measurement_of_another_owner_is_not_ours_and_not_shown() -> None:
    own = measured("BITUMINOUS", "ncv", "21.5", "GJ/t", 2022)
    book = BOOK.with_rows([own])
    for owner in ("", "OTHERS"):
        choice = choose(book, ask("BITUMINOUS", 2022, *FUEL, owner=owner))
        assert choice.factor_set == "ENT24-A"
        assert own.id not in {r.factor_id for r in choice.rejected}


def test_a_measurement_stands_beside_the_set_that_binds_the_line() -> None:
    own = measured("BITUMINOUS", "ncv", "21.5", "GJ/t", 2022)
    book = BOOK.with_rows([own])
    request = ask("BITUMINOUS", 2022, *FUEL, owner="WORKS", factor_set="ENT24-B")
    assert choose(book, request).factor_set == "measured:WORKS+ENT24-B"


def test_a_line_whose_every_number_was_measured_needs_no_table() -> None:
    rows = [
        measured("SCRAP_GAS", "ncv", "0.02", "GJ/m3", 2022),
        measured("SCRAP_GAS", "carbon_content", "0.02", "tC/GJ", 2022),
        measured("SCRAP_GAS", "oxidation_rate", "0.99", "1", 2022),
    ]
    choice = choose(BOOK.with_rows(rows), ask("SCRAP_GAS", 2022, *GAS, owner="WORKS"))
    assert choice.factor_set == "measured:WORKS"
    assert choice.level is Level.MEASURED


def test_local_stands_before_provincial_before_national() -> None:
    nation = BOOK.get("DIESEL.ncv@ENT24-A")
    local = attrs.evolve(
        nation, id="local", factor_set="L", region="天津", level=Level.LOCAL
    )
    province = attrs.evolve(
        nation, id="province", factor_set="P", region="天津", level=Level.PROVINCIAL
    )
    request = ask("DIESEL", 2020, ("ncv", "GJ/t"))
    both = BOOK.with_rows([local, province])
    assert sets_of(request, both) == "L"
    assert sets_of(request, BOOK.with_rows([province])) == "P"
    assert sets_of(request) == "ENT24-A"


def test_every_row_that_did_not_answer_says_why() -> None:
    choice = choose(BOOK, ask("DIESEL", 2025, *FUEL))
    reasons = {r.factor_id: r.reason for r in choice.rejected}
    chosen = {f.factor.id for f in choice.filled}
    of_diesel = {
        row.id
        for row in BOOK.rows
        if row.code == "DIESEL" and row.parameter in {p for p, _ in FUEL}
    }
    assert reasons.keys() | chosen == of_diesel
    assert reasons.keys() & chosen == set()
    assert reasons["DIESEL.ncv@PG2011-NCV2008"] == "valid 2008 to 2020"
    assert "order of sets" in reasons["DIESEL.ncv@ENT24-A"]


def test_an_unknown_rule_is_named_with_the_rules_that_there_are() -> None:
    with pytest.raises(UnknownFactorError) as caught:
        choose(BOOK, ask("DIESEL", 2020, *FUEL, rule="nobody-2099"))
    assert caught.value.have == ("national-2026",)
