"""Two plans for one area: what cannot hold together, or asks for less, conflicts."""

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


def test_a_stricter_figure_below_is_told_and_blocks_nothing() -> None:
    found = house([posts("T1", "500")], 交通=[posts("T1", "600")])
    assert found.conflicts == ()
    assert not has_errors(found.findings)
    (said,) = (f for f in found.findings if f.code == "target.stricter_than_superior")
    assert (said.severity, said.place) == ("info", "交通 一")
    assert said.value == "公用充电桩: >=600台 > >=500台"


@pytest.mark.parametrize("softness", ["binding", "strive"])
def test_a_stretch_above_a_binding_floor_is_not_called_stricter(softness: str) -> None:
    above = posts("T1", "500", softness=softness)
    found = house([above], 交通=[posts("T1", "600", softness="strive")])
    codes = {f.code for f in found.findings}
    assert ("target.stricter_than_superior" in codes) is (softness == "strive")


def exact(value: str, **said: object) -> Target:
    return posts("T1", value, comparator="=", **said)


def at_most(value: str, **said: object) -> Target:
    return posts("T1", value, comparator="<=", **said)


@pytest.mark.parametrize(
    ("main", "sector"),
    [
        # Two exact values, in either direction.
        (exact("500"), exact("600")),
        (exact("500", direction="none"), exact("400", direction="none")),
        # A floor above a ceiling, and just above the same figure.
        (posts("T1", "500"), at_most("400")),
        (at_most("400"), posts("T1", "500")),
        (posts("T1", "500", comparator=">"), at_most("500")),
        # Ranges apart, and an exact value outside of a bound.
        (
            posts("T1", "2", value_max=Decimal(3)),
            posts("T1", "4", value_max=Decimal(5)),
        ),
        (exact("500"), posts("T1", "600")),
        # 0.04 万台 are 400.
        (exact("500"), exact("0.04", unit="万台")),
    ],
)
def test_what_no_figure_fulfils_together_is_exclusive(
    main: Target, sector: Target
) -> None:
    (conflict,) = house([main], 交通=[sector]).conflicts
    assert conflict.relation is Relation.EXCLUSIVE


@pytest.mark.parametrize(
    ("main", "sector"),
    [
        (posts("T1", "500"), at_most("500")),
        (posts("T1", "400"), at_most("500")),
        (posts("T1", "500"), exact("600")),
        (
            posts("T1", "2", value_max=Decimal(4)),
            posts("T1", "2", value_max=Decimal(3)),
        ),
        (
            posts("T1", "2", value_max=Decimal(4)),
            posts("T1", "3", value_max=Decimal(4)),
        ),
        (posts("T1", "2", value_max=Decimal(3)), posts("T1", "2.5")),
        (exact("500", direction="none"), exact("500", direction="none")),
        # Another part, base year or kind: the two do not speak of one thing.
        (exact("500"), exact("400", scope="建成区")),
        (exact("5", base_year=2020), exact("4", base_year=2015)),
    ],
)
def test_bounds_that_meet_are_no_conflict(main: Target, sector: Target) -> None:
    assert house([main], 交通=[sector]).conflicts == ()


def test_where_less_is_better_a_higher_ceiling_below_is_weaker() -> None:
    lower = {"direction": "down"}
    found = house([at_most("300", **lower)], 交通=[at_most("320", **lower)])
    (conflict,) = found.conflicts
    assert conflict.relation is Relation.WEAKER
    found = house([at_most("300", **lower)], 交通=[at_most("280", **lower)])
    assert found.conflicts == ()


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
def test_a_sector_plan_that_asks_for_less_is_one(main: Target, sector: Target) -> None:
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


def test_three_plans_with_three_figures_are_two_conflicts_and_a_difference() -> None:
    found = house(
        [posts("T1", "500")], 城建=[posts("T1", "400")], 交通=[posts("T1", "300")]
    )
    assert [(c.first.plan, c.second.plan) for c in found.conflicts] == [
        ("区方案", "交通"),
        ("区方案", "城建"),
    ]
    (other,) = found.differing
    assert (other.first.plan, other.second.plan) == ("交通", "城建")


def test_sector_plans_whose_figures_can_both_hold_are_asked_to_agree() -> None:
    found = house([], 城建=[posts("T1", "400")], 交通=[posts("T1", "300")])
    assert found.conflicts == ()
    (other,) = found.differing
    assert (other.first.plan, other.second.plan) == ("交通", "城建")
    assert other.relation is Relation.STRONGER
    (said,) = (f for f in found.findings if f.code == "target.plans_differ")
    assert said.value == "公用充电桩: >=400台 / >=300台"
    assert not has_errors(found.findings)
    same = house([], 城建=[posts("T1", "300")], 交通=[posts("T1", "300")])
    stretch = posts("T1", "400", softness="strive")
    aims = house([], 城建=[stretch], 交通=[posts("T1", "300")])
    assert same.differing == aims.differing == ()


def test_sector_plans_that_exclude_each_other_conflict() -> None:
    found = house([], 城建=[exact("400")], 交通=[exact("300")])
    (conflict,) = found.conflicts
    assert (conflict.first.plan, conflict.second.plan) == ("交通", "城建")
    assert conflict.relation is Relation.EXCLUSIVE
    assert found.differing == ()
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
