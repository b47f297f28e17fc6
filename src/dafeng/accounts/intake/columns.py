"""Whether a map fits a sheet: its head, its units, its required columns."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

import attrs

from dafeng.accounts.balance import carriers
from dafeng.accounts.intake.amounts import is_standard_coal
from dafeng.accounts.intake.heads import title_and_unit
from dafeng.accounts.intake.records import ColumnMap, ColumnUse, Field, FieldType, Kind
from dafeng.accounts.intake.values import refuse
from dafeng.base.errors import BadInputError, UnitError
from dafeng.base.findings import Finding, Severity
from dafeng.base.units import parse_unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dafeng.accounts.intake.pages import Page
    from dafeng.sheets import Cell

_SUMS = ("合计", "总计", "小计")
_UNITS_PER_CARRIER = frozenset(("statistics", "industry"))


@attrs.frozen(kw_only=True)
class Columns:
    """The columns of a sheet that are read, and what is odd about the others.

    Attributes
    ----------
    uses : mapping of str to ColumnUse
        By field.
    findings : tuple of Finding
    """

    uses: Mapping[str, ColumnUse]
    findings: tuple[Finding, ...]


def check_columns(page: Page, kind: Kind, mapping: ColumnMap) -> Columns:
    """Check a map against the sheet that it is for.

    Returns
    -------
    Columns
        Findings: ``intake.merged_head``, ``intake.unit``, ``intake.no_unit``,
        ``intake.no_column``, ``intake.unknown_item`` (a carrier nobody knows) and
        ``intake.unread_column``.

    Raises
    ------
    BadInputError
        ``intake.bad_map``: the map names a field that the kind does not have, or a
        field or column twice.
    """
    _check_map(kind, mapping)
    heads = _heads(page, mapping.head_row)
    uses: dict[str, ColumnUse] = {}
    findings: list[Finding] = []
    for use in mapping.columns:
        field = kind.field(use.field)
        if field is None:
            continue
        found = _odd(page, field, use, heads.get(use.column))
        findings += found
        if not any(each.severity is Severity.ERROR for each in found):
            uses[use.field] = use
    findings += _missing(page, kind, mapping)
    mapped = {use.column for use in mapping.columns}
    findings += [
        _unread(page, kind, cell)
        for column, cell in sorted(heads.items())
        if column not in mapped and cell.row == mapping.head_row
    ]
    return Columns(uses=uses, findings=tuple(findings))


def _check_map(kind: Kind, mapping: ColumnMap) -> None:
    fields = [use.field for use in mapping.columns]
    fields += [name for name, _ in mapping.constants]
    columns = [use.column for use in mapping.columns]
    unknown = sorted({name for name in fields if kind.field(name) is None})
    if unknown or len(set(fields)) < len(fields) or len(set(columns)) < len(columns):
        have = ", ".join(field.name for field in kind.fields)
        msg = (
            f"The column map does not fit {kind.code}: unknown fields "
            f"{unknown or 'none'}, fields {fields}, columns {columns}. Each field and "
            f"column stands once; fields are: {have}."
        )
        raise BadInputError(msg, code="intake.bad_map", kind=kind.code, unknown=unknown)


def _heads(page: Page, last_row: int) -> dict[int, Cell]:
    """Lowest head cell of each column."""
    heads: dict[int, Cell] = {}
    for number, cells in page.rows():
        if number > last_row:
            break
        heads.update({cell.column: cell for cell in cells})
    return heads


def _odd(page: Page, field: Field, use: ColumnUse, head: Cell | None) -> list[Finding]:
    place = f"{page.file} {page.name}" if head is None else page.place(head)
    text = "" if head is None else str(head.value)
    if head is not None and any(
        block.covers(head.row, head.column) and block.last_column > block.first_column
        for block in page.merged
    ):
        return [
            refuse(
                "merged_head",
                place,
                text,
                "A head cell stands over one column.",
                "Undo the merging and give each column its title.",
            )
        ]
    if field.type is not FieldType.QUANTITY:
        return []
    if not use.unit:
        return _without_unit(field, text, place)
    return _wrong_unit(field, use.unit, text, place)


def _without_unit(field: Field, text: str, place: str) -> list[Finding]:
    if not field.unit or title_and_unit(text)[1]:
        return []
    return [
        Finding(
            code="intake.no_unit",
            severity=Severity.WARNING,
            place=place,
            value=text,
            rule=f"The unit stands in the head; {field.unit} is taken.",
            hint=f"Write {field.title} ({field.unit}), or name the unit in the map.",
        )
    ]


def _wrong_unit(field: Field, unit: str, text: str, place: str) -> list[Finding]:
    wanted = carriers()[field.item].unit if field.item in carriers() else field.unit
    try:
        stated = parse_unit(unit)
    except UnitError as error:
        return [refuse("unit", place, text, str(error), f"Write it in {wanted}.")]
    if not wanted or is_standard_coal(stated):
        return []
    if stated.dimension == parse_unit(wanted).dimension:
        return []
    return [
        refuse(
            "unit",
            place,
            text or unit,
            f"{field.title} is measured in {wanted}; {unit} measures something else.",
            f"Convert the column to {wanted} or a multiple of it (万, 亿).",
        )
    ]


def _missing(page: Page, kind: Kind, mapping: ColumnMap) -> Iterator[Finding]:
    given = {use.field for use in mapping.columns}
    given |= {name for name, _ in mapping.constants}
    for field in kind.fields:
        if field.required and field.name not in given:
            yield refuse(
                "no_column",
                f"{page.file} {page.name}",
                field.title,
                "The sheet has a column for it, or one value holds for all rows.",
                "Map a column to it, or give the value once.",
            )


def _unread(page: Page, kind: Kind, head: Cell) -> Finding:
    text = str(head.value or head.error)
    title, unit = title_and_unit(text)
    carrier = kind.code in _UNITS_PER_CARRIER and bool(unit)
    if not carrier or any(word in title for word in _SUMS):
        return Finding(
            code="intake.unread_column",
            severity=Severity.INFO,
            place=page.place(head),
            value=text,
            rule="No field is mapped to the column; it is not read.",
            hint="Nothing to do if it is a remark or a sum.",
        )
    names = [one.name_zh for one in carriers().values()]
    near = difflib.get_close_matches(title, names, n=4, cutoff=0.3) or names[:4]
    return refuse(
        "unknown_item",
        page.place(head),
        text,
        "The column names an energy carrier.",
        "Nearest: " + "、".join(near) + ". Map the column to one, or delete it.",
    )
