"""A small plan of our own wording, made by hand, and people around it."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from typing import Any

import attrs
from django.utils import timezone

from dafeng.base.findings import Finding, Severity
from dafeng.plan import DocumentText, records
from dafeng.plan.documents import Media
from dafeng.plan.records import Responsible, Role, Span
from dafeng.web.core.models import Membership, Organisation, RoleCode, User
from dafeng.web.core.models import Role as HouseRole
from dafeng.web.plans.models import Plan, PlanSource
from dafeng.web.plans.services.storing import Provenance, plan_store

TEXT = """示范区碳达峰实施方案

一、总体要求
本区坚持先立后破。

二、主要目标
到2025年,非化石能源消费比重达到12%以上,森林覆盖率不低于20%。到2030年,非化石能源消费比重力争达到18%。

三、重点任务
(一)能源绿色低碳转型行动
1.发展新能源。到2025年,可再生能源电力装机容量达到30万千瓦。(责任单位:区发改委、各乡镇)
2.强化天然气保障。单位地区生产总值能耗完成市下达指标。(责任单位:区城管委)
专栏1 能源工程
光伏项目:推动东湖50MW渔光互补发电项目。
(二)碳汇提升行动
1.增加碳汇。到2030年,森林蓄积量进一步增长。2026年底前完成湿地修复一期。(责任单位:区农业农村委)
"""


def span_of(words: str) -> Span:
    """Where words first stand in the text."""
    start = TEXT.index(words)
    return Span(start, start + len(words))


def clause(ref: str, title: str, kind: str, parent: str | None) -> records.Clause:
    span = span_of(title)
    return records.Clause(id=ref, title=title, kind=kind, parent=parent, span=span)


def target(key: str, words: str, **facts: Any) -> records.Target:
    base: dict[str, Any] = {
        "id": key,
        "clause": "二",
        "indicator": "指标",
        "indicator_code": None,
        "comparator": ">=",
        "value": None,
        "value_max": None,
        "unit": "%",
        "direction": "up",
        "year": 2025,
        "base_year": None,
        "kind": "level",
        "softness": "binding",
        "scope": None,
        "responsible": (),
        "quote": words,
        "span": span_of(words),
        "confidence": 0.9,
        "rule": "figure",
    }
    return records.Target(**(base | facts))


CLAUSES = (
    clause("一", "总体要求", "chapter", None),
    clause("二", "主要目标", "chapter", None),
    clause("三", "重点任务", "chapter", None),
    clause("三(一)", "能源绿色低碳转型行动", "section", "三"),
    clause("三(一)1", "发展新能源", "item", "三(一)"),
    clause("三(一)2", "强化天然气保障", "item", "三(一)"),
    clause("专栏1", "能源工程", "box", "三(一)"),
    clause("三(二)", "碳汇提升行动", "section", "三"),
    clause("三(二)1", "增加碳汇", "item", "三(二)"),
)
TARGETS = (
    target(
        "T001",
        "非化石能源消费比重达到12%以上",
        indicator="非化石能源消费比重",
        indicator_code="A05",
        value=Decimal(12),
    ),
    target(
        "T002",
        "森林覆盖率不低于20%",
        indicator="森林覆盖率",
        indicator_code="H01",
        value=Decimal(20),
    ),
    target(
        "T003",
        "非化石能源消费比重力争达到18%",
        indicator="非化石能源消费比重",
        indicator_code="A05",
        value=Decimal(18),
        year=2030,
        softness="strive",
        confidence=0.6,
    ),
    target(
        "T004",
        "可再生能源电力装机容量达到30万千瓦",
        clause="三(一)1",
        indicator="可再生能源电力装机容量",
        indicator_code="B05",
        value=Decimal(30),
        unit="万kW",
        kind="capacity",
        responsible=("区发改委", "各乡镇"),
    ),
    target(
        "T005",
        "单位地区生产总值能耗完成市下达指标",
        clause="三(一)2",
        indicator="单位地区生产总值能耗",
        comparator=None,
        unit=None,
        year=None,
        kind="delegated",
        direction="none",
        responsible=("区城管委",),
        confidence=0.8,
    ),
    target(
        "T006",
        "森林蓄积量进一步增长",
        clause="三(二)1",
        indicator="森林蓄积量",
        indicator_code="H02",
        comparator=None,
        unit=None,
        year=2030,
        kind="directional",
        softness="expected",
        responsible=("区农业农村委",),
        confidence=0.5,
    ),
)
TASKS = (
    records.Task(
        clause="三(一)1",
        title="发展新能源",
        action="能源绿色低碳转型行动",
        responsible=(
            Responsible(name="区发改委", role=Role.LEAD),
            Responsible(name="各乡镇", role=Role.SUPPORT),
        ),
        targets=("T004",),
        projects=("P001",),
        span=span_of("发展新能源"),
        confidence=0.95,
        rule="bracket",
    ),
    records.Task(
        clause="三(一)2",
        title="强化天然气保障",
        action="能源绿色低碳转型行动",
        responsible=(Responsible(name="区城管委", role=Role.LEAD),),
        targets=("T005",),
        projects=(),
        span=span_of("强化天然气保障"),
        confidence=0.95,
        rule="bracket",
    ),
    records.Task(
        clause="三(二)1",
        title="增加碳汇",
        action="碳汇提升行动",
        responsible=(Responsible(name="区农业农村委", role=Role.LEAD),),
        targets=("T006",),
        projects=(),
        span=span_of("增加碳汇"),
        confidence=0.95,
        rule="bracket",
    ),
)
UNITS = (
    records.Unit(name="区发改委", kind="bureau", variants=("区发展改革委",)),
    records.Unit(name="各乡镇", kind="group", variants=()),
    records.Unit(name="区城管委", kind="bureau", variants=()),
    records.Unit(name="区农业农村委", kind="bureau", variants=()),
)
PROJECTS = (
    records.Project(
        id="P001",
        name="东湖50MW渔光互补发电项目",
        type="光伏项目",
        place="东湖",
        capacity=Decimal(50),
        unit="MW",
        period=None,
        clause="专栏1",
        quote="东湖50MW渔光互补发电项目",
        span=span_of("东湖50MW渔光互补发电项目"),
        confidence=0.85,
        rule="box",
    ),
)
MILESTONES = (
    records.Milestone(
        clause="三(二)1",
        start=None,
        end="2026-12",
        text="完成湿地修复一期",
        quote="2026年底前完成湿地修复一期",
        span=span_of("2026年底前完成湿地修复一期"),
        confidence=0.9,
        rule="sentence",
    ),
)
FINDINGS = (
    Finding(
        code="target.no_year",
        severity=Severity.WARNING,
        place="三(一)2",
        value="单位地区生产总值能耗完成市下达指标",
        rule="目标应写明年份。",
        hint="在下达文件中查年份。",
        span=tuple(span_of("单位地区生产总值能耗完成市下达指标")),
    ),
)


def reading(text: str = TEXT) -> records.Plan:
    """The small plan as the reader would give it."""
    return records.Plan(
        document=records.Document(
            title="示范区碳达峰实施方案",
            number="示政发〔2023〕1号",
            issuer="示范区人民政府",
            date="2023-06-30",
            text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        ),
        text=text,
        clauses=CLAUSES,
        targets=TARGETS,
        tasks=TASKS,
        units=UNITS,
        projects=PROJECTS,
        milestones=MILESTONES,
        findings=FINDINGS,
    )


def document() -> DocumentText:
    """The small plan's text as it comes out of a file."""
    return DocumentText(text=TEXT, media=Media.TEXT, name="plan.txt")


