"""Links between the targets of plans of different levels, and how they compare."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dafeng.assessment.coverage import (
    Level,
    LinkBasis,
    Obstacle,
    Relation,
    SectorPlan,
    coverage,
)
from tests.assessment.division.small_plans import plan, target, task

if TYPE_CHECKING:
    from dafeng.assessment.coverage import Coverage, Link
    from dafeng.plan import Target


def city_over_district(city: Target, district: Target) -> Coverage:
    return coverage(
        plan(title="区方案", targets=[district]),
        [],
        [plan(title="市方案", targets=[city])],
    )


def linked(city: Target, district: Target) -> Link:
    (link,) = city_over_district(city, district).links
    return link


def share(value: str | None = "70", year: int = 2025, **said: object) -> Target:
    return target("T1", value, year, **({"indicator_code": "G02"} | said))


@pytest.mark.parametrize(
    ("city", "district", "relation"),
    [
        (share("75"), share("70"), Relation.WEAKER),
        (share("70"), share("75"), Relation.STRONGER),
        (share("70"), share("70.0"), Relation.EQUAL),
        # A smaller figure asks for more where less is better.
        (
            share("3", direction="down", comparator="<=", unit="km"),
            share("5", direction="down", comparator="<=", unit="km"),
            Relation.WEAKER,
        ),
        # A cut of 15 % asks for more than one of 14.5 %.
        (
            share("14.5", kind="relative_change", direction="down", base_year=2020),
            share("15", kind="relative_change", direction="down", base_year=2020),
            Relation.STRONGER,
        ),
        # Striving for a figure asks for less than binding oneself to it.
        (share("70"), share("70", softness="strive"), Relation.WEAKER),
        (share("70"), share("70", comparator=">"), Relation.STRONGER),
    ],
)
def test_a_figure_is_weaker_equal_or_stronger(
    city: Target, district: Target, relation: Relation
) -> None:
    link = linked(city, district)
    assert (link.relation, link.obstacle) == (relation, None)
    assert (link.upper.plan, link.lower.plan) == ("市方案", "区方案")


def test_units_that_convert_are_compared() -> None:
    # 280 万kW are 2800 MW.
    city = share("280", unit="万kW", kind="capacity")
    same = linked(city, share("2800", unit="MW", kind="capacity"))
    assert same.relation is Relation.EQUAL
    less = linked(city, share("2799", unit="MW", kind="capacity"))
    assert less.relation is Relation.WEAKER


@pytest.mark.parametrize(
    ("city", "district", "obstacle"),
    [
        (share("14.5"), share(None, kind="delegated"), Obstacle.NO_FIGURE),
        (share("70"), share("70", scope="建成区"), Obstacle.SCOPE),
        (share("5", unit="万m2"), share("5", unit="家"), Obstacle.UNIT),
        (share("5", unit="万m2"), share("5", unit=None), Obstacle.UNIT),
        (
            share("15", kind="relative_change", base_year=2020),
            share("15", kind="relative_change", base_year=2015),
            Obstacle.BASE_YEAR,
        ),
        (share("15", kind="relative_change"), share("15"), Obstacle.KIND),
        (share("15", direction="none"), share("15", direction="none"), Obstacle.KIND),
    ],
)
def test_what_cannot_be_compared_says_why(
    city: Target, district: Target, obstacle: Obstacle
) -> None:
    link = linked(city, district)
    assert (link.relation, link.obstacle) == (Relation.INCOMPARABLE, obstacle)


def test_the_whole_district_is_the_same_scope_in_any_words() -> None:
    assert linked(share(), share(scope="全区")).relation is Relation.EQUAL


@pytest.mark.parametrize(
    "district", [share(year=2030), share(indicator_code="H01"), share(kind="status")]
)
def test_another_year_indicator_or_kind_is_no_link(district: Target) -> None:
    assert city_over_district(share(), district).links == ()


def test_without_codes_alike_names_make_a_link_and_say_so() -> None:
    link = linked(
        target("T1", "95", 2025, indicator="规上企业能源台账建立率"),
        target("T1", "90", 2025, indicator="企业能源台账建立率"),
    )
    assert link.basis is LinkBasis.WORDING
    assert link.words == ("企业能源台账建立率",)
    assert linked(share(), share()).basis is LinkBasis.CODE


def test_a_promise_said_twice_is_linked_in_both_places() -> None:
    main = plan(
        title="区方案",
        targets=[share(), target("T2", "70", 2025, indicator_code="G02", clause="二")],
    )
    sector = plan(title="交通", targets=[share()])
    found = coverage(main, [SectorPlan(name="交通", plan=sector)])
    assert [link.upper.target.id for link in found.links] == ["T1", "T2"]
    swapped = coverage(sector, [SectorPlan(name="区", plan=main)])
    assert [link.lower.target.id for link in swapped.links] == ["T1", "T2"]
    assert swapped.unlinked == ()


def test_a_weaker_figure_of_a_district_is_legal_and_shown() -> None:
    found = city_over_district(share("75"), share("70", responsible=("交通局",)))
    assert [link.lower.target.id for link in found.weaker] == ["T1"]
    (said,) = found.findings
    assert (said.code, said.severity) == ("target.weaker_than_superior", "warning")
    assert said.value == "绿色出行比例: >=70% < >=75%"


def test_a_sector_that_follows_its_district_is_not_told_of_the_city_again() -> None:
    main = plan(title="区方案", targets=[share("70", responsible=("交通局",))])
    sector = plan(title="交通", targets=[share("70", responsible=("交通局",))])
    city = plan(title="市方案", targets=[share("75")])
    found = coverage(main, [SectorPlan(name="交通", plan=sector)], [city])
    assert len(found.weaker) == 2
    assert [f.place for f in found.findings] == ["区方案 一"]


def test_a_sector_target_links_upward_to_the_city_alone() -> None:
    sector = plan(title="交通", targets=[share("70"), target("T9", "1", 2025)])
    found = coverage(
        plan(title="区方案"),
        [SectorPlan(name="交通", plan=sector)],
        [plan(title="市方案", targets=[share("75")])],
    )
    assert [(x.upper.plan, x.lower.plan) for x in found.links] == [("市方案", "交通")]
    assert [cited.target.id for cited in found.unlinked] == ["T9"]
    assert "target.unlinked" in {f.code for f in found.findings}


def test_a_towns_figure_is_of_its_own_area_and_no_conflict() -> None:
    town = SectorPlan(
        name="东镇", plan=plan(title="东镇", targets=[share("60")]), level=Level.TOWN
    )
    sector = SectorPlan(name="交通", plan=plan(title="交通", targets=[share("70")]))
    found = coverage(plan(title="区方案", targets=[share("70")]), [town, sector])
    assert found.sectors == ("交通", "东镇")
    assert [(x.upper.plan, x.relation) for x in found.weaker] == [
        ("区方案", Relation.WEAKER),
        ("交通", Relation.WEAKER),
    ]
    assert found.conflicts == ()


def test_owners_that_are_missing_are_listed_for_each_plan() -> None:
    main = plan(
        title="区方案",
        tasks=[task("一", "甲局", targets=("T1",)), task("二")],
        targets=[share(), target("T2", "1", 2025, indicator="其他")],
    )
    sector = plan(title="交通", targets=[share()])
    found = coverage(main, [SectorPlan(name="交通", plan=sector)])
    assert [(c.plan, c.target.id) for c in found.unowned_targets] == [
        ("区方案", "T2"),
        ("交通", "T1"),
    ]
    assert [(t.plan, t.key) for t in found.unowned_tasks] == [("区方案", "二")]
    codes = [f.code for f in found.findings]
    assert codes.count("target.no_responsible") == 2
    assert codes.count("task.no_responsible") == 1


@pytest.mark.parametrize("level", [Level.ABOVE, Level.DISTRICT])
def test_a_plan_of_the_n_is_a_sectors_or_a_towns(level: Level) -> None:
    with pytest.raises(ValueError, match="level"):
        SectorPlan(name="市", plan=plan(), level=level)
