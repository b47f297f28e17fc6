"""Two versions of a project side by side, field by field."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from dafeng.web.projects.models import KINDS, REVIEWS
from dafeng.web.projects.services.facts import ProjectFacts
from dafeng.web.projects.wording import size_words
from dafeng.web.work.task_compare import ComparedField


def compared(mine: ProjectFacts, theirs: ProjectFacts) -> list[ComparedField]:
    """Every field of both versions, those that differ first."""
    rows = [
        ComparedField(label=label, mine=one, theirs=other)
        for (label, one), (_same, other) in zip(
            _shown(mine), _shown(theirs), strict=True
        )
    ]
    return sorted(rows, key=lambda row: not row.differs)


def _shown(facts: ProjectFacts) -> Iterator[tuple[str, str]]:
    join = _("、").join
    yield _("项目代码"), facts.code
    yield _("名称"), facts.name
    yield _("建设性质"), str(dict(KINDS).get(facts.kind, facts.kind))
    yield _("责任单位"), str(facts.unit)
    yield _("建设单位"), facts.builder
    yield _("统一社会信用代码"), facts.builder_uscc
    yield _("建设单位（本系统登记）"), str(facts.builder_unit or "")
    yield _("行业代码"), facts.industry
    yield (
        _("所在地"),
        join(
            f"{one.organisation or one.code} {(one.share * 100).normalize():f}%"
            for one in facts.places
        ),
    )
    yield _("规模"), size_words(facts.capacity, facts.capacity_unit)
    for label, number in (
        (_("总投资（元）"), facts.investment),
        (_("年综合能源消费量（tce）"), facts.energy_tce),
        (_("年煤炭消费量（t）"), facts.coal_t),
        (_("年二氧化碳排放量（t）"), facts.co2_t),
    ):
        yield label, "" if number is None else f"{number.normalize():f}"
    for label, day in (
        (_("计划开工"), facts.start_due),
        (_("计划投运"), facts.operation_due),
    ):
        yield label, "" if day is None else day.isoformat()
    yield _("节能审查"), str(dict(REVIEWS).get(facts.review, facts.review))
    yield _("方案点名的项目"), str(facts.plan_project or "")
    yield _("目标"), join(f"{one.plan.slug}/{one.key}" for one in facts.targets)
    yield _("任务"), join(one.number for one in facts.tasks)
    yield _("对应的措施"), facts.measure
    yield _("位置"), "" if facts.location is None else str(facts.location)
    yield _("说明"), facts.note
