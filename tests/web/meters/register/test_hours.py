"""The kinds of hours: entered as a notice sets them, shown, and taken back."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import numpy as np
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from dafeng.base.errors import BadInputError
from dafeng.meters import TariffPeriod
from dafeng.web.core.models import AuditRow
from dafeng.web.meters.calendars import house_calendar
from dafeng.web.meters.models import HoursEdition
from dafeng.web.meters.services.hours import HoursFacts, hours_enter, hours_withdraw

if TYPE_CHECKING:
    from django.test import Client

    from dafeng.web.core.models import Organisation
    from tests.web.meters.register.conftest import People

NOON = HoursFacts(first_month=6, last_month=8, from_hour=12, to_hour=14, period="sharp")


def kind_at(day: date, hour: int) -> TariffPeriod:
    """The kind of a local hour."""
    begin = datetime(day.year, day.month, day.day, tzinfo=UTC)
    since_1970 = int(begin.timestamp()) // 3600 + hour - 8
    return TariffPeriod(house_calendar().periods(np.array([since_1970]))[0])


def entered(unit: Organisation, day: date, *rows: HoursFacts) -> HoursEdition:
    return hours_enter(
        organisation=unit, by=None, valid_from=day, document="通知", rows=rows
    )


def test_an_edition_holds_from_its_day_and_ends_the_one_before(
    district: Organisation, people: People
) -> None:
    assert kind_at(date(2026, 7, 1), 12) is TariffPeriod.FLAT
    assert kind_at(date(2026, 7, 1), 9) is TariffPeriod.PEAK
    first = entered(district, date(2026, 1, 1), NOON)
    assert kind_at(date(2026, 7, 1), 12) is TariffPeriod.SHARP
    assert kind_at(date(2026, 7, 1), 9) is TariffPeriod.FLAT
    assert kind_at(date(2026, 5, 1), 12) is TariffPeriod.FLAT
    assert kind_at(date(2025, 7, 1), 9) is TariffPeriod.PEAK
    night = HoursFacts(
        first_month=1, last_month=12, from_hour=0, to_hour=6, period="deep_valley"
    )
    second = entered(district, date(2027, 1, 1), night)
    first.refresh_from_db()
    assert first.valid_to == date(2026, 12, 31)
    assert kind_at(date(2027, 7, 1), 12) is TariffPeriod.FLAT
    assert kind_at(date(2027, 7, 1), 3) is TariffPeriod.DEEP_VALLEY
    hours_withdraw(edition=second, by=people.office, reason="录错")
    first.refresh_from_db()
    assert first.valid_to is None
    assert kind_at(date(2027, 7, 1), 12) is TariffPeriod.SHARP
    with pytest.raises(BadInputError, match="taken back before"):
        hours_withdraw(edition=second, by=people.office, reason="再撤")
    actions = AuditRow.objects.filter(action__startswith="meters.hours")
    assert actions.count() == 3


def test_what_cannot_be_is_refused_and_changes_nothing(
    district: Organisation, people: People
) -> None:
    entered(district, date(2026, 1, 1), NOON)
    with pytest.raises(BadInputError, match="another edition"):
        entered(district, date(2025, 1, 1), NOON)
    with pytest.raises(BadInputError, match="at least one"):
        entered(district, date(2027, 1, 1))
    backwards = HoursFacts(
        first_month=9, last_month=3, from_hour=0, to_hour=24, period="peak"
    )
    with pytest.raises(ValidationError):
        entered(district, date(2027, 1, 1), backwards)
    with pytest.raises(PermissionDenied):
        hours_enter(
            organisation=district,
            by=people.manager,
            valid_from=date(2027, 1, 1),
            document="通知",
            rows=[NOON],
        )
    kept = HoursEdition.objects.get()
    assert kept.valid_to is None


def test_the_office_fills_in_the_form_and_sees_the_year(
    client: Client, district: Organisation, people: People
) -> None:
    client.force_login(people.office)
    shown = reverse("meters:points-hours")
    assert "还没有登记时段" in client.get(shown).content.decode()
    form = {"valid_from": "2026-01-01", "document": "津发改〔2025〕1号"}
    rows = {"rows-TOTAL_FORMS": "2", "rows-INITIAL_FORMS": "0"}
    for number, (kind, begin, end) in enumerate((("sharp", "12", "10"), ("", "", ""))):
        rows |= {
            f"rows-{number}-period": kind,
            f"rows-{number}-first_month": "1",
            f"rows-{number}-last_month": "12",
            f"rows-{number}-from_hour": begin,
            f"rows-{number}-to_hour": end,
        }
    new = reverse("meters:points-hours-new")
    refused = client.post(new, form | rows)
    assert "终止时须晚于起始时" in refused.content.decode()
    assert client.post(new, form | rows | {"rows-0-to_hour": "14"}).status_code == 302
    page = client.get(shown).content.decode()
    assert page.count('<td class="hour hour-sharp">尖') == 24
    assert "津发改〔2025〕1号" in page
    edition = HoursEdition.objects.get()
    assert edition.organisation == district
    client.force_login(people.reader)
    assert client.get(shown).status_code == 200
    assert client.get(new).status_code == 403
    out = reverse("meters:points-hours-withdraw", args=[edition.pk])
    assert client.post(out, {"reason": "录错"}).status_code == 403
    client.force_login(people.office)
    assert client.post(out, {"reason": "录错"}).status_code == 302
    assert "还没有登记时段" in client.get(shown).content.decode()
