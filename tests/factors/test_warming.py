"""Warming potentials are those of the report that the set is named for.

IPCC AR4 WG1 table 2.14, AR5 WG1 table 8.A.1, AR6 WG1 table 7.15.
"""

from __future__ import annotations

import pytest

from dafeng.factors import UnknownFactorError, factor_book, gwp

BOOK = factor_book()


@pytest.mark.parametrize(
    ("factor_set", "ch4", "n2o"),
    [
        ("SARGWP100", "21", "310"),
        ("AR4GWP100", "25", "298"),
        ("AR5GWP100", "28", "265"),
        ("AR6GWP100", "27.9", "273"),
    ],
)
def test_each_report_has_its_own_numbers(factor_set: str, ch4: str, n2o: str) -> None:
    assert str(gwp(BOOK, "CH4", factor_set).value) == ch4
    assert str(gwp(BOOK, "N2O", factor_set).value) == n2o
    assert gwp(BOOK, "CO2", factor_set).value == 1


def test_a_gas_that_the_report_lacks_is_named_with_what_there_is() -> None:
    with pytest.raises(UnknownFactorError) as caught:
        gwp(BOOK, "NF3", "SARGWP100")
    assert "NF3.gwp100@AR4GWP100" in caught.value.have


def test_an_unknown_set_of_an_unknown_gas_lists_the_sets() -> None:
    with pytest.raises(UnknownFactorError) as caught:
        gwp(BOOK, "XYZ", "AR9")
    assert "AR5GWP100" in caught.value.have
