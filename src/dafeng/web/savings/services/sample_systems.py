"""Fill a sample house with indicators, management reviews and decisions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from dafeng.base.errors import DafengError
from dafeng.enterprises.management import next_review, review_inputs
from dafeng.web.core.models import Organisation
from dafeng.web.meters.models import MeterPoint
from dafeng.web.savings.models import (
    EnergyCertificate,
    EnergyIndicator,
    ManagementReview,
    OutputMonth,
    ReviewDecision,
)
from dafeng.web.savings.services.management import IndicatorFacts, indicator_enter
from dafeng.web.savings.services.management_reviews import (
    DecisionFacts,
    ReviewFacts,
    decision_close,
    decision_enter,
    review_enter,
)

FIRMS = 6
BASELINE = timedelta(days=330), timedelta(days=130)
"""How long ago the baseline began and ended."""
HELD = (400, 120, 310)
"""So many days ago reviews were held; the first is overdue, the last is due soon."""
_YEAR, _DAY = timedelta(days=365), timedelta(days=1)


def systems_fill(units: Mapping[str, Organisation], today: date) -> None:
    """Give some certified enterprises an indicator and a review; call it once."""
    keys = [one.pk for one in units.values()]
    certified = EnergyCertificate.objects.filter(
        enterprise__in=keys, withdrawn_at=None
    ).values("enterprise")
    points = MeterPoint.objects.filter(
        enterprise__in=certified, role="main", carrier="electricity"
    ).select_related("enterprise")
    firms = {one.enterprise_id: one for one in points.order_by("-code")}
    for number, key in enumerate(sorted(firms)[:FIRMS]):
        _indicator(firms[key], today)
        held_on = today - timedelta(days=HELD[number % len(HELD)])
        _review(firms[key].enterprise, held_on, today)


def _indicator(point: MeterPoint, today: date) -> None:
    made = OutputMonth.objects.filter(enterprise=point.enterprise, withdrawn_at=None)
    product = made.values_list("product", flat=True).first() or ""
    kinds = EnergyIndicator.Kind
    facts = IndicatorFacts(
        name_zh="总表用电绩效（示例）",
        kind=kinds.PER_OUTPUT.value if product else kinds.INDEX.value,
        carrier=point.carrier,
        point=point,
        product=product,
        baseline_from=today - BASELINE[0],
        baseline_to=today - BASELINE[1],
    )
    try:
        row = indicator_enter(enterprise=point.enterprise, by=None, facts=facts)
    except DafengError:
        # The meters of a small house may have too few days; the page says so.
        return
    EnergyIndicator.objects.filter(pk=row.pk).update(synthetic=True)


def _review(firm: Organisation, held_on: date, today: date) -> None:
    codes = [one.code for one in review_inputs()]
    facts = ReviewFacts(
        held_on=held_on,
        chair="总经理（示例）",
        period_from=held_on - _YEAR,
        period_to=held_on - _DAY,
        inputs=codes[:-1],
        conclusion="体系总体有效，压缩空气系统待改进（示例）。",
        document="管理评审报告（示例）",
        next_due=next_review(held_on),
    )
    review = review_enter(enterprise=firm, by=None, facts=facts)
    done = DecisionFacts(
        text="补充用能设备台账（示例）",
        responsible="能源管理岗",
        due_on=held_on + timedelta(days=30),
    )
    row = decision_enter(review=review, by=None, facts=done)
    decision_close(
        decision=row,
        by=None,
        done_on=held_on + timedelta(days=25),
        evidence="台账已更新（示例）",
    )
    waiting = DecisionFacts(
        text="改造空压机并加装分表（示例）",
        responsible="设备部",
        due_on=today + timedelta(days=20),
    )
    decision_enter(review=review, by=None, facts=waiting)
    ManagementReview.objects.filter(pk=review.pk).update(synthetic=True)
    ReviewDecision.objects.filter(review=review).update(synthetic=True)
