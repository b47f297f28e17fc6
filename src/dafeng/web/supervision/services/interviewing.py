"""Minutes of an interview: written by the office, signed by those who were there."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime

import attrs
from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.supervision import CaseStep
from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.core.moments import moment
from dafeng.web.core.permissions import may, require
from dafeng.web.supervision.convert import is_out, paragraphs, signed_on
from dafeng.web.supervision.models import (
    SIGNERS,
    Case,
    Interview,
    InterviewSignature,
    Side,
)
from dafeng.web.supervision.services.moving import case_held, see_it_is_open

REVIEW, ISSUE = "supervision.case.review", "supervision.case.issue"
CONFIRM = "supervision.reply.confirm"


@attrs.frozen(kw_only=True)
class MinutesContent:
    """What the minutes say; people stand one in a line."""

    held_on: date
    starts_at: str = ""
    place: str
    hosts: str
    guests: str
    recorder: str
    said: str
    promises: str = ""


class StaleMinutesError(BadInputError):
    """The minutes were saved since the page was opened; nothing was overwritten.

    Attributes
    ----------
    mine, theirs : MinutesContent
        What the person wanted to write, and what the minutes say now.
    version : int
        The newest version.
    """

    code = "interview.stale"

    def __init__(
        self, *, mine: MinutesContent, theirs: MinutesContent, version: int
    ) -> None:
        self.mine, self.theirs, self.version = mine, theirs, version
        super().__init__(f"Version {version} is the newest.", version=version)


def minutes_of(interview: Interview) -> MinutesContent:
    """What the minutes say now."""
    names = [field.name for field in attrs.fields(MinutesContent)]
    return MinutesContent(**{name: getattr(interview, name) for name in names})


def minutes_digest(interview: Interview) -> str:
    """SHA-256 of what is signed: the case and every field of the minutes."""
    told = {"case": interview.case_id} | attrs.asdict(minutes_of(interview))
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def interview_write(
    *,
    case: Case,
    by: User | None,
    content: MinutesContent,
    version: int = 0,
    at: datetime | None = None,
) -> Interview:
    """Write the minutes, or correct them while nobody has signed.

    Parameters
    ----------
    version : int
        Version that the person saw; 0 when there was none.

    Raises
    ------
    StaleMinutesError
        Somebody saved them since then.
    BadInputError
        ``interview.none``: the case summons nobody, or was not issued.
        ``case.closed``, ``case.ended``. ``interview.future``, ``interview.early``: the
        day is still to come, or lies before the summons. ``interview.hosts``: fewer
        than two people held it. ``interview.signed``: somebody signed them.
    """
    held, now = _summons(case), moment(at)
    if by is not None:
        require(by, REVIEW, held.organisation)
    row = _minutes(held) or Interview(case=held, version=0)
    if row.pk and row.signatures.exists():
        msg = "Somebody signed the minutes."
        raise BadInputError(msg, code="interview.signed")
    if version != row.version:
        raise StaleMinutesError(
            mine=content, theirs=minutes_of(row), version=row.version
        )
    _see_they_can_be(held, content, timezone.localdate(now))
    before = _told(minutes_of(row)) if row.version else {}
    for name, value in attrs.asdict(content).items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    row.version += 1
    row.written_by, row.written_at = by, now
    row.full_clean()
    row.save()
    audit.record(
        by=by,
        action="supervision.interview.write",
        target=row,
        data={
            "case": held.number,
            "before": before,
            "after": _told(content),
            "digest": minutes_digest(row),
        },
    )
    return row


@transaction.atomic
def interview_sign(
    *, case: Case, by: User, digest: str | None = None, at: datetime | None = None
) -> Interview:
    """Sign the minutes as they stand; with two of those who held it they stand.

    Who reviews or issues cases signs for those who talked; the head of the unit for
    those who were talked to.

    Parameters
    ----------
    digest : str, optional
        :func:`minutes_digest` of what the person saw.

    Raises
    ------
    BadInputError
        ``interview.none``, ``case.closed``, ``case.ended``; ``interview.unwritten``;
        ``interview.twice``: the person signed before; ``interview.stale``: somebody
        changed them since the person saw them.
    """
    held = _summons(case)
    side = side_of(by, held)
    if side is None:
        require(by, REVIEW, held.organisation)
    row = _minutes(held)
    if row is None or side is None:
        msg = "There are no minutes yet."
        raise BadInputError(msg, code="interview.unwritten")
    if row.signatures.filter(user=by).exists():
        msg = f"{by} signed before."
        raise BadInputError(msg, code="interview.twice")
    stands = minutes_digest(row)
    if digest is not None and digest != stands:
        msg = "The minutes were changed since."
        raise BadInputError(msg, code="interview.stale")
    signature = InterviewSignature(
        interview=row, side=side, user=by, at=moment(at), digest=stands
    )
    signature.full_clean()
    signature.save()
    data = {"case": held.number, "side": side.value, "digest": stands}
    audit.record(by=by, action="supervision.interview.sign", target=row, data=data)
    return row


def side_of(user: User, case: Case) -> Side | None:
    """On which side a person signs minutes; None for who does not sign at all."""
    if may(user, REVIEW, case.organisation) or may(user, ISSUE, case.organisation):
        return Side.HOST
    if any(may(user, CONFIRM, unit) for unit in case.units.all()):
        return Side.GUEST
    return None


def see_the_interview_was_held(held: Case) -> None:
    """Refuse to close a summons whose minutes do not stand.

    Raises
    ------
    BadInputError
        ``interview.unsigned``
    """
    if CaseStep(held.step) is not CaseStep.INTERVIEW:
        return
    row = _minutes(held)
    if row is None or not row.stands:
        msg = f"{held} has no minutes with {SIGNERS} signatures."
        raise BadInputError(msg, code="interview.unsigned")


def _summons(case: Case) -> Case:
    """Lock a case that summons to an interview and left the building."""
    held = case_held(case)
    if CaseStep(held.step) is not CaseStep.INTERVIEW or not is_out(held):
        msg = f"{held} summons nobody."
        raise BadInputError(msg, code="interview.none")
    see_it_is_open(held)
    return held


def _minutes(held: Case) -> Interview | None:
    return Interview.objects.filter(case=held).first()


def _see_they_can_be(held: Case, content: MinutesContent, today: date) -> None:
    if content.held_on > today:
        msg = f"{content.held_on} is still to come."
        raise BadInputError(msg, code="interview.future", day=content.held_on)
    summoned = signed_on(held)
    if summoned is not None and content.held_on < summoned:
        msg = f"{content.held_on} lies before the summons of {summoned}."
        raise BadInputError(msg, code="interview.early", day=summoned)
    if len(paragraphs(content.hosts)) < SIGNERS:
        msg = f"An interview is held by at least {SIGNERS} people."
        raise BadInputError(msg, code="interview.hosts")


def _told(content: MinutesContent) -> dict[str, object]:
    return attrs.asdict(content)
