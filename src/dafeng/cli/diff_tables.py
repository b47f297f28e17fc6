"""Two plans side by side, as a table and as one JSON object."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dafeng.cli.plan_tables import figure
from dafeng.plan import plan_to_json
from dafeng.plan.diff import Strength
from dafeng.sheets import Column, Kind, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dafeng.plan import PlanDiff, Target
    from dafeng.plan.diff import TargetPair

STRENGTHS = {
    Strength.SAME: "一致",
    Strength.WEAKER: "放宽",
    Strength.STRONGER: "加严",
    Strength.UNKNOWN: "不可比",
}
FIELDS = {
    "comparator": "比较方式",
    "value": "数值",
    "value_max": "上限值",
    "unit": "计量单位",
    "base_year": "基年",
    "kind": "类型",
    "softness": "约束力",
    "responsible": "责任单位",
}
Row = tuple[str, str, int | None, str | None, str | None, str | None]


def diff_table(diff: PlanDiff) -> Sheet:
    """Every target and task on which the two plans do not say the same."""
    return Sheet(
        name="对比",
        columns=(
            Column(title="关系"),
            Column(title="指标或任务"),
            Column(title="年份", kind=Kind.INTEGER),
            Column(title="甲"),
            Column(title="乙"),
            Column(title="不同之处"),
        ),
        rows=list(_rows(diff)),
    )


def _rows(diff: PlanDiff) -> Iterator[Row]:
    yield from (_pair(pair) for pair in diff.changed)
    for target in diff.only_first:
        yield ("仅甲有", target.indicator, target.year, _said(target), None, None)
    for target in diff.only_second:
        yield ("仅乙有", target.indicator, target.year, None, _said(target), None)
    for task in diff.uncovered:
        yield ("未承接", f"{task.clause} {task.title}", None, task.clause, None, None)


def _pair(pair: TargetPair) -> Row:
    first, second = pair.first, pair.second
    fields = "、".join(FIELDS.get(c.field, c.field) for c in pair.changes)
    relation = STRENGTHS[pair.strength]
    return (
        "有变化" if pair.strength is Strength.SAME else relation,
        first.indicator,
        first.year,
        _said(first),
        _said(second),
        fields,
    )


def _said(target: Target) -> str:
    return f"{target.clause}: {figure(target) or '--'}"


def diff_to_json(diff: PlanDiff) -> dict[str, Any]:
    """Plain object: both documents, matched pairs, what stands in one plan only."""
    first, second = plan_to_json(diff.first), plan_to_json(diff.second)
    in_first = {target["id"]: target for target in first["targets"]}
    in_second = {target["id"]: target for target in second["targets"]}
    return {
        "first": first["document"],
        "second": second["document"],
        "pairs": [
            {
                "first": in_first[pair.first.id],
                "second": in_second[pair.second.id],
                "strength": pair.strength.value,
                "changes": [
                    {"field": c.field, "first": c.before, "second": c.after}
                    for c in pair.changes
                ],
            }
            for pair in diff.pairs
        ],
        "only_first": [in_first[target.id] for target in diff.only_first],
        "only_second": [in_second[target.id] for target in diff.only_second],
        "conflicts": [[p.first.id, p.second.id] for p in diff.conflicts],
        "weaker": [[p.first.id, p.second.id] for p in diff.weaker],
        "uncovered": [task.clause for task in diff.uncovered],
    }
