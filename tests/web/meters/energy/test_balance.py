"""The energy balance of an enterprise, and what towns and parks used."""

from __future__ import annotations

import io
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs
import pytest
from openpyxl import load_workbook

from dafeng.base.errors import BadInputError
from dafeng.enterprises.balance import BalanceFlow, EnergyEntry
from dafeng.web.core.models import AuditRow, RoleCode
from dafeng.web.core.services.organisations import organisation_move
from dafeng.web.meters import balancing
from dafeng.web.meters.models import MeterPoint, MonthlyStatement
from dafeng.web.meters.selectors.balance import balance_of_year
from dafeng.web.meters.selectors.totals import energy_totals
from dafeng.web.meters.selectors.totals_records import Step, TotalsAsked
from dafeng.web.meters.services.balance import BalanceFacts, balance_state
from tests.web.meters.energy.conftest import DAY, DAYS, Area, point, text
from tests.web.plans.building import person

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from tests.web.meters.energy.conftest import Browser

FIRST = max(DAY - timedelta(days=DAYS - 1), DAY.replace(month=1, day=1))
KWH, M3 = Fraction(1229, 10**7), Fraction(12143, 10**7)
"""Tonnes of standard coal, calorific."""
MOST_QUERIES = 30


def workbook(client: Client, address: str) -> dict[str, list[list[object]]]:
    told = client.get(address)
    assert told.status_code == 200
    book = load_workbook(io.BytesIO(told.content))
    return {one.title: [list(row) for row in one.values] for one in book.worksheets}


def shown(rows: list[list[object]], first: str) -> list[object]:
    return next(row for row in rows if row[0] == first)


