"""Read a file as what it would add to the lake; nothing is stored."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import attrs

from dafeng.accounts.intake.checking import (
    amounts_before,
    balance_findings,
    jumps,
    repeated,
    row_key,
    uncovered,
    unfit_cells,
)
from dafeng.accounts.intake.columns import check_columns
from dafeng.accounts.intake.heads import find_head, suggest_map
from dafeng.accounts.intake.inspecting import file_finding, no_head
from dafeng.accounts.intake.items import item_names
from dafeng.accounts.intake.lists import kind_of
from dafeng.accounts.intake.making import Maker
from dafeng.accounts.intake.pages import Page, file_digest, pages
from dafeng.accounts.intake.records import (
    Batch,
    ColumnMap,
    Context,
    Kind,
    Staged,
    StagedRow,
    Summary,
)
from dafeng.accounts.intake.sheet_rows import ReadRow, sheet_rows
from dafeng.accounts.intake.summing import Sums, shortened
from dafeng.base.errors import BadInputError
from dafeng.base.findings import Finding, Severity
from dafeng.factors import factor_book

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from dafeng.factors import FactorBook

MAX_ROWS = 200_000
"""Rows that :func:`stage` holds at once; larger files go through
:func:`stage_batches`."""

_BATCH = 20_000
_DIGEST_SHOWN = 12


def stage(
    path: Path,
    kind: str,
    mapping: ColumnMap | None = None,
    *,
    context: Context,
    max_rows: int = MAX_ROWS,
) -> Staged:
    """Read a sheet and check everything about it.

    Parameters
    ----------
    path : Path
        ``.xlsx`` or ``.csv``.
    kind : str
        Code of a kind, for example ``gas``.
    mapping : ColumnMap, optional
        How the sheet is read; by default as :func:`~dafeng.accounts.intake.inspect`
        suggests.
    context : Context
    max_rows : int
        More rows than this are not held: ``intake.too_many_rows``.

    Returns
    -------
    Staged
        Rows without an error, and every finding by file, sheet and cell. The caller
        appends the rows under ``key`` once somebody has approved them.

    Raises
    ------
    NotFoundError
        ``intake.no_kind``.
    BadInputError
        ``intake.bad_map``: the map does not fit the kind.
    """
    form, book = kind_of(kind), context.book or factor_book()
    try:
        sha256 = file_digest(path)
        found = _page(path, form, mapping)
        if isinstance(found, Finding):
            return _nothing(form, found, sha256)
        page, used = found
        batches = list(_bounded(_batches(page, form, used, context, sha256), max_rows))
    except (BadInputError, OSError) as error:
        if getattr(error, "code", "") == "intake.bad_map":
            raise
        return _nothing(form, file_finding(path, error), "")
    rows = tuple(row for batch in batches for row in batch.rows)
    places = tuple(place for batch in batches for place in batch.places)
    findings = [finding for batch in batches for finding in batch.findings]
    if form.code == "statistics":
        findings += balance_findings(rows, places, book)
    return Staged(
        kind=form.code,
        table=form.table,
        rows=rows,
        places=places,
        findings=tuple(shortened(findings)),
        summary=_summary(batches),
        sha256=sha256,
        key=_key(form, sha256, used),
    )


def stage_batches(
    path: Path,
    kind: str,
    mapping: ColumnMap | None = None,
    *,
    context: Context,
    batch_rows: int = _BATCH,
) -> Iterator[Batch]:
    """Read a sheet of any length in parts; memory does not grow with a CSV file.

    Each part is judged as :func:`stage` judges the whole; whether a balance closes is
    not asked: it never has that many cells.

    Raises
    ------
    NotFoundError
        ``intake.no_kind``.
    BadInputError
        The file cannot be read (``workbook.…``), no row of it names the columns
        (``intake.no_head``), or the map does not fit (``intake.bad_map``).
    """
    form = kind_of(kind)
    found = _page(path, form, mapping)
    if isinstance(found, Finding):
        msg = f"{found.place}: {found.rule} {found.hint}"
        raise BadInputError(msg, code=found.code, name=path.name)
    page, used = found
    yield from _batches(page, form, used, context, file_digest(path), batch_rows)


def _page(
    path: Path, form: Kind, mapping: ColumnMap | None
) -> tuple[Page, ColumnMap] | Finding:
    """Find the sheet that is read, and how."""
    sheets = pages(path)
    if mapping is not None:
        named = [page for page in sheets if page.name == mapping.sheet]
        if named:
            return named[0], mapping
        have = ", ".join(page.name for page in sheets)
        msg = f"{path.name!r} has no sheet {mapping.sheet!r}. It has: {have}."
        raise BadInputError(msg, code="intake.bad_map", sheet=mapping.sheet)
    ordered = sorted(sheets, key=lambda page: page.name != form.sheet)
    for page in ordered:
        head = find_head(page, form.code)
        if head is not None:
            return page, suggest_map(page, head, form)
    return no_head(path.name)


def _batches(
    page: Page,
    form: Kind,
    mapping: ColumnMap,
    context: Context,
    sha256: str,
    batch_rows: int = _BATCH,
) -> Iterator[Batch]:
    columns = check_columns(page, form, mapping)
    book = context.book or factor_book()
    parts = _Parts(
        maker=Maker(
            kind=form,
            context=context,
            uses=columns.uses,
            coefficients=mapping.coefficients,
        ),
        context=context,
        book=book,
        before=amounts_before(context.previous),
        key=_key(form, sha256, mapping),
    )
    read = sheet_rows(
        page,
        form,
        columns.uses,
        mapping,
        item_names(book),
        f"sha256:{sha256[:_DIGEST_SHOWN]}",
        context.today,
    )
    head: tuple[Finding, ...] = columns.findings
    while True:
        part = list(islice(read, batch_rows))
        yield parts.batch(part, head)
        head = ()
        if len(part) < batch_rows:
            return


@attrs.frozen(kw_only=True)
class _Parts:
    """What the parts of one file share: how rows are made, what was seen already."""

    maker: Maker
    context: Context
    book: FactorBook
    before: Mapping[tuple[str, ...], int]
    key: str
    seen: set[int] = attrs.field(factory=set)
    covered: set[tuple[str, str, str, int]] = attrs.field(factory=set)

    def batch(self, part: list[ReadRow], head: tuple[Finding, ...]) -> Batch:
        """Make and judge the rows of a part."""
        findings = list(head)
        made: list[tuple[StagedRow, str]] = []
        refused = 0
        for read in part:
            odd = list(read.findings)
            if read.row is not None:
                for one in self.maker.rows(read.row):
                    odd += one.findings
                    if one.row is not None:
                        made.append((one.row, one.place))
            refused += any(finding.severity is Severity.ERROR for finding in odd)
            findings += odd
        fitting, unfit = unfit_cells(made)
        kept, double = self._once(fitting)
        rows, places = tuple(row for row, _ in kept), tuple(place for _, place in kept)
        findings += [*unfit, *double]
        findings += uncovered(rows, places, self.context, self.book, self.covered)
        findings += jumps(rows, places, self.context, self.before)
        return Batch(
            rows=rows,
            places=places,
            findings=tuple(findings),
            read=len(part),
            refused=refused,
            key=self.key,
        )

    def _once(
        self, rows: list[tuple[StagedRow, str]]
    ) -> tuple[list[tuple[StagedRow, str]], list[Finding]]:
        """Take rows that say something new; of the others say so."""
        kept, double = [], []
        for row, place in rows:
            key = hash(row_key(row))
            if key in self.seen:
                double.append(repeated(row, place))
                continue
            self.seen.add(key)
            kept.append((row, place))
        return kept, double


def _key(form: Kind, sha256: str, mapping: ColumnMap) -> str:
    return f"{form.code}:{sha256}:{mapping.digest}"


def _summary(batches: Iterable[Batch]) -> Summary:
    sums = Sums()
    for batch in batches:
        sums.add(batch)
    return sums.summary()


def _bounded(batches: Iterator[Batch], max_rows: int) -> Iterator[Batch]:
    """Pass batches on until there are too many rows, then say so and stop."""
    read = 0
    for batch in batches:
        read += batch.read
        if read > max_rows:
            too_many = Finding(
                code="intake.too_many_rows",
                severity=Severity.ERROR,
                place=batch.places[0] if batch.places else "",
                value=f"> {max_rows:,}",
                rule=f"At most {max_rows:,} rows are looked through at once.",
                hint="Split the file by year or by place, or import it with "
                "`--batches`.",
            )
            yield attrs.evolve(
                batch, rows=(), places=(), findings=(too_many,), refused=batch.read
            )
            return
        yield batch


def _nothing(form: Kind, finding: Finding, sha256: str) -> Staged:
    return Staged(
        kind=form.code,
        table=form.table,
        rows=(),
        places=(),
        findings=(finding,),
        summary=Summary(read=0, refused=0, years=(), amounts=()),
        sha256=sha256,
        key="",
    )
