"""A chart as a picture: vectors (SVG), and pixels (PNG) for who cannot show them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import attrs

from dafeng.reports.drawing import drawn
from dafeng.reports.fonts import fonts_used
from dafeng.reports.setting import common_values
from dafeng.reports.typesetting import draw_pages

if TYPE_CHECKING:
    from dafeng.reports.records import Chart

_TEXT_WIDTH = 442.0
_FINE = 200
_ANY_DAY = date(2000, 1, 1)
"""A picture carries no date."""


@attrs.frozen(kw_only=True)
class Picture:
    """The drawing of a chart, without its title; letters are outlines in both."""

    svg: bytes = attrs.field(repr=False)
    png: bytes = attrs.field(repr=False)


def draw_chart(chart: Chart, *, width: float = _TEXT_WIDTH) -> Picture:
    """Draw a chart ``width`` points wide.

    Raises
    ------
    NoTypstError, NoFontsError
    """
    values = {
        **common_values(fonts=fonts_used(), made_on=_ANY_DAY),
        "drawing": drawn(chart),
        "width": width,
        "marks": "",
        "basis": "",
    }
    (svg,) = draw_pages("picture", values, format="svg")
    (png,) = draw_pages("picture", values, format="png", ppi=_FINE)
    return Picture(svg=svg, png=png)
