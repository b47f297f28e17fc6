"""A table and what its head says that it tells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

import attrs

from dafeng.plan.grammar.times import times_in
from dafeng.plan.layout.blocks import Block, BlockKind
from dafeng.plan.layout.normal import NormalText
from dafeng.plan.numerals import han_number

# Words of a table's head.
NAME = re.compile(r"指标|名称|项目|内容|目标|类别")
_TIME = re.compile(r"时间|年份|年度|时限|期限|完成时|进度要求|^节点$")
_DUTY = re.compile(r"责任|牵头|配合|主责|协办|主办|落实单位|实施单位")
_ORDER = re.compile(r"序号|编号|^号$")
_YEAR = re.compile(r"(?:19|20)\d{2}|二[〇零○]\S{2}(?=年)")
_DATE = re.compile(r"(?:到|至)?(?:19|20)\d{2}")
_MAX_DATE = 24  # characters of a cell that only gives a date

Row = tuple[NormalText, ...]


class TableKind(StrEnum):
    """What a table tells."""

    YEARS = "years"
    DATES = "dates"
    TASKS = "tasks"
    OTHER = "other"


@attrs.frozen
class Table:
    """Rows that stand together; :attr:`head` is the first."""

    rows: tuple[Row, ...]

    @property
    def head(self) -> tuple[str, ...]:
        """Texts of the first row."""
        return tuple(cell.text for cell in self.rows[0])

    @property
    def kind(self) -> TableKind:
        """What the head says that the table tells."""
        head = self.head
        if self.duty_columns:
            return TableKind.TASKS
        if any(years_in(name) for name in head[1:]) and len(head) >= 3:
            return TableKind.YEARS
        if any(NAME.search(n) for n in head) and any("目标值" in n for n in head):
            return TableKind.YEARS
        if _TIME.search(head[0]) or all(
            _is_date(row[0].text) for row in self.rows[1:] or self.rows
        ):
            return TableKind.DATES
        return TableKind.OTHER

    @property
    def duty_columns(self) -> list[int]:
        """Columns that name responsible units."""
        return [at for at, name in enumerate(self.head) if _DUTY.search(name)]

    @property
    def time_column(self) -> int | None:
        """Column that says by when."""
        return next((at for at, n in enumerate(self.head) if _TIME.search(n)), None)

    @property
    def plain_columns(self) -> list[int]:
        """Columns that say what: neither units nor times nor serial numbers."""
        return [
            at
            for at, name in enumerate(self.head)
            if not _DUTY.search(name)
            and not _ORDER.search(name)
            and at != self.time_column
        ]


@attrs.frozen
class Parted:
    """Tables of a clause, and its other blocks."""

    tables: tuple[Table, ...]
    texts: tuple[Block, ...]


def parted(blocks: Sequence[Block]) -> Parted:
    """Gather the rows that stand together into tables."""
    tables: list[list[Row]] = []
    texts: list[Block] = []
    in_table = False
    for block in blocks:
        if block.kind is BlockKind.ROW:
            if not in_table:
                tables.append([])
            tables[-1].append(block.cells)
        else:
            texts.append(block)
        in_table = block.kind is BlockKind.ROW
    return Parted(tuple(Table(tuple(rows)) for rows in tables), tuple(texts))


def cell_text(row: Row, at: int | None) -> str:
    """Text of a cell; empty where the row is shorter or the column does not exist."""
    return row[at].text if at is not None and at < len(row) else ""


def years_in(cell: str) -> list[int]:
    """Years that a cell names in digits, or in Chinese digits."""
    found = (han_number(text) for text in _YEAR.findall(cell))
    return [year for year in found if year is not None]


def last_year(cell: str) -> int | None:
    """Last year that a cell names, five-year plans included."""
    named = [time.year for time in times_in(cell)] or years_in(cell)
    return named[-1] if named else None


def _is_date(text: str) -> bool:
    return bool(_DATE.match(text)) and len(text) <= _MAX_DATE
