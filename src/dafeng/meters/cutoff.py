"""By when the data of a month are due, and how many readings came after that."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from dafeng.base.days import CHINA, day_or_none, holds_on
from dafeng.base.errors import NotFoundError
from dafeng.base.tables import packaged_rows

if TYPE_CHECKING:
    from dafeng.meters.readings import Readings
    from dafeng.meters.tree import MeterTree

_MONTH, _DAY = timedelta(days=32), timedelta(days=1)
_MICRO = 10**6


def cutoff_day(month: date) -> date:
    """Return the last day on which data of a month are in time.

    Parameters
    ----------
    month : date
        Any day of it.

    Raises
    ------
    NotFoundError
        ``cutoff.none``: the packaged rules say nothing of that month.

    Examples
    --------
    >>> cutoff_day(date(2026, 10, 1))
    datetime.date(2026, 11, 10)
    """
    following = (month.replace(day=1) + _MONTH).replace(day=1)
    for row in packaged_rows("dafeng.meters", "cutoff.csv"):
        first, last = (
            day_or_none(row["effective_from"]),
            day_or_none(row["effective_to"]),
        )
        if row["rule"] == "month-cutoff" and holds_on(first, last, following):
            return following.replace(day=int(row["value"]))
    msg = f"cutoff.csv has no row for {month:%Y-%m}. Add one with its source."
    raise NotFoundError(msg, code="cutoff.none", month=f"{month:%Y-%m}")


def cutoff_moment(month: date) -> datetime:
    """Return the midnight in China that ends the last day in time."""
    return datetime.combine(cutoff_day(month) + _DAY, datetime.min.time(), CHINA)


def late_readings(
    tree: MeterTree, readings: Readings, month: date
) -> Mapping[str, int]:
    """Count readings that were learned after the data of their month were due.

    Parameters
    ----------
    tree : MeterTree
    readings : Readings
        Of that month.
    month : date

    Returns
    -------
    mapping of str to int
        By enterprise; one without such a reading is not in it.
    """
    due = int(cutoff_moment(month).timestamp()) * _MICRO
    late = np.bincount(readings.meter[readings.learned_at >= due], minlength=len(tree))
    found: dict[str, int] = {}
    for meter, count in zip(tree, late.tolist(), strict=True):
        if count:
            found[meter.enterprise] = found.get(meter.enterprise, 0) + count
    return found
