"""Reading through the interface: shapes, pages, unknowns, and what stays hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client

from dafeng.web.api.models import Scope
from dafeng.web.core.models import Organisation, RoleCode
from dafeng.web.plans.models import Target
from tests.web.api.conftest import Program, key_for
from tests.web.assessment.building import frozen
from tests.web.plans.building import person

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from dafeng.web.assessment.models import AssessmentRun
    from dafeng.web.core.models import User
    from dafeng.web.plans.models import Plan


def test_targets_come_with_exact_figures_and_unknown_is_null(
    program: Program, plan: Plan, result: AssessmentRun
) -> None:
    page = program.get(f"/plans/{plan.slug}/targets").json()
    assert page["count"] == Target.objects.filter(plan=plan).count()
    by_key = {one["key"]: one for one in page["items"]}
    for target in Target.objects.filter(plan=plan):
        sent = by_key[target.key]
        assert sent["clause"] == target.clause.ref
        if target.value is None:
            assert sent["value"] is None
        else:
            assert isinstance(sent["value"], str)
    states = {one["standing"]["state"] for one in page["items"] if one["standing"]}
    assert states <= set(result.standings.values_list("state", flat=True))
    assert states


def test_a_list_is_read_page_by_page_without_gap(program: Program, plan: Plan) -> None:
    seen, path = [], f"/plans/{plan.slug}/clauses?limit=2"
    while path:
        page = program.get(path).json()
        assert len(page["items"]) <= 2
        seen += [one["ref"] for one in page["items"]]
        path = (page["next"] or "").removeprefix("/api/v1")
    assert seen == list(plan.clauses.order_by("pk").values_list("ref", flat=True))


def test_a_bad_window_is_a_problem_that_names_the_field(
    program: Program, plan: Plan
) -> None:
    answer = program.get(f"/plans/{plan.slug}/clauses?limit=0&offset=x")
    assert answer.status_code == 422
    where = {one["where"].rpartition(".")[2] for one in answer.json()["errors"]}
    assert where == {"limit", "offset"}


def test_results_scores_and_proposals_are_read(
    program: Program, result: AssessmentRun
) -> None:
    listed = program.get("/assessments").json()["items"]
    assert [one["id"] for one in listed] == [result.pk]
    for part, rows in (
        ("targets", result.standings),
        ("scores", result.scores),
        ("proposals", result.proposals),
    ):
        page = program.get(f"/assessments/{result.pk}/{part}").json()
        assert page["count"] == rows.count()


def test_a_unit_sees_its_own_score_only(result: AssessmentRun) -> None:
    frozen(result)
    unit = Organisation.objects.get(code="fgw")
    head = person("head", unit, RoleCode.UNIT_HEAD)
    reading = Program(key_for(head, unit, Scope.READ).key)
    page = reading.get(f"/assessments/{result.pk}/scores").json()
    assert {one["unit"] for one in page["items"]} == {unit.name_zh}


@pytest.mark.usefixtures("district")
def test_definitions_and_series_are_read(program: Program) -> None:
    definitions = program.get("/indicators/definitions?limit=500").json()
    assert (
        definitions["count"] > len(definitions["items"]) or definitions["count"] > 400
    )
    series = program.get("/indicators/series?limit=1").json()["items"][0]["code"]
    stated = program.get(f"/indicators/observations?series={series}").json()
    assert stated["count"] == 0
    assert program.get("/indicators/observations?series=none").status_code == 404


def test_what_is_not_there_is_a_problem(program: Program) -> None:
    for path in ("/plans/none", "/assessments/999999", "/accounts/1950", "/units/zz"):
        answer = program.get(path)
        assert answer.status_code == 404
        assert answer["Content-Type"] == "application/problem+json"


def test_the_session_of_the_site_reads_too(office: User) -> None:
    client = Client()
    client.force_login(office)
    assert client.get("/api/v1/house").status_code == 200


def test_lists_do_not_ask_more_for_more_rows(
    program: Program,
    plan: Plan,
    result: AssessmentRun,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for path in (
        f"/plans/{plan.slug}/targets",
        f"/plans/{plan.slug}/tasks",
        f"/plans/{plan.slug}/units",
        f"/assessments/{result.pk}/scores",
        "/units",
    ):
        with django_assert_max_num_queries(20):
            assert program.get(path).status_code == 200


def test_the_page_about_the_interface_lists_every_operation(office: User) -> None:
    client = Client()
    client.force_login(office)
    page = client.get("/api/").content.decode()
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    assert all(path in page for path in paths)
