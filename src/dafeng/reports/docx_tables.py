"""Tables of a .docx: full grid, fixed widths, heads that repeat."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from dafeng.reports.docx_dress import TWIPS, Dress
from dafeng.reports.outline import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document as Open
    from docx.table import Table, _Cell, _Row

_TEAL = "0B6E69"
_PADDING = 4.0


def new_table(document: Open, rows: int, shares: Sequence[int], dress: Dress) -> Table:
    """Add a table as wide as the text, its columns by their shares."""
    table: Table = document.add_table(rows=rows, cols=len(shares))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    total = sum(shares)
    widths = [round(dress.width * one / total * TWIPS) for one in shares]
    grid = table._tbl.tblGrid  # noqa: SLF001 - no other way
    for column, width in zip(grid.findall(qn("w:gridCol")), widths, strict=True):
        column.set(qn("w:w"), str(width))
    for at, cell in enumerate(table._cells):  # noqa: SLF001 - once, not row by row
        cell.width = Pt(widths[at % len(widths)] / TWIPS)
    for row in table._tbl.tr_lst:  # noqa: SLF001 - see above
        properties = row.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
    _pad(table)
    return table


def fill_rows(table: Table, rows: Sequence[Sequence[str]]) -> None:
    """Write rows after the pattern of the last row, which is then taken away.

    A copy of a row that is dressed already costs a tenth of dressing each cell anew.
    """
    pattern = table.rows[-1]._tr  # noqa: SLF001 - no other way
    for row in rows:
        made = deepcopy(pattern)
        for run, text in zip(made.iter(qn("w:r")), row, strict=True):
            run.text = printable(text)
        pattern.addprevious(made)
    table._tbl.remove(pattern)  # noqa: SLF001 - no other way


def loosen_last_row(table: Table) -> None:
    """Let a page end after the table."""
    for line in table.rows[-1]._tr.iter(qn("w:keepNext")):  # noqa: SLF001 - see above
        line.set(qn("w:val"), "0")


def repeat_row(row: _Row) -> None:
    """Let a row stand again at the top of each page."""
    head = OxmlElement("w:tblHeader")
    row._tr.get_or_add_trPr().append(head)  # noqa: SLF001 - no other way


def shade(cell: _Cell, colour: str) -> None:
    """Fill a cell."""
    fill = OxmlElement("w:shd")
    for key, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        fill.set(qn(f"w:{key}"), value)
    cell._tc.get_or_add_tcPr().append(fill)  # noqa: SLF001 - no other way


def thick_top(cell: _Cell) -> None:
    """Frame a cell lightly, with a heavy line over it."""
    borders = OxmlElement("w:tcBorders")
    for side in ("top", "left", "bottom", "right"):
        line = OxmlElement(f"w:{side}")
        line.set(qn("w:val"), "single")
        line.set(qn("w:sz"), "13" if side == "top" else "4")
        line.set(qn("w:space"), "0")
        line.set(qn("w:color"), _TEAL if side == "top" else "C9C9C9")
        borders.append(line)
    cell._tc.get_or_add_tcPr().append(borders)  # noqa: SLF001 - no other way


def _pad(table: Table) -> None:
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        one = OxmlElement(f"w:{side}")
        one.set(qn("w:w"), str(round(_PADDING * TWIPS)))
        one.set(qn("w:type"), "dxa")
        margins.append(one)
    look = table._tbl.tblPr.find(qn("w:tblLook"))  # noqa: SLF001 - no other way
    if look is None:
        table._tbl.tblPr.append(margins)  # noqa: SLF001 - no other way
    else:
        look.addprevious(margins)
