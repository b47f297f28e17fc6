"""The workbook of a unit's reports: out, filled in, and back."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dafeng.base.errors import BadInputError
from dafeng.base.periods import Period
from dafeng.web.work.services.report_errors import StaleReportError
from dafeng.web.work.services.report_workbooks import (
    UnreadableWorkbookError,
    round_workbook,
    round_workbook_take,
)
from dafeng.web.work.services.rounds import round_open
from dafeng.work import Recurrence
from tests.web.work import reporting
from tests.web.work.reporting import (
    GREEN,
    POWER,
    House,
    figure,
    figures,
    saved,
    submitted,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

    from dafeng.web.core.models import User
    from dafeng.web.work.models import Report, Round

ANSWER, VALUE, EXPECTED, NOTE = 7, 8, 9, 10
FIRST_ROW = 2


@pytest.fixture
def house(db: None, settings: SettingsWrapper, tmp_path: Path) -> House:  # noqa: ARG001
    return reporting.house_of(settings, tmp_path)


@pytest.fixture
def opened(house: House) -> Round:
    reporting.figure_duty(house, POWER, GREEN)
    return reporting.month_round(house)


def out(round_: Round, house: House) -> Any:
    """The workbook, opened."""
    reports = list(round_.reports.filter(unit=house.grid))
    content = round_workbook(round_, house.grid, reports)
    return openpyxl.load_workbook(io.BytesIO(content))


def take(round_: Round, house: House, book: Any) -> tuple[Report, ...]:
    kept = io.BytesIO()
    book.save(kept)
    return round_workbook_take(
        round_=round_,
        unit=house.grid,
        by=house.clerk,
        name="填好.xlsx",
        content=kept.getvalue(),
    )


def test_what_was_filled_in_comes_back_as_a_draft(house: House, opened: Round) -> None:
    book = out(opened, house)
    sheet = book["数值"]
    sheet.cell(FIRST_ROW, VALUE, 1_250_000.5)
    sheet.cell(FIRST_ROW + 1, ANSWER, "不适用")
    sheet.cell(FIRST_ROW + 1, NOTE, "区内没有电站")
    (report,) = take(opened, house, book)
    power, green = report.figures.order_by("pk")
    assert (power.value, power.answer) == (Decimal("1250000.5"), "figure")
    assert (green.answer, green.note) == ("not-applicable", "区内没有电站")
    assert report.state == "draft"


def test_a_workbook_that_nobody_touched_changes_nothing(
    house: House, opened: Round
) -> None:
    report = saved(opened.reports.get(), house.clerk, figures(figure(100)))
    (same,) = take(opened, house, out(opened, house))
    assert same.version == report.version


def test_progress_goes_out_and_back(house: House) -> None:
    reporting.task_duty(house, reporting.task_of(house, percent=10))
    round_ = reporting.quarter_round(house)
    content = round_workbook(round_, house.bureau, list(round_.reports.all()))
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book["进展"]
    sheet.cell(FIRST_ROW, 5, 35)
    sheet.cell(FIRST_ROW, 6, "已开工")
    kept = io.BytesIO()
    book.save(kept)
    (report,) = round_workbook_take(
        round_=round_,
        unit=house.bureau,
        by=house.officer,
        name="a.xlsx",
        content=kept.getvalue(),
    )
    assert (report.percent, report.progress) == (35, "已开工")
    assert report.percent_before == 10


def test_a_formula_is_refused_with_its_address(house: House, opened: Round) -> None:
    book = out(opened, house)
    book["数值"].cell(FIRST_ROW, VALUE, "=1+1")
    with pytest.raises(BadInputError) as caught:
        take(opened, house, book)
    assert caught.value.code == "upload.formula"
    assert caught.value.fields["cells"] == "数值!H2"
    assert opened.reports.get().state == "open"


def test_a_workbook_of_another_round_is_refused(house: House, opened: Round) -> None:
    other = round_open(
        organisation=house.root,
        frequency=Recurrence.MONTHLY,
        period=Period.month(2026, 9),
        by=house.office,
    )
    with pytest.raises(BadInputError) as caught:
        take(opened, house, out(other, house))
    assert caught.value.code == "upload.other_round"
    assert caught.value.fields == {"found": "2026-09", "wanted": "2026-10"}


def test_a_workbook_of_another_unit_is_refused(house: House, opened: Round) -> None:
    book = out(opened, house)
    book["轮次"].cell(FIRST_ROW, 3, "water")
    with pytest.raises(BadInputError) as caught:
        take(opened, house, book)
    assert caught.value.code == "upload.other_unit"


def test_some_other_workbook_is_refused(house: House, opened: Round) -> None:
    with pytest.raises(BadInputError) as caught:
        take(opened, house, openpyxl.Workbook())
    assert caught.value.code == "upload.not_ours"


def test_an_older_workbook_is_refused(house: House, opened: Round) -> None:
    book = out(opened, house)
    saved(opened.reports.get(), house.clerk, figures(figure(100)))
    book["数值"].cell(FIRST_ROW, VALUE, 7)
    with pytest.raises(StaleReportError):
        take(opened, house, book)
    assert opened.reports.get().figures.get(series=POWER).value == 100


def test_one_bad_cell_keeps_everything_out(house: House, opened: Round) -> None:
    book = out(opened, house)
    book["数值"].cell(FIRST_ROW, VALUE, 7)
    book["数值"].cell(FIRST_ROW + 1, VALUE, "约一万")
    with pytest.raises(UnreadableWorkbookError) as caught:
        take(opened, house, book)
    assert [one.place for one in caught.value.findings] == ["填好.xlsx 数值!H3"]
    assert opened.reports.get().state == "open"


def test_a_report_of_somebody_else_is_refused(house: House, opened: Round) -> None:
    book = out(opened, house)
    book["数值"].cell(FIRST_ROW, 1, 999_999)
    with pytest.raises(UnreadableWorkbookError) as caught:
        take(opened, house, book)
    assert [one.code for one in caught.value.findings] == ["upload.report"]


def test_what_was_handed_in_is_not_laid_out(house: House, opened: Round) -> None:
    told = figures(figure(100), figure(20, GREEN))
    submitted(opened.reports.get(), house.clerk, told)
    assert out(opened, house).sheetnames == ["轮次"]


# Pages --------------------------------------------------------------------------------


def test_the_workbook_is_got_and_given_on_pages(
    house: House, opened: Round, browser: Callable[[User], Client]
) -> None:
    client = browser(house.clerk)
    sheet = reverse("work:report-xlsx", args=[opened.pk, "grid"])
    shown = client.get(opened.get_absolute_url()).content.decode()
    assert sheet in shown
    book = openpyxl.load_workbook(io.BytesIO(client.get(sheet).content))
    book["数值"].cell(FIRST_ROW, VALUE, 1_250_000)
    kept = io.BytesIO()
    book.save(kept)
    upload = reverse("work:report-upload", args=[opened.pk, "grid"])
    answer = client.post(
        upload,
        {"workbook": SimpleUploadedFile("a.xlsx", kept.getvalue())},
        follow=True,
    )
    assert "已读入 1 份报送" in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.xlsx", b"MZ nothing", "不是 .xlsx 工作簿"),
        ("a.xlsx", b"PK\x03\x04broken", "已损坏"),
    ],
)
def test_a_file_that_is_no_workbook_is_told(
    house: House,
    opened: Round,
    browser: Callable[[User], Client],
    name: str,
    content: bytes,
    words: str,
) -> None:
    upload = reverse("work:report-upload", args=[opened.pk, "grid"])
    sent = {"workbook": SimpleUploadedFile(name, content)}
    assert words in browser(house.clerk).post(upload, sent).content.decode()


def test_a_bad_cell_is_told_by_its_address(
    house: House, opened: Round, browser: Callable[[User], Client]
) -> None:
    book = out(opened, house)
    book["数值"].cell(FIRST_ROW, VALUE, "约一万")
    kept = io.BytesIO()
    book.save(kept)
    upload = reverse("work:report-upload", args=[opened.pk, "grid"])
    sent = {"workbook": SimpleUploadedFile("a.xlsx", kept.getvalue())}
    shown = browser(house.clerk).post(upload, sent).content.decode()
    assert "a.xlsx 数值!H2" in shown
    assert "约一万" in shown


@pytest.mark.parametrize("name", ["report-xlsx", "report-upload"])
def test_another_unit_finds_no_workbook(
    house: House, opened: Round, browser: Callable[[User], Client], name: str
) -> None:
    address = reverse(f"work:{name}", args=[opened.pk, "grid"])
    assert browser(house.stranger).get(address).status_code == 404
    assert browser(house.office).get(address).status_code == 403
