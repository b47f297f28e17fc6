"""A task is covered by a plan for reasons that a person can read, or it is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import pytest

from dafeng.assessment.coverage import (
    Level,
    LinkBasis,
    LinkDecision,
    ReasonKind,
    SectorPlan,
    TaskDecision,
    Verdict,
    coverage,
)
from dafeng.base.errors import BadInputError
from tests.assessment.division.small_plans import clause, plan, target, task, unit

if TYPE_CHECKING:
    from dafeng.assessment.coverage import Coverage
    from dafeng.plan import Plan, Task


def reasons(found: Coverage, key: str = "一") -> list[tuple[str, tuple[str, ...]]]:
    return [
        (reason.kind.value, reason.words)
        for cover in found.covering(key)
        for reason in cover.reasons
    ]


def one_to_one(main: Task, sector: Task) -> Coverage:
    return coverage(
        plan(title="区方案", tasks=[main]),
        [SectorPlan(name="交通", plan=plan(title="交通", tasks=[sector]))],
    )


def test_a_linked_target_covers_its_task() -> None:
    promise = target("T1", "70", 2025, indicator_code="G02", clause="一")
    main = plan(
        title="区方案",
        tasks=[task("一", "甲局", targets=("T1",)), task("二", "甲局")],
        targets=[promise],
    )
    sector = plan(
        title="交通",
        tasks=[task("三", "乙局", targets=("T7",))],
        targets=[attrs.evolve(promise, id="T7", clause="三")],
    )
    found = coverage(main, [SectorPlan(name="交通", plan=sector)])
    assert reasons(found) == [("indicator", ("T1 绿色出行比例", "T7 绿色出行比例"))]
    assert [reason.clause for reason in found.covers[0].reasons] == ["三"]
    assert [one.key for one in found.uncovered] == ["二"]


def test_a_link_that_cannot_be_compared_covers_nothing() -> None:
    promise = target("T1", "70", 2025, indicator_code="G02", clause="一")
    main = plan(
        title="区方案", tasks=[task("一", "甲局", targets=("T1",))], targets=[promise]
    )
    sector = plan(title="交通", targets=[attrs.evolve(promise, scope="建成区")])
    found = coverage(main, [SectorPlan(name="交通", plan=sector)])
    assert len(found.links) == 1
    assert found.covers == ()


def test_titles_that_say_the_same_cover_with_the_words_that_match() -> None:
    found = one_to_one(
        task("一", "甲局", title="推动运输工具装备低碳转型"),
        task("三", "乙局", title="更新运输工具"),
    )
    assert reasons(found) == [("wording", ("运输工具",))]
    (reason,) = found.covers[0].reasons
    # 运输工具装备 has 5 pairs, 更新运输工具 5, in common 3: 6 / 10.
    assert (str(reason.score), reason.clause) == ("0.60", "三")


def test_a_short_common_word_covers_only_where_the_unit_leads() -> None:
    main = task("一", "甲局 乙局", title="推动工业绿色低碳发展")
    apart = one_to_one(main, task("三", "乙局", title="推动工业发展"))
    assert apart.covers == ()
    same = one_to_one(main, task("三", "甲局", title="推动工业发展"))
    assert reasons(same) == [("wording", ("工业",)), ("unit", ("甲局",))]


def test_a_heading_above_the_sectors_tasks_counts_as_its_wording() -> None:
    sector = plan(
        title="交通",
        tasks=[task("二1", "乙局", title="购车")],
        clauses=[attrs.evolve(clause("二"), title="运输工具更新"), clause("二1", "二")],
    )
    found = coverage(
        plan(title="区方案", tasks=[task("一", "甲局", title="更新运输工具")]),
        [SectorPlan(name="交通", plan=sector)],
    )
    assert [reason.clause for reason in found.covers[0].reasons] == ["二"]


def test_a_target_of_the_task_counts_where_the_unit_leads() -> None:
    main = plan(
        title="区方案",
        tasks=[task("一", "甲局", title="研发新材料", targets=("T1",))],
        targets=[target("T1", None, None, indicator="装配式建筑的装配率")],
    )

    def covered_by(unit: str) -> list[tuple[str, tuple[str, ...]]]:
        sector = plan(title="城建", tasks=[task("三", unit, title="推广装配式建筑")])
        return reasons(coverage(main, [SectorPlan(name="城建", plan=sector)]))

    assert covered_by("甲局") == [("wording", ("装配式建筑",)), ("unit", ("甲局",))]
    assert covered_by("乙局") == []


def test_the_unit_alone_covers_nothing() -> None:
    found = one_to_one(
        task("一", "甲局", title="加强统筹协调"), task("三", "甲局", title="铺设管网")
    )
    assert [one.title for one in found.uncovered] == ["加强统筹协调"]
    (said,) = (f for f in found.findings if f.code == "task.uncovered")
    assert (said.place, said.value) == ("区方案 一", "加强统筹协调")


def test_a_unit_is_known_by_its_other_spellings() -> None:
    spelt = attrs.evolve(unit("区发展改革委"), variants=("区发改委",))
    sector = plan(
        title="工业",
        tasks=[task("三", "区发改委", title="推动工业发展")],
        units=[spelt],
    )
    main = plan(
        title="区方案", tasks=[task("一", "区发展改革委", title="工业绿色转型")]
    )
    found = coverage(main, [SectorPlan(name="工业", plan=sector)])
    assert ("unit", ("区发展改革委",)) in reasons(found)


def test_a_towns_plan_carries_out_no_task_for_the_whole_district() -> None:
    town = plan(title="东镇", tasks=[task("三", "甲局", title="更新运输工具")])
    found = coverage(
        plan(title="区方案", tasks=[task("一", "甲局", title="更新运输工具")]),
        [SectorPlan(name="东镇", plan=town, level=Level.TOWN)],
    )
    assert found.covers == ()
    assert len(found.uncovered) == 1


# -- what people decide

MAIN = plan(
    title="区方案",
    tasks=[
        task("一", "甲局", title="更新运输工具", targets=("T1",)),
        task("二", "甲局", title="加强统筹协调"),
    ],
    targets=[target("T1", "70", 2025, indicator_code="G02")],
)
SECTOR = plan(
    title="交通",
    tasks=[task("三", "甲局", title="更新运输工具")],
    targets=[target("T5", "60", 2025, indicator="绿色交通分担", indicator_code=None)],
)


def decided(*decisions: TaskDecision | LinkDecision, sector: Plan = SECTOR) -> Coverage:
    return coverage(MAIN, [SectorPlan(name="交通", plan=sector)], decisions=decisions)


def test_a_person_may_say_that_a_plan_covers_a_task() -> None:
    found = decided(
        TaskDecision(
            task="二", plan="交通", verdict="confirm", by="张某", ground="见第五条"
        )
    )
    assert reasons(found, "二") == [("person", ("张某", "见第五条"))]
    assert found.uncovered == ()


def test_a_confirmed_rule_keeps_its_reasons() -> None:
    found = decided(
        TaskDecision(task="一", plan="交通", verdict=Verdict.CONFIRM, by="张某")
    )
    kinds = [kind for kind, _ in reasons(found)]
    assert kinds == ["wording", "unit", "person"]


def test_a_person_may_say_that_it_does_not() -> None:
    found = decided(TaskDecision(task="一", plan="交通", verdict="reject", by="张某"))
    assert found.covers == ()
    assert [one.key for one in found.uncovered] == ["一", "二"]


def link(upper: str, lower: str, verdict: str) -> LinkDecision:
    return LinkDecision(
        upper_plan="区方案",
        upper=upper,
        lower_plan="交通",
        lower=lower,
        verdict=verdict,
        by="张某",
    )


def test_a_person_may_link_two_targets() -> None:
    assert decided().links == ()
    found = decided(link("T1", "T5", "confirm"))
    (made,) = found.links
    assert (made.basis, made.relation.value) == (LinkBasis.PERSON, "weaker")
    assert found.unlinked == ()
    assert reasons(found)[0] == ("indicator", ("T1 绿色出行比例", "T5 绿色交通分担"))


def test_a_rejected_link_is_neither_a_link_nor_a_conflict() -> None:
    sector = attrs.evolve(
        SECTOR, targets=(target("T5", "60", 2025, indicator_code="G02"),)
    )
    assert len(decided(sector=sector).conflicts) == 1
    found = decided(link("T1", "T5", "reject"), sector=sector)
    assert (found.links, found.conflicts) == ((), ())
    assert [cited.target.id for cited in found.unlinked] == ["T5"]
    assert ReasonKind.INDICATOR.value not in [kind for kind, _ in reasons(found)]


@pytest.mark.parametrize(
    "wrong",
    [
        TaskDecision(task="九", plan="交通", verdict="confirm", by="张某"),
        TaskDecision(task="一", plan="农业", verdict="confirm", by="张某"),
        TaskDecision(task="一", plan="区方案", verdict="confirm", by="张某"),
        link("T9", "T5", "confirm"),
        link("T1", "T9", "reject"),
    ],
)
def test_a_decision_about_what_is_not_there_is_refused(
    wrong: TaskDecision | LinkDecision,
) -> None:
    with pytest.raises(BadInputError, match="there are the plans 区方案") as caught:
        decided(wrong)
    assert caught.value.code == "coverage.decision"


def test_two_decisions_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(BadInputError, match="contradict"):
        decided(link("T1", "T5", "confirm"), link("T1", "T5", "reject"))


def test_two_plans_of_one_name_are_refused() -> None:
    with pytest.raises(BadInputError, match="区方案") as caught:
        coverage(MAIN, [SectorPlan(name="区方案", plan=SECTOR)])
    assert caught.value.code == "coverage.name_twice"


def test_a_plan_without_a_title_goes_by_its_number() -> None:
    document = attrs.evolve(MAIN.document, title=None, number="示政〔2023〕1号")
    found = coverage(attrs.evolve(MAIN, document=document), [])
    assert found.main == "示政〔2023〕1号"
    bare = attrs.evolve(document, number=None)
    assert coverage(attrs.evolve(MAIN, document=bare), []).main == "未命名方案"
