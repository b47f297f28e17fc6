"""Find what is out of order in the days of meters; a person says what it was."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.meters import TariffPeriod
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import require
from dafeng.web.meters.models import MeterPoint
from dafeng.web.savings.models import EnergyAnomaly
from dafeng.web.savings.permissions import FIND, JUDGE
from dafeng.web.savings.selectors.series import (
    MeterDays,
    meter_days,
    quiet_days,
    rest_days,
    temperatures,
)

if TYPE_CHECKING:
    from dafeng.enterprises.anomalies import Anomaly, Branches

YEAR = 400
"""Days that are looked at: a year, and the weeks that are held against it."""
SPAN = timedelta(days=21)
"""A find of the same kind nearer than this is the same."""
_RENEWED = ("first", "last", "size", "score", "actual", "expected", "days")
_NIGHT = (TariffPeriod.VALLEY, TariffPeriod.DEEP_VALLEY)


@transaction.atomic
def anomalies_find(
    *, organisation: Organisation, by: User | None, on: date
) -> tuple[int, int]:
    """Look at the days up to the one before and keep what is found.

    What was found before and judged keeps its judgement. What is open and not found
    any more is taken away.

    Returns
    -------
    (int, int)
        How many are new, and how many stand open.
    """
    if by is not None:
        require(by, FIND, organisation)
    points = list(
        MeterPoint.objects.filter(
            enterprise__path__startswith=organisation.path, valid_to=None
        )
        .select_related("enterprise", "parent")
        .order_by("enterprise__path", "code")
    )
    end = on - timedelta(days=1)
    begin = end - timedelta(days=YEAR - 1)
    found = _found(organisation, points, begin, end)
    new = _keep(points, found)
    left = EnergyAnomaly.objects.filter(
        point__in=points, state=EnergyAnomaly.State.OPEN
    ).count()
    data = {"new": new, "open": left, "until": end}
    audit.record(by=by, action="savings.anomaly.find", target=organisation, data=data)
    return new, left


def _found(
    organisation: Organisation, points: Sequence[MeterPoint], begin: date, end: date
) -> list[Anomaly]:
    import numpy as np  # noqa: PLC0415 - only what looks needs it

    from dafeng.enterprises.anomalies import (  # noqa: PLC0415 - with numpy
        DayTable,
        find_anomalies,
        find_imbalances,
    )

    days = meter_days(points, begin, end)
    if not days.codes:
        return []
    night = days.by_period[:, :, list(_NIGHT)].sum(axis=2)
    table = DayTable(
        meters=days.codes,
        first=begin,
        energy=days.energy,
        night=np.where(night > 0, night, np.nan),
        temperature=temperatures(organisation, begin, end),
        drivers=rest_days(begin, end).astype(np.float64)[None, None],
        quiet=quiet_days(begin, end),
    )
    found = list(find_anomalies(table))
    branches = _branches(points, days)
    return [*found, *(find_imbalances(branches) if branches is not None else ())]


def _branches(points: Sequence[MeterPoint], days: MeterDays) -> Branches | None:
    import numpy as np  # noqa: PLC0415 - only what looks needs it

    from dafeng.enterprises.anomalies import Branches  # noqa: PLC0415 - with numpy

    place = {code: row for row, code in enumerate(days.codes)}
    parts: dict[str, list[int]] = {}
    for point in points:
        above = point.parent
        if above is None or point.role == "virtual":
            continue
        if point.code in place and above.code in place:
            parts.setdefault(above.code, []).append(place[point.code])
    if not parts:
        return None
    return Branches(
        main=tuple(parts),
        first=days.first,
        total=days.energy[[place[code] for code in parts]],
        parts=np.array([days.energy[rows].sum(axis=0) for rows in parts.values()]),
    )


def _keep(points: Sequence[MeterPoint], found: Iterable[Anomaly]) -> int:
    """Write what is new; a find near one that stands is the same, and is renewed."""
    by_code = {point.code: point for point in points}
    standing = list(
        EnergyAnomaly.objects.select_for_update(of=("self",)).filter(point__in=points)
    )
    seen: set[int] = set()
    made: list[EnergyAnomaly] = []
    renewed: list[EnergyAnomaly] = []
    now = timezone.now()
    for one in found:
        point = by_code[one.meter]
        same = next(
            (
                row
                for row in standing
                if row.pk not in seen
                and row.point_id == point.pk
                and row.kind == one.kind.value
                and abs(row.first - one.first) < SPAN
                and (row.kind != "day" or row.first == one.first)
            ),
            None,
        )
        if same is not None:
            seen.add(same.pk)
            if same.state == EnergyAnomaly.State.OPEN:
                same.first = one.first
                _write(same, one)
                renewed.append(same)
            continue
        row = EnergyAnomaly(enterprise=point.enterprise, point=point, found_at=now)
        row.kind, row.first = one.kind.value, one.first
        _write(row, one)
        made.append(row)
    EnergyAnomaly.objects.bulk_update(renewed, _RENEWED)
    EnergyAnomaly.objects.bulk_create(made)
    gone = [
        row.pk
        for row in standing
        if row.pk not in seen and row.state == EnergyAnomaly.State.OPEN
    ]
    EnergyAnomaly.objects.filter(pk__in=gone).delete()
    return len(made)


def _write(row: EnergyAnomaly, one: Anomaly) -> None:
    row.last = one.last
    row.size, row.score = one.size, one.score
    row.actual, row.expected = one.actual, one.expected
    row.days = [
        {
            "day": each.day.isoformat(),
            "actual": round(each.actual, 3),
            "expected": round(each.expected, 3),
        }
        for each in one.days
    ]


@transaction.atomic
def anomaly_judge(
    *, anomaly: EnergyAnomaly, by: User, state: str, reason: str
) -> EnergyAnomaly:
    """Say that an anomaly was one, or was none, and what it was.

    Raises
    ------
    BadInputError
        ``savings.reason``: no reason. ``anomaly.state``: no such answer.
    """
    require(by, JUDGE, anomaly)
    answers = (EnergyAnomaly.State.CONFIRMED, EnergyAnomaly.State.DISMISSED)
    if state not in answers:
        msg = f"{state!r} is no answer."
        raise BadInputError(msg, code="anomaly.state", state=state)
    if not reason.strip():
        msg = "Say what it was."
        raise BadInputError(msg, code="savings.reason")
    row = EnergyAnomaly.objects.select_for_update(of=("self",)).get(pk=anomaly.pk)
    before = {"state": row.state, "reason": row.reason}
    row.state, row.reason = state, reason.strip()
    row.judged_by, row.judged_at = by, timezone.now()
    row.full_clean()
    row.save()
    data = {"before": before, "after": {"state": state, "reason": row.reason}}
    audit.record(by=by, action="savings.anomaly.judge", target=row, data=data)
    return row
