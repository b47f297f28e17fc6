"""What people are told: bands that were crossed, and what is due when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.db.models import Exists, OuterRef
from django.utils import translation

from dafeng.enterprises.budgets import RETURN_DUE, BudgetState
from dafeng.web.budgets.models import BudgetYear, CityReturn, KeyUser
from dafeng.web.budgets.wording import band_words
from dafeng.web.core.models.people import Language
from dafeng.web.notices.services.reminding import events_told
from dafeng.web.notices.sources import register_source
from dafeng.work import Duty, Event, NoticeKind, Post, reminder_rules


def crossing_told(row: KeyUser, bands: Sequence[str], *, on: date) -> None:
    """Tell the enterprise and the office that bands were crossed, once."""
    with translation.override(Language.ZH):
        note = "；".join(band_words(code) for code in bands)
        label = f"{row.unit.name_zh} {row.ledger.year}年用能预算"
    event = Event(
        kind=NoticeKind.WARNED,
        object=f"budgets.keyuser/{row.pk}",
        # A band that was left behind and is reached again is told again.
        mark=f"{'-'.join(sorted(bands))}@{on}",
        label=label,
        address=row.get_absolute_url(),
        unit=row.unit.code,
        asks=row.ledger.organisation.code,
        turn=Post.OFFICER,
        note=note,
    )
    events_told([event], on=on)


def duties(on: date) -> Iterator[Duty]:
    """The return of the year to the city, and reports of the year before."""
    horizon = on + timedelta(days=-min(rule.offset or 0 for rule in reminder_rules()))
    due = date(on.year, *RETURN_DUE)
    if due > horizon:
        return
    issued = CityReturn.objects.filter(ledger=OuterRef("pk"), issued_at__isnull=False)
    rows = BudgetYear.objects.filter(year__in=(on.year - 1, on.year))
    for ledger in rows.annotate(issued=Exists(issued)).select_related(
        "organisation", "keeper"
    ):
        if ledger.year < on.year:
            yield from _reports(ledger, due)
        elif not ledger.issued:
            yield from _return(ledger, due)


def _return(ledger: BudgetYear, due: date) -> Iterator[Duty]:
    """The return is owed by the office, and by the bureau that keeps the budgets."""
    whose = {ledger.organisation.code: Post.OFFICE}
    if ledger.keeper is not None:
        whose.setdefault(ledger.keeper.code, Post.OFFICER)
    for unit, turn in whose.items():
        yield Duty(
            object=f"budgets.return/{ledger.pk}",
            label=f"{ledger.year}年重点用能单位用能预算和节能量上报",
            address=ledger.get_absolute_url(),
            unit=unit,
            asks=ledger.organisation.code,
            due_on=due,
            turn=turn,
        )


def _reports(ledger: BudgetYear, due: date) -> Iterator[Duty]:
    """Units that have not reported the year before; the day is that of the return."""
    rows = ledger.users.filter(state=BudgetState.METERING.value)
    for row in rows.select_related("unit"):
        yield Duty(
            object=f"budgets.report/{row.pk}",
            label=f"{ledger.year}年用能预算执行情况自报",
            address=row.get_absolute_url(),
            unit=row.unit.code,
            asks=ledger.organisation.code,
            due_on=due,
        )


register_source("budgets", duties)
