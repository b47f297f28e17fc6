"""Outlooks as they were made, and the scenarios that people keep."""

from __future__ import annotations

from dafeng.web.pathways.models.runs import OutlookRecord, OutlookRun
from dafeng.web.pathways.models.scenarios import SavedScenario, Visibility

__all__ = ["OutlookRecord", "OutlookRun", "SavedScenario", "Visibility"]
