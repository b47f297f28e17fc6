"""Letters in: received, answered, published as agreed, closed, forgotten in time."""

from __future__ import annotations

import smtplib
from datetime import datetime, timedelta

import attrs
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from dafeng.base.errors import BadInputError
from dafeng.web.core import audit, rates
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import require
from dafeng.web.notices.services.writing import mail_is_on
from dafeng.web.public.models import Feedback, FeedbackState

ANSWER = "public.feedback.answer"
RATE = "feedback"
KEEP_CONTACT = timedelta(days=90)
"""After a letter is closed, name and address are kept so long, and then wiped."""
KEEP_OPEN = timedelta(days=365)
"""A letter that nobody closes loses them after a year all the same."""
MOST_TRIES = 5


@attrs.frozen(kw_only=True)
class LetterFacts:
    """What somebody wrote; name and address are free."""

    about: str
    text: str
    name: str = ""
    email: str = ""
    may_publish: bool = False


def feedback_receive(
    *, organisation: Organisation, facts: LetterFacts, language: str, address: str
) -> Feedback:
    """Take a letter in.

    Parameters
    ----------
    address : str
        Where it comes from; counted under a digest for a day, and not kept with it.

    Raises
    ------
    BadInputError
        ``feedback.often``: too many letters from there; ``seconds`` until the next.
    """
    wait = rates.spend(RATE, salted_hmac("dafeng.public.feedback", address).hexdigest())
    if wait:
        msg = f"Too many letters from one address; the next in {wait} s."
        raise BadInputError(msg, code="feedback.often", seconds=wait)
    return _received(organisation, facts, language)


@transaction.atomic
def _received(
    organisation: Organisation, facts: LetterFacts, language: str
) -> Feedback:
    made = Feedback(
        organisation=organisation,
        language=language,
        received_at=timezone.now(),
        **attrs.asdict(facts),
    )
    made.full_clean()
    made.save()
    data = {
        "about": made.about,
        "length": len(made.text),
        "with_contact": bool(made.email or made.name),
        "may_publish": made.may_publish,
    }
    audit.record(by=None, action="public.feedback.receive", target=made, data=data)
    return made


@transaction.atomic
def feedback_answer(*, feedback: Feedback, by: User | None, answer: str) -> Feedback:
    """Answer a letter; a mail goes out when it names an address.

    Raises
    ------
    BadInputError
        ``feedback.closed``, ``feedback.no_answer``.
    """
    held = _held(feedback, by)
    if held.state == FeedbackState.CLOSED:
        msg = f"{held} is closed."
        raise BadInputError(msg, code="feedback.closed")
    if not answer.strip():
        msg = "The answer is empty."
        raise BadInputError(msg, code="feedback.no_answer")
    before = held.state
    held.answer, held.answered_by = answer.strip(), by
    held.answered_at, held.state = timezone.now(), FeedbackState.ANSWERED
    held.mailed_at, held.mail_tries = None, 0
    _keep(held)
    data = {"before": before, "after": held.state, "length": len(held.answer)}
    audit.record(by=by, action="public.feedback.answer", target=held, data=data)
    return held


@transaction.atomic
def feedback_publish(*, feedback: Feedback, by: User | None) -> Feedback:
    """Show letter and answer to everybody, without name and address.

    Raises
    ------
    BadInputError
        ``feedback.not_agreed``, ``feedback.no_answer``.
    """
    held = _held(feedback, by)
    if not held.may_publish:
        msg = f"The writer of {held} did not agree to that."
        raise BadInputError(msg, code="feedback.not_agreed")
    if not held.answer:
        msg = f"{held} has no answer yet."
        raise BadInputError(msg, code="feedback.no_answer")
    held.published = True
    _keep(held)
    data = {"before": False, "after": True}
    audit.record(by=by, action="public.feedback.publish", target=held, data=data)
    return held


