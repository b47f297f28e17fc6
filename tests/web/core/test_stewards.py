"""A bureau reads of those whom it manages by a rule in force, and writes nothing."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import attrs
import pytest
from django.test import Client
from django.utils import timezone, translation

from dafeng.web.budgets.services.ledgers import YearFacts, ledger_open
from dafeng.web.budgets.services.listing import ListFacts, user_list
from dafeng.web.core.models import RoleCode, User
from dafeng.web.core.permissions import may
from dafeng.web.core.stewards import open_to_stewards
from dafeng.web.meters.models import MeterPoint
from dafeng.web.savings.models import EnergyAnomaly
from dafeng.web.savings.services.projects import ProjectFacts, project_open
from dafeng.web.verification.services.opening import ReportFacts, report_open
from tests.web.layers import layer
from tests.web.plans.building import organisation, person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.conf import LazySettings
    from pytest_django import DjangoAssertNumQueries

    from dafeng.web.budgets.models import KeyUser
    from dafeng.web.core.models import Organisation

TODAY = timezone.localdate()
VIEWS = ("meters.point.view", "verification.report.view", "savings.project.view")
LISTS = ("/verification/", "/savings/", "/savings/anomalies/")
NOBODY = "您的单位没有可查看的企业。"


@attrs.frozen
class Area:
    """Two works; the bureau that keeps the budgets of one, and one that keeps none."""

    mill: Organisation
    forge: Organisation
    row: KeyUser
    pages: tuple[str, ...]
    acts: tuple[str, ...]
    staff: tuple[User, ...]
    others: tuple[User, ...]


@pytest.fixture(autouse=True)
def chinese(settings: LazySettings) -> Iterator[None]:
    settings.SECOND_FACTOR_ROLES = ()
    with translation.override("zh-hans"):
        yield


def pages_of(works: Organisation) -> tuple[str, ...]:
    """What there is of a works: a report, a project, an anomaly; their pages."""
    point = MeterPoint.objects.create(
        code=f"{works.code}-1",
        enterprise=works,
        name_zh="总表",
        carrier="electricity",
        unit="kWh",
        kind="interval",
        role="main",
        step_s=3600,
        most_per_hour=1000,
    )
    facts = ReportFacts(year=TODAY.year - 1, branch="industry")
    report = report_open(enterprise=works, by=None, facts=facts)
    begin = TODAY - timedelta(days=400)
    project = project_open(
        enterprise=works,
        by=None,
        facts=ProjectFacts(
            name_zh=f"{works.name_zh}改造",
            point=point,
            provider_name="节能公司",
            baseline_from=begin,
            baseline_to=begin + timedelta(days=300),
            report_from=begin + timedelta(days=301),
            document="合同 1",
        ),
        terms=[],
    )
    anomaly = EnergyAnomaly.objects.create(
        enterprise=works,
        point=point,
        kind="day",
        first=TODAY - timedelta(days=2),
        last=TODAY - timedelta(days=2),
        size=0.5,
        score=9,
        actual=15,
        expected=10,
        found_at=timezone.now(),
    )
    held = (report.get_absolute_url(), project.get_absolute_url())
    firm = (f"/savings/of/{works.pk}/", f"/verification/accounts/{works.pk}/")
    return (*held, anomaly.get_absolute_url(), *firm)


@layer
def area() -> Area:
    """The mill is on this year's list of the bureau."""
    root = organisation("demo", "示范区人民政府", kind="government")
    bureau = organisation("drc", "区发改委", parent=root)
    other = organisation("tax", "区税务局", parent=root)
    mill = organisation("mill", "示范纸厂", parent=root, kind="enterprise")
    forge = organisation("forge", "示范锻造厂", parent=root, kind="enterprise")
    year = YearFacts(year=TODAY.year, keeper=bureau)
    ledger = ledger_open(organisation=root, by=None, facts=year)
    listed = ListFacts(
        last_year_tce=Decimal(8000),
        kind="national",
        listed_in="名录",
        manager="district",
    )
    row = user_list(ledger=ledger, unit=mill, by=None, facts=listed)
    roles = (RoleCode.UNIT_HEAD, RoleCode.UNIT_OFFICER, RoleCode.READER)
    pages = pages_of(mill)
    report, project, anomaly, outputs, account = pages
    return Area(
        mill,
        forge,
        row,
        pages,
        (
            *(f"{report}acts/open/", f"{project}withdraw/", f"{anomaly}judge/"),
            *(f"{outputs}outputs/new/", f"{account}month/", f"{account}make/"),
        ),
        tuple(person(f"mine-{role}", bureau, role) for role in roles),
        tuple(person(f"other-{role}", other, role) for role in roles),
    )


def text(user: User, path: str, status: int = 200) -> str:
    client = Client(headers={"accept-language": "zh-CN"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    told = client.get(path)
    assert told.status_code == status, (path, told.status_code)
    return told.content.decode()


def posted(user: User, path: str) -> int:
    client = Client(headers={"accept-language": "zh-CN"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.post(path, {"year": TODAY.year - 1}).status_code


def test_who_manages_reads_every_room_and_writes_in_none(area: Area) -> None:
    foreign = pages_of(area.forge)
    head, officer, reader = area.staff
    for user in area.staff:
        for path in LISTS:
            shown = text(user, path)
            assert "示范纸厂" in shown, path
            assert "示范锻造厂" not in shown
            assert NOBODY not in shown
    for path in area.pages:
        assert "示范纸厂" in text(reader, path)
    for path in foreign:
        text(officer, path, 404)
    for path in area.acts:
        assert posted(head, path) in (403, 404), path
        assert posted(officer, path) in (403, 404), path
    assert posted(officer, area.acts[2]) == 403


def test_another_bureau_sees_none_of_it_and_is_told_so(area: Area) -> None:
    head, officer, reader = area.others
    for path in (*LISTS, "/meters/", "/meters/points/", "/verification/accounts/"):
        shown = text(head, path)
        assert NOBODY in shown, path
        assert "示范纸厂" not in shown
    for path in area.pages:
        text(officer, path, 404)
    assert not any(may(reader, code, area.mill) for code in VIEWS)


def test_it_ends_when_the_rule_ends(area: Area) -> None:
    officer = area.staff[1]
    text(officer, area.pages[0])
    area.row.state = "withdrawn"
    area.row.save()
    for path in area.pages:
        text(officer, path, 404)
    assert NOBODY in text(officer, "/verification/")


def test_a_right_is_looked_up_once_and_not_at_all_where_nothing_is_opened(
    area: Area, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    officer = User.objects.get(pk=area.staff[1].pk)
    assert not may(officer, "savings.project.keep", area.mill)
    with django_assert_num_queries(1):
        assert all(may(officer, code, area.mill) for code in VIEWS)
        assert not any(may(officer, code, area.forge) for code in VIEWS)
    with django_assert_num_queries(0):
        assert not may(officer, "savings.anomaly.judge", area.mill)
        assert not may(officer, "budgets.budget.view", area.mill)


def test_only_a_right_to_read_is_opened() -> None:
    with pytest.raises(ValueError, match="no right to read"):
        open_to_stewards("savings.project.keep")
