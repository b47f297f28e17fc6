"""What changed between two results, as tables, plain JSON and a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dafeng.assessment import STEP_WORDS
from dafeng.base.plain import record_to_plain
from dafeng.cli.assess_tables import state_text
from dafeng.cli.output import plain_table, short
from dafeng.cli.results import json_of
from dafeng.sheets import Column, Sheet, workbook_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dafeng.assessment import Comparison, Proposal, Standing


def headline(found: Comparison) -> str:
    """Say in one sentence how much differs, and whether scores may be compared."""
    if found.unchanged:
        return "两次结果相同。"
    scores = "得分可比" if found.comparable else "考核方案不同，得分不可比"
    before, after = found.sides
    return (
        f"{before} → {after}：目标变化 {len(found.targets)} 项，"
        f"任务变化 {len(found.tasks)} 项，单位变化 {len(found.units)} 个；{scores}。"
    )


def inputs(found: Comparison) -> Sheet:
    """What went in and differs."""
    return Sheet(
        name="输入",
        columns=(Column(title="内容"), Column(title="前"), Column(title="后")),
        rows=[(c.field, c.before or None, c.after or None) for c in found.inputs],
    )


def targets(found: Comparison) -> Sheet:
    """Targets that stand otherwise."""
    columns = (
        "编号",
        "指标",
        "状态前",
        "状态后",
        "数值前",
        "数值后",
        "概率前",
        "概率后",
    )
    return Sheet(
        name="目标",
        columns=tuple(Column(title=title) for title in columns),
        rows=[
            (
                change.id,
                change.indicator,
                _state(change.before),
                _state(change.after),
                *(_value(one) for one in (change.before, change.after)),
                *(_chance(one) for one in (change.before, change.after)),
            )
            for change in found.targets
        ],
    )


def units(found: Comparison) -> Sheet:
    """Units whose score, grade or rank differs, with the points that explain it."""
    columns = ("单位", "规则", "事项", "前", "后", "变化")
    return Sheet(
        name="单位",
        columns=tuple(Column(title=title) for title in columns),
        rows=list(_unit_rows(found)),
    )


def _unit_rows(found: Comparison) -> Iterator[tuple[Any, ...]]:
    for change in found.units:
        before, after = change.before, change.after
        yield (
            change.name,
            "得分",
            None,
            None if before is None else short(before.score),
            None if after is None else short(after.score),
            short(change.change),
        )
        for point in change.points:
            yield (
                change.name,
                point.rule,
                point.subject or None,
                short(point.before),
                short(point.after),
                short(point.change),
            )


def proposals(found: Comparison) -> Sheet:
    """Proposals that came or went."""
    columns = ("变化", "方式", "单位", "事项", "事实")
    came = [("新增", one) for one in found.proposals_came]
    went = [("撤回", one) for one in found.proposals_went]
    return Sheet(
        name="建议",
        columns=tuple(Column(title=title) for title in columns),
        rows=[_proposal(word, one) for word, one in (*came, *went)],
    )


def _proposal(word: str, one: Proposal) -> tuple[Any, ...]:
    return word, STEP_WORDS[one.step], one.unit, one.subject or None, one.facts


SHEETS = (inputs, targets, units, proposals)


def text(found: Comparison) -> str:
    """The whole comparison for a terminal."""
    parts = [headline(found)]
    for sheet in (make(found) for make in SHEETS):
        if sheet.rows:
            parts.append(f"\n{sheet.name}\n{plain_table(sheet).rstrip()}")
    return "\n".join(parts) + "\n"


def workbook(found: Comparison) -> bytes:
    """The whole comparison as a workbook."""
    return workbook_bytes([make(found) for make in SHEETS], title="比较")


def plain(found: Comparison) -> bytes:
    """The whole comparison for programs."""
    return json_of(record_to_plain(found))


def _state(standing: Standing | None) -> str | None:
    return None if standing is None else state_text(standing.state)


def _value(standing: Standing | None) -> str | None:
    return None if standing is None else short(standing.value)


def _chance(standing: Standing | None) -> str | None:
    return None if standing is None else short(standing.probability)
