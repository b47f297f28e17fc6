"""The part of the energy page of an enterprise that this room brings along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy

from dafeng.enterprises.reporting import ReportState
from dafeng.web.core.models import Organisation
from dafeng.web.core.permissions import may
from dafeng.web.core.selectors import Person
from dafeng.web.meters.panels import (
    Colour,
    Light,
    Lit,
    Panel,
    Place,
    register_enterprise_panel,
    register_light,
)
from dafeng.web.verification.models import EmissionReport, OwnAccountRow
from dafeng.web.verification.permissions import VIEW
from dafeng.web.verification.selectors.markets import entries_for
from dafeng.web.verification.selectors.reports import (
    ReportRow,
    reports_for,
    row_of,
)
from dafeng.web.verification.selectors.terms import with_terms
from dafeng.web.verification.wording import REPORT_LIGHTS, late_words

MOST = 4
_VOID = ReportState.VOID.value
_COLOURS = {
    ReportState.CLEARED.value: Colour.GREEN,
    ReportState.VERIFIED.value: Colour.GREEN,
    ReportState.SHORT.value: Colour.RED,
}


@attrs.frozen(kw_only=True)
class Reports:
    """Reports and the newest own account of an enterprise."""

    enterprise: Organisation
    rows: tuple[ReportRow, ...]
    listed: int | None
    """Newest year in which it is on the list of a carbon market."""
    account: OwnAccountRow | None


def reports_of(reader: Person, enterprise: Organisation) -> Reports | None:
    """Its newest reports as far as the reader may see; None: no right."""
    if not may(reader, VIEW, enterprise):
        return None
    today = timezone.localdate()
    mine = reports_for(reader).filter(enterprise=enterprise)
    rows = with_terms(mine).exclude(state=_VOID).order_by("-year")
    newest = OwnAccountRow.objects.filter(enterprise=enterprise)
    entries = entries_for(reader).filter(enterprise=enterprise, withdrawn_at=None)
    return Reports(
        enterprise=enterprise,
        rows=tuple(row_of(one, today) for one in rows[:MOST]),
        listed=entries.aggregate(newest=Max("year"))["newest"],
        account=newest.order_by("-year", "-number").first(),
    )


def lit(reader: Person, enterprises: Sequence[Organisation]) -> Mapping[int, Lit]:
    """How each enterprise stands with its newest report, or the newest overdue one."""
    if not may(reader, VIEW):
        return {}
    today = timezone.localdate()
    rows = reports_for(reader).filter(enterprise__in=enterprises).exclude(state=_VOID)
    told: dict[int, ReportRow] = {}
    for one in with_terms(rows).order_by("year"):
        row = row_of(one, today)
        before = told.get(one.enterprise_id)
        if before is None or row.late or not before.late:
            told[one.enterprise_id] = row
    return {key: _lit(row) for key, row in told.items()}


def _lit(row: ReportRow) -> Lit:
    """The state, and where a last day is over its delay: a red light says why."""
    report: EmissionReport = row.report
    words = REPORT_LIGHTS[report.state][2]
    if row.late:
        return Lit(colour=Colour.RED, words=late_words(words, row.late))
    waits = Colour.AMBER if row.due is not None else Colour.GREY
    return Lit(colour=_COLOURS.get(report.state, waits), words=words)


register_enterprise_panel(
    Panel(
        order=30,
        place=Place.ASIDE,
        template="verification/_panel.html",
        content=reports_of,
    )
)
register_light("verification", Light(order=30, label=gettext_lazy("核查"), of=lit))
