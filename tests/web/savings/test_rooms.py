"""Anomalies, products, norms, certificates, weather; what pages show to whom."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dafeng.base.errors import BadInputError, UnitError
from dafeng.web.meters.panels import enterprise_panels, lights
from dafeng.web.savings.models import EnergyAnomaly, ProductYear, WeatherDay
from dafeng.web.savings.selectors.products import NormFilter, norm_rows
from dafeng.web.savings.selectors.series import output_days, quiet_days, temperatures
from dafeng.web.savings.services.finding import anomalies_find, anomaly_judge
from dafeng.web.savings.services.measuring import project_measure
from dafeng.web.savings.services.products import (
    CertificateFacts,
    NormFacts,
    YearFacts,
    certificate_enter,
    norm_enter,
    output_enter,
    product_year_enter,
    product_year_review,
    row_withdraw,
)
from dafeng.web.savings.services.settling import settlement_draft
from dafeng.web.savings.services.weather import read_weather, weather_enter
from tests.web.savings.conftest import REPORT, TODAY, People

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


@pytest.fixture
def norm(units: Units) -> None:
    """A limit of the district."""
    norm_enter(
        organisation=units["demo"],
        by=None,
        facts=NormFacts(
            product="pipe",
            name_zh="钢管",
            standard="本区 1 号",
            unit="kgce当量/t",
            limit=Decimal(50),
            advanced=Decimal(40),
            valid_from=date(2020, 1, 1),
            source="通知",
        ),
    )


@pytest.mark.usefixtures("readings")
def test_a_step_is_found_once_and_its_judgement_stays(
    units: Units, people: People, point: MeterPoint
) -> None:
    found = anomalies_find(organisation=units["demo"], by=people.office, on=TODAY)
    assert found == (1, 1)
    row = EnergyAnomaly.objects.get()
    assert (row.point, row.kind) == (point, "level")
    # Holidays in between are not judged.
    assert abs((row.first - REPORT).days) <= 9
    assert row.size == pytest.approx(-0.3, abs=0.05)
    assert row.days[0]["day"] == row.first.isoformat()
    assert anomalies_find(organisation=units["demo"], by=None, on=TODAY) == (0, 1)
    with pytest.raises(BadInputError):
        anomaly_judge(anomaly=row, by=people.manager, state="dismissed", reason=" ")
    with pytest.raises(PermissionDenied):
        anomaly_judge(anomaly=row, by=people.other, state="dismissed", reason="不是")
    anomaly_judge(anomaly=row, by=people.manager, state="dismissed", reason="风机改造")
    assert anomalies_find(organisation=units["demo"], by=None, on=TODAY) == (0, 0)
    assert EnergyAnomaly.objects.get().reason == "风机改造"
    with pytest.raises(PermissionDenied):
        anomalies_find(organisation=units["demo"], by=people.manager, on=TODAY)


def test_output_is_corrected_and_never_overwritten(
    units: Units, people: People
) -> None:
    works = units["works-a"]
    month = TODAY.replace(day=1)
    enter: Callable[..., Any] = lambda amount: output_enter(  # noqa: E731
        enterprise=works,
        by=people.manager,
        product="pipe",
        month=month,
        amount=Decimal(amount),
        unit="t",
    )
    first = enter(310)
    second = enter(620)
    first.refresh_from_db()
    assert first.withdrawn_reason == "更正"
    days = output_days(works, "pipe", month, month + timedelta(days=1))
    assert days[0] == pytest.approx(
        620 / ((month + timedelta(days=32)).replace(day=1) - month).days
    )
    with pytest.raises(BadInputError):
        output_enter(
            enterprise=works,
            by=people.manager,
            product="pipe",
            month=TODAY + timedelta(days=40),
            amount=Decimal(1),
            unit="t",
        )
    with pytest.raises(UnitError):
        output_enter(
            enterprise=works,
            by=None,
            product="pipe",
            month=month,
            amount=Decimal(1),
            unit="箩",
        )
    with pytest.raises(PermissionDenied):
        row_withdraw(row=second, by=people.other, reason="错")
    row_withdraw(row=second, by=people.manager, reason="错")
    with pytest.raises(BadInputError):
        row_withdraw(row=second, by=people.manager, reason="错")


@pytest.mark.usefixtures("norm")
def test_unit_consumption_is_ranked_reviewed_and_a_wrong_unit_told(
    units: Units, people: People
) -> None:
    mine = product_year_enter(
        enterprise=units["works-a"], by=people.manager, facts=facts()
    )
    product_year_enter(
        enterprise=units["works-b"], by=people.other, facts=facts(energy=Decimal(390))
    )
    product_year_enter(
        enterprise=units["esco"], by=people.provider, facts=facts(energy_unit="tce")
    )
    rows = norm_rows(people.office, NormFilter(year=YEAR))
    assert [(r.enterprise.code, r.gap.rank, r.gap.level, r.gap.trouble) for r in rows][
        :2
    ] == [("works-b", 1, "advanced", ""), ("works-a", 2, "over", "")]
    assert rows[2].gap.trouble == "unit.dimension"
    [own] = norm_rows(people.manager, NormFilter(year=YEAR))
    assert (own.gap.rank, own.gap.ranked, own.gap.value) == (2, 2, Decimal(52))
    with pytest.raises(ValidationError):
        product_year_enter(enterprise=units["works-a"], by=None, facts=facts())
    with pytest.raises(BadInputError):
        product_year_enter(
            enterprise=units["works-a"], by=None, facts=facts(year=TODAY.year)
        )
    with pytest.raises(PermissionDenied):
        product_year_review(row=mine, by=people.manager)
    product_year_review(row=mine, by=people.office)
    with pytest.raises(BadInputError):
        product_year_review(row=mine, by=people.second)
    with pytest.raises(PermissionDenied):
        row_withdraw(
            row=ProductYear.objects.get(pk=mine.pk), by=people.manager, reason="错"
        )


def test_who_entered_for_the_office_does_not_review(
    units: Units, people: People
) -> None:
    row = product_year_enter(
        enterprise=units["works-a"], by=people.office, facts=facts()
    )
    with pytest.raises(BadInputError) as refused:
        product_year_review(row=row, by=people.office)
    assert refused.value.code == "product.own"


@pytest.mark.parametrize(
    "content",
    [b"", b"day,mean_c\n", b"d,c\n2026-01-01\n", b"d,c\nx,1\n", b"d,c\n2026-01-01,99\n",
     b"d,c\n2026-01-01,1\n2026-01-01,2\n", b"\xff\xfe\x00", b"d,c\n2026-01-01,NaN\n"],
)  # fmt: skip
def test_weather_that_cannot_be_read_is_refused(content: bytes) -> None:
    with pytest.raises(BadInputError) as refused:
        read_weather(content)
    assert refused.value.code == "weather.file"


def test_weather_is_corrected_and_a_gap_is_unknown(
    units: Units, people: People
) -> None:
    root, day = units["demo"], date(2026, 1, 1)
    content = b"day,mean_c\n2026-01-01,-3.5\n2026-01-02,0\n"
    told = read_weather(content)
    assert weather_enter(organisation=root, by=None, days=told, source="站") == 2
    changed = told | {day: Decimal("-4.0")}
    assert weather_enter(organisation=root, by=None, days=changed, source="站") == 1
    assert WeatherDay.objects.count() == 3
    works = units["works-a"]
    known = temperatures(works, day, day + timedelta(days=1))
    assert known is not None
    assert known.tolist() == [-4.0, 0.0]
    assert temperatures(works, day, day + timedelta(days=2)) is None
    with pytest.raises(PermissionDenied):
        weather_enter(organisation=root, by=people.manager, days=told, source="站")


def test_the_weeks_around_new_year_are_quiet() -> None:
    quiet = quiet_days(date(2026, 2, 1), date(2026, 3, 31))
    days = [date(2026, 2, 1) + timedelta(days=at) for at in range(len(quiet))]
    told = [day for day, is_quiet in zip(days, quiet, strict=True) if is_quiet]
    assert told[0] <= date(2026, 2, 9)
    assert date(2026, 2, 25) in told
    assert date(2026, 3, 10) not in told


@pytest.mark.usefixtures("readings", "norm")
def test_pages_show_what_somebody_may_see_and_nobody_else(
    project: SavingProject,
    units: Units,
    people: People,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    project_measure(project=project, by=None)
    settlement = settlement_draft(
        project=project, by=None, begin=REPORT, end=REPORT + timedelta(days=29)
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
        f"/savings/anomalies/{anomaly.pk}/": "依据的各日",
        "/savings/norms/": "超过限定值",
        "/savings/norms/table/": "本区 1 号",
        "/savings/certificates/": "EN-1",
        f"/savings/of/{firm}/": "10,000",
        f"/savings/of/{firm}/diagnosis/": "休息日用能偏高",
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
    period = {"begin": REPORT, "end": REPORT + timedelta(days=29)}
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
    assert (anomaly.state, anomaly.judged_by) == ("confirmed", people.manager)
    assert client.get(f"/savings/of/{firm}/projects/new/").status_code == 200
    assert client.get("/savings/weather/").status_code == 403
