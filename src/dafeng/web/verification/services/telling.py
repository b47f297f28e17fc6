"""What follows a conclusion: telling, objecting, reviewing, confirming, archiving."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.enterprises import Duty
from dafeng.enterprises.reporting import VerificationState
from dafeng.web.core.models import User
from dafeng.web.enterprises.models import Enterprise
from dafeng.web.enterprises.selectors.enterprises import in_full, open_duties
from dafeng.web.enterprises.services.publishing import (
    VerifiedFacts,
    verified_enter,
)
from dafeng.web.verification.models import EmissionReport, Verification
from dafeng.web.verification.services.holding import (
    NOTHING,
    Done,
    held_verification,
    report_moved,
    verification_moved,
)

VALUED = ("ets-emissions", "env-report")
"""What is published about emissions, by code of the rules of disclosure."""
UNIT = "tCO2"
_CONFIRMED = (VerificationState.CONFIRMED.value, VerificationState.ARCHIVED.value)


@transaction.atomic
def result_tell(
    *, report: EmissionReport, by: User | None, told_on: date, done: Done = NOTHING
) -> Verification:
    """Say when the unit was told the result.

    Raises
    ------
    BadInputError
        ``told.day``: a day to come, or before the conclusion.
    """
    held, verification = held_verification(report)
    on = timezone.localdate(done.at or timezone.now())
    ended = verification.concluded_on
    if told_on > on or (ended is not None and told_on < ended):
        msg = f"{told_on} lies before the conclusion, or is still to come."
        raise BadInputError(msg, code="told.day", day=told_on.isoformat())
    verification.told_on = told_on
    verification_moved(held, verification, "tell", by, done)
    return verification


@transaction.atomic
def result_object(
    *, report: EmissionReport, by: User | None, done: Done
) -> Verification:
    """Object to the result; ``done.note`` says why."""
    held, verification = held_verification(report)
    verification_moved(held, verification, "object", by, done)
    return verification


@transaction.atomic
def objection_review(
    *, report: EmissionReport, by: User | None, done: Done
) -> Verification:
    """Say what became of an objection."""
    held, verification = held_verification(report)
    verification_moved(held, verification, "review", by, done)
    return verification


@transaction.atomic
def result_confirm(
    *, report: EmissionReport, by: User | None, done: Done = NOTHING
) -> EmissionReport:
    """Confirm the result: the report is verified, and disclosure learns the value."""
    held, verification = held_verification(report)
    verification_moved(held, verification, "confirm", by, done)
    report_moved(held, "verify", by, done)
    value_pass_on(held, verification, by)
    return held


def value_pass_on(
    report: EmissionReport, verification: Verification, by: User | None
) -> int:
    """Give the verified value to the register of disclosure; how many duties have it.

    An enterprise that is in no register, or owes nothing about the year, gets none;
    once it comes to owe it, :func:`values_pass_on` gives it.
    """
    passed = 0
    for firm, duty in _owed(report):
        _enter(report, verification, firm, duty, by)
        passed += 1
    return passed


def values_pass_on() -> int:
    """Give confirmed values to duties that appeared since; how many got one.

    A duty about which somebody entered or withdrew a value is left alone.
    """
    rows = Verification.objects.filter(state__in=_CONFIRMED)
    passed = 0
    for verification in rows.select_related("report__enterprise"):
        report = verification.report
        for firm, duty in _owed(report):
            known = firm.verified_values.filter(rule=duty.rule, period=duty.period)
            if not known.exists():
                with transaction.atomic():
                    _enter(report, verification, firm, duty, None)
                passed += 1
    return passed


def _owed(report: EmissionReport) -> Iterator[tuple[Enterprise, Duty]]:
    """What the registers ask of a report's value."""
    if report.verified_t is None:
        return
    rows = in_full(Enterprise.objects.filter(unit=report.enterprise))
    for firm in rows.select_related("register__organisation", "unit", "town"):
        for duty in open_duties(firm, on=timezone.localdate()):
            if duty.rule in VALUED and duty.period == str(report.year):
                yield firm, duty


def _enter(
    report: EmissionReport,
    verification: Verification,
    firm: Enterprise,
    duty: Duty,
    by: User | None,
) -> None:
    value, ended = report.verified_t, verification.concluded_on
    if value is None or ended is None:
        return
    facts = VerifiedFacts(
        rule=duty.rule,
        period=duty.period,
        value=value,
        unit=UNIT,
        document=f"{verification.body_name} {report.year} 年核查结论",
        verified_on=ended,
    )
    verified_enter(enterprise=firm, by=by, facts=facts)


@transaction.atomic
def verification_archive(
    *, report: EmissionReport, by: User | None, done: Done = NOTHING
) -> Verification:
    """Lay the papers of a confirmed verification away."""
    held, verification = held_verification(report)
    verification_moved(held, verification, "archive", by, done)
    return verification
