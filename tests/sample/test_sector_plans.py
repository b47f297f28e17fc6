"""The plans beside the sample's: of our own wording, with one planted conflict."""

from __future__ import annotations

import pytest

from dafeng.assessment.coverage import Level, Relation, coverage
from dafeng.base.findings import has_errors
from dafeng.sample import load_sample_plan
from dafeng.sample.sector_plans import (
    sample_city_plan,
    sample_sector_plans,
    sector_plan_texts,
)


@pytest.mark.parametrize("key", sector_plan_texts())
def test_each_text_says_first_that_it_is_synthetic(key: str) -> None:
    text = sector_plan_texts()[key]
    assert text.startswith("【合成文件 · 演示用】")
    assert "不是任何机关的公文" in text


def test_three_bureaus_have_a_plan_that_reads_without_errors() -> None:
    plans = sample_sector_plans()
    assert [one.name for one in plans] == [
        "工业领域碳达峰实施方案",
        "城乡建设领域碳达峰实施方案",
        "交通运输领域碳达峰实施方案",
    ]
    for one in (*(sector.plan for sector in plans), sample_city_plan()):
        assert one.document.title
        assert one.document.title.endswith("碳达峰实施方案")
        assert len(one.targets) >= 6
        assert not has_errors(one.findings)
    assert all(one.level is Level.SECTOR for one in plans)


def test_the_transport_plan_has_one_figure_that_conflicts_with_the_district() -> None:
    found = coverage(load_sample_plan(), sample_sector_plans(), [sample_city_plan()])
    (conflict,) = found.conflicts
    assert conflict.first.target.id == "T104"
    assert (conflict.first.target.value, conflict.second.target.value) == (500, 400)
    assert conflict.second.plan == "交通运输领域碳达峰实施方案"


def test_one_figure_of_the_district_is_weaker_than_the_citys() -> None:
    found = coverage(load_sample_plan(), sample_sector_plans(), [sample_city_plan()])
    (weaker,) = (
        link
        for link in found.weaker
        if link.upper.plan in found.above and link.lower.plan == found.main
    )
    assert weaker.lower.target.indicator == "绿色出行比例"
    assert (weaker.upper.target.value, weaker.lower.target.value) == (75, 70)
    equal = [x for x in found.links if x.relation is Relation.EQUAL]
    assert len(equal) > 10


def test_the_house_shows_gaps_of_every_kind() -> None:
    found = coverage(load_sample_plan(), sample_sector_plans(), [sample_city_plan()])
    assert {cited.target.indicator for cited in found.unlinked} == {
        "规上工业企业能源台账建立率",
        "既有居住建筑节能改造面积",
        "新能源公交车占比",
    }
    assert [task.title for task in found.unowned_tasks] == ["加强企业培训"]
    assert "三(三)2" in {task.key for task in found.uncovered}
    assert {cover.task.key for cover in found.covers} >= {
        "三(一)1",
        "三(五)2",
        "三(六)1",
        "三(六)4",
    }


def test_no_task_of_a_sector_plan_copies_a_title_of_the_district() -> None:
    titles = {clause.title for clause in load_sample_plan().clauses}
    for one in sample_sector_plans():
        own = {task.title for task in one.plan.tasks}
        assert not own & titles
