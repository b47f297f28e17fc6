"""Raw coal has no closed set; a named item answers for it, and the choice says so.

Values: 24 enterprise guidelines (2013-2015), common table of fuels, bituminous coal:
23.204 GJ/t, 0.02618 tC/GJ, 0.93.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import attrs
import pytest

from dafeng.factors import MissingFactorError, choose, factor_book
from tests.factors.asking import FUEL, ask

BOOK = factor_book()


def test_raw_coal_is_counted_as_bituminous_coal_and_says_so() -> None:
    choice = choose(BOOK, ask("RAW_COAL", 2023, *FUEL))
    like = choose(BOOK, ask("BITUMINOUS", 2023, *FUEL))
    assert choice.estimate == "substitute-item"
    assert like.estimate == ""
    assert choice.filled == like.filled
    assert [each.factor.code for each in choice.filled] == ["BITUMINOUS"] * 3
    product = Fraction(1)
    for each in choice.filled:
        product *= each.value
    assert product == Fraction("23.204") * Fraction("0.02618") * Fraction("0.93")


def test_all_numbers_of_the_substitute_come_from_one_set() -> None:
    choice = choose(BOOK, ask("RAW_COAL", 2015, *FUEL))
    assert len({each.factor.factor_set for each in choice.filled}) == 1


def test_an_official_account_may_use_it_where_its_rows_are_verified() -> None:
    choice = choose(BOOK, ask("RAW_COAL", 2023, *FUEL, official=True))
    assert choice.estimate == "substitute-item"
    assert choice.unverified == ()


def test_where_the_item_answers_itself_nothing_stands_in() -> None:
    need = ("coal_equivalent", "tce当量/t")
    choice = choose(BOOK, ask("RAW_COAL", 2023, need))
    assert choice.estimate == ""
    assert choice.filled[0].factor.code == "RAW_COAL"
    own = [
        attrs.evolve(
            BOOK.get(f"BITUMINOUS.{parameter}@ENT24-A"),
            id=f"RAW_COAL.{parameter}@OWN",
            code="RAW_COAL",
            factor_set="OWN",
            value=Decimal(value),
        )
        for parameter, value in (
            ("ncv", "20.908"),
            ("carbon_content", "0.0262"),
            ("oxidation_rate", "0.92"),
        )
    ]
    choice = choose(BOOK.with_rows(own), ask("RAW_COAL", 2023, *FUEL))
    assert (choice.estimate, choice.factor_set) == ("", "OWN")
    reasons = {each.factor_id: each.reason for each in choice.rejected}
    assert "stands in where nothing answers" in reasons["BITUMINOUS.ncv@ENT24-A"]


def test_a_heating_value_that_the_owner_measured_stands_beside_it() -> None:
    measured = attrs.evolve(
        BOOK.get("BITUMINOUS.ncv@ENT24-A"),
        id="RAW_COAL.ncv@works",
        code="RAW_COAL",
        value=Decimal("19.5"),
        owner="works",
    )
    book = BOOK.with_rows([measured])
    choice = choose(book, ask("RAW_COAL", 2023, *FUEL, owner="works"))
    assert choice.filled[0].factor.id == "RAW_COAL.ncv@works"
    assert choice.filled[1].factor.code == "BITUMINOUS"
    assert choice.estimate == "substitute-item"


def test_items_and_numbers_that_the_table_does_not_name_stay_missing() -> None:
    with pytest.raises(MissingFactorError):
        choose(BOOK, ask("GANGUE", 2023, *FUEL))
    with pytest.raises(MissingFactorError):
        choose(BOOK, ask("RAW_COAL", 2023, ("ef_mass", "tCO2/t")))


def test_each_substitute_says_why_and_can_answer() -> None:
    for each in BOOK.ordering.substitutes:
        assert each.reason
        for parameter in each.parameters:
            assert BOOK.at(each.code, parameter)
