"""Pictures of an assessment: pure functions, figures in, ECharts options out."""

from __future__ import annotations

from dafeng.web.assessment.charts.path import Outlook, PathPicture, value_against_path
from dafeng.web.assessment.charts.shares import ShareBar, shares
from dafeng.web.assessment.charts.states import StateCell, states_by_field

__all__ = [
    "Outlook",
    "PathPicture",
    "ShareBar",
    "StateCell",
    "shares",
    "states_by_field",
    "value_against_path",
]
