"""Letters for the office, and those that everybody may read with their answer."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from dafeng.web.core.models import Organisation
from dafeng.web.core.rights import paths_where
from dafeng.web.core.selectors import Person, within
from dafeng.web.public.models import Feedback, FeedbackState

ANSWER = "public.feedback.answer"
ANSWER_WITHIN = timedelta(days=15)
"""A letter that waits longer is late."""
SHOWN = 20


def feedback_for(user: Person) -> QuerySet[Feedback]:
    """Letters that a person may read and answer, the newest first."""
    rows = Feedback.objects.filter(
        within("organisation__path", paths_where(user, ANSWER))
    )
    return rows.select_related("organisation", "answered_by")


def waiting_counts(user: Person, on: date) -> tuple[int, int]:
    """How many letters wait for an answer, and how many of them for too long."""
    rows = feedback_for(user).filter(state=FeedbackState.NEW)
    end = timezone.make_aware(datetime.combine(on, time.min)) - ANSWER_WITHIN
    return rows.count(), rows.filter(received_at__lt=end).count()


def published_letters(organisation: Organisation) -> list[Feedback]:
    """Letters with their answer, as their writers agreed; no name, no address."""
    rows = Feedback.objects.filter(organisation=organisation, published=True)
    shown = ("about", "text", "answer", "answered_at", "received_at")
    return list(rows.order_by("-answered_at").only(*shown)[:SHOWN])
