"""The report on the quality of data, as a page and as a workbook."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING

import openpyxl
from django.utils import timezone

from dafeng.web.meters.models import (
    Calibration,
    MeterCorrection,
    MeterPoint,
    MonthQuality,
    RefusedCount,
)
from tests.web.meters.energy.conftest import DAY, NOW

if TYPE_CHECKING:
    from dafeng.web.core.models import Organisation
    from tests.web.meters.energy.conftest import Area, Browser

MONTH = (DAY.replace(day=1) - timedelta(days=1)).replace(day=1)


def kept(unit: Organisation, month: date = MONTH, **measures: object) -> None:
    MonthQuality.objects.create(
        **{
            "enterprise": unit,
            "month": month,
            "until": NOW,
            "prepared_at": NOW,
            "expected": 100,
            "received": 80,
            "completeness": Decimal("0.8"),
            "borders": 62,
            "borders_met": 60,
            "flags": {"gap": 3, "spike": 0},
        }
        | measures
    )


def test_a_month_shows_who_breaks_the_rules_first_and_unknown_is_no_zero(
    area: Area, browser: Browser
) -> None:
    kept(area.forge, completeness=Decimal("0.95"), day_month_gap=Decimal("0.01"))
    kept(area.mill)
    RefusedCount.objects.create(
        day=MONTH, enterprise=area.mill, channel="api", trouble="future", count=7
    )
    client = browser(area.office)
    page = client.get(f"/meters/quality/?month={MONTH:%Y-%m}").content.decode()
    assert "2 家企业中 1 家未达到要求，0 家没有数据" in page
    assert page.index(area.mill.name_zh) < page.index(area.forge.name_zh)
    assert "之前缺数 3" in page
    assert "突变" not in page
    assert "时间晚于到达时间 7" in page
    only = client.get(f"/meters/quality/?month={MONTH:%Y-%m}&only=broken")
    assert area.forge.name_zh not in only.content.decode()
    unknown = client.get("/meters/quality/?month=2019-01").content.decode()
    assert "2 家企业中 0 家未达到要求，2 家没有数据" in unknown
    for wrong in ("xx", "9999-12", "0001-01", "2018-12"):
        assert client.get(f"/meters/quality/?month={wrong}").status_code == 404
    tested = {"on": DAY, "valid_until": DAY, "result": "failed", "certificate": "证 1"}
    meter = MeterPoint.objects.get(code="M-1")
    MeterCorrection.objects.create(
        calibration=Calibration.objects.create(point=meter, **tested),
        point=meter,
        first=date(2018, 11, 1),  # of no month with rules
        last=MONTH,
        factor=Decimal("1.1"),
        reason="检定不合格",
        confirmed_at=timezone.now() + timedelta(days=60),
    )
    assert f"{MONTH:%Y-%m}</a>" in client.get("/meters/quality/").content.decode()
    own = browser(area.manager).get("/meters/quality/").content.decode()
    assert area.forge.name_zh not in own


def test_the_workbook_holds_the_measures_and_what_was_counted(
    area: Area, browser: Browser
) -> None:
    kept(area.mill)
    sent = browser(area.office).get(f"/meters/quality/list.xlsx?month={MONTH:%Y-%m}")
    book = openpyxl.load_workbook(BytesIO(sent.content))
    measures, marked, refused = book.worksheets
    rows = {row[0]: row for row in measures.iter_rows(values_only=True)}
    assert rows[area.mill.name_zh][2:] == (100, 80, 80, None, None, 62, 60, 0, "未达到")
    assert rows[area.forge.name_zh][2:] == (*[None] * 8, "没有数据")
    assert [*marked.iter_rows(min_row=3, values_only=True)] == [
        (area.mill.name_zh, "之前缺数", 3)
    ]
    assert refused.max_row == 2  # the mark of a synthetic house, and the heads
    assert timezone.localdate() >= MONTH
