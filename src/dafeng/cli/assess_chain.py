"""One target or one score opened, as a person reads it at a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from dafeng.assessment import explain_target, explain_unit
from dafeng.base.errors import NotFoundError
from dafeng.base.plain import record_to_plain
from dafeng.cli.assess_tables import STATES, json_of
from dafeng.cli.output import plain_table
from dafeng.sheets import Column, Sheet

if TYPE_CHECKING:
    from dafeng.assessment import Assessment, Case, TargetChain, UnitChain


@attrs.frozen(kw_only=True)
class Opened:
    """A chain in the three forms."""

    text: str
    data: bytes
    sheets: tuple[Sheet, ...]


def opened(result: Assessment, case: Case, subject: str) -> Opened:
    """Open a target by its key, or a unit by its name.

    Raises
    ------
    NotFoundError
        ``assess.no_subject``: it is neither; the message says what there is.
    """
    if any(one.id == subject for one in result.targets):
        return _target(explain_target(result, case, subject))
    if any(one.name == subject for one in result.units):
        return _unit(explain_unit(result, subject))
    names = "、".join(one.name for one in result.units)
    msg = (
        f"{subject!r} is neither a target nor a unit here. Targets: "
        f"{', '.join(one.id for one in result.targets[:3])} …; units: {names}."
    )
    raise NotFoundError(msg, code="assess.no_subject", subject=subject)


def _target(chain: TargetChain) -> Opened:
    standing = chain.standing
    steps: list[tuple[str, str]] = [
        ("目标", f"{standing.id} {standing.clause} {standing.indicator}"),
        ("状态", STATES[standing.state]),
        ("说明", standing.reason),
        ("依据", standing.source or "--"),
    ]
    if chain.definition is not None:
        definition = chain.definition
        steps += [
            ("定义", f"{definition.id} {definition.name_zh}({definition.unit})"),
            ("分子", definition.numerator),
            ("分母", definition.denominator or "--"),
            ("出处", f"{definition.source} [{definition.verified}]"),
        ]
    if chain.value is not None:
        steps.append(("数值", f"{chain.value.value} {chain.value.unit}"))
        for one in chain.value.inputs:
            people = f"{one.entered_by}/{one.approved_by or '--'}"
            steps.append(
                (
                    "  输入",
                    f"{one.series} {one.period} = {one.value} [{one.basis}, "
                    f"{one.quality}] {one.evidence or '--'} {people}",
                )
            )
        for lack in chain.value.missing:
            steps.append(
                ("  缺少", f"{lack.series} {lack.period} {lack.owner} {lack.due_on}")
            )
    return _opened(record_to_plain(chain), standing.id, steps)


def _unit(chain: UnitChain) -> Opened:
    score = chain.score
    steps = [("单位", score.name), ("得分", f"{score.score} {score.grade}")]
    steps += [("规则", f"{one.rule} {one.points}/{one.of}") for one in chain.rules]
    steps += [
        (
            "  得分点",
            f"{p.rule} {p.subject} {p.points}/{p.of} {p.state} {p.reason} "
            f"{'；'.join(p.evidence) or '无证据'}",
        )
        for p in chain.points
    ]
    steps += [("否决", veto) for veto in score.vetoes]
    return _opened(record_to_plain(chain), score.name, steps)


def _opened(data: Any, name: str, steps: list[tuple[str, str]]) -> Opened:
    sheet = Sheet(
        name=name, columns=(Column(title="步骤"), Column(title="内容")), rows=steps
    )
    return Opened(text=plain_table(sheet), data=json_of(data), sheets=(sheet,))
