"""An assessment as tables, as plain JSON and as a workbook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from dafeng.assessment import (
    LIGHT_WORDS,
    PROGRESS_WORDS,
    STATE_WORDS,
    STEP_WORDS,
    Role,
    State,
)
from dafeng.base.plain import record_to_plain
from dafeng.base.rounding import plain_number, round_half_even, without_zeros
from dafeng.cli.output import plain_table, short
from dafeng.cli.results import json_of
from dafeng.sheets import Column, Kind, Sheet, workbook_bytes

if TYPE_CHECKING:
    from decimal import Decimal

    from dafeng.assessment import Assessment, AssessmentReplay, AssessmentSeal, Standing
    from dafeng.base.plain import Plain
    from dafeng.plan import Plan

LIGHTS = {
    State.MET: "●",
    State.ON_TRACK: "●",
    State.AT_RISK: "▲",
    State.OFF_TRACK: "▲",
    State.MISSED: "■",
    State.UNKNOWN: "◇",
    State.DELEGATED_UNSET: "◇",
    State.DIRECTIONAL_YES: "●",
    State.DIRECTIONAL_NO: "▲",
}
"""The shape of a light, for those who see no colours."""
SYNTHETIC = "示例数据（合成）"
_SHOWN = 3


def headline(result: Assessment) -> str:
    """Say in one sentence how the targets stand."""
    counts = Counter(one.state for one in result.targets)
    parts = [f"目标 {len(result.targets)} 项"]
    parts += [
        f"{state_text(state)} {counts[state]}" for state in State if counts[state]
    ]
    mark = f" [{SYNTHETIC}]" if result.synthetic else ""
    return (
        f"{result.period} 年考核（{result.scheme}，截至 {result.as_of}）："
        f"{'，'.join(parts)}。{mark}"
    )


def state_text(state: State) -> str:
    """A state as the shape of its light and its word: ``● 达标``."""
    return f"{LIGHTS[state]} {STATE_WORDS[state]}"


def targets(result: Assessment) -> Sheet:
    """Every target with figure, demand, chance and state."""
    return Sheet(
        name="目标",
        columns=(
            Column(title="编号"),
            Column(title="条款"),
            Column(title="指标"),
            Column(title="定义"),
            Column(title="年份", kind=Kind.INTEGER, number_format="0"),
            Column(title="要求"),
            Column(title="最新值", kind=Kind.NUMBER),
            Column(title="单位"),
            Column(title="所属期"),
            Column(title="路径值", kind=Kind.NUMBER),
            Column(title="概率", kind=Kind.NUMBER),
            Column(title="状态"),
            Column(title="迟报"),
            Column(title="说明"),
        ),
        rows=[_target_row(one) for one in result.targets],
        note=headline(result),
    )


def lights(plan: Plan, result: Assessment) -> Sheet:
    """The plan's targets with figure, chance and light, as a person reads them."""
    from dafeng.cli.plan_tables import figure

    stands = {one.id: one for one in result.targets}
    return Sheet(
        name=plan.document.title or "目标",
        columns=(
            Column(title="编号"),
            Column(title="条款"),
            Column(title="指标"),
            Column(title="目标"),
            Column(title="年份", kind=Kind.INTEGER),
            Column(title="最新值"),
            Column(title="概率"),
            Column(title="状态"),
            Column(title="牵头"),
        ),
        rows=[
            (
                target.id,
                target.clause,
                target.indicator,
                figure(target),
                target.year,
                *_light(stands.get(target.id)),
            )
            for target in plan.targets
        ],
    )


def _light(standing: Standing | None) -> tuple[str | None, ...]:
    if standing is None:
        return None, None, state_text(State.UNKNOWN), None
    unit = "" if standing.unit == "1" else f" {standing.unit}"
    value = None if standing.value is None else f"{short(standing.value)}{unit}"
    chance = standing.probability
    percent = None if chance is None else f"{plain_number(chance * 100, 0)}%"
    lead = next((d.unit for d in standing.duties if d.role is Role.LEAD), None)
    return (
        None if value is None else f"{value} ({standing.period})",
        percent,
        state_text(standing.state),
        lead,
    )


def _target_row(one: Standing) -> tuple[Any, ...]:
    asked = None if one.target is None else f"{one.comparator} {short(one.target)}"
    late = [w for w, true in (("数据", one.data_late), ("进度", one.work_late)) if true]
    return (
        one.id,
        one.clause,
        one.indicator,
        one.definition or None,
        one.year,
        asked,
        rounded(one.value),
        one.unit or None,
        one.period or None,
        rounded(one.expected),
        rounded(one.probability),
        state_text(one.state),
        "、".join(late) or None,
        one.reason,
    )


def units(result: Assessment) -> Sheet:
    """Every unit by rank."""
    return Sheet(
        name="单位",
        columns=(
            Column(title="名次", kind=Kind.INTEGER),
            Column(title="单位"),
            Column(title="得分", kind=Kind.NUMBER),
            Column(title="等次"),
            Column(title="未知项全部达标时"),
            Column(title="否决"),
        ),
        rows=[
            (
                one.rank,
                one.name,
                one.score,
                one.grade or None,
                one.best or None,
                "；".join(one.vetoes) or None,
            )
            for one in result.units
        ],
    )


