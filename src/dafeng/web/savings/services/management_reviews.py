"""Enter management reviews and their decisions, and say what was done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import attrs
from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.enterprises.management import review_inputs
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, User
from dafeng.web.savings.models import ManagementReview, ReviewDecision
from dafeng.web.savings.permissions import MANAGE
from dafeng.web.savings.services.holding import held, held_enterprise, take_back


@attrs.frozen(kw_only=True)
class ReviewFacts:
    """What the record of a review says; ``inputs`` are codes of what was looked at."""

    held_on: date
    chair: str
    period_from: date
    period_to: date
    inputs: Sequence[str]
    conclusion: str
    document: str
    next_due: date


@attrs.frozen(kw_only=True)
class DecisionFacts:
    """What was decided, who does it, and by when."""

    text: str
    responsible: str
    due_on: date


@transaction.atomic
def review_enter(
    *, enterprise: Organisation, by: User | None, facts: ReviewFacts
) -> ManagementReview:
    """Enter a review that was held.

    Raises
    ------
    BadInputError
        ``review.future``: it has not been held yet; ``review.input``: no such input.
    ValidationError
        The day is entered already, or its days are out of order.
    """
    firm = held_enterprise(enterprise, by, MANAGE)
    _see_past(facts.held_on)
    codes = [one.code for one in review_inputs()]
    for code in facts.inputs:
        if code not in codes:
            msg = f"{code!r} is no input of a review. There are {', '.join(codes)}."
            raise BadInputError(msg, code="review.input", input=code)
    kept = [code for code in codes if code in facts.inputs]
    told = attrs.asdict(facts) | {"inputs": kept}
    row = ManagementReview(enterprise=firm, entered_by=by, **told)
    row.full_clean()
    row.save()
    data = {"after": told}
    audit.record(by=by, action="savings.review.enter", target=row, data=data)
    return row


@transaction.atomic
def review_withdraw(
    *, review: ManagementReview, by: User | None, reason: str
) -> ManagementReview:
    """Take back a review that was entered by mistake; its decisions go with it.

    Raises
    ------
    BadInputError
        ``savings.withdrawn``, ``savings.reason``.
    """
    row = held(review, by, MANAGE, review)
    take_back(row, reason)
    data = {"reason": reason.strip(), "row": str(row)}
    audit.record(by=by, action="savings.row.withdraw", target=row, data=data)
    return row


@transaction.atomic
def decision_enter(
    *, review: ManagementReview, by: User | None, facts: DecisionFacts
) -> ReviewDecision:
    """Enter what a review decided.

    Raises
    ------
    BadInputError
        ``savings.withdrawn``; ``decision.due``: it is due before the review was held.
    """
    of_review = held(review, by, MANAGE, review)
    if facts.due_on < of_review.held_on:
        msg = f"{facts.due_on} lies before the review of {of_review.held_on}."
        raise BadInputError(msg, code="decision.due", day=of_review.held_on)
    row = ReviewDecision(review=of_review, entered_by=by, **attrs.asdict(facts))
    row.full_clean()
    row.save()
    data = {"after": attrs.asdict(facts)}
    audit.record(by=by, action="savings.decision.enter", target=row, data=data)
    return row


@transaction.atomic
def decision_close(
    *, decision: ReviewDecision, by: User | None, done_on: date, evidence: str
) -> ReviewDecision:
    """Say that a decision was carried out, and what shows it.

    Raises
    ------
    BadInputError
        ``savings.withdrawn``: it, or its review, was taken back; ``decision.done``: it
        was closed before; ``decision.due``: before the review was held;
        ``review.future``.
    """
    review = held(decision.review, by, MANAGE, decision)
    row = held(decision, by, MANAGE, decision)
    if row.done_on is not None:
        msg = f"{row} was done on {row.done_on}."
        raise BadInputError(msg, code="decision.done", day=row.done_on)
    _see_past(done_on)
    if done_on < review.held_on:
        msg = f"{done_on} lies before the review of {review.held_on}."
        raise BadInputError(msg, code="decision.due", day=review.held_on)
    row.done_on, row.evidence = done_on, evidence.strip()
    row.full_clean()
    row.save()
    data = {"done_on": done_on, "evidence": row.evidence}
    audit.record(by=by, action="savings.decision.close", target=row, data=data)
    return row


@transaction.atomic
def decision_withdraw(
    *, decision: ReviewDecision, by: User | None, reason: str
) -> ReviewDecision:
    """Take back a decision that was entered, or closed, by mistake.

    Raises
    ------
    BadInputError
        ``savings.withdrawn``, ``savings.reason``.
    """
    row = held(decision, by, MANAGE, decision)
    take_back(row, reason)
    data = {"reason": reason.strip(), "row": str(row)}
    audit.record(by=by, action="savings.row.withdraw", target=row, data=data)
    return row


def _see_past(day: date) -> None:
    if day > timezone.localdate():
        msg = f"{day} has not come."
        raise BadInputError(msg, code="review.future", day=day)
