"""Meters are entered, corrected, replaced, calibrated and retired; all is kept."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import attrs
import pytest
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.meters import Flag, MeterError, Readings, Window, roll_up
from dafeng.meters.arrivals.records import BatchForm, Envelope
from dafeng.web.core.belongings import held_by
from dafeng.web.core.models import AuditRow, RoleCode
from dafeng.web.core.permissions import RightMissingError
from dafeng.web.meters.convert import the_tree
from dafeng.web.meters.forms.points import ExchangeForm
from dafeng.web.meters.models import MeterPoint
from dafeng.web.meters.selectors.kept_tree import kept_tree
from dafeng.web.meters.services.calibrating import (
    CalibrationFacts,
    calibration_enter,
)
from dafeng.web.meters.services.points import (
    facts_of,
    point_change,
    point_register,
    point_reopen,
    point_retire,
)
from dafeng.web.meters.services.replacing import ExchangeFacts, point_replace
from dafeng.web.meters.services.withdrawing import row_withdraw
from dafeng.web.meters.stores import house_meters
from tests.web.meters.register.conftest import TODAY, People, facts
from tests.web.plans.building import person

if TYPE_CHECKING:
    from dafeng.web.core.models import Organisation

DAY = timedelta(days=1)
AT = datetime.combine(TODAY - 10 * DAY, datetime.min.time(), UTC)


def swap(**more: object) -> ExchangeFacts:
    told: dict[str, object] = {
        "at": AT,
        "final": Decimal("999.5"),
        "initial": Decimal(0),
        "evidence": "换表单 1 号",
    }
    return ExchangeFacts(**told | more)


def certificate(begin: int, end: int, **more: object) -> CalibrationFacts:
    """A certificate from and to some days from today."""
    told: dict[str, object] = {"certificate": f"检字 {begin}"}
    return CalibrationFacts(
        on=TODAY + begin * DAY, valid_until=TODAY + end * DAY, **told | more
    )


def test_the_manager_enters_a_meter_of_the_own_works_only(
    people: People, units: dict[str, Organisation]
) -> None:
    made = point_register(
        enterprise=units["works-a"], by=people.manager, facts=facts("A1")
    )
    row = AuditRow.objects.get(action="meters.point.register")
    assert (row.actor, row.target_id) == (people.manager, str(made.pk))
    assert row.data["after"]["code"] == "A1"
    for who in (people.other, people.town, people.stranger):
        with pytest.raises(RightMissingError):
            point_register(enterprise=units["works-a"], by=who, facts=facts("A2"))
    with pytest.raises(BadInputError, match="no enterprise"):
        point_register(enterprise=units["town"], by=None, facts=facts("A3"))


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"unit": "m3"}, "unit"),
        ({"carrier": "moonlight"}, "carrier"),
        ({"role": "virtual", "formula": "A1 + A9"}, "formula"),
        ({"role": "virtual", "formula": "A1 * A1"}, "formula"),
        ({"digits": 12, "multiplier": Decimal(10**9 - 1)}, "digits and multiplier"),
    ],
)
def test_a_meter_that_does_not_fit_is_refused_at_its_field(
    main: MeterPoint, more: dict[str, object], field: str
) -> None:
    with pytest.raises(MeterError) as refused:
        point_register(enterprise=main.enterprise, by=None, facts=facts("A5", **more))
    assert field in refused.value.findings[0].place
    assert not MeterPoint.objects.filter(code="A5").exists()


def test_a_meter_of_other_works_is_no_parent_and_a_circle_is_none(
    main: MeterPoint, sub: MeterPoint, units: dict[str, Organisation]
) -> None:
    foreign = facts("B1", role="sub", parent=main)
    with pytest.raises(MeterError, match="parent"):
        point_register(enterprise=units["works-b"], by=None, facts=foreign)
    circle = attrs.evolve(facts_of(main), parent=sub, role="sub")
    with pytest.raises(MeterError, match="stands behind itself"):
        point_change(point=main, by=None, facts=circle, version=1)
    gas = attrs.evolve(facts_of(main), carrier="natural_gas", unit="m3")
    with pytest.raises(MeterError) as refused:
        point_change(point=main, by=None, facts=gas, version=1)
    assert refused.value.findings[0].place.startswith("meter A2")


@pytest.mark.parametrize(
    "more",
    [
        {"code": "空 格"},
        {"most_per_hour": None},
        {"formula": "A1"},
        {"multiplier": Decimal(0)},
        {"step_s": 30},
    ],
)
def test_fields_that_cannot_be_are_refused(
    main: MeterPoint, more: dict[str, object]
) -> None:
    wrong = attrs.evolve(facts("A5"), **more)
    with pytest.raises(ValidationError):
        point_register(enterprise=main.enterprise, by=None, facts=wrong)
    with pytest.raises(ValidationError, match="已经登记"):
        point_register(enterprise=main.enterprise, by=None, facts=facts("A1"))


@pytest.mark.database
@pytest.mark.parametrize(
    "wrong",
    [
        {"multiplier": 0},
        {"multiplier": 10**9},
        {"formula": "A1"},
        {"role": "king"},
        {"most_per_hour": None},
        {"most_per_hour": 10**12},
    ],
)
def test_the_database_refuses_it_too(
    main: MeterPoint, wrong: dict[str, object]
) -> None:
    with pytest.raises((IntegrityError, DataError)), transaction.atomic():
        MeterPoint.objects.filter(pk=main.pk).update(**wrong)


def test_a_meter_that_was_read_keeps_its_unit(main: MeterPoint) -> None:
    other = attrs.evolve(facts_of(main), unit="MWh", most_per_hour=Decimal(1))
    changed = point_change(point=main, by=None, facts=other, version=1)
    rows = [{"meter": "A1", "at": AT.isoformat(), "value": "1"}]
    store = house_meters()
    store.accept(
        json.dumps({"readings": rows}).encode(),
        Envelope(
            sender="works-a", form=BatchForm.JSON, received_at=AT, channel="hand:1"
        ),
    )
    back = attrs.evolve(facts_of(changed), unit="kWh")
    for _before_and_after in range(2):
        with pytest.raises(BadInputError) as refused:
            point_change(point=changed, by=None, facts=back, version=2)
        assert refused.value.code == "meter.measured"
        store.compact(the_tree(), now=AT)
    noted = attrs.evolve(facts_of(changed), note="一")
    assert point_change(point=changed, by=None, facts=noted, version=2).version == 3


def test_a_correction_of_an_older_version_overwrites_nothing(main: MeterPoint) -> None:
    first = attrs.evolve(facts_of(main), note="一")
    changed = point_change(point=main, by=None, facts=first, version=1)
    assert changed.version == 2
    assert point_change(point=main, by=None, facts=first, version=2).version == 2
    second = attrs.evolve(first, note="二")
    with pytest.raises(BadInputError) as refused:
        point_change(point=main, by=None, facts=second, version=1)
    assert refused.value.code == "meter.stale"
    renamed = attrs.evolve(first, code="A7")
    with pytest.raises(BadInputError) as refused:
        point_change(point=main, by=None, facts=renamed, version=2)
    assert refused.value.code == "meter.code"
    row = AuditRow.objects.get(action="meters.point.change")
    assert (row.data["before"]["note"], row.data["after"]["note"]) == ("", "一")


def test_the_series_goes_on_over_an_exchange(main: MeterPoint) -> None:
    minute_later = swap(serial="新-1", at=AT + timedelta(minutes=1))
    point_replace(point=main, by=None, facts=minute_later)
    tree = the_tree()
    hour = 3600 * 10**6
    at = int(AT.timestamp()) * 10**6
    import numpy as np

    readings = Readings(
        meter=np.zeros(4, np.int32),
        at=np.array([at - hour, at, at + hour, at + 2 * hour]),
        value=np.array([989_500, 999_500, 7_000, 19_000]),
        learned_at=np.full(4, at + 2 * hour),
        manual=np.zeros(4, np.uint8),
    )
    window = Window(begin=AT - DAY, end=AT + DAY)
    hours = roll_up(tree, readings, window).hours
    assert hours.energy.tolist() == [10_000, 7_000, 12_000]
    main.refresh_from_db()
    assert (main.serial, main.version) == ("新-1", 2)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"at": timezone.now() + DAY}, "meter.future"),
        ({"final": Decimal(1_000_000)}, "meter.dial"),
        ({"initial": Decimal(-1)}, "meter.dial"),
        ({"evidence": " "}, "meter.evidence"),
        ({"multiplier": Decimal(40)}, "meter.new_code"),
    ],
)
def test_an_exchange_that_cannot_be_is_refused(
    main: MeterPoint, more: dict[str, object], code: str
) -> None:
    with pytest.raises(BadInputError) as refused:
        point_replace(point=main, by=None, facts=swap(**more))
    assert refused.value.code == code


def test_only_a_register_in_use_is_replaced(main: MeterPoint) -> None:
    interval = point_register(
        enterprise=main.enterprise,
        by=None,
        facts=facts("A3", kind="interval", digits=None),
    )
    with pytest.raises(BadInputError) as refused:
        point_replace(point=interval, by=None, facts=swap())
    assert refused.value.code == "meter.interval"
    point_retire(point=main, by=None, last_day=TODAY - 20 * DAY, reason="拆除")
    with pytest.raises(BadInputError) as refused:
        point_replace(point=main, by=None, facts=swap())
    assert refused.value.code == "meter.life"


def test_another_multiplier_lets_a_new_meter_follow_with_both_values(
    main: MeterPoint,
    sub: MeterPoint,
) -> None:
    total = facts("A9", role="virtual", formula="A1 - 0.5*A1 - A2")
    point_register(enterprise=main.enterprise, by=None, facts=total)
    other = swap(multiplier=Decimal(40), code="A1b", initial=Decimal(3))
    heir = point_replace(point=main, by=None, facts=other)
    main.refresh_from_db()
    sub.refresh_from_db()
    day = timezone.localdate(AT)
    assert (main.valid_to, heir.valid_from, heir.replaces) == (day, day, main)
    assert (sub.parent, heir.most_per_hour) == (heir, Decimal(25))
    formula = MeterPoint.objects.get(code="A9").formula
    assert formula == "A1 - 0.5*A1 - A2 + 1*A1b - 1/2*A1b"
    store, tree = house_meters(), the_tree()
    store.compact(tree, now=timezone.now())
    kept = store.readings(tree, ["A1", "A1b"], AT - DAY, AT + DAY)
    found = {tree.meters[m].id: v for m, v in zip(kept.meter, kept.value, strict=True)}
    assert found == {"A1": 999_500, "A1b": 3_000}
    assert kept.manual.tolist() == [1, 1]
    with pytest.raises(BadInputError) as refused:
        point_reopen(point=main, by=None, reason="误停")
    assert refused.value.code == "meter.replaced"
    again = swap(multiplier=Decimal(50), code="A1c")
    with pytest.raises(BadInputError) as refused:
        point_replace(point=main, by=None, facts=again)
    assert refused.value.code == "meter.succeeded"


def test_a_multiplier_of_nothing_and_a_year_of_long_ago_are_refused(
    main: MeterPoint,
) -> None:
    nothing = swap(multiplier=Decimal(0), code="A1b")
    with pytest.raises(BadInputError) as refused:
        point_replace(point=main, by=None, facts=nothing)
    assert refused.value.code == "meter.multiplier"
    main.multiplier = Decimal("999999999999.999999")
    with pytest.raises(ValidationError):
        main.full_clean()
    sent = {"at": "0001-01-01T00:00", "final": "1", "start": "0", "evidence": "1"}
    assert list(ExchangeForm(sent).errors) == ["at"]


def test_a_certificate_that_ended_marks_the_readings_after_it(
    main: MeterPoint,
) -> None:
    import numpy as np

    for begin, end in ((-400, -300), (-200, -100)):
        calibration_enter(point=main, by=None, facts=certificate(begin, end))
    failed = certificate(-90, -10, result="failed")
    calibration_enter(point=main, by=None, facts=failed)
    days = [-450, -350, -250, -150, -50]
    at = np.array(
        [
            int(
                (
                    datetime.combine(TODAY, datetime.min.time(), UTC) + d * DAY
                ).timestamp()
            )
            for d in days
        ]
    )
    readings = Readings(
        meter=np.zeros(5, np.int32),
        at=at * 10**6,
        value=np.arange(5) * 1000,
        learned_at=at * 10**6,
        manual=np.zeros(5, np.uint8),
    )
    window = Window(begin=AT - 500 * DAY, end=AT + DAY)
    flags = roll_up(the_tree(), readings, window).flags
    marked = (flags & np.uint16(Flag.UNCALIBRATED)) > 0
    assert marked.tolist() == [True, False, True, False, True]


def test_a_certificate_that_cannot_be_is_refused(main: MeterPoint) -> None:
    with pytest.raises(BadInputError) as refused:
        calibration_enter(point=main, by=None, facts=certificate(1, 100))
    assert refused.value.code == "meter.future"
    with pytest.raises(ValidationError, match="有效期早于检定日期"):
        calibration_enter(point=main, by=None, facts=certificate(-10, -20))
    calibration_enter(point=main, by=None, facts=certificate(-10, 20))
    with pytest.raises(ValidationError, match="已经登记"):
        calibration_enter(point=main, by=None, facts=certificate(-10, 30))
    total = point_register(
        enterprise=main.enterprise,
        by=None,
        facts=facts("A9", role="virtual", formula="A1"),
    )
    with pytest.raises(BadInputError) as refused:
        calibration_enter(point=total, by=None, facts=certificate(-10, 20))
    assert refused.value.code == "meter.no_device"


def test_what_was_entered_by_mistake_is_taken_back_and_counts_no_more(
    main: MeterPoint, people: People
) -> None:
    row = calibration_enter(
        point=main, by=people.manager, facts=certificate(-400, -300)
    )
    point_replace(point=main, by=people.manager, facts=swap())
    exchange = main.exchanges.get()
    with pytest.raises(RightMissingError):
        row_withdraw(row=row, by=people.other, reason="误登")
    with pytest.raises(BadInputError) as refused:
        row_withdraw(row=row, by=people.manager, reason=" ")
    assert refused.value.code == "meter.reason"
    row_withdraw(row=exchange, by=people.manager, reason="误登")
    long_ago = AT - 100 * DAY
    late = swap(at=long_ago)
    with pytest.raises(BadInputError) as refused:
        point_replace(point=main, by=people.office, facts=late)
    assert refused.value.code == "meter.closed"
    point_replace(point=main, by=None, facts=late)
    other = main.exchanges.get(at=long_ago)
    other.entered_by = people.office
    other.save()
    for one, who in ((row, people.manager), (other, people.office)):
        with pytest.raises(BadInputError) as refused:
            row_withdraw(row=one, by=who, reason="误登")
        assert refused.value.code == "meter.closed_row"
    second = person("second", main.enterprise.parent.parent, RoleCode.CARBON_OFFICE)
    for one in (row, other):
        row_withdraw(row=one, by=second, reason="误登")
    meter = the_tree().meters[0]
    assert (meter.calibrated_from, meter.exchanges) == (None, ())
    with pytest.raises(BadInputError) as refused:
        row_withdraw(row=row, by=people.manager, reason="再来")
    assert refused.value.code == "meter.withdrawn"


def test_the_tree_that_is_kept_is_that_of_the_register_after_each_act(
    main: MeterPoint, people: People
) -> None:
    seen = [kept_tree().meters]
    point_replace(point=main, by=people.manager, facts=swap())
    seen.append(kept_tree().meters)
    calibration_enter(point=main, by=people.manager, facts=certificate(-30, 300))
    seen.append(kept_tree().meters)
    row_withdraw(row=main.exchanges.get(), by=people.manager, reason="误登")
    seen.append(kept_tree().meters)
    assert len({repr(meters) for meters in seen}) == len(seen)
    assert kept_tree().meters == the_tree().meters
    assert kept_tree() is kept_tree()


def test_a_meter_that_others_need_is_not_retired(
    main: MeterPoint, sub: MeterPoint
) -> None:
    (held,) = held_by(main.enterprise)
    assert (held.belonging.code, held.count) == ("meters.points", 2)
    with pytest.raises(BadInputError) as refused:
        point_retire(point=main, by=None, last_day=TODAY, reason="拆除")
    assert (refused.value.code, refused.value.fields["meters"]) == (
        "meter.in_use",
        "A2",
    )
    retired = point_retire(point=sub, by=None, last_day=TODAY - DAY, reason="拆除")
    assert the_tree()["A2"].valid_to == TODAY - DAY
    assert point_reopen(point=retired, by=None, reason="误停").valid_to is None
    with pytest.raises(BadInputError) as refused:
        point_reopen(point=sub, by=None, reason="再来")
    assert refused.value.code == "meter.open"
