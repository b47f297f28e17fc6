"""Keep what a look finds: the same find is one row, whatever the window shows of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, TypeAlias

from django.utils import timezone

from dafeng.web.meters.models import MeterPoint
from dafeng.web.savings.models import EnergyAnomaly

if TYPE_CHECKING:
    from dafeng.enterprises.anomalies import Anomaly

Found: TypeAlias = "tuple[Anomaly, dict[str, Any]]"
"""An anomaly, and what its expectation follows."""

SPAN = timedelta(days=21)
"""A find of the same kind nearer than this is the same."""
_RENEWED = (
    *("state", "first", "last", "size", "score"),
    *("actual", "expected", "days", "basis"),
)
_OPEN, _LAPSED = EnergyAnomaly.State.OPEN, EnergyAnomaly.State.LAPSED


def keep_found(points: Sequence[MeterPoint], found: Iterable[Found]) -> int:
    """Write what is new, and return how many that are.

    A find whose days overlap with those of a row of its kind, or begin near it, is that
    row. An open row is renewed; one that was judged keeps its answer, and only its last
    day moves on, so that what goes on is not told again. What is open and not found any
    more lapses: the days that showed it lie before the window, or were corrected.
    """
    by_code = {point.code: point for point in points}
    standing = list(
        EnergyAnomaly.objects.select_for_update(of=("self",)).filter(point__in=points)
    )
    seen: set[int] = set()
    taken = {_key(row) for row in standing}
    made: list[EnergyAnomaly] = []
    renewed: list[EnergyAnomaly] = []
    moved: list[EnergyAnomaly] = []
    now = timezone.now()
    for one, basis in found:
        point = by_code[one.meter]
        same = _same(standing, seen, point, one)
        if same is None:
            row = EnergyAnomaly(enterprise=point.enterprise, point=point, found_at=now)
            row.kind, row.first = one.kind.value, one.first
            _write(row, one, basis)
            if _key(row) not in taken:
                made.append(row)
            continue
        seen.add(same.pk)
        if same.state in (_OPEN, _LAPSED):
            same.state = _OPEN
            _write(same, one, basis)
            _move(same, one, taken)
            renewed.append(same)
        elif one.last > same.last:
            same.last = one.last
            moved.append(same)
    EnergyAnomaly.objects.bulk_update(renewed, _RENEWED)
    EnergyAnomaly.objects.bulk_update(moved, ("last",))
    EnergyAnomaly.objects.bulk_create(made)
    gone = [row.pk for row in standing if row.pk not in seen and row.state == _OPEN]
    EnergyAnomaly.objects.filter(pk__in=gone).update(state=_LAPSED)
    return len(made)


def _same(
    standing: Iterable[EnergyAnomaly],
    seen: set[int],
    point: MeterPoint,
    one: Anomaly,
) -> EnergyAnomaly | None:
    """The row of a find: the one that shares most days with it, or is nearest."""
    near = [
        row
        for row in standing
        if row.pk not in seen
        and row.point_id == point.pk
        and row.kind == one.kind.value
        and (_shared(row, one) > 0 or (row.kind != "day" and _apart(row, one) < SPAN))
    ]
    if not near:
        return None
    return max(near, key=lambda row: (_shared(row, one), -_apart(row, one), -row.pk))


def _key(row: EnergyAnomaly) -> tuple[int, str, date]:
    """What is in the table once."""
    return row.point_id, row.kind, row.first


def _move(row: EnergyAnomaly, one: Anomaly, taken: set[tuple[int, str, date]]) -> None:
    """Let a row begin where the find does, unless another one begins there."""
    wanted = (row.point_id, row.kind, one.first)
    if wanted not in taken:
        taken.add(wanted)
        row.first = one.first
    row.last = max(row.last, row.first)


def _shared(row: EnergyAnomaly, one: Anomaly) -> int:
    return (min(row.last, one.last) - max(row.first, one.first)).days + 1


def _apart(row: EnergyAnomaly, one: Anomaly) -> timedelta:
    return abs(row.first - one.first)


def _write(row: EnergyAnomaly, one: Anomaly, basis: dict[str, Any]) -> None:
    row.basis = basis
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
