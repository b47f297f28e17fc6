"""An account as a workbook: totals, lines, factors, findings, reconciliations."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

import attrs

from dafeng.accounts.boundaries import Cut, by_cut, within
from dafeng.accounts.exchange.figures import line_figures, tonnes_of
from dafeng.accounts.records import Boundary, Bridge
from dafeng.base.errors import NotFoundError
from dafeng.base.rounding import round_half_even
from dafeng.factors import UnknownFactorError
from dafeng.sheets import Column, Kind, Sheet, workbook_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dafeng.accounts.records import Account, Line
    from dafeng.factors import Factor, FactorBook

MADE_ON = dt.date(2026, 1, 1)
"""Day in the properties where the caller names none; never today's."""

Row: TypeAlias = tuple[str | int | Decimal | None, ...]
_PLACES = 3
_LONGEST = 15
_SHOWN_EVIDENCE = 20
_BOUNDARIES = {
    Boundary.TERRITORIAL: "地域口径",
    Boundary.CONTROL: "控制口径",
    Boundary.UNITS: "责任单位口径",
    Boundary.ENTERPRISES: "企业口径",
    Boundary.SINKS: "碳汇",
}
_CUTS = ((Cut.SECTOR, "行业"), (Cut.FUEL, "品种"), (Cut.GAS, "气体"))


def account_workbook(
    account: Account,
    book: FactorBook,
    boundary: Boundary = Boundary.CONTROL,
    *,
    made_on: dt.date = MADE_ON,
    note: str = "",
) -> bytes:
    """Compose the workbook of an account.

    Tonnes are rounded half to even to 3 decimals; all digits are in the other formats.

    Parameters
    ----------
    account : Account
    book : FactorBook
        For the documents of the factors.
    boundary : Boundary
        Which lines 明细 lists; 总量 has every boundary.
    made_on : date
        Day in the properties of the file.
    note : str
        Stands above every head, for example that the data are synthetic.

    Returns
    -------
    bytes
        The same for the same arguments. Sheets: 总量, 明细, 因子, 发现, 勾稽.
    """
    about = f"{account.settings.place} {account.settings.year} {_BOUNDARIES[boundary]}"
    note = "。".join(filter(None, (note, about, f"增温潜势 {account.settings.gwp}")))
    sheets = (
        _totals(account, boundary, note),
        _lines(account, boundary, note),
        _factors(account, book, boundary, note),
        _findings(account, note),
        _reconciliations(account, note),
    )
    return workbook_bytes(sheets, title=about, made_on=made_on)


def _texts(titles: str) -> tuple[Column, ...]:
    return tuple(Column(title=title) for title in titles.split())


def _t(grams: int) -> Decimal:
    return round_half_even(tonnes_of(grams), _PLACES)


def _number(value: Decimal) -> Decimal | str:
    """Number, or its digits as a text where a cell would lose some."""
    digits = "".join(map(str, value.normalize().as_tuple().digits))
    return value if len(digits) <= _LONGEST else f"{value:f}"


def _totals(account: Account, boundary: Boundary, note: str) -> Sheet:
    rows: list[tuple[str, str, Decimal | None, Decimal | None, Decimal | None]] = [
        (
            "口径",
            _BOUNDARIES[total.boundary],
            _t(total.co2e_g),
            _t(total.low_g),
            _t(total.high_g),
        )
        for total in account.totals
    ]
    lines = within(account.lines, boundary)
    for cut, name in _CUTS:
        rows += [
            (f"分{name}", key, _t(grams), None, None)
            for key, grams in by_cut(lines, cut).items()
        ]
    return Sheet(
        name="总量",
        columns=(
            Column(title="分组"),
            Column(title="名称"),
            Column(title="排放量", unit="tCO2e", kind=Kind.NUMBER),
            Column(title="下限", unit="tCO2e", kind=Kind.NUMBER),
            Column(title="上限", unit="tCO2e", kind=Kind.NUMBER),
        ),
        rows=rows,
        note=note,
    )


def _lines(account: Account, boundary: Boundary, note: str) -> Sheet:
    return Sheet(
        name="明细",
        columns=(
            *_texts("编号 流向 行业 品种 地点 主体"),
            Column(title="活动量", kind=Kind.NUMBER),
            *_texts("单位 气体"),
            Column(title="气体质量", unit="t", kind=Kind.NUMBER),
            Column(title="排放量", unit="tCO2e", kind=Kind.NUMBER),
            Column(title="下限", unit="tCO2e", kind=Kind.NUMBER),
            Column(title="上限", unit="tCO2e", kind=Kind.NUMBER),
            *_texts("方法 因子 规则 估计 证据 来源 等级 标记"),
        ),
        rows=[_line(line) for line in within(account.lines, boundary)],
        note=note,
    )


