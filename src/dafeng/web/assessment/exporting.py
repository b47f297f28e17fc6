"""Rows, workbooks and JSON that leave the building: exactly what the pages show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from dafeng.assessment.allocation import Allocation
from dafeng.base.rounding import round_half_even
from dafeng.sheets import Column, Kind, Sheet, workbook_bytes
from dafeng.web.assessment.models import AssessmentRun, ProposalRow, TargetStanding
from dafeng.web.assessment.selectors.readiness import OwnerLacks
from dafeng.web.assessment.wording import about_name, allocation_word
from dafeng.web.core.exports import synthetic_mark

NUMBERS = (4, 5, 7, 9, 10, 11)
INTEGERS = (8,)


def mark_of(run: AssessmentRun) -> str:
    """Words for every export of synthetic data; empty for real ones."""
    return synthetic_mark() or (_("示例数据(合成)") if run.synthetic else "")


def standing_head() -> list[str]:
    """Heads of the table of targets, in the reader's language."""
    return [
        _("编号"),
        _("条款"),
        _("指标"),
        _("完成情况"),
        _("现值"),
        _("应达值"),
        _("比较方式"),
        _("目标值"),
        _("目标年"),
        _("差距"),
        _("达标概率"),
        _("完成进度"),
        _("计量单位"),
        _("数据期"),
        _("已结算"),
        _("数据迟报"),
        _("工作滞后"),
        _("判断的理由"),
        _("责任单位"),
    ]


def standing_cells(standings: Iterable[TargetStanding]) -> Iterator[list[Any]]:
    """Values under the heads; unknown is None, never 0."""
    for one in standings:
        yield [
            one.key,
            one.clause,
            one.indicator,
            str(one.get_state_display()),
            short(one.value),
            short(one.expected),
            one.comparator,
            short(one.target_value),
            one.year,
            short(one.distance),
            short(one.probability),
            short(one.completion),
            one.unit,
            one.period,
            yes_no(one.settled),
            yes_no(one.data_late),
            yes_no(one.work_late),
            one.reason,
            _("、").join(unit for unit, _role in one.duties),
        ]


def standing_json(one: TargetStanding) -> dict[str, Any]:
    """One target with the keys of ``assess run``."""
    return {
        "id": one.key,
        "clause": one.clause,
        "indicator": one.indicator,
        "definition": one.definition,
        "value": text(one.value),
        "period": one.period,
        "target": text(one.target_value),
        "comparator": one.comparator,
        "unit": one.unit,
        "year": one.year,
        "state": one.state,
        "probability": text(one.probability),
        "expected": text(one.expected),
        "distance": text(one.distance),
        "settled": one.settled,
        "data_late": one.data_late,
        "work_late": one.work_late,
        "missing": one.missing,
    }


def proposal_head() -> list[str]:
    """Heads of the table of proposals."""
    return [
        _("编号"),
        _("方式"),
        _("责任单位"),
        _("针对"),
        _("事项"),
        _("名称"),
        _("事实"),
        _("数据"),
        _("条款"),
        _("要求"),
        _("回复期限"),
        _("处理情况"),
        _("决定人"),
        _("决定日"),
        _("理由"),
    ]


def proposal_cells(
    rows: Iterable[ProposalRow], names: Mapping[str, str]
) -> Iterator[list[Any]]:
    """Values under the heads; what nobody decided stays empty."""
    for one in rows:
        decided = one.decided_at
        yield [
            one.core_id,
            str(one.get_step_display()),
            one.unit,
            about_name(one.rule),
            one.subject,
            names.get(one.subject, ""),
            one.facts,
            one.figure,
            one.clause,
            one.demand,
            "" if one.reply_by is None else one.reply_by.isoformat(),
            str(one.get_stand_display()),
            "" if one.decided_by is None else one.decided_by.display_name,
            "" if decided is None else localdate(decided).isoformat(),
            one.reason,
        ]


def lack_head() -> list[str]:
    """Heads of the list of what is lacking."""
    return [
        _("由谁提供"),
        _("数据"),
        _("代码"),
        _("时期"),
        _("应报日"),
        _("影响的目标"),
    ]


def lack_cells(owners: Iterable[OwnerLacks]) -> Iterator[list[Any]]:
    """Values under the heads."""
    for owner in owners:
        for one in owner.lacks:
            yield [
                owner.owner,
                one.known.name_zh if one.known else one.series,
                one.series,
                " ".join(one.periods),
                one.since.isoformat(),
                " ".join(key for key, _name in one.targets),
            ]


def allocation_head(result: Allocation) -> list[str]:
    """Heads of the table of a split: four columns for each quantity."""
    head = [_("单位"), _("性质")]
    for total in result.totals:
        what = allocation_word("quantity", total.quantity.value)
        head += [
            f"{what} ({total.unit})",
            _("%(what)s占比 (%%)") % {"what": what},
            _("%(what)s基期") % {"what": what},
            _("%(what)s变化 (%%)") % {"what": what},
        ]
    return head


def allocation_cells(result: Allocation) -> Iterator[list[Any]]:
    """Values under the heads; what was not split is None."""
    for line in result.lines:
        cells: list[Any] = [line.unit, allocation_word("kind", line.kind.value)]
        for total in result.totals:
            part = line.amount(total.quantity)
            if part is None:
                cells += [None, None, None, None]
                continue
            cells += [
                part.value,
                percent(part.share),
                part.base,
                None if part.change is None else percent(part.change),
            ]
        yield cells


def percent(share: Fraction) -> Decimal:
    """A share in percent with two decimals."""
    return round_half_even(100 * share, 2)


def table_workbook(
    *,
    name: str,
    title: str,
    head: Sequence[str],
    rows: Iterable[Sequence[Any]],
    numbers: Sequence[int] = (),
    integers: Sequence[int] = (),
    note: str = "",
) -> bytes:
    """One table as a workbook; its figures are numbers, its years whole numbers."""
    columns = tuple(
        Column(
            title=words,
            kind=_kind(at, numbers, integers),
            number_format="0" if at in integers else "",
        )
        for at, words in enumerate(head)
    )
    made = tuple(tuple(None if v == "" else v for v in row) for row in rows)
    sheet = Sheet(name=name, columns=columns, rows=made, note=note)
    return workbook_bytes([sheet], title=title)


def _kind(at: int, numbers: Sequence[int], integers: Sequence[int]) -> Kind:
    if at in numbers:
        return Kind.NUMBER
    return Kind.INTEGER if at in integers else Kind.TEXT


def short(value: Decimal | None) -> Decimal | None:
    """A figure without trailing zeros, and without an exponent."""
    return None if value is None else Decimal(f"{value.normalize():f}")


def text(value: Decimal | None) -> str | None:
    """The same as text; None stays None."""
    return None if value is None else f"{value.normalize():f}"


def yes_no(value: object) -> str:
    """A mark in words."""
    return _("是") if value else _("否")
