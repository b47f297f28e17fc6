"""What enterprises are told: management reviews and their decisions that fall due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Exists, OuterRef

from dafeng.web.core.models import Organisation
from dafeng.web.notices.sources import register_source
from dafeng.web.savings.models import ManagementReview, ReviewDecision
from dafeng.work import Duty, reminder_rules


def duties(on: date) -> Iterator[Duty]:
    """The next review after the last one of each enterprise, and open decisions."""
    horizon = on + timedelta(days=-min(rule.offset or 0 for rule in reminder_rules()))
    standing = ManagementReview.objects.filter(withdrawn_at=None)
    later = standing.filter(
        enterprise=OuterRef("enterprise"), held_on__gt=OuterRef("held_on")
    )
    last = standing.filter(~Exists(later), next_due__lte=horizon)
    for review in last.select_related("enterprise"):
        yield _duty(
            f"savings.review/{review.pk}",
            f"{review.enterprise.name_zh} 能源管理体系管理评审",
            review.get_absolute_url(),
            review.enterprise,
            review.next_due,
        )
    decisions = ReviewDecision.objects.filter(
        withdrawn_at=None,
        review__withdrawn_at=None,
        done_on=None,
        due_on__lte=horizon,
    )
    for decision in decisions.select_related("review__enterprise"):
        yield _duty(
            f"savings.decision/{decision.pk}",
            decision.text,
            decision.get_absolute_url(),
            decision.review.enterprise,
            decision.due_on,
        )


def _duty(
    about: str, label: str, address: str, enterprise: Organisation, due_on: date
) -> Duty:
    return Duty(
        object=about,
        label=label,
        address=address,
        unit=enterprise.code,
        # The district at the top of the enterprise's path.
        asks=enterprise.path.strip("/").split("/")[0],
        due_on=due_on,
    )


register_source("savings", duties)
