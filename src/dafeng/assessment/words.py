"""The words of states, steps and comparisons: a letter and a page say the same."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from dafeng.assessment.records import State, Step

STATE_WORDS: Mapping[State, str] = MappingProxyType(
    {
        State.MET: "达标",
        State.ON_TRACK: "按计划",
        State.AT_RISK: "有风险",
        State.OFF_TRACK: "滞后",
        State.MISSED: "未达标",
        State.UNKNOWN: "未知",
        State.DELEGATED_UNSET: "待下达",
        State.DIRECTIONAL_YES: "方向符合",
        State.DIRECTIONAL_NO: "方向不符",
    }
)
"""Where a target stands, in one word."""

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
