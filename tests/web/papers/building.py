"""Tasks of the small district, documents as far as a test needs them, pages as text."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from dafeng.reports.composing import PaperKind
from dafeng.web.papers.models import Paper
from dafeng.web.papers.services.making import Asked, paper_make
from dafeng.web.papers.services.signing import paper_check, paper_issue
from dafeng.web.work.models import Task, TaskUnit

if TYPE_CHECKING:
    from django.http import HttpResponse

    from dafeng.web.core.models import Organisation
    from tests.web.papers.conftest import House

ON = date(2026, 11, 30)


def task(
    house: House,
    number: str,
    *,
    lead: Organisation,
    helps: Sequence[Organisation] = (),
    state: str = "in-progress",
    year: int = 2026,
    due: str = "2026-12-31",
) -> Task:
    day = date.fromisoformat(due)
    made = Task.objects.create(
        organisation=house.root,
        plan=house.plan,
        number=number,
        year=year,
        title=f"任务{number}",
        lead=lead,
        first_due_on=day,
        due_on=day,
        state=state,
        created_at=timezone.now(),
    )
    for unit in helps:
        TaskUnit.objects.create(task=made, organisation=unit, role="support")
    return made


def asked(
    house: House,
    kind: PaperKind = PaperKind.DISPATCH,
    period: str = "2026-11",
    unit: Organisation | None = None,
) -> Asked:
    return Asked(kind=kind, period=period, unit=unit or house.root)


def draft(
    house: House,
    kind: PaperKind = PaperKind.DISPATCH,
    period: str = "2026-11",
    unit: Organisation | None = None,
) -> Paper:
    wanted = asked(house, kind, period, unit)
    return paper_make(plan=house.plan, asked=wanted, by=house.office, on=ON)


def checked(house: House, *what: object) -> Paper:
    return paper_check(paper=draft(house, *what), by=house.office)  # type: ignore[arg-type]


def issued(house: House, *what: object) -> Paper:
    return paper_issue(paper=checked(house, *what), by=house.leader)


def row(
    house: House,
    kind: str,
    period: str,
    *,
    unit: Organisation | None = None,
    state: str = "draft",
) -> Paper:
    """A document as its table holds it, without content and files: for lists."""
    signed = state == "issued"
    at = timezone.now()
    return Paper.objects.create(
        organisation=house.root,
        unit=unit or house.root,
        plan=house.plan,
        kind=kind,
        period=period,
        title=f"文件{kind}{period}",
        state=state,
        number=f"示双碳办〔2026〕{Paper.objects.count() + 1}号" if signed else "",
        data_on=ON,
        made_at=at,
        checked_by=None if state == "draft" else house.office,
        checked_at=None if state == "draft" else at,
        issued_by=house.leader if signed else None,
        issued_at=at if signed else None,
    )


def text_of(response: HttpResponse) -> str:
    """What a page says, without its markup."""
    content = response.content.decode()
    plain = html.unescape(re.sub(r"<[^>]+>", " ", content))
    return " ".join(plain.split())


def rows_of(response: HttpResponse) -> list[list[str]]:
    """Cells of all rows of a page's tables, as text."""
    found = []
    for row in re.findall(r"<tr[^>]*>(.*?)</tr>", response.content.decode(), re.DOTALL):
        cells = re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL)
        plain = (html.unescape(re.sub(r"<[^>]+>", "", cell)) for cell in cells)
        found.append([" ".join(cell.split()) for cell in plain])
    return found
