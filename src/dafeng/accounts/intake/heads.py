"""Heads of foreign sheets: which row names the columns, and what each column means."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

import attrs

from dafeng.accounts.intake.lists import kinds, plain
from dafeng.accounts.intake.records import (
    ColumnMap,
    ColumnUse,
    Field,
    FieldType,
    HeadView,
    Kind,
)
from dafeng.base.errors import UnitError
from dafeng.base.units import parse_unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dafeng.accounts.intake.pages import Page
    from dafeng.sheets import Cell

SEARCHED_ROWS = 30
_WITH_UNIT = re.compile(r"(.+?)[\[((]([^()()\[\]]*(?:\([^()]*\))?[^()()\[\]]*)[))\]]")
_STATED_UNIT = re.compile(r"单位[::]\s*([^\s,,;;]+)")
_YEAR = re.compile(r"(19|20)\d\d(?=年|\s*$|年度)")


@attrs.frozen(kw_only=True)
class Head:
    """The head of a sheet.

    Attributes
    ----------
    row : int
        Last row of it.
    cells : tuple of HeadView
        Fields as the kind would take them.
    kind : str
        The kind whose fields fit best; empty when none does.
    unit : str
        Unit that stands above the head for the whole sheet (单位:万吨).
    year : str
        Year that stands above the head; empty when none.
    """

    row: int
    cells: tuple[HeadView, ...]
    kind: str
    unit: str
    year: str


@cache
def _fields_by_name(kind: str) -> Mapping[str, Field]:
    named: dict[str, Field] = {}
    for field in kinds()[kind].fields:
        for word in (field.title, field.name, *field.spellings):
            named.setdefault(plain(word), field)
    return named


def title_and_unit(text: str) -> tuple[str, str]:
    """Split ``用电量(万千瓦时)`` into title and unit; what is no unit stays.

    Examples
    --------
    >>> title_and_unit("用电量(万千瓦时)"), title_and_unit("调出量(-)")
    (('用电量', '万千瓦时'), ('调出量(-)', ''))
    """
    flat = "".join(unicodedata.normalize("NFKC", text).split())
    match = _WITH_UNIT.fullmatch(flat)
    if match is None:
        return flat, ""
    title, unit = match[1], match[2]
    return (title, unit) if _is_unit(unit) else (flat, "")


def _is_unit(text: str) -> bool:
    try:
        parse_unit(text)
    except UnitError:
        return False
    return True


def find_head(page: Page, kind: str = "") -> Head | None:
    """Find the row that names the columns, and the kind that it fits best.

    Parameters
    ----------
    page : Page
    kind : str
        Code of the only kind that is tried; empty tries all.

    Returns
    -------
    Head or None
        None when no row of the first thirty names two columns.
    """
    best: tuple[int, int, str, tuple[Cell, ...]] = (1, 0, "", ())
    above: list[str] = []
    notes: list[str] = []
    for number, cells in page.rows():
        if number > SEARCHED_ROWS:
            break
        for code in (kind,) if kind else kinds():
            named = {f.name for cell in cells if (f := _field(code, cell))}
            if len(named) > best[0]:
                best = (len(named), number, code, cells)
                notes = list(above)
        above += [str(cell.value) for cell in cells if isinstance(cell.value, str)]
    if not best[2]:
        return None
    _, number, code, cells = best
    text = " ".join(notes)
    unit, year = _STATED_UNIT.search(text), _YEAR.search(text)
    return Head(
        row=_last_row(page, cells),
        cells=tuple(_view(page, code, cell) for cell in cells),
        kind=code,
        unit=unit[1] if unit and _is_unit(unit[1]) else "",
        year=year[0] if year else "",
    )


def _field(kind: str, cell: Cell) -> Field | None:
    title, _ = title_and_unit(str(cell.value or ""))
    return _fields_by_name(kind).get(plain(title))


def _view(page: Page, kind: str, cell: Cell) -> HeadView:
    _, unit = title_and_unit(str(cell.value or ""))
    field = _field(kind, cell)
    block = next((m for m in page.merged if m.covers(cell.row, cell.column)), None)
    return HeadView(
        column=cell.column,
        address=cell.address,
        text=str(cell.value or cell.error),
        field="" if field is None else field.name,
        unit=unit,
        merged=block is not None and block.last_column > block.first_column,
    )


def _last_row(page: Page, cells: Iterable[Cell]) -> int:
    rows = [cell.row for cell in cells]
    for cell in cells:
        rows += [m.last_row for m in page.merged if m.covers(cell.row, cell.column)]
    return max(rows)


def suggest_map(page: Page, head: Head, kind: Kind) -> ColumnMap:
    """Suggest how a sheet is read as a kind; a column that fits nothing is left out."""
    uses: dict[str, ColumnUse] = {}
    named = _fields_by_name(kind.code)
    for view in head.cells:
        title, unit = title_and_unit(view.text)
        field = named.get(plain(title))
        if field is None or field.name in uses:
            continue
        whole = head.unit if field.type is FieldType.QUANTITY else ""
        uses[field.name] = ColumnUse(
            column=view.column, field=field.name, unit=unit or whole
        )
    constants = (("year", head.year),) if head.year and "year" not in uses else ()
    return ColumnMap(
        sheet=page.name,
        head_row=head.row,
        columns=tuple(sorted(uses.values(), key=lambda use: use.column)),
        constants=constants,
    )
