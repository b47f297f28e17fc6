"""Letters in: received, answered, published as agreed, closed, forgotten in time."""

from __future__ import annotations

from datetime import datetime, timedelta

import attrs
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from dafeng.base.errors import BadInputError
from dafeng.web.core import audit, rates
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.moments import moment
from dafeng.web.core.permissions import require
from dafeng.web.public.models import Feedback, FeedbackState
from dafeng.web.public.services.seeing import see_revision

ANSWER = "public.feedback.answer"
RATE = "feedback"
KEEP_CONTACT = timedelta(days=90)
"""After a letter is closed, name and address are kept so long, and then wiped."""
KEEP_OPEN = timedelta(days=365)
"""A letter that nobody closes loses them after a year all the same."""


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
def feedback_answer(
    *,
    feedback: Feedback,
    by: User | None,
    answer: str,
    revision: int | None = None,
) -> Feedback:
    """Answer a letter; a mail goes out when it names an address.

    Raises
    ------
    BadInputError
        ``feedback.closed``, ``feedback.no_answer``, ``public.stale``.
    """
    held = _held(feedback, by, revision)
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
    held.mail_next_at = held.mail_claimed_at = None
    _keep(held)
    data = {"before": before, "after": held.state, "length": len(held.answer)}
    audit.record(by=by, action="public.feedback.answer", target=held, data=data)
    return held


@transaction.atomic
def feedback_publish(
    *, feedback: Feedback, by: User | None, revision: int | None = None
) -> Feedback:
    """Show letter and answer to everybody, without name and address.

    Raises
    ------
    BadInputError
        ``feedback.not_agreed``, ``feedback.no_answer``, ``public.stale``.
    """
    held = _held(feedback, by, revision)
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
def feedback_hide(
    *, feedback: Feedback, by: User | None, revision: int | None = None
) -> Feedback:
    """Take letter and answer off the public page.

    Raises
    ------
    BadInputError
        ``public.stale``: somebody did something with the letter meanwhile.
    """
    held = _held(feedback, by, revision)
    before, held.published = held.published, False
    _keep(held)
    data = {"before": before, "after": False}
    audit.record(by=by, action="public.feedback.hide", target=held, data=data)
    return held


@transaction.atomic
def feedback_close(
    *,
    feedback: Feedback,
    by: User | None,
    reason: str = "",
    revision: int | None = None,
) -> Feedback:
    """Be done with a letter; without an answer only for a reason.

    Raises
    ------
    BadInputError
        ``feedback.closed``, ``feedback.reason``, ``public.stale``.
    """
    held = _held(feedback, by, revision)
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


def contacts_forget(*, now: datetime | None = None) -> str:
    """Wipe names and addresses whose time is over; the letters stay."""
    over = moment(now)
    closed = Feedback.objects.filter(closed_at__lt=over - KEEP_CONTACT)
    old = Feedback.objects.filter(received_at__lt=over - KEEP_OPEN)
    rows = (closed | old).filter(wiped_at=None)
    wiped = 0
    with transaction.atomic():
        for row in rows.select_for_update().order_by("pk"):
            row.name = row.email = ""
            row.wiped_at = over
            _keep(row)
            audit.record(by=None, action="public.feedback.wipe", target=row, data={})
            wiped += 1
    return f"{wiped} contacts wiped"


def _held(feedback: Feedback, by: User | None, revision: int | None) -> Feedback:
    if by is not None:
        require(by, ANSWER, feedback.organisation)
    rows = Feedback.objects.select_for_update(of=("self",))
    held = rows.select_related("organisation").get(pk=feedback.pk)
    see_revision(held, revision)
    return held


def _keep(row: Feedback) -> None:
    row.revision += 1
    row.full_clean()
    row.save()
