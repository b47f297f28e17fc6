"""Pictures of an outlook: pure functions, results in, ECharts options out."""

from __future__ import annotations

from dafeng.web.pathways.charts.bars import part_bars
from dafeng.web.pathways.charts.compare import compared
from dafeng.web.pathways.charts.costs import cost_curve
from dafeng.web.pathways.charts.fan import fan
from dafeng.web.pathways.charts.past import past_lines
from dafeng.web.pathways.charts.sectors import sector_areas
from dafeng.web.pathways.charts.tornado import tornado
from dafeng.web.pathways.charts.wedges import wedge_areas
from dafeng.web.pathways.charts.years import peak_years

__all__ = [
    "compared",
    "cost_curve",
    "fan",
    "part_bars",
    "past_lines",
    "peak_years",
    "sector_areas",
    "tornado",
    "wedge_areas",
]
