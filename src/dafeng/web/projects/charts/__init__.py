"""Pictures of projects: records in, parts of an SVG or ECharts options out."""

from __future__ import annotations

from dafeng.web.projects.charts.gantt import ONE_WIDTH, GanttPicture, gantt_picture
from dafeng.web.projects.charts.outlines import MapPicture, map_data, map_picture
from dafeng.web.projects.charts.sums import gap_bars, town_bars

__all__ = [
    "ONE_WIDTH",
    "GanttPicture",
    "MapPicture",
    "gantt_picture",
    "gap_bars",
    "map_data",
    "map_picture",
    "town_bars",
]