def tasks(result: Assessment) -> Sheet:
    """Every task with its light."""
    return Sheet(
        name="任务",
        columns=(
            Column(title="条款"),
            Column(title="任务"),
            Column(title="进度", unit="%", kind=Kind.NUMBER),
            Column(title="计划", unit="%", kind=Kind.NUMBER),
            Column(title="状态"),
            Column(title="灯"),
            Column(title="说明"),
        ),
        rows=[
            (
                one.clause,
                one.title,
                rounded(one.percent),
                rounded(one.planned),
                PROGRESS_WORDS[one.state],
                LIGHT_WORDS[one.light],
                one.reason,
            )
            for one in result.tasks
        ],
    )


def proposals(result: Assessment) -> Sheet:
    """What the rules propose; a person decides."""
    return Sheet(
        name="建议",
        columns=(
            Column(title="方式"),
            Column(title="单位"),
            Column(title="事项"),
            Column(title="事实"),
            Column(title="要求"),
            Column(title="答复期限", kind=Kind.DATE),
            Column(title="编号"),
        ),
        rows=[
            (
                STEP_WORDS[one.step],
                one.unit,
                one.subject or None,
                one.facts,
                one.demand,
                one.reply_by,
                one.id,
            )
            for one in result.proposals
        ],
    )


def points(result: Assessment) -> Sheet:
    """Every point of every unit, with rule, papers and reason."""
    return Sheet(
        name="得分点",
        columns=(
            Column(title="单位"),
            Column(title="规则"),
            Column(title="事项"),
            Column(title="得分", kind=Kind.NUMBER),
            Column(title="满分", kind=Kind.NUMBER),
            Column(title="状态"),
            Column(title="佐证"),
            Column(title="理由"),
        ),
        rows=[
            (
                unit.name,
                point.rule,
                point.subject or None,
                point.points,
                point.of,
                point.state or None,
                "；".join(point.evidence) or None,
                point.reason,
            )
            for unit in result.units
            for point in unit.points
        ],
    )


def pins(result: Assessment) -> Sheet:
    """What the result was made from, so that anybody can make it again."""
    told = result.inputs
    return Sheet(
        name="依据",
        columns=(Column(title="内容"), Column(title="值")),
        rows=[
            ("考核年度", result.period),
            ("数据截至", result.as_of.isoformat()),
            ("方案", told.scheme),
            ("方案校验值", told.scheme_sha256),
            ("案卷校验值", told.case_sha256),
            ("规则校验值", told.rules_sha256),
            ("定义校验值", told.definitions_sha256),
            ("程序", told.program),
            *((f"数据表 {name}", str(version)) for name, version in told.tables),
        ],
    )


def rounded(value: Decimal | None) -> Decimal | None:
    """A figure with at most three decimals; unknown stays unknown."""
    return None if value is None else without_zeros(round_half_even(value, _SHOWN))


SHEETS = (targets, units, tasks, proposals)


def text(result: Assessment) -> str:
    """The whole result for a terminal: a sentence, then one table below the other."""
    parts = [headline(result)]
    for sheet in (make(result) for make in SHEETS):
        if sheet.rows:
            parts.append(f"\n{sheet.name}\n{plain_table(sheet).rstrip()}")
    return "\n".join(parts) + "\n"


def workbook(result: Assessment) -> bytes:
    """The whole result as a workbook, one sheet a table."""
    title = f"{result.period} 年考核"
    whole = (*SHEETS, points, pins)
    return workbook_bytes([make(result) for make in whole], title=title)


def plain(result: Assessment) -> bytes:
    """The whole result for programs; numbers keep their digits, unknown is null."""
    return json_of(record_to_plain(result))


def seals(kept: Iterable[AssessmentSeal]) -> Sheet:
    """Every seal."""
    return Sheet(
        name="封存",
        columns=(
            Column(title="年份"),
            Column(title="地区"),
            Column(title="方案"),
            Column(title="封存号"),
            Column(title="替代"),
            Column(title="原因"),
        ),
        rows=[
            (
                s.period,
                s.place,
                s.scheme,
                s.digest,
                s.replaces or None,
                s.reason or None,
            )
            for s in kept
        ],
    )


def replays(made: Iterable[AssessmentReplay]) -> Sheet:
    """One row a seal: whether the bytes are the same, and if not, why."""
    return Sheet(
        name="复算",
        columns=(
            Column(title="年份"),
            Column(title="方案"),
            Column(title="封存号"),
            Column(title="结果"),
            Column(title="证据"),
            Column(title="已变化"),
        ),
        rows=[
            (
                each.seal.period,
                each.seal.scheme,
                each.seal.digest,
                "same bytes" if each.same else "DIFFERENT BYTES",
                each.evidence,
                "、".join(each.changed) or None,
            )
            for each in made
        ],
    )


def replay_plain(each: AssessmentReplay) -> Mapping[str, Plain]:
    """One replay for programs."""
    return {
        "seal": each.seal.digest,
        "period": each.seal.period,
        "scheme": each.seal.scheme,
        "same": each.same,
        "evidence": each.evidence,
        "changed": list(each.changed),
    }
