"""A calibration that failed corrects the days before it, when somebody confirms it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django_q.models import OrmQ

from dafeng.base.days import CHINA
from dafeng.base.errors import BadInputError
from dafeng.web.core.models import AuditRow, RoleCode
from dafeng.web.core.permissions import RightMissingError
from dafeng.web.meters import closing
from dafeng.web.meters.closing import closed_months, first_open_month, months_between
from dafeng.web.meters.convert import the_tree
from dafeng.web.meters.models import Calibration, MeterCorrection, MonthQuality
from dafeng.web.meters.selectors.corrections import changes_ahead, changes_made
from dafeng.web.meters.services.calibrating import CalibrationFacts
from dafeng.web.meters.services.correcting import (
    CorrectionFacts,
    calibration_late,
    correction_confirm,
    correction_withdraw,
)
from dafeng.web.meters.services.quality import quality_prepare
from dafeng.web.meters.services.rolling import readings_settle
from dafeng.web.meters.services.withdrawing import row_withdraw
from dafeng.web.meters.stores import house_meters
from dafeng.web.office.services.papers import paper_of
from dafeng.web.verification.models import Deposit
from dafeng.web.verification.services.opening import ReportFacts, report_open
from tests.web.meters.register.conftest import TODAY
from tests.web.meters.register.test_settling import hours_of, send
from tests.web.plans.building import person

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

    from dafeng.web.core.models import User
    from dafeng.web.meters.models import MeterPoint
    from tests.web.meters.register.conftest import People

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
DAY = timedelta(days=1)
OLD = (first_open_month(TODAY) - 40 * DAY).replace(day=1)
"""A month that is closed."""
EACH = 10


@pytest.fixture(autouse=True)
def own_files(settings: SettingsWrapper, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def read(main: MeterPoint) -> MeterPoint:
    """The main meter with 24 days of readings in a closed month, brought in."""
    begin = datetime(OLD.year, OLD.month, 1, tzinfo=CHINA)
    send(main, hours_of(main.code, begin, 24 * 24, EACH), timezone.now())
    readings_settle()
    return main


def proposed(
    point: MeterPoint, by: User | None, first: date, last: date, **more: Any
) -> MeterCorrection:
    told: dict[str, Any] = {"factor": Decimal("1.25"), "reason": "一相断线"}
    on = more.pop("on", max(last, TODAY - DAY))
    return calibration_late(
        point=point,
        by=by,
        facts=CalibrationFacts(
            on=on,
            valid_until=TODAY,
            certificate=f"证 {first}",
            result=Calibration.Result.FAILED,
        ),
        correction=CorrectionFacts(first=first, last=last, **told | more),
        paper=paper_of("证书.pdf", PDF),
    )


def energy(point: MeterPoint, *, known_at: datetime | None = None) -> dict[date, int]:
    begin, end = OLD, OLD + 31 * DAY
    days = house_meters().days(
        the_tree(), [point.code], begin, end, learned_by=known_at
    )
    pairs = zip(days.number.tolist(), days.energy.tolist(), strict=True)
    return {date(1970, 1, 1) + n * DAY: wh for n, wh in pairs}


def test_a_confirmed_correction_changes_its_days_alone_and_both_views_stay(
    read: MeterPoint, people: People
) -> None:
    before = energy(read)
    first, last = OLD + 2 * DAY, OLD + 4 * DAY
    row = proposed(read, people.manager, first, last)
    ahead = changes_ahead(row)
    readings_settle()
    assert energy(read) == before
    OrmQ.objects.all().delete()
    correction_confirm(correction=row, by=people.office)
    assert OrmQ.objects.count() == 1
    assert readings_settle().days == 3
    row.refresh_from_db()
    after = energy(read)
    whole = 24 * EACH * 1000
    assert {day for day in after if after[day] != before[day]} == {
        first + n * DAY for n in range(3)
    }
    assert after[first] == whole * 5 // 4
    assert energy(read, known_at=row.confirmed_at) == before
    assert changes_made(row) == ahead
    month = ahead[0]
    assert month.before.used == 24 * 24 * EACH
    assert month.used_more == Fraction(3 * 24 * EACH, 4)
    assert month.before.tce_g == round(24 * 24 * EACH * 122.9)
    assert row.shown[0]["after"] == str(month.after.used)
    assert row.closed == f"{OLD:%Y-%m}"
    with pytest.raises(BadInputError) as caught:
        correction_withdraw(correction=row, by=people.office, reason="证书作废")
    assert caught.value.code == "correction.same_person"
    leader = person("leader", read.enterprise.parent.parent, RoleCode.LEADER)
    correction_withdraw(correction=row, by=leader, reason="证书作废")
    again = proposed(read, people.manager, first, last, on=TODAY)
    with pytest.raises(BadInputError) as caught:
        correction_confirm(correction=again, by=people.office)
    assert caught.value.code == "correction.waiting"
    readings_settle()
    row.refresh_from_db()
    assert energy(read) == before
    assert changes_made(row) == ahead
    assert correction_confirm(correction=again, by=people.office).shown == row.shown
    actions = AuditRow.objects.filter(action__startswith="meters.correction")
    assert list(actions.order_by("number").values_list("action", flat=True)) == [
        f"meters.correction.{act}"
        for act in ("propose", "confirm", "withdraw", "propose", "confirm")
    ]


def test_a_closed_month_is_confirmed_by_another_person_of_the_office(
    main: MeterPoint, people: People
) -> None:
    row = proposed(main, people.office, OLD, OLD)
    with pytest.raises(BadInputError) as caught:
        correction_confirm(correction=row, by=people.office)
    assert caught.value.code == "correction.same_person"
    with pytest.raises(RightMissingError):
        correction_confirm(correction=row, by=people.manager)
    second = person("second", main.enterprise.parent.parent, RoleCode.LEADER)
    with pytest.raises(RightMissingError):
        correction_withdraw(correction=row, by=people.town, reason="误")
    correction_confirm(correction=row, by=second)
    with pytest.raises(BadInputError) as caught:
        correction_confirm(correction=row, by=second)
    assert caught.value.code == "correction.done"
    with pytest.raises(BadInputError) as caught:
        correction_withdraw(correction=row, by=people.office, reason="误")
    assert caught.value.code == "correction.same_person"
    row.refresh_from_db()
    row.confirmed_by = people.office
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_an_open_month_is_confirmed_by_who_proposed_it(
    main: MeterPoint, people: People
) -> None:
    row = proposed(main, people.manager, TODAY, TODAY)
    correction_confirm(correction=row, by=people.manager)
    row.refresh_from_db()
    assert (row.holds, row.closed) == (True, "")
    assert row.calibration is not None
    with pytest.raises(BadInputError) as caught:
        row_withdraw(row=row.calibration, by=people.manager, reason="误")
    assert caught.value.code == "correction.stands"
    correction_withdraw(correction=row, by=people.manager, reason="误")
    row_withdraw(row=row.calibration, by=people.manager, reason="误")


def test_a_room_above_may_close_a_month(
    main: MeterPoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(closing, "_closings", {})
    months = months_between(OLD, TODAY)
    firm, this = main.enterprise, TODAY.replace(day=1)
    assert OLD in closed_months(firm, months, on=TODAY)
    assert this not in closed_months(firm, months, on=TODAY)
    closing.register_closing("test", lambda _firm, asked: asked[-1:])
    assert this in closed_months(firm, months, on=TODAY)
    assert months_between(date(2026, 1, 31), date(2026, 3, 1)) == tuple(
        date(2026, month, 1) for month in (1, 2, 3)
    )


def test_a_month_with_deposited_evidence_is_closed(
    main: MeterPoint, people: People
) -> None:
    month = (TODAY.replace(day=1) - DAY).replace(day=1)
    told = ReportFacts(year=month.year, branch="industry")
    report = report_open(enterprise=main.enterprise, by=None, facts=told)
    Deposit.objects.create(
        report=report,
        month=month,
        parameter="electricity",
        value=1,
        unit="kWh",
        source_kind="meter",
        made_at=timezone.now(),
    )
    row = proposed(main, people.manager, month, month)
    with pytest.raises(RightMissingError):
        correction_confirm(correction=row, by=people.manager)
    correction_confirm(correction=row, by=people.office)
    row.refresh_from_db()
    assert row.closed == f"{month:%Y-%m}"


def test_what_cannot_be_corrected_is_refused(main: MeterPoint, people: People) -> None:
    main.valid_from = OLD
    main.save()
    standing = proposed(main, people.office, OLD, OLD + 5 * DAY)
    for first, last, more, code in (
        (OLD - DAY, OLD - DAY, {}, "correction.life"),
        (OLD + 5 * DAY, OLD + 9 * DAY, {}, "correction.overlap"),
        (OLD + 7 * DAY, OLD + 9 * DAY, {"factor": Decimal(1)}, "correction.same"),
    ):
        with pytest.raises(BadInputError) as caught:
            proposed(main, people.office, first, last, on=TODAY, **more)
        assert caught.value.code == code
    told = attrs_of(standing)
    for result, paper, last, code in (
        ("passed", paper_of("证书.pdf", PDF), TODAY, "correction.passed"),
        ("failed", None, TODAY, "correction.file"),
        ("failed", paper_of("证书.pdf", PDF), TODAY, "correction.later"),
    ):
        certificate = CalibrationFacts(
            on=TODAY - 2 * DAY, valid_until=TODAY, certificate="证 9", result=result
        )
        with pytest.raises(BadInputError) as caught:
            calibration_late(
                point=main,
                by=people.office,
                facts=certificate,
                correction=CorrectionFacts(**told | {"first": TODAY, "last": last}),
                paper=paper,
            )
        assert caught.value.code == code
    assert Calibration.objects.count() == 1


def attrs_of(row: MeterCorrection) -> dict[str, Any]:
    return {"factor": row.factor, "reason": row.reason}


def test_measures_of_a_closed_month_are_reckoned_once_more(
    read: MeterPoint, people: People
) -> None:
    quality_prepare(now=timezone.now() - (TODAY - OLD - 27 * DAY))
    quality_prepare()  # the readings came after that
    before = MonthQuality.objects.get(month=OLD, enterprise=None).prepared_at
    quality_prepare()
    assert MonthQuality.objects.get(month=OLD, enterprise=None).prepared_at == before
    row = proposed(read, people.manager, OLD + DAY, OLD + DAY)
    correction_confirm(correction=row, by=people.office)
    readings_settle()
    quality_prepare()
    after = MonthQuality.objects.get(month=OLD, enterprise=None).prepared_at
    assert after > before
    quality_prepare()
    assert MonthQuality.objects.get(month=OLD, enterprise=None).prepared_at == after


def form_of(**more: Any) -> dict[str, Any]:
    return {
        "on": f"{TODAY}",
        "valid_until": f"{TODAY + 300 * DAY}",
        "certificate": "检字 7 号",
        "result": "failed",
        **more,
    }


def test_the_pages_take_a_failed_calibration_to_its_confirmation(
    read: MeterPoint, people: People, client: Client
) -> None:
    address = reverse("meters:point-calibrate", args=[read.pk])
    client.force_login(people.manager)
    half = client.post(address, form_of(first=f"{OLD}", error_percent="-20"))
    for words in ("须填写这一项", "须附检定证书"):
        assert words in half.content.decode()
    last = f"{OLD + DAY}"
    told = form_of(first=f"{OLD}", last=last, error_percent="-20", reason="一相断线")
    done = client.post(address, told | {"paper": SimpleUploadedFile("证书.pdf", PDF)})
    row = MeterCorrection.objects.get()
    assert done["Location"] == row.get_absolute_url()
    assert row.factor == Decimal("1.25")
    shown = client.get(row.get_absolute_url()).content.decode()
    for words in ("待确认", "更正会改变的用量", "5,760", "5,880", "+120", "已关闭"):
        assert words in shown
    assert "确认更正" not in shown
    confirm = reverse("meters:point-correction-confirm", args=[row.pk])
    assert client.post(confirm).status_code == 403
    file = reverse("meters:point-certificate", args=[row.calibration_id])
    assert client.get(file).content == PDF
    client.force_login(people.other)
    for there in (row.get_absolute_url(), file):
        assert client.get(there).status_code == 404
    client.force_login(people.office)
    assert "待确认的用量更正" in client.get("/meters/points/coverage/").content.decode()
    assert "确认更正" in client.get(row.get_absolute_url()).content.decode()
    client.post(confirm)
    readings_settle()
    shown = client.get(row.get_absolute_url()).content.decode()
    for words in ("已生效", "确认前所知", "5,880", "确认人当时看到的前后用量"):
        assert words in shown
    card = client.get(read.get_absolute_url()).content.decode()
    assert row.get_absolute_url() in card
    back = reverse("meters:point-correction-withdraw", args=[row.pk])
    assert back not in shown
    client.force_login(person("leader", read.enterprise.parent.parent, RoleCode.LEADER))
    assert back in client.get(row.get_absolute_url()).content.decode()
    client.post(back, {"reason": "证书作废"})
    assert "已撤下" in client.get(row.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"result": "passed", "first": f"{TODAY}"}, "结论须为不合格"),
        ({"first": f"{TODAY}", "last": f"{TODAY - DAY}"}, "截止日早于起始日"),
        ({"first": f"{TODAY}"}, "请填写更正系数"),
        ({"first": f"{TODAY}", "error_percent": "-95"}, "超过 10"),
    ],
)
def test_the_form_says_what_is_wrong_and_keeps_what_was_written(
    more: dict[str, Any], words: str, main: MeterPoint, people: People, client: Client
) -> None:
    client.force_login(people.manager)
    address = reverse("meters:point-calibrate", args=[main.pk])
    text = client.post(address, form_of(**more)).content.decode()
    assert words in text
    assert "检字 7 号" in text
    assert not Calibration.objects.exists()


def test_a_calibration_that_was_passed_is_entered_with_its_file(
    main: MeterPoint, people: People, client: Client
) -> None:
    client.force_login(people.manager)
    address = reverse("meters:point-calibrate", args=[main.pk])
    paper = SimpleUploadedFile("证书.pdf", PDF)
    told = form_of(result="passed", error_percent="0.2", paper=paper)
    assert client.post(address, told)["Location"] == main.get_absolute_url()
    row = Calibration.objects.get()
    assert (row.file_name, row.error_percent) == ("证书.pdf", Decimal("0.2"))
    bad = form_of(on=f"{TODAY - DAY}", paper=SimpleUploadedFile("a.exe", b"MZ"))
    assert "不收" in client.post(address, bad).content.decode()
