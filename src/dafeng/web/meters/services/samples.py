"""Fill a sample house with meters, what they showed, prices, papers and gateways."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from django.db import transaction
from django.utils import timezone

from dafeng.meters import tariff_calendar
from dafeng.sample import SAMPLE_PLACE_CODE
from dafeng.sample.meter_prices import sample_prices
from dafeng.sample.meter_register import (
    SamplePoint,
    SampleSize,
    sample_points,
)
from dafeng.web.core import audit
from dafeng.web.core.models import AuditRow, Organisation
from dafeng.web.meters.calendars import USUAL
from dafeng.web.meters.convert import the_tree
from dafeng.web.meters.models import (
    Calibration,
    Exchange,
    Level,
    MeterCorrection,
    MeteringNeed,
    MeterPoint,
    MonthlyStatement,
    Tariff,
)
from dafeng.web.meters.services.hours import HoursFacts, hours_enter
from dafeng.web.meters.services.samples_arrivals import enter_gateways
from dafeng.web.meters.services.samples_balance import enter_balance_items
from dafeng.web.office.services.papers import paper_of

if TYPE_CHECKING:
    from dafeng.meters import Readings
    from dafeng.sample.meter_series import SampleSeries, SampleStatement

Progress: TypeAlias = Callable[[str, int, int], None]
"""Told what is under way, how many are done, and of how many."""

FILLED = "meters.sample.fill"
LABORATORY = "示范计量检测所"
BASIS = "示范能源计量网络图"
SLIP = "示范换表单 HB-012"
CORRECTED = "S002-E02"
"""A workshop's meter whose calibration failed."""
HOURS_NOTICE = "示范区分时电价通知"
_STEPS = 6
_BLOCK = 5
"""So many enterprises are drawn at once: what they showed is held in memory."""


def load_sample_meters(
    progress: Progress, *, size: SampleSize = SampleSize.SMALL
) -> None:
    """Fill register and store; call it after the enterprises are there; once.

    Parameters
    ----------
    progress : callable
    size : SampleSize
        ``small``: 400 days of about 430 meters; ``full``: two years of 2,900.
    """
    root = Organisation.objects.filter(
        parent=None, place_code=SAMPLE_PLACE_CODE
    ).first()
    if root is None or AuditRow.objects.filter(action=FILLED).exists():
        return
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    progress("meters", 0, _STEPS)
    points = sample_points(size, on=timezone.localdate(now))
    with transaction.atomic():
        units = _units(points)
        points = tuple(one for one in points if one.enterprise in units)
        rows = _points(points, units)
        _prices(root)
        _hours(root)
        _needs(points, units)
        enter_gateways(points, units, timezone.now())
        _correction(rows, timezone.localdate(now))
        progress("readings", 1, _STEPS)
        statements = _readings(points, rows, size, now, progress)
        _statements(statements, units)
        enter_balance_items(rows, timezone.localdate(now).year)
        data = {"size": size.value, "points": len(rows), "papers": len(statements)}
        audit.record(by=None, action=FILLED, target=root, data=data)
    progress("hours and days", 4, _STEPS)
    _roll_up(now)
    progress("quality", 5, _STEPS)
    _quality(now)


def _units(points: Iterable[SamplePoint]) -> Mapping[str, Organisation]:
    codes = {one.enterprise for one in points}
    return {one.code: one for one in Organisation.objects.filter(code__in=codes)}


def _points(
    points: Sequence[SamplePoint], units: Mapping[str, Organisation]
) -> Mapping[str, MeterPoint]:
    """Enter the meters, level by level, and their certificates."""
    made: dict[str, MeterPoint] = {}
    for depth in range(1 + max((len(one.place) for one in points), default=0)):
        rows = [
            MeterPoint(
                code=one.code,
                enterprise=units[one.enterprise],
                parent=made.get(one.parent),
                synthetic=True,
                **{name: getattr(one, name) for name in _SAME},
            )
            for one in points
            if len(one.place) == depth
        ]
        made |= {row.code: row for row in MeterPoint.objects.bulk_create(rows)}
    Calibration.objects.bulk_create(
        Calibration(
            point=made[one.code],
            on=each.on,
            valid_until=each.valid_until,
            certificate=each.certificate,
            laboratory=LABORATORY,
        )
        for one in points
        for each in one.calibrations
    )
    return made


def _correction(rows: Mapping[str, MeterPoint], today: date) -> None:
    """A calibration of a workshop's meter failed; what it corrects waits."""
    point = rows.get(CORRECTED)
    if point is None:
        return
    on = today - timedelta(days=9)
    failed = Calibration.objects.create(
        point=point,
        on=on,
        valid_until=on,
        result=Calibration.Result.FAILED,
        error_percent=Decimal(-5),
        certificate="示例检字不合格1号",
        laboratory=LABORATORY,
    )
    MeterCorrection.objects.create(
        calibration=failed,
        point=point,
        first=on - timedelta(days=90),
        last=on - timedelta(days=1),
        factor=Decimal("1.052632"),
        reason="互感器一相接触不良，起止见运行记录",
    )


_SAME = (
    *("name_zh", "name_en", "carrier", "unit", "kind", "role", "formula"),
    "parts_whole",
    *("multiplier", "digits", "step_s", "most_per_hour", "valid_from"),
    *("workshop", "process", "equipment"),
)


