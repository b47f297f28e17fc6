"""Data of a month are due by a day: what lacks is asked for, what is late counted."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from dafeng.base.errors import NotFoundError
from dafeng.meters import tariff_calendar
from dafeng.meters.arrivals.records import BatchForm, Envelope
from dafeng.meters.cutoff import cutoff_day, cutoff_moment
from dafeng.web.core.models import RoleCode
from dafeng.web.desk.needs.meters import meter_needs
from dafeng.web.meters.convert import the_tree
from dafeng.web.meters.models import MonthlyStatement, MonthQuality
from dafeng.web.meters.selectors.cutoff import missing_of
from dafeng.web.meters.selectors.energy_days import midnight
from dafeng.web.meters.services.quality import quality_prepare
from dafeng.web.meters.stores import house_meters
from dafeng.web.meters.telling import duties
from tests.web.meters.energy.conftest import DAY, NOW, point, text
from tests.web.plans.building import person

if TYPE_CHECKING:
    from datetime import datetime

    from tests.web.meters.energy.conftest import Area, Browser

TODAY = DAY + timedelta(days=1)
MONTH = (TODAY.replace(day=1) - timedelta(days=1)).replace(day=1)
BEFORE = (MONTH - timedelta(days=1)).replace(day=1)


def sent(meter: str, sender: str, value: float, at: datetime, came: datetime) -> None:
    """A batch with one reading comes, and is rolled up."""
    store, tree = house_meters(), the_tree()
    row = {"meter": meter, "at": at.isoformat(), "value": value}
    store.accept(
        json.dumps({"readings": [row]}).encode(),
        Envelope(
            sender=sender, form=BatchForm.JSON, received_at=came, channel="folder"
        ),
    )
    store.compact(tree, now=came)
    store.roll_up(tree, tariff_calendar("typical"), until=came)


def paper(area: Area, month: date) -> None:
    MonthlyStatement.objects.create(
        enterprise=area.forge,
        carrier="natural_gas",
        month=month,
        source=MonthlyStatement.Source.INVOICE,
        amount=Decimal(10),
        document="示范单据",
    )


def test_what_a_month_lacks_is_a_duty_and_stands_on_the_page(
    area: Area, browser: Browser
) -> None:
    point(area.forge, "H-1", role="manual", carrier="diesel", unit="t", step_s=86400)
    paper(area, BEFORE)
    lacking = missing_of(MONTH)[area.forge.pk]
    assert [one.code for one in lacking.points] == ["H-1"]
    assert lacking.carriers == ("natural_gas",)
    due = cutoff_day(MONTH)
    [duty] = [one for one in duties(due) if one.unit == "forge" and one.due_on == due]
    assert duty.label.endswith("（人工抄表缺 1 块，单据缺 1 种）")
    assert duty.asks == "demo"
    page = text(browser(area.office), f"/meters/of/{area.forge.pk}/")
    assert f"{MONTH:%Y-%m} 未填报" in page
    keeper = person("keeper", area.forge, RoleCode.ENTERPRISE_MANAGER)
    [need] = meter_needs(keeper, due + timedelta(days=1))
    assert (need.count, need.late) == (2, 2)
    assert [*meter_needs(area.office, due)] == []
    sent("H-1", "forge", 3, midnight(MONTH + timedelta(days=9)), NOW)
    paper(area, MONTH)
    assert missing_of(MONTH, firms=[area.forge]) == {}
    assert not [one for one in duties(due) if one.due_on == due]


def test_a_reading_after_the_cut_off_is_counted_and_its_month_reckoned_again(
    area: Area, browser: Browser
) -> None:
    month = DAY.replace(day=1)
    quality_prepare(now=NOW)
    later = cutoff_moment(month) + timedelta(days=45)
    assert not MonthQuality.objects.filter(late__gt=0).exists()
    at = midnight(month) + timedelta(hours=2, minutes=30)
    sent("M-1", "mill", 1, at, later)
    quality_prepare(now=later)
    kept = MonthQuality.objects.get(month=month, enterprise=area.mill)
    assert (kept.late, kept.prepared_at) == (1, later)
    again = later + timedelta(days=1)
    quality_prepare(now=again)
    kept.refresh_from_db()
    assert kept.prepared_at == later  # nothing came since
    page = text(browser(area.office), f"/meters/quality/?month={month:%Y-%m}")
    assert "截止后到达的读数 1 条" in page
    assert page.count(f"{cutoff_day(month)}") == 2


def test_before_the_first_rule_there_is_no_cut_off() -> None:
    assert cutoff_day(date(2026, 12, 31)) == date(2027, 1, 10)
    with pytest.raises(NotFoundError, match=r"cutoff.csv has no row for 2018-01"):
        cutoff_day(date(2018, 1, 1))


def test_works_without_meters_have_a_page_that_says_what_is_missing(
    area: Area, browser: Browser
) -> None:
    client = browser(area.office)
    assert f'href="/meters/of/{area.bare.pk}/"' in text(client, "/meters/")
    page = text(client, f"/meters/of/{area.bare.pk}/")
    assert "没有登记计量点，用能未知。 没有月度单据。" in page
    assert f'href="/meters/points/of/{area.bare.pk}/new/"' in page
    assert 'href="/meters/points/statements/new/?enterprise=bare"' in page
    point(area.bare, "B-1")
    paper_free = text(client, f"/meters/of/{area.bare.pk}/")
    assert "登记了 1 个计量点，没有读数，用能未知。" in paper_free
