"""Figures that nobody reckons: a unit reports them with evidence.

They are the definitions whose one input is ``value``; they need no function of their
own.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from dafeng.base.tables import packaged_rows
from dafeng.indicators.functions.registry import reckons


def _reported() -> Iterator[str]:
    for row in packaged_rows("dafeng.indicators", "definitions.csv"):
        if row["inputs"].startswith("value="):
            yield row["id"]


@reckons(*_reported())
def reported(*, value: Fraction) -> Fraction:
    """Return the figure as it was reported, in the unit of its series.

    ``value``: the figure of the period. Source: the column ``source`` of its row.
    """
    return value
