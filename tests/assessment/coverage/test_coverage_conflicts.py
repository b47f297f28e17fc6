"""Two plans for one area, one indicator, one year, two figures: one conflict."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from dafeng.assessment.coverage import Relation, SectorPlan, coverage
from dafeng.base.findings import has_errors
from tests.assessment.division.small_plans import plan, target

if TYPE_CHECKING:
    from dafeng.assessment.coverage import Coverage
    from dafeng.plan import Target


def posts(key: str, value: str, **said: object) -> Target:
    known = {"indicator": "公用充电桩", "indicator_code": "G08", "unit": "台"}
    return target(
        key, value, 2025, kind="count", **(known | {"responsible": ("局",)} | said)
    )


def house(main: list[Target], **sectors: list[Target]) -> Coverage:
    return coverage(
        plan(title="区方案", targets=main),
        [
            SectorPlan(name=name, plan=plan(title=name, targets=targets))
            for name, targets in sectors.items()
        ],
    )


def test_one_differing_value_is_exactly_one_conflict_and_blocks() -> None:
    found = house(
        [posts("T1", "500"), target("T2", "70", 2025, indicator_code="G02")],
        交通=[posts("T1", "400"), target("T2", "70", 2025, indicator_code="G02")],
    )
    (conflict,) = found.conflicts
    assert (conflict.first.plan, conflict.second.plan) == ("区方案", "交通")
    assert conflict.relation is Relation.WEAKER
    assert has_errors(found.findings)
    (said,) = (f for f in found.findings if f.code == "target.conflict")
    assert said.value == "公用充电桩: >=400台 / >=500台"
    # The conflict says that the figure is weaker; it is not said again.
    assert "target.weaker_than_superior" not in {f.code for f in found.findings}


def test_a_stronger_binding_figure_conflicts_as_well() -> None:
    (conflict,) = house([posts("T1", "500")], 交通=[posts("T1", "600")]).conflicts
    assert conflict.relation is Relation.STRONGER


@pytest.mark.parametrize(
    ("main", "sector"),
    [
        (posts("T1", "500"), posts("T1", "500")),
        (posts("T1", "500"), posts("T1", "500", softness="strive")),
        # A stretch above a binding floor, on either side.
        (posts("T1", "500"), posts("T1", "600", softness="strive")),
        (posts("T1", "500", softness="strive"), posts("T1", "400")),
        # Another part of the district.
        (posts("T1", "500"), posts("T1", "100", scope="建成区")),
        # 0.05 万台 are 500.
        (posts("T1", "500"), posts("T1", "0.05", unit="万台")),
        # One gives a range, the other its floor.
        (posts("T1", "2", value_max=Decimal(3)), posts("T1", "2")),
    ],
)
def test_what_can_both_hold_is_no_conflict(main: Target, sector: Target) -> None:
    assert house([main], 交通=[sector]).conflicts == ()


@pytest.mark.parametrize(
    ("main", "sector"),
    [
        (posts("T1", "500"), posts("T1", "400", softness="strive")),
        (posts("T1", "500", softness="strive"), posts("T1", "400", softness="strive")),
        (
            posts("T1", "2", value_max=Decimal(3)),
            posts("T1", "2", value_max=Decimal(4)),
        ),
    ],
)
def test_what_cannot_both_hold_is_one(main: Target, sector: Target) -> None:
    assert len(house([main], 交通=[sector]).conflicts) == 1


def test_the_same_disagreement_in_two_places_is_one_conflict() -> None:
    found = house(
        [posts("T1", "500"), posts("T2", "500", clause="二")],
        交通=[posts("T1", "400"), posts("T2", "400", clause="三")],
    )
    (conflict,) = found.conflicts
    assert (conflict.first.target.id, conflict.second.target.id) == ("T1", "T1")
    assert {(c.plan, c.target.id) for c in conflict.also} == {
        ("区方案", "T2"),
        ("交通", "T2"),
    }


def test_three_plans_with_three_figures_are_three_conflicts_in_order() -> None:
    found = house(
        [posts("T1", "500")], 城建=[posts("T1", "400")], 交通=[posts("T1", "300")]
    )
    assert [(c.first.plan, c.second.plan) for c in found.conflicts] == [
        ("区方案", "交通"),
        ("区方案", "城建"),
        ("交通", "城建"),
    ]


def test_sector_plans_that_contradict_each_other_alone_conflict() -> None:
    found = house([], 城建=[posts("T1", "400")], 交通=[posts("T1", "300")])
    (conflict,) = found.conflicts
    assert (conflict.first.plan, conflict.second.plan) == ("交通", "城建")
    # Plans of one level are not linked with each other.
    assert found.links == ()


def test_a_city_may_ask_for_something_else() -> None:
    found = coverage(
        plan(title="区方案", targets=[posts("T1", "500")]),
        [],
        [plan(title="市方案", targets=[posts("T1", "90000")])],
    )
    assert found.conflicts == ()
    assert not has_errors(found.findings)
    assert len(found.weaker) == 1
