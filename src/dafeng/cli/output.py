"""What a command says: the result on stdout in UTF-8, everything else on stderr."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dafeng.base.rounding import plain_number

if TYPE_CHECKING:
    from dafeng.sheets import Sheet

UNKNOWN = "--"
_SHORT = 3
READER_GONE = 141


def use_utf8() -> None:
    """Make both streams speak UTF-8 with plain line ends, whatever the locale says."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def say(message: str) -> None:
    """Tell the person at the terminal; never part of the result."""
    sys.stderr.write(message + "\n")
    sys.stderr.flush()


def emit_text(text: str) -> None:
    """The result is a text: exactly these characters in UTF-8, no line end added."""
    emit_bytes(text.encode("utf-8", "backslashreplace"))


def json_text(value: object) -> str:
    """A JSON object as dafeng writes it: Chinese as Chinese, two spaces, a line end.

    Decimals are written as :func:`json_number` says.
    """
    told = json.dumps(value, ensure_ascii=False, indent=2, default=json_number)
    return told + "\n"


def json_number(value: Decimal) -> int | float | str:
    """An exact decimal as a JSON number: the very digits, or a text if they do not fit.

    A double shows up to 15 digits as they were; what has more is written as a text.
    """
    if value == value.to_integral_value():
        return int(value)
    shown = float(value)
    return shown if Decimal(repr(shown)) == value else str(value)


def short(value: Decimal | None) -> str | None:
    """A figure of a table with three decimals at most; unknown stays unknown."""
    return None if value is None else plain_number(value, _SHORT)


def words(*values: object) -> str:
    """Values in a sentence, a blank between; what is unknown or empty is ``--``."""
    return " ".join(map(_word, values))


def _word(value: object) -> str:
    if isinstance(value, Decimal):
        return plain_number(value)
    return UNKNOWN if value is None or value == "" else str(value)


def emit_bytes(data: bytes) -> None:
    """The result is a file.

    Raises
    ------
    SystemExit
        With 141, quietly, when the reader of stdout went away.
    """
    try:
        sys.stdout.flush()
        rest = memoryview(data)
        while rest:  # an unbuffered stdout may take a part only
            rest = rest[sys.stdout.buffer.write(rest) :]
        sys.stdout.flush()
    except BrokenPipeError:
        # As an OSError it would end in the command line library, which has its own
        # way with it; SystemExit passes through.
        stdout_is_gone()
        raise SystemExit(READER_GONE) from None


def emit_sheet(sheet: Sheet) -> None:
    """The result is a table: framed for a terminal, plain columns for a pipe."""
    if sys.stdout.isatty():
        _emit_framed(sheet)
    else:
        emit_text(plain_table(sheet))


def stdout_is_gone() -> None:
    """Let Python close a stdout whose reader went away without a second complaint."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())


def plain_table(sheet: Sheet) -> str:
    """Columns two spaces apart, aligned as a terminal shows Chinese, never cut."""
    from rich.cells import cell_len

    rows = [[column.heading for column in sheet.columns], *cells(sheet)]
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    right = [is_number(column.kind) for column in sheet.columns]
    lines = []
    for row in rows:
        parts = []
        for text, width, to_the_right in zip(row, widths, right, strict=True):
            gap = " " * (width - cell_len(text))
            parts.append(gap + text if to_the_right else text + gap)
        lines.append("  ".join(parts).rstrip())
    return "\n".join(lines) + "\n"


def cells(sheet: Sheet) -> list[list[str]]:
    """Every value as text on one line; unknown is shown, never left blank."""
    return [[_cell(value) for value in row] for row in sheet.rows]


def _cell(value: Any) -> str:
    if value is None:
        return UNKNOWN
    return " ".join(str(value).split())


def is_number(kind: str) -> bool:
    """Whether a column of that kind stands to the right."""
    return kind in {"number", "integer"}


def _emit_framed(sheet: Sheet) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=sheet.name, box=box.SIMPLE_HEAD, title_justify="left")
    for column in sheet.columns:
        head = Text(column.heading)
        table.add_column(
            head,
            justify="right" if is_number(column.kind) else "left",
            overflow="fold",
        )
    for row in cells(sheet):
        table.add_row(*map(Text, row))
    console = Console(file=sys.stdout)
    with console.capture() as drawn:
        console.print(table)
    emit_text(drawn.get())


def counted(parts: Sequence[tuple[int, str]]) -> str:
    """``3 targets, 1 task``: counts with their nouns, plural by an s."""
    return ", ".join(f"{n} {noun}" + ("" if n == 1 else "s") for n, noun in parts)
