"""Output of enterprises by day, as a driver of baselines and expectations."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs
from django.db.models import QuerySet
from django.utils import timezone

from dafeng.base.units import Dimension, parse_unit
from dafeng.web.core.models import Organisation
from dafeng.web.savings.models import OutputMonth

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

CARRIED = 62
"""Days after the last month that is known for which it stands in."""


@attrs.frozen(kw_only=True, eq=False)
class OutputDays:
    """Output of one product by day: that of its month in even parts.

    It is in the base unit of its quantity (kg of a mass), whatever unit a month was
    entered in, so that two periods can be compared.

    Attributes
    ----------
    product : str
    days : array of float64, shape (days,)
        Unknown is nan.
    months : int
        Months that are known.
    until : date or None
        The last day of the last month that is known.
    """

    product: str
    days: Floats
    months: int
    until: date | None


def output_days(
    organisation: Organisation, product: str, begin: date, end: date
) -> OutputDays:
    """Output of a product, both days included."""
    rows = _rows([organisation], begin, end).filter(product=product)
    return _laid_out(product, list(rows), begin, end)


def main_outputs(
    enterprises: Iterable[Organisation], begin: date, end: date
) -> Mapping[int, OutputDays]:
    """Output of the product of each enterprise of which most months are known.

    The months after the last one that is known are those of that one, for two months
    at most: they are judged again once they are entered.
    """
    by_product: dict[tuple[int, str], list[OutputMonth]] = {}
    for row in _rows(enterprises, begin, end):
        by_product.setdefault((row.enterprise_id, row.product), []).append(row)
    found: dict[int, list[OutputMonth]] = {}
    for (firm, _product), rows in sorted(by_product.items()):
        if len(rows) > len(found.get(firm, ())):
            found[firm] = rows
    return {
        firm: _carried(_laid_out(rows[0].product, rows, begin, end), begin, end)
        for firm, rows in found.items()
    }


def _rows(
    enterprises: Iterable[Organisation], begin: date, end: date
) -> QuerySet[OutputMonth]:
    return OutputMonth.objects.filter(
        enterprise__in=list(enterprises),
        withdrawn_at=None,
        month__range=(begin.replace(day=1), end),
    ).order_by("month")


def _laid_out(
    product: str, rows: list[OutputMonth], begin: date, end: date
) -> OutputDays:
    import numpy as np  # noqa: PLC0415 - pages without energy need none

    quantity = parse_unit(rows[0].unit).dimension if rows else None
    amounts: dict[date, float] = {}
    last: date | None = None
    for row in rows:
        length = calendar.monthrange(row.month.year, row.month.month)[1]
        over = row.month + timedelta(days=length - 1)
        amount = _in_base(row, quantity)
        # A month that goes on is not known: what is entered of it is a part.
        if amount is None or over >= timezone.localdate():
            continue
        amounts[row.month] = amount / length
        last = over
    count = (end - begin).days + 1
    days = (begin + timedelta(days=at) for at in range(count))
    values = [amounts.get(day.replace(day=1), np.nan) for day in days]
    return OutputDays(
        product=product, days=np.array(values), months=len(amounts), until=last
    )


def _in_base(row: OutputMonth, quantity: Dimension | None) -> float | None:
    """The amount in the base unit; None where it is another quantity."""
    unit = parse_unit(row.unit)
    if unit.dimension != quantity:
        return None
    return float(Fraction(row.amount) * unit.factor)


def _carried(told: OutputDays, begin: date, end: date) -> OutputDays:
    if told.until is None or told.until >= end:
        return told
    at = (told.until - begin).days
    if at < 0:
        return told
    days = told.days.copy()
    days[at + 1 : at + 1 + CARRIED] = days[at]
    return attrs.evolve(told, days=days)
