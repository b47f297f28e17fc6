"""Every figure in a document is the one that the page shows, written the same way."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django.utils import timezone

from dafeng.base.periods import Period
from dafeng.reports.composing import PaperKind
from dafeng.reports.dispatch import DispatchFacts
from dafeng.reports.records import Chart, KeyFigures, Paragraph, Table
from dafeng.web.papers.selectors.facts import facts_of
from dafeng.web.papers.selectors.sources import sources_of
from dafeng.web.papers.services.making import document_of
from dafeng.web.pathways.models import OutlookRecord, OutlookRun
from dafeng.web.work.models import Report, ReportingDuty, Round, Task
from tests.web.papers.building import ON, draft, rows_of, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client

    from dafeng.reports import Paper as Document
    from dafeng.web.accounts.models import AccountRun
    from dafeng.web.assessment.models import AssessmentRun
    from dafeng.web.core.models import Organisation, User
    from tests.web.papers.conftest import House

pytestmark = pytest.mark.django_db


def blocks(document: Document) -> Iterator[Any]:
    yield from document.blocks
    for one in document.attachments:
        yield from one.blocks


def table(document: Document, *heads: str) -> Table:
    """The largest table with these columns."""
    fitting = [
        block
        for block in blocks(document)
        if isinstance(block, Table)
        and set(heads) <= {column.title for column in block.columns}
    ]
    return max(fitting, key=lambda one: len(one.rows))


def said(document: Document) -> str:
    return " ".join(
        " ".join(one.text.split())
        for one in blocks(document)
        if isinstance(one, Paragraph)
    )


def test_targets_and_their_counts_stand_in_the_report_as_on_the_pages(
    full: House, result: AssessmentRun, browser: Callable[[User], Client]
) -> None:
    document = document_of(draft(full, PaperKind.QUARTER, "2026Q3"))
    page = browser(full.office).get(f"{result.get_absolute_url()}targets/")
    shown = {row[0]: row for row in rows_of(page) if row}
    rows = table(document, "指标", "现值", "完成情况").rows
    assert len(rows) == len(shown) - 1 == 6
    for key, indicator, year, wanted, value, unit, state, units in rows:
        row = shown[key]
        assert [indicator, year, state] == row[1:4]
        assert [value, wanted, unit] == row[4:7]
        assert units.replace(" ", "") == row[11].replace(" ", "")

    first = browser(full.office).get(result.get_absolute_url())
    answer = next(
        one.text
        for one in document.blocks
        if isinstance(one, Paragraph) and "项目标中" in one.text
    )
    assert answer.startswith("2030 年的 2 项目标中")
    assert " ".join(answer.split()) in text_of(first)
    counts = [row for row in rows_of(first) if len(row) == 11]
    assert [list(row) for row in table(document, "目标年", "待下达").rows] == counts[1:]


def test_the_ranking_is_that_of_the_page(
    house: House, result: AssessmentRun, browser: Callable[[User], Client]
) -> None:
    document = document_of(draft(house, PaperKind.CIRCULAR, "2025"))
    page = browser(house.office).get(result.get_absolute_url())
    shown = [row[:4] for row in rows_of(page) if len(row) == 5]
    rows = [list(row) for row in table(document, "名次", "得分", "等次").rows]
    assert [row for row in rows if row in shown] == rows
    assert ["1", "区发改委", "91.25", "优秀"] in rows
    assert ["--", "甲镇", "--", "--"] in rows


def test_the_dispatch_sheet_says_what_the_pages_say(
    full: House, result: AssessmentRun, browser: Callable[[User], Client]
) -> None:
    document, client = document_of(draft(full)), browser(full.office)
    answer = client.get("/outlook/")
    page = text_of(answer)
    (figures,) = (one for one in document.blocks if isinstance(one, KeyFigures))
    peak, lead, late = figures.figures
    assert f"2030 年前达峰的概率 {peak.value}" in page
    first = document.blocks[0]
    assert isinstance(first, Paragraph)
    assert first.text.startswith("按“")
    assert first.text.split("2030 年的")[0] in page

    (chart,) = (one for one in document.blocks if isinstance(one, Chart))
    assert chart.title in page
    drawn = {one["name"]: one["data"] for one in answer.context["fan"]["series"]}
    counted, ahead = (
        [None if value is None else float(value) for value in one.values]
        for one in chart.series
    )
    assert counted == drawn["实际排放"]
    assert ahead == drawn["展望中位数"]

    overview = text_of(client.get(result.get_absolute_url()))
    assert f"{lead.label} {lead.value} {lead.unit}；{lead.remark}" in overview

    page = text_of(client.get(f"{result.get_absolute_url()}proposals/"))
    matters = table(document, "建议方式", "项数")
    assert matters.rows[0][:3] == ("通报", "区农业农村委", "1")
    assert matters.rows[0][3] in page
    assert "共有2项建议待决定" in matters.note

    page = client.get(f"{reverse('work:tasks')}?tab=all&due=overdue")
    listed = [row for row in rows_of(page) if len(row) > 5 and "逾期" in row[-2]]
    assert late.value == str(len(listed)) == "2"


def test_emissions_are_told_in_the_sentence_of_the_account(
    house: House,
    result: AssessmentRun,  # noqa: ARG001 - stands in the house
    account: AccountRun,  # noqa: ARG001 - stands in the house
) -> None:
    document = document_of(draft(house, PaperKind.CONGRESS, "2025"))
    sentence = "2024 年控制口径碳排放 1,000 万吨二氧化碳当量，比上年上升 11.1%。"
    assert sentence in said(document)


def test_a_unit_s_sheet_has_the_rows_of_its_page(
    house: House,
    tasks: None,  # noqa: ARG001 - stand in the house
    browser: Callable[[User], Client],
) -> None:
    document = document_of(draft(house, PaperKind.DIVISION, "2026", house.nyw))
    page = browser(house.office).get(reverse("work:sheet", args=["nyw", 2026]))
    shown = {row[0]: row for row in rows_of(page) if len(row) == 6}
    rows = [
        row
        for block in blocks(document)
        if isinstance(block, Table)
        for row in block.rows
    ]
    assert {row[0] for row in rows} == {"2026-1", "2026-2", "2026-3"}
    for number, clause, title, role, due in rows:
        assert shown[number][:4] == [number, clause, title, role]
        assert shown[number][4].startswith(due)
    assert "牵头 2 项，配合和落实 1 项。" in text_of(page)
    assert "牵头 2 项，配合和落实 1 项。" in said(document)


def verified_report(asker: Organisation) -> None:
    """A report that a unit asked for, verified in the month of the sheet."""
    now = datetime(2026, 11, 20, 9, tzinfo=UTC)
    duty = ReportingDuty.objects.create(
        organisation=asker,
        unit=asker,
        form="月报",
        frequency="monthly",
        valid_from="2026-01-01",
    )
    asked = Round.objects.create(
        organisation=asker,
        frequency="monthly",
        period="2026-10",
        opens_on="2026-11-01",
        due_on="2026-11-10",
    )
    Report.objects.create(
        round=asked,
        duty=duty,
        unit=asker,
        state="verified",
        due_on="2026-11-10",
        confirmed_at=now,
        verified_at=now,
    )


def test_figures_are_those_of_the_district_whatever_the_writer_sees_beside_it(
    full: House, outlook: OutlookRun
) -> None:
    def facts() -> DispatchFacts:
        sources = sources_of(
            kind=PaperKind.DISPATCH,
            period=Period.parse("2026-11"),
            plan=full.plan,
            unit=full.root,
            reader=full.office,
            on=ON,
        )
        found = facts_of(sources)
        assert sources.outlook == outlook
        assert isinstance(found, DispatchFacts)
        return found

    verified_report(full.root)
    before = facts()
    assert before.moves == "本月销号任务 0 项，核实报送 1 件。"
    Task.objects.create(
        organisation=full.nyw,
        plan=full.plan,
        number="乡镇-1",
        year=2026,
        title="乡镇自己的任务",
        lead=full.nyw,
        first_due_on="2026-01-31",
        due_on="2026-01-31",
        state="in-progress",
        created_at=timezone.now(),
    )
    verified_report(full.nyw)
    record = OutlookRecord.objects.get(run=outlook)
    own = OutlookRun.objects.get(pk=outlook.pk)
    own.pk, own.organisation, own.seal = None, full.nyw, "e" * 64
    own.came_out_at = timezone.now()
    own.save()
    OutlookRecord.objects.create(run=own, content=record.content)
    assert facts() == before