@transaction.atomic
def feedback_hide(*, feedback: Feedback, by: User | None) -> Feedback:
    """Take letter and answer off the public page."""
    held = _held(feedback, by)
    before, held.published = held.published, False
    _keep(held)
    data = {"before": before, "after": False}
    audit.record(by=by, action="public.feedback.hide", target=held, data=data)
    return held


@transaction.atomic
def feedback_close(
    *, feedback: Feedback, by: User | None, reason: str = ""
) -> Feedback:
    """Be done with a letter; without an answer only for a reason.

    Raises
    ------
    BadInputError
        ``feedback.closed``, ``feedback.reason``.
    """
    held = _held(feedback, by)
    if held.state == FeedbackState.CLOSED:
        msg = f"{held} is closed."
        raise BadInputError(msg, code="feedback.closed")
    if not held.answer and not reason.strip():
        msg = f"{held} has no answer; say why it is closed."
        raise BadInputError(msg, code="feedback.reason")
    before = held.state
    held.state, held.closed_at = FeedbackState.CLOSED, timezone.now()
    _keep(held)
    data = {"before": before, "after": held.state, "reason": reason.strip()}
    audit.record(by=by, action="public.feedback.close", target=held, data=data)
    return held


def answers_mail() -> str:
    """Mail the answers that wait; a second run sends none of them again."""
    if not mail_is_on():
        return "no mail server"
    sent = failed = 0
    waiting = Feedback.objects.filter(
        answered_at__isnull=False, mailed_at=None, mail_tries__lt=MOST_TRIES
    ).exclude(email="")
    for row in waiting.select_related("organisation").order_by("pk"):
        if not _claimed(row):
            continue
        if _mailed(row):
            sent += 1
        else:
            failed += 1
    return f"{sent} answers sent, {failed} not"


def contacts_forget(*, now: datetime | None = None) -> str:
    """Wipe names and addresses whose time is over; the letters stay."""
    moment = now or timezone.now()
    closed = Feedback.objects.filter(closed_at__lt=moment - KEEP_CONTACT)
    old = Feedback.objects.filter(received_at__lt=moment - KEEP_OPEN)
    rows = (closed | old).filter(wiped_at=None)
    wiped = 0
    with transaction.atomic():
        for row in rows.select_for_update().order_by("pk"):
            row.name = row.email = ""
            row.wiped_at = moment
            _keep(row)
            audit.record(by=None, action="public.feedback.wipe", target=row, data={})
            wiped += 1
    return f"{wiped} contacts wiped"


def _still_waiting(row: Feedback) -> QuerySet[Feedback]:
    """The letter, as long as it has the answer that was read, and that not mailed."""
    return Feedback.objects.filter(
        pk=row.pk, answered_at=row.answered_at, mailed_at=None
    )


def _claimed(row: Feedback) -> bool:
    """Count the try before it is made: of two runs at once only one counts it."""
    waiting = _still_waiting(row).filter(mail_tries=row.mail_tries).exclude(email="")
    return bool(waiting.update(mail_tries=row.mail_tries + 1))


def _mailed(row: Feedback) -> bool:
    with translation.override(row.language):
        message = EmailMessage(
            subject=_("对您来信 %(number)s 的答复") % {"number": str(row)},
            body=_(
                "您写道：\n%(text)s\n\n答复：\n%(answer)s\n\n%(unit)s\n本邮件不能回复。"
            )
            % {
                "text": row.text,
                "answer": row.answer,
                "unit": row.organisation.name_zh,
            },
            to=[row.email],
        )
    try:
        message.send()
    # An address that no mail can carry is a ValueError: it must not stop the others.
    except (OSError, ValueError, smtplib.SMTPException):
        return False
    # Nothing else of the row is written: somebody may have changed it meanwhile.
    _still_waiting(row).update(mailed_at=timezone.now())
    return True


def _held(feedback: Feedback, by: User | None) -> Feedback:
    if by is not None:
        require(by, ANSWER, feedback.organisation)
    rows = Feedback.objects.select_for_update(of=("self",))
    return rows.select_related("organisation").get(pk=feedback.pk)


def _keep(row: Feedback) -> None:
    row.full_clean()
    row.save()
