"""States of targets by field: bars from zero, stacked from good to bad to unknown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs
from django.utils.translation import gettext as _

from dafeng.web.assessment.charts.colours import INK, LINE, STATES

LABEL_WIDTH, NARROW_WIDTH, NARROW = 168, 104, 560
BAR = 16


@attrs.frozen(kw_only=True)
class StateCell:
    """Number of targets of one field in one state."""

    field: str
    state: str
    count: int


def states_by_field(
    cells: Sequence[StateCell],
    *,
    fields: Sequence[tuple[str, str]],
    words: Mapping[str, str],
) -> dict[str, Any]:
    """A bar for each field, a colour and a pattern for each state.

    Parameters
    ----------
    cells : sequence of StateCell
    fields : sequence of (str, str)
        Ref and title, in the order of the document; fields without targets are left
        out.
    words : mapping of str to str
        Word of each state, in the reader's language.
    """
    counted = {(cell.field, cell.state): cell.count for cell in cells}
    shown = [one for one in fields if any(cell.field == one[0] for cell in cells)]
    present = [state for state in STATES if any(c.state == state for c in cells)]
    totals = [
        sum(counted.get((ref, state), 0) for state in STATES) for ref, _title in shown
    ]
    series = [
        {
            "type": "bar",
            "name": words[state],
            "stack": "states",
            "barWidth": BAR,
            "itemStyle": {"color": STATES[state]},
            "data": [counted.get((ref, state)) for ref, _title in shown],
        }
        for state in present
    ]
    return {
        "aria": {"enabled": True, "decal": {"show": True}},
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
        "legend": {
            "top": 0,
            "left": 0,
            "itemWidth": 14,
            "itemHeight": 10,
            "data": [words[state] for state in present],
        },
        "grid": {"top": 56, "bottom": 8, "left": 8, "right": 40, "containLabel": True},
        "xAxis": {"type": "value", "show": False, "min": 0},
        "yAxis": {
            "type": "category",
            "inverse": True,
            "data": [title for _ref, title in shown],
            "axisTick": {"show": False},
            "axisLine": {"lineStyle": {"color": LINE}},
            "axisLabel": _label(LABEL_WIDTH),
        },
        "series": [*series, _totals(totals)],
        "media": [
            {
                "query": {"maxWidth": NARROW},
                "option": {"yAxis": {"axisLabel": _label(NARROW_WIDTH)}},
            },
            {"option": {"yAxis": {"axisLabel": _label(LABEL_WIDTH)}}},
        ],
    }


def _label(width: int) -> dict[str, Any]:
    return {"width": width, "overflow": "truncate", "interval": 0, "color": INK}


def _totals(totals: Sequence[int]) -> dict[str, Any]:
    return {
        "type": "bar",
        "name": _("合计"),
        "stack": "states",
        "barWidth": BAR,
        "silent": True,
        "tooltip": {"show": False},
        "itemStyle": {"color": "transparent"},
        "data": [
            {
                "value": 0,
                "label": {
                    "show": True,
                    "position": "right",
                    "formatter": str(total),
                    "color": INK,
                },
            }
            for total in totals
        ],
    }
