"""Outlooks as they were made, sets chosen from them, and scenarios that people keep."""

from __future__ import annotations

from dafeng.web.pathways.models.choices import ChoiceOrder, ChoiceState
from dafeng.web.pathways.models.runs import OutlookRecord, OutlookRun
from dafeng.web.pathways.models.scenarios import SavedScenario, Visibility

__all__ = [
    "ChoiceOrder",
    "ChoiceState",
    "OutlookRecord",
    "OutlookRun",
    "SavedScenario",
    "Visibility",
]
