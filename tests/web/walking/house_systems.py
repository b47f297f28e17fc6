"""A review with an open decision, and an indicator, of each works.

Its baseline is not fitted here: that would take readings of a year. It ends yesterday,
so that there is no month yet to compare with it.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dafeng.web.savings.models import EnergyIndicator, ManagementReview, ReviewDecision
from dafeng.web.savings.selectors.series import last_whole_day
from dafeng.web.savings.services.management_reviews import (
    DecisionFacts,
    ReviewFacts,
    decision_enter,
    review_enter,
)
from tests.web.walking.house_meters import point_of

if TYPE_CHECKING:
    from tests.web.walking.house import Unit

HELD = date(2026, 1, 31)


def indicator_of(unit: Unit) -> EnergyIndicator:
    point = point_of(unit)
    found, _made = EnergyIndicator.objects.get_or_create(
        enterprise=unit.works,
        name_zh="总表用电",
        defaults={
            "kind": "index",
            "carrier": point.carrier,
            "point": point,
            "baseline_from": date(2025, 1, 1),
            "baseline_to": last_whole_day(),
            "baseline": {},
            "model": {"shape": "none", "cvrmse": 0.1},
            "basis": {"temperature": "gaps", "rest": "used", "output": "unnamed"},
        },
    )
    return found


def review_of(unit: Unit) -> ManagementReview:
    standing = ManagementReview.objects.filter(enterprise=unit.works).first()
    facts = ReviewFacts(
        held_on=HELD,
        chair="厂长",
        period_from=date(2025, 1, 1),
        period_to=date(2025, 12, 31),
        inputs=["policy", "targets"],
        conclusion="体系有效",
        document="纪要 1",
        next_due=date(2027, 1, 31),
    )
    return standing or review_enter(enterprise=unit.works, by=None, facts=facts)


def decision_of(unit: Unit) -> ReviewDecision:
    review = review_of(unit)
    facts = DecisionFacts(text="更换电机", responsible="设备科", due_on=HELD)
    return review.decisions.first() or decision_enter(
        review=review, by=None, facts=facts
    )
