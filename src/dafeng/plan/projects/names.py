"""What a project's name and its sentence say: kind of works, size, time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import attrs

from dafeng.plan.grammar.quantities import quantities_in
from dafeng.plan.grammar.times import times_in
from dafeng.plan.grammar.wordlists import any_of, longest_of

if TYPE_CHECKING:
    from dafeng.plan.grammar.quantity import Quantity
    from dafeng.plan.layout.normal import NormalText

MIN_NAME, MAX_NAME = 3, 40
# Works that a name ends with or holds.
_WORKS = """
再生水厂 污水处理厂 自来水厂 水厂 供热站 热源站 换热站 变电站 充电站 换电站 加氢站
加气站 能源站 垃圾转运站 转运站 处理厂 焚烧厂 发电厂 电厂 电站 热电厂 厂 站 项目 工程
基地 风电场 光伏 风电 发电 专线 铁路 通道 中心 平台 生态城 示范区 试点 管网 线 园 小镇
机组 生产线 焚烧线 处理线
"""
WORKS = re.compile(any_of(_WORKS))
# Works that the items of a list share: 甲、乙和丙再生水厂.
_SHARED = """
再生水厂 污水处理厂 自来水厂 水厂 供热站 热源站 换热站 变电站 充电站 换电站 加氢站
加气站 能源站 转运站 处理厂 焚烧厂 发电厂 电厂 电站 热电厂 风电场
"""
_SHARED_AT_END = re.compile(longest_of(_SHARED) + "$")
_VERBS_BEFORE = re.compile(
    "^"
    + any_of(
        """
        有计划 有步骤地? 有序地? 稳步 积极 加快 大力 重点 着力 扎实 深入 持续 全力 统筹
        适时 鼓励 支持 探索 启动 谋划 规划 新建 扩建 建设 推进 推动 实施 开展 完成 建成
        抓好 做好 加强 引进 的 地(?!热|源|铁|下) 、
        """
    )
    + "+"
)
_TYPE = re.compile(
    any_of("光伏 风电 风力 储能 生物质 地热 供热 充电 变电站 铁路 焚烧 抽水蓄能 氢能")
)
_FIELD_LABEL = re.compile(any_of("发电 利用 储能 供热 供暖 风电 光伏 电网 蓄能") + "$")
_NO_SIZES = ("%", "千伏", "kV")
# A size behind the name: 处理能力 120 吨/日, 建设 500 吨/日焚烧线.
_PHASE = re.compile(r"\([一二三四五\d]{1,2}期\)")
_BY = re.compile(r"^(?:到|至|在)")
_MONEY = "元"


@attrs.frozen(kw_only=True)
class Named:
    """A project as one rule read it; ``start`` and ``end`` are places in ``body``."""

    name: str
    kind: str | None = None
    place: str | None = None
    size: Quantity | None = None
    period: str | None = None
    start: int = 0
    end: int
    body: NormalText
    rule: str
    confidence: float


def plain_name(text: str) -> str:
    """Name without the verbs and adverbs before it, and without 等… behind it."""
    name = _VERBS_BEFORE.sub("", text.strip())
    return name.split("等", maxsplit=1)[0].strip("的") if "等" in name[2:] else name


def phase_behind(text: str, end: int) -> str:
    """Phase in brackets that belongs to a name: 环保发电项目(二期)."""
    found = _PHASE.match(text, end)
    return found.group() if found else ""


def works_tail(name: str) -> str:
    """Works that a list's last name ends with: 再生水厂 of 某某再生水厂."""
    found = _SHARED_AT_END.search(name)
    return found.group() if found else ""


def type_of(name: str, label: str) -> str | None:
    """Kind of a project: its paragraph's label if that is a field, else by its name."""
    if _FIELD_LABEL.search(label):
        return label.strip('"')
    found = _TYPE.search(name) or _TYPE.search(label)
    return found.group() if found else None


def size_in(text: str) -> Quantity | None:
    """First size of a text: neither a count nor a share, money or a line's voltage."""
    sizes = (q for q in quantities_in(text) if q.unit and not q.counted)
    return next((q for q in sizes if not _is_no_size(q.unit or "")), None)


def period_in(text: str) -> str | None:
    """Last time that a text names, as printed."""
    times = times_in(text)
    return _BY.sub("", times[-1].text).strip('"') if times else None


def _is_no_size(unit: str) -> bool:
    return unit in _NO_SIZES or unit.endswith(_MONEY)
