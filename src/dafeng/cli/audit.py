"""``dafeng audit``: verify the audit, export it, move out what is out of date."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dafeng.base.errors import BadInputError
from dafeng.cli.house import DEFAULT_HOME, Home, open_house, web_room
from dafeng.cli.output import emit_text, say

if TYPE_CHECKING:
    from dafeng.web.core.models import AuditRow
    from dafeng.web.core.services.auditing import Retired

app = typer.Typer(
    help="The audit: whether it holds, a copy of it, and what is out of date.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
)


class Form(StrEnum):
    """How rows are written."""

    JSONL = "jsonl"
    CSV = "csv"


@app.command("verify")
def verify(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE]...", help="Files of retired rows to check too."),
    ] = None,
    head: Annotated[
        str | None,
        typer.Option(
            "--head", metavar="SEAL", help="A last seal kept elsewhere; must be there."
        ),
    ] = None,
    home: Home = DEFAULT_HOME,
) -> int:
    """Compare every seal; exits 1 and names the first row that does not hold."""
    _open(home)
    report = web_room("core.services.auditing").audit_verify(by=None)
    if report.broken is not None:
        emit_text(f"row {report.broken.number}: {report.broken.reason}\n")
        return 1
    if head is not None and not web_room("core.audit").holds_head(head):
        emit_text(f"seal {head} is not in the chain: rows were cut off after it\n")
        return 1
    retired = f", {report.retired} more are retired" if report.retired else ""
    for path in files or ():
        found = web_room("core.audit_files").check_retired(path)
        if found.reason:
            emit_text(f"{path}: row {found.number}: {found.reason}\n")
            return 1
        emit_text(f"{path}: {found.rows} rows hold together\n")
    emit_text(f"{report.rows} rows hold together{retired}; last seal {report.head}\n")
    return 0


@app.command("export")
def export(
    form: Annotated[
        Form, typer.Option("--format", help="jsonl keeps the seals checkable.")
    ] = Form.JSONL,
    home: Home = DEFAULT_HOME,
) -> int:
    """Write every row, oldest first, to stdout."""
    _open(home)
    rows = web_room("core.models").AuditRow.objects.order_by("number")
    count = rows.count()
    web_room("core.services.auditing").audit_exported(by=None, form=form, rows=count)
    kept = rows[:count].iterator(chunk_size=2000)
    lines = _csv(kept) if form is Form.CSV else web_room("core.audit_files").lines(kept)
    for line in lines:
        emit_text(line)
    return 0


@app.command("retire")
def retire(
    dry_run: Annotated[  # noqa: FBT002 - a switch of the command line
        bool,
        typer.Option("--dry-run", help="Say what would be moved, and move nothing."),
    ] = False,
    home: Home = DEFAULT_HOME,
) -> int:
    """Move rows whose time is over to sealed files; the chain still verifies."""
    _open(home)
    auditing = web_room("core.services.auditing")
    found: Retired = auditing.audit_due() if dry_run else auditing.audit_retire(by=None)
    for actions, rows in found.by_rule:
        emit_text(f"{actions or '(other)'}\t{rows}\n")
    if not found.files:
        word = "would be moved" if dry_run else "are out of date"
        say(f"{found.rows} rows {word}.")
    for file, digest in found.files:
        say(f"Rows moved to {file}; its seal is {digest}.")
    return 0


def _open(home: Path) -> None:
    if not (home / "secret-key").exists():
        msg = f"There is no house in {home}. Make one: dafeng run --home {home}"
        raise BadInputError(msg, code="house.none", home=str(home))
    open_house(home)


def _csv(rows: Iterator[AuditRow]) -> Iterator[str]:
    as_json, cell = web_room("core.audit_files").as_json, web_room("core.exports").cell
    canonical = web_room("core.audit").canonical
    for number, row in enumerate(rows):
        whole = as_json(row)
        whole["data"] = canonical(whole["data"])
        if number == 0:
            yield _line(list(whole))
        yield _line([cell(value) for value in whole.values()])


def _line(values: list[object]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(values)
    return out.getvalue()
