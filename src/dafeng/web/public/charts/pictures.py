"""Pictures of what was released."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.web.public.charts.bars import Bar, Columns, Strip, columns, strip

if TYPE_CHECKING:
    from dafeng.web.public.selectors.shown import Shown


def states_strip(shown: Shown) -> Strip | None:
    """How many targets have which light; None without any."""
    return strip(shown.states())


def totals_columns(shown: Shown) -> Columns | None:
    """Totals of the account by year; None for fewer than two."""
    return columns(
        [
            Bar(label=one.period, value=one.value, low=one.low, high=one.high)
            for one in shown.totals
        ]
    )
