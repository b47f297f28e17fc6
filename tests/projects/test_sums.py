"""Named projects against a target: units convert, what is unknown is listed, not zero.

The box of the sample's plan names 100 + 20 + 100 + 90 + 80 + 100 + 10 MW against a
target of 280 万kW.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.base.errors import UnitError
from dafeng.projects import Goal, Project, Report, Share, capacity_sum, town_sums
from dafeng.sample.projects import sample_projects

TARGET = Goal(key="T1", value=Decimal(280), unit="万kW")


def project(code: str, size: str | None, unit: str = "MW", **facts: Any) -> Project:
    capacity = None if size is None else Decimal(size)
    return Project(code=code, name=code, capacity=capacity, unit=unit, **facts)


def test_the_sample_names_500_mw_against_2800() -> None:
    named = [one for one in sample_projects() if "T051" in one.targets]
    rows = [project(one.code, str(one.capacity), one.capacity_unit) for one in named]
    found = capacity_sum(rows, Goal(key="T051", value=Decimal(2800), unit="MW"))
    assert found.total == 500
    assert found.gap == 2300
    assert found.share == Decimal("0.1786")


def test_what_has_no_size_or_no_fitting_unit_is_listed_and_adds_nothing() -> None:
    rows = [
        project("1", "100"),
        project("2", None),
        project("3", "100", "MV"),
        project("4", "5", "km"),
        project("5", "50", stage="cancelled"),
    ]
    found = capacity_sum(rows, TARGET)
    assert found.total == 10
    assert {one.project.code: one.reason for one in found.uncounted} == {
        "2": "size-unknown",
        "3": "unit-unknown",
        "4": "unit-other",
        "5": "ended",
    }


def test_built_committed_and_proposed_add_up_to_the_total() -> None:
    report = Report(on="2026-01-01", percent=Decimal(40), built=Decimal(30))  # type: ignore[arg-type]
    rows = [
        project("1", "100", stage="operating"),
        project("2", "80", stage="building", reports=(report,)),
        project("3", "20", stage="planned"),
    ]
    found = capacity_sum(rows, Goal(key="T", value=Decimal(150), unit="MW"))
    assert (found.built, found.committed, found.proposed) == (130, 50, 20)
    assert found.gap == -50


def test_only_the_projects_that_a_target_names_are_counted() -> None:
    rows = [project("1", "100"), project("2", "50")]
    goal = Goal(key="T", value=Decimal(100), unit="MW", projects=("2",))
    assert capacity_sum(rows, goal).total == 50


def test_a_target_in_no_known_unit_is_refused() -> None:
    with pytest.raises(UnitError):
        capacity_sum([], Goal(key="T", value=Decimal(1), unit="喵"))


def test_no_share_of_a_target_of_zero() -> None:
    assert capacity_sum([], Goal(key="T", value=Decimal(0), unit="MW")).share is None


@given(
    st.lists(st.integers(1, 999), min_size=1, max_size=6),
    st.lists(st.integers(1, 9), min_size=2, max_size=4),
)
def test_towns_add_up_to_the_district(sizes: list[int], parts: list[int]) -> None:
    whole = sum(parts)
    places = [
        Share(place=f"12011810{n}", share=Decimal(part) / whole)
        for n, part in enumerate(parts)
    ]
    left = 1 - sum(one.share for one in places[:-1])
    places[-1] = Share(place=places[-1].place, share=left)
    rows = [
        project(str(n), str(size), places=tuple(places)) for n, size in enumerate(sizes)
    ]
    total = sum(town_sums(rows, "MW").values())
    assert abs(total - sum(sizes)) < Decimal("0.0001")


def test_a_project_in_two_towns_counts_once_in_the_district() -> None:
    places = (
        Share(place="120118103", share=Decimal("0.6")),
        Share(place="120118105", share=Decimal("0.4")),
    )
    wind = project("1", "100", places=places)
    assert capacity_sum([wind], TARGET).total == 10
    assert town_sums([wind], "MW") == {"120118103": 60, "120118105": 40}
    assert town_sums([project("2", "5", "km", places=places)], "MW") == {}
