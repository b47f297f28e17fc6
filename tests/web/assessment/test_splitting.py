"""Splitting figures, the division of tasks, and how plans hang together."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from dafeng.assessment.allocation import CutStep, Group, Quantity
from dafeng.base.errors import BadInputError
from dafeng.indicators import OBSERVATIONS
from dafeng.lake import Lake
from dafeng.web.assessment import curves as curves_module
from dafeng.web.assessment.curves import Curves, register_curves
from dafeng.web.assessment.models import AllocationRun, LevelCode, PlanLevel
from dafeng.web.assessment.selectors.allocations import result_of
from dafeng.web.assessment.selectors.divisions import coverage_of, division_of
from dafeng.web.assessment.services.allocating import Split, allocation_make
from dafeng.web.assessment.services.levels import plan_level_set
from dafeng.web.core.models import AuditRow
from dafeng.web.plans.models import Plan, PlanSource
from dafeng.web.plans.services.publishing import plan_publish
from dafeng.web.plans.services.storing import Provenance, plan_store
from tests.web.assessment.building import PLACE
from tests.web.layers import layer
from tests.web.plans.building import reading, with_target

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.conf import LazySettings
    from django.test import Client

    from dafeng.web.core.models import Organisation, User

SPLIT = Split(
    year=2030, rule="equal-rate", group=Group.PARTS, energy=Decimal(900), title="分解"
)


@pytest.fixture
def lake(settings: LazySettings, plan: Plan, district: Organisation) -> Lake:
    """Two towns that state their energy: 600 and 400 tce in 2025."""
    Plan.objects.filter(pk=plan.pk).update(place_code=district.place_code)
    plan.refresh_from_db()
    made = Lake(Path(settings.LAKE_ROOT))
    rows = [
        {
            "place": PLACE,
            "series": "park.energy",
            "scope": scope,
            "period": "2025",
            "value_e6": value * 10**6,
            "unit": "tce等价",
            "basis": "reported",
            "quality": "B",
            "evidence": "",
            "entered_by": "clerk",
            "approved_by": "",
            "synthetic": False,
            "note": "",
        }
        for scope, value in (("town-a", 600), ("town-b", 400))
    ]
    learned = datetime(2026, 7, 1, tzinfo=UTC)
    made.append(OBSERVATIONS, rows, key="towns", learned_at=learned)
    return made


@layer
def sector(plan: Plan, district: Organisation) -> Plan:
    """A bureau's plan with another figure for one of the targets."""
    other = with_target(reading(), "T001", value=Decimal(11))
    made = plan_store(
        reading=other,
        by=None,
        provenance=Provenance(owner=district, source=PlanSource.READ, slug="sector"),
    )
    assert made.pk != plan.pk
    return plan_publish(plan=made, by=None)


def form_of(**facts: str) -> dict[str, str]:
    return {
        "year": "2030",
        "rule": "equal-rate",
        "parties": "parts",
        "energy": "900",
        "carbon": "",
    } | facts


# Splitting ----------------------------------------------------------------------------


@pytest.mark.usefixtures("lake")
def test_a_figure_is_split_and_adds_up(
    client: Client, plan: Plan, office: User
) -> None:
    client.force_login(office)
    answer = client.post("/assessment/allocations/new/", form_of(), follow=True)
    assert "已分解" in answer.content.decode()
    run = AllocationRun.objects.get()
    lines = result_of(run).lines
    # 1000 tce in 2025, 900 to split at one rate: 540 and 360.
    got = {line.unit: line.amount(Quantity.ENERGY) for line in lines}
    assert {unit: part and part.value for unit, part in got.items()} == {
        "甲镇": Decimal(540),
        "乙镇": Decimal(360),
    }
    text = client.get(run.get_absolute_url()).content.decode()
    assert "甲镇最多，占 60.0%" in text
    assert "−10.0" in text
    assert AuditRow.objects.filter(action="assessment.allocation.make").exists()
    content = client.get(f"/assessment/allocations/{run.pk}.xlsx").content
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    cells = [row for row in sheet.iter_rows(values_only=True) if row[0] == "甲镇"]
    assert cells[0][2:6] == (540, 60, 600, -10)
    data: Any = client.get(f"/assessment/allocations/{run.pk}.json").json()
    assert data["case_sha256"] == result_of(run).case_sha256
    assert plan.allocation_runs.count() == 1


@pytest.mark.usefixtures("lake")
def test_a_second_split_needs_a_reason_and_keeps_the_first(
    client: Client, plan: Plan, office: User
) -> None:
    first = allocation_make(by=office, plan=plan, split=SPLIT)
    with pytest.raises(BadInputError) as refused:
        allocation_make(by=office, plan=plan, split=SPLIT)
    assert refused.value.code == "allocation.reason"
    client.force_login(office)
    text = client.post(
        "/assessment/allocations/new/", form_of(energy="800")
    ).content.decode()
    assert "请写明重新分解的理由" in text
    assert 'value="800"' in text
    client.post(
        "/assessment/allocations/new/", form_of(energy="800", reason="市里调整了总量")
    )
    fresh = AllocationRun.objects.get(replaces=first)
    assert fresh.reason == "市里调整了总量"
    listed = client.get("/assessment/allocations/").content.decode()
    assert listed.count("已被取代") == 1
    old = client.get(first.get_absolute_url()).content.decode()
    assert "这次分解已被取代：市里调整了总量" in old


