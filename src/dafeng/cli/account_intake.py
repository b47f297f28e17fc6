"""``dafeng account template|import``: forms out, filled forms in."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import attrs
import typer

from dafeng.base.errors import BadInputError
from dafeng.cli.account_house import Place, open_lake, place_of
from dafeng.cli.house import DEFAULT_HOME, Home, today
from dafeng.cli.output import json_number, say
from dafeng.cli.results import (
    Form,
    Output,
    Shape,
    findings_json,
    give,
    tell_findings,
)

if TYPE_CHECKING:
    from dafeng.accounts.intake import Batch, Context, Kind, Staged, StagedRow
    from dafeng.lake import Lake, Receipt, TableSchema
    from dafeng.sheets import Sheet

_NOBODY = "dafeng account import"
_Read = TypeVar("_Read", "Batch", "Staged")

Batches = Annotated[
    bool, typer.Option("--batches", help="Read a file of any length in parts.")
]


def template(
    kind: Annotated[
        str | None, typer.Argument(metavar="KIND", help="Default: list the kinds.")
    ] = None,
    year: Annotated[int | None, typer.Option("--year")] = None,
    form: Annotated[
        Form | None,
        typer.Option("--format", help="Default: xlsx of a kind, table of the kinds."),
    ] = None,
    output: Output = None,
) -> int:
    """Write an empty form to fill in (.xlsx); without a kind, list the kinds.

    As table or JSON a kind tells its columns.
    """
    from dafeng.accounts import intake
    from dafeng.sheets import workbook_bytes

    if kind is None:
        give(
            form or Form.TABLE,
            output,
            table=_kinds,
            data=lambda: [_kind_json(each) for each in intake.kinds().values()],
            book=lambda: workbook_bytes([_kinds()], title="表式"),
        )
        return 0
    give(
        form or Form.XLSX,
        output,
        table=lambda: _columns(intake.kind_of(kind)),
        data=lambda: _kind_json(intake.kind_of(kind)),
        book=lambda: intake.template(kind, year=year),
    )
    return 0


def import_file(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A .xlsx or .csv.")],
    kind: Annotated[
        str | None, typer.Option("--kind", help="Default: what the file looks like.")
    ] = None,
    entered_by: Annotated[
        str, typer.Option("--entered-by", metavar="NAME", help="Who enters it.")
    ] = "",
    approve: Annotated[
        str,
        typer.Option(
            "--approve", metavar="NAME", help="Who approves; stores the rows."
        ),
    ] = "",
    batches: Batches = False,  # noqa: FBT002 - a switch of the command line
    place: Place = None,
    form: Shape = Form.TABLE,
    output: Output = None,
    home: Home = DEFAULT_HOME,
) -> int:
    """Read a filled form and say what it would add; with --approve, store it.

    Nothing is stored while a finding blocks, and nobody approves their own entry. A
    file of more than 200,000 rows is read with --batches, and stored whole or not.
    """
    from dafeng.sheets import workbook_bytes

    entered, approved = _two_persons(entered_by.strip(), approve.strip())
    lake, kind = open_lake(home), kind or _guessed(file)
    context = _context(lake, place_of(lake, place), kind, entered)
    staged = _staged(file, kind, context, in_parts=batches)
    storing = bool(approved and staged.summary.amounts) and not staged.blocked
    receipt = None
    if storing and batches:
        receipt = _store_parts(lake, staged, file, context, approved)
    elif storing:
        receipt = _store(lake, staged, approved)
    give(
        form,
        output,
        table=lambda: _summary(staged),
        data=lambda: _staged_json(staged, file, receipt),
        book=lambda: workbook_bytes([_summary(staged)], title="将写入"),
    )
    code = tell_findings(staged.findings)
    say(_outcome(staged, receipt))
    return code


def _two_persons(entered: str, approved: str) -> tuple[str, str]:
    """Who enters and who approves: two persons, both named before a row is stored."""
    if approved and not entered:
        msg = "Say who entered the file with --entered-by: another person approves it."
        raise BadInputError(msg, code="intake.nobody_entered", person=approved)
    if approved and approved == entered:
        msg = f"{approved} entered the file: another person approves it."
        raise BadInputError(msg, code="intake.same_person", person=approved)
    return entered or _NOBODY, approved


def _context(lake: Lake, place: str, kind: str, entered_by: str) -> Context:
    """What the lake knows of the district: its regions and what it stated before."""
    from dafeng.accounts import read_settings
    from dafeng.accounts.intake import Context

    day = today()
    return Context(
        place=place,
        entered_by=entered_by,
        regions=read_settings(lake, place, day.year).regions,
        previous=_stated_before(lake, place, kind),
        today=day,
    )


def _stated_before(lake: Lake, place: str, kind: str) -> tuple[StagedRow, ...]:
    """Rows of the kind's table and stream that hold now."""
    import pyarrow.compute as pc

    from dafeng.accounts import activity_rows
    from dafeng.accounts.balance import balance_cells
    from dafeng.accounts.intake import kind_of

    asked = kind_of(kind)
    if asked.table not in lake.tables():
        return ()
    held = lake.current(asked.table)
    held = held.filter(pc.starts_with(held["place"], pattern=place))
    if asked.table == "balance":
        return tuple(balance_cells(held))
    return tuple(activity_rows(held.filter(pc.equal(held["stream"], asked.stream))))


