"""What the unit is handed: drafted after the record is signed, checked, issued."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.inspections import NoticeForm, Severity, follow_up_dates, rules_on
from dafeng.web.core.models import User
from dafeng.web.core.moments import moment
from dafeng.web.core.permissions import require
from dafeng.web.inspections.models import (
    FindingState,
    Inspection,
    InspectionFinding,
    InspectionNotice,
    InspectionState,
)
from dafeng.web.inspections.services.documents import notice_kept
from dafeng.web.inspections.services.inspections import WRITE, held_inspection
from dafeng.web.inspections.services.moves import noted
from dafeng.web.office.models import Direction
from dafeng.web.office.services.letter_facts import LetterFacts
from dafeng.web.office.services.letters import letter_register

SIGN = "inspections.notice.sign"


@transaction.atomic
def notice_draft(
    *,
    inspection: Inspection,
    by: User | None,
    form: NoticeForm,
    at: datetime | None = None,
) -> InspectionNotice:
    """Put the findings of one form that no notice holds yet into one notice.

    Raises
    ------
    BadInputError
        ``inspection.state``: the record is not signed. ``notice.empty``: there is
        nothing to put into it.
    """
    held = held_inspection(inspection, by, WRITE, InspectionState.SIGNED)
    findings = held.findings.filter(form=form.value, notice__isnull=True)
    if not findings.exists():
        msg = f"No finding of {held} waits for this form."
        raise BadInputError(msg, code="notice.empty")
    row = InspectionNotice(
        inspection=held, form=form.value, drafted_by=by, drafted_at=moment(at)
    )
    row.full_clean()
    row.save()
    data = {"findings": list(findings.values_list("order", flat=True))}
    findings.update(notice=row)
    note = str(row.get_form_display())
    noted(held, "notice", by=by, at=moment(at), note=note, data=data)
    return row


@transaction.atomic
def notice_check(
    *,
    notice: InspectionNotice,
    by: User,
    at: datetime | None = None,
    version: int | None = None,
) -> InspectionNotice:
    """Sign as the one who checks (审核).

    Parameters
    ----------
    version : int, optional
        Version that the person saw.

    Raises
    ------
    BadInputError
        As ``TwoSigned.check_signed``; ``inspection.stale``: somebody signed since.
    """
    held = _held(notice, by)
    held.check_signed(by=by, at=moment(at))
    _see_it_was_seen(held, version)
    held.full_clean()
    held.save()
    note = str(held.get_form_display())
    data = {"notice": held.pk}
    noted(held.inspection, "check", by=by, at=moment(at), note=note, data=data)
    return held


@transaction.atomic
def notice_issue(
    *,
    notice: InspectionNotice,
    by: User,
    at: datetime | None = None,
    version: int | None = None,
) -> InspectionNotice:
    """Sign as the one who issues (签发); the register of letters gives the number.

    A term that has run out before the unit is told of it begins anew with this day;
    what was cleared or punished meanwhile keeps its days.

    Parameters
    ----------
    version : int, optional
        Version that the person saw.

    Raises
    ------
    BadInputError
        ``signature.*``: as ``TwoSigned.issue_signed``. ``inspection.stale``: somebody
        signed since. ``letter.no_signs``: the office has no characters for outgoing
        letters yet.
    """
    held = _held(notice, by)
    when = moment(at)
    held.issue_signed(by=by, at=when)
    _see_it_was_seen(held, version)
    day = timezone.localdate(when)
    findings = held.findings.select_for_update(of=("self",)).order_by("order")
    owed = [_term(one, day) for one in findings if one.state == FindingState.OPEN]
    title = f"{held.get_form_display()}（{held.inspection.subject.name_zh}）"
    facts = LetterFacts(
        title=title,
        correspondent=held.inspection.subject.name_zh,
        registered_on=day,
        dated=day,
        reply_by=max((one.due_on for one in owed), default=None),
        units=[held.inspection.subject],
    )
    # The right to sign was asked above; the register numbers what was signed.
    held.letter = letter_register(
        organisation=held.inspection.plan.organisation,
        by=None,
        direction=Direction.OUT,
        facts=facts,
    )
    notice_kept(held)
    held.full_clean()
    held.save()
    terms = [
        {"order": one.order, "due_on": one.due_on, "recheck_on": one.recheck_on}
        for one in owed
    ]
    data = {
        "notice": held.pk,
        "number": held.letter.number,
        "terms": terms,
        "docx": held.docx_sha256,
        "pdf": held.pdf_sha256,
    }
    noted(held.inspection, "issue", by=by, at=when, note=held.letter.number, data=data)
    return held


def _term(finding: InspectionFinding, day: date) -> InspectionFinding:
    """Give a locked finding a term that is to come; nobody owes what is past."""
    if finding.due_on <= day:
        dates = follow_up_dates(Severity(finding.severity), rules_on(day), found_on=day)
        finding.due_on, finding.recheck_on = dates.due_on, dates.recheck_on
        finding.full_clean()
        finding.save(update_fields=["due_on", "recheck_on"])
    return finding


def _see_it_was_seen(held: InspectionNotice, version: int | None) -> None:
    """Refuse a signature under what the person did not see; else count it."""
    if version is not None and version != held.version:
        msg = f"{held} was signed by somebody else."
        raise BadInputError(msg, code="inspection.stale", name=str(held))
    held.version += 1


def _held(notice: InspectionNotice, by: User) -> InspectionNotice:
    rows = InspectionNotice.objects.select_for_update(of=("self",))
    related = ("inspection__subject", "inspection__plan__organisation")
    held = rows.select_related(*related).get(pk=notice.pk)
    require(by, SIGN, held.inspection.plan)
    return held
