"""Pages of the register: what they say, who sees what, what they send back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from dafeng.web.core.sending import XLSX
from dafeng.web.meters.models import (
    Gateway,
    MeteringNeed,
    MeterPoint,
    MonthlyStatement,
    Tariff,
)
from dafeng.web.meters.services.calibrating import (
    CalibrationFacts,
    calibration_enter,
)
from dafeng.web.meters.services.importing import register_workbook
from dafeng.web.meters.services.papers import NeedFacts, need_set
from dafeng.web.meters.services.points import point_register
from tests.web.meters.register.conftest import TODAY, facts

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from dafeng.web.core.models import Organisation, User
    from tests.web.meters.register.conftest import People

DAY = timedelta(days=1)


def at(name: str, key: int | None = None) -> str:
    return reverse(f"meters:{name}", args=[] if key is None else [key])


def page(client: Client, user: User, address: str) -> str:
    client.force_login(user)
    response = client.get(address)
    assert response.status_code == 200, address
    return str(response.content.decode())


def sent(client: Client, user: User, address: str, **data: Any) -> Any:
    client.force_login(user)
    return client.post(address, data)


def calibrated(point: MeterPoint, days: int) -> None:
    told = CalibrationFacts(
        on=TODAY - 1000 * DAY, valid_until=TODAY + days * DAY, certificate="检字"
    )
    calibration_enter(point=point, by=None, facts=told)


def test_the_list_says_first_what_is_over_and_is_narrowed_by_the_address(
    client: Client, main: MeterPoint, sub: MeterPoint, people: People
) -> None:
    calibrated(main, -3)
    calibrated(sub, 30)
    other = point_register(
        enterprise=main.enterprise,
        by=None,
        facts=facts("A3", carrier="natural_gas", unit="m3"),
    )
    text = page(client, people.office, at("points"))
    assert "3 个计量点，检定已过期 1 个，90 天内到期 1 个，没有检定记录 1 个。" in text
    for asked, shown in (
        ("certificate=over", {main}),
        ("certificate=none", {other}),
        ("certificate=needless", set()),
        ("q=一车间", {sub}),
        ("use=out", set()),
        ("enterprise=works-a&role=main", {main, other}),
        ("role=king", {main, sub, other}),
    ):
        body = page(client, people.office, f"{at('points')}?{asked}")
        found = {
            one
            for one in (main, sub, other)
            if f" {one.code}<" in body or f">{one.code}<" in body
        }
        assert found == shown, asked
    told = client.get(at("points-csv") + "?role=sub").getvalue().decode()
    assert "A2" in told
    assert "A3" not in told


def test_long_lists_ask_the_database_no_more_often(
    client: Client,
    main: MeterPoint,
    people: People,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    MeterPoint.objects.bulk_create(
        MeterPoint(
            code=f"X{n:03d}",
            enterprise=main.enterprise,
            name_zh="表",
            carrier="electricity",
            unit="kWh",
            kind="register",
            role="sub",
            parent=main,
            most_per_hour=10,
        )
        for n in range(120)
    )
    for name, key, count in (
        ("points", None, 9),
        ("points-coverage", None, 12),
        ("point-tree", main.enterprise_id, 9),
    ):
        page(client, people.office, at(name, key))
        with django_assert_num_queries(count):
            client.get(at(name, key))


def test_each_sees_the_own_works_and_what_lies_above_sees_all(
    client: Client,
    main: MeterPoint,
    units: dict[str, Organisation],
    people: People,
) -> None:
    second = point_register(enterprise=units["works-b"], by=None, facts=facts("B1"))
    for user, seen in (
        (people.manager, {main}),
        (people.other, {second}),
        (people.town, {main, second}),
        (people.reader, {main, second}),
        (people.stranger, set()),
    ):
        text = page(client, user, at("points"))
        assert {one for one in (main, second) if f">{one.code}<" in text} == seen
        for one in (main, second):
            status = client.get(at("point", one.pk)).status_code
            assert status == (200 if one in seen else 404)
    client.force_login(people.other)
    for name in ("point-edit", "point-replace", "point-retire", "point-calibrate"):
        assert client.get(at(name, main.pk)).status_code == 404, name
    client.force_login(people.town)
    for name in ("point-edit", "point-replace", "point-retire", "point-calibrate"):
        assert client.get(at(name, main.pk)).status_code == 403, name
    assert "更正" not in page(client, people.town, at("point", main.pk))


def form(code: str, **more: Any) -> dict[str, Any]:
    told = {
        "code": code,
        "name_zh": "新表",
        "carrier": "electricity",
        "unit": "kWh",
        "role": "main",
        "kind": "register",
        "multiplier": "1",
        "step_s": "900",
        "most_per_hour": "100",
    }
    return told | more


def test_a_manager_enters_corrects_and_retires_a_meter(
    client: Client, units: dict[str, Organisation], people: People
) -> None:
    firm, user = units["works-a"], people.manager
    client.force_login(user)
    assert client.get(at("points-choose")).headers["Location"] == at(
        "point-new", firm.pk
    )
    made = sent(client, user, at("point-new", firm.pk), **form("N1"))
    point = MeterPoint.objects.get(code="N1")
    assert made.headers["Location"] == at("point", point.pk)
    for more, words in (
        ({"unit": "m3"}, "计量单位与能源品种不符。"),
        ({"role": "virtual"}, "虚拟表须有公式，其他表不得有公式。"),
    ):
        wrong = sent(client, user, at("point-new", firm.pk), **form("N2", **more))
        assert words in wrong.content.decode()
    edit = at("point-edit", point.pk)
    told = form("N1", note="改过", digits="6")
    assert sent(client, user, edit, **told, version=1).status_code == 302
    stale = sent(client, user, edit, **told, version=1).content.decode()
    assert "他人改了这个计量点" in stale
    nothing = sent(client, user, edit, **told).content.decode()
    assert "没有带页面版本" in nothing
    at_now = timezone.localtime(timezone.now() - DAY).strftime("%Y-%m-%dT%H:%M")
    swapped = {"at": at_now, "final": "100", "start": "0", "evidence": "单 1"}
    replace = at("point-replace", point.pk)
    assert sent(client, user, replace, **swapped).status_code == 302
    too_far = sent(client, user, replace, **swapped | {"final": "1000000"})
    assert "6 位的表盘显示不出 1000000" in too_far.content.decode()
    told = {"last_day": TODAY.isoformat(), "reason": "拆除"}
    assert sent(client, user, at("point-retire", point.pk), **told).status_code == 302
    text = page(client, user, at("point", point.pk))
    for words in ("单 1", "换表", "停用计量点", "拆除", "登记计量点"):
        assert words in text
    back = sent(client, user, at("point-reopen", point.pk), reason="误停")
    assert back.status_code == 302
    exchange = point.exchanges.get()
    gone = at("point-exchange-withdraw", exchange.pk)
    assert sent(client, user, gone, reason="误登").status_code == 302
    assert client.get(gone).status_code == 404


def test_the_tree_and_the_coverage_say_what_is_missing(
    client: Client, main: MeterPoint, sub: MeterPoint, people: People
) -> None:
    calibrated(main, -3)
    calibrated(sub, 30)
    wanted = {"carrier": "electricity", "level": "unit", "needed": 2, "basis": "网络图"}
    firm = main.enterprise
    need = at("point-need", firm.pk)
    assert sent(client, people.manager, need, **wanted).status_code == 302
    tree = page(client, people.manager, at("point-tree", firm.pk))
    assert "2 个计量点；应配备 2 个，已配备 1 个。" in tree
    assert tree.index(">A1 ") < tree.index(">A2 ")
    text = page(client, people.office, at("points-coverage"))
    assert "50%" in text
    assert "未达到要求" in text
    assert "检定已过期 1 个，90 天内到期 1 个" in text
    assert "缺 1 个" in text
    prepare = at("points-quality-prepare")
    assert sent(client, people.manager, prepare).status_code == 403
    done = sent(client, people.office, prepare)
    assert done.headers["Location"] == at("points-coverage")
    assert (TODAY + 30 * DAY).strftime("%Y-%m") in text
    assert MeteringNeed.objects.get().entered_by == people.manager


def test_the_office_keeps_prices_and_enterprises_their_bills(
    client: Client,
    units: dict[str, Organisation],
    district: Organisation,
    people: People,
) -> None:
    price = {
        "organisation": district.pk,
        "carrier": "electricity",
        "period": "peak",
        "price": "1.05",
        "valid_from": "2026-01-01",
        "document": "公告",
    }
    new = at("points-tariff-new")
    assert sent(client, people.office, new, **price).status_code == 302
    assert sent(client, people.manager, new, **price).status_code == 403
    text = page(client, people.manager, at("points-tariffs"))
    assert "1.05" in text
    assert "撤下" not in text
    row = Tariff.objects.get()
    gone = at("points-tariff-withdraw", row.pk)
    assert sent(client, people.office, gone, reason="误登").status_code == 302
    bill = {
        "enterprise": units["works-a"].pk,
        "carrier": "electricity",
        "month": "2026-03",
        "source": "invoice",
        "amount": "1234.5",
        "document": "发票 7",
    }
    new = at("points-statement-new")
    assert sent(client, people.manager, new, **bill).status_code == 302
    foreign = sent(client, people.other, new, **bill)
    assert "选择一个有效的选项" in foreign.content.decode()
    body = page(client, people.office, at("points-statements") + "?month=2026-03")
    assert "1,234.5" in body
    assert "发票 7" in body
    bad = sent(client, people.manager, new, **bill | {"month": "2026-13"})
    assert "请按“2026-03”的样子填写月份。" in bad.content.decode()
    row_of = MonthlyStatement.objects.get()
    gone = at("points-statement-withdraw", row_of.pk)
    assert sent(client, people.manager, gone, reason="录错").status_code == 302
    assert sent(client, people.other, gone, reason="录错").status_code == 404


def test_the_key_of_a_gateway_is_shown_once_and_never_again(
    client: Client, units: dict[str, Organisation], people: People
) -> None:
    told = {
        "enterprise": units["works-a"].pk,
        "code": "gw-1",
        "name": "一号",
        "kind": "api",
    }
    new = at("points-gateway-new")
    assert sent(client, people.manager, new, **told).status_code == 302
    row = Gateway.objects.get()
    key = at("points-gateway-key", row.pk)
    until = (TODAY + 90 * DAY).isoformat()
    shown = sent(client, people.manager, key, until=until)
    text = shown.content.decode()
    assert shown.headers["Cache-Control"] == "no-store"
    row.refresh_from_db()
    assert f"dfg_{row.key_head}_" in text
    listed = page(client, people.manager, at("points-gateways"))
    assert row.key_head in listed
    assert f"dfg_{row.key_head}_" not in listed
    late = sent(client, people.manager, key, until=(TODAY + 800 * DAY).isoformat())
    assert "有效期须在今天之后、一年之内。" in late.content.decode()
    close = at("points-gateway-close", row.pk)
    assert sent(client, people.other, close).status_code == 404
    assert sent(client, people.town, close).status_code == 403
    assert sent(client, people.manager, close).status_code == 302
    out = at("points-gateway-withdraw", row.pk)
    assert sent(client, people.manager, out, reason="拆除").status_code == 302
    assert "已撤下" in page(client, people.manager, at("points-gateways"))


def test_a_table_is_downloaded_and_taken_back(
    client: Client, main: MeterPoint, people: People
) -> None:
    client.force_login(people.manager)
    got = client.get(at("points-template"))
    assert got.headers["Content-Type"] == XLSX
    file = SimpleUploadedFile("r.xlsx", register_workbook([main]))
    done = client.post(at("points-import"), {"table": file}, follow=True)
    assert "新登记 0 个计量点，更正 0 个，1 个没有变化。" in done.content.decode()
    broken = client.post(
        at("points-import"), {"table": SimpleUploadedFile("r.csv", b"a")}
    )
    assert "请上传 .xlsx 文件。" in broken.content.decode()
    assert sent(client, people.reader, at("points-import")).status_code == 403


@pytest.mark.usefixtures("main")
def test_pages_are_whole_in_english(client: Client, people: People) -> None:
    need_set(
        enterprise=MeterPoint.objects.get().enterprise,
        by=None,
        facts=NeedFacts(carrier="electricity", level="entry", needed=1, basis="x"),
    )
    client.cookies["dafeng_language"] = "en"
    for name in ("points", "points-coverage", "points-tariffs", "points-gateways"):
        assert 'lang="en"' in page(client, people.office, at(name))
