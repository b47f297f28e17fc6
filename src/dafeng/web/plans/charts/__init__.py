"""Pictures of a plan: pure functions, counts and records in, ECharts options out."""

from __future__ import annotations

from dafeng.web.plans.charts.path import PathPoint, indicator_path
from dafeng.web.plans.charts.promise import (
    Promise,
    group_labels,
    promise_by_year_and_field,
    short_field,
)
from dafeng.web.plans.charts.spark import Spark, spark
from dafeng.web.plans.charts.timeline import Step, milestone_timeline

__all__ = [
    "PathPoint",
    "Promise",
    "Spark",
    "Step",
    "group_labels",
    "indicator_path",
    "milestone_timeline",
    "promise_by_year_and_field",
    "short_field",
    "spark",
]
