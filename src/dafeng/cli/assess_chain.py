"""One target or one score opened, as a person reads it at a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import attrs

from dafeng.assessment import explain_target, explain_unit
from dafeng.base.errors import NotFoundError
from dafeng.base.plain import record_to_plain
from dafeng.cli.assess_tables import state_text
from dafeng.cli.output import UNKNOWN, plain_table, words
from dafeng.cli.results import json_of
from dafeng.sheets import Column, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dafeng.assessment import (
        Assessment,
        Case,
        Point,
        RuleSum,
        TargetChain,
        UnitChain,
    )
    from dafeng.base.plain import Plain
    from dafeng.indicators import Definition, IndicatorValue

_Line: TypeAlias = tuple[str, str]


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
    steps = [
        ("目标", words(standing.id, standing.clause, standing.indicator)),
        ("状态", state_text(standing.state)),
        ("说明", words(standing.reason)),
        ("依据", words(standing.source)),
        *_definition(chain.definition),
        *_value(chain.value),
    ]
    return _opened(record_to_plain(chain), standing.id, steps)


def _definition(one: Definition | None) -> Iterator[_Line]:
    if one is None:
        return
    yield "定义", f"{one.id} {one.name_zh}({one.unit})"
    yield "分子", words(one.numerator)
    yield "分母", words(one.denominator)
    yield "出处", f"{words(one.source)} [{words(one.verified)}]"


def _value(value: IndicatorValue | None) -> Iterator[_Line]:
    if value is None:
        return
    yield "数值", UNKNOWN if value.value is None else words(value.value, value.unit)
    for one in value.inputs:
        people = f"{words(one.entered_by)}/{words(one.approved_by)}"
        stated = f"{one.series} {one.period} = {words(one.value)}"
        standing = f"[{words(one.basis)}, {words(one.quality)}]"
        yield "  输入", words(stated, standing, one.evidence, people)
    for lack in value.missing:
        yield "  缺少", words(lack.series, lack.period, lack.owner, lack.due_on)


def _unit(chain: UnitChain) -> Opened:
    score = chain.score
    steps = [
        ("单位", score.name),
        ("得分", words(score.score, score.grade)),
        *(("规则", f"{one.rule} {_part(one)}") for one in chain.rules),
        *(("  得分点", _point(one)) for one in chain.points),
        *(("否决", veto) for veto in score.vetoes),
    ]
    return _opened(record_to_plain(chain), score.name, steps)


def _point(one: Point) -> str:
    papers = "；".join(one.evidence) or "无证据"
    whole = (one.rule, one.subject, _part(one), one.state, one.reason)
    return words(*(part for part in whole if part), papers)


def _part(one: Point | RuleSum) -> str:
    return f"{words(one.points)}/{words(one.of)}"


def _opened(data: Plain, name: str, steps: list[_Line]) -> Opened:
    sheet = Sheet(
        name=name, columns=(Column(title="步骤"), Column(title="内容")), rows=steps
    )
    return Opened(text=plain_table(sheet), data=json_of(data), sheets=(sheet,))
