"""The list of enterprises, the page of one, and the page of a meter."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from pyarrow import parquet

from dafeng.meters import quality_rules_on
from dafeng.web.meters import panels
from dafeng.web.meters.models import EnergyDigest, MonthQuality
from dafeng.web.meters.panels import (
    Colour,
    Light,
    Lit,
    Panel,
    Place,
    register_enterprise_panel,
    register_light,
)
from dafeng.web.meters.selectors.energy_lights import judged_by, worst
from dafeng.web.meters.services.energy import digests_renew
from tests.web.meters.energy.conftest import DAY, GAP, NOW, Area, point, text
from tests.web.plans.building import organisation

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from django.conf import LazySettings
    from pytest_django import DjangoAssertNumQueries

    from tests.web.meters.energy.conftest import Browser

LIST_QUERIES, PAGE_QUERIES = 14, 40
KWH, M3 = Decimal("0.0001229"), Decimal("0.0012143")
"""Tonnes of standard coal, calorific."""


def of_hours(hours: int) -> int:
    """Grams of the mill in some hours of ten kWh and two cubic metres."""
    return round(hours * (10 * KWH + 2 * M3) * 10**6)


def month_hours() -> int:
    return (DAY.day - 1) * 24 + 15


def main_used() -> Decimal:
    """Kilowatt-hours of the main meter in the month: one hour is lost, one day more."""
    lost = (NOW - timedelta(hours=GAP)).month == DAY.month
    more = (DAY - timedelta(days=7)).month == DAY.month
    return Decimal((month_hours() - lost) * 10) + Decimal("2.5") * 24 * more


def test_the_list_lights_what_is_silent_and_says_what_the_month_used(
    area: Area, browser: Browser, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = browser(area.office)
    client.get("/meters/")
    with django_assert_max_num_queries(LIST_QUERIES):
        page = text(client, "/meters/")
    assert "3 家企业，数据正常 1 家，需注意 0 家，异常 1 家，未知 1 家。" in page
    assert "3 天无数据" in page
    assert "没有计量点" in page
    assert page.index("示范纸厂") < page.index('class="spark"') or "spark" in page
    for number in range(20):
        organisation(
            f"more-{number}", f"又一厂{number}", parent=area.root, kind="enterprise"
        )
    with django_assert_max_num_queries(LIST_QUERIES):
        text(client, "/meters/?sort=-month")


def test_the_list_is_narrowed_sorted_and_given_away_as_it_is_seen(
    area: Area, browser: Browser
) -> None:
    client = browser(area.office)
    digest = EnergyDigest.objects.get(enterprise=area.mill)
    expected = (main_used() * KWH + month_hours() * 2 * M3) * 10**6
    assert digest.month_g == round(expected)
    # An hour that one of its meters does not know is not known of the enterprise.
    yesterday = digest.hours["yesterday"]
    assert [hour for hour, value in enumerate(yesterday) if value is None] == [9]
    assert digest.hours["today"] == [of_hours(1)] * 15 + [None] * 9
    assert digest.spark[-1] is not None
    assert len(digest.spark) == 30
    told = text(client, "/meters/list.csv?town=town")
    assert "示范纸厂" in told
    assert "示范锻造厂" not in told
    assert f"{Decimal(digest.month_g) / 10**6:.3f}" in told
    red = text(client, "/meters/?light=red")
    assert "示范锻造厂" in red
    assert "示范纸厂" not in red
    # What is unknown stands last, whichever way one sorts.
    for sort in ("month", "-month"):
        rows = text(client, f"/meters/?sort={sort}")
        assert rows.index("示范小厂") > rows.index("示范纸厂")
    assert "没有符合条件的企业" in text(client, "/meters/?q=没有这家")


def test_nobody_sees_the_readings_of_another_enterprise(
    area: Area, browser: Browser
) -> None:
    manager, stranger = browser(area.manager), browser(area.stranger)
    assert "示范锻造厂" not in text(manager, "/meters/")
    assert "示范纸厂" not in text(stranger, "/meters/")
    for path in (f"/meters/of/{area.forge.pk}/", "/meters/meter/F-1/"):
        assert manager.get(path).status_code == 404
    for path in (
        f"/meters/of/{area.mill.pk}/days.csv",
        "/meters/meter/M-1/series.json",
        "/meters/meter/M-1/hours.csv",
        "/meters/meter/M-1/hours.parquet",
    ):
        assert stranger.get(path).status_code == 404
        assert browser(None).get(path).status_code == 302


def test_the_page_of_an_enterprise_begins_with_words_and_ends_with_its_meters(
    area: Area, browser: Browser, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = browser(area.manager)
    client.get(f"/meters/of/{area.mill.pk}/")
    with django_assert_max_num_queries(PAGE_QUERIES):
        page = text(client, f"/meters/of/{area.mill.pk}/")
    used = Decimal(of_hours(15)) / 10**6
    # Ten against twelve and a half, gas alike: 15 hours of both days are known.
    ago = 15 * (Decimal("12.5") * KWH + 2 * M3)
    less = (1 - used / ago) * 100
    assert f"{DAY} 已用 {used:.3f} 吨标准煤，比上周同日同时段低 {less:.1f}%。" in page
    assert "天然气" in page
    assert "未分摊" in page
    rest = 100 - Decimal(month_hours() * 6) / main_used() * 100
    assert f'<td class="number">{rest:.1f}</td>' in page
    assert "总电表 M-1</a><span>超出量程 <strong>1</strong>" in page
    days = text(browser(area.manager), f"/meters/of/{area.mill.pk}/days.csv")
    assert f"{DAY},电力,150.000,kWh" in days
    bare = text(browser(area.office), f"/meters/of/{area.bare.pk}/")
    assert "没有登记计量点，用能未知。" in bare


def test_rooms_above_bring_parts_and_lights(
    area: Area, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(panels, "_panels", {})
    monkeypatch.setattr(panels, "_lights", {})
    register_enterprise_panel(
        Panel(
            order=1,
            place=Place.MAIN,
            template="core/_messages.html",
            content=lambda _reader, unit: unit if unit.pk == area.mill.pk else None,
        )
    )
    register_light(
        "budget",
        Light(
            order=1,
            label="预算",
            of=lambda _reader, units: {
                unit.pk: Lit(colour=Colour.RED, words="预算已用 130%")
                for unit in units
                if unit.pk == area.mill.pk
            },
        ),
    )
    assert len(panels.enterprise_panels(area.office, area.mill)) == 1
    assert panels.enterprise_panels(area.office, area.forge) == []
    assert "预算已用 130%" in text(browser(area.office), "/meters/?light=red")
    assert "预算已用 130%" in text(browser(area.office), f"/meters/of/{area.mill.pk}/")


def test_lights_follow_the_rules_and_unknown_is_never_green(area: Area) -> None:
    rules = quality_rules_on(DAY)
    digest = EnergyDigest(
        enterprise=area.mill, day=DAY, heard_until=NOW, due_s=100, known_s=85
    )
    quality = MonthQuality(day_month_gap=Decimal("0.08"), main_sub_gap=None)
    found = judged_by(
        digest, quality, rules, NOW + timedelta(hours=5), compared=quality
    )
    assert [one.lit.colour for one in found] == [Colour.AMBER, Colour.AMBER, Colour.RED]
    worse = worst(found)
    assert worse is not None
    assert worse.lit.words == "日月偏差 8.0%"
    quality.day_month_gap, quality.main_sub_gap = None, Decimal("0.2")
    digest.silent, digest.known_s = 1, 50
    found = judged_by(digest, quality, rules, NOW, compared=None)
    assert [one.lit.colour for one in found] == [Colour.AMBER, Colour.RED, Colour.AMBER]
    unknown = judged_by(EnergyDigest(day=DAY, due_s=0), None, rules, NOW, compared=None)
    assert [one.lit.colour for one in unknown] == [Colour.RED, Colour.GREY, Colour.GREY]
    assert judged_by(None, None, rules, NOW, compared=None) == ()


def test_a_month_that_runs_is_judged_by_the_last_one_with_a_statement(
    area: Area, browser: Browser
) -> None:
    months = ((0, None), (1, Decimal("0.08")), (2, Decimal("0.3")))
    for back, gap in months:
        MonthQuality.objects.create(
            enterprise=area.mill,
            month=(DAY.replace(day=1) - timedelta(days=28 * back)).replace(day=1),
            until=NOW,
            prepared_at=NOW,
            expected=100,
            received=100,
            completeness=Decimal(1),
            borders=0,
            borders_met=0,
            day_month_gap=gap,
        )
    client = browser(area.office)
    assert "日月偏差 8.0%" in text(client, "/meters/?light=red")
    page = text(client, f"/meters/of/{area.mill.pk}/")
    last = (DAY.replace(day=1) - timedelta(days=1)).strftime("%Y-%m")
    assert f">{last}</small>" in page
    assert "日月偏差 8.0%" in page


def test_the_page_of_a_meter_says_why_a_reading_is_marked_and_who_sent_it(
    area: Area, browser: Browser
) -> None:
    client = browser(area.office)
    page = text(client, "/meters/meter/M-1/")
    assert "最高每小时 12.50 kWh" in page
    assert 'class="heat-unknown"' in page
    row = page[page.index("999,999.000") :]
    assert row.index("超出量程") < row.index("上传文件 manager")
    assert "未采用" in row
    only = text(client, "/meters/meter/M-1/?flag=gap")
    assert "999,999.000" not in only
    assert "之前缺数" in only
    assert "M-2/" in page  # the next meter
    # Days that cannot be are no days.
    assert client.get("/meters/meter/M-1/?from=2026-99-99&to=x").status_code == 200


def test_the_zoom_gets_real_points_broken_at_gaps_and_no_more_than_it_can_draw(
    area: Area, browser: Browser
) -> None:
    client, path = browser(area.office), "/meters/meter/M-1/series.json"
    day = (NOW - timedelta(hours=GAP)).date()
    told = json.loads(text(client, f"{path}?from={day}&to={day}&columns=100"))
    assert told["hours"]["v"].count(None) == 1
    assert set(told["hours"]["v"]) == {10.0, None}
    assert told["unknown"] == 1
    assert None in told["raw"]["v"]
    whole = json.loads(text(client, f"{path}?columns=50"))
    assert whole["readings"] > 900
    assert len(whole["hours"]["v"]) <= 50 * 4 + 2
    assert max(one for one in whole["hours"]["v"] if one is not None) == 12.5
    assert [one[1] for one in whole["marked"] if one[2] & 1] == [999999.0]
    # The impossible value came, and is not used.
    assert max(one for one in whole["raw"]["v"] if one is not None) == 999999.0
    assert max(one for one in whole["used"]["v"] if one is not None) == 12.5
    assert (
        client.get(f"{path}?columns=x&from=0001-01-01&to=0001-01-02").status_code == 200
    )


def test_hours_leave_as_files_with_the_missing_ones_empty(
    area: Area, browser: Browser
) -> None:
    client = browser(area.office)
    lost = NOW - timedelta(hours=GAP)
    query = f"?from={lost.date()}&to={lost.date()}"
    rows = text(client, f"/meters/meter/M-1/hours.csv{query}")
    assert f"{lost:%Y-%m-%d %H:%M},,,0,缺失" in rows
    blob = client.get(f"/meters/meter/M-1/hours.parquet{query}").content
    table = parquet.read_table(io.BytesIO(blob))
    assert table.num_rows == 24
    assert table["energy"].null_count == 1
    assert table.schema.metadata[b"meter"] == b"M-1"


def test_a_meter_without_readings_has_a_page(area: Area, browser: Browser) -> None:
    point(area.bare, "N-1")
    rest = {"role": "virtual", "formula": "M-1 - M-2", "most_per_hour": None}
    point(area.mill, "M-9", **rest)
    client = browser(area.office)
    for code in ("N-1", "M-9"):
        assert "负荷未知" in text(client, f"/meters/meter/{code}/")
        assert (
            json.loads(text(client, f"/meters/meter/{code}/series.json"))["readings"]
            == 0
        )


def test_digests_are_renewed_in_place_and_there_are_none_without_readings(
    area: Area, settings: LazySettings, tmp_path: Path
) -> None:
    facts = ("enterprise", "day", "month_g", "known_s", "silent", "heard_until")
    before = list(EnergyDigest.objects.values_list(*facts))
    assert digests_renew(now=NOW) == len(before) == 2
    assert list(EnergyDigest.objects.values_list(*facts)) == before
    settings.LAKE_ROOT = tmp_path / "another"
    assert digests_renew(now=NOW) == 0
    assert EnergyDigest.objects.get(enterprise=area.forge).silent == 1
