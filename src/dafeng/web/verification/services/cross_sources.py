"""What the house itself knows of the lines of a report: meters, forms, invoices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

import attrs
from django.db import transaction
from django.db.models import Count, Sum

from dafeng.accounts import ActivityRow, Stream, carrier_flows
from dafeng.base.errors import BadInputError
from dafeng.base.periods import Period
from dafeng.enterprises.reporting import Hand
from dafeng.meters import carriers_by_code, quality_rules_on
from dafeng.web.core.models import User
from dafeng.web.meters.models import MonthlyStatement
from dafeng.web.verification.models import EmissionReport, ReportLineRow
from dafeng.web.verification.selectors.meter_months import (
    MonthEnergy,
    period_energies,
)
from dafeng.web.verification.selectors.reports import written_version
from dafeng.web.verification.services.depositing import statement_enter
from dafeng.web.verification.services.holding import held_report, may_move
from dafeng.web.verification.services.own_accounts import owner_code, stated_by

MONTHS = 12
_CARRIERS = {
    item: one.carrier
    for one in carrier_flows().values()
    for item in (one.item, *one.items)
}


@attrs.frozen(kw_only=True)
class Found:
    """What a source says of a line."""

    line: str
    source: str
    value: Decimal
    unit: str
    document: str


@transaction.atomic
def sources_read(*, report: EmissionReport, by: User | None) -> int:
    """Enter what meters, forms and invoices say of the lines; how much was found.

    A source that does not cover the whole year is left out: a part is no year. A
    carrier of several lines is left out too, since a source speaks of the whole works.

    Raises
    ------
    BadInputError
        ``sources.none``: nothing is known.
    """
    held = held_report(report)
    may_move(held, Hand.VERIFIER, by)
    version = written_version(held)
    lines = [] if version is None else [one for one in version.lines.all() if one.flow]
    often = Counter(_CARRIERS.get(one.item, one.item) for one in lines)
    alone = [one for one in lines if often[_CARRIERS.get(one.item, one.item)] == 1]
    found = list(_found(held, alone))
    if not found:
        msg = f"Nothing is held here to compare {held} with."
        raise BadInputError(msg, code="sources.none")
    for one in found:
        statement_enter(
            report=held,
            by=by,
            parameter=one.line,
            source=one.source,
            value=one.value,
            unit=one.unit,
            document=one.document,
        )
    return len(found)


def _found(report: EmissionReport, lines: Sequence[ReportLineRow]) -> Iterator[Found]:
    year = Period.year(report.year)
    rows = stated_by(owner_code(report.enterprise))
    least = Decimal(str(float(quality_rules_on(year.end).completeness)))
    metered = {
        one.carrier: one
        for one in period_energies(report.enterprise, year)
        if one.known >= least
    }
    for line in lines:
        said = [
            row
            for row in rows
            if (row.flow, row.item, row.year) == (line.flow, line.item, report.year)
        ]
        yield from _form(line, said)
        carrier = _CARRIERS.get(line.item)
        if carrier is not None:
            yield from _meter(line, metered.get(carrier))
            yield from _invoice(report, line, carrier)


def _form(line: ReportLineRow, said: Sequence[ActivityRow]) -> Iterator[Found]:
    forms = [row for row in said if row.stream is Stream.ENTERPRISE]
    whole = [row for row in forms if row.period == str(row.year)]
    held = whole or (forms if len({row.period for row in forms}) == MONTHS else [])
    if held:
        total = sum(row.quantity_e3 for row in held)
        yield Found(
            line=line.code,
            source="form",
            value=Decimal(total).scaleb(-3),
            unit=held[0].unit,
            document=held[0].evidence[:200],
        )


def _meter(line: ReportLineRow, energy: MonthEnergy | None) -> Iterator[Found]:
    if energy is not None:
        yield Found(
            line=line.code,
            source="meter",
            value=energy.quantity,
            unit=energy.unit,
            document=energy.evidence,
        )


def _invoice(
    report: EmissionReport, line: ReportLineRow, carrier: str
) -> Iterator[Found]:
    rows = MonthlyStatement.objects.filter(
        enterprise=report.enterprise,
        carrier=carrier,
        month__year=report.year,
        source=MonthlyStatement.Source.INVOICE,
        withdrawn_at=None,
    )
    told = rows.aggregate(total=Sum("amount"), n=Count("month", distinct=True))
    if told["n"] == MONTHS:
        yield Found(
            line=line.code,
            source="invoice",
            value=told["total"],
            unit=carriers_by_code()[carrier].unit,
            document=f"{report.year} {MonthlyStatement.Source.INVOICE.label}",
        )
