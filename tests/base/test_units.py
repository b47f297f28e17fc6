"""Units convert exactly, and what must not be mixed up does not convert."""

from __future__ import annotations

import contextlib
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dafeng.base.errors import UnitError
from dafeng.base.units import Dimension, Unit, convert, parse_unit, unit_table

UNITS = sorted(unit_table(), key=str)
units = st.sampled_from(UNITS)
plain_units = units.filter(lambda unit: unit.dimension != Dimension())
values = st.one_of(
    st.decimals(allow_nan=False, allow_infinity=False, places=6),
    st.fractions(),
    st.integers(),
)
powers = st.integers(-3, 3).filter(bool)


@st.composite
def like_units(draw: st.DrawFn, count: int) -> list[Unit]:
    """Units of one dimension, some behind 万 or 亿."""
    first = draw(plain_units)
    same = st.sampled_from([u for u in UNITS if u.dimension == first.dimension])
    scale = st.sampled_from(["", "万", "亿"])
    return [parse_unit(draw(scale) + draw(same).symbol) for _ in range(count)]


@given(values, like_units(2))
def test_there_and_back_gives_the_same_value(value: Decimal, pair: list[Unit]):
    one, other = pair
    assert convert(convert(value, one, other), other, one) == Fraction(value)


@given(values, like_units(3))
def test_a_way_through_a_third_unit_gives_the_same_value(
    value: Decimal, three: list[Unit]
):
    one, via, other = three
    assert convert(convert(value, one, via), via, other) == convert(value, one, other)


@given(values, values, like_units(2))
def test_the_sum_converts_to_the_sum(a: Decimal, b: Decimal, pair: list[Unit]):
    one, other = pair
    parts = convert(a, one, other) + convert(b, one, other)
    assert convert(Fraction(a) + Fraction(b), one, other) == parts


@given(units, units)
def test_units_of_different_dimension_are_refused_with_both_dimensions(
    one: Unit, other: Unit
):
    assume(one.dimension != other.dimension)
    with pytest.raises(UnitError) as caught:
        convert(1, one, other)
    assert caught.value.code == "unit.dimension"
    assert caught.value.fields["source_dimension"] == str(one.dimension)
    assert caught.value.fields["target_dimension"] == str(other.dimension)


@given(units)
def test_every_symbol_is_read_back_as_its_unit(unit: Unit):
    assert parse_unit(unit.symbol) == unit


@given(units, units, units, powers)
def test_an_expression_is_read_back_as_the_unit_that_printed_it(
    a: Unit, b: Unit, c: Unit, power: int
):
    for unit in (a / b, a * b, a / (b * c), a / b / c, a / (b / c), (a / b) ** power):
        again = parse_unit(unit.symbol)
        assert (again.dimension, again.factor) == (unit.dimension, unit.factor)


@given(units, units, powers)
def test_dimensions_follow_the_arithmetic_of_units(a: Unit, b: Unit, power: int):
    assert (a * b).dimension == (b * a).dimension
    assert (a * b / b).dimension == a.dimension
    assert (a * b / b).factor == a.factor
    assert ((a / b) ** power).dimension == (a**power / b**power).dimension
    assert (a / a).dimension == Dimension()


@pytest.mark.parametrize(
    ("printed", "symbol"),
    [
        ("万千瓦", "万kW"),
        ("亿立方米", "亿m3"),
        ("万立方米", "万m3"),
        ("吨/日", "t/d"),
        ("微克/立方米", "ug/m3"),
        ("微克／立方米", "ug/m3"),
        ("μg/m³", "ug/m3"),
        ("％", "%"),
        ("个百分点", "百分点"),
        ("万千瓦时", "万kWh"),
        ("亿度", "亿kWh"),
        ("公里", "km"),
        ("分钟", "min"),
        ("万平方米", "万m2"),
        ("公顷", "ha"),
        ("亿元", "亿元"),
        ("吨二氧化碳/万元", "tCO2/万元"),
        ("克标准煤/千瓦时", "gce/kWh"),
        ("千克标准煤/平方米", "kgce/m2"),
        ("m^2", "m2"),
        ("台(套)", "套"),
        ("万 吨", "万t"),
        ("兆瓦", "MW"),
        ("蒸吨/小时", "蒸吨"),
    ],
)
def test_a_printed_unit_has_one_spelling(printed: str, symbol: str):
    assert parse_unit(printed).symbol == symbol


