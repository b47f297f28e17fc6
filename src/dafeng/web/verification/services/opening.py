"""Put a unit on the list of a market, and open its report of a year."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import attrs
from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.enterprises.reporting import branch_of, see_one_market, see_two_bodies
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, OrganisationKind, User
from dafeng.web.core.permissions import require
from dafeng.web.verification.models import EmissionReport, MarketMembership
from dafeng.web.verification.permissions import CONFIRM
from dafeng.web.verification.services.holding import held_report


@attrs.frozen(kw_only=True)
class ReportFacts:
    """What a report is opened with."""

    year: int
    branch: str
    writer_name: str = ""
    writer_uscc: str = ""
    held_t: Decimal = Decimal()


@transaction.atomic
def market_enter(
    *,
    enterprise: Organisation,
    by: User | None,
    year: int,
    market: str,
    document: str,
    at: datetime | None = None,
) -> MarketMembership:
    """Enter that a unit is on the list of a market in a year.

    Raises
    ------
    ReportError
        ``market.twice``: it is in the other market in that year.
    ValidationError
        It stands there already.
    """
    if by is not None:
        require(by, CONFIRM, enterprise)
    _see_enterprise(enterprise)
    held = MarketMembership.objects.select_for_update(of=("self",))
    there = held.filter(enterprise=enterprise, year=year)
    see_one_market([*there.values_list("market", flat=True), market])
    row = MarketMembership(
        enterprise=enterprise,
        year=year,
        market=market,
        document=document.strip(),
        made_by=by,
        made_at=at or timezone.now(),
    )
    row.full_clean()
    row.save()
    data = {"year": year, "market": market, "document": row.document}
    audit.record(
        by=by, action="verification.market.enter", target=enterprise, data=data
    )
    return row


@transaction.atomic
def report_open(
    *,
    enterprise: Organisation,
    by: User | None,
    facts: ReportFacts,
    at: datetime | None = None,
    synthetic: bool = False,
) -> EmissionReport:
    """Open the report of a unit on a year.

    Raises
    ------
    ReportError
        ``report.branch``: no such branch.
    BadInputError
        ``report.enterprise``: the unit is no enterprise.
    ValidationError
        The unit has a report on that year.
    """
    if by is not None:
        require(by, CONFIRM, enterprise)
    _see_enterprise(enterprise)
    branch_of(facts.branch)
    row = EmissionReport(
        enterprise=enterprise,
        opened_at=at or timezone.now(),
        synthetic=synthetic,
        **attrs.asdict(facts),
    )
    row.full_clean()
    row.save()
    data = {"after": {**attrs.asdict(facts), "held_t": str(facts.held_t)}}
    audit.record(by=by, action="verification.report.open", target=row, data=data)
    return row


@transaction.atomic
def report_change(
    *, report: EmissionReport, by: User | None, facts: ReportFacts, version: int
) -> EmissionReport:
    """Correct who writes the report, and which allowances the unit holds.

    Year and branch stay: they decide which guide counts.

    Raises
    ------
    BadInputError
        ``report.stale``: somebody changed it since ``version``.
    ReportError
        ``verifier.same``: the writer is the body that verifies.
    """
    held = held_report(report)
    if by is not None:
        require(by, CONFIRM, held)
    if version != held.version:
        msg = f"{held} was changed: version {held.version} is the newest."
        raise BadInputError(msg, code="report.stale", version=held.version)
    verification = getattr(held, "verification", None)
    if verification is not None:
        see_two_bodies(facts.writer_name, verification.body_name)
        see_two_bodies(facts.writer_uscc, verification.body_uscc)
    before = {"writer": held.writer_name, "held_t": str(held.held_t)}
    held.writer_name = facts.writer_name.strip()
    held.writer_uscc = facts.writer_uscc.strip()
    held.held_t = facts.held_t
    held.version += 1
    held.full_clean()
    held.save()
    after = {"writer": held.writer_name, "held_t": str(held.held_t)}
    data = {"before": before, "after": after}
    audit.record(by=by, action="verification.report.change", target=held, data=data)
    return held


def _see_enterprise(unit: Organisation) -> None:
    if unit.kind != OrganisationKind.ENTERPRISE:
        msg = f"{unit} is no enterprise."
        raise BadInputError(msg, code="report.enterprise", unit=str(unit))
