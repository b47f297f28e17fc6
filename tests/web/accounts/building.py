"""A small district with three years of evidence in a lake of its own, made by hand."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import openpyxl

from dafeng.accounts import ACTIVITY, BALANCE, DISTRICT, ActivityRow, Grade, Stream
from dafeng.accounts import lake_rows as rows_for_the_lake
from dafeng.accounts.balance import BalanceCell, lake_cells
from dafeng.accounts.intake import filled_template
from dafeng.web.accounts.services.running import account_make
from dafeng.web.core.models import Organisation
from tests.web.plans.building import organisation

if TYPE_CHECKING:
    from dafeng.lake import Lake
    from dafeng.web.accounts.models import AccountRun

PLACE = "110101"
TOWN = "110101001"
LEARNED = datetime(2024, 3, 1, 8, tzinfo=UTC)
OWNERS = ("works-a", "works-b", "works-c", "works-d")
"""Three steel works, and one glass works that is alone in its branch."""
YEARS = (2021, 2022, 2023)


def activity(name: str, **facts: Any) -> ActivityRow:
    base: dict[str, Any] = {
        "row_id": name,
        "stream": Stream.ENTERPRISE,
        "flow": "fuel.stationary",
        "sector": "industry.steel",
        "item": "NATURAL_GAS",
        "quantity_e3": 1_000_000_000,
        "unit": "m3",
        "year": 2023,
        "period": "2023",
        "place": TOWN,
        "owner": "works-a",
        "grade": Grade.B,
        "evidence": "report.xlsx Sheet1!D5",
        "entered_by": "clerk",
        "approved_by": "head",
    }
    return ActivityRow(**(base | facts))


def year_of(year: int) -> list[ActivityRow]:
    """Gas of four works and power of the households, a little more every year."""
    made = []
    for number, owner in enumerate(OWNERS):
        made.append(
            activity(
                f"{year}:{owner}:gas",
                owner=owner,
                sector="industry.glass" if owner == "works-d" else "industry.steel",
                quantity_e3=(1_000_000 + 10_000 * (year - 2020) + 5_000 * number)
                * 1000,
                year=year,
                period=str(year),
            )
        )
    made.append(
        activity(
            f"{year}:households:power",
            stream=Stream.SUPPLIER,
            flow="power.bought",
            sector="households",
            item="ELECTRICITY",
            unit="kWh",
            quantity_e3=(50_000_000 + 1_000_000 * (year - 2020)) * 1000,
            place=PLACE,
            owner="",
            grade=Grade.C,
            year=year,
            period=str(year),
        )
    )
    made.append(
        activity(
            f"{year}:electrodes",
            flow="process.electrode",
            item="CN_EAF_ELECTRODE",
            synthetic=True,  # real data on a factor that nobody checked is not sealed
            unit="t",
            quantity_e3=120_000,
            year=year,
            period=str(year),
        )
    )
    return made


def cell(row: str, item: str, quantity: int, unit: str, year: int) -> BalanceCell:
    return BalanceCell(
        place=PLACE,
        year=year,
        row=row,
        item=item,
        quantity_e3=quantity * 1000,
        unit=unit,
        evidence="yearbook table 7-3",
        entered_by="clerk",
        approved_by="head",
    )


def fill(lake: Lake) -> None:
    """Put district, activity and balance into the lake."""
    district = {
        "regions": "华北,CN,World",
        "gwp": "AR5GWP100",
        "responsible:industry": "fgw",
    }
    lake.append(
        DISTRICT,
        [{"place": PLACE, "name": k, "value": v} for k, v in district.items()],
        key="district",
        learned_at=LEARNED,
    )
    append(lake, [row for year in YEARS for row in year_of(year)], key="years")
    cells = [
        cell("supply.in", "NATURAL_GAS", 6_000_000, "m3", 2023),
        cell("final.industry", "NATURAL_GAS", 4_200_000, "m3", 2023),
        cell("final.households", "NATURAL_GAS", 1_700_000, "m3", 2023),
    ]
    lake.append(BALANCE, lake_cells(cells), key="balance", learned_at=LEARNED)


def append(lake: Lake, rows: Iterable[ActivityRow], *, key: str) -> None:
    lake.append(ACTIVITY, rows_for_the_lake(rows), key=key, learned_at=LEARNED)


def unit(code: str, name: str, parent: Organisation, kind: str) -> Organisation:
    made = Organisation(
        code=code,
        name_zh=name,
        name_en=f"Unit {code}",
        kind=kind,
        parent=parent,
        path=f"{parent.path}{code}/",
        place_code=TOWN if kind == "township" else "",
    )
    made.full_clean()
    made.save()
    return made


def district_made() -> Organisation:
    """A district, a bureau, a town, and four works in it."""
    root = organisation("demo", "示范区人民政府", kind="government", place_code=PLACE)
    unit("fgw", "区发改委", root, "bureau")
    town = unit("town", "甲镇", root, "township")
    for number, owner in enumerate(OWNERS, start=1):
        unit(owner, f"示范{number}厂", town, "enterprise")
    return root


def draft_made(district: Organisation) -> AccountRun:
    """The account of 2023, a draft, after that of 2022; the lake is filled."""
    account_make(by=None, organisation=district, year=2022)
    return account_make(by=None, organisation=district, year=2023)


def gas_workbook(*amounts: int, year: int = 2024) -> bytes:
    """The form for gas, filled: households of the district, month by month."""
    rows = [
        {
            "year": year,
            "month": month,
            "sector": "城镇居民",
            "use": "燃烧",
            "supplied": amount,
        }
        for month, amount in enumerate(amounts, start=1)
    ]
    return filled_template("gas", rows)


def foreign_workbook(head: list[str], *rows: list[Any]) -> bytes:
    """A workbook that nobody made with our form."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(head)
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
