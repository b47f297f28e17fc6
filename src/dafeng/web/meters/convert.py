"""The register as the core's records."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs
from django.db.models import Prefetch, Q, QuerySet

from dafeng.meters import Correction, Meter, MeterKind, MeterTree, Role, limits_on
from dafeng.meters import Exchange as CoreExchange
from dafeng.web.meters.models import (
    Calibration,
    Exchange,
    MeterCorrection,
    MeterPoint,
)

if TYPE_CHECKING:
    from dafeng.web.core.models import Organisation

_LIMITS_ON = date(2026, 1, 1)
_DAY = timedelta(days=1)
NO_LIMIT = Fraction(1)
"""A sum of meters has no readings, and so no largest one."""


def the_tree(enterprise: Organisation | None = None) -> MeterTree:
    """Return the meters of the house, or of one enterprise, as the core reads them.

    The register was checked when it was written, so the tree is only put together.
    """
    rows = MeterPoint.objects.all()
    if enterprise is not None:
        rows = rows.filter(enterprise=enterprise)
    return tree_of(in_full(rows))


def in_full(rows: QuerySet[MeterPoint]) -> QuerySet[MeterPoint]:
    """The same points, with what a record is made of."""
    return rows.select_related("enterprise", "parent", "replaces").prefetch_related(
        Prefetch("exchanges", queryset=exchanges_in_force()),
        Prefetch(
            "calibrations", queryset=Calibration.objects.filter(withdrawn_at=None)
        ),
        Prefetch("corrections", queryset=_in_force()),
    )


def exchanges_in_force() -> QuerySet[Exchange]:
    """Exchanges that count: not those that wait for the confirmation of others."""
    settled = Q(corrections=None) | Q(corrections__confirmed_at__isnull=False)
    return Exchange.objects.filter(settled, withdrawn_at=None)


def _in_force() -> QuerySet[MeterCorrection]:
    rows = MeterCorrection.objects.filter(withdrawn_at=None, factor__isnull=False)
    return rows.exclude(confirmed_at=None).order_by("first")


def tree_of(points: Iterable[MeterPoint]) -> MeterTree:
    """Points, fetched in full, in the order of the tree."""
    return MeterTree(tuple(map(meter_of, points)))


def meter_of(point: MeterPoint) -> Meter:
    """One point, fetched in full, as a record."""
    kind = MeterKind(point.kind)
    most = NO_LIMIT if point.most_per_hour is None else Fraction(point.most_per_hour)
    calibrated = calibrated_of(point.calibrations.all())
    return Meter(
        id=point.code,
        enterprise=point.enterprise.code,
        carrier=point.carrier,
        unit=point.unit,
        kind=kind,
        role=Role(point.role),
        limits=limits_on(_LIMITS_ON, kind, most_per_hour=most, step_s=point.step_s),
        multiplier=Fraction(point.multiplier),
        digits=point.digits,
        parent="" if point.parent is None else point.parent.code,
        formula=point.formula,
        valid_from=point.valid_from,
        valid_to=point.valid_to,
        calibrated_from=calibrated.first,
        calibrated_to=calibrated.last,
        lapses=calibrated.lapses,
        parts_whole=point.parts_whole,
        replaces="" if point.replaces is None else point.replaces.code,
        exchanges=tuple(map(exchange_of, point.exchanges.all())),
        corrections=tuple(map(correction_of, point.corrections.all())),
        name=point.name_zh,
    )


def exchange_of(row: Exchange) -> CoreExchange:
    """One exchange as a record."""
    return CoreExchange(
        at=row.at,
        final=Fraction(row.final),
        initial=Fraction(row.initial),
        evidence=row.evidence,
    )


def correction_of(row: MeterCorrection) -> Correction:
    """One correction by a factor as a record."""
    if row.factor is None:
        msg = f"{row} has no factor."
        raise ValueError(msg)
    return Correction(first=row.first, last=row.last, factor=Fraction(row.factor))


@attrs.frozen(kw_only=True)
class Calibrated:
    """When a meter was calibrated: a span, and the lapses in it.

    Attributes
    ----------
    first, last : date or None
        None is open: nothing is known, and nothing marked.
    lapses : tuple of (date, date)
        Days between two certificates.
    """

    first: date | None = None
    last: date | None = None
    lapses: tuple[tuple[date, date], ...] = ()


def calibrated_of(rows: Iterable[Calibration]) -> Calibrated:
    """Put certificates together; one that failed ends those before it."""
    kept = sorted(rows, key=lambda one: one.on)
    failed = [one.on for one in kept if one.result == Calibration.Result.FAILED]
    passed = [
        (one.on, min([one.valid_until, *(day for day in failed if day > one.on)]))
        for one in kept
        if one.result == Calibration.Result.PASSED
    ]
    if not passed:
        return Calibrated()
    first, last = passed[0]
    lapses = []
    for begin, end in passed[1:]:
        if begin > last + _DAY:
            lapses.append((last + _DAY, begin - _DAY))
        last = max(last, end)
    return Calibrated(first=first, last=last, lapses=tuple(lapses))