@pytest.mark.usefixtures("lake")
def test_nothing_to_split_is_refused(client: Client, plan: Plan, office: User) -> None:
    client.force_login(office)
    text = client.post(
        "/assessment/allocations/new/", form_of(energy="")
    ).content.decode()
    assert "请至少填写能耗总量或碳排放总量" in text
    text = client.post(
        "/assessment/allocations/new/", form_of(parties="enterprises")
    ).content.decode()
    assert "数据湖里没有各单位的能耗或碳排放" in text
    assert not plan.allocation_runs.exists()


def test_splits_are_for_those_who_may_see_them(
    client: Client, plan: Plan, officer: User, analyst: User
) -> None:
    client.force_login(officer)
    assert client.get("/assessment/allocations/").status_code == 403
    client.force_login(analyst)
    assert "没有分解记录" in client.get("/assessment/allocations/").content.decode()
    assert client.get("/assessment/allocations/new/").status_code == 403
    assert client.get("/assessment/allocations/99/").status_code == 404
    with pytest.raises(PermissionDenied):
        allocation_make(by=analyst, plan=plan, split=SPLIT)


# Division -----------------------------------------------------------------------------


def test_every_task_stands_on_a_sheet(
    client: Client, plan: Plan, officer: User
) -> None:
    made = division_of(plan, 2025)
    on_sheets = {row.key for sheet in made.sheets for row in sheet.tasks}
    assert set(made.tasks) == on_sheets
    client.force_login(officer)
    text = client.get("/assessment/division/", {"year": "2025"}).content.decode()
    assert "3 项任务" in text
    sheet = client.get(
        "/assessment/division/", {"year": "2025", "unit": "区发改委"}
    ).content.decode()
    assert "发展新能源" in sheet
    assert "可再生能源电力装机容量" in sheet
    assert "增加碳汇" not in sheet
    town = client.get("/assessment/division/", {"year": "2025", "unit": "甲镇"})
    assert "各乡镇" in town.content.decode()
    missing = client.get("/assessment/division/", {"unit": "没有"})
    assert missing.status_code == 404


def test_the_division_leaves_as_a_workbook(
    client: Client,
    plan: Plan,  # noqa: ARG001
    officer: User,
) -> None:
    client.force_login(officer)
    for query, sheets in (({}, 2), ({"unit": "区发改委"}, 2)):
        answer = client.get("/assessment/division.xlsx", {"year": "2025", **query})
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        assert len(book.sheetnames) >= sheets
    assert "区发改委" in book.sheetnames


@pytest.mark.parametrize("year", ["", "nonsense", "1", "99999"])
def test_a_year_that_is_none_is_this_year(
    client: Client,
    plan: Plan,  # noqa: ARG001
    officer: User,
    year: str,
) -> None:
    client.force_login(officer)
    assert client.get("/assessment/division/", {"year": year}).status_code == 200


@pytest.mark.parametrize("path", ["division/", "division.xlsx", "coverage/"])
def test_division_and_coverage_need_a_plan_and_a_person(
    client: Client, district: Organisation, office: User, path: str
) -> None:
    assert client.get(f"/assessment/{path}").status_code == 302
    client.force_login(office)
    assert client.get(f"/assessment/{path}").status_code == 404
    assert district.plans.count() == 0


# Coverage -----------------------------------------------------------------------------


def test_without_other_plans_the_coverage_is_unknown(
    client: Client, plan: Plan, officer: User
) -> None:
    client.force_login(officer)
    text = client.get("/assessment/coverage/").content.decode()
    assert "任务由谁承接未知" in text
    assert coverage_of(plan) is None
    assert client.get("/assessment/coverage.xlsx").status_code == 404


def test_a_plan_is_hung_on_the_districts(
    client: Client, plan: Plan, sector: Plan, office: User
) -> None:
    Plan.objects.filter(pk=sector.pk).update(synthetic=True)
    client.force_login(office)
    given = {"plan": str(sector.pk), "level": "sector", "name": "能源方案"}
    answer = client.post("/assessment/coverage/", given, follow=True)
    text = answer.content.decode()
    assert "层级已设定" in text
    assert "能源方案" in text
    found = coverage_of(plan)
    assert found is not None
    (conflict,) = found.conflicts
    assert {conflict.first.target.value, conflict.second.target.value} == {
        Decimal(12),
        Decimal(11),
    }
    assert "数值冲突" in text
    book = client.get("/assessment/coverage.xlsx")
    assert openpyxl.load_workbook(io.BytesIO(book.content)).sheetnames
    assert AuditRow.objects.filter(action="assessment.coverage.set").exists()
    client.post("/assessment/coverage/", given | {"level": ""})
    assert not PlanLevel.objects.exists()


