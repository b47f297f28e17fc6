"""Energy management systems: certificates, indicators and reviews of enterprises."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import attrs
from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.utils import timezone

from dafeng.enterprises.management import (
    ReviewInput,
    ReviewStanding,
    left_out,
    review_standing,
)
from dafeng.enterprises.norms import Coverage, Validity
from dafeng.web.core.models import Organisation
from dafeng.web.core.permissions import may
from dafeng.web.core.selectors import Person
from dafeng.web.savings.convert import certificate_of
from dafeng.web.savings.models import (
    EnergyIndicator,
    IndicatorReading,
    ManagementReview,
    ReviewDecision,
)
from dafeng.web.savings.permissions import VIEW
from dafeng.web.savings.selectors.products import (
    CertificateRow,
    certificate_coverage,
    certificate_rows,
)
from dafeng.web.savings.selectors.visible import (
    certificates_for,
    enterprises_for,
    of_enterprises,
)

HOLDING = (Validity.VALID, Validity.ENDING)
_ORDER = (
    *(Validity.VALID, Validity.ENDING, Validity.NOT_YET),
    *(Validity.EXPIRED, Validity.WITHDRAWN),
)
"""Of several certificates of an enterprise the first of these counts."""


@attrs.frozen(kw_only=True)
class IndicatorRow:
    """An indicator with what it showed last.

    Attributes
    ----------
    month, year : dict or None
        The newest of each; None: nothing is reckoned yet.
    """

    indicator: EnergyIndicator
    reading: IndicatorReading | None
    month: dict[str, Any] | None
    year: dict[str, Any] | None


@attrs.frozen(kw_only=True)
class ReviewRow:
    """A review, what it did not look at, and its decisions that stand."""

    review: ManagementReview
    missing: tuple[ReviewInput, ...]
    decisions: tuple[ReviewDecision, ...]


@attrs.frozen(kw_only=True)
class SystemRow:
    """The management system of one enterprise.

    Attributes
    ----------
    certificate : CertificateRow or None
        The best one; None: none is entered.
    overdue : int
        Decisions that are past their day and not done.
    """

    enterprise: Organisation
    certificate: CertificateRow | None
    indicators: tuple[IndicatorRow, ...]
    review: ManagementReview | None
    standing: ReviewStanding
    open: int
    overdue: int

    @property
    def certified(self) -> bool:
        """Whether a certificate holds today."""
        return self.certificate is not None and self.certificate.validity in HOLDING

    @property
    def pressing(self) -> bool:
        """Whether something expires, has expired, or is overdue."""
        late = self.certificate is not None and self.certificate.validity in (
            Validity.ENDING,
            Validity.EXPIRED,
        )
        return late or self.standing is ReviewStanding.OVERDUE or self.overdue > 0


@attrs.frozen(kw_only=True)
class SystemFilter:
    """What the list is narrowed to; empty fields do not narrow."""

    q: str = ""
    certificate: str = ""
    review: str = ""
    pressing: bool = False


@attrs.frozen(kw_only=True)
class SystemPart:
    """What the page of an enterprise shows of its management system."""

    row: SystemRow


def indicators_for(user: Person) -> QuerySet[EnergyIndicator]:
    """Indicators that stand, of enterprises that the person may see."""
    rows = EnergyIndicator.objects.filter(of_enterprises(user), withdrawn_at=None)
    return rows.select_related("enterprise", "point")


def reviews_for(user: Person) -> QuerySet[ManagementReview]:
    """Reviews that stand, of enterprises that the person may see."""
    rows = ManagementReview.objects.filter(of_enterprises(user), withdrawn_at=None)
    return rows.select_related("enterprise", "entered_by")


def decisions_for(user: Person) -> QuerySet[ReviewDecision]:
    """Decisions that stand, of reviews that stand and the person may see."""
    rows = ReviewDecision.objects.filter(
        review__in=reviews_for(user), withdrawn_at=None
    )
    return rows.select_related("review__enterprise")


def indicator_rows(indicators: QuerySet[EnergyIndicator]) -> list[IndicatorRow]:
    """Indicators with their newest reading: two questions."""
    newest = IndicatorReading.objects.filter(indicator=OuterRef("pk"))
    kept = list(
        indicators.defer("baseline").annotate(
            newest=Subquery(newest.order_by("-made_at", "-pk").values("pk")[:1])
        )
    )
    readings = IndicatorReading.objects.in_bulk(
        [one.newest for one in kept if one.newest is not None]
    )
    return [_indicator_row(one, readings.get(one.newest)) for one in kept]


def _indicator_row(
    indicator: EnergyIndicator, reading: IndicatorReading | None
) -> IndicatorRow:
    months = [] if reading is None else reading.months
    years = [] if reading is None else reading.years
    return IndicatorRow(
        indicator=indicator,
        reading=reading,
        month=months[-1] if months else None,
        year=years[-1] if years else None,
    )


def review_rows(user: Person, enterprise: Organisation) -> list[ReviewRow]:
    """Reviews of one enterprise, the newest first."""
    standing = ReviewDecision.objects.filter(withdrawn_at=None)
    rows = reviews_for(user).filter(enterprise=enterprise)
    return [
        ReviewRow(
            review=one,
            missing=left_out(one.inputs),
            decisions=tuple(one.decisions.all()),
        )
        for one in rows.order_by("-held_on", "-pk").prefetch_related(
            Prefetch("decisions", standing)
        )
    ]


def system_rows(user: Person, wanted: SystemFilter, *, on: date) -> list[SystemRow]:
    """Enterprises that the person may see, narrowed; a question for each register."""
    firms = [one for one in enterprises_for(user) if _named(one, wanted.q)]
    return [row for row in _rows(user, firms, on) if _fits(row, wanted)]


def system_of(user: Person, enterprise: Organisation, *, on: date) -> SystemRow:
    """The same of one enterprise."""
    [row] = _rows(user, [enterprise], on)
    return row


def system_coverage(user: Person, *, on: date) -> Coverage:
    """How many of all enterprises that the person may see a certificate covers."""
    return certificate_coverage(user, on=on)


def certificates_of(user: Person, enterprise: Organisation) -> list[CertificateRow]:
    """Certificates of one enterprise, the first to end on top."""
    today = timezone.localdate()
    return [
        CertificateRow(certificate=one, validity=certificate_of(one).validity(today))
        for one in certificates_for(user).filter(enterprise=enterprise)
    ]


def part_of(reader: Person, enterprise: Organisation) -> SystemPart | None:
    """What the page of an enterprise shows, as far as the reader may see."""
    if not may(reader, VIEW, enterprise):
        return None
    return SystemPart(row=system_of(reader, enterprise, on=timezone.localdate()))


def _rows(user: Person, firms: Sequence[Organisation], on: date) -> list[SystemRow]:
    keys = [one.pk for one in firms]
    best: dict[int, CertificateRow] = {}
    for row in certificate_rows(user, on=on):
        key = row.certificate.enterprise_id
        if key not in best or _rank(row) < _rank(best[key]):
            best[key] = row
    indicators: defaultdict[int, list[IndicatorRow]] = defaultdict(list)
    for one in indicator_rows(indicators_for(user).filter(enterprise__in=keys)):
        indicators[one.indicator.enterprise_id].append(one)
    reviews = _newest(reviews_for(user).filter(enterprise__in=keys))
    undone = decisions_for(user).filter(done_on=None, review__enterprise__in=keys)
    days = list(undone.values_list("review__enterprise", "due_on"))
    waiting = Counter(key for key, _day in days)
    late = Counter(key for key, day in days if day < on)
    return [
        SystemRow(
            enterprise=firm,
            certificate=best.get(firm.pk),
            indicators=tuple(indicators[firm.pk]),
            review=reviews.get(firm.pk),
            standing=review_standing(
                reviews[firm.pk].next_due if firm.pk in reviews else None, on
            ),
            open=waiting[firm.pk],
            overdue=late[firm.pk],
        )
        for firm in firms
    ]


def _rank(row: CertificateRow) -> tuple[int, int]:
    """The best validity first, of those the one that ends last."""
    return _ORDER.index(row.validity), -row.certificate.expires_on.toordinal()


def _newest(reviews: Iterable[ManagementReview]) -> dict[int, ManagementReview]:
    """The last review of each enterprise."""
    found: dict[int, ManagementReview] = {}
    for one in reviews:
        standing = found.get(one.enterprise_id)
        if standing is None or one.held_on > standing.held_on:
            found[one.enterprise_id] = one
    return found


def _named(firm: Organisation, words: str) -> bool:
    names = (firm.name_zh, firm.name_en)
    return not words or any(words.casefold() in name.casefold() for name in names)


def _fits(row: SystemRow, wanted: SystemFilter) -> bool:
    validity = "none" if row.certificate is None else row.certificate.validity.value
    return (
        (not wanted.certificate or validity == wanted.certificate)
        and (not wanted.review or row.standing.value == wanted.review)
        and (not wanted.pressing or row.pressing)
    )
