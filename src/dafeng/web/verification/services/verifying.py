"""The verification of a report, step by step, up to its conclusion."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import attrs
from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.enterprises.reporting import (
    FindingState,
    with_corrections,
)
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, OrganisationKind, User
from dafeng.web.verification.convert import (
    lines_of,
)
from dafeng.web.verification.models import (
    EmissionReport,
    ReportVersion,
    Verification,
)
from dafeng.web.verification.services.changing import told
from dafeng.web.verification.services.compiling import version_keep
from dafeng.web.verification.services.holding import (
    NOTHING,
    Done,
    held_report,
    held_verification,
    last_written,
    report_moved,
    verification_moved,
)
from dafeng.web.verification.services.separating import see_neutral
from dafeng.web.verification.services.valuing import corrections_of

_UNSETTLED = (FindingState.OPEN.value, FindingState.REPLIED.value)


@attrs.frozen(kw_only=True)
class TeamFacts:
    """Who verifies."""

    leader: str
    members: str = ""


@attrs.frozen(kw_only=True)
class SiteFacts:
    """When and where the site is looked at."""

    site_on: date
    site_plan: str


@attrs.frozen(kw_only=True)
class ConclusionFacts:
    """What a verification came to.

    ``stated_t`` is given where no method recomputes a line: the verifier says it.
    """

    conclusion: str
    concluded_on: date
    stated_t: Decimal | None = None


@transaction.atomic
def verification_arrange(
    *,
    report: EmissionReport,
    by: User | None,
    body: Organisation | None,
    body_name: str = "",
    body_uscc: str = "",
    done: Done = NOTHING,
) -> Verification:
    """Give a submitted report to a body that verifies.

    Raises
    ------
    BadInputError
        ``verifier.unregistered``: the house does not know the body, so that nobody of
        it could act.
    ReportError
        ``verifier.same``: the body wrote this report or another one.
    ReportMoveError
    """
    held = held_report(report)
    name, uscc = _named(held, by, body, body_name, body_uscc)
    report_moved(held, "take", by, done)
    row = Verification(report=held, body=body, body_name=name, body_uscc=uscc)
    row.full_clean()
    row.save()
    data = {"body": name, "uscc": uscc}
    audit.record(by=by, action="verification.body.arrange", target=held, data=data)
    return row


@transaction.atomic
def verification_rearrange(
    *, report: EmissionReport, by: User | None, body: Organisation, done: Done
) -> Verification:
    """Give a report to another body, before the first one named its team.

    Raises
    ------
    BadInputError
        ``report.reason``; ``verifier.unchanged``: it is the same body.
    ReportError
        ``verifier.same``.
    ReportMoveError
    """
    held, verification = held_verification(report)
    if verification.body_id == body.pk:
        msg = f"{body} verifies {held} already."
        raise BadInputError(msg, code="verifier.unchanged", body=str(body))
    name, uscc = _named(held, by, body)
    verification.body = body
    verification.body_name, verification.body_uscc = name, uscc
    verification_moved(held, verification, "rearrange", by, done)
    return verification


def _named(
    report: EmissionReport,
    by: User | None,
    body: Organisation | None,
    body_name: str = "",
    body_uscc: str = "",
) -> tuple[str, str]:
    """Name and code of a body that may verify a report."""
    registered = body is not None and body.kind == OrganisationKind.VERIFIER
    if by is not None and not registered:
        msg = "Choose a verification body that is registered here."
        raise BadInputError(msg, code="verifier.unregistered")
    name = body_name.strip() or ("" if body is None else body.name_zh)
    uscc = body_uscc.strip() or ("" if body is None else body.uscc or "")
    see_neutral(report, name, uscc)
    return name, uscc


@transaction.atomic
def team_name(
    *, report: EmissionReport, by: User | None, facts: TeamFacts, done: Done = NOTHING
) -> Verification:
    """Say who verifies."""
    held, verification = held_verification(report)
    verification.leader = facts.leader.strip()
    verification.members = facts.members.strip()
    verification_moved(held, verification, "name-team", by, done)
    return verification


@transaction.atomic
def desk_review(
    *, report: EmissionReport, by: User | None, done: Done = NOTHING
) -> Verification:
    """Say that the documents were reviewed."""
    held, verification = held_verification(report)
    verification_moved(held, verification, "desk-review", by, done)
    return verification


@transaction.atomic
def site_plan(
    *, report: EmissionReport, by: User | None, facts: SiteFacts, done: Done = NOTHING
) -> Verification:
    """Plan the visit of the site."""
    held, verification = held_verification(report)
    verification.site_on = facts.site_on
    verification.site_plan = facts.site_plan.strip()
    verification_moved(held, verification, "plan-site", by, done)
    return verification


@transaction.atomic
def site_visit(
    *, report: EmissionReport, by: User | None, done: Done = NOTHING
) -> Verification:
    """Say that the site was visited.

    Raises
    ------
    BadInputError
        ``visit.early``: the planned day is still to come.
    """
    held, verification = held_verification(report)
    planned = verification.site_on
    if planned is not None and planned > timezone.localdate(done.at or timezone.now()):
        msg = f"The visit is planned for {planned}."
        raise BadInputError(msg, code="visit.early", day=planned.isoformat())
    verification_moved(held, verification, "visit", by, done)
    return verification


@transaction.atomic
def verification_conclude(
    *,
    report: EmissionReport,
    by: User | None,
    facts: ConclusionFacts,
    done: Done = NOTHING,
) -> ReportVersion:
    """Conclude: the verified version is kept beside the one that was submitted.

    Raises
    ------
    BadInputError
        ``finding.unissued``: findings were written down and not issued;
        ``conclusion.future``; ``conclusion.before_visit``; ``conclusion.unknown``: a
        line has no method, and the verifier states no value; ``conclusion.known``: a
        value is stated where recomputing gives one.
    """
    held, verification = held_verification(report)
    at = done.at or timezone.now()
    _see_ended(facts.concluded_on, verification.site_on, timezone.localdate(at))
    if held.nonconformities.filter(state__in=_UNSETTLED).exists():
        msg = "Findings were written down: issue them first."
        raise BadInputError(msg, code="finding.unissued")
    verification.conclusion = facts.conclusion.strip()
    verification.concluded_on = facts.concluded_on
    verification.told_on = None
    verification_moved(held, verification, "conclude", by, done)
    held.nonconformities.filter(issued_at=None).update(issued_at=at)
    lines = with_corrections(lines_of(last_written(held)), corrections_of(held))
    version = version_keep(held, by, lines, ReportVersion.Kind.VERIFIED, done.at)
    _see_stated(version, facts)
    before = held.verified_t
    held.verified_t = (
        facts.stated_t if version.compliance_t is None else version.compliance_t
    )
    held.save(update_fields=["verified_t"])
    data = {
        "before": {"verified_t": told(before)},
        "after": {"verified_t": told(held.verified_t)},
        "stated": facts.stated_t is not None,
        "version": version.number,
    }
    audit.record(by=by, action="verification.value.conclude", target=held, data=data)
    return version


def _see_ended(ended: date, visited: date | None, today: date) -> None:
    """Refuse a conclusion to come, or from before the site was seen."""
    if ended > today:
        msg = f"{ended} is still to come."
        raise BadInputError(msg, code="conclusion.future", day=ended.isoformat())
    if visited is not None and ended < visited:
        msg = f"The site was visited on {visited}, after {ended}."
        raise BadInputError(
            msg, code="conclusion.before_visit", day=visited.isoformat()
        )


def _see_stated(version: ReportVersion, facts: ConclusionFacts) -> None:
    if version.compliance_t is None and facts.stated_t is None:
        msg = "A line cannot be recomputed: state the verified emission."
        raise BadInputError(msg, code="conclusion.unknown")
    if version.compliance_t is not None and facts.stated_t is not None:
        msg = "The verified emission follows from the lines; state none."
        raise BadInputError(msg, code="conclusion.known")
