"""``dafeng account template|import|balance``: forms out, filled forms in."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import attrs
import typer

from dafeng.base.errors import BadInputError
from dafeng.cli.account_house import Place, open_lake, place_of
from dafeng.cli.house import DEFAULT_HOME, Home
from dafeng.cli.output import emit_bytes, emit_sheet, say

if TYPE_CHECKING:
    from dafeng.accounts.intake import Staged
    from dafeng.base.findings import Finding
    from dafeng.lake import Lake
    from dafeng.sheets import Sheet

_SHOWN = 20


def template(
    kind: Annotated[
        str | None, typer.Argument(metavar="KIND", help="Default: list the kinds.")
    ] = None,
    year: Annotated[int | None, typer.Option("--year")] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write here, not stdout."),
    ] = None,
) -> int:
    """Write an empty form to fill in (.xlsx); without a kind, list the kinds."""
    from dafeng.accounts import intake
    from dafeng.sheets import write_file

    if kind is None:
        emit_sheet(_kinds())
        return 0
    made = intake.template(kind, year=year)
    if output is None:
        emit_bytes(made)
    else:
        write_file(output, made)
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
    place: Place = None,
    home: Home = DEFAULT_HOME,
) -> int:
    """Read a filled form and say what it would add; with --approve, store it.

    Nothing is stored while a finding blocks, and nobody approves their own entry.
    """
    from dafeng.accounts.intake import Context, stage

    lake = open_lake(home)
    district = place_of(lake, place)
    context = Context(place=district, entered_by=entered_by or "dafeng account import")
    staged = stage(file, kind or _guessed(file), context=context)
    emit_sheet(_summary(staged))
    _tell(staged.findings)
    if staged.blocked:
        say("Nothing was stored: findings block.")
        return 1
    if approve:
        _store(lake, staged, approve, context.entered_by)
    else:
        say("Nothing is stored yet: a second person approves with --approve NAME.")
    return 0


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


def _store(lake: Lake, staged: Staged, approve: str, entered_by: str) -> None:
    from dafeng.accounts import LEDGER

    if approve == entered_by:
        msg = f"{approve} entered the file: another person approves it."
        raise BadInputError(msg, code="intake.same_person", person=approve)
    approved = attrs.evolve(
        staged,
        rows=tuple(attrs.evolve(row, approved_by=approve) for row in staged.rows),
    )
    schema = next(each for each in LEDGER if each.name == staged.table)
    receipt = lake.append(
        schema, approved.lake_rows(), key=staged.key, learned_at=datetime.now(UTC)
    )
    if receipt.duplicate:
        say(f"This file is stored already, in version {receipt.version}.")
    else:
        say(f"Stored {receipt.rows} rows as version {receipt.version}.")


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


def _tell(findings: tuple[Finding, ...]) -> None:
    for finding in findings[:_SHOWN]:
        word = "blocks" if finding.severity == "error" else finding.severity.value
        say(
            f"{word}: {finding.place} ({finding.value}) {finding.code}: "
            f"{finding.rule} {finding.hint}"
        )
    if len(findings) > _SHOWN:
        say(f"… and {len(findings) - _SHOWN} more findings.")
