"""Look at a file before it is read: sheets, heads, a guess at its kind."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from dafeng.accounts.intake.heads import find_head, suggest_map
from dafeng.accounts.intake.lists import kind_of
from dafeng.accounts.intake.pages import Page, file_digest, pages
from dafeng.accounts.intake.records import Inspection, SheetView
from dafeng.base.errors import BadInputError
from dafeng.base.findings import Finding, Severity

if TYPE_CHECKING:
    from pathlib import Path

_SAMPLE_ROWS = 5


def inspect(path: Path) -> Inspection:
    """Tell what a file holds and how it might be read; nothing is stored.

    Parameters
    ----------
    path : Path
        ``.xlsx``, or ``.csv`` in UTF-8 or GB 18030.

    Returns
    -------
    Inspection
        Findings: ``intake.file`` (the file cannot be read, or is too large) and
        ``intake.no_head`` (no sheet has a row that names known columns).
    """
    try:
        digest = file_digest(path)
        views = [_view(page) for page in pages(path)]
    except (BadInputError, OSError) as error:
        found = (file_finding(path, error),)
        return Inspection(file=path.name, sha256="", sheets=(), findings=found)
    return Inspection(
        file=path.name,
        sha256=digest,
        sheets=tuple(views),
        findings=() if any(view.kind for view in views) else (no_head(path.name),),
    )


def _view(page: Page) -> SheetView:
    head = find_head(page)
    below = 0 if head is None else head.row
    rows = (cells for number, cells in page.rows() if number > below)
    sample = tuple(
        tuple(cell.error or str(cell.value) for cell in cells)
        for cells in islice(rows, _SAMPLE_ROWS)
    )
    if head is None:
        return SheetView(name=page.name, kind="", heads=(), mapping=None, sample=sample)
    return SheetView(
        name=page.name,
        kind=head.kind,
        heads=head.cells,
        mapping=suggest_map(page, head, kind_of(head.kind)),
        sample=sample,
    )


def file_finding(path: Path, error: Exception) -> Finding:
    """Say why a file cannot be read."""
    return Finding(
        code="intake.file",
        severity=Severity.ERROR,
        place=path.name,
        value=getattr(error, "code", type(error).__name__),
        rule=str(error),
        hint="Save large tables as CSV (UTF-8), or split them by year.",
    )


def no_head(place: str) -> Finding:
    """Say that no row names the columns."""
    return Finding(
        code="intake.no_head",
        severity=Severity.ERROR,
        place=place,
        rule="One of the first thirty rows names the columns of a known kind.",
        hint="Use the form of the kind, or map the columns by hand.",
    )