def _line(line: Line) -> Row:
    told = line_figures(line)
    return (
        line.id,
        told.flow_zh,
        told.sector_zh,
        line.item,
        line.place,
        line.owner or None,
        _number(line.activity),
        line.unit,
        line.gas,
        _t(line.mass_g),
        _t(line.co2e_g),
        _t(line.low_g),
        _t(line.high_g),
        line.method,
        "、".join(told.factor_ids),
        line.rule,
        line.estimate or None,
        _listed(line.evidence),
        line.stream.value,
        line.grade.value,
        "、".join(line.flags) or None,
    )


def _listed(evidence: tuple[str, ...]) -> str:
    """Ids of rows; a cell shows the first of many and how many more there are."""
    more = len(evidence) - _SHOWN_EVIDENCE
    shown = "、".join(evidence[:_SHOWN_EVIDENCE])
    return f"{shown} 等 {len(evidence)} 条" if more > 0 else shown


def _used(
    account: Account, book: FactorBook, boundary: Boundary
) -> Iterator[tuple[str, Factor | None]]:
    ids = {
        use.factor_id
        for line in within(account.lines, boundary)
        for use in line.uses
        if use.factor_id
    }
    for identifier in sorted(ids):
        try:
            yield identifier, book.get(identifier)
        except (UnknownFactorError, NotFoundError):
            yield identifier, None


def _factors(
    account: Account, book: FactorBook, boundary: Boundary, note: str
) -> Sheet:
    rows: list[Row] = []
    for identifier, row in _used(account, book, boundary):
        if row is None:
            rows.append((identifier, *(None,) * 11))
            continue
        rows.append(
            (
                identifier,
                row.name_zh,
                row.parameter,
                str(row.value),
                row.unit,
                row.factor_set,
                row.valid_from,
                row.valid_to,
                row.region,
                row.source_document,
                row.source_location or None,
                "是" if row.verified else "否",
            )
        )
    return Sheet(
        name="因子",
        columns=(
            *_texts("编号 名称 参数 数值 单位 因子集"),
            Column(title="起始年", kind=Kind.INTEGER),
            Column(title="终止年", kind=Kind.INTEGER),
            *_texts("区域 文件 位置 已核实"),
        ),
        rows=rows,
        note=note,
    )


def _findings(account: Account, note: str) -> Sheet:
    return Sheet(
        name="发现",
        columns=[
            Column(title=t) for t in ["代码", "程度", "位置", "值", "规则", "建议"]
        ],
        rows=[
            (f.code, f.severity.value, f.place, f.value, f.rule, f.hint)
            for f in account.findings
        ],
        note=note,
    )


def _reconciliations(account: Account, note: str) -> Sheet:
    rows: list[Row] = [
        (
            each.name,
            each.left,
            each.right,
            _number(each.left_total),
            _number(each.right_total),
            _number(each.net_difference),
            _number(each.absolute_difference),
            each.unit,
            each.parts,
        )
        for each in account.reconciliations
    ]
    if account.bridge is not None:
        rows.append(_bridge(account.bridge))
    return Sheet(
        name="勾稽",
        columns=(
            *_texts("名称 左 右"),
            Column(title="左合计", kind=Kind.NUMBER),
            Column(title="右合计", kind=Kind.NUMBER),
            Column(title="净差", kind=Kind.NUMBER),
            Column(title="绝对差之和", kind=Kind.NUMBER),
            Column(title="单位"),
            Column(title="项数", kind=Kind.INTEGER),
        ),
        rows=rows,
        note=note,
    )


def _bridge(bridge: Bridge) -> Row:
    """Enterprises, less processes and inner sales, plus small users and the rest."""
    counted = (
        bridge.enterprises_g
        - bridge.processes_g
        - bridge.inner_sales_g
        + bridge.small_users_g
        + bridge.other_g
    )
    terms = (
        f"企业 {_t(bridge.enterprises_g)} - 过程 {_t(bridge.processes_g)}",
        f"- 内部买卖 {_t(bridge.inner_sales_g)} + 小用户 {_t(bridge.small_users_g)}",
        f"+ 其他 {_t(bridge.other_g)}",
    )
    gap = counted - bridge.control_g
    return (
        "企业口径到控制口径",
        " ".join(terms),
        "控制口径",
        _t(counted),
        _t(bridge.control_g),
        _t(gap),
        _t(abs(gap)),
        "tCO2",
        len(attrs.fields(Bridge)) - 1,
    )
