"""The packaged tables are whole, readable, and say where each number is from.

Published changes of the yearly electricity factors: 生态环境部 国家统计局,
关于发布2023年电力二氧化碳排放因子的公告 and its press text (2026-01).
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import pytest

from dafeng.base.units import parse_unit
from dafeng.factors import (
    Level,
    UnknownFactorError,
    check_factor_rows,
    factor_book,
    fits,
    fitted,
    known_conflicts,
    regions_of,
)

BOOK = factor_book()


def test_every_id_stands_once() -> None:
    ids = [row.id for row in BOOK.rows]
    assert len(ids) == len(set(ids)) > 1000


@pytest.mark.parametrize("unit", sorted({row.unit for row in BOOK.rows}))
def test_every_unit_parses(unit: str) -> None:
    assert parse_unit(parse_unit(unit).symbol) == parse_unit(unit)


def test_every_row_names_its_document() -> None:
    assert [row.id for row in BOOK.rows if not row.source_document] == []


def test_a_row_is_verified_only_where_somebody_says_where() -> None:
    verified = [row for row in BOOK.rows if row.verified]
    assert all(row.verified_where for row in verified)
    assert all(row.source_level == "recalled" for row in BOOK.rows if not row.verified)


def test_an_id_spells_code_parameter_and_set() -> None:
    for row in BOOK.rows:
        assert row.id.startswith(f"{row.code}.{row.parameter}@{row.factor_set}")


def test_every_set_of_the_rows_is_described_and_ordered() -> None:
    described = {each.name for each in BOOK.ordering.sets}
    used = {row.factor_set for row in BOOK.rows}
    assert used <= described
    ordered = {each.factor_set for each in BOOK.ordering.preferences}
    assert ordered <= described


def test_every_region_of_the_rows_is_known() -> None:
    known = {region.name for region in BOOK.ordering.regions}
    assert {row.region for row in BOOK.rows} <= known


def test_every_province_lies_in_a_grid_region_and_in_the_nation() -> None:
    assert regions_of("天津市") == ("天津", "华北", "CN", "World")
    provinces = {r.region for r in BOOK.all_of("grid_average_province")}
    for province in provinces:
        assert regions_of(province)[2:] == ("CN", "World")
    with pytest.raises(UnknownFactorError):
        regions_of("Atlantis")


def test_the_levels_follow_region_and_set() -> None:
    levels = {row.id: row.level for row in BOOK.rows}
    tianjin = levels["GRID_TIANJIN.grid_average_province@MEE-2022"]
    north = levels["GRID_NORTH_CHINA.grid_average_region@MEE-2023"]
    nation = levels["GRID_CN.grid_average_national@MEE-2023"]
    world = levels["CARB_CALCITE.ef_carbonate@IPCC2006"]
    assert (tianjin, north) == (Level.PROVINCIAL, Level.REGIONAL)
    assert (nation, world) == (Level.NATIONAL, Level.INTERNATIONAL)


def test_carbon_does_not_pass_for_carbon_dioxide() -> None:
    content = BOOK.get("NATURAL_GAS.carbon_content@PG2011-NCV2008")
    assert fits(content.unit, "tC/TJ")
    assert not fits(content.unit, "tCO2/TJ")


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("GRID_NORTH_CHINA", "-6.1"),
        ("GRID_NORTHEAST", "-8.0"),
        ("GRID_EAST", "-2.1"),
        ("GRID_CENTRAL", "-2.3"),
        ("GRID_NORTHWEST", "-5.4"),
    ],
)
def test_the_regional_factors_change_as_the_announcement_says(
    code: str, change: str
) -> None:
    new = BOOK.get(f"{code}.grid_average_region@MEE-2023").value
    old = BOOK.get(f"{code}.grid_average_region@MEE-2022").value
    percent = (Fraction(new) / Fraction(old) - 1) * 100
    assert abs(percent - Fraction(change)) <= Fraction(6, 100)


def test_the_edition_of_2008_divides_by_its_own_standard_coal() -> None:
    coal = BOOK.get("STD_COAL.ncv@GBT2589-2008")
    heats = {
        row.code: row
        for row in BOOK.all_of("ncv")
        if row.factor_set == "PG2011-NCV2008"
    }
    rows = [
        row
        for row in BOOK.all_of("coal_equivalent")
        if row.factor_set == "GBT2589-2008" and row.code in heats
    ]
    off = {
        row.code: abs(
            Fraction(heats[row.code].value) / Fraction(coal.value) - Fraction(row.value)
        )
        for row in rows
    }
    assert len(off) > 15
    # 1.5714 of refinery gas is printed by the standard itself 0.1 % below its NCV.
    assert {code for code, gap in off.items() if gap > Fraction(1, 10000)} == {
        "REFINERY_GAS"
    }


def test_the_two_editions_of_standard_coal_stay_apart() -> None:
    old = BOOK.get("STD_COAL.ncv@GBT2589-2008").value
    new = BOOK.get("STD_COAL.ncv@GBT2589-2020-RECALLED").value
    assert (str(old), str(new)) == ("29271.2", "29307.6")


def test_ready_factors_agree_with_their_parts() -> None:
    rows = [row for row in BOOK.rows if row.parameter in {"ef_mass", "ef_volume"}]
    assert not any(f.code == "factor.ready_factor" for f in check_factor_rows(rows))
    made = [r for r in rows if r.factor_set == "PG2011-NCV2008"]
    assert len(made) > 25


def test_blast_furnace_gas_differs_sixfold_between_two_sets() -> None:
    def per_10000_m3(factor_set: str) -> Fraction:
        parts = {
            p: BOOK.get(f"BFG.{p}@{factor_set}")
            for p in ("ncv", "carbon_content", "oxidation_rate")
        }
        ncv = fitted(parts["ncv"].value, parts["ncv"].unit, "GJ/万m3")
        content = Fraction(parts["carbon_content"].value)
        return ncv * content * Fraction(parts["oxidation_rate"].value) * 44 / 12

    ratio = per_10000_m3("ENT24-A") / per_10000_m3("PG2011-NCV2008")
    assert round(float(ratio), 2) == 5.81


def test_the_conflicts_of_the_packaged_rows_are_the_known_ones() -> None:
    found = Counter((f.code, f.place, f.value) for f in check_factor_rows(BOOK.rows))
    known = Counter((k.code, k.place, k.value) for k in known_conflicts())
    assert found == known
    assert all(conflict.reason for conflict in known_conflicts())


def test_the_carbon_of_blast_furnace_gas_is_a_known_conflict() -> None:
    places = {(k.code, k.place) for k in known_conflicts()}
    assert (
        "factor.peer_conflict",
        "BFG.carbon_content@PG2011-NCV2008",
    ) in places
