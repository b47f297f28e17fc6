"""The parts of each document that people write: what stands there until they do."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import attrs

from dafeng.reports.composing import FreeText, PaperKind


@attrs.frozen(kw_only=True)
class FreePart:
    """A part that people write.

    Attributes
    ----------
    code, label : str
    proposed : str
        Stands in the document until somebody writes something else; holds no figure.
    most : int
        Characters that it may have.
    """

    code: str
    label: str
    proposed: str
    most: int = 3000


_MOST_OF_A_SHEET = 160
_NEXT = FreePart(
    code="next",
    label="下一步工作安排",
    proposed=(
        "一是盯住滞后和未达目标，由牵头单位逐项提出整改措施和完成时限。\n"
        "二是补齐缺少的数据，由数据提供单位按应报日报送。\n"
        "三是对逾期任务按月调度，销号一项、核实一项。"
    ),
)
_WORK = FreePart(
    code="work",
    label="主要工作",
    proposed=(
        "按照实施方案和年度任务分工，各责任单位推进任务落实，"
        "双碳办按月调度、按季通报，对进度滞后的事项及时提醒和督办。"
    ),
)
_PARTS: dict[PaperKind, tuple[FreePart, ...]] = {
    PaperKind.DISPATCH: (
        FreePart(
            code="advice",
            label="工作建议",
            proposed=(
                "请领导对上述事项作出决定；对逾期任务，由双碳办商牵头单位"
                "明确完成时限，未按期完成的按程序督办。"
            ),
            most=_MOST_OF_A_SHEET,
        ),
    ),
    PaperKind.QUARTER: (_WORK, _NEXT),
    PaperKind.SELF: (
        _WORK,
        FreePart(
            code="problems",
            label="问题原因",
            proposed="未达目标和逾期任务的原因由牵头单位逐项说明，双碳办汇总核实。",
        ),
        _NEXT,
    ),
    PaperKind.CONGRESS: (
        FreePart(
            code="work",
            label="主要做法",
            proposed=(
                "区人民政府坚持把碳达峰纳入经济社会发展全局，健全领导小组统筹、"
                "双碳办协调、部门分工负责的工作机制，任务到单位、进度到月份、"
                "结果有考核。"
            ),
        ),
        _NEXT,
    ),
    PaperKind.DIVISION: (
        FreePart(
            code="demand",
            label="工作要求",
            proposed=(
                "请牵头单位制定落实措施，明确责任人和时间节点，"
                "按期报送进展和佐证；配合单位主动对接牵头单位。"
            ),
        ),
    ),
    PaperKind.CIRCULAR: (
        FreePart(
            code="good",
            label="经验做法",
            proposed="排名靠前的单位任务按期销号、数据按时报送、佐证齐全，予以肯定。",
        ),
        FreePart(
            code="demand",
            label="工作要求",
            proposed=(
                "请被通报的单位对照失分项查找原因，制定整改措施，"
                "并在规定时限内书面报送双碳办。各单位要举一反三，确保完成年度目标任务。"
            ),
        ),
    ),
}
FREE_PARTS: Mapping[PaperKind, tuple[FreePart, ...]] = MappingProxyType(_PARTS)


def written(kind: PaperKind, code: str, texts: tuple[FreeText, ...]) -> str:
    """What people wrote for a part; what the program proposes until they did.

    Examples
    --------
    >>> own = FreeText(code="advice", text="请召开调度会。")
    >>> written(PaperKind.DISPATCH, "advice", (own,))
    '请召开调度会。'
    """
    part = next(one for one in FREE_PARTS[kind] if one.code == code)
    found = next((one.text for one in texts if one.code == code), "")
    return found.strip() or part.proposed