def _prices(root: Organisation) -> None:
    Tariff.objects.bulk_create(
        Tariff(
            organisation=root,
            carrier=one.carrier,
            period=one.period,
            price=one.price,
            valid_from=one.valid_from,
            valid_to=one.valid_to,
            document=one.document,
            synthetic=True,
        )
        for one in sample_prices()
    )


def _hours(root: Organisation) -> None:
    """The usual split of the day, as if a notice had set it."""
    first = min(one.valid_from for one in sample_prices())
    rows = [
        HoursFacts(
            first_month=one.first_month,
            last_month=one.last_month,
            from_hour=one.from_hour,
            to_hour=one.to_hour,
            period=one.period.name.lower(),
        )
        for one in tariff_calendar(USUAL).rows
    ]
    hours_enter(
        organisation=root,
        by=None,
        valid_from=first,
        document=HOURS_NOTICE,
        rows=rows,
        synthetic=True,
    )


def _needs(points: Iterable[SamplePoint], units: Mapping[str, Organisation]) -> None:
    """What has to be metered: what is there, and at every fifth works a little more."""
    counts: dict[tuple[str, str, Level], int] = {}
    for one in points:
        if one.role == "virtual":
            continue
        level = (Level.ENTRY, Level.UNIT, Level.UNIT, Level.EQUIPMENT)[len(one.place)]
        key = (one.enterprise, one.carrier, level)
        counts[key] = counts.get(key, 0) + 1
        if one.carrier == "electricity" and one.number % 5 == 0:
            lacking = (one.enterprise, one.carrier, Level.EQUIPMENT)
            counts.setdefault(lacking, 2)
    MeteringNeed.objects.bulk_create(
        MeteringNeed(
            enterprise=units[firm],
            carrier=carrier,
            level=level,
            needed=needed,
            basis=BASIS,
            synthetic=True,
        )
        for (firm, carrier, level), needed in counts.items()
    )


def _readings(
    points: Sequence[SamplePoint],
    rows: Mapping[str, MeterPoint],
    size: SampleSize,
    now: datetime,
    progress: Progress,
) -> list[SampleStatement]:
    """Draw what the meters showed, and bring it into the store."""
    from dafeng.meters.store.bringing import bring_readings
    from dafeng.sample.meter_series import (
        sample_series,
        sample_span,
        sample_statements,
    )
    from dafeng.web.accounts.lakes import house_lake

    span, lake, tree = sample_span(size, now), house_lake(), the_tree()
    numbers = sorted({one.number for one in points})
    statements: list[SampleStatement] = []
    each = _BLOCK if size is SampleSize.FULL else len(numbers)
    for first in range(0, len(numbers), each):
        mine = set(numbers[first : first + each])
        series = list(sample_series((p for p in points if p.number in mine), span))
        bring_readings(lake, tree, _columns(series, tree.index), now=now)
        statements += sample_statements(series, span)
        _exchanges(series, rows)
        done = first * 3 // max(len(numbers), 1)
        progress("readings", 1 + done, _STEPS)
    return statements


def _columns(series: Sequence[SampleSeries], index: Callable[[str], int]) -> Readings:
    """All series as readings, by meter of the tree."""
    import numpy as np

    from dafeng.meters import Readings

    ordered = sorted(series, key=lambda one: index(one.point.code))
    counts = [len(one.at) for one in ordered]
    places = np.array([index(one.point.code) for one in ordered], np.int32)
    manual = np.array([one.manual for one in ordered], np.uint8)
    return Readings(
        meter=np.repeat(places, counts),
        at=np.concatenate([one.at for one in ordered]),
        value=np.concatenate([one.value for one in ordered]),
        learned_at=np.concatenate([one.learned_at for one in ordered]),
        manual=np.repeat(manual, counts),
    )


def _exchanges(series: Iterable[SampleSeries], rows: Mapping[str, MeterPoint]) -> None:
    """A register was replaced months ago and nobody said so: what follows waits."""
    for one in series:
        if one.exchange is None:
            continue
        point, day = rows[one.point.code], timezone.localdate(one.exchange.at)
        slip = paper_of(
            "换表单（示例）.csv", f"表号,单号\n{point.code},{SLIP}\n".encode()
        )
        exchange = Exchange.objects.create(
            point=point,
            at=one.exchange.at,
            final=one.exchange.final_value,
            initial=one.exchange.initial_value,
            serial="SF-012-2",
            evidence=SLIP,
            file_name=slip.name,
            file_sha256=slip.sha256,
        )
        MeterCorrection.objects.create(
            exchange=exchange,
            point=point,
            first=day,
            last=day,
            reason="换表当日没有登记，月度核对时发现",
        )


def _statements(
    statements: Iterable[SampleStatement], units: Mapping[str, Organisation]
) -> None:
    MonthlyStatement.objects.bulk_create(
        MonthlyStatement(
            enterprise=units[one.enterprise],
            carrier=one.carrier,
            month=one.month,
            source=MonthlyStatement.Source.INVOICE,
            amount=one.amount,
            document=one.document,
            synthetic=True,
        )
        for one in statements
    )


def _roll_up(now: datetime) -> None:
    from dafeng.web.meters.services.rolling import readings_settle

    readings_settle(now=now)


def _quality(now: datetime) -> None:
    from dafeng.web.meters.services.quality import quality_prepare

    quality_prepare(now=now, months=3)
