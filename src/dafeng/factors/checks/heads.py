"""Where the columns of a factor table stand in a file that a person made."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

import attrs

from dafeng.factors.checks.records import error

if TYPE_CHECKING:
    from dafeng.base.findings import Finding
    from dafeng.sheets import Cell, Grid

COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "id": ("编号",),
        "code": ("代码",),
        "name_zh": ("名称", "中文名称"),
        "name_en": ("英文名称",),
        "parameter": ("参数",),
        "value": ("数值", "值", "缺省值"),
        "unit": ("单位", "计量单位"),
        "factor_set": ("因子集", "参数集"),
        "valid_from": ("生效年", "起始年"),
        "valid_to": ("失效年", "终止年"),
        "region": ("地区", "适用地区"),
        "gas": ("气体",),
        "source_document": ("来源文件", "依据文件", "来源"),
        "source_location": ("来源位置", "出处"),
        "uncertainty_low": ("下限",),
        "uncertainty_high": ("上限",),
        "uncertainty_type": ("区间类型",),
        "verified": ("已核实", "是否核实"),
        "verified_where": ("核实出处",),
        "source_level": ("来源级别",),
        "notes": ("备注", "说明"),
        "owner": ("实测单位",),
    }
)
"""English heads of the packaged tables, and the Chinese ones that stand for them."""

REQUIRED = ("code", "parameter", "value", "factor_set", "source_document")
_SEARCHED = 20
_WITH_UNIT = re.compile(r"(.+?)[(\[](.+)[)\]]")
_NAMES = {
    spelling: name for name, words in COLUMNS.items() for spelling in (name, *words)
}


@attrs.frozen(kw_only=True)
class TableHead:
    """Where each column stands.

    Attributes
    ----------
    row : int
        Last row of the head.
    columns : mapping of str to int
        Column number by English name.
    unit : str
        Unit that the head of the values names; empty when it names none.
    """

    row: int
    columns: Mapping[str, int]
    unit: str = ""


def find_table_head(
    grid: Grid, file: str
) -> tuple[TableHead | None, tuple[Finding, ...]]:
    """Find the row that names the columns, among the first twenty.

    Returns
    -------
    TableHead or None
        None when no row names code and value, or a column that must be there is not.
    tuple of Finding
    """
    rows = [cells for number, cells in grid.rows() if number <= _SEARCHED]
    best = max(rows, key=_known, default=())
    if _known(best) < len(("code", "value")):
        return None, (_no_head(file, grid),)
    columns: dict[str, int] = {}
    findings: list[Finding] = []
    unit = ""
    for cell in best:
        name, in_head = _name_and_unit(cell)
        if name is None:
            continue
        block = grid.merged_at(cell.row, cell.column)
        if block is not None and block.last_column > block.first_column:
            findings.append(_merged(file, cell))
        if name in columns:
            findings.append(_repeated(file, cell))
            continue
        columns[name] = cell.column
        unit = in_head if name == "value" else unit
    missing = [name for name in REQUIRED if name not in columns]
    if "unit" not in columns and not unit:
        missing.append("unit")
    findings += [_missing(file, grid, name) for name in missing]
    if missing:
        return None, tuple(findings)
    last = max(_last_row(cell, grid) for cell in best)
    return TableHead(row=last, columns=columns, unit=unit), tuple(findings)


def _known(cells: Sequence[Cell]) -> int:
    return len({_name_and_unit(cell)[0] for cell in cells} - {None})


def _name_and_unit(cell: Cell) -> tuple[str | None, str]:
    text = unicodedata.normalize("NFKC", str(cell.value or ""))
    plain = "".join(text.split()).lower()
    if plain in _NAMES:
        return _NAMES[plain], ""
    match = _WITH_UNIT.fullmatch("".join(text.split()))
    if match is None:
        return None, ""
    return _NAMES.get(match[1].lower()), match[2]


def _last_row(cell: Cell, grid: Grid) -> int:
    block = grid.merged_at(cell.row, cell.column)
    return cell.row if block is None else block.last_row


def _no_head(file: str, grid: Grid) -> Finding:
    return error(
        "factor.no_head",
        f"{file} {grid.name}".strip(),
        "",
        "One of the first rows must name the columns, at least code (代码) and "
        "value (数值).",
        "Take the columns of a table that `dafeng factors find --format xlsx` writes.",
    )


def _missing(file: str, grid: Grid, name: str) -> Finding:
    words = "、".join(COLUMNS[name])
    return error(
        "factor.no_column",
        f"{file} {grid.name}".strip(),
        name,
        f"The table must have the column {name} ({words}).",
        "Add it; a unit may stand in the head of the values instead: 数值 (GJ/t).",
    )


def _merged(file: str, cell: Cell) -> Finding:
    return error(
        "factor.merged_head",
        f"{file} {cell.address}",
        cell.value,
        "A head cell may not be merged over several columns.",
        "Undo the merging and give each column its head.",
    )


def _repeated(file: str, cell: Cell) -> Finding:
    return error(
        "factor.repeated_column",
        f"{file} {cell.address}",
        cell.value,
        "A column may stand once; the first is read.",
        "Delete or rename the other.",
    )