def _staged(file: Path, kind: str, context: Context, *, in_parts: bool) -> Staged:
    from dafeng.accounts.intake import look_through, stage, stage_batches

    if not in_parts:
        return stage(file, kind, context=context)
    parts = stage_batches(file, kind, context=context)
    return look_through(parts, kind, read=lambda rows: say(f"{rows:,} rows read …"))


def _store_parts(
    lake: Lake, staged: Staged, file: Path, context: Context, approved_by: str
) -> Receipt:
    """Read the file a second time and append all of it as one batch, or nothing."""
    import pyarrow as pa

    from dafeng.accounts.intake import stage_batches

    tables, rows = [], 0
    for part in stage_batches(file, staged.kind, context=context):
        if part.key != staged.key:
            msg = f"{file.name} was changed while it was read. Import it again."
            raise BadInputError(msg, code="intake.changed", file=str(file))
        kept = pa.Table.from_pylist(list(_approved(part, approved_by).lake_rows()))
        rows += kept.num_rows
        tables.append(kept)
        say(f"{rows:,} rows ready to store …")
    whole = pa.concat_tables(
        (table for table in tables if table.num_rows), promote_options="default"
    )
    return lake.append(
        _schema(staged), whole, key=staged.key, learned_at=datetime.now(UTC)
    )


def _guessed(file: Path) -> str:
    from dafeng.accounts.intake import inspect, kinds

    found = inspect(file)
    kind = next((sheet.kind for sheet in found.sheets if sheet.kind), "")
    if kind:
        return kind
    told = "; ".join(f"{f.place}: {f.rule}" for f in found.findings)
    msg = (
        f"{file.name} looks like no known form. {told} "
        f"Say --kind: {', '.join(kinds())}."
    )
    raise BadInputError(msg, code="intake.no_kind", file=str(file))


def _store(lake: Lake, staged: Staged, approved_by: str) -> Receipt:
    approved = _approved(staged, approved_by)
    return lake.append(
        _schema(staged),
        approved.lake_rows(),
        key=staged.key,
        learned_at=datetime.now(UTC),
    )


def _approved(read: _Read, approved_by: str) -> _Read:
    rows = tuple(attrs.evolve(row, approved_by=approved_by) for row in read.rows)
    return attrs.evolve(read, rows=rows)


def _schema(staged: Staged) -> TableSchema:
    from dafeng.accounts import LEDGER

    return next(each for each in LEDGER if each.name == staged.table)


def _outcome(staged: Staged, receipt: Receipt | None) -> str:
    if staged.blocked:
        return "Nothing was stored: findings block."
    if not staged.summary.amounts:
        return "The file holds no rows: nothing to store."
    if receipt is None:
        return "Nothing is stored yet: a second person approves with --approve NAME."
    if receipt.duplicate:
        return f"This file is stored already, in version {receipt.version}."
    return f"Stored {receipt.rows} rows as version {receipt.version}."


def _kinds() -> Sheet:
    from dafeng.accounts.intake import kinds
    from dafeng.sheets import Column, Sheet

    return Sheet(
        name="表式",
        columns=(
            Column(title="代码"),
            Column(title="名称"),
            Column(title="English"),
            Column(title="写入"),
        ),
        rows=[(k.code, k.name_zh, k.name_en, k.table) for k in kinds().values()],
    )


def _columns(kind: Kind) -> Sheet:
    from dafeng.sheets import Column, Sheet

    return Sheet(
        name=kind.sheet,
        columns=(
            Column(title="列"),
            Column(title="单位"),
            Column(title="必填"),
            Column(title="说明"),
        ),
        rows=[
            (f.title, f.unit or None, "是" if f.required else "否", f.hint or None)
            for f in kind.fields
        ],
    )


def _kind_json(kind: Kind) -> dict[str, Any]:
    return {
        "kind": kind.code,
        "name_zh": kind.name_zh,
        "name_en": kind.name_en,
        "table": kind.table,
        "stream": kind.stream.value,
        "columns": [
            {
                "name": field.name,
                "title": field.title,
                "unit": field.unit,
                "required": field.required,
                "hint": field.hint,
            }
            for field in kind.fields
        ],
    }


def _summary(staged: Staged) -> Sheet:
    from dafeng.sheets import Column, Kind, Sheet

    return Sheet(
        name="将写入",
        columns=(
            Column(title="流向"),
            Column(title="品种"),
            Column(title="年份", kind=Kind.INTEGER),
            Column(title="行数", kind=Kind.INTEGER),
            Column(title="数量", kind=Kind.NUMBER),
            Column(title="单位"),
        ),
        rows=[
            (a.flow, a.item, a.year, a.rows, a.quantity, a.unit)
            for a in staged.summary.amounts
        ],
    )


def _staged_json(staged: Staged, file: Path, receipt: Receipt | None) -> Any:
    return {
        "file": file.name,
        "sha256": staged.sha256,
        "kind": staged.kind,
        "table": staged.table,
        "read": staged.summary.read,
        "refused": staged.summary.refused,
        "amounts": [
            {
                "flow": amount.flow,
                "item": amount.item,
                "year": amount.year,
                "rows": amount.rows,
                "quantity": json_number(amount.quantity),
                "unit": amount.unit,
            }
            for amount in staged.summary.amounts
        ],
        "findings": findings_json(staged.findings),
        "blocked": staged.blocked,
        "stored": None
        if receipt is None
        else {
            "table": receipt.table,
            "version": receipt.version,
            "rows": receipt.rows,
            "duplicate": receipt.duplicate,
        },
    }
