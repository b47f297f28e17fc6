"""Put a unit on the list of a market, and open its report of a year."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import attrs
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.enterprises.reporting import (
    ReportState,
    VerificationState,
    branch_of,
    see_one_market,
)
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, OrganisationKind, User
from dafeng.web.core.permissions import require
from dafeng.web.verification.models import EmissionReport, MarketMembership
from dafeng.web.verification.permissions import CONFIRM
from dafeng.web.verification.selectors.reports import market_of
from dafeng.web.verification.services.changing import told
from dafeng.web.verification.services.holding import (
    Done,
    held_report,
    report_moved,
    see_said,
    withdraw,
)
from dafeng.web.verification.services.separating import see_no_verifier

_UNCOMPILED = (ReportState.OPEN.value, ReportState.DEPOSITED.value)
_CONFIRMED = (VerificationState.CONFIRMED.value, VerificationState.ARCHIVED.value)


@attrs.frozen(kw_only=True)
class ReportFacts:
    """What a report is opened with."""

    year: int
    branch: str
    writer_name: str = ""
    writer_uscc: str = ""
    held_t: Decimal | None = None


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
    there = held.filter(enterprise=enterprise, year=year, withdrawn_at=None)
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
def market_withdraw(
    *,
    membership: MarketMembership,
    by: User | None,
    reason: str,
    at: datetime | None = None,
) -> MarketMembership:
    """Take back an entry that was wrong, and say why; it stays to be read.

    Raises
    ------
    BadInputError
        ``market.withdrawn``; ``report.reason``; ``market.used``: allowances were given
        back on it.
    """
    rows = MarketMembership.objects.select_for_update(of=("self",))
    held = rows.select_related("enterprise").get(pk=membership.pk)
    if by is not None:
        require(by, CONFIRM, held)
    if held.withdrawn_at is not None:
        msg = f"{held} was withdrawn before."
        raise BadInputError(msg, code="market.withdrawn")
    see_said(reason)
    _see_unused(held)
    withdraw(held, by, reason, at)
    data = {
        "year": held.year,
        "market": held.market,
        "document": held.document,
        "reason": held.withdrawn_reason,
    }
    audit.record(
        by=by,
        action="verification.market.withdraw",
        target=held.enterprise,
        data=data,
    )
    return held


def _see_unused(membership: MarketMembership) -> None:
    reports = EmissionReport.objects.filter(
        enterprise=membership.enterprise, year=membership.year
    )
    settled = (ReportState.CLEARED.value, ReportState.SHORT.value)
    given = Q(surrenders__isnull=False, surrenders__withdrawn_at=None)
    if reports.filter(Q(state__in=settled) | given).exists():
        msg = f"Allowances were given back on {membership}: withdraw them first."
        raise BadInputError(msg, code="market.used", year=membership.year)


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
    see_no_verifier(facts.writer_name, facts.writer_uscc, enterprise)
    row = EmissionReport(
        enterprise=enterprise,
        opened_at=at or timezone.now(),
        synthetic=synthetic,
        **attrs.asdict(facts),
    )
    row.full_clean()
    row.save()
    data = {"after": {**attrs.asdict(facts), "held_t": told(facts.held_t)}}
    audit.record(by=by, action="verification.report.open", target=row, data=data)
    return row


@transaction.atomic
def report_change(
    *, report: EmissionReport, by: User | None, facts: ReportFacts, version: int
) -> EmissionReport:
    """Correct who writes the report, its branch, and which allowances the unit holds.

    The year stays; the branch can be corrected while nothing was compiled by its guide.

    Raises
    ------
    BadInputError
        ``report.stale``: somebody changed it since ``version``; ``report.void``;
        ``report.branch_late``: it was compiled;
        ``report.writer_late``: the result is confirmed; ``report.held_late``: nothing
        is surrendered any more.
    ReportError
        ``verifier.same``: the writer is a body that verifies; ``report.branch``.
    """
    held = held_report(report)
    if by is not None:
        require(by, CONFIRM, held)
    if version != held.version:
        msg = f"{held} was changed: version {held.version} is the newest."
        raise BadInputError(msg, code="report.stale", version=held.version)
    given = attrs.evolve(
        facts,
        writer_name=facts.writer_name.strip(),
        writer_uscc=facts.writer_uscc.strip(),
    )
    _see_changes(held, given)
    before = _told(held)
    held.writer_name, held.writer_uscc = given.writer_name, given.writer_uscc
    held.branch, held.held_t = given.branch, given.held_t
    held.version += 1
    held.full_clean()
    held.save()
    data = {"before": before, "after": _told(held)}
    audit.record(by=by, action="verification.report.change", target=held, data=data)
    return held


@transaction.atomic
def report_void(
    *, report: EmissionReport, by: User | None, done: Done
) -> EmissionReport:
    """Say that a report was opened by mistake, and why; another can be opened.

    Raises
    ------
    ReportMoveError
        It was submitted.
    BadInputError
        ``report.reason``.
    """
    held = held_report(report)
    report_moved(held, "void", by, done)
    return held


def _see_changes(report: EmissionReport, facts: ReportFacts) -> None:
    """Refuse what can no more be changed."""
    branch_of(facts.branch)
    if report.state == ReportState.VOID.value:
        msg = f"{report} is void."
        raise BadInputError(msg, code="report.void")
    if facts.branch != report.branch and (
        report.state not in _UNCOMPILED or report.versions.exists()
    ):
        msg = f"{report} was compiled by the guide of {report.branch}."
        raise BadInputError(msg, code="report.branch_late")
    state = getattr(getattr(report, "verification", None), "state", "")
    writer = (facts.writer_name, facts.writer_uscc)
    if writer != (report.writer_name, report.writer_uscc):
        if state in _CONFIRMED:
            msg = f"The verification of {report} is confirmed."
            raise BadInputError(msg, code="report.writer_late")
        see_no_verifier(facts.writer_name, facts.writer_uscc, report.enterprise)
    if facts.held_t != report.held_t and not _surrenders(report, state):
        msg = f"{report} is through: nothing is surrendered any more."
        raise BadInputError(msg, code="report.held_late")


def _surrenders(report: EmissionReport, state: str) -> bool:
    """Whether allowances of the report may still be given back."""
    if report.state == ReportState.CLEARED.value:
        return False
    return state not in _CONFIRMED or market_of(report) is not None


def _told(report: EmissionReport) -> dict[str, str | None]:
    return {
        "branch": report.branch,
        "writer": report.writer_name,
        "uscc": report.writer_uscc,
        "held_t": told(report.held_t),
    }


def _see_enterprise(unit: Organisation) -> None:
    if unit.kind != OrganisationKind.ENTERPRISE:
        msg = f"{unit} is no enterprise."
        raise BadInputError(msg, code="report.enterprise", unit=str(unit))
