"""The part of the energy page of an enterprise that this room brings along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs
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
from dafeng.web.verification.selectors.reports import (
    ReportRow,
    reports_for,
    row_of,
)
from dafeng.web.verification.wording import REPORT_LIGHTS

MOST = 4
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
    account: OwnAccountRow | None


def reports_of(reader: Person, enterprise: Organisation) -> Reports | None:
    """Its newest reports as far as the reader may see; None: no right."""
    if not may(reader, VIEW, enterprise):
        return None
    today = timezone.localdate()
    rows = reports_for(reader).filter(enterprise=enterprise).order_by("-year")
    newest = OwnAccountRow.objects.filter(enterprise=enterprise)
    return Reports(
        enterprise=enterprise,
        rows=tuple(row_of(one, today) for one in rows[:MOST]),
        account=newest.order_by("-year", "-number").first(),
    )


def lit(reader: Person, enterprises: Sequence[Organisation]) -> Mapping[int, Lit]:
    """How each enterprise stands with its newest report."""
    if not may(reader, VIEW):
        return {}
    today = timezone.localdate()
    rows = reports_for(reader).filter(enterprise__in=enterprises).order_by("year")
    return {one.enterprise_id: _lit(row_of(one, today)) for one in rows}


def _lit(row: ReportRow) -> Lit:
    report: EmissionReport = row.report
    late = Colour.RED if row.late else Colour.AMBER
    colour = _COLOURS.get(report.state, late if row.due is not None else Colour.GREY)
    return Lit(colour=colour, words=REPORT_LIGHTS[report.state][2])


register_enterprise_panel(
    Panel(
        order=30,
        place=Place.ASIDE,
        template="verification/_panel.html",
        content=reports_of,
    )
)
register_light("verification", Light(order=30, label=gettext_lazy("核查"), of=lit))
