"""The words of states, steps and comparisons: a letter and a page say the same."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from dafeng.assessment.records import Light, Progress, State, Step

STATE_WORDS: Mapping[State, str] = MappingProxyType(
    {
        State.MET: "达标",
        State.ON_TRACK: "按计划",
        State.AT_RISK: "有风险",
        State.OFF_TRACK: "滞后",
        State.MISSED: "未达标",
        State.UNKNOWN: "未知",
        State.DELEGATED_UNSET: "待下达",
        State.DIRECTIONAL_YES: "方向正确",
        State.DIRECTIONAL_NO: "方向不符",
    }
)
"""Where a target stands, in one word."""

PROGRESS_WORDS: Mapping[Progress, str] = MappingProxyType(
    {
        Progress.DRAFT: "草拟",
        Progress.ASSIGNED: "已下达",
        Progress.ACCEPTED: "已认领",
        Progress.IN_PROGRESS: "推进中",
        Progress.SUBMITTED: "已报送",
        Progress.RETURNED: "已退回",
        Progress.VERIFIED: "已核实",
        Progress.CLOSED: "已办结",
        Progress.EXTENDED: "已延期",
        Progress.SUSPENDED: "已暂停",
        Progress.CANCELLED: "已取消",
    }
)
"""Where the work on a task is."""

LIGHT_WORDS: Mapping[Light, str] = MappingProxyType(
    {
        Light.GREEN: "● 正常",
        Light.BLUE: "● 按时",
        Light.YELLOW: "▲ 预警",
        Light.RED: "■ 告警",
        Light.GREY: "◇ 未知",
    }
)
"""A light of a task, with its shape."""

STEP_WORDS: Mapping[Step, str] = MappingProxyType(
    {
        Step.REMIND: "提醒",
        Step.SUPERVISE: "督办单",
        Step.CIRCULAR: "通报",
        Step.INTERVIEW: "约谈",
        Step.COMMEND: "表彰",
    }
)
"""What may follow from a result."""

COMPARED: Mapping[str, str] = MappingProxyType(
    {
        ">=": "不低于",
        ">": "高于",
        "<=": "不高于",
        "<": "低于",
        "=": "等于",
        "~": "约",
    }
)
"""How a figure should stand to its target, within a sentence."""

SIGNS: Mapping[str, str] = MappingProxyType(
    {">=": "≥", ">": ">", "<=": "≤", "<": "<", "=": "=", "~": "≈"}
)
"""The same as a sign, within a table or beside a figure."""
