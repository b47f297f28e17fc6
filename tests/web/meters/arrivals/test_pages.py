"""Pages of arrival: a file that is looked at first, typed values, and the counts."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from dafeng.meters.store.envelopes import unpacked_arrival
from dafeng.web.core.models import RoleCode
from dafeng.web.meters.models import ArrivalCount, RefusedCount
from dafeng.web.meters.models import Gateway as GatewayRow
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