def with_target(plan: records.Plan, key: str, **facts: Any) -> records.Plan:
    """The reading with one target read differently."""
    changed = tuple(
        attrs.evolve(one, **facts) if one.id == key else one for one in plan.targets
    )
    sha256 = hashlib.sha256(repr(changed).encode()).hexdigest()
    document = attrs.evolve(plan.document, text_sha256=sha256)
    return attrs.evolve(plan, targets=changed, document=document)


def without_target(plan: records.Plan, key: str) -> records.Plan:
    """The reading without one target."""
    kept = tuple(one for one in plan.targets if one.id != key)
    tasks = tuple(
        attrs.evolve(task, targets=tuple(t for t in task.targets if t != key))
        for task in plan.tasks
    )
    document = attrs.evolve(plan.document, text_sha256="e" * 64)
    return attrs.evolve(plan, targets=kept, tasks=tasks, document=document)


def organisation(code: str, name: str, **facts: Any) -> Organisation:
    """A registered unit; ``parent`` puts it below another."""
    parent = facts.pop("parent", None)
    above = "/" if parent is None else parent.path
    return Organisation.objects.create(
        code=code,
        name_zh=name,
        parent=parent,
        path=f"{above}{code}/",
        **({"kind": "bureau"} | facts),
    )


def person(name: str, unit: Organisation, role: RoleCode) -> User:
    """A person with one role in one unit."""
    user = User(username=name, display_name=name, organisation=unit)
    user.set_unusable_password()
    user.save()
    row, _made = HouseRole.objects.get_or_create(
        code=role.value,
        defaults={
            "name_zh": role.label,
            "name_en": role.value,
            "purpose_zh": "",
            "purpose_en": "",
        },
    )
    Membership.objects.create(
        user=user, organisation=unit, role=row, valid_from=timezone.localdate()
    )
    return user


def stored(owner: Organisation, by: User | None = None) -> Plan:
    """The small plan kept as a draft."""
    provenance = Provenance(owner=owner, source=PlanSource.READ)
    return plan_store(reading=reading(), by=by, provenance=provenance)
