"""The outlook through the interface: headline, peak, targets; nothing for others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dafeng.web.api.models import Scope
from dafeng.web.core.models import Organisation, RoleCode
from dafeng.web.pathways.selectors.runs import outlook_of
from dafeng.web.pathways.services.running import outlook_store
from tests.web.api.conftest import Program, key_for
from tests.web.layers import layer
from tests.web.pathways.building import tiny_case
from tests.web.plans.building import organisation, person

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from dafeng.web.pathways.models import OutlookRun
    from dafeng.web.plans.models import Plan


@layer
def run(plan: Plan) -> OutlookRun:
    return outlook_store(plan=plan, case=tiny_case(), by=None)


def test_the_outlook_in_force_is_read_with_its_peak_and_targets(
    program: Program, run: OutlookRun
) -> None:
    sent = program.get("/outlook").json()
    found = outlook_of(run)
    assert sent["answer"].startswith("按“方案”情景，2030 年前达峰的概率是 >99%。")
    peak = sent["peak"]
    assert (peak["scenario"], peak["draws"], peak["seal"]) == ("plan", 64, run.seal)
    assert peak["probability"] == {"by_2030": "1", "by_horizon": "1"}
    assert peak["year"] == {"p05": 2025, "p50": 2025, "p95": 2025}
    assert peak["level"]["p50"].startswith("18268.")
    assert [one["convention"] for one in peak["conventions"]] == ["average", "fixed"]
    assert len(sent["paths"]) == len(found.paths)
    target = found.headline.targets[0]
    assert sent["targets"][0]["key"] == target.key
    assert sent["targets"][0]["p50"] == str(target.p50)
    assert sent["fan"][0]["p50_g"] == found.headline.fan[0].p50_g
    frozen = next(
        one
        for one in sent["paths"]
        if (one["scenario"], one["convention"]) == ("frozen", "fixed")
    )
    assert frozen["year"] == {"p05": None, "p50": None, "p95": None}
    assert frozen["level"]["p50"] is None


@pytest.mark.usefixtures("plan")
def test_without_an_outlook_nothing_is_there(program: Program) -> None:
    answer = program.get("/outlook")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.usefixtures("run")
def test_a_unit_of_the_district_reads_it_and_another_district_does_not() -> None:
    unit = Organisation.objects.get(code="fgw")
    head = person("head", unit, RoleCode.UNIT_HEAD)
    inside = Program(key_for(head, unit, Scope.READ).key)
    assert inside.get("/outlook").status_code == 200
    other = organisation("other", "他区")
    stranger = person("stranger", other, RoleCode.CARBON_OFFICE)
    outside = Program(key_for(stranger, other, Scope.READ).key)
    assert outside.get("/outlook").status_code == 404
    assert Program().get("/outlook").status_code == 401


@pytest.mark.usefixtures("run")
def test_the_outlook_takes_few_queries(
    program: Program, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(14):
        assert program.get("/outlook").status_code == 200
