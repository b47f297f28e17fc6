"""The numbers of a chart as a table: read back out of its ECharts options.

A chart is drawn by a script; the table beside it is there without one, says the same to
a screen reader, and is what the CSV of the chart holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs
from django.utils.translation import gettext as _

from dafeng.web.core.templatetags.dafeng import UNKNOWN, amount

Options = Mapping[str, Any]
UNSEEN = "\u200b"
"""Makes names of a flow unique; nobody sees it."""


@attrs.frozen(kw_only=True)
class ChartTable:
    """Heads and rows; the first cell of a row names it."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def chart_table(options: Options) -> ChartTable | None:
    """Read the numbers of a chart; None for a kind that has no rows.

    Parameters
    ----------
    options : mapping
        ECharts options with series on a category axis, or one Sankey.

    Examples
    --------
    >>> axis = {"type": "category", "data": ["2024", "2025"]}
    >>> lines = [{"type": "line", "name": "CO2", "data": [1200, None]}]
    >>> chart_table({"xAxis": axis, "yAxis": {}, "series": lines}).rows
    (('2024', '1,200'), ('2025', '--'))
    """
    series = list(options.get("series", ()))
    if series and series[0].get("type") == "sankey":
        return _flows(series[0])
    categories = _categories(options, series)
    if categories is None:
        return None
    columns = list(_columns(options, series, len(categories)))
    if not columns:
        return None
    return ChartTable(
        heads=(_unit_of(options), *(name for name, _cells in columns)),
        rows=tuple(
            (str(category), *(cells[at] for _name, cells in columns))
            for at, category in enumerate(categories)
        ),
    )


def _flows(series: Options) -> ChartTable:
    links = [
        (
            one["source"].replace(UNSEEN, ""),
            one["target"].replace(UNSEEN, ""),
            amount(one["value"]),
        )
        for one in series["links"]
    ]
    return ChartTable(heads=(_("从"), _("到"), _("数量")), rows=tuple(links))


def _axes(options: Options, name: str) -> list[Options]:
    axis = options.get(name, {})
    return list(axis) if isinstance(axis, list) else [axis]


def _categories(options: Options, series: Sequence[Options]) -> Sequence[Any] | None:
    """What the rows are about: the same for all panels of a chart."""
    for name in ("xAxis", "yAxis"):
        for axis in _axes(options, name):
            if axis.get("type") == "category" and series:
                return list(axis.get("data", ()))
    return None


def _unit_of(options: Options) -> str:
    """What the axis of values says that it measures."""
    names = [
        str(axis["name"])
        for name in ("xAxis", "yAxis")
        for axis in _axes(options, name)
        if axis.get("name")
    ]
    return names[0] if names else ""


def _columns(
    options: Options, series: Iterable[Options], rows: int
) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Named series each as a column; unnamed ones, parts of one bar, as one."""
    titles = options.get("title", ())
    parts: list[tuple[str, ...]] = []
    for one in series:
        if one.get("silent"):
            continue
        cells = _cells(one.get("data", ()), rows)
        name = str(one.get("name", ""))
        if not name:
            parts.append(cells)
            continue
        panel = one.get("yAxisIndex")
        if panel is not None and isinstance(titles, list) and panel < len(titles):
            name = f"{titles[panel]['text']} {name}"
        yield name, cells
    if parts:
        yield _("数值"), tuple(_first_known(row) for row in zip(*parts, strict=True))


def _cells(data: Sequence[Any], rows: int) -> tuple[str, ...]:
    cells = [UNKNOWN] * rows
    for at, one in enumerate(data):
        value = one.get("value") if isinstance(one, Mapping) else one
        row = at
        if isinstance(value, list | tuple):
            value, row = value[0], int(value[1])
        cells[row] = _written(one, value)
    return tuple(cells)


def _written(one: Any, value: Any) -> str:
    """A value as the chart labels it, where it does; else as a number."""
    label = one.get("label", {}) if isinstance(one, Mapping) else {}
    if label.get("show") and "{" not in str(label.get("formatter", "{")):
        return str(label["formatter"])
    if "formatter" in label and not label.get("show"):
        return UNKNOWN
    return amount(value) if isinstance(value, int | float) else str(value or UNKNOWN)


def _first_known(cells: Iterable[str]) -> str:
    return next((cell for cell in cells if cell != UNKNOWN), UNKNOWN)
