"""How good the readings of a month are, enterprise by enterprise."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta

import attrs
from django.db.models import Q, Sum
from django.utils import timezone

from dafeng.meters import QualityRules, quality_rules_on
from dafeng.meters.cutoff import cutoff_day
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.selectors import seen
from dafeng.web.meters.models import MonthQuality, RefusedCount
from dafeng.web.meters.permissions import VIEW
from dafeng.web.meters.selectors.cutoff import LateMonth, late_months
from dafeng.web.meters.selectors.points import metered_enterprises

MOST_MONTHS = 36
"""Months that the choice offers."""


@attrs.frozen(kw_only=True)
class FirmQuality:
    """The measures of an enterprise in a month.

    Attributes
    ----------
    quality : MonthQuality or None
        None: no reading of the month was counted.
    broken : tuple of str
        Measures that break their rule: ``completeness``, ``day_month_gap``,
        ``main_sub_gap``.
    refused : tuple of (str, int)
        Rows that came and are no readings, by trouble.
    """

    enterprise: Organisation
    quality: MonthQuality | None
    broken: tuple[str, ...]
    refused: tuple[tuple[str, int], ...]

    @property
    def refused_count(self) -> int:
        """All rows that are no readings."""
        return sum(count for _trouble, count in self.refused)


@attrs.frozen(kw_only=True)
class QualityReport:
    """A month, with the rules that hold in it.

    Attributes
    ----------
    months : tuple of date
        Months that were counted, newest first.
    until : datetime or None
        Up to when readings were counted.
    due_on : date
        Day by which the data of the month are due.
    late_months : tuple of LateMonth
        Months that were reckoned again after that day, newest first.
    """

    month: date
    months: tuple[date, ...]
    rules: QualityRules
    until: datetime | None
    due_on: date
    late_months: tuple[LateMonth, ...]
    firms: tuple[FirmQuality, ...]

    @property
    def broken(self) -> int:
        """Enterprises that break a rule."""
        return sum(bool(one.broken) for one in self.firms)

    @property
    def late(self) -> int:
        """Readings of the month that came after its data were due."""
        return sum(one.quality.late for one in self.firms if one.quality)

    @property
    def unknown(self) -> int:
        """Enterprises without a reading that was counted."""
        return sum(one.quality is None for one in self.firms)


def counted_months(user: User) -> tuple[date, ...]:
    """Months with measures that the person may see, newest first."""
    rows = MonthQuality.objects.filter(seen(user, VIEW, "enterprise"))
    months = rows.order_by("-month").values_list("month", flat=True).distinct()
    return tuple(months[:MOST_MONTHS])


def quality_report(user: User, *, month: date | None = None) -> QualityReport:
    """Return a month of all enterprises with meters that the person may see.

    Parameters
    ----------
    month : date, optional
        Its first day; by default the newest that is whole.
    """
    months = counted_months(user)
    this = timezone.localdate().replace(day=1)
    whole = next((one for one in months if one < this), this)
    wanted = whole if month is None else month
    rules = quality_rules_on(wanted)
    rows = MonthQuality.objects.filter(month=wanted)
    kept = {one.enterprise_id: one for one in rows.exclude(enterprise=None)}
    refused = _refused(user, wanted)
    firms = tuple(
        FirmQuality(
            enterprise=firm,
            quality=kept.get(firm.pk),
            broken=broken_rules(kept.get(firm.pk), rules),
            refused=tuple(refused[firm.pk]),
        )
        for firm in metered_enterprises(user)
    )
    return QualityReport(
        month=wanted,
        months=months,
        rules=rules,
        until=next((one.until for one in kept.values()), None),
        due_on=cutoff_day(wanted),
        late_months=late_months(user),
        firms=tuple(sorted(firms, key=_worst_first)),
    )


def broken_rules(quality: MonthQuality | None, rules: QualityRules) -> tuple[str, ...]:
    """Measures that are known and break their rule."""
    if quality is None:
        return ()
    least = quality.completeness
    broken = (
        ["completeness"] if least is not None and least < rules.completeness else []
    )
    for name in ("day_month_gap", "main_sub_gap"):
        gap = getattr(quality, name)
        if gap is not None and gap > getattr(rules, name):
            broken.append(name)
    return tuple(broken)


def _worst_first(one: FirmQuality) -> tuple[int, float, str]:
    share = None if one.quality is None else one.quality.completeness
    return (
        -len(one.broken),
        2.0 if share is None else float(share),
        one.enterprise.path,
    )


def _refused(user: User, month: date) -> defaultdict[int | None, list[tuple[str, int]]]:
    after = (month + timedelta(days=32)).replace(day=1)
    rows = RefusedCount.objects.filter(
        seen(user, VIEW, "enterprise"), Q(day__gte=month) & Q(day__lt=after)
    )
    found: defaultdict[int | None, list[tuple[str, int]]] = defaultdict(list)
    counted = rows.order_by().values_list("enterprise", "trouble")
    for firm, trouble, count in counted.annotate(rows=Sum("count")).order_by("trouble"):
        found[firm].append((trouble, count))
    return found
