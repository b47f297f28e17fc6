"""Unit consumption: units, editions by year, levels, gaps, ranks; certificates."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction

import attrs
import pytest

from dafeng.base.errors import BadInputError, UnitError
from dafeng.base.units import parse_unit
from dafeng.enterprises.norms import (
    Certificate,
    Consumption,
    Level,
    Norm,
    NormKind,
    Validity,
    check_limit_unit,
    check_output_unit,
    course,
    coverage,
    gap_rows,
    gives_energy_back,
    norm_answer,
    norms_in_force,
    packaged_norms,
    read_norm_case,
    unit_consumption,
)

D = Decimal
YEAR = Consumption(
    enterprise="a",
    product="cement-clinker",
    year=2024,
    energy=D(108000),
    energy_unit="tce当量",
    output=D(100),
    output_unit="万t",
)


def test_every_packaged_norm_has_a_unit_a_limit_and_an_honest_mark() -> None:
    norms = packaged_norms()
    assert len({norm.product for norm in norms}) >= 12
    for norm in norms:
        assert parse_unit(norm.unit)
        assert norm.limit is not None
        values = [each for each in (norm.advanced, norm.access, norm.limit) if each]
        assert values == sorted(values)
        assert norm.verified in {"V", "S", "U"}
        assert norm.source


def test_editions_of_a_standard_do_not_overlap() -> None:
    for year in range(2005, 2030):
        for product in {norm.product for norm in packaged_norms()}:
            held = norms_in_force(packaged_norms(), product, year)
            kinds = [norm.kind for norm in held]
            assert len(kinds) == len(set(kinds)), (product, year)


@pytest.mark.parametrize(
    ("year", "standard", "level"),
    [
        (2010, "GB 16780-2007", Level.ADVANCED),
        (2013, "GB 16780-2007", Level.ADVANCED),
        (2014, "GB 16780-2012", Level.ADVANCED),
        (2022, "GB 16780-2012", Level.ADVANCED),
        (2023, "GB 16780-2021", Level.LIMIT),
    ],
)
def test_an_old_year_is_held_against_the_old_standard(
    year: int, standard: str, level: Level
) -> None:
    rows = gap_rows([attrs.evolve(YEAR, year=year)], packaged_norms())
    [row] = [one for one in rows if one.norm and one.norm.standard == standard]
    assert row.value == 108
    assert row.level is level


@pytest.mark.parametrize(
    ("product", "year", "standards"),
    [
        ("converter-steel", 2026, {"GB 21256-2013", "发改产业〔2023〕723号"}),
        ("converter-steel", 2027, {"GB 21256-2025", "发改产业〔2023〕723号"}),
        ("coke", 2026, {"GB 21342-2013"}),
        ("coke", 2027, {"GB 21342-2025"}),
        ("ferrosilicon", 2018, {"GB 21341-2008"}),
        ("ferrosilicon", 2019, set()),
        ("caustic-soda", 2023, {"发改产业〔2021〕1609号"}),
        ("caustic-soda", 2024, {"发改产业〔2023〕723号"}),
        ("caustic-soda", 2026, {"GB 21257-2024", "发改产业〔2023〕723号"}),
    ],
)
def test_an_edition_ends_when_the_next_comes_into_force(
    product: str, year: int, standards: set[str]
) -> None:
    held = norms_in_force(packaged_norms(), product, year)
    assert {norm.standard for norm in held} == standards


def test_a_recalled_value_is_never_marked_as_read() -> None:
    for norm in packaged_norms():
        recalled = "记忆" in norm.source or "沿用" in norm.source
        assert (norm.verified == "U") is recalled, norm


def test_a_converter_that_gives_energy_back_has_a_level_too() -> None:
    told = attrs.evolve(
        YEAR, product="converter-steel", year=2027, energy=D(-2900), output=D(10)
    )
    rows = gap_rows([told], packaged_norms())
    [row] = [one for one in rows if one.norm and one.norm.kind == "standard"]
    assert (row.value, row.level, row.to_limit) == (D(-29), Level.ACCESS, D(-17))


def test_coal_for_a_kilowatt_hour_is_held_against_its_limit() -> None:
    told = attrs.evolve(
        YEAR,
        product="power-coal-600",
        year=2026,
        energy=D(840000),
        output=D("30"),
        output_unit="亿kWh",
    )
    [row] = gap_rows([told], packaged_norms())
    assert (row.value, row.level, row.to_limit) == (
        D("0.28"),
        Level.ACCESS,
        D("-0.011"),
    )


def test_a_year_without_a_norm_is_unknown_not_good() -> None:
    [row] = gap_rows([attrs.evolve(YEAR, year=2000)], packaged_norms())
    assert (row.norm, row.value, row.level) == (None, None, Level.UNKNOWN)


@pytest.mark.parametrize(
    ("energy", "energy_unit", "output", "output_unit"),
    [
        ("108000", "tce当量", "1000000", "t"),
        ("10.8", "万tce当量", "100", "万t"),
        ("108000000", "kgce当量", "1000000000", "kg"),
        ("3165220.8", "GJ", "1000", "千t"),
    ],
)
def test_another_unit_of_the_same_quantity_is_converted_exactly(
    energy: str, energy_unit: str, output: str, output_unit: str
) -> None:
    told = attrs.evolve(
        YEAR,
        energy=D(energy),
        energy_unit=energy_unit,
        output=D(output),
        output_unit=output_unit,
    )
    assert unit_consumption(told, "kgce当量/t") == Fraction(108)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"energy_unit": "tce"}, "unit.dimension"),
        ({"energy_unit": "tce等价"}, "unit.dimension"),
        ({"output_unit": "台"}, "unit.dimension"),
        ({"output_unit": "箩"}, "unit.unknown"),
        ({"output": D(0)}, "output.none"),
    ],
)
def test_another_quantity_is_refused_and_takes_no_part_in_the_rank(
    changed: dict[str, object], code: str
) -> None:
    wrong = attrs.evolve(YEAR, enterprise="b", **changed)
    with pytest.raises(UnitError) as refused:
        unit_consumption(wrong, "kgce当量/t")
    assert refused.value.code == code
    rows = [
        row
        for row in gap_rows([wrong, YEAR], packaged_norms())
        if row.norm and row.norm.kind == "standard"
    ]
    assert [(row.consumption.enterprise, row.rank, row.ranked) for row in rows] == [
        ("a", 1, 1),
        ("b", 0, 0),
    ]
    assert rows[1].trouble == code


def test_gaps_and_ranks_are_those_by_hand() -> None:
    three = [
        attrs.evolve(YEAR, enterprise=name, energy=D(energy))
        for name, energy in (("a", 108000), ("b", 98000), ("c", 121000), ("d", 98000))
    ]
    rows = [
        row
        for row in gap_rows(three, packaged_norms())
        if row.norm and row.norm.kind == "standard"
    ]
    told = [
        (row.consumption.enterprise, row.rank, row.level, row.to_limit, row.to_advanced)
        for row in rows
    ]
    assert told == [
        ("b", 1, Level.ADVANCED, D(-19), D(-2)),
        ("d", 1, Level.ADVANCED, D(-19), D(-2)),
        ("a", 3, Level.LIMIT, D(-9), D(8)),
        ("c", 4, Level.OVER, D(4), D(21)),
    ]
    assert {(row.ranked, row.best, row.middle) for row in rows} == {(4, D(98), D(103))}


def test_what_was_not_reviewed_has_its_level_and_sets_no_mark_for_others() -> None:
    told = [
        attrs.evolve(YEAR, enterprise=name, energy=D(energy), reviewed=reviewed)
        for name, energy, reviewed in (("a", 9000, False), ("b", 98000, True))
    ]
    rows = {
        row.consumption.enterprise: row
        for row in gap_rows(told, packaged_norms())
        if row.norm and row.norm.kind == "standard"
    }
    assert (rows["a"].rank, rows["a"].ranked, rows["a"].best) == (0, 1, D(98))
    assert (rows["a"].level, rows["b"].rank) == (Level.ADVANCED, 1)


def test_of_two_local_editions_that_stand_the_newer_one_holds() -> None:
    old = Norm(
        product="pipe",
        name_zh="管",
        name_en="Pipe",
        standard="X 1-2018",
        kind="local",
        unit="kgce当量/t",
        advanced=None,
        access=None,
        limit=D(60),
        levels="names",
        valid_from=date(2019, 1, 1),
    )
    new = attrs.evolve(old, standard="X 1-2024", valid_from=date(2024, 7, 1))
    for norms in ([old, new], [new, old]):
        told = [norms_in_force(norms, "pipe", year) for year in (2024, 2025)]
        assert [[one.standard for one in row] for row in told] == [
            ["X 1-2018"],
            ["X 1-2024"],
        ]


@pytest.mark.parametrize("unit", ["t", "kgce当量", "t/kgce当量", "tce/t", "kgce当量/1"])
def test_a_limit_is_energy_for_a_product(unit: str) -> None:
    with pytest.raises(UnitError):
        check_limit_unit(unit)


@pytest.mark.parametrize(
    ("product", "unit"), [("cement", "kWh"), ("cement", "辆"), ("other", "GJ")]
)
def test_output_is_counted_in_the_quantity_of_its_limits(
    product: str, unit: str
) -> None:
    with pytest.raises(UnitError) as refused:
        check_output_unit(product, unit, packaged_norms())
    assert refused.value.code == "unit.output"


def test_every_packaged_limit_is_energy_for_a_product() -> None:
    for norm in packaged_norms():
        check_limit_unit(norm.unit)
    check_output_unit("power-coal-600", "万kWh", packaged_norms())
    assert gives_energy_back("converter-steel")
    assert not gives_energy_back("cement")


def test_a_certificate_covers_its_last_day_and_not_the_next() -> None:
    one = Certificate(
        enterprise="a",
        number="1",
        issued_on=date(2024, 1, 1),
        expires_on=date(2026, 12, 31),
    )
    days = {
        date(2023, 12, 31): Validity.NOT_YET,
        date(2024, 1, 1): Validity.VALID,
        date(2026, 10, 1): Validity.VALID,
        date(2026, 10, 2): Validity.ENDING,
        date(2026, 12, 31): Validity.ENDING,
        date(2027, 1, 1): Validity.EXPIRED,
    }
    assert {day: one.validity(day) for day in days} == days
    taken = attrs.evolve(one, withdrawn_on=date(2026, 3, 1))
    assert taken.validity(date(2026, 3, 1)) is Validity.WITHDRAWN


def test_coverage_counts_an_enterprise_once_and_by_its_best_certificate() -> None:
    ending = Certificate(
        enterprise="a",
        number="1",
        issued_on=date(2024, 1, 1),
        expires_on=date(2026, 6, 30),
    )
    newer = attrs.evolve(ending, number="2", expires_on=date(2029, 6, 30))
    other = attrs.evolve(ending, enterprise="elsewhere")
    energy = {"a": D(60), "b": D(40), "c": None}
    made = coverage(energy, [ending, newer, other], date(2026, 6, 1))
    assert (made.enterprises, made.certified, made.ending) == (3, 1, 0)
    assert (made.certified_energy, made.energy) == (D(60), D(100))
    assert coverage(energy, [ending], date(2026, 6, 1)).ending == 1
    assert coverage(energy, [ending], date(2026, 7, 1)).certified == 0


def test_a_course_has_the_levels_of_each_year_and_gaps_where_nothing_was_told() -> None:
    best = Norm(
        product="cement-clinker",
        name_zh="水泥熟料",
        name_en="Cement clinker",
        standard="-",
        kind=NormKind.WORLD,
        unit="kgce当量/t",
        advanced=D(98),
        access=None,
        limit=None,
        levels="names",
        valid_from=date(2012, 1, 1),
    )
    told = [
        attrs.evolve(YEAR, year=2010),
        attrs.evolve(YEAR, year=2012, output_unit="台"),
        attrs.evolve(YEAR, year=2014),
    ]
    made = course(told, [*packaged_norms(), best])
    assert made is not None
    assert made.norm.standard == "GB 16780-2012"
    assert made.years == (2010, 2011, 2012, 2013, 2014)
    assert made.values == (D(108), None, None, None, D(108))
    # Read in the table of norms: 2007 until 2013, 2012 from then on.
    assert made.limit == (D(128), D(128), D(128), D(128), D(120))
    assert made.advanced == (D(114), D(114), D(114), D(114), D(110))
    assert made.benchmark == made.baseline == (None,) * 5
    assert made.world == (None, None, D(98), D(98), D(98))
    assert course([attrs.evolve(YEAR, product="none")], packaged_norms()) is None
    assert (best.level(D(98)), best.level(D(99))) == (Level.ADVANCED, Level.BEHIND)


def test_a_case_is_answered_with_norms_of_its_own() -> None:
    told = {
        "consumptions": [
            {
                "enterprise": "甲厂",
                "product": "pipe",
                "year": 2025,
                "energy": 5200.5,
                "energy_unit": "tce当量",
                "output": 10,
                "output_unit": "万t",
            }
        ],
        "norms": [
            {
                "product": "pipe",
                "standard": "X 1-2020",
                "unit": "kgce当量/t",
                "advanced": 45,
                "limit": 55,
            }
        ],
    }
    [row] = norm_answer(*read_norm_case(json.dumps(told)))["rows"]
    assert (row["value"], row["level"], row["to_limit"]) == (
        "52.005",
        "limit",
        "-2.995",
    )


@pytest.mark.parametrize("text", ["[", "{}", '{"consumptions": [{"year": 2024}]}'])
def test_a_broken_case_says_where(text: str) -> None:
    with pytest.raises(BadInputError) as refused:
        read_norm_case(text)
    assert refused.value.code == "case.bad"