def test_a_plan_does_not_hang_on_itself_and_names_differ(
    plan: Plan, sector: Plan, office: User
) -> None:
    with pytest.raises(ValidationError):
        plan_level_set(
            plan=plan, main=plan, by=office, level=LevelCode.SECTOR, name="自己"
        )
    plan_level_set(
        plan=sector, main=plan, by=office, level=LevelCode.TOWN, name="甲镇方案"
    )
    assert str(PlanLevel.objects.get()).startswith("甲镇方案")


def test_levels_are_set_by_the_office(
    client: Client, plan: Plan, sector: Plan, officer: User
) -> None:
    client.force_login(officer)
    given = {"plan": str(sector.pk), "level": "sector", "name": "能源方案"}
    assert client.post("/assessment/coverage/", given).status_code == 403
    with pytest.raises(PermissionDenied):
        plan_level_set(
            plan=sector, main=plan, by=officer, level=LevelCode.SECTOR, name="x"
        )


def test_a_letter_changes_the_division_on_the_next_sight(
    plan: Plan, office: User
) -> None:
    before = division_of(plan, 2025)
    assert division_of(plan, 2025) is before
    plan_level_set(plan=plan, main=plan, by=office, level=None, name="")
    assert division_of(plan, 2025) is not before


# Least cost ---------------------------------------------------------------------------


@pytest.fixture
def tonnes(lake: Lake) -> Lake:
    """The two towns state 600 and 400 t of carbon as well."""
    rows = [
        {
            "place": PLACE,
            "series": "park.co2",
            "scope": scope,
            "period": "2025",
            "value_e6": value * 10**6,
            "unit": "tCO2",
            "basis": "reported",
            "quality": "B",
            "evidence": "",
            "entered_by": "clerk",
            "approved_by": "",
            "synthetic": False,
            "note": "",
        }
        for scope, value in (("town-a", 600), ("town-b", 400))
    ]
    learned = datetime(2026, 7, 1, tzinfo=UTC)
    lake.append(OBSERVATIONS, rows, key="tonnes", learned_at=learned)
    return lake


@pytest.fixture
def curves() -> Iterator[None]:
    """Town a cuts 50 t at 10 yuan; a bureau's measure cuts 200 t at 100 for all."""

    def known(_owner: Organisation) -> Curves:
        own = CutStep(amount=Decimal(50), price=Decimal(10), measure="own")
        shared = CutStep(amount=Decimal(200), price=Decimal(100), measure="shared")
        return Curves(of_unit={"town-a": (own,), "fgw": (shared,)})

    held = curves_module._sources[:]
    register_curves(known)
    yield
    curves_module._sources[:] = held


CARBON = Split(
    year=2030, rule="least-cost", group=Group.PARTS, carbon=Decimal(900), title="分解"
)


@pytest.mark.usefixtures("tonnes", "curves")
def test_least_cost_takes_the_curves_that_the_house_knows(
    plan: Plan, office: User, client: Client
) -> None:
    # 100 to cut: 50 of town a at 10, then 50 of the shared 200 at 100, by 600 : 400.
    run = allocation_make(by=office, plan=plan, split=CARBON)
    result = result_of(run)
    got = {line.unit: line.carbon.value for line in result.lines}
    assert got == {"甲镇": 520, "乙镇": 380}
    assert result.total(Quantity.CARBON).pricing.cost == 50 * 10 + 50 * 100
    client.force_login(office)
    page = client.get(f"/assessment/allocations/{run.pk}/").content.decode()
    assert "边际价格" in page
    assert "与其他办法对比" in page
    assert "等比例下降法" in page
    assert "按价格从低到高削减" in page


@pytest.mark.usefixtures("tonnes", "curves")
def test_a_cap_of_one_is_the_equal_rate_on_the_page_too(
    client: Client, office: User
) -> None:
    client.force_login(office)
    sent = {
        "year": "2030",
        "rule": "least-cost",
        "parties": "parts",
        "carbon": "900",
        "cut_cap": "1",
    }
    client.post("/assessment/allocations/new/", sent)
    result = result_of(AllocationRun.objects.get())
    got = {line.unit: line.carbon.value for line in result.lines}
    assert got == {"甲镇": 540, "乙镇": 360}


@pytest.mark.usefixtures("tonnes")
def test_without_curves_least_cost_says_what_lacks(plan: Plan, office: User) -> None:
    result = result_of(allocation_make(by=office, plan=plan, split=CARBON))
    assert result.lines == ()
    assert {one.value for one in result.findings} == {"carbon.cuts"}


@pytest.mark.usefixtures("tonnes", "curves")
def test_least_cost_of_energy_is_refused_with_its_ground(
    client: Client, office: User
) -> None:
    client.force_login(office)
    sent = {"year": "2030", "rule": "least-cost", "parties": "parts", "energy": "900"}
    page = client.post("/assessment/allocations/new/", sent).content.decode()
    assert "最小成本法只分解碳排放" in page
    assert not AllocationRun.objects.exists()
