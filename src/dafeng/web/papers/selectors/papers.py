"""Which documents a person may see, and how many wait for whom."""

from __future__ import annotations

from datetime import date

import attrs
from django.db.models import Prefetch, Q, QuerySet

from dafeng.base.periods import Period, PeriodKind
from dafeng.web.core.inside import district_of, inside
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.rights import paths_where
from dafeng.web.core.selectors import Person, within
from dafeng.web.papers.models import (
    Paper,
    PaperKindCode,
    PaperMove,
    PaperOrder,
    PaperState,
)

VIEW, DRAFTS = "papers.paper.view", "papers.draft.view"
CHECK, ISSUE, MAKE = "papers.paper.check", "papers.paper.issue", "papers.paper.make"


@attrs.frozen(kw_only=True)
class PaperFilter:
    """What the list is narrowed to; empty fields do not narrow."""

    kind: str = ""
    state: str = ""
    year: str = ""
    q: str = ""


def papers_for(user: Person) -> QuerySet[Paper]:
    """Documents of the person's district, and what its units got signed.

    What is not signed yet is seen in the district alone; a signed circular is for all
    its units to read.
    """
    paths = paths_where(user, VIEW)
    signed = ~Q(number="")
    whole = within("organisation__path", paths) | within("unit__path", paths)
    drafts = within("organisation__path", paths_where(user, DRAFTS))
    told = inside("organisation__path", user, VIEW) & Q(
        kind=PaperKindCode.CIRCULAR, state=PaperState.ISSUED
    )
    rows = Paper.objects.filter((whole & signed) | drafts | told)
    return rows.select_related(
        *("organisation", "unit", "plan", "checked_by", "issued_by", "made_by"),
        *("assessment_run__plan", "outlook_run", "account_run", "letter"),
    )


def papers_narrowed(user: Person, wanted: PaperFilter) -> QuerySet[Paper]:
    """What the page lists: the newest period first, what waits before the rest."""
    rows = papers_for(user)
    for name in ("kind", "state"):
        if value := getattr(wanted, name):
            rows = rows.filter(**{name: value})
    if wanted.year:
        rows = rows.filter(period__startswith=wanted.year)
    if wanted.q:
        rows = rows.filter(Q(title__icontains=wanted.q) | Q(number__icontains=wanted.q))
    return rows.order_by("-period", "kind", "unit__path", "-pk")


def paper_in_full(user: Person, pk: int) -> Paper | None:
    """One document with its content and what was done; None where one may not see."""
    moves = PaperMove.objects.select_related("by")
    rows = papers_for(user).select_related("content", "corrects")
    return (
        rows.prefetch_related(Prefetch("moves", queryset=moves), "corrections")
        .filter(pk=pk)
        .first()
    )


def paper_years(user: Person) -> list[str]:
    """Years in which there are documents, the newest first."""
    periods = papers_for(user).order_by().values_list("period", flat=True).distinct()
    return sorted({period[:4] for period in periods}, reverse=True)


def papers_to_check(user: Person) -> QuerySet[Paper]:
    """Drafts that the person may check."""
    mine = within("organisation__path", paths_where(user, CHECK))
    return Paper.objects.filter(mine, state=PaperState.DRAFT)


def papers_to_issue(user: Person) -> QuerySet[Paper]:
    """Checked documents that the person may sign: somebody else checked them."""
    mine = within("organisation__path", paths_where(user, ISSUE))
    rows = Paper.objects.filter(mine, state=PaperState.CHECKED)
    return rows.exclude(checked_by=user) if isinstance(user, User) else rows.none()


def dispatch_missing(user: Person, on: date) -> str:
    """The month whose dispatch sheet somebody has to compose; empty when it is there.

    The sheet of a month is asked for from its last week on; before that, the sheet of
    the month before has to be there.
    """
    district = district_of(user, MAKE)
    if district is None:
        return ""
    month = Period.parse(f"{on:%Y-%m}")
    due = month if (month.end - on).days < LAST_DAYS else month.previous()
    there = Paper.objects.filter(
        organisation=district, kind=PaperKindCode.DISPATCH, period=due.code
    ).exclude(state=PaperState.WITHDRAWN)
    return "" if there.exists() else due.code


LAST_DAYS = 7


def owner_for(user: Person) -> Organisation | None:
    """The district whose documents the person works at."""
    return district_of(user, MAKE)


def order_for(user: Person, pk: int) -> PaperOrder | None:
    """An order of the person's district."""
    mine = within("plan__owner__path", paths_where(user, MAKE))
    rows = PaperOrder.objects.filter(mine).select_related(
        "plan__owner", "unit", "paper", "asked_by"
    )
    return rows.filter(pk=pk).first()


def orders_waiting(user: Person) -> QuerySet[PaperOrder]:
    """Orders that a worker has not carried out."""
    mine = within("plan__owner__path", paths_where(user, MAKE))
    return PaperOrder.objects.filter(mine, state="waiting").select_related("unit")


def periods_of(kind: PeriodKind, on: date, count: int) -> list[Period]:
    """The last periods of a length, the one of the day first."""
    months = Period.month(on.year, on.month)
    codes = {
        PeriodKind.MONTH: months,
        PeriodKind.QUARTER: Period.quarter(on.year, (on.month - 1) // 3 + 1),
        PeriodKind.YEAR: Period.year(on.year),
    }
    period = codes[kind]
    found = []
    for _number in range(count):
        found.append(period)
        period = period.previous()
    return found
