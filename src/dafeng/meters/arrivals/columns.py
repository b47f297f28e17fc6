"""A batch as columns, whatever form it had: names, moments and exact values.

What a row says wrongly is kept as such, so that it can be told which one it was.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

import attrs
import numpy as np

from dafeng.base.days import CHINA
from dafeng.meters.arrivals.errors import BatchError
from dafeng.meters.records import SCALE, VALUE_SCALE

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    Int64: TypeAlias = NDArray[np.int64]

NONE = np.iinfo(np.int64).min
"""Stands in a column of whole numbers where there is none."""

MOST_ROWS = 500_000
MOST_THOUSANDTHS = 2**62
MICRO = 10**6
LONGEST_NUMBER = 40
"""Characters of a number; a longer one is a slip of the pen."""
EARLIEST = datetime(2010, 1, 1, tzinfo=CHINA)
"""No reading is older; a clock that lost its battery begins before."""

_MOST_FLOAT = 2**53
"""Up to here a binary fraction tells every thousandth from the next."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MOST_EXPONENT = 30
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)


@attrs.frozen(kw_only=True, eq=False)
class Columns:
    """The rows of a batch.

    Attributes
    ----------
    names : sequence of str
        Names of meters, each once.
    meter : array of int64
        Place in ``names``; -1 where none stands.
    at : array of int64
        Microseconds of UTC, or :data:`NONE`.
    value : array of int64
        Thousandths of the unit that was sent, or :data:`NONE` where it is no number of
        whole thousandths.
    unit_names : sequence of str
        Units that were sent, each once.
    unit : array of int64
        Place in ``unit_names``; -1 is the unit of the meter.
    exact : callable
        Row to the value as it was sent, exactly; None for what is no number.
    shown : callable
        Row and column (``meter``, ``at``, ``value``, ``unit``) to what stands there.
    numbers : array of int64 or None
        What each row is called; None counts from 1.
    """

    names: Sequence[str]
    meter: Int64
    at: Int64
    value: Int64
    unit_names: Sequence[str]
    unit: Int64
    exact: Callable[[int], Fraction | None]
    shown: Callable[[int, str], str]
    numbers: Int64 | None = None

    def __len__(self) -> int:
        return len(self.at)

    def number(self, row: int) -> int:
        """Return what the sender calls a row."""
        return row + 1 if self.numbers is None else int(self.numbers[row])


def refuse_size(rows: int) -> None:
    """Refuse a batch without rows, or with too many.

    Raises
    ------
    BatchError
        ``arrivals.empty``, ``arrivals.too_many``.
    """
    if not rows:
        msg = "The batch has no rows; send at least one reading."
        raise BatchError(msg, code="arrivals.empty")
    if rows > MOST_ROWS:
        raise too_many()


def too_many() -> BatchError:
    """Say that a batch has too many rows, or more parts than so many rows have."""
    msg = f"The batch has too many rows; send at most {MOST_ROWS} at once."
    return BatchError(msg, code="arrivals.too_many", most=MOST_ROWS)


def places_of(texts: Sequence[object]) -> tuple[list[str], Int64]:
    """Give every text its place among the different ones; -1 is no text or empty."""
    import pyarrow as pa

    if not any(texts):
        return [], np.full(len(texts), -1, np.int64)
    try:
        coded = pa.array(texts, pa.string()).dictionary_encode()
    except (pa.ArrowException, ValueError):
        coded = pa.array(map(_text, texts), pa.string()).dictionary_encode()
    names = [name.strip() for name in coded.dictionary.to_pylist()]
    places: Int64 = coded.indices.cast(pa.int64()).fill_null(-1).to_numpy()
    empty = [place for place, name in enumerate(names) if not name]
    return names, np.where(np.isin(places, empty), -1, places) if empty else places


def _text(one: object) -> str | None:
    return one.encode(errors="replace").decode() if isinstance(one, str) else None


def thousandths_of_floats(values: NDArray[np.float64]) -> Int64:
    """Return binary fractions as the thousandths that they stand for.

    A double is the nearest one to a number of at most three decimals, or to none: the
    way back decides it, up to twelve digits before the point.

    Examples
    --------
    >>> thousandths_of_floats(np.array([0.1, 12.345, 1.0004])).tolist()[:2]
    [100, 12345]
    """
    with np.errstate(over="ignore", invalid="ignore"):
        scaled = np.rint(values * SCALE)
        known = (np.abs(scaled) < _MOST_FLOAT) & (scaled / SCALE == values)
    return np.where(known, scaled, 0).astype(np.int64) + np.where(known, 0, NONE)


def thousandths_of_decimals(values: pa.Array) -> Int64 | None:
    """Return texts or decimals in whole thousandths; None if not all of them can be.

    Nulls become :data:`NONE`.
    """
    import pyarrow as pa

    try:
        scaled = values.cast(pa.decimal128(38, VALUE_SCALE))
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return None
    words = np.frombuffer(scaled.buffers()[1], np.int64).reshape(-1, 2)
    low, high = words[scaled.offset : scaled.offset + len(scaled)].T
    there = scaled.is_valid().to_numpy(zero_copy_only=False)
    fits = (high == low >> 63) & (np.abs(low) < MOST_THOUSANDTHS) & there
    return np.where(fits, low, NONE)


def thousandths_of_number(value: Decimal | Fraction | int | None) -> int:
    """Return a number in whole thousandths; :data:`NONE` where it has none."""
    if value is None:
        return int(NONE)
    if isinstance(value, Decimal):
        scaled = value.scaleb(VALUE_SCALE)
        whole = int(scaled)
        fits = scaled == whole
    else:
        exact = Fraction(value) * SCALE
        whole, fits = exact.numerator, exact.denominator == 1
    return whole if fits and abs(whole) < MOST_THOUSANDTHS else int(NONE)


def number_of_text(text: str) -> Decimal | None:
    """Read a decimal text; None for what is none, or a slip of the pen.

    Examples
    --------
    >>> number_of_text(" 12.50 "), number_of_text("1e999"), number_of_text("NaN")
    (Decimal('12.50'), None, None)
    """
    plain = text.strip()
    if len(plain) > LONGEST_NUMBER or not _NUMBER.fullmatch(plain):
        return None
    number = Decimal(plain)
    return number if abs(number.adjusted()) <= _MOST_EXPONENT else None


def micro_of(moment: datetime) -> int:
    """Return microseconds of UTC; :data:`NONE` for what is earlier than any reading."""
    if moment < EARLIEST:
        return int(NONE)
    return (moment - _EPOCH) // timedelta(microseconds=1)