def test_the_balance_closes_from_papers_meters_and_forms(
    area: Area, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    MeterPoint.objects.filter(code="M-2").update(workshop="一车间", process="加热")
    month = DAY.replace(day=1)
    MonthlyStatement.objects.create(
        enterprise=area.mill,
        carrier="electricity",
        month=month,
        source="invoice",
        amount=100_000,
        document="发票 1",
    )
    sold = EnergyEntry(
        carrier="electricity", flow=BalanceFlow.SOLD, quantity=Fraction(1000)
    )
    told_of = {area.mill.pk: [sold]}
    reader = {"test": lambda firm, _year: told_of.get(firm.pk, ())}
    monkeypatch.setattr(balancing, "_told", reader)
    page = balance_of_year(area.mill, DAY.year)
    carriers = {one.carrier: one for one in page.balance.carriers}
    power, gas = carriers["electricity"], carriers["natural_gas"]
    assert power.came is not None
    assert power.came >= 100_000
    used = power.flows[BalanceFlow.USED].value
    assert used is not None
    assert power.left == power.came - used - 1000
    assert page.bought["electricity"].papers == 1
    assert (gas.left, gas.known < 1) == (gas.came, True)
    assert page.balance.calorific.used == used * KWH
    assert page.balance.calorific.supplied == power.came * KWH + (gas.came or 0) * M3
    client = browser(area.manager)
    address = f"/meters/of/{area.mill.pk}/balance/"
    told = text(client, address)
    for words in (
        "年能量平衡",
        "一车间",
        "加热",
        "外供",
        '"sankey"',
        "没有登记加工转换",
    ):
        assert words in told
    sheets = workbook(client, f"/meters/of/{area.mill.pk}/balance.xlsx")
    line = shown(sheets["能量平衡"], "电力")
    assert Decimal(str(line[2])) == round(Decimal(float(power.came)), 3)
    assert shown(sheets["各环节"], "最终使用")
    assert sheets["车间工序设备"][-1][:2] == ["一车间", "加热"]
    assert text(client, f"{address}?year={DAY.year - 1}")
    for year in ("1999", "x", "²", "1" * 5000):
        text(client, f"{address}?year={year}", 404)
    text(browser(area.stranger), address, 404)
    assert "能量平衡未知" in text(
        browser(area.office), f"/meters/of/{area.bare.pk}/balance/"
    )
    assert "本月按车间、工序和设备" in text(client, f"/meters/of/{area.mill.pk}/")


def test_a_main_meter_is_due_only_while_it_is_in_use(area: Area) -> None:
    before = balance_of_year(area.mill, DAY.year).bought["electricity"]
    old, day = MeterPoint.objects.get(code="M-1"), DAY - timedelta(days=1)
    old.valid_to = day
    old.save()
    point(area.mill, "M-1B", valid_from=day, replaces=old)
    after = balance_of_year(area.mill, DAY.year).bought["electricity"]
    assert before.known > 0
    assert after.known == before.known


def test_what_no_meter_tells_is_stated_and_taken_back(
    area: Area, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported = EnergyEntry(
        carrier="electricity", flow=BalanceFlow.OWN, quantity=Fraction(1)
    )
    monkeypatch.setattr(balancing, "_told", {"test": lambda _firm, _year: [reported]})
    client, address = browser(area.manager), f"/meters/of/{area.mill.pk}/balance/"
    before = balance_of_year(area.mill, DAY.year).balance.carriers[0]
    sent = {
        "year": DAY.year,
        "carrier": "electricity",
        "flow": "own",
        "amount": "2500.5",
        "document": "光伏报表 1",
    }
    new = f"{address}new/"
    assert client.post(new, sent).status_code == 302
    found = balance_of_year(area.mill, DAY.year)
    [row] = found.stated
    power = found.balance.carriers[0]
    assert power.flows[BalanceFlow.OWN].value == Fraction("2500.5")
    assert (power.left or 0) - (before.left or 0) == Fraction("2499.5")
    act = AuditRow.objects.get(action="meters.balance.state")
    assert act.data["flow"] == "own"
    told = text(client, address)
    assert "光伏报表 1" in told
    assert "2,500.5" in told
    twice = client.post(new, sent).content.decode()
    assert "这一年的这个项目已经登记" in twice
    wrong = {"carrier": "water", "amount": "-1", "flow": "eaten", "year": "1999"}
    refused = client.post(new, sent | wrong)
    assert refused.context["form"].errors.keys() == wrong.keys()
    facts = BalanceFacts(
        year=DAY.year, carrier="water", flow="own", amount=Decimal(1), document="单"
    )
    with pytest.raises(BadInputError) as unknown:
        balance_state(enterprise=area.mill, by=area.manager, facts=facts)
    assert unknown.value.code == "carrier.unknown"
    into = attrs.evolve(facts, carrier="coal", flow="converted_in", workshop="锅炉房")
    with pytest.raises(BadInputError) as nowhere:
        balance_state(enterprise=area.mill, by=area.manager, facts=into)
    assert nowhere.value.code == "balance.workshop"
    later = attrs.evolve(facts, year=DAY.year + 2, carrier="coal")
    with pytest.raises(BadInputError) as future:
        balance_state(enterprise=area.mill, by=None, facts=later)
    assert future.value.code == "meter.future"
    other = person("reader", area.root, RoleCode.READER)
    assert "光伏报表 1" in text(browser(other), address)
    out = f"/meters/balance/{row.pk}/withdraw/"
    assert browser(other).post(new, sent).status_code == 403
    assert browser(other).post(out, {"reason": "错"}).status_code == 403
    assert browser(area.stranger).post(out, {"reason": "错"}).status_code == 404
    assert client.post(out, {"reason": "登记错误"}).status_code == 302
    assert not balance_of_year(area.mill, DAY.year).stated
    text(client, out, 404)


def test_towns_add_up_to_the_district_by_day_month_and_year(
    area: Area, browser: Browser, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    asked = TotalsAsked(first=FIRST, last=DAY, step=Step.DAY)
    days = energy_totals(area.office, asked)
    assert [row.unit for row in days.places] == [area.town, area.root]
    assert days.unmetered == 1
    for at, cell in enumerate(days.district.totals.cells):
        parts = [row.totals.cells[at].tce_g or 0 for row in days.places]
        assert abs((cell.tce_g or 0) - sum(parts)) <= len(parts)
    whole = days.district.totals.whole
    assert whole.known is not None
    assert 0 < whole.known < 1
    for step in (Step.MONTH, Step.YEAR):
        again = energy_totals(
            area.office, TotalsAsked(first=FIRST, last=DAY, step=step)
        )
        assert again.district.totals.whole == whole
        assert again.steps[0][0] == FIRST
        assert again.steps[-1][1] == DAY
    forge = days.places[1].totals.cells[-1]
    assert (forge.tce_g, forge.known) == (None, 0)
    own = energy_totals(area.manager, asked)
    assert own.district.totals.whole == days.places[0].totals.whole
    client = browser(area.office)
    address = f"/meters/totals/?by=place&from={FIRST}&to={DAY}"
    text(client, address)
    with django_assert_max_num_queries(MOST_QUERIES):
        told = text(client, address)
    assert "甲镇" in told
    assert "1 家企业没有总表" in told
    query = f"from={FIRST}&to={DAY}&step=month"
    rows = text(client, f"/meters/totals.csv?{query}")
    assert rows.count("合计") == len(
        TotalsAsked(first=FIRST, last=DAY, step=Step.MONTH).steps
    )
    sheets = workbook(client, f"/meters/totals.xlsx?{query}")
    assert sheets["地区用能"][-1][0] == "合计"
    long = "/meters/totals/?from=2020-01-01&step=day"
    assert "这个步长一次最多查 92 天" in text(client, long)
    text(client, "/meters/totals.csv?from=2020-01-01", 400)
    text(client, "/meters/totals.xlsx?from=soon", 400)
    assert "所选日期不能统计" in text(client, "/meters/totals/?from=2026-13-40")
    told = client.get(f"/api/v1/meters/totals?{query}").json()
    assert [one["code"] for one in told["places"]] == ["town", "demo"]
    grams = Decimal(told["all"]["total"]["tce"]) * 10**6
    assert (told["unmetered"], grams) == (1, whole.tce_g)
    assert told["places"][1]["steps"][0]["first"] == FIRST.isoformat()
    far = client.get("/api/v1/meters/totals?from=2020-01-01&to=2026-01-01")
    assert (far.status_code, far.json()["title"]) == (422, "时间范围不对")


def test_a_move_of_an_enterprise_changes_no_day_before_it(area: Area) -> None:
    asked = TotalsAsked(first=FIRST - timedelta(days=9), last=DAY, step=Step.DAY)
    before = energy_totals(area.office, asked)
    organisation_move(by=None, organisation=area.mill, parent=area.root, on=DAY)
    after = energy_totals(area.office, asked)
    assert after.district == before.district
    assert after.unmetered == before.unmetered
    then, now = ({row.unit: row for row in each.places} for each in (before, after))
    left = now[area.town].totals.cells
    assert left[:-1] == then[area.town].totals.cells[:-1]
    assert (left[-1].tce_g, left[-1].known) == (None, None)
    came = now[area.root].totals.cells
    assert came[:-1] == then[area.root].totals.cells[:-1]
    assert came[-1].tce_g == then[area.town].totals.cells[-1].tce_g
