"""Rows and workbooks that leave the building: exactly what the pages show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from dafeng.sheets import Column, Kind, Sheet, workbook_bytes
from dafeng.web.accounts import naming
from dafeng.web.accounts.cuts import Cut
from dafeng.web.accounts.models import AccountLine, AccountRun
from dafeng.web.core.exports import synthetic_mark

GRAMS_PER_TONNE = Decimal(10**6)
DIGITS_OF_A_CELL = 15


def tonnes(grams: int) -> Decimal:
    """Tonnes of an amount, exactly."""
    return (grams / GRAMS_PER_TONNE).normalize() + 0


def mark_of(run: AccountRun) -> str:
    """Words for every export of synthetic data; empty for real ones."""
    return synthetic_mark() or (_("示例数据(合成)") if run.synthetic else "")


def cut_head() -> list[str]:
    """Heads of the table of cuts."""
    return [_("分类"), _("代码"), _("名称"), _("排放量(t CO2e)")]


def cut_rows(cuts: Iterable[Cut]) -> Iterator[list[Any]]:
    """Every part of every cut."""
    for cut in cuts:
        for part in cut.parts:
            yield [str(cut.label), part.code, part.name, tonnes(part.value_g)]


def line_head() -> list[str]:
    """Heads of the list of lines."""
    return [
        _("编号"),
        _("活动"),
        _("行业"),
        _("品种"),
        _("地点"),
        _("企业"),
        _("活动量"),
        _("计量单位"),
        _("气体"),
        _("气体质量(t)"),
        _("排放量(t CO2e)"),
        _("下限(t CO2e)"),
        _("上限(t CO2e)"),
        _("质量"),
        _("数据来源"),
        _("因子"),
        _("标记"),
    ]


NUMBERS = (6, 9, 10, 11, 12)


def line_rows(lines: Iterable[AccountLine]) -> Iterator[list[Any]]:
    """Values under the heads."""
    lines = list(lines)
    places = naming.place_names({line.place for line in lines})
    for line in lines:
        yield [
            line.line_id,
            naming.flow_name(line.flow),
            naming.sector_name(line.sector),
            naming.item_name(line.item),
            places[line.place],
            str(line.owner_unit or line.owner),
            line.activity.normalize() + 0,
            line.unit,
            line.gas,
            tonnes(line.mass_g),
            tonnes(line.co2e_g),
            tonnes(line.low_g),
            tonnes(line.high_g),
            line.grade,
            str(line.get_stream_display()),
            " ".join(use[1] for use in line.uses),
            " ".join(flags_of(line)),
        ]


def flags_of(line: AccountLine) -> list[str]:
    """Names of the flags of a line."""
    names = ("unverified", "estimated", "incomplete", "residual", "synthetic")
    return [name for name in names if getattr(line, name)]


def line_json(line: AccountLine) -> dict[str, Any]:
    """One line with the keys of the account's own JSON."""
    return {
        "id": line.line_id,
        "sector": line.sector,
        "fuel": line.item,
        "flow": line.flow,
        "gas": line.gas,
        "quantity": str(line.activity.normalize() + 0),
        "unit": line.unit,
        "factor_ids": [use[1] for use in line.uses],
        "value": str(tonnes(line.co2e_g)),
        "low": str(tonnes(line.low_g)),
        "high": str(tonnes(line.high_g)),
        "grade": line.grade,
        "flags": flags_of(line),
    }


def table_workbook(
    *,
    name: str,
    title: str,
    head: Sequence[str],
    rows: Iterable[Sequence[Any]],
    numbers: Sequence[int],
    note: str,
) -> bytes:
    """One table as a workbook; its figures are numbers.

    A figure of more digits than a cell keeps is rounded to those.
    """
    columns = tuple(
        Column(title=text, kind=Kind.NUMBER if at in numbers else Kind.TEXT)
        for at, text in enumerate(head)
    )
    made = tuple(tuple(_cell(value) for value in row) for row in rows)
    sheet = Sheet(name=name, columns=columns, rows=made, note=note)
    return workbook_bytes([sheet], title=title)


def _cell(value: Any) -> Any:
    if value == "":
        return None
    if not isinstance(value, Decimal):
        return value
    spare = len(value.as_tuple().digits) - DIGITS_OF_A_CELL
    if spare <= 0:
        return value
    exponent = value.as_tuple().exponent
    return value.quantize(Decimal(1).scaleb(int(exponent) + spare)).normalize() + 0
