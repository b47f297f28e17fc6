"""All checks of factor rows, in one call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

import attrs

from dafeng.base.tables import packaged_rows
from dafeng.factors.books import FactorBook, factor_book
from dafeng.factors.checks.arithmetic import check_ready_factor, check_standard_coal
from dafeng.factors.checks.peers import check_duplicates, check_peers
from dafeng.factors.checks.records import Stated
from dafeng.factors.checks.single import (
    check_number,
    check_source,
    check_unit,
    check_years,
)
from dafeng.factors.editions import PACKAGE

if TYPE_CHECKING:
    from dafeng.base.findings import Finding
    from dafeng.factors.records import Factor

_NO_ARITHMETIC = frozenset({"factor.unit_unknown", "factor.unit_misfit"})


@attrs.frozen(kw_only=True)
class KnownConflict:
    """A finding on the packaged rows that is kept on purpose.

    Attributes
    ----------
    code, place, value : str
        As the finding has them.
    reason : str
        Why the row stays as it is.
    """

    code: str
    place: str
    value: str
    reason: str


def check_factor_rows(
    rows: Iterable[Factor], *, book: FactorBook | None = None
) -> tuple[Finding, ...]:
    """Check rows against themselves, each other and the rows of a book.

    Parameters
    ----------
    rows : iterable of Factor
    book : FactorBook, optional
        Peers and parts besides the rows themselves; default the packaged edition.

    Returns
    -------
    tuple of Finding
        In the order of the rows; ``place`` is the id of the row.
    """
    stated = [Stated(factor=row, place=row.id) for row in rows]
    return check_stated(stated, book or factor_book())


def check_stated(rows: Iterable[Stated], book: FactorBook) -> tuple[Finding, ...]:
    """Check rows that know their places; see :func:`check_factor_rows`."""
    stated = list(rows)
    around = _with_peers(book, [each.factor for each in stated])
    findings = [finding for each in stated for finding in _check_one(each, around)]
    return (*findings, *check_duplicates(stated))


@cache
def known_conflicts() -> tuple[KnownConflict, ...]:
    """Return the findings on the packaged rows that are kept on purpose."""
    return tuple(
        KnownConflict(**row) for row in packaged_rows(PACKAGE, "known_conflicts.csv")
    )


def check_cells_left(stated: Stated, book: FactorBook) -> Iterator[Finding]:
    """What can be said of a row whose years cannot be read."""
    yield from check_source(stated)
    yield from check_number(stated)
    about_unit = list(check_unit(stated))
    yield from about_unit
    if not any(finding.code in _NO_ARITHMETIC for finding in about_unit):
        yield from check_standard_coal(stated, book)
        yield from check_ready_factor(stated, book)
        yield from check_peers(stated, book)


def _check_one(stated: Stated, book: FactorBook) -> Iterator[Finding]:
    yield from check_cells_left(stated, book)
    yield from check_years(stated)


def _with_peers(book: FactorBook, rows: list[Factor]) -> FactorBook:
    """Return the book with the rows in it; a row of the same id stands for the old."""
    new = {row.id: row for row in rows}
    kept = [row for row in book.rows if row.id not in new]
    return attrs.evolve(book, rows=(*kept, *new.values()))
