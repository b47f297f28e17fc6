"""A year without a row opens a named estimate or nothing; it never passes in silence.

Values of the announcements: 2021 Tianjin 0.7355, 2022 Tianjin 0.7041, 2023 North
China 0.6361 (生态环境部 国家统计局, 电力二氧化碳排放因子).
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import attrs
import pytest

from dafeng.factors import (
    FactorBook,
    MissingFactorError,
    Signature,
    UnverifiedFactorError,
    choose,
    factor_book,
)
from tests.factors.asking import FUEL, GAS, ask, power

BOOK = factor_book()
VERIFIED = FactorBook(
    rows=[row for row in BOOK.rows if row.verified], ordering=BOOK.ordering
)


@pytest.mark.parametrize(
    ("year", "kilograms", "estimate"),
    [
        (2012, "0.8843", "wider-region"),
        (2017, "0.8843", "wider-region+carried-forward"),
        (2018, "0.8119", ""),
        (2020, "0.8119", "carried-forward"),
        (2021, "0.7355", ""),
        (2022, "0.7041", ""),
        (2023, "0.6361", "wider-region"),
        (2024, "0.6361", "wider-region+carried-forward"),
        (2028, "0.6361", "wider-region+carried-forward"),
    ],
)
def test_power_takes_the_province_of_the_year_or_says_what_stands_in(
    year: int, kilograms: str, estimate: str
) -> None:
    choice = choose(BOOK, power(year))
    assert choice.filled[0].value == Fraction(kilograms) / 1000
    assert choice.estimate == estimate


def test_a_number_is_carried_five_years_and_no_further() -> None:
    assert choose(BOOK, power(2028)).estimate
    with pytest.raises(MissingFactorError) as caught:
        choose(BOOK, power(2029))
    assert any("valid 2023 to 2023" in near for near in caught.value.have)


def test_other_provinces_are_no_rejected_candidates() -> None:
    choice = choose(BOOK, power(2023))
    regions = {BOOK.get(r.factor_id).region for r in choice.rejected}
    assert regions == {"天津", "华北", "CN"}
    reasons = {r.factor_id: r.reason for r in choice.rejected}
    assert reasons["GRID_TIANJIN.grid_average_province@MEE-2022"] == (
        "valid 2022 to 2022"
    )
    assert "stands before it" in reasons["GRID_CN.grid_average_national@MEE-2023"]


def test_a_district_elsewhere_takes_its_own_province() -> None:
    choice = choose(BOOK, power(2022, regions=("四川", "西南", "CN", "World")))
    assert choice.filled[0].value == Fraction("0.1404") / 1000


def test_without_its_region_a_district_falls_to_the_nation_by_name() -> None:
    choice = choose(BOOK, power(2023, regions=("天津", "CN")))
    assert choice.filled[0].value == Fraction("0.5306") / 1000
    assert choice.estimate == "wider-region"


def test_average_residual_and_fossil_never_stand_in_for_each_other() -> None:
    found = {
        parameter: choose(BOOK, power(2023, parameter)).filled[0].value * 1000
        for parameter in ("grid_average", "grid_residual", "grid_fossil")
    }
    assert found == {
        "grid_average": Fraction("0.6361"),
        "grid_residual": Fraction("0.6096"),
        "grid_fossil": Fraction("0.8273"),
    }
    with pytest.raises(MissingFactorError):
        choose(BOOK, power(2030, "grid_residual"))


def test_a_footprint_is_never_a_factor_of_bought_power() -> None:
    chosen = [choose(BOOK, power(year)) for year in range(2012, 2029)]
    parameters = {f.factor.parameter for choice in chosen for f in choice.filled}
    assert "electricity_footprint" not in parameters


def test_a_guide_of_2013_serves_earlier_years_only_as_an_estimate() -> None:
    book = FactorBook(
        rows=[r for r in BOOK.rows if r.factor_set == "ENT24-A"],
        ordering=BOOK.ordering,
    )
    assert choose(book, ask("DIESEL", 2013, *FUEL)).estimate == ""
    assert choose(book, ask("DIESEL", 2005, *FUEL)).estimate == "carried-back"
    with pytest.raises(MissingFactorError):
        choose(book, ask("DIESEL", 2002, *FUEL))


def test_the_nearest_year_answers_an_estimate() -> None:
    assert choose(BOOK, ask("DIESEL", 2010, *FUEL)).factor_set == "PG2011-NCV2008"


def test_a_heating_value_that_ran_out_is_carried_with_its_set() -> None:
    choice = choose(BOOK, ask("WATER_GAS", 2024, *GAS))
    assert (choice.factor_set, choice.estimate) == ("PG2011-NCV2008", "carried-forward")


def test_the_edition_of_the_year_gives_the_standard_coal() -> None:
    def coal(year: int, factor_set: str) -> Fraction:
        request = ask(
            "DIESEL",
            year,
            ("coal_equivalent", "tce当量/t"),
            gas="",
            factor_set=factor_set,
        )
        return choose(BOOK, request).filled[0].value

    assert coal(2015, "GBT2589-2008") == coal(2022, "CE-GBT2589") == Fraction("1.4571")
    assert (
        choose(
            BOOK,
            ask("NATURAL_GAS", 2015, ("coal_equivalent", "tce当量/m3"), gas=""),
        ).factor_set
        == "GBT2589-2008"
    )


def test_the_equal_value_of_power_is_the_coal_rate_of_the_year() -> None:
    need = ("coal_equivalent_equal_value", "tce等价/kWh")
    choice = choose(BOOK, ask("ELECTRICITY", 2020, need, gas=""))
    assert choice.filled[0].value == Fraction("305.5") / 10**6
    assert choice.unverified == (choice.filled[0].factor.id,)
    later = choose(BOOK, ask("ELECTRICITY", 2024, need, gas=""))
    assert later.estimate == "carried-forward"


def test_an_unverified_row_is_allowed_and_named_in_a_draft() -> None:
    choice = choose(BOOK, power(2021, "grid_residual"))
    assert choice.unverified == ("GRID_CN.grid_residual_national@MEE-2021",)
    assert choice.signed == ()


def test_an_official_account_refuses_a_row_that_nobody_signed() -> None:
    with pytest.raises(UnverifiedFactorError) as caught:
        choose(BOOK, power(2021, "grid_residual", official=True))
    assert caught.value.ids == ("GRID_CN.grid_residual_national@MEE-2021",)
    assert "sign" in str(caught.value)


def test_a_signed_row_serves_an_official_account() -> None:
    row = "GRID_CN.grid_residual_national@MEE-2021"
    signature = Signature(
        factor_id=row,
        person="李某(区发改委)",
        signed_on=date(2026, 3, 2),
        reason="compared with annex 2",
    )
    choice = choose(
        BOOK.signed([signature]), power(2021, "grid_residual", official=True)
    )
    assert (choice.signed, choice.unverified) == ((row,), ())


def test_an_official_account_prefers_a_verified_row_and_says_so() -> None:
    doubtful = attrs.evolve(
        BOOK.get("DIESEL.ncv@ENT24-A"),
        id="doubtful",
        factor_set="GBT32151.34-2024",
        verified=False,
    )
    book = VERIFIED.with_rows([doubtful])
    request = ask("DIESEL", 2024, ("ncv", "GJ/t"), official=True)
    choice = choose(book, request)
    assert choice.filled[0].factor.verified
    reasons = {r.factor_id: r.reason for r in choice.rejected}
    assert reasons["doubtful"] == "nobody has verified or signed it"


def test_a_rule_without_estimates_blocks_instead() -> None:
    ordering = attrs.evolve(BOOK.ordering, estimates=())
    strict = FactorBook(rows=BOOK.rows, ordering=ordering)
    assert choose(strict, power(2022)).estimate == ""
    for year in (2019, 2023, 2024):
        with pytest.raises(MissingFactorError):
            choose(strict, power(year))
