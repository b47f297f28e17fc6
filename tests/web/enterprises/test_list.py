"""The list of obliged enterprises: out as a table, filled in, and back."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import openpyxl
import pytest

from dafeng.base.errors import BadInputError
from dafeng.web.enterprises.models import DutyClass, Enterprise
from dafeng.web.enterprises.services.importing import (
    MOST_BYTES,
    UnreadableListError,
    list_take,
    list_workbook,
)
from tests.web.enterprises.conftest import USCC

if TYPE_CHECKING:
    from dafeng.web.core.models import Organisation
    from dafeng.web.enterprises.models import DisclosureRegister
    from tests.web.enterprises.conftest import People

HEAD = "统一社会信用代码,企业名称,行业代码,所在地,披露类别,起始日,终止日,名录或依据文件"
GOOD = f"{USCC},丙厂,313,甲镇,重点排污单位,2025-01-01,,2025年名录"


def table(*lines: str) -> bytes:
    return "\n".join((HEAD, *lines)).encode("utf-8-sig")


def take(register: DisclosureRegister, content: bytes, name: str = "a.csv") -> object:
    return list_take(register=register, by=None, name=name, content=content)


def test_a_list_makes_enterprises_and_classes_and_again_changes_nothing(
    register: DisclosureRegister,
) -> None:
    taken = list_take(register=register, by=None, name="a.csv", content=table(GOOD))
    assert (taken.enterprises, taken.classes, taken.unchanged) == (1, 1, 0)
    firm = Enterprise.objects.get()
    assert (firm.uscc, firm.town.code, firm.industry) == (USCC, "town", "313")
    out = list_workbook(register)
    again = list_take(register=register, by=None, name="b.xlsx", content=out)
    assert (again.enterprises, again.classes, again.unchanged) == (0, 0, 1)
    more = GOOD.replace("重点排污单位", "carbon-market")
    both = list_take(register=register, by=None, name="a.csv", content=table(more))
    assert (both.enterprises, both.classes) == (0, 1)


def test_a_list_finds_the_unit_of_the_house_by_its_credit_code(
    register: DisclosureRegister, people: People
) -> None:
    unit = people.manager.organisation
    unit.uscc = USCC
    unit.save()
    take(register, table(GOOD))
    assert Enterprise.objects.get().unit == unit


def test_a_list_links_enterprises_alone_and_comes_back_without_nameless_ones(
    register: DisclosureRegister, works: Enterprise, units: dict[str, Organisation]
) -> None:
    assert not works.uscc
    units["eco"].uscc = USCC
    units["eco"].save()
    take(register, table(GOOD))
    assert Enterprise.objects.get(uscc=USCC).unit is None
    again = list_take(
        register=register, by=None, name="b.xlsx", content=list_workbook(register)
    )
    assert (again.enterprises, again.classes, again.unchanged) == (0, 0, 1)


def test_the_template_offers_the_classes(register: DisclosureRegister) -> None:
    book = openpyxl.load_workbook(io.BytesIO(list_workbook(register)))
    rules = book["披露名单"].data_validations.dataValidation
    assert any("重点排污单位" in (rule.formula1 or "") for rule in rules)
    assert list_workbook(None)


@pytest.mark.parametrize(
    ("line", "cell", "code"),
    [
        (GOOD.replace(USCC, USCC[:-1] + "4"), "A2", "list.uscc"),
        (GOOD.replace("重点排污单位", "大户"), "E2", "list.class"),
        (GOOD.replace("甲镇", "丁镇"), "D2", "list.town"),
        (GOOD.replace(",313,", ",钢,"), "C2", "list.industry"),
        (GOOD.replace("2025-01-01,", "2025-01-01,2024-01-01"), "G2", "list.days"),
        (GOOD.replace("2025-01-01", "1925-01-01"), "F2", "list.day"),
        (GOOD.replace("2025-01-01", "去年"), "F2", "sheet.not_a_date"),
        (GOOD.replace("丙厂", ""), "B2", "sheet.required"),
        (GOOD.replace("丙厂", "丙" * 101), "B2", "list.long"),
    ],
)
def test_every_doubt_is_named_by_its_cell_and_nothing_is_saved(
    register: DisclosureRegister, line: str, cell: str, code: str
) -> None:
    other = GOOD.replace("丙厂", "丁厂").replace(USCC, "91120118XNQY00010L")
    with pytest.raises(UnreadableListError) as caught:
        take(register, table(line, other))
    (found,) = caught.value.findings
    assert (found.code, found.place.endswith(f"!{cell}")) == (code, True), found
    assert not Enterprise.objects.exists()


def test_overlapping_classes_are_refused_with_the_row(
    register: DisclosureRegister,
) -> None:
    with pytest.raises(UnreadableListError) as caught:
        take(register, table(GOOD, GOOD.replace("2025-01-01", "2025-06-01")))
    assert [one.code for one in caught.value.findings] == ["list.overlap"]
    assert not DutyClass.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.txt", b"x", "list.type"),
        ("a.csv", b"\xff\xfe", "list.text"),
        ("a.csv", HEAD.encode(), "list.empty"),
        ("a.csv", b'"' + b"x" * 140_000 + b'"', "list.columns"),
        ("a.csv", b"\n" * 6000, "list.rows"),
        ("a.csv", b"\n" * (MOST_BYTES + 1), "list.size"),
        ("a.xlsx", b"no workbook", "workbook.unknown_type"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_words(
    register: DisclosureRegister, name: str, content: bytes, code: str
) -> None:
    with pytest.raises(BadInputError) as caught:
        take(register, content, name)
    assert caught.value.code == code
