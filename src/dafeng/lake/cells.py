"""One column of Python values as an Arrow array, and each cell that does not fit.

Nothing is cast: a float is no exact amount, a text no number, a naive time no moment.
"""

from __future__ import annotations

import math
import operator
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from numbers import Integral
from typing import TYPE_CHECKING

import attrs
import pyarrow as pa

from dafeng.lake.columns import ARROW
from dafeng.lake.schemas import ColumnKind, ColumnSchema

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LEAST, MOST = -(2**63), 2**63 - 1


@attrs.frozen
class Reason:
    """Why a cell does not fit: code, the rule that it breaks, what to do."""

    code: str
    rule: str
    hint: str


@attrs.frozen
class Misfit:
    """A cell that does not fit: its row from 0, what stands there, and why."""

    row: int
    value: object
    reason: Reason


class Unfit(Exception):
    """A value does not fit; never leaves this room."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.rule)
        self.reason = reason


HALF_CHARACTER = Reason(
    "lake.bad_text", "A text has whole characters only.", "Read the source again."
)
NAIVE_TIME = Reason(
    "lake.naive_time",
    "A time has a zone; a naive one is not a moment.",
    "Give its time zone.",
)
TOO_LARGE = Reason(
    "lake.too_large",
    "A number of the lake has 64 bits.",
    "Check its unit and its digits.",
)


def column_of_cells(
    column: ColumnSchema, values: Sequence[object]
) -> tuple[pa.Array, list[Misfit]]:
    """Return the array of the column's stored type and the cells that do not fit.

    Parameters
    ----------
    column : ColumnSchema
    values : sequence of object
        None is "not known". A ``SCALED`` cell is the stored integer itself.
    """
    types = set(map(type, values)) - {type(None)}
    if types <= EXACT[column.kind]:
        try:
            return pa.array(values, ARROW[column.kind]), []
        except (pa.ArrowException, OverflowError, UnicodeError, ValueError):
            pass  # some cell is out of range; the slow way tells which
    return _cell_by_cell(values, FIT[column.kind], ARROW[column.kind])


def column_of_amounts(
    column: ColumnSchema, values: Sequence[object]
) -> tuple[pa.Array, list[Misfit]]:
    """Like :func:`column_of_cells`, of exact amounts that are not scaled yet."""
    return _cell_by_cell(values, lambda value: scaled(value, column.scale), pa.int64())


def _cell_by_cell(
    values: Sequence[object], fit: Callable[[object], object], kind: pa.DataType
) -> tuple[pa.Array, list[Misfit]]:
    fitted: list[object] = []
    misfits = []
    for row, value in enumerate(values):
        try:
            fitted.append(None if value is None else fit(value))
        except Unfit as unfit:
            misfits.append(Misfit(row, value, unfit.reason))
            fitted.append(None)
    return pa.array(fitted, kind), misfits


def text(value: object) -> str:
    """Take a text that can be stored.

    Raises
    ------
    Unfit
        It is no text, or has half a character.
    """
    if not isinstance(value, str):
        raise Unfit(wrong_kind("a text", value))
    try:
        value.encode()
    except UnicodeEncodeError:
        raise Unfit(HALF_CHARACTER) from None
    return str.__str__(value)


def integer(value: object) -> int:
    """Take a whole number of 64 bits.

    Raises
    ------
    Unfit
        It is no whole number, or too large.
    """
    if not isinstance(value, Integral) or isinstance(value, bool):
        raise Unfit(wrong_kind("a whole number", value))
    return within(operator.index(value))


def scaled(value: object, scale: int) -> int:
    """Take an exact amount in units of ``10**-scale``.

    Raises
    ------
    Unfit
        A float, an infinite or not a number, finer than the scale, or too large.
    """
    if isinstance(value, bool) or not isinstance(value, Integral | Decimal | Fraction):
        raise Unfit(wrong_kind("an exact number (Decimal)", value))
    if isinstance(value, Decimal) and not value.is_finite():
        raise Unfit(wrong_kind("a finite number", value))
    if isinstance(value, Decimal) and value and abs(value.adjusted()) > 40:
        raise Unfit(TOO_LARGE if value.adjusted() > 0 else _too_fine(scale))
    steps = Fraction(value) * 10**scale
    if steps.denominator != 1:
        raise Unfit(_too_fine(scale))
    return within(int(steps))


def day(value: object) -> date:
    """Take a day.

    Raises
    ------
    Unfit
        It is no day, or a day with a time.
    """
    if isinstance(value, datetime) or not isinstance(value, date):
        raise Unfit(wrong_kind("a day", value))
    return value


def moment(value: object) -> datetime:
    """Take a moment.

    Raises
    ------
    Unfit
        It is no time, or one without a time zone.
    """
    if not isinstance(value, datetime):
        raise Unfit(wrong_kind("a time with its zone", value))
    if value.utcoffset() is None:
        raise Unfit(NAIVE_TIME)
    return value.astimezone(UTC)


def truth(value: object) -> bool:
    """Take yes or no.

    Raises
    ------
    Unfit
        It is neither.
    """
    if not isinstance(value, bool):
        raise Unfit(wrong_kind("true or false", value))
    return value


def within(value: int) -> int:
    """Take a whole number that 64 bits hold.

    Raises
    ------
    Unfit
        It is larger.
    """
    if not LEAST <= value <= MOST:
        raise Unfit(TOO_LARGE)
    return value


def wrong_kind(wanted: str, value: object) -> Reason:
    """Say that a value is of another kind than its column."""
    hint = "Give it exactly; nothing is converted on the way in."
    if isinstance(value, float) and not math.isfinite(value):
        hint = "Leave an unknown amount out."
    rule = f"The column takes {wanted}, not {type(value).__name__}."
    return Reason("lake.wrong_kind", rule, hint)


def _too_fine(scale: int) -> Reason:
    rule = f"The column keeps {scale} decimals."
    return Reason("lake.too_fine", rule, "Round it where the figure is stated.")


EXACT: dict[ColumnKind, set[type]] = {
    ColumnKind.TEXT: {str},
    ColumnKind.INTEGER: {int},
    ColumnKind.SCALED: {int},
    ColumnKind.DATE: {date},
    ColumnKind.INSTANT: set(),
    ColumnKind.BOOLEAN: {bool},
}
"""Types whose cells Arrow takes as they are."""

FIT: dict[ColumnKind, Callable[[object], object]] = {
    ColumnKind.TEXT: text,
    ColumnKind.INTEGER: integer,
    ColumnKind.SCALED: integer,
    ColumnKind.DATE: day,
    ColumnKind.INSTANT: moment,
    ColumnKind.BOOLEAN: truth,
}
