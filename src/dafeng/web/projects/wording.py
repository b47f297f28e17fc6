"""Words for codes of this room, for refusals, and for where things stand."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from dafeng.base.errors import DafengError
from dafeng.base.findings import Finding
from dafeng.base.rounding import plain_number
from dafeng.projects import (
    ApprovalKind,
    ApprovalStands,
    ApprovalState,
    HighEnergy,
    Light,
    ProjectClass,
    ReviewLevel,
    Stage,
    StageAct,
)
from dafeng.web.office.wording import ERRORS as PAPER_ERRORS
from dafeng.web.projects.models import ACTS, APPROVALS, STAGES

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from dafeng.projects.stages import StageMove
    from dafeng.web.projects.selectors.projects import ProjectRow
    from dafeng.web.projects.selectors.sums import TargetSum

STAGE_WORDS = dict(STAGES)
ACT_WORDS = dict(ACTS)
APPROVAL_WORDS = dict(APPROVALS)
LISTS: Mapping[str, StrPromise] = {
    ProjectClass.PLANNED.value: gettext_lazy("拟建"),
    ProjectClass.BUILDING.value: gettext_lazy("在建"),
    ProjectClass.EXISTING.value: gettext_lazy("存量"),
    ProjectClass.ENDED.value: pgettext_lazy("stage", "终止"),
}
LIGHTS: Mapping[str, tuple[str, str, StrPromise]] = {
    Light.GREEN.value: ("met", "●", gettext_lazy("正常")),
    Light.AMBER.value: ("behind", "▲", gettext_lazy("滞后")),
    Light.RED.value: ("missed", "■", gettext_lazy("严重滞后")),
    Light.UNKNOWN.value: ("unknown", "◇", gettext_lazy("未知")),
}
"""Colour, shape and word of a light."""
RULES: Mapping[str, StrPromise] = {
    "ahead": gettext_lazy("不落后于计划"),
    "done": gettext_lazy("已建成"),
    "not-due": gettext_lazy("未到计划开工日"),
    "no-plan": gettext_lazy("没有计划开工或投运日期，无法判断"),
    "no-report": gettext_lazy("还没有进展填报"),
    "ended": gettext_lazy("项目已终止或未通过"),
    "behind-a-little": gettext_lazy("落后不足 10 个百分点"),
    "behind": gettext_lazy("落后 10 至 30 个百分点"),
    "far-behind": gettext_lazy("落后超过 30 个百分点"),
    "not-started": gettext_lazy("已到计划开工日，尚未开工"),
    "not-started-long": gettext_lazy("过计划开工日 3 个月，仍未开工"),
}
PAPER_LIGHTS: Mapping[ApprovalState, tuple[str, str, StrPromise]] = {
    ApprovalState.GOOD: ("met", "●", gettext_lazy("有效")),
    ApprovalState.USED: ("met", "●", gettext_lazy("已按期开工")),
    ApprovalState.LAPSING: ("behind", "▲", gettext_lazy("临近失效")),
    ApprovalState.LAPSED: ("missed", "■", gettext_lazy("已失效")),
    ApprovalState.UNKNOWN: ("unknown", "◇", gettext_lazy("未知")),
}
HIGH: Mapping[str, StrPromise] = {
    HighEnergy.YES.value: gettext_lazy("是"),
    HighEnergy.NO.value: gettext_lazy("否"),
    HighEnergy.UNKNOWN.value: gettext_lazy("未知"),
}
LEVELS: Mapping[str, StrPromise] = {
    ReviewLevel.NATIONAL.value: gettext_lazy("国家发展改革委"),
    ReviewLevel.PROVINCIAL.value: gettext_lazy("省级机关"),
    ReviewLevel.LOCAL.value: gettext_lazy("省级规定的机关"),
    ReviewLevel.DATA_ONLY.value: gettext_lazy("免单独审查"),
    ReviewLevel.UNKNOWN.value: gettext_lazy("未知"),
}
UNCOUNTED: Mapping[str, StrPromise] = {
    "size-unknown": gettext_lazy("规模未知"),
    "unit-unknown": gettext_lazy("计量单位不明"),
    "unit-other": gettext_lazy("计量单位与目标不同类"),
    "ended": gettext_lazy("已终止或未通过"),
}
GROUNDS: Mapping[str, StrPromise] = {
    "name": gettext_lazy("名称相近"),
    "builder": gettext_lazy("同一建设单位"),
    "place": gettext_lazy("同一所在地"),
    "size": gettext_lazy("规模相同"),
}
ERRORS: Mapping[str, StrPromise] = {
    "project.stale": gettext_lazy("保存期间他人改了这个项目。请核对后再保存。"),
    "project.move_refused": gettext_lazy("“%(stage)s”的项目不能“%(act)s”。"),
    "project.future": gettext_lazy("%(day)s 还没有到。请填写实际日期。"),
    "project.backward": gettext_lazy("日期早于上一步（%(day)s）。请核对。"),
    "project.reason": gettext_lazy("请写明理由。"),
    "project.no_consent": gettext_lazy("请写明合并的理由。"),
    "project.merged": gettext_lazy("“%(project)s”已并入另一个项目，不能再改。"),
    "project.same": gettext_lazy("请选择两个不同的项目。"),
    "project.other_register": gettext_lazy("两个项目不在同一个登记簿，不能合并。"),
    "project.ended": gettext_lazy("“%(project)s”已终止，不再填报。"),
    "project.outside": gettext_lazy("“%(unit)s”不是本区的单位。"),
    "project.shares": gettext_lazy("各所在地的份额之和应为 100%%，每地只写一次。"),
    "project.share": gettext_lazy("份额应大于 0、不超过 100%%。"),
    "place.code": gettext_lazy("“%(place)s”不是行政区划代码，也不是本区的乡镇。"),
    "unit.unknown": gettext_lazy("计量单位“%(unit)s”不认识。请核对是否笔误。"),
    "location.kind": gettext_lazy("位置应是经纬度，或 GeoJSON 的点或多边形。"),
    "location.numbers": gettext_lazy("位置中有不是经纬度的内容。"),
    "location.ring": gettext_lazy("多边形须首尾相接、不自相交，最多 500 个点。"),
    "location.outside": gettext_lazy(
        "%(place)s 不在本区范围内（东经 %(west)s 至 %(east)s 度，"
        "北纬 %(south)s 至 %(north)s 度）。先写经度，后写纬度。"
    ),
    "outlines.size": gettext_lazy("文件超过 %(most)s MB。请化简轮廓后再上传。"),
    "outlines.json": gettext_lazy("文件不是 UTF-8 编码的 JSON，读不出内容。"),
    "outlines.kind": gettext_lazy("文件不是 GeoJSON 的 FeatureCollection。"),
    "outlines.many": gettext_lazy("文件有 %(n)s 个要素，应为 1 至 %(most)s 个。"),
    "outlines.system": gettext_lazy(
        "文件写明的坐标系是“%(system)s”。请转换为 WGS-84 经纬度后再上传。"
    ),
    "outlines.none": gettext_lazy("文件中没有可用的轮廓。"),
    "outlines.stale": gettext_lazy("在此期间他人启用了另一版轮廓。请核对后再启用。"),
    "outlines.in_force": gettext_lazy("第 %(number)s 版正在使用。"),
    "outlines.dropped": gettext_lazy("第 %(number)s 版已放弃，不能再用。"),
    "outlines.used": gettext_lazy("第 %(number)s 版用过，不能放弃。"),
    "progress.older": gettext_lazy("已有截至 %(day)s 的填报，不能再报更早的。"),
    "progress.less": gettext_lazy("已建成规模比上次少，请在“存在的问题”中说明原因。"),
    "progress.above": gettext_lazy("已建成规模超过项目规模 %(size)s，请核对单位。"),
    "photo.kind": gettext_lazy("“%(name)s”不是照片。请上传 JPEG 或 PNG。"),
    "photo.pixels": gettext_lazy("“%(name)s”超过 %(most)s 百万像素，请缩小后上传。"),
    "photo.broken": gettext_lazy("“%(name)s”读不出图像，没有保存。请上传原始照片。"),
    "photo.twice": gettext_lazy("“%(name)s”已经上传，没有再存一次。"),
    "photo.no_reader": gettext_lazy(
        "本系统没有安装清除照片信息的组件，暂不收照片。请联系系统管理员。"
    ),
}
OUTLINES: Mapping[str, StrPromise] = {
    "outline.unknown": gettext_lazy("不是本区的乡镇或园区，代码和名称都对不上"),
    "outline.two_towns": gettext_lazy("代码和名称不是同一个乡镇"),
    "outline.twice": gettext_lazy("同一个乡镇有两个轮廓，请合成一个多面"),
    "location.area": gettext_lazy("不是面（Polygon 或 MultiPolygon）"),
    "location.numbers": gettext_lazy("有不是经纬度的内容"),
    "location.ring": gettext_lazy("边线应首尾相接、不自相交，每圈 4 至 2000 个点"),
    "location.many": gettext_lazy("点数过多（%(place)s 个），请化简"),
    "location.swapped": gettext_lazy("纬度写在了经度前面"),
    "location.outside": gettext_lazy("%(place)s 不是我国范围内的经纬度"),
}
"""What is wrong with one feature of a file of outlines."""


def outline_words(finding: Finding) -> str:
    """What is wrong with one feature, and which it is."""
    fields = {
        "number": finding.place,
        "name": finding.value or "--",
        "why": str(OUTLINES[finding.code]) % {"place": finding.hint},
    }
    return _("第 %(number)s 个要素（%(name)s）：%(why)s。") % fields


def error_words(error: DafengError) -> str:
    """The sentence that a person reads for an error."""
    if error.code == "project.move_refused":
        fields = {
            "stage": STAGE_WORDS[Stage(str(error.fields["stage"])).value],
            "act": ACT_WORDS[StageAct(str(error.fields["act"])).value],
        }
        return str(ERRORS[error.code]) % fields
    words = ERRORS.get(error.code) or PAPER_ERRORS.get(error.code)
    return str(error) if words is None else str(words) % error.fields


def size_words(value: Decimal | None, unit: str) -> str:
    """A size with its unit; ``--`` for one that is not known."""
    return "--" if value is None else f"{plain_number(value)} {unit}".strip()


def yuan_words(value: Decimal | None) -> str:
    """Money as it is said: 亿 or 万 yuan; million yuan for readers of English."""
    if value is None:
        return "--"
    if (get_language() or "").startswith("en"):
        return _("%(n)s 百万元") % {"n": plain_number(value / 10**6, 2)}
    if value >= 10**8:
        return _("%(n)s 亿元") % {"n": plain_number(value / 10**8, 2)}
    return _("%(n)s 万元") % {"n": plain_number(value / 10**4, 2)}


def project_sentence(row: ProjectRow, moves: list[StageMove]) -> str:
    """Where a project stands and what is next, in one or two sentences."""
    parts = [_stands_words(row)]
    if row.next_step is not None:
        fields = {"step": row.next_step.title, "day": row.next_step.planned_on}
        parts.append(
            _("节点“%(step)s”应于 %(day)s 完成，已逾期。") % fields
            if row.late_step
            else _("下一个节点是“%(step)s”，计划 %(day)s 完成。") % fields
        )
    elif moves:
        words = {"act": ACT_WORDS[moves[0].act.value]}
        parts.append(_("下一步：%(act)s。") % words)
    worst = row.worst
    if worst is not None:
        parts.append(paper_sentence(worst))
    return "".join(parts) if not _english() else " ".join(parts)


def _english() -> bool:
    return (get_language() or "").startswith("en")


def _stands_words(row: ProjectRow) -> str:
    fields = {
        "stage": str(STAGE_WORDS[row.project.stage]),
        "light": str(LIGHTS[row.stands.light.value][2]),
        "actual": _number(row.stands.actual),
        "expected": _number(row.stands.expected),
        "behind": _number(row.stands.behind),
    }
    if row.stands.behind is not None and row.stands.behind > 0:
        return (
            _("%(stage)s：总进度 %(actual)s%%，计划应达 %(expected)s%%，%(light)s。")
            % fields
        )
    if row.stands.behind is not None:
        return _("%(stage)s：总进度 %(actual)s%%，不落后于计划。") % fields
    told = {"stage": fields["stage"], "why": str(RULES.get(row.stands.rule, ""))}
    return _("%(stage)s：%(why)s。") % told


def _number(value: Decimal | None) -> str:
    return "--" if value is None else plain_number(value, 1)


def paper_sentence(one: ApprovalStands) -> str:
    """When an approval lapses, or that it has."""
    fields = {
        "kind": str(APPROVAL_WORDS[ApprovalKind(one.approval.kind).value]),
        "day": one.until,
        "n": abs(one.days_left or 0),
    }
    if one.state is ApprovalState.LAPSED:
        return _("%(kind)s已于 %(day)s 失效。") % fields
    return _("%(kind)s还有 %(n)s 天失效（%(day)s）。") % fields


def gap_sentence(one: TargetSum) -> str:
    """What the named projects give against a target, and the gap."""
    total = one.sum
    unit = total.goal.unit
    fields = {
        "n": len(total.counted),
        "total": size_words(total.total, unit),
        "goal": size_words(total.goal.value, unit),
        "gap": size_words(abs(total.gap), unit),
        "name": total.goal.name,
    }
    if total.gap > 0:
        return (
            _("%(name)s：%(n)s 个项目共 %(total)s，目标 %(goal)s，还差 %(gap)s。")
            % fields
        )
    return _("%(name)s：%(n)s 个项目共 %(total)s，超过目标 %(goal)s。") % fields
