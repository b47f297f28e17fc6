"""Every defect of a stated factor is found, and named by its row.

Arithmetic of standard coal: GB/T 2589-2008, pairs of calorific value and coefficient;
the four wrong coefficients stand on a public page with digits dropped or misplaced.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import attrs
import pytest

from dafeng.base.findings import Severity
from dafeng.factors import Factor, check_factor_rows, factor_book

BOOK = factor_book()
GAS = BOOK.get("NATURAL_GAS.ncv@PG2011-NCV2008")


def stated(**changes: Any) -> Factor:
    """A sound row of a set of its own, with these changes."""
    values: dict[str, Any] = {"id": "new", "factor_set": "PAGE", "valid_from": 2010}
    return attrs.evolve(GAS, **(values | changes))


def codes(*rows: Factor) -> list[str]:
    return [finding.code for finding in check_factor_rows(rows)]


def coal_pair(code: str, ncv: str, printed: str, per: str) -> tuple[Factor, Factor]:
    heat = stated(id=f"{code}.ncv", code=code, value=Decimal(ncv), unit=f"kJ/{per}")
    coal = stated(
        id=f"{code}.coal",
        code=code,
        parameter="coal_equivalent",
        value=Decimal(printed),
        unit=f"kgce当量/{per}",
    )
    return heat, coal


@pytest.mark.parametrize(
    ("code", "ncv", "printed", "per"),
    [
        ("LPG", "50179", "0.7143", "kg"),
        ("NATURAL_GAS", "38931", "0.3300", "m3"),
        ("KEROSENE", "43070", "1.4286", "kg"),
        ("REFINERY_GAS", "46055", "0.5714", "kg"),
    ],
)
def test_a_dropped_digit_in_standard_coal_is_found(
    code: str, ncv: str, printed: str, per: str
) -> None:
    findings = check_factor_rows(coal_pair(code, ncv, printed, per))
    wrong = [f for f in findings if f.code == "factor.standard_coal"]
    assert [f.place for f in wrong] == [f"{code}.coal"]
    assert wrong[0].severity is Severity.ERROR
    assert printed in wrong[0].value


@pytest.mark.parametrize(
    ("code", "ncv", "printed", "per"),
    [
        ("LPG", "50179", "1.7143", "kg"),
        ("NATURAL_GAS", "38931", "1.3300", "m3"),
        ("KEROSENE", "43070", "1.4714", "kg"),
        ("REFINERY_GAS", "46055", "1.5714", "kg"),
        ("RAW_COAL", "20934", "0.7143", "kg"),
    ],
)
def test_the_right_coefficients_of_both_editions_pass(
    code: str, ncv: str, printed: str, per: str
) -> None:
    assert "factor.standard_coal" not in codes(*coal_pair(code, ncv, printed, per))


def test_the_calorific_equivalent_of_power_is_3600_kilojoules() -> None:
    power = stated(code="ELECTRICITY", parameter="coal_equivalent", unit="kgce当量/kWh")
    assert "factor.standard_coal" not in codes(
        attrs.evolve(power, value=Decimal("0.1229"))
    )
    assert "factor.standard_coal" in codes(attrs.evolve(power, value=Decimal("0.404")))


def test_a_ready_factor_must_be_the_product_of_its_parts() -> None:
    ready = BOOK.get("DIESEL.ef_mass@PG2011-NCV2008")
    assert "factor.ready_factor" not in codes(ready)
    wrong = attrs.evolve(ready, value=Decimal("2.90"))
    assert "factor.ready_factor" in codes(wrong)


def test_carbon_content_of_another_gas_is_a_conflict_of_peers() -> None:
    findings = check_factor_rows([BOOK.get("BFG.carbon_content@PG2011-NCV2008")])
    assert [f.code for f in findings] == ["factor.peer_conflict"]
    assert "0.0708" in findings[0].rule


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("factor.negative", {"value": Decimal(-1)}),
        ("factor.no_source", {"source_document": " "}),
        ("factor.no_witness", {"verified_where": ""}),
        ("factor.unit_unknown", {"unit": "kJ/furlong"}),
        ("factor.unit_misfit", {"unit": "tCO2/m3"}),
        ("factor.unit_misfit", {"parameter": "carbon_content", "unit": "tCO2/GJ"}),
        ("factor.parameter_unknown", {"parameter": "heat"}),
        ("factor.out_of_range", {"value": Decimal(389310)}),
        (
            "factor.out_of_range",
            {"parameter": "oxidation_rate", "unit": "1", "value": Decimal("1.02")},
        ),
        ("factor.span", {"low": Decimal(39000), "high": Decimal(40000)}),
        ("factor.years_reversed", {"valid_from": 2020, "valid_to": 2010}),
        ("factor.year", {"valid_from": 2001}),
        (
            "factor.year",
            {
                "source_document": "关于发布2022年因子的公告",
                "valid_from": 2023,
                "valid_to": 2023,
            },
        ),
        (
            "factor.year",
            {
                "source_document": "关于发布2022年因子的公告",
                "valid_from": 2022,
                "valid_to": None,
            },
        ),
    ],
)
def test_each_defect_has_its_finding(code: str, changes: dict[str, Any]) -> None:
    assert codes(stated()) == []
    findings = check_factor_rows([stated(**changes)])
    assert code in [finding.code for finding in findings]
    assert all(f.place == "new" and f.rule and f.hint for f in findings)


def test_an_oxidation_above_one_blocks() -> None:
    row = stated(parameter="oxidation_rate", unit="1", value=Decimal("1.1"))
    found = {f.code: f.severity for f in check_factor_rows([row])}
    assert found["factor.out_of_range"] is Severity.ERROR


def test_the_same_thing_said_twice_is_found() -> None:
    first, second = stated(), stated(id="again")
    assert "factor.duplicate" in codes(first, second)
    assert "factor.duplicate" not in codes(first, attrs.evolve(second, region="天津"))


def test_a_row_that_replaces_a_packaged_one_is_checked_by_its_new_value() -> None:
    changed = attrs.evolve(GAS, value=Decimal(33000))
    assert codes(changed) == ["factor.peer_conflict"]
