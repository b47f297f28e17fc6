"""Rows and workbooks that leave the building: exactly what the page shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from dafeng.plan import plan_to_json
from dafeng.sheets import Column, Kind, Sheet, workbook_bytes
from dafeng.web.core.exports import synthetic_mark
from dafeng.web.core.templatetags.dafeng import LIGHTS
from dafeng.web.plans.convert import PlanParts, plan_record
from dafeng.web.plans.facts import figure
from dafeng.web.plans.models import Plan, Target
from dafeng.web.plans.standing import PlanStands


def target_head() -> list[str]:
    """Heads of the table of targets, in the reader's language."""
    return [
        _("编号"),
        _("条款"),
        _("领域"),
        _("指标"),
        _("指标代码"),
        _("比较方式"),
        _("数值"),
        _("上限值"),
        _("计量单位"),
        _("目标年"),
        _("基年"),
        _("类型"),
        _("约束力"),
        _("范围"),
        _("责任单位"),
        _("确认状态"),
        _("完成状态"),
        _("现值"),
        _("数据期"),
        _("应达值"),
        _("达标概率"),
    ]


def target_rows(targets: Iterable[Target], stands: PlanStands) -> Iterator[list[Any]]:
    """Values under the heads; unknown is None, never 0."""
    for target in targets:
        field = target.clause.field or target.clause
        stand = stands.of(target.key)
        yield [
            target.key,
            target.clause.ref,
            field.title,
            target.indicator,
            target.indicator_code,
            target.get_comparator_display() if target.comparator else "",
            figure(target.value),
            figure(target.value_max),
            target.unit,
            target.year,
            target.base_year,
            str(target.get_kind_display()),
            str(target.get_softness_display()),
            target.scope,
            _("、").join(duty.unit.name for duty in target.responsibilities.all()),
            str(target.get_state_display()),
            str(LIGHTS[stand.state][1]),
            figure(stand.value),
            stand.period,
            figure(stand.expected),
            figure(stand.probability),
        ]


NUMBERS = (6, 7, 17, 19, 20)
INTEGERS = (9, 10)


def target_workbook(plan: Plan, targets: Sequence[Target], stands: PlanStands) -> bytes:
    """The table as a workbook; figures are numbers, years whole numbers."""
    columns = tuple(
        Column(title=title, kind=_kind(at), number_format="0" if at in INTEGERS else "")
        for at, title in enumerate(target_head())
    )
    rows = []
    for target, row in zip(targets, target_rows(targets, stands), strict=True):
        stand = stands.of(target.key)
        row[6], row[7] = _short(target.value), _short(target.value_max)
        row[17], row[19] = _short(stand.value), _short(stand.expected)
        row[20] = _short(stand.probability)
        rows.append(tuple(None if value == "" else value for value in row))
    mark = _("示例数据（合成）") if plan.synthetic else ""
    sheet = Sheet(
        name=_("目标"),
        columns=columns,
        rows=tuple(rows),
        note=synthetic_mark() or mark,
    )
    return workbook_bytes([sheet], title=plan.title)


def _kind(at: int) -> Kind:
    if at in NUMBERS:
        return Kind.NUMBER
    return Kind.INTEGER if at in INTEGERS else Kind.TEXT


def _short(value: Any) -> Any:
    return None if value is None else value.normalize()


def target_json(target: Target, stands: PlanStands) -> dict[str, Any]:
    """One target with the keys of the plan's JSON, and its states."""
    parts = PlanParts(
        clauses=(),
        targets=(target,),
        tasks=(),
        units=(),
        projects=(),
        milestones=(),
        findings=(),
    )
    whole = plan_to_json(plan_record(target.plan, parts, text=""))
    row: dict[str, Any] = whole["targets"][0]
    stand = stands.of(target.key)
    return row | {
        "proposal": target.state,
        "status": stand.state,
        "current": figure(stand.value),
        "current_period": stand.period,
        "expected": figure(stand.expected),
        "probability": figure(stand.probability),
    }
