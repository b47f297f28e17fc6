"""Pages of arrival: a file that is looked at first, typed values, and the counts."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django_q.models import OrmQ

from dafeng.meters.store.envelopes import unpacked_arrival
from dafeng.web.core.models import RoleCode
from dafeng.web.meters.convert import the_tree
from dafeng.web.meters.models import ArrivalCount, RefusedCount
from dafeng.web.meters.models import Gateway as GatewayRow
from dafeng.web.meters.selectors.energy_days import midnight
from dafeng.web.meters.services.rolling import readings_settle
from dafeng.web.meters.stores import house_meters
from tests.web.meters.arrivals.conftest import Gateway, Works, batch, row
from tests.web.plans.building import person

if TYPE_CHECKING:
    from django.http import HttpResponse
    from pytest_django import DjangoAssertNumQueries

UPLOAD, HAND, ARRIVALS = "/meters/upload/", "/meters/hand/", "/meters/arrivals/"


@pytest.fixture
def manager(works: Works) -> Client:
    client = Client()
    client.force_login(works.manager)
    return client


def sent(client: Client, text: str | bytes, enterprise: str = "steel") -> HttpResponse:
    content = text.encode() if isinstance(text, str) else text
    file = SimpleUploadedFile("readings.csv", content)
    return client.post(UPLOAD, {"enterprise": enterprise, "file": file})


def day_before() -> str:
    return f"{timezone.localdate() - timedelta(days=1):%Y-%m-%d}"


def lines() -> str:
    day = day_before()
    return (
        f"表号,时间,读数\nS-1,{day} 08:00,12.5\nG-1,{day} 08:00,1\nS-1,{day} 09:00,x\n"
    )


@pytest.mark.usefixtures("other")
def test_a_file_is_shown_before_it_is_stored_and_stored_once(manager: Client) -> None:
    page = sent(manager, lines())
    words = page.content.decode()
    assert "读出 1 条读数" in words
    assert "计量点属于其他企业" in words
    assert not ArrivalCount.objects.exists()
    accepted = {"enterprise": "steel", "digest": page.context["digest"]}
    for _again in range(2):
        answer = manager.post(f"{UPLOAD}accept/", accepted, follow=True)
        assert answer.redirect_chain == [(ARRIVALS, 302)]
    assert "没有重复存" in answer.content.decode()
    count = ArrivalCount.objects.get()
    assert (count.batches, count.readings, count.repeated) == (1, 1, 1)
    done = readings_settle()
    assert (done.readings, done.refused) == (1, 2)
    refused = dict(RefusedCount.objects.values_list("trouble", "count"))
    assert refused == {"foreign": 1, "value": 1}


def test_a_file_that_cannot_be_read_keeps_the_page_with_the_reason(
    manager: Client,
) -> None:
    assert "没有找到表头" in sent(manager, "a,b\n1,2\n").content.decode()
    assert "文件里没有读数" in sent(manager, "表号,时间,读数\n").content.decode()
    large = bytes(16 * 2**20 + 1)
    assert "文件超过 16 MB" in sent(manager, large).content.decode()
    gone = {"enterprise": "steel", "digest": "0" * 64}
    answer = manager.post(f"{UPLOAD}accept/", gone, follow=True)
    assert "预览已过期" in answer.content.decode()


def test_the_template_has_the_meters_of_the_enterprise_and_comes_back_filled(
    manager: Client,
) -> None:
    answer = manager.get(f"{UPLOAD}template/?enterprise=steel")
    book = openpyxl.load_workbook(BytesIO(answer.content))
    cells = [[cell.value for cell in line] for line in book.active.iter_rows()]
    head = next(at for at, line in enumerate(cells) if line[0] == "计量点编码")
    assert [line[0] for line in cells[head + 1 :]] == ["S-1", "S-2"]
    book.active.cell(head + 2, 3).value = f"{day_before()} 08:00"
    book.active.cell(head + 2, 4).value = 7.5
    book.active.delete_rows(head + 3)
    out = BytesIO()
    book.save(out)
    page = sent(manager, out.getvalue())
    assert page.context["count"] == 1
    assert not page.context["refused_count"]


def test_another_enterprise_is_no_choice_and_has_no_template(
    manager: Client, other: Works
) -> None:
    answer = sent(manager, lines(), other.unit.code)
    assert "digest" not in answer.context
    assert manager.get(f"{UPLOAD}template/?enterprise=glass").status_code == 404
    assert manager.get(f"{HAND}?enterprise=glass").status_code == 404
    foreign = {"enterprise": "glass", "digest": "0" * 64}
    assert manager.post(f"{UPLOAD}accept/", foreign).status_code == 404


def test_who_may_only_look_sends_nothing(works: Works) -> None:
    client = Client()
    client.force_login(person("leader", works.unit.parent, RoleCode.LEADER))
    assert client.get(ARRIVALS).status_code == 200
    assert client.get(UPLOAD).status_code == 403
    assert client.get(HAND).status_code == 403


def typed(client: Client, pk: int, value: str, **more: str) -> HttpResponse:
    at = f"{day_before()}T08:00"
    return client.post(HAND, {"at": at, f"value-{pk}": value, **more}, follow=True)


def test_typed_values_are_a_batch_by_hand_and_doubts_are_asked_once(
    manager: Client, works: Works
) -> None:
    pk = works.unit.meter_points.get(code="S-2").pk
    answer = typed(manager, pk, "100.5")
    assert "已存入 1 条读数" in answer.content.decode()
    (entry,) = house_meters().lake.journal("meters").entries()
    envelope, _blob = unpacked_arrival(entry.blob)
    assert envelope.manual
    assert envelope.channel == f"hand:{works.manager.pk}"
    readings_settle()
    later = {"at": f"{timezone.localdate():%Y-%m-%d}T00:00"}
    doubtful = typed(manager, pk, "99", **later)
    assert "比上次的读数小" in doubtful.content.decode()
    assert "100.500" in doubtful.content.decode()
    assert (
        "超过这段时间里可能" in typed(manager, pk, "99999999", **later).content.decode()
    )
    sure = typed(manager, pk, "99", sure="on", **later)
    assert "已存入 1 条读数" in sure.content.decode()


def test_a_month_is_its_last_midnight(manager: Client, works: Works) -> None:
    pk = works.unit.meter_points.get(code="S-2").pk
    answer = typed(manager, pk, "5", at="", month="2026-02")
    assert "已存入 1 条读数" in answer.content.decode()
    (entry,) = house_meters().lake.journal("meters").entries()
    assert b"2026-03-01T00:00:00+08:00" in entry.blob


def test_typing_needs_a_value_and_a_moment_that_has_come(
    manager: Client, works: Works
) -> None:
    pk = works.unit.meter_points.get(code="S-2").pk
    assert "至少填一个读数" in typed(manager, pk, "").content.decode()
    assert "请填写抄表时间" in typed(manager, pk, "5", at="").content.decode()
    ahead = f"{timezone.localdate() + timedelta(days=2):%Y-%m-%d}T08:00"
    assert "时间还没有到" in typed(manager, pk, "5", at=ahead).content.decode()


def last_month() -> date:
    return (timezone.localdate().replace(day=1) - timedelta(days=1)).replace(day=1)


def test_the_amount_of_a_month_is_laid_over_its_days_and_can_be_corrected(
    manager: Client, works: Works
) -> None:
    point = works.unit.meter_points.get(code="S-2")
    point.kind, point.step_s = "interval", 86400
    point.save()
    month = last_month()
    asked = f"{month:%Y-%m}"
    page = manager.get(HAND)
    assert page.context["form"]["month"].value() == asked
    done = typed(manager, point.pk, "1000.001", at="", month=asked)
    days = (timezone.localdate().replace(day=1) - month).days
    assert f"已存入 {days} 条读数" in done.content.decode()
    assert f"刚存入的是 {asked} 的读数" in done.content.decode()
    assert OrmQ.objects.count() == 1
    readings_settle()
    hours = house_meters().hours(
        the_tree(), ["S-2"], month, timezone.localdate().replace(day=1)
    )
    assert int(hours.energy.sum()) == 1_000_001
    page = manager.get(f"{HAND}?month={asked}")
    assert page.context["form"][f"value-{point.pk}"].value() == Decimal("1000.001")
    again = typed(manager, point.pk, "900", at="", month=asked)
    assert "这个月已有读数，合计 1,000.001 kWh" in again.content.decode()
    sure = typed(manager, point.pk, "900", at="", month=asked, sure="on")
    assert f"已存入 {days} 条读数" in sure.content.decode()
    readings_settle()
    recent = manager.get(HAND)
    assert len(recent.context["recent"]) == 12
    newest = recent.context["recent"][0]
    assert newest.at == midnight(timezone.localdate().replace(day=1))
    one = manager.get(f"{HAND}?at={timezone.localtime(newest.at):%Y-%m-%dT%H:%M}")
    assert one.context["form"][f"value-{point.pk}"].value() == newest.value
    for bad in ("?month=2026-99", "?at=yesterday", "?at=0001-01-01T00:00"):
        assert manager.get(f"{HAND}{bad}").status_code == 200


def test_a_month_counts_in_whole_from_the_day_on_which_its_meter_began(
    manager: Client, works: Works
) -> None:
    point = works.unit.meter_points.get(code="S-2")
    month = last_month()
    point.kind, point.step_s = "interval", 86400
    point.valid_from = month + timedelta(days=9)
    point.save()
    typed(manager, point.pk, "1000", at="", month=f"{month:%Y-%m}")
    readings_settle()
    days = (month, timezone.localdate().replace(day=1))
    hours = house_meters().hours(the_tree(), ["S-2"], *map(midnight, days))
    assert int(hours.energy.sum()) == 1_000_000
    before = f"{month - timedelta(days=1):%Y-%m}"
    for sent in ({"month": before, "at": ""}, {"at": f"{month}T08:00"}):
        refused = typed(manager, point.pk, "5", sure="on", **sent)
        assert "这块表那时不在用" in refused.content.decode()


def test_a_month_ten_times_the_one_before_is_doubted(
    manager: Client, works: Works
) -> None:
    point = works.unit.meter_points.get(code="S-2")
    point.kind, point.step_s, point.most_per_hour = "interval", 86400, 10**6
    point.save()
    before = (last_month() - timedelta(days=1)).replace(day=1)
    typed(manager, point.pk, "300", at="", month=f"{before:%Y-%m}")
    readings_settle()
    asked = f"{last_month():%Y-%m}"
    doubtful = typed(manager, point.pk, "300000", at="", month=asked)
    assert "与上月的 300.000 kWh 相差 10 倍以上" in doubtful.content.decode()
    assert (
        "已存入" in typed(manager, point.pk, "310", at="", month=asked).content.decode()
    )


def test_a_value_above_a_later_one_is_doubted(manager: Client, works: Works) -> None:
    pk = works.unit.meter_points.get(code="S-2").pk
    typed(manager, pk, "100")
    readings_settle()
    day = timezone.localdate() - timedelta(days=3)
    doubtful = typed(manager, pk, "101", at=f"{day:%Y-%m-%d}T08:00")
    assert "比其后的读数大" in doubtful.content.decode()


def test_the_page_of_arrivals_counts_by_day_and_way_and_names_silent_gateways(
    gateway: Gateway,
    manager: Client,
    works: Works,
    other: Works,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    GatewayRow.objects.create(
        code="gw-9", name="锅炉房", enterprise=works.unit, kind="mqtt", key_head="x9"
    )
    GatewayRow.objects.create(
        code="gw-8", name="窑炉", enterprise=other.unit, kind="mqtt", key_head="x8"
    )
    assert gateway.send(batch()).status_code == 201
    assert gateway.send(batch(row("X"))).status_code == 422
    with django_assert_max_num_queries(30):
        page = manager.get(ARRIVALS)
    words = page.content.decode()
    (line,) = page.context["lines"]
    assert (line.count.batches, line.refused[0].trouble) == (1, "meter")
    assert "锅炉房" in words
    assert "窑炉" not in words
    assert manager.get(f"{ARRIVALS}?enterprise=glass").context["lines"] == []
