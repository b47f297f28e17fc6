"""Whether a figure can be right, and what is said when it may not be."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.base.findings import Severity
from dafeng.work import (
    Beside,
    Doubt,
    DoubtKind,
    doubt_finding,
    figure_doubts,
    limits_on,
    owner_words,
    progress_doubts,
)

LIMITS = limits_on(date(2026, 11, 30))
AMOUNTS = st.decimals("0.01", "1000000", places=2)


def kinds(figure: str, **known: str) -> list[str]:
    unit = known.pop("unit", "kWh")
    beside = Beside(unit=unit, **{name: Decimal(v) for name, v in known.items()})
    found = figure_doubts(Decimal(figure), beside, LIMITS)
    return [doubt.kind.value for doubt in found]


@pytest.mark.parametrize(
    ("figure", "known", "doubted"),
    [
        ("150", {"previous": "100"}, []),
        ("151", {"previous": "100"}, ["previous"]),
        ("49", {"previous": "100"}, ["previous"]),
        ("50", {"previous": "100"}, []),
        ("130", {"year_ago": "100"}, []),
        ("131", {"year_ago": "100"}, ["year-ago"]),
        ("69", {"previous": "100", "year_ago": "100"}, ["year-ago"]),
        ("200", {"previous": "100", "year_ago": "100"}, ["previous", "year-ago"]),
        ("1000", {"previous": "100"}, ["unit"]),
        ("10.5", {"year_ago": "100"}, ["unit"]),
        ("1100000", {"previous": "100"}, ["unit"]),
        ("300", {"previous": "100"}, ["previous"]),
        ("5", {"previous": "0"}, []),
        ("5", {}, []),
        ("-5", {}, ["sign"]),
        ("-5", {"previous": "-4"}, []),
        ("90", {"parts": "91"}, ["parts"]),
        ("91", {"parts": "91"}, []),
        ("100", {"unit": "%"}, []),
        ("100.1", {"unit": "%"}, ["share"]),
        ("-0.1", {"unit": "%"}, ["share"]),
        ("0", {"previous": "100"}, ["previous"]),
    ],
)
def test_a_figure_is_held_against_what_is_known(
    figure: str, known: dict[str, str], doubted: list[str]
) -> None:
    assert kinds(figure, **known) == doubted


@given(figure=AMOUNTS, power=st.sampled_from([-4, -3, -2, -1, 1, 2, 3, 4]))
def test_a_slip_of_the_unit_is_seen_at_every_power_of_ten(
    figure: Decimal, power: int
) -> None:
    beside = Beside(previous=figure, unit="t")
    (doubt,) = figure_doubts(figure.scaleb(power), beside, LIMITS)
    assert (doubt.kind, doubt.limit) == (DoubtKind.UNIT, Decimal(10) ** power)


@given(figure=AMOUNTS)
def test_the_same_figure_again_is_never_doubted(figure: Decimal) -> None:
    beside = Beside(previous=figure, year_ago=figure, parts=figure, unit="t")
    assert figure_doubts(figure, beside, LIMITS) == ()


@pytest.mark.parametrize(
    ("percent", "before", "doubts"),
    [("40", "60", 1), ("60", "60", 0), ("61", "60", 0), ("1", None, 0)],
)
def test_progress_does_not_go_back_unseen(
    percent: str, before: str | None, doubts: int
) -> None:
    held = None if before is None else Decimal(before)
    assert len(progress_doubts(Decimal(percent), held)) == doubts


def test_a_finding_says_the_figure_and_the_limit_in_words() -> None:
    beside = Beside(previous=Decimal(100), year_ago=Decimal(90), unit="kWh")
    told = [
        doubt_finding(doubt, place="供用电月报!D4")
        for doubt in figure_doubts(Decimal("151.50"), beside, LIMITS)
    ]
    assert [one.code for one in told] == ["figure.previous", "figure.year-ago"]
    assert (
        told[0].rule == "151.5 differs from 100 of the period before by more than 50 %."
    )
    assert (told[0].value, told[0].place) == ("151.5 kWh", "供用电月报!D4")
    assert all(one.severity is Severity.WARNING and one.hint for one in told)


@pytest.mark.parametrize("kind", list(DoubtKind))
def test_every_doubt_can_be_said(kind: DoubtKind) -> None:
    one = Doubt(
        kind=kind, figure=Decimal(7), limit=Decimal("0.5"), against=Decimal(3), unit="t"
    )
    said = doubt_finding(one)
    assert "7" in said.rule
    assert said.hint


@pytest.mark.parametrize(
    ("owner", "unit"),
    [
        ("发展改革", "示范区发改委"),
        ("机关事务", "区机关服务中心"),
        ("供电", "国网示范供电有限公司"),
        ("气象", "区气象局"),
    ],
)
def test_an_owner_of_series_is_found_by_its_words(owner: str, unit: str) -> None:
    assert owner_words(owner).fits(unit)


def test_an_owner_that_is_not_listed_goes_by_its_own_word() -> None:
    assert owner_words("体育").words == ("体育",)
