"""What other pages say out of the outlook: overview, wall, target, unit."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone

from dafeng.web.assessment.modelled import model_says
from dafeng.web.desk.selectors.walls import token_of
from dafeng.web.desk.services.walls import wall_make
from dafeng.web.pathways.models import OutlookRecord
from dafeng.web.pathways.selectors import runs
from dafeng.web.plans.models import Target
from tests.web.assessment.building import frozen
from tests.web.assessment.building import stored as result_stored
from tests.web.layers import layer
from tests.web.pathways.conftest import text

if TYPE_CHECKING:
    from dafeng.web.assessment.models import AssessmentRun
    from dafeng.web.core.models import Organisation, User
    from dafeng.web.pathways.models import OutlookRun
    from dafeng.web.plans.models import Plan
    from tests.web.pathways.conftest import Browser

SENTENCE = "按“方案”情景，2030 年前达峰的概率是 &gt;99%。"
UNSEEN = "区域模型看不见这个目标"
NOT_RUN = "全区达峰模型尚未运行"


@layer
def result(plan: Plan) -> AssessmentRun:
    """The result of 2025, frozen."""
    return frozen(result_stored(plan))


@pytest.mark.usefixtures("run", "result")
def test_the_overview_begins_with_the_probability_of_the_peak(
    browser: Browser, officer: User
) -> None:
    page = text(browser(officer), "/")
    assert f'class="answer"><p>{SENTENCE}峰值在 2025 年。 按目前走势' in page
    assert 'href="/outlook/"' in page
    assert NOT_RUN not in page


@pytest.mark.usefixtures("run", "result")
def test_who_may_not_see_the_outlook_is_told_neither_it_nor_that_there_is_none(
    browser: Browser, stranger: User
) -> None:
    for user in (None, stranger):
        page = text(browser(user), "/")
        assert "达峰的概率" not in page
        assert NOT_RUN not in page


def test_the_overview_stands_when_the_outlook_cannot_be_read(
    browser: Browser, officer: User, run: OutlookRun
) -> None:
    OutlookRecord.objects.filter(run=run).update(content={})
    runs._read.cache_clear()
    assert "达峰的概率" not in text(browser(officer), "/")


@pytest.mark.usefixtures("run")
def test_the_wall_begins_with_the_probability_of_the_peak(
    office: User, district: Organisation
) -> None:
    until = timezone.localdate() + timedelta(days=9)
    wall = wall_make(by=office, name="大厅", organisation=district, valid_to=until)
    page = text(Client(), f"/wall/{token_of(wall)}/")
    assert f'class="wall-answer">{SENTENCE}' in page
    assert NOT_RUN not in page


@pytest.mark.usefixtures("run", "result")
def test_target_pages_tell_what_the_model_sees_and_where_it_does_not(
    browser: Browser, officer: User, plan: Plan, result: AssessmentRun
) -> None:
    client = browser(officer)
    result_page = f"/assessment/{plan.slug}/{result.period}/{result.scheme}/targets"
    for start in (f"/plan/{plan.slug}/target", result_page):
        seen = text(client, f"{start}/T003/")
        assert "区域模型" in seen
        assert "&gt;99%" in seen
        assert "0.5–0.54" in seen
        assert UNSEEN in text(client, f"{start}/T001/")
        assert "区域模型" not in text(client, f"{start}/T006/")
        assert "区域模型" not in text(browser(None), f"{start}/T003/")


def test_without_an_outlook_the_model_says_nothing(officer: User, plan: Plan) -> None:
    target = Target.objects.get(plan=plan, key="T003")
    assert model_says(officer, target) is None
    assert model_says(officer, None) is None


@pytest.mark.usefixtures("run")
def test_the_page_of_a_unit_tells_its_levers_and_its_part_of_the_gap(
    browser: Browser, officer: User, plan: Plan
) -> None:
    client = browser(officer)
    by_code = {
        one.organisation.code: one
        for one in plan.planunits.select_related("organisation")
        if one.organisation is not None
    }
    page = text(client, by_code["fgw"].get_absolute_url())
    assert "达峰路径中的措施" in page
    assert "措施boilers" in page
    assert "措施houses" in page
    assert "措施glass" not in page
    assert "达峰路径中的措施" not in text(
        browser(None), by_code["fgw"].get_absolute_url()
    )
