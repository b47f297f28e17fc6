"""Tags of charts: the table that stands beside a picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from dafeng.web.core.chart_tables import ChartTable, chart_table
from dafeng.web.core.templatetags.dafeng import UNKNOWN, zh

register = template.Library()


@register.simple_tag
def table_of(options: Mapping[str, Any]) -> ChartTable | None:
    """Numbers of a chart: ``{% table_of options as table %}``."""
    return chart_table(options)


@register.filter
def table_head(table: ChartTable) -> SafeString:
    """Cells of the head; figures stand right."""
    first, *rest = table.heads
    return format_html(
        '<th scope="col">{}</th>{}',
        zh(first) if first else "",
        format_html_join(
            "", '<th scope="col" class="number">{}</th>', ((zh(one),) for one in rest)
        ),
    )


@register.filter
def table_rows(table: ChartTable) -> SafeString:
    """Rows, written in one go: a chart may have hundreds of figures."""
    return format_html_join(
        "",
        '<tr><th scope="row">{}</th>{}</tr>',
        ((zh(row[0]), _figures(row[1:])) for row in table.rows),
    )


def _figures(cells: tuple[str, ...]) -> SafeString:
    return format_html_join(
        "",
        '<td class="number">{}</td>',
        ((one if one == UNKNOWN or one.isascii() else zh(one),) for one in cells),
    )
