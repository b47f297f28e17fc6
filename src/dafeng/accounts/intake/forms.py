"""The forms that offices fill in: one sheet per kind, units, lists, hints."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from dafeng.accounts.balance import balance_lines, carriers
from dafeng.accounts.intake.lists import choices, kind_of
from dafeng.accounts.intake.records import Field, FieldType, Kind
from dafeng.sheets import Column, Sheet, workbook_bytes
from dafeng.sheets import Kind as ColumnKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

MADE_ON = dt.date(2026, 1, 1)
"""Day in the properties of a form: part of the edition, not of the clock."""

_COLUMN_KINDS: Mapping[FieldType, ColumnKind] = {
    FieldType.YEAR: ColumnKind.INTEGER,
    FieldType.MONTH: ColumnKind.INTEGER,
    FieldType.NUMBER: ColumnKind.NUMBER,
    FieldType.QUANTITY: ColumnKind.NUMBER,
}
_MONTHS = tuple(str(month) for month in range(1, 13))


def template(kind: str, *, year: int | None = None) -> bytes:
    """Compose the empty form of a kind as a workbook (.xlsx).

    Parameters
    ----------
    kind : str
        Code of a kind, for example ``grid``.
    year : int, optional
        Year that is filled in already where the rows are given (``statistics``).

    Returns
    -------
    bytes
        The same for the same arguments.

    Raises
    ------
    NotFoundError
        ``intake.no_kind``.
    """
    return filled_template(kind, _given_rows(kind_of(kind), year))


def filled_template(
    kind: str, rows: Iterable[Mapping[str, str | int | Decimal | None]]
) -> bytes:
    """Compose the form of a kind with rows in it.

    Parameters
    ----------
    kind : str
    rows : iterable of mapping
        Values by the name of the field; a carrier outside the empty form gets its
        column when a row has it.

    Raises
    ------
    NotFoundError
        ``intake.no_kind``.
    """
    form = kind_of(kind)
    filled = [dict(row) for row in rows]
    named = {name for row in filled for name, value in row.items() if value is not None}
    fields = [each for each in form.fields if _shown(each) or each.name in named]
    sheet = Sheet(
        name=form.sheet,
        columns=[_column(each) for each in fields],
        rows=[[row.get(each.name) for each in fields] for row in filled],
        note=form.example,
    )
    return workbook_bytes([sheet], title=form.name_zh, made_on=MADE_ON)


def _shown(field: Field) -> bool:
    carrier = carriers().get(field.name)
    return carrier is None or carrier.in_form


def _column(field: Field) -> Column:
    words: tuple[str, ...] = ()
    if field.type is FieldType.CHOICE:
        words = tuple(dict.fromkeys(c.label for c in choices(field.choices)))
    elif field.type is FieldType.MONTH:
        words = _MONTHS
    return Column(
        title=field.title,
        unit=field.unit,
        kind=_COLUMN_KINDS.get(field.type, ColumnKind.TEXT),
        choices=words,
        hint=field.hint,
        number_format="0" if field.type is FieldType.YEAR else "",
    )


def _given_rows(
    kind: Kind, year: int | None
) -> list[Mapping[str, str | int | Decimal | None]]:
    """Rows of the official table; other forms begin empty."""
    if kind.code != "statistics":
        return []
    return [
        {"row": choice.label, "year": year}
        for choice in choices("rows")
        if choice.code in balance_lines()
    ]
