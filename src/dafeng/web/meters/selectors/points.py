"""Meters as somebody may see them, narrowed, and how they stand on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from functools import reduce
from operator import or_

import attrs
from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, When

from dafeng.web.core.models import AuditRow, Organisation, OrganisationKind
from dafeng.web.core.selectors import Person, seen
from dafeng.web.meters.models import (
    Calibration,
    Exchange,
    MeterCorrection,
    MeterPoint,
    Role,
)
from dafeng.web.meters.permissions import VIEW

SOON = timedelta(days=90)
HISTORY = 50


class Certificate(StrEnum):
    """How the calibration of a meter stands."""

    HOLDS = "holds"
    SOON = "soon"
    """It ends within the next 90 days."""
    OVER = "over"
    """It ended: readings are marked."""
    NONE = "none"
    """No certificate is entered."""
    NEEDLESS = "needless"
    """A sum of meters, or one out of use."""


@attrs.frozen(kw_only=True)
class PointFilter:
    """What the list is narrowed to; empty fields do not narrow.

    Attributes
    ----------
    enterprise : str
        Code of the unit.
    certificate : str
        A :class:`Certificate`.
    use : str
        ``in`` or ``out`` of use.
    """

    q: str = ""
    enterprise: str = ""
    carrier: str = ""
    role: str = ""
    certificate: str = ""
    use: str = ""


@attrs.frozen(kw_only=True)
class PointRow:
    """A meter with how it stands."""

    point: MeterPoint
    certificate: Certificate
    calibrated_until: date | None


@attrs.frozen(kw_only=True)
class Branch:
    """A meter and those behind it."""

    row: PointRow
    below: tuple[Branch, ...]


def points_for(user: Person, right: str = VIEW) -> QuerySet[MeterPoint]:
    """Meters that the person holds a right on."""
    rows = MeterPoint.objects.filter(seen(user, right, "enterprise"))
    return rows.select_related("enterprise", "parent", "replaces")


def point_for(user: Person, pk: int) -> MeterPoint | None:
    """One meter; None: there is none, or it is not to be seen."""
    return points_for(user).filter(pk=pk).first()


def enterprises_for(user: Person, right: str = VIEW) -> QuerySet[Organisation]:
    """Enterprises on which the person holds a right."""
    rows = Organisation.objects.filter(kind=OrganisationKind.ENTERPRISE)
    return rows.filter(seen(user, right)).order_by("path")


def metered_enterprises(user: Person) -> QuerySet[Organisation]:
    """Enterprises with meters that the person may see."""
    return enterprises_for(user).filter(pk__in=_firms()).order_by("name_zh")


def enterprise_for(user: Person, pk: int, right: str = VIEW) -> Organisation | None:
    """One enterprise; None: there is none, or it is not to be seen."""
    return enterprises_for(user, right).filter(pk=pk).first()


def with_certificate(rows: QuerySet[MeterPoint]) -> QuerySet[MeterPoint]:
    """The same meters, each with the last day on which a certificate held.

    A calibration that failed ends with its day what held before.
    """
    newest = Calibration.objects.filter(point=OuterRef("pk"), withdrawn_at=None)
    until = Case(
        When(result=Calibration.Result.FAILED, then=F("on")), default=F("valid_until")
    )
    ended = newest.order_by("-on").values_list(until)[:1]
    return rows.annotate(calibrated_until=Subquery(ended))


def points_found(
    user: Person, wanted: PointFilter, *, on: date
) -> QuerySet[MeterPoint]:
    """The list of meters, narrowed; each row has ``calibrated_until``."""
    rows = with_certificate(points_for(user))
    if wanted.q:
        rows = rows.filter(
            Q(code__icontains=wanted.q)
            | Q(name_zh__icontains=wanted.q)
            | Q(name_en__icontains=wanted.q)
            | Q(enterprise__name_zh__icontains=wanted.q)
            | Q(workshop__icontains=wanted.q)
            | Q(equipment__icontains=wanted.q)
        )
    for field, value in (
        ("enterprise__code", wanted.enterprise),
        ("carrier", wanted.carrier),
        ("role", wanted.role),
    ):
        if value:
            rows = rows.filter(**{field: value})
    if wanted.use:
        rows = rows.filter(in_use(on) if wanted.use == "in" else ~in_use(on))
    if wanted.certificate:
        rows = rows.filter(_stands(Certificate(wanted.certificate), on))
    return rows.order_by("enterprise__path", "code")


def in_use(on: date) -> Q:
    """The condition of meters that are in use on a day."""
    begun = Q(valid_from=None) | Q(valid_from__lte=on)
    return begun & (Q(valid_to=None) | Q(valid_to__gte=on))


def row_of(point: MeterPoint, *, on: date) -> PointRow:
    """A meter that :func:`with_certificate` gave, with how it stands."""
    until: date | None = getattr(point, "calibrated_until", None)
    return PointRow(
        point=point,
        certificate=certificate_of(point, until, on=on),
        calibrated_until=until,
    )


def certificate_of(point: MeterPoint, until: date | None, *, on: date) -> Certificate:
    """How the calibration of a meter stands on a day."""
    if point.role == Role.VIRTUAL or not point.lives_on(on):
        return Certificate.NEEDLESS
    if until is None:
        return Certificate.NONE
    if until < on:
        return Certificate.OVER
    return Certificate.SOON if until <= on + SOON else Certificate.HOLDS


def certificate_counts(user: Person, *, on: date) -> dict[Certificate, int]:
    """How many meters the person may see, by how their calibration stands."""
    rows = with_certificate(points_for(user))
    counts = rows.aggregate(
        **{one.value: Count("pk", filter=_stands(one, on)) for one in Certificate}
    )
    return {one: counts[one.value] for one in Certificate}


def points_standing(
    user: Person, *certificates: Certificate, on: date
) -> QuerySet[MeterPoint]:
    """Meters whose calibration stands so, the first to end first."""
    wanted = [_stands(one, on) for one in certificates]
    rows = with_certificate(points_for(user)).filter(reduce(or_, wanted))
    return rows.order_by(F("calibrated_until").asc(nulls_first=True), "code")


def branches_of(points: Iterable[MeterPoint], *, on: date) -> tuple[Branch, ...]:
    """Meters of an enterprise as they stand behind each other, by carrier and code."""
    below: dict[int | None, list[MeterPoint]] = defaultdict(list)
    rows = sorted(
        points, key=lambda one: (_ORDER.index(one.role), one.carrier, one.code)
    )
    known = {one.pk for one in rows}
    for one in rows:
        below[one.parent_id if one.parent_id in known else None].append(one)

    def branch(point: MeterPoint) -> Branch:
        return Branch(
            row=row_of(point, on=on), below=tuple(map(branch, below[point.pk]))
        )

    return tuple(map(branch, below[None]))


def history_of(point: MeterPoint) -> list[AuditRow]:
    """What was done to a meter and to what hangs on it, newest first."""
    targets = {
        "meters.meterpoint": [point.pk],
        "meters.exchange": Exchange.objects.filter(point=point).values_list(
            "pk", flat=True
        ),
        "meters.metercorrection": MeterCorrection.objects.filter(
            point=point
        ).values_list("pk", flat=True),
        "meters.calibration": Calibration.objects.filter(point=point).values_list(
            "pk", flat=True
        ),
    }
    wanted = Q(pk__in=())
    for kind, keys in targets.items():
        wanted |= Q(target_type=kind, target_id__in=[str(key) for key in keys])
    rows = AuditRow.objects.filter(wanted).select_related("actor", "unit")
    return list(rows.order_by("-number")[:HISTORY])


_ORDER = (Role.MAIN, Role.MANUAL, Role.SUB, Role.VIRTUAL)


def _firms() -> QuerySet[MeterPoint, int]:
    return MeterPoint.objects.order_by().values_list("enterprise", flat=True).distinct()


def _stands(certificate: Certificate, on: date) -> Q:
    """The condition of meters whose calibration stands so."""
    device = in_use(on) & ~Q(role=Role.VIRTUAL)
    until = "calibrated_until"
    match certificate:
        case Certificate.NEEDLESS:
            return ~device
        case Certificate.NONE:
            return device & Q(**{f"{until}__isnull": True})
        case Certificate.OVER:
            return device & Q(**{f"{until}__lt": on})
        case Certificate.SOON:
            return device & Q(**{f"{until}__range": (on, on + SOON)})
    return device & Q(**{f"{until}__gt": on + SOON})
