"""Readings settle, refusals are counted once, months are measured; and the sample."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from django.utils import timezone
from django_q.models import OrmQ

from dafeng.base.days import CHINA
from dafeng.lake import blocks_log
from dafeng.meters import roll_up
from dafeng.meters.arrivals.records import BatchForm, Envelope
from dafeng.sample import SAMPLE_PLACE_CODE
from dafeng.sample.meter_register import (
    LONG_GAP,
    OFF_STATEMENTS,
    REPLACED,
    SampleSize,
    sample_points,
)
from dafeng.sample.meter_series import (
    GAP_DAYS,
    Span,
    sample_series,
    sample_statements,
)
from dafeng.web.core.jobs import run_job
from dafeng.web.core.models import AuditRow
from dafeng.web.core.permissions import RightMissingError
from dafeng.web.meters.calendars import house_calendar
from dafeng.web.meters.convert import the_tree
from dafeng.web.meters.models import (
    ArrivalCount,
    EnergyDigest,
    Gateway,
    MeterPoint,
    MonthlyStatement,
    MonthQuality,
    RefusedCount,
    Settled,
)
from dafeng.web.meters.services.papers import StatementFacts, statement_enter
from dafeng.web.meters.services.points import point_change, point_register
from dafeng.web.meters.services.quality import quality_ask, quality_prepare
from dafeng.web.meters.services.rolling import (
    REFUSALS,
    late_meters_take,
    readings_settle,
    refusals_take,
    tables_tidy,
)
from dafeng.web.meters.services.samples import load_sample_meters
from dafeng.web.meters.stores import house_meters
from dafeng.web.meters.windows import open_window
from tests.web.meters.register.conftest import facts
from tests.web.plans.building import organisation

if TYPE_CHECKING:
    from dafeng.sample.meter_series import SampleSeries
    from tests.web.meters.register.conftest import People

DAY = timedelta(days=1)
MARCH = datetime(2026, 3, 1, tzinfo=CHINA)
APRIL = datetime(2026, 4, 1, tzinfo=CHINA)


def send(point: MeterPoint, rows: list[dict[str, object]], at: datetime) -> None:
    envelope = Envelope(
        sender=point.enterprise.code,
        form=BatchForm.JSON,
        received_at=at,
        channel="api:1",
    )
    house_meters().accept(json.dumps({"readings": rows}).encode(), envelope)


def hours_of(
    code: str, begin: datetime, count: int, each: int
) -> list[dict[str, object]]:
    return [
        {"meter": code, "at": (begin + n * DAY / 24).isoformat(), "value": n * each}
        for n in range(count + 1)
    ]


def test_what_arrived_settles_once_and_refused_rows_are_counted_once(
    main: MeterPoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = hours_of("A1", MARCH, 24, 10)
    rows += [{"meter": "A9", "at": MARCH.isoformat(), "value": 1}] * 3
    send(main, rows, MARCH + DAY)
    first = readings_settle(now=MARCH + 2 * DAY)
    assert (first.batches, first.readings, first.refused) == (1, 25, 3)
    assert (first.hours, first.days) == (24, 1)
    again = readings_settle(now=MARCH + 2 * DAY)
    assert (again.batches, again.refused, again.hours) == (0, 0, 0)
    row = RefusedCount.objects.get()
    assert (row.enterprise, row.trouble, row.count) == (main.enterprise, "meter", 3)
    assert run_job("meters.compact-and-roll-up").startswith("0 batches")
    assert run_job("meters.tidy").endswith("files written, 0 removed")
    mark = Settled.objects.get(name=REFUSALS)  # as a backup has it that begins now
    monkeypatch.setattr(blocks_log, "CHECKPOINT_EVERY", 1)  # else few entries stay
    more = hours_of("A1", MARCH, 30, 10) + hours_of("A9", MARCH, 1, 10)
    send(main, more, MARCH + 2 * DAY)
    assert readings_settle(now=MARCH + 2 * DAY).refused == 2
    for tidied, told in ((1, 2), (2, 0)):
        tables_tidy()
        mark.save()
        assert (tidied, refusals_take(house_meters())) == (tidied, told)


def test_readings_that_came_before_their_meter_was_entered_are_not_lost(
    main: MeterPoint,
) -> None:
    send(
        main, hours_of("A1", MARCH, 2, 10) + hours_of("A7", MARCH, 24, 10), MARCH + DAY
    )
    assert readings_settle(now=MARCH + 2 * DAY).refused == 25
    point_register(enterprise=main.enterprise, by=None, facts=facts("A7"))
    assert readings_settle(now=MARCH + 2 * DAY).hours == 24
    assert readings_settle(now=MARCH + 2 * DAY).hours == 0


def test_a_meter_that_is_entered_while_readings_settle_loses_none(
    main: MeterPoint,
) -> None:
    tree, store = the_tree(), house_meters()
    point_register(enterprise=main.enterprise, by=None, facts=facts("A7"))
    send(main, hours_of("A7", MARCH, 24, 10), MARCH + DAY)
    assert not store.compact(tree, now=MARCH + DAY).readings
    refusals_take(store)
    late_meters_take(store, tree, now=MARCH + DAY)
    assert readings_settle(now=MARCH + 2 * DAY).hours == 24


def test_a_meter_whose_number_is_older_than_its_entry_loses_none(
    main: MeterPoint,
) -> None:
    send(main, hours_of("A7", MARCH, 24, 10), MARCH + DAY)
    readings_settle(now=MARCH + 2 * DAY)
    point_register(enterprise=main.enterprise, by=None, facts=facts("A8"))
    readings_settle(now=MARCH + 2 * DAY)
    late = point_register(enterprise=main.enterprise, by=None, facts=facts("A7"))
    # As where numbers are given out before the rows of others are there to be seen.
    MeterPoint.objects.filter(pk=late.pk).update(id=main.pk - 1)
    assert readings_settle(now=MARCH + 2 * DAY).hours == 24


@pytest.mark.parametrize("when", ["after", "between"])
def test_a_compaction_that_knows_an_older_register_loses_none(
    main: MeterPoint, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    old, store = the_tree(), house_meters()
    send(main, hours_of("A7", MARCH, 24, 10), MARCH + DAY)
    readings_settle(now=MARCH + DAY)
    point_register(enterprise=main.enterprise, by=None, facts=facts("A7"))

    def compact_by_hand() -> None:
        rows = hours_of("A7", MARCH, 48, 10)[25:]
        send(main, rows, MARCH + 2 * DAY)
        assert not store.compact(old, now=MARCH + 2 * DAY).readings
        refusals_take(store)

    if when == "between":
        replay = store.replay

        def beside(*asked: Any, **more: Any) -> object:
            done = replay(*asked, **more)
            monkeypatch.setattr(store, "replay", replay)
            compact_by_hand()
            return done

        monkeypatch.setattr(store, "replay", beside)
    readings_settle(now=MARCH + 2 * DAY)
    if when == "after":
        compact_by_hand()
    assert readings_settle(now=MARCH + 3 * DAY).hours == 24
    monkeypatch.setattr(store, "replay", None)  # nothing is left to be taken
    assert readings_settle(now=MARCH + 3 * DAY).hours == 0


def test_digests_follow_days_that_a_killed_run_rolled_up(main: MeterPoint) -> None:
    send(main, hours_of("A1", MARCH, 24, 10), MARCH + DAY)
    tree, store, now = the_tree(), house_meters(), MARCH + 2 * DAY
    store.compact(tree, now=now)
    store.roll_up(tree, house_calendar(), until=now)
    assert not EnergyDigest.objects.exists()
    assert not readings_settle(now=now).meters
    assert EnergyDigest.objects.get().enterprise == main.enterprise
    EnergyDigest.objects.all().delete()
    readings_settle(now=now)
    assert not EnergyDigest.objects.exists()


def test_a_month_is_measured_against_its_statement_and_its_meters(
    main: MeterPoint, sub: MeterPoint
) -> None:
    covered = facts("A1", name_zh="总表", parts_whole=True)
    point_change(point=main, by=None, facts=covered, version=main.version)
    send(main, hours_of("A1", MARCH, 31 * 24, 10), APRIL)
    send(sub, hours_of("A2", MARCH, 31 * 24 - 100, 9), APRIL)
    bill = StatementFacts(
        carrier="electricity",
        month=date(2026, 3, 1),
        amount=Decimal(7600),
        document="1",
    )
    statement_enter(enterprise=main.enterprise, by=None, facts=bill)
    readings_settle(now=APRIL + DAY)
    for _time in range(2):
        quality_prepare(now=APRIL + DAY, months=2)
    march = MonthQuality.objects.filter(month=date(2026, 3, 1))
    row = march.get(enterprise=main.enterprise)
    due = 2 * 31 * 24
    assert (row.expected, row.received) == (due, due - 99)
    assert row.completeness == round(Decimal(due - 99) / due, 6)
    assert row.day_month_gap == round(Decimal(160) / 7600, 6)
    assert row.main_sub_gap == Decimal("0.1")
    assert (row.borders, row.borders_met) == (64, 59)
    whole = march.get(enterprise=None)
    assert (whole.expected, whole.day_month_gap) == (due, None)


def test_the_office_asks_for_the_measures_and_nobody_else(people: People) -> None:
    quality_ask(by=people.office)
    assert OrmQ.objects.count() == 1
    with pytest.raises(RightMissingError):
        quality_ask(by=people.manager)


def _passed_in(series: SampleSeries, span: Span, month: date) -> Decimal:
    """What passed a meter in a month, counted hour by hour."""
    total = 0
    for number, passed in enumerate(series.passed.tolist()):
        begun = span.begin + number * DAY / 24
        if begun.astimezone(CHINA).date().replace(day=1) == month:
            total += passed
    return Decimal(total) / 1000


def test_the_sample_knows_its_truth_and_its_faults() -> None:
    now = datetime(2026, 3, 20, 8, tzinfo=CHINA)
    span = Span(begin=datetime(2025, 9, 15, tzinfo=CHINA), until=now)
    points = sample_points(SampleSize.SMALL, on=now.date())
    assert 400 < len(points) < 480
    wanted = {1, LONG_GAP, REPLACED, OFF_STATEMENTS, 28}
    series = list(sample_series((p for p in points if p.number in wanted), span))
    assert [one.at.tolist() for one in series[:2]] == [
        one.at.tolist()
        for one in sample_series((p for p in points if p.number == 1), span)
    ][:2]
    by_code = {one.point.code: one for one in series}
    gap = np.diff(by_code["S007-E01"].at).max() // 10**6
    assert gap == GAP_DAYS * 86400 + 900
    lossy = by_code["S028-E01"]
    assert lossy.faults["lost"] > 0.1 * len(lossy.passed)
    below = sum(
        by_code[code].passed.sum() for code in ("S001-E02", "S001-E03", "S001-E04")
    )
    assert 0.95 < below / by_code["S001-E01"].passed.sum() < 1
    papers = {
        (one.enterprise, one.month): one.amount
        for one in sample_statements(series, span)
        if one.carrier == "electricity"
    }
    off = by_code["S018-E01"].point.enterprise
    assert min(month for _firm, month in papers) == date(2025, 10, 1)
    assert max(month for _firm, month in papers) == date(2026, 2, 1)
    february = _passed_in(by_code["S018-E01"], span, date(2026, 2, 1))
    assert papers[off, date(2026, 2, 1)] == round(february * Decimal("1.08"), 3)


@pytest.mark.usefixtures("db")
def test_the_sample_house_is_filled_once_and_agrees_with_its_truth(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        "dafeng.sample.meter_series.DAYS", {SampleSize.SMALL: 70, SampleSize.FULL: 70}
    )
    root = organisation(
        "district", "示范区", kind="government", place_code=SAMPLE_PLACE_CODE
    )
    points = sample_points(SampleSize.SMALL, on=timezone.localdate())
    firms = {one.number: one.enterprise for one in points}
    for number in (1, OFF_STATEMENTS):
        organisation(firms[number], f"示范{number}厂", parent=root, kind="enterprise")
    for _time in range(2):
        load_sample_meters(lambda *_told: None)
    assert AuditRow.objects.filter(action="meters.sample.fill").count() == 1
    tree = the_tree()
    assert set(tree.enterprises) == {firms[1], firms[OFF_STATEMENTS]}
    for gateway in Gateway.objects.all():
        came = ArrivalCount.objects.filter(enterprise=gateway.enterprise)
        assert came.count() >= 30
        assert came.order_by("-day")[0].last_at == gateway.last_seen_at
    now = timezone.now()
    ids = [meter.id for meter in tree if not meter.formula]
    readings = house_meters().readings(tree, ids, now - 80 * DAY, now)
    hours = roll_up(tree, readings, open_window(now)).hours
    days = house_meters().days(tree, ids, now - 80 * DAY, now + DAY)
    assert days.energy.sum() == hours.energy.sum()
    month = MonthlyStatement.objects.order_by("-month").first()
    assert month is not None
    off, near = (
        MonthQuality.objects.get(enterprise__code=firms[number], month=month.month)
        for number in (OFF_STATEMENTS, 1)
    )
    assert off.day_month_gap > Decimal("0.05") > near.day_month_gap
    assert near.completeness > Decimal("0.9")
    assert near.main_sub_gap < Decimal("0.05")