@pytest.mark.parametrize(
    ("value", "source", "target", "result"),
    [
        ("1", "亩", "m2", Fraction(2000, 3)),
        ("15", "亩", "ha", Fraction(1)),
        ("1", "kWh", "kJ", Fraction(3600)),
        ("280", "万kW", "GW", Fraction(28, 10)),
        ("1", "tce当量", "MJ", Fraction(293076, 10)),
        ("10000", "kWh", "tce当量", Fraction(36000, 293076) * 10),
        ("2", "a", "mo", Fraction(24)),
        ("5", "%", "‰", Fraction(50)),
        ("35", "ug/m3", "mg/m3", Fraction(35, 1000)),
        ("1.5", "万t/d", "t/h", Fraction(625)),
        ("3", "亿元", "万元", Fraction(30000)),
    ],
)
def test_worked_conversions(value: str, source: str, target: str, result: Fraction):
    assert convert(Decimal(value), source, target) == result


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("tce当量", "tce等价"),
        ("tce", "tce当量"),
        ("tce", "GJ"),
        ("tCO2", "tCO2e"),
        ("tCO2", "t"),
        ("%", "百分点"),
        ("kW", "kWh"),
        ("kW", "kVA"),
        ("个", "家"),
        ("台", "套"),
        ("人", "人次"),
        ("d", "a"),
        ("t/d", "t/a"),
        ("元", "万t"),
        ("星", "分"),
    ],
)
def test_what_must_not_be_mixed_up_does_not_convert(one: str, other: str):
    with pytest.raises(UnitError, match="do not convert"):
        convert(1, one, other)


@pytest.mark.parametrize(
    "text", ["", "万", "MV", "公斤力", "t//d", "(t", "t)", "m^", "万万"]
)
def test_a_text_that_is_no_unit_is_refused(text: str):
    with pytest.raises(UnitError) as caught:
        parse_unit(text)
    assert caught.value.code == "unit.unknown"


@pytest.mark.parametrize(
    "text",
    [
        "((千kWh99)99)99",
        "((千kWh９９)９９)９９",
        "((千kWh⁹⁹)⁹⁹)⁹⁹",
        "m" + "9" * 5000,
        "(" * 5000,
        "⑴" * 90,
    ],
)
def test_a_text_that_would_keep_the_computer_busy_is_refused_at_once(text: str):
    with pytest.raises(UnitError) as caught:
        parse_unit(text)
    assert caught.value.code == "unit.unknown"


@given(st.text(max_size=12))
def test_any_text_is_a_unit_or_a_clear_refusal(text: str):
    with contextlib.suppress(UnitError):
        assert parse_unit(text).factor > 0


def test_the_table_is_small_and_every_factor_is_positive():
    assert 60 <= len(UNITS) <= 140
    assert all(unit.factor > 0 for unit in UNITS)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("tC", "tCO2"),
        ("tC", "t"),
        ("tCH4", "t"),
        ("tCH4", "tCO2e"),
        ("tN2O", "tN"),
        ("tDM", "t"),
        ("gce等价", "gce"),
    ],
)
def test_a_mass_of_one_substance_is_not_the_mass_of_another(one: str, other: str):
    with pytest.raises(UnitError) as caught:
        convert(1, one, other)
    assert caught.value.code == "unit.dimension"


def test_labelled_masses_convert_among_themselves():
    assert convert(1, "tC/TJ", "kgC/GJ") == 1
    assert convert(3, "kgN2O-N/kgN", "1") == 3
    assert convert(1, "Gg", "t") == 1000
    assert convert(1, "gCH4/kgDM", "kgCH4/tDM") == 1
