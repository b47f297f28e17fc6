"""A unit that leaves out what is weighed is understood and told, not refused."""

from __future__ import annotations

from decimal import Decimal

import attrs
import pytest

from dafeng.factors import Factor, check_factor_rows, factor_book

DIESEL = factor_book().get("DIESEL.coal_equivalent@GBT2589-2008")
CALCITE = factor_book().get("CARB_CALCITE.ef_carbonate@IPCC2006")
COW = factor_book().get("ENTERIC_CATTLE_DAIRY.ef_enteric@IPCC2019")


def codes(row: Factor) -> set[str]:
    return {f.code for f in check_factor_rows([row]) if "peer" not in f.code}


@pytest.mark.parametrize(
    ("row", "unit"),
    [(DIESEL, "kgce/kg"), (CALCITE, "t/t"), (COW, "kg/piece/year")],
)
def test_a_missing_label_is_a_warning(row: Factor, unit: str) -> None:
    assert codes(row) == set()
    assert codes(attrs.evolve(row, unit=unit)) == {"factor.unit_unlabelled"}


def test_a_wrong_digit_is_an_error_with_and_without_the_label() -> None:
    wrong = attrs.evolve(CALCITE, value=Decimal("43.971"), low=None, high=None)
    assert "factor.out_of_range" in codes(wrong)
    assert "factor.out_of_range" in codes(attrs.evolve(wrong, unit="t/t"))


def test_another_dimension_stays_an_error() -> None:
    assert codes(attrs.evolve(CALCITE, unit="t/GJ")) == {"factor.unit_misfit"}
