"""Anomalies, products, norms, certificates, weather; what pages show to whom."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dafeng.base.errors import BadInputError
from dafeng.enterprises.anomalies import Anomaly, DayFact, Kind
from dafeng.web.meters.panels import enterprise_panels, lights
from dafeng.web.savings.models import (
    EnergyAnomaly,
    WeatherDay,
)
from dafeng.web.savings.services.finding import anomalies_find
from dafeng.web.savings.services.judging import anomaly_judge
from dafeng.web.savings.services.keeping import keep_found
from dafeng.web.savings.services.measuring import project_measure
from dafeng.web.savings.services.products import (
    CertificateFacts,
    YearFacts,
    certificate_enter,
    product_year_enter,
)
from dafeng.web.savings.services.settling import settlement_draft
from tests.web.savings.conftest import REPORT, REPORT_END, TODAY, People

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from dafeng.web.core.models import User
    from dafeng.web.meters.models import MeterPoint
    from dafeng.web.savings.models import SavingProject

Units = dict[str, Any]
YEAR = TODAY.year - 1


def browser(user: User) -> Client:
    client = Client(headers={"accept-language": "zh-CN"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def facts(**more: Any) -> YearFacts:
    told: dict[str, Any] = {
        "product": "pipe",
        "year": YEAR,
        "energy": Decimal(520),
        "energy_unit": "tce当量",
        "output": Decimal(10000),
        "output_unit": "t",
        "document": "报表",
    }
    return YearFacts(**told | more)


@pytest.mark.usefixtures("readings")
def test_a_step_is_found_once_and_its_judgement_stays(
    units: Units, people: People, point: MeterPoint
) -> None:
    found = anomalies_find(organisation=units["demo"], by=people.office, on=TODAY)
    assert found == (1, 1)
    row = EnergyAnomaly.objects.get()
    assert (row.point, row.kind) == (point, "level")
    # Holidays in between are not judged.
    assert abs((row.first - REPORT).days) <= 24
    assert row.size == pytest.approx(-0.3, abs=0.05)
    assert row.days[0]["day"] == row.first.isoformat()
    assert anomalies_find(organisation=units["demo"], by=None, on=TODAY) == (0, 1)
    with pytest.raises(BadInputError):
        anomaly_judge(anomaly=row, by=people.manager, state="dismissed", reason=" ")
    with pytest.raises(PermissionDenied):
        anomaly_judge(anomaly=row, by=people.other, state="dismissed", reason="不是")
    told = anomaly_judge(
        anomaly=row, by=people.manager, state="dismissed", reason="风机改造"
    )
    assert (told.state, told.proposed_state) == ("open", "dismissed")
    assert anomalies_find(organisation=units["demo"], by=None, on=TODAY) == (0, 1)
    anomaly_judge(anomaly=row, by=people.office, state="confirmed", reason="待查")
    assert anomalies_find(organisation=units["demo"], by=None, on=TODAY) == (0, 0)
    told = EnergyAnomaly.objects.get()
    assert (told.state, told.reason, told.judged_by) == (
        "confirmed",
        "待查",
        people.office,
    )
    assert (told.proposed_reason, told.proposed_by) == ("风机改造", people.manager)
    with pytest.raises(BadInputError) as refused:
        anomaly_judge(anomaly=row, by=people.manager, state="dismissed", reason="再说")
    assert refused.value.code == "anomaly.decided"
    with pytest.raises(PermissionDenied):
        anomalies_find(organisation=units["demo"], by=people.manager, on=TODAY)


def find(first: date, days: int, kind: str = "balance") -> tuple[Any, dict[str, Any]]:
    last = first + timedelta(days=days - 1)
    fact = DayFact(day=first, actual=1.0, expected=2.0)
    made = Anomaly(meter="A-1", kind=Kind(kind), first=first, last=last, size=0.1,
                   actual=1.0, expected=2.0, score=9.0, days=(fact,))  # fmt: skip
    return made, {}


def test_a_find_stays_one_row_when_the_window_moves_and_lapses_when_it_is_gone(
    point: MeterPoint, people: People
) -> None:
    first = TODAY - timedelta(days=300)
    assert keep_found([point], [find(first, 100)]) == 1
    row = EnergyAnomaly.objects.get()
    anomaly_judge(anomaly=row, by=people.office, state="dismissed", reason="检修")
    for moved in range(30, 90, 30):
        begin = first + timedelta(days=moved)
        assert keep_found([point], [find(begin, 100)]) == 0
    row.refresh_from_db()
    assert (row.state, row.last) == ("dismissed", first + timedelta(days=159))
    week = TODAY - timedelta(days=9)
    assert keep_found([point], [find(week, 2, "day"), find(week, 9)]) == 2
    assert keep_found([point], []) == 0
    states = EnergyAnomaly.objects.order_by("pk").values_list("kind", "state")
    assert list(states) == [
        ("balance", "dismissed"), ("day", "lapsed"), ("balance", "lapsed")
    ]  # fmt: skip
    assert keep_found([point], [find(week, 2, "day")]) == 0
    assert EnergyAnomaly.objects.get(kind="day").state == "open"
    assert keep_found([point], [find(week + timedelta(days=2), 1, "day")]) == 1


@pytest.mark.usefixtures("readings", "norm")
def test_pages_show_what_somebody_may_see_and_nobody_else(
    project: SavingProject,
    units: Units,
    people: People,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    project_measure(project=project, by=None)
    settlement = settlement_draft(
        project=project, by=None, begin=REPORT, end=REPORT_END
    )
    anomalies_find(organisation=units["demo"], by=None, on=TODAY)
    product_year_enter(enterprise=units["works-a"], by=None, facts=facts())
    certificate_enter(
        enterprise=units["works-a"],
        by=None,
        facts=CertificateFacts(
            number="EN-1",
            body="机构",
            scope="全厂",
            issued_on=TODAY - timedelta(days=9),
            expires_on=TODAY + timedelta(days=9),
        ),
    )
    anomaly, firm = EnergyAnomaly.objects.get(), units["works-a"].pk
    pages = {
        "/savings/": "风机改造",
        f"/savings/projects/{project.pk}/": "节约",
        "/savings/anomalies/": "用能水平突变",
        f"/savings/anomalies/{anomaly.pk}/": f"{anomaly.days[0]['day']}</th>",
        "/savings/norms/": "超过限定值",
        "/savings/norms/table/": "本区 1 号",
        "/savings/certificates/": "EN-1",
        f"/savings/of/{firm}/": "10,000",
        f"/savings/of/{firm}/diagnosis/": "连续生产，夜间和休息日负荷不作判断",
        f"/savings/of/{firm}/plan/": "高效电机替代",
    }
    reader, other = browser(people.reader), browser(people.other)
    for address, words in pages.items():
        with django_assert_max_num_queries(26):
            page = reader.get(address)
        assert page.status_code == 200, address
        assert words in page.content.decode(), address
    for address in (
        f"/savings/projects/{project.pk}/",
        f"/savings/anomalies/{anomaly.pk}/",
        f"/savings/of/{firm}/",
        f"/savings/of/{firm}/plan.docx",
        f"/savings/settlements/{settlement.pk}/confirm/",
    ):
        assert other.get(address).status_code == 404, address
        assert browser(people.stranger).get(address).status_code in (403, 404)
    assert reader.post(f"/savings/projects/{project.pk}/measure/").status_code == 403
    document = reader.get(f"/savings/of/{firm}/plan.docx?begins=2030")
    again = reader.get(f"/savings/of/{firm}/plan.docx?begins=2030")
    assert document.content == again.content
    with zipfile.ZipFile(io.BytesIO(document.content)) as archive:
        body = archive.read("word/document.xml").decode()
    assert "高效电机替代" in body
    assert "重复计算" in body
    parts = enterprise_panels(people.manager, units["works-a"])
    assert any(one.template == "savings/_panel.html" for one in parts)
    [mine] = [one for one in lights() if str(one.label) == "用能异常"]
    assert set(mine.of(people.office, [units["works-a"]])) == {firm}


@pytest.mark.usefixtures("readings")
def test_acts_through_the_pages(
    project: SavingProject, units: Units, people: People
) -> None:
    client, firm = browser(people.manager), units["works-a"].pk
    address = f"/savings/projects/{project.pk}/"
    sent = client.post(f"{address}measure/", follow=True)
    assert "已重新计算节能量" in sent.content.decode()
    period = {"begin": REPORT, "end": REPORT_END}
    wrong = client.post(f"{address}settlements/new/", period | {"end": TODAY})
    assert "不在统计报告期内" in wrong.content.decode()
    client.post(f"{address}settlements/new/", period)
    row = project.settlements.get()
    client.post(f"/savings/settlements/{row.pk}/confirm/", {"go": "1"})
    browser(people.provider).post(
        f"/savings/settlements/{row.pk}/confirm/", {"go": "1"}
    )
    row.refresh_from_db()
    assert row.agreed
    month = {"product": "cement", "month": TODAY, "amount": "5", "unit": "t"}
    assert client.post(f"/savings/of/{firm}/outputs/new/", month).status_code == 302
    bad = client.post(f"/savings/of/{firm}/outputs/new/", month | {"unit": "箩"})
    assert "计量单位不认识" in bad.content.decode()
    office = browser(people.office)
    file = SimpleUploadedFile("w.csv", b"d,c\n2026-01-01,1.5\n")
    office.post("/savings/weather/", {"file": file, "source": "气象站"})
    assert WeatherDay.objects.get().source == "气象站"
    looked = office.post("/savings/anomalies/look/", follow=True)
    assert "待核实" in looked.content.decode()
    anomaly = EnergyAnomaly.objects.get()
    told = {"state": "confirmed", "reason": "风机改造后的水平"}
    client.post(f"/savings/anomalies/{anomaly.pk}/judge/", told)
    anomaly.refresh_from_db()
    assert (anomaly.state, anomaly.proposed_by) == ("open", people.manager)
    page = office.get(f"/savings/anomalies/{anomaly.pk}/").content.decode()
    assert "企业意见" in page
    assert "风机改造后的水平" in page
    office.post(f"/savings/anomalies/{anomaly.pk}/judge/", told)
    anomaly.refresh_from_db()
    assert (anomaly.state, anomaly.judged_by) == ("confirmed", people.office)
    weather = office.get("/savings/weather/").content.decode()
    assert "已登记 1 天" in weather
    assert client.get(f"/savings/of/{firm}/projects/new/").status_code == 200
    assert client.get("/savings/weather/").status_code == 403
