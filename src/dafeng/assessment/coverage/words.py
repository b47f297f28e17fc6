"""The words of a coverage, in official Chinese: for workbook and terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from dafeng.assessment.coverage.records import (
    LinkBasis,
    Obstacle,
    ReasonKind,
    Relation,
)
from dafeng.assessment.words import SIGNS
from dafeng.base.rounding import plain_number

if TYPE_CHECKING:
    from dafeng.assessment.coverage.records import Link, Reason
    from dafeng.plan import Target

RELATIONS = {
    Relation.EQUAL: "一致",
    Relation.WEAKER: "低于上级要求",
    Relation.STRONGER: "高于上级要求",
    Relation.INCOMPARABLE: "不可比",
    Relation.EXCLUSIVE: "不能同时成立",
}
OBSTACLES = {
    Obstacle.NO_FIGURE: "一方没有数值",
    Obstacle.SCOPE: "范围不同",
    Obstacle.UNIT: "计量单位不同",
    Obstacle.BASE_YEAR: "基年不同",
    Obstacle.KIND: "口径不同",
}
BASES = {
    LinkBasis.CODE: "同一指标",
    LinkBasis.WORDING: "名称相近",
    LinkBasis.PERSON: "人工确认",
}
REASONS = {
    ReasonKind.INDICATOR: "目标衔接",
    ReasonKind.WORDING: "文字相近",
    ReasonKind.UNIT: "牵头单位相同",
    ReasonKind.PERSON: "人工确认",
}


def relation_text(link: Link) -> str:
    """How the lower figure stands; why, where it cannot be compared."""
    said = RELATIONS[link.relation]
    return said if link.obstacle is None else f"{said}:{OBSTACLES[link.obstacle]}"


def reason_text(reason: Reason) -> str:
    """One reason with its words: ``文字相近(运输工具;0.75)``."""
    parts = [*reason.words]
    if reason.score is not None:
        parts.append(str(reason.score))
    place = f"{reason.clause} " if reason.clause else ""
    return f"{REASONS[reason.kind]}({place}{';'.join(parts)})"


def reasons_text(reasons: Iterable[Reason]) -> str:
    """All reasons of a cover in one cell."""
    return ",".join(map(reason_text, reasons))


def figure_text(target: Target) -> str:
    """What a target promises: ``2025年 ≥15.5 %``; ``--`` without a figure."""
    year = f"{target.year}年 " if target.year else ""
    if target.value is None:
        return f"{year}--"
    value = plain_number(target.value)
    if target.value_max is not None:
        value = f"{value}—{plain_number(target.value_max)}"
    sign = SIGNS.get(target.comparator or "", target.comparator or "")
    return f"{year}{sign}{value} {target.unit or ''}".strip()
