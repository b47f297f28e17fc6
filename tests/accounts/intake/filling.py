"""Rows for every form, and files made of them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from dafeng.accounts.intake import Context, filled_template
from dafeng.base.organisations import uscc_check_character

if TYPE_CHECKING:
    from dafeng.base.findings import Finding

Row: TypeAlias = Mapping[str, str | int | Decimal | None]

PLACE = "120000"
CONTEXT = Context(place=PLACE, entered_by="test", regions=("天津", "CN", "World"))
_STEM = "91120223MA05" + "0" * 5
OWNER = _STEM + uscc_check_character(_STEM)

FILLED: Mapping[str, tuple[Row, ...]] = {
    "statistics": (
        {"row": "(三)外省(区、市)调入量", "year": 2022, "NATURAL_GAS": Decimal("1.25")},
        {"row": "(二)工业", "year": 2022, "NATURAL_GAS": Decimal("0.9")},
        {"row": "城镇", "year": 2022, "NATURAL_GAS": Decimal("0.35")},
    ),
    "industry": (
        {
            "year": 2022,
            "sector": "钢压延与钢管",
            "NATURAL_GAS": Decimal("0.85"),
            "ELECTRICITY": Decimal("12.5"),
        },
        {
            "year": 2022,
            "sector": "化学原料和化学制品",
            "use": "其中:用作原料、材料",
            "NATURAL_GAS": Decimal("0.01"),
        },
    ),
    "grid": (
        {"year": 2022, "month": 6, "sector": "金属制品", "used": Decimal("1250.5")},
        {
            "year": 2022,
            "sector": "工业",
            "green": Decimal(300),
            "proof": "GEC-2022-0001",
        },
        {"year": 2022, "sector": "电力生产和供应", "made": Decimal("88.001")},
    ),
    "gas": (
        {"year": 2022, "month": 1, "sector": "城镇居民", "supplied": Decimal("85.2")},
        {
            "year": 2022,
            "sector": "交通运输仓储和邮政业",
            "use": "车用",
            "supplied": Decimal(40),
        },
    ),
    "heat": ({"year": 2022, "sector": "城镇居民", "supplied": Decimal("32.6")},),
    "fuel_sales": (
        {
            "year": 2022,
            "month": 6,
            "sector": "交通运输仓储和邮政业",
            "fuel": "柴油",
            "use": "车用",
            "sold": Decimal(1520),
        },
    ),
    "transport": (
        {
            "year": 2022,
            "vehicles": "重型货车",
            "fuel": "柴油",
            "count": 1200,
            "distance": 65000,
            "per_100km": 32,
            "density": Decimal("0.845"),
        },
        {"year": 2022, "vehicles": "客车", "fuel": "柴油", "burned": Decimal("10.5")},
    ),
    "farming": (
        {"year": 2022, "subject": "生猪", "amount": Decimal("5.2"), "unit": "万头"},
        {
            "year": 2022,
            "subject": "农用地氮投入(京津冀豫鲁)",
            "amount": Decimal("1234.5"),
            "unit": "tN",
        },
    ),
    "waste": (
        {
            "year": 2022,
            "subject": "生活垃圾焚烧发电(连续进料)",
            "amount": Decimal("12.5"),
            "unit": "万吨",
        },
    ),
    "enterprise": (
        {
            "year": 2022,
            "owner": OWNER,
            "name": "某钢管厂",
            "sector": "钢压延与钢管",
            "activity": "固定燃烧",
            "item": "天然气",
            "amount": Decimal(320),
            "unit": "万立方米",
        },
        {
            "year": 2022,
            "owner": OWNER,
            "sector": "钢压延与钢管",
            "activity": "购入电力",
            "item": "电力",
            "amount": Decimal("1.5"),
            "unit": "亿千瓦时",
        },
    ),
}


def form(folder: Path, kind: str, *rows: Row) -> Path:
    path = folder / f"{kind}.xlsx"
    path.write_bytes(filled_template(kind, rows or FILLED[kind]))
    return path


def edited(path: Path, **cells: object) -> Path:
    """The file after a person worked on its first sheet: values by address."""
    book = load_workbook(path)
    sheet = book.worksheets[0]
    for address, value in cells.items():
        sheet[address] = value
    book.save(path)
    return path


def sheet_of(folder: Path, *rows: tuple[object, ...], name: str = "foreign") -> Path:
    """A workbook of somebody else's, row by row."""
    book = Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    for row in rows:
        page.append(row)
    path = folder / f"{name}.xlsx"
    book.save(path)
    return path


def by_code(findings: tuple[Finding, ...], code: str) -> list[Finding]:
    return [finding for finding in findings if finding.code == code]
