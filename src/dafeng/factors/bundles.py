"""A book as bytes: what a seal keeps, so that a new edition cannot change the past."""

from __future__ import annotations

import attrs

from dafeng.base.plain import record_from_json, record_to_json
from dafeng.factors.books import FactorBook
from dafeng.factors.editions import Ordering  # noqa: TC001 - read back by its type
from dafeng.factors.records import Factor  # noqa: TC001 - read back by its type


@attrs.frozen(kw_only=True)
class _Kept:
    """Rows and rules; signatures are evidence, and the lake keeps them."""

    rows: tuple[Factor, ...]
    ordering: Ordering


def book_to_json(book: FactorBook) -> bytes:
    """Write rows and rules of a book; the same book gives the same bytes."""
    return record_to_json(_Kept(rows=book.rows, ordering=book.ordering))


def book_from_json(data: bytes) -> FactorBook:
    """Read a book back; its edition is that of the book that was written.

    Raises
    ------
    BadInputError
        ``record.bad``: the bytes are not what :func:`book_to_json` writes.
    """
    kept = record_from_json(data, _Kept)
    return FactorBook(rows=kept.rows, ordering=kept.ordering)
