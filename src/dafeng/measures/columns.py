"""The columns of the three tables: by name in CSV, by title in a workbook."""

from __future__ import annotations

import attrs

from dafeng.measures.records import CARRIERS, FIELDS, Action
from dafeng.sheets import Column, Kind


@attrs.frozen(kw_only=True)
class TableColumn:
    """One column.

    Attributes
    ----------
    name : str
        In CSV.
    column : Column
        In a workbook.
    optional : bool
        Whether the column may be left out as a whole.
    """

    name: str
    column: Column
    optional: bool = False


@attrs.frozen(kw_only=True)
class Table:
    """One table: its file in a folder, its sheet in a workbook."""

    file: str
    sheet: str
    columns: tuple[TableColumn, ...]

    def named(self, text: str) -> str | None:
        """Name of the column with a head as it is written; None for an unknown one."""
        for one in self.columns:
            if text in (one.name, one.column.title, one.column.heading):
                return one.name
        return None


def _text(name: str, title: str, hint: str = "") -> TableColumn:
    return TableColumn(name=name, column=Column(title=title, hint=hint))


def _number(name: str, title: str, unit: str = "", hint: str = "") -> TableColumn:
    column = Column(title=title, unit=unit, kind=Kind.NUMBER, hint=hint)
    return TableColumn(name=name, column=column)


def _chosen(name: str, title: str, choices: tuple[str, ...]) -> TableColumn:
    return TableColumn(name=name, column=Column(title=title, choices=choices))


def _spare(one: TableColumn) -> TableColumn:
    return attrs.evolve(one, optional=True)


_ASSUMED = _text("assumed", "假定的数", "没有文件依据的数的名称，空格分开")

MEASURES = Table(
    file="measures.csv",
    sheet="措施",
    columns=(
        _text("id", "编号"),
        _text("name_zh", "名称"),
        _text("name_en", "英文名称"),
        _chosen("field", "领域", FIELDS),
        _text("unit", "规模单位"),
        _text("ramp", "见效过程", "linear:2 或 s-curve:3，年"),
        _number("build_years", "建设期", "年"),
        _spare(_text("prerequisites", "前置措施", "编号，空格分开")),
        _spare(_text("excludes", "互斥措施", "编号，空格分开")),
        _number("investment", "投资", "元/单位"),
        _number("operation", "运行费", "元/单位/年"),
        _number("saving", "节省", "元/单位/年", "少买的能源和材料，正数"),
        _number("life", "寿命", "年"),
        TableColumn(
            name="price_year",
            column=Column(title="价格年", kind=Kind.INTEGER, number_format="0"),
        ),
        _text("cost_source", "费用依据"),
        _text("source", "措施依据"),
        _ASSUMED,
        _spare(_text("valid_from", "生效日", "2025-01-31")),
        _spare(_text("valid_to", "失效日", "2030-12-31")),
    ),
)

EFFECTS = Table(
    file="effects.csv",
    sheet="作用",
    columns=(
        _text("measure", "措施编号"),
        _chosen("action", "作用", tuple(Action)),
        _text("sectors", "部门", "部门代码，空格分开"),
        _chosen("carrier", "能源品种", CARRIERS),
        _chosen("to_carrier", "改用品种", CARRIERS),
        _number("ratio", "用能比", hint="改用一单位旧能源需要的新能源"),
        _number("strength", "强度", hint="0至1；发电为每单位规模年发电兆瓦时"),
        _text("source", "依据"),
        _ASSUMED,
    ),
)

POTENTIALS = Table(
    file="potentials.csv",
    sheet="潜力",
    columns=(
        _text("measure", "措施编号"),
        _text("place", "区划代码"),
        _number("size", "最大规模"),
        _number("per_year", "年建设上限"),
        _text("planned", "规划累计", "2026:10 2030:60"),
        _text("owner", "责任单位代码"),
        _text("clause", "条款"),
        _number("probability", "落实概率"),
        _text("delay", "延迟", "年:概率，0:0.8 1:0.2"),
        _text("source", "依据"),
        _ASSUMED,
    ),
)
