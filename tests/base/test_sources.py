"""Document numbers are read in any brackets, and a source knows when it binds."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.base.errors import BadInputError
from dafeng.base.sources import DocumentNumber, Source

agencies = st.sampled_from(
    ["国发", "国办发", "甲政发", "乙政办规", "丙发改能源", "丁府"]
)
numbers = st.builds(
    DocumentNumber, agencies, st.integers(1950, 2099), st.integers(1, 9999)
)
brackets = st.sampled_from(["〔〕", "[]", "()", "【】", "（）", "［］", "﹝﹞"])
days = st.dates(date(2000, 1, 1), date(2060, 12, 31))


@given(numbers)
def test_a_number_is_read_back_as_printed(number: DocumentNumber):
    assert DocumentNumber.parse(str(number)) == number


@given(numbers, brackets, st.sampled_from(["", " ", "\u3000"]))
def test_brackets_and_blanks_of_any_kind_mean_the_same(
    number: DocumentNumber, pair: str, blank: str
):
    printed = blank.join(
        [number.agency, pair[0], str(number.year), pair[1], f"{number.number}号"]
    )
    assert DocumentNumber.parse(printed) == number
    assert str(DocumentNumber.parse(printed)) == str(number)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("国发〔2021〕23号", ("国发", 2021, 23)),
        ("甲政发[2023]第11号", ("甲政发", 2023, 11)),
        ("乙政办规（２０２２）０７号", ("乙政办规", 2022, 7)),
        ("工信部联节【2022】88号", ("工信部联节", 2022, 88)),
    ],
)
def test_parts_of_a_number(text: str, parts: tuple[str, int, int]):
    number = DocumentNumber.parse(text)
    assert (number.agency, number.year, number.number) == parts


@pytest.mark.parametrize(
    "text",
    ["", "国发", "国发2021年23号", "〔2021〕23号", "国发〔21〕23号", "国发〔2021〕号"],
)
def test_what_is_no_number_is_refused(text: str):
    with pytest.raises(BadInputError) as caught:
        DocumentNumber.parse(text)
    assert caught.value.code == "source.number"


@given(days, days, days)
def test_a_source_binds_from_its_first_to_its_last_day(a: date, b: date, on: date):
    first, last = sorted((a, b))
    source = Source(title="甲办法", in_force_from=first, in_force_to=last)
    assert source.in_force(on) is (first <= on <= last)
    assert source.in_force(first) is True
    assert source.in_force(last + timedelta(days=1)) is False


@given(days)
def test_without_any_first_day_nobody_knows_whether_it_binds(on: date):
    assert Source(title="甲办法").in_force(on) is None


@given(days, days)
def test_the_day_of_issue_stands_in_for_a_missing_first_day(issued: date, on: date):
    assert Source(title="甲办法", issued=issued).in_force(on) is (on >= issued)


def test_a_source_cannot_end_before_it_starts():
    with pytest.raises(BadInputError, match="before it starts"):
        Source(
            title="甲办法",
            in_force_from=date(2026, 4, 1),
            in_force_to=date(2026, 3, 31),
        )
