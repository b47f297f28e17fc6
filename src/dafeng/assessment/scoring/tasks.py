"""Tasks: reported progress against the plain calendar, claims apart from proofs."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from dafeng.assessment.exemptions import exempt_reason
from dafeng.assessment.records import Progress
from dafeng.assessment.scoring.marks import (
    FULL,
    NOTHING,
    Mark,
    Reached,
    has_evidence,
    percent,
)

if TYPE_CHECKING:
    from dafeng.assessment.schemes.rules import TasksRule
    from dafeng.assessment.scoring.docket import Docket, WorkEntry
    from dafeng.assessment.scoring.shares import Answer

_WHOLE = 100
_CONFIRMED = (Progress.VERIFIED, Progress.CLOSED)
_ASIDE = {
    Progress.DRAFT: "任务尚未分解下达",
    Progress.SUSPENDED: "任务已批准暂缓",
    Progress.CANCELLED: "任务已终止",
}


def task_marks(rule: TasksRule, docket: Docket) -> Iterator[Mark]:
    """Yield a mark per task and unit; every task weighs the same, times the share."""
    for entry in docket.works:
        reached = task_reached(rule, entry)
        aside = _aside(rule, entry)
        for answer in entry.answers:
            yield _mark(rule, docket, entry, answer, reached, aside)


def _mark(
    rule: TasksRule,
    docket: Docket,
    entry: WorkEntry,
    answer: Answer,
    reached: Reached,
    aside: str,
) -> Mark:
    exemption = docket.exemptions.of_unit(answer.unit, entry.work.id)
    why = aside or ("" if exemption is None else exempt_reason(exemption))
    if not answer.share and not why:
        why = "责任份额为零，不计分。"
    share = f"{answer.words}责任份额{percent(answer.share)}。"
    return Mark(
        unit=answer.unit,
        rule=rule.id,
        subject=entry.work.id,
        weight=NOTHING if why else answer.share,
        got=NOTHING if why else reached.got,
        best=NOTHING if why else reached.best,
        state=entry.work.state.value,
        evidence=entry.work.evidence,
        reason=why or reached.reason + share,
    )


def _aside(rule: TasksRule, entry: WorkEntry) -> str:
    state, standing = entry.work.state, entry.standing
    if state in rule.aside:
        why = _ASIDE.get(state, "任务所处状态不计分")
    elif standing is not None and standing.planned == 0:
        why = "任务计划启动时间未到"
    else:
        return ""
    return f"{why}，权重由其余各项分摊。"


def task_reached(rule: TasksRule, entry: WorkEntry) -> Reached:
    """Say how far a task came: progress over planned progress, at most all of it.

    Without dates it is held against 100. Progress that no second person confirmed earns
    the scheme's share; what was not reported, or was returned, earns nothing.
    """
    work = entry.work
    made = _made(entry)
    if made is None:
        reason = "未报送进度，按未知计，不得分。"
        if work.state is Progress.RETURNED:
            reason = "所报进度已退回，不得分。"
        return Reached(got=NOTHING, best=FULL, reason=reason)
    planned = _planned(entry)
    whole = min(max(made / planned, NOTHING), FULL)
    if rule.evidence and not has_evidence(work.evidence):
        reason = "进度没有佐证材料，不得分。"
        return Reached(got=NOTHING, best=whole, reason=reason)
    reason = f"进度{percent(made / _WHOLE)}，计划{percent(planned / _WHOLE)}"
    if work.verified or work.state in _CONFIRMED:
        return Reached(got=whole, best=whole, reason=f"{reason}，已核实。")
    reason += f"，未经核实，按{percent(rule.claimed)}计。"
    return Reached(got=whole * Fraction(rule.claimed), best=whole, reason=reason)


def _made(entry: WorkEntry) -> Fraction | None:
    """Progress that counts, 0 to 100; a closed task is done whatever was reported."""
    work = entry.work
    if work.state is Progress.CLOSED:
        return Fraction(_WHOLE)
    if work.state is Progress.RETURNED:
        return None
    if work.percent is None:
        return Fraction(_WHOLE) if work.state is Progress.VERIFIED else None
    return Fraction(work.percent)


def _planned(entry: WorkEntry) -> Fraction:
    standing = entry.standing
    if standing is None or not standing.planned:
        return Fraction(_WHOLE)
    return Fraction(standing.planned)
