"""What goes out as .xlsx is what is seen; output as a driver is told, used or not."""

from __future__ import annotations

import io
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from dafeng.base.errors import BadInputError
from dafeng.web.savings.models import EnergyAnomaly
from dafeng.web.savings.selectors.projects import newest_measurement
from dafeng.web.savings.services.finding import anomalies_find
from dafeng.web.savings.services.measuring import project_measure
from dafeng.web.savings.services.products import output_enter, product_year_enter
from dafeng.web.savings.services.settling import settlement_draft
from dafeng.web.savings.wording import basis_sentence
from tests.web.savings.conftest import (
    REPORT,
    REPORT_END,
    TODAY,
    People,
    bring,
)
from tests.web.savings.test_rooms import browser, facts

if TYPE_CHECKING:
    from dafeng.web.core.models import User
    from dafeng.web.meters.models import MeterPoint
    from dafeng.web.savings.models import SavingProject

Units = dict[str, Any]


def table(user: User, address: str) -> dict[str, list[dict[str, Any]]]:
    """The sheets of a file, each row by its heads; every text is a text."""
    answer = browser(user).get(address)
    assert answer.status_code == 200, address
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    told: dict[str, list[dict[str, Any]]] = {}
    for page in book:
        assert not [c for row in page.iter_rows() for c in row if c.data_type == "f"]
        head, *rows = page.iter_rows(values_only=True)
        told[page.title] = [dict(zip(map(str, head), row, strict=True)) for row in rows]
    assert "来源" in told
    return told


def enter_output(units: Units, first: date) -> None:
    """Output of each month that is over, and of the one that goes on."""
    month, at = first.replace(day=1), 0
    while month <= TODAY:
        output_enter(
            enterprise=units["works-a"], by=None, product="cement", month=month,
            amount=Decimal(1000 + 137 * (at * 5 % 7)), unit="t",
        )  # fmt: skip
        month, at = (month + timedelta(days=32)).replace(day=1), at + 1


@pytest.mark.usefixtures("readings")
def test_tables_go_out_as_they_are_seen_and_to_nobody_else(
    project: SavingProject, units: Units, people: People
) -> None:
    type(project).objects.filter(pk=project.pk).update(name_zh="=1+1")
    project_measure(project=project, by=None)
    row = settlement_draft(project=project, by=None, begin=REPORT, end=REPORT_END)
    anomalies_find(organisation=units["demo"], by=None, on=TODAY)
    product_year_enter(enterprise=units["works-a"], by=None, facts=facts())
    [shown] = table(people.reader, "/savings/projects.xlsx")["节能项目"]
    newest = newest_measurement(project)
    assert newest is not None
    assert (shown["项目"], shown["状态"]) == ("=1+1", "执行中")
    assert shown["节能量"] == float(newest.saving)
    address = f"/savings/projects/{project.pk}/settlements.xlsx"
    book = table(people.provider, address)
    [period] = book["结算"]
    assert period["节能服务公司应得 (元)"] == float(row.payment)
    worth = Decimal(str(period["认定节能量 (kWh)"])) * Decimal("0.5")
    assert round(worth, 2) == row.worth
    days = book["各日"]
    assert sum(one["节能量 (kWh)"] or 0 for one in days) == pytest.approx(
        float(row.measurement.saving), abs=0.05
    )
    assert [one["项"] for one in book["计算过程"]][-1] == "节能服务公司应得"
    assert book["合同条款"][0]["节能服务公司分享比例"] == 0.8
    [found] = table(people.manager, "/savings/anomalies.xlsx?state=open")["用能异常"]
    assert found["类型"] == "用能水平突变"
    assert "没有登记产量" in found["相关变量"]
    assert table(people.other, "/savings/anomalies.xlsx")["用能异常"] == []
    [norm] = table(people.reader, "/savings/norms.xlsx")[
        "能耗对标 " + str(TODAY.year - 1)
    ]
    assert norm["合格产品产量"] == 10000
    firm = units["works-a"].pk
    told = table(people.reader, f"/savings/of/{firm}/diagnosis.xlsx")
    assert "休息日用能偏高" not in [one["事项"] for one in told["用能诊断"]]
    for one in (address, f"/savings/of/{firm}/diagnosis.xlsx"):
        assert browser(people.other).get(one).status_code == 404


@pytest.mark.usefixtures("readings")
def test_output_that_was_agreed_on_is_a_driver_or_the_page_says_why_not(
    project: SavingProject, units: Units
) -> None:
    type(project).objects.filter(pk=project.pk).update(product="cement")
    project.refresh_from_db()
    without = project_measure(project=project, by=None)
    assert without.basis["output"] == "none"
    assert (
        basis_sentence(without.basis) == "休息日（气温有缺日；未用产量：没有登记产量）"
    )
    with pytest.raises(BadInputError) as refused:
        settlement_draft(project=project, by=None, begin=REPORT, end=REPORT_END)
    assert refused.value.code == "settlement.output"
    enter_output(units, TODAY - timedelta(days=430))
    made = project_measure(project=project, by=None)
    assert (made.basis["output"], made.basis["product"]) == ("used", "cement")
    assert len(made.model["drivers"]) == 2
    # The month that goes on is not known; its days count on neither side.
    assert made.known_days == made.due_days - (TODAY.day - 1)
    end = min(REPORT_END, TODAY.replace(day=1) - timedelta(days=1))
    assert settlement_draft(project=project, by=None, begin=REPORT, end=end).counted > 0


@pytest.mark.usefixtures("readings", "project")
def test_an_anomaly_says_what_its_expectation_follows(units: Units) -> None:
    enter_output(units, REPORT - timedelta(days=200))
    anomalies_find(organisation=units["demo"], by=None, on=TODAY)
    assert EnergyAnomaly.objects.get().basis["output"] == "few"
    enter_output(units, TODAY - timedelta(days=430))
    anomalies_find(organisation=units["demo"], by=None, on=TODAY)
    basis = EnergyAnomaly.objects.get().basis
    assert (basis["output"], basis["product"]) == ("unrelated", "cement")


@pytest.mark.usefixtures("readings")
def test_reactive_energy_makes_an_item_of_the_diagnosis(
    units: Units, people: People, used: list[float], point: MeterPoint
) -> None:
    firm, address = units["works-a"], f"/savings/of/{units['works-a'].pk}/diagnosis"
    assert "功率因数" not in browser(people.reader).get(f"{address}/").content.decode()
    point.pk, point.code, point.carrier, point.unit = None, "A-R", "reactive", "kvarh"
    point.save()
    bring(point, [0.75 * one for one in used])
    page = browser(people.reader).get(f"{address}/").content.decode()
    assert "功率因数偏低" in page
    assert "水电财字第215号" in page
    book = table(people.reader, f"{address}.xlsx")
    item = next(one for one in book["用能诊断"] if one["事项"] == "功率因数偏低")
    assert (item["数值"], item["界限"], item["计量点或对象"]) == (0.8, 0.9, "A-R")
    months = book["功率因数"]
    assert {(one["功率因数"], one["电费增减 (%)"]) for one in months} == {(0.8, 5)}
    # Reactive energy is no anomaly beside the active one.
    anomalies_find(organisation=units["demo"], by=None, on=TODAY)
    assert {one.point.code for one in EnergyAnomaly.objects.all()} == {"A-1"}
    assert firm.energy_anomalies.count() == 1
