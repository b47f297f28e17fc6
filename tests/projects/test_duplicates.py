"""Two spellings of one project are proposed; two phases are not; consent merges."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dafeng.base.errors import BadInputError
from dafeng.projects import (
    Approval,
    Consent,
    Project,
    Report,
    Share,
    alike_projects,
    merged,
)

CONSENT = Consent(by="office", on=date(2026, 3, 1), reason="同一份立项")


def project(code: str, name: str, **facts: Any) -> Project:
    return Project(code=code, name=name, **facts)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("宝得利中旺镇100MW风力发电", "宝得利中旺镇100兆瓦风电项目"),
        ("国华东湖渔光互补发电项目", "国华东湖渔光互补发电工程"),
        ("再生水厂（一期）建设工程", "再生水厂(一期)"),
    ],
)
def test_two_spellings_of_one_are_proposed(one: str, other: str) -> None:
    (pair,) = alike_projects([project("2", other), project("1", one)])
    assert (pair.one.code, pair.other.code) == ("1", "2")
    assert "name" in pair.grounds


@pytest.mark.parametrize(
    ("one", "other", "facts"),
    [
        ("再生水厂一期", "再生水厂二期", {}),
        ("东区再生水厂", "王虎庄变电站", {}),
        ("景昇80MW风力发电", "景昇90MW风力发电", {}),
    ],
)
def test_two_phases_sizes_or_names_are_two(
    one: str, other: str, facts: dict[str, Any]
) -> None:
    assert alike_projects([project("1", one, **facts), project("2", other)]) == ()


def test_a_size_in_another_unit_is_the_same_and_another_size_is_not() -> None:
    first = project("1", "中旺风电", capacity=Decimal(100), unit="MW")
    same = project("2", "中旺风电项目", capacity=Decimal(10), unit="万kW")
    other = project("3", "中旺风电项目", capacity=Decimal(50), unit="MW")
    (pair,) = alike_projects([first, same])
    assert "size" in pair.grounds
    assert alike_projects([first, other]) == ()


def test_a_pair_that_was_said_to_be_two_is_not_proposed_again() -> None:
    pair = [project("1", "中旺风电"), project("2", "中旺风电项目")]
    assert alike_projects(pair)
    assert alike_projects(pair, apart=[("2", "1")]) == ()


def test_the_order_of_the_rows_does_not_matter() -> None:
    rows = [project(str(n), f"中旺风电{'项目' * (n % 2)}") for n in range(4)]
    assert alike_projects(rows) == alike_projects(rows[::-1])


def test_merging_fills_gaps_and_keeps_what_the_kept_one_says() -> None:
    paper = Approval(kind="project", number="1", dated=date(2026, 1, 1))
    report = Report(on=date(2026, 2, 1), percent=Decimal(10))
    kept = project("1", "中旺风电", builder="甲", approvals=(paper,))
    gone = project(
        "2",
        "中旺风电项目",
        builder="乙",
        industry="4415",
        capacity=Decimal(100),
        unit="MW",
        places=(Share(place="120118107"),),
        approvals=(paper,),
        reports=(report,),
    )
    made = merged(kept, gone, CONSENT)
    assert (made.code, made.name, made.builder) == ("1", "中旺风电", "甲")
    assert (made.industry, made.capacity, made.unit) == ("4415", Decimal(100), "MW")
    assert made.approvals == (paper,)
    assert made.reports == (report,)


@pytest.mark.parametrize(
    "consent", [None, Consent(by="office", on=date(2026, 3, 1), reason=" ")]
)
def test_nothing_is_merged_without_consent(consent: Consent | None) -> None:
    with pytest.raises(BadInputError) as caught:
        merged(project("1", "甲"), project("2", "甲"), consent)
    assert caught.value.code == "project.no_consent"
