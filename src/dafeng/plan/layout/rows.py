"""Cells of a table's row."""

from __future__ import annotations

from collections.abc import Sequence

from dafeng.plan.layout.lines import Line, is_piped, parted
from dafeng.plan.layout.normal import NormalText, joined
from dafeng.plan.layout.spacing import tidy


def row_cells(lines: Sequence[Line]) -> tuple[NormalText, ...]:
    """Cells of a row; a line that opens with an empty cell goes on with it."""
    rows = [_split_cells(line.body) for line in lines]
    width = max(len(row) for row in rows)
    columns = ([row[at] for row in rows if at < len(row)] for at in range(width))
    return tuple(tidy(joined(part.stripped() for part in column)) for column in columns)


def _split_cells(body: NormalText) -> list[NormalText]:
    if not is_piped(body.text.strip()):
        return [cell.stripped() for cell in parted(body, "\t")]
    row = body.stripped()
    inner = row.slice(1, len(row.text) - 1)
    return [cell.stripped() for cell in parted(inner, "|")]
