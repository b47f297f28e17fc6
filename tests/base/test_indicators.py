"""The indicator register knows the wordings of plans and never guesses."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.base.errors import BadInputError, NotFoundError
from dafeng.base.indicators import (
    Indicator,
    IndicatorDirection,
    IndicatorRegister,
    indicator_register,
    spell_out,
)
from dafeng.base.units import parse_unit

WORDINGS = Path(__file__).parent / "indicator_wordings.csv"
REGISTER = indicator_register()

indicators = st.sampled_from(list(REGISTER))
leads = st.sampled_from(
    ["", "全市", "全区", "到2025年", "到2030年,全县", "“十五五”期间", "城北区", "力争"]
)
tails = st.sampled_from(
    ["", "达到", "力争达到", "保持在", "提高至", "控制在", "不低于"]
)
# Letters that no wording holds, so a name with them can only be another quantity.
strange = st.text("甲乙丙丁戊己庚辛壬癸", min_size=1, max_size=6)


def table() -> list[tuple[str, str]]:
    with WORDINGS.open(encoding="utf-8", newline="") as lines:
        return [(row["wording"], row["code"]) for row in csv.DictReader(lines)]


def code_of(name: str) -> str:
    found = REGISTER.match(name)
    return "" if found is None else found.code


@pytest.mark.parametrize(("name", "code"), table())
def test_a_wording_of_a_plan_finds_its_indicator_or_nothing(name: str, code: str):
    assert code_of(name) == code


def test_the_table_holds_wordings_that_match_and_wordings_that_must_not():
    codes = [code for _, code in table()]
    assert len(codes) >= 120
    assert codes.count("") >= 25


@given(indicators, st.data(), leads, tails)
def test_every_known_wording_is_found_behind_scope_and_before_a_verb(
    indicator: Indicator, data: st.DataObject, lead: str, tail: str
):
    words = data.draw(st.sampled_from([indicator.name_zh, *indicator.synonyms]))
    assert code_of(words) == indicator.code
    assert code_of(lead + words + tail) == indicator.code


@given(indicators, st.data())
def test_blanks_quotes_and_full_width_change_nothing(
    indicator: Indicator, data: st.DataObject
):
    words = data.draw(st.sampled_from([indicator.name_zh, *indicator.synonyms]))
    wide = "".join(
        chr(ord(c) + 0xFEE0) if "!" <= c <= "~" and c not in "()" else c for c in words
    )
    assert code_of(f"“{wide}”") == indicator.code
    assert code_of(" ".join(words)) == indicator.code


@given(indicators, strange)
def test_a_name_with_words_that_nobody_knows_is_never_guessed(
    indicator: Indicator, unknown: str
):
    assert REGISTER.match(indicator.name_zh + unknown) is None
    # 甲市… and 乙区… are places: then it may be the same quantity, never another one.
    assert code_of(unknown + indicator.name_zh) in {"", indicator.code}


@given(st.text(max_size=60))
def test_any_text_gives_an_indicator_or_nothing(text: str):
    found = REGISTER.match(text)
    assert found is None or REGISTER.get(found.code) is found


def test_a_bracket_is_read_first_as_words_then_as_a_remark():
    assert code_of("细颗粒物(PM2.5)年均浓度") == "K01"
    assert code_of("森林覆盖率(含特灌林)") == "H01"


def test_a_share_is_one_thing_in_both_word_orders():
    assert code_of("绿色建筑占城镇新建建筑的比例") == "F04"
    assert code_of("城镇新建建筑中绿色建筑占比") == "F04"


def test_the_register_is_complete_and_its_columns_hold_what_they_promise():
    assert len(REGISTER) >= 180
    for indicator in REGISTER:
        assert indicator.code[0].isupper()
        assert indicator.code[1:].isdigit()
        assert indicator.name_en.isascii()
        assert indicator.field.isascii()
        assert indicator.source
        assert indicator.verified in {"V", "S", "U"}
        assert indicator.frequency in {"year", "quarter", "month", "once"}


def test_every_unit_of_the_register_is_a_spelling_of_the_unit_table():
    for indicator in REGISTER:
        for unit in indicator.units:
            assert parse_unit(unit).symbol == unit, indicator.code


def test_an_intensity_should_fall_and_a_share_of_clean_energy_should_rise():
    assert REGISTER.get("B01").direction is IndicatorDirection.DOWN
    assert REGISTER.get("A02").direction is IndicatorDirection.DOWN
    assert REGISTER.get("A05").direction is IndicatorDirection.UP
    assert REGISTER.get("H04").direction is IndicatorDirection.NONE
    assert REGISTER.get("B05").unit == "万kW"


def test_an_unknown_code_is_refused_by_name():
    with pytest.raises(NotFoundError, match="'X99'") as caught:
        REGISTER.get("X99")
    assert caught.value.code == "indicator.unknown"


def test_two_indicators_must_not_share_a_wording():
    first, second = REGISTER.get("H01"), REGISTER.get("H02")
    with pytest.raises(BadInputError) as caught:
        IndicatorRegister.of((first, attrs.evolve(second, synonyms=("森林覆盖率",))))
    assert caught.value.fields["clashes"] == ["森林覆盖率 (H01, H02)"]


def test_two_indicators_must_not_share_a_code():
    with pytest.raises(BadInputError, match="code H01"):
        IndicatorRegister.of((REGISTER.get("H01"), REGISTER.get("H01")))


def test_a_definition_in_force_for_a_time_keeps_its_days():
    dated = attrs.evolve(REGISTER.get("A05"), effective_from=date(2026, 1, 1))
    assert IndicatorRegister.of((dated,)).get("A05").effective_from == date(2026, 1, 1)


@given(
    st.lists(st.text("甲乙丙", min_size=1, max_size=3), min_size=1, max_size=4),
    st.lists(st.text("丁戊己", min_size=1, max_size=3), min_size=1, max_size=4),
)
def test_a_pattern_spells_out_every_choice(optional: list[str], exactly: list[str]):
    wordings = list(spell_out(f"[{'/'.join(optional)}]中{{{'/'.join(exactly)}}}"))
    assert len(wordings) == (len(optional) + 1) * len(exactly)
    assert wordings[0] == "中" + exactly[0]
    assert wordings[-1] == optional[-1] + "中" + exactly[-1]
